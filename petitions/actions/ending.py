"""How a petition ends: by its deadline, by its filer, by two moderators. What is forgotten after: `forgetting`."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import actions as accounts
from charters import actions as charters
from ledger import actions as ledger
from moderation import actions as moderation
from petitions.actions.announcing import announce
from petitions.actions.refusals import CannotEnd
from petitions.models import Petition
from petitions.rules import lifecycle
from petitions.rules.lifecycle import ResponseTrack, State
from petitions.rules.mail import LetterKind
from petitions.rules.texts import tidy_block

STOP = "petitions.petition.stopped"
SHORTEST_REASON = 20


def close_due(*, at: datetime) -> int:
    """Close what is past its stored deadline; how many."""
    due = Petition.objects.filter(state=State.OPEN, closes_at__lt=at).values_list("pk", flat=True)
    return sum(_close(pk, at) for pk in list(due))


@transaction.atomic
def _close(petition_id: int, at: datetime) -> bool:
    petition = Petition.objects.select_for_update().get(pk=petition_id)
    if petition.state != State.OPEN or petition.closes_at is None or petition.closes_at >= at:
        return False
    petition.state = lifecycle.move(State.OPEN, State.CLOSED)
    petition.ended_at = petition.closes_at
    petition.save(update_fields=["state", "ended_at"])
    announce(petition, LetterKind.CLOSED, at)
    ledger.record(
        kind="petitions.petition.closed",
        subject=petition.subject,
        actor="",
        at=at,
        public=True,
        about=[biome.subject for biome in petition.waters],
        petition=petition.slug,
        closed_at=petition.closes_at,
    )
    return True


@transaction.atomic
def withdraw_petition(*, petition_id: int, by: Any | None, at: datetime) -> Petition:
    """The filer takes it back. Signatures stay, and so does what a body already owes the signers."""
    petition = Petition.objects.select_for_update().get(pk=petition_id)
    state = State(petition.state)
    if state not in lifecycle.WITHDRAWABLE:
        raise CannotEnd(_("This petition has ended; there is nothing left to withdraw."))
    was_read = state is State.OPEN
    if state is State.MODERATION:
        moderation.withdraw(subject=petition.subject, at=at)
    petition.state = lifecycle.move(state, State.WITHDRAWN)
    petition.ended_at = at
    petition.save(update_fields=["state", "ended_at"])
    if was_read:
        announce(petition, LetterKind.WITHDRAWN, at)
        ledger.record(kind="petitions.petition.withdrawn", subject=petition.subject, actor="", at=at,
                      public=True, petition=petition.slug)  # fmt: skip
    else:
        ledger.record(kind="petitions.draft.withdrawn", subject=petition.subject, actor=_known(petition, by),
                      at=at, public=False, petition=petition.code)  # fmt: skip
    return petition


def _known(petition: Petition, by: Any | None) -> str:
    """A pseudonymous filer's code stands beside their petition nowhere, not even in the audit trail."""
    return by.code if by and not petition.filer.is_pseudonymous else ""


@transaction.atomic
def ask_to_stop(*, petition_id: int, by: Any, reason: str, at: datetime) -> Any:
    """The first of two moderators: an error of law, an order of a court."""
    petition = Petition.objects.select_for_update().get(pk=petition_id)
    if petition.state != State.OPEN:
        raise CannotEnd(_("Only an open petition can be stopped."))
    text = tidy_block(reason)
    if len(text) < SHORTEST_REASON:
        raise CannotEnd(_("Write the reason as it will be published, in a sentence at least."))
    return accounts.request_approval(kind=STOP, subject=petition.subject, by=by, at=at, body={"reason": text})


@transaction.atomic
def agree_to_stop(*, petition_id: int, approval_id: int, by: Any, at: datetime) -> Petition:
    """The second moderator: signing ends, the reason is public, what was owed is withdrawn."""
    petition = Petition.objects.select_for_update().get(pk=petition_id)
    if petition.state != State.OPEN:
        raise CannotEnd(_("Only an open petition can be stopped."))
    approval = accounts.give_approval(approval_id=approval_id, by=by, at=at, kind=STOP)
    if approval.subject != petition.subject:
        raise CannotEnd(_("This approval is about another petition."))
    petition.state = lifecycle.move(State.OPEN, State.STOPPED)
    petition.ended_at, petition.end_reason = at, approval.body["reason"]
    _release_duties(petition, at)
    petition.save(update_fields=["state", "ended_at", "end_reason", "response_track", "debate_track"])
    announce(petition, LetterKind.STOPPED, at)
    ledger.record(
        kind="petitions.petition.stopped",
        subject=petition.subject,
        actor="",
        at=at,
        public=True,
        petition=petition.slug,
    )
    return petition


def _release_duties(petition: Petition, at: datetime) -> None:
    """Nobody owes an answer to an error of law, unless it is given already."""
    for crossing in petition.crossings.standing().select_related("duty"):
        if crossing.duty.discharged_at:
            continue
        charters.withdraw_duty(duty_id=crossing.duty_id, actor="", at=at)
        crossing.withdrawn_at = at
        crossing.save(update_fields=["withdrawn_at"])
    if petition.response_track == ResponseTrack.OWED:
        petition.response_track = ResponseTrack.NONE
    if petition.debate_track == lifecycle.DebateTrack.OWED:
        petition.debate_track = lifecycle.DebateTrack.NONE

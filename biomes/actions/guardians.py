"""Guardianships: asked for by one curator, agreed to by another; two hands, each held by one person.

ask_guardianship --(another curator)--> agree_to_guardianship --> begin_guardianship
ask_to_end       --(another curator)--> agree_to_guardianship --> end_guardianship
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import actions as accounts
from accounts import queries as people
from biomes.actions.relations import CannotRelate
from biomes.models import Biome, Guardianship
from biomes.rules.words import GuardianshipEnd
from ledger import actions as ledger

# What is asked for, named after the fact that follows.
BEGUN = "biomes.guardianship.begun"
ENDED = "biomes.guardianship.ended"


@transaction.atomic
def begin_guardianship(
    *,
    biome: Biome,
    user: Any,
    hand: int,
    instrument: str,
    since: datetime,
    until: datetime | None,
    actor: str,
    at: datetime,
) -> Guardianship:
    """A hand taken, under an instrument. Doors come here through two persons.

    The database lets nobody hold both hands, nor two persons one hand.
    """
    _refuse_unfit(biome, user, hand, since, until)
    try:
        with transaction.atomic():
            held = Guardianship.objects.create(
                biome=biome, user=user, hand=hand, instrument=instrument, since=since, until=until
            )
    except IntegrityError as taken:
        raise CannotRelate(_TAKEN) from taken
    ledger.record(
        kind="biomes.guardianship.begun",
        subject=biome.subject,
        actor=actor,
        at=at,
        public=False,
        guardian=user.code,
        hand=hand,
    )
    return held


@transaction.atomic
def end_guardianship(
    *,
    guardianship_id: int,
    actor: str,
    at: datetime,
    reason: GuardianshipEnd = GuardianshipEnd.RESIGNED,
) -> Guardianship:
    """The hand is free from ``at`` on. Doors come here through two persons."""
    found = Guardianship.objects.select_for_update(of=("self",)).select_related("biome")
    held = found.get(pk=guardianship_id)
    if held.until is not None and held.until <= at:
        raise CannotRelate(_("This guardianship has ended already."))
    if at <= held.since:
        raise CannotRelate(_("This guardianship has not begun; nothing is there to end."))
    held.until = at
    held.save(update_fields=["until"])
    ledger.record(
        kind="biomes.guardianship.ended",
        subject=held.biome.subject,
        actor=actor,
        at=at,
        public=False,
        guardian=held.user.code,
        hand=held.hand,
        reason=reason,
    )
    return held


# --- By two persons --------------------------------------------------------------------------------
def ask_guardianship(
    *,
    biome: Biome,
    user: Any,
    hand: int,
    instrument: str,
    by: Any,
    at: datetime,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Any:
    """One curator proposes; nothing changes until another one agrees."""
    if user == by:
        raise CannotRelate(_("Nobody proposes themselves as a guardian."))
    if since is not None and since.date() < at.date():
        raise CannotRelate(_("A guardianship cannot begin in the past."))
    _refuse_unfit(biome, user, hand, since or at, until)
    return accounts.request_approval(
        kind=BEGUN,
        subject=f"{biome.subject}/{hand}",
        by=by,
        at=at,
        body={
            "biome": biome.slug,
            "person": user.code,
            "hand": hand,
            "instrument": instrument,
            "since": since.isoformat() if since else "",
            "until": until.isoformat() if until else "",
        },
    )


def ask_to_end(*, guardianship_id: int, reason: GuardianshipEnd, by: Any, at: datetime) -> Any:
    """One curator asks for the hand to be free; another one agrees, or nothing changes."""
    held = Guardianship.objects.get(pk=guardianship_id)
    if held.until is not None and held.until <= at:
        raise CannotRelate(_("This guardianship has ended already."))
    if at <= held.since:
        raise CannotRelate(_("This guardianship has not begun; nothing is there to end."))
    return accounts.request_approval(
        kind=ENDED,
        subject=held.subject,
        by=by,
        at=at,
        body={"guardianship": held.pk, "reason": reason.value},
    )


@transaction.atomic
def agree_to_guardianship(*, approval_id: int, by: Any, at: datetime) -> Guardianship:
    """The second curator agrees, and the change is made in the same transaction."""
    approval = accounts.give_approval(approval_id=approval_id, by=by, at=at)
    body = approval.body
    if approval.kind == ENDED:
        return end_guardianship(
            guardianship_id=body["guardianship"],
            reason=GuardianshipEnd(body["reason"]),
            actor=by.code,
            at=at,
        )
    if approval.kind != BEGUN:
        raise CannotRelate(_("This request is for another act."))
    user = people.user_by_code(body["person"])
    if user is None:
        raise CannotRelate(_("This person has left."))
    if user == by:
        raise CannotRelate(_("Nobody agrees to their own guardianship."))
    since = datetime.fromisoformat(body["since"]) if body["since"] else at
    return begin_guardianship(
        biome=Biome.objects.get(slug=body["biome"]),
        user=user,
        hand=body["hand"],
        instrument=body["instrument"],
        # Nobody held the hand before the second person agreed.
        since=max(since, at),
        until=datetime.fromisoformat(body["until"]) if body["until"] else None,
        actor=by.code,
        at=at,
    )


_TAKEN = _("That hand is held in this period, or the person already holds the other one.")


def _refuse_unfit(biome: Biome, user: Any, hand: int, since: datetime, until: datetime | None) -> None:
    if hand not in {1, 2}:
        raise CannotRelate(_("A living system has two hands: 1 and 2."))
    if until is not None and until <= since:
        raise CannotRelate(_("The guardianship would end before it begins."))
    if not user.may_sign_in:
        raise CannotRelate(_("This person is suspended or has left."))
    overlapping = Guardianship.objects.filter(Q(until__isnull=True) | Q(until__gt=since), biome=biome)
    if until is not None:
        overlapping = overlapping.filter(since__lt=until)
    if overlapping.filter(Q(hand=hand) | Q(user=user)).exists():
        raise CannotRelate(_TAKEN)

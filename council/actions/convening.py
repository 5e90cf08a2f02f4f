"""Who was called to a sitting answers: she comes, or sends apologies and the next substitute is called.

A substitute is asked for the sitting: she may come into its room, and is called for each motion on its agenda.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import queries as people
from accounts.rules.roles import Role
from council import queries
from council.actions import letters
from council.actions.sittings import CannotSit, locked_sitting
from council.actions.substitutes import call_for_motions, end_call, end_calls_for_motions
from council.models import Convening, Seat, Substitute
from council.rules.convening import Answer, may_answer
from council.rules.substitutes import Back
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def acknowledge_convening(*, code: UUID, by: "User", at: datetime) -> Convening:
    """She comes. A holder who had sent apologies has her hand back, and her substitute is told."""
    row, seat = _hers(code, by, at)
    if row.answer is Answer.ACKNOWLEDGED:
        return row
    had_apologised = row.answer is Answer.APOLOGISED
    _move(row, Answer.ACKNOWLEDGED)
    if had_apologised:
        _take_back(row, seat, at)
    row.acknowledged_at, row.apologised_at = at, None
    row.save(update_fields=["acknowledged_at", "apologised_at"])
    ledger.record(kind="council.convening.acknowledged", public=False, **_told(row, by, at))
    return row


@transaction.atomic
def send_sitting_apologies(*, code: UUID, by: "User", at: datetime) -> Convening | None:
    """She cannot come: the next substitute in order is asked; None when nobody is left."""
    row, seat = _hers(code, by, at)
    _move(row, Answer.APOLOGISED)
    row.acknowledged_at, row.apologised_at = None, at
    row.save(update_fields=["acknowledged_at", "apologised_at"])
    ledger.record(kind="council.convening.apologised", public=True, **_told(row, by, at))
    following = _next_substitute(row, seat, at)
    if following is None:
        return None
    asked = letters.convene_substitute(row.sitting, following, at=at)
    motions = queries.motions_to_vote_in(row.sitting)
    call_for_motions(substitute=following, seat=seat, motions=motions, at=at)
    return asked


def _hers(code: UUID, by: "User", at: datetime) -> tuple[Convening, Seat]:
    """The convening with its seat locked: two answers for one hand queue here."""
    found = Convening.objects.get(code=code)
    seat = (
        Seat.objects.select_for_update(no_key=True, of=("self",))
        .select_related("body__parent")
        .get(pk=found.seat_id)
    )
    row = queries.convenings().get(pk=found.pk)
    if row.person_id != by.pk and not people.has_role(by, Role.SECRETARY, at):
        raise CannotSit(_("Only who was called, or the secretary for her, answers."))
    if row.sitting.is_over:
        raise CannotSit(_("This sitting is over."))
    return row, seat


def _move(row: Convening, to: Answer) -> None:
    if not may_answer(row.answer, to):
        raise CannotSit(_("This was answered already: “%(answer)s”.") % {"answer": row.answer_word})


def _next_substitute(row: Convening, seat: Seat, at: datetime) -> Substitute | None:
    if row.substitute is not None:
        end_calls_for_motions(
            seat=seat, hand=row.hand, motions=queries.motions_to_vote_in(row.sitting), why=Back.DECLINED, at=at,
            of=row.substitute,
        )  # fmt: skip
    lent = queries.call_over(row.sitting, seat, row.hand)
    if lent is not None and lent.substitute_id == row.substitute_id:
        # Called for a period: she says no to that call, and whoever follows in it is asked here too.
        following = end_call(code=lent.code, by=row.person, at=at)
        return following.substitute if following else None
    if lent is not None:
        return lent.substitute
    return queries.substitutes_left(row.sitting, seat, row.hand, at).first()


def _take_back(row: Convening, seat: Seat, at: datetime) -> None:
    """After apologies: the holder's hand is hers again; a substitute comes back only where nobody follows her."""
    others = queries.convenings().filter(
        sitting=row.sitting, seat=seat, hand=row.hand, apologised_at__isnull=True, released_at__isnull=True
    )
    motions = queries.motions_to_vote_in(row.sitting)
    if row.substitute is not None:
        if others.exists():
            raise CannotSit(_("Another has been called for this hand since."))
        call_for_motions(substitute=row.substitute, seat=seat, motions=motions, at=at)
        return
    end_calls_for_motions(seat=seat, hand=row.hand, motions=motions, why=Back.HOLDER, at=at)
    for other in others:
        other.released_at = at
        other.save(update_fields=["released_at"])
        letters.tell(other, "released", at=at)


def _told(row: Convening, by: "User", at: datetime) -> dict[str, Any]:
    return {
        "subject": row.sitting.subject, "actor": by.code, "at": at, "about": [row.seat.subject],
        "seat": row.seat.code, "hand": row.hand,
    }  # fmt: skip


@transaction.atomic
def remind_silent(*, sitting_id: int, by: "User", at: datetime) -> int:
    """One more letter to each who has not answered; who took a seat since the notice is called now."""
    sitting = locked_sitting(sitting_id)
    if sitting.notice_at is None:
        raise CannotSit(_("Nobody is convened before the notice."))
    if sitting.is_over:
        raise CannotSit(_("This sitting is over."))
    silent = list(queries.convenings().filter(pk__in=sitting.convenings.silent()))  # type: ignore[attr-defined]
    newly = letters.convene(sitting, by=by, at=at)
    sent = sum(letters.write_convening(row, at=at) for row in silent)
    if not silent and not newly:
        raise CannotSit(_("Everybody has answered."))
    ledger.record(
        kind="council.sitting.reminded", subject=sitting.subject, actor=by.code, at=at, public=False,
        letters=sent + newly,
    )  # fmt: skip
    return sent + newly

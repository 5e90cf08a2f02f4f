"""Living systems that say a motion touches them, and what is ruled on it. Nobody rules: it is upheld at the opening."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from council import queries
from council.actions.motions import CannotMove, locked
from council.models import Concern, Motion, Seat
from council.rules import concerns, lifecycle, recusals
from council.rules.concerns import WhyNotRaise
from council.rules.kinds import ABOUT_A_MOTION, BackingKind, MotionKind
from council.rules.recusals import Ruling, WhyNotRule
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User


class CannotConcern(CannotMove):
    """The concern, or the ruling on it, was refused; the message is fit to show."""


@transaction.atomic
def raise_concern(*, motion_id: int, seat: Seat, reason: str, by: "User", at: datetime) -> Concern:
    """A hand of the seat, or the substitute called for one, says why the motion touches its living system."""
    motion = locked(motion_id)
    claim = queries.claim_on(motion, seat, by, at)
    if claim is None or claim.proxy is not None or seat.body.council != motion.body:
        raise CannotConcern(_("You do not hold this seat now. Nothing was recorded."))
    why = concerns.refusal(
        represents=seat.represents,
        touched=frozenset(motion.touched),
        ahead=motion.status in lifecycle.AHEAD,
        about_another=MotionKind(motion.kind) in ABOUT_A_MOTION,
        raised=motion.concerns.filter(seat=seat).exists(),
    )
    if why:
        raise CannotConcern(_sentence(why))
    concern = Concern.objects.create(motion=motion, seat=seat, filed_by=by, reason=_said(reason), filed_at=at)
    stands_in: dict[str, Any] = {"substitute": str(claim.call.code)} if claim.call else {}
    _record(concern, by.code, at, **stands_in)
    return concern


@transaction.atomic
def rule_on_concern(*, code: UUID, ruling: Ruling, reason: str, by: "User", at: datetime) -> Concern:
    """Upheld, the motion touches the living system from now on; dismissed, it does not. The reason is public."""
    motion = locked(Concern.objects.values_list("motion", flat=True).get(code=code))
    concern = Concern.objects.select_related("seat", "filed_by").get(code=code)
    holders = concern.seat.mandates.in_force(at).values_list("person__code", flat=True)
    movers = queries.backings(motion, BackingKind.MOVE).values_list("person__code", flat=True)
    why = recusals.ruling_refusal(
        by.code,
        concern.filed_by.code,
        [motion.mover.code, *movers, *holders],
        officer=queries.officers_may_seat(by, at, motion.body),
        ruled=bool(concern.ruling),
    )
    if why:
        raise CannotConcern(_why_not_rule(why))
    if motion.status not in lifecycle.AHEAD:
        raise CannotConcern(_sentence(WhyNotRaise.TOO_LATE))
    concern.ruled_by, concern.ruling_reason = by, _said(reason)
    return _rule(motion, concern, ruling, by.code, at)


def uphold_open_concerns(motion: Motion, at: datetime) -> None:
    """Voting opens, or nobody asks for a vote: what nobody ruled on stands. The motion is locked."""
    for concern in motion.concerns.filter(ruling="").select_related("seat"):
        _rule(motion, concern, Ruling.UPHELD, "", at, by_clock=True)


def _rule(motion: Motion, concern: Concern, ruling: Ruling, actor: str, at: datetime, **told: Any) -> Concern:
    concern.ruling, concern.ruled_at = ruling.value, at
    concern.save(update_fields=["ruling", "ruled_by", "ruling_reason", "ruled_at"])
    if ruling is Ruling.UPHELD:
        motion.concerned = sorted({*motion.concerned, concern.seat.represents})
        motion.save(update_fields=["concerned"])
    _record(concern, actor, at, ruling=ruling.value, **told)
    return concern


def _said(reason: str) -> str:
    if not reason.strip():
        raise CannotConcern(_("Say why; the reason is public."))
    return reason.strip()


def _record(concern: Concern, actor: str, at: datetime, **body: Any) -> None:
    ledger.record(
        kind="council.concern.ruled" if concern.ruling else "council.concern.raised",
        subject=concern.motion.subject,
        actor=actor,
        at=at,
        public=True,
        about=[concern.seat.subject, concern.seat.represents],
        seat=concern.seat.code,
        concern=str(concern.code),
        **body,
    )


def _sentence(why: WhyNotRaise) -> str:
    return {
        WhyNotRaise.SPEAKS_FOR_NOBODY: _(
            "Only a seat that speaks for a living system says that it is touched."
        ),
        WhyNotRaise.TOO_LATE: _("This is settled before voting opens, and not after. Nothing was recorded."),
        WhyNotRaise.ABOUT_ANOTHER: _("A motion about another touches nothing itself; say it of the other."),
        WhyNotRaise.NAMED: _("The motion says already that it touches the living system of this seat."),
        WhyNotRaise.RAISED: _("This seat has said so already; what is ruled on it stands."),
    }[why]


def _why_not_rule(why: WhyNotRule) -> str:
    return {
        WhyNotRule.RULED: _("This has been ruled on."),
        WhyNotRule.CHALLENGER: _("Who said so does not rule on it."),
        WhyNotRule.CHALLENGED: _("Who moved the motion, or holds the seat, does not rule on it."),
        WhyNotRule.NO_OFFICER: _("Only the secretary or a chair of this council rules on it."),
    }[why]

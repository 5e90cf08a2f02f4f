"""Proxies: a seat lets another of its chamber vote for it on one motion, and takes that back by voting itself."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from council import queries
from council.actions.motions import CannotMove, locked
from council.models import Motion, Proxy, Seat
from council.rules import lifecycle, proxies
from council.rules.proxies import Member, WhyNot
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User

BY_GIVER, BY_VOTING = "giver", "voting"


class CannotProxy(CannotMove):
    """The proxy was refused; the message is fit to show."""


@transaction.atomic
def give_proxy(*, motion_id: int, giver: Seat, holder: Seat, by: "User", at: datetime) -> Proxy:
    """Let ``holder`` vote for ``giver`` on this motion. All proxies of a motion queue at its lock."""
    motion = locked(motion_id)
    claim = queries.own_claim(giver, by, at)
    if claim is None:
        raise CannotProxy(_("Only who holds a seat gives its proxy."))
    if motion.status not in lifecycle.AHEAD | lifecycle.OPEN_TO_BALLOTS:
        raise CannotProxy(_("A proxy is given until voting closes."))
    if giver.body.council != motion.body:
        raise CannotProxy(_("This seat is not in the council of this motion."))
    if motion.in_room:
        raise CannotProxy(_("This vote is called out in the room, where each seat answers for itself."))
    if why := _refusal(motion, giver, holder):
        raise CannotProxy(sentence(why))
    proxy = Proxy.objects.create(
        motion=motion, giver=giver, holder=holder, mandate=claim.mandate, given_at=at
    )
    ledger.record(
        kind="council.proxy.given",
        subject=motion.subject,
        actor=giver.subject,
        at=at,
        public=True,
        about=[giver.subject, holder.subject],
        seat=giver.code,
        holder=holder.code,
        mandate=str(claim.mandate.code),
    )
    return proxy


def _refusal(motion: Motion, giver: Seat, holder: Seat) -> WhyNot | None:
    if motion.rule is None or motion.rule.rule.proxies == proxies.NONE:
        return WhyNot.NOT_ALLOWED
    given = [proxies.Proxy(p.giver.code, p.holder.code) for p in queries.standing_proxies(motion)]
    return proxies.refusal(_member(giver), _member(holder), given)


def _member(seat: Seat) -> Member:
    return Member(seat=seat.code, body=str(seat.body_id), represents=seat.represents, joint=seat.is_joint)


@transaction.atomic
def revoke_proxy(*, motion_id: int, giver: Seat, by: "User", at: datetime) -> None:
    """Taken back by the giver; what was cast under it is opened at the close and not counted."""
    motion = locked(motion_id)
    if queries.own_claim(giver, by, at) is None:
        raise CannotProxy(_("Only who holds a seat takes its proxy back."))
    if motion.status not in lifecycle.AHEAD | lifecycle.OPEN_TO_BALLOTS:
        raise CannotProxy(_("A proxy is taken back until voting closes."))
    if not revoke_standing(motion, giver, by=BY_GIVER, actor=giver.subject, at=at):
        raise CannotProxy(_("This seat has given no proxy for this motion."))


def revoke_standing(motion: Motion, giver: Seat, *, by: str, actor: str, at: datetime) -> bool:
    """Take back what the seat gave, if it gave any; the motion is locked."""
    proxy = motion.proxies.standing().filter(giver=giver).select_related("holder").first()
    if proxy is None:
        return False
    proxy.revoked_at = at
    proxy.save(update_fields=["revoked_at"])
    ledger.record(
        kind="council.proxy.revoked",
        subject=motion.subject,
        actor=actor,
        at=at,
        public=True,
        about=[giver.subject, proxy.holder.subject],
        seat=giver.code,
        holder=proxy.holder.code,
        by=by,
    )
    return True


def sentence(why: WhyNot) -> str:
    return {
        WhyNot.ITSELF: _("A seat gives its proxy to another seat."),
        WhyNot.OTHER_CHAMBER: _("A proxy stays in its chamber: choose a seat of the same one."),
        WhyNot.ALREADY_GIVEN: _("This seat has given its proxy already; take it back first."),
        WhyNot.HOLDER_HAS_ONE: _("That seat holds a proxy already; nobody holds two."),
        WhyNot.CHAIN: _("A proxy is not passed on: who holds one gives none, and who gave one holds none."),
        WhyNot.BIOME_SEAT: _(
            "A living system’s guardians give no proxy; only their named substitute acts for them."
        ),
        WhyNot.JOINT_SEAT: _("A seat held by two jointly gives and holds no proxy."),
        WhyNot.NOT_ALLOWED: _("The rule of this motion knows no proxies."),
    }[why]

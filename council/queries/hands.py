"""By what a person speaks for one hand of a seat in one motion: a mandate, a call as substitute, a proxy."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from council.models import Call, Mandate, Motion, Proxy, Seat, Voting
from council.rules import proxies
from council.rules.eligibility import Term, Why


@dataclass(frozen=True, slots=True)
class Claim:
    """The mandate that is acted under: the hand's own, also when a substitute acts; a proxy's holder's own."""

    seat: Seat
    hand: int
    mandate: Mandate
    call: Call | None = None
    proxy: Proxy | None = None

    def term(self, person: str) -> Term:
        """As eligibility reads it: a substitute's term is her call, cut by the mandate she stands in for."""
        if self.call is None:
            return self.mandate.term
        ends = [end for end in (self.call.until, self.call.substitute.until, self.mandate.until) if end]
        since = max(self.call.since, self.mandate.since)
        return Term(person=person, hand=self.hand, since=since, until=min(ends, default=None))


def own_claim(seat: Seat, user: Any, at: datetime) -> Claim | None:
    held = seat.mandates.filter(person=user.pk).select_related("person", "seat__body")
    return next((Claim(seat, m.hand, m) for m in held if m.term.covers(at)), None)


def claim_on(motion: Motion, seat: Seat, user: Any, at: datetime) -> Claim | None:
    """What lets this person speak for the seat: her own mandate first, then a call, then a proxy."""
    if own := own_claim(seat, user, at):
        return own
    return next((claim for claim in lent_claims(motion, user, at) if claim.seat.pk == seat.pk), None)


def lent_claims(motion: Motion, user: Any, at: datetime) -> list[Claim]:
    """Hands of others that this person may move in this motion: as their substitute, as their proxy."""
    return [*_as_substitute(motion, user, at), *_as_proxy(motion, user, at)]


def _as_substitute(motion: Motion, user: Any, at: datetime) -> list[Claim]:
    calls = (
        Call.objects.holding(motion.pk, at)
        .filter(Q(substitute__until__isnull=True) | Q(substitute__until__gt=at), substitute__person=user.pk)
        .select_related("seat__body", "substitute")
    )
    found = []
    for call in calls:
        if mandate := _mandate_of(call.seat, call.hand, at):
            found.append(Claim(call.seat, call.hand, mandate, call=call))
    return found


def _mandate_of(seat: Seat, hand: int, at: datetime) -> Mandate | None:
    held = Mandate.objects.in_force(at).filter(seat=seat, hand=hand)
    return held.select_related("person", "seat__body").first()


def _as_proxy(motion: Motion, user: Any, at: datetime) -> list[Claim]:
    held = (
        Mandate.objects.in_force(at)
        .filter(
            person=user.pk, seat__proxies_held__motion=motion, seat__proxies_held__revoked_at__isnull=True
        )
        .select_related("person", "seat__body")
    )
    by_seat = {mandate.seat_id: mandate for mandate in held}
    given = Proxy.objects.standing().filter(motion=motion, holder__in=by_seat)
    return [
        Claim(proxy.giver, 1, by_seat[proxy.holder_id], proxy=proxy)
        for proxy in given.select_related("giver__body", "holder__body", "mandate__person")
    ]


def why_not(claim: Claim, voting: Voting, at: datetime) -> Why | None:
    """What stands against this claim in this vote, beyond window, seat and term; None when nothing does."""
    recused = set(voting.motion.recusals.values_list("seat__code", flat=True))
    if claim.call is None and claim.seat.code in recused:
        return (
            Why.RECUSED
        )  # also where its substitute takes part: the hand is not its holder's to move or to lend
    acting = claim.mandate.seat_id, claim.mandate.hand
    called = Call.objects.holding(voting.motion_id, at).filter(seat=acting[0], hand=acting[1])
    if claim.call is None and called.exists():
        # The holder said that she cannot come: until she is back, her hand is her substitute's.
        return Why.SUBSTITUTE_CALLED
    if claim.proxy is None:
        return None
    roll = voting.frozen_roll()
    holder = next((row for row in roll.seats if row.code == claim.proxy.holder.code), None)
    return proxies.use_refusal(
        allowed=voting.rule.rule.proxies,
        holder_recused=holder is None or holder.code in recused,
        giver_present=claim.seat.code in (roll.present or ()),
        giver_in_office=claim.proxy.mandate.term.covers(at),
    )


def standing_proxies(motion: Motion) -> list[Proxy]:
    found = motion.proxies.standing().select_related("giver__body", "holder__body", "mandate")
    return list(found)

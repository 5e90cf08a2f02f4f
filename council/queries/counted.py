"""Which ballots of a vote are opened and not counted: what they rested on has ended by the close."""

from collections.abc import Iterable
from datetime import datetime

from council.models import Ballot, Mandate, Voting
from council.rules import eligibility, proxies
from council.rules.eligibility import Term

MANDATE_ENDED, PROXY_ENDED = "mandate_ended", "proxy_ended"


def set_aside(voting: Voting, ballots: Iterable[Ballot], at: datetime) -> dict[int, str]:
    """Asked at the cast, and of mandates and proxies once more at the count: ballot -> why not."""
    listed = list(ballots)
    terms = _terms(listed)
    allowed, roll = voting.rule.rule.proxies, voting.frozen_roll()
    recused = {seat.code for seat in roll.seats if seat.recused}
    present = roll.present or frozenset()
    found = {}
    for ballot in listed:
        if not _mandate_runs(ballot, terms, at):
            found[ballot.pk] = MANDATE_ENDED
        elif (proxy := ballot.proxy) and (
            proxy.revoked_at is not None
            or proxies.use_refusal(
                allowed=allowed,
                holder_recused=proxy.holder.code in recused,
                giver_present=ballot.seat.code in present,
                giver_in_office=proxy.mandate.term.covers(at),
            )
        ):
            found[ballot.pk] = PROXY_ENDED
    return found


def _terms(ballots: list[Ballot]) -> dict[int, list[Term]]:
    """Seat -> its terms: of the seats that cast, which for a proxy is not the seat it was cast for."""
    found: dict[int, list[Term]] = {}
    acting = {ballot.mandate.seat_id for ballot in ballots}
    for mandate in Mandate.objects.filter(seat__in=acting).select_related("person"):
        found.setdefault(mandate.seat_id, []).append(mandate.term)
    return found


def _mandate_runs(ballot: Ballot, terms: dict[int, list[Term]], at: datetime) -> bool:
    """The caster's own mandate; of a substitute's ballot, that of the hand she stood in for."""
    mandate = ballot.mandate
    person = mandate.person.code if ballot.call else ballot.cast_by.code
    return eligibility.still_counts(terms.get(mandate.seat_id, []), person, mandate.hand, at)

"""Does a rule fit a roll, and can it be met by its seats?

Fit is asked when voting opens, so that no count ever meets a name it does not know. More is asked of a rule before it
is in force: that it names nothing the council does not have, and no number that all its seats together never come to.
"""

from collections.abc import Iterable

from council.rules.decision import AFFECTED, WEIGHT, AllOfAny, Chamber, Roll, RollSeat, Rule, Share
from council.rules.reading import RuleFault


def check_fit(rule: Rule, roll: Roll) -> None:
    """Refuse a rule that this roll cannot answer: an unknown chamber, group or weight."""
    for where, chamber in all_chambers(rule):
        seats = [seat for seat in roll.seats if seat.body == chamber.body]
        if not seats:
            raise RuleFault(f"{where}.body", "no_such_body")
        groups = {seat.group for seat in seats}
        for i, clause in enumerate(chamber.groups):
            wanted = clause.groups if isinstance(clause, AllOfAny) else (clause.group,)
            if not groups.intersection(wanted):
                raise RuleFault(f"{where}.groups[{i}]", "no_such_group")
        for place, share in _shares(chamber):
            name = share.base.removeprefix(WEIGHT)
            if share.base.startswith(WEIGHT) and any(name not in seat.weights for seat in seats):
                raise RuleFault(f"{where}.{place}.base", "no_such_weight")
    if rule.fallback and rule.fallback.base.startswith(WEIGHT):
        name, bodies = rule.fallback.base.removeprefix(WEIGHT), {chamber.body for chamber in rule.chambers}
        if any(name not in seat.weights for seat in roll.seats if seat.body in bodies):
            raise RuleFault("fallback.base", "no_such_weight")
    groups = {seat.group for seat in roll.seats}
    for i, veto in enumerate(rule.vetoes):
        # A name with a slip in it would be a veto that nobody can ever cast.
        if veto.group and veto.group not in groups:
            raise RuleFault(f"veto[{i}].who", "no_such_group")


def check_sound(rule: Rule, roll: Roll) -> None:
    """Refuse a rule that does not fit, names one group beside another that nobody is of, or can never be met.

    Seats that are vacant or recused count: what stands in their way passes.
    """
    check_fit(rule, roll)
    for where, chamber in all_chambers(rule):
        _check_chamber(chamber, where, [seat for seat in roll.seats if seat.body == chamber.body])
    for i, veto in enumerate(rule.vetoes):
        # One objection is a veto whether its living system has a seat yet or not.
        beings = max(1, sum(bool(seat.represents) and seat.veto for seat in roll.seats))
        most = beings if veto.who == AFFECTED else _voting(roll.seats, veto.group)
        _within(veto.needs, most, f"veto[{i}].needs")
    _within(rule.min_movers, len(roll.seats), "min_movers")


def _check_chamber(chamber: Chamber, where: str, seats: list[RollSeat]) -> None:
    groups = {seat.group for seat in seats}
    for i, clause in enumerate(chamber.groups):
        place = f"{where}.groups[{i}]"
        if not isinstance(clause, AllOfAny):
            _within(clause.count, _voting(seats, clause.group), f"{place}.at_least")
            continue
        for j, name in enumerate(clause.groups):
            if name not in groups:
                raise RuleFault(f"{place}.all_of_any[{j}]", "no_such_group")
    if isinstance(chamber.floor, int):
        _within(chamber.floor, _voting(seats), f"{where}.floor_yes")


def _within(wanted: int, most: int, place: str) -> None:
    if wanted > most:
        raise RuleFault(place, "never_reachable")


def _voting(seats: Iterable[RollSeat], group: str | None = None) -> int:
    return sum(seat.votes and group in (None, seat.group) for seat in seats)


def _shares(chamber: Chamber) -> list[tuple[str, Share]]:
    """Every share a chamber asks for, with its place."""
    found = [(f"pass[{i}]", share) for i, share in enumerate(chamber.passes)]
    if chamber.quorum is not None:
        found.append(("quorum", chamber.quorum))
    if isinstance(chamber.floor, Share):
        found.append(("floor_yes", chamber.floor))
    return found


def all_chambers(rule: Rule) -> list[tuple[str, Chamber]]:
    """With their places, those of an override too."""
    found = [(f"chambers[{i}]", chamber) for i, chamber in enumerate(rule.chambers)]
    for veto in rule.vetoes:
        if veto.override:
            found += [(f"veto.override.chambers[{i}]", c) for i, c in enumerate(veto.override.chambers)]
    return found

"""Does a rule fit a roll? Asked when voting opens, so that no count ever meets a name it does not know."""

from council.rules.decision import WEIGHT, AllOfAny, Chamber, Roll, Rule, Share
from council.rules.reading import RuleFault


def check_fit(rule: Rule, roll: Roll) -> None:
    """Refuse a rule that this roll cannot answer: an unknown chamber, group or weight."""
    for where, chamber in _all_chambers(rule):
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


def _shares(chamber: Chamber) -> list[tuple[str, Share]]:
    """Every share a chamber asks for, with its place."""
    found = [(f"pass[{i}]", share) for i, share in enumerate(chamber.passes)]
    if chamber.quorum is not None:
        found.append(("quorum", chamber.quorum))
    if isinstance(chamber.floor, Share):
        found.append(("floor_yes", chamber.floor))
    return found


def _all_chambers(rule: Rule) -> list[tuple[str, Chamber]]:
    found = [(f"chambers[{i}]", chamber) for i, chamber in enumerate(rule.chambers)]
    for veto in rule.vetoes:
        if veto.override:
            found += [(f"veto.override.chambers[{i}]", c) for i, c in enumerate(veto.override.chambers)]
    return found

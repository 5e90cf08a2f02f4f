"""What holds between the parts of a package: one name for one thing, nothing that refers to what is not there.

A rule must fit the package's own seats, as it must fit a roll when voting opens.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from fractions import Fraction
from typing import Any

from council.rules.boxes.parts import Box, BoxRule, Part
from council.rules.decision import Roll, RollSeat
from council.rules.fields import RuleFault, once
from council.rules.fit import check_sound
from council.rules.kinds import Capacity
from council.rules.reading import read_rule


def check_whole(box: Box) -> None:
    """RuleFault with the path of the first part that fits no other."""
    _names(box)
    _grounds(box)
    _seats(box)
    _rules(box)
    beings = {being.code for being in box.beings}
    _known([charter.of for charter in box.charters], beings, "charters", "of")
    _known([sitting.body for sitting in box.sittings], box.bodies, "calendar.sittings", "body")


def roll_of(box: Box) -> Roll:
    """The seats as a roll with everybody in office: what a rule is tried on before anybody sits."""
    return Roll(
        seats=tuple(
            RollSeat(
                code=seat.code,
                body=seat.body,
                group=seat.group,
                votes=Capacity.VOTE in seat.may,
                joint=seat.joint or "",
                hands=(1, 2) if seat.joint else (1,),
                represents=seat.represents,
                veto=Capacity.VETO in seat.may,
                weights={name: Fraction(weight) for name, weight in seat.weights.items()},
            )
            for seat in box.seats
        )
    )


def chambers_of(rule: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """(path, body) of every chamber that a rule's data names, those of its overrides too."""
    yield from _listed(rule.get("chambers") or (), "chambers")
    veto = rule.get("veto")
    one = isinstance(veto, Mapping)
    for i, row in enumerate([veto] if one else veto or ()):
        at = "veto" if one else f"veto[{i}]"
        yield from _listed((row.get("override") or {}).get("chambers") or (), f"{at}.override.chambers")


def _listed(chambers: Iterable[Mapping[str, Any]], path: str) -> Iterable[tuple[str, str]]:
    for i, chamber in enumerate(chambers):
        yield f"{path}[{i}].body", chamber["body"]


def _names(box: Box) -> None:
    for name in ("beings", "appointers", "seats", "rules", "sources"):
        once([part.code for part in getattr(box, name)], name, "code")
    # A chamber may not be called what its council is called.
    once([chamber.code for chamber in box.chambers], "chambers", "code")
    for i, chamber in enumerate(box.chambers):
        if chamber.code == box.code:
            raise RuleFault(f"chambers[{i}].code", "twice")
    once([charter.of for charter in box.charters], "charters", "of")
    once([threshold.kind for threshold in box.thresholds], "thresholds", "kind")


def _grounds(box: Box) -> None:
    known = {source.code for source in box.sources}
    for path, part in parts_of(box):
        for i, ground in enumerate(part.grounds):
            if ground.source not in known:
                raise RuleFault(f"{path}.grounds[{i}].source".lstrip("."), "unknown_source")


def parts_of(box: Box) -> Iterable[tuple[str, Part | Box]]:
    """Every part that may say where it comes from, with its path; the package itself first, as ``""``."""
    yield "", box
    for field in fields(box):
        value = getattr(box, field.name)
        under = f"calendar.{field.name}" if field.name in ("session", "sittings") else field.name
        if isinstance(value, Part):
            yield under, value
        elif isinstance(value, tuple):
            yield from ((f"{under}[{i}]", part) for i, part in enumerate(value) if isinstance(part, Part))


def _known(names: Iterable[str], known: Iterable[str], path: str, field: str) -> None:
    there = set(known)
    for i, name in enumerate(names):
        if name and name not in there:
            raise RuleFault(f"{path}[{i}].{field}", "not_in_the_package")


def _seats(box: Box) -> None:
    _known([seat.body for seat in box.seats], box.bodies, "seats", "body")
    _known(
        [seat.represents for seat in box.seats], [being.code for being in box.beings], "seats", "represents"
    )
    _known([seat.appointer for seat in box.seats], [one.code for one in box.appointers], "seats", "appointer")
    held: set[tuple[str, str]] = set()
    for i, seat in enumerate(box.seats):
        if seat.office and (seat.body, seat.office) in held:
            raise RuleFault(f"seats[{i}].office", "twice")
        held.add((seat.body, seat.office))


def _rules(box: Box) -> None:
    roll, decided = roll_of(box), set()
    for i, part in enumerate(box.rules):
        for n, kind in enumerate(part.decides):
            if kind in decided:
                raise RuleFault(f"rules[{i}].decides[{n}]", "twice")
            decided.add(kind)
        _rule(part, f"rules[{i}].rule", box.bodies, roll)


def _rule(part: BoxRule, path: str, bodies: frozenset[str], roll: Roll) -> None:
    for where, body in chambers_of(part.rule):
        if body not in bodies:
            raise RuleFault(f"{path}.{where}", "not_in_the_package")
    try:
        check_sound(read_rule(part.rule), roll)
    except RuleFault as fault:
        raise RuleFault(f"{path}.{fault.path}", fault.code) from fault

"""A council's statutes as a package, and what importing one would make here."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from accounts import queries as people
from accounts.rules.roles import Role
from biomes import queries as biomes
from charters import queries as charters
from council.models import Body, DecisionRule, ImportedBox, Seat
from council.queries.bodies import bodies, bodies_of, officers_may_seat, rules_of
from council.rules.boxes.calendar import ordinary_sittings
from council.rules.boxes.parts import (
    Appointer,
    Being,
    Box,
    BoxArticle,
    BoxChamber,
    BoxCharter,
    BoxRule,
    BoxSeat,
    BoxThreshold,
    said,
)
from council.rules.boxes.reading import SLUG, read_box
from council.rules.boxes.writing import as_data, called, plain, renamed, with_bodies
from council.rules.fields import canonical
from council.rules.kinds import BodyKind, Capacity, Holder, JointRule, MotionKind
from petitions import queries as petitions

SHIPPED = Path(__file__).resolve().parent.parent / "boxes"
BIOME, ORGANISATION = "biomes.biome/", "accounts.organisation/"
IMPORTED = "council.box.imported"
COUNCIL_CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,23}")
LONGEST_RULE_CODE = 40


# --- Out ------------------------------------------------------------------------------------------------
def exported_box(council: Body, at: datetime) -> bytes:
    """A council's package: what stands today, in the bytes that are signed."""
    return canonical(as_data(box_of(council, at)))


def box_of(council: Body, at: datetime) -> Box:
    """Seats that stand and rules in force under the package's own codes; what the council was imported with stays."""
    origin = imported_from(council)
    before = renamed(read_box(origin.data), council.code) if origin else None
    box = Box(
        code=council.code,
        name=council.name,
        language=before.language if before else "en",
        forked_from=origin.sha256 if origin else "",
        beings=_beings(council, origin, before),
        appointers=_appointers(council),
        chambers=_chambers(council),
        seats=tuple(_seat(seat, origin) for seat in _standing(council)),
        rules=tuple(_rule(rule) for rule in rules_of(council)),
        thresholds=_thresholds(council, at),
        session=before.session if before else None,
        sittings=before.sittings if before else (),
        sources=before.sources if before else (),
        notes=before.notes if before else (),
        grounds=before.grounds if before else (),
    )
    box = replace(box, charters=_charters(box, origin, before, at))
    return _under_own_codes(_still_grounded(box, before) if before else box)


def has_statutes(council: Body) -> bool:
    """A council, not a chamber, with a seat and a rule: less than that is no package."""
    return council.parent_id is None and _standing(council).exists() and bool(rules_of(council))


def councils_with_statutes() -> list[Body]:
    return [council for council in bodies().filter(parent__isnull=True) if has_statutes(council)]


def imported_from(council: Body) -> ImportedBox | None:
    return ImportedBox.objects.filter(body=council).first()


def _standing(council: Body) -> QuerySet[Seat]:
    found = Seat.objects.standing().of_council(council.pk).select_related("body")
    return found.order_by("body__position", "body__pk", "position", "pk")


def _local(slug: str, origin: ImportedBox | None) -> str:
    """The package's code of a living system here."""
    return next((code for code, here in (origin.beings if origin else {}).items() if here == slug), slug)


def _beings(council: Body, origin: ImportedBox | None, before: Box | None) -> tuple[Being, ...]:
    kept = list(before.beings) if before else []
    known = {being.code for being in kept}
    slugs = {seat.biome_slug for seat in _standing(council) if seat.biome_slug}
    new = sorted(slug for slug in slugs if _local(slug, origin) not in known)
    names = {row.slug: str(row) for row in biomes.public_biomes().filter(slug__in=new)}
    return (*kept, *(Being(code=slug, name=names.get(slug, slug)) for slug in new))


def _appointers(council: Body) -> tuple[Appointer, ...]:
    slugs = {seat.appointer.removeprefix(ORGANISATION): None for seat in _standing(council) if seat.appointer}
    names = {one.slug: one.name for one in people.organisations().filter(slug__in=slugs)}
    return tuple(Appointer(code=slug, name=names.get(slug, slug)) for slug in slugs)


def _chambers(council: Body) -> tuple[BoxChamber, ...]:
    rows = bodies_of(council).exclude(pk=council.pk).order_by("position", "pk")
    return tuple(BoxChamber(code=row.code, name=row.name, kind=BodyKind(row.kind)) for row in rows)


def _seat(seat: Seat, origin: ImportedBox | None) -> BoxSeat:
    return BoxSeat(
        code=seat.code,
        body=seat.body.code,
        title=seat.title,
        holder=Holder(seat.holder),
        joint=JointRule(seat.joint_rule) if seat.joint_rule else None,
        represents=_local(seat.biome_slug, origin) if seat.biome_slug else "",
        group=seat.group,
        capacity=said(tuple(Capacity(one) for one in seat.capacity), seat.represents),
        weights=seat.weights,
        office=seat.office,
        appointer=seat.appointer.removeprefix(ORGANISATION),
        cohort=seat.cohort,
        term_months=seat.term_months,
        max_terms=seat.max_terms,
    )


def _rule(rule: DecisionRule) -> BoxRule:
    kinds = tuple(MotionKind(kind) for kind in rule.applies_to)
    return BoxRule(code=rule.code, title=rule.title, decides=kinds, rule=rule.data)


def _thresholds(council: Body, at: datetime) -> tuple[BoxThreshold, ...]:
    rows = petitions.thresholds().filter(body=council.organisation_id).in_force(at)  # type: ignore[attr-defined]
    # One that asks for numbers of zones is of this place alone, and would travel as less than it is.
    alone = [row for row in rows.order_by("kind") if not row.need().by_zone]
    return tuple(BoxThreshold(kind=row.kind, count=row.count) for row in alone)


def _charters(
    box: Box, origin: ImportedBox | None, before: Box | None, at: datetime
) -> tuple[BoxCharter, ...]:
    """The charter in force of each being; where there is none here, what the package said of it."""
    said = {charter.of: charter for charter in before.charters} if before else {}
    found = []
    for being in box.beings:
        slug = (origin.beings if origin else {}).get(being.code, being.code)
        charter = charters.public_charters().filter(of=f"{BIOME}{slug}").first()
        edition = charters.edition_on(charter, at) if charter else None
        if charter is None or edition is None:
            found += [said[being.code]] if being.code in said else []
            continue
        found.append(
            BoxCharter(
                of=being.code,
                title=charter.title,
                instrument=edition.instrument or edition.motion,
                preamble=charter.preamble,
                articles=tuple(
                    BoxArticle(eid=one.eid, heading=one.heading, text=one.text, entrenched=one.entrenched)
                    for one in charters.values(edition)
                ),
            )
        )
    return tuple(found)


def _still_grounded(box: Box, before: Box) -> Box:
    """Sources and notes of the parts that are as the package made them; what was changed rests on them no more."""
    named: dict[str, Any] = {}
    for name in ("beings", "appointers", "chambers", "seats", "rules", "charters", "thresholds"):
        told = {_stripped(part): part for part in getattr(before, name)}
        named[name] = tuple(told.get(_stripped(part), part) for part in getattr(box, name))
    return replace(box, **named)


def _stripped(part: Any) -> str:
    return canonical(plain(replace(part, grounds=(), note=""))).decode()


def _under_own_codes(box: Box) -> Box:
    """Without the council's code in front, where all names stay different without it."""
    prefix = f"{box.code}-"
    bodies = _bare([one.code for one in box.chambers], prefix, {box.code})
    seats = _bare([one.code for one in box.seats], prefix)
    rules = _bare([one.code for one in box.rules], prefix)
    offices = _bare([one.code for one in box.appointers], prefix)
    return replace(
        called(box, bodies),
        appointers=tuple(replace(one, code=offices[one.code]) for one in box.appointers),
        seats=tuple(
            replace(
                one,
                code=seats[one.code],
                body=bodies.get(one.body, one.body),
                appointer=offices.get(one.appointer, ""),
            )
            for one in box.seats
        ),
        rules=tuple(
            replace(one, code=rules[one.code], rule=with_bodies(one.rule, bodies)) for one in box.rules
        ),
    )


def _bare(codes: Iterable[str], prefix: str, taken: Iterable[str] = ()) -> dict[str, str]:
    """Each code without the prefix; all as they are where two would be called alike."""
    listed = list(codes)
    bare = [code.removeprefix(prefix) or code for code in listed]
    apart = len({*bare, *taken}) == len(bare) + len(set(taken))
    return dict(zip(listed, bare if apart else listed, strict=True))


# --- In -------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a package cannot be imported as it was asked; ``path`` leads into the package, or names a field."""

    path: str
    code: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an import would make: the package under its names here, and what stands in the way."""

    box: Box
    beings: Mapping[str, str]
    # Living systems that are not here yet: their seats stay vacant until they are, with guardians.
    absent: tuple[str, ...]
    problems: tuple[Problem, ...]


def import_plan(box: Box, code: str, beings: Mapping[str, str] | None = None) -> Plan:
    """Under ``code``, with the package's living systems put on those of this installation (of the same slug, unless said)."""
    placed = {being.code: (beings or {}).get(being.code) or being.code for being in box.beings}
    named = renamed(box, code)
    problems = [*_ill_named(named), *_taken(named, placed)]
    there = set(biomes.public_biomes().filter(slug__in=placed.values()).values_list("slug", flat=True))
    absent = tuple(sorted(set(placed.values()) - there))
    return Plan(box=named, beings=placed, absent=absent, problems=tuple(problems))


def _ill_named(box: Box) -> list[Problem]:
    if not COUNCIL_CODE.fullmatch(box.code):
        return [Problem(path="code", code="not_a_slug", name=box.code)]
    longest = {"chambers": 50, "seats": 50, "appointers": 50, "rules": LONGEST_RULE_CODE}
    return [
        Problem(path=f"{name}[{i}].code", code="too_long", name=part.code)
        for name, most in longest.items()
        for i, part in enumerate(getattr(box, name))
        if len(part.code) > most or not SLUG.fullmatch(part.code)
    ]


def _taken(box: Box, beings: Mapping[str, str]) -> list[Problem]:
    """Names that somebody has here already, and charters that there are."""
    bodies = [("code", box.code), *((f"chambers[{i}].code", one.code) for i, one in enumerate(box.chambers))]
    offices = [*bodies, *((f"appointers[{i}].code", one.code) for i, one in enumerate(box.appointers))]
    seats = [(f"seats[{i}].code", one.code) for i, one in enumerate(box.seats)]
    rules = [(f"rules[{i}].code", one.code) for i, one in enumerate(box.rules)]
    own = [
        (f"charters[{i}].of", BIOME + beings[one.of]) for i, one in enumerate(box.charters) if one.articles
    ]
    slugs = [(path, charter_slug(box.code, subject.removeprefix(BIOME))) for path, subject in own]
    there = {
        "name": (offices, people.organisations().values_list("slug", flat=True)),
        "body": (bodies, Body.objects.values_list("code", flat=True)),
        "seat": (seats, Seat.objects.values_list("code", flat=True)),
        "rule": (rules, DecisionRule.objects.values_list("code", flat=True)),
        "charter": (own, charters.public_charters().values_list("of", flat=True)),
        "address": (slugs, charters.public_charters().values_list("slug", flat=True)),
    }
    found: dict[str, Problem] = {}
    for what, (wished, having) in there.items():
        field = {"name": "slug", "charter": "of", "address": "slug"}.get(what, "code")
        taken = set(having.filter(**{f"{field}__in": [name for _path, name in wished]}))
        for path, name in wished:
            if name in taken:
                found.setdefault(
                    path,
                    Problem(path=path, code="charter_there" if what == "charter" else "taken", name=name),
                )
    return list(found.values())


def charter_slug(code: str, being: str) -> str:
    return f"{code}-{being}"[:50] if code != being else code


# --- Here -----------------------------------------------------------------------------------------------
def may_import(user: Any, at: datetime) -> bool:
    """Secretary, admin or a chair: two of them together import a package."""
    return officers_may_seat(user, at) or people.has_role(user, Role.ADMIN, at)


def imports_waiting(at: datetime) -> QuerySet[Any]:
    """Packages that wait for a second officer."""
    return people.open_approvals(IMPORTED, at)


def shipped_boxes() -> dict[str, bytes]:
    """The packages that come with the product, by name."""
    return {path.stem: path.read_bytes() for path in sorted(SHIPPED.glob("*.json"))}


def sittings_by_statutes(council: Body, since: datetime, until: datetime) -> list[tuple[Body, datetime]]:
    """When the council and its chambers sit by their statutes within ``[since, until)``."""
    origin = imported_from(council)
    if origin is None:
        return []
    by_code = {body.code: body for body in bodies_of(council)}
    box = renamed(read_box(origin.data), council.code)
    found = [
        (by_code[one.body], moment)
        for one in box.sittings
        if one.body in by_code
        for moment in ordinary_sittings(one, since, until)
    ]
    return sorted(found, key=lambda row: (row[1], row[0].position))

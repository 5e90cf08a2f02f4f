"""The words of the curator's work: what may not be said of a living system, repairs of a drawing, files, queues."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from biomes import words
from biomes.rules import place
from biomes.rules.bulk import Verdict
from biomes.rules.profile import Fault
from biomes.rules.repair import Repair, Thinned
from biomes.words.typology import kind_name

Words = Mapping[str, Any]

FIELDS: Words = {
    **words.FIELDS,
    "coarse_km": gettext_lazy("Sensitive place"),
    "stewards": gettext_lazy("Who tends it"),
    "pictures": gettext_lazy("Pictures"),
    "slug": gettext_lazy("Address"),
    "kind": gettext_lazy("Kind"),
    "population": gettext_lazy("People who live here"),
    "about": gettext_lazy("About"),
    "polygon": gettext_lazy("Outline"),
    "direction": gettext_lazy("Direction"),
    "strength": gettext_lazy("Strength"),
    "evidence": gettext_lazy("Evidence"),
    "evidence_url": gettext_lazy("Address of the evidence"),
}
FAULTS: Words = {
    "too_many_rows": gettext_lazy("At most 30 fit here."),
    "not_a_language": gettext_lazy("“%(about)s” is no language tag; write en, es, ar, pt-BR or mis."),
    "no_name": gettext_lazy("A name is missing beside its language."),
    "said_twice": gettext_lazy("“%(about)s” stands here twice in the same language."),
    "not_a_criterion": gettext_lazy(
        "“%(about)s” is no criterion of the Red List of Ecosystems; write A1 to E, such as A2b; B1a(ii); D3."
    ),
    "criteria_without_category": gettext_lazy(
        "Criteria and a date belong to a category; choose one, or leave them empty."
    ),
    "no_citation": gettext_lazy("Name the source of the Red List category."),
    "no_steward": gettext_lazy("A name is missing: who tends it?"),
    "not_a_link": gettext_lazy("“%(about)s” is no link; it begins with https://."),
    "unknown_group": gettext_lazy(
        "“%(about)s” is no functional group of the typology; write a code such as F1.2."
    ),
    "not_a_size": gettext_lazy("“%(about)s” is no size of squares; choose 0, 1, 2, 5, 10, 20 or 50 km."),
    "not_a_picture": gettext_lazy("“%(about)s” is the address of no picture of this living system."),
    "nul_byte": gettext_lazy("There is a character in it that is no text."),
    "too_long": gettext_lazy("It is too long; at most %(about)s characters fit."),
    "not_a_slug": gettext_lazy("“%(about)s” is no address; use letters, digits, - and _, at most 50."),
    "missing": gettext_lazy("This is needed."),
    "not_a_category": gettext_lazy("“%(about)s” is no category; write CO, CR, EN, VU, NT, LC, DD or NE."),
    "not_a_zone_kind": gettext_lazy("“%(about)s” is no kind of zone; write life_luxury, mixed or entropy."),
    "too_many_parts": gettext_lazy("“%(about)s” has more than three parts divided by |."),
    "not_whole": gettext_lazy("“%(about)s” is no whole number; write 1500 without a separator."),
    "not_a_depth": gettext_lazy("“%(about)s” is no depth; write metres with a point, such as 3.5."),
    "not_a_date": gettext_lazy("“%(about)s” is no date; write 2150-06-11."),
    "unknown_zone": gettext_lazy("No zone has the address “%(about)s”."),
    "key_twice": gettext_lazy("“%(about)s” stands in an earlier line of the file too."),
    "unfit_line": gettext_lazy("This line has more or fewer cells than the heading."),
    "unknown_column": gettext_lazy("No column has this name."),
    "changed_since": gettext_lazy(
        "Somebody changed it after the check; send the file again to see what it would do now."
    ),
    "unknown_biome": gettext_lazy("No published living system has the address “%(about)s”."),
    "same_ends": gettext_lazy("A link joins two different living systems."),
    "not_a_link_kind": gettext_lazy(
        "“%(about)s” is no kind of link; write flow, migration, recharge or exchange."
    ),
    "not_a_direction": gettext_lazy("“%(about)s” is no direction; write one_way or both_ways."),
    "not_a_share": gettext_lazy("“%(about)s” is no share; write a number from 0 to 1, such as 0.35."),
    "no_edit": gettext_lazy("This one was taken down or discarded; put it back before changing it."),
}
SHEETS: Words = {
    "unknown_column": gettext_lazy("No column is called “%(about)s”. Nothing was read; correct the heading."),
    "column_twice": gettext_lazy("The column “%(about)s” stands in the heading twice."),
    "no_key_column": gettext_lazy("The heading needs a column “%(about)s”: it says what each row is about."),
    "too_large": gettext_lazy("The file is too large; at most 64 MB fit."),
    "large_workbook": gettext_lazy("The workbook is larger than 20 MB; save it as CSV."),
    "no_rows": gettext_lazy("There are no rows in this file."),
    "unknown_form": gettext_lazy("This is neither CSV, GeoJSON nor XLSX."),
}
VERDICTS: Words = {
    Verdict.NEW: gettext_lazy("New"),
    Verdict.CHANGED: gettext_lazy("Changed"),
    Verdict.UNCHANGED: gettext_lazy("Unchanged"),
    Verdict.REFUSED: gettext_lazy("Refused"),
    Verdict.LEFT_OUT: gettext_lazy("Left out"),
    Verdict.NOT_TAKEN: gettext_lazy("Not taken in"),
}
REPAIRS: Words = {
    Repair.SWAP: gettext_lazy("Swap the two numbers of each point"),
    Repair.CUT: gettext_lazy("Cut it at the 180th meridian"),
    Repair.CLOSE: gettext_lazy("Close the ring"),
    Repair.THIN: gettext_lazy("Thin out the points"),
}
OFFERS: Words = {
    Repair.SWAP: gettext_lazy("The numbers look as if latitude came first. They can change places."),
    Repair.CUT: gettext_lazy("It can be cut in two where the 180th meridian runs."),
    Repair.CLOSE: gettext_lazy("The last point of each ring can repeat its first."),
    Repair.THIN: gettext_lazy("Points that say little can be taken out."),
}
REPAIRED: Words = {
    Repair.SWAP: gettext_lazy("The two numbers of each point changed places."),
    Repair.CUT: gettext_lazy("The drawing was cut at the 180th meridian."),
    Repair.CLOSE: gettext_lazy("Each ring ends where it began."),
    Repair.THIN: gettext_lazy("Points were taken out."),
}
SIZES: Mapping[int, Any] = {
    0: gettext_lazy("Not sensitive: shown as drawn"),
    1: gettext_lazy("Squares of 1 km"),
    2: gettext_lazy("Squares of 2 km"),
    5: gettext_lazy("Squares of 5 km"),
    10: gettext_lazy("Squares of 10 km"),
    20: gettext_lazy("Squares of 20 km"),
    50: gettext_lazy("Squares of 50 km"),
}


def fault(one: Fault) -> str:
    if one.code.startswith("place_"):
        lon, _space, lat = one.about.partition(" ")
        why = place.BadPlace(one.code.removeprefix("place_"), *((float(lon), float(lat)) if lat else ()))
        return words.bad_place(why)
    return str(FAULTS.get(one.code, one.code)) % {"about": one.about}


def sheet(code: str, about: str) -> str:
    return str(SHEETS.get(code, code)) % {"about": about}


def thinned(found: Thinned) -> str:
    """What a tolerance would do."""
    return _("From %(before)s points to %(after)s; none moves by more than about %(metres)s m.") % {
        "before": words.number(found.before),
        "after": words.number(found.after),
        "metres": words.number(found.tolerance_m),
    }


def language(tag: str) -> str:
    """A language by its own name where it is known here, else its tag."""
    try:
        return str(get_language_info(tag)["name_local"])
    except KeyError:
        return tag


def said(field: str, value: Any) -> str:
    """A field of a snapshot in words, a line for each thing it lists."""
    if value in (None, "", [], 0):
        return ""
    if field == "names":
        return "\n".join(_name(one) for one in value)
    if field == "stewards":
        return "\n".join(
            ", ".join(one[part] for part in ("name", "role", "url") if one.get(part)) for one in value
        )
    if field == "zones":
        return "\n".join(value)
    if field == "red_list":
        return str(words.RED_LIST.get(value, value))
    if field == "coarse_km":
        return str(SIZES.get(value, value))
    if field == "functional_group":
        return f"{value} {kind_name(value)}"
    if field == "place":
        return _("%(kind)s, %(points)s points") % {
            "kind": value["type"],
            "points": words.number(place.count(value)),
        }
    return str(value)


def _name(one: Mapping[str, str]) -> str:
    meaning = f" ({one['meaning']})" if one.get("meaning") else ""
    return f"{language(one['language'])}: {one['name']}{meaning}"

"""The words for the codes of this app: kinds, states, flags, refusals; and the sentences made of readings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language_bidi, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from biomes.rules.place import BadPlace
from biomes.rules.words import (
    Direction,
    Flag,
    GuardianshipEnd,
    LinkKind,
    Precision,
    Quality,
    RedList,
    State,
    ZoneKind,
)
from biomes.words import archive

# Lazy texts behave as text wherever they are shown; the stubs know no common type.
Words = Mapping[str, Any]

ZONE_KINDS: Words = {
    ZoneKind.LIFE_LUXURY: gettext_lazy("Life-Luxury Zone"),
    ZoneKind.MIXED: gettext_lazy("Mixed zone"),
    ZoneKind.ENTROPY: gettext_lazy("Entropy Zone"),
}
LINK_KINDS: Words = {
    LinkKind.FLOW: gettext_lazy("Flow"),
    LinkKind.MIGRATION: gettext_lazy("Migration"),
    LinkKind.RECHARGE: gettext_lazy("Recharge"),
    LinkKind.EXCHANGE: gettext_lazy("Exchange"),
}
GUARDIANSHIP_ENDS: Words = {
    GuardianshipEnd.RESIGNED: gettext_lazy("The guardian resigned"),
    GuardianshipEnd.RECALLED: gettext_lazy("Recalled by those who made the appointment"),
    GuardianshipEnd.UNABLE: gettext_lazy("The guardian can no longer act"),
    GuardianshipEnd.MISTAKEN: gettext_lazy("The appointment was a mistake"),
}
STATES: Words = {
    State.THRIVING: gettext_lazy("Thriving"),
    State.STRESSED: gettext_lazy("Stressed"),
    State.DISTRESSED: gettext_lazy("Distressed"),
    State.CRITICAL: gettext_lazy("Critical"),
    State.UNKNOWN: gettext_lazy("Unknown"),
}
QUALITIES: Words = {
    Quality.RAW: gettext_lazy("not checked"),
    Quality.CHECKED: gettext_lazy("checked"),
    Quality.REJECTED: gettext_lazy("rejected"),
}
PRECISIONS: Words = {
    Precision.INSTANT: gettext_lazy("to the minute"),
    Precision.DAY: gettext_lazy("to the day"),
    Precision.MONTH: gettext_lazy("to the month"),
    Precision.YEAR: gettext_lazy("to the year"),
}
DIRECTIONS: Words = {
    Direction.ABOVE: gettext_lazy("harmful above"),
    Direction.BELOW: gettext_lazy("harmful below"),
}
RED_LIST: Words = {
    RedList.COLLAPSED: gettext_lazy("Collapsed"),
    RedList.CRITICALLY_ENDANGERED: gettext_lazy("Critically endangered"),
    RedList.ENDANGERED: gettext_lazy("Endangered"),
    RedList.VULNERABLE: gettext_lazy("Vulnerable"),
    RedList.NEAR_THREATENED: gettext_lazy("Near threatened"),
    RedList.LEAST_CONCERN: gettext_lazy("Least concern"),
    RedList.DATA_DEFICIENT: gettext_lazy("Data deficient"),
    RedList.NOT_EVALUATED: gettext_lazy("Not evaluated"),
}
FLAGS: Words = {
    Flag.LATE: gettext_lazy("late"),
    Flag.FUTURE: gettext_lazy("from the future"),
    Flag.OUT_OF_ORDER: gettext_lazy("out of order"),
    Flag.WILD: gettext_lazy("outside what is plausible"),
    Flag.ROUNDED: gettext_lazy("rounded to six decimals"),
    Flag.CONVERTED: gettext_lazy("converted"),
}
# What a sender should know of a value that was kept, but not as one like the others.
REMARKS: Words = {
    Flag.FUTURE: gettext_lazy("The time lies in the future: the value is kept, and waits for a person."),
    Flag.WILD: gettext_lazy("The value is outside what is plausible: it is kept, and waits for a person."),
    Flag.LATE: gettext_lazy("The value is too old to speak for the present: it is kept, and opens no alert."),
    Flag.OUT_OF_ORDER: gettext_lazy("A younger value of this series was stored before."),
    "duplicate": gettext_lazy("The same measurement was stored before; nothing changed."),
    "superseded": gettext_lazy(
        "This value was stored before and a newer version replaced it; nothing changed. To bring it back, name the newest version in “corrects”."
    ),
}
VERDICTS: Words = {
    "stored": gettext_lazy("stored"),
    "flagged": gettext_lazy("stored and flagged"),
    "duplicate": gettext_lazy("stored before"),
    "corrected": gettext_lazy("stored as a correction"),
    "refused": gettext_lazy("refused"),
}
# The same of a file that was only checked: nothing is stored yet.
FORESEEN: Words = {
    "stored": gettext_lazy("would be stored"),
    "flagged": gettext_lazy("would be stored and flagged"),
    "duplicate": gettext_lazy("stored before"),
    "corrected": gettext_lazy("would be stored as a correction"),
    "refused": gettext_lazy("would be refused"),
}
REFUSALS: Words = {
    "not_a_row": gettext_lazy("A row is an object with an indicator, a time and a value."),
    "unknown_field": gettext_lazy("No field has this name; see the list of fields."),
    "unknown_indicator": gettext_lazy("No indicator has this code."),
    "needs_offset": gettext_lazy("Say which clock: end the time with Z or an offset such as +02:00."),
    "not_a_time": gettext_lazy("Not a time; write 2150-06-11T09:40Z, a day, a month or a year."),
    "unknown_unit": gettext_lazy("This unit is not known here."),
    "other_kind_of_unit": gettext_lazy("This unit measures something else than the indicator does."),
    "no_value": gettext_lazy("There is no value."),
    "not_a_number": gettext_lazy("Not a number."),
    "comma": gettext_lazy(
        "A comma can mean two things; write 1.5 for one and a half, 1500 without a separator."
    ),
    "limit_unknown": gettext_lazy("Below which limit? Give the detection limit in its field."),
    "too_large": gettext_lazy("No value here can be that large."),
    "not_text": gettext_lazy("A value is a number or a text."),
    "no_such_depth": gettext_lazy("A depth is between 0 and 11,000 metres."),
    "depth_too_close": gettext_lazy(
        "Depths are kept to the centimetre, and another measurement stands at this one: give each a depth of its own, or write the depth with two decimals to correct what stands there."
    ),
    "no_such_replicate": gettext_lazy("A replicate is a whole number from 1 to 9,999."),
    "no_such_version": gettext_lazy("A version is a whole number from 1 to 9,999."),
    "not_the_newest": gettext_lazy(
        "The version named in “corrects” is not the newest one; look at what stands there, and name that."
    ),
    "bad_text": gettext_lazy("The method is a line of at most 80 characters."),
    "unknown_station": gettext_lazy("No station has this code."),
    "unknown_typology": gettext_lazy("The typology has no such code."),
    "off_the_earth": gettext_lazy("These coordinates are not on the earth."),
    "swapped_place": gettext_lazy("Longitude and latitude look swapped: this latitude is beyond 90 degrees."),
    "bad_station_code": gettext_lazy("A station’s code is letters, digits, dots and dashes, at most 40."),
    "station_elsewhere": gettext_lazy("A station of another living system has this code."),
    "unfit_line": gettext_lazy("The line has more or fewer cells than the header line."),
    **archive.REFUSALS,
}
PLACES: Words = {
    "not_geojson": gettext_lazy("This is not GeoJSON. Paste a Polygon or MultiPolygon."),
    "one_feature": gettext_lazy("The collection must hold exactly one feature."),
    "wrong_type": gettext_lazy("Only a Polygon or a MultiPolygon can be a place."),
    "empty": gettext_lazy("The drawing is empty."),
    "too_few_points": gettext_lazy("A ring needs at least three different points and ends where it began."),
    "not_a_point": gettext_lazy("A point is two numbers: longitude, then latitude."),
    "not_a_number": gettext_lazy("A coordinate is not a number."),
    "out_of_range": gettext_lazy("Longitudes lie between -180 and 180, latitudes between -90 and 90."),
    "swapped": gettext_lazy(
        "Longitude and latitude look swapped: GeoJSON writes longitude first. Swap the two numbers of each point."
    ),
    "not_closed": gettext_lazy("The ring is not closed: its last point must repeat its first."),
    "too_many_vertices": gettext_lazy("The drawing has too many points; keep at most 20,000."),
    "too_many_to_thin": gettext_lazy(
        "The drawing has more points than can be looked at; keep at most 500,000."
    ),
    "antimeridian": gettext_lazy("The drawing crosses the 180th meridian: cut it there into two polygons."),
    "self_crossing": gettext_lazy("The outline crosses itself."),
    "broken_holes": gettext_lazy("A hole lies outside its shore, or two parts overlap."),
}
INDICATORS: Words = {
    "microcystin": gettext_lazy("Microcystin"),
    "chlorophyll-a": gettext_lazy("Chlorophyll-a"),
    "oxygen-night": gettext_lazy("Oxygen at night"),
    "water-temperature": gettext_lazy("Water temperature"),
    "salinity": gettext_lazy("Salinity"),
    "secchi-depth": gettext_lazy("Clearness (Secchi depth)"),
    "nitrate": gettext_lazy("Nitrate"),
}
EMPTY_BATCH = gettext_lazy("There are no rows in this batch.")
UNITS = {"ug/L": "µg/L", "degC": "°C"}
FIELDS: Words = {
    "name": gettext_lazy("Name"),
    "names": gettext_lazy("Names in other languages"),
    "functional_group": gettext_lazy("Kind"),
    "place": gettext_lazy("Place"),
    "zones": gettext_lazy("Zones"),
    "story": gettext_lazy("Story"),
    "notice": gettext_lazy("Notice"),
    "mean_depth_m": gettext_lazy("Mean depth (m)"),
    "red_list": gettext_lazy("Red List category"),
    "red_list_criteria": gettext_lazy("Red List criteria"),
    "red_list_on": gettext_lazy("Date of the assessment"),
    "red_list_citation": gettext_lazy("Source of the assessment"),
}

ZONE_FIELDS: Words = {
    "name": gettext_lazy("Name"),
    "kind": gettext_lazy("Kind"),
    "polygon": gettext_lazy("Outline"),
    "population": gettext_lazy("People who live here"),
    "about": gettext_lazy("About"),
}


def indicator_name(code: str, fallback: str = "") -> str:
    return str(INDICATORS.get(code, fallback or code))


def unit_name(unit: str) -> str:
    """How people write it: µg/L for ug/L."""
    said = UNITS.get(unit, unit)
    # A degree sign has no direction of its own: in Arabic it would fall behind its letter.
    return f"\u200e{said}" if said.startswith("°") and get_language_bidi() else said


def measure(qualifier: str, value: object, unit: str) -> str:
    """<0.1 µg/L. In Arabic it is set apart from the words around it, or a minus would end up behind its number."""
    said = f"{qualifier}{number(value)} {unit_name(unit)}"
    return f"\u2066{said}\u2069" if get_language_bidi() else said


def refusal(code: str) -> str:
    return str(REFUSALS.get(code, code))


def remark(code: str) -> str:
    return str(REMARKS.get(code, ""))


def number(value: object) -> str:
    """A decimal as people of the current language write it, without idle zeros."""
    text = f"{value:f}" if hasattr(value, "as_tuple") else str(value)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return str(number_format(text, use_l10n=True))


def grouped(count: int) -> str:
    """A whole number with its thousands parted."""
    return str(number_format(count, use_l10n=True, force_grouping=True))


def bad_place(why: BadPlace) -> str:
    """Why a drawing cannot be a place, and where to look."""
    said = str(PLACES.get(why.code, why.code))
    if why.lon is not None and why.lat is not None:
        said += " " + _("Look near longitude %(lon)s, latitude %(lat)s.") % {
            "lon": why.lon,
            "lat": why.lat,
        }
    if why.count is not None:
        said += " " + _("It has %(count)s.") % {"count": number(why.count)}
    return said


def days_beyond(since: datetime, at: datetime) -> int:
    return max((at - since).days, 0)


def beyond(direction: str, since: datetime, at: datetime) -> str:
    """ "Above it for 9 days." """
    days = days_beyond(since, at)
    if days == 0:
        return _("Above it since today.") if direction == "above" else _("Below it since today.")
    if direction == "above":
        said = ngettext("Above it for %(days)s day.", "Above it for %(days)s days.", days)
    else:
        said = ngettext("Below it for %(days)s day.", "Below it for %(days)s days.", days)
    return said % {"days": days}


def limit_words(value: object, direction: str) -> str:
    words = _("Limit %(value)s.") if direction == "above" else _("Floor %(value)s.")
    return words % {"value": number(value)}


def reason_sentence(reason: Mapping[str, Any], at: datetime) -> str:
    """ "Microcystin at V-07 is 11.6 µg/L; the limit is 8. Above it for 3 days." """
    if is_held(reason):
        words = _(
            "%(indicator)s at %(station)s had passed its limit of %(limit)s; at %(value)s %(unit)s it is not yet back inside by a tenth."
        )
    elif reason["direction"] == "above":
        words = _("%(indicator)s at %(station)s is %(value)s %(unit)s; the limit is %(limit)s.")
    else:
        words = _("%(indicator)s at %(station)s is %(value)s %(unit)s; the floor is %(limit)s.")
    said = words % {
        "indicator": indicator_name(reason["indicator"]),
        "station": reason["station"],
        "value": number(reason["value"]),
        "unit": unit_name(reason["unit"]),
        "limit": number(reason["limit"]),
    }
    if is_held(reason):
        return said
    return f"{said} {beyond(reason['direction'], datetime.fromisoformat(reason['since']), at)}"


def is_held(reason: Mapping[str, Any]) -> bool:
    """Back inside its limit, but not by the tenth that lets go of it."""
    value, limit = Decimal(str(reason["value"])), Decimal(str(reason["limit"]))
    return value <= limit if reason["direction"] == "above" else value >= limit


def chart_heading(indicator: str, reason: Mapping[str, Any] | None, at: datetime) -> str:
    """A finding, not a label: "Chlorophyll-a passed its limit 9 days ago"."""
    name = indicator_name(indicator)
    if reason is None:
        return _("%(indicator)s stays inside its limits") % {"indicator": name}
    days = days_beyond(datetime.fromisoformat(reason["since"]), at)
    if days == 0:
        return _("%(indicator)s passed its limit today") % {"indicator": name}
    said = ngettext(
        "%(indicator)s passed its limit %(days)s day ago",
        "%(indicator)s passed its limit %(days)s days ago",
        days,
    )
    return said % {"indicator": name, "days": days}

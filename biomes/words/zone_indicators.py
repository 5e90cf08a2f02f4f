"""The words for figures about zones: what is measured, and why a row of a table is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from biomes.rules.words import Precision
from biomes.rules.zone_table import BadTable

Words = Mapping[str, Any]

MEASURES: Words = {
    "income": gettext_lazy("Income"),
    "deprivation": gettext_lazy("Deprivation"),
    "green-access": gettext_lazy("Green within reach"),
    "water-access": gettext_lazy("Safe drinking water"),
    "life-expectancy": gettext_lazy("Life expectancy"),
}
DEFINITIONS: Words = {
    "income": gettext_lazy("Median yearly income of a person, after taxes."),
    "deprivation": gettext_lazy(
        "Share of people who lack three or more of the things that the source counts as needed; its list differs by source."
    ),
    "green-access": gettext_lazy(
        "Share of people with a public green space of at least half a hectare within 300 metres of home (WHO Regional Office for Europe, Urban green spaces: a brief for action, 2017)."
    ),
    "water-access": gettext_lazy(
        "Share of people using safely managed drinking water services (SDG indicator 6.1.1)."
    ),
    "life-expectancy": gettext_lazy("Years a child born in that year may expect to live."),
}
UNITS: Words = {"credits": gettext_lazy("credits"), "%": "%", "years": gettext_lazy("years")}
CELLS: Words = {
    "unknown_zone": gettext_lazy("No zone has this address."),
    "unknown_measure": gettext_lazy("No measure has this code."),
    "no_value": gettext_lazy("There is no value."),
    "not_a_number": gettext_lazy("Not a number."),
    "comma": gettext_lazy(
        "A comma can mean two things; write 1.5 for one and a half, 1500 without a separator."
    ),
    "too_large": gettext_lazy("No value here can be that large."),
    "implausible": gettext_lazy("No zone can have this value: look at its unit and its decimal point."),
    "not_a_day": gettext_lazy("Write a year, a month or a day: 2149, 2149-06 or 2149-06-30."),
    "future": gettext_lazy("That day is still to come."),
    "no_source": gettext_lazy("Name the source: without one there is no figure."),
    "long_source": gettext_lazy("A source is at most 300 characters."),
    "bad_address": gettext_lazy("An address begins with http:// or https:// and is at most 200 characters."),
    "unfit_line": gettext_lazy("The line has more or fewer cells than the heading."),
    "differs": gettext_lazy(
        "This source gives another value for that zone and day already; correct that row instead."
    ),
}
TABLES: Words = {
    "too_long": gettext_lazy("The table is too long: at most a million characters at a time."),
    "too_many": gettext_lazy("The table has too many rows: at most 2,000 at a time."),
    "not_text": gettext_lazy("This is not a text file in UTF-8."),
    "broken": gettext_lazy("This is not CSV: a quotation mark is left open."),
    "empty": gettext_lazy("There are no rows below the heading."),
}
VERDICTS: Words = {
    "new": gettext_lazy("new"),
    "known": gettext_lazy("stored before"),
    "refused": gettext_lazy("refused"),
}


def measure_name(code: str, fallback: str = "") -> str:
    return str(MEASURES.get(code, fallback or code))


def definition(code: str, fallback: str = "") -> str:
    return str(DEFINITIONS.get(code, fallback))


def unit(code: str) -> str:
    return str(UNITS.get(code, code))


def cell(code: str) -> str:
    return str(CELLS.get(code, code))


def bad_table(why: BadTable) -> str:
    if why.code == "no_column":
        return _("The heading lacks the column “%(column)s”.") % {"column": why.column}
    return str(TABLES.get(why.code, why.code))


def day(on: date, precision: str) -> str:
    """A year, a month or a day, as much as is known."""
    if precision == Precision.YEAR:
        return f"{on.year}"
    return date_format(on, "YEAR_MONTH_FORMAT" if precision == Precision.MONTH else "DATE_FORMAT")

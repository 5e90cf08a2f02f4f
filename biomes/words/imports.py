"""The words of imports: states, what a column may be, and why a file or a cell cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from biomes import words
from biomes.rules.import_life import Failure, State
from biomes.rules.numbers import Decimals, Thousands

Words = Mapping[str, Any]

STATES: Words = {
    State.UPLOADED: gettext_lazy("Waiting for its columns"),
    State.CHECKING: gettext_lazy("Being checked"),
    State.CHECKED: gettext_lazy("Checked, nothing stored yet"),
    State.STORING: gettext_lazy("Being stored"),
    State.DONE: gettext_lazy("Stored"),
    State.FAILED: gettext_lazy("Could not be read"),
    State.CANCELLED: gettext_lazy("Cancelled"),
}
ROLES: Words = {
    "": gettext_lazy("not used"),
    "station": gettext_lazy("Code of the station"),
    "lon": gettext_lazy("Longitude"),
    "lat": gettext_lazy("Latitude"),
    "time": gettext_lazy("Time of measuring"),
    "depth": gettext_lazy("Depth (m)"),
    "replicate": gettext_lazy("Replicate"),
}
DECIMALS: Words = {
    Decimals.POINT: gettext_lazy("a point: 1500.5"),
    Decimals.COMMA: gettext_lazy("a comma: 1500,5"),
}
THOUSANDS: Words = {
    Thousands.NONE: gettext_lazy("nothing: 1500"),
    Thousands.POINT: gettext_lazy("a point: 1.500"),
    Thousands.COMMA: gettext_lazy("a comma: 1,500"),
    Thousands.SPACE: gettext_lazy("a space: 1 500"),
    Thousands.APOSTROPHE: gettext_lazy("an apostrophe: 1'500"),
}
SEPARATORS: Words = {
    ",": gettext_lazy("comma"),
    ";": gettext_lazy("semicolon"),
    "\t": gettext_lazy("tabulator"),
    "|": gettext_lazy("vertical bar"),
}
FAILURES: Words = {
    Failure.BROKEN: gettext_lazy("The table breaks here: a quotation mark opens and does not close, or stands in a cell."),
    Failure.NOT_TEXT: gettext_lazy("This line is not UTF-8 text. Save the table as “CSV UTF-8” and upload it again."),
    Failure.LONG_LINE: gettext_lazy("This line is longer than a line of such a table may be. Is a quotation mark missing?"),
    Failure.TWO_OF_A_NAME: gettext_lazy("The header line names a column twice; nobody knows which one you mean."),
    Failure.NO_HEADING: gettext_lazy("The first line must name the columns, each in at most 80 characters."),
    Failure.TOO_MANY_COLUMNS: gettext_lazy("The table has more than 100 columns; keep those that are needed."),
    Failure.BAD_SHEET: gettext_lazy("This workbook cannot be read. Save it anew as .xlsx, or as CSV."),
    Failure.HUGE_SHEET: gettext_lazy("This workbook unpacks to far more than a table needs; it is not opened. Save it as CSV."),
    Failure.LONG_SHEET: gettext_lazy("The workbook has more rows than fit. Save a longer table as CSV, or split it."),
    Failure.FILE_GONE: gettext_lazy("The uploaded file is no longer in the store. Upload it again."),
    Failure.LONG_FILE: gettext_lazy("One file may have 50,000 rows; split it."),
    Failure.NO_ROWS: gettext_lazy("There are no rows in this file."),
    Failure.BAD_FEATURES: gettext_lazy("This is no GeoJSON FeatureCollection whose features have properties."),
    Failure.CHANGED_SINCE: gettext_lazy(
        "Somebody changed this after the check, and you asked for all or nothing: the rest is not taken in."
    ),
    Failure.TOO_MANY_SITES: gettext_lazy("One file may open 20,000 stations; split it."),
}  # fmt: skip
REFUSALS: Words = {
    "other_number_format": gettext_lazy(
        "This number is not written as you said this file writes them; it could mean two things."
    ),
}

SHEET_STATES: Words = {
    **STATES,
    State.CHECKING: gettext_lazy("Being looked at"),
    State.CHECKED: gettext_lazy("Looked at, nothing changed yet"),
    State.STORING: gettext_lazy("Being taken in"),
    State.DONE: gettext_lazy("Taken in"),
    State.FAILED: gettext_lazy("Stopped"),
}


def refusal(code: str) -> str:
    """Why a cell is refused, or what is doubted of one that is kept."""
    return str(REFUSALS.get(code) or words.remark(code) or words.refusal(code))


def failure(code: str, line: int | None) -> str:
    said = str(FAILURES.get(code, code))
    return _("Line %(line)s: %(reason)s") % {"line": words.number(line), "reason": said} if line else said

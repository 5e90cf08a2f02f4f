"""The templates that word readings in the first person, and the transcript of a score.

A wording always stands beside its reading and the line that says who worded it: a template, nobody's mouth.
"""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from biomes import words
from biomes.rules.sonification import Line
from biomes.rules.wording import PartOfDay, Template, Wording

WHEN: words.Words = {
    PartOfDay.NIGHT: gettext_lazy("at night, on %(day)s"),
    PartOfDay.DAWN: gettext_lazy("at dawn on %(day)s"),
    PartOfDay.DAY: gettext_lazy("by daylight on %(day)s"),
    PartOfDay.DUSK: gettext_lazy("at dusk on %(day)s"),
    PartOfDay.UNKNOWN: gettext_lazy("on %(day)s"),
}
PASSED_ABOVE: words.Words = {
    "microcystin": gettext_lazy("The toxin microcystin in my water passed %(limit)s %(when)s."),
    "chlorophyll-a": gettext_lazy("The green in my water passed %(limit)s of chlorophyll %(when)s."),
    "water-temperature": gettext_lazy("I grew warmer than %(limit)s %(when)s."),
    "salinity": gettext_lazy("I grew saltier than %(limit)s %(when)s."),
    "nitrate": gettext_lazy("The nitrate in my water passed %(limit)s %(when)s."),
}
PASSED_BELOW: words.Words = {
    "oxygen-night": gettext_lazy("My oxygen fell below %(limit)s %(when)s."),
    "secchi-depth": gettext_lazy("Light no longer reaches %(limit)s into me, since a reading %(when)s."),
    "water-temperature": gettext_lazy("I grew colder than %(limit)s %(when)s."),
    "salinity": gettext_lazy("I grew fresher than %(limit)s %(when)s."),
}
ANY: words.Words = {
    Template.PASSED_ABOVE: gettext_lazy("My reading of %(indicator)s passed %(limit)s %(when)s."),
    Template.PASSED_BELOW: gettext_lazy("My reading of %(indicator)s fell below %(limit)s %(when)s."),
    Template.UNUSUALLY_HIGH: gettext_lazy(
        "My reading of %(indicator)s is %(value)s, far above what I have known at this season."
    ),
    Template.UNUSUALLY_LOW: gettext_lazy(
        "My reading of %(indicator)s is %(value)s, far below what I have known at this season."
    ),
    Template.INSIDE: gettext_lazy("My reading of %(indicator)s was %(value)s %(when)s, inside its limits."),
    Template.SILENT: gettext_lazy(
        "I was last read %(when)s: %(indicator)s, %(value)s. Since then nobody can say how I am."
    ),
}


def sentence(one: Wording) -> str:
    """ "My oxygen fell below 4 mg/L at dusk on 9 June 2150." """
    own = {Template.PASSED_ABOVE: PASSED_ABOVE, Template.PASSED_BELOW: PASSED_BELOW}.get(one.template, {})
    said, unit = one.said_of, words.unit_name(one.said_of.unit)
    return str(own.get(said.indicator, ANY[one.template])) % {
        "indicator": words.indicator_name(said.indicator),
        "limit": f"{words.number(said.limit)} {unit}" if said.limit is not None else "",
        "value": f"{said.qualifier}{words.number(said.value)} {unit}",
        "when": str(WHEN[one.part_of_day]) % {"day": date_format(said.at, "DATE_FORMAT")},
    }


def label(one: Wording) -> str:
    return _("Worded by a template from station %(station)s’s readings") % {"station": one.said_of.station}


# --- The transcript of a score --------------------------------------------------------------------
HOW: words.Words = {
    "thriving": gettext_lazy("in tune"),
    "stressed": gettext_lazy("a faint companion beats against it"),
    "distressed": gettext_lazy("a companion beats against it, half as loud or more"),
    "critical": gettext_lazy("a rough companion, nearly as loud as the voice itself"),
    "silent": gettext_lazy("silent: no value"),
}
NO_SUCH_PLACE = gettext_lazy("A place in the chord is 0, 1, 2 or 3.")
SILENT_SCORE = gettext_lazy(
    "Nobody has measured it lately, or nothing measured has a limit: it is silent. Silence is not health."
)


def transcript_line(line: Line) -> str:
    """ "1 June to 8 June: in tune." """
    how = str(HOW[line.state.value if line.state else "silent"])
    first = date_format(line.first, "MONTH_DAY_FORMAT")
    if line.first == line.last:
        return _("%(day)s: %(how)s.") % {"day": first, "how": how}
    last = date_format(line.last, "MONTH_DAY_FORMAT")
    return _("%(from)s to %(to)s: %(how)s.") % {"from": first, "to": last, "how": how}


def pitch(millihertz: int) -> str:
    return _("%(hertz)s Hz") % {"hertz": words.number(f"{millihertz / 1000:.1f}")}


def voices_of(score: Any) -> list[str]:
    """ "Chlorophyll-a at V-07, 220 Hz" """
    return [
        _("%(indicator)s, %(pitch)s") % {
            "indicator": words.indicator_name(one["indicator"]), "pitch": pitch(one["millihertz"]),
        }
        for one in score["voices"]
    ]  # fmt: skip

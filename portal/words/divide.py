"""The words of the divide, of the unheard and of blind spots: measures, findings, lacks, ways to help."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from biomes.rules.divide import FEW
from biomes.rules.words import ZoneKind
from portal.queries.divide import Comparison
from portal.rules.unheard import Lack
from portal.tags.words import plain_number

Words = Mapping[str, Any]

KINDS: Words = {
    ZoneKind.LIFE_LUXURY: gettext_lazy("Life-Luxury Zones"),
    ZoneKind.MIXED: gettext_lazy("Mixed zones"),
    ZoneKind.ENTROPY: gettext_lazy("Entropy Zones"),
}
MEASURES: Words = {
    "harm": gettext_lazy("Time in harm"),
    "participation": gettext_lazy("Signatures per 1,000 people"),
    "wait": gettext_lazy("Days until an answer"),
    "deployed": gettext_lazy("Planned measures at work"),
}
# What a share is told in; the others are numbers.
PERCENT = frozenset({"harm", "deployed"})
LACKS: Words = {
    Lack.CHARTER: gettext_lazy("no charter of its own"),
    Lack.STATION: gettext_lazy("no station"),
    Lack.GUARDIAN: gettext_lazy("no guardian"),
    Lack.ANSWER: gettext_lazy("no petition answered"),
}
HELP: Words = {
    Lack.CHARTER: gettext_lazy("Read the rights in force, and move for its own"),
    Lack.STATION: gettext_lazy("See where a station or a walk would tell most"),
    Lack.GUARDIAN: gettext_lazy("See who appoints guardians"),
    Lack.ANSWER: gettext_lazy("Start a petition for it"),
}
MEANS: Words = {
    "station": gettext_lazy("a station"),
    "walk": gettext_lazy("a sighting walk"),
}


def help_address(lack: str, slug: str) -> str:
    """Where somebody can do something about it."""
    if lack == Lack.ANSWER:
        return f"{reverse('petitions:new')}?biome={slug}"
    names = {
        Lack.CHARTER: "charters:index",
        Lack.STATION: "portal:blind_spots",
        Lack.GUARDIAN: "council:index",
    }
    return reverse(names[Lack(lack)])


def amount(code: str, value: float | None) -> str:
    """A figure of a measure, a share in percent."""
    if value is None:
        return "–"
    if code in PERCENT:
        return _("%(number)s %%") % {"number": plain_number(100 * value, 0)}
    return plain_number(value, 1)


def gini_says(one: Comparison) -> str:
    if one.gini is None:
        return _("too few zones with a figure")
    return _("%(gini)s (%(low)s to %(high)s)") % {
        "gini": plain_number(one.gini.estimate, 2),
        "low": plain_number(one.gini.low, 2),
        "high": plain_number(one.gini.high, 2),
    }


def gap_says(one: Comparison) -> str:
    """The gap with its interval, and whether it could be chance."""
    if one.gap is None:
        return _("too few to compare: %(ones)s and %(others)s, where each kind needs %(few)s") % {
            "ones": plain_number(one.sides[0]),
            "others": plain_number(one.sides[1]),
            "few": plain_number(FEW),
        }
    scale = 100 if one.code in PERCENT else 1
    figures = {
        "gap": plain_number(scale * one.gap.estimate, 1),
        "low": plain_number(scale * one.gap.low, 1),
        "high": plain_number(scale * one.gap.high, 1),
    }
    said = (
        _("%(gap)s points (%(low)s to %(high)s)") if scale == 100 else _("%(gap)s (%(low)s to %(high)s)")
    ) % figures
    if one.gap.excludes_zero:
        return said
    return _("%(said)s; it may be chance") % {"said": said}


def finding(one: Comparison) -> str:
    """The heading: what the period says of time in harm, and no more than it says."""
    if one.gap is None:
        return _("Who lives beside what is unwell")
    if not one.gap.excludes_zero:
        return _("No clear gap in harm between the two kinds of zones")
    points = plain_number(abs(100 * one.gap.estimate), 0)
    if one.gap.estimate > 0:
        return _(
            "What lives beside Entropy Zones spent %(points)s percentage points more of its time in harm"
        ) % {"points": points}
    return _(
        "What lives beside Life-Luxury Zones spent %(points)s percentage points more of its time in harm"
    ) % {"points": points}

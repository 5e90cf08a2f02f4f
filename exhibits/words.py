"""Sentences the platform writes: the first words of a drafted scene, and how its numbers are said.

An artist changes them; the numbers in them stay places (``{peak}``) and cannot be changed.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exhibits.rules.numbers import PLACE

PARTS = {
    "north_west": gettext_lazy("in the north-west"),
    "north": gettext_lazy("in the north"),
    "north_east": gettext_lazy("in the north-east"),
    "west": gettext_lazy("in the west"),
    "middle": gettext_lazy("in the middle"),
    "east": gettext_lazy("in the east"),
    "south_west": gettext_lazy("in the south-west"),
    "south": gettext_lazy("in the south"),
    "south_east": gettext_lazy("in the south-east"),
}
MEANINGS = {
    "night": gettext_lazy("which day of the run it is"),
    "nights": gettext_lazy("how many days the run has"),
    "futures": gettext_lazy("how many futures were computed"),
    "limit": gettext_lazy("the limit for the toxin"),
    "peak": gettext_lazy("the most toxin anywhere, in the middle future"),
    "times": gettext_lazy("how many times the limit that is"),
    "depth": gettext_lazy("the deepest water"),
    "where": gettext_lazy("where the lights are thickest"),
    "shore": gettext_lazy("shore where the limit may well be passed"),
    "town_name": gettext_lazy("the town most in danger"),
    "town": gettext_lazy("toxin before the town most in danger, in the middle future"),
    "town_low": gettext_lazy("the same in the best twentieth of futures"),
    "town_high": gettext_lazy("the same in the worst twentieth"),
    "chance": gettext_lazy("futures in which the limit is passed before that town"),
    "people": gettext_lazy("who live there"),
    "treated": gettext_lazy("water that went through the drones"),
    "treated_share": gettext_lazy("the same, of all the water"),
    "drones": gettext_lazy("drones of the plan"),
    "algae_taken": gettext_lazy("algae the drones took, as chlorophyll"),
    "toxin_taken": gettext_lazy("toxin the drones took"),
    "barrier_held": gettext_lazy("algae the barrier held, as chlorophyll"),
}


def said(number: Mapping[str, Any]) -> str:
    """A number with its unit, in the reader's language; a name as it is; a part of the water in words."""
    if "part" in number:
        return str(PARTS.get(number["part"], ""))
    if "text" in number:
        return str(number["text"])
    value = number_format(number["value"], decimal_pos=number["digits"], force_grouping=True)
    return f"{value}\u202f{number['unit']}" if number["unit"] else str(value)


def filled(text: str, numbers: Mapping[str, Any]) -> str:
    """Plain text with its numbers in their places; a place without a number stays as written."""
    return PLACE.sub(lambda m: said(numbers[m[1]]) if m[1] in numbers else m[0], text)


def filled_html(html: str, numbers: Mapping[str, Any]) -> SafeString:
    """The same in cleaned HTML: each number as data, isolated, left to right."""

    def data(match: re.Match[str]) -> str:
        number = numbers.get(match[1])
        if number is None:
            return match[0]
        if "value" not in number:
            return format_html("<bdi>{}</bdi>", said(number))
        return format_html('<data value="{}"><bdi dir="ltr">{}</bdi></data>', number["value"], said(number))

    return mark_safe(PLACE.sub(data, html))  # noqa: S308 - cleaned before, and what is filled in is escaped


def drafted_title(arm: str, day: int, first: bool) -> str:
    if arm == "plan":
        return _("With the plan")
    return _("The first night") if first else _("Night %(night)s") % {"night": day}


def drafted_twin(arm: str, numbers: Mapping[str, Any]) -> str:
    """A scene in words before an artist touched it: what the picture shows and nothing more."""
    sentences = [
        _("It is night {night} of {nights}. You stand on the bed of the water, up to {depth} down.")
        + " " + _("The lights are thickest {where}, where the middle of {futures} futures holds {peak} of toxin; the limit is {limit}.")
    ]  # fmt: skip
    if "town" in numbers:
        sentences.append(
            _("Before {town_name} it is {town}, and between {town_low} and {town_high} in nine futures of ten. In {chance} of them the limit is passed there.")
        )  # fmt: skip
    sentences.append(_("The limit may well be passed along {shore} of shore."))
    if arm == "plan" and "treated" in numbers:
        sentences.append(
            _("{drones} drones stand in the water. {treated} have gone through them in {nights} days: {treated_share} of all there is.")
        )  # fmt: skip
    sentences.append(_("This is an exercise of a model, not a forecast for bathing or drinking."))
    return "\n\n".join(sentences)


def drafted_alt(biome: str, part: str, arm: str) -> str:
    seen = _("The bed of %(biome)s as ridge lines seen from the south. Lights of the bloom hang in the water, thickest %(part)s.") % {
        "biome": biome, "part": PARTS[part],
    }  # fmt: skip
    return seen + " " + _("The plan's barrier and drones stand among them.") if arm == "plan" else seen


def drafted_caption() -> str:
    return _("Sixty lights over a square kilometre are the limit of {limit}.")

"""What a day of voting meets in the calendars of the living systems a motion touches."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from biomes import queries as biomes
from council.models import Motion

PREFIX = "biomes.biome/"


def meets(motion: Motion, opens_at: Any) -> list[str]:
    """A sentence for each entry that is on when voting would open; none where nothing is known."""
    day = _day(opens_at)
    slugs = [one.removeprefix(PREFIX) for one in motion.touched if one.startswith(PREFIX)]
    if day is None or not slugs:
        return []
    return [_sentence(one) for one in biomes.what_is_on_for(slugs, day)]


def _sentence(one: Any) -> str:
    said = _("%(biome)s, until %(last)s: %(title)s.") % {
        "biome": one.entry.biome.name,
        "last": date_format(one.period.last, "DATE_FORMAT"),
        "title": one.entry.title,
    }
    return f"{said} {one.entry.note}".strip()


def _day(opens_at: Any) -> date | None:
    """What a form holds: a moment, or its text as the browser sends it."""
    if isinstance(opens_at, datetime):
        return opens_at.date()
    try:
        return date.fromisoformat(str(opens_at)[:10])
    except ValueError:
        return None

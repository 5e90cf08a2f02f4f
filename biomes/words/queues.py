"""The words of the curator's queues: what is missing, and where to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from biomes import words
from biomes.queries.gaps import Gap, Missing
from biomes.rules.lifecycle import Stage

GAPS = {
    Gap.RED_LIST: gettext_lazy("Red List category without its source"),
    Gap.LINKS: gettext_lazy("Links without a link to their evidence"),
    Gap.LIMITS: gettext_lazy("Limits whose source nobody can open"),
    Gap.PICTURES: gettext_lazy("Pictures without the name of who made them"),
    Gap.STATION: gettext_lazy("Nobody measures here"),
    Gap.NAMES: gettext_lazy("Without a name in its peoples’ languages"),
}

STAGES = {
    Stage.DRAFT.value: gettext_lazy("Draft"),
    Stage.PUBLISHED.value: gettext_lazy("Published"),
    Stage.WITHDRAWN.value: gettext_lazy("Taken down"),
    Stage.DISCARDED.value: gettext_lazy("Discarded"),
}


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Queue:
    key: str
    title: Any
    count: int
    lines: list[Line]

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


def queue(found: Missing) -> Queue:
    return Queue(
        found.gap.value, GAPS[found.gap], found.count, [_line(found.gap, one) for one in found.first]
    )


def _line(gap: Gap, one: Any) -> Line:
    if gap is Gap.LINKS:
        return Line(f"{one.source.name} → {one.target.name}", reverse("biomes:end_link", args=[one.pk]))
    if gap is Gap.LIMITS:
        text = f"{words.indicator_name(one.indicator.code, one.indicator.name)} {words.number(one.value)}: {one.source}"
        return Line(text, reverse("biomes:correct", args=[one.pk]))
    if gap is Gap.PICTURES:
        return Line(one.alt, reverse("biomes:edit", args=[one.subject.partition("/")[2]]))
    return Line(one.name, reverse("biomes:edit", args=[one.slug]))

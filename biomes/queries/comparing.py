"""What differs between two contents of a profile, put together for a page or a program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from biomes.models import Biome, Picture, Revision
from biomes.queries.pictures import pictures_named
from biomes.rules import diff
from biomes.rules.profile import changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A field that differs, with its values then and now."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    fields: list[Changed]
    areas: diff.Areas | None
    pictures: tuple[list[Picture], list[Picture]] | None


def compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> Comparison:
    fields = [Changed(field=f, before=then, after=current) for f, then, current in changes(before, after)]
    differing = {one.field for one in fields}
    return Comparison(
        fields=fields,
        areas=diff.areas(before.get("place"), after.get("place")) if "place" in differing else None,
        pictures=(
            (pictures_named(before.get("pictures") or ()), pictures_named(after.get("pictures") or ()))
            if "pictures" in differing
            else None
        ),
    )


def published_before(biome: Biome, number: int) -> Revision | None:
    """The last one published before revision ``number``: what everyone read then."""
    return biome.revisions.filter(published_at__isnull=False, number__lt=number).first()

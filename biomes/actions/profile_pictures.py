"""Pictures of a profile, one at a time: each change is a revision of the profile and waits to be published.

What is said of a picture is never written over: another wording is a picture of its own over the same files, so
a former revision shows what was said then.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from biomes.actions import pictures
from biomes.actions.profiles import CannotEdit, Photo, edit_biome
from biomes.models import Biome, Picture, Revision
from biomes.queries.desk import edited_revision
from biomes.rules.profile import MOST_ROWS


@transaction.atomic
def add_profile_picture(
    *, biome_id: int, photo: Photo, reason: str, author: str, at: datetime, based_on: int | None = None
) -> Revision:
    """Behind the others; a draft until the revision is published."""
    content = _content(biome_id)
    if len(content.get("pictures") or ()) >= MOST_ROWS:
        raise CannotEdit(
            _("A profile shows at most %(most)s pictures. Take one out first.") % {"most": MOST_ROWS}
        )
    return edit_biome(
        biome_id=biome_id,
        content=content,
        photo=photo,
        reason=reason,
        author=author,
        at=at,
        based_on=based_on,
    )


@transaction.atomic
def change_profile_picture(
    *,
    biome_id: int,
    uuid: str,
    reason: str,
    author: str,
    at: datetime,
    based_on: int | None = None,
    position: int | None = None,
    **words: str,
) -> Revision:
    """Other words for a picture (``alt``, ``licence``, ``credit``), or another place among the others, from 1 on."""
    content = _content(biome_id)
    named, picture = _named(content, uuid), Picture.objects.get(uuid=uuid)
    at_first = named.index(uuid)
    if any(getattr(picture, name) != said for name, said in words.items()):
        named[at_first] = str(pictures.reword_picture(picture=picture, at=at, **words).uuid)
    if position is not None:
        named.insert(position - 1, named.pop(at_first))
    return edit_biome(
        biome_id=biome_id, content=content | {"pictures": named}, reason=reason, author=author, at=at,
        based_on=based_on,
    )  # fmt: skip


@transaction.atomic
def remove_profile_picture(
    *, biome_id: int, uuid: str, reason: str, author: str, at: datetime, based_on: int | None = None
) -> Revision:
    """Out of the profile; former revisions keep it, and bring it back."""
    content = _content(biome_id)
    named = _named(content, uuid)
    named.remove(uuid)
    return edit_biome(
        biome_id=biome_id, content=content | {"pictures": named}, reason=reason, author=author, at=at,
        based_on=based_on,
    )  # fmt: skip


def _content(biome_id: int) -> dict[str, Any]:
    """What an edit starts from, under the profile's lock: two who add at once both add."""
    found = edited_revision(Biome.objects.select_for_update().get(pk=biome_id))
    return dict(found.snapshot) if found else {}


def _named(content: dict[str, Any], uuid: str) -> list[str]:
    named = list(content.get("pictures") or ())
    if uuid not in named:
        raise CannotEdit(_("This picture is not in the newest revision of this profile."))
    return named

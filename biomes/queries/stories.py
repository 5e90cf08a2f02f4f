"""Community stories, as far as consent lets them be read, quoted and taken away."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts import queries as people
from accounts.rules.roles import Role
from biomes.models import Biome, Story
from biomes.rules.story import Stage
from ledger import files


def public_stories(biome: Biome | None = None) -> QuerySet[Story]:
    found = Story.objects.public().select_related("biome")
    return found.filter(biome=biome) if biome is not None else found


def exported_stories() -> QuerySet[Story]:
    """Those whose people agreed that they be taken away and used elsewhere."""
    return public_stories().filter(may_export=True)


def public_story(code: str) -> Story | None:
    try:
        return public_stories().filter(uuid=UUID(code)).first()
    except ValueError:
        return None


def story_for(uuid: UUID, viewer: Any, at: datetime) -> Story | None:
    """Public; or still waiting and the viewer's own, or the viewer decides about it; or withdrawn, and empty."""
    found = Story.objects.select_related("biome").filter(uuid=uuid).first()
    if found is None or found.is_public or _was_public(found) or _may_look(found, viewer, at):
        return found
    return None


def _was_public(story: Story) -> bool:
    return story.stage == Stage.WITHDRAWN and story.published_at is not None and story.biome.is_public


def may_withdraw(story: Story, viewer: Any, at: datetime) -> bool:
    """Who filed it, and a curator for those who were portrayed."""
    if story.stage == Stage.WITHDRAWN or not getattr(viewer, "is_authenticated", False):
        return False
    return bool(story.author == viewer.code or people.has_role(viewer, Role.CURATOR, at))


def _may_look(story: Story, viewer: Any, at: datetime) -> bool:
    if not getattr(viewer, "is_authenticated", False) or story.stage == Stage.WITHDRAWN:
        return False
    decides = any(people.has_role(viewer, role, at) for role in (Role.CURATOR, Role.MODERATOR))
    return story.author == viewer.code or decides


def sound_of(story: Story) -> bytes:
    return files.load(story.sound)


def waiting_stories() -> QuerySet[Story]:
    return Story.objects.filter(stage=Stage.WAITING.value).select_related("biome")

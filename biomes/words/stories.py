"""The words of community stories."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, gettext_lazy

from biomes.models import Story
from biomes.rules.story import Afterwards, Consent, Stage

CONSENTS = {
    Consent.NOBODY: gettext_lazy("Nobody is portrayed but the one who tells it"),
    Consent.SPOKEN: gettext_lazy("They said yes, in words"),
    Consent.WRITTEN: gettext_lazy("They said yes in writing"),
    Consent.RECORDED: gettext_lazy("Their yes was recorded"),
    Consent.ASSEMBLY: gettext_lazy("An assembly of the community decided it"),
}
STAGES = {
    Stage.WAITING: gettext_lazy("With the moderators"),
    Stage.PUBLISHED: gettext_lazy("Published"),
    Stage.REFUSED: gettext_lazy("Not published by the moderators"),
}
AFTERWARDS = {
    Afterwards.TAKEN_DOWN: gettext_lazy("It is taken down, and its words, sound and pictures are erased"),
    Afterwards.NAMELESS: gettext_lazy("It stays, without the name of who tells it"),
}


def in_readers_language(story: Story) -> dict[str, Any]:
    """The telling in the reader's language where there is one, else as it was told."""
    wanted = (get_language() or "en").partition("-")[0]
    found = (one for one in story.tellings if one["language"].partition("-")[0] == wanted)
    chosen: dict[str, Any] = next(found, story.tellings[0] if story.tellings else {})
    return chosen

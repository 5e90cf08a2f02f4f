"""The words of letters to those who filed something, with or without an account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from biomes.rules.guests import News

SENT = _(
    "Look at your mail: we are sending one link. Open it and press the button; only then is it filed. "
    "The link works for seven days."
)
# What a letter says: its heading, and one sentence.
NEWS: Mapping[str, tuple[Any, Any]] = {
    News.ADMITTED: (
        _("What you put on the map can now be found"),
        _("a moderator looked at it: lists and searches now show it. A curator still decides what it is."),
    ),
    News.TAKEN_UP: (
        _("A curator takes up what you put on the map"),
        _("a curator is now completing its profile. Its address stays, and so does everything people file about it."),
    ),
    News.MERGED: (
        _("What you put on the map is one we know"),
        _("a curator found that it is a living system of the registry. Its address leads there, and everything people "
          "filed about it goes along."),
    ),
    News.REFUSED: (
        _("What you put on the map was taken down"),
        _("it is on the map no longer, for the reason below. Where moderators decided it, the page behind the link says "
          "how to appeal within 14 days."),
    ),
    News.LAPSED: (
        _("Nobody has decided about what you put on the map"),
        _("14 days have passed and no curator has decided. It stays on the map, and says so: uncurated."),
    ),
    News.ACCEPTED: (
        _("Your sighting was accepted"),
        _("a moderator accepted it: it stands on the page of the living system and in the open data. "
          "Nobody is shown who saw it."),
    ),
    News.NOT_ACCEPTED: (
        _("Your sighting was not accepted"),
        _("a moderator did not accept it, for the reason below. It is shown to nobody. You may appeal within 14 days; "
          "the page behind the link says how."),
    ),
}  # fmt: skip

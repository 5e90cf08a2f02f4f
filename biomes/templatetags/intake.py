"""Tags of the intake's pages. `{% load intake %}`"""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from biomes import queries
from biomes.words import imports as words

register = template.Library()


@register.filter
def time_left(seconds: int | None) -> str:
    """ "about 3 minutes left" """
    if seconds is None:
        return _("waiting for a worker")
    if seconds < 60:
        return _("less than a minute left")
    minutes = round(seconds / 60)
    said = ngettext("about %(count)s minute left", "about %(count)s minutes left", minutes)
    return said % {"count": minutes}


@register.simple_tag
def open_imports() -> dict[str, Any]:
    """Imports that want something of a curator: running, failed, waiting for their columns or their last step."""
    found, count = queries.open_imports()
    return {"rows": [(one, words.STATES[one.state]) for one in found], "count": count}

"""The words of the lattice: how a link is told, in one direction and along a path."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from biomes.models import Biome
from biomes.words import STATES, number


def felt(share: Decimal) -> str:
    """In whole percents, and never nought of what is told."""
    return number(max(round(share * 100), 1))


def drawing_says(systems: int, links: int) -> str:
    return _(
        "The lattice as a drawing: %(systems)s living systems and %(links)s links between them. The table below says the same."
    ) % {
        "systems": number(systems),
        "links": number(links),
    }


def spot_says(biome: Biome, state: str, share: Decimal | None, is_source: bool) -> str:
    """What a node says to those who hear it: first what is written beside it, then what its colour means."""
    said = {"name": biome.name, "state": STATES[state]}
    if is_source:
        return _("%(name)s. This one falls ill. It is now: %(state)s.") % said
    if share is not None:
        return _("%(name)s %(percent)s %%. It would feel at least that much. It is now: %(state)s.") % (
            said | {"percent": felt(share)}
        )
    return f"{biome.name}: {STATES[state]}"

"""Cards and sentences of what anybody may do: pins, sightings, statements (part of `biomes.cards`)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import queries as people
from biomes import queries
from biomes.rules.sighted import State
from biomes.words import everyone as words
from biomes.words import number
from ledger.queries import Card, now


def pin(code: str, viewer: Any) -> Card | None:
    """On the map, not in the registry: to everybody once looked at, before that to its author and who decides."""
    at = now()
    found = queries.pin(code)
    if found is not None:
        seen = found.filing.looked_at is not None
        if not seen and not (queries.is_filer(found, viewer) or queries.decides(viewer, at)):
            return None
        state = str(words.STAGES[queries.shown_stage(found, at)])
        return Card(found.name, reverse("biomes:biome", args=[code]), state)
    gone = queries.former_pin(code)
    if gone is None or gone.filing.into is None or not gone.filing.into.is_public:
        return None
    into = gone.filing.into
    return Card(into.name, reverse("biomes:biome", args=[into.slug]), str(queries.state_of(into, at)))


def sighting(code: str, viewer: Any) -> Card | None:
    found = queries.sighting_for(code, viewer, now()) if _is_uuid(code) else None
    if found is None:
        return None
    title = _("%(what)s, %(biome)s") % {"what": words.sighted(found.kind), "biome": found.biome.name}
    return Card(title, found.get_absolute_url(), str(words.SIGHTING_STATES[found.state]))


def statement(code: str, viewer: Any) -> Card | None:
    """As far as its label lets the viewer; withdrawn, it says so and nothing else, wherever it was quoted."""
    if not _is_uuid(code):
        return None
    found = queries.statement_for(code, viewer, now())
    if found is not None and found.state != State.WITHDRAWN:
        who = people.name_of(found.author)
        title = words.said_for(found.biome.name, who, found.capacity, found.method)
        return Card(title, found.get_absolute_url(), str(words.STATEMENT_STATES[found.state]))
    gone = queries.withdrawn_statement(code)
    if gone is None or gone.withdrawn_at is None:
        return None
    title = _("A statement, withdrawn on %(day)s by those who said it") % {
        "day": date_format(gone.withdrawn_at)
    }
    return Card(title, gone.get_absolute_url(), str(words.STATEMENT_STATES[gone.state]))


def need(_code: str, _viewer: Any) -> Card | None:
    return Card(_("How many people must see the same"), reverse("biomes:sightings"))


def _is_uuid(code: str) -> bool:
    try:
        UUID(code)
    except ValueError:
        return False
    return True


def guest(_code: str, _viewer: Any) -> Card | None:
    """What a guest has not confirmed is nobody's to see."""
    return None


CARDS = {
    "biomes.guest": guest,
    "biomes.sighting": sighting,
    "biomes.statement": statement,
    "biomes.need": need,
}

Body = Mapping[str, Any]


def _accepted(body: Body) -> str:
    return _("A sighting was accepted: %(what)s") % {"what": words.sighted(body["sighting_kind"])}


def _borne_out(body: Body) -> str:
    said = ngettext(
        "%(people)s person saw the same, independently: %(what)s",
        "%(people)s people saw the same, independently: %(what)s",
        int(body["people"]),
    )
    return said % {"people": number(body["people"]), "what": words.sighted(body["sighting_kind"])}


def _needed(body: Body) -> str:
    return _("The number of people who must see the same was set for %(what)s: %(need)s") % {
        "what": words.sighted(body["sighting_kind"]),
        "need": words.need_sentence(int(body["people"]), int(body["hours"]), int(body["radius_m"])),
    }


def _said(body: Body) -> str:
    return _("Something was said for it by a %(capacity)s, from %(method)s") % {
        "capacity": words.CAPACITIES.get(body["capacity"], body["capacity"]),
        "method": words.METHODS.get(body["method"], body["method"]),
    }


WORDS = {
    "biomes.biome.admitted": gettext_lazy("A living system that a person put on the map was looked at"),
    "biomes.biome.taken_up": gettext_lazy("A curator took up a living system that a person put on the map"),
    "biomes.biome.lapsed": gettext_lazy("Nobody decided within 14 days: it is uncurated"),
    "biomes.biome.merged": gettext_lazy("It was found to be another living system: %(into)s"),
    "biomes.biome.refused": gettext_lazy("Taken off the map, under the code “%(code)s”"),
    "biomes.sighting.accepted": _accepted,
    "biomes.sighting.corroborated": _borne_out,
    "biomes.sighting.withdrawn": gettext_lazy("A sighting was taken back"),
    "biomes.need.set": _needed,
    "biomes.statement.published": _said,
    "biomes.statement.withdrawn": gettext_lazy("A statement was withdrawn by those who said it"),
}

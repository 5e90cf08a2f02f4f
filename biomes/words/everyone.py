"""The words for what anybody may do: put on the map, report, say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from biomes.rules.consent import Capacity, Label, Method
from biomes.rules.lifecycle import Stage
from biomes.rules.sighted import Sighted, State, View
from biomes.words import grouped, number

Words = Mapping[str, Any]

STAGES: Words = {
    Stage.PROVISIONAL: pgettext_lazy("stage of a living system on the map", "Provisional"),
    Stage.UNCURATED: pgettext_lazy("stage of a living system on the map", "Uncurated"),
    Stage.TAKEN_UP: pgettext_lazy("stage of a living system on the map", "Taken up"),
    Stage.PUBLISHED: pgettext_lazy("stage of a living system on the map", "In the registry"),
    Stage.MERGED: pgettext_lazy("stage of a living system on the map", "Merged"),
    Stage.REFUSED: pgettext_lazy("stage of a living system on the map", "Refused"),
    Stage.WITHDRAWN: pgettext_lazy("stage of a living system on the map", "Taken down"),
}
STAGE_SENTENCES: Words = {
    Stage.PROVISIONAL: gettext_lazy(
        "A person put it on the map. It is not in the registry; a curator decides within 14 days."
    ),
    Stage.UNCURATED: gettext_lazy(
        "A person put it on the map. It is not in the registry, and no curator has decided within 14 days."
    ),
    Stage.TAKEN_UP: gettext_lazy("A person put it on the map, and a curator is completing its profile."),
}
SIGHTED: Words = {
    # Never "toxic": nobody sees a toxin.
    Sighted.BLOOM: gettext_lazy("Algae (not known whether toxic)"),
    Sighted.DEAD_FISH: gettext_lazy("Dead fish"),
    Sighted.FOAM: gettext_lazy("Foam"),
    Sighted.SMELL: gettext_lazy("A bad smell"),
    Sighted.COLOUR: gettext_lazy("An unusual colour"),
    Sighted.LITTER: gettext_lazy("Litter"),
    Sighted.DRY: gettext_lazy("Dried out"),
    Sighted.FLOOD: gettext_lazy("Flooded"),
    Sighted.WILDLIFE: gettext_lazy("Wildlife"),
    Sighted.OTHER: gettext_lazy("Something else"),
}
VIEWS: Words = {
    View.LANDSCAPE: gettext_lazy("The landscape"),
    View.MIDDLE: gettext_lazy("From the middle distance"),
    View.CLOSE: gettext_lazy("Close up"),
}
CELLS: Mapping[int, Any] = {
    100: gettext_lazy("To 100 m"),
    1_000: gettext_lazy("To 1 km"),
    10_000: gettext_lazy("To 10 km"),
}
SIGHTING_STATES: Words = {
    State.WAITING: pgettext_lazy("state of a sighting", "Waits to be looked at"),
    State.ACCEPTED: pgettext_lazy("state of a sighting", "Accepted"),
    State.REFUSED: pgettext_lazy("state of a sighting", "Not accepted"),
    State.WITHDRAWN: pgettext_lazy("state of a sighting", "Taken back"),
}
STATEMENT_STATES: Words = {
    State.WAITING: pgettext_lazy("state of a statement", "Waits to be read"),
    State.ACCEPTED: pgettext_lazy("state of a statement", "Published"),
    State.REFUSED: pgettext_lazy("state of a statement", "Not published"),
    State.WITHDRAWN: pgettext_lazy("state of a statement", "Withdrawn"),
}
CAPACITIES: Words = {
    Capacity.GUARDIAN: pgettext_lazy("who speaks", "guardian"),
    Capacity.ELDER: pgettext_lazy("who speaks", "elder"),
    Capacity.CURATOR: pgettext_lazy("who speaks", "curator"),
    Capacity.SCIENTIST: pgettext_lazy("who speaks", "scientist"),
    Capacity.FISHER: pgettext_lazy("who speaks", "who lives from it"),
    Capacity.NEIGHBOUR: pgettext_lazy("who speaks", "neighbour"),
    Capacity.VISITOR: pgettext_lazy("who speaks", "visitor"),
}
METHODS: Words = {
    Method.OBSERVATION: pgettext_lazy("what it rests on", "observation"),
    Method.TRADITION: pgettext_lazy("what it rests on", "tradition"),
    Method.MODEL: pgettext_lazy("what it rests on", "a model"),
    Method.LAW: pgettext_lazy("what it rests on", "the law"),
}
LABELS: Words = {
    Label.OPEN: gettext_lazy("Open: everyone may read, quote and export it"),
    Label.WHOLE: gettext_lazy("Whole: everyone may read it, and quote it only as it stands, with its author"),
    Label.HERE: gettext_lazy("Here only: everyone may read it on its page; nobody may quote or export it"),
    Label.MEMBERS: gettext_lazy("Members: only signed-in people may read it; nobody may quote or export it"),
    Label.PEOPLE: gettext_lazy("Its people: only its guardians and its author may read it"),
}
OFF_THE_EARTH = gettext_lazy("These coordinates are not on the earth.")
SWAPPED = gettext_lazy("Longitude and latitude look swapped: this latitude is beyond 90 degrees.")
UNSEEN = gettext_lazy("Remove the invisible characters.")


def sighted(kind: str) -> str:
    return str(SIGHTED.get(kind, kind))


def said_for(biome: str, author: str, capacity: str, method: str) -> str:
    """Who says it for whom, in which capacity, from what. Nothing is ever said *by* a living system."""
    return _("Said for %(biome)s by %(author)s, %(capacity)s, from %(method)s") % {
        "biome": biome,
        "author": author,
        "capacity": CAPACITIES.get(capacity, capacity),
        "method": METHODS.get(method, method),
    }


def need_sentence(people: int, hours: int, radius_m: int) -> str:
    said = ngettext(
        "%(people)s person within %(hours)s hours and %(metres)s m",
        "%(people)s people within %(hours)s hours and %(metres)s m",
        people,
    )
    return said % {"people": number(people), "hours": number(hours), "metres": grouped(radius_m)}


def away(metres: float) -> str:
    """How far: "here", "350 m", "4.2 km", as a person would say it."""
    if metres < 1:
        return _("here")
    if metres < 1_000:
        return _("%(metres)s m away") % {"metres": number(round(metres / 10) * 10 or 10)}
    kilometres = round(metres / 1_000, 1) if metres < 10_000 else round(metres / 1_000)
    return _("%(kilometres)s km away") % {"kilometres": number(kilometres)}

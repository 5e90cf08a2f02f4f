"""What others may show of this app's objects. Drafts answer None."""

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from biomes import everyone, queries
from biomes.words import QUALITIES, STATES, indicator_name, number, unit_name
from ledger.queries import Card, now


def biome(code: str, viewer: Any) -> Card | None:
    found = queries.public_biome(code)
    if found is None:
        return everyone.pin(code, viewer)
    return Card(found.name, reverse("biomes:biome", args=[code]), str(queries.state_of(found, now())))


def zone(code: str, _viewer: Any) -> Card | None:
    found = queries.zone(code)
    return Card(found.name, reverse("biomes:zone", args=[code])) if found else None


def station(code: str, _viewer: Any) -> Card | None:
    found = queries.public_station(code)
    if found is None:
        return None
    title = _("Station %(code)s, %(biome)s") % {"code": code, "biome": found.biome.name}
    return Card(title, reverse("biomes:station", args=[code]))


def reading(code: str, _viewer: Any) -> Card | None:
    found = queries.public_reading(code)
    if found is None:
        away = queries.archive_of(code)
        return _archived(str(away)) if away else None
    title = _("%(indicator)s %(value)s %(unit)s at %(station)s") % {
        "indicator": indicator_name(found.indicator.code, found.indicator.name),
        "value": f"{found.qualifier}{number(found.value)}",
        "unit": unit_name(found.unit),
        "station": found.station.code,
    }
    return Card(title, reverse("biomes:reading", args=[found.station.code, found.number]))


def _archived(month: str) -> Card:
    return Card(_("Readings of %(month)s, archived") % {"month": month}, reverse("biomes:archive"))


def archive(code: str, _viewer: Any) -> Card | None:
    return _archived(code) if queries.archive(code) else None


def indicator(code: str, _viewer: Any) -> Card | None:

    found = queries.indicators().filter(code=code).first()
    return Card(indicator_name(code, found.name), reverse("biomes:thresholds")) if found else None


def threshold(code: str, _viewer: Any) -> Card | None:
    found = queries.thresholds().filter(pk=code).first() if code.isascii() and code.isdigit() else None
    return Card(found.source, reverse("biomes:threshold", args=[found.pk])) if found else None


def seal(code: str, _viewer: Any) -> Card | None:
    found = queries.seal(code)
    if found is None:
        return None
    return Card(_("Readings of %(day)s") % {"day": code}, reverse("biomes:seal", args=[code]))


def guardianship(code: str, _viewer: Any) -> Card | None:
    found = (
        queries.public_guardianships().filter(pk=code).first() if code.isascii() and code.isdigit() else None
    )
    if found is None:
        return None
    title = _("%(guardian)s, guardian of %(biome)s") % {"guardian": found.user, "biome": found.biome.name}
    return Card(title, reverse("biomes:biome", args=[found.biome.slug]))


def calendar(code: str, _viewer: Any) -> Card | None:
    found = (
        queries.calendar_entry(int(code)) if code.isascii() and code.isdigit() and len(code) < 18 else None
    )
    return Card(found.title, reverse("biomes:biome", args=[found.biome.slug])) if found else None


def story(code: str, _viewer: Any) -> Card | None:
    found = queries.public_story(code)
    return Card(found.title, reverse("biomes:story", args=[found.uuid])) if found else None


def bulk(_code: str, _viewer: Any) -> Card | None:
    """A file that a curator brought in is nobody else's to see."""
    return None


CARDS = {
    "biomes.bulk": bulk,
    "biomes.calendar": calendar,
    "biomes.story": story,
    "biomes.biome": biome,
    "biomes.zone": zone,
    "biomes.station": station,
    "biomes.reading": reading,
    "biomes.indicator": indicator,
    "biomes.threshold": threshold,
    "biomes.seal": seal,
    "biomes.archive": archive,
    "biomes.guardianship": guardianship,
} | everyone.CARDS


# --- What the log says of this app's facts ----------------------------------------------------------
Body = Mapping[str, Any]


def _measured(sentence: Any) -> Callable[[Body], str]:
    """A sentence about a reading or a limit, with the indicator, its unit and its numbers as people write them."""

    def say(body: Body) -> str:
        return str(sentence) % {
            "station": body.get("station", ""),
            "indicator": indicator_name(body["indicator"]),
            "value": number(body.get("value", "")),
            "limit": number(body.get("limit", "")),
            "unit": unit_name(body.get("unit", "")),
        }

    return say


def _changed(body: Body) -> str:
    former, state = (STATES.get(body[key], body[key]) for key in ("former", "state"))
    return _("Found to be %(state)s, after %(former)s") % {
        "state": str(state).lower(),
        "former": str(former).lower(),
    }


def _judged(body: Body) -> str:
    return _("A person looked at a reading of %(indicator)s at %(station)s: it is %(quality)s") % {
        "indicator": indicator_name(body["indicator"]),
        "station": body["station"],
        "quality": QUALITIES.get(body["quality"], body["quality"]),
    }


def _sealed(body: Body) -> str:
    said = ngettext(
        "The %(count)s reading received on %(day)s was sealed",
        "The %(count)s readings received on %(day)s were sealed",
        int(body["count"]),
    )
    return said % {"count": number(body["count"]), "day": body["day"]}


def _put_away(sentence: Any) -> Callable[[Body], str]:
    return lambda body: str(sentence) % {"month": body["month"], "count": number(body["count"])}


WORDS = {
    "biomes.indicator.breached": _measured(
        gettext_lazy("%(indicator)s at %(station)s passed its limit of %(limit)s: %(value)s %(unit)s")
    ),
    "biomes.indicator.recovered": _measured(
        gettext_lazy("%(indicator)s at %(station)s came back inside its limit: %(value)s %(unit)s")
    ),
    "biomes.condition.changed": _changed,
    "biomes.biome.published": gettext_lazy("A living system’s profile was published"),
    "biomes.biome.revised": gettext_lazy("Revision %(revision)s of a profile was published"),
    "biomes.biome.withdrawn": gettext_lazy("A profile was taken down; its record stays"),
    "biomes.biome.restored": gettext_lazy("A profile was put back"),
    "biomes.story.published": gettext_lazy("A community story was published"),
    "biomes.story.withdrawn": gettext_lazy("A community story was withdrawn; what was told is erased"),
    "biomes.threshold.set": _measured(gettext_lazy("A limit was set: %(indicator)s %(limit)s %(unit)s")),
    "biomes.threshold.corrected": _measured(
        gettext_lazy("A limit was corrected: %(indicator)s %(limit)s %(unit)s from its date on")
    ),
    "biomes.reading.judged": _judged,
    "biomes.readings.sealed": _sealed,
    "biomes.readings.archived": _put_away(
        gettext_lazy("The readings of %(month)s went to the archive: %(count)s of them")
    ),
    "biomes.readings.restored": _put_away(
        gettext_lazy("The readings of %(month)s came back from the archive: %(count)s of them")
    ),
} | everyone.WORDS

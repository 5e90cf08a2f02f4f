"""What others may show of this app's objects. Drafts answer None."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from biomes import queries
from biomes.words import indicator_name, number, unit_name
from ledger.queries import Card, now


def biome(code: str, _viewer: Any) -> Card | None:
    found = queries.public_biome(code)
    if found is None:
        return None
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
        return None

    title = _("%(indicator)s %(value)s %(unit)s at %(station)s") % {
        "indicator": indicator_name(found.indicator.code, found.indicator.name),
        "value": f"{found.qualifier}{number(found.value)}",
        "unit": unit_name(found.unit),
        "station": found.station.code,
    }
    return Card(title, reverse("biomes:reading", args=[found.station.code, found.pk]))


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


CARDS = {
    "biomes.biome": biome,
    "biomes.zone": zone,
    "biomes.station": station,
    "biomes.reading": reading,
    "biomes.indicator": indicator,
    "biomes.threshold": threshold,
    "biomes.seal": seal,
}

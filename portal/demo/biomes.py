"""The living systems of the Vessa basin, their zones, stations and a season of readings; and one real lagoon."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from math import pi, sin
from typing import Any

from accounts import queries as accounts
from biomes import actions
from biomes.models import Batch, Biome, Indicator, Reading, Station, Zone
from biomes.rules.words import Quality, Verification
from portal.demo import places
from portal.demo.systems import (
    BLOOM,
    CHLOROPHYLL_RISE,
    DERIVED,
    LIMITS,
    LINKS,
    MAR_MENOR,
    MAR_MENOR_SAID,
    STATIONS,
    SYSTEMS,
    TOXIN_RISE,
    ZONES,
)
from portal.demo.world import World

SEASON_DAYS = 95
# The bloom's two stations report themselves on these days (ago), through the same door as a real station.
LIVE_DAYS = (8, 6, 4, 2, 1, 0)
LIVE = ("V-07", "V-03")


def load(world: World) -> None:
    actions.install_reference()
    curator = world.user("noor")
    began = world.days_ago(SEASON_DAYS + 800)
    zones = _zones(curator.code, began)
    biomes = _biomes(curator.code, began)
    _limits(biomes["vessa-lagoon"], curator.code, world.days_ago(740))
    _links(biomes, curator.code, began)
    _offices(world, biomes, zones, began)
    stations = _stations(world, biomes, curator.code, began)
    _season(world, stations)
    _mar_menor(world, curator.code, began)
    _curators_desk(world, biomes, curator.code)


def _zones(author: str, at: datetime) -> list[Zone]:
    return [
        actions.draw_zone(
            slug=slug,
            name=name,
            kind=kind,
            polygon=places.ZONES[slug],
            population=population,
            actor=author,
            at=at,
        )
        for slug, (name, kind, population) in ZONES.items()
    ]


def _biomes(author: str, at: datetime) -> dict[str, Biome]:
    made = {}
    for slug, (name, names, group, zones, depth, red_list, story) in SYSTEMS.items():
        content: dict[str, Any] = {
            "name": name,
            "names": names,
            "functional_group": group,
            "place": places.SYSTEMS[slug],
            "zones": zones,
            "mean_depth_m": depth,
            "red_list": red_list,
            "story": story,
        }
        if slug == "vessa-lagoon":
            content |= {
                "red_list_criteria": "D1",
                "red_list_on": "2026-03-03",
                "red_list_citation": "Basin assessment of Vessa (demonstration)",
            }
        made[slug] = _published(slug, content, author, at, "First profile")
    return made


def _published(slug: str, content: dict[str, Any], author: str, at: datetime, reason: str) -> Biome:
    biome = actions.draft_biome(slug=slug, content=content, author=author, reason=reason, at=at)
    return actions.publish_biome(biome_id=biome.pk, number=1, actor=author, at=at + timedelta(hours=2))


def _limits(lagoon: Biome, author: str, at: datetime) -> None:
    for code, level, direction, value, what in LIMITS:
        actions.set_threshold(
            indicator=Indicator.objects.get(code=code),
            level=level,
            direction=direction,
            value=Decimal(value),
            biome=lagoon,
            label="Charter of Vessa Lagoon",
            source=f"Charter of Vessa Lagoon, annex 2: {what} (demonstration)",
            source_year=at.year,
            since=at,
            at=at,
            author=author,
            verification=Verification.DOCUMENT,
            verified_on=at.date(),
        )


def _links(biomes: dict[str, Biome], author: str, at: datetime) -> None:
    for source, target, kind, both_ways, strength, evidence in LINKS:
        actions.add_link(
            source=biomes[source],
            target=biomes[target],
            kind=kind,
            both_ways=both_ways,
            strength=Decimal(strength),
            evidence=evidence,
            actor=author,
            at=at,
        )


def _offices(world: World, biomes: dict[str, Biome], zones: list[Zone], at: datetime) -> None:
    """Sefa and Idris hold the lagoon's two hands; whoever else the demo names as a guardian holds one more."""
    until = world.days_ahead(400)
    for hand, key in ((1, "sefa"), (2, "idris")):
        actions.begin_guardianship(
            biome=biomes["vessa-lagoon"],
            user=world.user(key),
            hand=hand,
            instrument="Charter of Vessa Lagoon, article 5",
            since=world.days_ago(700),
            until=until,
            actor="",
            at=world.days_ago(700),
        )
    others = sorted(key for key in world.people if key.startswith("guardian"))
    free = [slug for slug in SYSTEMS if slug not in {"vessa-lagoon", "low-quay-soil", "aurelis-dunes"}]
    for key, slug in zip(others, free, strict=False):
        actions.begin_guardianship(
            biome=biomes[slug],
            user=world.user(key),
            hand=1,
            instrument="Appointment by the Council of the Vessa Basin",
            since=world.days_ago(500),
            until=until,
            actor="",
            at=world.days_ago(500),
        )
    organisations = {one.slug: one for one in accounts.organisations()}
    water, council = organisations.get("harl-water"), organisations.get("vessa-council")
    for slug, biome in biomes.items():
        named = water if slug in {"vessa-lagoon", "harl-river", "kell-streams", "tessel-aquifer"} else council
        if named:
            actions.name_competent(organisation=named, biome=biome, since=at, at=at, actor="")
    for zone in zones:
        if council:
            actions.name_competent(organisation=council, zone=zone, since=at, at=at, actor="")


def _stations(world: World, biomes: dict[str, Biome], author: str, at: datetime) -> dict[str, Station]:
    operator = {one.slug: one for one in accounts.organisations()}.get("harl-water")
    return {
        code: actions.open_station(
            code=code,
            name=name,
            biome=biomes[slug],
            lon=Decimal(str(places.STATIONS[code][0])),
            lat=Decimal(str(places.STATIONS[code][1])),
            operator=operator,
            actor=author,
            at=at,
        )
        for code, (slug, name) in STATIONS.items()
    }


# --- Readings -------------------------------------------------------------------------------------
def _season(world: World, stations: dict[str, Station]) -> None:
    """Three months day by day, poured in; the bloom's own stations speak for themselves at the end."""
    indicators = {one.code: one for one in Indicator.objects.all()}
    poured: list[Reading] = []
    live: list[tuple[datetime, Station, list[dict[str, object]]]] = []
    for code, station in stations.items():
        batch = Batch.objects.create(station=station, sender=code, received_at=world.days_ago(1))
        before = len(poured)
        for day in range(SEASON_DAYS, -1, -1):
            if code == "P-01" and day < 22:
                break
            said = _said(world, code, day)
            at = world.days_ago(day) - timedelta(minutes=40)
            if code in LIVE and day in LIVE_DAYS:
                rows = [_row(indicator, _time(at, indicator), value) for indicator, value in said.items()]
                live.append((at + timedelta(minutes=20), station, rows))
                continue
            poured += [
                _reading(station, indicators[indicator], _time(at, indicator), value, batch)
                for indicator, value in said.items()
            ]
        batch.row_count = batch.stored_count = len(poured) - before
        batch.save(update_fields=["row_count", "stored_count"])
    Reading.objects.pour(poured)
    _what_followed(world, stations, live)


def _what_followed(
    world: World, stations: dict[str, Station], live: list[tuple[datetime, Station, list[dict[str, object]]]]
) -> None:
    """States as they were found at the time, and the batches that opened alerts, in the order of time."""
    systems = {station.biome.slug: station.biome for station in stations.values()}
    for biome in systems.values():
        actions.assess_biome(biome=biome, at=world.days_ago(SEASON_DAYS - 2))
    found = [(world.days_ago(day) - timedelta(minutes=5), None, []) for day in (13, 9, 3)]
    for at, station, rows in sorted([*found, *live], key=lambda one: (one[0], str(one[1]))):
        if station is None:
            actions.assess_biome(biome=systems["vessa-lagoon"], at=at)
        else:
            actions.record_readings(station=station, rows=rows, at=at)
    for biome in Biome.objects.public():
        actions.assess_biome(biome=biome, at=world.now - timedelta(minutes=10))


def _time(at: datetime, indicator: str) -> datetime:
    """Oxygen is read before dawn; everything else when the boat or the buoy reports."""
    at = at.replace(microsecond=0)
    return at - timedelta(hours=6) if indicator == "oxygen-night" else at


def _row(indicator: str, at: datetime, value: str) -> dict[str, object]:
    row: dict[str, object] = {"indicator": indicator, "at": at.isoformat(), "value": value}
    return row | ({"method": "ELISA"} if indicator == "microcystin" else {})


def _reading(station: Station, indicator: Indicator, at: datetime, value: str, batch: Batch) -> Reading:
    below = value.startswith("<")
    number = Decimal(value.lstrip("<"))
    return Reading(
        station=station,
        indicator=indicator,
        phenomenon_at=at,
        received_at=at + timedelta(minutes=20),
        value=number,
        qualifier="<" if below else "",
        detection_limit=number if below else None,
        unit=indicator.unit,
        quality=Quality.CHECKED.value,
        method="ELISA" if indicator.code == "microcystin" else "",
        batch=batch,
    )


def _said(world: World, code: str, day: int) -> dict[str, str]:
    """What a station reports ``day`` days ago."""
    wobble = world.rng.uniform
    season = sin(pi * (SEASON_DAYS - day) / SEASON_DAYS / 2)
    if code.startswith("V"):
        return _lagoon(BLOOM[code], day, season, wobble)
    if code == "S-01":
        return {
            "chlorophyll-a": f"{13.4 + wobble(-0.6, 0.8):.1f}",
            "water-temperature": _warm(season, wobble),
        }
    if code in {"H-01", "H-02"}:
        level = 15.2 if code == "H-01" else 4.1
        return {
            "chlorophyll-a": f"{level + wobble(-1, 1):.1f}",
            "nitrate": f"{level + 6 + wobble(-2, 2):.0f}",
        }
    if code == "A-01":
        return {"nitrate": f"{54 + 5 * season + wobble(-1, 1):.0f}"} if day % 7 == 3 else {}
    quiet = {"K-01": 1.1, "R-01": 8.4, "P-01": 6.0, "O-01": 1.4}[code]
    return {
        "chlorophyll-a": f"{quiet * wobble(0.85, 1.15):.1f}",
        "water-temperature": _warm(season - (0.6 if code == "K-01" else 0), wobble),
    }


def _lagoon(share: float, day: int, season: float, wobble: Any) -> dict[str, str]:
    rise = len(CHLOROPHYLL_RISE) - 1 - day
    quiet = 8.2 + 1.6 * sin(day / 5) + wobble(-0.9, 0.9)
    bloom = rise >= 0
    chlorophyll, toxin = quiet, 0.0
    if bloom:
        chlorophyll = max(quiet * (1 - share), 0) + CHLOROPHYLL_RISE[rise] * share if share >= 0.4 else quiet
        toxin = TOXIN_RISE[rise] * (share if share >= 0.4 else 0)
        if share == 0.75:
            toxin = TOXIN_RISE[rise] * 0.8
    suffering = share * max(rise, 0) / 13 if bloom else 0.0
    return {
        "microcystin": f"{toxin:.1f}" if toxin >= 0.15 else "<0.1",
        "chlorophyll-a": f"{chlorophyll:.1f}",
        "oxygen-night": f"{6.9 - 0.4 * season - 2.7 * suffering + (0 if suffering > 0.5 else wobble(-0.2, 0.2)):.1f}",
        "water-temperature": _warm(season, wobble) if day else "27.4",
        "salinity": f"{8.2 + (wobble(-0.3, 0.3) if day else 0):.1f}",
        "secchi-depth": f"{max(1.9 - 0.2 * season - 1.3 * suffering + (wobble(-0.1, 0.1) if day else 0), 0.3):.1f}",
    }


def _warm(season: float, wobble: Any) -> str:
    return f"{20.6 + 6.4 * season + wobble(-0.5, 0.5):.1f}"


# --- The real case, and the curator's table -------------------------------------------------------
def _mar_menor(world: World, author: str, at: datetime) -> None:
    biome = _published(
        "mar-menor",
        {
            "name": "Mar Menor",
            "names": [{"language": "es", "name": "Mar Menor", "meaning": "the lesser sea"}],
            "functional_group": "FM1.3",
            "place": MAR_MENOR,
            "mean_depth_m": "4",
            "red_list": "NE",
            "notice": f"A real place, shown for reference. Its chlorophyll means are {DERIVED}. "
            "The outline is simplified.",
            "story": "A coastal lagoon in Murcia, Spain, and the first ecosystem of Europe with legal personality "
            "(Ley 19/2022). In the winter of 2016 its water turned green; chlorophyll reached a mean of 34.3 µg/L "
            "over the buoys in January 2017.",
        },
        author,
        at,
        "Reference case",
    )
    buoys = actions.open_station(
        code="MM-BUOYS",
        name="Mean over the regional buoys",
        biome=biome,
        lon=Decimal("-0.785"),
        lat=Decimal("37.735"),
        actor=author,
        at=datetime(2016, 8, 1, tzinfo=UTC),
    )
    rows = [
        {"indicator": "chlorophyll-a", "at": when, "value": value, "method": DERIVED}
        for when, value in MAR_MENOR_SAID
    ]
    actions.record_readings(
        station=buoys, rows=rows, at=at, sender="reference case", historical=True, quality=Quality.CHECKED
    )


def _curators_desk(world: World, biomes: dict[str, Biome], author: str) -> None:
    """Something waits on the desk: a draft, an edit, and a value that nobody can believe."""
    actions.draft_biome(
        slug="quay-mussels",
        content={
            "name": "Quay Mussel Beds",
            "functional_group": "M1.4",
            "zones": ["low-quay"],
            "story": "Mussels on the old quay wall. The outline is still to be walked.",
        },
        author=author,
        reason="Asked for by the night fishers",
        at=world.days_ago(6),
    )
    reedbed = biomes["ister-reedbed"]
    content = reedbed.revisions.get(number=1).snapshot | {
        "story": "Reeds beside the inlet, cut by hand every second winter. Bearded tits breed here since 2148."
    }
    actions.edit_biome(
        biome_id=reedbed.pk,
        content=content,
        author=author,
        reason="Breeding record of the reed cutters",
        at=world.days_ago(2),
    )
    actions.record_readings(
        station=Station.objects.get(code="O-01"),
        rows=[
            {
                "indicator": "water-temperature",
                "at": (world.now - timedelta(hours=5)).isoformat(),
                "value": "212.0",
            }
        ],
        at=world.now - timedelta(hours=4),
    )

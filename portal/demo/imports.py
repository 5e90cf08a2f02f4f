"""What stations and curators handed in: an old notebook that is stored, a logbook that waits, a table that breaks.

The keepers of the Harl wrote their nitrate by hand for two years, long before the buoys; their notebook has decimal
commas. It went in through the same door as any curator's file.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from biomes import actions, files, import_steps
from biomes.models import Biome, Import, Station, StationKey
from biomes.rules.keys import digest_of
from portal.demo.world import World

# {year} is some twenty years before the demo's day.
NOTEBOOK = "day;station;nitrate (mg/L)\n" + "".join(
    f"{{year}}-{month:02d}-15;H-01;{18 + month % 5},{month % 10}\n{{year}}-{month:02d}-15;H-02;{11 + month % 4},5\n"
    for month in range(1, 13)
)
LOGBOOK = """site,taken,depth,temp,chla
O-01,{year}-05-02,1,16.5,1.9
O-01,{year}-05-09,1,17.1,2.2
O-01,{year}-05-16,1,"18,2",2.4
O-01,{year}-05-23,1,18.4,bdl
O-01,the week of the storm,1,17.9,3.1
O 02,{year}-06-06,1,19.0,2.8
O-01,{year}-06-13,1,19.6,
"""
BROKEN = 'site,taken,chla\nS-01,{year}-03-01,"4.1\nS-01,{year}-04-01,4.4\n'


def load(world: World) -> None:
    curator = world.user("noor").code
    _notebook(world, curator)
    _logbook(world, curator)
    _broken(world, curator)
    _deliveries(world)
    _keys(world, curator)


def _upload(world: World, number: int, slug: str, name: str, text: str, separator: str, by: str) -> Import:
    year = world.now.year - 20 + number
    text, name = text.format(year=year), name.format(year=year)
    uuid = UUID(int=0x2150_0000_4000_8000_0000_0000_0000_0000 + number)
    header = text.partition("\n")[0].split(separator)
    kept = files.keep(uuid, "csv", [text.encode()])
    return actions.upload_import(
        uuid=uuid, biome=Biome.objects.get(slug=slug), station=None, name=name, kind="csv", file=kept.name,
        sha256=kept.sha256, size=kept.size, header=header, separator=separator, by=by,
        at=world.now - timedelta(hours=30 - number),
    )  # fmt: skip


def _said(found: Import, roles: dict[str, str], **more: str) -> dict[str, object]:
    columns = [{"column": one, "role": roles.get(one, ""), "unit": "", "limit": ""} for one in found.header]
    plain = {"decimals": "point", "thousands": "none", "time": "", "clock": "", "separator": ","}
    return plain | more | {"columns": columns}


def _check(world: World, found: Import, said: dict[str, object]) -> None:
    actions.start_check(uuid=found.uuid, said=said, header=found.header, at=found.asked_at)
    import_steps.finish_here(found.pk)


def _notebook(world: World, by: str) -> None:
    found = _upload(world, 1, "harl-river", "harl-keepers-notebook-{year}.csv", NOTEBOOK, ";", by)
    roles = {"day": "time", "station": "station", "nitrate (mg/L)": "nitrate"}
    _check(world, found, _said(found, roles, separator=";", decimals="comma"))
    actions.start_import(uuid=found.uuid, by=by, at=world.now - timedelta(hours=28), is_checked=True)
    import_steps.finish_here(found.pk)


def _logbook(world: World, by: str) -> None:
    slug = Station.objects.get(code="O-01").biome.slug
    found = _upload(world, 2, slug, "outer-reef-logbook-{year}.csv", LOGBOOK, ",", by)
    roles = {
        "site": "station",
        "taken": "time",
        "depth": "depth",
        "temp": "water-temperature",
        "chla": "chlorophyll-a",
    }
    _check(world, found, _said(found, roles))


def _broken(world: World, by: str) -> None:
    slug = Station.objects.get(code="S-01").biome.slug
    found = _upload(world, 3, slug, "sill-meadow-survey-{year}.csv", BROKEN, ",", by)
    _check(world, found, _said(found, {"site": "station", "taken": "time", "chla": "chlorophyll-a"}))


def _deliveries(world: World) -> None:
    """A logger whose clock and comma went wrong, and what became of its rows."""
    station = Station.objects.get(code="K-01")
    at = world.now - timedelta(hours=5)
    row = {"indicator": "water-temperature", "at": (at - timedelta(minutes=20)).isoformat(), "value": "14.2"}
    rows = [
        row | {"depth_m": "0.5"},
        row | {"depth_m": "1", "value": "14,1"},
        row | {"depth_m": "1.5", "value": ""},
        row | {"depth_m": "2", "at": at.strftime("%Y-%m-%dT%H:%M")},
        row | {"depth_m": "2.5", "value": "bdl"},
        row | {"indicator": "secchi-depth", "value": "-3"},
    ]
    actions.record_readings(station=station, rows=rows, at=at, sender="key blk_K01old")


def _keys(world: World, by: str) -> None:
    """Fixed hints and no usable secret: the digest is of a sentence, not of a key."""
    station = Station.objects.get(code="V-07")
    old, new = (
        StationKey.objects.create(
            station=station, digest=digest_of(f"no key: {hint}"), hint=hint, issued_by=by,
            issued_at=world.days_ago(days), last_used_on=world.days_ago(used).date(),
        )
        for hint, days, used in (("blk_x4Tq1", 400, 3), ("blk_mW0c9", 4, 0))
    )  # fmt: skip
    StationKey.objects.filter(pk=old.pk).update(expires_at=world.days_ahead(3))
    StationKey.objects.filter(pk=new.pk).update(replaces=old)

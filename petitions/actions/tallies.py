"""The tables that a total is broken into, moved together and only under the petition's lock."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F

from biomes import queries as biomes
from petitions import queries
from petitions.models import BasinCount, HourCount, Petition, Printed, ZoneCount
from petitions.rules import books, suppression
from petitions.rules.suppression import Table

# Less than nought is refused by the database: nothing is taken off that was not counted.
ADD_ZONES = """
INSERT INTO petitions_zonecount (petition_id, zone_id, count)
SELECT %s, zone, number FROM unnest(%s::bigint[], %s::int[]) AS t(zone, number)
ON CONFLICT (petition_id, zone_id) DO UPDATE SET count = petitions_zonecount.count + excluded.count
"""
ADD_HOURS = """
INSERT INTO petitions_hourcount (petition_id, hour, count, paper)
SELECT %s, hour, number, paper FROM unnest(%s::timestamptz[], %s::int[], %s::int[]) AS t(hour, number, paper)
ON CONFLICT (petition_id, hour) DO UPDATE
SET count = petitions_hourcount.count + excluded.count, paper = petitions_hourcount.paper + excluded.paper
"""
SET_BASINS = """
INSERT INTO petitions_basincount (petition_id, biome_id, count)
SELECT %s, biome, number FROM unnest(%s::bigint[], %s::int[]) AS t(biome, number)
ON CONFLICT (petition_id, biome_id) DO UPDATE SET count = excluded.count
"""
TAKE_ZONES = """
UPDATE petitions_zonecount SET count = count - number
FROM unnest(%s::bigint[], %s::int[]) AS t(zone, number)
WHERE petition_id = %s AND zone_id IS NOT DISTINCT FROM zone
"""
TAKE_HOURS = """
UPDATE petitions_hourcount SET count = count - number, paper = petitions_hourcount.paper - t.paper
FROM unnest(%s::timestamptz[], %s::int[], %s::int[]) AS t(counted, number, paper)
WHERE petition_id = %s AND hour = counted
"""
Zones = Mapping[int | None, int]
Hours = Mapping[datetime, int]
# A counted signature: its zone, when it was confirmed, whether on paper.
Moved = tuple[int | None, datetime, bool]


def add(petition: Petition, zones: Zones, hours: Hours, paper: Hours) -> None:
    """More signatures: by zone, by hour (and of each hour those on paper), and by basin."""
    with connection.cursor() as cursor:
        cursor.execute(ADD_ZONES, [petition.pk, list(zones), list(zones.values())])
        cursor.execute(ADD_HOURS, [petition.pk, *_hours(hours, paper)])
    reckon_basins(petition)


def take(petition: Petition, zones: Zones, hours: Hours, paper: Hours) -> None:
    """Fewer signatures, from the same cells they were added to."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_ZONES, [list(zones), list(zones.values()), petition.pk])
        cursor.execute(TAKE_HOURS, [*_hours(hours, paper), petition.pk])
    reckon_basins(petition)


def _hours(hours: Hours, paper: Hours) -> list[list[Any]]:
    return [list(hours), list(hours.values()), [paper.get(hour, 0) for hour in hours]]


def move_counted(petition: Petition, rows: Iterable[Moved], *, sign: int, at: datetime) -> None:
    """Counted signatures that come off the count (-1) or back (+1): total and tables, under the petition's lock."""
    moved = list(rows)
    zones = Counter(row[0] for row in moved)
    hours = Counter(books.hour_of(row[1]) for row in moved)
    paper = Counter(books.hour_of(row[1]) for row in moved if row[2])
    Petition.objects.filter(pk=petition.pk).update(
        signature_count=F("signature_count") + sign * len(moved),
        paper_count=F("paper_count") + sign * paper.total(), counted_at=at,
    )  # fmt: skip
    petition.refresh_from_db(fields=["signature_count", "paper_count", "counted_at"])
    (add if sign > 0 else take)(petition, zones, hours, paper)
    print_table(petition, moved=len(moved), at=at)


def reckon_basins(petition: Petition) -> None:
    """The counts by zone, added up for each living system as the map of zones is now."""
    zones = dict(ZoneCount.objects.filter(petition=petition).values_list("zone_id", "count"))
    basins = books.basins_of(zones, biomes.biomes_by_zone())
    known = BasinCount.objects.filter(petition=petition)
    gone = [row.pk for row in known if row.biome_id not in basins]
    if gone:
        known.filter(pk__in=gone).delete()
    with connection.cursor() as cursor:
        cursor.execute(SET_BASINS, [petition.pk, list(basins), list(basins.values())])


def print_table(petition: Petition, *, moved: int, at: datetime) -> None:
    """Renew what is published by place, if that gives nobody away; see `rules.suppression`."""
    row, _new = Printed.objects.get_or_create(petition=petition)
    row.moved += moved
    if row.moved < suppression.SMALL:
        row.save(update_fields=["moved"])
        return
    before = Table(row.cells, row.total)
    after = suppression.renewed(before, queries.counts_by_place(petition), row.moved)
    # Once it is looked at, the next look waits for as many again, whether or not the table changed.
    if before.cells or row.moved >= 2 * suppression.SMALL:
        row.moved = 0
    if after != before:
        row.cells, row.total, row.printed_at = dict(after.cells), after.total, at
    row.save(update_fields=["cells", "total", "printed_at", "moved"])


def set_tables(petition: Petition, zones: Zones | None, hours: Hours, paper: Hours) -> None:
    """Put the stored tables to these numbers; None leaves the zones as they are."""
    HourCount.objects.filter(petition=petition).delete()
    if zones is not None:
        ZoneCount.objects.filter(petition=petition).delete()
    add(petition, zones or {}, hours, paper)

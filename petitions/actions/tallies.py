"""The tables that a total is broken into, moved together and only under the petition's lock."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

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
INSERT INTO petitions_hourcount (petition_id, hour, count)
SELECT %s, hour, number FROM unnest(%s::timestamptz[], %s::int[]) AS t(hour, number)
ON CONFLICT (petition_id, hour) DO UPDATE SET count = petitions_hourcount.count + excluded.count
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
UPDATE petitions_hourcount SET count = count - number
FROM unnest(%s::timestamptz[], %s::int[]) AS t(counted, number)
WHERE petition_id = %s AND hour = counted
"""
Zones = Mapping[int | None, int]
Hours = Mapping[datetime, int]


def add(petition: Petition, zones: Zones, hours: Hours) -> None:
    """More signatures: by zone, by hour, and by basin."""
    with connection.cursor() as cursor:
        cursor.execute(ADD_ZONES, [petition.pk, list(zones), list(zones.values())])
        cursor.execute(ADD_HOURS, [petition.pk, list(hours), list(hours.values())])
    reckon_basins(petition)


def take(petition: Petition, zones: Zones, hours: Hours) -> None:
    """Fewer signatures, from the same cells they were added to."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_ZONES, [list(zones), list(zones.values()), petition.pk])
        cursor.execute(TAKE_HOURS, [list(hours), list(hours.values()), petition.pk])
    reckon_basins(petition)


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


def set_tables(petition: Petition, zones: Zones | None, hours: Hours) -> None:
    """Put the stored tables to these numbers; None leaves the zones as they are."""
    HourCount.objects.filter(petition=petition).delete()
    if zones is not None:
        ZoneCount.objects.filter(petition=petition).delete()
    add(petition, zones or {}, hours)

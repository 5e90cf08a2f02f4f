"""A station's page: what it measures and where it was silent; and each delivery with its refused and flagged rows."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.rules.roles import Role
from biomes import actions
from biomes.models import Refusals
from biomes.queries import stations as reads
from biomes.rules.gaps import gaps
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.biomes import makers

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def today(db):
    return now()


@pytest.fixture
def station(today):
    makers.reference()
    return makers.station(makers.biome("lagoon", at=today), "V-07", at=today)


def send(station, rows, at):
    actions.record_readings(station=station, rows=rows, at=at)
    return station.batches.first()


def test_each_depth_and_replicate_has_its_own_last_value_and_silences(station, today):
    rows = [makers.row("salinity", today - n * DAY, f"{n}", depth_m="0.5") for n in (1, 2, 20, 21)]
    rows += [makers.row("salinity", today - n * DAY, f"{n}", depth_m="2", replicate=2) for n in (1, 2)]
    send(station, rows, today)

    upper, lower = reads.strands_of(station, today)

    assert (str(upper.depth_m), upper.replicate, str(upper.last)) == ("0.50", None, "1 g/kg")
    assert (str(lower.depth_m), lower.replicate, lower.count, lower.gaps) == ("2.00", 2, 2, [])
    assert [(today - a, today - b) for a, b in upper.gaps] == [(20 * DAY, 2 * DAY)]


def test_a_dense_strand_is_counted_whole_and_its_silences_are_those_of_the_rule(station, today):
    minutes = [n for n in range(5, 30 * 24 * 60, 15) if not 9_000 < n < 22_000]
    times = [today - timedelta(minutes=n) for n in minutes]
    send(station, [makers.row("salinity", at, "8", depth_m="2") for at in times], today)
    send(
        station,
        [makers.row("salinity", today - 25 * DAY, "8"), makers.row("salinity", today - 40 * DAY, "8")],
        today,
    )
    send(
        station, [makers.row("nitrate", today + DAY, "1"), makers.row("nitrate", today - 9 * DAY, "1")], today
    )

    nitrate, surface, deep = sorted(
        reads.strands_of(station, today), key=lambda one: (one.indicator.code, one.depth_m or 0)
    )

    assert len(times) > reads.NEWEST
    assert (deep.count, surface.count, nitrate.count) == (len(times), 1, 1)
    assert deep.gaps == gaps(times, until=today, longest=deep.indicator.validity) != []
    assert surface.gaps == [(today - 25 * DAY, today)]
    assert nitrate.gaps == gaps([today - 9 * DAY], until=today, longest=nitrate.indicator.validity)
    assert deep.last.phenomenon_at == max(times)


def test_the_page_shows_place_values_deliveries_and_no_keys_to_the_public(client, station, today):
    batch = send(station, [makers.row("salinity", today - DAY, "8", depth_m="0.5")], today)
    actions.issue_key(station_id=station.pk, actor="p-1", at=today)

    page = client.get(reverse("biomes:station", args=["V-07"])).content.decode()

    assert "<svg" in page
    assert reverse("biomes:batch", args=["V-07", batch.pk]) in page
    assert "blk_" not in page


def test_a_curator_sees_the_keys_and_when_they_were_used(client, station, today):
    actions.issue_key(station_id=station.pk, actor="p-1", at=today)
    sign_in(client, person("curator", Role.CURATOR))

    page = client.get(reverse("biomes:station", args=["V-07"])).content.decode()

    assert "blk_" in page
    assert "never used" in page


def test_a_station_without_a_reading_says_so(client, station):
    page = client.get(reverse("biomes:station", args=["V-07"])).content.decode()

    assert "No reading yet" in page
    assert "It has delivered nothing yet." in page


def test_a_delivery_names_its_refused_and_flagged_rows(client, station, today):
    rows = [
        makers.row("salinity", today - DAY, "8"),
        makers.row("salinity", today - DAY, "<b>Mara</b>"),
        makers.row("salinity", today - DAY, "-8", depth_m="3"),
        {"indicator": "gold", "at": "2150", "value": 1},
    ]
    batch = send(station, rows, today)

    public = client.get(reverse("biomes:batch", args=["V-07", batch.pk])).content.decode()
    assert "Not a number." in public
    assert "No indicator has this code." in public
    assert "outside what is plausible" in public
    # Anything may have stood there: not for the public.
    assert "Mara" not in public

    sign_in(client, person("curator", Role.CURATOR))
    inside = client.get(reverse("biomes:batch", args=["V-07", batch.pk])).content.decode()
    assert "&lt;b&gt;Mara" in inside
    report = b"".join(client.get(reverse("biomes:batch_report", args=["V-07", batch.pk]))).decode()
    assert [row[:4] for row in csv.reader(io.StringIO(report))][1:] == [
        ["2", "value", "<b>Mara</b>", "not_a_number"],
        ["4", "indicator", "gold", "unknown_indicator"],
    ]


def test_refused_rows_are_one_record_and_none_where_nothing_was_refused(station, today):
    send(station, [makers.row("salinity", today - DAY, "8")], today)
    assert not Refusals.objects.exists()

    batch = send(station, [makers.row("salinity", today, "x" * 10_000)] * 1000, today + DAY)

    packed = Refusals.objects.get(batch=batch)
    assert len(packed.rows) == batch.refused_count == 1000
    assert len(packed.rows[0][3]) == 40


def test_the_api_says_the_same_of_a_delivery(client, station, today):
    batch = send(
        station, [makers.row("salinity", today, "x"), makers.row("salinity", today - DAY, "-8")], today
    )

    listed = client.get("/api/v1/batches/?station=V-07").json()["results"]
    said = client.get(f"/api/v1/batches/{batch.pk}/").json()

    assert [one["id"] for one in listed] == [batch.pk]
    assert [(one["row"], one["reason"]) for one in said["refusals"]] == [(1, "not_a_number")]
    assert said["flagged"][0]["flags"] == ["late", "wild"] or said["flagged"][0]["flags"] == ["wild"]


def test_deliveries_of_a_draft_and_of_other_stations_are_not_there(client, station, today):
    hidden = makers.station(
        makers.biome("hidden", at=today, stage="draft", published_at=None), "H-1", at=today
    )
    batch = send(hidden, [makers.row("salinity", today, "x")], today)

    for address in (f"/stations/H-1/batches/{batch.pk}/", f"/stations/V-07/batches/{batch.pk}/",
                    f"/api/v1/batches/{batch.pk}/", f"/stations/V-07/batches/{10**30}/"):  # fmt: skip
        assert client.get(address).status_code == 404, address

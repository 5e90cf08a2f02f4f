"""The divide's page, file and API: from rows to figures, and what they refuse to say."""

import csv
from datetime import timedelta

import pytest

from biomes.rules.words import ZoneKind
from tests.biomes import makers

pytestmark = pytest.mark.usefixtures("db")
DAY = timedelta(days=1)


@pytest.fixture
def at():
    from ledger.queries import now

    return now()


def settled(slug, kind, at, *states, population=1_000):
    """A zone beside one living system that was so over the last days, each (state, days)."""
    from biomes.models import Condition

    zone = makers.zone(slug, at=at, kind=kind, population=population)
    system = makers.biome(f"{slug}-water", at=at)
    system.zones.add(zone)
    until = None
    for state, days in reversed(states):
        since = (until or at) - days * DAY
        Condition.objects.create(biome=system, state=state, since=since, until=until)
        until = since
    return zone, system


@pytest.fixture
def world(at):
    """Five zones of each side: beside the poor ones half of the last month was harmful, beside the rich ones a tenth."""
    for number in range(5):
        settled(f"low-{number}", ZoneKind.ENTROPY, at, ("thriving", 15 - number), ("critical", 15 + number))
        settled(f"high-{number}", ZoneKind.LIFE_LUXURY, at, ("thriving", 27), ("distressed", 3))
    settled("dark", ZoneKind.MIXED, at)
    return at


def zones(client, query=""):
    said = client.get(f"/api/v1/divide/{query}").json()
    return said, {one["zone"]: one for one in said["zones"]}


def test_exposure_is_harmful_time_over_known_time_and_unknown_is_its_own(client, world):
    said, by_zone = zones(client, "?days=90")

    assert by_zone["low-0"]["harmful_share_of_known"] == pytest.approx(0.5, abs=0.01)
    assert by_zone["high-0"]["harmful_share_of_known"] == pytest.approx(0.1, abs=0.01)
    assert by_zone["low-0"]["unknown_share"] == pytest.approx(60 / 90, abs=0.01)
    assert by_zone["dark"]["harmful_share_of_known"] is None
    assert by_zone["dark"]["unknown_share"] == 1.0
    assert said["comparisons"][0]["known_zones"] == 10


def test_the_gap_is_told_with_its_interval_and_its_seed(client, world):
    said, _by_zone = zones(client, "?days=30")
    page = client.get("/divide/?days=30").content.decode()

    harm = said["comparisons"][0]
    assert harm["gap"]["estimate"] == pytest.approx(0.4 + 2 / 30, abs=0.01)
    assert 0 < harm["gap"]["low"] <= harm["gap"]["estimate"] <= harm["gap"]["high"]
    assert harm["gap"]["seed"] == 2150
    assert 0 < harm["gini"]["estimate"] < 1
    assert "percentage points more of its time in harm" in page


def test_below_five_zones_of_a_kind_nothing_is_compared(client, world):
    from biomes.models import Zone

    Zone.objects.filter(slug="high-0").update(kind="mixed")

    said, _by_zone = zones(client)
    page = client.get("/divide/").content.decode()

    assert said["comparisons"][0]["gap"] is None
    assert said["comparisons"][0]["gini"] is not None
    assert "too few to compare: 5 and 4, where each kind needs 5" in page


def test_a_zone_of_which_nothing_is_known_is_never_drawn_as_well(client, world):
    page = client.get("/divide/").content.decode()

    row = page[page.index('href="/zones/dark/"') :][:900]
    assert "unknown" in row
    assert "100 %" in row


def test_the_file_the_page_and_the_api_say_the_same(client, world):
    _said, by_zone = zones(client, "?days=30")
    rows = {
        row["zone"]: row
        for row in csv.DictReader(client.get("/divide.csv?days=30").content.decode().splitlines())
    }

    assert set(rows) == set(by_zone)
    for slug, row in rows.items():
        harm = by_zone[slug]["harmful_share_of_known"]
        assert row["harmful_share_of_known"] == ("" if harm is None else str(round(harm, 4)))
        assert row["unknown_share"] == str(round(by_zone[slug]["unknown_share"], 4))


def test_a_draft_counts_for_nobody(client, world):
    from biomes.models import Biome

    Biome.objects.filter(slug="low-0-water").update(stage="draft", published_at=None)

    _said, by_zone = zones(client)

    assert by_zone["low-0"]["systems"] == 0
    assert by_zone["low-0"]["harmful_share_of_known"] is None


@pytest.mark.parametrize("odd", ["0", "7", "x", "90\x00", "-30", "9" * 40, "٩٠", "🌊"])
def test_an_unknown_period_opens_the_usual_one_on_the_page_and_is_refused_by_the_api(client, world, odd):
    assert client.get("/divide/", {"days": odd}).context["divide"].days == 90
    assert client.get("/divide.csv", {"days": odd}).status_code == 200
    assert client.get("/api/v1/divide/", {"days": odd}).status_code == 400


def test_exposure_over_time_goes_step_by_step_and_leaves_gaps_where_nothing_is_known(client, world):
    said, _by_zone = zones(client, "?days=90")

    by_kind = {
        one["kind"]: [point["harmful_percent_of_known"] for point in one["over_time"]]
        for one in said["kinds"]
    }
    assert by_kind["mixed"] == [None] * 12
    assert by_kind["entropy"][:7] == [None] * 7
    assert by_kind["entropy"][-1] == 100
    assert by_kind["entropy"][8] == 0


def test_alerts_in_force_count_for_every_zone_beside_the_water_and_drafts_for_none(client, world, at):
    from biomes.models import Biome, Zone
    from crises.models import Alert

    water = Biome.objects.get(slug="low-1-water")
    water.zones.add(Zone.objects.get(slug="high-1"))
    plain = {"biome": water, "source": "readings", "severity": "severe", "urgency": "immediate",
             "certainty": "observed", "raised_at": at, "renewed_at": at}  # fmt: skip
    Alert.objects.create(code="A-1", indicator="microcystin", state="actual", released_at=at, **plain)
    Alert.objects.create(code="A-2", indicator="nitrate", state="draft", **plain)

    _said, by_zone = zones(client)

    assert [by_zone[slug]["alerts"] for slug in ("low-1", "high-1", "low-2")] == [1, 1, 0]


def test_measures_at_work_are_counted_by_kind_and_place(client, world, at):
    from biomes.models import Biome
    from crises.models import Deployment, Measure, Plan

    water = Biome.objects.get(slug="low-1-water")
    plan = Plan.objects.create(slug="p", biome=water, title="P", made_at=at)
    for kind in ("drones", "cut"):
        Measure.objects.create(plan=plan, kind=kind, settings={}, cost=1, lead_hours=1)
    Deployment.objects.create(slug="d", title="D", biome=water, plan=plan, kind="drones", since=at - 5 * DAY)
    Deployment.objects.create(
        slug="old", title="D", biome=water, kind="cut", since=at - 400 * DAY, until=at - 390 * DAY
    )

    _said, by_zone = zones(client)

    assert (by_zone["low-1"]["planned"], by_zone["low-1"]["deployed"]) == (2, 1)
    assert by_zone["low-2"]["planned"] == 0


def test_days_until_an_answer_count_who_still_waits(client, world, at):
    from accounts import actions as accounts
    from charters import actions as charters

    body = accounts.found_organisation(slug="water", name="Water", kind="authority")

    def duty(matter, opened, answered=None):
        made = charters.open_duty(
            kind="petition-response", subject=f"petitions.petition/{matter}", holder=body, due_at=at + DAY,
            actor="", at=at - opened * DAY, about=["biomes.biome/low-1-water"],
        )  # fmt: skip
        if answered is not None:
            charters.discharge_duty(duty_id=made.pk, actor="", at=at - (opened - answered) * DAY)

    duty("a", 40, 10)
    duty("b", 60)
    duty("old", 200, 3)

    _said, by_zone = zones(client)
    row = by_zone["low-1"]
    duty("c", 20, 4)
    from django.core.cache import cache

    cache.clear()
    _said, again = zones(client)

    assert (row["answered"], row["waiting"], row["median_days_until_answer"]) == (1, 1, pytest.approx(10))
    assert again["low-1"]["median_days_until_answer"] == pytest.approx(10)


def test_signatures_are_those_that_petitions_print_and_a_withheld_place_is_not_nought(client, world, at):
    from biomes.models import Zone
    from petitions.actions import tallies
    from petitions.models import Petition, Printed, ZoneCount
    from tests.petitions.scene import opened

    made = opened(at=at - 2 * DAY)
    ZoneCount.objects.filter(petition=made).delete()
    counts = {"low-0": 3, "low-1": 50, "low-2": 400, "high-0": 250}
    for slug, count in counts.items():
        ZoneCount.objects.create(petition=made, zone=Zone.objects.get(slug=slug), count=count)
    Petition.objects.filter(pk=made.pk).update(signature_count=sum(counts.values()))
    Printed.objects.filter(petition=made).delete()
    tallies.print_table(made, moved=sum(counts.values()), at=at)

    said, by_zone = zones(client)

    # low-0 is small, and low-1 the smallest that is not; both are withheld, and so is the sum.
    assert by_zone["low-0"]["signatures"] is by_zone["low-1"]["signatures"] is None
    assert (by_zone["low-2"]["signatures"], by_zone["low-2"]["signatures_per_1000"]) == (400, 400)
    assert (said["signatures"], said["signatures_untold_by_zone"], said["petitions"]) == (703, 53, 1)
    assert "not told" in client.get("/divide/").content.decode()


def test_the_methods_page_states_seed_and_limits(client, world):
    page = client.get("/divide/methods/").content.decode()

    assert "2,150" in page or "2150" in page
    assert "not a proof of cause" in page


def test_without_zones_the_page_says_so(client):
    assert "No zone yet" in client.get("/divide/").content.decode()
    assert client.get("/api/v1/divide/").json()["zones"] == []


def test_a_name_that_a_spreadsheet_would_run_comes_with_an_apostrophe(client, at):
    makers.zone("sly", at=at, name="=HYPERLINK(1)")

    assert "'=HYPERLINK(1)" in client.get("/divide.csv").content.decode()

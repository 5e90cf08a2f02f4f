"""Limits: checked or not used, with their history, and what the state would have been under the former one."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.rules.roles import Role
from biomes import actions, queries
from biomes.models import Indicator, Threshold
from biomes.queries import signs as reads
from biomes.rules import former
from biomes.rules import state as rule
from biomes.rules.words import Direction, State, Verification
from ledger.models import Fact
from tests.accounts.people import person, sign_in
from tests.biomes import makers

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today(monkeypatch, noon):
    for door in ("views.limits", "api.signs", "api.views"):
        monkeypatch.setattr(f"biomes.{door}.now", lambda: noon)


@pytest.fixture
def limit(lagoon):
    return Threshold.objects.get(indicator__code="chlorophyll-a", level="distressed", until=None)


def corrected(limit, noon, value="30", since=None):
    return actions.correct_threshold(
        threshold_id=limit.pk, value=Decimal(value), source="WHO, a later edition", source_year=2150,
        reason="new edition", since=since or noon, at=noon, author="p-7", **makers.checked(noon),
    )  # fmt: skip


def measure(station, noon, values):
    rows = [
        makers.row("chlorophyll-a", noon - DAY * (len(values) - 1 - i) - timedelta(hours=1), str(v))
        for i, v in enumerate(values)
    ]
    actions.record_readings(station=station, rows=rows, at=noon)


# --- Checked, or not used -------------------------------------------------------------------------
def test_every_shipped_limit_says_how_and_when_its_value_was_checked(lagoon):
    rows = Threshold.objects.all()

    assert rows.count() == 7
    for row in rows:
        assert row.source
        assert row.verification in set(Verification)
        assert row.verified_on
        assert row.verified_note


def test_what_the_migration_ships_is_what_the_action_restores(db):
    said = list(
        Threshold.objects.order_by("since", "value").values(
            "value", "source", "verification", "corrects__value"
        )
    )

    makers.reference()

    assert list(Threshold.objects.order_by("since", "value").values("value", "source", "verification", "corrects__value")) == said  # fmt: skip


def test_a_limit_that_nobody_checked_decides_nothing_and_says_so(client, buoy, lagoon, limit, noon):
    Threshold.objects.filter(pk=limit.pk).update(verification="", verified_on=None)
    measure(buoy, noon, [26])

    assert queries.state_of(lagoon, noon).state == "stressed"
    html = client.get(f"/thresholds/{limit.pk}/").content.decode()
    assert "Nobody has checked this value against its source." in html
    assert "Not verified: it decides nothing" in client.get("/thresholds/").content.decode()


def test_a_check_has_a_day(limit):
    with pytest.raises(IntegrityError, match="threshold_checked_on_a_day"), transaction.atomic():
        Threshold.objects.filter(pk=limit.pk).update(verified_on=None)


def test_a_check_on_a_day_to_come_is_refused_and_nothing_changes(limit, noon):
    with pytest.raises(actions.CannotCorrect, match="day to come"):
        actions.correct_threshold(
            threshold_id=limit.pk, value=Decimal(30), source="s", source_year=2150, reason="r", since=noon, at=noon,
            author="p-1", verification=Verification.DOCUMENT, verified_on=(noon + DAY).date(),
        )  # fmt: skip

    assert Threshold.objects.get(pk=limit.pk).until is None


@pytest.mark.parametrize("missing", ["verification", "verified_on"])
def test_a_curator_who_checked_nothing_is_told_which_field_and_loses_nothing(client, limit, missing):
    sign_in(client, person("curator-of-limits", Role.CURATOR))
    form = {
        "value": "31", "source": "A work", "source_year": "2150", "since": "2150-06-11", "reason": "r",
        "verification": "document", "verified_on": "2150-06-10",
    }  # fmt: skip

    answer = client.post(f"/desk/thresholds/{limit.pk}/correct/", {**form, missing: ""})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [missing]
    assert 'value="31"' in answer.content.decode()
    assert Threshold.objects.get(pk=limit.pk).until is None


# --- History, and the former limit ----------------------------------------------------------------
def test_the_page_shows_every_row_of_the_history_with_source_and_setter(client, limit, noon):
    made = corrected(limit, noon)

    html = client.get(f"/thresholds/{made.pk}/").content.decode()

    assert re.findall(r"<bdi>(\d+) µg/L</bdi></a></th>", html) == ["50", "24", "30"]
    assert "new edition" in html
    assert 'a curator <bdi class="code">p-7</bdi>' in html


def test_the_state_under_the_former_limit_stands_beside_the_one_under_the_new(
    client, buoy, lagoon, limit, noon
):
    measure(buoy, noon, [26] * 10 + [40] * 5)
    made = corrected(limit, noon - DAY * 40)

    found = reads.under_the_former(made, "", noon)

    assert [row.threshold.value for row in found.rows] == [30, 24]
    assert [row.days[State.DISTRESSED] for row in found.rows] == [5, 15]
    assert [row.days[State.STRESSED] for row in found.rows] == [10, 0]
    assert [row.days[State.UNKNOWN] for row in found.rows] == [75, 75]
    assert found.differ == 10
    html = client.get(f"/thresholds/{made.pk}/").content.decode()
    assert (
        "On 10 of the last 90 days the state of Lagoon would have been another under the former limit" in html
    )
    assert html.count('<svg class="strip"') == 2


@pytest.mark.parametrize("peak", ["26", "5"])
def test_of_a_dense_series_every_day_is_found_as_the_rule_finds_it(buoy, lagoon, limit, noon, peak):
    """Every half hour for 95 days: a peak long ago, a calm since, and a silence in it."""
    half_hours = [n for n in range(95 * 48) if not 20 * 48 < n < 32 * 48]
    said = [(noon - timedelta(minutes=30 * n), peak if n > 85 * 48 else "5") for n in reversed(half_hours)]
    rows = [makers.row("chlorophyll-a", at, value) for at, value in said]
    actions.record_readings(station=buoy, rows=rows, at=noon)
    made = corrected(limit, noon - DAY * 120)
    held = [one for one in queries.thresholds_in_force("chlorophyll-a", lagoon, noon) if one != made]

    found = reads.under_the_former(made, "", noon)

    moments = [noon - DAY * back for back in range(reads.FORMER_DAYS - 1, -1, -1)]
    readings = tuple(rule.Measured(at, Decimal(value)) for at, value in said)
    for row, threshold in zip(found.rows, (made, limit), strict=True):
        series = rule.Series(
            indicator="chlorophyll-a", station="V-07", unit="ug/L", validity=made.indicator.validity,
            limits=queries.limits_from([*held, threshold]), readings=readings,
        )  # fmt: skip
        states = [rule.assess([series], moment).state for moment in moments]
        assert row.days == former.days_in(states)
        assert row.days[State.UNKNOWN] > 0
    assert (found.differ > 0) == (peak == "26")


def test_the_api_gives_both_states_with_their_days(client, buoy, lagoon, limit, noon):
    measure(buoy, noon, [26] * 3)
    made = corrected(limit, noon - DAY * 40)

    said = client.get(f"/api/v1/thresholds/{made.pk}/former/").json()

    assert (said["biome"], said["differ"]) == ("lagoon", 3)
    assert [row["days"]["distressed"] for row in said["rows"]] == [0, 3]
    assert said["rows"][0]["spans"][-1]["state"] == "stressed"


def test_the_shipped_limits_are_held_against_the_values_they_followed(client, buoy, limit, noon):
    measure(buoy, noon, [30] * 4)

    html = client.get(f"/thresholds/{limit.pk}/").content.decode()

    assert "today it is distressed, and would be stressed." in html


def test_a_limit_without_a_former_one_has_nothing_to_compare(client, lagoon, noon):
    row = Threshold.objects.get(indicator__code="microcystin", level="critical")

    assert "nothing to compare it with" in client.get(f"/thresholds/{row.pk}/").content.decode()
    assert client.get(f"/api/v1/thresholds/{row.pk}/former/").status_code == 404


def test_a_limit_is_compared_only_for_those_it_decides_on(buoy, lagoon, limit, noon):
    measure(buoy, noon, [26])
    actions.roll_up_due(at=noon)
    assert reads.biomes_under(limit, noon) == [lagoon]

    actions.set_threshold(
        indicator=limit.indicator, level=State.DISTRESSED, direction=Direction.ABOVE, value=Decimal(20), biome=lagoon,
        source="s", source_year=2150, since=noon - DAY, at=noon, author="p-1", **makers.checked(noon),
    )  # fmt: skip

    assert reads.biomes_under(limit, noon) == []


@pytest.mark.parametrize("query", ["?biome=none", "?biome=%00", "?biome=%F0%9F%90%9F"])
def test_an_unknown_system_in_the_address_is_no_error(client, buoy, limit, noon, query):
    measure(buoy, noon, [26])

    assert client.get(f"/thresholds/{limit.pk}/{query}").status_code == 200
    assert client.get(f"/api/v1/thresholds/{limit.pk}/former/{query}").status_code == 404


@pytest.mark.parametrize("pk", ["0", "999999999", "99999999999999999999999999"])
def test_a_limit_that_is_not_there_is_not_found(client, db, pk):
    assert client.get(f"/thresholds/{pk}/").status_code == 404
    assert client.get(f"/api/v1/thresholds/{pk}/former/").status_code == 404


# --- When a limit is set or begins ----------------------------------------------------------------
def put(noon, since, **said):
    plain = {
        "indicator": Indicator.objects.get(code="nitrate"), "level": State.STRESSED, "direction": Direction.ABOVE,
        "value": Decimal(10), "source": "s", "source_year": 2150, "since": since, "at": noon, "author": "p-7",
    }  # fmt: skip
    return actions.set_threshold(**plain | makers.checked(noon) | said)


def measured(station, noon):
    actions.record_readings(
        station=station, rows=[makers.row("nitrate", noon - timedelta(hours=1), "12")], at=noon
    )


def test_the_first_limit_of_what_is_measured_already_decides_at_once(buoy, lagoon, noon):
    measured(buoy, noon)
    assert queries.state_of(lagoon, noon).state == "unknown"

    put(noon, noon - DAY, biome=lagoon)

    assert queries.state_of(lagoon, noon).state == "stressed"


def test_a_limit_that_begins_later_decides_from_its_first_moment(buoy, lagoon, noon):
    measured(buoy, noon)
    put(noon, noon + timedelta(hours=2), biome=lagoon)

    actions.review_conditions(at=noon + timedelta(hours=1))
    before = queries.state_of(lagoon, noon + timedelta(hours=1)).state
    actions.review_conditions(at=noon + timedelta(hours=2))

    assert before == "unknown"
    assert queries.state_of(lagoon, noon + timedelta(hours=2)).state == "stressed"


def test_a_limit_that_begins_later_is_not_forgotten_when_a_reading_comes_in_meanwhile(buoy, lagoon, noon):
    put(noon, noon + timedelta(hours=2), biome=lagoon)
    measured(buoy, noon)

    actions.review_conditions(at=noon + timedelta(hours=2))

    assert queries.state_of(lagoon, noon + timedelta(hours=2)).state == "stressed"


@pytest.mark.django_db
def test_the_limit_of_a_draft_names_it_in_no_public_log(noon):
    makers.reference()
    hidden = makers.biome("hidden-creek", at=noon, stage="draft")

    made = put(noon, noon, biome=hidden)
    actions.correct_threshold(
        threshold_id=made.pk, value=Decimal(9), source="s", source_year=2150, reason="r", since=noon + DAY, at=noon,
        author="p-7", **makers.checked(noon),
    )  # fmt: skip

    told = Fact.objects.filter(public=True).values_list("subject", "about", "body")
    assert [one for one in told if "hidden-creek" in str(one)] == []
    assert len(told) == 2

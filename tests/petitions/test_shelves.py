"""The lists: by state, living system, zone, right, waiting longest, and what moves within the hour."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from petitions import actions, queries
from petitions.models import HourCount, Petition
from tests.petitions.scene import DAY, HOUR, opened, sign, thresholds

pytestmark = pytest.mark.django_db
RIGHT = "charters.article/universal--art_3"


@pytest.fixture
def other(petition, now):
    made = opened(title="Keep the herons of the upper marsh", at=now, email="two@shore.example")
    actions.count_due(at=now)
    return Petition.objects.get(pk=made.pk)


def shelf(now, **asked):
    return [row.slug for row in queries.shelf(at=now, **asked)]


def signatures(petition, *, hour, count):
    HourCount.objects.update_or_create(petition=petition, hour=hour, defaults={"count": count})


def test_a_list_by_state_living_system_and_zone(petition, other, now):
    Petition.objects.filter(pk=other.pk).update(state="closed")

    assert shelf(now, name="open") == [petition.slug]
    assert shelf(now, name="closed") == [other.slug]
    assert shelf(now, biome="nowhere") == []
    assert set(shelf(now, biome="vessa-lagoon", zone="low-quay")) == {petition.slug, other.slug}
    assert shelf(now, zone="aurelis-shore") == []


def test_a_list_by_the_right_at_stake(client, petition, other, now):
    Petition.objects.filter(pk=petition.pk).update(right=RIGHT)

    assert shelf(now, right=RIGHT) == [petition.slug]
    assert [row["slug"] for row in client.get("/api/v1/petitions/", {"right": RIGHT}).json()["results"]] == [
        petition.slug
    ]


def test_an_unknown_right_is_no_filter_on_the_page(client, petition):
    assert petition.title in client.get("/petitions/", {"right": "x' OR 1"}).content.decode()


def test_what_waits_longest_comes_first_and_only_what_waits(petition, other, now):
    thresholds(petition, 7, 900, at=now - DAY)
    for number, one in enumerate((other, petition)):
        sign(one, f"more{number}@shore.example", at=now)
        actions.count_due(at=now + timedelta(days=number))

    assert shelf(now, order="waiting") == [other.slug, petition.slug]
    assert shelf(now, order="waiting", name="answered") == []


def test_what_moves_within_the_hour_comes_first(petition, other, now):
    hour = now.replace(minute=0, second=0, microsecond=0)
    HourCount.objects.all().delete()
    signatures(petition, hour=hour - 5 * HOUR, count=9_000)
    signatures(other, hour=hour, count=3)

    assert shelf(now, order="trending") == [other.slug, petition.slug]
    assert queries.moving(now) == {other.pk: 3}


def test_trending_is_one_query_a_minute_and_never_a_recount(petition, other, now, django_assert_num_queries):
    cache.clear()
    with django_assert_num_queries(1) as asked:
        queries.moving(now)
    with django_assert_num_queries(0):
        queries.moving(now)

    assert "petitions_hourcount" in asked.captured_queries[0]["sql"]
    assert "petitions_signature" not in asked.captured_queries[0]["sql"]


def test_a_hidden_petition_does_not_move(client, petition, now):
    signatures(petition, hour=now.replace(minute=0, second=0, microsecond=0), count=50)
    queries.moving(now)
    Petition.objects.filter(pk=petition.pk).update(state="hidden")

    assert shelf(now, order="trending") == []
    assert client.get("/api/v1/petitions/moving/").json() == []


def test_the_api_says_what_moves(client, petition, now):
    cache.clear()

    rows = client.get("/api/v1/petitions/moving/").json()

    # Six, or five when the hour has turned since.
    assert [(row["slug"], row["last_hour"] in {5, 6}) for row in rows] == [(petition.slug, True)]


def test_the_index_asks_the_same_few_queries_however_long_it_is(
    client, petition, now, django_assert_max_num_queries
):
    for number in range(4):
        opened(
            title=f"Keep the marsh number {number} for the herons", at=now, email=f"x{number}@shore.example"
        )
    client.get("/petitions/")

    with django_assert_max_num_queries(12):
        client.get("/petitions/?q=marsh")

"""The unheard: what a living system lacks, and the order in which they stand."""

import itertools
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.rules.unheard import STATES, Lack, Voice, unheard
from tests.biomes import makers

lacks = st.frozensets(st.sampled_from(list(Lack)))
voices = st.lists(
    st.builds(
        lambda key, state, lacks, people, poor: Voice(
            key=key, name=key, state=state, lacks=lacks, people=people + poor, poor=poor
        ),
        st.text("abcdef", min_size=1, max_size=3),
        st.sampled_from(STATES),
        lacks,
        st.integers(0, 50),
        st.integers(0, 50),
    ),
    unique_by=lambda voice: voice.key,
    max_size=12,
)


# --- The rule --------------------------------------------------------------------------------------
@given(voices)
def test_everybody_who_lacks_something_is_told_once_and_nobody_else(found):
    told = unheard(found)

    assert {one.key for one in told} == {one.key for one in found if one.lacks}
    assert len(told) == len({one.key for one in told})


@given(voices)
def test_who_lacks_more_stands_first_then_the_worse_state_then_the_poorer_neighbours(found):
    told = unheard(found)

    for one, other in itertools.pairwise(told):
        mine = (-len(one.lacks), STATES.index(one.state), -one.poor_share)
        theirs = (-len(other.lacks), STATES.index(other.state), -other.poor_share)
        assert mine <= theirs


@given(voices, st.randoms(use_true_random=False))
def test_the_order_of_rows_decides_nothing(found, chance):
    mixed = list(found)
    chance.shuffle(mixed)

    assert unheard(mixed) == unheard(found)


@given(voices, st.data())
def test_one_more_lack_never_moves_anybody_back(found, data):
    told = unheard(found)
    if not told:
        return
    one = data.draw(st.sampled_from(told))
    missing = sorted(set(Lack) - one.lacks)
    if not missing:
        return
    worse = Voice(
        key=one.key,
        name=one.name,
        state=one.state,
        lacks=one.lacks | {missing[0]},
        people=one.people,
        poor=one.poor,
    )

    after = unheard([worse if each.key == one.key else each for each in found])

    assert [v.key for v in after].index(one.key) <= [v.key for v in told].index(one.key)


def test_unknown_stands_before_distressed_and_behind_critical():
    def voice(state):
        return Voice(key=state, name=state, state=state, lacks=frozenset({Lack.CHARTER}))

    assert [one.state for one in unheard([voice(s) for s in reversed(STATES)])] == [
        "critical",
        "unknown",
        "distressed",
        "stressed",
        "thriving",
    ]


# --- The page --------------------------------------------------------------------------------------
@pytest.fixture
def at(db):
    from ledger.queries import now

    return now()


@pytest.fixture
def two(at):
    """One that has nothing and lies beside an Entropy Zone; one with a station and a guardian."""
    from tests.accounts.people import person

    makers.reference()
    nobodys, watched = makers.biome("nobodys-creek", at=at), makers.biome("watched-lake", at=at)
    nobodys.zones.add(makers.zone("low-quay", at=at, population=300))
    makers.station(watched, at=at)
    makers.guardian(watched, person("sefa"), at=at - timedelta(days=1))
    makers.biome("draft-marsh", at=at, stage="draft")
    return nobodys, watched


def test_the_page_says_what_each_lacks_and_where_to_help(client, two):
    page = client.get("/unheard/").content.decode()

    assert page.index("Nobodys Creek") < page.index("Watched Lake")
    assert "2 of 2 living systems lack" in page
    assert "lacks 4 of 4" in page
    assert "lacks 2 of 4" in page
    assert 'href="/petitions/new/?biome=nobodys-creek"' in page
    assert "300 people live beside it, 100 % of them in Entropy Zones." in page
    assert "Draft Marsh" not in page


def test_the_api_says_the_same_as_the_page(client, two):
    said = client.get("/api/v1/unheard/").json()["results"]

    assert [(one["biome"], one["lacks"]) for one in said] == [
        ("nobodys-creek", ["charter", "station", "guardian", "answer"]),
        ("watched-lake", ["charter", "answer"]),
    ]
    assert said[0]["state"] == "unknown"
    assert said[0]["people_in_entropy_zones"] == 300


def test_a_closed_station_and_an_ended_guardianship_are_lacks_again(client, two, at):
    from biomes.models import Guardianship, Station

    Station.objects.update(closed_at=at)
    Guardianship.objects.update(until=at - timedelta(hours=1))

    said = {one["biome"]: one["lacks"] for one in client.get("/api/v1/unheard/").json()["results"]}

    assert said["watched-lake"] == ["charter", "station", "guardian", "answer"]


def test_a_charter_of_its_own_counts_and_the_universal_one_does_not(client, two, at):
    from charters.models import Charter, Edition

    for slug, of in (("universal", ""), ("creek", "biomes.biome/nobodys-creek")):
        charter = Charter.objects.create(slug=slug, title=slug, of=of)
        Edition.objects.create(
            charter=charter, number=1, since=at.date() - timedelta(days=9), sha256=slug, promulgated_at=at
        )

    said = {one["biome"]: one["lacks"] for one in client.get("/api/v1/unheard/").json()["results"]}

    assert "charter" not in said["nobodys-creek"]
    assert "charter" in said["watched-lake"]


def test_where_nothing_lives_the_page_says_so(client, db):
    assert "Nothing lives here yet" in client.get("/unheard/").content.decode()
    assert client.get("/api/v1/unheard/").json()["results"] == []


def test_following_the_next_links_of_the_api_meets_each_once_in_the_order_of_the_page(client, two, at):
    for number in range(3):
        makers.biome(f"brook-{number}", at=at)
    whole = [one["biome"] for one in client.get("/api/v1/unheard/").json()["results"]]

    met, link = [], "/api/v1/unheard/?limit=2"
    while link:
        said = client.get(link).json()
        assert said["count"] == 5
        assert len(said["results"]) <= 2
        met += [one["biome"] for one in said["results"]]
        link = said["next"]

    assert met == whole


@pytest.mark.parametrize(
    "asked", ["limit=x", "limit=-1", "offset=-5", "offset=99999999999999999999", "limit=%00"]
)
def test_nonsense_about_pages_is_no_fault(client, two, asked):
    assert client.get(f"/api/v1/unheard/?{asked}").status_code == 200

"""Readings worded and sounded: labelled, linked, the same every time, and silent where nobody measured."""

import json
from datetime import timedelta

import pytest
from django.utils import translation

from biomes import actions, queries
from biomes.queries import voice
from tests.biomes import makers

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today(monkeypatch, noon):
    for door in ("views.public", "views.listen", "api.signs", "api.shapes"):
        monkeypatch.setattr(f"biomes.{door}.now", lambda: noon)


@pytest.fixture
def breathless(buoy, lagoon, noon):
    """Its oxygen has a floor of 4 here, and fell below it at dusk the day before yesterday."""
    from decimal import Decimal

    from biomes.rules.words import Direction, State

    actions.set_threshold(
        indicator=queries.indicators().get(code="oxygen-night"), level=State.CRITICAL, direction=Direction.BELOW,
        value=Decimal(4), biome=lagoon, source="s", source_year=2150, since=noon - 400 * DAY, at=noon, author="",
        **makers.checked(noon),
    )  # fmt: skip
    dusk = (noon - 2 * DAY).replace(hour=21)
    rows = [
        makers.row("oxygen-night", dusk - DAY, "6"),
        makers.row("oxygen-night", dusk, "3.4"),
        makers.row("oxygen-night", dusk + DAY / 2, "3.1"),
    ]
    actions.record_readings(station=buoy, rows=rows, at=noon)
    return buoy


def worded(lagoon, noon):
    latest = queries.latest_readings(lagoon, noon)
    limits = queries.thresholds_in_force(None, lagoon, noon)
    return voice.wordings_of(lagoon, queries.state_of(lagoon, noon), latest, {}, noon, limits=limits)


# --- Words ------------------------------------------------------------------------------------------
def test_a_breach_is_worded_with_the_reading_that_passed_the_limit(client, breathless, lagoon, noon):
    html = client.get("/biomes/lagoon/").content.decode()
    passed = breathless.readings.get(value="3.4")

    assert "My oxygen fell below 4 mg/L at dusk on 9 June 2150." in html
    assert "Worded by a template from station V-07’s readings" in html
    assert f'href="/stations/V-07/readings/{passed.number}/"' in html


def test_the_api_words_it_too_with_its_label_and_its_reading(client, breathless, lagoon):
    said = client.get("/api/v1/biomes/lagoon/signs/").json()["wordings"][0]

    assert said["text"].startswith("My oxygen fell below 4 mg/L at dusk")
    assert said["label"] == "Worded by a template from station V-07’s readings"
    assert client.get(said["reading_url"]).status_code == 200


def test_every_template_can_be_said_of_every_indicator_in_every_language(breathless, lagoon, noon):
    from dataclasses import replace

    from biomes.rules.wording import PartOfDay, Template
    from biomes.words import INDICATORS
    from biomes.words import voice as words

    one = worded(lagoon, noon)[0]
    for language in ("en", "es", "ar"):
        with translation.override(language):
            for template in Template:
                for part in PartOfDay:
                    for code in (*INDICATORS, "unheard-of"):
                        said = replace(
                            one,
                            template=template,
                            part_of_day=part,
                            said_of=replace(one.said_of, indicator=code),
                        )
                        assert "%(" not in words.sentence(said)


def test_a_system_that_nobody_measures_is_given_no_words(client, lagoon):
    html = client.get("/biomes/lagoon/").content.decode()

    assert "There is no reading to word." in html
    assert "<blockquote>" not in html


def test_what_fell_silent_says_since_when_and_not_how_it_is(buoy, lagoon, noon, client):
    rows = [makers.row("chlorophyll-a", noon - 9 * DAY, "50")]
    actions.record_readings(station=buoy, rows=rows, at=noon - 9 * DAY)

    html = client.get("/biomes/lagoon/").content.decode()

    assert "Since then nobody can say how I am." in html


# --- Sound ------------------------------------------------------------------------------------------
def test_the_score_is_byte_for_byte_the_same_and_holds_no_language(client, breathless, noon):
    one = client.get("/biomes/lagoon/score.json")
    other = client.get("/biomes/lagoon/score.json", headers={"Accept-Language": "ar"})

    assert one.content == other.content
    assert one["Content-Type"] == "application/json"
    voices = json.loads(one.content)["voices"]
    assert [(v["indicator"], v["stations"]) for v in voices] == [("oxygen-night", ["V-07"])]


def test_the_score_gets_rougher_as_the_reading_gets_worse(breathless, lagoon, noon):
    score = voice.score_of(lagoon, noon)

    stress = score["voices"][0]["stress_per_mille"][-4:-1]
    assert stress[0] < 750 < stress[1] < stress[2]
    rough = score["roughness_per_mille"][-4:-1]
    assert rough == sorted(rough)
    assert rough[0] < rough[-1]


def test_unknown_is_silent_and_says_so(client, lagoon):
    html = client.get("/listen/?biome=lagoon").content.decode()

    assert "Silence is not health." in html
    assert "data-play>" not in html
    assert "listen.js" not in html
    assert json.loads(client.get("/biomes/lagoon/score.json").content)["is_silent"] is True


def test_the_page_writes_down_what_is_heard(client, breathless):
    html = client.get("/listen/?biome=lagoon").content.decode()

    assert "Oxygen at night, 220 Hz" in html
    assert "a rough companion, nearly as loud as the voice itself." in html
    assert "silent: no value." in html
    assert 'class="player cluster" hidden' in html


def test_an_empty_choice_is_a_page_and_no_error(client, lagoon):
    answer = client.get("/listen/")

    assert answer.status_code == 200
    assert "Nothing sounds before you press play." in answer.content.decode()


@pytest.mark.parametrize(
    "query", ["?biome=none", "?biome=%00", "?biome=%E2%80%AEx", "?biome=" + "a" * 5000, "?biome="]
)
def test_an_unknown_system_is_named_and_the_page_stays(client, lagoon, query):
    answer = client.get("/listen/" + query)

    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()


def test_five_do_not_sound_together(client, lagoon, noon):
    slugs = ["lagoon", *(makers.biome(f"creek-{n}", at=noon).slug for n in range(4))]
    query = "&".join(f"biome={slug}" for slug in slugs)

    page, said = client.get(f"/listen/?{query}"), client.get(f"/api/v1/listen/?{query}")

    assert page.status_code == 422
    assert "you chose 5" in page.content.decode()
    assert said.status_code == 400
    four = "&".join(f"biome={slug}" for slug in slugs[:4])
    assert client.get(f"/listen/?{four}").status_code == 200
    assert len(client.get(f"/api/v1/listen/?{four}").json()) == 4


@pytest.mark.parametrize("slug", ["none", "%00", "%F0%9F%90%9F", "%E2%80%AEx", "1e9"])
def test_the_api_knows_no_such_system(client, lagoon, slug):
    assert client.get(f"/api/v1/listen/?biome={slug}").status_code == 404


@pytest.mark.parametrize("place", ["4", "-1", "x", "%00", "1e9"])
def test_a_place_that_the_chord_has_not_is_refused(client, lagoon, place):
    assert client.get(f"/biomes/lagoon/score.json?place={place}").status_code == 400
    assert client.get(f"/api/v1/biomes/lagoon/score/?place={place}").status_code == 400


def test_the_api_gives_score_and_transcript(client, breathless):
    said = client.get("/api/v1/biomes/lagoon/score/?place=1").json()

    assert said["score"]["voices"][0]["millihertz"] == 275_000
    assert said["transcript"][-1]["indicator"] == "oxygen-night"

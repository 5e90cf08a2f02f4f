"""Profiles are drafted, edited and published with their history; a draft leaks on no surface."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import get_resolver
from django.urls.exceptions import NoReverseMatch

from biomes import actions, queries
from biomes.queries import desk
from biomes.rules.words import Direction, State
from tests.accounts.people import person, sign_in
from tests.biomes import makers

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MARKER = "Quagmyrrh"


def content(**more):
    return {"name": "Creek", "functional_group": "F1.1", "place": makers.SQUARE} | more


def drafted(noon, **more):
    return actions.draft_biome(slug="creek", content=content(**more), author="p-1", reason="new", at=noon)


def edited(biome, noon, **more):
    return actions.edit_biome(
        biome_id=biome.pk, content=content(**more), author="p-2", reason="better", at=noon
    )


def publish(biome, number, noon):
    return actions.publish_biome(biome_id=biome.pk, number=number, actor="p-1", at=noon)


def test_a_draft_becomes_public_only_by_publishing(noon):
    creek = drafted(noon)

    assert queries.public_biome("creek") is None
    publish(creek, 1, noon)
    assert queries.public_biome("creek").published_at == noon


def test_an_edit_of_a_published_profile_waits(noon):
    creek = drafted(noon)
    publish(creek, 1, noon)

    edited(creek, noon + DAY, story="It sings.")

    assert queries.public_biome("creek").story == ""
    publish(creek, 2, noon + DAY)
    assert queries.public_biome("creek").story == "It sings."


def test_a_newer_edit_drops_the_older_draft_but_keeps_it_on_record(noon):
    creek = drafted(noon)

    edited(creek, noon + DAY, story="One.")
    edited(creek, noon + DAY, story="Two.")

    assert [r.number for r in creek.revisions.all()] == [3, 2, 1]
    assert desk.waiting_revision(creek).number == 3
    with pytest.raises(actions.CannotEdit):
        publish(creek, 2, noon + DAY)


def test_two_curators_do_not_overwrite_each_other(noon):
    creek = drafted(noon)
    edited(creek, noon, story="One.")

    with pytest.raises(actions.CannotEdit, match="revision 2"):
        actions.edit_biome(
            biome_id=creek.pk, content=content(story="Two."), author="p-3", reason="r", at=noon, based_on=1
        )


def test_an_edit_that_changes_nothing_is_refused(noon):
    creek = drafted(noon)

    with pytest.raises(actions.CannotEdit, match="Nothing differs"):
        edited(creek, noon)


def test_a_profile_without_a_place_is_not_published(noon):
    creek = drafted(noon, place=None)

    with pytest.raises(actions.CannotEdit, match="place"):
        publish(creek, 1, noon)


def test_returning_to_a_revision_is_a_new_revision(noon):
    creek = drafted(noon, story="First.")
    publish(creek, 1, noon)
    edited(creek, noon + DAY, story="Second.")
    publish(creek, 2, noon + DAY)

    made = actions.revert_biome(biome_id=creek.pk, number=1, author="p-1", reason="was right", at=noon + DAY)
    publish(creek, made.number, noon + DAY)

    assert (made.number, made.reverts_to) == (3, 1)
    assert queries.public_biome("creek").story == "First."


def test_a_profile_taken_down_is_gone_and_can_come_back(noon):
    creek = publish(drafted(noon), 1, noon)

    actions.withdraw_biome(biome_id=creek.pk, actor="p-1", at=noon)
    assert queries.public_biome("creek") is None
    with pytest.raises(actions.CannotEdit):
        actions.withdraw_biome(biome_id=creek.pk, actor="p-1", at=noon)
    actions.restore_biome(biome_id=creek.pk, actor="p-1", at=noon)
    assert queries.public_biome("creek") is not None


def test_publishing_is_told_and_names_nobody(noon):
    from ledger.models import Fact

    publish(drafted(noon), 1, noon)

    fact = Fact.objects.get(kind="biomes.biome.published")
    assert (fact.public, fact.body) == (True, {"biome": "creek", "revision": 1})


def test_a_draft_leaks_on_no_surface(client, lagoon, noon):
    """Every route that opens without arguments, or with the draft's own, is asked for the marker word."""
    hidden = actions.draft_biome(
        slug="hidden-creek", content=content(name=MARKER, story=MARKER), author="p-1", reason=MARKER, at=noon
    )
    station = makers.station(hidden, "HC-1", at=noon, name=MARKER)
    actions.record_readings(station=station, rows=[makers.row("salinity", noon, "8")], at=noon)
    actions.set_threshold(
        indicator=queries.indicators().get(code="salinity"),
        level=State.STRESSED,
        direction=Direction.ABOVE,
        value=Decimal(5),
        biome=hidden,
        source=MARKER,
        source_year=2150,
        since=noon,
        at=noon,
        author="p-1",
        **makers.checked(noon),
    )
    reading = station.readings.get()
    makers.link(lagoon, hidden, evidence=MARKER)
    makers.guardian(hidden, person(MARKER.lower(), at=noon), at=noon, instrument=MARKER)
    edited_one = makers.biome("open-creek", at=noon, place=makers.SQUARE)
    actions.edit_biome(
        biome_id=edited_one.pk, content=content(story=MARKER), author="p-1", reason=MARKER, at=noon
    )

    asked = 0
    for address in sorted(set(addresses(hidden, station, reading))):
        answer = client.get(address, follow=True)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        asked += 1
        assert answer.status_code < 500, address
        assert MARKER.casefold() not in body.decode("utf-8", "replace").casefold(), address
    assert asked > 40


def addresses(hidden, station, reading):
    from django.urls import reverse

    yield from (f"/search/?q={MARKER[:5]}", f"/biomes/?q={MARKER[:5]}", "/es/biomes/", "/ar/biomes/")
    yield from (f"/api/v1/readings/?biome={hidden.slug}", f"/api/v1/thresholds/?biome={hidden.slug}")
    yield from (f"/api/v1/readings/{reading.number}/", "/api/v1/biomes/open-creek/", "/biomes/open-creek/")
    known = {"slug": hidden.slug, "code": station.code, "number": str(reading.number), "biome": hidden.slug}
    for namespace, name, names in routes(get_resolver()):
        if namespace == "admin":
            continue
        given = {key: known.get(key) for key in names}
        if all(value is not None for value in given.values()):
            try:
                yield reverse(f"{namespace}:{name}" if namespace else name, kwargs=given)
            except NoReverseMatch:
                continue


def routes(resolver, namespace=""):
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from routes(entry, entry.namespace or namespace)
        elif entry.name:
            yield namespace, entry.name, tuple(entry.pattern.regex.groupindex)


def test_cards_and_readings_of_a_draft_answer_none(lagoon, noon):
    from ledger.queries import card

    hidden = drafted(noon)
    station = makers.station(hidden, "X-1", at=noon)
    actions.record_readings(station=station, rows=[makers.row("salinity", noon, "8")], at=noon)

    assert card("biomes.biome/creek", None) is None
    assert card("biomes.station/X-1", None) is None
    assert card(f"biomes.reading/{station.readings.get().number}", None) is None
    assert card("biomes.biome/lagoon", None).title == "Lagoon"


# --- Thresholds -----------------------------------------------------------------------------------
def correct(row, noon, value="30", since=None):
    return actions.correct_threshold(
        threshold_id=row.pk,
        value=Decimal(value),
        source="WHO 2150",
        source_year=2150,
        reason="new edition",
        since=since or noon,
        at=noon,
        author="p-1",
        **makers.checked(noon),
    )


def limit(lagoon, noon):
    return next(
        t for t in queries.thresholds_in_force("chlorophyll-a", lagoon, noon) if t.level == "distressed"
    )


def test_a_corrected_threshold_keeps_the_former_one_for_its_time(lagoon, noon):
    former = limit(lagoon, noon)

    made = correct(former, noon)

    assert limit(lagoon, noon - DAY).value == 24
    assert limit(lagoon, noon).value == 30
    assert made.corrects == former
    with pytest.raises(actions.CannotCorrect, match="no longer in force"):
        correct(former, noon + DAY)


def test_a_correction_cannot_begin_before_what_it_corrects(lagoon, noon):
    with pytest.raises(actions.CannotCorrect, match="after"):
        correct(limit(lagoon, noon), noon, since=noon - 365 * 200 * DAY)

    assert limit(lagoon, noon).value == 24


def test_a_corrected_threshold_moves_the_state_at_once(buoy, lagoon, noon):
    actions.record_readings(station=buoy, rows=[makers.row("chlorophyll-a", noon, "26")], at=noon)
    assert queries.state_of(lagoon, noon).state == "distressed"

    correct(limit(lagoon, noon), noon + timedelta(hours=1), since=noon + timedelta(minutes=1))

    assert queries.state_of(lagoon, noon + timedelta(hours=1)).state == "stressed"


def test_the_most_particular_limit_wins(lagoon, noon):
    def put(value, **scope):
        return actions.set_threshold(
            indicator=queries.indicators().get(code="chlorophyll-a"),
            level=State.DISTRESSED,
            direction=Direction.ABOVE,
            value=Decimal(value),
            source="s",
            source_year=2150,
            since=noon - DAY,
            at=noon,
            author="p-1",
            **makers.checked(noon),
            **scope,
        )

    put(20, typology_code="FM1")
    assert limit(lagoon, noon).value == 20
    put(22, biome=lagoon)
    assert limit(lagoon, noon).value == 22
    with pytest.raises(actions.CannotCorrect):
        put(23, biome=lagoon)


# --- Seals -------------------------------------------------------------------------------
def test_each_finished_day_of_readings_is_sealed_once(buoy, noon):
    from ledger.models import Fact

    for days in (3, 3, 1):
        at = noon - days * DAY
        actions.record_readings(station=buoy, rows=[makers.row("salinity", at, "8.2")], at=at)

    first, second = actions.seal_due_days(at=noon), actions.seal_due_days(at=noon)

    assert ([str(s.day) for s in first], second) == (["2150-06-08", "2150-06-10"], [])
    facts = Fact.objects.filter(kind="biomes.readings.sealed")
    assert [f.body["count"] for f in facts.order_by("id")] == [1, 1]


def test_a_day_is_sealed_only_once_nothing_of_it_can_still_be_on_its_way(buoy, noon):
    midnight = noon.replace(hour=0)
    before = midnight - timedelta(seconds=1)
    actions.record_readings(station=buoy, rows=[makers.row("salinity", before, "8.2")], at=before)

    at_once = actions.seal_due_days(at=midnight + timedelta(seconds=30))
    # A batch that was received before midnight is committed now.
    actions.record_readings(station=buoy, rows=[makers.row("salinity", before, "9", depth_m="2")], at=before)
    (made,) = actions.seal_due_days(at=midnight + timedelta(minutes=15))

    assert at_once == []
    assert made.reading_count == 2


# --- Pages ------------------------------------------------------------------------------------------
@pytest.fixture
def curator(client, db):
    from accounts.rules.roles import Role

    return sign_in(client, person("noor", Role.CURATOR))


@pytest.mark.parametrize(
    "text", ["{", '{"type": "Polygon", "coordinates": [[[0,0],[1,1],[1,0],[0,1],[0,0]]]}', "x" * 1_000_000]
)
def test_a_bad_drawing_is_answered_with_its_sentence_and_saves_nothing(client, curator, lagoon, text):
    from biomes.models import Biome

    data = {
        "name": "X",
        "slug": "x",
        "functional_group": "F1.1",
        "red_list": "NE",
        "reason": "r",
        "place": text,
    }

    answer = client.post("/desk/biomes/new/", data)

    assert answer.status_code == 422
    assert Biome.objects.count() == 1


def test_unknown_is_never_drawn_as_healthy(client, lagoon):
    for address in ("/biomes/", "/biomes/lagoon/"):
        page = client.get(address).content.decode()
        assert "Unknown" in page
        assert "is-thriving" not in page
        assert "tag--life" not in page

"""A biome's consent: an objecting biome is not outvoted without an override."""

from datetime import date

import pytest
from django.db import transaction

from charters import actions as charters
from charters.rules.text import ArticleText
from council import actions
from council.rules.lifecycle import State
from tests.council.scenes import DAY, HOUR

pytestmark = pytest.mark.django_db
LAGOON = "biomes.biome/vessa-lagoon"
ARTICLE = "charters.article/vessa-lagoon--art_3"


@pytest.fixture
def adopted(scene, noon):
    """A motion under the charter rule that touches the lagoon, adopted and open to objection."""
    charters.found_charter(
        slug="vessa-lagoon", title="Charter", of=LAGOON,
        articles=[ArticleText("art_3", "The right to breathe", "Oxygen by day.")],
        since=date(2148, 6, 11), instrument="Act", actor="accounts.organisation/vessa-council",
        at=noon.replace(year=2148),
    )  # fmt: skip
    motion = scene.open(noon, "rule_change", affects=[LAGOON])
    scene.cast_all(motion, noon + HOUR, h="yyyyn", b="yyy")
    scene.close(motion)
    return motion


def object_to(
    scene, motion, at, *, seat="b-1", by="b-1", articles=(ARTICLE,), evidence="Oxygen fell to 2 mg/L."
):
    return actions.file_objection(
        motion_id=motion.pk,
        seat=scene.seats[seat],
        articles=articles,
        evidence=evidence,
        by=scene.people[by],
        at=at,
    )


def vetoed(scene, motion):
    object_to(scene, motion, motion.decided_at + DAY)
    actions.advance_due(at=motion.consent_until)
    motion.refresh_from_db()
    return motion


def test_a_motion_that_touches_a_biome_waits_for_its_consent(adopted):
    assert adopted.status is State.CONSENT_WINDOW
    assert adopted.consent_until == adopted.closes_at + 14 * DAY
    assert adopted.enacted_at is None


def test_without_objection_it_is_enacted_at_the_end_of_the_window(adopted):
    actions.advance_due(at=adopted.consent_until)

    adopted.refresh_from_db()
    assert adopted.status is State.ENACTED


def test_an_objection_vetoes_it_at_the_end_of_the_window(scene, adopted):
    object_to(scene, adopted, adopted.closes_at + DAY)
    adopted.refresh_from_db()
    assert adopted.status is State.CONSENT_WINDOW

    actions.advance_due(at=adopted.consent_until)

    adopted.refresh_from_db()
    assert adopted.status is State.VETOED


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"articles": ()}, "at least one article"),
        ({"articles": ("charters.article/vessa-lagoon--art_99",)}, "at least one article"),
        ({"evidence": "   "}, "on what evidence"),
        ({"seat": "b-2", "by": "b-2"}, "does not touch"),
        ({"by": "b-2"}, "do not hold"),
    ],
)
def test_an_objection_needs_an_article_evidence_and_the_biomes_own_seat(scene, adopted, change, words):
    with pytest.raises(actions.CannotObject, match=words), transaction.atomic():
        object_to(scene, adopted, adopted.closes_at + DAY, **change)

    assert not adopted.objections.exists()


def test_an_objection_after_the_window_or_twice_is_refused(scene, adopted):
    with pytest.raises(actions.CannotObject, match="is over"), transaction.atomic():
        object_to(scene, adopted, adopted.consent_until)

    object_to(scene, adopted, adopted.closes_at + DAY)

    with pytest.raises(actions.CannotObject, match="already filed"), transaction.atomic():
        object_to(scene, adopted, adopted.closes_at + 2 * DAY, by="b-1/2")


def test_an_override_before_the_cooling_days_are_over_is_refused(scene, adopted):
    motion = vetoed(scene, adopted)
    day_29 = motion.vetoed_at + 29 * DAY

    with pytest.raises(actions.CannotOverride, match="cooling days"), transaction.atomic():
        actions.open_override(motion_id=motion.pk, closes_at=day_29 + DAY, by=scene.secretary, at=day_29)

    motion.refresh_from_db()
    assert motion.status is State.VETOED


@pytest.mark.parametrize(
    ("humans", "biomes", "state"),
    [
        ("yyyyn", ".yy", State.ENACTED_OVER_VETO),
        ("yyyyn", ".yn", State.VETO_SUSTAINED),
        ("yyynn", ".yy", State.VETO_SUSTAINED),
    ],
)
def test_an_override_is_voted_without_the_objecting_seat(scene, adopted, humans, biomes, state):
    motion = vetoed(scene, adopted)
    at = motion.vetoed_at + 30 * DAY
    actions.open_override(motion_id=motion.pk, closes_at=at + DAY, by=scene.secretary, at=at)
    with pytest.raises(actions.CannotVote, match="not on the roll"), transaction.atomic():
        scene.cast(motion, "b-1", "no", at + HOUR)
    scene.cast_all(motion, at + HOUR, h=humans, b=biomes)

    decision = scene.close(motion)

    assert motion.status is state
    assert "b-1" not in decision.working["seats"]


def test_a_veto_that_no_rule_overrides_ends_the_motion(scene, noon):
    rule = scene.rules["charter"]
    veto = {"who": "affected_biomes", "window_days": 14}
    actions.define_rule(
        body=scene.council, code="charter", title="No override", data={**rule.data, "veto": veto},
        applies_to=rule.applies_to, at=noon - 30 * DAY,
    )  # fmt: skip

    assert scene.vetoed(noon).status is State.VETO_SUSTAINED


def test_an_override_shows_its_own_quorum_and_is_told_in_its_own_words(scene, noon, client, monkeypatch):
    from council import queries
    from council.views import reading

    motion = scene.vetoed(noon)
    at = motion.vetoed_at + 31 * DAY
    voting = scene.override(motion, at)
    monkeypatch.setattr(reading, "now", lambda: at)

    page = client.get(motion.get_absolute_url()).content.decode()

    assert [(c.needed, c.quorate) for c in queries.presence(voting, at)] == [(None, None), (None, None)]
    assert "three quarters of the seats in office must say yes" in page
    assert "The rule asks for no quorum." in page


def test_an_override_whose_ballot_does_not_open_decides_nothing(scene, noon):
    from council.models import Ballot

    motion = scene.vetoed(noon)
    at = motion.vetoed_at + 31 * DAY
    scene.override(motion, at)
    scene.cast_all(motion, at + HOUR, h="yyyyy", b=".yy")
    broken = Ballot.objects.filter(voting__motion=motion, voting__purpose="override").first()
    _force(broken, b"\0" * 32)

    assert scene.close(motion).outcome == "void"
    assert motion.status is State.VETOED
    scene.override(motion, motion.decided_at + DAY)


def _force(ballot, salt):
    """Past the guard of the row, as only somebody with the database in their hands could."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE council_ballot DISABLE TRIGGER USER")
        cursor.execute("UPDATE council_ballot SET salt = %s WHERE id = %s", [salt, ballot.pk])
        cursor.execute("ALTER TABLE council_ballot ENABLE TRIGGER USER")

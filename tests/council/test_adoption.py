"""A council adopts a charter: the words that were tabled come into force by its motion, and both verifiers know it."""

import pytest
from django.urls import reverse

from charters import actions as charters
from charters import queries as charter_queries
from council import actions, queries
from council.forms_motion import MotionForm, words_of
from council.models import Motion
from council.rules.lifecycle import State
from ledger import actions as ledger
from ledger.queries import now
from tests.accounts.people import sign_in
from tests.council import scenes
from tests.council.scenes import DAY, HOUR
from tests.council.sitting_scenes import address, call, opened
from tests.council.test_second_count import faults, tampered
from tests.remembered import kept

pytestmark = pytest.mark.django_db
LAGOON = "biomes.biome/vessa-lagoon"


def tabled(scene, at, slug="lagoon", of=LAGOON):
    draft = charters.draft_charter(
        slug=slug,
        title="Charter of the Lagoon",
        of=of,
        preamble="",
        reasons="",
        by=scene.people["h-1"],
        at=at,
    )
    for heading in ("Exist", "Breathe"):
        charters.put_article(draft_id=draft.pk, heading=heading, text=f"The lagoon may {heading.lower()}.")
    return charters.table_charter(draft_id=draft.pk, actor="", at=at)


def moved(scene, at, draft, **more):
    return scene.open(at, "charter_adoption", act=draft.subject, **more)


def edition_of(slug):
    return charter_queries.latest_edition(charter_queries.public_charter(slug))


def test_an_adopted_motion_founds_the_charter_in_the_moment_it_is_enacted(scene, noon):
    draft = tabled(scene, noon - 20 * DAY)
    motion = moved(scene, noon, draft)
    scene.cast_all(motion, noon + HOUR, h="yyyyn", b="yyn")

    scene.close(motion)

    edition = edition_of("lagoon")
    assert motion.status is State.ENACTED
    assert [a.text for a in edition.articles.all()] == ["The lagoon may exist.", "The lagoon may breathe."]
    assert (edition.motion, edition.promulgated_at) == (motion.subject, motion.enacted_at)


def test_the_living_system_it_speaks_of_is_asked_for_its_consent(scene, noon):
    draft = tabled(scene, noon)
    told = words_of({"kind": "charter_adoption", "act": draft.subject, "origin": "", "affects": []})

    assert told["affects"] == [LAGOON]


def test_until_the_living_system_has_consented_the_charter_is_not_in_force(scene, noon):
    motion = moved(scene, noon, tabled(scene, noon - 20 * DAY), affects=[LAGOON])
    scene.cast_all(motion, noon + HOUR, h="yyyyy", b="yyy")
    scene.close(motion)

    assert motion.status is State.CONSENT_WINDOW
    assert charter_queries.public_charter("lagoon") is None
    actions.advance_due(at=motion.consent_until)
    assert edition_of("lagoon").since == motion.consent_until.date()


@pytest.mark.parametrize(("h", "state"), [("nnnny", "rejected"), ("y....", "tabled")])
def test_a_rejected_charter_is_rejected_and_one_without_a_quorum_waits(scene, noon, h, state):
    draft = tabled(scene, noon - 20 * DAY)
    motion = moved(scene, noon, draft)
    scene.cast_all(motion, noon + HOUR, h=h, b="yyy")

    scene.close(motion)

    draft.refresh_from_db()
    assert draft.state == state
    assert charter_queries.public_charter("lagoon") is None


def test_a_charter_founded_meanwhile_leaves_the_motion_adopted_and_says_why(scene, noon):
    draft = tabled(scene, noon - 20 * DAY)
    motion = moved(scene, noon, draft)
    scene.cast_all(motion, noon + HOUR, h="yyyyn", b="yyn")
    scene.charter(noon)

    scene.close(motion)

    assert motion.status is State.ADOPTED
    assert "already" in motion.reason


def test_two_motions_on_one_draft_found_one_charter_and_the_second_rests(scene, noon):
    draft = tabled(scene, noon - 20 * DAY)
    both = [moved(scene, noon, draft), moved(scene, noon, draft)]
    for motion in both:
        scene.cast_all(motion, noon + HOUR, h="yyyyn", b="yyn")
    actions.advance_due(at=both[0].closes_at)

    assert [Motion.objects.get(pk=m.pk).status for m in both] == [State.ENACTED, State.ADOPTED]
    assert edition_of("lagoon").number == 1


@pytest.mark.parametrize(
    ("kind", "takes", "field"),
    [("charter_adoption", False, "act"), ("resolution", True, "kind"), ("charter_amendment", True, "act"),
     ("charter_adoption", True, "")],
)  # fmt: skip
def test_a_motion_to_adopt_takes_up_a_tabled_charter_and_only_it_does(scene, noon, kind, takes, field):
    draft = tabled(scene, noon)
    form = MotionForm(
        {
            "kind": kind,
            "title": "Shall we?",
            "summary": "S.",
            "text": "T.",
            "act": draft.subject if takes else "",
        },
        viewer=scene.people["h-1"],
    )

    assert form.is_valid() is not bool(field), form.errors
    assert (field in form.errors) is bool(field)


def test_its_brief_and_the_pack_say_what_a_yes_brings(db, client):
    at = now()
    scene = scenes.council(at)
    draft = tabled(scene, at - 20 * DAY)
    motion = moved(scene, at - HOUR, draft)
    sitting = opened(scene, call(scene), now() - HOUR, motion=motion)
    sign_in(client, scene.people["h-1"])

    (sheet,) = [sheet for sheet in queries.pack(sitting, None) if sheet.redlines]
    pack = client.get(address("sitting_pack", sitting)).content.decode()
    cast = client.get(reverse("council:cast", args=[motion.code, "h-1"])).content.decode()

    assert [row.is_changed for row in sheet.redlines] == [False, False]
    assert "The lagoon may breathe." in pack
    assert "with the words that were tabled" in cast


@pytest.fixture
@kept
def export(scene, noon, tmp_path):
    """One charter adopted by a motion."""
    motion = moved(scene, noon, tabled(scene, noon - 20 * DAY))
    scene.cast_all(motion, noon + HOUR, h="yyyyn", b="yyn")
    scene.close(motion)
    ledger.seal_due(at=noon + 3 * DAY)
    ledger.export_log(tmp_path / "export")
    return tmp_path / "export"


def test_the_adoption_is_re_derived(export):
    assert faults(export) == []


def found(entries, kind):
    return next(e for e in entries if e["type"] == kind)


@pytest.mark.parametrize(
    "change",
    [lambda entries: found(entries, "council.motion.enacted")["body"].update(edition="0" * 64),
     lambda entries: found(entries, "charters.charter.founded")["body"].update(motion="council.motion/other"),
     lambda entries: found(entries, "charters.charter.founded")["body"].update(edition="0" * 64),
     lambda entries: entries.remove(found(entries, "charters.charter.founded"))],
)  # fmt: skip
def test_an_adoption_without_its_charter_is_named(export, change):
    told = tampered(export, lambda entries, lines: change(entries))

    assert any("the edition of a charter that it makes is not there" in fault for fault in told)

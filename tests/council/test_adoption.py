"""A council adopts a charter: the words that were tabled come into force by its motion, and both verifiers know it."""

import pytest
from django.urls import reverse

from accounts.actions import found_organisation
from charters import actions as charters
from charters import queries as charter_queries
from charters.rules.lifecycle import State as Drafted
from council import actions, queries
from council.forms_motion import MotionForm, words_of
from council.models import Motion
from council.rules.kinds import BodyKind
from council.rules.lifecycle import State
from ledger import actions as ledger
from ledger.queries import now
from tests.accounts.people import sign_in
from tests.biomes import makers
from tests.council import scenes
from tests.council.scenes import DAY, HOUR
from tests.council.sitting_scenes import address, call, opened
from tests.council.test_consent import object_to
from tests.council.test_second_count import faults, tampered
from tests.remembered import kept

pytestmark = pytest.mark.django_db
LAGOON = "biomes.biome/vessa-lagoon"


def tabled(scene, at, slug="lagoon", of=LAGOON):
    draft = charters.draft_charter(
        slug=slug,
        title="Charter of the Lagoon",
        of=of,
        preamble="Before all.",
        reasons="",
        by=scene.people["h-1"],
        at=at,
    )
    for heading in ("Exist", "Breathe"):
        words = f"The lagoon may {heading.lower()}."
        charters.put_article(draft_id=draft.pk, heading=heading, text=words, entrenched=heading == "Exist")
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

    (sheet,) = [sheet for sheet in queries.pack(sitting, None) if sheet.charter]
    pack = client.get(address("sitting_pack", sitting)).content.decode()
    cast = client.get(reverse("council:cast", args=[motion.code, "h-1"])).content.decode()

    assert sheet.charter == draft
    for said in ("The lagoon may breathe.", "Before all.", "Entrenched", "/charters/lagoon/", "Vessa Lagoon"):
        assert said in pack
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


def reject(entries):
    found(entries, "council.voting.closed")["body"].update(outcome="rejected")


@pytest.mark.parametrize(
    ("change", "said"),
    [(lambda entries: found(entries, "charters.charter.founded")["body"].update(words="0" * 64), "other words"),
     (lambda entries: found(entries, "charters.draft.tabled")["body"].update(words="0" * 64), "other words"),
     (lambda entries: found(entries, "charters.draft.tabled")["body"].update(charter="reef"), "other words"),
     (lambda entries: entries.remove(found(entries, "charters.draft.tabled")), "other words"),
     (reject, "by a motion that was not adopted")],
)  # fmt: skip
def test_a_founding_is_held_to_what_was_tabled_and_to_the_vote(export, change, said):
    told = tampered(export, lambda entries, lines: change(entries))

    assert any("a charter was founded" in fault and said in fault for fault in told)


def test_nobody_takes_back_a_charter_that_was_carried(scene, noon):
    draft = tabled(scene, noon - 20 * DAY)
    motion = moved(scene, noon, draft, affects=[LAGOON])
    scene.cast_all(motion, noon + HOUR, h="yyyyy", b="yyy")
    scene.close(motion)

    with pytest.raises(charters.CannotFound):
        charters.close_charter_draft(
            draft_id=draft.pk, to=Drafted.WITHDRAWN, actor="", at=motion.closes_at + HOUR
        )
    actions.advance_due(at=motion.consent_until)
    assert edition_of("lagoon").motion == motion.subject


def test_a_carried_charter_that_another_was_quicker_than_lapses(scene, noon):
    draft = tabled(scene, noon - 20 * DAY)
    motion = moved(scene, noon, draft, affects=[LAGOON])
    scene.cast_all(motion, noon + HOUR, h="yyyyy", b="yyy")
    scene.close(motion)
    scene.charter(noon)

    actions.advance_due(at=motion.consent_until)

    motion.refresh_from_db()
    draft.refresh_from_db()
    assert (motion.status, draft.state) == (State.ADOPTED, "lapsed")


def test_a_vetoed_charter_is_rejected(scene, noon):
    draft = tabled(scene, noon - 20 * DAY, slug="of-all", of="")
    scene.charter(noon - 30 * DAY)
    motion = moved(scene, noon, draft, affects=[LAGOON])
    scene.cast_all(motion, noon + HOUR, h="yyyyy", b="yyy")
    scene.close(motion)
    object_to(scene, motion, motion.closes_at + DAY)

    actions.advance_due(at=motion.consent_until)
    actions.advance_due(at=motion.consent_until + 400 * DAY)

    motion.refresh_from_db()
    draft.refresh_from_db()
    assert motion.status in (State.VETOED, State.VETO_SUSTAINED)
    assert draft.state == {State.VETOED: "adopted", State.VETO_SUSTAINED: "rejected"}[motion.status]
    assert charter_queries.public_charter("of-all") is None


def test_a_rejected_motion_leaves_the_draft_to_another_that_is_not_over(scene, noon):
    draft = tabled(scene, noon - 20 * DAY)
    lost, carried = moved(scene, noon, draft), moved(scene, noon, draft)
    scene.cast_all(lost, noon + HOUR, h="nnnnn", b="nnn")
    scene.cast_all(carried, noon + HOUR, h="yyyyn", b="yyn")

    actions.advance_due(at=lost.closes_at)

    assert Motion.objects.get(pk=carried.pk).status is State.ENACTED
    assert edition_of("lagoon").motion == carried.subject


def elsewhere(scene, at):
    """A marsh that sits in another council."""
    found = makers.biome("far-marsh", at=at)
    body = actions.found_body(
        organisation=found_organisation(slug="far-council", name="Far Council", kind="council"),
        kind=BodyKind.COUNCIL, at=at,
    )  # fmt: skip
    actions.add_seat(body=body, code="far-marsh", represents=found.subject, at=at)
    return found.subject


def test_a_council_decides_on_no_charter_of_a_living_system_that_sits_in_another(scene, noon):
    draft = tabled(scene, noon - 20 * DAY, of=elsewhere(scene, noon - 400 * DAY))
    form = MotionForm(
        {"kind": "charter_adoption", "title": "Q?", "summary": "S.", "text": "T.", "act": draft.subject},
        viewer=scene.people["h-1"],
    )
    motion = moved(scene, noon, draft)
    scene.cast_all(motion, noon + HOUR, h="yyyyn", b="yyn")
    scene.close(motion)

    assert "sits in another council" in str(form.errors["act"])
    assert motion.status is State.ADOPTED
    assert "sits in another council" in motion.reason


def test_a_council_of_people_alone_decides_on_the_charter_of_a_living_system_that_sits_nowhere(scene, noon):
    marsh = makers.biome("near-marsh", at=noon - 400 * DAY).subject
    motion = moved(scene, noon, tabled(scene, noon - 20 * DAY, of=marsh))
    scene.cast_all(motion, noon + HOUR, h="yyyyn", b="yyn")
    scene.close(motion)

    assert motion.status is State.ENACTED

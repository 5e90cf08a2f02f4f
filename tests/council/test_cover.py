"""Where recusals alone would leave a chamber without its quorum, substitutes of the recused seats come first."""

from datetime import timedelta

import pytest
from django.urls import reverse

from council import actions, queries
from council.models import Voting
from ledger import actions as ledger
from ledger.queries import now
from tests.accounts.people import sign_in
from tests.council import scenes
from tests.council.lending import give, let_proxies, name
from tests.council.rules.examples import share
from tests.council.scenes import DAY, HOUR
from tests.council.test_second_count import faults, tampered
from tests.remembered import kept

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def recuse(scene, motion, seat, at):
    return actions.recuse_oneself(
        motion_id=motion.pk, seat=scene.seats[seat], reason="Kin", by=scene.people[seat], at=at
    )


def cover(scene, motion, seat, at, by=None):
    return actions.cover_recused_seat(
        motion_id=motion.pk, seat=scene.seats[seat], by=by or scene.secretary, at=at
    )


@pytest.fixture
def motion(scene, noon):
    return all_recused(scene, noon)


def all_recused(scene, noon):
    """All of the biomes' chamber is recused; two of its seats have a substitute; without one the humans decide alone."""
    let_proxies(scene, noon, fallback=share("in_office", 2, 3))
    motion = scene.scheduled(noon)
    name(scene, "b-2", "for-b-2", noon)
    name(scene, "b-3", "for-b-3", noon)
    for seat in ("b-1", "b-2", "b-3"):
        recuse(scene, motion, seat, noon + MINUTE)
    motion.refresh_from_db()
    return motion


def short(motion, at):
    return [row.body for row in queries.quorum_shortfalls(motion, at)]


def test_the_substitutes_of_recused_seats_bring_their_chamber_back(scene, noon, motion):
    at = noon + HOUR
    assert short(motion, at) == ["vessa-biomes"]
    assert queries.falls_back(motion, at)

    cover(scene, motion, "b-2", at)

    assert short(motion, at + MINUTE) == []
    assert not queries.falls_back(motion, at + MINUTE)


def test_the_chamber_then_decides_by_its_substitutes(scene, noon, motion):
    decided(scene, motion, noon)

    assert Voting.objects.get(motion=motion).decision.outcome == "adopted"


def test_while_the_vote_is_open_the_chamber_that_is_left_out_is_said_to_be(scene, noon, motion):
    at = noon + 15 * DAY
    actions.advance_due(at=at)

    found = queries.presence(Voting.objects.get(motion=motion), at + HOUR)

    assert {one.body.code: one.left_out for one in found} == {"vessa-humans": False, "vessa-biomes": True}


def decided(scene, motion, noon):
    cover(scene, motion, "b-2", noon + HOUR)
    at = noon + 15 * DAY
    actions.advance_due(at=at)
    scene.cast_all(motion, at + HOUR, h="yyy")
    scene.cast(motion, "b-2", "yes", at + HOUR, by="for-b-2")
    scene.close(motion)


def test_no_more_are_called_than_the_quorum_needs(scene, noon, motion):
    cover(scene, motion, "b-2", noon + HOUR)

    with pytest.raises(actions.CannotRecuse, match="it stays recused"):
        cover(scene, motion, "b-3", noon + 2 * HOUR)


def test_a_seat_without_a_substitute_stays_recused(scene, noon, motion):
    with pytest.raises(actions.CannotRecuse, match="No substitute is left"):
        cover(scene, motion, "b-1", noon + HOUR)

    assert motion.recusals.get(seat=scene.seats["b-1"]).covered_at is None


def test_a_substitute_who_is_recused_herself_is_passed_over(scene, noon, motion):
    scene.people["for-b-1"] = scene.people["b-3"]
    actions.name_substitute(
        seat=scene.seats["b-1"], person=scene.people["b-3"], instrument="Act", at=noon + MINUTE
    )

    with pytest.raises(actions.CannotRecuse, match="No substitute is left"):
        cover(scene, motion, "b-1", noon + HOUR)


def test_only_the_secretary_calls_them_and_only_before_the_vote(scene, noon, motion):
    with pytest.raises(actions.CannotRecuse, match="Only the secretary"):
        cover(scene, motion, "b-2", noon + HOUR, by=scene.people["b-2"])
    actions.advance_due(at=noon + 15 * DAY)
    with pytest.raises(actions.CannotRecuse, match="before voting opens"):
        cover(scene, motion, "b-2", noon + 15 * DAY + HOUR)


def test_a_seat_that_is_not_recused_has_nothing_to_cover(scene, noon, motion):
    with pytest.raises(actions.CannotRecuse, match="not recused"):
        cover(scene, motion, "h-1", noon + HOUR)


def test_the_recused_holder_neither_votes_nor_takes_the_hand_back(scene, noon, motion):
    cover(scene, motion, "b-2", noon + HOUR)
    call = scene.seats["b-2"].calls.get()

    with pytest.raises(actions.CannotSubstitute, match="does not take the hand back"):
        actions.end_call(code=call.code, by=scene.people["b-2"], at=noon + 2 * HOUR)
    at = noon + 15 * DAY
    actions.advance_due(at=at)
    with pytest.raises(actions.CannotVote, match="recused"):
        scene.cast(motion, "b-2", "yes", at + HOUR)
    actions.end_call(code=call.code, by=scene.people["for-b-2"], at=at + 2 * HOUR)
    with pytest.raises(actions.CannotVote, match="recused"):
        scene.cast(motion, "b-2", "yes", at + 3 * HOUR)


def test_a_proxy_given_to_a_recused_seat_is_of_no_use_though_a_substitute_sits_for_it(scene, noon):
    let_proxies(scene, noon, recused_in_base=True)
    motion = scene.scheduled(noon)
    name(scene, "h-2", "for-h-2", noon)
    for seat in ("h-2", "h-3", "h-4"):
        recuse(scene, motion, seat, noon + MINUTE)
    cover(scene, motion, "h-2", noon + HOUR)
    at = noon + 15 * DAY
    actions.advance_due(at=at)
    give(scene, motion, "h-1", "h-2", at + HOUR)

    with pytest.raises(actions.CannotVote, match="A substitute was called"):
        scene.cast(motion, "h-1", "yes", at + HOUR, by="h-2")
    actions.end_call(code=scene.seats["h-2"].calls.get().code, by=scene.people["for-h-2"], at=at + 2 * HOUR)
    with pytest.raises(actions.CannotVote, match="Your own seat is recused"):
        scene.cast(motion, "h-1", "yes", at + 3 * HOUR, by="h-2")


def test_a_substitute_who_cannot_come_before_the_vote_leaves_the_seat_recused_again(scene, noon, motion):
    cover(scene, motion, "b-2", noon + HOUR)
    call = scene.seats["b-2"].calls.get()
    actions.end_call(code=call.code, by=scene.people["for-b-2"], at=noon + 2 * HOUR)

    assert short(motion, noon + 3 * HOUR) == ["vessa-biomes"]


# --- As the second count reads it -------------------------------------------------------------------
@pytest.fixture
@kept
def export(scene, noon, tmp_path):
    decided(scene, all_recused(scene, noon), noon)
    ledger.seal_due(at=noon + 20 * DAY)
    ledger.export_log(tmp_path / "export")
    return tmp_path / "export"


def test_the_untouched_log_is_re_derived(export):
    assert faults(export) == []


def kinds(entries, kind, **body):
    return [e for e in entries if e["type"] == kind and all(e["body"].get(k) == v for k, v in body.items())]


def forget_the_cover(entries, lines):
    entries.remove(kinds(entries, "council.recusal.covered", seat="b-2")[0])


def forget_the_call(entries, lines):
    entries.remove(kinds(entries, "council.substitute.called", seat="b-2")[0])


def cast_by_the_holder(entries, lines):
    del kinds(entries, "council.ballot.cast", seat="b-2")[0]["body"]["substitute"]


def cover_one_never_recused(entries, lines):
    kinds(entries, "council.recusal.covered", seat="b-2")[0]["body"]["seat"] = "h-1"


def cast_by_proxy_of_it(entries, lines):
    ballot = kinds(entries, "council.ballot.cast", seat="h-1")[0]
    ballot["body"]["proxy"] = "b-2"


@pytest.mark.parametrize(
    ("tamper", "named"),
    [
        (forget_the_cover, "seat b-2: the roll and the log differ on its recusal"),
        (forget_the_call, "seat b-2: the roll and the log differ on its recusal"),
        (cast_by_the_holder, "seat b-2 is recused, and was cast by another than its substitute"),
        (cover_one_never_recused, "a substitute took the place of seat h-1, which was not recused"),
        (cast_by_proxy_of_it, "seat h-1 was cast by proxy of a seat that is recused"),
    ],
)
def test_a_log_that_was_bent_is_named(export, tamper, named):
    assert any(named in line for line in tampered(export, tamper))


# --- Its page ---------------------------------------------------------------------------------------
def test_the_secretary_presses_a_button_beside_the_recused_seat(db, client):
    at = now()
    scene = scenes.council(at)
    motion = scene.scheduled(at)
    name(scene, "b-2", "for-b-2", at)
    for seat in ("b-1", "b-2", "b-3"):
        recuse(scene, motion, seat, at)
    sign_in(client, scene.secretary)
    page = reverse("council:parts", args=[motion.code])
    press = reverse("council:cover_recused", args=[motion.code, "b-2"])
    assert press in client.get(page).content.decode()

    answer = client.post(press, follow=True)

    text = answer.content.decode()
    assert "Its substitute takes part in this motion." in text
    assert "Its substitute was called" in text
    assert client.post(press).status_code == 409

"""The instructed-vote mirror: a guardian asks, her appointer answers, and the close shows both side by side."""

import json

import pytest
from django.db import Error, transaction

from accounts.models import Letter
from council import actions, queries
from council.models import Ballot, Instruction, Question
from council.rules import commitment
from council.rules.kinds import Ended
from ledger.models import Document, Fact
from tests.accounts.people import person
from tests.council.instructing import OTHERWISE, WHY, ask, assembly, cast, instruct
from tests.council.scenes import DAY, HOUR

pytestmark = pytest.mark.django_db


@pytest.fixture
def motion(scene, noon):
    assembly(scene, noon)
    return scene.open(noon)


def mirror_of(motion):
    (row,) = queries.mirrors(queries.voting_of(motion))
    return row


def test_officers_are_told_once_and_only_that_they_are_asked(scene, motion, noon):
    for _again in range(2):
        ask(scene, motion, noon)

    letter = Letter.objects.get(to="lagoon-assembly@people.example")
    assert motion.code in letter.subject
    assert f"/council/motions/{motion.code}/seats/b-1/instruction/" in letter.text
    assert Question.objects.count() == 1


def test_the_hands_of_the_seat_are_told_of_an_answer_and_not_what_it_is(scene, motion, noon):
    ask(scene, motion, noon)
    instruct(scene, motion, noon + HOUR, "abstain")
    letters = Letter.objects.filter(to__startswith="b-1")

    assert letters.count() == 2
    assert all("bstain" not in one.text + one.subject and WHY not in one.text for one in letters)


def test_the_log_holds_a_commitment_and_the_openings_fit_it(scene, motion, noon):
    ask(scene, motion, noon)
    instruct(scene, motion, noon + HOUR, "no")
    fact = Fact.objects.get(kind="council.instruction.given")
    scene.close(motion)
    (row,) = json.loads(bytes(Document.objects.get(path="openings.jsonl").data))["instructions"]

    assert WHY not in json.dumps(fact.body)
    assert set(fact.body) == {"seat", "n", "commitment"}
    value = commitment.instruction_of(motion=motion.code, seat="b-1", n=1, answer="no", text=WHY)
    assert row["text"] == value["text"]
    assert commitment.opens(fact.body["commitment"], bytes.fromhex(row["salt"]), value)


def test_the_last_instruction_stands_and_every_one_is_opened(scene, motion, noon):
    ask(scene, motion, noon)
    for hours, answer in ((1, "yes"), (2, "no")):
        instruct(scene, motion, noon + hours * HOUR, answer)
    scene.close(motion)
    opened = json.loads(bytes(Document.objects.get(path="openings.jsonl").data))["instructions"]

    assert mirror_of(motion).instruction.answer == "no"
    assert [(row["n"], row["answer"]) for row in opened] == [(1, "yes"), (2, "no")]


def test_after_the_seats_ballot_nobody_asks_or_instructs(scene, motion, noon):
    ask(scene, motion, noon)
    cast(scene, motion, noon + HOUR, "yes", seat="b-1/2")

    with pytest.raises(actions.CannotInstruct, match="is in already"), transaction.atomic():
        instruct(scene, motion, noon + 2 * HOUR)
    assert not Instruction.objects.exists()


def test_at_the_hour_of_the_close_it_is_too_late(scene, motion, noon):
    ask(scene, motion, noon)

    with pytest.raises(actions.CannotInstruct, match="has closed"), transaction.atomic():
        instruct(scene, motion, motion.closes_at)


def test_when_no_vote_lies_ahead_nobody_is_asked(scene, motion, noon):
    scene.cast_all(motion, noon + HOUR, h="nnnnn", b="nnn")
    scene.close(motion)

    with pytest.raises(actions.CannotInstruct, match="lies ahead"), transaction.atomic():
        ask(scene, motion, motion.closes_at + DAY)


@pytest.mark.parametrize(
    ("by", "says"),
    [("h-1", "do not speak for"), ("b-1", "do not speak for"), ("upstream", "do not speak for")],
)
def test_only_an_officer_of_the_appointer_instructs(scene, motion, noon, by, says):
    assembly(scene, noon, seat="b-2", slug="upstream")
    ask(scene, motion, noon)

    with pytest.raises(actions.CannotInstruct, match=says), transaction.atomic():
        instruct(scene, motion, noon + HOUR, by=by)


def test_nobody_instructs_herself(scene, motion, noon):
    from accounts import actions as accounts
    from accounts.models import Organisation

    ask(scene, motion, noon)
    body = Organisation.objects.get(slug="lagoon-assembly")
    accounts.appoint_to_office(organisation=body, user=scene.people["b-1/2"], at=noon)

    with pytest.raises(actions.CannotInstruct, match="hold this seat yourself"), transaction.atomic():
        instruct(scene, motion, noon + HOUR, by="b-1/2")


@pytest.mark.parametrize("by", ["h-1", "b-2", "lagoon-assembly"])
def test_only_a_hand_of_the_seat_asks(scene, motion, noon, by):
    with pytest.raises(actions.CannotInstruct, match="do not hold this seat"), transaction.atomic():
        ask(scene, motion, noon, by=by)


def test_a_seat_without_an_appointer_has_nobody_to_ask(scene, motion, noon):
    with pytest.raises(actions.CannotInstruct, match="name nobody"), transaction.atomic():
        ask(scene, motion, noon, seat="b-2")


def test_where_nobody_speaks_for_the_appointer_she_is_told_so(scene, motion, noon):
    scene.people["lagoon-assembly"].suspended_at = noon
    scene.people["lagoon-assembly"].save()

    with pytest.raises(actions.CannotInstruct, match="Nobody speaks"), transaction.atomic():
        ask(scene, motion, noon)


def test_question_and_instruction_are_kept_as_they_were(scene, motion, noon):
    ask(scene, motion, noon)
    instruct(scene, motion, noon + HOUR)
    for change in (
        lambda: Instruction.objects.update(answer="no"),
        lambda: Instruction.objects.all().delete(),
        lambda: Question.objects.update(appointer=""),
    ):
        with pytest.raises(Error), transaction.atomic():
            change()


def test_a_departure_is_shown_beside_the_instruction_with_its_reasons(scene, motion, noon):
    ask(scene, motion, noon)
    instruct(scene, motion, noon + HOUR, "yes")
    cast(scene, motion, noon + 2 * HOUR, "no", OTHERWISE)
    cast(scene, motion, noon + 2 * HOUR, "yes", seat="b-1/2")
    scene.close(motion)
    row = mirror_of(motion)

    assert row.instruction.answer == "yes"
    assert [(v.choice, v.departs, v.why) for v in row.votes] == [
        ("no", True, OTHERWISE),
        ("yes", False, ""),
    ]


def test_a_silent_departure_is_recorded_as_one_where_the_seat_does_not_ask_for_reasons(scene, motion, noon):
    ask(scene, motion, noon)
    instruct(scene, motion, noon + HOUR, "yes")
    ballot = cast(scene, motion, noon + 2 * HOUR, "no")

    assert queries.is_unexplained(ballot)


def test_a_silent_departure_is_refused_where_the_seats_statutes_ask_for_reasons(scene, noon):
    assembly(scene, noon, explains_departures=True)
    motion = scene.open(noon)
    ask(scene, motion, noon)
    instruct(scene, motion, noon + HOUR, "yes")

    with pytest.raises(actions.NoDeparture, match="say why you vote otherwise"), transaction.atomic():
        cast(scene, motion, noon + 2 * HOUR, "no")
    assert not Ballot.objects.exists()
    assert not queries.is_unexplained(cast(scene, motion, noon + 2 * HOUR, "no", OTHERWISE))


@pytest.mark.parametrize("answer", ["yes", "free"])
def test_who_departs_from_nothing_explains_no_departure(scene, motion, noon, answer):
    ask(scene, motion, noon)
    instruct(scene, motion, noon + HOUR, answer)

    with pytest.raises(actions.NoDeparture, match="departs from no instruction"), transaction.atomic():
        cast(scene, motion, noon + 2 * HOUR, "yes", OTHERWISE)


def test_it_belongs_to_the_seat_and_outlives_its_guardian(scene, motion, noon):
    """Asked and answered under one guardian, voted under the next: she reads it, her predecessor no longer."""
    from biomes.models import Guardianship

    seat, heir = scene.seats["b-1"], person("heir")
    ask(scene, motion, noon)
    instruct(scene, motion, noon + HOUR, "no")
    mandate = seat.mandates.get(hand=1)
    actions.end_mandate(mandate_id=mandate.pk, by=Ended.RESIGNATION, at=noon + 2 * HOUR)
    Guardianship.objects.filter(biome__slug="vessa-lagoon", hand=1).update(until=noon + 2 * HOUR)
    Guardianship.objects.create(
        biome=Guardianship.objects.get(user=scene.people["b-1"]).biome, user=heir, hand=1,
        instrument="Act", since=noon + 2 * HOUR,
    )  # fmt: skip
    actions.appoint(seat=seat, person=heir, hand=1, instrument="Act", at=noon + 2 * HOUR)
    at = noon + 3 * HOUR

    assert queries.consultation(motion, seat, heir, at).instruction.answer == "no"
    assert queries.consultation(motion, seat, scene.people["b-1"], at) is None


def test_unanswered_it_is_shown_as_such(scene, motion, noon):
    ask(scene, motion, noon)
    scene.cast_all(motion, noon + HOUR, h="yyyyy", b="yyy")
    scene.close(motion)

    assert mirror_of(motion).instruction is None
    assert not mirror_of(motion).departed


def test_before_the_vote_opens_it_may_be_asked_too(scene, noon):
    assembly(scene, noon)
    motion = scene.scheduled(noon)
    ask(scene, motion, noon + HOUR)

    assert instruct(scene, motion, noon + 2 * HOUR, "free").n == 1

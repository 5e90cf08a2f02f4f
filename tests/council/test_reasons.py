"""A living system's vote carries a public reason: given with the ballot, sealed with it, opened with it."""

import json
from uuid import uuid4

import pytest
from django.db import Error, transaction
from django.urls import reverse

from council import actions
from council.models import Ballot, Reason
from council.rules import commitment
from council.rules.seats import Choice
from ledger.models import Document, Fact
from ledger.queries import now
from tests.accounts.people import sign_in
from tests.council import scenes
from tests.council.scenes import HOUR

pytestmark = pytest.mark.django_db
ARTICLE = "charters.article/vessa-lagoon--art_3"
WORDS = "Oxygen fell to 2 mg/L while the gates stood open."


@pytest.fixture
def motion(scene, noon):
    scene.charter(noon)
    return scene.open(noon)


def cast(scene, motion, at, reason, seat="b-1", key=None):
    return actions.cast_ballot(
        motion_id=motion.pk, seat_id=scene.seats[seat].pk, choice=Choice.NO, caster=scene.people[seat],
        key=key or uuid4(), at=at, reason=reason,
    )  # fmt: skip


def openings():
    row = Document.objects.get(path="openings.jsonl")
    return json.loads(bytes(row.data))


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        (None, "say why"),
        (actions.Reasoning("  ", (ARTICLE,)), "say why"),
        (actions.Reasoning(WORDS), "at least one article"),
        (actions.Reasoning(WORDS, ("charters.article/nowhere--art_1",)), "charter in force"),
    ],
)
def test_a_beings_ballot_without_a_whole_reason_is_refused(scene, motion, noon, reason, says):
    with pytest.raises(actions.NoReason, match=says), transaction.atomic():
        cast(scene, motion, noon + HOUR, reason)

    assert not Ballot.objects.exists()


def test_a_human_seat_gives_none(scene, motion, noon):
    with pytest.raises(actions.NoReason, match="speaks for a living system"), transaction.atomic():
        cast(scene, motion, noon + HOUR, actions.Reasoning(WORDS), seat="h-1")


def test_where_no_charter_is_in_force_words_are_enough(scene, noon):
    motion = scene.open(noon)

    assert cast(scene, motion, noon + HOUR, actions.Reasoning(WORDS)).reason.text == WORDS


def test_a_retry_gives_the_reason_once(scene, motion, noon):
    key, reason = uuid4(), actions.Reasoning(WORDS, (ARTICLE,))
    first = cast(scene, motion, noon + HOUR, reason, key=key)
    again = cast(scene, motion, noon + HOUR, reason, key=key)

    assert first == again
    assert Reason.objects.count() == 1


def test_a_second_ballot_carries_a_reason_of_its_own(scene, motion, noon):
    for words in ("First.", "Second, after the reading of noon."):
        cast(scene, motion, noon + HOUR, actions.Reasoning(words, (ARTICLE,)))

    assert sorted(Reason.objects.values_list("text", flat=True)) == [
        "First.",
        "Second, after the reading of noon.",
    ]


def test_a_reason_is_kept_as_it_was_given(scene, motion, noon):
    cast(scene, motion, noon + HOUR, actions.Reasoning(WORDS, (ARTICLE,)))
    for change in (lambda: Reason.objects.update(text="Other."), lambda: Reason.objects.all().delete()):
        with pytest.raises(Error), transaction.atomic():
            change()


def test_the_log_holds_a_commitment_and_the_openings_fit_it(scene, motion, noon):
    ballot = cast(scene, motion, noon + HOUR, actions.Reasoning(WORDS, (ARTICLE,)))
    fact = Fact.objects.get(kind="council.reason.given")
    scene.close(motion)
    (row,) = openings()["reasons"]

    assert WORDS not in json.dumps(fact.body)
    assert row["text"] == commitment.words_hash(WORDS)
    value = commitment.reason_of(
        motion=motion.code, round_=1, n=ballot.n, articles=row["articles"], text=WORDS
    )
    assert commitment.opens(fact.body["commitment"], bytes.fromhex(row["salt"]), value)


def test_every_hand_of_a_joint_seat_gives_its_own(scene, motion, noon):
    scene.cast_all(motion, noon + HOUR, h="yyyyy", b="yyy")
    joint = scene.seats["b-1"]

    assert joint.is_joint
    assert Reason.objects.filter(ballot__seat=joint).count() == 2


def test_the_page_tells_the_reason_after_the_close_and_not_before(client, noon):
    scene = scenes.council(now())
    scene.charter(now())
    motion = scene.open(now() - HOUR)
    cast(scene, motion, now(), actions.Reasoning(WORDS, (ARTICLE,)))
    page = reverse("council:motion", args=[motion.code])
    before = client.get(page).content.decode()
    scene.close(motion)
    after = client.get(page).content.decode()

    assert WORDS not in before
    assert WORDS in after
    assert "The right to breathe" in after


@pytest.fixture
def box(client):
    """A guardian's ballot page, open now."""
    scene = scenes.council(now())
    scene.charter(now())
    motion = scene.open(now() - HOUR)
    sign_in(client, scene.people["b-1"])
    return reverse("council:cast", args=[motion.code, "b-1"])


def test_the_page_of_the_ballot_asks_for_it_and_names_what_is_missing(client, box):
    answer = client.post(box, {"choice": "no", "key": uuid4(), "reason": "", "articles": []})

    assert answer.status_code == 422
    assert "say why, and on what evidence" in answer.content.decode()
    assert "Cite at least one article" in answer.content.decode()


def test_what_was_written_is_still_there_after_a_fault(client, box):
    answer = client.post(box, {"choice": "no", "key": uuid4(), "reason": WORDS})

    assert WORDS in answer.content.decode()


def test_she_changes_her_ballot_from_what_she_wrote(client, box):
    client.post(box, {"choice": "no", "key": uuid4(), "reason": WORDS, "articles": [ARTICLE]})

    assert WORDS in client.get(box).content.decode()


def test_a_program_is_told_the_field(client, box):
    number = box.split("/")[3]
    answer = client.post(
        reverse("api:motion-ballots", args=[number]), {"seat": "b-1", "choice": "no", "key": str(uuid4())},
        content_type="application/json",
    )  # fmt: skip

    assert answer.status_code == 400
    assert list(answer.json()["errors"] if "errors" in answer.json() else answer.json()) == ["reason"]

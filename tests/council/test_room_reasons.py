"""After a vote in the room each living system's seat says why it gave its word: once, publicly, citing its charter."""

import pytest
from django.db import Error, transaction
from django.urls import reverse

from council import actions, queries
from council.models import RoomReason
from council.rules.lifecycle import State
from ledger import queries as log
from ledger.queries import now
from tests.accounts.people import sign_in
from tests.council import scenes
from tests.council.instructing import OTHERWISE, ask, assembly, instruct
from tests.council.roll_call_scenes import called, counted, disputed, enter, judged, look, words
from tests.council.scenes import DAY, HOUR

pytestmark = pytest.mark.django_db
ARTICLE = "charters.article/vessa-lagoon--art_3"
WHY = actions.Reasoning("It cannot breathe by night.", (ARTICLE,))


@pytest.fixture
def motion(scene, noon):
    """The lagoon's two hands said yes, the third living system no."""
    scene.charter(noon - 30 * DAY)
    return counted(scene, noon, h="yyynn", b="y.n")


def tell(scene, motion, who, at, given=WHY):
    seat = scene.seats[who.split("/")[0]]
    return actions.tell_room_reason(motion_id=motion.pk, seat=seat, given=given, by=scene.people[who], at=at)


def told(motion):
    (chamber,) = [
        c
        for c in queries.chamber_records(motion.votings.order_by("number").last().decision)
        if c.body.code == "vessa-biomes"
    ]
    return {row.seat.code: [why.text for why in row.reasons] for row in chamber.roll}


def test_it_stands_beside_the_word_at_once(scene, motion, noon):
    tell(scene, motion, "b-1", noon + 2 * HOUR)

    assert told(motion)["b-1"] == ["It cannot breathe by night."]
    assert told(motion)["b-3"] == []


def test_the_log_names_seat_articles_and_the_hash_of_the_words_and_no_person(scene, motion, noon):
    tell(scene, motion, "b-1", noon + 2 * HOUR)

    (fact,) = log.public_around(motion.subject).filter(kind="council.reason.told")
    assert set(fact.body) == {"round", "seat", "hand", "articles", "words", "departure"}
    assert fact.body["articles"] == [ARTICLE]
    assert len(fact.body["words"]) == 64
    assert log.public_around(ARTICLE).filter(kind="council.reason.told").exists()


def test_each_hand_says_its_own_and_each_says_it_once(scene, motion, noon):
    tell(scene, motion, "b-1", noon + 2 * HOUR)
    tell(scene, motion, "b-1/2", noon + 2 * HOUR, actions.Reasoning("Nor by day.", (ARTICLE,)))

    with pytest.raises(actions.CannotTellWhy, match="already"):
        tell(scene, motion, "b-1", noon + 3 * HOUR)
    assert told(motion)["b-1"] == ["It cannot breathe by night.", "Nor by day."]


@pytest.mark.parametrize(
    ("who", "given", "why"),
    [("h-1", WHY, "Only a seat that speaks"), ("b-2", WHY, "No word of this seat"),
     ("b-1", actions.Reasoning("So.", ()), "at least one article"),
     ("b-1", actions.Reasoning(" ", (ARTICLE,)), "public reason"),
     ("b-1", actions.Reasoning("So.", ("charters.article/other--art_1",)), "of a charter in force")],
)  # fmt: skip
def test_what_is_no_reason_is_refused_and_leaves_nothing(scene, motion, noon, who, given, why):
    with pytest.raises(actions.CannotTellWhy, match=why):
        tell(scene, motion, who, noon + 2 * HOUR, given)

    assert not RoomReason.objects.exists()


def test_nobody_speaks_for_anothers_seat(scene, motion, noon):
    with pytest.raises(actions.CannotTellWhy, match="do not hold"):
        actions.tell_room_reason(
            motion_id=motion.pk,
            seat=scene.seats["b-1"],
            given=WHY,
            by=scene.people["b-3"],
            at=noon + 2 * HOUR,
        )


def test_before_the_count_there_is_no_word_to_explain(scene, noon):
    sealed = scene.open(noon)

    with pytest.raises(actions.CannotTellWhy, match="No word"):
        tell(scene, sealed, "b-1", noon + HOUR)


def test_it_stays_when_the_vote_is_counted_again(scene, motion, noon):
    tell(scene, motion, "b-1", noon + 2 * HOUR)
    dispute = disputed(scene, motion, "h-3", "no", noon + 2 * HOUR)
    judged(scene, dispute, noon + 3 * HOUR, teun="uphold", rosa="uphold", chair="uphold")
    look(noon + HOUR + DAY, motion)

    assert motion.status in (State.REJECTED, State.ENACTED)
    assert motion.votings.count() == 2
    assert told(motion)["b-1"] == ["It cannot breathe by night."]


def test_a_word_that_was_corrected_loses_the_reason_for_the_other_word_and_gets_one_of_its_own(
    scene, motion, noon
):
    tell(scene, motion, "b-3", noon + 2 * HOUR, actions.Reasoning("It is harmed.", ()))
    dispute = disputed(scene, motion, "b-3", "yes", noon + 2 * HOUR)
    judged(scene, dispute, noon + 3 * HOUR, teun="uphold", rosa="uphold", chair="uphold")
    look(noon + HOUR + DAY, motion)
    assert told(motion)["b-3"] == []

    tell(scene, motion, "b-3", noon + 2 * DAY, actions.Reasoning("It is served.", ()))

    assert told(motion)["b-3"] == ["It is served."]
    with pytest.raises(actions.CannotTellWhy, match="already"):
        tell(scene, motion, "b-3", noon + 2 * DAY, actions.Reasoning("Again.", ()))


def test_after_a_recount_the_first_reason_of_a_word_that_stood_is_still_its_only_one(scene, motion, noon):
    tell(scene, motion, "b-1", noon + 2 * HOUR)
    dispute = disputed(scene, motion, "h-3", "no", noon + 2 * HOUR)
    judged(scene, dispute, noon + 3 * HOUR, teun="uphold", rosa="uphold", chair="uphold")
    look(noon + HOUR + DAY, motion)

    with pytest.raises(actions.CannotTellWhy, match="already"):
        tell(scene, motion, "b-1", noon + 2 * DAY, actions.Reasoning("Other.", (ARTICLE,)))


def test_no_hand_rewrites_it(scene, motion, noon):
    row = tell(scene, motion, "b-1", noon + 2 * HOUR)

    for change in (lambda: RoomReason.objects.filter(pk=row.pk).update(text="Other."), row.delete):
        with pytest.raises(Error), transaction.atomic():
            change()


# --- Beside an instruction --------------------------------------------------------------------------
def test_the_mirror_shows_instruction_word_and_reasons_of_a_departure(scene, noon):
    scene.charter(noon - 30 * DAY)
    assembly(scene, noon - 30 * DAY)
    motion = called(scene, noon)
    ask(scene, motion, noon)
    instruct(scene, motion, noon, "no")
    for who in ("teun", "rosa"):
        enter(scene, motion, who, words(motion, h="yyynn", b="y.n"), noon + HOUR)
    departing = actions.Reasoning(WHY.text, WHY.articles, OTHERWISE)
    tell(scene, motion, "b-1", noon + 2 * HOUR, departing)

    (row,) = queries.mirrors(queries.voting_of(motion))

    assert row.instruction.answer == "no"
    assert [(vote.hand, vote.choice, vote.departs, vote.why) for vote in row.votes] == [
        (1, "yes", True, OTHERWISE),
        (2, "yes", True, ""),
    ]


def test_who_was_absent_when_the_roll_was_called_departs_from_nothing(scene, noon):
    assembly(scene, noon - 30 * DAY, seat="b-2")
    motion = called(scene, noon)
    ask(scene, motion, noon, seat="b-2")
    instruct(scene, motion, noon, "yes", seat="b-2")
    for who in ("teun", "rosa"):
        enter(scene, motion, who, words(motion, h="yyynn", b="y.n"), noon + HOUR)

    (row,) = queries.mirrors(queries.voting_of(motion))

    assert {(vote.choice, vote.departs) for vote in row.votes} == {("absent", False)}
    assert not row.departed


# --- Its doors ---------------------------------------------------------------------------------------
@pytest.fixture
def today(db):
    scene = scenes.council(now())
    scene.charter(now() - 30 * DAY)
    return scene, counted(scene, now() - 2 * HOUR, h="yyynn", b="y.n")


def test_a_guardian_says_why_on_her_receipt_and_everybody_reads_it(today, client):
    scene, motion = today
    sign_in(client, scene.people["b-1"])
    receipt = reverse("council:called", args=[motion.code, "b-1"])
    door = reverse("council:tell_room_reason", args=[motion.code, "b-1"])
    assert "Why it gave this word" in client.get(receipt).content.decode()

    empty = client.post(door, {"reason": "Because."})
    assert empty.status_code == 422
    assert 'href="#why_articles' in empty.content.decode()
    assert "Because." in empty.content.decode()
    done = client.post(door, {"reason": "It cannot breathe.", "articles": [ARTICLE]}, follow=True)
    assert "Your reason is public" in done.content.decode()
    assert "Publish this reason" not in done.content.decode()

    client.logout()
    record = client.get(reverse("council:record", args=[motion.code])).content.decode()
    assert "It cannot breathe." in record
    (row,) = client.get(reverse("api:room-reasons", args=[motion.code])).json()
    assert (row["seat"], row["text"], row["articles"]) == ("b-1", "It cannot breathe.", [ARTICLE])


def test_programs_tell_it_once(today, client):
    scene, motion = today
    sign_in(client, scene.people["b-3"])
    body = {"seat": "b-3", "reason": "It silts up.", "articles": []}

    def post():
        return client.post(
            reverse("api:room-reasons", args=[motion.code]), body, content_type="application/json"
        )

    assert (post().status_code, post().status_code) == (201, 409)


def test_a_human_seat_is_asked_for_no_reason(today, client):
    scene, motion = today
    sign_in(client, scene.people["h-1"])

    assert (
        "Why it gave this word"
        not in client.get(reverse("council:called", args=[motion.code, "h-1"])).content.decode()
    )
    assert client.post(reverse("council:tell_room_reason", args=[motion.code, "h-1"])).status_code == 404

"""A motion's record: every closed vote with what counts it again, for people, for programs, and as Popolo."""

from datetime import timedelta

import pytest
from django.urls import reverse

from council.models import Ballot
from council.rules import commitment
from council.rules.reading import fingerprint, read_ballots, read_roll, read_rule
from council.rules.tally import evaluate
from ledger import actions as ledger
from ledger.queries import now
from tests.council import scenes
from tests.council.scenes import HOUR

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db):
    return scenes.council(now() - timedelta(days=1))


@pytest.fixture
def motion(scene):
    """Carried, with one change of mind; closed an hour ago and sealed."""
    motion = scene.open(now() - timedelta(days=1, hours=1), affects=["biomes.biome/vessa-lagoon"])
    at = motion.opens_at + HOUR
    scene.cast_all(motion, at, h="yyyna", b="yyn")
    scene.cast(motion, "h-4", "yes", at + HOUR)
    scene.close(motion)
    ledger.deliver_due(at=now())
    ledger.seal_due(at=now())
    return motion


def page(client, motion):
    return client.get(reverse("council:record", args=[motion.code])).content.decode()


def record(client, motion):
    return client.get(reverse("api:motion-record", args=[motion.code])).json()


def test_its_page_shows_every_ballot_ever_cast_and_which_of_them_count(client, motion):
    told = page(client, motion)

    assert Ballot.objects.count() == 10
    for ballot in Ballot.objects.all():
        assert ballot.commitment in told
        assert bytes(ballot.salt).hex() in told
    assert told.count("No: replaced by a later ballot") == 1


def test_its_files_are_served_by_their_hash(client, motion):
    (one,) = record(client, motion)["rounds"]

    assert set(one["files"]) == {"rule", "roll", "openings"}
    for sha256 in one["files"].values():
        assert client.get(reverse("log-document", args=[sha256])).status_code == 200


def test_a_reader_counts_it_again_from_the_record_alone(client, motion):
    (one,) = record(client, motion)["rounds"]
    counted = [row for row in one["ballots"] if row["counts"]]
    cast = [{key: row[key] for key in ("seat", "hand", "choice", "n")} for row in counted]

    again = evaluate(read_rule(one["rule"]), read_roll({"seats": one["roll"]["seats"]}), read_ballots(cast))

    assert fingerprint(one["rule"]) == one["rule_sha256"]
    assert again.outcome.value == one["outcome"]
    for row in one["ballots"]:
        value = commitment.value_of(
            motion=motion.code, round_=1, seat=row["seat"], hand=row["hand"], choice=row["choice"]
        )
        assert commitment.opens(row["commitment"], bytes.fromhex(row["salt"]), value)


def test_each_ballot_names_its_entry_in_the_log(client, motion):
    (one,) = record(client, motion)["rounds"]

    assert len({row["entry"] for row in one["ballots"]}) == len(one["ballots"])


def test_before_the_close_it_holds_no_ballot_and_says_so(client, scene):
    motion = scene.open(now() - HOUR)
    scene.cast_all(motion, now(), h="yyyna", b="yyn")

    assert record(client, motion)["rounds"] == []
    assert "No vote on this motion has closed yet" in page(client, motion)
    assert Ballot.objects.first().commitment not in page(client, motion)


def test_a_draft_has_no_record_for_others(client, scene):
    motion = scene.draft(now())

    assert client.get(reverse("council:record", args=[motion.code])).status_code == 404
    assert client.get(reverse("api:motion-record", args=[motion.code])).status_code == 404


def popolo(client, motion):
    return client.get(reverse("api:motion-popolo", args=[motion.code])).json()


def test_popolo_names_every_seat_of_the_roll_once_with_an_option_it_knows(client, motion):
    (event,) = popolo(client, motion)["vote_events"]

    assert len({vote["voter_id"] for vote in event["votes"]}) == len(event["votes"]) == 8
    assert {vote["option"] for vote in event["votes"]} <= {"yes", "no", "abstain", "absent", "not voting"}
    assert event["result"] == "adopted"


def test_its_counts_are_the_sums_of_its_votes(client, motion):
    (event,) = popolo(client, motion)["vote_events"]

    assert sum(count["value"] for count in event["counts"]) == len(event["votes"])
    for count in event["counts"]:
        own = [
            v for v in event["votes"] if (v["option"], v["group_id"]) == (count["option"], count["group_id"])
        ]
        assert len(own) == count["value"]


def test_a_split_seat_is_present_without_a_choice(client, scene):
    motion = scene.open(now() - timedelta(days=1, hours=1))
    at = motion.opens_at + HOUR
    scene.cast(motion, "b-1", "yes", at)
    scene.cast(motion, "b-1/2", "no", at)
    scene.close(motion)
    (event,) = popolo(client, motion)["vote_events"]
    (vote,) = [vote for vote in event["votes"] if vote["voter_id"] == "council.seat/b-1"]

    assert (vote["option"], vote["seat_vote"]) == ("not voting", "split")


def test_popolo_tells_nothing_before_the_close(client, scene):
    motion = scene.open(now() - HOUR)
    scene.cast_all(motion, now(), h="yyyna", b="yyn")

    assert popolo(client, motion)["vote_events"] == []

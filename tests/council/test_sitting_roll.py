"""A vote taken in a sitting counts as present who was in its room at the close, and an outsider finds the same."""

import json
from datetime import timedelta

import pytest

from council import actions, queries
from tests.council.lending import give, let_proxies
from tests.council.scenes import DAY, HOUR
from tests.council.test_second_count import faults

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def vote(scene, noon):
    """Open from noon for a day, under two thirds of those present; its sitting opens an hour before the close."""
    scene.charter(noon)
    return scene.open(noon, kind="appointment")


def sit(scene, motion, seats, *, opens=None):
    at = motion.closes_at - 2 * HOUR
    sitting = actions.call_sitting(
        body=scene.council, starts_at=at + HOUR, place="", by=scene.secretary, at=motion.opens_at - 5 * DAY
    )
    own = {"sitting_id": sitting.pk, "by": scene.secretary}
    actions.add_point(**own, kind="motion", motion=motion, at=motion.opens_at - 5 * DAY)
    actions.publish_agenda(**own, at=motion.opens_at - 5 * DAY)
    actions.open_sitting(**own, at=opens or at + HOUR)
    for seat in seats:
        actions.arrive(**own, seat=scene.seats[seat], at=at + HOUR + MINUTE)
    return sitting


ALL = ["h-1", "h-2", "h-3", "h-4", "h-5", "b-1", "b-2", "b-3"]


def test_who_sits_in_the_room_counts_for_the_quorum_without_a_ballot(scene, vote):
    sit(scene, vote, ALL)
    scene.cast_all(vote, vote.opens_at + HOUR, h="yy...", b=".y.")

    decision = scene.close(vote)

    assert decision.outcome == "adopted"
    assert [row["counts"]["present"] for row in decision.working["chambers"]] == [5, 3]


def test_the_same_ballots_without_a_sitting_have_no_quorum(scene, vote):
    scene.cast_all(vote, vote.opens_at + HOUR, h="yy...", b=".y.")

    assert scene.close(vote).outcome == "no_quorum"


def test_who_left_before_the_close_is_not_present(scene, vote):
    sitting = sit(scene, vote, ALL)
    for seat in ("h-3", "h-4", "h-5"):
        actions.leave(
            sitting_id=sitting.pk, seat=scene.seats[seat], by=scene.secretary, at=vote.closes_at - MINUTE
        )
    scene.cast_all(vote, vote.opens_at + HOUR, h="yy...", b=".y.")

    assert scene.close(vote).outcome == "no_quorum"


def test_a_late_count_goes_by_the_hour_of_the_close(scene, vote):
    sitting = sit(scene, vote, ALL)
    scene.cast_all(vote, vote.opens_at + HOUR, h="yy...", b=".y.")
    actions.close_sitting(sitting_id=sitting.pk, by=scene.secretary, at=vote.closes_at + MINUTE)

    actions.advance_due(at=vote.closes_at + HOUR)

    assert queries.decision_of(queries.voting_of(vote)).outcome == "adopted"


def test_a_sitting_that_opens_after_the_hour_is_not_this_vote_s(scene, vote):
    from ledger.models import Fact

    sitting = sit(scene, vote, [], opens=vote.closes_at + MINUTE)
    actions.arrive(
        sitting_id=sitting.pk, seat=scene.seats["h-1"], by=scene.secretary, at=vote.closes_at + 2 * MINUTE
    )

    actions.advance_due(at=vote.closes_at + HOUR)

    assert "presence" not in Fact.objects.get(kind="council.voting.closed").body


def test_a_room_with_nobody_in_it_is_named_and_the_second_count_agrees(scene, vote, tmp_path):
    from ledger import actions as ledger

    sitting = sit(scene, vote, [])
    actions.close_sitting(sitting_id=sitting.pk, by=scene.secretary, at=vote.closes_at + MINUTE)
    actions.advance_due(at=vote.closes_at + HOUR)
    ledger.seal_due(at=vote.closes_at + DAY)
    ledger.export_log(tmp_path / "export")

    assert "presence" in close_of(tmp_path / "export")["body"]
    assert faults(tmp_path / "export") == []


def test_a_sitting_without_the_motion_on_its_agenda_changes_nothing(scene, vote, noon):
    other = scene.open(noon)
    sit(scene, other, ALL)
    scene.cast_all(vote, vote.opens_at + HOUR, h="yy...", b=".y.")

    assert scene.close(vote).outcome == "no_quorum"


def test_the_motions_page_counts_the_room_towards_the_quorum(scene, vote):
    sit(scene, vote, ALL)

    rows = queries.presence(queries.voting_of(vote), vote.closes_at - MINUTE)

    assert [row.quorate for row in rows] == [True, True]


# --- The second count ---------------------------------------------------------------------------------------
@pytest.fixture
def export(scene, vote, tmp_path):
    from ledger import actions as ledger

    sit(scene, vote, ALL)
    scene.cast_all(vote, vote.opens_at + HOUR, h="yy...", b=".y.")
    scene.close(vote)
    ledger.seal_due(at=vote.closes_at + DAY)
    ledger.export_log(tmp_path / "export")
    return tmp_path / "export"


def entries(folder):
    return [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]


def close_of(folder):
    (closing,) = [e for e in entries(folder) if e["type"] == "council.voting.closed"]
    return closing


def test_the_close_names_its_presence_and_the_second_count_agrees(export):
    closing = close_of(export)
    rolls = (export / "rolls.jsonl").read_text().splitlines()
    (line,) = [json.loads(row) for row in rolls if "present" in json.loads(row)]

    assert line["present"] == sorted(ALL)
    assert {"path": "rolls.jsonl", "sha256": closing["body"]["presence"]} in closing["body"]["documents"]
    assert faults(export) == []


def forged(folder, change):
    """The faults that the checks of one close name, once ``change`` has had the log's entries."""
    from tests.council.test_second_count import VERIFY

    read, bent = VERIFY.verify(str(folder)), VERIFY.Export(str(folder))
    log = entries(folder)
    change(log)
    bent.entries = log
    bent.index()
    closing = next(e for e in log if e["type"] == "council.voting.closed")
    hour = next(e for e in log if e["type"] == "council.voting.opened")["body"]["closes_at"]
    rooms = VERIFY.rooms_of(bent, closing["subject"], hour, log.index(closing))
    line = {"sittings": ["council.sitting/" + n for n in []], "present": sorted(ALL)}
    line["sittings"] = sorted(rooms) or line["sittings"]
    assert read.faults == []
    return list(VERIFY.check_presence(rooms, line if "presence" in closing["body"] else None))


def test_a_seat_that_never_came_in_is_named(export):
    def without_h5(log):
        log[:] = [e for e in log if not (e["type"] == "council.seat.arrived" and e["body"]["seat"] == "h-5")]

    assert forged(export, without_h5) == ["seat h-5: the log and the presence at the close differ"]


def test_a_close_that_forgets_its_sitting_is_named(export):
    def silent(log):
        del next(e for e in log if e["type"] == "council.voting.closed")["body"]["presence"]

    (fault,) = forged(export, silent)[:1]

    assert "in session at the close" in fault


def test_a_seat_in_the_room_is_in_the_quorum_though_another_casts_for_it(scene, noon, tmp_path):
    """Live and at the close alike, and an outsider's count too."""
    from ledger import actions as ledger

    let_proxies(scene, noon)
    motion = scene.open(noon)
    sit(scene, motion, ["h-2"])
    give(scene, motion, "h-2", "h-3", noon)
    scene.cast_all(motion, noon + HOUR, h="y.y..", b="yyy")
    scene.cast(motion, "h-2", "yes", noon + HOUR, by="h-3")

    live = queries.presence(queries.voting_of(motion), motion.closes_at - MINUTE)[0]
    decision = scene.close(motion)
    ledger.seal_due(at=motion.closes_at)
    ledger.export_log(tmp_path / "export")

    assert (live.quorate, decision.outcome) == (True, "adopted")
    assert faults(tmp_path / "export") == []

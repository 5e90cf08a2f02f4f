"""A sitting without the platform: printed sheets, declared by secretary and chair, typed by two tellers."""

import json

import pytest

from council import actions, queries
from council.models import Attendance
from tests.council.blackout_scenes import both, dark, declared, hour, noticed, times, typed, vote
from tests.council.roll_call_scenes import MINUTE, decision, disputed, look, scheduled, tellers
from tests.council.scenes import DAY, HOUR
from tests.council.test_second_count import faults, tampered
from tests.council.test_second_count_room import exported, first, rewrite

pytestmark = pytest.mark.django_db


def refusal(act, *args, **given):
    with pytest.raises((actions.CannotSit, actions.CannotTell)) as why:
        act(*args, **given)
    return str(why.value)


@pytest.fixture
def paper(scene, noon):
    return dark(scene, noon)


@pytest.fixture
def later(noon):
    return noon + 5 * HOUR


def entered(scene, motion, sitting, noon, at, **letters):
    letters = letters or {"h": "yyynn", "b": "yyn"}
    both(scene, sitting, 0, times(sitting, noon, away=("h-5",)), at)
    both(scene, sitting, 1, vote(sitting, motion, noon + 20 * MINUTE, **letters), at)
    sitting.refresh_from_db()
    motion.refresh_from_db()


# --- Declared -------------------------------------------------------------------------------------------
def test_secretary_and_chair_declare_it_together(scene, paper):
    _motion, sitting = paper

    assert sitting.awaits_paper


def test_two_of_one_office_do_not(scene, noon):
    from accounts.rules.roles import Role
    from tests.accounts.people import person

    sitting = noticed(scene, noon, scheduled(scene, noon))
    asked = actions.ask_blackout(sitting_id=sitting.pk, by=scene.secretary, at=noon)

    assert "secretary and the chair" in refusal(
        actions.agree_blackout, approval_id=asked.pk, by=person("sem", Role.SECRETARY), at=noon
    )


def test_nobody_else_declares_it_nor_twice_nor_without_notice(scene, noon, paper):
    _motion, sitting = paper
    bare = actions.call_sitting(
        body=scene.council, starts_at=noon + DAY, place="", by=scene.secretary, at=noon
    )
    ask = actions.ask_blackout

    assert "together" in refusal(ask, sitting_id=sitting.pk, by=scene.people["h-2"], at=noon)
    assert "already" in refusal(ask, sitting_id=sitting.pk, by=scene.secretary, at=noon + 4 * HOUR)
    assert "No notice" in refusal(ask, sitting_id=bare.pk, by=scene.secretary, at=noon)


def test_a_sitting_that_was_opened_here_is_none(scene, noon):
    sitting = noticed(scene, noon, scheduled(scene, noon))
    actions.open_sitting(sitting_id=sitting.pk, by=scene.secretary, at=noon)

    assert "opened here" in refusal(
        actions.ask_blackout, sitting_id=sitting.pk, by=scene.secretary, at=noon + HOUR
    )


def test_one_that_is_declared_is_not_opened_here(scene, noon, paper):
    assert "on paper" in refusal(
        actions.open_sitting, sitting_id=paper[1].pk, by=scene.secretary, at=noon + 4 * HOUR
    )


def test_without_a_declared_blackout_nothing_is_typed(scene, noon, later):
    tellers(scene)
    motion = scheduled(scene, noon)
    sitting = noticed(scene, noon, motion)

    assert "not one that is entered from paper" in refusal(
        typed, scene, sitting, 0, "teun", times(sitting, noon), later
    )


def test_nothing_is_typed_of_a_sitting_that_is_still_to_come(scene, noon):
    tellers(scene)
    sitting = declared(scene, noticed(scene, noon, scheduled(scene, noon)), noon - DAY)

    assert "still to come" in refusal(typed, scene, sitting, 0, "teun", times(sitting, noon), noon - HOUR)


# --- Typed --------------------------------------------------------------------------------------------------
def test_two_alike_bring_presence_points_and_votes_into_the_record(scene, noon, paper, later):
    motion, sitting = paper

    entered(scene, motion, sitting, noon, later)

    point = sitting.points.get(position=1)
    rows = Attendance.objects.filter(sitting=sitting)
    assert (sitting.state, sitting.opened_at, sitting.closed_at) == ("closed", noon, noon + 2 * HOUR)
    assert sitting.entered_at == later
    assert (point.taken_up_at, point.done_at) == (noon + 5 * MINUTE, noon + 35 * MINUTE)
    assert {row.seat.code for row in rows} == {"h-1", "h-2", "h-3", "h-4", "b-1", "b-2", "b-3"}
    assert {(row.since, row.until) for row in rows} == {(noon + MINUTE, noon + 2 * HOUR)}
    assert (motion.state, decision(motion).outcome) == ("closed", "adopted")


def test_a_vote_on_paper_says_when_it_was_held_and_when_it_was_entered(scene, noon, paper, later):
    motion, sitting = paper
    entered(scene, motion, sitting, noon, later)
    voting = queries.voting_of(motion)

    assert (voting.held_at, voting.opened_at) == (noon + 20 * MINUTE, noon + 20 * MINUTE)
    assert voting.decision.closed_at == later


def test_it_is_open_to_dispute_for_a_day_from_its_entry(scene, noon, paper, later):
    motion, sitting = paper
    entered(scene, motion, sitting, noon, later)

    assert disputed(scene, motion, "h-3", "no", later + DAY - MINUTE).word == "no"
    assert look(later + DAY, motion).state == "closed"


def test_without_a_dispute_it_takes_effect_a_day_after_its_entry(scene, noon, paper, later):
    motion, sitting = paper
    entered(scene, motion, sitting, noon, later)

    assert look(later + DAY - MINUTE, motion).state == "closed"
    assert look(later + DAY, motion).state == "enacted"


def test_one_alone_cannot(scene, noon, paper, later):
    motion, sitting = paper
    for position, lines in (
        (0, times(sitting, noon)),
        (1, vote(sitting, motion, noon + 20 * MINUTE, h="yyynn", b="yyn")),
    ):
        typed(scene, sitting, position, "teun", lines, later)
        assert "Your sheet is in" in refusal(typed, scene, sitting, position, "teun", lines, later)

    sitting.refresh_from_db()
    assert (sitting.state, decision(motion)) == ("called", None)


def test_what_differs_is_settled_by_both(scene, noon, paper, later):
    motion, sitting = paper
    both(scene, sitting, 0, times(sitting, noon), later)
    lines = vote(sitting, motion, noon + 20 * MINUTE, h="yyynn", b="yyn")
    typed(scene, sitting, 1, "teun", lines, later)
    typed(scene, sitting, 1, "rosa", {**lines, "h-5/1": "yes", "held_at": hour(noon + 21 * MINUTE)}, later)
    said = {"h-5/1": "no", "held_at": hour(noon + 20 * MINUTE)}

    done = [
        actions.settle_sheet(sitting_id=sitting.pk, position=1, lines=said, by=scene.people[who], at=later)
        for who in ("teun", "rosa")
    ]

    assert done == [False, True]
    assert decision(motion).words["h-5/1"] == "no"


def test_a_point_that_was_not_voted_on_brings_no_vote(scene, noon, paper, later):
    motion, sitting = paper
    both(scene, sitting, 0, times(sitting, noon), later)
    both(scene, sitting, 1, vote(sitting, motion, None), later)

    sitting.refresh_from_db()
    motion.refresh_from_db()
    assert (sitting.state, motion.state, motion.votings.count()) == ("closed", "scheduled", 0)


def test_a_sheet_printed_for_other_words_is_refused(scene, noon, paper, later):
    _motion, sitting = paper

    assert "other words" in refusal(
        actions.enter_sheet, sitting_id=sitting.pk, position=0, lines=times(sitting, noon), paper="0" * 8,
        by=scene.people["teun"], at=later,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"sitting::since": "2150-06-11T11:00"}, "sitting::since"),
        ({"sitting::until": "2199-01-01T00:00"}, "sitting::until"),
        ({"seat:h-1:since": ""}, "seat:h-1"),
        ({"seat:h-1:until": "2150-06-11T23:59"}, "seat:h-1"),
        ({"point:1:since": "soon"}, "point:1"),
        ({"point:2:since": "2150-06-11T12:30"}, "point:2"),
        ({"seat:z-9:since": ""}, "seat:z-9"),
    ],
)
def test_hours_that_cannot_be_are_named(scene, noon, paper, later, changed, named):
    _motion, sitting = paper
    lines = {**times(sitting, noon), **changed}

    assert named in refusal(typed, scene, sitting, 0, "teun", lines, later)


def test_a_vote_outside_the_sittings_hours_is_not_taken_in(scene, noon, paper, later):
    motion, sitting = paper
    both(scene, sitting, 0, times(sitting, noon), later)
    both(scene, sitting, 1, vote(sitting, motion, noon + 3 * HOUR, h="yyynn", b="yyn"), later)

    assert (decision(motion), unusable()) == (None, [{"position": 1, "why": "outside_the_sitting"}])


def unusable():
    from ledger.models import Fact

    return Fact.objects.get(kind="council.sitting.entered").body["refused"]


@pytest.mark.parametrize(("urgent", "refused"), [(False, True), (True, False)])
def test_what_was_called_without_its_notice_counts_where_an_urgency_dispensed_with_it(
    scene, noon, paper, later, urgent, refused
):
    motion, sitting = paper
    dispensed = noon - DAY if urgent else None
    type(motion).objects.filter(pk=motion.pk).update(scheduled_at=noon - 2 * HOUR, urgent_at=dispensed)

    entered(scene, motion, sitting, noon, later)

    assert (decision(motion) is None) is refused
    assert unusable() == ([{"position": 1, "why": "without_its_notice"}] if refused else [])


def test_a_motion_put_to_sealed_ballots_meanwhile_is_not_counted_twice(scene, noon, later):
    motion, sitting = dark(scene, noon, in_room=False)
    look(noon, motion)
    scene.cast(motion, "h-1", "no", noon + HOUR)
    both(scene, sitting, 0, times(sitting, noon), later)
    both(scene, sitting, 1, vote(sitting, motion, noon + 20 * MINUTE, h="yyynn", b="yyn"), later)

    motion.refresh_from_db()
    assert (motion.state, motion.votings.count()) == ("voting_open", 1)
    assert unusable() == [{"position": 1, "why": "decided_otherwise_meanwhile"}]


def test_a_motion_the_outage_postponed_is_counted_from_paper(scene, noon):
    motion, sitting = dark(scene, noon, in_room=False)
    at = noon + DAY + HOUR
    look(at, motion)
    assert (motion.state, motion.reason) == ("postponed", "outage")

    entered(scene, motion, sitting, noon, at)

    assert decision(motion).outcome == "adopted"


def test_a_motion_that_the_secretary_postponed_is_not(scene, noon, paper, later):
    motion, sitting = paper
    actions.postpone_motion(motion_id=motion.pk, by=scene.secretary, at=noon - HOUR)

    entered(scene, motion, sitting, noon, later)

    assert unusable() == [{"position": 1, "why": "decided_otherwise_meanwhile"}]


def test_a_seat_recused_after_the_sitting_was_on_its_roll(scene, noon, paper, later):
    motion, sitting = paper
    actions.recuse_seat(
        motion_id=motion.pk, seat=scene.seats["h-5"], kind="voluntary", reason="Kin", by=scene.secretary,
        at=noon + 3 * HOUR,
    )  # fmt: skip

    entered(scene, motion, sitting, noon, later)

    assert decision(motion).words["h-5/1"] == "no"


# --- In the log -------------------------------------------------------------------------------------------
@pytest.fixture
def export(scene, noon, paper, later, tmp_path):
    motion, sitting = paper
    entered(scene, motion, sitting, noon, later)
    look(later + DAY, motion)
    return exported(tmp_path, later + 2 * DAY)


def test_the_log_tells_it_in_order_with_both_moments(export, noon, later):
    log = [json.loads(line) for line in (export / "log.jsonl").read_text().splitlines()]
    told = [e for e in log if e["body"].get("held_at") and e["type"] != "council.voting.opened"]
    held = [e["body"]["held_at"] for e in told]

    assert {e["at"] for e in told} == {f"{later:%Y-%m-%dT%H:%M:%SZ}"}
    assert (held, held[0]) == (sorted(held), f"{noon:%Y-%m-%dT%H:%M:%SZ}")
    assert told[-1]["type"] == "council.sitting.closed"


def test_the_second_count_agrees(export):
    assert faults(export) == []


def undeclare(entries, lines):
    entries.remove(first(entries, "council.sitting.blacked_out"))


def forget_a_sheet(entries, lines):
    entries.remove(first(entries, "council.sheet.entered"))


def let_a_seat_come_earlier(entries, lines):
    first(entries, "council.seat.arrived")["body"]["held_at"] = "2150-06-11T12:00:00Z"


def forget_a_seat(entries, lines):
    entries.remove(first(entries, "council.seat.arrived"))


def reword_the_vote(opened):
    opened["sheets"][0]["lines"]["h-1/1"] = "no"


def retime(opened):
    opened["sheets"][0]["lines"]["sitting::since"] = "2150-06-11T11:00"


def of_vote(change):
    def do(entries, lines):
        places = [n for n, row in enumerate(lines["openings.jsonl"]) if b'"ballots"' in row]
        rewrite(change, places[0])(entries, lines)

    return do


def of_times(change):
    def do(entries, lines):
        places = [n for n, row in enumerate(lines["openings.jsonl"]) if b'"ballots"' not in row]
        rewrite(change, places[0])(entries, lines)

    return do


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (undeclare, "without a declared blackout"),
        (undeclare, "not declared a blackout"),
        (forget_a_sheet, "not entered by two tellers"),
        (let_a_seat_come_earlier, "the log and the sheets differ"),
        (forget_a_seat, "the log and the sheets differ"),
        (of_vote(reword_the_vote), "the sheet of teller 1 does not fit its commitment"),
        (of_times(retime), "a sheet of its times does not fit its commitment"),
    ],
)
def test_a_tampered_sitting_is_named(export, change, named):
    found = tampered(export, change)

    assert any(named in fault for fault in found), found

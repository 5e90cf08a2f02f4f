"""The pages of a vote called in the room and of a sitting on paper, as tellers, members and readers meet them."""

import re

import pytest
from django.urls import reverse

from council import actions, queries
from ledger.queries import now
from tests.accounts.people import sign_in
from tests.council import scenes
from tests.council.blackout_scenes import declared, noticed, times, typed, vote
from tests.council.roll_call_scenes import (
    MINUTE,
    called,
    counted,
    decision,
    disputed,
    enter,
    judged,
    scheduled,
    tellers,
    words,
)
from tests.council.scenes import DAY, HOUR

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db):
    return scenes.council(now())


@pytest.fixture
def motion(scene):
    return called(scene, now() - HOUR)


def url(name, motion, *more):
    return reverse(f"council:{name}", args=[motion.number, *more])


def by(scene, client, who):
    return sign_in(client, scene.secretary if who == "secretary" else scene.people[who])


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


# --- A teller ---------------------------------------------------------------------------------------------
def test_a_teller_finds_the_roll_and_hands_in_a_sheet(scene, motion, client):
    by(scene, client, "teun")
    assert url("roll_call", motion) in text(client.get(reverse("council:tellers")))

    answer = client.post(url("roll_call", motion), words(motion, h="yyyna", b="yyn"), follow=True)

    assert "Your sheet is in" in text(answer)
    assert queries.sheets_of_vote(queries.voting_of(motion)).count() == 1


def test_the_second_teller_sees_nothing_of_the_first_sheet(scene, motion, client):
    enter(scene, motion, "teun", words(motion, h="yyyna", b="yyn"), now())

    page = text(by(scene, client, "rosa").get(url("roll_call", motion)))

    assert all(f'value="{word}" selected' not in page for word in ("yes", "no", "abstain", "absent"))
    assert "reads:" not in page


def test_a_line_left_empty_keeps_the_form_and_names_the_seat(scene, motion, client):
    told = words(motion, h="yyyna", b="yyn")
    answer = by(scene, client, "teun").post(url("roll_call", motion), {**told, "h-4/1": ""})

    assert answer.status_code == 422
    assert "Choose the word that was called for this seat" in text(answer)
    assert 'value="yes" selected' in text(answer)


def test_a_second_sheet_of_the_same_teller_is_refused(scene, motion, client):
    told = words(motion, h="yyyna", b="yyn")
    enter(scene, motion, "teun", told, now())

    answer = by(scene, client, "teun").post(url("roll_call", motion), told)

    assert (answer.status_code, "Your sheet is in" in text(answer)) == (409, True)


def test_what_differs_is_shown_to_both_and_settled_in_two_presses(scene, motion, client):
    enter(scene, motion, "teun", words(motion, h="yyyna", b="yyn"), now())
    enter(scene, motion, "rosa", words(motion, h="yynna", b="yyn"), now())
    shown = text(by(scene, client, "teun").get(url("roll_call", motion)))
    client.post(url("settle_roll_call", motion), {"h-3/1": "no"})
    begins = text(by(scene, client, "rosa").get(url("roll_call", motion)))
    client.post(url("settle_roll_call", motion), {"h-3/1": "no"})

    assert "The first reads: Yes. The second reads: No." in shown
    assert 'value="no" selected' in begins
    assert decision(motion).words["h-3/1"] == "no"


def test_settling_with_nothing_said_is_refused_with_the_form(scene, motion, client):
    enter(scene, motion, "teun", words(motion, h="yyyna", b="yyn"), now())
    enter(scene, motion, "rosa", words(motion, h="yynna", b="yyn"), now())

    answer = by(scene, client, "teun").post(url("settle_roll_call", motion), {})

    assert (answer.status_code, "Choose the word that holds" in text(answer)) == (422, True)


def test_a_motion_with_sealed_ballots_has_no_roll_to_copy(scene, client):
    sealed = scene.open(now() - HOUR)
    tellers(scene)

    assert by(scene, client, "teun").get(url("roll_call", sealed)).status_code == 404


# --- The secretary and the members ------------------------------------------------------------------------
def test_the_secretary_schedules_a_motion_to_be_called_and_calls_it(scene, client):
    at = now()
    motion = scene.draft(at)
    actions.submit_motion(motion_id=motion.pk, by=motion.mover, at=at)
    actions.admit_motion(motion_id=motion.pk, by=scene.secretary, at=at)
    motion.refresh_from_db()
    hours = {"opens_at": f"{at + 20 * DAY:%Y-%m-%dT%H:%M}", "closes_at": f"{at + 21 * DAY:%Y-%m-%dT%H:%M}"}

    by(scene, client, "secretary").post(
        reverse("council:step", args=[motion.number, "schedule"]), {**hours, "in_room": "on"}
    )

    motion.refresh_from_db()
    assert (motion.state, motion.in_room) == ("scheduled", True)
    assert "Called in the room from" in text(client.get(motion.get_absolute_url()))


def test_the_sittings_desk_calls_the_roll_on_the_point_at_hand(scene, client):
    from tests.council.roll_call_scenes import sitting_on

    motion = scheduled(scene, now() - HOUR)
    sitting = sitting_on(scene, motion, now() - HOUR + MINUTE)
    desk = reverse("council:sitting_desk", args=[sitting.body.code, sitting.number])
    assert "Call the roll" in text(by(scene, client, "secretary").get(desk))

    client.post(
        reverse("council:sitting_step", args=[sitting.body.code, sitting.number, "roll-call"]),
        {"position": 1},
    )

    motion.refresh_from_db()
    assert motion.state == "voting_open"
    assert "The roll is being called" in text(client.get(motion.get_absolute_url()))


def test_a_member_is_told_to_answer_in_the_room(scene, motion, client):
    page = text(by(scene, client, "h-2").get(motion.get_absolute_url()))

    assert "answer there, for this seat" in page
    assert url("cast", motion, "h-2") not in page


def test_casting_all_the_same_is_refused_with_the_sentence(scene, motion, client):
    key = {"choice": "yes", "key": "6b1f2f3e-0000-4000-8000-000000000001"}
    answer = by(scene, client, "h-2").post(url("cast", motion, "h-2"), key)

    assert (answer.status_code, "called out in the room" in text(answer)) == (409, True)


# --- Receipt, record, disputes ----------------------------------------------------------------------------
@pytest.fixture
def closed(scene):
    return counted(scene, now() - 2 * HOUR, h="yyynn", b="yyn")


def test_the_receipt_says_who_wrote_it_down_and_takes_a_dispute(scene, closed, client):
    by(scene, client, "h-3")
    receipt = text(client.get(url("called", closed, "h-3")))
    told = {"word": "no", "reason": "I said no."}
    answer = client.post(url("called", closed, "h-3"), told, follow=True)

    assert "Called in the room by two tellers" in receipt
    assert "<b>Yes</b>" in receipt
    assert "I said no." in text(answer)


def test_a_dispute_without_a_reason_keeps_the_form(scene, closed, client):
    answer = by(scene, client, "h-3").post(url("called", closed, "h-3"), {"word": "no"})

    assert (answer.status_code, "Say what happened in the room" in text(answer)) == (422, True)
    assert "checked" in text(answer)


def test_nobody_reads_anothers_receipt(scene, closed, client):
    assert by(scene, client, "h-2").get(url("called", closed, "h-3")).status_code == 404


def test_the_three_rule_on_the_page_and_nobody_else_is_offered_it(scene, closed, client):
    dispute = disputed(scene, closed, "h-3", "no", now())
    judge = reverse("council:judge_dispute", args=[dispute.code])
    assert judge not in text(by(scene, client, "h-2").get(url("disputes", closed)))
    assert client.post(judge, {"says": "uphold"}).status_code == 409

    for who in ("teun", "rosa", "h-1"):
        assert judge in text(by(scene, client, who).get(url("disputes", closed)))
        client.post(judge, {"says": "uphold"})

    dispute.refresh_from_db()
    assert dispute.ruling == "upheld"


def test_motion_and_record_say_that_it_was_called_and_is_provisional(scene, closed, client):
    page, record = text(client.get(closed.get_absolute_url())), text(client.get(url("record", closed)))

    assert "Provisional: a seat may dispute" in page
    assert "Called in the room by two tellers" in page
    assert "Called in the room by two tellers" in record
    assert "Human seat 3</bdi>: Yes" in record


def test_a_recount_names_the_round_whose_decision_is_kept(scene, client):
    at = now() - 2 * DAY
    motion = counted(scene, at, h="yyynn", b="yyn")
    dispute = disputed(scene, motion, "h-3", "no", at + 2 * HOUR)
    judged(scene, dispute, at + 3 * HOUR, teun="uphold", rosa="uphold", chair="uphold")
    actions.advance_due(at=now())

    record = text(client.get(url("record", motion)))

    assert "Round 1 counted again after a dispute; its decision is kept." in record
    assert "Human seat 3</bdi>: No" in record


def test_the_api_tells_the_words_and_popolo_marks_them(scene, closed, client):
    record = client.get(reverse("api:motion-record", args=[closed.number])).json()["rounds"][0]
    event = client.get(reverse("api:motion-popolo", args=[closed.number])).json()["vote_events"][0]

    assert (record["in_room"], record["ballots"], record["recounts"]) == (True, [], None)
    assert {"line": "h-1/1", "word": "yes"} in record["words"]
    assert event["called_in_room"] is True
    assert {"option": "yes", "value": 3} in [{k: c[k] for k in ("option", "value")} for c in event["counts"]]


# --- A sitting on paper -----------------------------------------------------------------------------------
@pytest.fixture
def dark(scene):
    """A motion and its sitting, which began five hours ago, on paper."""
    tellers(scene)
    at = (now() - 5 * HOUR).replace(second=0, microsecond=0)
    motion = scheduled(scene, at)
    return motion, noticed(scene, at, motion)


def place(name, sitting, *more):
    return reverse(f"council:{name}", args=[sitting.body.code, sitting.number, *more])


def test_the_sheets_are_printed_from_the_notice_on_with_a_square_code_each(scene, dark, client):
    motion, sitting = dark

    page = text(client.get(place("sheets", sitting)))

    assert page.count('shape-rendering="crispEdges"') == 2
    assert queries.paper_code(sitting, sitting.points.get(position=1)) in page
    assert page.count("Second teller") == 2
    assert "Human seat 3" in page
    assert motion.summary in page


def test_the_pack_leads_to_the_sheets_and_a_draft_agenda_has_none(scene, dark, client):
    bare = actions.call_sitting(
        body=scene.council, starts_at=now() + DAY, place="", by=scene.secretary, at=now()
    )

    assert place("sheets", dark[1]) in text(client.get(place("sitting_pack", dark[1])))
    assert client.get(place("sheets", bare)).status_code == 404


def test_secretary_and_chair_declare_it_on_the_sittings_page(scene, dark, client):
    _motion, sitting = dark
    by(scene, client, "secretary").post(place("ask_blackout", sitting))
    asked = queries.blackouts_asked(sitting, now()).get()
    again = client.post(place("agree_blackout", sitting, asked.pk))
    by(scene, client, "h-1").post(place("agree_blackout", sitting, asked.pk))

    sitting.refresh_from_db()
    assert again.status_code == 409
    assert sitting.awaits_paper
    assert "Declared a blackout" in text(client.get(sitting.get_absolute_url()))


def test_two_tellers_type_the_sheets_by_their_clocks(scene, dark, client):
    motion, sitting = dark
    declared(scene, sitting, now())
    held = sitting.starts_at + 20 * MINUTE
    for position, lines in (
        (0, times(sitting, sitting.starts_at)),
        (1, vote(sitting, motion, held, h="yyynn", b="yyn")),
    ):
        point = sitting.points.filter(position=position).first()
        form = {line: said.rpartition("T")[2] for line, said in lines.items()}
        for who in ("teun", "rosa"):
            answer = by(scene, client, who).post(
                place("sheet", sitting, position), {**form, "paper": queries.paper_code(sitting, point)[:8]}
            )
            assert answer.status_code == 302, text(answer)

    sitting.refresh_from_db()
    assert (sitting.state, decision(motion).outcome) == ("closed", "adopted")
    assert "Held on paper, and entered by two tellers" in text(client.get(sitting.get_absolute_url()))
    assert "Held on paper on" in text(client.get(url("record", motion)))


def test_hours_that_differ_are_settled_by_the_clock(scene, dark, client):
    _motion, sitting = dark
    declared(scene, sitting, now())
    lines = times(sitting, sitting.starts_at)
    late = f"{sitting.starts_at + 9 * MINUTE:%Y-%m-%dT%H:%M}"
    typed(scene, sitting, 0, "teun", lines, now())
    typed(scene, sitting, 0, "rosa", {**lines, "seat:h-3:since": late}, now())
    page = text(by(scene, client, "teun").get(place("sheet", sitting, 0)))

    for who in ("teun", "rosa"):
        by(scene, client, who).post(place("settle_sheet", sitting, 0), {"seat:h-3:since": late[-5:]})

    assert "Human seat 3: from" in page
    assert queries.typed_sheet(sitting, None, scene.people["teun"]).stage == "settled"


def test_a_sheet_with_another_code_is_refused_and_kept(scene, dark, client):
    _motion, sitting = dark
    declared(scene, sitting, now())
    form = {line: said.rpartition("T")[2] for line, said in times(sitting, sitting.starts_at).items()}

    answer = by(scene, client, "teun").post(place("sheet", sitting, 0), {**form, "paper": "0" * 8})

    assert (answer.status_code, "other words" in text(answer)) == (409, True)


def test_words_without_an_hour_are_refused_by_the_form(scene, dark, client):
    motion, sitting = dark
    declared(scene, sitting, now())
    form = vote(sitting, motion, sitting.starts_at, h="yyynn", b="yyn") | {"held_at": "", "paper": "0" * 8}

    answer = by(scene, client, "teun").post(place("sheet", sitting, 1), form)

    assert (answer.status_code, "Say when the vote was called" in text(answer)) == (422, True)


def test_without_a_declared_blackout_there_is_nothing_to_type(scene, dark, client):
    assert by(scene, client, "teun").get(place("sheet", dark[1], 0)).status_code == 404

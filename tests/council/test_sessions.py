"""A council's sessions: two officers set them, they never overlap, and what is not decided by the end lapses."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts import actions as accounts
from council import actions, queries, words
from council.models import AgendaItem, Motion, Session
from council.rules.lifecycle import State
from ledger.models import Fact
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.council import scenes
from tests.council.scenes import DAY, HOUR

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_once():
    """The product's tasks, each carried out where it is sent."""
    from config.celery import app
    from council import tasks

    app.conf.task_always_eager = True
    yield tasks
    app.conf.task_always_eager = False


def asked(scene, since, until, at, by=None):
    return actions.ask_for_session(
        body=scene.council, title="Session of 2150", since=since, until=until, by=by or scene.secretary, at=at
    )


def set_session(scene, since, until, at):
    """The secretary asks, the chair agrees."""
    approval = asked(scene, since, until, at)
    return actions.agree_to_session(approval_id=approval.pk, by=scene.people["h-1"], at=at)


def moved(scene, session, until, at):
    approval = actions.ask_to_move_end(session=session, until=until, by=scene.secretary, at=at)
    return actions.agree_to_session(approval_id=approval.pk, by=scene.people["h-1"], at=at)


def submitted(scene, at, **fields):
    motion = scene.draft(at, **fields)
    return actions.submit_motion(motion_id=motion.pk, by=motion.mover, at=at)


def test_one_officer_alone_sets_none(scene, noon):
    approval = asked(scene, noon, noon + 90 * DAY, noon)
    with pytest.raises(accounts.CannotApprove, match="another person"), transaction.atomic():
        actions.agree_to_session(approval_id=approval.pk, by=scene.secretary, at=noon)

    assert not Session.objects.exists()


def test_two_officers_set_one_and_the_log_says_when(scene, noon):
    session = set_session(scene, noon, noon + 90 * DAY, noon)
    fact = Fact.objects.get(kind="council.session.set")

    assert queries.session_at(scene.council, noon + DAY) == session
    assert fact.public
    assert set(fact.body) == {"since", "until"}


def test_a_member_without_office_asks_for_none(scene, noon):
    with pytest.raises(actions.CannotSetSession, match="Only the secretary or a chair"):
        asked(scene, noon, noon + DAY, noon, by=scene.people["h-2"])


@pytest.mark.parametrize(
    ("since", "until", "says"),
    [
        (2, 1, "before it begins"),
        (-9, -1, "ended already"),
        (10, 100, "do not overlap"),
        (80, 200, "do not overlap"),
    ],
)
def test_a_session_that_cannot_be_is_refused_to_the_first_officer(scene, noon, since, until, says):
    set_session(scene, noon + 20 * DAY, noon + 90 * DAY, noon)
    with pytest.raises(actions.CannotSetSession, match=says):
        asked(scene, noon + since * DAY, noon + until * DAY, noon)


def test_a_chamber_has_none_of_its_own(scene, noon):
    with pytest.raises(actions.CannotSetSession, match="not one chamber"):
        actions.ask_for_session(
            body=scene.humans, title="Ours", since=noon, until=noon + DAY, by=scene.secretary, at=noon
        )


def test_the_database_lets_no_two_overlap_either(scene, noon):
    Session.objects.create(body=scene.council, title="One", since=noon, until=noon + 9 * DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.create(body=scene.council, title="Two", since=noon + 8 * DAY, until=noon + 20 * DAY)


def test_one_may_follow_on_the_other_to_the_second(scene, noon):
    set_session(scene, noon, noon + 9 * DAY, noon)

    assert set_session(scene, noon + 9 * DAY, noon + 20 * DAY, noon)


def test_what_is_not_decided_by_its_end_lapses_once(scene, noon):
    session = set_session(scene, noon, noon + 30 * DAY, noon)
    motion = submitted(scene, noon + DAY)
    actions.advance_due(at=session.until - timedelta(seconds=1))
    motion.refresh_from_db()
    assert motion.status is State.SUBMITTED
    for _again in range(2):
        actions.advance_due(at=session.until)
    motion.refresh_from_db()

    assert motion.status is State.LAPSED
    assert words.reason(motion) == "The session ended before it was decided."
    assert Fact.objects.filter(kind="council.motion.lapsed").count() == 1
    assert Fact.objects.get(kind="council.session.ended").body == {"lapsed": 1}


@pytest.mark.parametrize("stands", [State.TIED, State.VOID])
def test_a_tie_that_nobody_broke_and_a_vote_that_was_void_lapse_too(scene, noon, stands):
    session = set_session(scene, noon, noon + 30 * DAY, noon)
    motion = scene.open(noon + DAY)
    Motion.objects.filter(pk=motion.pk).update(state=stands.value)

    actions.advance_due(at=session.until)

    motion.refresh_from_db()
    assert motion.status is State.LAPSED


def test_a_veto_stands_when_the_session_is_over_in_which_it_might_have_been_overridden(scene, noon, client):
    motion = scene.vetoed(noon)
    session = set_session(scene, noon, motion.vetoed_at + 31 * DAY, noon + 16 * DAY)

    assert actions.end_session(session_id=session.pk, at=session.until) == 1

    motion.refresh_from_db()
    assert (motion.status, motion.reason) == (State.LAPSED, "veto_uncontested")
    assert "it was not overridden" in words.reason(motion)
    assert words.reason(motion) in client.get(motion.get_absolute_url()).content.decode()
    with pytest.raises(actions.CannotOverride):
        scene.override(motion, session.until + DAY)


def test_a_vetoed_motion_still_in_its_cooling_days_waits_for_the_next_session(scene, noon):
    motion = scene.vetoed(noon)
    session = set_session(scene, noon, motion.vetoed_at + 30 * DAY, noon + 16 * DAY)

    assert actions.end_session(session_id=session.pk, at=session.until) == 0

    motion.refresh_from_db()
    assert motion.status is State.VETOED
    assert scene.override(motion, session.until)


def test_a_draft_and_a_motion_of_the_next_session_do_not(scene, noon):
    session = set_session(scene, noon, noon + 30 * DAY, noon)
    draft, later = scene.draft(noon), submitted(scene, session.until)
    actions.advance_due(at=session.until + HOUR)
    draft.refresh_from_db()
    later.refresh_from_db()

    assert (draft.status, later.status) == (State.DRAFT, State.SUBMITTED)


def test_a_vote_that_closes_at_the_very_end_is_counted(scene, noon):
    motion = scene.scheduled(noon)
    session = set_session(scene, noon, motion.closes_at, noon)
    actions.advance_due(at=motion.opens_at)
    scene.cast_all(motion, motion.opens_at + HOUR, h="yyyyy", b="yyy")
    actions.advance_due(at=session.until)
    motion.refresh_from_db()

    assert motion.status is State.ENACTED


def test_a_session_waits_for_the_count_of_a_vote_that_closes_at_its_end(scene, noon):
    motion = scene.scheduled(noon)
    session = set_session(scene, noon, motion.closes_at, noon)
    actions.advance_due(at=motion.opens_at)

    early = actions.end_session(session_id=session.pk, at=session.until)
    actions.close_voting(motion_id=motion.pk, at=session.until)
    ended = actions.end_session(session_id=session.pk, at=session.until)
    motion.refresh_from_db()

    assert (early, ended) == (0, 1)
    assert motion.status is State.LAPSED


def test_voting_is_not_set_beyond_the_sessions_end(scene, noon):
    set_session(scene, noon, noon + 15 * DAY, noon)
    with pytest.raises(actions.CannotMove, match="The session ends on"):
        scene.scheduled(noon)


def test_nor_does_a_session_end_before_a_vote_that_is_set(scene, noon):
    session = set_session(scene, noon, noon + 60 * DAY, noon)
    motion = scene.scheduled(noon)
    with pytest.raises(actions.CannotSetSession, match="Voting is set until"):
        actions.ask_to_move_end(
            session=session, until=motion.closes_at - HOUR, by=scene.secretary, at=noon + HOUR
        )


def test_its_end_is_moved_by_two_before_it_came_and_never_after(scene, noon):
    session = set_session(scene, noon, noon + 30 * DAY, noon)
    assert moved(scene, session, noon + 40 * DAY, noon + DAY).until == noon + 40 * DAY
    session.refresh_from_db()
    with pytest.raises(actions.CannotSetSession, match="its end stands"):
        actions.ask_to_move_end(
            session=session, until=noon + 90 * DAY, by=scene.secretary, at=noon + 41 * DAY
        )


def test_what_a_lapsed_motion_was_to_answer_is_done_with(scene, noon):
    session = set_session(scene, noon, noon + 30 * DAY, noon)
    item = actions.add_agenda_item(body=scene.council, source="petitions.petition/clean-outfall", at=noon)
    submitted(scene, noon, origin=item.source)
    actions.advance_due(at=session.until)

    assert AgendaItem.objects.get().done_at == session.until


def test_the_clock_of_the_product_ends_a_session_by_itself(today, at_once):
    """The sweep that beat starts, and the tasks it starts: nobody has to ask."""
    at = now()
    session = set_session(today, at - 30 * DAY, at - HOUR, at - 30 * DAY)
    motion = submitted(today, at - 20 * DAY)
    at_once.sweep.delay()
    motion.refresh_from_db()
    session.refresh_from_db()

    assert session.ended_at is not None
    assert motion.status is State.LAPSED


# --- Pages and API -------------------------------------------------------------------------------------
@pytest.fixture
def today(db):
    return scenes.council(now())


def form(days_from, days_to):
    today = now().date()
    return {
        "title": "Session of this year",
        "first": (today + timedelta(days=days_from)).isoformat(),
        "last": (today + timedelta(days=days_to)).isoformat(),
    }


def test_secretary_and_chair_set_one_on_the_page(client, today):
    sign_in(client, today.secretary)
    assert client.post(reverse("council:ask_session"), form(0, 90)).status_code == 302
    waiting = queries.session_changes(now()).get()
    assert "another officer must agree" in client.get(reverse("council:sessions")).content.decode()
    sign_in(client, today.people["h-1"])
    client.post(reverse("council:agree_session", args=[waiting.pk]))

    assert (
        "Session of this year" in client.get(reverse("council:body", args=["vessa-council"])).content.decode()
    )
    assert Session.objects.get().until - Session.objects.get().since == timedelta(days=91)


def test_a_refusal_keeps_what_was_typed(client, today):
    sign_in(client, today.secretary)
    answer = client.post(reverse("council:ask_session"), form(9, 2))

    assert answer.status_code == 409
    assert "would end before it begins" in answer.content.decode()
    assert "Session of this year" in answer.content.decode()


def test_an_empty_form_says_what_is_missing(client, today):
    sign_in(client, today.secretary)
    answer = client.post(reverse("council:ask_session"), {})

    assert answer.status_code == 422
    for sentence in (
        "Give the session a name.",
        "Say on which day the session begins.",
        "Say on which day the session ends.",
    ):
        assert sentence in answer.content.decode()


def test_an_end_that_is_no_day_is_said_beside_its_session(client, today):
    session = set_session(today, now() - DAY, now() + 90 * DAY, now() - DAY)
    sign_in(client, today.secretary)

    answer = client.post(reverse("council:ask_session_end", args=[session.key]), {"last": "soon"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#id_{session.pk}_last"' in page
    assert 'value="soon"' in page


def test_two_officers_set_one_by_program(client, today):
    sign_in(client, today.secretary)
    body = {
        "body": "vessa-council",
        "title": "S",
        "since": now().isoformat(),
        "until": (now() + 9 * DAY).isoformat(),
    }
    asked = client.post(reverse("api:session-list"), body, content_type="application/json")
    assert asked.status_code == 201
    number = asked.json()["id"]
    own = client.post(reverse("api:session-agree", args=[number]))
    sign_in(client, today.people["h-1"])
    done = client.post(reverse("api:session-agree", args=[number]))

    assert (own.status_code, done.status_code) == (409, 200)
    client.logout()
    assert [row["title"] for row in client.get(reverse("api:session-list")).json()["results"]] == ["S"]


def test_a_citizen_sets_none(client, today):
    sign_in(client, person("citizen"))

    assert client.post(reverse("council:ask_session"), form(0, 9)).status_code == 403
    assert client.post(reverse("api:session-list"), {}, content_type="application/json").status_code == 403

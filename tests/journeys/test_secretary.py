"""A secretary at her desk: she calls a sitting, gives notice, runs the room, has a motion voted on, and reads the record.

Where a hand stays on the keyboard in life it does here. The hours come as in life too, by the database's clock; only the
waiting for them is left out.
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.accounts.people import sign_in

MOTION = "Shall the gates close?"
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def scene(transactional_db):
    from council import actions
    from ledger.queries import now
    from tests.council import scenes

    at = now() - 20 * DAY
    made = scenes.council(now())
    made.charter(at)
    motion = made.draft(at, title=MOTION)
    actions.submit_motion(motion_id=motion.pk, by=motion.mover, at=at)
    return made


@pytest.fixture
def desk(scene, client, settings, visit, site):
    sign_in(client, scene.secretary)
    name = settings.SESSION_COOKIE_NAME
    page = visit()
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
    page.goto("/council/desk/")
    return page


def press(page, name, role="button", of=""):
    """Found by its name (and what it is of), reached and pressed by keyboard."""
    called(page, name, role, of).first.focus()
    page.keyboard.press("Enter")


def called(page, name, role="button", of=""):
    whole = re.compile(rf"^{re.escape(name)} ?: {re.escape(of)}$") if of else name
    return page.get_by_role(role, name=whole, exact=True)


def local(moment):
    return f"{moment:%Y-%m-%dT%H:%M}"


def the_hour_comes(**hours):
    """Hours that were set lie ahead by days; here they are now."""
    from council import actions
    from council.models import Motion, Sitting
    from ledger.queries import now

    if "starts_at" in hours:
        Sitting.objects.update(**hours)
    else:
        Motion.objects.update(**hours)
    actions.advance_due(at=now())


def test_a_secretary_calls_a_sitting_runs_it_and_reads_the_record(scene, desk, shot, axe):
    from council.models import ClosedDecision, Motion
    from council.rules.lifecycle import State
    from ledger.queries import now

    admit_and_schedule(desk, now())
    shot(desk, "secretary-1-desk")
    call_and_give_notice(desk, now())
    shot(desk, "secretary-2-notice")
    axe(desk)

    the_hour_comes(starts_at=now())
    press(desk, "Open the sitting")
    for seat in ("h-1", "h-2", "h-3", "h-4", "b-2"):
        press(desk, "Came in", of=seat)
        expect(called(desk, "Went out", of=seat)).to_have_count(1)
    press(desk, "Take it up", of=MOTION)
    expect(desk.get_by_text("now", exact=True)).to_be_visible()
    axe(desk)
    shot(desk, "secretary-3-room")

    the_vote(scene, desk)
    motion = Motion.objects.get()
    assert motion.status is State.ENACTED
    room = ClosedDecision.objects.get().working["chambers"]
    assert [row["counts"]["present"] for row in room] == [5, 3]
    press(desk, "Done with it", of=MOTION)
    press(desk, "Close the sitting")
    expect(desk.get_by_role("main")).to_contain_text("done")

    read_the_record(desk, motion)
    axe(desk)
    shot(desk, "secretary-4-record")


def admit_and_schedule(desk, at):
    press(desk, "Admit")
    desk.get_by_label("Voting opens (UTC)").fill(local(at + 5 * DAY))
    desk.get_by_label("Voting closes (UTC)").fill(local(at + 6 * DAY))
    press(desk, "Schedule the vote")
    expect(desk.get_by_text("Voting opens and closes by itself")).to_be_visible()


def call_and_give_notice(desk, at):
    press(desk, "Sittings", "link")
    desk.get_by_label("Body").select_option("vessa-council")
    desk.get_by_label("Starts (UTC)").fill(local(at + 6 * DAY - timedelta(hours=2)))
    desk.get_by_label("Place").fill("Customs house")
    press(desk, "Call it")
    # An agenda of two points; the second is moved up.
    desk.get_by_label("Kind").select_option("information")
    desk.get_by_label("Title").fill("The summer’s oxygen")
    press(desk, "Add")
    desk.get_by_text("Put a point on it").focus()
    desk.keyboard.press("Enter")
    desk.get_by_label("Kind").select_option("motion")
    desk.locator("#id_motion").select_option(index=1)
    press(desk, "Add")
    press(desk, "Move up", of=MOTION)
    expect(desk.locator("section[aria-labelledby=agenda] li b").first).to_have_text(MOTION)
    press(desk, "Give notice with this agenda")
    expect(desk.get_by_text("it is no longer edited")).to_be_visible()


def the_vote(scene, desk):
    """Voting opens at its hour; those in the room and those at home cast; it closes at its hour."""
    from council.models import Motion
    from ledger.queries import now

    at = now()
    the_hour_comes(opens_at=at, closes_at=at + 5 * SECOND)
    motion = Motion.objects.get()
    desk.goto(motion.get_absolute_url())
    expect(desk.get_by_role("heading", name="Who is present")).to_be_visible()
    scene.cast_all(motion, now(), h="yyy.y", b="yyy")
    while now() < motion.closes_at:
        desk.wait_for_timeout(200)
    the_hour_comes()
    desk.reload()
    expect(desk.get_by_role("heading", name="How it was counted")).to_be_visible()
    desk.go_back()


def read_the_record(desk, motion):
    """Sealed by now: every ballot opened, each with its entry in the log."""
    from ledger import actions as ledger
    from ledger.queries import now

    ledger.seal_due(at=now())
    desk.goto(motion.get_absolute_url())
    press(desk, "The whole record", "link")
    expect(desk.get_by_role("heading", name=MOTION, level=1)).to_be_visible()
    expect(desk.get_by_role("heading", name="Round 1: ")).to_be_visible()
    table = desk.get_by_role("table", name="Every ballot, as it was cast")
    expect(table.get_by_role("row")).to_have_count(1 + 8)
    entry = table.locator("td.n a").first
    assert entry.get_attribute("href").startswith("/log/")

"""Two tellers at a roll that is called in the room: their sheets differ, both see where, mend it and the vote is closed."""

import re

import pytest
from playwright.sync_api import expect

from tests.council.scenes import HOUR
from tests.journeys.conftest import WIDTHS, assert_no_sideways_scroll


@pytest.fixture
def scene(transactional_db):
    from ledger.queries import now
    from tests.council import scenes
    from tests.council.roll_call_scenes import tellers

    made = scenes.council(now())
    tellers(made)
    return made


@pytest.fixture
def motion(scene):
    """The sitting has come to it; the roll is not called yet."""
    from ledger.queries import now
    from tests.council.roll_call_scenes import scheduled, sitting_on

    at = now() - HOUR
    made = scheduled(scene, at, title="Shall the gates close?")
    sitting_on(scene, made, at)
    return made


def press(page, name, role="button"):
    page.get_by_role(role, name=name, exact=True).first.click()


def both_widths(page, shot, name):
    for size, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 900})
        assert_no_sideways_scroll(page)
        shot(page, f"tellers-{name}-{size}")
    page.set_viewport_size({"width": WIDTHS["wide"], "height": 900})


def copy(page, said):
    """One teller's sheet, from her own page."""
    page.goto("/council/tellers/")
    press(page, "Shall the gates close?", "link")
    for line, word in said.items():
        page.locator(f'select[name="{line}"]').select_option(word)


def words_of(scene):
    from council.models import ClosedDecision

    return ClosedDecision.objects.get().words


@pytest.mark.timeout(300)
def test_two_tellers_differ_on_one_word_mend_it_and_close_the_vote(scene, motion, come_as, shot, axe):
    from council.models import ClosedDecision
    from tests.council.roll_call_scenes import words

    the_roll_is_called(come_as(scene.secretary))
    teun, rosa = come_as(scene.people["teun"]), come_as(scene.people["rosa"])
    said = words(motion, h="yyyna", b="yyn")

    copy(teun, said)
    axe(teun)
    both_widths(teun, shot, "1-sheet")
    press(teun, "Hand in my sheet")
    expect(teun.get_by_text("It waits for the other teller’s")).to_be_visible()
    both_widths(teun, shot, "2-waits")

    copy(rosa, said | {"h-3/1": "no"})
    expect(rosa.get_by_role("main")).not_to_contain_text("reads:")
    press(rosa, "Hand in my sheet")
    expect(rosa.get_by_text("Your two sheets differ.")).to_be_visible()
    teun.reload()
    for page in (teun, rosa):
        expect(page.get_by_text("The first reads: Yes. The second reads: No.")).to_be_visible()
        expect(page.locator("main select")).to_have_count(1)
    axe(rosa)
    both_widths(rosa, shot, "3-differ")
    assert ClosedDecision.objects.count() == 0

    rosa.locator('select[name="h-3/1"]').select_option("yes")
    press(rosa, "This is what holds")
    expect(rosa.get_by_text("The other teller says it too, or otherwise.")).to_be_visible()
    assert ClosedDecision.objects.count() == 0
    # It begins with what the other said: to agree is one press.
    teun.reload()
    expect(teun.locator('select[name="h-3/1"]')).to_have_value("yes")
    press(teun, "This is what holds")

    expect(teun.get_by_text("Both sheets say the same.")).to_be_visible()
    axe(teun)
    both_widths(teun, shot, "4-settled")
    assert words_of(scene) == said
    press(teun, "To the motion", "link")
    expect(teun.get_by_role("main")).to_contain_text("Called in the room by two tellers.")
    both_widths(teun, shot, "5-motion")


def the_roll_is_called(page):
    page.goto("/council/desk/sittings/")
    page.locator("main ul.list a.title").first.click()
    page.get_by_role("button", name=re.compile("^Call the roll")).click()
    expect(page.get_by_role("main")).to_contain_text("Shall the gates close?")

"""An election from draft to correction in a browser: a file with a bad line, mended; counted, read, declared; found at fault, counted anew."""

import pytest
from playwright.sync_api import expect

from tests.council import election_scenes as elections
from tests.journeys.conftest import WIDTHS, assert_no_sideways_scroll

NAMES = '"Ana Ruiz"\n"Bo Lind"\n"Cem Ar"\n"Two seats of the shore"\n'
# The third line ranks a fourth candidate, and there are three.
BAD = f"3 2\n9 1 3 0\n4 4 2 0\n5 2 0\n3 3 2 0\n0\n{NAMES}"
MENDED = BAD.replace("4 4 2 0", "4 1 2 0")
# Another year's file, it turns out: the right one elects Cem where that one elected Bo.
RIGHT = f"3 2\n9 1 3 0\n3 2 0\n8 3 2 0\n0\n{NAMES}"


@pytest.fixture
def people(transactional_db):
    from ledger.queries import now
    from tests.council import scenes

    scene = scenes.council(now())
    return elections.people() | {"secretary": scene.secretary, "chair": scene.people["h-1"]}


@pytest.fixture
def come(people, come_as):
    # A file with a fault is answered with 422, which a browser writes down as an error.
    return lambda who: come_as(people[who], expect_errors=True)


def press(page, name, role="button"):
    page.get_by_role(role, name=name, exact=True).first.click()


def both_widths(page, shot, name):
    for size, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 900})
        assert_no_sideways_scroll(page)
        shot(page, f"election-{name}-{size}")
    page.set_viewport_size({"width": WIDTHS["wide"], "height": 900})


def choose(page, election, text):
    """A teller's file, from her desk."""
    page.goto("/council/desk/elections/")
    page.get_by_role("link", name=election).click()
    press(page, "Enter the ballots", "link")
    file = {"name": "ballots.blt", "mimeType": "text/plain", "buffer": text.encode()}
    page.locator("input[type=file]").set_input_files(file)
    press(page, "Enter this file")


@pytest.mark.timeout(300)
def test_an_election_is_imported_counted_read_and_corrected(people, come, shot, axe):
    from council.models import Election

    secretary = come("secretary")
    draft_and_open(secretary)
    election = Election.objects.get()
    title = election.title

    a_bad_line_is_named_and_nothing_is_kept_of_it(come, election, shot, axe)
    for who in ("teun", "rosa"):
        choose(come(who), title, MENDED)
        expect(come(who).get_by_text("Your entry is kept.")).to_be_visible()

    secretary.goto(f"/council/desk/elections/{election.body.code}/{election.number}/")
    press(secretary, "Count")
    expect(secretary.get_by_text("Elected: Ana Ruiz, Bo Lind.")).to_be_visible()
    press(secretary, "Declare the result")
    the_rounds_are_read(secretary, election, shot, axe)

    found_at_fault(secretary, come("chair"), election, shot, axe)
    for who in ("teun", "rosa"):
        choose(come(who), title, RIGHT)
    secretary.goto(f"/council/desk/elections/{election.body.code}/{election.number}/")
    press(secretary, "Count")
    press(secretary, "Declare the result")
    both_counts_are_read(secretary, election, shot, axe)
    the_seat_is_looked_at(secretary, shot, axe)


def draft_and_open(page):
    page.goto("/council/desk/elections/")
    press(page, "Draft an election", "link")
    page.get_by_label("Body").select_option("vessa-council")
    page.get_by_label("What is elected").fill("Two seats of the shore")
    page.get_by_label("Held on").fill("2020-05-04")
    page.get_by_label("Method").select_option("stv_scottish")
    page.get_by_label("Seats", exact=True).fill("2")
    page.get_by_label("Where the ballots come from").select_option("blt")
    page.get_by_label("Candidates").fill("ana: Ana Ruiz\nbo: Bo Lind\ncem: Cem Ar")
    press(page, "Keep the draft")
    press(page, "Open it for the tellers")
    expect(page.get_by_text("0 of 2 entries are finished.")).to_be_visible()


def a_bad_line_is_named_and_nothing_is_kept_of_it(come, election, shot, axe):
    teller = come("teun")
    choose(teller, election.title, BAD)

    expect(teller.get_by_role("alert")).to_contain_text(
        "Line 3, column 3: “4” is the number of no candidate in this file."
    )
    expect(teller.get_by_role("heading", name="Enter the ballots")).to_be_visible()
    axe(teller)
    both_widths(teller, shot, "1-bad-line")
    election.refresh_from_db()
    assert (election.state, election.entries.count()) == ("entering", 0)


def the_rounds_are_read(page, election, shot, axe):
    page.goto(election.get_absolute_url())
    expect(page.get_by_role("heading", name="Round by round")).to_be_visible()
    expect(page.get_by_role("table")).to_contain_text("Ana Ruiz")
    axe(page)
    both_widths(page, shot, "2-rounds")


def found_at_fault(secretary, chair, election, shot, axe):
    press(secretary, "Correct or annul it", "link")
    press(secretary, "Ask for the correction")
    expect(secretary.get_by_role("alert").first).to_contain_text("Say what was wrong with the ballots.")
    secretary.get_by_label("What was wrong").select_option("wrong_file")
    secretary.get_by_label("Why").fill("The file of the spring list was chosen, not that of the autumn.")
    both_widths(secretary, shot, "3-ask")
    axe(secretary)
    press(secretary, "Ask for the correction")
    expect(secretary.get_by_text("You asked for this; another officer must agree.")).to_be_visible()

    chair.goto(election.get_absolute_url())
    press(chair, "Correct or annul it", "link")
    axe(chair)
    both_widths(chair, shot, "4-agree")
    press(chair, "Agree: enter the ballots anew")
    expect(chair.get_by_text("The ballots of this election are entered and counted anew.")).to_be_visible()
    expect(chair.get_by_role("heading", name="Whom count 1 elected")).to_be_visible()
    axe(chair)
    both_widths(chair, shot, "5-under-way")


def both_counts_are_read(page, election, shot, axe):
    page.goto(election.get_absolute_url())
    expect(page.get_by_text("Count 2 supersedes count 1.")).to_be_visible()
    expect(page.get_by_text("Elected: Ana Ruiz, Cem Ar.")).to_be_visible()
    axe(page)
    both_widths(page, shot, "6-corrected")
    for language in ("es", "ar"):
        page.goto(f"/{language}{election.get_absolute_url()}")
        both_widths(page, shot, f"6-corrected-{language}")
    page.goto(election.get_absolute_url())
    press(page, "Read count 1 as it was", "link")
    expect(page.get_by_text("This count is superseded by count 2.")).to_be_visible()
    expect(page.get_by_text("Elected: Ana Ruiz, Bo Lind.")).to_be_visible()
    axe(page)
    both_widths(page, shot, "7-superseded")
    press(page, "Read count 2", "link")
    expect(page.get_by_text("This count supersedes count 1.")).to_be_visible()


def the_seat_is_looked_at(page, shot, axe):
    page.goto("/council/desk/elections/")
    section = page.get_by_role("region", name="Seats to look at")
    expect(section).to_contain_text("Bo Lind")
    both_widths(page, shot, "8-desk")
    section.get_by_role("link").click()
    page.get_by_label("What became of it").select_option("stays")
    page.get_by_label("Why").fill("The chamber keeps him until the autumn list is voted on.")
    axe(page)
    both_widths(page, shot, "9-seat")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("Stays in the seat by a decision of the body")).to_be_visible()
    expect(page.get_by_role("button", name="Write it down")).to_have_count(0)

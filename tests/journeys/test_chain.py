"""The whole chain, by the people it belongs to, in real browsers on a product that runs as for its operator:

    reading -> alert -> simulation -> petition -> motion -> vote -> charter in force -> public log -> exhibit

Web, workers and beat are processes of their own on a PostgreSQL and a Valkey of their own; nothing is called
from here but the pages, the station's door, and `verify.py` at the end. `PICTURES=1` keeps eight pictures of
each page in build/shots.
"""

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.faults.stack import Stack
from tests.journeys import conftest
from tests.journeys.small_world import HUMANS
from tests.journeys.story import Story, until

pytestmark = [pytest.mark.full, pytest.mark.xdist_group("chain"), pytest.mark.timeout(900)]

TITLE = "Let Vessa Lagoon breathe by night as by day"
WORDS = "The lagoon has the right to water that carries the oxygen its living things need, at every hour."
QUESTION = "Shall Vessa Lagoon have the right to breathe by night as by day?"
WORK = "Eight futures of one water"
HANDS = {
    "h-1": ("hale",),
    "h-2": ("esi",),
    "h-3": ("farid",),
    "b-lagoon": ("sefa", "idris"),
    "b-river": ("nils",),
}
NO = {"farid"}
# The desk takes whole minutes; six hands cast in half a minute where nobody else uses the machine.
VOTING = timedelta(minutes=2)


@pytest.fixture(scope="module")
def stack():
    made = Stack("chain")
    made.manage(code="from tests.journeys.small_world import build; build()")
    made.address = made.web()
    made.worker("ledger,default,mail", processes=2)
    made.worker("simulations", processes=2)
    made.beat()
    yield made
    made.close()


@pytest.fixture
def story(stack, visitors):
    return Story(stack.address, visitors)


def test_a_reading_becomes_a_right_in_force_that_anybody_can_verify(story, stack, axe, tmp_path):
    seen: dict[str, str] = {}
    seen["reading"] = a_station_measures(story)
    seen["alert"] = two_officers_release(story)
    seen["run"] = the_simulation_is_watched(story)
    seen["petition"] = people_ask(story)
    seen["motion"] = a_member_moves(story)
    seen["exhibit"] = an_artist_shows(story, seen["petition"])
    both_chambers_vote(story, seen["motion"])
    the_outcome_explains_itself(story, seen["motion"])
    seen["charter"] = the_article_is_in_force(story)
    seen["log"] = anybody_verifies(story, stack, seen["motion"], tmp_path)

    for name, path in {"home": "/", **seen}.items():
        page = story.guest()
        page.goto(path, wait_until="networkidle")
        axe(page)
        if conftest.PICTURES:
            conftest.take_eight(story.guest, path, f"chain-{name}")


# --- A station, two officers, a simulation ----------------------------------------------------------
def a_station_measures(story: Story) -> str:
    """The curator gives the station its key; the station measures; a stranger's key measures nothing."""
    noor = story.be("noor")
    noor.goto("/desk/stations/V-07/")
    noor.get_by_role("button", name="Issue a key").click()
    key = noor.locator(".receipt .code").first.inner_text()
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5)
    rows = [
        {
            "indicator": "microcystin",
            "at": at.isoformat(),
            "value": "11.6",
            "unit": "ug/L",
            "method": "ELISA",
        },
        {"indicator": "chlorophyll-a", "at": at.isoformat(), "value": "61", "unit": "ug/L"},
    ]

    forged = story.measure("V-07", "blk_" + "A" * 43, rows)
    told = story.measure("V-07", key, rows)
    again = story.measure("V-07", key, rows)

    assert forged["status"] == 401
    assert [row["verdict"] for row in told["verdicts"]] == ["stored", "stored"]
    assert [row["verdict"] for row in again["verdicts"]] == ["duplicate", "duplicate"]
    return "/stations/V-07/"


def two_officers_release(story: Story) -> str:
    """The alert is a draft until the second officer; the public reads why, in numbers."""
    ada, bela, stranger = story.be("ada"), story.be("bela"), story.guest()
    link = story.find("/crises/alerts/", ada, "Microcystin 11.6")

    ada.goto(link)
    ada.get_by_role("button", name="Agree to release").click()
    ada.get_by_text("Another officer must agree too.").wait_for()
    bela.goto(link)
    bela.get_by_role("button", name="Release as Actual").click()

    stranger.goto(link)
    said = stranger.locator("main").inner_text()
    assert "Actual" in said
    assert "11.6" in said
    return link


def the_simulation_is_watched(story: Story) -> str:
    """The alert's own run: days counted while it works, then what it found."""
    page = story.guest()
    link = story.find("/crises/runs/", page, "Vessa Lagoon")

    page.goto(link)
    if page.locator("#run-bar").count():
        total = int(page.locator("#run-bar").get_attribute("max"))
        seen = until(lambda: days_done(page), "the first simulated day is shown without a reload")
        assert 0 < seen <= total
    # The page turns to its findings by itself.
    page.locator("figure.chart svg").first.wait_for(timeout=120_000)
    assert page.get_by_role("heading", name="Who gains, who does not").is_visible()
    return link


def days_done(page) -> int:
    bar = page.locator("#run-bar")
    return int(float(bar.get_attribute("value"))) if bar.count() else 1


# --- A petition -------------------------------------------------------------------------------------
def people_ask(story: Story) -> str:
    """Filed, seconded, read by a moderator, signed past the small thresholds, and on the council's agenda."""
    file_petition(story)
    stand_beside(story)
    moderate(story, TITLE)
    return people_sign(story)


def people_sign(story: Story) -> str:
    link = story.find("/petitions/", story.guest(), TITLE)
    sign(story, link, "ana@shore.example", "Ana Vale", javascript=False, width=390)
    sign(story, link, "ben@shore.example", "Ben Orsk")
    sign(story, link, "carla@shore.example", "Carla Marsh", width=390)
    guest = story.guest()
    story.reload_until(
        guest, "/council/", lambda p: TITLE in p.locator("main").inner_text(), "the petition is on the agenda"
    )
    return link


def file_petition(story: Story) -> None:
    pia = story.be("pia")
    pia.goto("/petitions/new/")
    pia.get_by_label("Vessa Lagoon").check()
    pia.get_by_label("Right at stake").select_option(label="3 The right to breathe")
    go_on(pia)
    pia.get_by_label("Title", exact=True).fill(TITLE)
    go_on(pia)
    pia.locator("[name=ask_1]").fill("Write the right to breathe at every hour into the charter.")
    go_on(pia)
    pia.get_by_label("Background").fill("Oxygen falls before dawn, and article 3 looks only at the day.")
    go_on(pia)
    pia.locator("[name=relation]").first.check()
    pia.get_by_label("Where you live").select_option(label="Tessel Row")
    go_on(pia)
    pia.get_by_role("button", name="File the petition").click()
    pia.get_by_role("heading", name="Find sponsors").wait_for()


def go_on(page) -> None:
    page.locator("main form .button--do").click()


def stand_beside(story: Story) -> None:
    share = story.be("pia").get_by_label("Pass this link on").input_value()
    guest = story.guest()
    guest.goto(share)
    guest.get_by_label("Name").fill("Goran Teape")
    guest.get_by_label("E-mail").fill("goran@shore.example")
    guest.get_by_role("button", name="Stand beside it").click()
    guest.goto(story.letter("goran@shore.example", "/petitions/sponsors/"))
    guest.get_by_role("button", name="Yes, I stand beside it").click()
    guest.get_by_role("heading", name="You stand beside it").wait_for()


def moderate(story: Story, title: str) -> None:
    marten = story.be("marten")
    marten.goto("/moderation/")
    marten.get_by_role("link", name=title).click()
    marten.get_by_role("button", name="Read and decide").click()
    marten.get_by_label("Within the rules").check()
    marten.get_by_role("button", name="Decide", exact=True).click()
    marten.get_by_role("heading", level=1).filter(has_text="wait").wait_for()
    expect(marten.get_by_role("link", name=title)).to_have_count(0)


def sign(story: Story, link: str, email: str, name: str, **manner) -> None:
    """Form, letter, link: opening it counts nothing, pressing does."""
    page = story.guest(**manner)
    page.goto(link)
    page.get_by_label("Name").fill(name)
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Where you live").select_option(label="Tessel Row")
    page.locator("#sign-box button").click()
    page.goto(story.letter(email, "/petitions/confirm/"))
    page.get_by_role("button", name="Yes, count my signature").click()
    page.get_by_text("receipt", exact=False).first.wait_for()


# --- A motion, a vote, a right ----------------------------------------------------------------------
def a_member_moves(story: Story) -> str:
    """A member drafts the words and the motion; the secretary admits it and sets the hour."""
    hale, sora = story.be("hale"), story.be("sora")
    hale.goto("/charters/vessa-lagoon/art_3/")
    hale.get_by_role("link", name="Draft an amendment").click()
    hale.get_by_label("What the amendment does, in one line").fill(TITLE)
    hale.locator("textarea[name=text]").fill(WORDS)
    hale.get_by_role("button", name="Save and look at it").click()
    assert "at every hour" in " ".join(hale.locator("ins").all_inner_texts())
    hale.get_by_role("button", name="Table it").click()

    hale.goto("/council/motions/new/")
    hale.get_by_label("Kind of motion").select_option("charter_amendment")
    hale.get_by_label("The question").fill(QUESTION)
    hale.get_by_label("In one or two sentences").fill(
        "Article 3 looks only at the day, and oxygen falls before dawn."
    )
    hale.get_by_label("What is resolved").fill(
        "The Council adopts the amendment to the Charter of Vessa Lagoon."
    )
    hale.get_by_label("What it takes up").select_option(label=f"Charter of Vessa Lagoon: {TITLE}")
    hale.get_by_label("What it answers").select_option(label=TITLE)
    hale.get_by_role("button", name="Save the draft").click()
    hale.get_by_role("button", name="Submit this motion").click()
    hale.get_by_text("Submitted.").wait_for()
    link = re.sub(r"^https?://[^/]+", "", hale.url)

    sora.goto("/council/desk/")
    sora.get_by_role("button", name="Admit").click()
    opens = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(minutes=1)
    sora.get_by_label("Voting opens (UTC)").fill(f"{opens:%Y-%m-%dT%H:%M}")
    sora.get_by_label("Voting closes (UTC)").fill(f"{opens + VOTING:%Y-%m-%dT%H:%M}")
    sora.get_by_role("button", name="Schedule the vote").click()
    sora.get_by_text("Done: motion").wait_for()
    return link


def both_chambers_vote(story: Story, link: str) -> None:
    """Each hand on its own page; until the close a stranger sees who is present and nothing else."""
    stranger = story.guest()
    story.reload_until(
        stranger, link, lambda p: p.get_by_role("heading", name="Who is present").count(), "voting is open"
    )
    for seat, hands in HANDS.items():
        for who in hands:
            page = story.be(who)
            page.goto(f"{link}seats/{seat}/")
            page.get_by_label("No" if who in NO else "Yes", exact=True).check()
            if seat.startswith("b-"):
                page.get_by_label("Why, and on what evidence").fill("Oxygen fell while the gates stood open.")
                # The lagoon has a charter to cite; the river has none.
                for article in (
                    page.get_by_role("group", name="Articles it rests on").get_by_role("checkbox").all()[:1]
                ):
                    article.check()
            page.get_by_role("button", name="Cast this ballot").click()
            page.wait_for_url("**/council/receipts/**")
    stranger.goto(link)
    expect(stranger.get_by_role("heading", name="How it was counted")).to_have_count(0)
    said = stranger.locator("main").inner_text()
    assert "present" in said
    assert "yes of the" not in said


def the_outcome_explains_itself(story: Story, link: str) -> None:
    guest = story.guest()
    story.reload_until(
        guest,
        link,
        lambda p: p.get_by_role("heading", name="How it was counted").count(),
        "the vote is closed",
        patience_s=180,
    )
    sums = guest.locator(".chamber__sum").all_inner_texts()
    assert [" ".join(text.split()) for text in sums] == ["2 yes of the 2 needed", "2 yes of the 2 needed"]
    assert len(HUMANS) == 3
    said = guest.locator("main").inner_text()
    assert TITLE in said
    assert "Enacted" in said


def the_article_is_in_force(story: Story) -> str:
    guest = story.guest()
    guest.goto("/charters/vessa-lagoon/art_3/")
    assert "at every hour" in guest.locator("main").inner_text()
    assert guest.get_by_role("link", name=QUESTION).count()
    assert guest.get_by_text("Edition 2").count()
    return "/charters/vessa-lagoon/"


def an_artist_shows(story: Story, petition: str) -> str:
    """From the finished run to a public work, its text first; the petition stands beside it."""
    mira, guest = story.be("mira"), story.guest()
    mira.goto("/exhibits/mine/")
    mira.locator("select[name=run]").select_option(index=0)
    mira.locator("#id_title").fill(WORK)
    mira.get_by_role("button", name="Draft it").click()
    mira.get_by_label("Petition", exact=False).first.fill(petition.strip("/").split("/")[-1])
    mira.get_by_role("button", name="Save", exact=True).click()
    mira.get_by_role("button", name="Send it for review").click()
    moderate(story, WORK)
    link = story.find("/exhibits/", guest, WORK)
    guest.goto(link)
    assert TITLE in guest.locator("main").inner_text()
    return link


# --- The log ----------------------------------------------------------------------------------------
def anybody_verifies(story: Story, stack: Stack, link: str, folder) -> str:
    """The entry is on the page; the export alone proves it; one changed byte is found."""
    guest = story.guest()
    number = link.strip("/").split("/")[-1]
    about = f"/log/?about=council.motion/{number}"
    story.reload_until(
        guest, about, lambda p: "enacted" in p.locator("#entries").inner_text(), "the enactment is in the log"
    )

    stack.manage("export_log", str(folder / "log"), "--seal")
    sound = verified(folder / "log")
    text = (folder / "log" / "log.jsonl").read_text()
    (folder / "log" / "log.jsonl").write_text(text.replace('"adopted"', '"rejected"', 1))
    forged = verified(folder / "log")

    assert sound.returncode == 0, sound.stdout
    assert '"adopted"' in text
    assert forged.returncode == 1
    return about


def verified(folder) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-S", "ledger/verify.py", str(folder)],
        cwd=conftest.ROOT, capture_output=True, text=True, timeout=120,
    )  # fmt: skip

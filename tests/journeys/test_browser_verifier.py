"""The page that checks an export in the reader's own browser: how it is kept, used, and held back from any network."""

# ruff: noqa: F811 (fixtures of other modules)
import shutil
from base64 import b64encode
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ledger import browser as source
from tests.journeys.conftest import WIDTHS, assert_no_sideways_scroll
from tests.journeys.verifiers import by_script
from tests.ledger.conftest import export, kept, tell  # noqa: F401
from tests.ledger.tamperings import no_log, rewrite_history_and_resign, whole_number_as_float
from tests.portal.test_court import made  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
# Set off by hand: what a stranger's script would try.
REACHES = """async () => {
  const refused = [];
  addEventListener("securitypolicyviolation", (event) => refused.push(event.effectiveDirective));
  await fetch("http://localhost:9/").catch(() => null);
  const script = document.createElement("script");
  script.textContent = "window.stranger = true";
  document.body.append(script);
  const picture = new Image();
  picture.src = "http://localhost:9/x.png";
  await new Promise((resolve) => setTimeout(resolve, 200));
  return [refused.sort(), window.stranger ?? false];
}"""


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "verify.html"
    path.write_text(source.page(), encoding="utf-8")
    return path


@pytest.fixture
def opened(browser, saved):
    """`opened(width=390, theme="dark")`: the saved page, the network off."""
    contexts = []

    def open_saved(width=1280, theme="light"):
        contexts.append(
            browser.new_context(
                offline=True,
                viewport={"width": width, "height": 900},
                color_scheme=theme,
                reduced_motion="reduce",
            )
        )
        page = contexts[-1].new_page()
        page.troubles = []
        page.on("console", lambda m: page.troubles.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: page.troubles.append(str(e)))
        page.goto(saved.as_uri())
        return page

    yield open_saved
    for context in contexts:
        context.close()


def press(page, *, folder=None, zipped=None, kept=None):
    for field, path in (("#folder", folder), ("#zip", zipped), ("#kept", kept)):
        if path:
            page.locator(field).set_input_files(str(path))
    page.get_by_role("button", name="Check", exact=True).click()


def said(page):
    expect(page.locator("#answer")).to_be_visible(timeout=20_000)
    return page.locator("#lines li").all_inner_texts()


def test_a_saved_page_checks_a_folder_without_a_network(opened, export, kept):
    page = opened()

    press(page, folder=export, kept=kept)

    (line,) = said(page)
    assert line.startswith("ok: 7 entries, 2 documents, 0 decisions re-derived; root ")
    expect(page.get_by_role("heading", name="Nothing is wrong")).to_be_focused()
    assert page.troubles == []


@pytest.mark.full
def test_it_prints_the_lines_that_the_script_prints(opened, export, kept):
    rewrite_history_and_resign(export)
    page = opened()

    press(page, folder=export, kept=kept)

    assert said(page) == [f"fault: {fault}" for fault in by_script(export, kept)]
    expect(page.get_by_role("heading", name="Faults found: 1")).to_be_visible()


@pytest.mark.full
def test_it_may_be_asked_again_without_being_loaded_anew(opened, export):
    page = opened()
    press(page, folder=export)
    assert said(page)[0].startswith("ok: ")

    whole_number_as_float(export)
    press(page, folder=export)

    expect(page.get_by_role("heading", name="Faults found")).to_be_visible()
    assert any("1.0 is not an integer" in line for line in said(page))


@pytest.mark.parametrize(("where", "packed"), [("", "zip"), ("bundle/export", "stored")])
def test_a_zip_is_checked_as_it_is(opened, export, tmp_path, where, packed):
    import zipfile

    method = zipfile.ZIP_DEFLATED if packed == "zip" else zipfile.ZIP_STORED
    with zipfile.ZipFile(tmp_path / "one.zip", "w", method) as archive:
        for path in export.rglob("*"):
            archive.write(path, Path(where) / path.relative_to(export))
    page = opened()

    press(page, zipped=tmp_path / "one.zip")

    assert said(page)[0].startswith("ok: 7 entries")


def test_the_bundle_of_a_decision_is_checked_as_it_was_saved(opened, made):
    page = opened()

    press(page, zipped=made.parent / "bundle.zip")

    whole, held = said(page)
    assert whole.startswith("ok: ")
    assert held.startswith("ok: the bundle of council.motion/")


def test_what_is_no_zip_is_said_to_be_none(opened, tmp_path):
    (tmp_path / "no.zip").write_bytes(b"PK\x03\x04 and then nothing")
    page = opened()

    press(page, zipped=tmp_path / "no.zip")

    assert said(page) == ["the ZIP cannot be read"]
    expect(page.get_by_role("heading", name="The check could not be finished")).to_be_visible()


def test_a_folder_of_something_else_is_no_log(opened, export):
    no_log(export)
    page = opened()

    press(page, folder=export)

    assert "fault: log.jsonl is missing" in said(page)


def test_with_nothing_chosen_it_says_what_to_choose(opened):
    page = opened()

    press(page)

    expect(page.get_by_role("alert")).to_have_text("Choose a folder or a ZIP first.")
    expect(page.locator("#folder")).to_be_focused()
    expect(page.locator("#answer")).to_be_hidden()


@pytest.mark.full
def test_keys_alone_are_enough(opened, export):
    page = opened()
    page.locator("#folder").set_input_files(str(export))

    page.locator("#kept").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert said(page)[0].startswith("ok: ")


def test_nothing_on_it_may_reach_a_network(opened):
    refused, stranger = opened().evaluate(REACHES)

    assert refused == ["connect-src", "img-src", "script-src-elem"]
    assert not stranger


@pytest.mark.full
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [*WIDTHS.values(), 320])
def test_it_is_sound_in_every_width_and_light(opened, export, axe, shot, theme, width):
    shutil.rmtree(export / "rules")
    page = opened(width=width, theme=theme)
    press(page, folder=export)
    said(page)

    axe(page)
    assert_no_sideways_scroll(page)
    shot(page, f"browser-verifier-{width}-{theme}")


@pytest.mark.full
@pytest.mark.parametrize("width", WIDTHS.values())
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_readable_file_of_a_bundle_is_sound_from_a_disk(opened, made, axe, shot, width, theme):
    page = opened(width=width, theme=theme)
    page.goto((made / "decision.html").as_uri())

    expect(page.get_by_role("heading", name="Shall the Council act?")).to_be_visible()
    axe(page)
    assert_no_sideways_scroll(page)
    assert page.troubles == []
    shot(page, f"court-{width}-{theme}")


# --- Served -------------------------------------------------------------------------------------------------
def test_it_is_linked_from_the_log_and_works_where_it_is_served(open_page, export):
    page = open_page("/log/verify/")
    page.get_by_role("link", name="verify.html").click()

    press(page, folder=export)

    assert said(page)[0].startswith("ok: 7 entries")


@pytest.mark.full
@pytest.mark.parametrize("language", ["es", "ar"])
def test_it_speaks_the_readers_language_and_its_faults_stay_as_they_are(open_page, export, axe, language):
    no_log(export)
    page = open_page("/log/verify.html", language=language, width=WIDTHS["narrow"])
    page.locator("#folder").set_input_files(str(export))
    page.locator("#press").click()

    assert "fault: log.jsonl is missing" in said(page)
    assert page.locator("html").get_attribute("lang") == language
    axe(page)
    assert_no_sideways_scroll(page)


def test_its_policy_names_its_own_script_and_style_alone(client):
    answer = client.get("/log/verify.html")
    text = answer.content.decode()

    for policy in (
        answer["Content-Security-Policy"],
        unescape(text.split('Policy" content="')[1].split('"')[0]),
    ):
        assert "default-src 'none'" in policy
        assert "nonce" not in policy
        for tag in ("script", "style"):
            inside = text.split(f"<{tag}>")[1].split(f"</{tag}>")[0]
            mark = b64encode(sha256(inside.encode()).digest()).decode()
            assert f"{tag}-src 'sha256-{mark}'" in policy
    assert text.count("<script") == 2  # the words, which are data, and the script
    assert "http://" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in text

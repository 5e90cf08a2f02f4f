"""A curator sends a file, watches it being looked at, reads what it would change, takes it in; with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.accounts.people import person, sign_in
from tests.biomes import makers
from tests.journeys.conftest import PICTURES, PREFIX, WIDTHS, assert_no_sideways_scroll, take_picture

HEAD = "slug,name,functional_group,mean_depth_m,red_list,story"
ROWS = [
    "quagmyrrh,Quagmyrrh Creek,F1.1,0.5,NE,It runs dry in August.",
    "tidewater,Tidewater,F1.1,2.5,NE,",
    "bramble,Bramble Pool,lagoon,1.5,NE,",
    'reedwater,Reedwater,F1.1,"1,5",EN,',
    *(f"spring-{n},Spring {n},F1.1,0.2,NE," for n in range(120)),
]


@pytest.fixture
def noor(transactional_db, client, settings, tmp_path):
    from accounts.rules.roles import Role
    from ledger.queries import now

    settings.MEDIA_ROOT = tmp_path / "media"
    makers.biome("quagmyrrh", at=now(), functional_group="F1.1")
    sign_in(client, person("noor", Role.CURATOR))
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "creeks of the basin 2149.csv"
    path.write_text("\n".join([HEAD, *ROWS, ""]))
    return path


def send(page, table):
    page.goto("/desk/biomes/files/")
    page.get_by_label("What it holds").select_option("biomes")
    page.get_by_label("File", exact=True).set_input_files(table)
    page.get_by_role("button", name="Look at it first").click()
    page.get_by_role("heading", name="How far it is").wait_for()


def steps(count):
    from biomes import bulk_steps
    from biomes.models import Bulk

    for _step in range(count):
        if not bulk_steps.step(Bulk.objects.latest("pk").pk):
            return


def pictures(visit, noor, site, address, name):
    """In both widths, light and dark, English and Arabic, where somebody wants to look."""
    if not PICTURES:
        return
    for theme in ("light", "dark"):
        for size, width in WIDTHS.items():
            page = visit(theme=theme, width=width)
            page.context.add_cookies([{**noor, "url": site}])
            for language in ("en", "ar"):
                page.goto(PREFIX[language] + address)
                take_picture(page, f"{name}-{size}-{theme}-{language}")
                assert_no_sideways_scroll(page)


def test_a_file_is_watched_read_row_by_row_and_taken_in(noor, site, visit, axe, table, monkeypatch):
    from biomes import bulk_steps
    from biomes.models import Biome

    monkeypatch.setattr(bulk_steps, "CHECK_ROWS", 50)
    monkeypatch.setattr(bulk_steps, "APPLY_ROWS", 50)
    page = visit()
    page.context.add_cookies([{**noor, "url": site}])
    send(page, table)
    address = page.url.removeprefix(site)
    pictures(visit, noor, site, "/desk/biomes/files/", "files")
    steps(2)
    page.get_by_text("50 rows so far").wait_for()
    axe(page)
    pictures(visit, noor, site, address, "sheet-moving")

    steps(9)
    page.get_by_role("heading", name="Nothing has been changed yet").wait_for()
    page.get_by_role("link", name="Refused", exact=True).click()
    expect(page.locator("tbody tr")).to_have_count(2)
    assert "“1,5” is no depth" in page.locator("tbody").inner_text()
    axe(page)
    pictures(visit, noor, site, address, "sheet-checked")

    page.get_by_label("Leave that row out and take in the others").check()
    page.get_by_label("Why this change").fill("Basin survey of 2149")
    page.get_by_role("button", name="Take the file in").click()
    page.get_by_role("heading", name="How far it is").wait_for()
    steps(1)
    page.get_by_role("button", name="Cancel", exact=True).click()
    page.get_by_text("The first 50 rows of the file were taken in").wait_for()
    axe(page)
    pictures(visit, noor, site, address, "sheet-cancelled")
    assert Biome.objects.filter(stage="draft").count() == 47


def test_without_javascript_the_page_is_asked_again_by_a_link(noor, site, visit, table):
    page = visit(javascript=False)
    page.context.add_cookies([{**noor, "url": site}])
    send(page, table)

    steps(9)
    page.get_by_role("link", name="Look again").click()

    page.get_by_role("heading", name="Nothing has been changed yet").wait_for()
    page.get_by_role("link", name="Refused", exact=True).click()
    expect(page.locator("tbody tr")).to_have_count(2)

"""The outline of a place is drawn by mouse; what is stored is what was drawn, and Undo goes every step back."""

import json
from math import asinh, atan, degrees, radians, sinh, tan

import pytest
from playwright.sync_api import expect
from shapely import normalize
from shapely.geometry import shape

from tests.accounts.people import person, sign_in
from tests.biomes import makers
from tests.journeys.conftest import PREFIX


@pytest.fixture
def lake(transactional_db):
    from biomes import actions
    from ledger.queries import now

    makers.reference()
    said = {"name": "Lake", "functional_group": "F2.2", "place": makers.SQUARE}
    made = actions.draft_biome(slug="lake", content=said, author="p-1", reason="new", at=now())
    actions.publish_biome(biome_id=made.pk, number=1, actor="p-1", at=now())
    return made


@pytest.fixture
def curator(lake, client, settings):
    from accounts.rules.roles import Role

    sign_in(client, person("noor", Role.CURATOR))
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}


@pytest.fixture
def drawing(curator, site, visit):
    """The editor of the lake, a square, as a person with a mouse sees it."""

    def opened(language="en", **manner):
        page = visit(**manner)
        page.context.add_cookies([{**curator, "url": site}])
        page.goto(PREFIX[language] + "/desk/biomes/lake/edit/", wait_until="networkidle")
        page.locator(".place-editor__map").scroll_into_view_if_needed()
        return Drawing(page)

    return opened


class Drawing:
    """One editor: where its points are on the screen, and what its text says."""

    def __init__(self, page):
        self.page = page
        # Corners of the square as it is drawn first; the scale of the map follows from two of them.
        south_west, north_east = self.knob(0), self.knob(2)
        (west, south), (east, north) = self.rings()[0][0], self.rings()[0][2]
        self.origin = south_west, (west, south)
        self.per_lon = (north_east[0] - south_west[0]) / (east - west)
        self.per_lat = (north_east[1] - south_west[1]) / (mercator(north) - mercator(south))

    @property
    def text(self):
        return self.page.locator("textarea[data-place]").input_value()

    def rings(self):
        place = json.loads(self.text)
        return (
            place["coordinates"]
            if place["type"] == "Polygon"
            else [ring for part in place["coordinates"] for ring in part]
        )

    def knob(self, number):
        return middle_of(self.page.locator(".place-editor__handle").nth(number))

    def at(self, x, y):
        """The place that lies under a point of the screen, reckoned without the map's own code."""
        (x0, y0), (lon, lat) = self.origin
        return lon + (x - x0) / self.per_lon, unmercator(mercator(lat) + (y - y0) / self.per_lat)

    def is_at(self, point, x, y):
        """Whether a stored point is what lies under a point of the screen, within a pixel."""
        lon, lat = self.at(x, y)
        return abs(point[0] - lon) <= abs(1 / self.per_lon) and abs(point[1] - lat) <= abs(1 / self.per_lon)

    def drag(self, number, east, south):
        x, y = self.knob(number)
        mouse = self.page.mouse
        mouse.move(x, y)
        mouse.down()
        mouse.move(x + east / 2, y + south / 2, steps=4)
        mouse.move(x + east, y + south, steps=4)
        mouse.up()
        return x + east, y + south

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()

    def ring(self, name, *spots):
        """A new hole or part, by clicks on the map."""
        self.press(name)
        for x, y in spots:
            self.page.mouse.click(x, y)
        self.press("Close the outline")


def middle_of(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def mercator(lat):
    return degrees(asinh(tan(radians(lat))))


def unmercator(y):
    return degrees(atan(sinh(radians(y))))


def same_place(one, other):
    """Point for point; the store turns shores one way round and holes the other (RFC 7946)."""
    ones, others = (normalize(shape(place)) for place in (one, other))
    return ones.equals_exact(others, 0)


def test_what_is_drawn_by_mouse_is_what_is_stored(drawing, lake, axe, shot):
    from biomes.models import Revision

    editor = drawing()
    page, square = editor.page, editor.rings()[0]

    moved_to = editor.drag(0, -60, 40)
    ring = editor.rings()[0]
    assert editor.is_at(ring[0], *moved_to)
    assert (ring[1:4], ring[4]) == (square[1:4], ring[0])

    page.locator(".place-editor__middle").nth(1).click()
    ring = editor.rings()[0]
    assert ring[2] == pytest.approx(
        [(a + b) / 2 for a, b in zip(square[1], square[2], strict=True)], abs=1e-6
    )
    assert len(ring) == 6
    pulled_to = editor.drag(2, 50, 10)
    assert editor.is_at(editor.rings()[0][2], *pulled_to)

    page.locator(".place-editor__handle").nth(3).click()
    page.keyboard.press("Delete")
    ring = editor.rings()[0]
    assert ring[1:3] == [square[1], editor.rings()[0][2]]
    assert (ring[3], len(ring)) == (square[3], 5)
    without_hole = editor.text

    x, y = editor.knob(3)
    hole = [(x + 40, y + 70), (x + 80, y + 130), (x + 20, y + 120)]
    editor.ring("Cut a hole", *hole)
    assert all(editor.is_at(p, *spot) for p, spot in zip(editor.rings()[1], hole, strict=False))
    with_hole = editor.text

    part = [(x - 120, y + 10), (x - 60, y + 10), (x - 60, y + 80)]
    editor.ring("Add a part", *part)
    drawn = editor.text
    assert json.loads(drawn)["type"] == "MultiPolygon"
    assert all(editor.is_at(p, *spot) for p, spot in zip(editor.rings()[2], part, strict=False))
    shot(page, "map-editor-drawn")

    editor.press("Undo")
    assert editor.text == with_hole
    editor.press("Undo")
    assert editor.text == without_hole
    editor.press("Redo")
    editor.press("Redo")
    assert editor.text == drawn
    axe(page)

    page.get_by_label("Why this change").fill("Walked along the shore")
    editor.press("Save the draft")
    page.get_by_role("heading", name="What differs").first.wait_for()
    stored = Revision.objects.filter(biome=lake).latest("number")
    assert same_place(stored.snapshot["place"], json.loads(drawn))


@pytest.mark.full
def test_a_point_let_go_of_is_the_one_the_keys_and_the_button_take_out(drawing):
    editor = drawing()
    page, square = editor.page, editor.rings()[0]
    page.locator(".place-editor__middle").nth(0).click()
    page.locator(".place-editor__middle").nth(1).click()
    five = editor.rings()[0]

    editor.drag(2, 30, -30)
    page.keyboard.press("Delete")
    assert editor.rings()[0] == [p for p in five if p != five[2]]

    page.locator(".place-editor__handle").nth(1).click()
    editor.press("Take this point out")
    assert editor.rings()[0] == square


@pytest.mark.full
def test_an_outline_begun_by_mistake_is_left_by_undo_and_nothing_is_lost(drawing):
    editor = drawing()
    before, handles = editor.text, editor.page.locator(".place-editor__handle")
    x, y = editor.knob(3)

    editor.press("Draw a new outline")
    editor.page.mouse.dblclick(x + 30, y + 30)
    assert "Points so far: 1" in editor.page.locator(".place-editor__said").inner_text()
    expect(handles).to_have_count(0)
    editor.press("Undo")

    assert (editor.text, handles.count()) == (before, 4)
    assert editor.page.get_by_role("button", name="Undo", exact=True).is_disabled()


FRAMES = [
    (width, theme, language)
    for width in (390, 1280)
    for theme in ("light", "dark")
    for language in ("en", "ar")
]
OPPOSITE = {(390, "dark", "ar"), (1280, "light", "en")}


@pytest.mark.parametrize(
    ("width", "theme", "language"),
    [frame if frame in OPPOSITE else pytest.param(*frame, marks=pytest.mark.full) for frame in FRAMES],
)
def test_points_go_where_the_mouse_takes_them_on_any_page(drawing, shot, width, language, theme):
    editor = drawing(width=width, theme=theme, language=language)

    let_go = editor.drag(1, -30, 25)

    assert editor.is_at(editor.rings()[0][1], *let_go)
    shot(editor.page, f"map-editor-{width}-{theme}-{language}")


@pytest.mark.full
def test_an_outline_is_drawn_by_keys_alone_and_escape_leaves_it(drawing, axe):
    page = drawing().page
    field, before = (
        page.get_by_role("application", name="Map"),
        page.locator("textarea[data-place]").input_value(),
    )
    press_by_key(page, "Draw a new outline")
    expect(field).to_be_focused()
    axe(page)

    page.keyboard.press("Escape")

    expect(page.get_by_role("button", name="Close the outline")).to_be_hidden()
    expect(field).to_be_focused()
    assert page.locator("textarea[data-place]").input_value() == before

    press_by_key(page, "Draw a new outline")
    for way in ("ArrowRight", "ArrowDown", "ArrowLeft"):
        press_by_key(page, "Put a point in the middle of the map")
        field.focus()
        page.keyboard.press(way)
        page.wait_for_timeout(400)  # the map comes to rest
    press_by_key(page, "Close the outline")

    # The button is gone; the focus is not.
    expect(field).to_be_focused()
    assert len(json.loads(page.locator("textarea[data-place]").input_value())["coordinates"][0]) == 4


@pytest.mark.full
def test_a_pin_is_put_by_keys_alone(lake, open_page):
    page = open_page("/biomes/new/")
    page.get_by_label("What do people call it?").focus()
    field = page.get_by_role("application", name="Map")
    while not field.evaluate("map => map === document.activeElement"):
        page.keyboard.press("Tab")

    cross = field.evaluate("map => getComputedStyle(map, '::after').content")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert cross != "none"
    expect(page.get_by_label("Latitude")).not_to_have_value("")
    expect(page.get_by_role("button", name="Put the pin in the middle of the map")).to_be_focused()
    expect(page.locator(".place-editor__map path.place-editor__point")).to_have_count(1)


def press_by_key(page, name):
    page.get_by_role("button", name=name, exact=True).focus()
    page.keyboard.press("Enter")

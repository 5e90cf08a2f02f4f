"""Names on a map: none over another, on a wide screen and on a narrow one."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from biomes.rules import labels
from portal.rules import maps
from portal.rules.map_names import NARROW_DROP, SIZE, SIZES, WATER_LETTER

KINDS = ("water", "zone", "river", "station", "biome")
degrees = st.floats(0, 1).map(lambda value: round(value, 3))


@st.composite
def features(draw):
    kind = draw(st.sampled_from(KINDS))
    x, y = draw(degrees), draw(degrees)
    square = [[x, y], [x + 0.2, y], [x + 0.2, y + 0.2], [x, y + 0.2], [x, y]]
    geometry = {
        "station": {"type": "Point", "coordinates": [x, y]},
        "river": {"type": "LineString", "coordinates": square[:2]},
    }.get(kind, {"type": "Polygon", "coordinates": [square]})
    said = {
        "kind": kind, "name": draw(st.sampled_from(["V-07", "Vessa Lagoon", "The long old shore of the north"])),
        "under": draw(st.sampled_from(["", "mixed, 12,000 people"])), "minor": draw(st.booleans()),
    }  # fmt: skip
    return {"type": "Feature", "geometry": geometry, "properties": said}


def boxes(drawn, *, narrow):
    found = []
    for one in drawn.labels:
        if narrow and "minor" in one.css:
            continue
        style = (
            "water" if one.css.startswith("water-name")
            else "under" if one.css.startswith("place-kind") else "place"
        )  # fmt: skip
        letter = WATER_LETTER if style == "water" else labels.LETTER
        size = SIZES.get(style, SIZE)[narrow]
        # A line in the drawing is rounded to a tenth.
        drop = NARROW_DROP if narrow and "place-kind" in one.css and "on-river" not in one.css else 0
        foot = float(one.y) + drop
        box = labels.box_of(one.text, float(one.x), foot, size - 0.5, anchor=one.anchor, letter=letter)
        found.append((one, box))
    return found


@given(st.lists(features(), max_size=15))
def test_no_two_names_on_a_map_touch(rows):
    drawn = maps.draw(rows)

    for narrow in (False, True):
        for (one, box), (other, other_box) in combinations(boxes(drawn, narrow=narrow) if drawn else [], 2):
            assert not box.meets(other_box), (narrow, one, other)


def point(name, x, y=0.5):
    return {
        "type": "Feature", "geometry": {"type": "Point", "coordinates": [x, y]},
        "properties": {"kind": "station", "name": name},
    }  # fmt: skip


FRAME = (0.0, 0.0, 1.0, 1.0)


def test_a_station_close_to_another_has_its_name_on_a_free_side():
    drawn = maps.draw([point("V-01", 0.5), point("V-02", 0.53)], frame=FRAME)

    first, second = ((float(one.x), float(one.y), one.anchor) for one in drawn.labels)
    assert first[2] == "end"
    assert second[2] == "start"


def test_names_that_find_no_room_are_left_out_and_their_marks_stay():
    rows = [point(f"V-{n:02}", 0.5 + n / 1000) for n in range(30)]

    drawn = maps.draw(rows, frame=FRAME)

    assert 0 < len(drawn.labels) < 30
    assert len([one for one in drawn.shapes if one.css == "station"]) == 30


def test_what_is_not_minor_chooses_before_what_is():
    zone = {
        "type": "Feature", "geometry": {"type": "Point", "coordinates": [0.5, 0.5]},
        "properties": {"kind": "zone", "name": "Quay", "minor": False},
    }  # fmt: skip
    minor = {**zone, "properties": {"kind": "zone", "name": "Lane", "minor": True}}

    drawn = maps.draw([minor, zone], frame=FRAME)

    at = {one.text: float(one.y) for one in drawn.labels}
    assert at["Quay"] == 500
    assert at["Lane"] != 500

"""The fingerprint of a reading, and the root over a day."""

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from hashlib import sha256

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from biomes.rules import leaf

SAID = {
    "station": "V-07",
    "indicator": "chlorophyll-a",
    "phenomenon_at": datetime(2150, 6, 11, 10, tzinfo=UTC),
    "precision": "instant",
    "depth_m": None,
    "replicate": None,
    "version": 1,
    "value": Decimal("61.0"),
    "qualifier": "",
    "detection_limit": None,
    "unit": "ug/L",
    "method": "",
}
leaves = st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), max_size=12)


def test_an_outsider_can_recompute_a_leaf_with_json_and_sha256_alone():
    written = json.dumps(
        {
            "depth_m": None,
            "detection_limit": None,
            "indicator": "chlorophyll-a",
            "method": "",
            "phenomenon_at": "2150-06-11T10:00:00Z",
            "precision": "instant",
            "qualifier": "",
            "replicate": None,
            "station": "V-07",
            "unit": "ug/L",
            "value": "61",
            "version": 1,
        },
        sort_keys=True,
        separators=(",", ":"),
    )

    assert leaf.leaf_of(**SAID) == sha256(written.encode()).hexdigest()


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6))
def test_one_number_has_one_spelling(number):
    text = leaf.plain(number)

    assert Decimal(text) == number
    assert text == leaf.plain(number.normalize())
    assert "E" not in text
    assert text != "-0"


def test_the_same_moment_in_another_zone_is_the_same_leaf():
    there = SAID["phenomenon_at"].astimezone(timezone(timedelta(hours=5, minutes=30)))

    assert leaf.leaf_of(**SAID | {"phenomenon_at": there}) == leaf.leaf_of(**SAID)


@given(leaves, st.randoms())
def test_the_root_does_not_depend_on_the_order(found, chance):
    shuffled = list(found)
    chance.shuffle(shuffled)

    assert leaf.root_of(found) == leaf.root_of(shuffled)


@given(leaves.filter(bool), st.data())
def test_changing_any_leaf_changes_the_root(found, data):
    where = data.draw(st.integers(0, len(found) - 1))
    changed = [*found]
    changed[where] = sha256(bytes.fromhex(found[where])).hexdigest()

    assert leaf.root_of(changed) != leaf.root_of(found)


def test_the_root_is_that_of_rfc_9162():
    one, two, three = ("00" * 32, "11" * 32, "22" * 32)
    hashed = [sha256(b"\x00" + bytes.fromhex(x)).digest() for x in (one, two, three)]
    left = sha256(b"\x01" + hashed[0] + hashed[1]).digest()

    assert leaf.root_of([three, one, two]) == sha256(b"\x01" + left + hashed[2]).hexdigest()
    assert leaf.root_of([]) == sha256(b"").hexdigest()


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(texts, texts, st.one_of(st.none(), st.integers(0, 32_767)))
def test_a_leaf_is_made_of_rfc_8785_byte_for_byte(station, method, replicate):
    said = SAID | {"station": station, "method": method, "replicate": replicate}
    plainly = {key: leaf.plain(value) if isinstance(value, Decimal) else value for key, value in said.items()}
    plainly["phenomenon_at"] = leaf.moment(said["phenomenon_at"])

    assert leaf.leaf_of(**said) == sha256(rfc8785.dumps(plainly)).hexdigest()

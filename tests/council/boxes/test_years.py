"""The packages of real bodies, each imported into an empty installation, and a year of sittings counted twice."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from council import actions, queries
from council.rules.boxes.calendar import session_around
from council.rules.boxes.comparing import differences
from council.rules.boxes.opening import open_package
from tests.council.boxes import years

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = sorted(path.stem for path in (ROOT / "council" / "boxes").glob("*.json"))
# 88 seats, eight kinds of motion at one sitting.
LONG = "iwc"
pytestmark = pytest.mark.django_db


def text_of(name):
    return (ROOT / "council" / "boxes" / f"{name}.json").read_text()


def test_three_real_bodies_and_one_more_come_with_the_product():
    assert set(SHIPPED) == {"atrato", "iwc", "mar-menor", "te-awa-tupua"}


@pytest.mark.parametrize("name", SHIPPED)
def test_what_comes_out_is_what_went_in(name, noon):
    council = actions.import_box(text=text_of(name), code="other-river", unsigned=True, at=noon)

    out = open_package(queries.exported_box(council, noon).decode(), [])

    assert differences(open_package(text_of(name), []).box, out.box) == ()
    assert out.box.forked_from == open_package(text_of(name), []).sha256


@pytest.mark.parametrize(
    "name", [name if name != LONG else pytest.param(name, marks=pytest.mark.full) for name in SHIPPED]
)
def test_a_year_of_sittings_is_counted_again_from_the_log(name, noon, tmp_path):
    from ledger import actions as ledger

    box = open_package(text_of(name), []).box
    since, until = session_around(box.session, noon)
    council = actions.import_box(text=text_of(name), code=name, unsigned=True, at=since)
    year = years.settle(council, since, seed=7)

    years.live(year, since, until)

    ledger.seal_due(at=until)
    ledger.export_log(tmp_path / "export")
    told = subprocess.run(
        [sys.executable, str(ROOT / "ledger" / "verify.py"), str(tmp_path / "export")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout + told.stderr
    assert f"{len(year.outcomes)} decisions re-derived" in told.stdout
    decided = {kind for rule in box.rules for kind in rule.decides}
    assert {motion.kind for motion in queries.public_motions()} == {kind.value for kind in decided}
    assert {"enacted"} <= set(year.outcomes)
    assert (until - since) >= timedelta(days=365)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_part_says_where_it_comes_from_or_that_it_is_chosen(name):
    from council.rules.boxes.whole import parts_of

    box = open_package(text_of(name), []).box

    assert [path for path, part in parts_of(box) if not part.grounds and not getattr(part, "note", "")] == []


def test_a_fork_with_another_threshold_differs_in_exactly_that(noon):
    first = actions.import_box(text=text_of("mar-menor"), code="mar-menor", unsigned=True, at=noon)
    fork = json.loads(queries.exported_box(first, noon))
    fork["rules"][0]["rule"]["chambers"][0]["groups"][1]["at_least"] = 5

    second = actions.import_box(
        text=json.dumps(fork),
        code="other-lagoon",
        beings={"mar-menor": "other-lagoon"},
        unsigned=True,
        at=noon,
    )

    found = differences(queries.box_of(first, noon), queries.box_of(second, noon))
    assert [(one.where, one.was, one.now) for one in found] == [
        ("rules[agreement].rule.chambers[representatives].groups[CITIZEN].at_least", 4, 5)
    ]

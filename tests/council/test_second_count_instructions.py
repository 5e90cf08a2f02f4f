"""`verify.py` opens every instruction, and knows who departed from one and whether she had to say why."""

from hashlib import sha256

import pytest

from tests.council.instructing import OTHERWISE, ask, assembly, cast, instruct
from tests.council.scenes import DAY, HOUR
from tests.council.test_second_count import faults, reopen, tampered
from tests.remembered import kept

pytestmark = pytest.mark.django_db


@pytest.fixture
@kept
def export(scene, noon, tmp_path):
    """Two instructions for one seat, departed from with reasons by one hand and in silence by the other."""
    from ledger import actions as ledger

    assembly(scene, noon)
    motion = scene.open(noon)
    ask(scene, motion, noon + HOUR)
    instruct(scene, motion, noon + HOUR, "no")
    instruct(scene, motion, noon + 2 * HOUR, "yes")
    cast(scene, motion, noon + 3 * HOUR, "no", OTHERWISE)
    cast(scene, motion, noon + 3 * HOUR, "abstain", seat="b-1/2")
    scene.cast_all(motion, noon + 4 * HOUR, h="yyyyy")
    scene.close(motion)
    ledger.seal_due(at=noon + 3 * DAY)
    folder = tmp_path / "export"
    ledger.export_log(folder)
    return folder


def test_the_untouched_export_holds(export):
    assert faults(export) == []


def other_answer(opened):
    opened["instructions"][0]["answer"] = "yes"


def other_words(opened):
    opened["instructions"][1]["text"] = sha256(b"Other words.").hexdigest()


def keep_one_back(opened):
    opened["instructions"].pop()


def invent(opened):
    opened["instructions"].append({**opened["instructions"][1], "n": 3})


def unsay(opened):
    next(row for row in opened["reasons"] if "departure" in row).pop("departure")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (other_answer, "instruction 1 for seat b-1 does not fit"),
        (other_words, "instruction 2 for seat b-1 does not fit"),
        (keep_one_back, "instruction 2 for seat b-1 was never opened"),
        (invent, "instruction 3 for seat b-1 does not fit"),
        (unsay, "does not fit its commitment"),
    ],
)
def test_a_changed_opening_is_seen(export, change, says):
    assert any(says in text for text in tampered(export, reopen(change)))


def never_asked(entries, lines):
    entries[:] = [
        e if e["type"] != "council.instruction.asked" else {**e, "type": "council.x.y"} for e in entries
    ]


def after_the_ballot(entries, lines):
    """The last instruction is moved behind the seat's first ballot."""
    told = max(i for i, e in enumerate(entries) if e["type"] == "council.instruction.given")
    voted = next(i for i, e in enumerate(entries) if e["type"] == "council.ballot.cast")
    entries[told], entries[voted] = entries[voted], entries[told]


def must_explain(entries, lines):
    next(e for e in entries if e["subject"] == "council.seat/b-1" and e["type"] == "council.seat.created")["body"][
        "explains_departures"
    ] = True  # fmt: skip


def from_nothing(entries, lines):
    """The instructions had been given for another seat."""
    for entry in entries:
        if entry["type"] == "council.instruction.given":
            entry["body"]["seat"] = "b-2"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (never_asked, "which had not asked"),
        (after_the_ballot, "after its ballot"),
        (must_explain, "departs from its instruction and does not say why"),
        (from_nothing, "explains a departure from no instruction"),
    ],
)
def test_a_changed_log_is_seen(export, change, says):
    assert any(says in text for text in tampered(export, change))

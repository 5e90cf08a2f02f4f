"""What was called in the room is counted a second time from the export, and what was tampered with is named."""

import json
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.rules import roll_call
from council.rules.reading import read_roll, read_rule
from council.rules.tally import evaluate
from tests.council.roll_call_scenes import called, counted, disputed, enter, judged, look, settle, words
from tests.council.rules.test_laws import a_scene
from tests.council.scenes import DAY, HOUR
from tests.council.test_second_count import VERIFY, as_data, faults, tampered
from tests.remembered import kept

pytestmark = pytest.mark.django_db


def exported(tmp_path, at):
    from ledger import actions as ledger

    ledger.seal_due(at=at)
    folder = tmp_path / "export"
    ledger.export_log(folder)
    return folder


@pytest.fixture
@kept
def export(scene, noon, tmp_path):
    """Called once with a line that differed; disputed in vain; enacted a day later."""
    motion = called(scene, noon)
    enter(scene, motion, "teun", words(motion, h="yyynn", b="yyn"), noon + HOUR)
    enter(scene, motion, "rosa", words(motion, h="yyyan", b="yyn"), noon + HOUR)
    settle(scene, motion, "teun", {"h-4/1": "no"}, noon + HOUR)
    settle(scene, motion, "rosa", {"h-4/1": "no"}, noon + HOUR)
    dispute = disputed(scene, motion, "h-3", "no", noon + 2 * HOUR)
    judged(scene, dispute, noon + 3 * HOUR, teun="dismiss")
    assert look(noon + HOUR + DAY, motion).state == "enacted"
    return exported(tmp_path, noon + 3 * DAY)


@pytest.fixture
@kept
def recounted(scene, noon, tmp_path):
    """Rejected, disputed, upheld by three, counted again and enacted."""
    motion = counted(scene, noon, h="yynnn", b="yyn")
    dispute = disputed(scene, motion, "h-3", "yes", noon + 2 * HOUR)
    judged(scene, dispute, noon + 3 * HOUR, teun="uphold", rosa="uphold", chair="uphold")
    assert look(noon + HOUR + DAY, motion).state == "enacted"
    return exported(tmp_path, noon + 3 * DAY)


def test_the_untouched_exports_are_re_derived(export):
    assert faults(export) == []


def test_so_is_one_that_was_counted_again(recounted):
    kinds = [json.loads(line)["type"] for line in (recounted / "log.jsonl").read_text().splitlines()]

    assert faults(recounted) == []
    assert kinds.count("council.voting.closed") == 2


def test_so_are_those_that_came_to_nothing(scene, noon, tmp_path):
    """One that no two tellers settled, and one that was void because nobody ruled on its dispute."""
    unsettled = called(scene, noon)
    enter(scene, unsettled, "teun", words(unsettled, h="yyyyy", b="yyy"), noon + HOUR)
    look(noon + DAY, unsettled)
    at = noon + 20 * DAY
    unruled = counted(scene, at, h="yyynn", b="yyn")
    disputed(scene, unruled, "h-3", "no", at + 2 * HOUR)
    look(at + 9 * DAY, unruled)

    assert (unsettled.state, unruled.state) == ("void", "void")
    assert faults(exported(tmp_path, at + 10 * DAY)) == []


# --- Tampering ----------------------------------------------------------------------------------------------
def first(entries, kind, n=0):
    return [e for e in entries if e["type"] == kind][n]


def rewrite(change, number=0):
    """Change one line of openings and let its closing entry name the new bytes."""

    def do(entries, lines):
        old = lines["openings.jsonl"][number]
        opened = json.loads(old)
        change(opened)
        new = VERIFY.canonical(opened)
        lines["openings.jsonl"][number] = new
        for entry in entries:
            for row in entry["body"].get("documents", []):
                if row["sha256"] == sha256(old).hexdigest():
                    row["sha256"] = sha256(new).hexdigest()

    return do


def turn_a_word(opened):
    next(row for row in opened["ballots"] if row["seat"] == "h-1")["choice"] = "no"


def count_twice(opened):
    opened["ballots"].append(dict(opened["ballots"][0]))


def count_a_stranger(opened):
    opened["ballots"].append(dict(opened["ballots"][0], seat="z-9"))


def reword_a_sheet(opened):
    opened["sheets"][0]["lines"]["h-1/1"] = "no"


def unsettle(opened):
    opened["sheets"][0]["settles"] = {"h-4/1": "abstain"}


def settle_more(opened):
    for sheet in opened["sheets"]:
        sheet["settles"]["h-1/1"] = "no"


def seal_one(opened):
    opened["ballots"][0]["commitment"] = "0" * 64


def announce(entries, lines):
    first(entries, "council.voting.closed")["body"]["outcome"] = "rejected"


def slip_a_ballot_in(entries, lines):
    closing = first(entries, "council.voting.closed")
    body = {"round": 1, "seat": "h-1", "hand": 1, "n": 1, "commitment": "0" * 64}
    entries.insert(entries.index(closing), {**closing, "type": "council.ballot.cast", "body": body})


def forget_a_teller(entries, lines):
    entries.remove(first(entries, "council.roll_call.entered", 1))


def one_teller_twice(entries, lines):
    first(entries, "council.roll_call.entered", 1)["body"]["place"] = 1


def swap_a_sheet(entries, lines):
    first(entries, "council.roll_call.entered")["body"]["sheet"] = "0" * 64


def say_it_was_sealed(entries, lines):
    del first(entries, "council.voting.closed")["body"]["room"]


def hurry(entries, lines):
    enacted = first(entries, "council.motion.enacted")
    enacted["at"] = first(entries, "council.voting.closed")["at"]


def leave_it_open(entries, lines):
    """As if nobody had ruled on the dispute that could turn it."""
    entries.remove(first(entries, "council.roll_call.ruled"))


def uphold_unheard(entries, lines):
    first(entries, "council.roll_call.ruled")["body"]["ruling"] = "upheld"


def dismiss_unheard(entries, lines):
    entries.remove(first(entries, "council.roll_call.judged"))


def recuse_a_seat(entries, lines):
    """Recused in the log before the opening, and called all the same."""
    opening = first(entries, "council.voting.opened")
    body = {"seat": "h-1", "recusal": "voluntary", "interest": ""}
    entries.insert(entries.index(opening), {**opening, "type": "council.seat.recused", "body": body})


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (rewrite(turn_a_word), "line h-1/1 was counted otherwise than it was settled"),
        (rewrite(count_twice), "is counted twice"),
        (rewrite(count_a_stranger), "line z-9/1 was counted otherwise"),
        (rewrite(reword_a_sheet), "the sheet of teller 1 does not fit its commitment"),
        (rewrite(unsettle), "differ and were not settled alike"),
        (rewrite(settle_more), "differ and were not settled alike"),
        (rewrite(seal_one), "holds a sealed ballot"),
        (announce, "announced as rejected, but the rule makes it adopted"),
        (slip_a_ballot_in, "is a sealed ballot in a vote that was called in the room"),
        (forget_a_teller, "not settled by two tellers"),
        (one_teller_twice, "not settled by two tellers"),
        (swap_a_sheet, "is not what the two tellers handed in"),
        (say_it_was_sealed, "differ on whether it was called in the room"),
        (hurry, "within the 24 hours"),
        (leave_it_open, "while a dispute was open that could turn it"),
        (uphold_unheard, "corrected without both tellers and the chair"),
        (dismiss_unheard, "was dismissed by nobody"),
        (uphold_unheard, "without counting again what was upheld"),
        (recuse_a_seat, "seat h-1: the roll and the log differ on its recusal"),
    ],
)
def test_a_tampered_roll_call_is_named(export, change, named):
    found = tampered(export, change)

    assert any(named in fault for fault in found), found


def forget_the_voice_of_the_chair(entries, lines):
    entries.remove(next(e for e in entries if e["body"].get("office") == "chair"))


def dispute_late(entries, lines):
    first(entries, "council.roll_call.disputed")["at"] = "2199-01-01T00:00:00Z"


def forget_the_dispute(entries, lines):
    entries.remove(first(entries, "council.roll_call.disputed"))


def correct_another_seat(opened):
    next(row for row in opened["ballots"] if row["seat"] == "h-4")["choice"] = "yes"


def forget_the_ruling(entries, lines):
    entries.remove(first(entries, "council.roll_call.ruled"))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (forget_the_voice_of_the_chair, "corrected without both tellers and the chair"),
        (dispute_late, "disputed after its day"),
        (forget_the_dispute, "nobody had disputed it so"),
        (rewrite(correct_another_seat, 1), "line h-4/1 was counted otherwise than it was settled"),
        (forget_the_ruling, "line h-3/1 was counted otherwise than it was settled"),
    ],
)
def test_a_tampered_recount_is_named(recounted, change, named):
    found = tampered(recounted, change)

    assert any(named in fault for fault in found), found


# --- Both sides on any rule, roll and words -----------------------------------------------------------------
@given(st.integers(0, 2**48), st.data())
def test_both_counts_agree_on_what_open_disputes_could_turn(seed, data):
    rule, roll, _urn = a_scene(seed)
    if any(getattr(g, "group", None) == "" for c in rule.chambers for g in c.groups):
        return  # the rule language has no name for "no group"
    lines, every = roll_call.lines_of(roll), [word.value for word in roll_call.Word]
    said = {line: data.draw(st.sampled_from(every)) for line in lines}
    claims = {line: data.draw(st.sampled_from(every)) for line in lines[:3]}
    rules, listed, _ = as_data(rule, replace(roll, present=None), [])
    ours = read_rule(rules), read_roll(listed)

    could = roll_call.could_turn(
        said, [roll_call.Disputed(*claim) for claim in claims.items()],
        lambda words: evaluate(*ours, roll_call.ballots(words)).outcome,
    )  # fmt: skip

    assert VERIFY.may_turn(rules, listed, said, claims, 1) == could

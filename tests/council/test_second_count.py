"""`verify.py` counts every vote again from the export alone, and both counts agree."""

import importlib.util
import json
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council import actions
from council.rules.decision import AtLeast, Combine, Share
from council.rules.reading import read_ballots, read_roll, read_rule
from council.rules.tally import evaluate
from tests.council.rules.test_laws import a_scene
from tests.council.scenes import DAY, HOUR
from tests.remembered import kept

ROOT = Path(__file__).resolve().parents[2]


def outsider():
    spec = importlib.util.spec_from_file_location("outside_verify", ROOT / "ledger" / "verify.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


VERIFY = outsider()


# --- From our dataclasses back to the data an outsider reads -----------------------------------------
def share(one):
    return {"base": one.base, "of": "yes", "num": one.num, "den": one.den, "strict": one.strict}


def floor(one):
    return share(one) if isinstance(one, Share) else one


def group(one):
    return (
        {"at_least": one.count, "of": one.group}
        if isinstance(one, AtLeast)
        else {"all_of_any": list(one.groups)}
    )


def as_data(rule, roll, urn):
    chambers = [
        {
            "body": c.body,
            "quorum": share(c.quorum) if c.quorum else None,
            "pass": [share(s) for s in c.passes],
            "floor_yes": floor(c.floor),
            "groups": [group(g) for g in c.groups],
        }
        for c in rule.chambers
    ]
    data = {
        "chambers": chambers,
        "combine": rule.combine.value,
        "tie": rule.tie.value,
        "veto": [{"who": v.who, "needs": v.needs} for v in rule.vetoes],
        "recused_in_base": rule.recused_in_base,
        "proxies_in_quorum": rule.proxies_in_quorum,
        "sole_holder_acts": rule.sole_holder_acts,
    }
    if rule.combine is Combine.K_OF_N:
        data["k"] = rule.k
    if rule.fallback:
        data["fallback"] = share(rule.fallback)
    if rule.blocking_minority:
        data["blocking_minority"] = {"min_members": rule.blocking_minority}
    seats = [
        {
            "seat": s.code, "body": s.body, "group": s.group, "votes": s.votes, "joint": s.joint,
            "hands": list(s.hands), "recused": s.recused,
            "weights": {name: str(weight) for name, weight in s.weights.items()},
        }
        for s in roll.seats
    ]  # fmt: skip
    ballots = [
        {"seat": b.seat, "hand": b.hand, "choice": b.choice.value, "n": b.n, "proxy": b.proxy} for b in urn
    ]
    listed = {"seats": seats}
    if roll.present is not None:
        listed["present"] = sorted(roll.present)
    return data, listed, ballots


@given(st.integers(0, 2**48), st.integers(1, 2))
def test_both_counts_agree_on_any_rule_roll_and_urn(seed, again):
    rule, roll, urn = a_scene(seed)
    if any(getattr(g, "group", None) == "" for c in rule.chambers for g in c.groups):
        return  # the rule language has no name for "no group"
    data, listed, ballots = as_data(rule, roll, urn)

    ours = evaluate(read_rule(data), read_roll(listed), read_ballots(ballots), round_=again)

    assert VERIFY.decide(data, listed, ballots, again) == ours.outcome.value


# --- A whole export ----------------------------------------------------------------------------------
@pytest.fixture
@kept
def export(scene, noon, tmp_path):
    """Three votes: one carried with a change of mind, one split, one without quorum."""
    from ledger import actions as ledger

    for h, b in (("yyyna", "yyn"), ("ynnyn", "yny"), ("yy...", "...")):
        motion = scene.open(noon)
        scene.cast_all(motion, noon + HOUR, h=h, b=b)
        if h.startswith("yyy"):
            scene.cast(motion, "h-4", "yes", noon + 2 * HOUR)
        scene.close(motion)
        noon += 20 * DAY
    ledger.seal_due(at=noon + timedelta(days=1))
    folder = tmp_path / "export"
    ledger.export_log(folder)
    return folder


def faults(folder):
    return VERIFY.verify(str(folder)).faults


@pytest.mark.django_db
def test_the_untouched_export_has_every_decision_re_derived(export):
    kinds = [json.loads(line)["type"] for line in (export / "log.jsonl").read_text().splitlines()]

    assert faults(export) == []
    assert kinds.count("council.voting.closed") == 3


def tampered(export, change):
    """The faults of the decisions alone, after the openings or entries were changed in memory."""
    found = VERIFY.Export(str(export))
    found.entries = [json.loads(line) for line in (export / "log.jsonl").read_bytes().splitlines()]
    lines = {name: found.lines(name) for name in VERIFY.LINES}
    change(found.entries, lines)
    documents = {sha256(line).hexdigest(): line for rows in lines.values() for line in rows}
    read = found.document
    found.document = lambda path, sha: documents.get(sha) if path in VERIFY.LINES else read(path, sha)
    VERIFY.check_decisions(found)
    return found.faults


def reopen(change):
    """Change the first line of openings and let its closing entry name the new bytes."""

    def do(entries, lines):
        old = lines["openings.jsonl"][0]
        opened = json.loads(old)
        change(opened)
        new = VERIFY.canonical(opened)
        lines["openings.jsonl"][0] = new
        for entry in entries:
            for row in entry["body"].get("documents", []):
                if row["sha256"] == sha256(old).hexdigest():
                    row["sha256"] = sha256(new).hexdigest()

    return do


def flip(opened):
    opened["ballots"][0]["choice"] = "abstain"


def drop(opened):
    opened["ballots"].pop(0)


def revive(opened):
    row = next(r for r in opened["ballots"] if not r["live"])
    row["live"] = True


def put_aside(opened):
    opened["ballots"][0]["set_aside"] = "mandate_ended"


def reword(opened):
    opened["reasons"][0]["text"] = sha256(b"Other words.").hexdigest()


def hush(opened):
    del opened["reasons"]


def lend_a_reason(opened):
    first, second = opened["reasons"][:2]
    first["n"], second["n"] = second["n"], first["n"]


def announce_void(entries, lines):
    next(e for e in entries if e["type"] == "council.voting.closed")["body"]["outcome"] = "void"


def invent_a_tie(entries, lines):
    next(e for e in entries if e["type"] == "council.voting.closed")["body"]["ties_before"] = 1


def close_early(entries, lines):
    next(e for e in entries if e["type"] == "council.voting.closed")["at"] = "2150-06-11T12:00:01Z"


def cast_late(entries, lines):
    next(e for e in entries if e["type"] == "council.ballot.cast")["at"] = "2199-01-01T00:00:00Z"


def open_twice(opened):
    opened["ballots"].append(dict(opened["ballots"][0]))


def enact_the_rejected(entries, lines):
    """The second vote was rejected; somebody writes that it is in force."""
    enacted = next(e for e in entries if e["type"] == "council.motion.enacted")
    closed = [e for e in entries if e["type"] == "council.voting.closed"][1]
    forged = {**enacted, "subject": closed["subject"], "body": {**enacted["body"]}}
    entries.insert(entries.index(closed) + 1, forged)


def enact_unasked(entries, lines):
    next(e for e in entries if e["type"] == "council.motion.enacted")["subject"] = "council.motion/2150-99"


def regroup(entries, lines):
    """The log says that the seat was made without a vote."""
    next(e for e in entries if e["type"] == "council.seat.created")["body"]["capacity"] = ["voice"]


def unmake_a_seat(entries, lines):
    entries.remove(next(e for e in entries if e["type"] == "council.seat.created"))


def announce(entries, lines):
    next(e for e in entries if e["type"] == "council.voting.closed")["body"]["outcome"] = "rejected"


def move_past_close(entries, lines):
    ballot = next(i for i, e in enumerate(entries) if e["type"] == "council.ballot.cast")
    close = next(i for i, e in enumerate(entries) if e["type"] == "council.voting.closed")
    entries.insert(close, entries.pop(ballot))


def forget_a_mandate(entries, lines):
    entries.remove(next(e for e in entries if e["type"] == "council.mandate.given"))


def swap_the_rule(entries, lines):
    next(e for e in entries if e["type"] == "council.voting.closed")["body"]["rule"] = "0" * 64


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "named"),
    [
        (reopen(flip), "does not fit its commitment"),
        (reopen(drop), "was never opened"),
        (reopen(reword), "the reason at place"),
        (reopen(hush), "the reason of seat"),
        (reopen(lend_a_reason), "does not fit its commitment"),
        (reopen(revive), "not the last one cast"),
        (reopen(put_aside), "was set aside though its mandate ran"),
        (announce, "announced as rejected, but the rule makes it adopted"),
        (move_past_close, "cast after the close"),
        (forget_a_mandate, "not in force"),
        (swap_the_rule, "not the one that was frozen"),
        (announce_void, "announced as void, but the rule makes it adopted"),
        (invent_a_tie, "it says 1 ties went before, the log has 0"),
        (close_early, "before its hour"),
        (cast_late, "cast after the close"),
        (reopen(open_twice), "one ballot was opened twice"),
        (enact_the_rejected, "enacted, but the last vote came to rejected"),
        (enact_unasked, "enacted without a vote"),
        (regroup, "is not on the roll as the log made it"),
        (unmake_a_seat, "the log never made it"),
    ],
)
def test_a_tampered_vote_is_named(export, change, named):
    assert any(named in fault for fault in tampered(export, change)), tampered(export, change)


# --- A veto, its override, and what may go wrong with them -------------------------------------------
@pytest.fixture
@kept
def overridden(scene, noon, tmp_path):
    """Adopted, objected to by the lagoon, overridden after the cooling days."""
    from ledger import actions as ledger

    motion = scene.vetoed(noon)
    at = motion.vetoed_at + 31 * DAY
    scene.override(motion, at)
    scene.cast_all(motion, at + HOUR, h="yyyyy", b=".yy")
    scene.close(motion)
    ledger.seal_due(at=at + 3 * DAY)
    folder = tmp_path / "export"
    ledger.export_log(folder)
    return folder


@pytest.fixture
@kept
def consented(scene, noon, tmp_path):
    """Adopted, nobody objected, enacted when the lagoon's days were over."""
    from ledger import actions as ledger

    motion = scene.open(noon, "rule_change", affects=["biomes.biome/vessa-lagoon"])
    scene.cast_all(motion, noon + HOUR, h="yyyyn", b="yyy")
    scene.close(motion)
    actions.advance_due(at=motion.consent_until)
    ledger.seal_due(at=motion.consent_until + DAY)
    folder = tmp_path / "export"
    ledger.export_log(folder)
    return folder


@pytest.mark.django_db
def test_an_enactment_after_the_days_to_object_is_re_derived(consented):
    kinds = [json.loads(line)["type"] for line in (consented / "log.jsonl").read_text().splitlines()]

    assert faults(consented) == []
    assert "council.motion.enacted" in kinds


@pytest.mark.django_db
def test_an_enactment_that_skipped_them_is_named(consented):
    def hurry(entries, lines):
        closed = next(e for e in entries if e["type"] == "council.voting.closed")
        enacted = next(e for e in entries if e["type"] == "council.motion.enacted")
        enacted["at"], enacted["body"]["in_force_on"] = closed["at"], closed["at"][:10]

    (fault,) = tampered(consented, hurry)

    assert "before the living systems that it touches had their days to object" in fault


def hurry_the_override(entries, lines):
    next(e for e in entries if e["type"] == "council.motion.vetoed")["at"] = "2150-12-01T12:00:00Z"


def forget_the_veto(entries, lines):
    entries.remove(next(e for e in entries if e["type"] == "council.motion.vetoed"))


def forget_the_objection(entries, lines):
    entries.remove(next(e for e in entries if e["type"] == "council.objection.filed"))


def forget_the_override(entries, lines):
    """As if the objection had been passed over in silence."""
    last = [e for e in entries if e["type"] == "council.voting.closed"][-1]
    entries.remove(last)


@pytest.mark.django_db
def test_an_override_is_re_derived_too(overridden):
    assert faults(overridden) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "named"),
    [
        (hurry_the_override, "before the cooling days were over"),
        (forget_the_veto, "an override of a motion that nobody vetoed"),
        (forget_the_objection, "seat b-1 is missing from the roll"),
        (forget_the_override, "a living system objected and nothing overrode it"),
    ],
)
def test_a_tampered_override_is_named(overridden, change, named):
    found = tampered(overridden, change)

    assert any(named in fault for fault in found), found

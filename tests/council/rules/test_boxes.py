"""The package: read or refused with the place, written back the same, compared, opened with its signature, its calendar."""

import copy
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.rules.boxes.calendar import ordinary_sittings, session_around
from council.rules.boxes.comparing import Change, differences
from council.rules.boxes.opening import Signed, open_package
from council.rules.boxes.parts import BoxSession, Recurrence
from council.rules.boxes.reading import LONGEST_BOX, read_box
from council.rules.boxes.schema import SCHEMA
from council.rules.boxes.whole import chambers_of, roll_of
from council.rules.boxes.writing import as_data, called, renamed
from council.rules.fields import RuleFault, canonical
from council.rules.reading import read_ballots, read_rule
from council.rules.tally import evaluate
from ledger.rules.note import Signer

SHIPPED = {
    path.stem: json.loads(path.read_text())
    for path in sorted((Path(__file__).resolve().parents[3] / "council" / "boxes").glob("*.json"))
}
MENOR = SHIPPED["mar-menor"]
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
OURS, THEIRS = Signer("ours.example/log", bytes(32)), Signer("theirs.example/log", bytes(range(32)))
# What only the reader says: names there once, names that are there, and a rule that fits the seats.
OF_MEANING = {"twice", "not_in_the_package", "unknown_source", "never_reachable", "no_such_body", "no_such_group",
              "no_such_weight", "not_joint", "missing", "not_a_day", "hidden_character", "wrong_length", "not_a_weight",
              "not_a_code"}  # fmt: skip


def fault_of(data):
    with pytest.raises(RuleFault) as caught:
        read_box(data)
    return caught.value.path, caught.value.code


def changed(path, value, data=MENOR):
    found = copy.deepcopy(data)
    spot = found
    for step in path[:-1]:
        spot = spot[step]
    if value is None:
        del spot[path[-1]]
    else:
        spot[path[-1]] = value
    return found


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_written_is_read_back_the_same(name):
    box = read_box(SHIPPED[name])

    assert read_box(as_data(box)) == box
    assert read_box(json.loads(canonical(as_data(box)))) == box


@pytest.mark.parametrize("name", SHIPPED)
def test_a_council_under_another_name_says_the_same(name):
    box = read_box(SHIPPED[name])

    assert differences(box, called(box, {box.code: "elsewhere"})) == ()


@pytest.mark.parametrize("name", SHIPPED)
def test_every_chamber_of_every_rule_follows_the_new_name(name):
    new = renamed(read_box(SHIPPED[name]), "elsewhere")

    assert {body for rule in new.rules for _path, body in chambers_of(rule.rule)} <= new.bodies
    assert {seat.body for seat in new.seats} | {one.body for one in new.sittings} <= new.bodies
    assert all(part.code.startswith("elsewhere-") for part in (*new.seats, *new.rules, *new.chambers))


def test_an_overrides_chambers_follow_too():
    veto = {"who": "affected_biomes", "window_days": 14,
            "override": {"chambers": [{"body": "representatives", "pass": [{"base": "in_office", "num": 3, "den": 4}]}]}}  # fmt: skip
    box = renamed(read_box(changed(["rules", 0, "rule", "veto"], veto)), "elsewhere")

    assert box.rules[0].rule["veto"]["override"]["chambers"][0]["body"] == "elsewhere-representatives"


@pytest.mark.parametrize(
    ("capacity", "may"),
    [
        (None, ("vote", "voice", "veto")),
        (["veto", "vote", "voice"], ("vote", "voice", "veto")),
        (["vote", "voice"], ("vote", "voice")),
        (["voice", "veto"], ("voice", "veto")),
        ([], ()),
    ],
)
def test_what_a_seat_may_is_written_where_it_is_not_as_usual(capacity, may):
    data = json.loads(json.dumps(SHIPPED["atrato"]))
    seat = next(one for one in data["seats"] if one.get("represents"))
    if capacity is not None:
        seat["capacity"] = capacity
    box = read_box(data)
    read = next(one for one in box.seats if one.represents)

    assert read.may == may
    assert (read.capacity is None) == (set(may) == {"vote", "voice", "veto"})
    assert read_box(as_data(box)) == box


@pytest.mark.parametrize(
    ("path", "value", "where", "code"),
    [
        (["format"], "biolattice-box/2", "format", "unknown_format"),
        (["name"], None, "name", "missing"),
        (["author"], "me", "author", "unknown_field"),
        (["seats", 2, "body"], "elsewhere", "seats[2].body", "not_in_the_package"),
        (["seats", 2, "holder"], "crowd", "seats[2].holder", "not_a_choice"),
        (["seats", 2, "joint"], "any", "seats[2].joint", "not_joint"),
        (["seats", 2, "code"], "state-1", "seats[2].code", "twice"),
        (["seats", 2, "person"], "Ana", "seats[2].person", "unknown_field"),
        (["seats", 7, "office"], "chair", "seats[7].office", "twice"),
        (["seats", 3, "max_terms"], 2, "seats[3].term_months", "missing"),
        (["seats", 0, "title"], "State\u0007", "seats[0].title", "hidden_character"),
        (["seats", 0, "represents"], "mars", "seats[0].represents", "not_in_the_package"),
        (["chambers", 0, "code"], "mar-menor", "chambers[0].code", "twice"),
        (["rules", 0, "decides"], ["resolution", "resolution"], "rules[0].decides[1]", "twice"),
        (["rules", 0, "rule", "chambers", 0, "pass", 0, "den"], 0, "rules[0].rule.chambers[0].pass[0].den", "out_of_range"),
        (["rules", 0, "rule", "chambers", 0, "body"], "nobody", "rules[0].rule.chambers[0].body", "not_in_the_package"),
        (["rules", 0, "rule", "chambers", 0, "groups", 1, "of"], "CITICEN", "rules[0].rule.chambers[0].groups[1]", "no_such_group"),
        (["charters", 0, "articles", 0, "eid"], "one", "charters[0].articles[0].eid", "not_an_eid"),
        (["calendar", "session", "begins"], "2025-01-31", "calendar.session.begins", "not_a_day"),
        (["calendar", "sittings", 0, "at"], "24:00", "calendar.sittings[0].at", "not_an_hour"),
        (["thresholds"], [{"kind": "response", "count": 0}], "thresholds[0].count", "out_of_range"),
        (["sources", 0, "url"], "javascript:alert(1)", "sources[0].url", "not_an_address"),
        (["seats", 0, "grounds"], [{"source": "hearsay"}], "seats[0].grounds[0].source", "unknown_source"),
        (["forked_from"], "yesterday", "forked_from", "not_a_hash"),
    ],
)  # fmt: skip
def test_a_fault_is_refused_with_its_place(path, value, where, code):
    assert fault_of(changed(path, value)) == (where, code)


JUNK = [
    None,
    True,
    0,
    -1,
    2**60,
    1.5,
    "",
    "x",
    "a b",
    [],
    {},
    ["x"],
    {"code": "x"},
    "2025-13-01",
    "\ud800",
    "\x00",
]


def places(value, path=()):
    yield path
    rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in rows:
        yield from places(item, (*path, key))


PLACES = {name: [list(path) for path in places(data) if path] for name, data in SHIPPED.items()}


def broken(seed):
    chance = Random(seed)
    name = chance.choice([name for name in SHIPPED if name != "iwc"])
    data = SHIPPED[name]
    return changed(chance.choice(PLACES[name]), chance.choice(JUNK), data)


def fault_code(data):
    """Why it is no package; "" where it is one."""
    try:
        open_package(json.dumps(data), [])
    except RuleFault as fault:
        return fault.code
    return ""


@given(st.integers(0, 2**32))
def test_anything_broken_is_read_or_refused_and_nothing_else(seed):
    data = broken(seed)

    if not fault_code(data):
        box = read_box(data)
        assert read_box(as_data(box)) == box


@given(st.integers(0, 2**32))
def test_the_schema_takes_what_the_reader_takes(seed):
    data = broken(seed)

    code = fault_code(data)

    if code not in OF_MEANING:
        assert VALIDATOR.is_valid(data) == (not code), code


# --- Opened -------------------------------------------------------------------------------------------------
def note(data=MENOR, signer=THEIRS):
    return signer.sign(canonical(data).decode() + "\n")


def test_a_plain_package_is_unsigned_and_its_layout_does_not_change_its_fingerprint():
    loose, tight = open_package(json.dumps(MENOR, indent=3), []), open_package(canonical(MENOR).decode(), [])

    assert loose.signed is Signed.NO
    assert loose.sha256 == tight.sha256


def test_a_signature_by_a_known_key_holds():
    found = open_package(note(), [OURS.verifier, THEIRS.verifier])

    assert (found.signed, found.signer) == (
        Signed.HOLDS,
        f"theirs.example/log+{THEIRS.verifier.key_id.hex()}",
    )


def test_a_form_may_change_line_ends_and_lose_the_last():
    assert open_package(note().replace("\n", "\r\n").rstrip(), [THEIRS.verifier]).signed is Signed.HOLDS


def test_a_signature_by_a_key_nobody_gave_is_not_taken_as_one_that_holds():
    assert open_package(note(), [OURS.verifier]).signed is Signed.UNKNOWN


def test_a_word_changed_after_signing_breaks_it():
    text = note().replace('"at_least":4', '"at_least":3')

    assert open_package(text, [THEIRS.verifier]).signed is Signed.BROKEN


def test_a_signed_package_laid_out_anew_is_refused():
    text = json.dumps(MENOR) + "\n\n" + note().rpartition("\n\n")[2]

    with pytest.raises(RuleFault) as caught:
        open_package(text, [THEIRS.verifier])

    assert caught.value.code == "not_canonical"


@pytest.mark.parametrize("text", ["", "{", "[" * 5000, '{"a":1,"a":2}', "x" * (LONGEST_BOX + 1), "null"])
def test_what_is_no_package_is_refused(text):
    with pytest.raises(RuleFault):
        open_package(text, [])


# --- Compared ------------------------------------------------------------------------------------------------
def test_one_change_is_one_difference():
    other = read_box(changed(["rules", 0, "rule", "chambers", 0, "pass", 0, "num"], 2, changed(
        ["rules", 0, "rule", "chambers", 0, "pass", 0, "den"], 3)))  # fmt: skip

    found = differences(read_box(MENOR), other)

    assert [(one.where, one.was, one.now) for one in found] == [
        ("rules[agreement].rule.chambers[representatives].pass[0].den", 2, 3),
        ("rules[agreement].rule.chambers[representatives].pass[0].num", 1, 2),
    ]


def test_a_seat_that_went_and_one_that_came():
    data = copy.deepcopy(MENOR)
    data["seats"].append({**data["seats"].pop(3), "code": "region-9"})

    found = differences(read_box(MENOR), read_box(data))

    assert [(one.where, one.change) for one in found] == [
        ("seats[region-1]", Change.GONE), ("seats[region-9]", Change.ADDED)
    ]  # fmt: skip


@given(st.integers(0, 2**32))
def test_what_came_one_way_goes_the_other(seed):
    try:
        one, other = read_box(MENOR), read_box(broken(seed))
    except RuleFault:
        return

    there, back = differences(one, other), differences(other, one)

    assert {(d.where, str(d.was), str(d.now)) for d in there} == {
        (d.where, str(d.now), str(d.was)) for d in back
    }


# --- Its rules and its calendar -------------------------------------------------------------------------------
def test_mar_menors_rule_is_the_worked_example():
    box = read_box(MENOR)
    roll, rule = roll_of(box), read_rule(MENOR["rules"][0]["rule"])

    def outcome(*groups):
        yes = [
            seat.code
            for group, count in groups
            for seat in [s for s in box.seats if s.group == group][:count]
        ]
        rest = [s.code for s in box.seats if s.body == "representatives" and s.code not in yes]
        said = [{"seat": c, "choice": "yes"} for c in yes] + [{"seat": c, "choice": "no"} for c in rest]
        return evaluate(rule, roll, read_ballots(said)).outcome.value

    assert outcome(("STATE", 3), ("CITIZEN", 4)) == "adopted"
    assert outcome(("STATE", 2), ("REGION", 2), ("CITIZEN", 7)) == "rejected"


def test_the_whaling_commissions_schedule_needs_three_quarters_of_yes_and_no():
    box = read_box(SHIPPED["iwc"])
    schedule = next(one for one in box.rules if one.code == "schedule")

    def outcome(yes, no, abstain):
        choices = ["yes"] * yes + ["no"] * no + ["abstain"] * abstain
        said = [
            {"seat": seat.code, "choice": choice} for seat, choice in zip(box.seats, choices, strict=False)
        ]
        return evaluate(read_rule(schedule.rule), roll_of(box), read_ballots(said)).outcome.value

    # Yes 40 of the 41 needed (3/4 of 54 cast); quorum 45 of 88.
    assert outcome(40, 14, 3) == "rejected"
    assert outcome(41, 13, 3) == "adopted"
    assert outcome(30, 8, 6) == "no_quorum"


@given(st.integers(1, 5), st.integers(1, 7), st.sets(st.integers(1, 12), min_size=1), st.integers(2000, 2300))
def test_an_ordinary_sitting_is_that_weekday_once_in_each_month(week, weekday, months, year):
    one = Recurrence(body="x", months=tuple(months), week=week, weekday=weekday, at="10:00")
    since = datetime(year, 1, 1, tzinfo=UTC)

    found = list(ordinary_sittings(one, since, datetime(year + 1, 1, 1, tzinfo=UTC)))

    assert [moment.month for moment in found] == sorted(months)
    assert {moment.isoweekday() for moment in found} == {weekday}
    assert all((moment.day - 1) // 7 + 1 == week for moment in found if week < 5)
    assert all((moment + timedelta(days=7)).month != moment.month for moment in found if week == 5)


@given(st.datetimes(datetime(1950, 1, 1), datetime(2400, 1, 1), timezones=st.just(UTC)), st.integers(1, 120))
def test_every_moment_lies_in_one_session_and_sessions_leave_no_gap(at, months):
    session = BoxSession(title="Year", begins="2024-09-28", months=months)

    since, until = session_around(session, at)

    assert since <= at < until
    assert session_around(session, until)[0] == until

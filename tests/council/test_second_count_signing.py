"""`verify.py` checks each member's own signature again, and names what was bent around it."""

# ruff: noqa: F811 (fixtures of another module)

import pytest

from ledger import actions as ledger
from tests.council.scenes import DAY, HOUR
from tests.council.test_second_count import faults, tampered
from tests.council.test_signing import end, enrol, motion, passkey, signed  # noqa: F401
from tests.remembered import kept

pytestmark = pytest.mark.django_db


def export_of(scene, motion, at, tmp_path):
    scene.close(motion)
    ledger.seal_due(at=at)
    ledger.export_log(tmp_path / "export")
    return tmp_path / "export"


@pytest.fixture
@kept
def export(scene, noon, motion, passkey, tmp_path):
    """A re-vote, a joint seat's hand that signs, one who ended it in between, and those who never signed."""
    other = enrol(scene, "b-1/2", noon + HOUR)
    third = enrol(scene, "h-3", noon + HOUR)
    signed(scene, motion, "h-2", "no", noon + 2 * HOUR, passkey)
    signed(scene, motion, "h-2", "yes", noon + 3 * HOUR, passkey)
    signed(scene, motion, "b-1/2", "yes", noon + 3 * HOUR, other)
    signed(scene, motion, "h-3", "yes", noon + 3 * HOUR, third)
    end(scene, "h-3", noon + 4 * HOUR)
    scene.cast(motion, "h-3", "no", noon + 5 * HOUR)
    for seat in ("h-1", "b-1", "b-2"):
        scene.cast(motion, seat, "yes", noon + 5 * HOUR)
    return export_of(scene, motion, noon + 3 * DAY, tmp_path)


def test_every_signature_is_checked_again(export):
    assert faults(export) == []


def ballots(entries, seat):
    return [e for e in entries if e["type"] == "council.ballot.cast" and e["body"]["seat"] == seat]


def keys(entries, kind, seat):
    return next(e for e in entries if e["type"] == f"council.ballot_key.{kind}" and e["body"]["seat"] == seat)


def drop_it(entries):
    del ballots(entries, "h-2")[0]["body"]["signed"]


def bend_it(entries):
    body = ballots(entries, "h-2")[0]["body"]["signed"]
    body["signature"] = body["signature"][:-2] + ("00" if body["signature"][-2:] != "00" else "01")


def swap_two(entries):
    one, two = (ballot["body"] for ballot in ballots(entries, "h-2"))
    one["signed"], two["signed"] = two["signed"], one["signed"]


def take_anothers(entries):
    ballots(entries, "h-2")[0]["body"]["signed"]["key"] = keys(entries, "enrolled", "b-1")["body"]["key"]


def another_key(entries):
    theirs, hers = keys(entries, "enrolled", "b-1")["body"], keys(entries, "enrolled", "h-2")["body"]
    hers["x"], hers["y"] = theirs["x"], theirs["y"]


def enrol_it_later(entries):
    entry = keys(entries, "enrolled", "h-2")
    entries.remove(entry)
    entries.insert(entries.index(ballots(entries, "h-2")[0]) + 1, entry)


def forget_the_end(entries):
    entries.remove(keys(entries, "ended", "h-3"))


def without_a_hand(entries):
    body = ballots(entries, "h-2")[0]["body"]["signed"]
    body["authenticator"] = body["authenticator"][:64] + "00" + body["authenticator"][66:]


def of_another_site(entries):
    keys(entries, "enrolled", "h-2")["body"]["site"] = "evil.example"


def of_another_origin(entries):
    keys(entries, "enrolled", "h-2")["body"]["origin"] = "https://evil.example"


def unsigned(entries):
    for ballot in ballots(entries, "h-2"):
        del ballot["body"]["signed"]


def slip_in(entries, kind, seat, **body):
    """An entry as another seat's, right behind the enrolment of hers."""
    hers, theirs = keys(entries, "enrolled", "h-2"), keys(entries, kind, seat)
    forged = {**theirs, "at": hers["at"], "body": {**theirs["body"], **body}}
    entries.insert(entries.index(hers) + 1, forged)
    return forged


def enrol_its_name_again(entries):
    slip_in(entries, "enrolled", "b-1", key=keys(entries, "enrolled", "h-2")["body"]["key"])
    unsigned(entries)


def end_it_by_another(entries):
    slip_in(entries, "ended", "h-3", key=keys(entries, "enrolled", "h-2")["body"]["key"])
    unsigned(entries)


def enrol_a_second_over_it(entries):
    slip_in(entries, "enrolled", "h-2", key="00000000-0000-4000-8000-000000000000")
    for ballot in ballots(entries, "h-2"):
        ballot["body"]["signed"]["key"] = "00000000-0000-4000-8000-000000000000"


def enrol_it_under_anothers_mandate(entries):
    keys(entries, "enrolled", "h-2")["subject"] = keys(entries, "enrolled", "h-3")["subject"]


def enrol_it_under_none(entries):
    keys(entries, "enrolled", "h-2")["subject"] = "council.mandate/00000000-0000-4000-8000-000000000000"


def end_the_mandate_first(entries):
    enrolled = keys(entries, "enrolled", "h-2")
    ended = {
        "type": "council.mandate.ended",
        "subject": enrolled["subject"],
        "at": enrolled["at"],
        "body": {},
    }
    entries.insert(entries.index(enrolled) + 1, {**enrolled, **ended})


TAMPERINGS = [
    (enrol_its_name_again, "seat h-2 signs its ballots, and this one is not signed"),
    (end_it_by_another, "seat h-2 signs its ballots, and this one is not signed"),
    (enrol_a_second_over_it, "seat h-2 was signed with a key that does not stand"),
    (enrol_it_under_anothers_mandate, "seat h-2 was signed with a key that does not stand"),
    (enrol_it_under_none, "seat h-2 was signed with a key that does not stand"),
    (end_the_mandate_first, "seat h-2 was signed with a key that does not stand"),
    (drop_it, "seat h-2 signs its ballots, and this one is not signed"),
    (bend_it, "the signature of seat h-2 does not hold"),
    (swap_two, "the signature of seat h-2 is for another act"),
    (take_anothers, "seat h-2 was signed with a key that does not stand"),
    (another_key, "the signature of seat h-2 does not hold"),
    (enrol_it_later, "seat h-2 was signed with a key that does not stand"),
    (forget_the_end, "seat h-3 signs its ballots, and this one is not signed"),
    (without_a_hand, "the signature of seat h-2 was given by no hand"),
    (of_another_site, "the signature of seat h-2 was given at another site"),
    (of_another_origin, "the signature of seat h-2 is for another act"),
]


@pytest.mark.parametrize(("tamper", "named"), TAMPERINGS)
def test_a_log_whose_signatures_were_bent_is_named(export, tamper, named):
    found = tampered(export, lambda entries, _lines: tamper(entries))

    assert any(named in line for line in found), found

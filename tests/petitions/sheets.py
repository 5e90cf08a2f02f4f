"""What the tests of paper stand on: sheets, the people of the desk, and whole walks."""

import random
from hashlib import sha256

from accounts.rules.roles import Role
from petitions import actions, queries
from petitions.models import Sheet
from petitions.rules import paper
from petitions.rules.paper import Written
from tests.accounts.people import person
from tests.petitions.scene import NOON

DESK = ("teun", "rosa", "ines", "maro")


def desk() -> dict:
    return {name: person(name, Role.AUDITOR if name == "ines" else Role.TELLER) for name in DESK}


def number(seed=0) -> str:
    return paper.number_from(random.Random(seed).randbytes(5))


def scan(seed=0) -> bytes:
    return f"a sheet, scanned: {seed}".encode()


def scan_hash(seed=0) -> str:
    return sha256(scan(seed)).hexdigest()


def lines(*names, zone="") -> list[Written]:
    return [Written(name, zone) if isinstance(name, str) else name for name in names]


def registered(petition, by, *, seed=0, at=NOON) -> Sheet:
    return actions.register_sheet(
        petition_id=petition.pk, number=number(seed), scan=scan_hash(seed), collected_on=at.date(), by=by, at=at,
        seed=bytes([seed % 256]) * 32,
    )  # fmt: skip


def enter(sheet, by, written, *, at=NOON) -> Sheet:
    return actions.enter_sheet(sheet_id=sheet.pk, lines=written, by=by, at=at)


def settled(petition, people, written, *, other=None, seed=0, at=NOON) -> Sheet:
    made = registered(petition, people["teun"], seed=seed, at=at)
    enter(made, people["teun"], written, at=at)
    return enter(made, people["rosa"], other if other is not None else written, at=at)


def check(sheet, by, *, wrong=(), scan=None, at=NOON) -> Sheet:
    return actions.check_sheet(sheet_id=sheet.pk, scan=scan or sheet.scan, wrong=set(wrong), by=by, at=at)


def accepted(petition, people, written, *, seed=0, at=NOON, **more) -> Sheet:
    return check(settled(petition, people, written, seed=seed, at=at, **more), people["ines"], at=at)


def sampled(sheet) -> list[int]:
    return [line.number for line in queries.sampled_lines(sheet)]

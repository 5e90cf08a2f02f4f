"""Sheets of paper of the demo, each at another step, entered and compared by the people of the desk."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from petitions import actions, queries
from petitions.rules import paper
from petitions.rules.paper import Written
from portal.demo.world import World

PETITION = "let-the-outer-reef-rest"
ZONE = "low-quay"
SIGNED = (
    "Abel Strand", "Berta Quay", "Cosmo Net", "Dora Hull", "Egon Mast", "Flora Kelp", "Gustav Buoy", "Hedda Sail",
    "Ismael Tide", "Joana Pier", "Kolya Reef", "Lotte Sand",
)  # fmt: skip
DIFFERS = ("Mina Rope", "Noé Ancla", "Otto Cork")
READ_AS = ("Mina Roper", "Noé Ancla", "")


def load(world: World) -> None:
    petition = queries.public_petition(PETITION)
    if petition is None:
        return
    at = world.now - timedelta(hours=30)
    sheet = entered(world, petition, 1, (SIGNED, SIGNED), at)
    actions.check_sheet(sheet_id=sheet.pk, scan=sheet.scan, wrong=(), by=world.user("ines"), at=at)
    entered(world, petition, 2, (DIFFERS, READ_AS), at)
    # One of them had signed on the other sheet too.
    twice = entered(world, petition, 3, ((SIGNED[0], "Pau Vela"),) * 2, at)
    actions.check_sheet(sheet_id=twice.pk, scan=twice.scan, wrong=(), by=world.user("ines"), at=at)
    registered(world, petition, 4, at)
    actions.count_batch(petition_id=petition.pk, at=at + timedelta(minutes=1))


def registered(world: World, petition: Any, which: int, at: datetime) -> Any:
    return actions.register_sheet(
        petition_id=petition.pk, number=paper.number_from(bytes([which, 7, 77, 177, 27])),
        scan=sha256(f"scan of sheet {which}".encode()).hexdigest(), collected_on=at.date(), by=world.user("teun"), at=at,
    )  # fmt: skip


def entered(world: World, petition: Any, which: int, read: tuple[tuple[str, ...], ...], at: datetime) -> Any:
    sheet = registered(world, petition, which, at)
    for who, names in zip(("teun", "rosa"), read, strict=True):
        lines = [Written(name, ZONE) if name else paper.BLANK for name in names]
        sheet = actions.enter_sheet(sheet_id=sheet.pk, lines=lines, by=world.user(who), at=at)
    return sheet

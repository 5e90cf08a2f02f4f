"""Elections of the demo: the human chamber's declared, one whose tie a lot settled, one corrected, one that two tellers read differently."""

from datetime import timedelta
from typing import Any

from council import actions, queries
from council.models import Election
from council.rules.corrections import Fault
from council.rules.counts.papers import Method, Paper
from council.rules.elections import How, Source
from portal.demo.world import World

TELLERS = ("teun", "rosa")
SHORE = (
    ("voss", "Anneke Voss"), ("nadir", "Bashir Nadir"), ("iriarte", "Carmen Iriarte"), ("sandler", "Dov Sandler"),
    ("boateng", "Esi Boateng"),
)  # fmt: skip
# 240 ballots of the quay, as the office handed them over.
BALLOTS = """\
count,Anneke Voss,Bashir Nadir,Carmen Iriarte,Dov Sandler,Esi Boateng
62,1,2,3,,
31,1,,2,,3
38,2,1,,3,
27,,1,,2,
22,,2,1,,3
19,,,1,,2
17,3,,,1,2
13,,,2,3,1
9,,,,,1
2,,,,,
"""
SPOKEN = (("holm", "Greta Holm"), ("salinas", "Hugo Salinas"), ("brandt", "Ilse Brandt"))
LOCK = (("moyo", "Lindiwe Moyo"), ("nordin", "Mats Nordin"))
GARDEN = (("teape", "Jonah Teape"), ("zaki", "Karima Zaki"))


def load(world: World) -> None:
    council, chamber = queries.body("vessa-council"), queries.body("vessa-humans")
    _chamber(world, chamber)
    _speaker(world, council)
    _corrected(world, chamber)
    _differing(world, chamber)


def _drafted(world: World, body: Any, days_ago: float, **given: Any) -> Election:
    at, sora = world.days_ago(days_ago), world.user("sora")
    held_on = (at - timedelta(days=1)).date()
    made = actions.draft_election(body=body, held_on=held_on, by=sora, at=at, **given)
    return actions.open_election(election_id=made.pk, by=sora, at=at)


def _typed(world: World, election: Election, days_ago: float, *read: dict[int, str]) -> None:
    at = world.days_ago(days_ago)
    for who, rows in zip(TELLERS, read, strict=True):
        own = {"election_id": election.pk, "by": world.user(who), "at": at}
        papers = {number: Paper(tuple(text.split())) for number, text in rows.items()}
        actions.enter_papers(papers=papers, **own)
        actions.finish_entry(**own)


def _chamber(world: World, chamber: Any) -> None:
    """Two seats by the Scottish rule, from a file that both tellers were handed."""
    election = _drafted(
        world, chamber, 60, title="Two seats of Low Quay, spring list", method=Method.SCOTTISH, seats=2,
        source=Source.CSV, candidates=SHORE,
    )  # fmt: skip
    at = world.days_ago(59)
    for who in TELLERS:
        own = {"election_id": election.pk, "by": world.user(who), "at": at}
        actions.enter_ballot_file(content=BALLOTS.encode(), **own)
    actions.count_election(election_id=election.pk, by=world.user("teun"), at=at)
    actions.publish_election(election_id=election.pk, by=world.user("sora"), at=at)


def _speaker(world: World, council: Any) -> None:
    """Level in every round; a lot drawn in the hall settled it, and the page says so."""
    election = _drafted(
        world, council, 33, title="Who speaks for the Council at the river’s mouth", method=Method.IRV, seats=1,
        source=Source.PAPER, candidates=SPOKEN,
    )  # fmt: skip
    rows = dict.fromkeys(range(1, 9), "holm") | dict.fromkeys(range(9, 17), "salinas brandt") | {17: ""}
    _typed(world, election, 33, rows, rows)
    at = world.days_ago(32)
    actions.count_election(election_id=election.pk, by=world.user("rosa"), at=at)
    actions.settle_tie(
        election_id=election.pk, taken=["salinas"], how=How.LOT, by=world.user("sora"), at=at,
        reason="The chair drew a lot before the whole chamber; the first name drawn goes out.",
    )  # fmt: skip
    actions.publish_election(election_id=election.pk, by=world.user("sora"), at=at)


def _corrected(world: World, chamber: Any) -> None:
    """A box was typed twice and elected the wrong one; secretary and chair had it entered and counted anew."""
    election = _drafted(
        world, chamber, 20, title="Who keeps the keys of the sea lock", method=Method.IRV, seats=1,
        source=Source.PAPER, candidates=LOCK,
    )  # fmt: skip
    right = dict.fromkeys(range(1, 11), "moyo") | dict.fromkeys(range(11, 20), "nordin")
    _typed(world, election, 20, *[right | dict.fromkeys(range(20, 26), "nordin")] * 2)
    sora, at = world.user("sora"), world.days_ago(12)
    actions.count_election(election_id=election.pk, by=sora, at=world.days_ago(20))
    actions.publish_election(election_id=election.pk, by=sora, at=world.days_ago(19))
    asked = actions.ask_correction(
        election_id=election.pk, fault=Fault.MISENTERED, source=Source.PAPER, by=sora, at=at,
        reason="The box of the north quay, six papers, was typed a second time with that of the south quay.",
    )  # fmt: skip
    actions.agree_correction(approval_id=asked.pk, by=world.user("hale"), at=at)
    _typed(world, election, 11, right, right)
    actions.count_election(election_id=election.pk, by=sora, at=world.days_ago(11))
    actions.publish_election(election_id=election.pk, by=sora, at=world.days_ago(11))


def _differing(world: World, chamber: Any) -> None:
    """Under way: two tellers read two papers differently, and both look again."""
    election = _drafted(
        world, chamber, 2, title="Who keeps the chamber’s garden", method=Method.APPROVAL, seats=1,
        source=Source.PAPER, candidates=GARDEN,
    )  # fmt: skip
    rows = {1: "teape", 2: "zaki", 3: "teape zaki", 4: "zaki", 5: "teape"}
    _typed(world, election, 2, rows, rows | {2: "teape", 6: "zaki"})

"""Two alliances: the outfall pact, in force, kept in part; and quiet nights over the meadow, that waits for a hand."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from council import actions, queries
from council.models import Alliance, Body, Seat
from council.rules.alliances import Finding, Said
from council.rules.kinds import MotionKind
from council.rules.measures import How, Side
from portal.demo.council import Hall
from portal.demo.world import World

WATER, COUNCIL = "accounts.organisation/harl-water", "accounts.organisation/vessa-council"
ASSEMBLY = "accounts.organisation/low-quay-assembly"
LAGOON, RIVER, MEADOW = (f"biomes.biome/{slug}" for slug in ("vessa-lagoon", "harl-river", "sill-meadow"))
SPEAKS = {WATER: "member07", COUNCIL: "sora", ASSEMBLY: "member02"}


def load(world: World) -> None:
    council = queries.body("vessa-council")
    if council is None:
        return
    _outfall_pact(world, council)
    _quiet_nights(world, council)
    actions.advance_alliances(at=world.now)


def _midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def _day(world: World, ago: float) -> date:
    return world.days_ago(ago).date()


def _join(world: World, alliance: Alliance, party: str, ago: float) -> None:
    """Every hand that speaks for it gives its word; a living system's by those who hold its seat."""
    seat = Seat.objects.filter(represents=party).first()
    people = [held.person for held in seat.mandates.order_by("hand")] if seat else [world.user(SPEAKS[party])]
    for person in people:
        actions.give_word(
            alliance_id=alliance.pk, party=party, said=Said.JOIN, by=person, at=world.days_ago(ago)
        )


def _owed(world: World, alliance: Alliance, ago: float, **said: Any) -> Any:
    return actions.add_commitment(
        alliance_id=alliance.pk, by=world.user("member07"), at=world.days_ago(ago), **said
    )


def _outfall_pact(world: World, council: Body) -> None:
    """In force for twelve weeks: one commitment kept by the readings, one broken by them, one found, one due today."""
    alliance = actions.propose_alliance(
        body=council, title="The outfall pact", since=_midnight(world.days_ago(96)),
        until=_midnight(world.days_ahead(270)), is_open=True, parties=[WATER, COUNCIL, LAGOON, RIVER],
        purpose="Less matter goes into the Harl and the lagoon, and everybody sees it. The water authority says what it "
        "lets in; the council pays for the stations that look; the river and the lagoon let their water be read.",
        by=world.user("member07"), at=world.days_ago(128),
    )  # fmt: skip
    promised = _promised(world, alliance)
    for party in (WATER, COUNCIL, LAGOON, RIVER):
        _join(world, alliance, party, 126)
    _carried(world, council, alliance)
    actions.find_commitment(
        commitment_id=promised["stations"].pk, party=LAGOON, finding=Finding.KEPT, by=world.user("sefa"),
        evidence="biomes.indicator/chlorophyll-a", at=world.days_ago(41),
        note="Seven stations stand in the lagoon and report; we looked at each.",
    )  # fmt: skip
    for ago in (19, 4):
        actions.advance_alliance(
            alliance_id=alliance.pk, at=_midnight(world.days_ago(ago)) + timedelta(hours=1)
        )
    actions.find_commitment(
        commitment_id=promised["bloom"].pk, party=WATER, finding=Finding.KEPT, by=world.user("member07"),
        evidence="https://harl-water.example/outfall/log", at=world.days_ago(3),
        note="What the outfall let in stayed within its permit; the bloom came from the sediment.",
    )  # fmt: skip


def _promised(world: World, alliance: Alliance) -> dict[str, Any]:
    river = actions.Shown(
        indicator="nitrate", biome=RIVER, how=How.STAYS, side=Side.AT_MOST, limit=Decimal(30)
    )
    bloom = actions.Shown(
        indicator="chlorophyll-a", biome=LAGOON, how=How.STAYS, side=Side.AT_MOST, limit=Decimal(24)
    )
    by = {"owes": WATER, "shown_by": ""}
    return {
        "stations": _owed(
            world, alliance, 128, owes=COUNCIL, what="Pay for seven stations in the lagoon, and keep them reporting.",
            due_on=_day(world, 45), shown_by="The stations on the lagoon’s page.",
        ),
        "river": _owed(
            world, alliance, 128, **by, to=RIVER, measure=river, due_on=_day(world, 20),
            what="Keep nitrate in the Harl under thirty milligrams a litre all summer.",
        ),
        "bloom": _owed(
            world, alliance, 128, **by, to=LAGOON, measure=bloom, due_on=_day(world, 5),
            what="Let in so little that chlorophyll in the lagoon stays under twenty-four.",
        ),
        "log": _owed(
            world, alliance, 128, owes=WATER, what="Publish the log of the Middle Harl outfall, hour by hour.",
            due_on=_day(world, 0), shown_by="The log, where everybody can open it.",
        ),
        "stage": _owed(
            world, alliance, 128, owes=WATER, what="Run a third stage of treatment at Middle Harl.",
            due_on=_day(world, -150), shown_by="The plant, open to a visit by the guardians.",
        ),
    }  # fmt: skip


def _carried(world: World, council: Body, alliance: Alliance) -> None:
    """Its motion, decided fifteen weeks ago; no living system objected."""
    mover, sora = world.user("member01"), world.user("sora")
    motion = actions.draft_motion(
        body=council, kind=MotionKind.ALLIANCE, mover=mover, at=world.days_ago(125), act=alliance.subject,
        title="Shall the outfall pact come into force?",
        summary="The water authority, the Council, the Harl and the lagoon bind themselves for a year; what each owes is "
        "written with its day, and seen by readings or by eye.",
        text="The Council puts the alliance “The outfall pact” in force, as its parties agreed to it.",
        evidence=[alliance.subject], affects=queries.biomes_touched(alliance.subject),
    )  # fmt: skip
    actions.submit_motion(motion_id=motion.pk, by=mover, at=world.days_ago(124.8))
    actions.admit_motion(motion_id=motion.pk, by=sora, at=world.days_ago(124))
    actions.schedule_motion(
        motion_id=motion.pk, opens_at=world.days_ago(109), closes_at=world.days_ago(106), by=sora,
        at=world.days_ago(124),
    )  # fmt: skip
    actions.advance_motion(motion_id=motion.pk, at=world.days_ago(109))
    seats = Seat.objects.standing()
    hall = Hall(
        world,
        council,
        humans=list(seats.filter(body__code="vessa-humans").order_by("position")),
        beings=list(seats.filter(body__code="vessa-biomes").order_by("position")),
    )
    hall.vote(motion, 108, "yyyyyyyyyyn.", "yyyyyyyya")
    for ago in (106, 91):
        actions.advance_motion(motion_id=motion.pk, at=world.days_ago(ago))


def _quiet_nights(world: World, council: Body) -> None:
    """Proposed: the assembly has given its word, and one of the lagoon's two hands; the other may."""
    alliance = actions.propose_alliance(
        body=council, title="Quiet nights over the meadow", since=_midnight(world.days_ahead(30)),
        until=_midnight(world.days_ahead(760)), parties=[ASSEMBLY, LAGOON, MEADOW],
        purpose="From March to May no lamp and no engine between sunset and dawn along Low Quay, while the young shad leave "
        "Sill Meadow. The meadow and the lagoon let the quay's boats pass by day.",
        by=world.user("member02"), at=world.days_ago(12),
    )  # fmt: skip
    actions.add_commitment(
        alliance_id=alliance.pk, owes=ASSEMBLY, to=MEADOW, what="Put out the quay’s lamps from sunset to dawn in spring.",
        due_on=_day(world, -120), shown_by="A walk along the quay at night, by whoever likes.",
        by=world.user("member02"), at=world.days_ago(12),
    )  # fmt: skip
    _join(world, alliance, ASSEMBLY, 11)
    _join(world, alliance, MEADOW, 10)
    actions.give_word(
        alliance_id=alliance.pk, party=LAGOON, said=Said.JOIN, by=world.user("sefa"), at=world.days_ago(9)
    )

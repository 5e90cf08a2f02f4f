"""The Council of the Vessa Basin: two chambers, its rules, and a motion at every stage of its life."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from accounts import queries as accounts
from biomes import queries as biomes
from charters import queries as charters
from council import actions, queries
from council.models import Body, Mandate, Motion, Seat
from council.rules.instructions import Answer
from council.rules.kinds import BodyKind, Holder, MotionKind
from council.rules.seats import Choice
from crises import queries as crises
from petitions import queries as petitions
from portal.demo import asked, council_rules, procedure, room, sittings
from portal.demo.world import World

LAGOON = "biomes.biome/vessa-lagoon"
# Twelve human seats, two for each zone; the first is the chair's.
ZONES = (
    ("Middle Harl", "MIXED"),
    ("Tessel Row", "ENTROPY"),
    ("Low Quay", "ENTROPY"),
    ("Saltpan", "ENTROPY"),
    ("Aurelis Shore", "LUXURY"),
    ("Harl Heights", "LUXURY"),
)
# Nine living systems with a seat, in the order of the roster.
BEINGS = (
    "vessa-lagoon",
    "harl-river",
    "sill-meadow",
    "ister-reedbed",
    "kell-streams",
    "tessel-aquifer",
    "saltpan-ponds",
    "harl-woods",
    "outer-reef",
)
WHY = {
    Choice.YES: "The readings of the last twelve months speak for it; those who appointed us asked for it.",
    Choice.NO: "The readings do not carry it: what it would change has not been measured here yet.",
    Choice.ABSTAIN: "Upstream and downstream would be touched unlike; we wait for the next month’s readings.",
}
LETTERS = {"y": Choice.YES, "n": Choice.NO, "a": Choice.ABSTAIN}


@dataclass
class Hall:
    """The council with its seats in roster order, and who holds them."""

    world: World
    council: Body
    humans: list[Seat] = field(default_factory=list)
    beings: list[Seat] = field(default_factory=list)

    @cached_property
    def holders(self) -> dict[tuple[str, int], Any]:
        """Who holds each hand of each seat: in this story nobody ever left."""
        held = Mandate.objects.select_related("person", "seat")
        return {(mandate.seat.code, mandate.hand): mandate.person for mandate in held}

    def vote(self, motion: Motion, days_ago: float, humans: str, beings: str) -> None:
        """One letter a seat in roster order; ``.`` is away; a joint seat casts with both hands."""
        at = self.world.days_ago(days_ago)
        for seats, letters in ((self.humans, humans), (self.beings, beings)):
            for i, (seat, letter) in enumerate(zip(seats, letters, strict=True)):
                if letter == ".":
                    continue
                for hand in (1, 2) if seat.is_joint else (1,):
                    self.cast(motion, seat, hand, LETTERS[letter], at + timedelta(minutes=7 * i + hand))

    def cast(self, motion: Motion, seat: Seat, hand: int, choice: Choice, at: Any) -> None:
        key = uuid5(NAMESPACE_URL, f"{motion.code}/{seat.code}/{hand}")
        actions.cast_ballot(
            motion_id=motion.pk,
            seat_id=seat.pk,
            choice=choice,
            caster=self.holders[seat.code, hand],
            key=key,
            at=at,
            reason=self.why(seat, choice, at),
        )

    def why(self, seat: Seat, choice: Choice, at: Any) -> actions.Reasoning | None:
        """A being's seat says why; the article it cites is the first that it may."""
        if not seat.represents:
            return None
        articles = charters.articles_for([seat.biome_slug], at)
        return actions.Reasoning(WHY[choice], tuple(article.subject for article in articles[:1]))


def load(world: World) -> None:
    hall = _hall(world)
    council_rules.define(world, hall.council)
    for petition in petitions.public_petitions().filter(debate_track="owed"):
        if petition.body and queries.council_over(petition.body.subject) == hall.council:
            actions.add_agenda_item(body=hall.council, source=petition.subject, at=world.days_ago(6))
    for tell in (
        _wider_door,
        _boats,
        room.load,
        _fallow,
        _marina,
        _plan_c,
        _breathe,
        _outfall,
        _young,
        _draft,
    ):
        tell(hall)
    procedure.load(hall)
    sittings.load(hall)


# --- Who sits ---------------------------------------------------------------------------------------
def _hall(world: World) -> Hall:
    at = world.days_ago(725)
    own = {o.slug: o for o in accounts.organisations()}
    council = actions.found_body(organisation=own["vessa-council"], kind=BodyKind.COUNCIL, at=at)
    chambers = [
        actions.found_body(
            organisation=own[slug], kind=BodyKind.CHAMBER, parent=council, position=position, at=at
        )
        for position, slug in ((1, "vessa-humans"), (2, "vessa-biomes"))
    ]
    hall = Hall(world, council)
    hall.humans = _human_seats(world, chambers[0])
    hall.beings = _being_seats(world, chambers[1])
    return hall


def _human_seats(world: World, body: Body) -> list[Seat]:
    at, seats = world.days_ago(720), []
    people = ["hale", *(f"member{n:02}" for n in range(1, 12))]
    for i, key in enumerate(people):
        zone, group = ZONES[i // 2]
        seat = actions.add_seat(
            body=body,
            code=f"h-{i + 1:02}",
            title=f"{zone}, {'first' if i % 2 == 0 else 'second'} seat",
            group=group,
            office="chair" if i == 0 else "",
            position=i + 1,
            cohort="autumn" if i % 2 else "spring",
            at=at,
        )
        # Half of the chamber is elected every second year.
        actions.appoint(
            seat=seat,
            person=world.user(key),
            instrument="Election of the human chamber, " + ("autumn" if i % 2 else "spring") + " list",
            since=world.days_ago(710),
            until=world.days_ahead(47 if i % 2 else 412),
            at=at,
        )
        seats.append(seat)
    return seats


def _being_seats(world: World, body: Body) -> list[Seat]:
    seats = []
    for i, slug in enumerate(BEINGS):
        biome = biomes.public_biome(slug)
        if biome is None:
            continue
        held = list(biomes.guardians_of(biome, world.now))
        seat = actions.add_seat(
            body=body,
            code=f"b-{slug}",
            represents=biome.subject,
            holder=Holder.JOINT if len(held) > 1 else Holder.PERSON,
            position=i + 1,
            appointer=asked.appointer_of(f"b-{slug}"),
            at=world.days_ago(720),
        )
        for guardianship in held:
            actions.appoint(
                seat=seat,
                person=guardianship.user,
                hand=guardianship.hand,
                instrument=guardianship.instrument,
                since=guardianship.since,
                until=guardianship.until,
                at=guardianship.since,
            )
        seats.append(seat)
    return seats


# --- Motions ----------------------------------------------------------------------------------------
def _move(hall: Hall, mover: str, drafted: float, kind: MotionKind, **words: Any) -> Motion:
    motion = actions.draft_motion(
        body=hall.council, kind=kind, mover=hall.world.user(mover), at=hall.world.days_ago(drafted), **words
    )
    by = hall.world.user(mover)
    return actions.submit_motion(motion_id=motion.pk, by=by, at=hall.world.days_ago(drafted - 0.1))


def _schedule(hall: Hall, motion: Motion, on: float, opens: float, closes: float) -> None:
    """Days ago, all three; the secretary admits and schedules."""
    world, sora = hall.world, hall.world.user("sora")
    actions.admit_motion(motion_id=motion.pk, by=sora, at=world.days_ago(on))
    actions.schedule_motion(
        motion_id=motion.pk,
        opens_at=world.days_ago(opens),
        closes_at=world.days_ago(closes),
        by=sora,
        at=world.days_ago(on),
    )


def _advance(hall: Hall, motion: Motion, days_ago: float) -> None:
    actions.advance_motion(motion_id=motion.pk, at=hall.world.days_ago(days_ago))


def _amendment(words: str) -> Any:
    """The demo's amendment whose title begins so."""
    return next(a for a in charters.tabled_amendments() if a.title.startswith(words))


def _wider_door(hall: Hall) -> None:
    """Eight months ago: adopted, no living system objected, in force."""
    amendment = _amendment("Let anybody claim")
    motion = _move(
        hall, "member02", 290, MotionKind.CHARTER_AMENDMENT,
        title="Shall anybody be allowed to claim for Vessa Lagoon, wherever they live?",
        summary="Article 7 lets only those claim who live by the lagoon. The amendment opens it to everybody, and "
        "asks the body that answers for a matter to reply in public.",
        text="The Council adopts the amendment “Let anybody claim for the lagoon, and let somebody answer” to the "
        "Charter of Vessa Lagoon.",
        act=amendment.subject, evidence=[amendment.subject], affects=[LAGOON],
        in_force_on=hall.world.days_ago(243).date(),
    )  # fmt: skip
    _schedule(hall, motion, 288, 273, 268)
    _advance(hall, motion, 273)
    hall.vote(motion, 271, "yyyyyyyynnn.", "yyyyynna.")
    _advance(hall, motion, 268)
    _advance(hall, motion, 254)


def _boats(hall: Hall) -> None:
    """Rejected: carried by the people, not by the living systems."""
    motion = _move(
        hall, "member08", 131, MotionKind.RESOLUTION,
        title="Shall the Ister bar be opened to pleasure boats in spring?",
        summary="It would let boats up to twelve metres cross the bar from March, at a fee that pays for dredging.",
        text="The Council asks the Harl Water Authority to mark a channel of three metres across the Ister bar and to "
        "admit boats of up to twelve metres from 1 March to 31 May.",
        evidence=["biomes.biome/ister-reedbed"],
    )  # fmt: skip
    _schedule(hall, motion, 129, 124, 122)
    _advance(hall, motion, 124)
    hall.vote(motion, 123, "nyyynyyynyya", "nyannnyy.")
    _advance(hall, motion, 122)


def _fallow(hall: Hall) -> None:
    """No quorum: in the week of the shad too few came; it waits to be called again."""
    motion = _move(
        hall, "member05", 44, MotionKind.RESOLUTION,
        title="Shall the night fishery rest for three weeks each May?",
        summary="The young shad leave Sill Meadow in those weeks. Crews would be paid from the outfall fund.",
        text="The Council asks that no net be set at night in the lagoon from 1 to 21 May, and that crews be paid the "
        "mean of their catch in the same weeks of three years.",
        evidence=["biomes.biome/sill-meadow", LAGOON],
    )  # fmt: skip
    _schedule(hall, motion, 43, 39, 37)
    _advance(hall, motion, 39)
    hall.vote(motion, 38, "yyny.yy.....", "y.y.y..y.")
    _advance(hall, motion, 37)


def _marina(hall: Hall) -> None:
    """Adopted, and before the living system it touches: Sill Meadow's guardian may object."""
    motion = _move(
        hall, "member09", 27, MotionKind.ALLIANCE,
        title="Shall the Council ally with the Aurelis Marina for the care of Sill Meadow?",
        summary="The marina moves its forty moorings off the seagrass by next spring and pays for a warden; in return it "
        "keeps its berths for ten years.",
        text="The Council enters into an alliance with the Aurelis Marina: forty moorings leave the meadow by 31 March; "
        "one warden is paid by the marina; its berths are confirmed for ten years, and end if cover falls by a tenth.",
        evidence=["biomes.biome/sill-meadow"], affects=["biomes.biome/sill-meadow"],
    )  # fmt: skip
    _schedule(hall, motion, 24, 9, 5)
    _advance(hall, motion, 9)
    hall.vote(motion, 8, "yyyyynyyyyn.", "yy.yyayyn")
    _advance(hall, motion, 5)


def _plan_c(hall: Hall) -> None:
    """A crisis response: two thirds of those present, and the biomes had not one vote to spare."""
    run = crises.finished_runs().filter(biome__slug="vessa-lagoon").first()
    evidence: Iterable[str] = [subject for subject in (run.subject if run else "",) if subject]
    motion = _move(
        hall, "hale", 4.2, MotionKind.CRISIS_RESPONSE,
        title="Shall the Council put the drones and the barrier to work at Vessa Lagoon for ninety days?",
        summary="Forty drones, one deflecting barrier before Tessel Row and a 30 % cut of phosphorus at the Harl "
        "outfall, as the simulation compares them with doing nothing.",
        text="The Council puts the compared response to work at Vessa Lagoon for ninety days from its adoption. It asks the "
        "Harl Water Authority to carry it out and to publish what the stations read before and after.",
        act=run.subject if run else "", evidence=evidence, affects=[LAGOON],
    )  # fmt: skip
    _schedule(hall, motion, 4, 2.9, 2)
    _advance(hall, motion, 2.9)
    asked.instruct(
        hall, motion, 2.85, 2.7, Answer.YES,
        "Fifty-one of us ask for the barrier and the drones, until the stations before Tessel Row read less than 20.",
    )  # fmt: skip
    hall.vote(motion, 2.6, "yyyyyyynnya.", "yyyynyyn.")
    _advance(hall, motion, 2)


def _breathe(hall: Hall) -> None:
    """Open now: a newcomer may take any empty seat of the story and cast."""
    amendment = _amendment("The right to breathe")
    motion = _move(
        hall, "member03", 20, MotionKind.CHARTER_AMENDMENT,
        title="Shall Vessa Lagoon have the right to breathe by night as by day?",
        summary="Article 3 looks only at the day, and oxygen falls before dawn. The amendment sets 4 mg/L at every hour and "
        "asks those who let matter in to show beforehand that the water can take it.",
        text="The Council adopts the amendment “The right to breathe, by night as by day” to the Charter of Vessa Lagoon.",
        act=amendment.subject, evidence=[amendment.subject], affects=[LAGOON],
        in_force_on=hall.world.days_ahead(30).date(),
    )  # fmt: skip
    _schedule(hall, motion, 18, 2, -5)
    _advance(hall, motion, 2)
    asked.instruct(
        hall, motion, 1.9, 1.7, Answer.YES,
        "Forty of us have seen the fish at the surface before dawn. Nobody spoke against it.",
    )  # fmt: skip
    hall.vote(motion, 1.5, ".yy.n.y..y..", "...y.n...")
    # One hand of the lagoon has cast; the other may confirm, or split the seat.
    hall.cast(motion, hall.beings[0], 1, Choice.YES, hall.world.days_ago(1.1))


def _outfall(hall: Hall) -> None:
    """The petition's answer, scheduled for next week."""
    petition = petitions.public_petition("clean-the-harl-outfall")
    motion = _move(
        hall, "member01", 3, MotionKind.PETITION_ANSWER,
        title="Shall the Harl outfall be cleaned before summer, and the drones stay?",
        summary="What the petition asks: a third stage of treatment at Middle Harl by 1 June, and the drones kept in daily "
        "use after the bloom.",
        text="The Council asks the Harl Water Authority to run a third stage of treatment at the Middle Harl outfall from "
        "1 June, and to keep the drones in daily use until two summers have passed without a breach.",
        origin=petition.subject if petition else "", evidence=[petition.subject] if petition else [],
        affects=[LAGOON, "biomes.biome/harl-river"],
    )  # fmt: skip
    _schedule(hall, motion, 1, -4, -7)
    reef = next(seat for seat in hall.beings if seat.code == "b-outer-reef")
    actions.raise_concern(
        motion_id=motion.pk, seat=reef, by=hall.holders[reef.code, 1], at=hall.world.days_ago(0.6),
        reason="At spring tides what leaves the Middle Harl outfall reaches the reef; the motion does not name it.",
    )  # fmt: skip


def _young(hall: Hall) -> None:
    """Submitted: it waits for the secretary."""
    _move(
        hall, "member06", 0.8, MotionKind.RULE_CHANGE,
        title="Shall those who come after have a seat in the human chamber?",
        summary="A thirteenth seat with voice and vote, held for two years by a person under twenty-five drawn by lot.",
        text="The Council founds a thirteenth seat of the human chamber for those not yet born. It is held for two years by "
        "a person under twenty-five, drawn by lot from all six zones.",
    )  # fmt: skip


def _draft(hall: Hall) -> None:
    """A draft that only its mover sees."""
    actions.draft_motion(
        body=hall.council,
        kind=MotionKind.RESOLUTION,
        title="Shall the Kell gauges be read by the schools?",
        summary="Each school of the Heights would keep one gauge and publish what it reads.",
        text="The Council entrusts gauges K-01 to K-04 to the schools of Harl Heights.",
        mover=hall.world.user("hale"),
        at=hall.world.days_ago(0.5),
    )

"""A year of a council that came out of a box: fictional holders, sittings by its statutes, motions of each kind it decides.

Everything is an act of the product with a moved hour; chance is seeded.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from tests.accounts.people import person
from tests.biomes import makers

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
AWAY = 0.15
SAID = ("yes", "yes", "yes", "yes", "yes", "yes", "yes", "no", "abstain")
WHY = "What was measured this season speaks for it."


@dataclass
class Year:
    council: Any
    secretary: Any
    chance: Random
    seats: list[Any] = field(default_factory=list)
    people: dict[tuple[str, int], Any] = field(default_factory=dict)
    outcomes: list[str] = field(default_factory=list)
    keys: int = 0

    def key(self) -> UUID:
        self.keys += 1
        return UUID(int=self.keys)


def settle(council: Any, at: datetime, *, seed: int) -> Year:
    """Living systems with guardians, a secretary, and a holder for every hand of every seat."""
    from accounts.rules.roles import Role
    from council import actions
    from council.models import Seat

    year = Year(council=council, secretary=person("sora-of-the-year", Role.SECRETARY), chance=Random(seed))
    year.seats = list(Seat.objects.of_council(council.pk).select_related("body__parent").order_by("pk"))
    for slug in sorted({seat.biome_slug for seat in year.seats} - {""}):
        makers.reference()
        makers.biome(slug, at=at)
    for seat in year.seats:
        for hand in (1, 2) if seat.is_joint else (1,):
            holder = year.people[seat.code, hand] = person(f"{seat.code}-{hand}".lower())
            if seat.biome_slug:
                _entrust(seat.biome_slug, holder, hand, at)
            actions.appoint(seat=seat, person=holder, hand=hand, instrument="Act of appointment", at=at)
    return year


def _entrust(slug: str, holder: Any, hand: int, at: datetime) -> None:
    from biomes.models import Biome, Guardianship

    Guardianship.objects.create(
        biome=Biome.objects.get(slug=slug), user=holder, hand=hand, instrument="Act of guardianship", since=at
    )


def live(year: Year, since: datetime, until: datetime) -> None:
    """Every ordinary sitting of the year, and at it one motion of the next kind in turn that its body decides."""
    from council import queries

    calendar = queries.sittings_by_statutes(year.council, since + 70 * DAY, until)
    turns: dict[int, int] = {}
    for body, starts in calendar:
        kinds = kinds_before(year.council, body)
        nth = turns[body.pk] = turns.get(body.pk, -1) + 1
        # All that are left over come to the last sittings: no kind goes a year without a vote.
        last = not any(later > starts and where == body for where, later in calendar)
        due = kinds[nth:] if last else kinds[nth : nth + 1] or kinds[:1]
        sit(year, body, starts, due or kinds[:1])


def kinds_before(council: Any, body: Any) -> list[Any]:
    """The kinds of motion that are drafted without a second object, and that this body has a part in."""
    from council import queries
    from council.rules.kinds import MotionKind as Kind

    plain = [Kind.RESOLUTION, Kind.APPOINTMENT, Kind.ALLIANCE, Kind.PACT_ACT, Kind.RULE_CHANGE, Kind.PETITION_ANSWER,
             Kind.CRISIS_RESPONSE, Kind.CHARTER_AMENDMENT, Kind.CHARTER_ADOPTION]  # fmt: skip
    ruled = [(kind, queries.rule_for(council, kind)) for kind in plain]
    return [kind for kind, rule in ruled if rule and body.code in {c.body for c in rule.rule.chambers}]


def sit(year: Year, body: Any, starts: datetime, kinds: list[Any]) -> None:
    """Called ten weeks ahead, its motions scheduled over the sitting, the room filled, ballots cast, closed."""
    from council import actions, queries

    ahead, by = starts - 65 * DAY, year.secretary
    sitting = actions.call_sitting(body=body, starts_at=starts, place="Hall", by=by, at=ahead)
    motions = [_scheduled(year, kind, starts, ahead) for kind in kinds]
    for motion in motions:
        actions.add_point(sitting_id=sitting.pk, kind="motion", motion=motion, by=by, at=ahead + HOUR)
    actions.publish_agenda(sitting_id=sitting.pk, by=by, at=ahead + 2 * HOUR)
    actions.open_sitting(sitting_id=sitting.pk, by=by, at=starts)
    here = [seat for seat in year.seats if year.chance.random() >= AWAY]
    own = {seat.pk for seat in queries.seats_of_sitting(sitting, starts)}
    for seat in (seat for seat in here if seat.pk in own):
        actions.arrive(sitting_id=sitting.pk, seat=seat, by=by, at=starts)
    actions.advance_due(at=starts + MINUTE)
    for motion in motions:
        vote(year, motion, here, starts + HOUR)
    actions.advance_due(at=starts + 3 * HOUR)
    for motion in motions:
        motion.refresh_from_db()
        year.outcomes.append(motion.state)
    actions.close_sitting(sitting_id=sitting.pk, by=by, at=starts + 4 * HOUR)


def _scheduled(year: Year, kind: Any, starts: datetime, at: datetime) -> Any:
    from council import actions

    voters = [seat for seat in year.seats if seat.votes]
    mover = year.people[year.chance.choice(voters).code, 1]
    act = _proposal(year, mover, at) if kind == "rule_change" else ""
    motion = actions.draft_motion(
        act=act, body=year.council, kind=kind, title=f"Shall it be so? ({kind})", summary="It would be so.",
        text="It is resolved.", mover=mover, at=at,
    )  # fmt: skip
    actions.submit_motion(motion_id=motion.pk, by=mover, at=at)
    actions.admit_motion(motion_id=motion.pk, by=year.secretary, at=at)
    return actions.schedule_motion(
        motion_id=motion.pk, opens_at=starts + MINUTE, closes_at=starts + 3 * HOUR, by=year.secretary, at=at
    )


def _proposal(year: Year, by: Any, at: datetime) -> str:
    """One of the council's rules with a longer notice, proposed by a member."""
    from council import actions, queries

    rule = queries.rules_of(year.council)[0]
    data = {**rule.data, "min_notice_hours": rule.data.get("min_notice_hours", 0) + 1}
    return actions.propose_rule(replaces=rule, data=data, by=by, at=at).subject


def vote(year: Year, motion: Any, here: list[Any], at: datetime) -> None:
    from charters import queries as charters
    from council import actions, queries
    from council.rules.seats import Choice

    motion.refresh_from_db()
    on_roll = {chamber.body for chamber in queries.voting_of(motion).counted_by.chambers}
    for seat in here:
        if not seat.votes or seat.body.code not in on_roll:
            continue
        reason = None
        if seat.represents:
            cited = [one.subject for one in charters.articles_for([seat.biome_slug], at)][:1]
            reason = actions.Reasoning(WHY, tuple(cited))
        choice = year.chance.choice(SAID)
        for hand in (1, 2) if seat.is_joint else (1,):
            actions.cast_ballot(
                motion_id=motion.pk, seat_id=seat.pk, choice=Choice(choice), caster=year.people[seat.code, hand],
                key=year.key(), at=at, reason=reason,
            )  # fmt: skip

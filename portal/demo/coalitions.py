"""Who stands together around the story: one coalition at work, one that ended, one that waits to be read."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from biomes import queries as biomes
from crises import queries as crises
from ledger import actions as ledger
from moderation import actions as moderation
from moderation.queries import open_item
from petitions import actions, queries
from petitions.models import Coalition, Member, Pledge
from petitions.queries import Hat
from petitions.rules.coalitions import Act, Kind
from petitions.rules.pledges import Unit
from portal.demo.petition_texts import HARL
from portal.demo.world import World

KEYS = UUID("00000000-0000-4000-8000-000000002150")


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A pledge; days count back from today. ``done`` is what was reported, and by whom it was judged, how."""

    by: str
    what: str
    amount: str
    unit: Unit
    made: float
    days: int
    done: str = ""
    says: str = ""
    judged: tuple[tuple[str, bool, str], ...] = ()


WATCH = (
    Promise(by="sefa", what="Two boats that take samples at the outfall on both tides", amount="40", unit=Unit.READINGS,
            made=60, days=20, done="42", says="Forty-two bottles, all at the station by noon.",
            judged=(("lyra", True, "The lists are complete."),)),
    Promise(by="lyra", what="Translate each week's readings for the people of Low Quay", amount="12", unit=Unit.PIECES,
            made=58, days=50, done="9", says="Three weeks are missing: I was ill.", judged=(("sefa", True, ""),)),
    Promise(by="citizen", what="Plant reeds along the wall of Low Quay", amount="300", unit=Unit.SQUARE_METRES,
            made=40, days=30, done="300", says="From the steps to the old crane.",
            judged=(("idris", False, "I walked along it yesterday: there are reeds on half of it."),)),
    Promise(by="idris", what="Keep watch from the causeway at low water and report what comes in", amount="90",
            unit=Unit.HOURS, made=30, days=120),
)  # fmt: skip
REEDS = (
    Promise(by="citizen", what="Clear the eel ladder at the mill of driftwood", amount="2", unit=Unit.DAYS, made=300,
            days=40, done="2", says="Done, and the ladder has its flow again.", judged=(("idris", True, ""),)),
)  # fmt: skip


def load(world: World) -> None:
    _watch(world)
    _ended(world)
    _founded(world, "citizen", "Quiet nights for the terns", "No lights on the spit from May to August, and people who ask"
             " for it at each house.", "vessa-lagoon", 1)  # fmt: skip


def _watch(world: World) -> None:
    """A person founds it, the lagoon itself joins by its guardian, people join; a beacon is asked for."""
    petition = queries.public_petitions().filter(title=HARL.title).first()
    alert = crises.alerts_for("vessa-lagoon").filter(run=None).order_by("code").first()
    around = [found.subject for found in (petition, alert) if found]
    made = _opened(world, "lyra", "Eyes on the Harl outfall", "We watch the pipe on every tide, tell the shore in its own"
                   " words, and keep at it until the lagoon breathes.", "vessa-lagoon", 64, around)  # fmt: skip
    lagoon = biomes.public_biome("vessa-lagoon")
    members = {"lyra": made.members.get(is_steward=True)}
    members["sefa"] = _joined(world, made, "sefa", Hat(Kind.BIOME, lagoon, str(lagoon)), 61)
    for key in ("citizen", "idris"):
        members[key] = _joined(world, made, key, _self(world, key), 50)
    for promise in WATCH:
        _promised(world, members, promise)
    asked = actions.request_beacon(
        coalition_id=made.pk, by=world.user("lyra"), at=world.days_ago(6),
        why="The outfall runs again, and the gates of the upper shore close tonight.",
    )  # fmt: skip
    _read(world, asked.subject, 5.8)


def _ended(world: World) -> None:
    made = _opened(world, "citizen", "Eels back to the mill", "A ladder, kept clear, until eels are counted above the weir.",
                   "harl-river", 310)  # fmt: skip
    members = {"citizen": made.members.get(is_steward=True)}
    members["idris"] = _joined(world, made, "idris", _self(world, "idris"), 305)
    for promise in REEDS:
        _promised(world, members, promise)
    actions.end_coalition(coalition_id=made.pk, by=world.user("citizen"), at=world.days_ago(200))


def _self(world: World, key: str) -> Hat:
    user = world.user(key)
    return Hat(Kind.PERSON, user, user.get_short_name())


def _founded(
    world: World, key: str, title: str, aim: str, biome: str, days: float, around: list[str] | None = None
) -> Coalition:
    whole = actions.WholeCoalition(
        biomes=[biomes.public_biome(biome)], around=around or [], title=title, aim=aim, hat=_self(world, key),
        language="en",
    )  # fmt: skip
    return actions.found_at_once(whole=whole, user=world.user(key), at=world.days_ago(days))


def _opened(world: World, key: str, title: str, aim: str, biome: str, days: float, around: list[str] | None = None) -> Coalition:  # fmt: skip
    made = _founded(world, key, title, aim, biome, days, around)
    _read(world, made.subject, days - 0.5)
    return Coalition.objects.get(pk=made.pk)


def _read(world: World, subject: str, days: float) -> None:
    """A moderator reads it and lets it through; who waits for that hears it."""
    if item := open_item(subject):
        moderation.decide(item_id=item.pk, moderator=world.user("marten"), approve=True, code="within-the-rules",
                          text="", at=world.days_ago(days))  # fmt: skip
    ledger.deliver_due(at=world.now)


def _joined(world: World, made: Coalition, key: str, hat: Hat, days: float) -> Member:
    asked = actions.ask_to_join(coalition_id=made.pk, hat=hat, by=world.user(key), at=world.days_ago(days))
    steward = made.members.get(is_steward=True).user
    return actions.move_member(member_id=asked.pk, act=Act.ADMIT, by=steward, at=world.days_ago(days - 0.3))


def _promised(world: World, members: dict[str, Any], promise: Promise) -> None:
    user, at = world.user(promise.by), world.days_ago(promise.made)
    made = actions.make_pledge(
        member_id=members[promise.by].pk, what=promise.what, unit=promise.unit, amount=Decimal(promise.amount),
        due_on=world.days_ago(promise.made - promise.days).date(), key=uuid5(KEYS, promise.what), by=user, at=at,
    )  # fmt: skip
    _read(world, made.subject, promise.made - 0.5)
    if promise.done:
        _reported(world, members, promise, Pledge.objects.get(pk=made.pk))


def _reported(world: World, members: dict[str, Any], promise: Promise, pledge: Pledge) -> None:
    days = promise.made - promise.days - 1
    report = actions.report_pledge(
        pledge_id=pledge.pk, member_id=members[promise.by].pk, unit=promise.unit, done=Decimal(promise.done),
        says=promise.says, link="", key=uuid5(KEYS, promise.says), by=world.user(promise.by), at=world.days_ago(days),
    )  # fmt: skip
    _read(world, report.subject, days - 0.4)
    for key, confirms, says in promise.judged:
        judged = actions.judge_report(
            report_id=report.pk, member_id=members[key].pk, confirms=confirms, says=says, by=world.user(key),
            at=world.days_ago(days - 0.6),
        )  # fmt: skip
        if says:
            _read(world, judged.subject, days - 0.8)

"""Emergencies: who asked, on what alert, what is in force, what falls due."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from council.models import Backing, Body, DecisionRule, Emergency, Mandate, Motion, Sitting
from council.models.motion import values
from council.queries.bodies import seat_names
from council.queries.roll import roll_now
from council.rules import emergency as rules
from council.rules import lifecycle
from council.rules.emergency import Ground
from council.rules.kinds import BackingKind
from council.rules.reading import read_roll
from council.rules.sitting import SittingState
from crises import queries as crises
from crises.rules.alert_life import State as AlertState

SUBJECT = "council.emergency/"
ALERT = "crises.alert/"


def emergencies() -> QuerySet[Emergency]:
    return Emergency.objects.select_related("motion__body__organisation")


def emergency(code: str) -> Emergency | None:
    """By the number of the motion that declared it."""
    return emergencies().filter(motion__number=code).first()


def emergency_named(subject: str) -> Emergency | None:
    return emergency(subject.removeprefix(SUBJECT)) if subject.startswith(SUBJECT) else None


def emergencies_running(council: Body) -> QuerySet[Emergency]:
    return emergencies().filter(motion__body=council, ended_at__isnull=True)


def alert_of(motion: Motion) -> Any:
    """The alert that an emergency measure answers; None where it names none that is public."""
    if not motion.origin.startswith(ALERT):
        return None
    return crises.public_alerts().filter(code=motion.origin.removeprefix(ALERT)).first()


def is_in_force(alert: Any) -> bool:
    """Real, and not over: no exercise, no draft."""
    return bool(alert.state == AlertState.ACTUAL.value)


def backings(motion: Motion, kind: BackingKind) -> QuerySet[Backing]:
    return motion.backings.standing().filter(kind=kind.value).select_related("seat__body", "person")


def standing_backings(motion: Motion, kind: BackingKind, at: datetime) -> list[Backing]:
    """Those whose giver still holds the hand she gave it with."""
    held = {
        (mandate.seat_id, mandate.hand, mandate.person_id)
        for mandate in Mandate.objects.in_force(at).filter(seat__backings__motion=motion)
    }
    return [row for row in backings(motion, kind) if (row.seat_id, row.hand, row.person_id) in held]


def emergency_ground(motion: Motion, rule: DecisionRule, at: datetime) -> Ground | None:
    """On whose request the emergency procedure is open for this motion now."""
    alert = alert_of(motion)
    if alert is None:
        return None
    asked: dict[str, list[int]] = {}
    for row in standing_backings(motion, BackingKind.EMERGENCY, at):
        asked.setdefault(row.seat.code, []).append(row.hand)
    roll = read_roll({"seats": roll_now(motion, 0, at)["seats"]})
    return rules.ground(rule.rule, roll, alert.biome.subject, asked)


def movers(motion: Motion, at: datetime) -> list[Any]:
    """The seats that move it: the mover's own, and those that stand behind it now."""
    others = [row.seat for row in standing_backings(motion, BackingKind.MOVE, at)]
    own = [motion.mover_seat] if motion.mover_seat else []
    return list({seat.pk: seat for seat in [*own, *others]}.values())


@dataclass(frozen=True, slots=True)
class Behind:
    """A seat behind a motion, by the name people call it; whether this reader gave it."""

    backing: Backing
    name: str
    mine: bool


def behind(motion: Motion, kind: BackingKind, user: Any) -> list[Behind]:
    rows = list(backings(motion, kind))
    names = seat_names(row.seat for row in rows)
    return [Behind(row, names[row.seat.code], row.person_id == user.pk) for row in rows]


def next_sitting_is_over(emergency: Emergency) -> bool:
    """The first sitting that opened after it was declared has closed, and no vote to confirm it is on its way."""
    sat = Sitting.objects.filter(
        body=emergency.motion.body_id, opened_at__gt=emergency.since, state=SittingState.CLOSED.value
    )
    confirming = Motion.objects.filter(act=emergency.subject, state__in=values(lifecycle.ON_ITS_WAY))
    return sat.exists() and not confirming.exists()


def emergencies_due(at: datetime) -> list[int]:
    """Those whose hour has come, and those a closed sitting may have ended."""
    over = Q(until__lte=at) | Q(confirmed_at__isnull=True, confirm_by__lte=at)
    sat = Q(
        confirmed_at__isnull=True,
        motion__body__sittings__state=SittingState.CLOSED.value,
        motion__body__sittings__opened_at__gt=F("since"),
    )
    found = Emergency.objects.running().filter(over | sat).order_by("pk").distinct()
    return list(found.values_list("pk", flat=True))

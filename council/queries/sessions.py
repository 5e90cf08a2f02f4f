"""A council's sessions: the one that runs, those that ended and must be wound up, what waits for a second officer."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet

from accounts import queries as people
from council.models import Body, Motion, Session
from council.rules.lifecycle import OPEN_TO_BALLOTS, State

SESSION_CHANGES = ("council.session.set", "council.session.moved")


def sessions(council: Body) -> QuerySet[Session]:
    return Session.objects.filter(body=council).select_related("body__organisation")


def session(key: Any) -> Session | None:
    """By its key, a UUID or its 32 hex digits; what is none finds none."""
    try:
        key = UUID(str(key))
    except ValueError:
        return None
    return Session.objects.select_related("body__organisation", "body__parent").filter(key=key).first()


def session_at(council: Body, at: datetime) -> Session | None:
    """The session that runs; where it has ended and was not wound up yet, none."""
    return Session.objects.running(at).filter(body=council).first()


def sessions_over(at: datetime) -> list[int]:
    return list(Session.objects.filter(ended_at__isnull=True, until__lte=at).values_list("pk", flat=True))


def session_changes(at: datetime) -> QuerySet[Any]:
    set_, moved = (people.open_approvals(kind, at) for kind in SESSION_CHANGES)
    return set_ | moved


def last_close(council: Body) -> datetime | None:
    """The latest hour at which a voting of this council closes, of those that are set or open."""
    states = [State.SCHEDULED.value, State.DEBATE.value, *(state.value for state in OPEN_TO_BALLOTS)]
    found = Motion.objects.filter(body=council, state__in=states).aggregate(last=Max("closes_at"))
    last: datetime | None = found["last"]
    return last

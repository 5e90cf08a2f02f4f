"""Who is nominated for a seat: everybody reads who agreed to it, its person and its maker the rest."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from council.models import Body, Nomination, Seat
from council.models.nomination import NominationQuerySet
from council.rules.nominations import STANDING, State


def _whole() -> NominationQuerySet:
    return Nomination.objects.select_related("seat__body__parent", "person", "made_by")


def nominations_for(user: Any) -> QuerySet[Nomination]:
    """What this reader may see."""
    public = Q(state__in=[State.ACCEPTED.value, State.GIVEN.value])
    own = Q(person=user.pk) | Q(made_by=user.pk) if user.is_authenticated else Q(pk__in=[])
    return _whole().filter(public | own)


def nomination_for(user: Any, code: UUID) -> Nomination | None:
    return nominations_for(user).filter(code=code).first()


def nomination_named(subject: str) -> Nomination | None:
    code = subject.removeprefix("council.nomination/")
    try:
        return _whole().filter(code=UUID(code)).first()
    except ValueError:
        return None


def nominations_of(seat: Seat, user: Any) -> QuerySet[Nomination]:
    """Those of a seat that still stand, as this reader may see them."""
    return nominations_for(user).filter(seat=seat, state__in=[state.value for state in STANDING])


def nominations_to_take_up(council: Body) -> QuerySet[Nomination]:
    return _whole().filter(Q(seat__body=council) | Q(seat__body__parent=council), state=State.ACCEPTED.value)

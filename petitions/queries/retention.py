"""Whose signers were forgotten, whose are next, and whose are kept for a reason."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from petitions.models import Exemption, Petition
from petitions.rules import deadlines, retention


def exemptions() -> QuerySet[Exemption]:
    return Exemption.objects.select_related("petition")


def standing_exemptions(at: datetime) -> QuerySet[Exemption]:
    return Exemption.objects.standing(at).select_related("petition")


def exemption_of(petition: Petition, at: datetime) -> Exemption | None:
    return Exemption.objects.standing(at).filter(petition=petition).order_by("-until").first()


def to_forget(at: datetime) -> QuerySet[Petition]:
    """Past their time and not exempt, the longest ended first."""
    ended = Petition.objects.filter(ended_at__lt=at - deadlines.RETENTION, anonymised_at__isnull=True)
    return ended.exclude(pk__in=standing_exemptions(at).values("petition")).order_by("ended_at", "pk")


@dataclass(frozen=True, slots=True)
class Coming:
    petition: Petition
    due_at: datetime


def next_to_forget(at: datetime, most: int = 50) -> list[Coming]:
    """Ended, not forgotten, not exempt: the next first."""
    waiting: Any = Petition.objects.filter(ended_at__isnull=False, anonymised_at__isnull=True)
    waiting = waiting.exclude(pk__in=standing_exemptions(at).values("petition")).order_by("ended_at", "pk")
    return [Coming(one, retention.due_at(one.ended_at)) for one in waiting[:most]]


def forgotten() -> QuerySet[Petition]:
    """The newest first."""
    return Petition.objects.filter(anonymised_at__isnull=False).order_by("-anonymised_at", "-pk")

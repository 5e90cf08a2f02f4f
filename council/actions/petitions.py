"""What a petition hears of its motion. It keeps its own track; a step it has passed is not taken again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from council.models import Motion
from petitions import actions as petitions

PETITION = "petitions.petition/"


def taken_up(motion: Motion, at: datetime) -> None:
    _tell(petitions.take_up, motion.origin, motion.subject, at)


def debated(motion: Motion, at: datetime) -> None:
    _tell(petitions.record_debate, motion.origin, motion.subject, at)


def declined(petition: str, item: str, at: datetime) -> None:
    _tell(petitions.decline_debate, petition, item, at)


def _tell(verb: Callable[..., Any], petition: str, where: str, at: datetime) -> None:
    """``where`` is the motion, or the matter on the agenda, in which the council said what it says."""
    if not petition.startswith(PETITION):
        return
    try:
        with transaction.atomic():
            verb(subject=petition, motion=where, at=at)
    except petitions.CannotDebate:
        # Withdrawn or answered meanwhile: the motion goes its way all the same.
        return

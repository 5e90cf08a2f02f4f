"""What a petition hears of its motion. It keeps its own track; a step it has passed is not taken again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from council.models import Motion
from petitions import actions as petitions

PETITION = "petitions.petition/"


def taken_up(motion: Motion, at: datetime) -> None:
    _tell(petitions.take_up, motion, at)


def debated(motion: Motion, at: datetime) -> None:
    _tell(petitions.record_debate, motion, at)


def declined(motion: Motion, at: datetime) -> None:
    _tell(petitions.decline_debate, motion, at)


def _tell(verb: Callable[..., Any], motion: Motion, at: datetime) -> None:
    if not motion.origin.startswith(PETITION):
        return
    try:
        with transaction.atomic():
            verb(subject=motion.origin, motion=motion.subject, at=at)
    except petitions.CannotDebate:
        # Withdrawn or answered meanwhile: the motion goes its way all the same.
        return

"""What an adopted motion does to the world, in the transaction that adopts it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from charters import actions as charters
from charters import queries as charter_queries
from charters.rules import lifecycle as editions
from council.actions import petitions
from council.actions.alliances import CannotAlly, enter_into_force
from council.actions.motions import about, step
from council.actions.proposals import put_in_force
from council.actions.rules import CannotRule
from council.models import AgendaItem, Motion
from council.rules.kinds import MotionKind
from council.rules.lifecycle import FINAL, State
from ledger import actions as ledger

AMENDMENT = "charters.amendment/"
PROPOSAL = "council.rule_proposal/"
ALLIANCE = "council.alliance/"


def enact(motion: Motion, *, to: State, at: datetime) -> None:
    """Carry out what the adopted motion points at, and record it, or rest at `adopted` and say why."""
    done: dict[str, Any] = {}
    motion.in_force_on = motion.in_force_on or at.date()
    if motion.kind == MotionKind.CHARTER_AMENDMENT.value and motion.act.startswith(AMENDMENT):
        try:
            with transaction.atomic():
                done = _amend(motion, at, motion.in_force_on)
        except charters.CannotEnact as overtaken:
            return _rest(motion, str(overtaken), at)
    if motion.kind == MotionKind.RULE_CHANGE.value and motion.act.startswith(PROPOSAL):
        try:
            with transaction.atomic():
                done = put_in_force(motion, at=at)
        except CannotRule as overtaken:
            return _rest(motion, str(overtaken), at)
    if motion.kind == MotionKind.ALLIANCE.value and motion.act.startswith(ALLIANCE):
        try:
            with transaction.atomic():
                done = enter_into_force(motion, at=at)
        except CannotAlly as overtaken:
            return _rest(motion, str(overtaken), at)
    step(motion, to)
    motion.enacted_at = at
    motion.save()
    AgendaItem.objects.filter(motion=motion, done_at__isnull=True).update(done_at=at)
    ledger.record(
        kind="council.motion.enacted",
        subject=motion.subject,
        actor="",
        at=at,
        public=True,
        about=about(motion),
        motion_kind=motion.kind,
        state=motion.state,
        in_force_on=motion.in_force_on,
        **done,
    )
    petitions.debated(motion, at)
    return None


def _rest(motion: Motion, why: str, at: datetime) -> None:
    """The vote stands; the text it was for is no longer the text. A new motion must carry it."""
    motion.reason = why[:400]
    motion.in_force_on = None
    motion.save()
    ledger.record(
        kind="council.motion.overtaken",
        subject=motion.subject,
        actor="",
        at=at,
        public=True,
        about=about(motion),
    )


def _amend(motion: Motion, at: datetime, in_force_on: date) -> dict[str, Any]:
    """The new edition of the charter, by hash, with this motion as its source."""
    edition = charters.enact_amendment(
        amendment_id=int(motion.act.removeprefix(AMENDMENT)),
        motion_subject=motion.subject,
        actor=motion.body.subject,
        at=at,
        in_force_on=in_force_on,
    )
    return {"edition": edition.sha256}


def let_go(motion: Motion, *, at: datetime) -> None:
    """Save a motion that was not adopted; if it ended, it frees what it pointed at."""
    motion.save()
    if motion.status not in FINAL:
        return
    AgendaItem.objects.filter(motion=motion, done_at__isnull=True).update(done_at=at)
    petitions.debated(motion, at)
    if not motion.act.startswith(AMENDMENT):
        return
    amendment = charter_queries.public_amendment(int(motion.act.removeprefix(AMENDMENT)))
    to = editions.State.LAPSED if motion.status is State.LAPSED else editions.State.REJECTED
    if amendment is not None and amendment.status is editions.State.TABLED:
        charters.close_amendment(amendment_id=amendment.pk, to=to, actor=motion.body.subject, at=at)

"""What an adopted motion does to the world, in the transaction that adopts it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from charters import actions as charters
from charters import queries as charter_queries
from charters.rules import lifecycle as editions
from council import queries
from council.actions import emergencies, petitions, procedure
from council.actions.alliances import CannotAlly, enter_into_force
from council.actions.bodies import CannotSeat
from council.actions.motions import about, step
from council.actions.nominations import give_mandate
from council.actions.proposals import put_in_force
from council.actions.rules import CannotRule
from council.models import AgendaItem, Motion
from council.rules.kinds import MotionKind
from council.rules.lifecycle import FINAL, ByClock, State
from crises import actions as crises
from crises import queries as crisis_queries
from ledger import actions as ledger

AMENDMENT = "charters.amendment/"
NEW_CHARTER = "charters.draft/"
PROPOSAL = "council.rule_proposal/"
EMERGENCY = "council.emergency/"
MOTION = "council.motion/"
RUN = "crises.run/"
ALLIANCE = "council.alliance/"
NOMINATION = "council.nomination/"
# A text that a motion may still end: nobody has voted on it, or it was carried and waits.
HELD = frozenset({editions.State.TABLED, editions.State.ADOPTED})


def enact(motion: Motion, *, to: State, at: datetime) -> None:
    """Carry out what the adopted motion points at, and record it, or rest at `adopted` and say why."""
    # Nothing is in force before it is enacted, whatever day its mover had in mind.
    motion.in_force_on = max(motion.in_force_on or at.date(), at.date())
    try:
        with transaction.atomic():
            done = _effect(motion)(motion, at)
    except OVERTAKEN as overtaken:
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
    _close_text(motion, editions.State.LAPSED, frozenset({editions.State.ADOPTED}), at)
    ledger.record(
        kind="council.motion.overtaken",
        subject=motion.subject,
        actor="",
        at=at,
        public=True,
        about=about(motion),
    )


def _amend(motion: Motion, at: datetime) -> dict[str, Any]:
    """The new edition of the charter, by hash, with this motion as its source."""
    _check_seated(motion)
    edition = charters.enact_amendment(
        amendment_id=int(motion.act.removeprefix(AMENDMENT)),
        motion_subject=motion.subject,
        actor=motion.body.subject,
        at=at,
        in_force_on=motion.in_force_on or at.date(),
    )
    return {"edition": edition.sha256}


def _check_seated(motion: Motion) -> None:
    if not queries.may_decide_on(motion.body.council, motion.act):
        raise charters.CannotEnact(
            _("It speaks of a living system that sits in another council and not in this one.")
        )


def _adopt_charter(motion: Motion, at: datetime) -> dict[str, Any]:
    """The charter as it was tabled, founded by this motion; its first edition by hash."""
    _check_seated(motion)
    charter = charters.adopt_charter(
        draft_id=int(motion.act.removeprefix(NEW_CHARTER)),
        motion_subject=motion.subject,
        actor=motion.body.subject,
        at=at,
        in_force_on=motion.in_force_on or at.date(),
    )
    return {"edition": charter_queries.latest_edition(charter).sha256}


def _adopt_plan(motion: Motion, at: datetime) -> dict[str, Any]:
    """The plan of the run it picked is the one that stands ready."""
    run = crisis_queries.public_run(int(motion.act.removeprefix(RUN)))
    if run is None or run.plan is None:
        return {}
    crises.adopt_plan(plan_id=run.plan.pk, motion_subject=motion.subject, actor=motion.body.subject, at=at)
    return {"plan": run.plan.subject}


def _words_alone(motion: Motion, at: datetime) -> dict[str, Any]:
    """Nothing but the words: they are in force."""
    return {}


Effect = Callable[[Motion, datetime], dict[str, Any]]
# What the adoption of a kind of motion does with what it takes up: its prefix, and the act. "" is anything.
EFFECTS: dict[MotionKind, tuple[str, Effect]] = {
    MotionKind.CHARTER_AMENDMENT: (AMENDMENT, _amend),
    MotionKind.CHARTER_ADOPTION: (NEW_CHARTER, _adopt_charter),
    MotionKind.RULE_CHANGE: (PROPOSAL, put_in_force),
    MotionKind.APPOINTMENT: (NOMINATION, give_mandate),
    MotionKind.ALLIANCE: (ALLIANCE, enter_into_force),
    MotionKind.CRISIS_RESPONSE: (RUN, _adopt_plan),
    MotionKind.EMERGENCY: ("", emergencies.declare_or_renew),
    MotionKind.RESOLUTION: (EMERGENCY, emergencies.confirm_emergency),
    MotionKind.FLOOR_AMENDMENT: (MOTION, procedure.amend_words),
    MotionKind.URGENCY: (MOTION, procedure.dispense_notice),
}
OVERTAKEN = (
    charters.CannotEnact,
    CannotRule,
    CannotAlly,
    CannotSeat,
    emergencies.CannotDeclare,
    procedure.CannotProceed,
)


def _effect(motion: Motion) -> Effect:
    prefix, effect = EFFECTS.get(MotionKind(motion.kind), ("", _words_alone))
    return effect if motion.act.startswith(prefix) else _words_alone


def lapse_motion(motion: Motion, why: ByClock, *, at: datetime, of: str = "") -> None:
    """The clock ends a motion undecided, and says why."""
    step(motion, State.LAPSED)
    motion.decided_at, motion.reason = at, why.value
    let_go(motion, at=at)
    ledger.record(
        kind="council.motion.lapsed", subject=motion.subject, actor="", at=at, public=True,
        about=[*about(motion), *([of] if of else [])],
    )  # fmt: skip


def let_go(motion: Motion, *, at: datetime) -> None:
    """Save a motion that was not adopted; if it ended, it frees what it pointed at."""
    motion.save()
    if motion.status not in FINAL:
        return
    AgendaItem.objects.filter(motion=motion, done_at__isnull=True).update(done_at=at)
    petitions.debated(motion, at)
    if not _others_on(motion):
        to = editions.State.LAPSED if motion.status is State.LAPSED else editions.State.REJECTED
        _close_text(motion, to, HELD, at)


def hold(motion: Motion, *, at: datetime) -> None:
    """Carried, and waiting for the living systems: nobody takes back the text it points at."""
    _close_text(motion, editions.State.ADOPTED, frozenset({editions.State.TABLED}), at)


def _others_on(motion: Motion) -> bool:
    """Whether another motion that is not over points at the same text."""
    others = Motion.objects.public().filter(act=motion.act).exclude(pk=motion.pk)
    return others.exclude(state__in=[state.value for state in FINAL]).exists()


def _close_text(motion: Motion, to: editions.State, when: frozenset[editions.State], at: datetime) -> None:
    """Move the amendment, or the new charter, that a motion points at, where it is in one of these states."""
    actor = motion.body.subject
    if motion.act.startswith(AMENDMENT):
        amendment = charter_queries.public_amendment(int(motion.act.removeprefix(AMENDMENT)))
        if amendment is not None and amendment.status in when:
            charters.close_amendment(amendment_id=amendment.pk, to=to, actor=actor, at=at)
    elif motion.act.startswith(NEW_CHARTER):
        draft = charter_queries.public_charter_draft(int(motion.act.removeprefix(NEW_CHARTER)))
        if draft is not None and draft.status in when:
            charters.close_charter_draft(draft_id=draft.pk, to=to, actor=actor, at=at)

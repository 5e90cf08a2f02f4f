"""Emergencies: what opens the procedure, what adoption declares, confirms or renews, and how it ends."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from charters import actions as charters
from council import queries
from council.models import DecisionRule, Emergency, Motion
from council.rules import emergency as rules
from council.rules.decision import Emergency as Terms
from council.rules.emergency import EndedBy
from crises import actions as crises
from ledger import actions as ledger


class CannotDeclare(Exception):
    """The emergency procedure is not open, or cannot be carried out; the message is fit to show."""


class NotAsked(CannotDeclare):
    """Nobody, or not enough, ask for the procedure."""


def check_procedure(motion: Motion, rule: DecisionRule, at: datetime) -> None:
    """An alert in force that is severe enough, and enough who ask; else CannotDeclare says what is missing."""
    terms = check_alert(motion, rule)
    check_request(motion, rule, terms, at)
    renewed = queries.emergency_named(motion.act)
    if renewed is not None:
        _may_renew(renewed, terms, at)
    elif not motion.suspends and not motion.text:
        raise CannotDeclare(_("Say what the emergency measure does."))
    try:
        charters.check_suspendable(motion.suspends, at)
    except charters.CannotSuspend as refusal:
        raise CannotDeclare(str(refusal)) from refusal


def check_request(motion: Motion, rule: DecisionRule, terms: Terms, at: datetime) -> None:
    """Enough ask for it now: whoever asked may have taken it back, or lost the seat."""
    if queries.emergency_ground(motion, rule, at) is None:
        raise NotAsked(
            _(
                "Not enough have asked for it: both guardians of the living system, or %(num)d/%(den)d of a chamber."
            )
            % {"num": terms.num, "den": terms.den}
        )


def check_alert(motion: Motion, rule: DecisionRule | None) -> Terms:
    """The terms of the procedure, its alert being in force and severe enough; else CannotDeclare."""
    terms = rule.rule.emergency if rule else None
    if terms is None:
        raise CannotDeclare(_("This council has no emergency procedure."))
    alert = queries.alert_of(motion)
    if alert is None or not queries.is_in_force(alert):
        raise CannotDeclare(_("No alert is in force that this measure answers."))
    if not rules.is_severe_enough(terms, alert.severity):
        raise CannotDeclare(_("The alert is not severe enough for the emergency procedure."))
    return terms


def _may_renew(emergency: Emergency, terms: Terms, at: datetime) -> None:
    if emergency.is_over or at >= emergency.runs_until:
        raise CannotDeclare(_("This emergency is over; it cannot be renewed."))
    if emergency.confirmed_at is None:
        raise CannotDeclare(_("Only a confirmed emergency can be renewed."))
    if not rules.may_be_renewed(terms, len(emergency.renewed_by)):
        raise CannotDeclare(_("This emergency was renewed as often as the rule allows."))


def declare_or_renew(motion: Motion, at: datetime) -> dict[str, Any]:
    """What the adoption of an emergency measure does."""
    # Held, so that in the log it is over before or after, and never beside what it carries.
    crises.hold_alert(code=motion.origin.partition("/")[2])
    terms = check_alert(motion, motion.rule)
    renewed = queries.emergency_named(motion.act)
    return _renew(renewed, motion, terms, at) if renewed else _declare(motion, terms, at)


def _declare(motion: Motion, terms: Terms, at: datetime) -> dict[str, Any]:
    term = rules.term(terms, at)
    made = Emergency.objects.create(
        motion=motion, alert=motion.origin, articles=sorted(motion.suspends),
        since=at, until=term.until, confirm_by=term.confirm_by,
    )  # fmt: skip
    try:
        # Until it is confirmed it suspends no longer than that: it ends by itself even where nothing runs.
        charters.suspend_articles(
            articles=made.articles,
            cause=made.subject,
            until=made.confirm_by,
            actor=motion.body.subject,
            at=at,
        )
    except charters.CannotSuspend as overtaken:
        raise CannotDeclare(str(overtaken)) from overtaken
    ledger.record(
        kind="council.emergency.declared",
        subject=made.subject,
        actor=motion.body.subject,
        at=at,
        public=True,
        about=[motion.subject, made.alert, *motion.touched, *made.articles],
        motion=motion.code,
        alert=made.alert,
        articles=made.articles,
        until=made.until,
        confirm_by=made.confirm_by,
    )
    return {"emergency": made.subject}


def _renew(emergency: Emergency, motion: Motion, terms: Terms, at: datetime) -> dict[str, Any]:
    emergency = _locked(emergency.pk)
    _may_renew(emergency, terms, at)
    emergency.until = rules.renewed_until(terms, emergency.until)
    emergency.renewed_by.append(motion.code)
    emergency.save(update_fields=["until", "renewed_by"])
    charters.move_suspensions(
        cause=emergency.subject, until=emergency.until, actor=motion.body.subject, at=at
    )
    ledger.record(
        kind="council.emergency.renewed",
        subject=emergency.subject,
        actor=motion.body.subject,
        at=at,
        public=True,
        about=[motion.subject, emergency.alert],
        motion=motion.code,
        until=emergency.until,
    )
    return {"emergency": emergency.subject}


def confirm_emergency(motion: Motion, at: datetime) -> dict[str, Any]:
    """An ordinary motion confirms it: it runs its whole term."""
    found = queries.emergency_named(motion.act)
    emergency = _locked(found.pk) if found else None
    if emergency is None or emergency.is_over or at >= emergency.runs_until:
        raise CannotDeclare(_("The emergency was over before it was confirmed."))
    if emergency.confirmed_at is not None:
        raise CannotDeclare(_("The emergency was confirmed already."))
    emergency.confirmed_at, emergency.confirmed_by = at, motion.code
    emergency.save(update_fields=["confirmed_at", "confirmed_by"])
    charters.move_suspensions(
        cause=emergency.subject, until=emergency.until, actor=motion.body.subject, at=at
    )
    ledger.record(
        kind="council.emergency.confirmed",
        subject=emergency.subject,
        actor=motion.body.subject,
        at=at,
        public=True,
        about=[motion.subject, emergency.alert],
        motion=motion.code,
    )
    return {"emergency": emergency.subject}


@transaction.atomic
def end_emergency(*, emergency_id: int, at: datetime) -> Emergency | None:
    """End it if its moment has come; None where it runs on, or somebody else was first."""
    emergency = _locked(emergency_id)
    if emergency.is_over:
        return None
    ended = rules.end(
        until=emergency.until,
        confirm_by=emergency.confirm_by,
        confirmed=emergency.confirmed_at is not None,
        next_sitting_closed=queries.next_sitting_is_over(emergency),
        at=at,
    )
    return _end(emergency, *ended, at=at) if ended else None


def _end(emergency: Emergency, why: EndedBy, ended_at: datetime, *, at: datetime) -> Emergency:
    emergency.ended_at, emergency.ended_by = ended_at, why.value
    emergency.save(update_fields=["ended_at", "ended_by"])
    charters.move_suspensions(cause=emergency.subject, until=ended_at, actor="", at=at)
    ledger.record(
        kind="council.emergency.ended",
        subject=emergency.subject,
        actor="",
        at=at,
        public=True,
        about=[emergency.motion.subject, emergency.alert],
        ended=why.value,
        ended_at=ended_at,
    )
    return emergency


def _locked(pk: int) -> Emergency:
    return (
        Emergency.objects.select_for_update(no_key=True, of=("self",))
        .select_related("motion__body")
        .get(pk=pk)
    )

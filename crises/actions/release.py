"""What officers do with an alert: release and cancel it, two together; exercise from a run."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import actions as accounts
from accounts import queries as people
from accounts.rules.roles import Role
from crises import queries
from crises.actions import numbers
from crises.actions.alerts import about, cite_article, write_entry
from crises.models import Alert, Run
from crises.rules import alert_life
from crises.rules.alert_life import CancelReason, Move, Source, State
from crises.rules.severity import Severity, Urgency, certainty_of_chance
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User

RELEASE = "crises.alert.released"
CANCEL = "crises.alert.cancelled"


class CannotRelease(Exception):
    """The release was refused; the message is fit to show."""


class CannotCancel(Exception):
    """The cancellation was refused; the message is fit to show."""


class CannotExercise(Exception):
    """No exercise can be made of this run; the message is fit to show."""


def _must_be_officer(officer: User, at: datetime) -> None:
    if not people.has_role(officer, Role.ALERT_OFFICER, at):
        raise CannotRelease(_("Only an alert officer does this."))


@transaction.atomic
def release_alert(*, code: str, officer: User, at: datetime) -> Alert:
    """The first officer asks, another one agrees; only then it is Actual. A model's is never."""
    _must_be_officer(officer, at)
    alert = Alert.objects.select_for_update(of=("self",)).select_related("biome", "crisis").get(code=code)
    if alert.source == Source.RUN.value:
        raise CannotRelease(_("An exercise is never released as real."))
    if alert.state != State.DRAFT.value:
        raise CannotRelease(
            _("Only a draft can be released; this alert is %(state)s.") % {"state": alert.state}
        )
    asked = people.open_approval(RELEASE, alert.subject, at)
    if asked and asked.body.get("severity") != alert.severity:
        # The water changed since; the first officer agreed to something else.
        accounts.withdraw_approval(approval_id=asked.pk, by=asked.asked_by, at=at)
        asked = None
    if asked is None:
        return _ask(alert, officer, at)
    try:
        accounts.give_approval(approval_id=asked.pk, by=officer, at=at, kind=RELEASE)
    except accounts.CannotApprove as refusal:
        raise CannotRelease(str(refusal)) from refusal
    alert.state = alert_life.move(State(alert.state), State.ACTUAL).value
    alert.released_at = at
    cite_article(alert, at)
    alert.save(update_fields=["state", "released_at", "article", "article_sha256"])
    write_entry(alert, Move.RELEASED, at, actor=officer.code)
    measured = queries.latest_measured(alert)
    ledger.record(
        kind="crises.alert.released", subject=alert.subject, actor=officer.code, at=at, public=True, about=about(alert),
        biome=alert.biome.slug, indicator=alert.indicator, severity=alert.severity, urgency=alert.urgency,
        certainty=alert.certainty, officers=alert_life.OFFICERS_NEEDED,
        waited_seconds=int((at - alert.raised_at).total_seconds()),
        reading=measured.reading if measured else None, leaf=measured.leaf if measured else "",
        threshold=measured.threshold if measured else None,
        article=alert.article, article_sha256=alert.article_sha256,
    )  # fmt: skip
    return alert


def _ask(alert: Alert, officer: User, at: datetime) -> Alert:
    accounts.request_approval(
        kind=RELEASE, subject=alert.subject, by=officer, at=at, body={"severity": alert.severity}
    )
    write_entry(alert, Move.APPROVED, at, actor=officer.code)
    return alert


def hold_alert(*, code: str) -> None:
    """Held until the caller's commit by an act that rests on it: it is over before that act, or after."""
    Alert.objects.select_for_update(no_key=True, of=("self",)).filter(code=code).first()


@transaction.atomic
def cancel_alert(*, code: str, officer: User, reason: CancelReason, at: datetime) -> Alert:
    """One officer drops a draft or an exercise; what was released takes two, as its release did."""
    if not people.has_role(officer, Role.ALERT_OFFICER, at):
        raise CannotCancel(_("Only an alert officer does this."))
    alert = Alert.objects.select_for_update(of=("self",)).select_related("biome", "crisis").get(code=code)
    if State(alert.state) not in alert_life.LIVE:
        raise CannotCancel(_("This alert is over already; there is nothing to cancel."))
    if alert.state == State.ACTUAL.value and not _second_agrees(alert, officer, reason, at):
        return alert
    was_draft = alert.state == State.DRAFT.value
    alert.state = alert_life.move(State(alert.state), State.CANCELLED).value
    alert.ended_at = at
    alert.save(update_fields=["state", "ended_at"])
    write_entry(alert, Move.CANCELLED, at, actor=officer.code, reason=reason.value)
    if was_draft:
        ledger.record(
            kind="crises.alert.withdrawn", subject=alert.subject, actor=officer.code, at=at, public=False,
            about=about(alert), reason=reason.value,
        )  # fmt: skip
    else:
        ledger.record(
            kind="crises.alert.cancelled", subject=alert.subject, actor=officer.code, at=at, public=True,
            about=about(alert), biome=alert.biome.slug, indicator=alert.indicator, reason=reason.value,
        )  # fmt: skip
    return alert


def _second_agrees(alert: Alert, officer: User, reason: CancelReason, at: datetime) -> bool:
    """Whether this is the second consent to this cancellation; the first one is kept and waits."""
    asked = people.open_approval(CANCEL, alert.subject, at)
    try:
        if asked is None:
            accounts.request_approval(
                kind=CANCEL, subject=alert.subject, by=officer, at=at, body={"reason": reason.value}
            )
            return False
        accounts.give_approval(approval_id=asked.pk, by=officer, at=at, kind=CANCEL)
    except accounts.CannotApprove as refusal:
        raise CannotCancel(str(refusal)) from refusal
    return True


@transaction.atomic
def raise_exercise(*, run_number: int, officer: User, at: datetime) -> Alert:
    """An exercise from a finished run: never Actual, marked on every page and in every feed. One per run."""
    if not people.has_role(officer, Role.ALERT_OFFICER, at):
        raise CannotExercise(_("Only an alert officer does this."))
    run = Run.objects.select_for_update(of=("self",)).select_related("biome", "crisis").get(number=run_number)
    if existing := Alert.objects.filter(run=run).first():
        return existing
    found = queries.headline_of(run)
    if found is None:
        raise CannotExercise(_("This run has not finished, or found no zone in danger."))
    alert = Alert.objects.create(
        code=numbers.next_alert(at.year),
        biome=run.biome,
        crisis=run.crisis,
        run=run,
        indicator=found["indicator"],
        source=Source.RUN.value,
        state=alert_life.first_state(Source.RUN).value,
        severity=(Severity.SEVERE if found["chance"] > 0.5 else Severity.MODERATE).value,
        urgency=Urgency.FUTURE.value,
        certainty=certainty_of_chance(found["chance"]).value,
        toxin_known=True,
        raised_at=at,
        renewed_at=at,
    )
    write_entry(alert, Move.RAISED, at, actor=officer.code)
    ledger.record(
        kind="crises.alert.exercised", subject=alert.subject, actor=officer.code, at=at, public=True,
        about=[*about(alert), run.subject], run=run.number, biome=run.biome.slug, severity=alert.severity,
        certainty=alert.certainty,
    )  # fmt: skip
    return alert

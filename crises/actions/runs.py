"""A run is asked for, and may be called off. Its steps are in `steps`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from crises import queries, words
from crises import simulation as sim
from crises.actions import numbers
from crises.actions.scenarios import check_question, digest, document_of, make_scenario
from crises.models import Alert, Member, Plan, Run, Scenario, Template
from crises.rules import run_life
from crises.rules.run_life import State
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User

# Open runs one engineer may have at a time; the queue is everybody's.
OPEN_RUNS_EACH = 3


class CannotStart(Exception):
    """The run was refused; the message is fit to show."""


class CannotCancelRun(Exception):
    """The run goes on (or is over); the message is fit to show."""


class KeyReused(CannotStart):
    """The key of an earlier request came again with another question."""


@transaction.atomic
def queue_run(
    *,
    biome: Any,
    plan: Plan | None,
    members: int,
    days: int,
    cells: int,
    at: datetime,
    by: User | None = None,
    key: UUID | None = None,
    alert: Alert | None = None,
) -> Run:
    """Write down the whole question and its member rows; a reaction to the fact starts the work."""
    template = queries.template_for(biome.slug)
    if template is None:
        raise CannotStart(_("Nobody has described the water of this living system for the model yet."))
    _check_numbers(members, days, cells)
    seed_text = f"{alert.code}/{alert.severity}" if alert else f"{biome.slug}/{key or at.isoformat()}"
    numbers.queue_for("run")
    if by is not None and key is not None and (earlier := Run.objects.filter(started_by=by, key=key).first()):
        return _same_question(earlier, biome, plan, members, days, cells)
    if by is not None and Run.objects.open().filter(started_by=by).count() >= OPEN_RUNS_EACH:
        raise CannotStart(_("You have three runs under way. Wait for one to end, or cancel one."))
    scenario, document = _question(template, plan, members, days, cells, seed_text, at)
    run = Run.objects.create(
        number=queries.last_number() + 1, scenario=scenario, biome=biome,
        crisis=(alert.crisis if alert else None) or queries.open_crisis(biome.pk),
        alert=alert, severity=alert.severity if alert else "", plan=plan, plan_document=document,
        plan_sha256=digest(document) if document else "", started_by=by, key=key, members_count=members,
        days=days, seed=scenario.document["model"]["seed"], begins_on=at.date(), queued_at=at,
    )  # fmt: skip
    _write_down(run, by.code if by else "", at)
    return run


def _question(
    template: Template, plan: Plan | None, members: int, days: int, cells: int, seed_text: str, at: datetime
) -> tuple[Scenario, dict[str, Any] | None]:
    """The documents of the run; what the model would refuse is refused now."""
    try:
        scenario = make_scenario(
            template, members=members, days=days, cells=cells, seed_text=seed_text, at=at
        )
        document = document_of(plan) if plan else None
        check_question(scenario, document)
    except sim.BadScenario as bad:
        raise CannotStart(words.refused_question(bad)) from bad
    return scenario, document


def _write_down(run: Run, actor: str, at: datetime) -> None:
    """Its members, and the fact that a reaction answers by starting the work."""
    Member.objects.bulk_create(
        Member(run=run, arm=arm.value, number=number)
        for arm in run_life.arms(with_plan=run.plan_document is not None)
        for number in range(run.members_count)
    )
    ledger.record(
        kind="crises.run.queued", subject=run.subject, actor=actor, at=at, public=True, about=about(run),
        run=run.number, biome=run.biome.slug, scenario=run.scenario.sha256, plan=run.plan_sha256,
        members=run.members_count, days=run.days, seed=run.seed,
    )  # fmt: skip


def _check_numbers(members: int, days: int, cells: int) -> None:
    if not run_life.within(run_life.MEMBERS, members):
        raise CannotStart(
            _("A run has %(low)s to %(high)s members.")
            % dict(zip(("low", "high"), run_life.MEMBERS, strict=True))
        )
    if not run_life.within(run_life.DAYS, days):
        raise CannotStart(
            _("A run has %(low)s to %(high)s days.") % dict(zip(("low", "high"), run_life.DAYS, strict=True))
        )
    if cells not in run_life.GRIDS:
        raise CannotStart(_("The grid has 64, 128 or 256 cells on each side."))


def _same_question(earlier: Run, biome: Any, plan: Plan | None, members: int, days: int, cells: int) -> Run:
    """A retry after a lost answer gets its run again; a key cannot carry a second question."""
    asked = (biome.pk, plan.pk if plan else None, members, days, cells)
    grid = earlier.scenario.document["model"]["grid"]
    if (earlier.biome_id, earlier.plan_id, earlier.members_count, earlier.days, grid["nx"]) != asked:
        raise KeyReused(_("This request was already used for another run."))
    return earlier


def about(run: Run) -> list[str]:
    """What a run's facts concern; an alert that is still a draft is not named to the public."""
    found = [run.biome.subject]
    if run.crisis:
        found.append(run.crisis.subject)
    if run.plan:
        found.append(run.plan.subject)
    if run.alert and run.alert.is_public:
        found.append(run.alert.subject)
    return found


@transaction.atomic
def cancel_run(*, number: int, by: User, at: datetime) -> Run:
    """Stop between two days; what is computed is kept by nobody."""
    run = (
        Run.objects.select_for_update(of=("self",))
        .select_related("biome", "crisis", "plan", "alert")
        .get(number=number)
    )
    if not run.is_open:
        raise CannotCancelRun(_("This run is over already; there is nothing to cancel."))
    if not queries.may_cancel(run, by, at):
        raise CannotCancelRun(_("Only the engineer who started this run may cancel it."))
    run.state = run_life.move(State(run.state), State.CANCELLED).value
    run.ended_at = at
    run.save(update_fields=["state", "ended_at"])
    ledger.record(
        kind="crises.run.cancelled", subject=run.subject, actor=by.code, at=at, public=True, about=about(run),
        run=run.number, biome=run.biome.slug,
    )  # fmt: skip
    return run

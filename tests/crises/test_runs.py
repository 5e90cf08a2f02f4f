"""Runs: asked for once, computed in leased steps, resumed from the last stored day, finished once."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.rules.roles import Role
from crises import actions, engine, queries, tasks
from crises import simulation as sim
from crises.actions.scenarios import digest
from crises.models import Checkpoint, Frame, Member, Plan, Run, Statistics
from crises.rules.plan import Drones, Fault, Response
from crises.rules.run_life import ATTEMPTS, LEASE
from ledger import files
from ledger.models import Fact
from tests.accounts.people import person
from tests.crises.water import DRY_LINE, WET_LINE, a_plan, a_run

SECOND = timedelta(seconds=1)


@pytest.fixture
def felix(db, noon):
    return person("felix", Role.ENGINEER, at=noon)


def test_a_run_writes_down_its_whole_question(water, noon):
    run = a_run(water, noon, plan=a_plan(water, noon), members=4)

    assert run.state == "queued"
    assert run.members.count() == 8
    assert run.scenario.document["model"]["members"] == 4
    assert run.plan_document["drones"][0]["count"] == 12
    fact = Fact.objects.get(kind="crises.run.queued")
    assert fact.public
    assert fact.body["scenario"] == run.scenario.sha256


def test_the_bloom_starts_where_it_was_measured(water, noon):
    from tests.crises.water import send

    send("61", noon)

    blob = a_run(water, noon).scenario.document["model"]["blobs"][0]
    assert (blob["lon"], blob["lat"], blob["chlorophyll_ug_l"]) == (-24.12, 38.13, 61.0)


def test_the_same_key_is_the_same_run_and_another_question_is_refused(water, noon, felix):
    key = uuid4()
    first = a_run(water, noon, by=felix, key=key)

    assert a_run(water, noon, by=felix, key=key) == first
    with pytest.raises(actions.KeyReused):
        a_run(water, noon, by=felix, key=key, days=3)
    assert Run.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"members": 10**9}, {"members": 1}, {"days": 0}, {"days": 400}, {"cells": 7}, {"cells": 10**6}]
)
def test_absurd_sizes_are_refused_and_leave_nothing(water, noon, wrong):
    with pytest.raises(actions.CannotStart):
        a_run(water, noon, **wrong)

    assert not Run.objects.exists()


def test_water_that_nobody_described_has_no_model(water, noon):
    from tests.crises.water import lagoon

    with pytest.raises(actions.CannotStart, match="Nobody has described"):
        a_run(lagoon(noon, "other", "Other"), noon)


@pytest.mark.parametrize(
    ("code", "said"),
    [("closed_off", "no way out"), ("far_from_water", "more than a kilometre"), ("too_fast", "coarser detail"),
     ("", "in its own words")],
)  # fmt: skip
def test_what_the_model_refuses_is_said_in_the_readers_words(water, noon, monkeypatch, code, said):
    def refuse(scenario):
        raise sim.BadScenario("in its own words", code)

    monkeypatch.setattr(sim, "check", refuse)
    with pytest.raises(actions.CannotStart, match=said):
        a_run(water, noon)

    assert not Run.objects.exists()


def test_an_engineer_has_three_runs_at_a_time(water, noon, felix):
    for _n in range(3):
        a_run(water, noon, by=felix, key=uuid4())

    with pytest.raises(actions.CannotStart, match="three runs"):
        a_run(water, noon, by=felix, key=uuid4())


def test_plans_on_land_or_without_measures_are_refused(water, noon):
    with pytest.raises(actions.BadPlan) as refused:
        a_plan(water, noon, response=Response(Drones(4, 100.0, DRY_LINE)))
    assert refused.value.faults[0][2] is Fault.OFF_THE_WATER

    with pytest.raises(actions.BadPlan):
        a_plan(water, noon, response=Response(Drones(4, float("nan"), WET_LINE)))
    with pytest.raises(actions.BadPlan):
        a_plan(water, noon, response=Response())
    assert not Plan.objects.exists()


def test_a_member_is_claimed_by_one_worker_at_a_time(water, noon):
    run = a_run(water, noon)
    claimed = [actions.claim_member(run_id=run.pk, claim=uuid4(), at=noon) for _n in range(3)]

    assert claimed[0].member != claimed[1].member
    assert claimed[2] is None
    run.refresh_from_db()
    assert (run.state, run.started_at) == ("running", noon)


def test_a_lease_that_ran_out_frees_the_member_at_its_last_stored_day(water, noon):
    run = a_run(water, noon)
    dead = actions.claim_member(run_id=run.pk, claim=uuid4(), at=noon)
    assert actions.store_day(work=dead, day=1, file="a", state_file="b", at=noon)

    later = noon + LEASE + SECOND
    heirs = [actions.claim_member(run_id=run.pk, claim=uuid4(), at=later) for _n in range(2)]
    heir = next(h for h in heirs if h.member == dead.member)

    assert (heir.days_done, heir.state_file) == (1, "b")
    assert not actions.store_day(work=dead, day=2, file="c", state_file="d", at=later)
    assert actions.store_day(work=heir, day=2, file="c", state_file="d", at=later)


def test_a_day_is_never_skipped_nor_stored_twice(water, noon):
    run = a_run(water, noon)
    work = actions.claim_member(run_id=run.pk, claim=uuid4(), at=noon)

    assert not actions.store_day(work=work, day=2, file="a", state_file="b", at=noon)
    assert actions.store_day(work=work, day=1, file="a", state_file="b", at=noon)
    assert not actions.store_day(work=work, day=1, file="a", state_file="b", at=noon)
    assert Checkpoint.objects.count() == 1


def test_cancelling_stops_between_two_days_and_only_once(water, noon, felix):
    run = a_run(water, noon, by=felix, key=uuid4())
    work = actions.claim_member(run_id=run.pk, claim=uuid4(), at=noon)

    actions.cancel_run(number=run.number, by=felix, at=noon)

    assert not actions.store_day(work=work, day=1, file="a", state_file="b", at=noon)
    assert actions.claim_member(run_id=run.pk, claim=uuid4(), at=noon + LEASE * 2) is None
    with pytest.raises(actions.CannotCancelRun, match="over already"):
        actions.cancel_run(number=run.number, by=felix, at=noon)
    assert Fact.objects.filter(kind="crises.run.cancelled").count() == 1


def test_nobody_cancels_somebody_elses_run(water, noon, felix):
    run = a_run(water, noon, by=felix, key=uuid4())

    with pytest.raises(actions.CannotCancelRun, match="started this run"):
        actions.cancel_run(number=run.number, by=person("olga", Role.ENGINEER, at=noon), at=noon)


def test_a_member_that_kills_its_worker_again_and_again_fails_the_run_visibly(water, noon):
    run = a_run(water, noon)
    Member.objects.filter(run=run).update(attempts=ATTEMPTS)

    assert actions.claim_member(run_id=run.pk, claim=uuid4(), at=noon) is None

    run.refresh_from_db()
    assert (run.state, run.failure) == ("failed", "member_stuck")


def test_silent_runs_are_woken_once_per_lease(water, noon):
    run = a_run(water, noon)

    assert actions.wake_silent_runs(at=noon) == [run.pk]
    assert actions.wake_silent_runs(at=noon + SECOND) == []
    assert actions.wake_silent_runs(at=noon + LEASE + SECOND) == [run.pk]


@pytest.fixture
def finished(water, noon):
    run = a_run(water, noon, plan=a_plan(water, noon))
    tasks.finish_here(run.pk)
    run.refresh_from_db()
    return run


def test_a_run_computed_to_its_end_has_statistics_frames_and_one_public_fact(finished):
    assert finished.state == "finished"
    assert Frame.objects.filter(run=finished).count() == 2 * 3 * 2
    assert not Checkpoint.objects.exists()
    document = finished.statistics.document
    assert document["zones"][0]["slug"] == "tessel-row"
    assert len(document["zones"][0]["arms"]["plan"]["chance"]) == 2
    assert document["comparison"]["zones"][0]["median"] is not None
    fact = Fact.objects.get(kind="crises.run.finished")
    assert fact.public
    assert fact.body["statistics"] == finished.statistics.sha256
    assert fact.body["plan"] == finished.plan_sha256
    assert digest(finished.statistics.document) == finished.statistics.sha256
    assert digest(finished.scenario.document) == finished.scenario.sha256


def test_frames_are_pictures_with_a_scale_and_shapes(finished):
    frame = queries.frame(finished, "baseline", "exceedance", 2)

    assert files.load(frame.file)[:8] == b"\x89PNG\r\n\x1a\n"
    assert frame.scale["kind"] == "log"
    assert [s["level"] for s in frame.shapes] == [0.1, 0.3, 0.5, 0.7, 0.9]


def test_spent_files_are_gone_and_frames_stay(finished, settings):
    kept = [p.name for p in settings.MEDIA_ROOT.rglob("*") if p.is_file()]

    assert len(kept) == 12
    assert all(name.endswith(".png") for name in kept)


def test_two_workers_in_any_order_give_the_same_bytes(water, noon):
    plan = a_plan(water, noon)
    key = f"{water.slug}/same"
    found = []
    for _n in range(2):
        run = a_run(water, noon, plan=plan)
        run.scenario = actions.runs.make_scenario(
            queries.template_for(water.slug), members=2, days=2, cells=64, seed_text=key, at=noon
        )
        run.state = "running"
        run.save()
        if _n:  # the second run goes backwards and a day at a time, resumed from bytes each time
            members = list(run.members.order_by("-number", "-arm"))
            for day in (1, 2):
                for member in members:
                    _one_day(run, member, day)
        tasks.finish_here(run.pk)
        document = Statistics.objects.get(run=run).document
        document.pop("run")
        found.append((document, [f.sha256 for f in queries.run_frames(run)]))

    assert found[0] == found[1]


def _one_day(run, member, day):
    last = queries.checkpoint(member.pk, member.days_done)
    work = actions.Work(run, member.pk, member.arm, member.number, uuid4(), day - 1, "")
    Member.objects.filter(pk=member.pk).update(claim=work.claim)
    future = engine.Member.resume(
        run, member.arm, member.number, files.load(last.state_file) if last else None
    )
    picture, state = future.next_day()
    names = [files.keep("t", f"{member.arm}{member.number}{day}{kind}", "npz", data) for kind, data in
             (("", picture), ("s", state))]  # fmt: skip
    assert actions.store_day(work=work, day=day, file=names[0], state_file=names[1], at=run.queued_at)
    member.days_done = day


def test_an_exercise_from_a_run_is_public_once_and_never_releasable(finished, noon):
    ada = person("ada", Role.ALERT_OFFICER, at=noon)

    alert = actions.raise_exercise(run_number=finished.number, officer=ada, at=noon)

    assert actions.raise_exercise(run_number=finished.number, officer=ada, at=noon) == alert
    assert alert.state == "exercise"
    assert queries.public_alerts().get() == alert
    with pytest.raises(actions.CannotRelease, match="never released"):
        actions.release_alert(code=alert.code, officer=ada, at=noon)


def test_the_web_never_imports_numba():
    """107 MB and 1.6 s that belong to workers alone."""
    import subprocess
    import sys

    code = (
        "import django; django.setup(); import config.urls, sys;"
        "import crises.tasks, crises.reactions, crises.engine;"
        "sys.exit('numba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

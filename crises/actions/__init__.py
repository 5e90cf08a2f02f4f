"""Every write of this app, one verb each."""

from crises.actions.alerts import ease_alert, end_quiet_alerts, raise_or_update_alert
from crises.actions.crises import CannotOpen, close_crisis, open_crisis
from crises.actions.plans import BadPlan, adopt_plan, compose_plan, deploy_measure
from crises.actions.release import (
    CannotCancel,
    CannotExercise,
    CannotRelease,
    cancel_alert,
    hold_alert,
    raise_exercise,
    release_alert,
)
from crises.actions.runs import CannotCancelRun, CannotStart, KeyReused, cancel_run, queue_run
from crises.actions.sighted import raise_alert_of_people
from crises.actions.steps import (
    Picture,
    Work,
    claim_finish,
    claim_member,
    day_files,
    fail_run,
    finish_run,
    let_go,
    store_day,
    wake_silent_runs,
)

__all__ = [
    "BadPlan",
    "CannotCancel",
    "CannotCancelRun",
    "CannotExercise",
    "CannotOpen",
    "CannotRelease",
    "CannotStart",
    "KeyReused",
    "Picture",
    "Work",
    "adopt_plan",
    "cancel_alert",
    "cancel_run",
    "claim_finish",
    "claim_member",
    "close_crisis",
    "compose_plan",
    "day_files",
    "deploy_measure",
    "ease_alert",
    "end_quiet_alerts",
    "fail_run",
    "finish_run",
    "hold_alert",
    "let_go",
    "open_crisis",
    "queue_run",
    "raise_alert_of_people",
    "raise_exercise",
    "raise_or_update_alert",
    "release_alert",
    "store_day",
    "wake_silent_runs",
]

"""What beat asks for: states that fell silent, pins nobody decided on, days that want seal or numbers, imports."""

from functools import partial

from celery import shared_task
from django.db import transaction

from biomes import actions, bulk_steps, files, import_steps, letters
from ledger.queries import now

# How long a message may wait, by the clock of the worker that takes it, which may be two hours off.
PATIENCE = 3 * 3_600


@shared_task(name="biomes.sweep")
def sweep(**_later: object) -> None:
    at = now()
    actions.review_conditions(at=at)
    actions.lapse_pins(at=at)
    actions.drop_unconfirmed(at=at)
    actions.seal_due_days(at=at)
    actions.roll_up_due(at=at)


@shared_task(name="biomes.judge_guests")
def judge_guests(**_later: object) -> None:
    """Links for guests: written into the post in the order in which they asked."""
    actions.judge_guests(at=now(), write=letters.ask_to_confirm)


@shared_task(name="biomes.months")
def months(**_later: object) -> None:
    """Partitions are there before the first reading of a month is."""
    actions.open_months(at=now())


@shared_task(name="biomes.advance_import", soft_time_limit=85, time_limit=90)
def advance_import(*, import_id: int, **_later: object) -> None:
    """One step of an import; queues the next. Harmless when there is nothing to do."""
    if import_steps.step(import_id):
        advance_import.delay(import_id=import_id)


# The first step reads the whole file: half a minute for the largest workbook, ten times that on a machine that is busy.
@shared_task(name="biomes.advance_sheet", soft_time_limit=900, time_limit=910)
def advance_sheet(*, sheet_id: int, **_later: object) -> None:
    """One step of a file of profiles, zones or links; queues the next. Harmless when there is nothing to do.

    Woken by the sweep or delivered again while a long step runs, it finds the step taken and goes.
    """
    if bulk_steps.step(sheet_id):
        advance_sheet.delay(sheet_id=sheet_id)


@shared_task(name="biomes.sweep_imports")
def sweep_imports(**_later: object) -> None:
    """Wake imports whose worker was killed; forget files that nobody needs any more."""
    at = now()
    for import_id in actions.silent_imports(at=at):
        advance_import.apply_async(kwargs={"import_id": import_id}, expires=PATIENCE)
    for sheet_id in actions.silent_sheets(at=at):
        advance_sheet.apply_async(kwargs={"sheet_id": sheet_id}, expires=PATIENCE)
    files.drop(*actions.forget_files(at=at))


def start_steps(import_id: int) -> None:
    """Put an import to work, once the transaction that asked for it is committed."""
    # Robust: a broker that is away is woken later by the sweep, and breaks nothing now.
    transaction.on_commit(partial(advance_import.delay, import_id=import_id), robust=True)


def start_sheet(sheet_id: int) -> None:
    """The same for a file of profiles, zones or links."""
    transaction.on_commit(partial(advance_sheet.delay, sheet_id=sheet_id), robust=True)

"""The operators' switches: nobody signs for a while, or the count takes a longer breath."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ledger import actions as ledger
from petitions import queries
from petitions.actions.refusals import CannotSwitch
from petitions.models import Interval, Pause, Petition
from petitions.rules import deadlines, switches
from petitions.rules.lifecycle import State
from petitions.rules.texts import tidy_line

SHORTEST_REASON = 10


@transaction.atomic
def pause_signing(*, reason: str, by: Any, at: datetime) -> Pause:
    """Nobody can sign from now on. Links that were asked for before still confirm."""
    text = tidy_line(reason)
    if len(text) < SHORTEST_REASON:
        raise CannotSwitch(_("Write why, in a sentence: it is published."))
    try:
        with transaction.atomic():
            pause = Pause.objects.create(since=at, reason=text, begun_by=by.code)
    except IntegrityError as clash:
        raise CannotSwitch(_("Signing is paused already.")) from clash
    ledger.record(kind="petitions.signing.paused", subject=pause.subject, actor="", at=at, public=True,
                  reason=text)  # fmt: skip
    return pause


@transaction.atomic
def resume_signing(*, by: Any, at: datetime) -> Pause:
    """Signing goes on; the days that the pause took are given before it ends."""
    pause = Pause.objects.select_for_update().filter(until__isnull=True).first()
    if pause is None:
        raise CannotSwitch(_("Signing is not paused."))
    _give_days(pause, at)
    pause.until, pause.ended_by = at, by.code
    pause.save(update_fields=["until", "ended_by"])
    ledger.record(kind="petitions.signing.resumed", subject=pause.subject, actor="", at=at, public=True)
    return pause


@transaction.atomic
def give_days(*, at: datetime) -> int:
    """For each local midnight of a pause that was not heeded yet, every open petition gets a day; how many midnights."""
    pause = Pause.objects.select_for_update().filter(until__isnull=True).first()
    return _give_days(pause, at) if pause else 0


def _give_days(pause: Pause, at: datetime) -> int:
    """Heeded once each, however late: a tick that was missed is made up for by the next."""
    missed = switches.midnights(pause.given_through or pause.since, at, queries.site_clock())
    for midnight in missed:
        count = _give_day(pause, midnight)
        ledger.record(kind="petitions.signing.extended", subject=pause.subject, actor="", at=at, public=True,
                      midnight=midnight, petitions=count)  # fmt: skip
        pause.given_through = midnight
    if missed:
        pause.save(update_fields=["given_through"])
    return len(missed)


def _give_day(pause: Pause, midnight: datetime) -> int:
    """Whose deadline had passed before the pause, and who opened after the midnight, get nothing."""
    found = Petition.objects.select_for_update(of=("self",), no_key=True).filter(
        state=State.OPEN, opened_at__lt=midnight, closes_at__gte=pause.since
    )
    moved = list(found.order_by("pk"))
    for petition in moved:
        if petition.closes_at:
            petition.closes_at = deadlines.pushed_by_a_day(petition.closes_at, queries.site_clock())
    Petition.objects.bulk_update(moved, ["closes_at"], batch_size=500)
    return len(moved)


@transaction.atomic
def set_interval(*, seconds: int, by: Any, at: datetime) -> Interval:
    """How often a petition is counted from now on: every 10 to 60 seconds."""
    if not switches.SHORTEST <= seconds <= switches.LONGEST:
        raise CannotSwitch(_("Choose from 10 to 60 seconds."))
    row = Interval.objects.create(seconds=seconds, since=at, set_by=by.code)
    ledger.record(kind="petitions.interval.set", subject=row.subject, actor="", at=at, public=True,
                  seconds=seconds)  # fmt: skip
    return row

"""Ticks: mail every few seconds, the count every ten, deadlines and forgetting every minute.

Each reads its due rows under a lock of its own, so two beats and two workers are harmless.
"""

from time import monotonic

from celery import shared_task

from ledger.queries import now
from petitions import actions, coalition_letters, letters, queries, texts

# A slow host must not run a tick into the worker's limit of 60 s; one mail takes 10 s at most.
LONGEST_TICK_S = 40


@shared_task(name="petitions.send_due")
def send_due(**_later: object) -> None:
    began = monotonic()
    actions.judge_due(at=now())
    with letters.PostOffice() as office:
        actions.mail_due(at=now(), post=office.post, may_go_on=lambda: monotonic() - began < LONGEST_TICK_S)


@shared_task(name="petitions.answer_texts")
def answer_texts(**_later: object) -> None:
    """Apart from mail: a slow carrier makes no letter wait."""
    began = monotonic()
    actions.answer_texts(at=now(), post=texts.post, may_go_on=lambda: monotonic() - began < LONGEST_TICK_S)


@shared_task(name="petitions.announce")
def announce(**_later: object) -> None:
    """Steps of the mail-outs; killed anywhere, beat begins it again where it was."""
    actions.announce_due(at=now())


@shared_task(name="petitions.count")
def count(**_later: object) -> None:
    at = now()
    actions.count_due(at=at, every=queries.counting_interval(at))


@shared_task(name="petitions.sweep")
def sweep(**_later: object) -> None:
    # Days that a pause gives come first, or a petition would close in a pause.
    actions.give_days(at=now())
    actions.close_due(at=now())
    actions.lapse_requests(at=now())
    actions.forget_due(at=now())
    actions.keep_missing_words()
    actions.remind_due(at=now(), write=coalition_letters.reminder)


@shared_task(name="petitions.invalidate")
def invalidate(**_later: object) -> None:
    """Steps of the invalidations that run; killed anywhere, beat begins it again where it was."""
    actions.advance_invalidations(at=now())


@shared_task(name="petitions.audit")
def audit(*, nightly: bool = False, **_later: object) -> None:
    """The books of every petition: each night, and when somebody asked."""
    if nightly:
        actions.ask_audit(by=None, at=now())
    actions.audit_due(at=now())

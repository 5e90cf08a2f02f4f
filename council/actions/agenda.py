"""The agenda: every matter on it once, the urgent first."""

from datetime import datetime

from django.db import transaction

from council.models import AgendaItem, Body, Motion, Sitting
from ledger import actions as ledger


@transaction.atomic
def add_agenda_item(
    *, body: Body, source: str, at: datetime, urgent: bool = False, about: tuple[str, ...] = ()
) -> AgendaItem:
    """Put a matter on the body's agenda. It stands there once, however often it is asked for."""
    item, made = AgendaItem.objects.get_or_create(
        body=body, source=source, defaults={"urgent": urgent, "added_at": at}
    )
    if made:
        ledger.record(
            kind="council.agenda_item.added",
            subject=item.subject,
            actor="",
            at=at,
            public=True,
            about=[source, body.subject, *about],
            urgent=urgent,
        )
    return item


@transaction.atomic
def put_on_agenda(
    *, item_id: int, sitting: Sitting | None = None, motion: Motion | None = None
) -> AgendaItem:
    """Place an item in a sitting, or answer it with a motion."""
    item = AgendaItem.objects.select_for_update().get(pk=item_id)
    if sitting is not None:
        item.sitting = sitting
    if motion is not None:
        item.motion = motion
    item.save(update_fields=["sitting", "motion"])
    return item

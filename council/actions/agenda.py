"""The agenda: every matter on it once, the urgent first."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from council.actions import petitions
from council.models import AgendaItem, Body, Motion, Sitting
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User


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


class CannotDecline(Exception):
    """The debate was not declined; the message is fit to show."""


@transaction.atomic
def decline_debate(*, item_id: int, reason: str, by: "User", at: datetime) -> AgendaItem:
    """The council will not debate a petition: it says why, publicly, and the petition's signers hear of it."""
    item = AgendaItem.objects.select_for_update(of=("self",)).select_related("body").get(pk=item_id)
    if not item.source.startswith(petitions.PETITION):
        raise CannotDecline(_("Only a petition asks for a debate; this matter is taken up by a motion."))
    if item.done_at is not None or item.motion_id is not None:
        raise CannotDecline(_("A motion has taken this petition up; its vote is the answer."))
    if not reason.strip():
        raise CannotDecline(_("Say why there will be no debate; the reason is published."))
    item.declined_because, item.done_at = reason.strip(), at
    item.save(update_fields=["declined_because", "done_at"])
    ledger.record(
        kind="council.agenda_item.declined", subject=item.subject, actor=by.code, at=at, public=True,
        about=[item.source, item.body.subject],
    )  # fmt: skip
    petitions.declined(item.source, item.subject, at)
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

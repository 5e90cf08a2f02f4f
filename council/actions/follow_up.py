"""The action list: given at a point of a sitting, ended with evidence, reminded of on the day it is due."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import queries as people
from council import queries
from council.actions import letters
from council.actions.sittings import CannotSit, locked_sitting
from council.models import ActionItem, Seat
from council.rules.follow_up import ActionState, Office, is_link, is_subject, must_remind
from council.rules.sitting import SittingState
from ledger import actions as ledger
from ledger import queries as record

if TYPE_CHECKING:
    from accounts.models import User

MOST_ACTIONS = 200


class CannotEndAction(Exception):
    """The action was not ended; the message is fit to show."""


@transaction.atomic
def give_action(
    *,
    sitting_id: int,
    position: int,
    what: str,
    due_on: date,
    by: "User",
    at: datetime,
    seat: Seat | None = None,
    office: str = "",
    organisation: str = "",
) -> ActionItem:
    """From a point that the sitting has taken up: one holder, one day."""
    sitting = locked_sitting(sitting_id)
    point = sitting.points.filter(position=position, taken_up_at__isnull=False).first()
    if sitting.status is SittingState.CALLED or point is None:
        raise CannotSit(_("An action comes from a point that the sitting has taken up."))
    if sum(map(bool, (seat, office, organisation))) != 1:
        raise CannotSit(_("Name one holder: a seat, an office or an organisation."))
    if due_on < at.date():
        raise CannotSit(_("The day on which it is due is still to come."))
    if organisation and people.organisation(organisation.removeprefix(queries.ORGANISATION)) is None:
        raise CannotSit(_("There is no such organisation."))
    if ActionItem.objects.filter(point__sitting=sitting).count() >= MOST_ACTIONS:
        raise CannotSit(_("This sitting has given all the actions it can."))
    item = ActionItem.objects.create(
        point=point, what=what, due_on=due_on, seat=seat, office=Office(office).value if office else "",
        organisation=organisation, given_by=by, given_at=at,
    )  # fmt: skip
    ledger.record(
        kind="council.action_item.given",
        public=True,
        **_told(item, by, at),
        holder=item.holder,
        due_on=due_on,
    )
    return item


@transaction.atomic
def end_action(*, code: UUID, to: ActionState, evidence: str, by: "User", at: datetime) -> ActionItem:
    """Done, or dropped, with what shows it: something of this platform, or a page elsewhere."""
    ActionItem.objects.select_for_update().get(code=code)
    item = queries.action_items().get(code=code)
    if item.status is not ActionState.OPEN:
        raise CannotEndAction(_("This action has ended already."))
    if to.value not in queries.ends_of(item, by, at):
        raise CannotEndAction(_("Who holds the action says that it is done; only the secretary drops it."))
    inside = is_subject(evidence) and record.card(evidence, None) is not None
    if not inside and not is_link(evidence):
        raise CannotEndAction(
            _("Show it by a page that begins with https://, or by something public of this platform.")
        )
    item.state, item.evidence, item.ended_at = to.value, evidence, at
    item.save(update_fields=["state", "evidence", "ended_at"])
    # A link is a person's words; the record names what is ours.
    shown = [evidence] if inside else []
    told = _told(item, by, at)
    ledger.record(
        kind="council.action_item.done" if to is ActionState.DONE else "council.action_item.dropped",
        public=True,
        **(told | {"about": [*told["about"], *shown]}),
    )
    return item


@transaction.atomic
def remind_of_action(*, item_id: int, at: datetime) -> int:
    """One letter to each who holds it, on the day; run twice, it says nothing the second time."""
    ActionItem.objects.select_for_update().get(pk=item_id)
    item = queries.action_items().get(pk=item_id)
    if not must_remind(item.status, item.due_on, item.reminded_at is not None, at.date()):
        return 0
    sent = letters.tell_of_action(item, queries.holders_of_action(item, at), at=at)
    item.reminded_at = at
    item.save(update_fields=["reminded_at"])
    ledger.record(
        kind="council.action_item.reminded", subject=item.subject, actor="", at=at, public=False, letters=sent
    )
    return sent


def _told(item: ActionItem, by: "User", at: datetime) -> dict[str, Any]:
    return {
        "subject": item.subject, "actor": by.code, "at": at,
        "about": [item.point.sitting.subject, *([item.holder] if "/" in item.holder else [])],
    }  # fmt: skip

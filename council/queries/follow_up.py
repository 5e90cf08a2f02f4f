"""The action list: who holds what, by when, and what is late by the database's clock."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts import queries as people
from accounts.rules.roles import Role
from council.models import ActionItem, Body, Mandate
from council.queries.bodies import bodies_of, seat_names
from council.rules.follow_up import Office
from ledger import queries as ledger

ORGANISATION = "accounts.organisation/"


def action_items() -> QuerySet[ActionItem]:
    return ActionItem.objects.select_related(
        "point__sitting__body__organisation", "point__sitting__body__parent", "point__motion",
        "point__minutes__sitting", "seat__body",
    )  # fmt: skip


def action_item(code: UUID) -> ActionItem | None:
    return action_items().filter(code=code).first()


def action_items_of(body: Body) -> QuerySet[ActionItem]:
    """Of the body's sittings: the soonest due first."""
    return action_items().filter(point__sitting__body=body).order_by("due_on", "pk")


def overdue_actions(body: Body, at: datetime) -> QuerySet[ActionItem]:
    """Of a council and its chambers, the longest late first."""
    late = action_items().filter(point__sitting__body__in=bodies_of(body))
    return late.filter(pk__in=ActionItem.objects.overdue(at.date())).order_by("due_on", "pk")  # type: ignore[attr-defined]


def actions_to_remind(at: datetime) -> list[int]:
    return list(ActionItem.objects.to_remind(at.date()).order_by("pk").values_list("pk", flat=True))  # type: ignore[attr-defined]


def listed_actions(items: QuerySet[ActionItem], viewer: Any, at: datetime) -> list[Any]:
    """Each with its holder's ``holder_name``, ``late``, its ``proof`` (a card), and how this reader ``may_end`` it."""
    rows: list[Any] = list(items)
    names = seat_names([row.seat for row in rows if row.seat])
    for row in rows:
        row.late = row.is_overdue_on(at.date())
        row.holder_name = _holder_name(row, names)
        row.proof = ledger.card(row.evidence, viewer) if row.evidence and "://" not in row.evidence else None
        row.may_end = ends_of(row, viewer, at)
    return rows


def _holder_name(row: ActionItem, names: dict[str, str]) -> str:
    if row.seat:
        return names[row.seat.code]
    if row.office:
        return str(row.get_office_display())
    found = people.organisation(row.organisation.removeprefix(ORGANISATION))
    return found.name if found else row.organisation


def holders_of_action(item: ActionItem, at: datetime) -> list[Any]:
    """The people who answer for it now."""
    if item.seat:
        held = Mandate.objects.in_force(at).filter(seat=item.seat)
    elif item.office == Office.CHAIR:
        council = item.point.sitting.body.council
        held = Mandate.objects.in_force(at).filter(seat__office="chair", seat__body__in=bodies_of(council))
    elif item.office:
        return list(people.holders(Role.SECRETARY, at))
    else:
        return list(people.officers_of(item.organisation.removeprefix(ORGANISATION), at))
    return [row.person for row in held.select_related("person").order_by("hand", "pk")]


def ends_of(item: ActionItem, person: Any, at: datetime) -> frozenset[str]:
    """How this person may end it: whoever holds it says that it is done, the secretary drops it too."""
    if item.ended_at is not None or not getattr(person, "is_authenticated", False):
        return frozenset()
    if people.has_role(person, Role.SECRETARY, at):
        return frozenset({"done", "dropped"})
    return frozenset({"done"}) if person in holders_of_action(item, at) else frozenset()

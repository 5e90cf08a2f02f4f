"""Minutes: drafted from the record, corrected, published, approved in a later sitting by secretary and chair."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import actions as accounts
from council import queries
from council.actions.sittings import CannotSit, locked_sitting, sitting_now
from council.models import Minutes, Sitting
from council.rules import minutes as rules
from council.rules.minutes import MinutesState
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import Approval, User

APPROVED = "council.minutes.approved"


class CannotMinute(CannotSit):
    """The minutes did not take that step; the message is fit to show."""


@transaction.atomic
def draft_minutes(*, sitting_id: int, by: "User", at: datetime) -> Minutes:
    """Begin them when the sitting is over; after an approval, the next version, with the words of the last."""
    sitting = locked_sitting(sitting_id)
    if not sitting.is_over:
        raise CannotMinute(_("Minutes are drafted when the sitting is closed."))
    if queries.minutes_in_hand(sitting):
        raise CannotMinute(_("A version is in hand already; correct that one."))
    last = queries.minutes_of(sitting).first()
    made = Minutes.objects.create(
        sitting=sitting,
        version=last.version + 1 if last else 1,
        remarks=last.remarks if last else {},
        drafted_at=at,
    )
    ledger.record(kind="council.minutes.drafted", public=False, **_told(made, by, at))
    return made


@transaction.atomic
def correct_minutes(*, sitting_id: int, position: int, text: str, by: "User", at: datetime) -> Minutes:
    """The secretary's words on one point, or on the sitting as a whole (0); until they are approved."""
    found = _in_hand(sitting_id)
    if position and not found.sitting.points.filter(position=position).exists():
        raise CannotMinute(_("The agenda has no such point."))
    found.remarks = rules.remarks_with(found.remarks, position, text.strip())
    if found.status is MinutesState.DRAFT:
        found.save(update_fields=["remarks"])
        return found
    found.sha256 = _hash(found)
    found.save(update_fields=["remarks", "sha256"])
    ledger.record(
        kind="council.minutes.corrected", public=True, **_told(found, by, at), position=position,
        sha256=found.sha256,
    )  # fmt: skip
    return found


@transaction.atomic
def publish_minutes(*, sitting_id: int, by: "User", at: datetime) -> Minutes:
    """Public as a draft: the record is frozen, the words may be corrected until the approval."""
    found = _in_hand(sitting_id)
    if found.status is not MinutesState.DRAFT:
        raise CannotMinute(_("These minutes are public already."))
    found.record = queries.record_of(found.sitting)
    found.published_at, found.sha256 = at, _hash(found)
    found.save(update_fields=["record", "published_at", "sha256"])
    ledger.record(kind="council.minutes.published", public=True, **_told(found, by, at), sha256=found.sha256)
    return found


def _in_hand(sitting_id: int) -> Minutes:
    found = (
        Minutes.objects.select_for_update(of=("self",))
        .select_related("sitting__body")
        .filter(sitting=sitting_id, approved_at__isnull=True)
        .first()
    )
    if found is None:
        raise CannotMinute(_("No version is in hand: draft one first. What is approved is not edited."))
    return found


def _hash(found: Minutes) -> str:
    return rules.hash_of(found.sitting.code, found.version, found.record, found.remarks)


# --- Approved in a later sitting, by two ----------------------------------------------------------------
@transaction.atomic
def ask_to_approve_minutes(*, sitting_id: int, by: "User", at: datetime) -> "Approval":
    """At the point of the agenda that is for it, one officer asks; the other agrees to exactly this text."""
    sitting = sitting_now(sitting_id)
    found = queries.minutes_to_approve(sitting)
    if found is None:
        raise CannotMinute(_("Take up the point for the minutes first."))
    roles = _roles(by, sitting, at)
    return accounts.request_approval(
        kind=APPROVED,
        subject=found.subject,
        by=by,
        at=at,
        body={"sha256": found.sha256, "sitting": sitting.code, "roles": sorted(roles)},
    )


@transaction.atomic
def approve_minutes(*, approval_id: int, by: "User", at: datetime) -> Minutes:
    """The second officer agrees, while the sitting is at the point; from now on nobody edits them."""
    approval = accounts.give_approval(approval_id=approval_id, by=by, at=at, kind=APPROVED)
    named = queries.sitting_by_code(approval.body["sitting"])
    sitting = sitting_now(named.pk) if named else None
    current = queries.minutes_to_approve(sitting) if sitting else None
    if sitting is None or current is None or current.subject != approval.subject:
        raise CannotMinute(_("Take up the point for the minutes first."))
    found = _in_hand(current.sitting_id)
    if not rules.are_both(approval.body["roles"], _roles(by, sitting, at)):
        raise CannotMinute(_("The secretary and the chair approve minutes together."))
    if found.sha256 != approval.body["sha256"]:
        raise CannotMinute(_("The minutes were corrected since this was asked; take it back and ask again."))
    found.approved_at, found.approved_in = at, sitting
    found.save(update_fields=["approved_at", "approved_in"])
    ledger.record(
        kind="council.minutes.approved", public=True, **_told(found, by, at, sitting), sha256=found.sha256,
        sitting=sitting.code,
    )  # fmt: skip
    return found


def _roles(by: "User", sitting: Sitting, at: datetime) -> frozenset[str]:
    roles = queries.officer_roles(by, sitting, at)
    if not roles:
        raise CannotMinute(_("The secretary and the chair approve minutes together."))
    return roles


def _told(found: Minutes, by: "User", at: datetime, *more: Sitting) -> dict[str, Any]:
    return {
        "subject": found.subject, "actor": by.code, "at": at,
        "about": [found.sitting.subject, *(one.subject for one in more)], "version": found.version,
    }  # fmt: skip

"""A body closes: its petitions, what it owes and its numbers go to the one that follows, in one transaction.

A closes, B follows      ->  all of A's is B's
B closes, C follows      ->  all of B's, A's too, is C's
D closes, nobody follows ->  all stays with D, marked; whoever is named later takes it over
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import actions as accounts
from accounts import queries as people
from charters import actions as charters
from ledger import actions as ledger
from petitions import queries
from petitions.actions.refusals import CannotSucceed
from petitions.models import Moved, Petition, Succession, Threshold, ThresholdZone
from petitions.rules import succession as rules
from petitions.rules.succession import Why
from petitions.rules.texts import tidy_line

SHORTEST_REASON = 10


@transaction.atomic
def close_body(*, body: str, successor: str, reason: str, by: Any, at: datetime) -> Succession:
    """Close the body of this slug; "" as successor: nobody follows yet. Named later, it is the same act again."""
    text = tidy_line(reason)
    if len(text) < SHORTEST_REASON:
        raise CannotSucceed(_("Write why, in a sentence: it is published."))
    closing, after = _both(body, successor)
    row = _recorded(closing, after, text, by, at)
    if after is not None:
        accounts.name_successor(organisation=closing, successor=after, at=at)
        _hand_over(row, after, at)
    ledger.record(
        kind="petitions.body.closed", subject=row.subject, actor="", at=at, public=True,
        about=[closing.subject, *([after.subject] if after else [])], body=closing.subject,
        successor=after.subject if after else "", petitions=row.petitions, duties=row.duties, reason=text,
    )  # fmt: skip
    return row


def _both(body: str, successor: str) -> tuple[Any, Any | None]:
    """The body and the last of the chain that follows it, under one lock, so that two acts make no circle."""
    accounts.lock_organisations()
    follows, closed = queries.follows(), queries.closed_bodies()
    if why := rules.refusal(body, successor or None, follows=follows, closed=closed):
        raise CannotSucceed(_why_not(why))
    if not successor and body in closed:
        raise CannotSucceed(_("This body is closed already. Name the one that follows it."))
    closing = people.organisation(body)
    after = people.organisation(rules.last_of(successor, follows)) if successor else None
    if closing is None or (successor and after is None):
        raise CannotSucceed(_("There is no body of this name."))
    return closing, after


def _recorded(closing: Any, after: Any | None, reason: str, by: Any, at: datetime) -> Succession:
    try:
        with transaction.atomic():
            return Succession.objects.create(
                body=closing, successor=after, at=at, reason=reason, decided_by=by.code
            )
    except IntegrityError as clash:
        raise CannotSucceed(_("Somebody else closed this body a moment ago.")) from clash


def _hand_over(row: Succession, after: Any, at: datetime) -> None:
    petitions = Petition.objects.select_for_update(of=("self",), no_key=True).filter(body=row.body_id)
    moved = list(petitions.order_by("pk"))
    Moved.objects.bulk_create(
        [Moved(petition=one, succession=row, from_body=row.body, to_body=after, at=at) for one in moved],
        batch_size=1_000,
    )
    Petition.objects.filter(pk__in=[one.pk for one in moved]).update(body=after)
    row.duties = charters.transfer_duties(holder=row.body, to=after, actor="", at=at)
    row.petitions = len(moved)
    row.save(update_fields=["petitions", "duties"])
    _carry_thresholds(row.body, after, at)
    for one in moved:
        if one.opened_at:
            _tell(one, row, after, at)


def _carry_thresholds(body: Any, after: Any, at: datetime) -> None:
    """Numbers in force hold on at the successor, unless it has its own; the old rows end and stay readable."""
    own = set(Threshold.objects.filter(body=after).exclude(until__lte=at).values_list("kind", flat=True))
    for old in Threshold.objects.in_force(at).filter(body=body, since__lt=at).prefetch_related("zones"):
        if old.kind not in own:
            new = Threshold.objects.create(body=after, kind=old.kind, count=old.count, since=at)
            ThresholdZone.objects.bulk_create(
                ThresholdZone(threshold=new, zone_id=part.zone_id, count=part.count)
                for part in old.zones.all()
            )
        old.until = at
        old.save(update_fields=["until"])


def _tell(petition: Petition, row: Succession, after: Any, at: datetime) -> None:
    ledger.record(
        kind="petitions.petition.moved", subject=petition.subject, actor="", at=at, public=True,
        about=[row.body.subject, after.subject], petition=petition.slug, former=row.body.subject, body=after.subject,
    )  # fmt: skip


def _why_not(why: Why) -> str:
    return {
        Why.SELF: _("A body cannot follow itself."),
        Why.CIRCLE: _("That body was followed by this one; choose another."),
        Why.FOLLOWED: _("Another body follows this one already."),
        Why.ENDS_NOWHERE: _("That body is closed, and nobody follows it; choose one that stands."),
    }[why]

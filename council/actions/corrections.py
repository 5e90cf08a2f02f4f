"""A counted election whose ballots were at fault: reopened by secretary and chair, entered and counted anew.

The count that stood stays as it was, in the log and on its page; the new one supersedes it. Nobody loses a
seat by that: the secretary looks at whoever was declared elected and is not elected any more.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import actions as accounts
from accounts import queries as people
from accounts.rules.roles import Role
from council import queries
from council.actions.elections import (
    CannotElect,
    locked_election,
    move_election,
    only_with,
    reasoned,
    told_of,
)
from council.models import Correction, Election, ElectionCount, SeatingReview
from council.rules.corrections import Fault, Seating
from council.rules.counts.papers import RANKED, Method
from council.rules.elections import RESULT, Source, Stand
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import Approval, User


# --- Reopened by two --------------------------------------------------------------------------------
def offices(by: "User", election: Election, at: datetime) -> set[str]:
    """Those of the two that act on a count, as far as this person holds them."""
    held = set()
    if people.has_role(by, Role.SECRETARY, at):
        held.add("secretary")
    if queries.is_chair(by, election.body.council, at):
        held.add("chair")
    return held


def only_officers(by: "User", election: Election, at: datetime) -> None:
    """Secretary or chair, who had no hand in the ballots that were counted."""
    if not offices(by, election, at):
        raise CannotElect(_("A count is corrected by the secretary and the chair together."))
    if election.entries.filter(entered_by=by).exists():
        raise CannotElect(_("You entered ballots of this election. Let somebody else correct it."))


def agreed_by_two(approval: "Approval", election: Election, by: "User", at: datetime) -> ElectionCount:
    """The count that still stands as it did when the one asked; CannotElect where not both offices agree."""
    if offices(by, election, at) | offices(approval.asked_by, election, at) != {"secretary", "chair"}:
        raise CannotElect(_("A count is corrected by the secretary and the chair together."))
    count = election.counts.order_by("number").last()
    if count is None or count.sha256 != approval.body["count"]:
        raise CannotElect(_("Another count stands now. Look at it, and ask anew."))
    return count


def _may_correct(election: Election, by: "User", at: datetime) -> None:
    only_officers(by, election, at)
    if election.correction_under_way:
        raise CannotElect(_("The ballots of this election are being entered anew already."))
    if election.status is Stand.ANNULLED:
        raise CannotElect(_("This election was annulled."))
    if election.status not in RESULT:
        raise CannotElect(_("This election was not counted yet; there is no count to correct."))


def ask_correction(
    *, election_id: int, fault: Fault, source: Source, reason: str, by: "User", at: datetime
) -> "Approval":
    """The secretary or the chair says what was wrong with the ballots that were counted; the other agrees."""
    election = queries.elections().get(pk=election_id)
    _may_correct(election, by, at)
    if source is Source.BLT and Method(election.method) not in RANKED:
        raise CannotElect(_("A BLT file holds rankings. Approval and score come as CSV or on paper."))
    last = queries.last_count(election)
    body = {"election": election.pk, "count": last.sha256 if last else "", "fault": fault.value}
    return accounts.request_approval(
        kind=queries.REOPENED, subject=election.subject, by=by, at=at,
        body=body | {"source": source.value, "reason": reasoned(reason)},
    )  # fmt: skip


@transaction.atomic
def agree_correction(*, approval_id: int, by: "User", at: datetime) -> Correction:
    """Secretary and chair: one asked, the other agrees. From now on two tellers enter the ballots anew."""
    approval = accounts.give_approval(approval_id=approval_id, by=by, at=at, kind=queries.REOPENED)
    said = approval.body
    election = locked_election(said["election"])
    _may_correct(election, by, at)
    count = agreed_by_two(approval, election, by, at)
    correction = Correction.objects.create(
        count=count, fault=said["fault"], source=said["source"], reason=said["reason"],
        asked_by=approval.asked_by, agreed_by=by, agreed_at=at, declared_at=election.published_at,
    )  # fmt: skip
    _reopen(election, count, correction, by, at)
    return correction


def _reopen(
    election: Election, count: ElectionCount, correction: Correction, by: "User", at: datetime
) -> None:
    """As it was when it was opened, but for the counts that are kept."""
    election.settled_at = election.published_at = None
    election.papers, election.differed, election.differing = 0, 0, {}
    move_election(election, Stand.ENTERING)
    ledger.record(
        kind="council.election.reopened", public=True, **told_of(election, by, at), bundle=count.sha256,
        fault=correction.fault, source=correction.source,
    )  # fmt: skip


# --- Those who are not elected any more -------------------------------------------------------------
@transaction.atomic
def review_seating(
    *, election_id: int, count: int, candidate: str, outcome: Seating, reason: str, by: "User", at: datetime
) -> SeatingReview:
    """The secretary says what became of somebody whom that count had elected. It ends no mandate by itself."""
    only_with(Role.SECRETARY, by, at, _("Only a secretary does this."))
    locked_election(election_id)
    election = queries.elections().get(pk=election_id)
    wanted = (count, candidate)
    tasks = {(one.count, one.candidate.code): one for one in queries.seatings_of(election)}
    if wanted not in tasks:
        raise CannotElect(_("The count that stands elects this candidate, or nothing is declared yet."))
    task = tasks[wanted]
    if task.review is not None:
        raise CannotElect(_("Somebody has written down already what became of it."))
    made = SeatingReview.objects.create(
        count=task.by_count, candidate=task.candidate, outcome=outcome.value,
        reason=reasoned(reason), reviewed_by=by, reviewed_at=at,
    )  # fmt: skip
    ledger.record(
        kind="council.election.seating_reviewed", public=True, **told_of(election, by, at),
        option=candidate, outcome=outcome.value, bundle=task.by_count.sha256,
    )  # fmt: skip
    return made

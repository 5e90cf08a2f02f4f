"""An election counted exactly, its bundle kept and published; a tie that leaves it open settled by an act.

No lot is drawn here. Who settles a tie says who is taken, by what act and why; the count then goes on from
there, to its end or to the next such tie, and each step leaves a bundle of its own that anybody counts again.
Ballots that were entered anew make a count that supersedes the one that stood; both are kept.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import queries as people
from accounts.rules.roles import Role
from council.actions.elections import (
    CannotElect,
    locked_election,
    move_election,
    only_with,
    reasoned,
    told_of,
)
from council.models import Election, ElectionCount
from council.rules.counts.bundle import bundle, canonical, contest_of, given_of, open_tie
from council.rules.counts.entry import NotAlike, agreed
from council.rules.counts.ties import NoSuchTie
from council.rules.elections import RESULT, How, Stand
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def count_election(*, election_id: int, by: "User", at: datetime) -> ElectionCount:
    """Count what two tellers entered alike, and publish the bundle; counted twice, it is counted once."""
    if not people.has_role(by, Role.TELLER, at):
        only_with(Role.SECRETARY, by, at, _("Only a teller or a secretary counts an election."))
    election = locked_election(election_id)
    if election.status in RESULT:
        return election.counts.filter(how="").latest("number")
    if election.status is not Stand.SETTLED:
        raise CannotElect(_("Two tellers enter the ballots and agree before they are counted."))
    one, other = election.entries_now()
    try:
        papers = agreed(one.read(), other.read())
    except NotAlike as differing:
        raise CannotElect(_("The two entries differ. They are not counted.")) from differing
    correction = election.correction_under_way
    supersedes = correction.count.sha256 if correction else ""
    made = bundle(election.code, election.contest(papers), supersedes=supersedes)
    if not made["valid"]:
        raise CannotElect(_("Every ballot is empty: there is nothing to count."))
    counted = _keep(election, made, by, at, corrects=correction)
    # What was typed goes: the bundle holds each ballot, and no paper's number.
    election.entries.update(papers={})
    move_election(election, Stand.COUNTED)
    _tell(counted, by, at)
    return counted


def _tell(counted: ElectionCount, by: "User", at: datetime) -> None:
    """The first count of an election, or one that supersedes another."""
    election, correction = counted.election, counted.corrects
    told = told_of(election, by, at) | _announced(counted)
    told |= {"method": election.method, "seats": election.seats}
    documents = {counted.path: canonical(counted.bundle)}
    if correction is None:
        ledger.record(kind="council.election.counted", public=True, documents=documents, **told)
        return
    ledger.record(
        kind="council.election.superseded", public=True, documents=documents, **told,
        supersedes=correction.count.sha256, fault=correction.fault,
    )  # fmt: skip


@transaction.atomic
def settle_tie(
    *, election_id: int, taken: Sequence[str], how: How, reason: str, by: "User", at: datetime
) -> ElectionCount:
    """An act settles the tie that leaves the result open; the count goes on with it."""
    only_with(Role.SECRETARY, by, at, _("Only a secretary does this."))
    election = locked_election(election_id)
    if election.entries.filter(entered_by=by).exists():
        raise CannotElect(_("You entered these ballots. Let somebody else settle the tie."))
    last = election.counts.order_by("number").last()
    tie = open_tie(last.bundle) if last and election.status is Stand.COUNTED else None
    if last is None or tie is None:
        raise CannotElect(_("No tie of this election is open."))
    given = [*given_of(last.bundle), tuple(taken)]
    try:
        supersedes = last.bundle.get("supersedes", "")
        made = bundle(election.code, contest_of(last.bundle), given, supersedes)
    except NoSuchTie as fault:
        raise CannotElect(_("Take as many of those who are level as the tie asks for.")) from fault
    act = {"taken": list(taken), "how": how.value, "reason": reasoned(reason)}
    counted = _keep(election, made, by, at, **act)
    ledger.record(
        kind="council.election.tie_settled", public=True, **told_of(election, by, at), **_announced(counted),
        round=tie["round"], step=tie["step"], options=tie["options"], taken=list(taken), how=how.value,
        documents={counted.path: canonical(made)},
    )  # fmt: skip
    return counted


def _keep(election: Election, made: dict[str, Any], by: "User", at: datetime, **act: Any) -> ElectionCount:
    number = election.counts.count() + 1
    fingerprint = sha256(canonical(made)).hexdigest()
    return ElectionCount.objects.create(
        election=election, number=number, bundle=made, sha256=fingerprint, counted_at=at, counted_by=by, **act
    )


def _announced(counted: ElectionCount) -> dict[str, Any]:
    said = {name: counted.bundle[name] for name in ("valid", "empty", "elected", "open_seats", "between")}
    return {"bundle": counted.sha256, **said}

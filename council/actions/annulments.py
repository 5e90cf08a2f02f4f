"""A counted election declared void by secretary and chair: nobody is elected by it, and nothing of it is edited.

For an election whose ballots no count can put right: they are lost, none of them is valid, or a court struck it
down. Its counts stay in the log and on its page; who had been declared elected is looked at by the secretary.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import actions as accounts
from council import queries
from council.actions.corrections import agreed_by_two, only_officers
from council.actions.elections import CannotElect, locked_election, move_election, reasoned, told_of
from council.models import Annulment, Election
from council.rules.elections import Stand
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import Approval, User


def _may_annul(election: Election, by: "User", at: datetime) -> None:
    only_officers(by, election, at)
    if election.status is Stand.ANNULLED:
        raise CannotElect(_("This election was annulled."))
    if not election.counts.exists():
        raise CannotElect(_("This election was not counted yet. The secretary cancels it."))


def ask_annulment(*, election_id: int, reason: str, by: "User", at: datetime) -> "Approval":
    """The secretary or the chair says why nobody is to be elected by it; the other agrees."""
    election = queries.elections().get(pk=election_id)
    _may_annul(election, by, at)
    last = queries.last_count(election)
    body = {"election": election.pk, "count": last.sha256 if last else "", "reason": reasoned(reason)}
    return accounts.request_approval(kind=queries.ANNULLED, subject=election.subject, by=by, at=at, body=body)


@transaction.atomic
def agree_annulment(*, approval_id: int, by: "User", at: datetime) -> Annulment:
    """Void from now on. What tellers were entering anew is erased."""
    approval = accounts.give_approval(approval_id=approval_id, by=by, at=at, kind=queries.ANNULLED)
    election = locked_election(approval.body["election"])
    _may_annul(election, by, at)
    count = agreed_by_two(approval, election, by, at)
    made = Annulment.objects.create(
        election=election, count=count, reason=approval.body["reason"], asked_by=approval.asked_by,
        agreed_by=by, agreed_at=at, declared_at=election.published_at,
    )  # fmt: skip
    election.published_at, election.differing = None, {}
    election.entries.update(papers={})
    move_election(election, Stand.ANNULLED)
    ledger.record(
        kind="council.election.annulled", public=True, **told_of(election, by, at), bundle=count.sha256
    )
    return made

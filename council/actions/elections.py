"""An election of persons that is kept: drafted, opened for entering, cancelled, declared.

The election's row is the lock of everything that happens in it. Facts carry the candidates' codes; names
and reasons stay on the pages.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import queries as people
from accounts.rules.roles import Role
from council.models import Body, Candidate, Election
from council.rules.counts.bounds import MOST_SEATS
from council.rules.counts.papers import RANKED, Method
from council.rules.counts.reading import MOST_POINTS
from council.rules.elections import Source, Stand, may_become
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User

SHORTEST_REASON = 10


class CannotElect(Exception):
    """The election did not take that step; the message is fit to show."""


def locked_election(election_id: int) -> Election:
    """The election, held until commit."""
    return (
        Election.objects.select_for_update(of=("self",))
        .select_related("body__organisation", "body__parent")
        .get(pk=election_id)
    )


def move_election(election: Election, to: Stand) -> None:
    if not may_become(election.status, to):
        raise CannotElect(_("This election is not at that step any more. Look at its page."))
    election.state = to.value
    election.save()


def told_of(election: Election, by: "User", at: datetime) -> dict[str, Any]:
    """What each fact of an election says."""
    return {"subject": election.subject, "actor": by.code, "at": at, "about": [election.body.subject]}


def only_with(role: Role, by: "User", at: datetime, refusal: str) -> None:
    if not people.has_role(by, role, at):
        raise CannotElect(refusal)


def _secretary(by: "User", at: datetime) -> None:
    only_with(Role.SECRETARY, by, at, _("Only a secretary does this."))


def reasoned(text: str) -> str:
    if len(text) < SHORTEST_REASON:
        raise CannotElect(_("Write why, in a sentence: it is published."))
    return text


# --- Drafting ---------------------------------------------------------------------------------------
@transaction.atomic
def draft_election(
    *, body: Body, title: str, method: Method, seats: int, source: Source, held_on: date,
    candidates: Sequence[tuple[str, str]], by: "User", at: datetime, max_points: int = 0,
) -> Election:  # fmt: skip
    """An election with its candidates, each (code, public name); the secretary's alone until it is opened."""
    _secretary(by, at)
    _refuse_unfit(method, seats, source, candidates, max_points)
    # The body's row is the lock of its numbers.
    Body.objects.select_for_update().get(pk=body.pk)
    election = Election.objects.create(
        body=body, number=_next_number(body, held_on), title=title, method=method.value, seats=seats,
        max_points=max_points, source=source.value, held_on=held_on, drafted_at=at,
    )  # fmt: skip
    _write_candidates(election, candidates)
    ledger.record(kind="council.election.drafted", public=False, **told_of(election, by, at))
    return election


@transaction.atomic
def revise_election(
    *, election_id: int, title: str, method: Method, seats: int, source: Source, held_on: date,
    candidates: Sequence[tuple[str, str]], by: "User", at: datetime, max_points: int = 0,
) -> Election:  # fmt: skip
    """The draft anew, whole; from the opening on nothing of it changes."""
    _secretary(by, at)
    election = locked_election(election_id)
    if election.status is not Stand.DRAFT:
        raise CannotElect(_("This election was opened; nothing of it is edited any more."))
    _refuse_unfit(method, seats, source, candidates, max_points)
    election.title, election.method, election.seats = title, method.value, seats
    election.max_points, election.source, election.held_on = max_points, source.value, held_on
    election.save()
    election.candidates.all().delete()
    _write_candidates(election, candidates)
    ledger.record(kind="council.election.revised", public=False, **told_of(election, by, at))
    return election


def _refuse_unfit(
    method: Method, seats: int, source: Source, candidates: Sequence[tuple[str, str]], max_points: int
) -> None:
    if not 1 <= seats <= min(MOST_SEATS, len(candidates)):
        raise CannotElect(_("There are more seats than candidates, or too many of them."))
    if method is Method.IRV and seats != 1:
        raise CannotElect(_("An instant runoff fills one seat."))
    if (method is Method.SCORE) != bool(max_points) or max_points > MOST_POINTS:
        raise CannotElect(_("Say how many points an option gets at most: for score, and only there."))
    if source is Source.BLT and method not in RANKED:
        raise CannotElect(_("A BLT file holds rankings. Approval and score come as CSV or on paper."))


def _next_number(body: Body, held_on: date) -> str:
    """``<year>-<n>`` among the body's own."""
    prefix = f"{held_on.year}-"
    taken = Election.objects.filter(body=body, number__startswith=prefix).values_list("number", flat=True)
    return f"{prefix}{max((int(number.removeprefix(prefix)) for number in taken), default=0) + 1}"


def _write_candidates(election: Election, candidates: Sequence[tuple[str, str]]) -> None:
    Candidate.objects.bulk_create(
        Candidate(election=election, code=code, name=name, position=position)
        for position, (code, name) in enumerate(candidates, 1)
    )


# --- Its steps --------------------------------------------------------------------------------------
@transaction.atomic
def open_election(*, election_id: int, by: "User", at: datetime) -> Election:
    """Public from now on, and open to the two tellers."""
    _secretary(by, at)
    election = locked_election(election_id)
    if election.held_on > at.date():
        raise CannotElect(_("Ballots are entered once the election was held."))
    election.opened_at = at
    move_election(election, Stand.ENTERING)
    ledger.record(
        kind="council.election.opened", public=True, **told_of(election, by, at),
        method=election.method, seats=election.seats, options=list(election.names()),
        max_points=election.max_points, source=election.source, held_on=election.held_on,
    )  # fmt: skip
    return election


@transaction.atomic
def cancel_election(*, election_id: int, reason: str, by: "User", at: datetime) -> Election:
    """Set aside before it is counted, for a reason that is published; what was entered is erased."""
    _secretary(by, at)
    election = locked_election(election_id)
    if election.counts.exists():
        raise CannotElect(
            _("This election was counted. It is not cancelled; two officers correct or annul it.")
        )
    election.cancelled_at, election.cancelled_because = at, reasoned(reason)
    election.differing = {}
    was_public = election.opened_at is not None
    move_election(election, Stand.CANCELLED)
    election.entries.update(papers={})
    if was_public:
        ledger.record(kind="council.election.cancelled", public=True, **told_of(election, by, at))
    else:
        ledger.record(kind="council.election.dropped", public=False, **told_of(election, by, at))
    return election


@transaction.atomic
def publish_election(*, election_id: int, by: "User", at: datetime) -> Election:
    """Declare who is elected; not while a tie leaves a seat open."""
    _secretary(by, at)
    election = locked_election(election_id)
    last = election.counts.order_by("number").last()
    if last is None:
        raise CannotElect(_("This election is not at that step any more. Look at its page."))
    if last.bundle["open_seats"]:
        raise CannotElect(_("A tie leaves a seat open. It is settled by an act before anybody is declared."))
    election.published_at = at
    move_election(election, Stand.PUBLISHED)
    ledger.record(
        kind="council.election.published", public=True, **told_of(election, by, at),
        elected=last.bundle["elected"], bundle=last.sha256,
    )  # fmt: skip
    return election

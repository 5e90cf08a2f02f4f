"""Two tellers enter the ballots of an election, each unseen by the other.

Paper: each types every paper by its number, in as many goes as it takes, and says when it is whole. A file:
each chooses it, and the two must be the same to the byte. Where the two do not agree, both enter the ballots
that differ anew, whatever they entered before: so no difference is settled by one of them alone.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.rules.roles import Role
from council.actions.elections import CannotElect, locked_election, move_election, only_with, told_of
from council.models import Election, ElectionEntry
from council.rules.counts.blt import FileFault
from council.rules.counts.bounds import MOST_BALLOTS, MOST_TEXT
from council.rules.counts.bundle import ballot_row
from council.rules.counts.entry import Mismatch, mismatches
from council.rules.counts.files import read_file
from council.rules.counts.papers import Paper
from council.rules.elections import ENTERED, Source, Stand
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User


def _own_entry(election: Election, by: "User", at: datetime) -> ElectionEntry:
    """This teller's entry, begun now where there is none; a third is refused."""
    only_with(Role.TELLER, by, at, _("Only tellers enter ballots."))
    if election.status not in ENTERED:
        raise CannotElect(_("This election takes no ballots now."))
    again = election.correction_under_way
    if again is not None and by.pk in (again.asked_by_id, again.agreed_by_id):
        raise CannotElect(_("You reopened this election. Let two others enter its ballots."))
    entries = election.entries_now()
    if own := entries.filter(entered_by=by).first():
        if own.finished_at is not None:
            raise CannotElect(_("You have finished your entry. The other one is somebody else’s."))
        return own
    taken = set(entries.values_list("hand", flat=True))
    if len(taken) == 2:
        raise CannotElect(_("Two tellers enter this election already."))
    hand = min({1, 2} - taken)
    return ElectionEntry.objects.create(
        election=election, round=len(election.corrections()), hand=hand, entered_by=by, begun_at=at
    )


@transaction.atomic
def enter_papers(*, election_id: int, papers: Mapping[int, Paper], by: "User", at: datetime) -> ElectionEntry:
    """Some papers by their numbers; one that she typed before is replaced, by her alone."""
    election = locked_election(election_id)
    if not election.is_paper:
        raise CannotElect(_("The ballots of this election come as a file."))
    own = _own_entry(election, by, at)
    own.papers |= {str(number): ballot_row(paper) for number, paper in papers.items()}
    own.struck = [number for number in own.struck if number not in own.papers]
    if len(own.papers) > MOST_BALLOTS:
        raise CannotElect(_("These are more ballots than one election takes."))
    own.save(update_fields=["papers", "struck"])
    return own


@transaction.atomic
def strike_papers(*, election_id: int, numbers: Collection[int], by: "User", at: datetime) -> ElectionEntry:
    """Numbers typed by mistake, by her or by the other: no paper bears them. Where both read one, it is there."""
    election = locked_election(election_id)
    own = _own_entry(election, by, at)
    for number in sorted({str(number) for number in numbers}, key=int):
        readings = election.differing.get(number)
        if number not in own.papers and readings is None:
            raise CannotElect(_("You have not typed paper %(number)s.") % {"number": number})
        if readings is not None and None not in readings:
            raise CannotElect(
                _("Both of you have read paper %(number)s. Type what it says.") % {"number": number}
            )
        own.papers.pop(number, None)
        if readings is not None:
            own.struck = [*own.struck, number]
    own.save(update_fields=["papers", "struck"])
    return own


@transaction.atomic
def finish_entry(*, election_id: int, by: "User", at: datetime) -> Election:
    """She has typed every paper. The second to say so lets both be compared."""
    election = locked_election(election_id)
    own = _own_entry(election, by, at)
    if not own.papers or not election.is_paper:
        raise CannotElect(_("You have not entered a ballot yet."))
    # None is lost because both forgot it.
    left = [number for number in election.differing if number not in own.papers and number not in own.struck]
    if left:
        raise CannotElect(
            _("Type paper %(number)s anew, or say that there is none.") % {"number": min(left, key=int)}
        )
    return _finished(election, own, by, at)


@transaction.atomic
def release_entry(*, election_id: int, hand: int, by: "User", at: datetime) -> Election:
    """A teller cannot go on: what she entered is erased, and another enters in her place from the beginning."""
    only_with(Role.SECRETARY, by, at, _("Only a secretary does this."))
    election = locked_election(election_id)
    if election.status not in ENTERED:
        raise CannotElect(_("This election takes no ballots now."))
    gone, _rows = election.entries_now().filter(hand=hand).delete()
    if not gone:
        raise CannotElect(_("Nobody has begun this entry."))
    ledger.record(
        kind="council.election.entry_released", public=False, **told_of(election, by, at), hand=hand
    )
    return election


@transaction.atomic
def enter_ballot_file(*, election_id: int, content: bytes, by: "User", at: datetime) -> Election:
    """The whole file as this teller has it. FileFault says where it cannot be read."""
    election = locked_election(election_id)
    if election.is_paper:
        raise CannotElect(_("The ballots of this election are typed from paper."))
    own = _own_entry(election, by, at)
    if len(content) > MOST_TEXT:
        raise FileFault(1, 1, "too_long", str(MOST_TEXT))
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise FileFault(content[: fault.start].count(b"\n") + 1, 1, "no_text") from fault
    is_blt = election.source_now is Source.BLT
    papers = read_file(text, election.contest(), election.names(), is_blt=is_blt)
    own.papers = {str(number): ballot_row(paper) for number, paper in papers.items()}
    own.sha256 = sha256(content).hexdigest()
    return _finished(election, own, by, at)


def _finished(election: Election, own: ElectionEntry, by: "User", at: datetime) -> Election:
    own.finished_at = at
    own.save()
    ledger.record(
        kind="council.election.entered", public=False, **told_of(election, by, at),
        hand=own.hand, papers=len(own.papers), file=own.sha256,
    )  # fmt: skip
    entries = list(election.entries_now())
    if len(entries) == 2 and all(entry.finished_at for entry in entries):
        _compare(election, entries, by, at)
    return election


def _compare(election: Election, entries: list[ElectionEntry], by: "User", at: datetime) -> None:
    one, other = entries
    found = mismatches(one.read(), other.read())
    if found or one.sha256 != other.sha256:
        _ask_again(election, entries, found)
        return
    counts = [paper.count for paper in one.read().values()]
    election.papers, election.differing, election.settled_at = sum(counts), {}, at
    move_election(election, Stand.SETTLED)
    ledger.record(
        kind="council.election.settled", public=True, **told_of(election, by, at),
        papers=election.papers, differed=election.differed, file=one.sha256,
    )  # fmt: skip


def _ask_again(election: Election, entries: list[ElectionEntry], found: tuple[Mismatch, ...]) -> None:
    """Both are shown what differs, and both enter it anew: of paper those ballots, of a file the whole."""
    election.differing = {str(row.number): [_shown(row.first), _shown(row.second)] for row in found}
    if election.status is Stand.ENTERING:
        election.differed = len(found)
        move_election(election, Stand.DIFFERING)
    else:
        election.save()
    for entry in entries:
        kept = entry.papers if election.is_paper else {}
        entry.papers = {number: row for number, row in kept.items() if number not in election.differing}
        entry.finished_at, entry.sha256, entry.struck = None, "", []
        entry.save()


def _shown(paper: Paper | None) -> dict[str, Any] | None:
    return None if paper is None else ballot_row(paper)

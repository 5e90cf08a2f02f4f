"""What the parties of an alliance say: they join, take their word back, leave, dissolve it. Both hands of a joint seat."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from council import queries
from council.actions.alliances import (
    CannotAlly,
    end_alliance,
    locked_alliance,
    named_party,
    release_ahead,
    settle_agreement,
)
from council.models import Alliance, Party, Word
from council.rules import alliances as rule
from council.rules.alliances import BEFORE, End, Said, Stage
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def give_word(*, alliance_id: int, party: str, said: Said, by: "User", at: datetime) -> Alliance:
    """One hand says it; with the word of its last hand it is done. Said again, it was said once."""
    alliance = locked_alliance(alliance_id)
    found = queries.party_in(alliance, party) or _newcomer(alliance, party, said, by, at)
    hand = _hand(found, by, at)
    _check_said(alliance, found, said)
    if not _has_said(found, said, hand):
        Word.objects.create(
            party=found, said=said.value, hand=hand, sha256=alliance.sha256, given_by=by, given_at=at
        )
        ledger.record(
            kind="council.word.given", subject=alliance.subject, actor=by.code, at=at, public=True,
            about=[found.subject], party=found.subject, hand=hand, word=said.value, sha256=alliance.sha256,
        )  # fmt: skip
        _take_effect(alliance, found, said, at)
    return alliance


@transaction.atomic
def take_back_word(*, alliance_id: int, party: str, said: Said, by: "User", at: datetime) -> Alliance:
    """A hand takes back what it said, as long as it had no effect that binds: before force, or before the other hand."""
    alliance = locked_alliance(alliance_id)
    found = queries.party_in(alliance, party)
    if found is None:
        raise _no_party(party)
    hand = _hand(found, by, at)
    word = Word.objects.live().filter(party=found, said=said.value, hand=hand).first()
    if word is None:
        raise CannotAlly(_("There is no word of yours here to take back."))
    if said is Said.JOIN and found.joined_at is not None and alliance.status not in BEFORE:
        raise CannotAlly(_("The alliance is in force: a party leaves it, and does not take its word back."))
    word.withdrawn_at = at
    word.save(update_fields=["withdrawn_at"])
    ledger.record(
        kind="council.word.withdrawn", subject=alliance.subject, actor=by.code, at=at, public=True,
        about=[found.subject], party=found.subject, hand=hand, word=said.value,
    )  # fmt: skip
    if said is Said.JOIN and found.joined_at is not None:
        found.joined_at = None
        found.save(update_fields=["joined_at"])
        settle_agreement(alliance, at)
    return alliance


def _newcomer(alliance: Alliance, subject: str, said: Said, by: "User", at: datetime) -> Party:
    """Somebody who was not there from the start, where the alliance is open to others."""
    if said is not Said.JOIN or not (alliance.is_open and alliance.status is Stage.IN_FORCE):
        raise _no_party(subject)
    party = named_party(subject)
    _hand(party, by, at)
    party.alliance, party.is_late = alliance, True
    party.save()
    return party


def _no_party(subject: str) -> CannotAlly:
    return CannotAlly(_("It is no party of this alliance: %(subject)s.") % {"subject": subject})


def _hand(party: Party, by: "User", at: datetime) -> int:
    hand = queries.hand_in_party(party, by, at)
    if hand is None:
        raise CannotAlly(_("You do not speak for %(party)s now. Nothing was recorded.") % {"party": party})
    return hand


def _check_said(alliance: Alliance, party: Party, said: Said) -> None:
    if said is Said.JOIN:
        if alliance.status is Stage.ENDED:
            raise CannotAlly(_("This alliance has ended; nobody joins it any more."))
        return
    if alliance.status is not Stage.IN_FORCE or party.joined_at is None:
        raise CannotAlly(_("Only a party of an alliance in force leaves it or dissolves it."))


def _has_said(party: Party, said: Said, hand: int) -> bool:
    return Word.objects.live().filter(party=party, said=said.value, hand=hand).exists()


def _take_effect(alliance: Alliance, party: Party, said: Said, at: datetime) -> None:
    if not _is_whole(alliance, party, said, at):
        return
    if said is Said.JOIN:
        _join(alliance, party, at)
    elif said is Said.LEAVE:
        _leave(alliance, party, at)
    elif all(
        _is_whole(alliance, one, said, at) for one in queries.joined(queries.standing_parties(alliance))
    ):
        end_alliance(alliance, End.DISSOLVED, at=at)


def _is_whole(alliance: Alliance, party: Party, said: Said, at: datetime) -> bool:
    given = Word.objects.live().filter(party=party, said=said.value, sha256=alliance.sha256)
    return rule.is_whole(queries.hands_of_party(party, at), given.values_list("hand", flat=True))


def _join(alliance: Alliance, party: Party, at: datetime) -> None:
    party.joined_at = at
    party.save(update_fields=["joined_at"])
    ledger.record(
        kind="council.alliance.joined", subject=alliance.subject, actor="", at=at, public=True,
        about=[party.subject], party=party.subject, sha256=alliance.sha256,
    )  # fmt: skip
    if alliance.status in BEFORE:
        settle_agreement(alliance, at)


def _leave(alliance: Alliance, party: Party, at: datetime) -> None:
    """It goes; where one side is empty then, the alliance ends."""
    party.left_at = at
    party.save(update_fields=["left_at"])
    released = release_ahead(alliance, at, party)
    ledger.record(
        kind="council.alliance.left", subject=alliance.subject, actor="", at=at, public=True,
        about=[party.subject], party=party.subject, released=released,
    )  # fmt: skip
    if not rule.has_both_sides(one for one in queries.members_of(alliance) if one.has_joined):
        end_alliance(alliance, End.LEFT, at=at)

"""Asking to join, inviting, accepting, leaving: every move of a membership, by the table of `rules.coalitions`."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import actions as accounts
from ledger import actions as ledger
from petitions import queries
from petitions.actions.gathering import about
from petitions.actions.refusals import CannotJoin, NotYours
from petitions.models import Coalition, Member
from petitions.queries import Hat
from petitions.rules import coalitions as rules
from petitions.rules.coalitions import Act, Kind, Standing, State


@transaction.atomic
def ask_to_join(*, coalition_id: int, hat: Hat, by: Any, at: datetime) -> Member:
    """As one of those the person speaks for now; an invitation that waits is accepted by it."""
    if hat.code not in {own.code for own in queries.hats_of(by, at)}:
        raise NotYours
    return _apply(_locked(coalition_id), hat, Act.ASK, by, at)


@transaction.atomic
def invite_member(*, coalition_id: int, hat: Hat, by: Any, at: datetime) -> Member:
    """A steward invites; who had asked already is in."""
    coalition = _locked(coalition_id)
    if not queries.is_steward(by, coalition, at):
        raise NotYours
    return _apply(coalition, hat, Act.INVITE, by, at)


@transaction.atomic
def move_member(*, member_id: int, act: Act, by: Any, at: datetime) -> Member:
    """Any other move: its speaker's, or a steward's. Whoever is neither gets NotYours."""
    found = Member.objects.whole().get(pk=member_id)
    coalition = _locked(found.coalition_id)
    member = Member.objects.whole().get(pk=member_id)  # as it stands under the lock
    if act in rules.SPEAKERS:
        allowed = queries.may_speak_for(by, member, at)
    else:
        allowed = queries.is_steward(by, coalition, at)
    if not allowed:
        raise NotYours
    return _apply(coalition, queries.hat_of(member), act, by, at)


@transaction.atomic
def hand_stewardship(*, member_id: int, by: Any, at: datetime) -> Member:
    """A steward makes another member a steward beside them."""
    found = Member.objects.get(pk=member_id)
    coalition = _locked(found.coalition_id)
    if not queries.is_steward(by, coalition, at):
        raise NotYours
    member = Member.objects.whole().get(pk=member_id)
    if not member.is_present:
        raise CannotJoin(_("Only a member can be a steward."))
    if not member.is_steward:
        member.is_steward = True
        member.save(update_fields=["is_steward"])
        ledger.record(kind="petitions.member.entrusted", subject=member.subject, actor=by.code, at=at, public=True,
                      about=[coalition.subject], coalition=coalition.slug)  # fmt: skip
    return member


def _locked(coalition_id: int) -> Coalition:
    return Coalition.objects.select_for_update().get(pk=coalition_id)


def _apply(coalition: Coalition, hat: Hat, act: Act, by: Any, at: datetime) -> Member:
    """Under the coalition's lock. What is so already is answered as it stands: pressed twice is pressed once."""
    if coalition.state not in rules.PUBLIC or (act in rules.OPENING and coalition.state != State.OPEN):
        raise CannotJoin(_("This coalition has ended. Nobody joins it any more."))
    member = coalition.members.whole().filter(**hat.columns()).first()
    was = Standing(member.standing) if member else Standing.NONE
    if member and rules.is_already(was, act):
        return member
    try:
        to = rules.moved(was, act)
    except rules.Refused as refused:
        raise CannotJoin(_refusal(was)) from refused
    _refuse_last_steward(coalition, member, to)
    if to is Standing.MEMBER and coalition.members.present().count() >= rules.MOST_MEMBERS:
        raise CannotJoin(_("This coalition is full."))
    if member is None:
        member = Member(coalition=coalition, kind=hat.kind.value, **hat.columns())
    member.standing, member.moved_by, member.moved_at = to.value, by.code, at
    if to is Standing.MEMBER:
        member.joined_at = at
    else:
        member.is_steward = False
    member.save()
    _record(coalition, member, was, by, at)
    return member


def _refuse_last_steward(coalition: Coalition, member: Member | None, to: Standing) -> None:
    if member is None or not member.is_steward or to is Standing.MEMBER:
        return
    present = coalition.members.present()
    stewards, all_in = present.filter(is_steward=True).count(), present.count()
    if coalition.is_open and rules.is_last_steward(stewards=stewards, others=all_in - 1):
        raise CannotJoin(_("Make another member a steward first, or end the coalition."))


def _refusal(was: Standing) -> str:
    return {
        Standing.NONE: _("There is no such membership."),
        Standing.ASKED: _("The request to join waits for a steward."),
        Standing.INVITED: _("The invitation waits for an answer."),
        Standing.MEMBER: _("It is a member already."),
        Standing.LEFT: _("It has left the coalition."),
        Standing.DECLINED: _("The invitation was declined."),
        Standing.REFUSED: _("The request was refused. A steward can invite."),
        Standing.REMOVED: _("It was removed from the coalition. A steward can invite."),
    }[was]


def _record(coalition: Coalition, member: Member, was: Standing, by: Any, at: datetime) -> None:
    """What concerns everybody is public: who is in, who left. A request or an invitation is not."""
    subject, told = member.subject, {"at": at, "actor": by.code, "coalition": coalition.slug}
    everywhere = [coalition.subject, *about(coalition)]
    if member.kind == Kind.BIOME and member.biome:
        everywhere = list(dict.fromkeys([*everywhere, member.biome.subject]))
    match Standing(member.standing), was:
        case Standing.MEMBER, _:
            ledger.record(kind="petitions.member.joined", subject=subject, public=True, about=everywhere,
                          member_kind=member.kind, **told)  # fmt: skip
        case Standing.LEFT, Standing.MEMBER:
            ledger.record(
                kind="petitions.member.left", subject=subject, public=True, about=everywhere, **told
            )
        case Standing.REMOVED, Standing.MEMBER:
            ledger.record(
                kind="petitions.member.removed", subject=subject, public=True, about=everywhere, **told
            )
        case _:
            ledger.record(kind="petitions.member.moved", subject=subject, public=False, about=[coalition.subject],
                          standing=member.standing, was=was.value, **told)  # fmt: skip


@transaction.atomic
def tell_of_move(*, member_id: int, fact: int, letters: list[tuple[str, str, str]], at: datetime) -> bool:
    """Owe these letters (to, title, text) for one fact about a membership; heard twice, told once."""
    member = Member.objects.select_for_update().get(pk=member_id)
    if member.told_upto >= fact:
        return False
    member.told_upto = fact
    member.save(update_fields=["told_upto"])
    for to, title, text in letters:
        accounts.post_letter(to=to, subject=title, text=text, at=at)
    return True

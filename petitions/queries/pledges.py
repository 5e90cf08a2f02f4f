"""Pledges with how they stand at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from petitions.models import Coalition, Member, Pledge, Report
from petitions.queries.speaking import memberships, name_of_member, spoken_for
from petitions.rules import pledges as rules
from petitions.rules.coalitions import State, Words


@dataclass(frozen=True, slots=True)
class Stood:
    """A pledge and how it stands."""

    pledge: Pledge
    account: rules.Account
    is_due: bool
    name: str

    @property
    def percent(self) -> int:
        """Of what is confirmed."""
        return rules.percent(self.account.confirmed, self.pledge.amount)

    @property
    def percent_claimed(self) -> int:
        return rules.percent(self.account.claimed, self.pledge.amount)

    @property
    def is_unjudged(self) -> bool:
        return self.is_due and self.account.stage in rules.UNJUDGED


def stood(pledge: Pledge, at: datetime) -> Stood:
    return Stood(pledge, pledge.account(at), pledge.is_due(at), name_of_member(pledge.member))


def pledges_of(coalition: Coalition) -> QuerySet[Pledge]:
    """Those anybody may read, the first due first."""
    return Pledge.objects.readable().whole().filter(coalition=coalition)


def pledge_of(coalition: Coalition, number: int) -> Pledge | None:
    return pledges_of(coalition).filter(number=number).first()


def pledge_by_uuid(uuid: Any) -> Pledge | None:
    return Pledge.objects.readable().whole().filter(uuid=uuid, coalition__state__in=PUBLIC).first()


PUBLIC = (State.OPEN.value, State.ENDED.value)


def pledges_by(user: Any, at: datetime) -> QuerySet[Pledge]:
    """The pledges of those this person speaks for, waiting ones among them."""
    mine = Member.objects.filter(spoken_for(user, at)).values("pk")
    found = Pledge.objects.whole().filter(member__in=mine, coalition__state__in=PUBLIC)
    return found.exclude(words=Words.HIDDEN.value)


def reporting_hats(user: Any, pledge: Pledge, at: datetime) -> list[Member]:
    """The memberships as which this person may report of the pledge now, the pledger's first."""
    found = [
        member
        for member in memberships(user, pledge.coalition, at)
        if rules.may_report(
            is_pledger=member.pk == pledge.member_id, is_member=member.is_present, is_due=pledge.is_due(at)
        )
    ]
    return sorted(found, key=lambda member: member.pk != pledge.member_id)


def judging_hats(user: Any, report: Report, at: datetime) -> list[Member]:
    """The memberships as which this person may judge the report now: none for whoever made it, or the pledger's
    own speaker where the pledger made it, whichever hat they wear."""
    mine = list(memberships(user, report.pledge.coalition, at))
    if not mine or report.made_by == user.code or any(member.pk == report.member_id for member in mine):
        return []
    return [
        member
        for member in mine
        if rules.may_judge(
            is_reporter=False, is_member=member.is_present, is_pledger=member.pk == report.pledge.member_id
        )
    ]


def hats_to_judge(user: Any, report: Report, at: datetime) -> list[Member]:
    """`judging_hats` that have not judged it yet; a person judges a report once, whichever hat they wear."""
    given = list(report.judgements.all())
    if any(judgement.made_by == user.code for judgement in given):
        return []
    judged = {judgement.member_id for judgement in given}
    return [hat for hat in judging_hats(user, report, at) if hat.pk not in judged]


def newest_report(pledge: Pledge) -> Report | None:
    return pledge.reports.order_by("-number").first()


def to_remind(at: datetime, most: int = 200) -> QuerySet[Pledge]:
    """Due within the week and not reminded yet; or past due and its speakers not told yet."""
    soon = Q(reminded_at__isnull=True, due_at__lte=at + rules.REMIND_BEFORE, due_at__gte=at)
    past = Q(overdue_told_at__isnull=True, due_at__lt=at)
    return (
        Pledge.objects.readable().filter(soon | past, coalition__state__in=PUBLIC).order_by("due_at")[:most]
    )


def to_judge(user: Any, at: datetime) -> list[Stood]:
    """Pledges whose newest report this person may judge and has not, in coalitions they are a member of."""
    within = Member.objects.filter(spoken_for(user, at)).present().values("coalition")
    found = Pledge.objects.readable().whole().filter(coalition__in=within, reports__isnull=False).distinct()
    waiting = []
    for pledge in found:
        report = list(pledge.reports.all())[-1]
        if rules.is_settled(report.weighed()):
            continue
        if hats_to_judge(user, report, at):
            waiting.append(stood(pledge, at))
    return waiting[:50]

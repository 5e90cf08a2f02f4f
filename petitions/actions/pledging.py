"""Making a pledge, reporting how much is done, judging a report; and the letters before and after the day."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import actions as accounts
from accounts import queries as people
from ledger import actions as ledger
from moderation import actions as moderation
from petitions import queries
from petitions.actions.gathering import about, hear_of_beacon
from petitions.actions.refusals import CannotPledge, NotYours
from petitions.models import BeaconRequest, Coalition, Judgement, Member, Pledge, Report
from petitions.models.petition import next_number
from petitions.rules import pledges as rules
from petitions.rules import texts
from petitions.rules.coalitions import Words
from petitions.rules.deadlines import LAST_SECOND
from petitions.rules.pledges import DateFault, Fault, Unit
from petitions.words import UNITS, amount_words


def amount_sentence(fault: Fault) -> str:
    return {
        Fault.NOT_A_NUMBER: _("Write how much as a number"),
        Fault.NEGATIVE: _("Write an amount that is not below zero"),
        Fault.NONE_AT_ALL: _("Write an amount above zero"),
        Fault.TOO_MUCH: _("Write an amount of at most one thousand million"),
        Fault.TOO_FINE: _("Write at most two digits after the point"),
        Fault.NOT_WHOLE: _("Write a whole number for this unit"),
    }[fault]


def date_sentence(fault: DateFault) -> str:
    return {
        DateFault.PAST: _("Choose a day that is still to come"),
        DateFault.FAR: _("Choose a day within ten years"),
    }[fault]


@transaction.atomic
def make_pledge(
    *, member_id: int, what: str, unit: Unit, amount: Decimal, due_on: date, key: UUID, by: Any, at: datetime
) -> Pledge:
    """A member's promise; its words are public once a moderator has read them. One press, one pledge."""
    member, coalition = _locked_member(member_id)
    if not queries.may_speak_for(by, member, at):
        raise NotYours
    if made := Pledge.objects.filter(member=member, key=key).first():
        return made
    if not member.is_present or not coalition.is_open:
        raise CannotPledge(_("Only members of an open coalition pledge."))
    if fault := rules.amount_fault(amount, unit):
        raise CannotPledge(amount_sentence(fault))
    site = queries.site_clock()
    if late := rules.date_fault(due_on, at.astimezone(site).date()):
        raise CannotPledge(date_sentence(late))
    if member.pledges.count() >= rules.MOST_PLEDGES:
        raise CannotPledge(_("A member makes at most twenty pledges in one coalition."))
    pledge = Pledge.objects.create(
        coalition=coalition, member=member, number=next_number(coalition.pledges.all()), what=texts.tidy_line(what),
        unit=unit.value, amount=amount, due_on=due_on, due_at=datetime.combine(due_on, LAST_SECOND, tzinfo=site),
        made_by=by.code, made_at=at, key=key,
    )  # fmt: skip
    _submit(pledge, "petitions.pledge", pledge.what, _promised(pledge), coalition, by, at)
    return pledge


@transaction.atomic
def report_pledge(
    *, pledge_id: int, member_id: int, unit: Unit, done: Decimal, says: str, link: str, key: UUID, by: Any,
    at: datetime,
) -> Report:  # fmt: skip
    """How much of it is done in all, with evidence; by the pledger, or once it is due by another member."""
    member, coalition = _locked_member(member_id)
    pledge = Pledge.objects.readable().get(pk=pledge_id, coalition=coalition)
    if not queries.may_speak_for(by, member, at):
        raise NotYours
    is_pledger = pledge.member_id == member.pk
    if not is_pledger and not member.is_present:
        raise NotYours
    if made := Report.objects.filter(pledge=pledge, member=member, key=key).first():
        return made
    if not rules.may_report(is_pledger=is_pledger, is_member=True, is_due=pledge.is_due(at)):
        raise CannotPledge(_("Before the day comes, only the pledger reports of a pledge."))
    if unit != pledge.unit:
        raise CannotPledge(_("Report in the unit of the pledge."))
    if fault := rules.amount_fault(done, unit, may_be_nothing=True):
        raise CannotPledge(amount_sentence(fault))
    if pledge.reports.count() >= rules.MOST_REPORTS:
        raise CannotPledge(_("Fifty reports of this pledge are on record; that must do."))
    report = Report.objects.create(
        pledge=pledge, member=member, number=next_number(pledge.reports.all()), done=done,
        says=texts.tidy_block(says), link=link, made_by=by.code, made_at=at, key=key,
    )  # fmt: skip
    told = f"{report.says}\n{link}".strip()
    _submit(report, "petitions.report", told, f"{pledge.what}: {_promised(pledge)}", coalition, by, at)
    ledger.record(kind="petitions.pledge.reported", subject=pledge.subject, actor=by.code, at=at, public=True,
                  about=[report.subject, coalition.subject, *about(coalition)], coalition=coalition.slug,
                  number=pledge.number, report=report.number, done=str(done), unit=pledge.unit)  # fmt: skip
    return report


@transaction.atomic
def judge_report(
    *, report_id: int, member_id: int, confirms: bool, says: str, by: Any, at: datetime
) -> Judgement:
    """Another member confirms or contests the newest report; never whoever made it, under any hat."""
    member, coalition = _locked_member(member_id)
    report = Report.objects.select_related("pledge__coalition").get(
        pk=report_id, pledge__coalition=coalition, pledge__words=Words.APPROVED.value
    )
    if member.pk not in {hat.pk for hat in queries.judging_hats(by, report, at)}:
        raise NotYours
    if (
        given := report.judgements.filter(member=member).first()
        or report.judgements.filter(made_by=by.code).first()
    ):
        if given.confirms == confirms and given.member_id == member.pk:
            return given
        raise CannotPledge(_("You have judged this report already."))
    if report.number != report.pledge.reports.count():
        raise CannotPledge(_("A newer report has come meanwhile. Judge that one."))
    said = texts.tidy_block(says)
    if not confirms and not said:
        raise CannotPledge(_("Say why you contest it."))
    judgement = Judgement.objects.create(
        report=report, member=member, confirms=confirms, says=said, made_by=by.code, made_at=at,
        words=Words.WAITING.value if said else Words.APPROVED.value,
    )  # fmt: skip
    pledge = report.pledge
    if said:
        _submit(
            judgement, "petitions.judgement", said, f"{pledge.what}: {_promised(pledge)}", coalition, by, at
        )
    ledger.record(kind="petitions.pledge.judged", subject=pledge.subject, actor=by.code, at=at, public=True,
                  about=[judgement.subject, coalition.subject, *about(coalition)], coalition=coalition.slug,
                  number=pledge.number, report=report.number, confirms=confirms)  # fmt: skip
    return judgement


def _locked_member(member_id: int) -> tuple[Member, Coalition]:
    """The coalition's row is the lock: a member removed in another tab is seen as removed here."""
    found = Member.objects.get(pk=member_id)
    coalition = Coalition.objects.select_for_update().get(pk=found.coalition_id)
    return Member.objects.whole().get(pk=member_id), coalition


def _promised(pledge: Pledge) -> str:
    """How much, and by when, as moderators read it beside the words."""
    return _("%(amount)s %(unit)s by %(day)s") % {
        "amount": amount_words(pledge.amount), "unit": UNITS[pledge.unit],
        "day": date_format(pledge.due_on, "DATE_FORMAT"),
    }  # fmt: skip


def _submit(
    row: Any, kind: str, text: str, pledged: str, coalition: Coalition, by: Any, at: datetime
) -> None:
    moderation.submit(
        subject=row.subject, kind=kind, snapshot={"title": coalition.title, "pledge": pledged, "text": text},
        language=coalition.language, author=by.code, at=at,
    )  # fmt: skip


@transaction.atomic
def apply_words_decision(*, noun: str, uuid: str, approved: bool, hides: bool, at: datetime) -> None:
    """The words of a pledge, a report, a judgement or a request for a beacon, as a moderator decided; once."""
    found = queries.row_of(noun, uuid)
    row: Any = type(found).objects.select_for_update().get(pk=found.pk) if found else None
    to = Words.APPROVED if approved else Words.HIDDEN if hides else Words.REJECTED
    if row is None or row.words in {Words.APPROVED, to}:
        return
    row.words = to.value
    row.save(update_fields=["words"])
    if to is Words.APPROVED and isinstance(row, BeaconRequest):
        hear_of_beacon(row, at)
    if to is Words.APPROVED and isinstance(row, Pledge):
        _record_pledge(row, at)


def _record_pledge(pledge: Pledge, at: datetime) -> None:
    coalition = pledge.coalition
    ledger.record(
        kind="petitions.pledge.made",
        subject=pledge.subject,
        actor=pledge.made_by,
        at=at,
        public=True,
        about=[pledge.member.subject, coalition.subject, *about(coalition)],
        coalition=coalition.slug,
        number=pledge.number,
        amount=str(pledge.amount),
        unit=pledge.unit,
        due_on=pledge.due_on,
        words=sha256(pledge.what.encode()).hexdigest(),
    )


Writer = Callable[[Pledge, Any, bool], tuple[str, str]]


def remind_due(*, at: datetime, write: Writer) -> int:
    """A letter a week before the day, and one after it if nothing settles the pledge; each once. How many pledges."""
    told = 0
    for pk in list(queries.to_remind(at).values_list("pk", flat=True)):
        told += _remind(pk, at, write)
    return told


@transaction.atomic
def _remind(pk: int, at: datetime, write: Writer) -> int:
    held = Pledge.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
    if held is None:
        return 0
    is_past = held.is_due(at)
    if (held.overdue_told_at if is_past else held.reminded_at) is not None:
        return 0
    if is_past:
        held.overdue_told_at = at
    held.reminded_at = held.reminded_at or at
    held.save(update_fields=["reminded_at", "overdue_told_at"])
    pledge = Pledge.objects.whole().get(pk=pk)
    if pledge.account(at).stage in rules.MARKS:
        return 0
    for user in queries.speakers_of(pledge.member, at):
        if address := people.confirmed_email(user):
            title, text = write(pledge, user, is_past)
            accounts.post_letter(to=address, subject=title, text=text, at=at)
    return 1

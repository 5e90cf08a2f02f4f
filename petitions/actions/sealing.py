"""A filer's name under seal: put in when the petition is filed, opened by two auditors, gone with the signers."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import queries as accounts
from accounts.rules import addresses
from accounts.rules.roles import Role
from ledger import actions as ledger
from petitions import queries
from petitions.actions.letters import owe_filer
from petitions.actions.refusals import CannotFile, CannotOpenName
from petitions.models import Filer, Letter, NameReading, NameRequest, Petition, SealedName
from petitions.rules import sealing
from petitions.rules.filing import Step
from petitions.rules.mail import LetterKind
from petitions.rules.sealing import Refusal, Verdict
from petitions.rules.texts import tidy_line

# Nothing has happened to the name: it was kept shut, and the filer is told how it ended.
KEPT = frozenset({Verdict.REFUSED, Verdict.WITHDRAWN, Verdict.LAPSED})


def put_under_seal(filer: Filer, *, pseudonym: str, name: str, email: str, at: datetime) -> None:
    """Name and address go into the box; the row keeps the pseudonym and two marks, and no account."""
    if sealing.gives_away(pseudonym, name):
        raise CannotFile(_("Choose a pseudonym that holds no part of your name."), Step.CHECK)
    canonical = addresses.canonical(email)
    box = accounts.seal(queries.label_of(filer), name=name, email=email)
    SealedName.objects.update_or_create(filer=filer, defaults={"box": box, "sealed_at": at})
    filer.owner_mark = accounts.mark_of(filer.user.code if filer.user else canonical)
    filer.name, filer.email, filer.canonical, filer.user = (
        pseudonym,
        queries.SEALED,
        accounts.mark_of(canonical),
        None,
    )
    # A first try without a pseudonym owed a letter with the name on it.
    plain = Letter.objects.filter(petition=filer.petition_id).exclude(email=queries.SEALED)
    plain.update(name="", email="", canonical=None)


def take_off_seal(filer: Filer) -> None:
    """Filed again without a pseudonym, before it was confirmed: the box goes."""
    SealedName.objects.filter(filer=filer).delete()
    filer.owner_mark = ""


@transaction.atomic
def ask_for_name(*, petition_id: int, reason: str, by: Any, at: datetime) -> NameRequest:
    """One auditor asks, and says why in public. Nothing is opened by it."""
    text = tidy_line(reason)
    if not sealing.SHORTEST_REASON <= len(text) <= sealing.LONGEST_REASON:
        raise CannotOpenName(_("Write why, in a sentence of 20 to 300 characters: it is published."))
    petition = Petition.objects.select_for_update(of=("self",), no_key=True).get(pk=petition_id)
    _lapse(NameRequest.objects.select_for_update(of=("self",)).lapsed(at).filter(petition=petition), at)
    before = [row.asked() for row in NameRequest.objects.filter(petition=petition)]
    hand = queries.auditor_hand(petition, by, at)
    if why := sealing.refusal_to_ask(before, hand, is_kept=queries.is_name_kept(petition), at=at):
        raise CannotOpenName(_why_not(why))
    try:
        with transaction.atomic():
            row = NameRequest.objects.create(petition=petition, reason=text, asked_by=by.code, asked_at=at)
    except IntegrityError as clash:  # two asked at once; the unique index let one through
        raise CannotOpenName(_why_not(Refusal.WAITS_ALREADY)) from clash
    ledger.record(kind="petitions.name.asked", subject=row.subject, actor=by.code, at=at, public=True,
                  about=[petition.subject], petition=petition.slug, reason=text,
                  answer_by=row.asked().answer_by)  # fmt: skip
    owe_filer(petition, LetterKind.NAME_ASKED, at, about=str(row.key))
    return row


@transaction.atomic
def answer_name_request(*, key: Any, agrees: bool, by: Any, at: datetime) -> NameRequest:
    """Another auditor agrees, and both may read for a day; or refuses, and the name stays shut."""
    row = _locked(key)
    asker = accounts.user_by_code(row.asked_by)
    why = sealing.refusal_to_answer(
        row.asked(),
        queries.auditor_hand(row.petition, by, at),
        is_asker_auditor=accounts.has_role(asker, Role.AUDITOR, at),
        is_kept=queries.is_name_kept(row.petition),
        at=at,
    )
    if why:
        raise CannotOpenName(_why_not(why))
    _end(row, Verdict.AGREED if agrees else Verdict.REFUSED, by.code, at)
    return row


@transaction.atomic
def withdraw_name_request(*, key: Any, by: Any, at: datetime) -> NameRequest:
    """The asker takes it back while it waits."""
    row = _locked(key)
    if why := sealing.refusal_to_withdraw(row.asked(), queries.auditor_hand(row.petition, by, at), at=at):
        raise CannotOpenName(_why_not(why))
    _end(row, Verdict.WITHDRAWN, by.code, at)
    return row


@transaction.atomic
def read_name(*, key: Any, by: Any, at: datetime) -> str:
    """The name, for one of the two who opened it. It is on record before it is shown."""
    row = _locked(key)
    hand = queries.auditor_hand(row.petition, by, at)
    told = queries.opened_name(row.petition)
    if why := sealing.refusal_to_read(row.asked(), hand, is_kept=told is not None, at=at):
        raise CannotOpenName(_why_not(why))
    NameReading.objects.create(request=row, read_by=by.code, read_at=at)
    ledger.record(kind="petitions.name.read", subject=row.subject, actor=by.code, at=at, public=True,
                  about=[row.petition.subject], petition=row.petition.slug)  # fmt: skip
    owe_filer(row.petition, LetterKind.NAME_READ, at, about=f"{row.key} {by.code}")
    return (told or {})["name"]


def lapse_requests(*, at: datetime) -> int:
    """What nobody answered in time has ended; how many."""
    with transaction.atomic():
        return _lapse(NameRequest.objects.select_for_update(of=("self",), skip_locked=True).lapsed(at), at)


def _lapse(rows: Any, at: datetime) -> int:
    found = list(rows.select_related("petition"))
    for row in found:
        _end(row, Verdict.LAPSED, "", at)
    return len(found)


def _locked(key: Any) -> NameRequest:
    """The petition is the lock, as for whatever forgets its filer; then the request."""
    found = NameRequest.objects.get(key=key)
    Petition.objects.select_for_update(of=("self",), no_key=True).get(pk=found.petition_id)
    return (
        NameRequest.objects.select_for_update(of=("self",)).select_related("petition__body").get(pk=found.pk)
    )


def _end(row: NameRequest, verdict: Verdict, by: str, at: datetime) -> None:
    row.verdict, row.answered_by, row.answered_at = verdict.value, by, at
    row.save(update_fields=["verdict", "answered_by", "answered_at"])
    # The log says what was done and to which petition; the auditor's code stays in the audit trail.
    if verdict is Verdict.AGREED:
        ledger.record(kind="petitions.name.opened", subject=row.subject, actor=by, at=at, public=True,
                      about=[row.petition.subject], petition=row.petition.slug,
                      until=row.asked().readable_until)  # fmt: skip
    else:
        ledger.record(kind="petitions.name.kept", subject=row.subject, actor=by, at=at, public=True,
                      about=[row.petition.subject], petition=row.petition.slug, verdict=verdict.value)  # fmt: skip
    kind = LetterKind.NAME_KEPT if verdict in KEPT else LetterKind.NAME_OPENED
    owe_filer(row.petition, kind, at, about=str(row.key))


def _why_not(refusal: Refusal) -> str:
    return {
        Refusal.PARTY: _("You have a part in this petition. Other auditors must deal with its name."),
        Refusal.GONE: _("There is no name to open: it is not sealed, or it is no longer kept."),
        Refusal.WAITS_ALREADY: _("This name was asked for already; answer that request instead."),
        Refusal.OPEN_ALREADY: _("This name is open now; it can be asked for again when that has ended."),
        Refusal.SAME_PERSON: _("You asked for this yourself; another auditor must answer."),
        Refusal.NOT_THE_ASKER: _("Only the auditor who asked can take the request back."),
        Refusal.ASKER_LEFT: _("Whoever asked is no longer an auditor. Ask anew if it is still needed."),
        Refusal.ANSWERED: _("This request has ended already."),
        Refusal.LATE: _("Nobody answered within 72 hours, so the request has lapsed. It can be asked anew."),
        Refusal.NOT_ONE_OF_TWO: _("Only the two auditors who opened this name may read it."),
        Refusal.NOT_OPEN: _("This name is not open: another auditor must agree first."),
        Refusal.OVER: _("The 24 hours are over. To read it again, it must be asked for again."),
    }[refusal]

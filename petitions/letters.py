"""Mails as text: composed in their reader's language from `templates/petitions/mail/<kind>.txt`.

The first line of a template is the subject, the rest is the letter.
"""

import smtplib
from contextlib import suppress
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts.rules.tokens import Purpose
from ledger.queries import card
from moderation import queries as moderation
from petitions import actions, queries
from petitions.models import Attempt, Letter, Petition
from petitions.rules.household import Finding
from petitions.rules.lifecycle import COUNTED, State
from petitions.rules.mail import UPDATES, LetterKind, Outcome, Step, outcome, status_of

SIGN = "confirm_signature"
ALREADY = "already_signed"
TOO_LATE = "too_late"
# RFC 3463: what stands there is no address.
NO_ADDRESS = "5.1.3"
NAMES = {LetterKind.NAME_ASKED, LetterKind.NAME_OPENED, LetterKind.NAME_KEPT, LetterKind.NAME_READ}
DEBATES = {LetterKind.SCHEDULED, LetterKind.DEBATED, LetterKind.DECLINED}


class PostOffice:
    """One conversation with the mail host for a whole tick, begun with the first mail."""

    def __init__(self) -> None:
        self._connection = get_connection()
        self._is_open = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        # A host that is gone need not be told good-bye.
        with suppress(smtplib.SMTPException, OSError):
            self._connection.close()

    def post(self, row: Attempt | Letter) -> None:
        """Send one row's mail, or say why it cannot be sent now or ever."""
        message = compose(row)
        try:
            if not self._is_open:
                self._connection.open()
                self._is_open = True
            self._connection.send_messages([message])
        except ValueError as error:
            self._hang_up()
            raise actions.Undeliverable(NO_ADDRESS) from error
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            raise refusal_of(error) from error

    def _hang_up(self) -> None:
        """What was said last may have left the conversation in the middle: the next mail begins a new one."""
        with suppress(smtplib.SMTPException, OSError):
            self._connection.close()
        self._is_open = False


def refusal_of(error: Exception) -> Exception:
    """What the library's error means for the mail."""
    step, code, text = _said(error)
    status = status_of(code, text)
    match outcome(step, code):
        case Outcome.NEVER:
            return actions.Undeliverable(status)
        case Outcome.LATER:
            return actions.Deferred(status)
        case _:
            return actions.Unreachable()


def _said(error: Exception) -> tuple[Step, int, str]:
    """At which step, with which code and words. What is no answer at all is the host's being away."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        # One recipient a mail, so one answer.
        code, text = next(iter(error.recipients.values()), (0, b""))
        return Step.RECIPIENT, code, _text(text)
    if isinstance(error, smtplib.SMTPDataError):
        return Step.TEXT, error.smtp_code, _text(error.smtp_error)
    if isinstance(error, smtplib.SMTPSenderRefused):
        return Step.SENDER, error.smtp_code, _text(error.smtp_error)
    return Step.SERVER, 0, ""


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


def compose(row: Attempt | Letter) -> EmailMessage:
    kind = _kind(row)
    with translation.override(row.language):
        context = _common(row) | _links(row, kind)
        subject, _break, text = (
            render_to_string(f"petitions/mail/{kind}.txt", context).strip().partition("\n")
        )
    headers = {
        "Message-ID": actions.mail_id_of(row),
        "Auto-Submitted": "auto-generated",
    }
    if leave := context.get("leave"):
        headers["List-Unsubscribe"] = f"<{leave}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=text.strip() + "\n",
        to=[queries.address_of(row)],
        headers=headers,
    )


def _kind(row: Attempt | Letter) -> str:
    if isinstance(row, Letter):
        return str(row.kind)
    found = _standing(row)
    if found and found.finding is not Finding.SECOND:
        return ALREADY
    return SIGN if row.petition.state in COUNTED else TOO_LATE


def _standing(row: Attempt) -> queries.Standing | None:
    """What the address has signed already, as it looks to the name that asks."""
    if not row.canonical:
        return None
    return queries.standing(row.petition_id, row.canonical, row.name, row.zone_id)


def _common(row: Attempt | Letter) -> dict[str, Any]:
    petition = row.petition
    return {
        "name": row.name,
        "petition": petition,
        "page": absolute("petitions:petition", petition.slug),
        "asks": list(petition.asks.all()),
        "SITE_URL": settings.SITE_URL,
    }


def absolute(name: str, *args: str) -> str:
    return settings.SITE_URL + reverse(name, args=args)


def _links(row: Attempt | Letter, kind: str) -> dict[str, Any]:
    petition = row.petition
    if isinstance(row, Attempt):
        standing = _standing(row) if kind == ALREADY else None
        return {
            "finding": standing.finding if standing else "",
            "link": absolute("petitions:confirm", actions.token_of(Purpose.SIGN, row.key)),
        }
    filer = getattr(petition, "filer", None)
    found: dict[str, Any] = {}
    if kind == LetterKind.CONFIRM_FILING or (filer and filer.canonical == row.canonical):
        found["link"] = _filers_link(petition)
        found["is_filer"] = True
    if kind == LetterKind.CONFIRM_SPONSOR:
        found["link"] = absolute("petitions:confirm_sponsor", actions.token_of(Purpose.SPONSOR, row.about))
    if kind == LetterKind.INVITE_SPONSOR:
        share = actions.token_of(Purpose.INVITE, petition.code)
        found["link"] = absolute("petitions:sponsor", petition.code, share)
        found["filer"] = filer.name if filer else ""
    if kind == LetterKind.REJECTED:
        found["decision"] = moderation.last_decision(petition.subject)
        found["is_hidden"] = petition.state == State.HIDDEN
    if kind == LetterKind.ANSWERED and row.about.isdigit():
        found["response"] = petition.responses.filter(version=int(row.about)).select_related("body").first()
    if kind in NAMES:
        asked = queries.name_request(row.about.split()[0])
        found |= {"request": asked, "until": asked.asked().readable_until if asked else None}
    if kind in DEBATES and row.about:
        found["motion"] = card(row.about)
    if kind in UPDATES and row.canonical and (signed := queries.signature_of(petition, row.canonical)):
        found["leave"] = absolute("petitions:unsubscribe", actions.unsubscribe_token(signed.receipt))
    return found


def _filers_link(petition: Petition) -> str:
    """Opens the filer's own page: by the account for a person who has one, else by the link."""
    if petition.filer.token_hash is None:
        return absolute("petitions:manage", petition.slug)
    return absolute("petitions:confirm_filing", actions.token_of(Purpose.FILE, petition.filer.key))

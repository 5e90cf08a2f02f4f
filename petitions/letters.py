"""Mails as text: composed in their reader's language from `templates/petitions/mail/<kind>.txt`.

The first line of a template is the subject, the rest is the letter.
"""

import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts.rules.tokens import Purpose
from moderation import queries as moderation
from petitions import actions, queries
from petitions.models import Attempt, Letter, Petition
from petitions.rules.household import Finding
from petitions.rules.lifecycle import COUNTED, State
from petitions.rules.mail import UPDATES, LetterKind

SIGN = "confirm_signature"
ALREADY = "already_signed"
TOO_LATE = "too_late"


def post(row: Attempt | Letter) -> None:
    """Send one row's mail, or say why it cannot be sent now or ever."""
    message = compose(row)
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        raise actions.Undeliverable from error
    except (smtplib.SMTPException, OSError) as error:
        raise actions.Unreachable from error


def compose(row: Attempt | Letter) -> EmailMessage:
    kind = _kind(row)
    with translation.override(row.language):
        context = _common(row) | _links(row, kind)
        subject, _break, text = (
            render_to_string(f"petitions/mail/{kind}.txt", context).strip().partition("\n")
        )
    headers = {
        "Message-ID": actions.message_id(kind, f"{row.key}/{_round(row)}"),
        "Auto-Submitted": "auto-generated",
    }
    if leave := context.get("leave"):
        headers["List-Unsubscribe"] = f"<{leave}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return EmailMessage(
        subject=" ".join(subject.split()), body=text.strip() + "\n", to=[row.email], headers=headers
    )


def _round(row: Attempt | Letter) -> str:
    """A letter asked for again is another letter; one repeated by a crash is not."""
    return row.asked_at.isoformat() if isinstance(row, Letter) else ""


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
    if kind in UPDATES and row.canonical and (signed := queries.signature_of(petition, row.canonical)):
        found["leave"] = absolute("petitions:unsubscribe", actions.unsubscribe_token(signed.receipt))
    return found


def _filers_link(petition: Petition) -> str:
    """Opens the filer's own page: by the account for a person who has one, else by the link."""
    if petition.filer.user_id and petition.filer.token_hash is None:
        return absolute("petitions:manage", petition.slug)
    return absolute("petitions:confirm_filing", actions.token_of(Purpose.FILE, petition.filer.key))

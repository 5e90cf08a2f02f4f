"""Text messages: whether the site takes any, what a petition's code names, and how many were held."""

from datetime import datetime
from typing import Any

from django.conf import settings

from accounts.actions.secret import secret
from biomes import queries as biomes
from petitions.models import Petition, Signature, TextMessage
from petitions.queries.finding import public_petitions
from petitions.rules import names, sms

SINK = "sink"


def takes_texts() -> bool:
    """Adapter, number and secret together; what only shows texts is for a demonstration alone."""
    adapter = settings.SMS_ADAPTER
    return bool(adapter and settings.SMS_NUMBER and settings.SMS_SECRET) and (
        adapter != SINK or settings.DEMO
    )


def text_to_sign(petition: Petition, language: str) -> dict[str, str] | None:
    """What to send where, for the page; None where the site takes no texts."""
    if not takes_texts():
        return None
    word = sms.SHOWN[sms.Kind.SIGN].get(language, sms.SHOWN[sms.Kind.SIGN]["en"])
    return {"text": f"{word} {sms.code_of(petition.pk)}", "number": settings.SMS_NUMBER}


def petition_texted(code: str) -> Petition | None:
    """Only what everybody may read: a draft, a hidden one and none at all are the same."""
    number = sms.petition_of(code)
    return public_petitions().filter(pk=number).first() if number is not None else None


def zone_called(text: str) -> Any | None:
    """By its name or its address, as people write it."""
    wanted = names.folded(text)
    if not wanted:
        return None
    found = (zone for zone in biomes.named_zones() if wanted in _spellings(zone))
    return next(found, None)


def _spellings(zone: Any) -> set[str]:
    return {names.folded(zone.name), names.folded(zone.slug), names.folded(zone.slug.replace("-", " "))}


def signature_by_number(petition: Petition, hashed: str) -> Signature | None:
    return Signature.objects.filter(petition=petition, canonical=sms.canonical_of(hashed)).first()


def waiting_attempt(hashed: str, code: str, at: datetime) -> TextMessage | None:
    """The attempt of this number that these digits confirm."""
    rows = TextMessage.objects.waiting(at).filter(number=hashed).select_related("petition")
    return next((row for row in rows.order_by("-id") if code == sms.confirm_code(secret(), row.key)), None)


def held_texts() -> int:
    """How many were held in the days they are kept; nothing of them is known but that they came."""
    return TextMessage.objects.held().count()

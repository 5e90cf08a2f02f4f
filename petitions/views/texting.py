"""The door for text messages: a carrier brings them, each with a proof. It answers every message alike."""

import json
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.doors import now
from petitions import actions
from petitions.queries import texting
from petitions.rules import sms

HEADER = "X-Biolattice-Signature"


@require_POST
@never_cache
# No cookie is read: the proof is over the body.
@csrf_exempt
def text(request: HttpRequest) -> HttpResponse:
    """One message. Where the site takes none there is no such address."""
    if not texting.takes_texts():
        raise Http404
    body = request.read(sms.MOST_BYTES + 1)
    if len(body) > sms.MOST_BYTES:
        return _said(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The body is longer than 8192 bytes.")
    if not sms.is_proven(settings.SMS_SECRET, body, request.headers.get(HEADER, "")):
        return _said(HTTPStatus.FORBIDDEN, f"{HEADER} is missing or does not fit the body.")
    at = now()
    message = _read(body, at)
    if message is None:
        return _said(
            HTTPStatus.BAD_REQUEST,
            "Send JSON with the texts id, from, text and at: a telephone number, and a time with its zone, "
            "at most a day off.",
        )
    actions.receive_text(**message, at=at)
    return JsonResponse({"taken": True}, status=HTTPStatus.ACCEPTED)


def _said(status: HTTPStatus, detail: str) -> HttpResponse:
    return JsonResponse({"detail": detail}, status=status)


def _read(body: bytes, at: datetime) -> dict[str, Any] | None:
    """The message in a body, or None where it cannot be read."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict):
        return None
    given = [told.get(field) for field in ("id", "from", "text", "at")]
    if not all(isinstance(value, str) for value in given):
        return None
    name, sender, text, stamp = given
    number = sms.number_of(sender)
    if not 1 <= len(name) <= sms.LONGEST_ID or len(text) > sms.LONGEST_TEXT or number is None:
        return None
    return {"told": name, "number": number, "text": text} if _is_recent(stamp, at) else None


def _is_recent(stamp: str, at: datetime) -> bool:
    try:
        sent = datetime.fromisoformat(stamp)
        return sent.tzinfo is not None and abs(sent - at) <= sms.STALE
    except (ValueError, OverflowError):
        return False

"""Signing by text message: one message is one row, what it does happens with it, and the row owes the answer.

    message -> held (the sixth in an hour: silent, and nobody is kept)
        \\--> SIGN: an attempt -> answer with six digits -> YES and the digits: one signature

Whoever brings the message learns nothing: the door answers every message alike, and what became of it
is told in the answer, which goes to the number alone.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction

from accounts import queries as accounts
from accounts.actions.secret import secret
from petitions import queries
from petitions.actions.mailing import Undeliverable, Unreachable
from petitions.actions.signing import COUNTING, OPEN, new_receipt
from petitions.models import Petition, TextMessage
from petitions.queries import texting
from petitions.rules import deadlines, names, sms
from petitions.rules.mail import wait_after
from petitions.rules.sms import Asked, Kind, Reply

# One message of a number at a time, or two would be the fifth.
NUMBERS = 0x5345
CONFIRM = """
INSERT INTO petitions_signature (receipt, petition_id, canonical, slot, name, email, zone_id, relation,
                                 updates, language, confirmed_at)
SELECT %(receipt)s, t.petition_id, %(canonical)s, 1, t.name, '', t.zone_id, '', false, t.language, %(at)s
FROM petitions_textmessage t
JOIN petitions_petition p ON p.id = t.petition_id
WHERE t.id = %(attempt)s AND p.state = ANY(%(counting)s::text[])
  AND t.received_at <= p.closes_at AND %(at)s <= p.closes_at + %(grace)s
ON CONFLICT (petition_id, canonical, slot) DO NOTHING
RETURNING receipt
"""


@transaction.atomic
def receive_text(*, told: str, number: str, text: str, at: datetime) -> TextMessage:
    """Take one message in. The same message again is the same row, and does nothing twice."""
    hashed, told_hash = sms.number_hash(secret(), number), sms.id_hash(secret(), told)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [NUMBERS, hashed])
    row, is_new = TextMessage.objects.get_or_create(
        told=told_hash,
        defaults={
            "number": hashed, "kind": Kind.OTHER, "received_at": at, "expires_at": at + sms.LIFE, "due_at": at,
        },
    )  # fmt: skip
    if not is_new:
        return row
    if _answered_before(row) >= sms.MOST_ANSWERED:
        row.is_held = True
    else:
        _act(row, sms.read(text), at)
        row.box = accounts.seal(row.label, number=number)
    row.save()
    return row


def _answered_before(row: TextMessage) -> int:
    lately = TextMessage.objects.filter(
        number=row.number, is_held=False, received_at__gt=row.received_at - sms.WINDOW
    )
    return lately.exclude(pk=row.pk).count()


def _act(row: TextMessage, asked: Asked, at: datetime) -> None:
    row.kind, row.language = asked.kind, asked.language
    if asked.kind is Kind.SIGN:
        row.reply = _attempt(row, asked, at)
    elif asked.kind is Kind.YES:
        row.reply = _confirm(row, asked.code, at)
    else:
        row.reply = Reply.HELP


def _attempt(row: TextMessage, asked: Asked, at: datetime) -> Reply:
    petition = texting.petition_texted(asked.code)
    if petition is None:
        return Reply.NO_PETITION
    row.petition = petition
    if texting.signature_by_number(petition, row.number):
        return Reply.ALREADY
    if not _is_open(petition, at):
        return Reply.CLOSED
    if queries.pause_in_force(at):
        return Reply.PAUSED
    if names.fault(asked.name):
        return Reply.NO_NAME
    zone = texting.zone_called(asked.zone) if asked.zone else None
    if asked.zone and zone is None:
        return Reply.NO_ZONE
    row.name, row.zone = names.tidy(asked.name), zone
    return Reply.ASK


def _is_open(petition: Petition, at: datetime) -> bool:
    return petition.state in OPEN and petition.closes_at is not None and at <= petition.closes_at


def _confirm(row: TextMessage, code: str, at: datetime) -> Reply:
    """The digits make one signature; sent again they tell of the one there is."""
    attempt = texting.waiting_attempt(row.number, code, at)
    if attempt is None or attempt.petition is None:
        return Reply.LATE
    row.petition = attempt.petition
    with connection.cursor() as cursor:
        cursor.execute(
            CONFIRM,
            {
                "receipt": new_receipt(), "canonical": sms.canonical_of(row.number), "attempt": attempt.pk,
                "counting": COUNTING, "at": at,
                "grace": deadlines.GRACE,  # type: ignore[dict-item]
            },
        )  # fmt: skip
        if cursor.fetchone():
            return Reply.SIGNED
    return Reply.ALREADY if texting.signature_by_number(attempt.petition, row.number) else Reply.CLOSED


# --- Answers ----------------------------------------------------------------------------------------


def answer_texts(
    *,
    at: datetime,
    post: Callable[[TextMessage], None],
    most: int = 200,
    may_go_on: Callable[[], bool] = lambda: True,
) -> int:
    """Send what is due, each in a transaction of its own; how many were dealt with. The number goes with the answer."""
    done = 0
    while done < most and may_go_on() and _answer_one(at, post):
        done += 1
    return done


@transaction.atomic
def _answer_one(at: datetime, post: Callable[[TextMessage], None]) -> bool:
    due = TextMessage.objects.to_send(at).select_for_update(skip_locked=True, of=("self",))
    row = due.select_related("petition").order_by("due_at", "id").first()
    if row is None:
        return False
    row.tries += 1
    try:
        post(row)
    except Unreachable:
        row.due_at = at + wait_after(row.tries)
        row.box = "" if row.tries >= sms.MOST_TRIES else row.box
    except Undeliverable:
        row.box = ""
    else:
        row.box, row.sent_at = "", at
    row.save(update_fields=["tries", "due_at", "box", "sent_at"])
    return True

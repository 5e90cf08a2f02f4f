"""A phone, a carrier that brings its texts, and one that is away; for the tests of signing by text message."""

import json
from itertools import count

from django.test import Client

from accounts.actions.secret import secret
from petitions import actions
from petitions.models import Signature
from petitions.rules import sms
from petitions.views.texting import HEADER

SECRET = "a secret of this test"
NUMBER, OTHER = "+99555123987", "+99555123988"
IDS = count(1)
# The dotted path of a carrier that is away.
AWAY = f"{__name__}.broken"


def open_door(settings):
    settings.DEMO, settings.SMS_ADAPTER = True, "sink"
    settings.SMS_NUMBER, settings.SMS_SECRET = "+99 555 0100", SECRET


def bring(body, *, proof=None, **headers):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    given = sms.proof_of(SECRET, raw) if proof is None else proof
    more = {HEADER: given} if given else {}
    return Client().post("/petitions/sms/", raw, content_type="application/json", headers=more | headers)


def message(text, now, *, number=NUMBER, name=None):
    return {"id": name or f"m{next(IDS)}", "from": number, "text": text, "at": now.isoformat()}


def receive(text, now, *, number=NUMBER, told=None):
    return actions.receive_text(told=told or f"m{next(IDS)}", number=number, text=text, at=now)


def code(petition):
    return sms.code_of(petition.pk)


def digits(row):
    return sms.confirm_code(secret(), row.key)


def signed(petition, now, *, number=NUMBER, name="Ana Vale"):
    row = receive(f"SIGN {code(petition)} {name}", now, number=number)
    return receive(f"YES {digits(row)}", now, number=number)


def by_text(petition):
    return Signature.objects.filter(petition=petition, canonical__startswith="sms:")


def broken(*, number, text, key):
    raise OSError(f"no route for {number}")

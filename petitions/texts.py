"""Answers by text message: composed in the language of the keyword, handed to the operator's adapter.

An adapter is a function of the operator's: ``adapter(number=..., text=..., key=...)``. It raises what it
likes when a text cannot be sent now; the key is the same however often a text is tried.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts import queries as accounts
from accounts.actions.secret import secret
from petitions import actions
from petitions.models import TextMessage
from petitions.queries import texting
from petitions.rules import sms
from petitions.rules.lifecycle import State
from petitions.rules.sms import Kind, Reply


def post(row: TextMessage) -> None:
    """Send one answer. What an adapter says in its error may hold the number, so nothing of it goes on."""
    told = accounts.unseal(row.label, row.box)
    if told is None or not texting.takes_texts():
        raise actions.Undeliverable
    text = compose(row)
    try:
        adapter()(number=told["number"], text=text, key=row.key.hex)
    except Exception:
        refused = True
    else:
        refused = False
    if refused:
        raise actions.Unreachable


def adapter() -> Callable[..., Any]:
    named = settings.SMS_ADAPTERS.get(settings.SMS_ADAPTER, settings.SMS_ADAPTER)
    found: Callable[..., Any] = import_string(named)
    return found


def compose(row: TextMessage) -> str:
    with translation.override(row.language):
        return _sentence(_reply(row)) % _facts(row)


def _reply(row: TextMessage) -> Reply:
    """Of what was hidden since the text came, nobody hears a word."""
    is_hidden = row.petition is not None and row.petition.state == State.HIDDEN
    return Reply.NO_PETITION if is_hidden else Reply(row.reply)


def _facts(row: TextMessage) -> dict[str, str]:
    petition, language = row.petition, row.language
    facts = {
        "sign": sms.SHOWN[Kind.SIGN][language],
        "yes": f"{sms.SHOWN[Kind.YES][language]} {sms.confirm_code(secret(), row.key)}",
        "title": petition.title if petition else "",
        "code": sms.code_of(petition.pk) if petition else "",
        "receipt": "",
    }
    if petition and (signature := texting.signature_by_number(petition, row.number)):
        facts["receipt"] = settings.SITE_URL + reverse("petitions:receipt", args=[signature.receipt])
    return facts


def _sentence(reply: Reply) -> str:
    if reply is Reply.ASK:
        return _("Do you sign “%(title)s”? Answer %(yes)s within seven days. If you did not ask, do nothing.")
    if reply is Reply.SIGNED:
        return _("You have signed “%(title)s”. Your receipt: %(receipt)s")
    if reply is Reply.ALREADY:
        return _("This number has signed “%(title)s” before; it counts once. Your receipt: %(receipt)s")
    if reply is Reply.CLOSED:
        return _("“%(title)s” is closed: nobody can sign it any more.")
    if reply is Reply.PAUSED:
        return _("Signing is paused on this site. Try again in some days.")
    if reply is Reply.NO_PETITION:
        return _("No petition has this number. It stands on the petition’s page where you sign.")
    return _trouble(reply)


def _trouble(reply: Reply) -> str:
    if reply is Reply.NO_NAME:
        return _("Write your name after the number: %(sign)s %(code)s Ana Vale. No links or signs in it.")
    if reply is Reply.NO_ZONE:
        return _("There is no zone of this name. Leave it out, or write it as the petition’s page does.")
    if reply is Reply.LATE:
        return _(
            "Nothing waits for these digits. They work for seven days; send %(sign)s again for new ones."
        )
    return _(
        "To sign, send %(sign)s, the petition’s number, your name, and if you like a comma and your zone."
    )

"""What the log may show of its own nouns, and the words for its facts."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledger import queries
from ledger.registry import Card


def key(code: str, viewer: Any) -> Card | None:
    row = queries.key_history().filter(key_id=code).first()
    if row is None:
        return None
    state = _("retired") if row.until else _("signs now")
    return Card(_("Signing key %(id)s") % {"id": code}, reverse("ledger:verify") + "#keys", state)


def entry(code: str, viewer: Any) -> Card | None:
    row = queries.entry(int(code)) if code.isascii() and code.isdigit() and len(code) < 17 else None
    if row is None:
        return None
    return Card(_("Entry %(seq)s of the log") % {"seq": code}, reverse("ledger:entry", args=[row.seq]))


def epoch(code: str, viewer: Any) -> Card | None:
    row = queries.epochs().filter(fact__subject=f"ledger.epoch/{code}").first()
    if row is None:
        return None
    return Card(_("Epoch %(number)s of the log") % {"number": code}, reverse("ledger:entry", args=[row.seq]))


CARDS = {"ledger.key": key, "ledger.entry": entry, "ledger.epoch": epoch}
WORDS = {
    "ledger.key.begun": gettext_lazy("A new key signs the log from here on"),
    "ledger.epoch.opened": gettext_lazy(
        "Signed entries were lost: %(lost_size)s had been signed, and the log goes on from %(size)s"
    ),
}

"""A restore, as the log sees it: the tables are again what they were at a size, whatever was signed since.

The folder outside the database stays as it is, as an operator is told to leave it (docs/handbook/operator.md).
"""

from base64 import b64encode

import pgtrigger

from ledger.models import Checkpoint, Delivery, Document, Entry, Fact, SigningKey, Unsealed
from ledger.rules.note import Head

NEVER = [f"ledger.{name}:never_changed" for name in ("Entry", "Checkpoint", "Fact", "Document")]


def restore_to(size):
    """Go back to the first ``size`` entries, and to the facts that were recorded with them."""
    with pgtrigger.ignore(*NEVER):
        kept = set(Entry.objects.filter(seq__lt=size).values_list("fact_id", flat=True))
        Checkpoint.objects.filter(size__gt=size).delete()
        Entry.objects.filter(seq__gte=size).delete()
        Unsealed.objects.all().delete()
        for rows in (Delivery, Document):
            rows.objects.exclude(fact_id__in=kept).delete()
        Fact.objects.exclude(id__in=kept).delete()
    begun = Fact.objects.filter(kind="ledger.key.begun").values_list("body__public_key", flat=True)
    for key in SigningKey.objects.order_by("-since", "-id"):
        if b64encode(bytes(key.public)).decode() not in begun:
            key.delete()
    last = SigningKey.objects.order_by("since", "id").last()
    if last:
        SigningKey.objects.filter(pk=last.pk).update(until=None)


def note_of(size):
    return Checkpoint.objects.get(size=size).note


def forged_note(signer, size, root):
    return signer.sign(Head("localhost/log", size, root).text)

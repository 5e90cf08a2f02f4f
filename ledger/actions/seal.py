"""The sealer: public facts get their place in the log, in one writer's hand.

It takes no lock that an act would wait for: acts only insert into its queue, and a second sealer
finds the advisory lock taken and goes home. READ COMMITTED, so a fact that commits while it works
is simply in the next round; because acts that exclude each other take the same lock before their
fact is inserted, the order of fact ids within what is visible is the order of causes.

It signs nothing in a log that does not hold the last checkpoint it published: after the restore of a backup it waits for
somebody to open an epoch (`epochs.py`).
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from ledger import queries
from ledger.actions.keep import keep_published
from ledger.actions.record import record
from ledger.models import Checkpoint, Entry, Fact, SigningKey, Unsealed
from ledger.rules import tree
from ledger.rules.entry import BEGINNING, digest, entry_bytes
from ledger.rules.note import BadNote, Head, Signer, Verifier
from ledger.rules.values import office_of

# Any number, the same everywhere: "ledger" in letters of a telephone.
SEALER = 533_437
BATCH = 5_000


class CannotSeal(Exception):
    """Nothing was signed, because it would contradict what was signed before; the message says what."""


def signer() -> Signer:
    return Signer(settings.LEDGER_ORIGIN, b64decode(settings.LEDGER_SIGNING_KEY))


def seal_due(*, at: datetime) -> int:
    """Seal everything that is queued; the number of entries. 0 when another sealer is at work."""
    sealed = 0
    while count := _seal_batch(at):
        sealed += count
    # Behind the commit, also of a caller's transaction; and when nothing was sealed, for what a crash cut off before.
    transaction.on_commit(keep_published, robust=True)
    return sealed


def sign_text(text: str) -> str:
    """Any other text as a note signed by this log's key; it must not read as a checkpoint, which begins with the log's name."""
    if text.startswith(settings.LEDGER_ORIGIN):
        raise BadNote("a text that begins as a checkpoint is none of ours to sign")
    return signer().sign(text)


@transaction.atomic
def _seal_batch(at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER])
        if not cursor.fetchone()[0]:
            return 0
    if not Unsealed.objects.exists():
        return 0
    if lost := queries.loss():
        raise CannotSeal(f"Nothing is sealed: {lost.why}. See `manage.py open_epoch --help`.")
    hand = signer()
    begun = begin_key(hand.verifier, at)
    facts = [one.fact for one in Unsealed.objects.select_related("fact").order_by("fact_id")[:BATCH]]
    # A long queue must not leave the new key's own entry for a later batch: it signs this one.
    if begun and begun not in facts:
        facts.append(begun)
    count = append(facts)
    sign(hand, at)
    return count


def append(facts: Iterable[Fact]) -> int:
    """Turn queued facts into entries behind the last one; the sealer's lock must be held."""
    last = Entry.objects.order_by("-seq").first()
    seq, prev = (last.seq + 1, bytes(last.digest)) if last else (0, BEGINNING)
    entries: list[Entry] = []
    for fact in facts:
        data = entry_bytes(
            seq=seq,
            kind=fact.kind,
            subject=fact.subject,
            at=fact.at,
            prev=prev,
            body=fact.body,
            actor=office_of(fact.actor),
        )
        prev = digest(data)
        entries.append(Entry(seq=seq, fact=fact, data=data, digest=prev, leaf=tree.leaf_hash(data)))
        seq += 1
    Entry.objects.bulk_create(entries)
    Unsealed.objects.filter(fact_id__in=[entry.fact_id for entry in entries]).delete()
    return len(entries)


def sign(hand: Signer, at: datetime) -> Checkpoint:
    leaves = [bytes(leaf) for leaf in Entry.objects.order_by("seq").values_list("leaf", flat=True)]
    head = Head(settings.LEDGER_ORIGIN, len(leaves), tree.root(leaves))
    return Checkpoint.objects.create(size=head.size, root=head.root, note=hand.sign(head.text), at=at)


def begin_key(verifier: Verifier, at: datetime) -> Fact | None:
    """Tell the log itself, before a new key's first signature, that this key signs from here on."""
    current = SigningKey.objects.filter(until__isnull=True).first()
    if current and current.verifier == verifier:
        return None
    if current:
        current.until = at
        current.save(update_fields=["until"])
    SigningKey.objects.create(
        name=verifier.name, public=verifier.public, key_id=verifier.key_id.hex(), since=at
    )
    return record(
        kind="ledger.key.begun",
        subject=f"ledger.key/{verifier.key_id.hex()}",
        actor="",
        at=at,
        public=True,
        name=verifier.name,
        public_key=b64encode(verifier.public).decode(),
        replaces=current.key_id if current else "",
    )

"""Reads of the record, for pages and for every other app."""

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import BigIntegerField, F, Func, Max, Min, Q, QuerySet, Sum, TextField
from django.db.models.functions import Cast
from django.utils.formats import date_format

from ledger import outside, registry
from ledger.models import Checkpoint, Delivery, Document, Entry, Export, Fact, SigningKey, Unsealed
from ledger.registry import Card as Card
from ledger.rules import tree
from ledger.rules.note import BadNote, Head, Signer, Verifier, parse_head, signed_by
from ledger.rules.values import stamp

# A date or a moment in the log's own form.
DAY = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?\Z")


def now() -> datetime:
    """The database's clock, the only one that decides anything; read in doors alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment.astimezone(UTC)


def around(subject: str) -> QuerySet[Fact]:
    """Every fact of a subject or about it, oldest first: a timeline, complete at commit."""
    return Fact.objects.filter(Q(subject=subject) | Q(about__contains=[subject])).order_by("id")


def public_around(subject: str) -> QuerySet[Fact]:
    """`around`, as a public page may show it, with each fact's place in the log where it has one."""
    return around(subject).filter(public=True).select_related("entry")


def public_facts(kind: str, since: datetime, until: datetime) -> QuerySet[Fact]:
    """What was told publicly of one kind in [since, until), oldest first."""
    return Fact.objects.filter(kind=kind, public=True, at__gte=since, at__lt=until).order_by("id")


def newest() -> int:
    """The number of the newest fact: no act without a fact, so what was read before it may have changed since."""
    return Fact.objects.aggregate(newest=Max("id"))["newest"] or 0


def card(subject: str, viewer: Any = None) -> Card | None:
    """What may be shown of ``prefix/code`` to this viewer; None when hidden or gone."""
    prefix, _, code = subject.partition("/")
    maker = registry.card_maker(prefix)
    return maker(code, viewer) if maker and code else None


def told(fact: Fact) -> str:
    """The fact in words: the sentence its app gave for the kind, else the kind itself, readable.

    A sentence with codes in it (an indicator, a state) is a function of the body, which finds their words.
    """
    words = registry.words_for(fact.kind)
    if words is not None:
        readable = {key: _readable(value) for key, value in fact.body.items()}
        try:
            return str(words(readable)) if callable(words) else str(words) % readable
        except (KeyError, TypeError, ValueError):
            # An older body without a key that the sentence has learned to use since.
            pass
    _, noun, deed = fact.kind.split(".")
    return f"{noun} {deed}".replace("_", " ").capitalize()


def _readable(value: object) -> object:
    """A body's dates and moments as a sentence carries them, in the reader's language."""
    if not isinstance(value, str) or not DAY.match(value):
        return value
    moment = datetime.fromisoformat(value)
    day = date_format(moment, "DATE_FORMAT")
    return day if len(value) == 10 else f"{day}, {date_format(moment, 'H:i')}"


# --- The log --------------------------------------------------------------------------------------
def latest_checkpoint() -> Checkpoint | None:
    return Checkpoint.objects.order_by("-size").first()


def checkpoint_of(size: int) -> Checkpoint | None:
    return Checkpoint.objects.filter(size=size).first()


def checkpoints() -> QuerySet[Checkpoint]:
    """The newest first."""
    return Checkpoint.objects.order_by("-size")


def key_history() -> QuerySet[SigningKey]:
    return SigningKey.objects.order_by("since", "id")


def verifiers() -> list[Verifier]:
    """Every key this log ever signed with, the one it signs with now among them, sealed or not."""
    now_used = Signer(settings.LEDGER_ORIGIN, b64decode(settings.LEDGER_SIGNING_KEY)).verifier
    return list(dict.fromkeys([now_used, *(key.verifier for key in key_history())]))


def keys_document(size: int | None = None) -> list[dict[str, str | None]]:
    """`keys.json`: every key that ever signed, with its time; or as it was when the log had ``size`` entries."""
    rows = list(key_history())
    if size is not None:
        # A log names each key before its first signature, so these are as many as it has begun.
        begun = Entry.objects.filter(seq__lt=size, fact__kind="ledger.key.begun").count()
        rows = rows[:begun]
    last = rows[-1] if rows and size is not None else None
    return [
        {
            "name": key.name,
            "id": key.key_id,
            "key": b64encode(bytes(key.public)).decode(),
            "verifier": key.verifier.text,
            "since": stamp(key.since),
            "until": stamp(key.until) if key.until and key != last else None,
        }
        for key in rows
    ]


def entries() -> QuerySet[Entry]:
    return Entry.objects.select_related("fact").order_by("seq")


def entry(seq: int) -> Entry | None:
    return entries().filter(seq=seq).first()


def search_entries(*, words: str = "", kind: str = "", about: str = "") -> QuerySet[Entry]:
    """Entries that hold every word (in kind, subject, body or what they are about), the newest first."""
    found = entries().order_by("-seq")
    if kind:
        found = found.filter(Q(fact__kind=kind) | Q(fact__kind__startswith=f"{kind}."))
    if about:
        found = found.filter(Q(fact__subject=about) | Q(fact__about__contains=[about]))
    if words:
        found = found.annotate(
            told_body=Cast("fact__body", TextField()), told_about=Cast("fact__about", TextField())
        )
    for word in words.split()[:8]:
        here = Q(told_body__icontains=word) | Q(told_about__icontains=word)
        here |= Q(fact__kind__icontains=word) | Q(fact__subject__icontains=word)
        if word.isascii() and word.isdigit() and len(word) < 16:
            here |= Q(seq=int(word))
        if len(word) == 64:
            here |= Q(digest=_bytes(word)) | Q(leaf=_bytes(word))
        found = found.filter(here)
    return found


def _bytes(hexadecimal: str) -> bytes:
    try:
        return bytes.fromhex(hexadecimal)
    except ValueError:
        return b""


def kinds() -> list[str]:
    """The kinds that stand in the log, for its filter."""
    found = Fact.objects.filter(entry__isnull=False).order_by("kind").values_list("kind", flat=True)
    return list(found.distinct())


def entry_lines(first: int, after: int) -> QuerySet[Entry]:
    """The entries of [first, after), bytes only."""
    return Entry.objects.filter(seq__gte=first, seq__lt=after).order_by("seq").only("seq", "data")


def leaves(size: int) -> list[bytes]:
    """The leaf hashes of the first ``size`` entries."""
    rows = Entry.objects.filter(seq__lt=size).order_by("seq").values_list("leaf", flat=True)
    return [bytes(leaf) for leaf in rows]


def inclusion_proof(seq: int, size: int) -> list[bytes]:
    return tree.inclusion_proof(leaves(size), seq)


def consistency_proof(old: int, size: int) -> list[bytes]:
    return tree.consistency_proof(leaves(size), old)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a fact stands in the log, and the first checkpoint that covers it."""

    seq: int
    size: int


def receipt(fact: Fact) -> Receipt | None:
    """None until the sealer has been there (seconds)."""
    seq = Entry.objects.filter(fact=fact).values_list("seq", flat=True).first()
    if seq is None:
        return None
    covering = Checkpoint.objects.filter(size__gt=seq).order_by("size").values_list("size", flat=True)
    return Receipt(seq, covering[0])


def document(sha256: str) -> Document | None:
    """A document that stands in the log, by its hash."""
    return Document.objects.filter(sha256=sha256, fact__entry__isnull=False).order_by("id").first()


def documents(size: int) -> QuerySet[Document]:
    """The documents that the first ``size`` entries name, in the log's order."""
    return Document.objects.filter(fact__entry__seq__lt=size).order_by("fact__entry__seq", "path")


def document_bytes(size: int) -> int:
    """How much the documents of the first ``size`` entries hold."""
    weight = Func(F("data"), function="octet_length", output_field=BigIntegerField())
    return documents(size).order_by().aggregate(total=Sum(weight))["total"] or 0


def newest_export() -> Export | None:
    """The newest ZIP of the whole log that can be fetched; one whose file is gone is none."""
    for one in Export.objects.select_related("checkpoint").order_by("-pk"):
        if default_storage.exists(one.file):
            return one
    return None


# --- Epochs ---------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint of this log: what it says, and the note with our signature alone."""

    head: Head
    note: str


def signed(note: str) -> Signed | None:
    """The note as a checkpoint of ours; None when no key of this log signed it, or it is of another."""
    for verifier in verifiers():
        if alone := signed_by(note, verifier):
            try:
                head = parse_head(alone)
            except BadNote:
                return None
            return Signed(head, alone) if head.origin == settings.LEDGER_ORIGIN else None
    return None


def epochs() -> QuerySet[Entry]:
    """The entries that opened one, the newest first."""
    return entries().filter(fact__kind="ledger.epoch.opened").order_by("-seq")


def epoch_that_names(head: Head) -> Entry | None:
    """The epoch that says of exactly this checkpoint that it was lost."""
    told = {"fact__body__lost_size": head.size, "fact__body__lost_root": head.root.hex()}
    return epochs().filter(**told).first()


@dataclass(frozen=True, slots=True)
class Loss:
    """What was published and does not lie in this log, so that nothing may be signed; ``size`` 0: nobody can tell."""

    size: int
    stands: int
    why: str


def loss() -> Loss | None:
    """None as long as this log holds the last checkpoint that was published, or an epoch names it as lost."""
    try:
        note = outside.checkpoint()
    except OSError as error:
        return Loss(0, 0, f"the checkpoint kept outside the database cannot be read ({type(error).__name__})")
    if note is None:
        return None
    found = signed(note)
    if found is None:
        return Loss(0, 0, "the checkpoint kept outside the database is signed by no key of this log")
    head = found.head
    if Checkpoint.objects.filter(size=head.size, root=head.root).exists() or epoch_that_names(head):
        return None
    stands = Entry.objects.count()
    return Loss(
        head.size,
        stands,
        f"a checkpoint over {head.size} entries was published, and this log of {stands} does not hold it",
    )


def kept_late(at: datetime) -> timedelta:
    """How long the newest checkpoint waits to be kept outside the database: milliseconds, or since a disk is full."""
    newest = latest_checkpoint()
    if newest is None or outside.folder() is None or outside.checkpoint() == newest.note:
        return timedelta(0)
    return at - newest.at


# --- Health ---------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Lag:
    """How far the two followers are behind, for `/readyz` and the operator."""

    unsealed: int
    oldest_unsealed: timedelta
    waiting: int
    oldest_waiting: timedelta
    dead: int


def lag(at: datetime) -> Lag:
    none = timedelta(0)
    oldest = Unsealed.objects.aggregate(at=Min("fact__recorded_at"))["at"]
    due = Delivery.objects.waiting().filter(due_at__lte=at)
    first_due = due.aggregate(at=Min("due_at"))["at"]
    return Lag(
        unsealed=Unsealed.objects.count(),
        oldest_unsealed=at - oldest if oldest else none,
        waiting=due.count(),
        oldest_waiting=at - first_due if first_due else none,
        dead=Delivery.objects.dead().count(),
    )


def dead_deliveries() -> QuerySet[Delivery]:
    return Delivery.objects.dead().select_related("fact").order_by("-dead_at")

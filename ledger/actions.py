"""The one way to say that something was done."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from ledger import registry
from ledger.models import Delivery, Document, Fact, Unsealed


def record(
    *,
    kind: str,
    subject: str,
    actor: str,
    at: datetime,
    public: bool,
    about: Iterable[str] = (),
    documents: Mapping[str, bytes] | None = None,
    **body: object,
) -> Fact:
    """Record a fact in the caller's transaction, with its deliveries and its place in the sealer's queue.

    ``kind`` is ``<app>.<noun>.<past participle>``; a kind is always public or always private.
    ``body`` holds codes, integers, hashes and ratios as strings; never names, addresses or free text.
    ``documents`` maps an export path to the bytes that a hash in ``body`` names.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{kind} recorded outside a transaction: no fact without its act")
    fact = Fact.objects.create(
        kind=kind, subject=subject, actor=actor, at=at, public=public, about=list(about), body=body
    )
    Delivery.objects.bulk_create(
        Delivery(fact=fact, reaction=registry.name_of(reaction), due_at=at)
        for reaction in registry.reactions_to(kind)
    )
    if public:
        Unsealed.objects.create(fact=fact)
    for path, data in (documents or {}).items():
        Document.objects.create(fact=fact, path=path, sha256=sha256(data).hexdigest(), data=data)
    return fact

"""The one way to say that something was done."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from ledger import registry
from ledger.models import Delivery, Document, Fact, Unsealed
from ledger.rules import values


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
    ``body`` holds codes, integers, hashes and ratios as strings; never names, addresses or free text;
    dates and aware moments are written in the log's form. ``documents`` maps an export path to the
    bytes that go there; their hashes join the body as ``documents``, so the entry vouches for them.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{kind} recorded outside a transaction: no fact without its act")
    papers = dict(documents or {})
    if papers:
        body["documents"] = [{"path": p, "sha256": sha256(papers[p]).hexdigest()} for p in sorted(papers)]
    told = {key: values.checked(value, key) for key, value in body.items()}
    _refuse_unfit(kind, subject, told, papers, public=public)
    fact = Fact.objects.create(
        kind=kind, subject=subject, actor=actor, at=at, public=public, about=list(about), body=told
    )
    Delivery.objects.bulk_create(
        Delivery(fact=fact, reaction=registry.name_of(reaction), due_at=at)
        for reaction in registry.reactions_to(kind)
    )
    if public:
        Unsealed.objects.create(fact=fact)
    Document.objects.bulk_create(
        Document(fact=fact, path=path, sha256=sha256(data).hexdigest(), data=data)
        for path, data in papers.items()
    )
    return fact


def record_many(
    *,
    kind: str,
    rows: Iterable[tuple[str, Iterable[str], Mapping[str, object]]],
    actor: str,
    at: datetime,
    public: bool,
) -> list[Fact]:
    """`record` for each (subject, about, body), with as many questions to the database as for one."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{kind} recorded outside a transaction: no fact without its act")
    facts = []
    for subject, about, body in rows:
        told = {key: values.checked(value, key) for key, value in body.items()}
        _refuse_unfit(kind, subject, told, {}, public=public)
        facts.append(
            Fact(kind=kind, subject=subject, actor=actor, at=at, public=public, about=list(about), body=told)
        )
    Fact.objects.bulk_create(facts)
    Delivery.objects.bulk_create(
        Delivery(fact=fact, reaction=registry.name_of(reaction), due_at=at)
        for fact in facts
        for reaction in registry.reactions_to(kind)
    )
    if public:
        Unsealed.objects.bulk_create(Unsealed(fact=fact) for fact in facts)
    return facts


def _refuse_unfit(
    kind: str, subject: str, body: Mapping[str, object], papers: Mapping[str, bytes], *, public: bool
) -> None:
    if not values.KIND.fullmatch(kind):
        raise values.BadValue(f"{kind} is not <app>.<noun>.<past participle>")
    if not values.SUBJECT.fullmatch(str(values.checked(subject, "subject"))):
        raise values.BadValue(f"{subject} is not <app>.<noun>/<code>")
    if "actor" in body:
        raise values.BadValue("a body cannot have an actor: the sealer writes it")
    if public and (values.names_a_person(subject) or values.names_a_person(body)):
        raise values.BadValue(f"{kind} would put a person's code into the public log")
    if papers and not public:
        raise values.BadValue(f"{kind} is private: documents belong to the public log")
    for path, data in papers.items():
        if not values.DOCUMENT.fullmatch(path):
            raise values.BadValue(f"{path} has no place in the export's layout")
        if (
            not path.endswith(".jsonl")
            and Document.objects.filter(path=path).exclude(sha256=sha256(data).hexdigest()).exists()
        ):
            raise values.BadValue(f"{path} already holds other bytes")
        if path.endswith(".jsonl") and (b"\n" in data or not data):
            raise values.BadValue(f"a document of {path} is one line")

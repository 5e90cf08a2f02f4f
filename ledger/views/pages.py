"""The public log, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from csp.constants import NONE
from csp.decorators import csp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from ledger import browser, queries
from ledger.forms import LogFilter
from ledger.models import Entry
from ledger.rules import tree
from ledger.views.machine import MOST

PAGE = 40


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as a person reads it."""

    entry: Entry
    says: str
    subject: queries.Card | None


def lines(rows: Iterable[Entry], viewer: Any) -> list[Line]:
    """The entries with their words and their subjects' cards, each card asked once."""
    cards: dict[str, queries.Card | None] = {}
    found: list[Line] = []
    for row in rows:
        subject = row.fact.subject
        if subject not in cards:
            cards[subject] = queries.card(subject, viewer)
        found.append(Line(row, queries.told(row.fact), cards[subject]))
    return found


def _page(asked: dict[str, Any]) -> tuple[Sequence[Entry], bool, bool]:
    """(rows newest first, is there something newer, something older): keyset paging by number."""
    found = queries.search_entries(words=asked["q"], kind=asked["kind"], about=asked["about"])
    if asked["after"] is not None:
        rows = list(found.filter(seq__gt=asked["after"]).order_by("seq")[: PAGE + 1])
        return rows[:PAGE][::-1], len(rows) > PAGE, True
    before = asked["before"]
    rows = list((found if before is None else found.filter(seq__lt=before))[: PAGE + 1])
    return rows[:PAGE], before is not None, len(rows) > PAGE


@require_safe
@vary_on_headers("HX-Request")
def log(request: HttpRequest) -> HttpResponse:
    form = LogFilter(request.GET)
    rows: Sequence[Entry] = []
    newer = older = False
    if form.is_valid():
        rows, newer, older = _page(form.cleaned_data)
    context = {
        "form": form,
        "lines": lines(rows, request.user),
        "newer": newer and rows,
        "older": older and rows,
        "asked": any(form.data.get(key) for key in ("q", "kind", "about")),
        "about": queries.card(form.data.get("about", ""), request.user) if form.is_valid() else None,
        "head": queries.latest_checkpoint(),
        "lag": queries.lag(queries.now()),
        "loss": queries.loss(),
        "epochs": queries.epochs(),
    }
    fragment = request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request")
    page = "ledger/_entries.html" if fragment else "ledger/log.html"
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, page, context, status=status)


@require_safe
def entry(request: HttpRequest, seq: int) -> HttpResponse:
    row = queries.entry(seq)
    head = queries.latest_checkpoint()
    if row is None or head is None or row.seq >= head.size:
        raise Http404
    path = queries.inclusion_proof(row.seq, head.size)
    around = [(s, queries.card(s, request.user)) for s in row.fact.about]
    context = {
        "line": lines([row], request.user)[0],
        "entry": row,
        "bytes": bytes(row.data).decode(),
        "digest": bytes(row.digest).hex(),
        "leaf": bytes(row.leaf).hex(),
        "head": head,
        "root": bytes(head.root).hex(),
        "steps": tree.steps_of_inclusion(bytes(row.leaf), row.seq, head.size, path),
        "around": [(subject, card) for subject, card in around if card],
        "papers": list(row.fact.documents.order_by("path")),
        "last": head.size - 1,
    }
    return render(request, "ledger/entry.html", context)


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    context = {
        "head": queries.latest_checkpoint(),
        "export": queries.newest_export(),
        "most": MOST,
        "keys": queries.keys_document(),
        "checkpoints": queries.checkpoints()[:10],
        "witnesses": witnesses(),
    }
    return render(request, "ledger/verify.html", context)


def witnesses() -> list[tuple[str, str]]:
    """Name and address of those who keep checkpoints elsewhere; an address that is no page is not linked."""
    rows = [row.partition("=") for row in settings.LEDGER_WITNESSES]
    return [
        (name.strip(), url.strip() if url.strip().startswith("https://") else "") for name, _, url in rows
    ]


@require_safe
@csp({**browser.policy(), "frame-ancestors": [NONE]})
def browser_verifier(request: HttpRequest) -> HttpResponse:
    """One file to keep: it checks an export wherever it is opened, and may reach nothing."""
    return HttpResponse(browser.page())

"""Reading petitions: the list, one of them, its count, its box for other pages."""

from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts import queries as accounts
from accounts.doors import now
from accounts.rules import addresses
from charters import queries as charters
from ledger import kept
from ledger import queries as ledger
from moderation import queries as moderation
from petitions import predicates, queries
from petitions.doors import Hidden, gone, is_own, public_or_gone
from petitions.forms import FilterForm, SignForm, SignNowForm
from petitions.models import Petition
from petitions.rules.lifecycle import State
from petitions.views.around import elsewhere, whereabouts
from petitions.words import RESPONSES, SHELVES

PER_PAGE = 20


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    wanted = form.wanted()
    found = queries.shelf(**wanted, at=now())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    words = wanted["words"]
    context = {
        "filter": form,
        "page_obj": page,
        "rows": [(row, *(queries.found_in(row, words) if words else ((), ()))) for row in page],
        "files": urlencode({key: value for key, value in request.GET.items() if value and key != "page"}),
        "shelves": _shelves(request, wanted["name"]),
        "wanted": wanted,
    }
    return render(request, "petitions/index.html", context)


def _shelves(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    """Links that keep the rest of the query."""
    links = []
    for name, words in SHELVES.items():
        query = request.GET.copy()
        query.pop("page", None)
        query["show"] = name
        links.append({"url": f"?{query.urlencode()}", "words": words, "is_here": name == here})
    return links


@require_safe
def petition(request: HttpRequest, slug: str) -> HttpResponse:
    return kept.for_strangers(request, _stamp(slug), lambda: _petition(request, slug))


def _stamp(slug: str) -> tuple[Any, ...] | None:
    """What a reader must not be late to learn: the count, that it has ended or is hidden, and any act on this site."""
    counted = queries.counted(slug)
    return (counted, ledger.newest()) if counted else None


def _petition(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        found = public_or_gone(slug)
    except Hidden:
        return gone(request)
    except Http404:
        if (own := queries.petition_by_code(slug)) and is_own(request, own):
            return redirect("petitions:manage", own.slug)
        raise
    if slug != found.slug:
        return redirect("petitions:petition", found.slug, permanent=False)
    return render(request, "petitions/petition.html", page_of(request, found))


def page_of(request: HttpRequest, found: Petition) -> dict[str, Any]:
    """Everything the page of a petition says."""
    marks = queries.marks(found, at := now())
    return {
        "petition": found,
        "marks": marks,
        "gauge_marks": [(mark.needed, str(mark.kind)) for mark in marks],
        "headline": queries.headline(found),
        **_told_aside(found, at),
        "asks": queries.asks_of(found),
        "may_paper": predicates.may_paper.test(request.user),
        "may_audit": predicates.may_audit.test(request.user),
        **whereabouts(found),
        **elsewhere(found),
        "growth": queries.growth(found),
        "article": charters.article_by_subject(found.right, found.opened_at or at) if found.right else None,
        "cited": [card for c in found.citations.all() if (card := ledger.card(c.subject, request.user))],
        "responses": found.responses.select_related("body")
        .prefetch_related("answers__ask")
        .order_by("-version"),
        "decision": moderation.last_decision(found.subject) if found.state == State.REJECTED else None,
        "is_own": is_own(request, found),
        "may_respond": predicates.speaks_for_an_answerer(request.user, found, at),
        "may_stop": predicates.may_stop.test(request.user) and found.is_open,
        **sign_box(request, found),
    }


def _told_aside(found: Petition, at: datetime) -> dict[str, Any]:
    """Bodies it came from, a body that nobody follows, why its signers are kept longer, what came off and on paper."""
    return {
        "moves": queries.moves_of(found),
        "closing": queries.closing_of(found),
        "exemption": queries.exemption_of(found, at),
        "taken_off": queries.taken_off(found),
        "paper": queries.paper_books(found),
    }


def sign_box(request: HttpRequest, found: Petition) -> dict[str, Any]:
    """The form of a stranger, the one press of a confirmed person, or what they signed already."""
    address = accounts.confirmed_email(request.user) if request.user.is_authenticated else ""
    pause = queries.pause_in_force(now()) if found.is_open else None
    may_sign = found.is_open and pause is None
    name = request.user.get_short_name() if address else ""
    return {
        "pause": pause,
        "form": SignForm() if may_sign and not address else None,
        "now_form": SignNowForm() if may_sign and address else None,
        "address": address,
        "own_signature": queries.own_signature(found, addresses.canonical(address), name)
        if address
        else None,
    }


@require_safe
def count(request: HttpRequest, slug: str) -> HttpResponse:
    """The live count as a fragment; pages poll it every half minute."""
    try:
        found = public_or_gone(slug)
    except Hidden:
        return HttpResponse(status=HTTPStatus.GONE)
    # 286 tells htmx to stop asking: nothing moves any more.
    status = HTTPStatus.OK if found.is_open else 286
    return render(
        request, "petitions/_count.html", {"petition": found, "is_live": found.is_open}, status=status
    )


@require_safe
def box(request: HttpRequest, slug: str) -> HttpResponse:
    """A call to action for other pages."""
    try:
        found = public_or_gone(slug)
    except Hidden:
        return HttpResponse(status=HTTPStatus.GONE)
    return render(request, "petitions/_box.html", {"petition": found, "marks": queries.marks(found)})


@require_safe
def box_for(request: HttpRequest, biome: str) -> HttpResponse:
    """The petitions of a living system, for its page."""
    found = list(queries.petitions_for(biome)[:3])
    context = {"petitions": found, "biome": biome, "response_words": RESPONSES}
    return render(request, "petitions/_box_for.html", context)

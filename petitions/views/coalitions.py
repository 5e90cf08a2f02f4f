"""Reading coalitions: the list, one of them, its box for other pages, one's own."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.doors import SignedInRequest, now, signed_in
from biomes import queries as biomes
from ledger import queries as ledger
from petitions import queries
from petitions.doors import Hidden
from petitions.doors_coalitions import coalition_or_gone, own_coalition
from petitions.forms import CoalitionFilterForm
from petitions.models import Coalition
from petitions.rules.coalitions import NOUNS
from petitions.words import COALITION_SHELVES, MEMBER_KINDS

PER_PAGE, IN_A_BOX = 20, 3


def gone(request: HttpRequest) -> HttpResponse:
    return render(request, "petitions/coalition_gone.html", status=HTTPStatus.GONE)


@require_safe
def coalitions(request: HttpRequest) -> HttpResponse:
    form = CoalitionFilterForm(request.GET)
    wanted = form.wanted()
    page = Paginator(queries.coalition_shelf(**wanted), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": form,
        "page_obj": page,
        "files": urlencode({key: value for key, value in request.GET.items() if value and key != "page"}),
        "shelves": _shelves(request, wanted["show"]),
        "wanted": wanted,
    }
    return render(request, "petitions/coalitions.html", context)


def _shelves(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    """Links that keep the rest of the query."""
    links = []
    for name, words in COALITION_SHELVES.items():
        query = request.GET.copy()
        query.pop("page", None)
        query["show"] = name
        links.append({"url": f"?{query.urlencode()}", "words": words, "is_here": name == here})
    return links


@require_safe
def coalition(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        found = coalition_or_gone(slug)
    except Hidden:
        return gone(request)
    except Http404:
        own_coalition(slug, request.user)
        return redirect("petitions:founding", slug, "check")
    if slug != found.slug:
        return redirect("petitions:coalition", found.slug, permanent=False)
    return render(request, "petitions/coalition.html", page_of(request, found))


def page_of(request: HttpRequest, found: Coalition) -> dict[str, Any]:
    """Everything the page of a coalition says, and what this person may do there."""
    at, user = now(), request.user
    mine = list(queries.memberships(user, found, at))
    steers = any(member.is_steward and member.is_present for member in mine)
    cards = [card for row in found.around.all() if (card := ledger.card(row.subject, user))]
    return {
        "coalition": found,
        "shelves": [(MEMBER_KINDS[shelf.kind], shelf.members) for shelf in queries.members_by_kind(found)],
        "pledges": [queries.stood(pledge, at) for pledge in queries.pledges_of(found)],
        "cards": cards,
        "beacon": queries.beacons_of(found).first(),
        "steps": [(fact.at, ledger.told(fact)) for fact in queries.steps_of_coalition(found)[:10]],
        "mine": mine,
        "may_pledge": found.is_open and any(member.is_present for member in mine),
        "may_ask": found.is_open and len(queries.hats_of(user, at)) > sum(m.is_present for m in mine),
        "is_steward": steers,
        "asking": queries.asking(found) if steers else [],
        "invited": queries.invited_openly(found) if steers else [],
    }


@require_safe
def coalitions_for(request: HttpRequest, biome: str) -> HttpResponse:
    """The open coalitions of a living system, for its page."""
    if biomes.known_biome(biome) is None:
        raise Http404
    found = list(queries.coalitions_for(biome)[:IN_A_BOX])
    context = {
        "coalitions": found,
        "box": f"for-{biome}",
        "more": f"?biome={biome}",
        "start": f"?biome={biome}",
    }
    return render(request, "petitions/_coalitions_box.html", context)


@require_safe
def coalitions_around(request: HttpRequest) -> HttpResponse:
    """The coalitions around a petition or an alert, named by its subject, for its page."""
    subject = request.GET.get("subject", "")
    if not subject.startswith(NOUNS) or ledger.card(subject, request.user) is None:
        raise Http404
    found = list(queries.coalitions_around(subject)[:IN_A_BOX])
    context = {
        "coalitions": found,
        "box": "around",
        "more": "",
        "start": "?" + urlencode({"around": subject}),
    }
    return render(request, "petitions/_coalitions_box.html", context)


@require_safe
@never_cache
@signed_in
def my_coalitions(request: SignedInRequest) -> HttpResponse:
    """One's coalitions, invitations and pledges, and what waits for one's judgement."""
    at = now()
    context = {
        "coalitions": queries.coalitions_of(request.user, at),
        "invitations": queries.invitations_of(request.user, at),
        "pledges": [queries.stood(pledge, at) for pledge in queries.pledges_by(request.user, at)],
        "to_judge": queries.to_judge(request.user, at),
    }
    return render(request, "petitions/my_coalitions.html", context)

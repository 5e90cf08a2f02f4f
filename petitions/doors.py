"""What pages and API share: whose petition it is, which one is meant, and whether it may be shown."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare

from accounts.rules.tokens import Purpose
from petitions import actions, queries
from petitions.models import Petition
from petitions.rules.lifecycle import State

DRAFTS = "petitions_drafts"
MOST_DRAFTS = 20


def remember(request: HttpRequest, petition: Petition) -> None:
    """This browser may go on with it; an account finds its own without that."""
    if queries.is_filer(petition, request.user):
        return
    codes = [code for code in request.session.get(DRAFTS, []) if code != petition.code]
    request.session[DRAFTS] = [*codes, petition.code][-MOST_DRAFTS:]


def forget(request: HttpRequest, petition: Petition) -> None:
    """This browser need not remember it any more: its filer has an account."""
    request.session[DRAFTS] = [code for code in request.session.get(DRAFTS, []) if code != petition.code]


def is_own(request: HttpRequest, petition: Petition) -> bool:
    return queries.is_filer(petition, request.user) or petition.code in request.session.get(DRAFTS, [])


def own_petition(request: HttpRequest, slug: str) -> Petition:
    """The petition, for its filer; for anybody else it is not there."""
    petition = queries.petition_by_code(slug)
    if petition is None or not is_own(request, petition):
        raise Http404
    return petition


def language(request: HttpRequest) -> str:
    return str(getattr(request, "LANGUAGE_CODE", "en"))


def user_or_none(request: HttpRequest) -> Any | None:
    return request.user if request.user.is_authenticated else None


def gone(request: HttpRequest) -> HttpResponse:
    return render(request, "petitions/gone.html", status=HTTPStatus.GONE)


def dead_link(request: HttpRequest, refusal: str = "", petition: Petition | None = None) -> HttpResponse:
    """A link that does nothing: unknown here, or refused for a reason; and where to go on."""
    readable = petition if petition and petition.opened_at and petition.is_public else None
    context = {"refusal": refusal, "petition": readable}
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.NOT_FOUND
    return render(request, "petitions/dead_link.html", context, status=status)


class Hidden(Exception):
    """The petition is hidden: 410, and not a word of it."""


def public_or_gone(slug: str) -> Petition:
    """A petition anybody may read; a hidden one is gone, anything else is not there."""
    petition = queries.public_petition(slug)
    if petition is None:
        if queries.is_gone(slug):
            raise Hidden
        raise Http404
    return petition


def counted_or_gone(slug: str) -> queries.Counted:
    """The number of a petition anybody may read, by one small query."""
    found = queries.counted(slug)
    if found is None:
        if queries.is_gone(slug):
            raise Hidden
        raise Http404
    return found


def invited_to(slug: str, share: str) -> Petition:
    """The petition behind a sponsors' link; without the right link it is not there."""
    petition = queries.petition_by_code(slug)
    if petition is None or not constant_time_compare(share, actions.token_of(Purpose.INVITE, petition.code)):
        raise Http404
    return unless_hidden(petition)


def unless_hidden(petition: Petition) -> Petition:
    """Whoever holds a link to it reads it, until a moderator has hidden its words."""
    if petition.state == State.HIDDEN:
        raise Hidden
    return petition

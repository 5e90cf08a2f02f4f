"""Sponsors, and the filer's own links."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.doors import client_address, now
from accounts.rules import tokens
from petitions import actions, queries
from petitions.doors import Hidden, dead_link, gone, invited_to, language, remember
from petitions.forms import SponsorForm
from petitions.models import Petition
from petitions.rules.lifecycle import State


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sponsor(request: HttpRequest, slug: str, share: str) -> HttpResponse:
    """Read a petition that is not public yet, and ask to stand beside it."""
    try:
        petition = invited_to(slug, share)
    except Hidden:
        return gone(request)
    if petition.is_public:
        return _too_late(request, petition)
    form = SponsorForm(request.POST if request.method == "POST" else None)
    context = {"petition": petition, "form": form, "asks": petition.asks.all()}
    if request.method == "POST" and form.is_valid():
        at = now()
        try:
            actions.attempt_sponsorship(
                petition_id=petition.pk,
                **form.cleaned_data,
                language=language(request),
                origin=actions.origins_of(client_address(request), at)[1],
                at=at,
            )
        except actions.CannotSponsor as refusal:
            return render(request, "petitions/sponsor.html", context | {"refusal": str(refusal)}, status=409)
        return redirect("petitions:sent_sponsor")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "petitions/sponsor.html", context, status=status)


def _too_late(request: HttpRequest, petition: Petition) -> HttpResponse:
    """It is past its sponsors: to its page, or word that its filer took it back before it had one."""
    if queries.public_petition(petition.slug):
        return redirect("petitions:petition", petition.slug)
    return dead_link(request, _("Its filer withdrew this petition before it was opened."))


@require_http_methods(["GET", "HEAD"])
def sent_sponsor(request: HttpRequest) -> HttpResponse:
    return render(request, "petitions/sent.html", {"kind": "sponsor"})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def confirm_sponsor(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows, POST confirms."""
    found = queries.sponsor_by_hash(tokens.at_rest(token))
    if found is None:
        return dead_link(request)
    if found.petition.state == State.HIDDEN:
        return gone(request)
    context = {"sponsor": found, "petition": found.petition}
    if request.method != "POST":
        return render(
            request, "petitions/confirm_sponsor.html", context | {"is_done": bool(found.confirmed_at)}
        )
    try:
        actions.confirm_sponsor(token=token, at=now())
    except (actions.CannotConfirm, actions.CannotSponsor) as refusal:
        return dead_link(request, str(refusal), found.petition)
    return render(request, "petitions/confirm_sponsor.html", context | {"is_done": True})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def confirm_filing(request: HttpRequest, token: str) -> HttpResponse:
    """The filer's link: files the draft, and afterwards opens the filer's own page in any browser."""
    petition = queries.draft_by_hash(tokens.at_rest(token))
    if petition is None:
        return dead_link(request)
    if request.method != "POST":
        return render(
            request, "petitions/confirm_filing.html", {"petition": petition, "asks": petition.asks.all()}
        )
    try:
        petition = actions.confirm_filing(token=token, at=now())
    except actions.CannotConfirm as refusal:
        return dead_link(request, str(refusal))
    remember(request, petition)
    return redirect("petitions:manage", petition.slug)

"""Signing: a form, a screen that says "look at your mail", a link that asks, a press that counts.

What the browser is told after the form is the same for everybody, whatever the address has done
before; and a link that is only looked at (mail scanners look at every link) changes nothing.
"""

from http import HTTPStatus
from time import time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import http_date
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import queries as accounts
from accounts.doors import SignedInRequest, client_address, now, signed_in
from accounts.rules import tokens
from petitions import actions, queries
from petitions.doors import Hidden, dead_link, gone, language, public_or_gone
from petitions.forms import ReceiptForm, SignForm, SignNowForm
from petitions.queries import texting
from petitions.rules import receipts
from petitions.rules.lifecycle import State


@require_http_methods(["GET", "HEAD", "POST"])
# Whoever posts here is a stranger even if signed in: no cookie is read, so none can be abused, and
# public pages that carry the form stay free of cookies.
@csrf_exempt
def sign(request: HttpRequest, slug: str) -> HttpResponse:
    """The form on a screen of its own, and where every form of it is sent."""
    form = SignForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _attempt(request, slug, form.cleaned_data)
        except actions.CannotSign as refusal:
            return _refused(request, slug, str(refusal))
        return redirect("petitions:sent", slug)
    try:
        petition = public_or_gone(slug)
    except Hidden:
        return gone(request)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    if not petition.is_open:
        return redirect("petitions:petition", petition.slug)
    if pause := queries.pause_in_force(now()):
        context = {"petition": petition, "pause": pause}
        return render(request, "petitions/refused.html", context, status=HTTPStatus.CONFLICT)
    context = {
        "petition": petition,
        "form": form,
        "by_text": texting.text_to_sign(petition, language(request)),
    }
    return render(request, "petitions/sign.html", context, status=status)


def _attempt(request: HttpRequest, slug: str, data: dict[str, Any]) -> None:
    """One statement, which reads the clock itself; for the month of a hash's key any clock will do."""
    origins, origin = actions.origins_of(client_address(request), timezone.now())
    zone = data["zone"]
    actions.attempt_signature(
        slug=slug,
        name=data["name"],
        email=data["email"],
        zone_id=zone.pk if zone else None,
        relation=data["relation"],
        updates=data["updates"],
        language=language(request),
        origins=origins,
        origin=origin,
    )


def _refused(request: HttpRequest, slug: str, refusal: str) -> HttpResponse:
    """Not open: say so, or that it is gone, or that there never was one."""
    try:
        petition = public_or_gone(slug)
    except Hidden:
        return gone(request)
    context = {"petition": petition, "refusal": refusal}
    return render(request, "petitions/refused.html", context, status=HTTPStatus.CONFLICT)


@require_safe
def sent(request: HttpRequest, slug: str) -> HttpResponse:
    """Look at your mail. The same for everybody."""
    try:
        petition = public_or_gone(slug)
    except Hidden:
        return gone(request)
    return render(request, "petitions/sent.html", {"kind": "signature", "petition": petition})


@require_POST
@signed_in
def sign_now(request: SignedInRequest, slug: str) -> HttpResponse:
    """One press, for a signed-in person whose address is confirmed."""
    address = accounts.confirmed_email(request.user)
    if not address:
        return redirect("petitions:sign", slug)
    form = SignNowForm(request.POST)
    form.is_valid()
    zone = form.cleaned_data.get("zone")
    try:
        signed = actions.sign_now(
            slug=slug,
            name=request.user.get_short_name(),
            email=address,
            zone_id=zone.pk if zone else None,
            updates=bool(form.cleaned_data.get("updates")),
            language=language(request),
        )
    except actions.CannotSign as refusal:
        return _refused(request, slug, str(refusal))
    return redirect("petitions:receipt", signed.receipt)


# As `never_cache` says it, without looking through what nobody said before.
NEVER_KEPT = {"Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private"}


def press(request: HttpRequest, token: str) -> HttpResponse | None:
    """The short way of `confirm`: a press that makes a signature; any other is the page's."""
    receipt = actions.press(token=token)
    if not receipt:
        return None
    to = f"{request.path.partition('confirm/')[0]}receipts/{receipt}/"
    return HttpResponseRedirect(to, headers={"Expires": http_date(time())} | NEVER_KEPT)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
# Whoever holds the link may press: no cookie is read, so none can be abused.
@csrf_exempt
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows, POST confirms."""
    if request.method != "POST":
        return _ask_to_confirm(request, token)
    try:
        signed = actions.confirm_signature(token=token)
    except actions.CannotConfirm as refusal:
        attempt = queries.attempt_by_hash(tokens.at_rest(token))
        return dead_link(request, str(refusal), attempt.petition if attempt else None)
    return redirect("petitions:receipt", signed.receipt)


def _ask_to_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Who signs, and what; a link that can do nothing any more says so before it is pressed."""
    attempt = queries.attempt_by_hash(tokens.at_rest(token))
    if attempt is None or not queries.is_pressable(attempt, now()):
        return dead_link(request, petition=attempt.petition if attempt else None)
    if attempt.petition.state == State.HIDDEN:
        return gone(request)
    return render(request, "petitions/confirm.html", {"attempt": attempt, "petition": attempt.petition})


@require_safe
def check_receipt(request: HttpRequest) -> HttpResponse:
    """Enter a receipt."""
    form = ReceiptForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("petitions:receipt", form.cleaned_data["code"])
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "petitions/check_receipt.html", {"form": form}, status=status)


@require_safe
@never_cache
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """A signature's receipt: counted or not yet, and the proof that it is in the public log."""
    known = receipts.read(code)
    found = queries.receipt(known) if known else None
    if found is None:
        raise Http404
    if queries.public_petition(found.petition.slug) is None:
        return gone(request)
    context = {
        "receipt": found,
        "petition": found.petition,
        "grouped": receipts.grouped(found.code),
        "is_included": queries.is_included(found),
        "entry": queries.entry_of(found),
    }
    return render(request, "petitions/receipt.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
# Mail programs press this for their owner (RFC 8058); the link itself is the proof.
@csrf_exempt
@never_cache
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    if request.method != "POST":
        return render(request, "petitions/unsubscribe.html", {"token": token})
    petition = actions.unsubscribe(token=token)
    if petition is None:
        raise Http404
    return render(request, "petitions/unsubscribe.html", {"petition": petition, "is_done": True})

"""A lost second factor: asked for with the password, confirmed by two officers, replaced with the code they hand over."""

from base64 import b64encode
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions, queries
from accounts.doors import SignedInRequest, allowed_to, now, recently_authenticated, signed_in
from accounts.forms_restoring import EnrolForm, LostForm
from accounts.models import User
from accounts.predicates import may_restore, restorer_offices

officers_only = allowed_to(may_restore)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password")
def lost(request: HttpRequest) -> HttpResponse:
    """Ask; the answer is the same for every address and every password."""
    form = LostForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(
            request, "accounts/lost_factor.html", {"form": form}, status=422 if form.errors else 200
        )
    if too_many := _limited(request, "lost_factor", form.cleaned_data["email"]):
        return too_many
    person = _proved(request, form)
    if person is not None:
        actions.ask_for_restoration(user=person, at=now())
    return render(request, "accounts/lost_factor_asked.html")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password", "code", "secret", "totp")
def enrol(request: HttpRequest) -> HttpResponse:
    """Password, the code of the officers and the number of the new app, all at once."""
    form = EnrolForm(request.POST) if request.method == "POST" else EnrolForm.fresh()
    if request.method != "POST" or not form.is_valid():
        return _enrol_page(request, form, status=422 if form.errors else 200)
    if too_many := _limited(request, "restore_factor", form.cleaned_data["email"]):
        return too_many
    person = _proved(request, form)
    try:
        if person is None:
            raise actions.CannotRestore
        codes = actions.enrol_anew(
            user=person, code=form.cleaned_data["code"], totp_secret=form.totp_secret, at=now()
        )
    except actions.CannotRestore:
        # One sentence for all of them: it does not tell which was right.
        said = _("Address, password and code do not belong together, or the code has ended.")
        return _enrol_page(request, form, refusal=said, status=409)
    return render(request, "accounts/factor_restored.html", {"codes": codes})


def _limited(request: HttpRequest, action: str, email: str) -> HttpResponse | None:
    return ratelimit.consume_or_429(request, action=action, key=email.lower())


def _proved(request: HttpRequest, form: LostForm) -> User | None:
    """The person of this address and password; the slow hash is computed in any case."""
    given = {"email": form.cleaned_data["email"].lower(), "password": form.cleaned_data["password"]}
    try:
        found = get_adapter(request).authenticate(request, **given)
    except ValidationError:  # too many wrong ones lately
        return None
    return found if isinstance(found, User) and found.may_sign_in else None


def _enrol_page(
    request: HttpRequest, form: EnrolForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    svg = get_mfa_adapter().build_totp_svg(form.totp_url(request.get_host())) if form.totp_secret else ""
    # As a data address: inline, its style would be against the site's policy.
    address = f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}" if svg else ""
    context = {"form": form, "svg": address, "refusal": refusal}
    return render(request, "accounts/enrol_anew.html", context, status=status)


# --- Officers -----------------------------------------------------------------------------------


@require_safe
@never_cache
@officers_only
def restorations(request: SignedInRequest) -> HttpResponse:
    return _list(request)


@require_POST
@never_cache
@officers_only
@recently_authenticated
def confirm(request: SignedInRequest, key: UUID) -> HttpResponse:
    """I saw her. The second officer is shown the code, this once."""
    found = _waiting(key)
    try:
        code = actions.confirm_seen(
            key=found.row.key, by=request.user, offices=restorer_offices(request.user), at=now()
        )
    except actions.CannotRestore as refusal:
        return _list(request, refusal=str(refusal), status=409)
    if code:
        return render(request, "accounts/hand_over.html", {"code": code, "person": found.row.person})
    messages.success(request, _("Noted. Another officer has an hour to confirm it too."))
    return redirect("accounts:restorations")


@require_POST
@officers_only
def refuse(request: SignedInRequest, key: UUID) -> HttpResponse:
    found = _waiting(key)
    try:
        actions.withdraw_restoration(key=found.row.key, by=request.user, at=now())
    except actions.CannotRestore as refusal:
        return _list(request, refusal=str(refusal), status=409)
    messages.success(request, _("The request is ended; she is told."))
    return redirect("accounts:restorations")


@require_POST
@signed_in
def withdraw_own(request: SignedInRequest) -> HttpResponse:
    """Whoever signs in with the second factor has not lost it."""
    found = queries.own_restoration(request.user, now())
    if found is None:
        raise Http404
    actions.withdraw_restoration(key=found.row.key, by=request.user, at=now())
    messages.success(request, _("The request to replace your second factor is ended."))
    return redirect("accounts:account")


def _waiting(key: UUID) -> Any:
    found = queries.open_restoration(key, now())
    if found is None:
        raise Http404
    return found


def _list(request: SignedInRequest, *, refusal: str = "", status: int = 200) -> HttpResponse:
    rows = queries.open_restorations(now())
    return render(request, "accounts/restorations.html", {"rows": rows, "refusal": refusal}, status=status)

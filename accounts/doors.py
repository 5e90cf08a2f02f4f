"""What stands in front of every view and API act: who you are, which role, how surely, how lately.

Decorators for pages, permission classes for the API, both asking `accounts.predicates`; so a page and
its API refuse alike. Refusals:

    stranger           page: to sign-in and back     fragment: HX-Redirect    API: 401
    wrong role         403                           403                      403
    no second factor   403 page that says how        HX-Redirect to set-up    403 second_factor_required
    not lately         to re-authentication          HX-Redirect              403 reauthentication_required
"""

import time
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlsplit

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _
from django_htmx.middleware import HtmxDetails
from rest_framework import exceptions
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rules import Predicate

from accounts import queries
from accounts.models import User
from accounts.predicates import holds, is_signed_in, shows_second_factor
from accounts.rules.roles import Role, needs_second_factor
from ledger.queries import now as now

View = Callable[..., HttpResponse]


class SignedInRequest(HttpRequest):
    """A request that passed a door: its user is a person."""

    user: User
    htmx: HtmxDetails


def client_address(request: HttpRequest) -> str:
    """Where a request came from: the nearest proxy's word if there is one in front of us."""
    if settings.SECURE_PROXY_SSL_HEADER:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


# --- Pages --------------------------------------------------------------------------------------


def signed_in(view: View) -> View:
    """Only people who have signed in; strangers go to sign in and come back."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_signed_in(request.user):
            return to_sign_in(request)
        return view(request, *args, **kwargs)

    return door


def second_factor_required(view: View) -> View:
    """Signed in, with a second factor; a figure of the demo passes (and the page says so)."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_signed_in(request.user):
            return to_sign_in(request)
        if not shows_second_factor(request.user):
            return ask_second_factor(request)
        return view(request, *args, **kwargs)

    return door


def role_required(*roles: Role) -> Callable[[View], View]:
    """Any of these roles in force now, with a second factor where the role asks for one."""
    return _predicate_required(holds(*roles), roles)


def allowed_to(predicate: Predicate) -> Callable[[View], View]:
    """Signed in, and the predicate of `rules` holds."""
    return _predicate_required(predicate, ())


def _predicate_required(predicate: Predicate, roles: tuple[Role, ...]) -> Callable[[View], View]:
    def guard(view: View) -> View:
        @wraps(view)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not is_signed_in(request.user):
                return to_sign_in(request)
            if predicate.test(request.user):
                return view(request, *args, **kwargs)
            if lacks_second_factor(request.user, roles):
                return ask_second_factor(request)
            raise PermissionDenied

        return door

    return guard


def recently_authenticated(view: View) -> View:
    """Signed in, and proved within the last minutes: for votes of weight and changes of roles."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_signed_in(request.user):
            return to_sign_in(request)
        if not proved_lately(request):
            if request.headers.get("HX-Request"):
                return _redirected(request, reverse("account_reauthenticate"))
            # allauth keeps a POST and resumes it afterwards.
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return door


def proved_lately(request: HttpRequest) -> bool:
    """Whether this session signed in or re-authenticated within ACCOUNT_REAUTHENTICATION_TIMEOUT."""
    if queries.is_demo_person(request.user):
        return True
    records = get_authentication_records(request, cast(User, request.user))
    latest: float = max((record["at"] for record in records), default=0.0)
    return time.time() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def lacks_second_factor(user: Any, roles: tuple[Role, ...]) -> bool:
    """The role is in force and only the second factor is missing."""
    held = queries.roles_of(user, now()).intersection(roles)
    return needs_second_factor(held) and not shows_second_factor(user)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return _redirected(request, reverse(settings.LOGIN_URL))
    return redirect_to_login(_way_back(request), reverse(settings.LOGIN_URL))


def ask_second_factor(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return _redirected(request, reverse("mfa_index"), HTTPStatus.FORBIDDEN)
    return render(request, "accounts/second_factor.html", status=HTTPStatus.FORBIDDEN)


def _redirected(request: HttpRequest, to: str, status: HTTPStatus = HTTPStatus.UNAUTHORIZED) -> HttpResponse:
    """htmx leaves the whole page for ``to`` instead of swapping a sign-in form into a corner of it."""
    response = HttpResponse(status=status)
    response["HX-Redirect"] = f"{to}?{urlencode({'next': _way_back(request)})}"
    return response


def _way_back(request: HttpRequest) -> str:
    """The page to return to: this one if it can be read, else the page that held the form."""
    asked_by_page = not request.headers.get("HX-Request")
    if request.method in {"GET", "HEAD"} and asked_by_page:
        return request.get_full_path()
    source = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if url_has_allowed_host_and_scheme(source, {request.get_host()}, require_https=request.is_secure()):
        parts = urlsplit(source)
        return parts.path + (f"?{parts.query}" if parts.query else "")
    return "/"


# --- API ----------------------------------------------------------------------------------------


class SessionSignIn(SessionAuthentication):
    """The site's session; a stranger is told 401, not 403, so that clients know to sign in."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"


def person_of(request: Request) -> User:
    """The person behind an API request that passed a permission."""
    return cast(User, request.user)


class SignedIn(BasePermission):
    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(is_signed_in(request.user))


class SecondFactor(SignedIn):
    def has_permission(self, request: Request, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        if not shows_second_factor(request.user):
            raise SecondFactorMissing
        return True


class HasRole(SignedIn):
    """``HasRole.of(Role.CURATOR, ...)``: any of the roles in force, second factor as the role asks."""

    roles: tuple[Role, ...] = ()

    @classmethod
    def of(cls, *roles: Role) -> type["HasRole"]:
        return type("HasRole" + "".join(role.title() for role in roles), (cls,), {"roles": roles})

    def has_permission(self, request: Request, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        if lacks_second_factor(request.user, self.roles):
            raise SecondFactorMissing
        return bool(holds(*self.roles).test(request.user))


class Allowed(SignedIn):
    """``Allowed.by(predicate)``: signed in, and the predicate of `rules` holds."""

    predicate: Predicate

    @classmethod
    def by(cls, predicate: Predicate) -> type["Allowed"]:
        return type("AllowedBy" + predicate.name, (cls,), {"predicate": predicate})

    def has_permission(self, request: Request, view: Any) -> bool:
        return super().has_permission(request, view) and bool(self.predicate.test(request.user))


class Recently(SignedIn):
    def has_permission(self, request: Request, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        if not proved_lately(request):
            raise ReauthenticationMissing
        return True


class Conflict(exceptions.APIException):
    """The act is understood and refused by the state of things: closed, taken, already done."""

    status_code = HTTPStatus.CONFLICT
    default_detail = _("This cannot be done now.")
    default_code = "conflict"


class Gone(exceptions.APIException):
    status_code = HTTPStatus.GONE
    default_detail = _("This was here and has been removed.")
    default_code = "gone"


class SecondFactorMissing(exceptions.PermissionDenied):
    default_detail = _("Set up a second factor first: an authenticator app or a passkey.")
    default_code = "second_factor_required"


class ReauthenticationMissing(exceptions.PermissionDenied):
    default_detail = _("Prove again that it is you: sign in again, then repeat this.")
    default_code = "reauthentication_required"


def origin_of(request: HttpRequest) -> str:
    """The address somebody is at, as her browser says it to a passkey: scheme, host and port."""
    return f"{request.scheme}://{request.get_host()}"

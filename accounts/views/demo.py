"""The demo's front door: be one of its figures with one press. Outside a demo it is not there."""

from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import queries
from accounts.doors import now


@require_safe
@never_cache
def demo(request: HttpRequest) -> HttpResponse:
    people = queries.demo_cast(now())
    if not people:
        raise Http404
    return render(request, "accounts/demo.html", {"people": people, "next": _next(request, "GET")})


@require_POST
def demo_sign_in(request: HttpRequest, code: str) -> HttpResponse:
    person = get_object_or_404(queries.demo_people(), code=code)
    login(request, person, backend="accounts.backends.Backend")
    record_authentication(request, person, method="demo")
    UserSession.objects.create_from_request(request)
    return redirect(_next(request, "POST") or settings.LOGIN_REDIRECT_URL)


def _next(request: HttpRequest, method: str) -> str:
    """A path of this host, or nothing."""
    wanted = getattr(request, method).get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else ""

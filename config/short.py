"""The short way of the few addresses that are asked a thousand times a second.

They read no cookie, no session and no language and set none, so nothing that does stands in their way: a confirmation
costs half the processor time (`bench/signing.py`). Each app names its own in `urls.short`. A function there answers
the plain case; for any other it gives None or raises, and the request goes the long way, to the view of the same
address, with its page and its words. The answer carries the headers that the long way gives it.
"""

import re
from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

from csp.utils import build_policy
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.http import ConditionalGetMiddleware
from django.urls import ResolverMatch

from config.headers import POLICY
from config.urls import APPS

Answer = Callable[..., HttpResponse | None]


class ShortWay(NamedTuple):
    method: str
    address: re.Pattern[str]
    answer: Answer
    match: ResolverMatch


def ways() -> list[ShortWay]:
    """Each app's `urls.short`; an address with a namespace is a page and may stand below a language."""
    others = "|".join(code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)
    found = []
    for app in APPS:
        for method, name, pattern, answer in getattr(import_module(f"{app}.urls"), "short", []):
            app_name, _colon, url_name = name.rpartition(":")
            language = f"(?:(?:{others})/)?" if app_name else ""
            spaces = [app_name] if app_name else []
            match = ResolverMatch(answer, (), {}, url_name=url_name, app_names=spaces, namespaces=spaces)
            found.append(ShortWay(method, re.compile(f"/{language}{pattern}"), answer, match))
    return found


def short_ways(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    table = ways()
    headers = {
        "Content-Security-Policy": build_policy(),
        "Permissions-Policy": POLICY,
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
    }
    conditional = ConditionalGetMiddleware(get_response).process_response

    def handle(request: HttpRequest) -> HttpResponse:
        response = answered(request)
        if response is None:
            return get_response(request)
        response["Content-Length"] = str(len(response.content))
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return conditional(request, response)

    def answered(request: HttpRequest) -> HttpResponse | None:
        for way in table:
            if request.method == way.method and (found := way.address.fullmatch(request.path_info)):
                request.get_host()  # refuses a host that is not ours
                request.resolver_match = way.match
                try:
                    return way.answer(request, **found.groupdict())
                except Http404:
                    return None
        return None

    return handle

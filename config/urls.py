"""The root of every address. Pages carry a language prefix (`/es/`, `/ar/`; English has none);
the API, feeds for machines and health checks do not."""

from importlib import import_module
from importlib.util import find_spec
from itertools import groupby
from typing import Any

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import DefaultRouter

from config import health

APPS = (
    "ledger",
    "accounts",
    "moderation",
    "biomes",
    "charters",
    "petitions",
    "crises",
    "council",
    "exhibits",
    "portal",
)


def router() -> DefaultRouter:
    """Each app's `api.ROUTES`: rows of (prefix, viewset, basename)."""
    table = DefaultRouter()
    for app in APPS:
        if find_spec(f"{app}.api"):
            for prefix, viewset, name in getattr(import_module(f"{app}.api"), "ROUTES", ()):
                table.register(prefix, viewset, basename=name)
    return table


def machine_urls() -> list[URLPattern | URLResolver]:
    """Each app's `urls.machine`: addresses without a language (log files, feeds, health)."""
    found: list[URLPattern | URLResolver] = []
    for app in APPS:
        found += getattr(import_module(f"{app}.urls"), "machine", [])
    return found


def api_urls() -> list[URLPattern | URLResolver]:
    """Each app's `api.URLS`: API addresses that are not a viewset's."""
    found: list[URLPattern | URLResolver] = []
    for app in APPS:
        if find_spec(f"{app}.api"):
            found += getattr(import_module(f"{app}.api"), "URLS", [])
    return found


def by_first_word(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """The same addresses, those that begin with one word under that word: only they are tried where it stands.

    Neighbours alone are put together, so what is tried before what stays as it was written.
    """
    found: list[URLPattern | URLResolver] = []
    for word, group in groupby(patterns, key=_first_word):
        same = list(group)
        if word and len(same) > 1:
            found.append(path(word, include([_without(word, one) for one in same])))
        else:
            found += same
    return found


def _first_word(one: URLPattern | URLResolver) -> str:
    """`petitions/` of `petitions/new/`; nothing where it is no word, or a tree of its own."""
    word, slash, _rest = str(one.pattern).partition("/")
    return word + slash if isinstance(one, URLPattern) and slash and "<" not in word else ""


def _without(word: str, one: Any) -> URLPattern:
    return path(str(one.pattern).removeprefix(word), one.callback, one.default_args, one.name)


def pages(app: str) -> URLResolver:
    module = import_module(f"{app}.urls")
    return path("", include((by_first_word(module.urlpatterns), module.app_name)))


urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    *by_first_word(machine_urls()),
    path("api/v1/", include((api_urls() + router().urls, "api"))),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="schema"),
]
urlpatterns += i18n_patterns(
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    *[pages(app) for app in APPS],
    prefix_default_language=False,
)

"""The root of every address. Pages carry a language prefix (`/es/`, `/ar/`; English has none);
the API, feeds for machines and health checks do not."""

from importlib import import_module
from importlib.util import find_spec

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


urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    *machine_urls(),
    path("api/v1/", include((api_urls() + router().urls, "api"))),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="schema"),
]
urlpatterns += i18n_patterns(
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    *[path("", include(f"{app}.urls")) for app in APPS],
    prefix_default_language=False,
)

"""The portal's pages: about everything, so belonging to nobody below."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.doors import now, signed_in
from portal import mail

HOME_SECONDS = 15


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    from portal.queries import home as homes

    # The first page is asked for most and changes least: what it says may be some seconds old.
    key = f"portal-home-{get_language()}"
    found = cache.get_or_set(key, lambda: homes.home_page(now()), HOME_SECONDS)
    return render(request, "portal/home.html", {"home": found, "seconds": HOME_SECONDS})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    from portal.queries import search as searches

    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    found = searches.search_everything(text, request.user)
    return render(request, "portal/search.html", {"query": text, "found": found})


@require_safe
@cache_control(private=True, no_store=True)
def near(request: HttpRequest) -> HttpResponse:
    """What is near a zone or a point. The point stands in the address, rounded, and is kept nowhere."""
    from biomes import queries as biomes
    from biomes.words import everyone as words
    from portal.queries import near as nears

    lon, lat, zone = (request.GET.get(key, "") for key in ("lon", "lat", "zone"))
    point = nears.point_of_zone(zone) or nears.read_point(lon, lat)
    found = nears.near(point, now()) if point else None
    context = {
        "near": found,
        "living": [(one, words.away(one.metres), words.STAGES.get(one.stage)) for one in found.living] if found else [],
        "to_confirm": [(one, words.sighted(one.kind)) for one in found.to_confirm] if found else [],
        "station": found and found.station and (found.station[0], words.away(found.station[1])),
        "features": nears.features(found) if found else [],
        "is_wrong": bool((lon or lat or zone) and point is None),
        "lon": lon, "lat": lat, "zone": zone, "zones": biomes.zones(),
    }  # fmt: skip
    response = render(request, "portal/near.html", context, status=422 if context["is_wrong"] else 200)
    response.asks_where = True  # type: ignore[attr-defined]
    return response


@require_safe
@signed_in
def desk(request: HttpRequest) -> HttpResponse:
    from portal.queries import desk as desks

    return render(request, "portal/desk.html", {"desk": desks.desk_of(request.user, now())})


def page(template: str, **context: Any) -> Any:
    """A page that only says something."""

    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        return render(request, f"portal/{template}.html", context)

    return view


about = page("about")
privacy = page("privacy")
terms = page("terms")
accessibility = page("accessibility")
api = page("api")
api_docs = page("api_docs")


@require_safe
def dev_mail(request: HttpRequest) -> HttpResponse:
    """What the demonstration would have sent; there is no such page elsewhere."""
    if not settings.DEMO:
        raise Http404
    return render(request, "portal/dev_mail.html", {"letters": mail.letters()})


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    from portal.queries import sitemap as sitemaps

    return render(
        request, "portal/sitemap.xml", {"pages": sitemaps.public_pages()}, content_type="application/xml"
    )

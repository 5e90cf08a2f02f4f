"""Around a petition: its history by the hour, where its signers live, and the card it has on other people's pages."""

from collections.abc import Callable, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from biomes import queries as biomes
from petitions import queries
from petitions.doors import Hidden, gone, public_or_gone
from petitions.models import Petition
from petitions.rules import embedding
from petitions.rules.embedding import Size

HOURS_PER_PAGE = 100
CARD_SECONDS = 30
# Five steps of one tint.
STEPS = 5
# A card is words and two style sheets; anybody may frame it, nothing in it runs, asks or sends.
FRAMED = {
    "frame-ancestors": ["*"],
    "script-src": [NONE],
    "connect-src": [NONE],
    "form-action": [NONE],
    "media-src": [NONE],
    "worker-src": [NONE],
    "manifest-src": [NONE],
    "img-src": [SELF],
}


@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Signatures hour by hour: a drawing, a table, and a file of the same."""
    try:
        found = public_or_gone(slug)
    except Hidden:
        return gone(request)
    if slug != found.slug:
        return redirect("petitions:history", found.slug, permanent=False)
    page = Paginator(queries.history(found)[::-1], HOURS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"petition": found, "hours": queries.hourly(found), "page_obj": page}
    return render(request, "petitions/history.html", context)


def whereabouts(petition: Petition) -> dict[str, Any]:
    """Who asks, by zone, as table and as map: both print the same cells and withhold the same."""
    found = queries.places(petition)
    return {"places": found, "zones": zone_features(petition, found.rows) if found else []}


def zone_features(petition: Petition, rows: Sequence[queries.Place]) -> list[dict[str, Any]]:
    """Each zone with its signatures per thousand people; a zone that is withheld is empty, and says so."""
    told = {row.slug: row for row in rows}
    most = max((row.per_thousand or 0 for row in rows), default=0)
    zones = [
        biomes.feature(
            zone.polygon,
            kind="zone",
            name=zone.name,
            under=_said(told[zone.slug]),
            level=_step(told[zone.slug].per_thousand, most),
            url=reverse("biomes:zone", args=[zone.slug]),
        )
        for zone in biomes.zones()
        if zone.polygon and zone.slug in told
    ]
    waters = [
        biomes.feature(biome.place, kind="water", name="", quiet=True)
        for biome in petition.waters
        if biome.place
    ]
    return [*zones, *waters]


def _said(row: queries.Place) -> str:
    return _("withheld") if row.count is None else f"{row.count:,}"


def _step(per_thousand: int | None, most: int) -> int:
    return 0 if per_thousand is None or not most else min(per_thousand * STEPS // most + 1, STEPS)


def framed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Any page may show it in a frame; it may be kept for half a minute, and longer while we are down."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, public=True, max_age=CARD_SECONDS, stale_if_error=86_400)
        return response

    return xframe_options_exempt(csp_replace(FRAMED)(door))


@require_safe
@framed
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """A petition on somebody else's page: its words and its number, no script, no cookie."""
    try:
        found = public_or_gone(slug)
    except Hidden:
        return render(request, "petitions/card.html", {"petition": None}, status=HTTPStatus.GONE)
    return render(request, "petitions/card.html", {"petition": found, "marks": queries.marks(found)})


def frame_of(petition: Petition, size: Size | None = None) -> str:
    """The HTML that shows the card elsewhere, in the language that is active here."""
    size = size or embedding.size()
    return format_html(
        '<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy" referrerpolicy="no-referrer"'
        ' sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>',
        settings.SITE_URL + reverse("petitions:card", args=[petition.slug]),
        size.width,
        size.height,
        petition.title,
    )


def elsewhere(petition: Petition) -> dict[str, Any]:
    """How the page says that it can be shown elsewhere: the frame to copy, and its address for those who ask oEmbed."""
    page = settings.SITE_URL + reverse("petitions:petition", args=[petition.slug])
    return {"frame": frame_of(petition), "oembed_url": f"{reverse('oembed')}?{urlencode({'url': page})}"}

"""Reading exhibits: the list, a scene, and what machines take."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts import queries as accounts
from accounts.doors import now
from accounts.rules.roles import Role
from exhibits import queries, words
from exhibits.manifest import manifest_of
from exhibits.models import Exhibit, Scene
from ledger import queries as ledger

PER_PAGE = 12


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.public_exhibits().prefetch_related("scenes", "versions"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    works = [(exhibit, queries.told(exhibit, language(), exhibit.language)) for exhibit in page]
    context = {
        "works": works, "page_obj": page, "may_draft": accounts.has_role(request.user, Role.ARTIST, now()),
    }  # fmt: skip
    return render(request, "exhibits/index.html", context)


@require_safe
def exhibit(request: HttpRequest, slug: str, number: int = 1) -> HttpResponse:
    """A scene of an exhibit; the first at the exhibit's own address."""
    found = queries.exhibit_seen_by(slug, request.user, now())
    if found is None:
        return _gone_or_missing(request, slug)
    scene = queries.scene_of(found, number)
    if scene is None and number != 1:
        raise Http404
    return render(request, "exhibits/exhibit.html", page_of(request, found, scene))


def _gone_or_missing(request: HttpRequest, slug: str) -> HttpResponse:
    if queries.is_gone(slug):
        return render(request, "exhibits/gone.html", status=HTTPStatus.GONE)
    raise Http404


def page_of(request: HttpRequest, found: Exhibit, scene: Scene | None) -> dict[str, Any]:
    """Everything the page of a scene says."""
    told = queries.told(found, language(), found.language)
    return {
        "exhibit": found,
        "told": told,
        "scene": scene,
        "scene_told": queries.told(scene, language(), found.language) if scene else None,
        "scenes": [(s, queries.told(s, language(), found.language)) for s in found.scenes.all()],
        "sources": sources_of(scene, request.user) if scene else [],
        "petition": ledger.card(f"petitions.petition/{found.petition}", request.user)
        if found.petition
        else None,
        "rights": found.get_rights_display(),  # type: ignore[attr-defined]
        "is_artist": queries.is_artist_of(found, request.user),
        "may_withdraw": queries.may_withdraw(found, request.user, now()),
    }


def sources_of(scene: Scene, viewer: Any) -> list[tuple[Any, str, str]]:
    """Card, note and sign of what a scene is made of; what is hidden is left out."""
    cards = [(ledger.card(s.subject, viewer), s) for s in scene.sources.all()]
    return [(card, s.note, SIGNS.get(s.subject.partition("/")[0], "record")) for card, s in cards if card]


SIGNS = {
    "crises.run": "simulation", "biomes.station": "reading", "biomes.reading": "reading",
    "biomes.biome": "life", "biomes.statement": "dialogue", "charters.article": "charter",
    "petitions.petition": "petition", "crises.alert": "alert",
}  # fmt: skip


def language() -> str:
    return str(get_language() or settings.LANGUAGE_CODE)


@require_safe
def manifest(request: HttpRequest, slug: str) -> HttpResponse:
    """IIIF Presentation 3: the pictures in order, in every language there is."""
    found = queries.public_exhibit(slug)
    if found is None:
        return HttpResponse(status=HTTPStatus.GONE if queries.is_gone(slug) else HTTPStatus.NOT_FOUND)
    response = JsonResponse(manifest_of(found))
    response["Content-Type"] = 'application/ld+json;profile="http://iiif.io/api/presentation/3/context.json"'
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def picture(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A scene's picture by itself, for manifests, posters and previews."""
    found = queries.public_exhibit(slug)
    scene = queries.scene_of(found, number) if found else None
    if found is None or scene is None:
        return HttpResponse(status=HTTPStatus.GONE if queries.is_gone(slug) else HTTPStatus.NOT_FOUND)
    told = queries.told(scene, found.language, found.language)
    alt = words.filled(told.words.alt_text, scene.numbers)
    svg = render_to_string("exhibits/picture.svg", {"scene": scene, "picture": scene.picture, "alt": alt})
    response = HttpResponse(svg, content_type="image/svg+xml")
    response["Access-Control-Allow-Origin"] = "*"
    return response

"""oEmbed 1.0, the provider's side: the address of a petition in, the frame that shows it out. In JSON or XML."""

from http import HTTPStatus
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve
from django.utils import translation
from django.views.decorators.http import require_safe

from petitions import queries
from petitions.forms import OembedForm
from petitions.models import Petition
from petitions.rules import embedding
from petitions.rules.embedding import Size
from petitions.views.around import CARD_SECONDS, frame_of
from petitions.views.machine import machine

FORMATS = ("json", "xml")
PAGES = frozenset({"petitions:petition", "petitions:card"})


@require_safe
@machine
def oembed(request: HttpRequest) -> HttpResponse:
    """404 for an address that shows nothing here, 501 for a format that is not spoken, as the specification says."""
    written = request.GET.get("format") or "json"
    if written not in FORMATS:
        return _refused(HTTPStatus.NOT_IMPLEMENTED, {"format": ["Formats are json and xml."]})
    form = OembedForm(request.GET)
    if not form.is_valid():
        return _refused(HTTPStatus.BAD_REQUEST, form.errors)
    asked = form.cleaned_data
    language, petition = petition_at(asked["url"])
    if petition is None:
        return _refused(HTTPStatus.NOT_FOUND, {"url": ["No petition that can be shown has this address."]})
    with translation.override(language):
        body = answer(petition, embedding.size(asked["maxwidth"], asked["maxheight"]))
    response = (
        JsonResponse(body) if written == "json" else HttpResponse(as_xml(body), content_type="text/xml")
    )
    # Editors in a browser ask from their own pages.
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _refused(status: HTTPStatus, errors: Any) -> HttpResponse:
    return JsonResponse({"status": status, "title": status.phrase, "errors": errors}, status=status)


def petition_at(url: str) -> tuple[str, Petition | None]:
    """The language and the petition of an address of ours; drafts, hidden ones and everything else are nothing."""
    ours = urlsplit(settings.SITE_URL)
    try:
        asked = urlsplit(url)
    except ValueError:  # brackets that are no IPv6 address
        return "", None
    if asked.scheme not in {"http", "https"} or asked.netloc.lower() != ours.netloc.lower():
        return "", None
    path = unquote(asked.path)
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    with translation.override(language):
        try:
            match = resolve(path)
        except Resolver404:
            return language, None
    if match.view_name not in PAGES:
        return language, None
    return language, queries.public_petition(match.kwargs["slug"])


def answer(petition: Petition, size: Size) -> dict[str, Any]:
    return {
        "version": "1.0",
        "type": "rich",
        "title": petition.title,
        "provider_name": "Biolattice",
        "provider_url": settings.SITE_URL,
        "cache_age": CARD_SECONDS,
        "html": frame_of(petition, size),
        "width": size.width,
        "height": size.height,
    }


def as_xml(body: dict[str, Any]) -> bytes:
    root = ElementTree.Element("oembed")
    for name, value in body.items():
        ElementTree.SubElement(root, name).text = str(value)
    said: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return said

"""The whole log in one file, for whoever wants to check it."""

from http import HTTPStatus

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from rest_framework.throttling import UserRateThrottle

from ledger import queries
from ledger.models import Export

# Beat looks every fifteen seconds whether one is due.
SOON_S = 15


class Exports(UserRateThrottle):
    """Each fetch may be gigabytes."""

    scope = "log-export"
    rate = "20/min"


@require_safe
def export_file(request: HttpRequest) -> HttpResponse | FileResponse:
    """The whole log as of a checkpoint, in the layout that the verifiers read (docs/log-format.md), in one ZIP."""
    if queries.latest_checkpoint() is None:
        raise Http404(_("Nothing has been sealed yet."))
    throttle = Exports()
    if not throttle.allow_request(request, None):  # type: ignore[arg-type]
        return _refused(request, HTTPStatus.TOO_MANY_REQUESTS, int(throttle.wait() or 60) + 1)
    found = queries.newest_export()
    if found is None:
        return _refused(request, HTTPStatus.SERVICE_UNAVAILABLE, SOON_S)
    etag = f'"{found.sha256}"'
    return get_conditional_response(request, etag=etag) or _file(found, etag)


def _file(found: Export, etag: str) -> FileResponse:
    response = FileResponse(
        default_storage.open(found.file),
        as_attachment=True,
        filename=f"log-{found.checkpoint.size}.zip",
        content_type="application/zip",
    )
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=15"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _refused(request: HttpRequest, status: HTTPStatus, seconds: int) -> HttpResponse:
    """In a page for a person; programs are told when to ask again, and `curl --retry` does."""
    if request.get_preferred_type(["application/problem+json", "text/html"]) == "text/html":
        page = "429.html" if status is HTTPStatus.TOO_MANY_REQUESTS else "ledger/export_awaited.html"
        response = render(request, page, status=status)
    else:
        body = {
            "type": "about:blank",
            "title": status.phrase,
            "status": status.value,
            "detail": _sentence(status),
        }
        response = JsonResponse(body, status=status, content_type="application/problem+json")
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response


def _sentence(status: HTTPStatus) -> str:
    if status is HTTPStatus.TOO_MANY_REQUESTS:
        return _("Too many downloads at once. Wait a minute, then try again.")
    return _("The file is being prepared. Ask again in a few seconds.")

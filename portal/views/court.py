"""The door of the court bundle: one press, one ZIP."""

from tempfile import TemporaryFile
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from rest_framework.exceptions import Throttled
from rest_framework.throttling import UserRateThrottle

from council import queries
from portal.court import NotDecided, decision_on, write_bundle


class Bundles(UserRateThrottle):
    """Each one reads the whole log."""

    scope = "court"
    rate = "20/min"


@require_safe
def court(request: HttpRequest, code: str) -> HttpResponse | FileResponse:
    """Everything about one decision, to be checked without us."""
    motion = queries.motion(code, request.user)
    if motion is None or not motion.number:
        raise Http404
    try:
        return bundle_of(motion, request)
    except NotDecided as refusal:
        return render(request, "409.html", {"refusal": str(refusal)}, status=409)
    except Throttled:
        return render(request, "429.html", status=429)


def bundle_of(motion: Any, request: Any) -> FileResponse:
    """Written to a file without a name first: whoever reads slowly holds no question open, and a fault is no half ZIP."""
    decision = decision_on(motion)
    if not Bundles().allow_request(request, None):  # type: ignore[arg-type]
        raise Throttled
    file = TemporaryFile()  # noqa: SIM115 (closed by the response)
    try:
        write_bundle(file, decision)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    name = f"decision-{motion.code}.zip"
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    response["Cache-Control"] = "no-store"
    return response

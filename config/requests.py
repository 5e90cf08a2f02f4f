"""One structured line per request, with an id that every other line of it carries. Nothing of a person."""

import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from prometheus_client import Histogram

log = structlog.get_logger("request")
SECONDS = Histogram("biolattice_request_seconds", "Time to answer", ["route", "method", "status"])
GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def request_lines(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def handle(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if GIVEN_ID.fullmatch(given) else uuid.uuid4().hex
        structlog.contextvars.bind_contextvars(request=request_id)
        began = time.monotonic()
        try:
            response = get_response(request)
        finally:
            structlog.contextvars.clear_contextvars()
        # The route, never the path: a path may hold a token, a search or a name.
        match = request.resolver_match
        route = match.view_name or match.route if match else "none"
        seconds = time.monotonic() - began
        SECONDS.labels(route, request.method, response.status_code).observe(seconds)
        log.info(
            "answered", request=request_id, route=route, method=request.method, status=response.status_code,
            ms=round(seconds * 1000, 1),
        )  # fmt: skip
        response["X-Request-ID"] = request_id
        return response

    return handle

"""What every request passes: a line in the log with an id of its own and nothing of a person, and a look at its address."""

import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from prometheus_client import Histogram

NUL = "\x00"
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


def readable_addresses(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """A path with a NUL is no address of ours: PostgreSQL's text cannot hold one, so no door may look for it."""

    def handle(request: HttpRequest) -> HttpResponse:
        if NUL in request.path_info:
            raise Http404
        return get_response(request)

    return handle


def told_refusals(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Who opens the address of a button as a page, as after changing the language beside a refused form, reads why
    it is none; Django's own answer is empty, and a browser shows an empty one as a broken site."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or response.content or not request.accepts("text/html"):
            return response
        told = render(request, "405.html", status=405)
        told["Allow"] = response["Allow"]
        return told

    return handle

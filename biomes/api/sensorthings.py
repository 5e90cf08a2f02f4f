"""Stations and their readings in the words of the SensorThings API 1.1 (OGC 18-088, Part 1: Sensing), to read.

/api/v1/sensorthings/v1.1/                              which sets there are
/api/v1/sensorthings/v1.1/Things('V-07')/Datastreams    a set, an entity, or what one leads to

docs/reference/sensorthings.md says what is there and what is not.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from biomes.api import entities
from biomes.queries import streams

MOST, USUAL, DEEPEST = 1000, 100, 10_000
REFUSED = ("$filter", "$expand", "$select", "$orderby", "$count", "$search", "$resultFormat")
PAGING = [
    OpenApiParameter("$top", OpenApiTypes.INT, description="At most 1,000; 100 where nothing is said."),
    OpenApiParameter("$skip", OpenApiTypes.INT, description="At most 10,000; follow @iot.nextLink to go further."),
]  # fmt: skip
ANSWER = {200: OpenApiTypes.OBJECT}


class NotThere(exceptions.APIException):
    status_code = 501
    default_code = "not_implemented"


class Root(APIView):
    """Which sets of entities this service has."""

    @extend_schema(responses=ANSWER, operation_id="sensorthings_root")
    def get(self, request: Request) -> Response:
        base = entities.base(request)
        return Response(
            {
                "value": [{"name": name, "url": f"{base}{name}"} for name in entities.SETS],
                "serverSettings": {"conformance": list(entities.CONFORMANCE)},
            }
        )


class Set(APIView):
    """All entities of a kind, in pages."""

    @extend_schema(parameters=PAGING, responses=ANSWER, operation_id="sensorthings_set")
    def get(self, request: Request, name: str) -> Response:
        return page(request, name, {})


class Entity(APIView):
    """One entity."""

    @extend_schema(responses=ANSWER, operation_id="sensorthings_entity")
    def get(self, request: Request, name: str, key: str) -> Response:
        refuse_options(request)
        return Response(entities.one(name, unquoted(key), entities.base(request)))


class Related(APIView):
    """What an entity leads to: another entity, or a set of them."""

    @extend_schema(parameters=PAGING, responses=ANSWER, operation_id="sensorthings_related")
    def get(self, request: Request, name: str, key: str, to: str) -> Response:
        refuse_options(request)
        found = entities.related(name, unquoted(key), to)
        if isinstance(found, tuple):
            return Response(entities.one(*found, entities.base(request)))
        return page(request, entities.SET_OF[to], found)


def unquoted(key: str) -> str:
    return key.strip("'").replace("''", "'")


def refuse_options(request: Request) -> None:
    for name in REFUSED:
        if name in request.query_params:
            raise NotThere(
                _("This service does not answer %(option)s. Take pages, and choose from them yourself.")
                % {"option": name}
            )


def page(request: Request, name: str, narrow: dict[str, Any]) -> Response:
    """Up to $top entities after $skip or after a place, and the link to those after them."""
    refuse_options(request)
    top = _number(request, "$top", USUAL, MOST)
    skip = _number(request, "$skip", 0, DEEPEST)
    after = _place(request.query_params.get("$skiptoken", ""))
    try:
        rows = list(entities.many(name, narrow, after, skip=skip, most=top + 1))
    except (TypeError, ValueError) as why:
        raise exceptions.ParseError(_("This place in the list is not one of ours.")) from why
    base = entities.base(request)
    said: dict[str, Any] = {"value": [entities.shape(name, row, base) for row in rows[:top]]}
    if len(rows) > top and top:
        token = _token(entities.place(name, rows[top - 1]))
        said["@iot.nextLink"] = f"{request.build_absolute_uri(request.path)}?$top={top}&$skiptoken={token}"
    return Response(said)


def _number(request: Request, name: str, usual: int, most: int) -> int:
    text = request.query_params.get(name, str(usual))
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise exceptions.ParseError(_("%(option)s must be a whole number.") % {"option": name})
    if name == "$skip" and int(text) > most:
        raise exceptions.ParseError(
            _("$skip goes to %(most)s; follow @iot.nextLink to go further.") % {"most": most}
        )
    return min(int(text), most)


def _token(place: Iterable[Any]) -> str:
    said = json.dumps([one.isoformat() if isinstance(one, datetime) else one for one in place])
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def _place(token: str) -> Any:
    """A place from a token of ours; anything else is a bad request, never a fault."""
    if not token:
        return None
    try:
        said = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        if isinstance(said, list) and all(isinstance(one, str) and "\x00" not in one for one in said[:2]):
            if len(said) == 4 and isinstance(said[3], int) and abs(said[3]) < 2**62:
                return streams.Place(said[0], said[1], datetime.fromisoformat(said[2]), said[3])
            if len(said) in {1, 2}:
                return tuple(said)
    except (ValueError, TypeError, UnicodeDecodeError, RecursionError):
        pass
    raise exceptions.ParseError(_("This place in the list is not one of ours."))

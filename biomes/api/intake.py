"""The stations' door: a batch of readings with the station's key, as JSON or CSV.

POST /api/v1/stations/V-07/readings/
Authorization: Station blk_...
Content-Type: application/json  {"readings": [{"indicator": "chlorophyll-a", "at": "...", "value": "61"}]}
Content-Type: text/csv          indicator,at,value,unit ...
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from typing import IO, Any

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.parsers import BaseParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from biomes import actions, queries
from biomes.models import StationKey
from biomes.rules import sensorthings
from ledger.queries import now

MOST_BYTES = 8 * 1024 * 1024
# So many wrong keys from one address in so long; after them only a right one is answered.
MOST_WRONG_KEYS = 30
WRONG_KEY_SECONDS = 600
# What every row of a table says; more is up to the station.
NEEDED = ("indicator", "at", "value")
# An escape of half a character in JSON; most of these are followed by the other half.
SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
# How every gzip file begins (RFC 1952).
GZIP = b"\x1f\x8b"


class TooLarge(exceptions.APIException):
    status_code = 413
    default_code = "too_large"


class Compressed(exceptions.APIException):
    status_code = 415
    default_code = "compressed"


class StationAuthentication(BaseAuthentication):
    """`Authorization: Station <key>`. The key says which station speaks; it is no person."""

    keyword = "Station"

    def authenticate(self, request: Request) -> tuple[None, StationKey] | None:
        parts = get_authorization_header(request).decode("latin-1").split()
        if not parts or parts[0].lower() != self.keyword.lower():
            return None
        if len(parts) != 2:
            raise exceptions.AuthenticationFailed(_("Write: Authorization: Station, a space, and the key."))
        key, at = queries.station_key(parts[1]), now()
        if key is None:
            self._count_wrong_key(request)
            raise exceptions.AuthenticationFailed(_("No station has this key."))
        if key.revoked_at is not None:
            raise exceptions.AuthenticationFailed(
                _("This key was revoked on %(date)s.") % {"date": key.revoked_at.date().isoformat()}
            )
        if key.expires_at is not None and not key.works(at):
            raise exceptions.AuthenticationFailed(
                _("This key was replaced; it worked until %(date)s.")
                % {"date": key.expires_at.date().isoformat()}
            )
        actions.note_use(key=key, at=at)
        return None, key

    def _count_wrong_key(self, request: Request) -> None:
        """Wrong keys are slowed down by where they come from. A right key is never asked how many were wrong."""
        # The nearest proxy's word, if there is one in front of us.
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        behind = settings.SECURE_PROXY_SSL_HEADER and forwarded
        address = str(behind or request.META.get("REMOTE_ADDR", ""))
        name = f"biomes.wrong-key.{sha256(address.encode()).hexdigest()[:32]}"
        cache.add(name, 0, WRONG_KEY_SECONDS)
        try:
            count = cache.incr(name)
        except ValueError:  # it ran out between the two lines
            return
        if count > MOST_WRONG_KEYS:
            raise exceptions.Throttled(
                WRONG_KEY_SECONDS, _("Too many wrong keys came from here; wait before you try another.")
            )

    def authenticate_header(self, request: Request) -> str:
        return self.keyword


class StationAuthenticationScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "biomes.api.intake.StationAuthentication"
    name = "stationKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "Station, a space, and the station's key",
        }


class KeyOfThisStation(BasePermission):
    """The key must belong to the station in the address."""

    def has_permission(self, request: Request, view: Any) -> bool:
        key = request.auth
        if not isinstance(key, StationKey):
            raise exceptions.NotAuthenticated(
                _("Send the station's key: Authorization: Station, a space, the key.")
            )
        if key.station.code != view.kwargs["code"]:
            raise exceptions.PermissionDenied(_("This key belongs to another station."))
        return True


class Exact(BaseParser):
    """JSON whose numbers keep the digits they were sent with: rows of ours, or SensorThings Observations.

    NaN and Infinity are no JSON.
    """

    media_type = "application/json"

    def parse(self, stream: IO[bytes], media_type: Any = None, parser_context: Any = None) -> Any:
        text = _text(stream, parser_context)
        try:
            said = json.loads(text, parse_float=Decimal, parse_constant=str)
            # A name with half a character could not be told back to the sender.
            if SURROGATE.search(text):
                said = _tellable(said)
        except (ValueError, RecursionError) as why:
            raise exceptions.ParseError(_("This is not JSON.")) from why
        station = parser_context["request"].auth.station
        if observed := sensorthings.rows_of(said, station=station.code, biome=station.biome.slug):
            return observed
        rows = said.get("readings") if isinstance(said, dict) else said
        if not isinstance(rows, list):
            raise exceptions.ParseError(_("Send a list of rows, or an object with the list as “readings”."))
        return rows


def _tellable(said: Any) -> Any:
    """The same with every name fit to be written; values stay, and are refused by their rows."""
    if isinstance(said, dict):
        return {name.encode("utf-8", "replace").decode(): _tellable(held) for name, held in said.items()}
    return [_tellable(one) for one in said] if isinstance(said, list) else said


class Rows(BaseParser):
    """CSV with a heading, UTF-8, commas; a row that does not fit the heading is refused by itself."""

    media_type = "text/csv"

    def parse(self, stream: IO[bytes], media_type: Any = None, parser_context: Any = None) -> Any:
        table = csv.DictReader(io.StringIO(_text(stream, parser_context), newline=""), strict=True)
        rows: list[Any] = []
        try:
            table.fieldnames = _heading(table.fieldnames or ())
            for row in table:
                rows.append(None if None in row else {k: v for k, v in row.items() if v})
        except csv.Error as why:
            raise exceptions.ParseError(
                _("The CSV breaks at line %(line)s; nothing was stored.") % {"line": table.line_num}
            ) from why
        return rows


def _heading(names: Sequence[str]) -> list[str]:
    """The names of the columns; without those that every row needs, no row can be read."""
    found = [name.strip() for name in names]
    if len(set(found)) < len(found):
        raise exceptions.ParseError(_("The header line names a column twice; nothing was stored."))
    if found and (missing := [name for name in NEEDED if name not in found]):
        raise exceptions.ParseError(
            _(
                "The first line must name the columns, with commas between them; it does not name “%(column)s”. Nothing was stored."
            )
            % {"column": missing[0]}
        )
    return found


def _text(stream: IO[bytes], context: Mapping[str, Any]) -> str:
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise TooLarge(_("The batch is larger than 8 MB; send it in parts."))
    packed = context["request"].headers.get("Content-Encoding", "identity") != "identity"
    if packed or data.startswith(GZIP):
        raise Compressed(_("The batch is compressed; send it as plain text."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        raise exceptions.ParseError(_("The batch is not UTF-8 text.")) from why

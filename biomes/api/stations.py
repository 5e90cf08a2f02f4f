"""Stations opened and closed by curators' programs."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import now
from biomes import actions
from biomes.api.acts import Curator, checked, do, who
from biomes.api.shapes import StationShape
from biomes.forms import StationForm
from biomes.queries import desk


class OpenStationIn(serializers.Serializer[Any]):
    """What the form of the desk asks, by the same rules."""

    code = serializers.CharField(max_length=40, help_text="Such as V-08; it cannot change later.")
    name = serializers.CharField(max_length=80, required=False, default="")
    biome = serializers.CharField(help_text="The living system's address.")
    lon = serializers.DecimalField(max_digits=9, decimal_places=6, help_text="Degrees east, WGS 84.")
    lat = serializers.DecimalField(max_digits=8, decimal_places=6, help_text="Degrees north, WGS 84.")
    checks_itself = serializers.BooleanField(
        default=True, help_text="Whether values that pass the automatic checks count as checked."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        form = StationForm(attrs)
        if not form.is_valid():
            raise serializers.ValidationError(form.errors)
        return form.cleaned_data


class OpensAndCloses:
    """Of the stations' view set: what curators may do besides reading."""

    action: str

    def get_permissions(self) -> list[BasePermission]:
        if self.action == "create":
            return [Curator()]
        return super().get_permissions()  # type: ignore[misc,no-any-return]

    @extend_schema(request=OpenStationIn, responses={201: StationShape})
    def create(self, request: Request) -> Response:
        """Open a station; it sends readings once it has a key."""
        said = checked(OpenStationIn, request)
        made = do(actions.open_station, actor=who(request), at=now(), **said)
        return Response(StationShape(made).data, status=201)

    @extend_schema(request=None, responses=StationShape)
    @action(detail=True, methods=["post"], permission_classes=[Curator])
    def close(self, request: Request, code: str) -> Response:
        """For good: it takes no more readings and its keys end; what it measured stays. Twice is once."""
        station = get_object_or_404(desk.all_stations(), code=code)
        closed = do(actions.close_station, station_id=station.pk, actor=who(request), at=now())
        return Response(StationShape(closed).data)

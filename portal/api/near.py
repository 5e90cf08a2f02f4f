"""What is near a point, for programs."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ledger import queries as ledger
from ledger.queries import now
from portal.queries import near as nears


class NearLiving(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()
    distance_m = serializers.IntegerField()
    state = serializers.CharField(allow_null=True, help_text="Of the registry: how it is.")
    stage = serializers.CharField(
        allow_null=True, help_text="On the map only: provisional, uncurated, taken_up."
    )


class NearCard(serializers.Serializer[Any]):
    title = serializers.CharField()
    url = serializers.CharField()
    state = serializers.CharField()


class NearStation(serializers.Serializer[Any]):
    code = serializers.CharField()
    distance_m = serializers.IntegerField()


class NearShape(serializers.Serializer[Any]):
    lon = serializers.FloatField()
    lat = serializers.FloatField()
    living_systems = NearLiving(many=True)
    alerts = NearCard(many=True)
    petitions = NearCard(many=True)
    sittings = NearCard(many=True)
    sightings_to_confirm = NearCard(many=True)
    station = NearStation(allow_null=True)


class NearView(APIView):
    """What lives near a point, what is in danger, what can be done. The point is rounded to two decimals."""

    @extend_schema(
        parameters=[
            OpenApiParameter("lon", float, description="Longitude, degrees", required=True),
            OpenApiParameter("lat", float, description="Latitude, degrees", required=True),
        ],
        responses=NearShape,
    )
    def get(self, request: Request) -> Response:
        point = nears.read_point(request.GET.get("lon", ""), request.GET.get("lat", ""))
        if point is None:
            raise ValidationError({"lon": ["lon and lat are two numbers: degrees of a place on the earth."]})
        return Response(NearShape(_said(nears.near(point, now()), request.user)).data)


def _said(found: nears.Near, viewer: Any) -> dict[str, Any]:
    def cards(rows: list[Any]) -> list[Any]:
        return [card for row in rows if (card := ledger.card(row.subject, viewer))]

    return {
        "lon": found.point.lon,
        "lat": found.point.lat,
        "living_systems": [
            {
                "slug": one.biome.slug,
                "name": one.biome.name,
                "distance_m": round(one.metres),
                "state": one.finding.state.value if one.finding else None,
                "stage": one.stage.value if one.stage else None,
            }
            for one in found.living
        ],
        "alerts": cards(found.alerts),
        "petitions": cards(found.petitions),
        "sittings": cards(found.sittings),
        "sightings_to_confirm": cards(found.to_confirm),
        "station": found.station and {"code": found.station[0].code, "distance_m": round(found.station[1])},
    }

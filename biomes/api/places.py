"""Drawings, for programs and for the map editor: is it a place, where is the fault, what would repair it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from biomes import words
from biomes.api.acts import Curator, checked
from biomes.api.around import Geometry
from biomes.rules import place, repair, typology
from biomes.words import curation, drawing


class DrawingIn(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=6_000_000, help_text="GeoJSON as text.")


class RepairIn(DrawingIn):
    how = serializers.ChoiceField(choices=[one.value for one in repair.Repair])


class DrawingOut(serializers.Serializer[Any]):
    is_place = serializers.BooleanField()
    says = serializers.CharField(help_text="What is wrong, or what was rounded; empty where nothing is.")
    lon = serializers.FloatField(allow_null=True, help_text="Where to look.")
    lat = serializers.FloatField(allow_null=True)
    repair = serializers.CharField(help_text="A repair that would help, or empty.")
    repair_says = serializers.CharField()


class RepairOut(serializers.Serializer[Any]):
    place = Geometry(read_only=True)


class PlaceViewSet(viewsets.ViewSet):
    """Curators ask before they save; nothing is stored."""

    permission_classes = [Curator]

    @extend_schema(request=DrawingIn, responses=DrawingOut)
    @action(detail=False, methods=["post"])
    def check(self, request: Request) -> Response:
        text = checked(DrawingIn, request)["text"]
        try:
            place.read(text)
        except place.BadPlace as why:
            return Response(_fault(why, text))
        said = {"is_place": True, "says": drawing.rounded(repair.extra_decimals(text))}
        return Response(said | {"lon": None, "lat": None, "repair": "", "repair_says": ""})

    @extend_schema(request=RepairIn, responses=RepairOut)
    @action(detail=False, methods=["post"])
    def repair(self, request: Request) -> Response:
        body = checked(RepairIn, request)
        try:
            found = repair.repaired(body["text"], repair.Repair(body["how"]))
        except place.BadPlace as why:
            raise serializers.ValidationError({"text": words.bad_place(why)}) from why
        return Response({"place": found})


def _fault(why: place.BadPlace, text: str) -> dict[str, Any]:
    offered = repair.FOR.get(why.code)
    says = words.bad_place(why)
    if offered is repair.Repair.THIN:
        says = f"{says} {drawing.thinning(text)}"
    return {
        "is_place": False,
        "says": says,
        "lon": why.lon,
        "lat": why.lat,
        "repair": offered.value if offered else "",
        "repair_says": str(curation.REPAIRS[offered]) if offered else "",
    }


class KindShape(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    lineage = serializers.SerializerMethodField()

    def get_lineage(self, group: typology.Group) -> list[str]:
        return list(typology.lineage(group.code))


class KindViewSet(viewsets.ViewSet):
    """The functional groups of the IUCN Global Ecosystem Typology, by words and realm."""

    @extend_schema(responses=KindShape(many=True))
    def list(self, request: Request) -> Response:
        asked = request.query_params
        found = typology.search(asked.get("q", "")[:80], asked.get("realm", "")[:3])
        return Response(KindShape(found, many=True).data)

"""The lattice for programs: what else would feel it, link by link."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from biomes import queries
from biomes.api.around import LinkShape
from biomes.rules import lattice as rule


class TieShape(serializers.Serializer[Any]):
    source = serializers.CharField(source="source.slug")
    target = serializers.CharField(source="target.slug")
    link = LinkShape()


class ReachedShape(serializers.Serializer[Any]):
    biome = serializers.CharField(source="biome.slug")
    name = serializers.CharField(source="biome.name")
    share = serializers.DecimalField(
        max_digits=None, decimal_places=None, help_text="The least that would be felt, from 0 to 1."
    )
    path = TieShape(source="ties", many=True)


class ReachShape(serializers.Serializer[Any]):
    biome = serializers.CharField()
    cut = serializers.CharField(help_text="Below this share nothing is told.")
    reached = ReachedShape(many=True)


class ReachView(APIView):
    """If this living system falls ill, what else does? Each answer with its path and its evidence."""

    @extend_schema(responses=ReachShape, operation_id="biomes_reach")
    def get(self, request: Request, slug: str) -> Response:
        biome = queries.public_biome(slug)
        if biome is None:
            raise NotFound
        found = {"biome": slug, "cut": str(rule.CUT), "reached": queries.reach_of(biome)}
        return Response(ReachShape(found).data)

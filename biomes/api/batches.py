"""Deliveries of stations for programs: counts by verdict, and why rows were refused."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from biomes import words
from biomes.models import Batch
from biomes.queries import stations as reads


class BatchShape(serializers.ModelSerializer[Batch]):
    station: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = Batch
        fields = [
            "id", "station", "received_at", "row_count", "stored_count", "flagged_count", "corrected_count",
            "duplicate_count", "refused_count",
        ]  # fmt: skip


class BatchWithRows(BatchShape):
    refusals = serializers.SerializerMethodField()
    flagged = serializers.SerializerMethodField()

    class Meta(BatchShape.Meta):
        fields = [*BatchShape.Meta.fields, "refusals", "flagged"]

    @extend_schema_field({"type": "array", "items": {"type": "object"}})
    def get_refusals(self, batch: Batch) -> list[dict[str, Any]]:
        """Every refused row; what stood in it is for curators, on the page."""
        return [
            {"row": row, "field": field, "reason": reason, "says": words.refusal(reason)}
            for row, reason, field, _said in reads.refusals_of(batch)
        ]

    @extend_schema_field({"type": "array", "items": {"type": "object"}})
    def get_flagged(self, batch: Batch) -> list[dict[str, Any]]:
        return [{"reading": one.id, "flags": list(one.flags)} for one in reads.flagged_of(batch)[:1000]]


class BatchFilter(filters.FilterSet):  # type: ignore[misc]
    station = filters.CharFilter(field_name="station__code")

    class Meta:
        model = Batch
        fields = ["station"]


class BatchViewSet(viewsets.ReadOnlyModelViewSet[Batch]):
    """Deliveries of readings, newest first; one of them names its refused and flagged rows."""

    serializer_class = BatchShape
    filterset_class = BatchFilter
    lookup_value_regex = "[0-9]{1,17}"

    def get_queryset(self) -> QuerySet[Batch]:
        return reads.public_batches()

    @extend_schema(responses=BatchWithRows)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(BatchWithRows(self.get_object()).data)

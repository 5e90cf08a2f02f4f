"""Figures about zones for programs: everybody reads, curators record, correct and import."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import now
from biomes import actions, queries
from biomes.api.acts import ByKey, Curator, checked, do, who
from biomes.api.shapes import Plain
from biomes.models import ZoneIndicator, ZoneMeasure
from biomes.rules import zone_table
from biomes.rules.words import Precision
from biomes.words import zone_indicators as words


class ZoneMeasureShape(serializers.ModelSerializer[ZoneMeasure]):
    least = Plain(read_only=True)
    most = Plain(read_only=True)

    class Meta:
        model = ZoneMeasure
        fields = ["code", "name", "unit", "about", "least", "most"]


class ZoneIndicatorShape(serializers.ModelSerializer[ZoneIndicator]):
    zone: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    measure: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    unit = serializers.CharField(source="measure.unit", read_only=True)
    value = Plain(read_only=True)
    source: Any = serializers.CharField(read_only=True)
    corrects: Any = serializers.PrimaryKeyRelatedField(read_only=True)
    is_current = serializers.SerializerMethodField()

    class Meta:
        model = ZoneIndicator
        fields = [
            "id", "zone", "measure", "value", "unit", "on", "precision", "source", "source_url", "corrects",
            "reason", "is_current", "recorded_at",
        ]  # fmt: skip

    def get_is_current(self, figure: ZoneIndicator) -> bool:
        return not hasattr(figure, "correction")


class _Figure(serializers.Serializer[Any]):
    value = serializers.CharField(max_length=30)
    source: Any = serializers.CharField(max_length=zone_table.SOURCE)
    source_url = serializers.CharField(max_length=zone_table.ADDRESS, allow_blank=True, default="")

    def validate_source(self, sent: str) -> str:
        return str(judged(zone_table.source, sent))

    def validate_source_url(self, sent: str) -> str:
        return str(judged(zone_table.address, sent))


class ZoneIndicatorIn(_Figure):
    zone: Any = serializers.SlugRelatedField(slug_field="slug", queryset=queries.zones())
    measure: Any = serializers.SlugRelatedField(slug_field="code", queryset=queries.zone_measures())
    on = serializers.CharField(max_length=10, help_text="2149, 2149-06 or 2149-06-30")


class ZoneIndicatorCorrectionIn(_Figure):
    reason = serializers.CharField(max_length=200)


class ZoneTableIn(serializers.Serializer[Any]):
    text: Any = serializers.CharField(
        trim_whitespace=False, help_text="CSV: zone,measure,value,on,source,source_url"
    )
    dry_run = serializers.BooleanField(default=True)


class ZoneTableRow(serializers.Serializer[Any]):
    line = serializers.IntegerField()
    verdict = serializers.ChoiceField(choices=sorted(words.VERDICTS))
    reason = serializers.CharField()
    field = serializers.CharField()
    message = serializers.SerializerMethodField()

    def get_message(self, row: actions.RowFound) -> str:
        return words.cell(row.reason)


class ZoneTableOut(serializers.Serializer[Any]):
    is_stored = serializers.BooleanField()
    new = serializers.IntegerField(source="new_count")
    known = serializers.IntegerField(source="known_count")
    refused = serializers.IntegerField(source="refused_count")
    rows = ZoneTableRow(many=True)


def judged(rule: Any, *sent: Any, field: str = "") -> Any:
    """What the rule reads, or the sentence of its refusal."""
    try:
        return rule(*sent)
    except zone_table.BadCell as why:
        said = words.cell(why.code)
        raise ValidationError({field: [said]} if field else said) from why


class ZoneIndicatorFilter(filters.FilterSet):  # type: ignore[misc]
    zone = filters.CharFilter(field_name="zone__slug")
    measure = filters.CharFilter(field_name="measure__code")
    current = filters.BooleanFilter(field_name="correction", lookup_expr="isnull")

    class Meta:
        model = ZoneIndicator
        fields = ["zone", "measure"]


class ZoneMeasureViewSet(viewsets.ReadOnlyModelViewSet[ZoneMeasure]):
    """What is counted about zones, with the definition of each."""

    serializer_class = ZoneMeasureShape
    pagination_class = ByKey
    lookup_field = "code"

    def get_queryset(self) -> QuerySet[ZoneMeasure]:
        return queries.zone_measures()


class ZoneIndicatorViewSet(viewsets.ReadOnlyModelViewSet[ZoneIndicator]):
    """Figures about zones, each with its day and source; a correction is a new row."""

    serializer_class = ZoneIndicatorShape
    pagination_class = ByKey
    filterset_class = ZoneIndicatorFilter

    def get_queryset(self) -> QuerySet[ZoneIndicator]:
        return queries.zone_indicators()

    @extend_schema(request=ZoneIndicatorIn, responses={201: ZoneIndicatorShape}, filters=False)
    @action(detail=False, methods=["post"], permission_classes=[Curator])
    def add(self, request: Request) -> Response:
        body, at = checked(ZoneIndicatorIn, request), now()
        on, precision = judged(zone_table.day, body["on"], at.date(), field="on")
        body |= {"on": on, "precision": Precision(precision)}
        body["value"] = judged(zone_table.amount, body["value"], body["measure"].rule, field="value")
        made = do(actions.set_zone_indicator, actor=who(request), at=at, **body)
        return Response(self.get_serializer(made).data, status=201)

    @extend_schema(request=ZoneIndicatorCorrectionIn, responses={201: ZoneIndicatorShape})
    @action(detail=True, methods=["post"], permission_classes=[Curator])
    def correct(self, request: Request, pk: str) -> Response:
        body, former = checked(ZoneIndicatorCorrectionIn, request), self.get_object()
        body["value"] = judged(zone_table.amount, body["value"], former.measure.rule, field="value")
        made = do(
            actions.correct_zone_indicator, indicator_id=former.pk, actor=who(request), at=now(), **body
        )
        return Response(self.get_serializer(made).data, status=201)

    @extend_schema(request=ZoneTableIn, responses=ZoneTableOut, filters=False)
    @action(detail=False, methods=["post"], url_path="import", permission_classes=[Curator])
    def pour(self, request: Request) -> Response:
        """Every row judged; stored only if none is refused and ``dry_run`` is false."""
        body = checked(ZoneTableIn, request)
        try:
            found = actions.import_zone_indicators(actor=who(request), at=now(), **body)
        except zone_table.BadTable as why:
            raise ValidationError({"text": [words.bad_table(why)]}) from why
        status = 409 if found.refused_count and not body["dry_run"] else 200
        return Response(ZoneTableOut(found).data, status=status)

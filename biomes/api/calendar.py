"""Calendars for programs: read by everyone, kept by curators."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import now
from biomes import actions, queries
from biomes.api.acts import ByKey, Curator, checked, do, who
from biomes.api.around import PublicBiome
from biomes.models import CalendarEntry
from biomes.rules import calendar as rule


@extend_schema_field({"type": "string", "example": "11-20"})
class DayOfYear(serializers.Field[Any, Any, str, Any]):
    def to_internal_value(self, data: Any) -> rule.DayOfYear | None:
        if data in (None, ""):
            return None
        found = rule.day_of_year(data) if isinstance(data, str) else None
        if found is None:
            raise serializers.ValidationError("Write the month and the day, such as 11-20.")
        return found

    def to_representation(self, value: Any) -> str:
        return str(value)


class CalendarShape(serializers.ModelSerializer[CalendarEntry]):
    biome: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)

    class Meta:
        model = CalendarEntry
        fields = [
            "id", "biome", "kind", "whose", "title", "note", "first_day", "last_day", "first_on", "last_on",
            "source", "source_url",
        ]  # fmt: skip


class CalendarIn(serializers.Serializer[Any]):
    biome = PublicBiome()
    kind = serializers.ChoiceField(choices=[one.value for one in rule.Kind])
    whose = serializers.ChoiceField(choices=[one.value for one in rule.Whose])
    title = serializers.CharField(max_length=80)
    note = serializers.CharField(max_length=300, allow_blank=True, default="")
    source: Any = serializers.CharField(max_length=300)
    source_url = serializers.URLField(allow_blank=True, default="")
    first_day = DayOfYear(default=None)
    last_day = DayOfYear(default=None)
    first_on = serializers.DateField(allow_null=True, default=None)
    last_on = serializers.DateField(allow_null=True, default=None)


class EndEntryIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300)


class CalendarFilter(filters.FilterSet):  # type: ignore[misc]
    biome = filters.CharFilter(field_name="biome__slug")

    class Meta:
        model = CalendarEntry
        fields = ["biome", "kind", "whose"]


class CalendarViewSet(viewsets.ReadOnlyModelViewSet[CalendarEntry]):
    """What living systems and their people do at which time of the year."""

    serializer_class = CalendarShape
    pagination_class = ByKey
    filterset_class = CalendarFilter

    def get_queryset(self) -> QuerySet[CalendarEntry]:
        return queries.calendar_entries()

    @extend_schema(request=CalendarIn, responses={201: CalendarShape}, filters=False)
    @action(detail=False, methods=["post"], permission_classes=[Curator])
    def add(self, request: Request) -> Response:
        body = checked(CalendarIn, request)
        body |= {"kind": rule.Kind(body["kind"]), "whose": rule.Whose(body["whose"])}
        made = do(actions.add_calendar_entry, actor=who(request), at=now(), **body)
        return Response(CalendarShape(made).data, status=201)

    @extend_schema(request=EndEntryIn, responses={204: None})
    @action(detail=True, methods=["post"], permission_classes=[Curator])
    def end(self, request: Request, pk: str) -> Response:
        body = checked(EndEntryIn, request)
        do(actions.end_calendar_entry, entry_id=self.get_object().pk, actor=who(request), at=now(), **body)
        return Response(status=204)

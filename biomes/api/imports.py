"""Imports for programs: what the curator's pages do, by the same forms and actions."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import now
from biomes import actions, files, import_steps, queries, tables, tasks
from biomes.api.acts import ByKey, Curator, checked, do, who
from biomes.forms import UploadForm
from biomes.models import Import, Remark
from biomes.rules.numbers import Decimals, Thousands
from biomes.words import imports as said


class ImportShape(serializers.ModelSerializer[Import]):
    biome: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    station: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    progress = serializers.SerializerMethodField()
    failure_says = serializers.SerializerMethodField()

    class Meta:
        model = Import
        fields = [
            "uuid", "biome", "station", "name", "kind", "size", "sha256", "header", "said", "state", "asked_at",
            "is_checked", "is_whole", "started_at", "ended_at", "line_count", "counts", "sites", "progress",
            "failure", "failure_line", "failure_says",
        ]  # fmt: skip

    @extend_schema_field(
        {
            "type": "object",
            "properties": {
                "percent": {"type": "integer"},
                "seconds_left": {"type": "integer", "nullable": True},
            },
        }
    )
    def get_progress(self, one: Import) -> dict[str, Any]:
        found = queries.progress_of(one, now())
        return {"percent": found.percent, "seconds_left": found.left}

    def get_failure_says(self, one: Import) -> str:
        return said.failure(one.failure, one.failure_line) if one.failure else ""


class RemarkShape(serializers.ModelSerializer[Remark]):
    says = serializers.SerializerMethodField()

    class Meta:
        model = Remark
        fields = ["line", "column", "indicator", "said", "is_refusal", "code", "says"]

    def get_says(self, one: Remark) -> str:
        return said.refusal(one.code)


class ImportUploadIn(serializers.Serializer[Any]):
    biome = serializers.CharField(max_length=50)
    station = serializers.CharField(max_length=40, required=False)
    file = serializers.FileField()


class ImportColumnIn(serializers.Serializer[Any]):
    column = serializers.CharField(max_length=80)
    role = serializers.CharField(max_length=50, allow_blank=True)
    unit = serializers.CharField(max_length=12, allow_blank=True, default="")
    limit = serializers.CharField(max_length=20, allow_blank=True, default="")


class ImportColumnsIn(serializers.Serializer[Any]):
    """Columns that are not named are not used."""

    columns = ImportColumnIn(many=True, allow_empty=False, max_length=tables.MOST_COLUMNS)
    separator = serializers.ChoiceField(choices=list(tables.SEPARATORS), required=False)
    decimals = serializers.ChoiceField(choices=[one.value for one in Decimals])
    thousands = serializers.ChoiceField(choices=[one.value for one in Thousands])
    time = serializers.CharField(max_length=32, allow_blank=True, default="")
    clock = serializers.CharField(max_length=6, allow_blank=True, default="")


class ImportRunIn(serializers.Serializer[Any]):
    is_checked = serializers.BooleanField(default=False)
    is_whole = serializers.BooleanField(default=False)


class ImportViewSet(viewsets.ReadOnlyModelViewSet[Import]):
    """Files of past readings on their way in: upload, check (stores nothing), run, cancel. Curators only."""

    serializer_class = ImportShape
    permission_classes = [Curator]
    pagination_class = ByKey
    lookup_field = "uuid"
    lookup_value_regex = "[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"

    def get_queryset(self) -> QuerySet[Import]:
        return queries.imports()

    @extend_schema(request={"multipart/form-data": ImportUploadIn}, responses={201: ImportShape})
    @action(detail=False, methods=["post"], parser_classes=[MultiPartParser, JSONParser])
    def upload(self, request: Request) -> Response:
        # JSON holds no file: such a body is told so, field by field.
        form = UploadForm(request.data if isinstance(request.data, dict) else {}, request.FILES)
        if not form.is_valid():
            raise ValidationError(form.errors)
        made = do(import_steps.receive, form=form, by=who(request), at=now())
        return Response(self.get_serializer(made).data, status=201)

    @extend_schema(request=ImportColumnsIn, responses=ImportShape)
    @action(detail=True, methods=["post"], parser_classes=[JSONParser])
    def check(self, request: Request, uuid: str) -> Response:
        found, body = self.get_object(), checked(ImportColumnsIn, request)
        separator = body.get("separator", "")
        header = import_steps.columns_form(found, separator=separator)[2]
        form, separator, header = import_steps.columns_form(found, _as_form(body, header), separator)
        if not form.is_valid():
            raise ValidationError(form.errors)
        said = form.said | {"separator": separator}
        started = do(actions.start_check, uuid=found.uuid, said=said, header=header, at=now())
        tasks.start_steps(started.pk)
        return Response(self.get_serializer(started).data)

    @extend_schema(request=ImportRunIn, responses=ImportShape)
    @action(detail=True, methods=["post"], parser_classes=[JSONParser])
    def run(self, request: Request, uuid: str) -> Response:
        body = checked(ImportRunIn, request)
        started = do(actions.start_import, uuid=self.get_object().uuid, by=who(request), at=now(), **body)
        tasks.start_steps(started.pk)
        return Response(self.get_serializer(started).data)

    @extend_schema(request=None, responses=ImportShape)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, uuid: str) -> Response:
        found, file = do(actions.cancel_import, uuid=self.get_object().uuid, by=who(request), at=now())
        files.drop(file)
        return Response(self.get_serializer(found).data)

    @extend_schema(responses=RemarkShape(many=True))
    @action(detail=True, methods=["get"])
    def remarks(self, request: Request, uuid: str) -> Response:
        page = self.paginate_queryset(queries.remarks_of(self.get_object()))
        return self.get_paginated_response(RemarkShape(page, many=True).data)


def _as_form(body: dict[str, Any], header: list[str]) -> dict[str, Any]:
    """The columns by their place in the heading; one the file does not have is refused by name."""
    given = {one["column"]: one for one in body["columns"]}
    if missing := [name for name in given if name not in header]:
        raise ValidationError({"columns": [f"The file has no column {', '.join(missing)[:200]}."]})
    cells = {
        f"{key}_{number}": given[column][key]
        for number, column in enumerate(header)
        if column in given
        for key in ("role", "unit", "limit")
    }
    return cells | {key: body[key] for key in ("decimals", "thousands", "time", "clock")}

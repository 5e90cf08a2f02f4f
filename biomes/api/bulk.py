"""Files of profiles, zones and links, for programs: the same look, the same act."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import now
from biomes import actions, bulk_steps, files, queries, tasks
from biomes.api.acts import ByKey, Curator, checked, do, who
from biomes.forms.bulk import SheetForm
from biomes.models import Bulk, SheetRow
from biomes.queries import bulk as reads
from biomes.rules.bulk import MOST_BYTES, Noun, Verdict
from biomes.rules.profile import Fault
from biomes.words import curation
from biomes.words import imports as said


class SheetIn(serializers.Serializer[Any]):
    noun = serializers.ChoiceField(choices=[one.value for one in Noun])
    name = serializers.CharField(max_length=80, help_text="The file's name; its bytes say what it is.")
    text = serializers.CharField(
        max_length=MOST_BYTES, trim_whitespace=False, help_text="CSV or GeoJSON as text."
    )


class SheetFileIn(serializers.Serializer[Any]):
    noun = serializers.ChoiceField(choices=[one.value for one in Noun])
    file = serializers.FileField()


class FaultOut(serializers.Serializer[Any]):
    column = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class SheetRowShape(serializers.ModelSerializer[SheetRow]):
    verdict = serializers.SerializerMethodField()
    faults = serializers.SerializerMethodField()

    class Meta:
        model = SheetRow
        fields = ["line", "key", "verdict", "changed", "faults"]

    def get_verdict(self, row: SheetRow) -> str:
        return reads.verdict_of(row.of, row).value

    @extend_schema_field(FaultOut(many=True))
    def get_faults(self, row: SheetRow) -> list[dict[str, str]]:
        faults = [Fault(**one) for one in row.faults]
        return [{"column": one.field, "code": one.code, "message": curation.fault(one)} for one in faults]


class SheetShape(serializers.ModelSerializer[Bulk]):
    progress = serializers.SerializerMethodField()
    failure_says = serializers.SerializerMethodField()

    class Meta:
        model = Bulk
        fields = [
            "uuid", "noun", "name", "kind", "size", "sha256", "state", "asked_at", "is_whole", "reason", "started_at",
            "ended_at", "line_count", "counts", "progress", "failure", "failure_line", "failure_says",
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
    def get_progress(self, one: Bulk) -> dict[str, Any]:
        found = queries.progress_of(one, now())
        return {"percent": found.percent, "seconds_left": found.left}

    def get_failure_says(self, one: Bulk) -> str:
        return said.failure(one.failure, one.failure_line) if one.failure else ""


class ApplyIn(serializers.Serializer[Any]):
    all_or_nothing = serializers.BooleanField(default=True)
    reason = serializers.CharField(max_length=200)


class BulkViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Bulk]):
    """Curators send a file, read row by row what it would change, and have it applied once."""

    permission_classes = [Curator]
    parser_classes = [JSONParser, MultiPartParser]
    serializer_class = SheetShape
    pagination_class = ByKey
    lookup_field = "uuid"
    lookup_value_regex = "[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"

    def get_queryset(self) -> QuerySet[Bulk]:
        return reads.sheets()

    @extend_schema(
        request={"application/json": SheetIn, "multipart/form-data": SheetFileIn}, responses={201: SheetShape}
    )
    def create(self, request: Request) -> Response:
        form = SheetForm(*_sent(request))
        if not form.is_valid():
            named = "file" if request.FILES else "text"
            raise serializers.ValidationError(
                {named if field == "file" else field: why for field, why in form.errors.items()}
            )
        sent = do(bulk_steps.receive, form=form, by=who(request), at=now())
        tasks.start_sheet(sent.pk)
        return Response(SheetShape(sent).data, status=201)

    @extend_schema(request=None, responses=SheetShape)
    @action(detail=True, methods=["post"])
    def check(self, request: Request, uuid: str) -> Response:
        return self._started(do(actions.check_sheet, uuid=self.get_object().uuid, at=now()))

    @extend_schema(request=ApplyIn, responses=SheetShape)
    @action(detail=True, methods=["post"])
    def apply(self, request: Request, uuid: str) -> Response:
        body = checked(ApplyIn, request)
        started = do(actions.apply_sheet, uuid=self.get_object().uuid, by=who(request), at=now(), **body)
        return self._started(started)

    def _started(self, found: Bulk) -> Response:
        tasks.start_sheet(found.pk)
        return Response(SheetShape(found).data)

    @extend_schema(request=None, responses=SheetShape)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, uuid: str) -> Response:
        found, file = do(actions.cancel_sheet, uuid=self.get_object().uuid, by=who(request), at=now())
        files.drop(file)
        return Response(SheetShape(found).data)

    @extend_schema(
        parameters=[OpenApiParameter("verdict", enum=[one.value for one in Verdict])],
        responses=SheetRowShape(many=True),
    )
    @action(detail=True, methods=["get"])
    def rows(self, request: Request, uuid: str) -> Response:
        rows = reads.sheet_rows(self.get_object(), request.query_params.get("verdict", ""))
        page = self.paginate_queryset(rows.select_related("of"))
        return self.get_paginated_response(SheetRowShape(page, many=True).data)


def _sent(request: Request) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a form takes: fields and files. A body of JSON carries its file as text."""
    if "file" in request.FILES:
        return {"noun": request.data.get("noun")}, {"file": request.FILES["file"]}
    body = checked(SheetIn, request)
    return {"noun": body["noun"]}, {"file": SimpleUploadedFile(body["name"], body["text"].encode())}

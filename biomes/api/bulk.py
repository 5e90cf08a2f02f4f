"""Files of profiles and zones, for programs: the same look, the same act."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import now
from biomes import actions, bulk_files
from biomes.api.acts import ByKey, Curator, checked, do, who
from biomes.models import Bulk
from biomes.queries import bulk as reads
from biomes.rules.bulk import MOST_BYTES, BadSheet, Noun
from biomes.rules.profile import Fault
from biomes.words import curation


class SheetIn(serializers.Serializer[Any]):
    noun = serializers.ChoiceField(choices=[one.value for one in Noun])
    name = serializers.CharField(max_length=120, help_text="The file's name; its ending says what it is.")
    text = serializers.CharField(
        max_length=MOST_BYTES, trim_whitespace=False, help_text="CSV or GeoJSON as text."
    )


class FaultOut(serializers.Serializer[Any]):
    column = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class RowOut(serializers.Serializer[Any]):
    line = serializers.IntegerField()
    slug = serializers.CharField()
    verdict = serializers.CharField()
    changed = serializers.ListField(child=serializers.CharField())
    faults = FaultOut(many=True)


class SheetShape(serializers.ModelSerializer[Bulk]):
    rows = serializers.SerializerMethodField()

    class Meta:
        model = Bulk
        fields = ["uuid", "noun", "name", "sent_at", "applied_at", "rows"]

    @extend_schema(responses=RowOut(many=True))
    def get_rows(self, sheet: Bulk) -> list[dict[str, Any]]:
        rows = (
            sheet.outcome
            if sheet.applied_at
            else [one.plain for one in reads.judged(Noun(sheet.noun), sheet.rows)]
        )
        return [one | {"faults": [_fault(Fault(**fault)) for fault in one["faults"]]} for one in rows]


class SheetListShape(serializers.ModelSerializer[Bulk]):
    class Meta:
        model = Bulk
        fields = ["uuid", "noun", "name", "sent_at", "applied_at"]


class ApplyIn(serializers.Serializer[Any]):
    all_or_nothing = serializers.BooleanField(default=True)
    reason = serializers.CharField(max_length=200)


def _fault(one: Fault) -> dict[str, str]:
    return {"column": one.field, "code": one.code, "message": curation.fault(one)}


class BulkViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Bulk]):
    """Curators send a file, read what it would change, and apply it once."""

    permission_classes = [Curator]
    serializer_class = SheetShape
    pagination_class = ByKey
    lookup_field = "uuid"
    lookup_value_regex = "[0-9a-f-]{36}"

    def get_queryset(self) -> QuerySet[Bulk]:
        return Bulk.objects.all()

    def get_serializer_class(self) -> Any:
        return SheetListShape if self.action == "list" else SheetShape

    @extend_schema(request=SheetIn, responses={201: SheetShape})
    def create(self, request: Request) -> Response:
        body = checked(SheetIn, request)
        noun = Noun(body["noun"])
        try:
            rows = bulk_files.read(body["text"].encode(), body["name"], noun)
        except BadSheet as why:
            raise serializers.ValidationError({"text": curation.sheet(why.code, why.about)}) from why
        kept = actions.keep_sheet(noun=noun, name=body["name"], rows=rows, sender=who(request), at=now())
        return Response(SheetShape(kept).data, status=201)

    @extend_schema(request=ApplyIn, responses=SheetShape)
    @action(detail=True, methods=["post"])
    def apply(self, request: Request, uuid: str) -> Response:
        body = checked(ApplyIn, request)
        done = do(actions.apply_sheet, bulk_id=self.get_object().pk, author=who(request), at=now(), **body)
        return Response(SheetShape(done).data)

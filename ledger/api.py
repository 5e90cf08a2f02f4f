"""The log as the API shows it: entries and checkpoints, read-only, each with what proves it."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from ledger import queries
from ledger.forms import Range
from ledger.models import Checkpoint, Entry
from ledger.paging import Pages


class EntrySerializer(serializers.ModelSerializer[Entry]):
    """An entry: its meaning, its bytes, its hashes."""

    kind = serializers.CharField(source="fact.kind")
    subject = serializers.CharField(source="fact.subject")
    about = serializers.ListField(source="fact.about", child=serializers.CharField())
    at = serializers.DateTimeField(source="fact.at")
    body = serializers.JSONField(source="fact.body")
    says = serializers.SerializerMethodField()
    bytes = serializers.SerializerMethodField()
    sha256 = serializers.SerializerMethodField()
    leaf = serializers.SerializerMethodField()

    class Meta:
        model = Entry
        fields = ("seq", "kind", "subject", "about", "at", "says", "body", "bytes", "sha256", "leaf")

    def get_says(self, row: Entry) -> str:
        return queries.told(row.fact)

    def get_bytes(self, row: Entry) -> str:
        return bytes(row.data).decode()

    def get_sha256(self, row: Entry) -> str:
        return bytes(row.digest).hex()

    def get_leaf(self, row: Entry) -> str:
        return bytes(row.leaf).hex()


class CheckpointSerializer(serializers.ModelSerializer[Checkpoint]):
    """A signed checkpoint; ``note`` is the whole C2SP signed note."""

    root = serializers.SerializerMethodField()  # type: ignore[assignment]

    class Meta:
        model = Checkpoint
        fields = ("size", "root", "at", "note")

    @extend_schema_field(OpenApiTypes.STR)
    def get_root(self, row: Checkpoint) -> str:
        return bytes(row.root).hex()


class ProofSerializer(serializers.Serializer[Any]):
    """The audit path of one entry in the tree of `size`."""

    seq = serializers.IntegerField()
    size = serializers.IntegerField()
    leaf = serializers.CharField()
    path = serializers.ListField(child=serializers.CharField())


class EntryFilter(filters.FilterSet):  # type: ignore[misc]
    kind = filters.CharFilter(field_name="fact__kind")
    subject = filters.CharFilter(field_name="fact__subject")
    about = filters.CharFilter(method="about_it")
    q = filters.CharFilter(method="words")

    class Meta:
        model = Entry
        fields: tuple[str, ...] = ()

    def about_it(self, rows: QuerySet[Entry], name: str, value: str) -> QuerySet[Entry]:
        return rows & queries.search_entries(about=value).order_by("seq")

    def words(self, rows: QuerySet[Entry], name: str, value: str) -> QuerySet[Entry]:
        return rows.filter(seq__in=queries.search_entries(words=value).order_by().values("seq"))


class EntryPages(Pages):
    ordering = "-seq"


class CheckpointPages(Pages):
    ordering = "-size"


class EntryViewSet(viewsets.ReadOnlyModelViewSet[Entry]):
    """Entries of the public log, the newest first. `/log/entries` gives the same as JSON Lines by range, `/log/export.zip` all."""

    queryset = queries.entries()
    serializer_class = EntrySerializer
    pagination_class = EntryPages
    filterset_class = EntryFilter
    lookup_field = "seq"
    lookup_value_regex = "[0-9]{1,16}"

    @extend_schema(
        parameters=[
            OpenApiParameter("size", int, description="Tree size; the latest checkpoint's by default.")
        ],
        responses=ProofSerializer,
    )
    @action(detail=True, filter_backends=[], pagination_class=None)
    def proof(self, request: Request, seq: str) -> Response:
        """That this entry stands in the tree of `size`."""
        row = self.get_object()
        head = queries.latest_checkpoint()
        top = head.size if head else 0
        asked = Range({"first": row.seq + 1, "after": request.query_params.get("size", top)})
        if not asked.is_valid() or asked.cleaned_data["after"] > top:
            raise ValidationError({"size": "A whole number above seq, and at most the log's size."})
        size = asked.cleaned_data["after"]
        path = queries.inclusion_proof(row.seq, size)
        leaf = bytes(row.leaf).hex()
        return Response({"seq": row.seq, "size": size, "leaf": leaf, "path": [step.hex() for step in path]})


class CheckpointViewSet(viewsets.ReadOnlyModelViewSet[Checkpoint]):
    """Signed checkpoints, the newest first."""

    queryset = queries.checkpoints()
    serializer_class = CheckpointSerializer
    pagination_class = CheckpointPages
    lookup_field = "size"
    lookup_value_regex = "[0-9]{1,16}"


ROUTES = [
    ("log/entries", EntryViewSet, "log-entry"),
    ("log/checkpoints", CheckpointViewSet, "log-checkpoint"),
]

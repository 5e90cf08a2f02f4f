"""Who sits and by which rules, as programs may read it."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets

from accounts.doors import now
from council import queries, words
from council.models import Body, DecisionRule, Mandate, Seat


class BodySerializer(serializers.ModelSerializer[Body]):
    """A body that decides; a chamber names its council as parent. `composition`: who may sit in it together."""

    name = serializers.CharField(read_only=True)
    parent: Any = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)

    class Meta:
        model = Body
        fields = ("code", "name", "kind", "parent", "composition")


class BodyViewSet(viewsets.ReadOnlyModelViewSet[Body]):
    """Councils and their chambers."""

    queryset = queries.bodies()
    serializer_class = BodySerializer
    lookup_field = "code"
    lookup_value_regex = "[-a-zA-Z0-9_]+"


class SeatSerializer(serializers.ModelSerializer[Seat]):
    """A place in a body; `represents` is the living system it speaks for, empty for a human seat."""

    body: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = Seat
        fields = (
            "code",
            "body",
            "title",
            "holder",
            "joint_rule",
            "represents",
            "group",
            "capacity",
            "office",
            "appointer",
            "explains_departures",
            "cohort",
            "term_months",
            "max_terms",
        )


class SeatFilter(filters.FilterSet):  # type: ignore[misc]
    body = filters.CharFilter(field_name="body__code")
    represents = filters.CharFilter()


class SeatViewSet(viewsets.ReadOnlyModelViewSet[Seat]):
    """Seats that stand."""

    queryset = queries.public_seats()
    serializer_class = SeatSerializer
    filterset_class = SeatFilter
    lookup_field = "code"
    lookup_value_regex = "[-a-zA-Z0-9_]+"


class MandateSerializer(serializers.ModelSerializer[Mandate]):
    """Who may speak for a seat, with which hand, over `[since, until)`, under what instrument."""

    seat: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    held_by = serializers.CharField(source="person", read_only=True)
    remainder = serializers.SerializerMethodField(help_text="It serves out the mandate before it.")

    class Meta:
        model = Mandate
        fields = (
            "code",
            "seat",
            "hand",
            "held_by",
            "since",
            "until",
            "instrument",
            "ended_by",
            "remainder",
            "attests",
        )

    def get_remainder(self, row: Mandate) -> bool:
        return row.remainder_of_id is not None


class MandateFilter(filters.FilterSet):  # type: ignore[misc]
    seat = filters.CharFilter(field_name="seat__code")


class MandateViewSet(viewsets.ReadOnlyModelViewSet[Mandate]):
    """Mandates in force now."""

    queryset = Mandate.objects.none()
    serializer_class = MandateSerializer
    filterset_class = MandateFilter
    lookup_field = "code"
    lookup_value_regex = "[-0-9a-f]{36}"

    def get_queryset(self) -> QuerySet[Mandate]:
        return queries.members(now()).order_by("seat__code", "hand")


class RuleSerializer(serializers.ModelSerializer[DecisionRule]):
    """A version of a decision rule: its data, the fingerprint of its canonical form, and its words."""

    body: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    code = serializers.SerializerMethodField(help_text="`<name>.v<version>`")
    words = serializers.SerializerMethodField()
    data: Any = serializers.JSONField(read_only=True)

    class Meta:
        model = DecisionRule
        fields = ("code", "body", "version", "title", "applies_to", "data", "sha256", "words", "created_at")

    def get_code(self, row: DecisionRule) -> str:
        return f"{row.code}.v{row.version}"

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_words(self, row: DecisionRule) -> list[str]:
        return words.rule_sentences(row.rule, {body.code: body.name for body in queries.bodies()})


class RuleViewSet(viewsets.ReadOnlyModelViewSet[DecisionRule]):
    """Every version of every rule, the newest first."""

    queryset = DecisionRule.objects.select_related("body__organisation").order_by("-id")
    serializer_class = RuleSerializer
    lookup_field = "code"
    lookup_value_regex = r"[-a-zA-Z0-9_]+(\.v[0-9]+)?"

    def get_object(self) -> DecisionRule:
        found = queries.rule_version(self.kwargs["code"])
        if found is None:
            raise Http404
        return found

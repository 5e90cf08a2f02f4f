"""Charters, amendments and duties as the API shows them; drafting through the same actions as the pages."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import Allowed, Conflict, HasRole, now
from accounts.rules.roles import Role
from charters import actions, queries
from charters.forms import AsOf
from charters.models import Amendment, Article, Charter, Duty, Edition, Suspension
from charters.predicates import may_draft
from charters.rules import lifecycle
from charters.rules.amend import Change, Operation
from charters.rules.text import EID, LONGEST_TEXT
from ledger.paging import Pages

ON = OpenApiParameter("on", OpenApiTypes.DATE, description="As in force on this day; today by default.")


class ArticleSerializer(serializers.ModelSerializer[Article]):
    """One article of an edition; `subject` is how petitions, motions and alerts cite it."""

    subject = serializers.CharField(read_only=True)

    class Meta:
        model = Article
        fields = ("eid", "heading", "text", "sha256", "entrenched", "subject")


class EditionSerializer(serializers.ModelSerializer[Edition]):
    """A text and its period; `sha256` names the document in the public log."""

    articles = ArticleSerializer(many=True, read_only=True)
    merged = serializers.SerializerMethodField(
        help_text="Carried into the next edition on its own first day."
    )

    class Meta:
        model = Edition
        fields = ("number", "since", "until", "merged", "sha256", "motion", "instrument", "articles")

    @extend_schema_field(OpenApiTypes.BOOL)
    def get_merged(self, row: Edition) -> bool:
        return row.merged_into_id is not None


class CharterSerializer(serializers.ModelSerializer[Charter]):
    class Meta:
        model = Charter
        fields = ("slug", "title", "of", "preamble")


class SuspensionSerializer(serializers.ModelSerializer[Suspension]):
    """An article that an emergency keeps from binding for now; its words stand."""

    article = serializers.CharField(source="article_subject", read_only=True)

    class Meta:
        model = Suspension
        fields = ("article", "cause", "since", "until")


class CharterTextSerializer(CharterSerializer):
    """A charter with its text in force on the day asked for; `edition` is null before the first."""

    edition = EditionSerializer(read_only=True, allow_null=True)
    suspended = SuspensionSerializer(
        many=True, read_only=True, help_text="What does not bind at this moment."
    )

    class Meta(CharterSerializer.Meta):
        fields = (*CharterSerializer.Meta.fields, "edition", "suspended")  # type: ignore[assignment]


class ReadsOrCurates(HasRole.of(Role.CURATOR)):  # type: ignore[misc]
    """Everybody reads; curators write."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.method in SAFE_METHODS or super().has_permission(request, view)


class LegalSerializer(serializers.Serializer[Any]):
    status = serializers.ChoiceField(choices=[one.value for one in lifecycle.Legal])
    since = serializers.DateField()
    source: Any = serializers.CharField(max_length=300)


class CharterViewSet(viewsets.ReadOnlyModelViewSet[Charter]):
    """Charters, their text on any day, and all their editions."""

    queryset = queries.public_charters().order_by("id")
    serializer_class = CharterSerializer
    lookup_field = "slug"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    @extend_schema(parameters=[ON], responses=CharterTextSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        charter = self.get_object()
        edition = queries.edition_on(charter, day_of(request))
        told = EditionSerializer(edition).data if edition else None
        suspended = SuspensionSerializer(queries.suspensions(charter, now()).values(), many=True).data
        return Response({**CharterSerializer(charter).data, "edition": told, "suspended": suspended})

    @extend_schema(responses=EditionSerializer(many=True))
    @action(detail=True, filter_backends=[], pagination_class=None)
    def editions(self, request: Request, slug: str) -> Response:
        """Every edition, the first first."""
        rows = queries.editions_of(self.get_object()).prefetch_related("articles")
        return Response(EditionSerializer(rows, many=True).data)

    @extend_schema(methods=["get"], responses=LegalSerializer(many=True))
    @extend_schema(methods=["post"], request=LegalSerializer, responses={201: LegalSerializer})
    @action(
        detail=True, methods=["get", "post"], filter_backends=[], pagination_class=None,
        permission_classes=[ReadsOrCurates],
    )  # fmt: skip
    def legal(self, request: Request, slug: str) -> Response:
        """What the law outside said of it; curators record one line more."""
        charter = self.get_object()
        if request.method == "GET":
            return Response(LegalSerializer(charter.legal_statuses.all(), many=True).data)
        body = LegalSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        said = body.validated_data | {"status": lifecycle.Legal(body.validated_data["status"])}
        row = actions.record_legal_status(charter_id=charter.pk, by=request.user, at=now(), **said)
        return Response(LegalSerializer(row).data, status=201)


def day_of(request: Request) -> date:
    """`?on=`, or today; a bad date is a field error like any other."""
    form = AsOf(request.query_params, editions=[])
    if "on" in form.errors:
        raise serializers.ValidationError({"on": [str(error) for error in form.errors["on"]]})
    return form.cleaned_data.get("on") or now().date()


class StepSerializer(serializers.Serializer[Any]):
    """One instruction of an amendment."""

    operation = serializers.ChoiceField(choices=[o.value for o in Operation])
    eid = serializers.RegexField(rf"^({EID.pattern})?\Z", allow_blank=True, max_length=20)
    expected_sha256 = serializers.RegexField(r"^([0-9a-f]{64})?\Z", allow_blank=True)
    new_eid = serializers.RegexField(rf"^({EID.pattern})?\Z", allow_blank=True, default="", max_length=20)
    heading = serializers.CharField(allow_blank=True, default="", max_length=160)
    text = serializers.CharField(allow_blank=True, default="", max_length=LONGEST_TEXT)


class AmendmentSerializer(serializers.ModelSerializer[Amendment]):
    charter: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    base: Any = serializers.SlugRelatedField(slug_field="number", read_only=True)
    edition: Any = serializers.SlugRelatedField(slug_field="number", read_only=True, allow_null=True)
    steps = StepSerializer(source="instructions", many=True, read_only=True)
    overtaken = serializers.SerializerMethodField()

    class Meta:
        model = Amendment
        fields = (
            "id",
            "charter",
            "title",
            "reasons",
            "state",
            "base",
            "edition",
            "tabled_at",
            "overtaken",
            "steps",
        )

    @extend_schema_field(OpenApiTypes.BOOL)
    def get_overtaken(self, row: Amendment) -> bool:
        return row.status in lifecycle.OPEN and queries.is_overtaken(row)


class DraftSerializer(serializers.Serializer[Any]):
    """A new draft with its steps."""

    charter: Any = serializers.SlugRelatedField(slug_field="slug", queryset=queries.public_charters())
    title = serializers.CharField(max_length=120)
    reasons = serializers.CharField(max_length=4000, allow_blank=True, default="")
    steps = StepSerializer(many=True, allow_empty=False)

    def validate_steps(self, steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len(steps) > 60:
            raise serializers.ValidationError("At most 60 steps.")
        return steps


class AmendmentFilter(filters.FilterSet):  # type: ignore[misc]
    charter = filters.CharFilter(field_name="charter__slug")
    state = filters.ChoiceFilter(choices=[(s.value, s.value) for s in lifecycle.State])

    class Meta:
        model = Amendment
        fields: tuple[str, ...] = ()


def _person(request: Request) -> Any:
    """Who writes: the door has let a person in."""
    return request.user


class AmendmentViewSet(viewsets.ReadOnlyModelViewSet[Amendment]):
    """Amendments that were tabled, and one's own drafts; drafting and tabling."""

    queryset = queries.public_amendments()
    serializer_class = AmendmentSerializer
    filterset_class = AmendmentFilter
    lookup_value_regex = "[0-9]{1,15}"

    def get_queryset(self) -> QuerySet[Amendment]:
        return queries.amendments_for(self.request.user)

    def get_permissions(self) -> list[Any]:
        writes = self.request.method not in ("GET", "HEAD", "OPTIONS")
        return [Allowed.by(may_draft)()] if writes else list(super().get_permissions())

    @extend_schema(request=DraftSerializer, responses={201: AmendmentSerializer})
    def create(self, request: Request) -> Response:
        body = DraftSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        told = body.validated_data
        self._must_be_hers(told["charter"])
        try:
            with transaction.atomic():
                draft = actions.draft_amendment(
                    charter_id=told["charter"].pk,
                    title=told["title"],
                    reasons=told["reasons"],
                    drafted_by=_person(request),
                    at=now(),
                )
                for step in told["steps"]:
                    change = Change(**{**step, "operation": Operation(step["operation"])})
                    actions.add_instruction(amendment_id=draft.pk, change=change)
        except actions.CannotAmend as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(self._shown(draft.pk), status=201)

    def _shown(self, pk: int) -> Any:
        return AmendmentSerializer(self.get_queryset().get(pk=pk)).data

    def _own(self) -> Amendment:
        found = self.get_object()
        if found.drafted_by_id != self.request.user.pk:
            self.permission_denied(self.request)
        self._must_be_hers(found.charter)
        return found

    def _must_be_hers(self, charter: Charter) -> None:
        if not may_draft(self.request.user, charter):
            self.permission_denied(self.request)

    @extend_schema(request=None, responses=AmendmentSerializer)
    @action(detail=True, methods=["post"])
    def table(self, request: Request, pk: str) -> Response:
        """Freeze the draft and make it public."""
        try:
            done = actions.table_amendment(amendment_id=self._own().pk, actor=_person(request).code, at=now())
        except actions.CannotAmend as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(self._shown(done.pk))

    @extend_schema(request=None, responses=AmendmentSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take back what no vote has settled."""
        found = self._own()
        try:
            actions.close_amendment(
                amendment_id=found.pk, to=lifecycle.State.WITHDRAWN, actor=_person(request).code, at=now()
            )
        except actions.CannotAmend as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(self._shown(found.pk))

    @extend_schema(request=None, responses={201: AmendmentSerializer})
    @action(detail=True, methods=["post"])
    def rebase(self, request: Request, pk: str) -> Response:
        """A new draft of one's own with the same words, on today's text."""
        old = self.get_object()
        self._must_be_hers(old.charter)
        new = actions.rebase_amendment(amendment_id=old.pk, by=_person(request), at=now())
        return Response(self._shown(new.pk), status=201)


class DutySerializer(serializers.ModelSerializer[Duty]):
    holder: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    state = serializers.SerializerMethodField()

    class Meta:
        model = Duty
        fields = (
            "id",
            "kind",
            "matter",
            "holder",
            "state",
            "opened_at",
            "due_at",
            "discharged_at",
            "withdrawn_at",
        )

    @extend_schema_field(serializers.ChoiceField(choices=[s.value for s in lifecycle.DutyState]))
    def get_state(self, row: Duty) -> str:
        return row.state_at(now()).value


class DutyFilter(filters.FilterSet):  # type: ignore[misc]
    holder = filters.CharFilter(field_name="holder__slug")
    matter = filters.CharFilter()
    kind = filters.CharFilter()
    state = filters.ChoiceFilter(
        choices=[(s, s) for s in ("open", "late", "discharged", "withdrawn")], method="in_state"
    )

    class Meta:
        model = Duty
        fields: tuple[str, ...] = ()

    def in_state(self, rows: QuerySet[Duty], name: str, value: str) -> QuerySet[Duty]:
        wanted = queries.duties_in("" if value == "open" else value, now())
        return rows.filter(pk__in=wanted.order_by().values("pk"))


class DutyPages(Pages):
    ordering = "-id"


class DutyViewSet(mixins.RetrieveModelMixin, mixins.ListModelMixin, viewsets.GenericViewSet[Duty]):
    """What bodies owe, with what is late."""

    queryset = queries.public_duties()
    serializer_class = DutySerializer
    pagination_class = DutyPages
    filterset_class = DutyFilter
    lookup_value_regex = "[0-9]{1,15}"

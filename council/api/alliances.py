"""Alliances for programs: everybody reads; the parties propose, promise, give their word and find."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import Allowed, Conflict, SecondFactor, now, person_of
from council import actions, queries
from council.api.alliance_shapes import (
    AllianceIn,
    AllianceOut,
    CommitmentIn,
    CommitmentOut,
    FindingIn,
    FindingOut,
    WholeAlliance,
    WordIn,
)
from council.forms_alliances import VERBS, EvidenceField
from council.models import Alliance, Commitment
from council.predicates import may_ally
from council.rules.alliances import Finding, Stage


def read(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    body = shape(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


def told(act: Any, request: Request, **given: Any) -> Any:
    """The action's answer; its refusal as a conflict."""
    try:
        return act(by=person_of(request), at=now(), **given)
    except actions.CannotAlly as refusal:
        raise Conflict(str(refusal)) from refusal


class AllianceFilter(filters.FilterSet):  # type: ignore[misc]
    stage = filters.ChoiceFilter(choices=[(stage.value, stage.value) for stage in Stage])
    party = filters.CharFilter(method="by_party", help_text="A body or a living system, as a subject.")

    def by_party(self, rows: QuerySet[Alliance], name: str, value: str) -> QuerySet[Alliance]:
        prefix, _slash, code = value[:120].partition("/")
        standing = rows.filter(parties__left_at__isnull=True)
        if prefix == "biomes.biome":
            return standing.filter(parties__biome__slug=code).distinct()
        return standing.filter(parties__organisation__slug=code).distinct()


@extend_schema(tags=["council"])
class AllianceViewSet(viewsets.ReadOnlyModelViewSet[Alliance]):
    """Agreements of human bodies and living systems, the newest first."""

    queryset = queries.alliances()
    serializer_class = AllianceOut
    filterset_class = AllianceFilter
    lookup_field = "code"
    lookup_value_regex = "[0-9]{4}-[0-9]{1,6}"

    def get_permissions(self) -> list[Any]:
        if self.action == "create":
            return [Allowed.by(may_ally)()]
        return [AllowAny()] if self.request.method in ("GET", "HEAD", "OPTIONS") else [SecondFactor()]

    @extend_schema(responses=WholeAlliance)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """With its words as data: `sha256` is of their canonical form (RFC 8785)."""
        return Response(WholeAlliance(self.get_object()).data)

    @extend_schema(request=AllianceIn, responses={201: WholeAlliance})
    def create(self, request: Request) -> Response:
        """Propose one, for a party one speaks for; `renews` names the alliance whose new period it is."""
        given = read(AllianceIn, request)
        code = given.pop("renews")
        old = queries.alliance(code) if code else None
        if code and old is None:
            raise serializers.ValidationError({"renews": [_("There is no such alliance.")]})
        council = old.body if old else queries.council_for(request.user, now())
        if council is None:
            raise Http404
        made = told(actions.propose_alliance, request, body=council, renews=old, **given)
        return Response(self._now(made), status=201)

    @extend_schema(request=WordIn, responses=WholeAlliance)
    @action(detail=True, methods=["post"])
    def words(self, request: Request, code: str) -> Response:
        """One hand of a party: `join`, `leave`, `dissolve`, or its word taken back: `unjoin`, `stay`, `keep`."""
        found, given = self.get_object(), read(WordIn, request)
        said, is_given = VERBS[given["word"]]
        act = actions.give_word if is_given else actions.take_back_word
        told(act, request, alliance_id=found.pk, party=given["party"], said=said)
        return Response(self._now(found))

    @extend_schema(request=None, responses=WholeAlliance)
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, code: str) -> Response:
        """Its proposer takes a proposal off the table."""
        found = self.get_object()
        told(actions.drop_alliance, request, alliance_id=found.pk)
        return Response(self._now(found))

    @extend_schema(responses=CommitmentOut(many=True), methods=["GET"])
    @extend_schema(request=CommitmentIn, responses={201: CommitmentOut}, methods=["POST"])
    @action(detail=True, methods=["get", "post"], pagination_class=None, filter_backends=[])
    def commitments(self, request: Request, code: str) -> Response:
        """GET: what each owes, and where it stands today. POST: add one to a proposal."""
        found = self.get_object()
        if request.method == "GET":
            return Response(CommitmentOut(found.commitments.all(), many=True, context=today()).data)
        given = read(CommitmentIn, request)
        made = told(actions.add_commitment, request, alliance_id=found.pk, **given)
        return Response(CommitmentOut(queries.commitment(made.key), context=today()).data, status=201)

    def _now(self, found: Alliance) -> Any:
        return WholeAlliance(queries.alliance(found.code)).data


class CommitmentFilter(filters.FilterSet):  # type: ignore[misc]
    alliance = filters.CharFilter(field_name="alliance__code")
    due_after = filters.DateFilter(field_name="due_on", lookup_expr="gte")
    due_before = filters.DateFilter(field_name="due_on", lookup_expr="lte")


@extend_schema(tags=["council"])
class CommitmentViewSet(viewsets.ReadOnlyModelViewSet[Commitment]):
    """What the parties of alliances owe, by day."""

    queryset = queries.commitments()
    serializer_class = CommitmentOut
    filterset_class = CommitmentFilter
    lookup_field = "key"
    lookup_value_regex = "[0-9a-f-]{32,36}"

    def get_permissions(self) -> list[Any]:
        return [AllowAny()] if self.request.method in ("GET", "HEAD", "OPTIONS") else [SecondFactor()]

    def get_serializer_context(self) -> dict[str, Any]:
        context = super().get_serializer_context()
        # The schema is read from the code alone.
        return context if getattr(self, "swagger_fake_view", False) else context | today()

    def get_object(self) -> Commitment:
        found = queries.commitment(self.kwargs["key"])
        if found is None:
            raise Http404
        return found

    @extend_schema(request=None, responses=WholeAlliance)
    @action(detail=True, methods=["post"])
    def strike(self, request: Request, key: str) -> Response:
        """Take it out of a proposal; the answer is the alliance as it then reads."""
        changed = told(actions.strike_commitment, request, commitment_id=self.get_object().pk)
        return Response(WholeAlliance(queries.alliance(changed.code)).data)

    @extend_schema(responses=FindingOut(many=True), methods=["GET"])
    @extend_schema(request=FindingIn, responses={201: FindingOut}, methods=["POST"])
    @action(detail=True, methods=["get", "post"], pagination_class=None, filter_backends=[])
    def findings(self, request: Request, key: str) -> Response:
        """GET: every finding with its evidence. POST: a party finds it kept or broken."""
        one = self.get_object()
        if request.method == "GET":
            return Response(FindingOut(one.findings.all(), many=True).data)
        given = read(FindingIn, request)
        given["evidence"] = _evidence(given["evidence"])
        finding = Finding(given.pop("finding"))
        made = told(actions.find_commitment, request, commitment_id=one.pk, finding=finding, **given)
        return Response(FindingOut(made).data, status=201)


def today() -> dict[str, Any]:
    return {"at": now()}


def _evidence(value: str) -> str:
    """What the page's own form makes of it."""
    try:
        return str(EvidenceField().clean(value))
    except ValidationError as wrong:
        raise serializers.ValidationError({"evidence": wrong.messages}) from wrong

"""Proposed rules: everybody reads, members propose."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import Allowed, Conflict, now
from council import actions, queries
from council.api.trial import Faulty, TooMuch
from council.models import RuleProposal
from council.predicates import holds_a_seat
from council.rules.reading import RuleFault

LONGEST_RULE = 20_000


class ProposalSerializer(serializers.ModelSerializer[RuleProposal]):
    """A rule that a motion may take up: `act` names it. `overtaken`: the rule it would replace was replaced."""

    code = serializers.CharField(read_only=True)
    act = serializers.CharField(source="subject", read_only=True)
    replaces = serializers.SerializerMethodField(help_text="`<name>.v<version>`")
    overtaken = serializers.SerializerMethodField()
    data: Any = serializers.JSONField(read_only=True)

    class Meta:
        model = RuleProposal
        fields = ("code", "act", "replaces", "data", "sha256", "overtaken", "proposed_at")

    def get_replaces(self, row: RuleProposal) -> str:
        return f"{row.replaces.code}.v{row.replaces.version}"

    def get_overtaken(self, row: RuleProposal) -> bool:
        return queries.is_overtaken(row)


class ProposalIn(serializers.Serializer[Any]):
    """The rule in force by its name, and what would follow it."""

    replaces = serializers.RegexField(r"^[-a-zA-Z0-9_]+(\.v[0-9]+)?$", max_length=50)
    rule = serializers.JSONField()


@extend_schema(tags=["council"])
class ProposalViewSet(viewsets.ReadOnlyModelViewSet[RuleProposal]):
    """Proposed rules, the newest first."""

    queryset = RuleProposal.objects.none()
    serializer_class = ProposalSerializer
    lookup_field = "code"
    lookup_value_regex = "[0-9a-f]{32}"

    def get_permissions(self) -> list[BasePermission]:
        return [Allowed.by(holds_a_seat)()] if self.action == "create" else [AllowAny()]

    def get_queryset(self) -> QuerySet[RuleProposal]:
        return queries.rule_proposals()

    def get_object(self) -> RuleProposal:
        found = queries.rule_proposal(self.kwargs["code"])
        if found is None:
            raise Http404
        return found

    @extend_schema(request=ProposalIn, responses={201: ProposalSerializer})
    def create(self, request: Request) -> Response:
        """Propose; a motion of kind `rule_change` that takes it up puts it to the vote."""
        body = ProposalIn(data=request.data)
        body.is_valid(raise_exception=True)
        replaces = queries.rule_version(body.validated_data["replaces"])
        if replaces is None:
            raise Http404
        if len(str(body.validated_data["rule"])) > LONGEST_RULE:
            raise TooMuch(f"At most {LONGEST_RULE} characters.")
        try:
            made = actions.propose_rule(
                replaces=replaces,
                data=body.validated_data["rule"],
                by=request.user,  # type: ignore[arg-type]
                at=now(),
            )
        except actions.CannotRule as refusal:
            if refusal.is_fault:
                raise Faulty(RuleFault(refusal.path, str(refusal))) from refusal
            raise Conflict(str(refusal)) from refusal
        return Response(ProposalSerializer(made).data, status=201)

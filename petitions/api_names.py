"""Sealed names for other programs: asked for by one auditor, answered by another, read by these two."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import Conflict, HasRole, now, person_of
from accounts.rules.roles import Role
from ledger.paging import Pages
from ledger.rules.values import stamp
from petitions import actions, queries
from petitions.api_life import by_form
from petitions.forms import NameReasonForm
from petitions.models import NameRequest
from petitions.rules.sealing import Stage


class Newest(Pages):
    ordering = "-id"


class NameRequestIn(serializers.Serializer[Any]):
    """The reason is checked by the page's own form, and published."""

    petition = serializers.CharField(max_length=60)
    reason = serializers.CharField(max_length=1000)


class NameAnswerIn(serializers.Serializer[Any]):
    answer = serializers.ChoiceField(choices=["agree", "refuse"])


class NameOut(serializers.Serializer[Any]):
    name = serializers.CharField()


class NameRequestOut(serializers.ModelSerializer[NameRequest]):
    """Never with the name; a petition that is not public by its code alone."""

    petition = serializers.CharField(source="petition.code")
    stage = serializers.SerializerMethodField()
    readable_until = serializers.SerializerMethodField()
    read_at = serializers.SerializerMethodField()

    class Meta:
        model = NameRequest
        fields = (
            "key",
            "petition",
            "reason",
            "asked_at",
            "answered_at",
            "stage",
            "readable_until",
            "read_at",
        )

    def get_stage(self, row: NameRequest) -> Stage:
        return row.asked().stage(now())

    def get_readable_until(self, row: NameRequest) -> str | None:
        until = row.asked().readable_until
        return stamp(until) if until else None

    def get_read_at(self, row: NameRequest) -> list[str]:
        return [stamp(reading.read_at) for reading in row.readings.all()]


class NameRequestViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[NameRequest]
):
    """Requests to open the sealed name of a pseudonymous filer; creating one opens nothing."""

    serializer_class = NameRequestOut
    queryset = queries.name_requests()
    permission_classes = [HasRole.of(Role.AUDITOR)]
    pagination_class = Newest
    filter_backends: list[Any] = []
    lookup_field = "key"
    lookup_value_regex = "[0-9a-f-]{36}"

    @extend_schema(request=NameRequestIn, responses={201: NameRequestOut, 409: OpenApiResponse()})
    def create(self, request: Request) -> Response:
        body = NameRequestIn(data=request.data)
        body.is_valid(raise_exception=True)
        reason = by_form(NameReasonForm(body.validated_data))["reason"]
        petition = queries.petition_by_code(body.validated_data["petition"])
        if petition is None or not queries.was_sealed(petition):
            raise NotFound
        row = refusing(
            actions.ask_for_name, petition_id=petition.pk, reason=reason, by=person_of(request), at=now()
        )
        return Response(NameRequestOut(row).data, status=201)

    @extend_schema(request=NameAnswerIn, responses={200: NameRequestOut, 409: OpenApiResponse()})
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, key: str) -> Response:
        """Another auditor than the one who asked agrees or refuses, within 72 hours."""
        body = NameAnswerIn(data=request.data)
        body.is_valid(raise_exception=True)
        row = refusing(actions.answer_name_request, key=self.get_object().key, by=person_of(request), at=now(),
                       agrees=body.validated_data["answer"] == "agree")  # fmt: skip
        return Response(NameRequestOut(row).data)

    @extend_schema(request=None, responses={200: NameRequestOut, 409: OpenApiResponse()})
    @action(detail=True, methods=["post"])
    def withdrawal(self, request: Request, key: str) -> Response:
        """Whoever asked takes it back."""
        row = refusing(
            actions.withdraw_name_request, key=self.get_object().key, by=person_of(request), at=now()
        )
        return Response(NameRequestOut(row).data)

    @extend_schema(request=None, responses={200: NameOut, 409: OpenApiResponse()})
    @action(detail=True, methods=["post"])
    def reading(self, request: Request, key: str) -> Response:
        """The name, for one of the two, within 24 hours; each reading is on record, so it is a POST."""
        name = refusing(actions.read_name, key=self.get_object().key, by=person_of(request), at=now())
        return Response({"name": name}, headers={"Cache-Control": "no-store"})


def refusing(act: Any, **said: Any) -> Any:
    try:
        return act(**said)
    except actions.CannotOpenName as refusal:
        raise Conflict(str(refusal)) from refusal


ROUTES: list[Any] = [("petition-name-requests", NameRequestViewSet, "petition-name-request")]

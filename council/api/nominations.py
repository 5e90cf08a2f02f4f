"""Nominations for programs: read by everybody once accepted, made, answered and withdrawn by whom they concern."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import queries as people
from accounts.doors import Conflict, SecondFactor, now, person_of
from council import actions, queries
from council.api.changes import refused
from council.forms_seats import NominationForm
from council.models import Nomination


class NominationOut(serializers.ModelSerializer[Nomination]):
    """A person for one hand of a seat; public once she accepted."""

    seat: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    person = serializers.CharField(help_text="Her name.")

    class Meta:
        model = Nomination
        fields = (
            "code",
            "seat",
            "hand",
            "person",
            "since",
            "until",
            "attests",
            "state",
            "made_at",
            "answered_at",
        )


class NominationIn(serializers.Serializer[Any]):
    seat = serializers.SlugField(max_length=50)
    email = serializers.EmailField()
    hand = serializers.IntegerField(required=False, min_value=1, max_value=2)
    since = serializers.DateField(required=False, allow_null=True)
    until = serializers.DateField(required=False, allow_null=True)
    attests = serializers.ListField(child=serializers.SlugField(max_length=60), required=False, max_length=12)


@extend_schema(tags=["council"])
class NominationViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Nomination]):
    """Who is nominated for a seat; a motion of the kind appointment takes one up as its `act`."""

    queryset = Nomination.objects.none()  # for the schema
    serializer_class = NominationOut
    lookup_field = "code"
    lookup_value_regex = "[0-9a-f-]{36}"

    def get_permissions(self) -> list[Any]:
        return [AllowAny()] if self.action == "list" else [SecondFactor()]

    def get_queryset(self) -> QuerySet[Nomination]:
        return queries.nominations_for(self.request.user)

    @extend_schema(request=NominationIn, responses={201: NominationOut})
    def create(self, request: Request) -> Response:
        """A member or an officer of the council nominates; the person is asked by letter."""
        body = NominationIn(data=request.data)
        body.is_valid(raise_exception=True)
        given = body.validated_data
        seat = queries.public_seats().filter(code=given["seat"]).first()
        if seat is None:
            raise serializers.ValidationError({"seat": ["There is no such seat."]})
        form = NominationForm({**given, "hand": given.get("hand", 1)}, of=seat)
        if not form.is_valid():
            raise refused(form)
        person = people.person_at(given["email"])
        if person is None:
            raise serializers.ValidationError({"email": [_("Nobody with this address has an account here.")]})
        return self._done(
            actions.nominate, request, seat=seat, person=person, hand=form.the_hand, since=form.begins_at,
            until=form.ends_at, attests=form.attested, status=201,
        )  # fmt: skip

    @extend_schema(request=None, responses=NominationOut)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, code: str) -> Response:
        """By who is nominated."""
        return self._done(actions.answer_nomination, request, code=self.get_object().code, accepts=True)

    @extend_schema(request=None, responses=NominationOut)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, code: str) -> Response:
        """By who is nominated, until the mandate is given."""
        return self._done(actions.answer_nomination, request, code=self.get_object().code, accepts=False)

    @extend_schema(request=None, responses=NominationOut)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, code: str) -> Response:
        """By who made it."""
        return self._done(actions.withdraw_nomination, request, code=self.get_object().code)

    def _done(self, verb: Any, request: Request, status: int = 200, **given: Any) -> Response:
        try:
            made = verb(by=person_of(request), at=now(), **given)
        except actions.CannotSeat as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(NominationOut(made).data, status=status)

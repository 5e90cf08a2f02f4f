"""A seat changes hands by two officers: asked by one, agreed to by another."""

import json
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import actions as accounts
from accounts import queries as people
from accounts.doors import Allowed, Conflict, now
from council import actions, queries
from council.api.reading import BodySerializer, MandateSerializer, SeatSerializer
from council.api.sits import SubstituteOut
from council.forms import EndForm, SeatChangeForm
from council.forms_seats import AbolishForm, CompositionForm, HoldOverForm, SubstituteForm
from council.models import Body, Seat, Substitute
from council.predicates import may_change_seats
from council.rules.kinds import Ended

REFUSALS = (actions.CannotSeat, accounts.CannotApprove)


class SeatChangeOut(serializers.Serializer[Any]):
    """What waits for a second officer."""

    id = serializers.IntegerField(read_only=True)
    kind = serializers.CharField(help_text="`council.mandate.given` or `council.mandate.ended`.")
    subject = serializers.CharField()
    asked_at = serializers.DateTimeField()
    mine = serializers.BooleanField(help_text="Asked by the caller, so that another officer must agree.")


class SeatChangeIn(serializers.Serializer[Any]):
    """A mandate to give (`seat`, `email`, `instrument`, ...), or one to end (`mandate`, `reason`).

    With `body` and `composition`: who may sit in it together. With `mandate`, `until` and `instrument`: a hold-over. With `place`: a substitute to name; `substitute`: one to take out of the order. With `abolish` and `seat` alone: a vacant seat to abolish.
    """

    mandate = serializers.UUIDField(required=False)
    reason = serializers.CharField(required=False, max_length=12)
    seat = serializers.SlugField(required=False, max_length=50)
    email = serializers.EmailField(required=False)
    hand = serializers.IntegerField(required=False, min_value=1, max_value=2)
    instrument = serializers.CharField(required=False, max_length=200)
    until = serializers.DateField(required=False)
    place = serializers.IntegerField(required=False, min_value=1, max_value=9)
    substitute = serializers.UUIDField(required=False)
    attests = serializers.ListField(child=serializers.SlugField(max_length=60), required=False, max_length=12)
    body = serializers.SlugField(required=False, max_length=50)
    composition = serializers.JSONField(required=False)
    abolish = serializers.BooleanField(required=False)


def refused(form: Any) -> serializers.ValidationError:
    return serializers.ValidationError({name: list(errors) for name, errors in form.errors.items()})


@extend_schema(tags=["council"])
class SeatChangeViewSet(viewsets.GenericViewSet[Any]):
    """Mandates given and ended by two persons."""

    serializer_class = SeatChangeOut
    queryset = queries.bodies().none()  # for the schema, which asks no clock: a number is a number
    permission_classes = [Allowed.by(may_change_seats)]
    pagination_class = None
    filter_backends: list[Any] = []
    lookup_value_regex = "[0-9]{1,15}"

    def get_queryset(self) -> QuerySet[Any]:
        return queries.seat_changes(now())

    def list(self, request: Request) -> Response:
        return Response([self._shown(row) for row in self.get_queryset()])

    def _shown(self, row: Any) -> Any:
        row.mine = row.asked_by_id == self.request.user.pk
        return SeatChangeOut(row).data

    @extend_schema(request=SeatChangeIn, responses={201: SeatChangeOut})
    def create(self, request: Request) -> Response:
        """Ask; it takes effect when a second officer agrees."""
        body = SeatChangeIn(data=request.data)
        body.is_valid(raise_exception=True)
        try:
            asked = self._ask(body.validated_data)
        except REFUSALS as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(self._shown(asked), status=201)

    def _ask(self, data: dict[str, Any]) -> Any:
        if "body" in data:
            return self._to_compose(data)
        if "mandate" in data:
            return self._to_hold_over(data) if "until" in data else self._to_end(data)
        if "substitute" in data:
            return self._to_unname(data)
        if data.get("abolish"):
            return self._to_abolish(data)
        return self._to_name(data) if "place" in data else self._to_give(data)

    def _to_unname(self, data: dict[str, Any]) -> Any:
        found = queries.substitutes(now()).filter(code=data["substitute"]).first()
        if found is None:
            raise serializers.ValidationError({"substitute": [_("No such substitute is named.")]})
        return actions.ask_to_unname_substitute(substitute=found, by=self.request.user, at=now())  # type: ignore[arg-type]

    def _to_abolish(self, data: dict[str, Any]) -> Any:
        form = AbolishForm(data)
        if not form.is_valid():
            raise refused(form)
        return actions.ask_to_abolish(seat=form.cleaned_data["seat"], by=self.request.user, at=now())  # type: ignore[arg-type]

    def _to_name(self, data: dict[str, Any]) -> Any:
        form = SubstituteForm({"hand": 1, **data})
        if not form.is_valid():
            raise refused(form)
        given = form.cleaned_data
        return actions.ask_to_name_substitute(
            seat=given["seat"], person=self._person(given["email"]), instrument=given["instrument"],
            hand=given["hand"], place=given["place"], until=form.ends_at, by=self.request.user, at=now(),  # type: ignore[arg-type]
        )  # fmt: skip

    def _person(self, email: str) -> Any:
        person = people.people().filter(email__iexact=email).first()
        if person is None:
            raise serializers.ValidationError({"email": [_("Nobody here has this address.")]})
        return person

    def _to_give(self, data: dict[str, Any]) -> Any:
        form = SeatChangeForm({"hand": 1, **data})
        if not form.is_valid():
            raise refused(form)
        given = form.cleaned_data
        return actions.ask_to_seat(
            seat=given["seat"], person=self._person(given["email"]), instrument=given["instrument"], hand=given["hand"],
            until=form.ends_at, attests=form.attested, by=self.request.user, at=now(),  # type: ignore[arg-type]
        )  # fmt: skip

    def _to_compose(self, data: dict[str, Any]) -> Any:
        form = CompositionForm({"body": data["body"], "composition": json.dumps(data.get("composition"))})
        if not form.is_valid():
            raise refused(form)
        body, told = form.cleaned_data["body"], form.cleaned_data["composition"]
        return actions.ask_to_compose(body=body, data=told, by=self.request.user, at=now())  # type: ignore[arg-type]

    def _to_hold_over(self, data: dict[str, Any]) -> Any:
        mandate = queries.mandate_by_code(data["mandate"])
        form = HoldOverForm(data)
        if mandate is None or not form.is_valid():
            raise (
                refused(form)
                if mandate
                else serializers.ValidationError({"mandate": [_("There is no such mandate.")]})
            )
        return actions.ask_to_hold_over(
            mandate=mandate, until=form.ends_at, instrument=form.cleaned_data["instrument"], by=self.request.user,  # type: ignore[arg-type]
            at=now(),
        )  # fmt: skip

    def _to_end(self, data: dict[str, Any]) -> Any:
        mandate = queries.members(now()).filter(code=data["mandate"]).first()
        if mandate is None:
            raise serializers.ValidationError({"mandate": [_("No such mandate is in force.")]})
        form = EndForm(data)
        if not form.is_valid():
            raise refused(form)
        reason = Ended(form.cleaned_data["reason"])
        return actions.ask_to_end_mandate(mandate=mandate, reason=reason, by=self.request.user, at=now())  # type: ignore[arg-type]

    @extend_schema(
        request=None,
        responses=PolymorphicProxySerializer(
            "SeatChanged",
            [MandateSerializer, SubstituteOut, SeatSerializer, BodySerializer],
            resource_type_field_name=None,
        ),
    )
    @action(detail=True, methods=["post"])
    def agree(self, request: Request, pk: str) -> Response:
        """Agree as the second officer; the mandate is given or ended in the same moment."""
        if not self.get_queryset().filter(pk=int(pk)).exists():
            raise Http404
        try:
            done = actions.agree_to_change(approval_id=int(pk), by=request.user, at=now())  # type: ignore[arg-type]
        except REFUSALS as refusal:
            raise Conflict(str(refusal)) from refusal
        if isinstance(done, Substitute):
            return Response(SubstituteOut(done).data)
        if isinstance(done, Body):
            return Response(BodySerializer(done).data)
        return Response((SeatSerializer if isinstance(done, Seat) else MandateSerializer)(done).data)

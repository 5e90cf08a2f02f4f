"""Sittings as programs read and run them; each write calls the action its page calls."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import Conflict, HasRole, SecondFactor, now
from accounts.rules.roles import Role
from council import actions, queries
from council.forms_sitting import SEAT_STEPS, SITTING_STEPS, CallForm
from council.models import Point, Sitting
from council.models.sitting import SITTING_STATES


class PointOut(serializers.ModelSerializer[Point]):
    """A point of the published agenda."""

    title = serializers.CharField(source="heading", read_only=True)
    motion: Any = serializers.SlugRelatedField(slug_field="number", read_only=True, allow_null=True)
    minutes: Any = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)

    class Meta:
        model = Point
        fields = ("position", "kind", "title", "motion", "minutes", "taken_up_at", "done_at")


class RoomOut(serializers.Serializer[Any]):
    """One chamber in the room: who is present, and whether that is a quorum; never a choice."""

    body = serializers.CharField(source="body.code")
    in_office = serializers.IntegerField()
    present = serializers.IntegerField()
    needed = serializers.IntegerField(
        allow_null=True, help_text="Seats a quorum needs; null where the rule asks for none, or weighs seats."
    )
    quorate = serializers.BooleanField(allow_null=True, help_text="Null where the rule asks for no quorum.")
    seats = serializers.SerializerMethodField(help_text="The codes of the seats in the room.")

    def get_seats(self, row: Any) -> list[str]:
        return [each.place.seat.code for each in row.seats if each.present]


class TurnOut(serializers.Serializer[Any]):
    """A seat that asked for the floor; it speaks since `called_at`."""

    seat = serializers.CharField(source="seat.code")
    asked_at = serializers.DateTimeField()
    called_at = serializers.DateTimeField(allow_null=True)


class SittingSerializer(serializers.ModelSerializer[Sitting]):
    """A meeting of a body; `code` is `<body>--<number>`."""

    code = serializers.CharField(read_only=True)
    body: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = Sitting
        fields = (
            "code", "body", "number", "state", "starts_at", "place", "notice_at", "agenda_sha256", "opened_at",
            "resumes_at", "moved_at", "closed_at", "blackout_at", "entered_at",
        )  # fmt: skip


class WholeSittingSerializer(SittingSerializer):
    """With its agenda once that is published, and the room while it sits."""

    points = PointOut(many=True, read_only=True)
    room = RoomOut(many=True, read_only=True)
    speakers = TurnOut(many=True, read_only=True)

    class Meta(SittingSerializer.Meta):
        fields = (*SittingSerializer.Meta.fields, "points", "room", "speakers")  # type: ignore[assignment]


class CallIn(serializers.Serializer[Any]):
    """A sitting to call."""

    body = serializers.SlugField(max_length=50)
    starts_at = serializers.DateTimeField()
    place = serializers.CharField(max_length=120, allow_blank=True, default="")


class SittingStepIn(serializers.Serializer[Any]):
    """The secretary's step, with what it needs."""

    step = serializers.ChoiceField(choices=sorted(SITTING_STEPS))
    kind = serializers.CharField(required=False, max_length=12)
    title = serializers.CharField(required=False, max_length=160)
    motion = serializers.CharField(required=False, max_length=16)
    position = serializers.IntegerField(required=False, min_value=1, max_value=9999)
    resumes_at = serializers.DateTimeField(required=False)
    seat = serializers.SlugField(required=False, max_length=50)
    minutes = serializers.CharField(required=False, max_length=80, help_text="For a point of kind `minutes`.")
    hour = serializers.DateTimeField(required=False, help_text="With `place`, for `move`.")
    place = serializers.CharField(required=False, max_length=120, allow_blank=True)
    what = serializers.CharField(required=False, max_length=300, help_text="With these two, for `give`.")
    holder = serializers.CharField(
        required=False,
        max_length=120,
        help_text="A seat or an organisation as a subject, `secretary` or `chair`.",
    )
    due_on = serializers.DateField(required=False)


class SeatStepIn(serializers.Serializer[Any]):
    """What a member does with a seat of her own."""

    seat = serializers.SlugField(max_length=50)
    step = serializers.ChoiceField(choices=sorted(SEAT_STEPS))


class SittingFilter(filters.FilterSet):  # type: ignore[misc]
    body = filters.CharFilter(field_name="body__code")
    state = filters.ChoiceFilter(choices=SITTING_STATES)


def _told(verb: str, **given: Any) -> Any:
    """The action's answer; its refusal as a conflict."""
    try:
        return getattr(actions, verb)(at=now(), **given)
    except actions.CannotSit as refusal:
        raise Conflict(str(refusal)) from refusal


def _read(form: Any) -> dict[str, Any]:
    """What the page's own form makes of it, or its sentences field by field."""
    if not form.is_valid():
        raise serializers.ValidationError({name: list(errors) for name, errors in form.errors.items()})
    return dict(form.cleaned_data)


@extend_schema(tags=["council"])
class SittingViewSet(viewsets.ReadOnlyModelViewSet[Sitting]):
    """Sittings, the latest first."""

    queryset = queries.sittings().order_by("-starts_at", "-id")
    serializer_class = SittingSerializer
    filterset_class = SittingFilter
    lookup_field = "code"
    lookup_value_regex = "[-a-zA-Z0-9_]+--[-a-zA-Z0-9_]+"

    def get_queryset(self) -> QuerySet[Sitting]:
        return queries.sittings().order_by("-starts_at", "-id")

    def get_object(self) -> Sitting:
        found = queries.sitting_by_code(self.kwargs["code"])
        if found is None:
            raise Http404
        return found

    def get_permissions(self) -> list[Any]:
        if self.action == "create":
            return [HasRole.of(Role.SECRETARY)()]
        return list(super().get_permissions())

    @extend_schema(responses=WholeSittingSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._whole(self.get_object())

    def _whole(self, found: Any, status: int = 200) -> Response:
        floor = queries.speakers(found)
        speaking = [floor.speaking] if floor.speaking else []
        rest = {
            "points": PointOut(queries.points(found) if found.notice_at else [], many=True).data,
            "room": RoomOut(queries.in_the_room(found, now()) if found.is_open else [], many=True).data,
            "speakers": TurnOut([*speaking, *floor.waiting], many=True).data,
        }
        return Response(SittingSerializer(found).data | rest, status=status)

    @extend_schema(request=CallIn, responses={201: WholeSittingSerializer})
    def create(self, request: Request) -> Response:
        """The secretary calls a sitting; it gets the body's next number."""
        body = CallIn(data=request.data)
        body.is_valid(raise_exception=True)
        called = _told("call_sitting", by=request.user, **_read(CallForm(body.validated_data)))
        return self._whole(called, status=201)

    @extend_schema(request=SittingStepIn, responses=WholeSittingSerializer)
    @action(detail=True, methods=["post"], permission_classes=[HasRole.of(Role.SECRETARY)])
    def steps(self, request: Request, code: str) -> Response:
        """The secretary's step: the agenda until the notice, the sitting's life, points, the room, the floor."""
        found = self.get_object()
        body = SittingStepIn(data=request.data)
        body.is_valid(raise_exception=True)
        shape, verb = SITTING_STEPS[body.validated_data["step"]]
        given = _read(shape(body.validated_data, sitting=found, at=now()))
        _told(verb, sitting_id=found.pk, by=request.user, **given)
        return self._whole(self.get_object())

    @extend_schema(request=SeatStepIn, responses=WholeSittingSerializer)
    @action(detail=True, methods=["post"], permission_classes=[SecondFactor])
    def seats(self, request: Request, code: str) -> Response:
        """A member comes in, goes out, asks for the floor or no longer does, for a seat of her own."""
        found = self.get_object()
        body = SeatStepIn(data=request.data)
        body.is_valid(raise_exception=True)
        seat = queries.seat(body.validated_data["seat"])
        if seat is None:
            raise Http404
        verb = SEAT_STEPS[body.validated_data["step"]]
        _told(verb, sitting_id=found.pk, seat=seat, by=request.user)
        return self._whole(self.get_object())

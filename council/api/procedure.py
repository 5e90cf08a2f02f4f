"""The procedure of a motion for programs: who stands behind it, its parts, and emergencies."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import Conflict, HasRole, SecondFactor, now
from accounts.rules.roles import Role
from council import actions, queries
from council.api.shapes import MotionSerializer
from council.forms import DivideForm
from council.models import Backing, Emergency, Motion
from council.rules.kinds import BackingKind


class BackingOut(serializers.ModelSerializer[Backing]):
    """A seat that stands behind a motion, with one of its hands."""

    seat: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = Backing
        fields = ("kind", "seat", "hand", "at")


class BackingIn(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=[kind.value for kind in BackingKind])
    seat = serializers.SlugField(max_length=50)
    withdraw = serializers.BooleanField(default=False, help_text="True takes it back.")


class DivideIn(serializers.Serializer[Any]):
    starts = serializers.ListField(
        child=serializers.IntegerField(min_value=1), default=list, max_length=8,
        help_text="With which paragraphs, counted from 0, a part begins; none is each paragraph a part.",
    )  # fmt: skip


class EmergencySerializer(serializers.ModelSerializer[Emergency]):
    """What was declared; it runs until `runs_until` unless something more is decided."""

    motion = serializers.CharField(source="motion.number", read_only=True)
    body = serializers.CharField(source="motion.body.code", read_only=True)
    runs_until = serializers.DateTimeField(read_only=True)

    class Meta:
        model = Emergency
        fields = (
            "motion", "body", "alert", "articles", "since", "until", "confirm_by", "confirmed_at", "confirmed_by",
            "renewed_by", "runs_until", "ended_at", "ended_by",
        )  # fmt: skip


@extend_schema(tags=["council"])
class EmergencyViewSet(viewsets.ReadOnlyModelViewSet[Emergency]):
    """Emergencies, the newest first: in force, or how they ended."""

    queryset = queries.emergencies().order_by("-since", "-pk")
    serializer_class = EmergencySerializer
    lookup_field = "motion__number"
    lookup_url_kwarg = "number"
    lookup_value_regex = "[0-9]{4}-[0-9]{1,6}"


class ProcedureDoors(viewsets.GenericViewSet[Motion]):
    """Doors of a motion that are about its procedure."""

    @extend_schema(request=None, responses=MotionSerializer)
    @action(detail=True, methods=["post"], permission_classes=[SecondFactor])
    def share(self, request: Request, code: str) -> Response:
        """Let the members of the council read one's draft and move it too."""
        motion = self.get_object()
        if motion.mover_id != request.user.pk:
            raise Http404
        shared = _told(actions.share_draft, motion_id=motion.pk, by=request.user)
        return Response(MotionSerializer(shared).data)

    @extend_schema(responses=BackingOut(many=True), methods=["GET"])
    @extend_schema(request=BackingIn, responses=BackingOut, methods=["POST"])
    @action(detail=True, methods=["get", "post"], pagination_class=None, filter_backends=[])
    def backings(self, request: Request, code: str) -> Response:
        """GET: the seats that stand behind it. POST: stand behind it for one's seat, or take that back."""
        motion = self.get_object()
        if request.method == "GET":
            rows = motion.backings.standing().select_related("seat")
            return Response(BackingOut(rows, many=True).data)
        body = BackingIn(data=request.data)
        body.is_valid(raise_exception=True)
        given = body.validated_data
        seat = queries.seat(given["seat"])
        if seat is None:
            raise serializers.ValidationError({"seat": ["There is no such seat."]})
        verb = actions.withdraw_backing if given["withdraw"] else actions.back_motion
        kind = BackingKind(given["kind"])
        row = _told(verb, motion_id=motion.pk, kind=kind, seat=seat, by=request.user)
        return Response(BackingOut(row).data)

    @extend_schema(request=DivideIn, responses=MotionSerializer(many=True))
    @action(
        detail=True, methods=["post"], permission_classes=[HasRole.of(Role.SECRETARY)], pagination_class=None
    )
    def divide(self, request: Request, code: str) -> Response:
        """Vote by parts: the motions that stand for the parts, in their order."""
        motion = self.get_object()
        body = DivideIn(data=request.data)
        body.is_valid(raise_exception=True)
        form = DivideForm({"starts": [str(n) for n in body.validated_data["starts"]]}, motion=motion)
        if not form.is_valid():
            raise serializers.ValidationError({"starts": [str(error) for error in form.errors["starts"]]})
        parts = _told(
            actions.divide_motion, motion_id=motion.pk, starts=form.cleaned_data["starts"], by=request.user
        )
        return Response(MotionSerializer(parts, many=True).data)


def _told(verb: Any, **given: Any) -> Any:
    try:
        return verb(at=now(), **given)
    except actions.CannotMove as refusal:
        raise Conflict(str(refusal)) from refusal

"""What seats of living systems say of motions that do not name them, and what is ruled on it."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import Allowed, SecondFactor
from council import actions, queries
from council.api.prose import Prose
from council.api.sits import SEAT, ByMotion, Reading, RulingIn, the_motion, the_seat, told
from council.models import Concern
from council.predicates import may_change_seats
from council.rules.recusals import Ruling


class ConcernOut(serializers.ModelSerializer[Concern]):
    """What a seat said, and the ruling. Upheld without a `ruling_reason`: nobody had ruled when voting opened."""

    seat = SEAT
    motion: Any = serializers.SlugRelatedField(slug_field="number", read_only=True)
    represents = serializers.CharField(source="seat.represents", read_only=True)

    class Meta:
        model = Concern
        fields = (
            "code", "motion", "seat", "represents", "reason", "filed_at", "ruling", "ruling_reason", "ruled_at",
        )  # fmt: skip


class ConcernIn(serializers.Serializer[Any]):
    motion = serializers.CharField(max_length=12)
    seat = serializers.SlugField(max_length=50)
    reason = Prose(max_length=300)


@extend_schema(tags=["council"])
class ConcernViewSet(Reading):
    """Living systems that say a motion touches them; the chair or the secretary rules, or the opening of the vote does."""

    queryset = queries.concerns().order_by("-filed_at", "-pk")
    serializer_class = ConcernOut
    filterset_class = ByMotion
    permission_classes = [SecondFactor]

    @extend_schema(request=ConcernIn, responses={201: ConcernOut})
    def create(self, request: Request) -> Response:
        """A living system's seat says, with a reason, that a motion touches it."""
        data = self.read(ConcernIn)
        motion, seat = the_motion(data["motion"]), the_seat(data["seat"])
        made = told(actions.raise_concern, request, motion_id=motion.pk, seat=seat, reason=data["reason"])
        return Response(ConcernOut(made).data, status=201)

    @extend_schema(request=RulingIn, responses=ConcernOut)
    @action(detail=True, methods=["post"], permission_classes=[Allowed.by(may_change_seats)])
    def rule(self, request: Request, code: str) -> Response:
        """Upheld, the motion asks for the consent of its living system too."""
        self.get_object()
        data = self.read(RulingIn)
        ruling = Ruling(data["ruling"])
        made = told(actions.rule_on_concern, request, code=code, ruling=ruling, reason=data["reason"])
        return Response(ConcernOut(made).data)

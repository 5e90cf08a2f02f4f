"""Interests, recusals, challenges, proxies, substitutes and their calls, by the actions their pages call."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import Allowed, Conflict, SecondFactor, now
from council import actions, queries
from council.api.prose import Prose
from council.models import Call, Challenge, Interest, Motion, Proxy, Recusal, Seat, Substitute
from council.predicates import may_change_seats
from council.rules.recusals import Kind, Ruling

REFUSALS = (actions.CannotConcern, actions.CannotRecuse, actions.CannotProxy, actions.CannotSubstitute)
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
SEAT: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)


def told(verb: Any, request: Request, **given: Any) -> Any:
    try:
        return verb(by=request.user, at=now(), **given)
    except REFUSALS as refusal:
        raise Conflict(str(refusal)) from refusal


def the_seat(code: str) -> Seat:
    found = queries.seat(code)
    if found is None:
        raise serializers.ValidationError({"seat": ["There is no such seat."]})
    return found


def the_motion(number: str) -> Motion:
    found = queries.public_motions().filter(number=number).first()
    if found is None:
        raise serializers.ValidationError({"motion": ["There is no such motion."]})
    return found


class Reading(mixins.ListModelMixin, viewsets.GenericViewSet[Any]):
    """Everybody reads; who writes shows a second factor, and the action knows whose right it is."""

    lookup_field = "code"
    lookup_value_regex = UUID

    def get_permissions(self) -> list[Any]:
        return [AllowAny()] if self.action == "list" else super().get_permissions()

    def read(self, shape: Any) -> dict[str, Any]:
        body = shape(data=self.request.data)
        body.is_valid(raise_exception=True)
        found: dict[str, Any] = body.validated_data
        return found


# --- Interests --------------------------------------------------------------------------------------
class InterestOut(serializers.ModelSerializer[Interest]):
    """What a seat's holder declared; `withdrawn_at` once it no longer holds."""

    seat = SEAT

    class Meta:
        model = Interest
        fields = ("code", "seat", "what", "declared_at", "withdrawn_at")


class InterestIn(serializers.Serializer[Any]):
    seat = serializers.SlugField(max_length=50)
    what = Prose(max_length=300)


class BySeat(filters.FilterSet):  # type: ignore[misc]
    seat = filters.CharFilter(field_name="seat__code")


class ByMotion(BySeat):
    motion = filters.CharFilter(field_name="motion__number")


@extend_schema(tags=["council"])
class InterestViewSet(Reading):
    """The public register of interests."""

    queryset = queries.interests().order_by("-declared_at", "-pk")
    serializer_class = InterestOut
    filterset_class = BySeat
    permission_classes = [SecondFactor]

    @extend_schema(request=InterestIn, responses={201: InterestOut})
    def create(self, request: Request) -> Response:
        """A holder declares an interest of hers."""
        data = self.read(InterestIn)
        made = told(actions.declare_interest, request, seat=the_seat(data["seat"]), what=data["what"])
        return Response(InterestOut(made).data, status=201)

    @extend_schema(request=None, responses=InterestOut)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, code: str) -> Response:
        """It no longer holds; the register keeps it."""
        self.get_object()
        return Response(InterestOut(told(actions.withdraw_interest, request, code=code)).data)


# --- Recusals and challenges ------------------------------------------------------------------------
class RecusalOut(serializers.ModelSerializer[Recusal]):
    """A seat out of base and quorum of one motion; it may still be heard."""

    seat = SEAT
    motion: Any = serializers.SlugRelatedField(slug_field="number", read_only=True)
    interest: Any = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)

    class Meta:
        model = Recusal
        fields = ("motion", "seat", "kind", "reason", "interest", "at", "covered_at")


class RecusalIn(serializers.Serializer[Any]):
    """`voluntary`: one's own `seat` with a `reason`. `mandatory`: the secretary, with a declared `interest`."""

    motion = serializers.CharField(max_length=12)
    kind = serializers.ChoiceField(choices=[Kind.VOLUNTARY.value, Kind.MANDATORY.value])
    seat = serializers.SlugField(max_length=50, required=False)
    reason = Prose(max_length=300, required=False, default="")
    interest = serializers.UUIDField(required=False)


class CoverIn(serializers.Serializer[Any]):
    motion = serializers.CharField(max_length=12)
    seat = serializers.SlugField(max_length=50)


@extend_schema(tags=["council"])
class RecusalViewSet(Reading):
    """Who takes no part in which motion, and why."""

    queryset = queries.recusals().order_by("-at", "-pk")
    serializer_class = RecusalOut
    filterset_class = ByMotion
    permission_classes = [SecondFactor]

    @extend_schema(request=RecusalIn, responses={201: RecusalOut})
    def create(self, request: Request) -> Response:
        """Recuse one's own seat, or, as secretary, a seat for its declared interest."""
        data = self.read(RecusalIn)
        motion = the_motion(data["motion"])
        if data["kind"] == Kind.VOLUNTARY.value:
            seat = the_seat(data.get("seat", ""))
            given = {"seat": seat, "reason": data["reason"]}
            made = told(actions.recuse_oneself, request, motion_id=motion.pk, **given)
        else:
            interest = queries.interests().filter(code=data.get("interest")).first()
            if interest is None:
                raise serializers.ValidationError({"interest": ["There is no such interest."]})
            made = told(actions.recuse_for_interest, request, motion_id=motion.pk, interest=interest)
        return Response(RecusalOut(made).data, status=201)

    @extend_schema(request=CoverIn, responses=RecusalOut)
    @action(detail=False, methods=["post"])
    def cover(self, request: Request) -> Response:
        """The secretary calls the substitutes of a recused seat, for a chamber that lacks its quorum without them."""
        data = self.read(CoverIn)
        motion, seat = the_motion(data["motion"]), the_seat(data["seat"])
        made = told(actions.cover_recused_seat, request, motion_id=motion.pk, seat=seat)
        return Response(RecusalOut(made).data)


class ChallengeOut(serializers.ModelSerializer[Challenge]):
    """A challenge and, once it is ruled on, the ruling with its reason."""

    seat, by_seat = SEAT, SEAT
    motion: Any = serializers.SlugRelatedField(slug_field="number", read_only=True)

    class Meta:
        model = Challenge
        fields = (
            "code",
            "motion",
            "seat",
            "by_seat",
            "reason",
            "filed_at",
            "ruling",
            "ruling_reason",
            "ruled_at",
        )


class ChallengeIn(serializers.Serializer[Any]):
    motion = serializers.CharField(max_length=12)
    seat = serializers.SlugField(max_length=50)
    reason = Prose(max_length=300)


class RulingIn(serializers.Serializer[Any]):
    ruling = serializers.ChoiceField(choices=[ruling.value for ruling in Ruling])
    reason = Prose(max_length=300)


@extend_schema(tags=["council"])
class ChallengeViewSet(Reading):
    """Challenges of seats, filed by members and ruled on by the chair or the secretary."""

    queryset = queries.challenges().order_by("-filed_at", "-pk")
    serializer_class = ChallengeOut
    filterset_class = ByMotion
    permission_classes = [SecondFactor]

    @extend_schema(request=ChallengeIn, responses={201: ChallengeOut})
    def create(self, request: Request) -> Response:
        """A member challenges another seat, with a reason."""
        data = self.read(ChallengeIn)
        motion, seat = the_motion(data["motion"]), the_seat(data["seat"])
        made = told(actions.challenge_seat, request, motion_id=motion.pk, seat=seat, reason=data["reason"])
        return Response(ChallengeOut(made).data, status=201)

    @extend_schema(request=RulingIn, responses=ChallengeOut)
    @action(detail=True, methods=["post"], permission_classes=[Allowed.by(may_change_seats)])
    def rule(self, request: Request, code: str) -> Response:
        """Upheld, the seat is recused in the same moment."""
        self.get_object()
        data = self.read(RulingIn)
        ruling = Ruling(data["ruling"])
        made = told(actions.rule_on_challenge, request, code=code, ruling=ruling, reason=data["reason"])
        return Response(ChallengeOut(made).data)


# --- Proxies ----------------------------------------------------------------------------------------
class ProxyOut(serializers.ModelSerializer[Proxy]):
    """`holder` votes for `giver` on this motion, until it is revoked."""

    motion: Any = serializers.SlugRelatedField(slug_field="number", read_only=True)
    giver, holder = SEAT, SEAT

    class Meta:
        model = Proxy
        fields = ("code", "motion", "giver", "holder", "given_at", "revoked_at")


class ProxyIn(serializers.Serializer[Any]):
    motion = serializers.CharField(max_length=12)
    giver = serializers.SlugField(max_length=50)
    holder = serializers.SlugField(max_length=50)


class ProxyFilter(filters.FilterSet):  # type: ignore[misc]
    motion = filters.CharFilter(field_name="motion__number")
    giver = filters.CharFilter(field_name="giver__code")
    holder = filters.CharFilter(field_name="holder__code")


@extend_schema(tags=["council"])
class ProxyViewSet(Reading):
    """Who votes for whom, the revoked ones too."""

    queryset = queries.proxies().order_by("-given_at", "-pk")
    serializer_class = ProxyOut
    filterset_class = ProxyFilter
    permission_classes = [SecondFactor]

    @extend_schema(request=ProxyIn, responses={201: ProxyOut})
    def create(self, request: Request) -> Response:
        """Let another seat of the chamber vote for one's own on this motion."""
        data = self.read(ProxyIn)
        giver, holder = the_seat(data["giver"]), the_seat(data["holder"])
        motion = the_motion(data["motion"])
        made = told(actions.give_proxy, request, motion_id=motion.pk, giver=giver, holder=holder)
        return Response(ProxyOut(made).data, status=201)

    @extend_schema(request=None, responses=ProxyOut)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, code: str) -> Response:
        """Take it back; what was cast under it is opened and not counted."""
        proxy = self.get_object()
        if proxy.revoked_at is None:
            told(actions.revoke_proxy, request, motion_id=proxy.motion_id, giver=proxy.giver)
        proxy.refresh_from_db()
        return Response(ProxyOut(proxy).data)


# --- Substitutes ------------------------------------------------------------------------------------
class SubstituteOut(serializers.ModelSerializer[Substitute]):
    """Who stands in for one hand of a seat, in what place of the order, under what instrument."""

    seat = SEAT
    named = serializers.CharField(source="person", read_only=True)

    class Meta:
        model = Substitute
        fields = ("code", "seat", "hand", "place", "named", "instrument", "since", "until")


@extend_schema(tags=["council"])
class SubstituteViewSet(Reading):
    """Substitutes named now; two officers name them (`seat-changes`)."""

    queryset = Substitute.objects.none()
    serializer_class = SubstituteOut
    filterset_class = BySeat

    def get_queryset(self) -> QuerySet[Substitute]:
        return queries.substitutes(now())


class CallOut(serializers.ModelSerializer[Call]):
    """A substitute who was called: for one motion, or until a day."""

    seat = SEAT
    substitute: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    motion: Any = serializers.SlugRelatedField(slug_field="number", read_only=True, allow_null=True)

    class Meta:
        model = Call
        fields = ("code", "seat", "hand", "substitute", "motion", "since", "until", "ended_at", "ended_by")


class SubstituteCallIn(serializers.Serializer[Any]):
    """Apologies for one `motion`, or for all `until` a moment; the secretary names the `hand`."""

    seat = serializers.SlugField(max_length=50)
    hand = serializers.IntegerField(min_value=1, max_value=2, required=False, default=0)
    motion = serializers.CharField(max_length=12, required=False)
    until = serializers.DateTimeField(required=False)


@extend_schema(tags=["council"])
class CallViewSet(Reading):
    """Substitutes called."""

    queryset = queries.calls().order_by("-called_at", "-pk")
    serializer_class = CallOut
    filterset_class = ByMotion
    permission_classes = [SecondFactor]

    @extend_schema(request=SubstituteCallIn, responses={201: CallOut})
    def create(self, request: Request) -> Response:
        """Send apologies: the first substitute in order is called."""
        data = self.read(SubstituteCallIn)
        motion = the_motion(data["motion"]) if "motion" in data else None
        made = told(
            actions.send_apologies, request, seat=the_seat(data["seat"]), hand=data["hand"], motion=motion,
            until=data.get("until"),
        )  # fmt: skip
        return Response(CallOut(made).data, status=201)

    @extend_schema(request=None, responses=CallOut)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, code: str) -> Response:
        """The holder is back, or the substitute cannot come; the answer is the next call, or the ended one."""
        found = self.get_object()
        following = told(actions.end_call, request, code=code)
        found.refresh_from_db()
        return Response(CallOut(following or found).data)

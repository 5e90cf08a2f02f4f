"""The council as programs may read it, and a seat's one act: its ballot.

Before a close no answer holds a choice, but the box's own: `GET .../ballots/` is the caller's alone.
"""

from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import path
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle
from rest_framework.views import APIView

from accounts.doors import Conflict, SecondFactor, now
from council import actions, queries, words
from council.models import Ballot, Body, DecisionRule, Mandate, Motion, Seat
from council.rules.kinds import MotionKind
from council.rules.lifecycle import State
from council.rules.reading import RuleFault, check_fit, read_ballots, read_roll, read_rule
from council.rules.seats import Choice
from council.rules.tally import evaluate

MOST_SEATS, MOST_BALLOTS = 64, 128


# --- Who sits ---------------------------------------------------------------------------------------
class BodySerializer(serializers.ModelSerializer[Body]):
    """A body that decides; a chamber names its council as parent."""

    name = serializers.CharField(read_only=True)
    parent: Any = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)

    class Meta:
        model = Body
        fields = ("code", "name", "kind", "parent")


class BodyViewSet(viewsets.ReadOnlyModelViewSet[Body]):
    """Councils and their chambers."""

    queryset = queries.bodies()
    serializer_class = BodySerializer
    lookup_field = "code"
    lookup_value_regex = "[-a-zA-Z0-9_]+"


class SeatSerializer(serializers.ModelSerializer[Seat]):
    """A place in a body; `represents` is the living system it speaks for, empty for a human seat."""

    body: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = Seat
        fields = (
            "code",
            "body",
            "title",
            "holder",
            "joint_rule",
            "represents",
            "group",
            "capacity",
            "office",
        )


class SeatFilter(filters.FilterSet):  # type: ignore[misc]
    body = filters.CharFilter(field_name="body__code")
    represents = filters.CharFilter()


class SeatViewSet(viewsets.ReadOnlyModelViewSet[Seat]):
    """Seats that stand."""

    queryset = queries.public_seats()
    serializer_class = SeatSerializer
    filterset_class = SeatFilter
    lookup_field = "code"
    lookup_value_regex = "[-a-zA-Z0-9_]+"


class MandateSerializer(serializers.ModelSerializer[Mandate]):
    """Who may speak for a seat, with which hand, over `[since, until)`, under what instrument."""

    seat: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    held_by = serializers.CharField(source="person", read_only=True)

    class Meta:
        model = Mandate
        fields = ("code", "seat", "hand", "held_by", "since", "until", "instrument", "ended_by")


class MandateFilter(filters.FilterSet):  # type: ignore[misc]
    seat = filters.CharFilter(field_name="seat__code")


class MandateViewSet(viewsets.ReadOnlyModelViewSet[Mandate]):
    """Mandates in force now."""

    queryset = Mandate.objects.none()
    serializer_class = MandateSerializer
    filterset_class = MandateFilter
    lookup_field = "code"
    lookup_value_regex = "[-0-9a-f]{36}"

    def get_queryset(self) -> QuerySet[Mandate]:
        return queries.members(now()).order_by("seat__code", "hand")


class RuleSerializer(serializers.ModelSerializer[DecisionRule]):
    """A version of a decision rule: its data, the fingerprint of its canonical form, and its words."""

    body: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    code = serializers.SerializerMethodField(help_text="`<name>.v<version>`")
    words = serializers.SerializerMethodField()
    data: Any = serializers.JSONField(read_only=True)

    class Meta:
        model = DecisionRule
        fields = ("code", "body", "version", "title", "applies_to", "data", "sha256", "words", "created_at")

    def get_code(self, row: DecisionRule) -> str:
        return f"{row.code}.v{row.version}"

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_words(self, row: DecisionRule) -> list[str]:
        return words.rule_sentences(row.rule, {body.code: body.name for body in queries.bodies()})


class RuleViewSet(viewsets.ReadOnlyModelViewSet[DecisionRule]):
    """Every version of every rule, the newest first."""

    queryset = DecisionRule.objects.select_related("body__organisation").order_by("-id")
    serializer_class = RuleSerializer
    lookup_field = "code"
    lookup_value_regex = r"[-a-zA-Z0-9_]+(\.v[0-9]+)?"

    def get_object(self) -> DecisionRule:
        found = queries.rule_version(self.kwargs["code"])
        if found is None:
            raise Http404
        return found


# --- Motions ----------------------------------------------------------------------------------------
class ChamberPresence(serializers.Serializer[Any]):
    """One chamber while the vote is open: how many seats are present; never a choice."""

    body = serializers.CharField(source="body.code")
    in_office = serializers.IntegerField()
    present = serializers.IntegerField()
    needed = serializers.IntegerField()
    seats = serializers.SerializerMethodField(help_text="The codes of the seats whose ballot is in.")

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_seats(self, row: Any) -> list[str]:
        return [each.place.seat.code for each in row.seats if each.present]


class MotionSerializer(serializers.ModelSerializer[Motion]):
    body: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    rule = serializers.SerializerMethodField(help_text="The fingerprint of the rule it is decided by.")

    class Meta:
        model = Motion
        fields = (
            "number", "body", "kind", "state", "title", "summary", "text", "language", "act", "origin", "evidence",
            "affects", "reason", "rule", "text_sha256", "submitted_at", "opens_at", "closes_at", "decided_at",
            "consent_until", "enacted_at", "in_force_on",
        )  # fmt: skip

    @extend_schema_field(OpenApiTypes.STR)
    def get_rule(self, row: Motion) -> str:
        return row.rule.sha256 if row.rule else ""


class WholeMotionSerializer(MotionSerializer):
    """With the vote: who is present while it is open; outcome, working and roll once it is closed."""

    presence = ChamberPresence(many=True, read_only=True)
    outcome = serializers.CharField(read_only=True)
    working = serializers.JSONField(read_only=True, allow_null=True)

    class Meta(MotionSerializer.Meta):
        fields = (*MotionSerializer.Meta.fields, "presence", "outcome", "working")  # type: ignore[assignment]


class BallotIn(serializers.Serializer[Any]):
    """What a holder sends; the key makes a retry harmless."""

    seat = serializers.SlugField(max_length=50)
    choice = serializers.ChoiceField(choices=[c.value for c in Choice])
    key = serializers.UUIDField()


class BallotOut(serializers.ModelSerializer[Ballot]):
    """The caller's own ballot."""

    seat: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    motion = serializers.CharField(source="voting.motion.number", read_only=True)
    round = serializers.IntegerField(source="voting.number", read_only=True)

    class Meta:
        model = Ballot
        fields = ("motion", "round", "seat", "hand", "choice", "commitment", "cast_at", "superseded_at")


class MotionFilter(filters.FilterSet):  # type: ignore[misc]
    state = filters.ChoiceFilter(choices=[(s.value, s.value) for s in State if s is not State.DRAFT])
    kind = filters.ChoiceFilter(choices=[(k.value, k.value) for k in MotionKind])
    about = filters.CharFilter(method="by_subject", help_text="Cites, enacts or touches this subject.")

    def by_subject(self, rows: QuerySet[Motion], name: str, value: str) -> QuerySet[Motion]:
        return rows.filter(pk__in=queries.motions_about(value[:120]).values("pk"))


class MotionViewSet(viewsets.ReadOnlyModelViewSet[Motion]):
    """Motions as the public may read them, and a seat's one act: its ballot."""

    queryset = queries.public_motions()
    serializer_class = MotionSerializer
    filterset_class = MotionFilter
    lookup_field = "number"
    lookup_value_regex = "[0-9]{4}-[0-9]{1,6}"

    @extend_schema(responses=WholeMotionSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        motion: Any = self.get_object()
        voting = queries.voting_of(motion)
        decision = queries.decision_of(voting)
        motion.presence = queries.presence(voting, now()) if voting and not decision else []
        motion.outcome = decision.outcome if decision else ""
        motion.working = decision.working if decision else None
        return Response(WholeMotionSerializer(motion).data)

    @extend_schema(request=BallotIn, responses={201: BallotOut}, methods=["POST"])
    @extend_schema(responses=BallotOut(many=True), methods=["GET"])
    @action(
        detail=True,
        methods=["get", "post"],
        permission_classes=[SecondFactor],
        pagination_class=None,
        filter_backends=[],
    )
    def ballots(self, request: Request, number: str) -> Response:
        """GET: one's own ballots in this vote. POST: cast one; the last before the close counts."""
        motion = self.get_object()
        if request.method == "GET":
            return Response(BallotOut(queries.own_ballots(motion, request.user), many=True).data)
        body = BallotIn(data=request.data)
        body.is_valid(raise_exception=True)
        seat = queries.seat(body.validated_data["seat"])
        if seat is None:
            raise serializers.ValidationError({"seat": ["There is no such seat."]})
        try:
            ballot = actions.cast_ballot(
                motion_id=motion.pk,
                seat_id=seat.pk,
                choice=Choice(body.validated_data["choice"]),
                caster=request.user,  # type: ignore[arg-type]
                key=body.validated_data["key"],
                at=now(),
            )
        except actions.CannotVote as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(BallotOut(ballot).data, status=201)


# --- Anybody's rule ---------------------------------------------------------------------------------
class EvaluateIn(serializers.Serializer[Any]):
    """A rule, a roll and ballots of anybody's making (docs/reference/council.md)."""

    rule = serializers.JSONField()
    roll = serializers.JSONField()
    ballots = serializers.JSONField()
    round = serializers.IntegerField(min_value=1, max_value=12, default=1)


class EvaluateOut(serializers.Serializer[Any]):
    outcome = serializers.CharField()
    working = serializers.JSONField()
    words = serializers.ListField(child=serializers.CharField())


class TooMuch(Conflict):
    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_code = "too_much"


class Trial(UserRateThrottle):
    rate = "60/min"


class Evaluate(APIView):
    """Try a rule without an account: nothing is stored. At most 64 seats and 128 ballots."""

    permission_classes = [AllowAny]
    throttle_classes = [Trial]
    serializer_class = EvaluateIn

    @extend_schema(request=EvaluateIn, responses=EvaluateOut)
    def post(self, request: Request) -> Response:
        body = EvaluateIn(data=request.data)
        body.is_valid(raise_exception=True)
        data = body.validated_data
        _bound(data)
        try:
            rule, roll = read_rule(data["rule"]), read_roll(data["roll"])
            check_fit(rule, roll)
            ballots = read_ballots(data["ballots"])
        except RuleFault as fault:
            raise serializers.ValidationError({fault.path or "rule": [fault.code]}) from fault
        decision = evaluate(rule, roll, ballots, round_=data["round"])
        said = [words.short_sentence(row) for row in decision.working["chambers"]]
        return Response({"outcome": decision.outcome.value, "working": decision.working, "words": said})


def _bound(data: dict[str, Any]) -> None:
    roll, ballots = data["roll"], data["ballots"]
    seats = roll.get("seats") if isinstance(roll, dict) else None
    if isinstance(seats, list) and len(seats) > MOST_SEATS:
        raise TooMuch("At most 64 seats.")
    if isinstance(ballots, list) and len(ballots) > MOST_BALLOTS:
        raise TooMuch("At most 128 ballots.")


ROUTES = [
    ("bodies", BodyViewSet, "body"),
    ("seats", SeatViewSet, "seat"),
    ("mandates", MandateViewSet, "mandate"),
    ("rules", RuleViewSet, "rule"),
    ("motions", MotionViewSet, "motion"),
]
URLS = [path("rules/evaluate/", Evaluate.as_view(), name="rule-evaluate")]

"""Votes called in the room and sittings on paper for programs; each write calls the action its page calls."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import SAFE_METHODS, AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import actions as accounts
from accounts.doors import Allowed, Conflict, HasRole, SecondFactor, now
from accounts.rules.roles import Role
from council import actions, queries
from council.api.prose import Prose
from council.forms import room_reason_form
from council.models import Dispute, Motion, RoomReason, Sitting, TellerSheet, Voice, Voting
from council.predicates import may_change_seats
from council.rules import blackout, roll_call
from council.rules.roll_call import Says, Stage, Word

REFUSALS = (
    actions.CannotTell,
    actions.CannotTellWhy,
    actions.CannotDispute,
    actions.CannotSit,
    accounts.CannotApprove,
)
TELLER = HasRole.of(Role.TELLER)


class TellerSheetLine(serializers.Serializer[Any]):
    """One line of a sheet: of a roll `<seat>/<hand>` and its word; of times an hour as `2150-06-01T14:05`, UTC."""

    line = serializers.CharField(max_length=120)
    says = serializers.CharField(max_length=16, allow_blank=True)


class TellerSheetIn(serializers.Serializer[Any]):
    lines = TellerSheetLine(many=True)

    def validate_lines(self, rows: list[dict[str, str]]) -> dict[str, str]:
        told = {row["line"]: row["says"] for row in rows}
        if len(told) < len(rows):
            raise serializers.ValidationError("A line stands here twice.")
        return told


class PaperSheetIn(TellerSheetIn):
    paper = serializers.SlugField(
        min_length=8, max_length=64, help_text="The code printed on the sheet, its beginning at least."
    )


class SheetDifference(serializers.Serializer[Any]):
    line = serializers.CharField()
    first = serializers.CharField()
    second = serializers.CharField()


class TellerSheetState(serializers.Serializer[Any]):
    """A sheet as it stands. What the two wrote is shown to the two alone, once both are in."""

    position = serializers.IntegerField(help_text="The point of the agenda; 0 is the sheet of times.")
    stage = serializers.ChoiceField(choices=[stage.value for stage in Stage])
    entered = serializers.IntegerField(help_text="How many of the two sheets are in.")
    mine = serializers.BooleanField()
    lines = serializers.ListField(child=serializers.CharField(), help_text="The lines a sheet has.")
    differences = SheetDifference(many=True)


def _state(sheets: list[TellerSheet], position: int, lines: Any, user: Any) -> Response:
    mine = any(sheet.teller_id == user.pk for sheet in sheets)
    whole = mine and len(sheets) == 2
    told = {
        "position": position,
        "stage": queries.stage_of(sheets).value,
        "entered": len(sheets),
        "mine": mine,
        "lines": list(lines),
        "differences": roll_call.differences(sheets[0].lines, sheets[1].lines) if whole else [],
    }
    return Response(TellerSheetState(told).data)


def _told(act: Any, **given: Any) -> Any:
    try:
        return act(at=now(), **given)
    except REFUSALS as refusal:
        raise Conflict(str(refusal)) from refusal


def _read(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    body = shape(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


# --- A vote called in the room --------------------------------------------------------------------------
def _called(code: str) -> Voting:
    motion = queries.public_motions().filter(number=code).first()
    voting = queries.roll_call_of(motion) if motion else None
    if voting is None or voting.recounts_id or voting.held_at:
        raise Http404
    return voting


def _roll(voting: Voting, request: Request) -> Response:
    sheets = list(queries.sheets_of_vote(voting))
    lines = roll_call.lines_of(voting.frozen_roll())
    return _state(sheets, queries.position_of(voting), lines, request.user)


class RollCallSheet(APIView):
    """The roll that is being called on a motion, for its tellers."""

    permission_classes = [TELLER]

    @extend_schema(tags=["council"], responses=TellerSheetState)
    def get(self, request: Request, code: str) -> Response:
        return _roll(_called(code), request)

    @extend_schema(tags=["council"], request=TellerSheetIn, responses={201: TellerSheetState})
    def post(self, request: Request, code: str) -> Response:
        """Hand in one's copy: a word for each line, `yes`, `no`, `abstain` or `absent`. It stays as it is."""
        voting, given = _called(code), _read(TellerSheetIn, request)
        _told(actions.enter_roll_call, motion_id=voting.motion_id, words=given["lines"], by=request.user)
        done = _roll(voting, request)
        done.status_code = 201
        return done


class RoomReasonIn(serializers.Serializer[Any]):
    seat = serializers.SlugField(max_length=50)
    reason = serializers.CharField(max_length=1200)
    articles = serializers.ListField(child=serializers.CharField(max_length=120), max_length=60, default=list)
    departure = serializers.CharField(
        max_length=1200, default="", allow_blank=True, help_text="Where the word departs from an instruction."
    )


class RoomReasonOut(serializers.ModelSerializer[RoomReason]):
    """Why a living system's seat gave the word that was called for it."""

    seat: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    round = serializers.IntegerField(source="voting.number", read_only=True)

    class Meta:
        model = RoomReason
        fields = ("seat", "hand", "round", "articles", "text", "departure", "told_at")


class RoomReasons(APIView):
    """What seats of living systems said of the words called for them in a motion's latest vote in the room."""

    def get_permissions(self) -> list[Any]:
        return [AllowAny()] if self.request.method in SAFE_METHODS else [SecondFactor()]

    @extend_schema(tags=["council"], responses=RoomReasonOut(many=True))
    def get(self, request: Request, code: str) -> Response:
        voting = queries.roll_call_of(_public(code))
        counted = voting and queries.decision_of(voting)
        rows = queries.room_reasons(voting) if voting and counted else ()
        return Response(RoomReasonOut(rows, many=True).data)

    @extend_schema(tags=["council"], request=RoomReasonIn, responses={201: RoomReasonOut})
    def post(self, request: Request, code: str) -> Response:
        """Say why, for one's own seat: once, and public at once."""
        motion, given = _public(code), _read(RoomReasonIn, request)
        seat = queries.seat(given["seat"])
        if seat is None:
            raise serializers.ValidationError({"seat": ["There is none of this name."]})
        form = room_reason_form(seat, motion, now(), given)
        if not form.is_valid():
            raise serializers.ValidationError({name: list(told) for name, told in form.errors.items()})
        told = _told(
            actions.tell_room_reason, motion_id=motion.pk, seat=seat, given=form.reasoning, by=request.user
        )
        return Response(RoomReasonOut(told).data, status=201)


def _public(code: str) -> Motion:
    found = queries.public_motions().filter(number=code).first()
    if found is None:
        raise Http404
    return found


class RollCallSettled(APIView):
    permission_classes = [TELLER]

    @extend_schema(tags=["council"], request=TellerSheetIn, responses=TellerSheetState)
    def post(self, request: Request, code: str) -> Response:
        """What holds of the lines that differ; the vote closes when both tellers say the same."""
        voting, given = _called(code), _read(TellerSheetIn, request)
        _told(actions.settle_roll_call, motion_id=voting.motion_id, words=given["lines"], by=request.user)
        return _roll(voting, request)


# --- Disputes -------------------------------------------------------------------------------------------
class VoiceOut(serializers.ModelSerializer[Voice]):
    class Meta:
        model = Voice
        fields = ("office", "says", "at")


class DisputeOut(serializers.ModelSerializer[Dispute]):
    """A seat says that another word was called for it."""

    motion = serializers.CharField(source="voting.motion.number", read_only=True)
    round = serializers.IntegerField(source="voting.number", read_only=True)
    seat: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    voices = VoiceOut(many=True, read_only=True)

    class Meta:
        model = Dispute
        fields = (
            "code", "motion", "round", "seat", "hand", "word", "reason", "filed_at", "ruling", "ruled_at", "voices",
        )  # fmt: skip


class DisputeIn(serializers.Serializer[Any]):
    motion = serializers.CharField(max_length=16)
    seat = serializers.SlugField(max_length=50)
    word = serializers.ChoiceField(choices=[word.value for word in Word])
    reason = Prose(block=True, max_length=400)


class VoiceIn(serializers.Serializer[Any]):
    says = serializers.ChoiceField(choices=[says.value for says in Says])


@extend_schema(tags=["council"])
class DisputeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Dispute]):
    """Disputes about words called in a room, the oldest first."""

    queryset = Dispute.objects.select_related("voting__motion", "seat").prefetch_related("voices")
    serializer_class = DisputeOut
    lookup_field = "code"
    lookup_value_regex = "[0-9a-f-]{36}"
    filter_backends: list[Any] = []

    def get_permissions(self) -> list[Any]:
        return [AllowAny()] if self.action in ("list", "retrieve") else [SecondFactor()]

    @extend_schema(request=DisputeIn, responses={201: DisputeOut})
    def create(self, request: Request) -> Response:
        """Dispute the word called for one's own seat, within 24 hours of the close."""
        given = _read(DisputeIn, request)
        motion = queries.public_motions().filter(number=given["motion"]).first()
        seat = queries.seat(given["seat"])
        if motion is None or seat is None:
            raise serializers.ValidationError(
                {"seat" if motion else "motion": ["There is none of this name."]}
            )
        word, reason = Word(given["word"]), given["reason"]
        filed = _told(
            actions.dispute_word, motion_id=motion.pk, seat=seat, word=word, reason=reason, by=request.user
        )
        return Response(DisputeOut(filed).data, status=201)

    @extend_schema(request=VoiceIn, responses=DisputeOut)
    @action(detail=True, methods=["post"])
    def judge(self, request: Request, code: str) -> Response:
        """A voice on it: both tellers of that vote and the chair. All three uphold it, or the word stands."""
        found = self.get_object()
        says = Says(_read(VoiceIn, request)["says"])
        _told(actions.judge_dispute, code=found.code, says=says, by=request.user)
        return Response(DisputeOut(self.get_object()).data)


# --- A sitting on paper ---------------------------------------------------------------------------------
def _sitting(code: str) -> Sitting:
    found = queries.sitting_by_code(code)
    if found is None:
        raise Http404
    return found


class BlackoutAsked(serializers.Serializer[Any]):
    """That a sitting should be declared a blackout, waiting for the secretary or the chair."""

    id = serializers.IntegerField()
    subject = serializers.CharField()
    asked_at = serializers.DateTimeField()


class BlackoutState(serializers.Serializer[Any]):
    code = serializers.CharField()
    blackout_at = serializers.DateTimeField(allow_null=True)
    entered_at = serializers.DateTimeField(allow_null=True)


class Blackout(APIView):
    permission_classes = [Allowed.by(may_change_seats)]

    @extend_schema(tags=["council"], responses=BlackoutAsked(many=True))
    def get(self, request: Request, code: str) -> Response:
        """What waits for the second of the two."""
        return Response(BlackoutAsked(queries.blackouts_asked(_sitting(code), now()), many=True).data)

    @extend_schema(tags=["council"], request=None, responses={201: BlackoutAsked})
    def post(self, request: Request, code: str) -> Response:
        """The secretary or the chair says that this sitting runs, or ran, on paper."""
        asked = _told(actions.ask_blackout, sitting_id=_sitting(code).pk, by=request.user)
        return Response(BlackoutAsked(asked).data, status=201)


class BlackoutAgreed(APIView):
    permission_classes = [Allowed.by(may_change_seats)]

    @extend_schema(tags=["council"], request=None, responses=BlackoutState)
    def post(self, request: Request, code: str, approval: int) -> Response:
        """The other of the two agrees; from then on the sitting is entered from its sheets."""
        found = _sitting(code)
        if not queries.blackouts_asked(found, now()).filter(pk=approval).exists():
            raise Http404
        done = _told(actions.agree_blackout, approval_id=approval, by=request.user)
        return Response(BlackoutState(done).data)


def _paper(code: str, position: int, request: Request) -> Response:
    found = _sitting(code)
    point = found.points.select_related("motion").filter(position=position, motion__isnull=False).first()
    if found.blackout_at is None or (point is None and position != blackout.TIMES):
        raise Http404
    lines: Any = blackout.keys(*queries.paper_times(found))
    if point is not None and point.motion is not None:
        lines = (blackout.HELD_AT, *queries.paper_lines(found, point.motion))
    return _state(list(queries.sheets_of(found, position, None)), position, lines, request.user)


class PaperSheet(APIView):
    """One sheet of a sitting that was declared a blackout, for its tellers."""

    permission_classes = [TELLER]

    @extend_schema(tags=["council"], responses=TellerSheetState)
    def get(self, request: Request, code: str, position: int) -> Response:
        return _paper(code, position, request)

    @extend_schema(tags=["council"], request=PaperSheetIn, responses={201: TellerSheetState})
    def post(self, request: Request, code: str, position: int) -> Response:
        """Hand in one's copy. The last sheet that is agreed brings the sitting into the record."""
        _paper(code, position, request)
        given = _read(PaperSheetIn, request)
        _told(actions.enter_sheet, sitting_id=_sitting(code).pk, position=position, by=request.user, **given)
        done = _paper(code, position, request)
        done.status_code = 201
        return done


class PaperSettled(APIView):
    permission_classes = [TELLER]

    @extend_schema(tags=["council"], request=TellerSheetIn, responses=TellerSheetState)
    def post(self, request: Request, code: str, position: int) -> Response:
        """What holds of the lines that differ."""
        _paper(code, position, request)
        given = _read(TellerSheetIn, request)
        _told(actions.settle_sheet, sitting_id=_sitting(code).pk, position=position, by=request.user, **given)
        return _paper(code, position, request)

"""A motion's record for programs: what an outsider needs to count it again, and the same votes as Popolo."""

from typing import Any

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from council import queries, words


class OpenedBallot(serializers.Serializer[Any]):
    n = serializers.IntegerField(source="ballot.n", help_text="Its place among the ballots of the vote.")
    seat = serializers.CharField(source="ballot.seat.code")
    hand = serializers.IntegerField(source="ballot.hand")
    choice = serializers.CharField(source="ballot.choice")
    cast_at = serializers.DateTimeField(source="ballot.cast_at")
    counts = serializers.BooleanField(
        help_text="The last of its hand, under a mandate that ran until the close."
    )
    commitment = serializers.CharField(source="ballot.commitment")
    salt = serializers.CharField(help_text="Opens the commitment: 32 bytes in hex.")
    entry = serializers.IntegerField(source="seq", allow_null=True, help_text="Its number in the public log.")


class MirrorVote(serializers.Serializer[Any]):
    hand = serializers.IntegerField()
    choice = serializers.CharField(help_text="Of a vote in the room the word that was called, `absent` too.")
    departs = serializers.BooleanField()
    why = serializers.CharField(help_text="The reasons for the departure; empty where none were stated.")


class MirrorRow(serializers.Serializer[Any]):
    """Instruction and vote of one seat side by side; only of closed votes."""

    seat = serializers.CharField(source="question.seat.code")
    appointer = serializers.CharField(source="question.appointer", help_text="Who was asked, as a subject.")
    asked_at = serializers.DateTimeField(source="question.asked_at")
    answer = serializers.SerializerMethodField(help_text="yes, no, abstain or free; empty: nobody answered.")
    reason = serializers.SerializerMethodField(help_text="Why the seat was instructed so.")
    votes = MirrorVote(many=True)

    def get_answer(self, row: Any) -> str:
        return row.instruction.answer if row.instruction else ""

    def get_reason(self, row: Any) -> str:
        return row.instruction.text if row.instruction else ""


class CalledLine(serializers.Serializer[Any]):
    line = serializers.CharField(help_text="`<seat>/<hand>`")
    word = serializers.CharField(help_text="`yes`, `no`, `abstain` or `absent`.")


class ClosedRound(serializers.Serializer[Any]):
    round = serializers.IntegerField(source="voting.number")
    purpose = serializers.CharField(source="voting.purpose")
    opened_at = serializers.DateTimeField(source="voting.opened_at")
    closed_at = serializers.DateTimeField(source="decision.closed_at")
    rule = serializers.JSONField(source="voting.rule.data")
    rule_sha256 = serializers.CharField(source="voting.rule.sha256")
    text_sha256 = serializers.CharField(source="voting.text_sha256")
    roll = serializers.JSONField(source="voting.roll")
    ballots = OpenedBallot(many=True)
    mirrors = MirrorRow(many=True, help_text="Seats that asked those who appointed their holders.")
    in_room = serializers.BooleanField(
        source="voting.in_room",
        help_text="Called out and written down by two tellers; then `words` instead of ballots.",
    )
    held_at = serializers.DateTimeField(
        source="voting.held_at", allow_null=True, help_text="When it was called, where it was held on paper."
    )
    recounts = serializers.IntegerField(
        source="voting.recounts.number", default=None, allow_null=True,
        help_text="The round that this one counts again after a dispute.",
    )  # fmt: skip
    words = serializers.SerializerMethodField()
    outcome = serializers.CharField(source="decision.outcome")
    working = serializers.JSONField(source="decision.working")
    files = serializers.DictField(
        help_text="SHA-256 of the rule, roll and openings: `/log/documents/<sha256>`."
    )

    @extend_schema_field(CalledLine(many=True))
    def get_words(self, row: Any) -> list[dict[str, str]]:
        return [{"line": line, "word": word} for line, word in sorted(row.decision.words.items())]


class MotionRecord(serializers.Serializer[Any]):
    number = serializers.CharField(source="motion.code")
    state = serializers.CharField(source="motion.state")
    rounds = ClosedRound(many=True)


class Record(APIView):
    """Each closed vote of a motion with its rule, roll, every ballot opened, and the working. Empty before a close."""

    @extend_schema(tags=["council"], responses=MotionRecord)
    def get(self, request: Request, code: str) -> Response:
        motion = found(request, code)
        return Response(MotionRecord({"motion": motion, "rounds": queries.rounds(motion)}).data)


class Popolo(APIView):
    """The motion and its closed votes in the shape of Popolo: `vote_events` with `counts` and `votes` by seat."""

    @extend_schema(tags=["council"], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, code: str) -> Response:
        motion = found(request, code)
        return Response(words.motion_as_popolo(motion, queries.rounds(motion)))


def found(request: Request, code: str) -> Any:
    motion = queries.motion(code, request.user)
    if motion is None:
        raise Http404
    return motion

"""Anybody's election, counted on the spot: nothing is stored."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from council.api.trial import Trial
from council.rules.counts.bounds import MOST_BALLOTS, MOST_OPTIONS, MOST_SEATS, STEPS
from council.rules.counts.count import count, record
from council.rules.counts.papers import Budget, TooMuchWork
from council.rules.counts.reading import CountFault, read_contest
from council.words import counts as words


class Beyond(serializers.ValidationError):
    """More than is counted for anybody; the answer names the field."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY


class CountIn(serializers.Serializer[Any]):
    """An election of anybody's making (docs/reference/council.md)."""

    method = serializers.CharField(help_text="`stv_scottish`, `stv_meek`, `irv`, `approval` or `score`.")
    seats = serializers.IntegerField(min_value=1)
    options = serializers.JSONField()
    ballots = serializers.JSONField()
    max_points = serializers.IntegerField(required=False, min_value=1)


class TallyOut(serializers.Serializer[Any]):
    elected = serializers.ListField(child=serializers.CharField())
    open_seats = serializers.IntegerField()
    between = serializers.ListField(child=serializers.CharField())
    rounds = serializers.JSONField()
    ties = serializers.JSONField()
    words = serializers.ListField(child=serializers.CharField())


class CountNow(APIView):
    """Count ballots without an account: nothing is stored. 64 seats, 12,000 ballots, 2 s of work."""

    permission_classes = [AllowAny]
    throttle_classes = [Trial]
    serializer_class = CountIn

    @extend_schema(request=CountIn, responses=TallyOut)
    def post(self, request: Request) -> Response:
        body = CountIn(data=request.data)
        body.is_valid(raise_exception=True)
        _bound(body.validated_data)
        try:
            contest = read_contest(body.validated_data)
            counted = record(contest, count(contest, Budget(STEPS)))
        except CountFault as fault:
            raise serializers.ValidationError({fault.path: [fault.code]}) from fault
        except TooMuchWork as stopped:
            raise Beyond({"ballots": ["More than two seconds of counting."]}) from stopped
        said = words.result_sentences(counted)
        for row in counted["rounds"]:
            row["words"] = words.round_sentences(row)
        said += [words.tie_sentence(tie) for tie in counted["ties"]]
        return Response({**counted, "words": said})


def _bound(data: dict[str, Any]) -> None:
    if data["seats"] > MOST_SEATS:
        raise Beyond({"seats": ["At most 64 seats."]})
    if isinstance(data["options"], list) and len(data["options"]) > MOST_OPTIONS:
        raise Beyond({"options": ["At most 128 options."]})
    if isinstance(data["ballots"], list) and len(data["ballots"]) > MOST_BALLOTS:
        raise Beyond({"ballots": ["At most 12,000 ballots."]})

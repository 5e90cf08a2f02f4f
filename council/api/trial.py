"""Anybody's rule, tried on anybody's roll: nothing is stored."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle
from rest_framework.views import APIView

from accounts.doors import Conflict
from council import words
from council.rules.fit import check_fit
from council.rules.reading import RuleFault, read_ballots, read_roll, read_rule
from council.rules.tally import evaluate

MOST_SEATS, MOST_BALLOTS = 64, 128


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

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
from council.rules.decision import Roll, Rule
from council.rules.fit import check_sound
from council.rules.reading import RuleFault, read_ballots, read_roll, read_rule
from council.rules.tally import evaluate

# What is counted within two seconds on a slow machine, whatever the rule says.
MOST_SEATS, MOST_BALLOTS = 64, 128
LONGEST_PATH = 200


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


class Faulty(serializers.ValidationError):
    """The data is no rule, roll or ballots: ``{path: [code]}``."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, fault: RuleFault) -> None:
        # A path may quote a field's name, and that may be of any length.
        super().__init__({fault.path[:LONGEST_PATH] or "rule": [fault.code]})


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
        bound("ballots", data["ballots"], MOST_BALLOTS)
        rule, roll = rule_and_roll(data)
        try:
            ballots = read_ballots(data["ballots"])
        except RuleFault as fault:
            raise Faulty(fault) from fault
        decision = evaluate(rule, roll, ballots, round_=data["round"])
        said = [words.short_sentence(row) for row in decision.working["chambers"]]
        return Response({"outcome": decision.outcome.value, "working": decision.working, "words": said})


def rule_and_roll(data: dict[str, Any]) -> tuple[Rule, Roll]:
    """A rule and a roll that it fits, neither too large; Faulty names the place that is wrong."""
    bound("seats", data["roll"].get("seats") if isinstance(data["roll"], dict) else None, MOST_SEATS)
    try:
        rule, roll = read_rule(data["rule"]), read_roll(data["roll"])
        check_sound(rule, roll)
    except RuleFault as fault:
        raise Faulty(fault) from fault
    return rule, roll


def bound(name: str, rows: Any, most: int) -> None:
    if isinstance(rows, list) and len(rows) > most:
        raise TooMuch(f"At most {most} {name}.")

"""The rule lab for programs: who can carry or stop a motion, and a body's past under another rule."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle
from rest_framework.views import APIView

from accounts.doors import now
from council import queries
from council.api.trial import Faulty, TooMuch, Trial, rule_and_roll
from council.rules.coalitions import Coalitions, Family, coalitions
from council.rules.fit import check_sound
from council.rules.monotone import TooManyKinds
from council.rules.reading import RuleFault, read_rule
from council.rules.replay import Absences, as_data, everybody_says_yes, replay, with_absences

SEEDS = 2**31 - 1


class CoalitionsIn(serializers.Serializer[Any]):
    """A rule and a roll of anybody's making (docs/reference/council.md)."""

    rule = serializers.JSONField()
    roll = serializers.JSONField()


class FamilyOut(serializers.Serializer[Any]):
    """Least sets: how many, the smallest, counts per kind of seat, and each set where there are few seats."""

    count = serializers.IntegerField()
    smallest = serializers.IntegerField(allow_null=True)
    by_kind = serializers.ListField(child=serializers.DictField())
    sets = serializers.ListField(child=serializers.ListField(child=serializers.CharField()), allow_null=True)


class CoalitionsOut(serializers.Serializer[Any]):
    voters = serializers.IntegerField()
    kinds = serializers.ListField(child=serializers.DictField())
    minimal_winning = FamilyOut()
    minimal_blocking = FamilyOut()
    denies_quorum = FamilyOut()
    blocks_alone = serializers.ListField(child=serializers.CharField())
    without_influence = serializers.ListField(child=serializers.CharField())


class CoalitionsOf(APIView):
    """Every least winning and blocking set of a rule on a roll, without an account. At most 64 seats."""

    permission_classes = [AllowAny]
    throttle_classes = [Trial]
    serializer_class = CoalitionsIn

    @extend_schema(request=CoalitionsIn, responses=CoalitionsOut)
    def post(self, request: Request) -> Response:
        body = CoalitionsIn(data=request.data)
        body.is_valid(raise_exception=True)
        rule, roll = rule_and_roll(body.validated_data)
        try:
            found = coalitions(rule, roll)
        except TooManyKinds as many:
            raise TooMuch("These seats differ in too many ways to list every set.") from many
        return Response(coalitions_data(found))


def coalitions_data(found: Coalitions) -> dict[str, Any]:
    swings = found.swings or [None] * len(found.kinds)
    return {
        "voters": found.voters,
        "kinds": [
            {
                "body": kind.body,
                "group": kind.group,
                "weights": {name: str(weight) for name, weight in kind.weights},
                "seats": list(kind.seats),
                "decides": None if swing is None else str(swing),
            }
            for kind, swing in zip(found.kinds, swings, strict=True)
        ],
        "minimal_winning": _family(found.winning),
        "minimal_blocking": _family(found.blocking),
        "denies_quorum": _family(found.absence),
        "blocks_alone": list(found.alone),
        "without_influence": list(found.without_influence),
    }


def _family(family: Family) -> dict[str, Any]:
    return {
        "count": family.count,
        "smallest": family.smallest,
        "by_kind": [
            {"counts": list(v), "sets": ways} for v, ways in zip(family.vectors, family.ways, strict=True)
        ],
        "sets": None if family.sets is None else [list(codes) for codes in family.sets],
    }


class ReplayIn(serializers.Serializer[Any]):
    """A rule, and the body whose closed votes it counts again."""

    rule = serializers.JSONField()
    body = serializers.CharField(max_length=80)
    seed = serializers.IntegerField(min_value=0, max_value=SEEDS, default=1)


class ReplayOut(serializers.Serializer[Any]):
    decisions = serializers.ListField(child=serializers.DictField())
    flips = serializers.IntegerField()
    stalled = serializers.IntegerField()
    absences = serializers.DictField()


class Replay(UserRateThrottle):
    """Counting a year again is heavier than one vote."""

    scope = "replay"
    rate = "12/min"


class ReplayOf(APIView):
    """What a body decided, counted by another rule, and a thousand votes with seats away by lot."""

    permission_classes = [AllowAny]
    throttle_classes = [Replay]
    serializer_class = ReplayIn

    @extend_schema(request=ReplayIn, responses=ReplayOut)
    def post(self, request: Request) -> Response:
        body = ReplayIn(data=request.data)
        body.is_valid(raise_exception=True)
        data = body.validated_data
        council, at = queries.body(data["body"]), now()
        today = queries.seats_today(council.council, at) if council else None
        if council is None or today is None:
            raise Http404
        try:
            rule = read_rule(data["rule"])
            check_sound(rule, today.roll)
        except RuleFault as fault:
            raise Faulty(fault) from fault
        history = queries.closed_votes(council.council)
        rows = [as_data(row) for row in replay(rule, history)]
        tried = with_absences(rule, [everybody_says_yes(rule, today.roll)], seed=data["seed"])
        return Response(
            {
                "decisions": rows,
                "flips": sum(row["flips"] for row in rows),
                "stalled": sum(row["stalled"] for row in rows),
                "absences": {"seed": data["seed"], **absences_data(tried)},
            }
        )


def absences_data(tried: Absences) -> dict[str, int]:
    return {
        "trials": tried.trials,
        "adopted": tried.adopted,
        "stalled": tried.stalled,
        "no_quorum": tried.no_quorum,
    }

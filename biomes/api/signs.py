"""Signs for other programs: the numbers of the charts, trend and anomaly, states, wordings, scores."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import path, reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.doors import now
from biomes import queries
from biomes.models import Biome, Indicator
from biomes.queries import courses, voice
from biomes.queries import signs as reads
from biomes.rules import sonification
from biomes.rules.words import State
from biomes.words import signs as said
from biomes.words import voice as spoken

INDICATOR = OpenApiParameter("indicator", str, required=True, description="An indicator’s code.")
PERIOD = OpenApiParameter(
    "period", str, enum=sorted(courses.PERIODS), description="30d unless you say otherwise."
)
STATION = OpenApiParameter("station", str, description="Only this station’s line.")
PLACE = OpenApiParameter(
    "place", int, description="The degree of the chord it stands on among others, 0 to 3."
)
BIOMES = OpenApiParameter(
    "biome", str, many=True, required=True, description="One to four addresses (slugs)."
)


class PointShape(serializers.Serializer[Any]):
    day = serializers.DateField(help_text="The first day of the point.")
    low = serializers.FloatField()
    median = serializers.FloatField(help_text="The detection limit where is_below.")
    high = serializers.FloatField()
    count = serializers.IntegerField()
    is_below = serializers.BooleanField(help_text="At least half lay below what the method detects.")
    historical = serializers.BooleanField()


class GapShape(serializers.Serializer[Any]):
    since = serializers.DateField(help_text="The last day with a value.")
    until = serializers.DateField(help_text="The next day with a value.")
    days = serializers.IntegerField()


class LineShape(serializers.Serializer[Any]):
    station = serializers.CharField(source="station.code")
    points = PointShape(many=True)
    gaps = GapShape(many=True)


class LimitShape(serializers.Serializer[Any]):
    threshold = serializers.IntegerField(source="pk")
    value = serializers.FloatField()
    level = serializers.CharField()
    direction = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    source = serializers.CharField()  # type: ignore[assignment]


class CourseShape(serializers.Serializer[Any]):
    """The numbers of an indicator page’s charts."""

    indicator = serializers.CharField(source="indicator.code")
    unit = serializers.CharField(source="indicator.unit")
    period = serializers.CharField()
    since = serializers.DateField()
    until = serializers.DateField()
    days_per_point = serializers.IntegerField(source="size")
    longest_step_days = serializers.IntegerField(
        source="longest.days", help_text="Points further apart are not joined."
    )
    limits = LimitShape(many=True)
    lines = LineShape(many=True)


class TrendShape(serializers.Serializer[Any]):
    direction = serializers.CharField()
    days = serializers.IntegerField()
    count = serializers.IntegerField()
    below = serializers.IntegerField()
    slope_per_day = serializers.FloatField(source="slope", allow_null=True)
    low_per_day = serializers.FloatField(source="low", allow_null=True)
    high_per_day = serializers.FloatField(source="high", allow_null=True)
    p = serializers.FloatField(allow_null=True)


class AnomalyShape(serializers.Serializer[Any]):
    standing = serializers.CharField()
    value = serializers.FloatField()
    is_below = serializers.BooleanField()
    lower = serializers.IntegerField()
    higher = serializers.IntegerField()
    count = serializers.IntegerField()
    since = serializers.IntegerField(allow_null=True)
    years = serializers.IntegerField()
    median = serializers.FloatField(allow_null=True)
    mad = serializers.FloatField(allow_null=True)
    z = serializers.FloatField(allow_null=True)


class SignShape(serializers.Serializer[Any]):
    indicator = serializers.CharField()
    station = serializers.CharField()
    trend = TrendShape()
    anomaly = AnomalyShape(allow_null=True)
    words = serializers.ListField(child=serializers.CharField())


class WordingShape(serializers.Serializer[Any]):
    """A reading worded by a template, with the reading; never anybody’s own words."""

    template = serializers.CharField()
    part_of_day = serializers.CharField()
    indicator = serializers.CharField()
    station = serializers.CharField()
    reading = serializers.IntegerField()
    reading_url = serializers.CharField()
    text = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class SignsShape(serializers.Serializer[Any]):
    signs = SignShape(many=True)
    wordings = WordingShape(many=True)
    unheard = serializers.ListField(child=serializers.DictField())


class StateShape(serializers.Serializer[Any]):
    state = serializers.CharField()
    since = serializers.DateTimeField()
    until = serializers.DateTimeField(allow_null=True)
    reasons: Any = serializers.JSONField()


class ScoreShape(serializers.Serializer[Any]):
    score = serializers.JSONField()
    transcript = serializers.ListField(child=serializers.DictField())


class UnderShape(serializers.Serializer[Any]):
    threshold = serializers.IntegerField(source="threshold.pk")
    today = serializers.CharField()
    days = serializers.DictField(child=serializers.IntegerField())
    spans: Any = StateShape(many=True)


class ComparedShape(serializers.Serializer[Any]):
    biome = serializers.CharField(source="biome.slug")
    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    differ = serializers.IntegerField()
    rows = UnderShape(many=True)


class Open(APIView):
    """What everyone may read."""

    permission_classes = [AllowAny]


def biome_or_404(slug: str) -> Biome:
    found = queries.public_biome(slug) if "\x00" not in slug else None
    if found is None:
        raise NotFound
    return found


class SeriesView(Open):
    """One indicator of a living system over a period, station by station, with its limits and its gaps."""

    @extend_schema(parameters=[INDICATOR, PERIOD, STATION], responses=CourseShape)
    def get(self, request: Request, slug: str) -> Response:
        biome, indicator = biome_or_404(slug), _indicator(request)
        period = request.query_params.get("period", "30d")
        if period not in courses.PERIODS:
            raise ValidationError({"period": [f"One of {', '.join(courses.PERIODS)}."]})
        course = courses.course(biome, indicator, period, now())
        body = dict(CourseShape(course).data)
        if station := request.query_params.get("station"):
            body["lines"] = [line for line in body["lines"] if line["station"] == station]
        return Response(body)


def _indicator(request: Request) -> Indicator:
    code = request.query_params.get("indicator", "")
    found = queries.indicators().filter(code=code).first() if "\x00" not in code else None
    if found is None:
        raise ValidationError({"indicator": ["No indicator has this code."]})
    return found


class SignsView(Open):
    """Trend and anomaly beside each ruler of the page, what templates word, and what has fallen silent."""

    @extend_schema(responses=SignsShape)
    def get(self, request: Request, slug: str) -> Response:
        biome, at = biome_or_404(slug), now()
        finding = queries.state_of(biome, at)
        latest, limits = queries.latest_readings(biome, at), queries.thresholds_in_force(None, biome, at)
        ruled = queries.rulers(finding, at, latest=latest, limits=limits)
        signs = voice.signs_beside(ruled, at)
        body = {
            "signs": [_sign(one, signs[one.indicator.code]) for one in ruled],
            "wordings": [
                _wording(one) for one in voice.wordings_of(biome, finding, latest, signs, at, limits=limits)
            ],
            "unheard": [
                {"indicator": one.indicator.code, "station": one.station.code, "last": one.phenomenon_at}
                for one in voice.unheard(latest, at)
            ],
        }
        return Response(SignsShape(body).data)


def _sign(one: queries.Ruled, found: reads.Signs) -> dict[str, Any]:
    return {
        "indicator": one.indicator.code,
        "station": one.reading.station.code,
        "trend": found.trend,
        "anomaly": found.anomaly,
        "words": said.beside(found, one.indicator.unit),
    }


def _wording(one: Any) -> dict[str, Any]:
    return {
        "template": one.template.value,
        "part_of_day": one.part_of_day.value,
        "indicator": one.said_of.indicator,
        "station": one.said_of.station,
        "reading": one.said_of.reading,
        "reading_url": reverse("biomes:reading", args=[one.said_of.station, one.said_of.reading]),
        "text": spoken.sentence(one),
        "label": spoken.label(one),
    }


class StatesView(Open):
    """How a living system was found to be, newest first."""

    @extend_schema(responses=StateShape(many=True))
    def get(self, request: Request, slug: str) -> Response:
        return Response(StateShape(queries.conditions_of(biome_or_404(slug), most=200), many=True).data)


class ScoreView(Open):
    """The score of a living system with its transcript; the score alone, byte for byte, is at its page’s score.json."""

    @extend_schema(parameters=[PLACE], responses=ScoreShape)
    def get(self, request: Request, slug: str) -> Response:
        place = request.query_params.get("place", "0")
        if place not in {str(n) for n in range(sonification.MOST_TOGETHER)}:
            raise ValidationError({"place": [str(spoken.NO_SUCH_PLACE)]})
        return Response(_score(biome_or_404(slug), now(), int(place)))


def _score(biome: Biome, at: datetime, place: int) -> dict[str, Any]:
    score = voice.score_of(biome, at, place=place)
    lines = [
        {
            "indicator": one.indicator,
            "from": one.first,
            "until": one.last,
            "words": spoken.transcript_line(one),
        }
        for one in sonification.transcript(score)
    ]
    return {"score": score, "transcript": lines or [{"words": str(spoken.SILENT_SCORE)}]}


class TogetherView(Open):
    """Up to four living systems heard together, each on its own degree of one chord."""

    @extend_schema(parameters=[BIOMES], responses=ScoreShape(many=True))
    def get(self, request: Request) -> Response:
        chosen = list(dict.fromkeys(request.query_params.getlist("biome")))
        if not 1 <= len(chosen) <= sonification.MOST_TOGETHER:
            raise ValidationError({"biome": ["One to four addresses."]})
        at = now()
        return Response([_score(biome_or_404(slug), at, place) for place, slug in enumerate(chosen)])


class FormerView(Open):
    """What the state would have been under the limit that this one followed."""

    @extend_schema(
        parameters=[OpenApiParameter("biome", str, description="For which living system.")],
        responses=ComparedShape,
    )
    def get(self, request: Request, pk: int) -> Response:
        found = queries.thresholds().filter(pk=pk).first() if pk < 2**63 else None
        if found is None:
            raise NotFound
        at = now()
        compared = reads.under_the_former(found, request.query_params.get("biome", ""), at)
        if compared is None:
            raise NotFound
        return Response(_compared(compared))


def _compared(found: reads.Compared) -> dict[str, Any]:
    body = dict(ComparedShape({"biome": found.biome, "since": found.since, "until": found.until,
                               "differ": found.differ, "rows": []}).data)  # fmt: skip
    body["rows"] = [
        {
            "threshold": row.threshold.pk,
            "today": row.today.value,
            "days": {State(state).value: count for state, count in row.days.items()},
            "spans": [{"state": s.state.value, "since": s.since, "until": s.until} for s in row.spans],
        }
        for row in found.rows
    ]
    return body


URLS = [
    path("biomes/<slug:slug>/series/", SeriesView.as_view(), name="biome-series"),
    path("biomes/<slug:slug>/signs/", SignsView.as_view(), name="biome-signs"),
    path("biomes/<slug:slug>/states/", StatesView.as_view(), name="biome-states"),
    path("biomes/<slug:slug>/score/", ScoreView.as_view(), name="biome-score"),
    path("listen/", TogetherView.as_view(), name="listen"),
    path("thresholds/<int:pk>/former/", FormerView.as_view(), name="threshold-former"),
]

"""Days in numbers for other programs: what long charts draw, without the readings themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import now
from biomes import queries
from biomes.rules.leaf import plain

# Stations times days; ten stations over ten years are a third of it.
MOST_DAYS = 100_000
YEAR = timedelta(days=365)


class DaysAsked(serializers.Serializer[Any]):
    indicator = serializers.SlugField()
    station = serializers.CharField(required=False, max_length=40)
    biome = serializers.SlugField(required=False)
    since = serializers.DateField(
        required=False, help_text="The first day; a year before `until` if left out."
    )
    until = serializers.DateField(required=False, help_text="The day after the last; tomorrow if left out.")

    def validate_indicator(self, code: str) -> Any:
        return _found(queries.indicators().filter(code=code).first(), _("No indicator has this code."))

    def validate_station(self, code: str) -> Any:
        return _found(queries.public_station(code), _("No station has this code."))

    def validate_biome(self, slug: str) -> Any:
        return _found(queries.public_biome(slug), _("No living system has this address."))

    def validate(self, asked: dict[str, Any]) -> dict[str, Any]:
        if ("station" in asked) == ("biome" in asked):
            raise serializers.ValidationError({"station": _("Name a station or a living system, not both.")})
        until = asked.get("until") or now().date() + timedelta(days=1)
        since = asked.get("since") or (until - YEAR if until.year > 1 else until)
        # What a station measured before it was closed was measured here all the same.
        stations = [asked["station"]] if "station" in asked else list(asked["biome"].stations.all())
        if since >= until:
            raise serializers.ValidationError({"until": _("The end must come after the beginning.")})
        if (until - since).days * len(stations) > MOST_DAYS:
            raise serializers.ValidationError({"since": _("Ask for fewer days, or for one station.")})
        return {"indicator": asked["indicator"], "stations": stations, "since": since, "until": until}


class DayOut(serializers.Serializer[Any]):
    station = serializers.CharField()
    day = serializers.DateField()
    count = serializers.IntegerField()
    low = serializers.CharField()
    high = serializers.CharField()
    mean = serializers.CharField()
    median = serializers.CharField()
    below_count = serializers.IntegerField(
        help_text="Values below their detection limit; they enter as the limit."
    )


class DaysOut(serializers.Serializer[Any]):
    indicator = serializers.CharField()
    unit = serializers.CharField()
    days = DayOut(many=True)


class DayViewSet(viewsets.ViewSet):
    """One UTC day of an indicator at a station in numbers. A day without a reading is not there."""

    @extend_schema(parameters=[DaysAsked], responses=DaysOut)
    def list(self, request: Request) -> Response:
        asked = DaysAsked(data=request.query_params)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        codes = {station.pk: station.code for station in said["stations"]}
        indicator = said["indicator"]
        days = queries.days_of(codes, indicator.code, said["since"], said["until"])
        return Response(
            {
                "indicator": indicator.code,
                "unit": indicator.unit,
                "days": [
                    {
                        "station": codes[one.station_id],
                        "day": one.day,
                        "count": one.count,
                        "low": plain(one.low),
                        "high": plain(one.high),
                        "mean": plain(one.mean),
                        "median": plain(one.median),
                        "below_count": one.below_count,
                    }
                    for one in days
                ],
            }
        )


def _found(thing: Any, sentence: str) -> Any:
    if thing is None:
        raise serializers.ValidationError(sentence)
    return thing

"""The divide, the unheard and the blind spots, as their pages say them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.doors import now
from portal.queries import blindspots, unheard
from portal.queries import divide as divides
from portal.rules.unheard import Lack
from portal.views.divide import lately, surveyed
from portal.words import divide as words


class DivideInterval(serializers.Serializer[Any]):
    """95 %, percentile bootstrap over zones."""

    estimate = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()
    zone_count = serializers.IntegerField()
    seed = serializers.IntegerField()
    resamples = serializers.IntegerField()


class DivideComparison(serializers.Serializer[Any]):
    measure = serializers.CharField(source="code")
    gini = DivideInterval(allow_null=True, help_text="None: fewer than five zones have a figure.")
    gap = DivideInterval(allow_null=True, help_text="Entropy less life-luxury; None: too few to compare.")
    known_zones = serializers.IntegerField(source="known")


class DivideZone(serializers.Serializer[Any]):
    zone = serializers.CharField(source="zone.slug")
    kind = serializers.CharField(source="zone.kind")
    people = serializers.IntegerField(source="zone.population")
    systems = serializers.IntegerField()
    states = serializers.DictField(child=serializers.IntegerField())
    harmful_share_of_known = serializers.FloatField(source="harm", allow_null=True)
    unknown_share = serializers.FloatField(source="unknown")
    alerts = serializers.IntegerField()
    signatures = serializers.IntegerField(allow_null=True, help_text="None: no petition prints this zone.")
    signatures_per_1000 = serializers.FloatField(source="per_thousand", allow_null=True)
    median_days_until_answer = serializers.FloatField(source="wait_days", allow_null=True)
    answered = serializers.IntegerField()
    waiting = serializers.IntegerField()
    planned = serializers.IntegerField()
    deployed = serializers.IntegerField()


class DivideStep(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    harmful_percent_of_known = serializers.FloatField(allow_null=True)


class DivideKind(serializers.Serializer[Any]):
    kind = serializers.CharField()
    zones = serializers.IntegerField()
    people = serializers.IntegerField()
    over_time = serializers.SerializerMethodField()

    @extend_schema_field(DivideStep(many=True))
    def get_over_time(self, one: divides.KindOverTime) -> Any:
        points = [{"at": at, "harmful_percent_of_known": harm} for at, harm in one.points]
        return DivideStep(points, many=True).data


class DivideShape(serializers.Serializer[Any]):
    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    days = serializers.IntegerField()
    zones = DivideZone(source="sides", many=True)
    comparisons = DivideComparison(many=True)
    kinds = DivideKind(many=True)
    petitions = serializers.IntegerField(source="petition_count")
    signatures = serializers.IntegerField()
    signatures_untold_by_zone = serializers.IntegerField(source="untold")


class DivideIn(serializers.Serializer[Any]):
    days = serializers.ChoiceField(choices=divides.PERIODS, default=divides.USUAL)


class DivideView(APIView):
    """Zone by zone, and the two kinds compared, over the last 30, 90 or 365 days."""

    @extend_schema(
        parameters=[OpenApiParameter("days", OpenApiTypes.INT, enum=list(divides.PERIODS))],
        responses=DivideShape,
        operation_id="divide",
    )
    def get(self, request: Request) -> Response:
        asked = DivideIn(data=request.query_params)
        asked.is_valid(raise_exception=True)
        return Response(DivideShape(lately(int(asked.validated_data["days"]))).data)


class UnheardShape(serializers.Serializer[Any]):
    biome = serializers.CharField(source="biome.slug")
    name = serializers.CharField(source="biome.name")
    state = serializers.CharField(source="voice.state")
    lacks = serializers.ListField(child=serializers.ChoiceField(choices=[one.value for one in Lack]))
    people = serializers.IntegerField(source="voice.people")
    people_in_entropy_zones = serializers.IntegerField(source="voice.poor")
    help = serializers.SerializerMethodField()

    def get_help(self, one: unheard.Unheard) -> dict[str, str]:
        return {lack: words.help_address(lack, one.biome.slug) for lack in one.lacks}


class UnheardPages(LimitOffsetPagination):
    """By place in the order, which is reckoned anew each time."""

    default_limit, max_limit = 50, 200


class UnheardView(ListAPIView):  # type: ignore[type-arg]
    """Living systems that lack a charter, a station, a guardian or an answer; most marginalised first."""

    serializer_class = UnheardShape
    pagination_class = UnheardPages
    filter_backends = ()

    @extend_schema(operation_id="unheard")
    def get(self, request: Request) -> Response:
        return self.list(request)

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):
            return []  # what the schema reads
        rows, _total = unheard.unheard(now())
        return rows


class SpotShape(serializers.Serializer[Any]):
    biome = serializers.CharField(source="biome.slug")
    people = serializers.IntegerField()
    stations_heard = serializers.IntegerField(source="heard")
    sightings_counted = serializers.IntegerField(
        source="sighted", help_text="Accepted, of the last thirty days; of one person at one place one."
    )
    unknown_before = serializers.FloatField(source="before", help_text="1: nobody knows; 0: as if measured.")
    unknown_after = serializers.FloatField(source="after")


class SiteShape(serializers.Serializer[Any]):
    biome = serializers.CharField(source="biome.slug")
    lon = serializers.FloatField()
    lat = serializers.FloatField()
    means = serializers.ChoiceField(choices=sorted(words.MEANS))
    cost = serializers.IntegerField()
    gain = serializers.FloatField(help_text="The share of all that is unknown that it takes away.")


class BlindSpotsShape(serializers.Serializer[Any]):
    unknown_before = serializers.FloatField()
    unknown_after = serializers.FloatField()
    cost = serializers.IntegerField()
    sites = SiteShape(many=True)
    biomes = SpotShape(source="spots", many=True)


class BlindSpotsIn(serializers.Serializer[Any]):
    most = serializers.IntegerField(
        min_value=1, max_value=blindspots.MOST_SITES, default=blindspots.USUAL_SITES
    )
    budget = serializers.IntegerField(
        min_value=1, max_value=blindspots.MOST_BUDGET, default=blindspots.USUAL_BUDGET
    )


class BlindSpotsView(APIView):
    """What is unknown where, and which sites would tell most within a number and a budget."""

    @extend_schema(parameters=[BlindSpotsIn], responses=BlindSpotsShape, operation_id="blind_spots")
    def get(self, request: Request) -> Response:
        asked = BlindSpotsIn(data=request.query_params)
        asked.is_valid(raise_exception=True)
        return Response(BlindSpotsShape(surveyed(**asked.validated_data)).data)

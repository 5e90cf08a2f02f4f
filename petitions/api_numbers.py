"""How many it takes, for other programs: anybody reads, admins set."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import queries as accounts
from accounts.doors import Conflict, now, person_of
from biomes import queries as biomes
from ledger.paging import Pages
from petitions import actions, queries
from petitions.api_counting import AdminWrites
from petitions.api_life import by_form
from petitions.forms import SponsorNeedForm, ThresholdForm
from petitions.models import SponsorNeed, Threshold
from petitions.rules.numbers import MOST_ZONES
from petitions.rules.thresholds import Kind


class Newest(Pages):
    ordering = "-since"


class DatedIn(serializers.Serializer[Any]):
    """Checked by the page's own form."""

    count = serializers.IntegerField()
    since = serializers.CharField(
        max_length=10,
        required=False,
        allow_blank=True,
        default="",
        help_text="A day, year-month-day; empty: now.",
    )
    reason = serializers.CharField(max_length=1000)


class PetitionThresholdIn(DatedIn):
    body = serializers.CharField(max_length=50)
    kind = serializers.CharField(max_length=10)
    zones = serializers.DictField(child=serializers.IntegerField(), required=False, default=dict)

    def validate_zones(self, zones: dict[str, int]) -> dict[str, int]:
        if len(zones) > MOST_ZONES:
            raise serializers.ValidationError(f"Name {MOST_ZONES} zones at most.")
        return zones


class SponsorNeedIn(DatedIn):
    zone = serializers.CharField(max_length=60)


class WhichThresholdIn(serializers.Serializer[Any]):
    body = serializers.CharField(max_length=50)
    kind = serializers.ChoiceField(choices=[kind.value for kind in Kind])

    def validate_body(self, slug: str) -> Any:
        if found := accounts.organisation(slug):
            return found
        raise serializers.ValidationError("There is no such body.")


class WhichZoneIn(serializers.Serializer[Any]):
    zone = serializers.CharField(max_length=60)

    def validate_zone(self, slug: str) -> Any:
        if found := biomes.zone(slug):
            return found
        raise serializers.ValidationError("There is no such zone.")


class PetitionThresholdOut(serializers.ModelSerializer[Threshold]):
    body = serializers.SlugField(source="body.slug")
    zones = serializers.SerializerMethodField()

    class Meta:
        model = Threshold
        fields = ("body", "kind", "count", "zones", "since", "until", "reason")

    def get_zones(self, row: Threshold) -> dict[str, int]:
        return dict(row.need().by_zone)


class SponsorNeedOut(serializers.ModelSerializer[SponsorNeed]):
    zone = serializers.SlugField(source="zone.slug")

    class Meta:
        model = SponsorNeed
        fields = ("zone", "count", "since", "until", "reason")


class Numbers(mixins.ListModelMixin, viewsets.GenericViewSet[Any]):
    permission_classes = [AdminWrites]
    pagination_class = Newest
    filter_backends: list[Any] = []

    def change(self, form: Any, act: Any) -> Any:
        by_form(form)
        at = now()
        return self.done(act, **form.wanted(at), at=at)

    def done(self, act: Any, **said: Any) -> Any:
        try:
            return act(**said, by=person_of(self.request))
        except actions.CannotSet as refusal:
            raise Conflict(str(refusal)) from refusal


class ThresholdViewSet(Numbers):
    """How many signatures a body answers to, or debates, each with its dates and its reason."""

    serializer_class = PetitionThresholdOut
    queryset = queries.thresholds()

    @extend_schema(request=PetitionThresholdIn, responses={201: PetitionThresholdOut, 409: OpenApiResponse()})
    def create(self, request: Request) -> Response:
        """Another number from today or a day to come; petitions open by then keep theirs."""
        body = checked(PetitionThresholdIn, request)
        for number, (zone, count) in enumerate(body.pop("zones").items(), 1):
            body |= {f"zone_{number}": zone, f"of_zone_{number}": count}
        row = self.change(ThresholdForm(body), actions.change_threshold)
        return Response(PetitionThresholdOut(row).data, status=201)

    @extend_schema(request=WhichThresholdIn, responses={204: None, 409: OpenApiResponse()})
    @action(detail=False, methods=["post"], url_path="take-back")
    def take_back(self, request: Request) -> Response:
        """What has not begun goes; the number in force stays in force."""
        which = checked(WhichThresholdIn, request)
        self.done(actions.take_back_threshold, body=which["body"], kind=Kind(which["kind"]), at=now())
        return Response(status=204)


class SponsorNeedViewSet(Numbers):
    """How many sponsors a petition from a zone needs, where it is not the usual number."""

    serializer_class = SponsorNeedOut
    queryset = queries.sponsor_needs()

    @extend_schema(request=SponsorNeedIn, responses={201: SponsorNeedOut, 409: OpenApiResponse()})
    def create(self, request: Request) -> Response:
        """Another number from today or a day to come; petitions filed by then keep theirs."""
        row = self.change(SponsorNeedForm(checked(SponsorNeedIn, request)), actions.change_sponsor_need)
        return Response(SponsorNeedOut(row).data, status=201)

    @extend_schema(request=WhichZoneIn, responses={204: None, 409: OpenApiResponse()})
    @action(detail=False, methods=["post"], url_path="take-back")
    def take_back(self, request: Request) -> Response:
        """What has not begun goes; the number in force stays in force."""
        self.done(actions.take_back_sponsor_need, zone=checked(WhichZoneIn, request)["zone"], at=now())
        return Response(status=204)


def checked(serializer: Any, request: Request) -> dict[str, Any]:
    body = serializer(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


ROUTES: list[Any] = [
    ("petition-thresholds", ThresholdViewSet, "petition-threshold"),
    ("petition-sponsor-needs", SponsorNeedViewSet, "petition-sponsor-need"),
]

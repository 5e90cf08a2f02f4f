"""The app for programs: what the pages show is readable, what curators do on pages is a named action."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ParseError
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import SessionSignIn, now
from biomes import actions, queries, words
from biomes.api import around, shapes
from biomes.api.acts import SLUG, ByKey, ByNumber, Curator, any_biome, checked, do, who
from biomes.api.archive import AllReadings, OrGone
from biomes.api.intake import Exact, KeyOfThisStation, Rows, StationAuthentication
from biomes.api.keys import StationKeyRotated, rotated
from biomes.api.receipts import receipt_body
from biomes.api.stations import OpensAndCloses
from biomes.models import Biome, Indicator, Reading, Seal, Station, StationKey, Threshold
from biomes.queries import comparing, desk
from biomes.rules.words import Direction, Quality, State


class BiomeFilter(filters.FilterSet):  # type: ignore[misc]
    zone = filters.CharFilter(field_name="zones__slug")
    kind = filters.CharFilter(field_name="functional_group")

    class Meta:
        model = Biome
        fields = ["zone", "kind", "red_list"]


class BiomeViewSet(viewsets.ReadOnlyModelViewSet[Biome]):
    """Living systems as the public reads them; curators draft, edit, publish, revert and take down."""

    serializer_class = shapes.BiomeShape
    pagination_class = ByKey
    lookup_field = "slug"
    lookup_value_regex = SLUG
    filterset_class = BiomeFilter

    def get_queryset(self) -> QuerySet[Biome]:
        return queries.public_biomes()

    @extend_schema(responses=around.GuardianshipShape(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def guardians(self, request: Request, slug: str) -> Response:
        held = queries.guardians_of(self.get_object(), now())
        return Response(around.GuardianshipShape(held, many=True).data)

    @extend_schema(request=shapes.BiomeDraftIn, responses={201: shapes.RevisionShape}, filters=False)
    @action(detail=False, methods=["post"], permission_classes=[Curator])
    def drafts(self, request: Request) -> Response:
        body = checked(shapes.BiomeDraftIn, request)
        biome = do(
            actions.draft_biome,
            slug=body.pop("slug"),
            reason=body.pop("reason"),
            content=body,
            author=who(request),
            at=now(),
        )
        return Response(shapes.RevisionShape(biome.revisions.get()).data, status=201)

    @extend_schema(methods=["get"], responses=shapes.RevisionShape(many=True), filters=False)
    @extend_schema(
        methods=["post"], request=shapes.BiomeEditIn, responses={201: shapes.RevisionShape}, filters=False
    )
    @action(
        detail=True,
        methods=["get", "post"],
        permission_classes=[Curator],
        pagination_class=None,
        filterset_class=None,
    )
    def revisions(self, request: Request, slug: str) -> Response:
        biome = any_biome(slug)
        if request.method == "GET":
            return Response(shapes.RevisionShape(biome.revisions.all(), many=True).data)
        body = checked(shapes.BiomeEditIn, request)
        revision = do(
            actions.edit_biome,
            biome_id=biome.pk,
            based_on=body.pop("based_on"),
            reason=body.pop("reason"),
            content=body,
            author=who(request),
            at=now(),
        )
        return Response(shapes.RevisionShape(revision).data, status=201)

    @extend_schema(parameters=[shapes.ComparedIn], responses=shapes.ComparisonShape, filters=False)
    @action(
        detail=True,
        methods=["get"],
        permission_classes=[Curator],
        pagination_class=None,
        filterset_class=None,
    )
    def compare(self, request: Request, slug: str) -> Response:
        asked = shapes.ComparedIn(data=request.query_params)
        asked.is_valid(raise_exception=True)
        biome = any_biome(slug)
        before, after = (
            get_object_or_404(biome.revisions.all(), number=asked.validated_data[side])
            for side in ("before", "after")
        )
        found = comparing.compared(before.snapshot, after.snapshot)
        return Response(shapes.ComparisonShape(found).data)

    @extend_schema(request=shapes.RevisionNumberIn, responses=shapes.BiomeShape)
    @action(detail=True, methods=["post"], permission_classes=[Curator])
    def publish(self, request: Request, slug: str) -> Response:
        body = checked(shapes.RevisionNumberIn, request)
        biome = do(
            actions.publish_biome,
            biome_id=any_biome(slug).pk,
            number=body["number"],
            actor=who(request),
            at=now(),
        )
        return Response(self.get_serializer(biome).data)

    @extend_schema(request=shapes.RevisionRevertIn, responses={201: shapes.RevisionShape})
    @action(detail=True, methods=["post"], permission_classes=[Curator])
    def revert(self, request: Request, slug: str) -> Response:
        body = checked(shapes.RevisionRevertIn, request)
        revision = do(
            actions.revert_biome, biome_id=any_biome(slug).pk, author=who(request), at=now(), **body
        )
        return Response(shapes.RevisionShape(revision).data, status=201)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"], permission_classes=[Curator])
    def withdraw(self, request: Request, slug: str) -> Response:
        do(actions.withdraw_biome, biome_id=any_biome(slug).pk, actor=who(request), at=now())
        return Response(status=204)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"], permission_classes=[Curator])
    def restore(self, request: Request, slug: str) -> Response:
        do(actions.restore_biome, biome_id=any_biome(slug).pk, actor=who(request), at=now())
        return Response(status=204)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"], permission_classes=[Curator])
    def discard(self, request: Request, slug: str) -> Response:
        do(actions.discard_biome, biome_id=any_biome(slug).pk, actor=who(request), at=now())
        return Response(status=204)


class IndicatorViewSet(viewsets.ReadOnlyModelViewSet[Indicator]):
    """What is measured, in which unit, and how long a value speaks for the present."""

    serializer_class = shapes.IndicatorShape
    pagination_class = ByKey
    lookup_field = "code"
    lookup_value_regex = SLUG

    def get_queryset(self) -> QuerySet[Indicator]:
        return queries.indicators()


class ThresholdFilter(filters.FilterSet):  # type: ignore[misc]
    indicator = filters.CharFilter(field_name="indicator__code")
    biome = filters.CharFilter(field_name="biome__slug")
    in_force = filters.BooleanFilter(method="held_now", label="in force now")

    class Meta:
        model = Threshold
        fields = ["indicator", "biome", "level", "typology_code"]

    def held_now(self, found: Any, _name: str, wanted: bool) -> Any:
        held = found.model.objects.in_force(now()).values("pk")
        return found.filter(pk__in=held) if wanted else found.exclude(pk__in=held)


class ThresholdViewSet(viewsets.ReadOnlyModelViewSet[Threshold]):
    """Limits with their sources and dates, past ones too; curators set and correct them."""

    serializer_class = shapes.ThresholdShape
    pagination_class = ByKey
    filterset_class = ThresholdFilter

    def get_queryset(self) -> QuerySet[Threshold]:
        return queries.thresholds()

    @extend_schema(request=shapes.ThresholdIn, responses={201: shapes.ThresholdShape}, filters=False)
    @action(detail=False, methods=["post"], permission_classes=[Curator], url_path="set")
    def set_one(self, request: Request) -> Response:
        body = checked(shapes.ThresholdIn, request)
        body |= {"level": State(body["level"]), "direction": Direction(body["direction"])}
        made = do(actions.set_threshold, author=who(request), at=now(), **body)
        return Response(self.get_serializer(made).data, status=201)

    @extend_schema(request=shapes.CorrectionIn, responses={201: shapes.ThresholdShape})
    @action(detail=True, methods=["post"], permission_classes=[Curator])
    def correct(self, request: Request, pk: str) -> Response:
        body = checked(shapes.CorrectionIn, request)
        made = do(
            actions.correct_threshold,
            threshold_id=self.get_object().pk,
            author=who(request),
            at=now(),
            **body,
        )
        return Response(self.get_serializer(made).data, status=201)


class ReadingFilter(filters.FilterSet):  # type: ignore[misc]
    biome = filters.CharFilter(field_name="station__biome__slug")
    station = filters.CharFilter(field_name="station__code")
    indicator = filters.CharFilter(field_name="indicator__code")
    since = filters.IsoDateTimeFilter(field_name="phenomenon_at", lookup_expr="gte")
    until = filters.IsoDateTimeFilter(field_name="phenomenon_at", lookup_expr="lt")

    class Meta:
        model = Reading
        fields = ["biome", "station", "indicator", "quality", "historical"]


class ReadingViewSet(OrGone, AllReadings, viewsets.ReadOnlyModelViewSet[Reading]):
    """The newest version of every reading of a published living system; curators judge doubtful ones."""

    serializer_class = shapes.ReadingShape
    pagination_class = ByNumber
    lookup_field = "id"
    lookup_url_kwarg = "pk"
    filterset_class = ReadingFilter

    def get_queryset(self) -> QuerySet[Reading]:
        return queries.public_readings()

    @extend_schema(request=shapes.JudgementIn, responses=shapes.ReadingShape)
    @action(detail=True, methods=["post"], permission_classes=[Curator])
    def judge(self, request: Request, pk: str) -> Response:
        body = checked(shapes.JudgementIn, request)
        reading = get_object_or_404(desk.current_readings(), id=pk)
        judged = do(
            actions.judge_reading,
            reading_id=reading.number,
            quality=Quality(body["quality"]),
            actor=who(request),
            at=now(),
        )
        return Response(self.get_serializer(judged).data)


class SealViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Seal]):
    """The daily roots of all readings, as the public log knows them."""

    serializer_class = shapes.SealShape

    def get_queryset(self) -> QuerySet[Seal]:
        return queries.seals()


class StationFilter(filters.FilterSet):  # type: ignore[misc]
    biome = filters.CharFilter(field_name="biome__slug")

    class Meta:
        model = Station
        fields = ["biome"]


class StationViewSet(OpensAndCloses, viewsets.ReadOnlyModelViewSet[Station]):
    """Stations; each sends its readings with its own key."""

    serializer_class = shapes.StationShape
    pagination_class = ByKey
    lookup_field = "code"
    lookup_value_regex = "[A-Za-z0-9._-]+"
    filterset_class = StationFilter

    def get_queryset(self) -> QuerySet[Station]:
        return queries.public_stations()

    @extend_schema(
        request=shapes.BatchIn,
        responses=shapes.BatchReceiptOut,
        parameters=[
            OpenApiParameter(
                "verdicts",
                str,
                enum=["all"],
                description="In a batch of more than 1,000 rows, every row's verdict",
            )
        ],
    )
    @action(
        detail=True,
        methods=["post"],
        authentication_classes=[StationAuthentication],
        permission_classes=[KeyOfThisStation],
        parser_classes=[Exact, Rows],
    )
    def readings(self, request: Request, code: str) -> Response:
        if not request.data:
            raise ParseError(words.EMPTY_BATCH)
        key = cast(StationKey, request.auth)
        receipt = do(
            actions.record_readings,
            station=key.station,
            rows=request.data,
            at=now(),
            sender=f"key {key.hint}",
        )
        said = receipt_body(receipt, everything=request.query_params.get("verdicts") == "all")
        if ignored := getattr(request.data, "ignored", None):
            said["ignored"] = sorted(ignored)
        return Response(said)

    @extend_schema(request=None, responses={201: shapes.StationKeyOut})
    @action(
        detail=True, methods=["post"], permission_classes=[Curator], authentication_classes=[SessionSignIn]
    )
    def keys(self, request: Request, code: str) -> Response:
        station = get_object_or_404(desk.all_stations(), code=code)
        key, secret = do(actions.issue_key, station_id=station.pk, actor=who(request), at=now())
        return Response({"hint": key.hint, "secret": secret}, status=201)

    @extend_schema(request=None, responses={201: StationKeyRotated})
    @action(
        detail=True,
        methods=["post"],
        url_path="keys/rotate",
        authentication_classes=[StationAuthentication],
        permission_classes=[KeyOfThisStation],
    )
    def rotate(self, request: Request, code: str) -> Response:
        """A station replaces its own key; the old one works on for a week. Curators replace keys by their hint."""
        old = cast(StationKey, request.auth)
        key, secret = do(actions.rotate_key, key_id=old.pk, actor=f"key {old.hint}", at=now())
        return Response(rotated(key, secret), status=201)

    @extend_schema(request=shapes.StationKeyIn, responses={201: StationKeyRotated})
    @action(
        detail=True,
        methods=["post"],
        url_path="keys/replace",
        permission_classes=[Curator],
        authentication_classes=[SessionSignIn],
    )
    def replace(self, request: Request, code: str) -> Response:
        body = checked(shapes.StationKeyIn, request)
        station = get_object_or_404(desk.all_stations(), code=code)
        old = get_object_or_404(station.keys, hint=body["hint"])
        key, secret = do(actions.rotate_key, key_id=old.pk, actor=who(request), at=now())
        return Response(rotated(key, secret), status=201)

    @extend_schema(request=shapes.StationKeyIn, responses={204: None})
    @action(
        detail=True, methods=["post"], permission_classes=[Curator], authentication_classes=[SessionSignIn]
    )
    def revoke(self, request: Request, code: str) -> Response:
        body = checked(shapes.StationKeyIn, request)
        station = get_object_or_404(desk.all_stations(), code=code)
        key = get_object_or_404(station.keys, hint=body["hint"])
        do(actions.revoke_key, key_id=key.pk, actor=who(request), at=now())
        return Response(status=204)

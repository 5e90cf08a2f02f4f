"""Alerts, crises, runs and frames for other programs; a run is started and cancelled as on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import Conflict, HasRole, now
from accounts.rules.roles import Role
from crises import actions, queries
from crises.models import Alert, AlertEntry, Crisis, Frame, Run
from crises.plan_api import DeploymentViewSet, PlanViewSet
from crises.rules import run_life
from crises.rules.alert_life import CancelReason
from crises.run_page import LAYERS

if TYPE_CHECKING:
    from accounts.models import User

ENGINEER = HasRole.of(Role.ENGINEER)
OFFICER = HasRole.of(Role.ALERT_OFFICER)


class AlertEntrySerializer(serializers.ModelSerializer[AlertEntry]):
    class Meta:
        model = AlertEntry
        fields = ("number", "move", "at", "severity", "urgency", "certainty", "station", "value", "unit",
                  "level", "limit", "direction", "threshold", "reading", "leaf", "phenomenon_at", "reason")  # fmt: skip


class AlertSerializer(serializers.ModelSerializer[Alert]):
    biome = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    crisis = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    run = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    history = serializers.SerializerMethodField()
    cap = serializers.SerializerMethodField()

    class Meta:
        model = Alert
        fields = ("code", "biome", "crisis", "run", "indicator", "source", "state", "severity", "urgency",
                  "certainty", "toxin_known", "article", "article_sha256", "raised_at", "renewed_at",
                  "eased_at", "released_at", "ended_at", "cap", "history")  # fmt: skip

    @extend_schema_field(AlertEntrySerializer(many=True))
    def get_history(self, alert: Alert) -> Any:
        return AlertEntrySerializer(queries.entries_since_release(alert), many=True).data

    def get_cap(self, alert: Alert) -> str:
        return reverse("crises-cap", args=[alert.code]) if alert.is_public else ""


class CancelIn(serializers.Serializer[Any]):
    reason = serializers.ChoiceField(choices=[reason.value for reason in CancelReason])


class AlertViewSet(viewsets.ReadOnlyModelViewSet[Alert]):
    """Alerts the caller may see: everybody the released ones and exercises, officers drafts too."""

    serializer_class = AlertSerializer
    queryset = Alert.objects.none()
    lookup_field = "code"
    lookup_value_regex = "[A-Za-z0-9-]+"
    filterset_fields = ("state", "severity", "indicator")

    def get_queryset(self) -> QuerySet[Alert]:
        return queries.alerts_seen_by(self.request.user, now())

    @extend_schema(request=None, responses=AlertSerializer)
    @action(detail=True, methods=["post"], permission_classes=[OFFICER])
    def release(self, request: Request, code: str) -> Response:
        """The first officer's agreement, or the second one's, which makes it Actual."""
        alert = self.get_object()
        try:
            actions.release_alert(code=alert.code, officer=cast("User", request.user), at=now())
        except actions.CannotRelease as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=CancelIn, responses=AlertSerializer)
    @action(detail=True, methods=["post"], permission_classes=[OFFICER])
    def cancel(self, request: Request, code: str) -> Response:
        """Drop a draft or an exercise; of a released alert, the first officer's wish or the second one's."""
        alert, asked = self.get_object(), CancelIn(data=request.data)
        asked.is_valid(raise_exception=True)
        reason = CancelReason(asked.validated_data["reason"])
        try:
            actions.cancel_alert(code=alert.code, officer=cast("User", request.user), reason=reason, at=now())
        except actions.CannotCancel as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(self.get_serializer(self.get_object()).data)


class CrisisSerializer(serializers.ModelSerializer[Crisis]):
    biome = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)

    class Meta:
        model = Crisis
        fields = ("slug", "title", "summary", "biome", "opened_at", "closed_at")


class CrisisViewSet(viewsets.ReadOnlyModelViewSet[Crisis]):
    """Crises, open and closed."""

    serializer_class = CrisisSerializer
    queryset = Crisis.objects.none()
    lookup_field = "slug"

    def get_queryset(self) -> QuerySet[Crisis]:
        return queries.public_crises()


class FrameSerializer(serializers.ModelSerializer[Frame]):
    png = serializers.SerializerMethodField()

    class Meta:
        model = Frame
        fields = ("arm", "layer", "day", "png", "sha256", "scale", "shapes")

    def get_png(self, frame: Frame) -> str:
        number = self.context["number"]
        return reverse("crises-frame", args=[number, frame.arm, frame.layer, frame.day])


class RunSerializer(serializers.ModelSerializer[Run]):
    biome = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    crisis = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    plan = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    alert = serializers.SerializerMethodField()
    scenario = serializers.CharField(source="scenario.sha256", read_only=True)
    progress = serializers.SerializerMethodField()
    finding = serializers.SerializerMethodField()
    members = serializers.IntegerField(source="members_count", read_only=True)

    class Meta:
        model = Run
        fields = ("number", "biome", "crisis", "alert", "plan", "scenario", "plan_sha256", "members", "days",
                  "seed", "begins_on", "state", "queued_at", "started_at", "ended_at", "failure", "progress",
                  "finding")  # fmt: skip

    def get_alert(self, run: Run) -> str | None:
        return run.alert.code if run.alert and run.alert.is_public else None

    @extend_schema_field(serializers.DictField())
    def get_progress(self, run: Run) -> dict[str, Any]:
        found = queries.progress_of(run, now())
        left = round(found.left.total_seconds()) if found.left is not None else None
        return {"done": found.done, "total": found.total, "seconds_left": left}

    @extend_schema_field(serializers.DictField(allow_null=True))
    def get_finding(self, run: Run) -> Any:
        return run.statistics.document["finding"] if run.is_finished else None


class RunIn(serializers.Serializer[Any]):
    """A run as it is asked for. The same key asks for the same run again."""

    biome = serializers.SlugField()
    plan = serializers.SlugField(required=False, allow_blank=True, default="")
    members = serializers.IntegerField(
        min_value=run_life.MEMBERS[0], max_value=run_life.MEMBERS[1], default=8
    )
    days = serializers.IntegerField(min_value=run_life.DAYS[0], max_value=run_life.DAYS[1], default=10)
    cells = serializers.ChoiceField(choices=run_life.GRIDS, default=128)
    key = serializers.UUIDField()


class RunViewSet(mixins.CreateModelMixin, viewsets.ReadOnlyModelViewSet[Run]):
    """Runs of the model: always exercises. An engineer starts one, and may cancel it between two days."""

    serializer_class = RunSerializer
    queryset = Run.objects.none()
    lookup_field = "number"
    lookup_value_regex = "[0-9]{1,9}"
    filterset_fields = ("state",)

    def get_queryset(self) -> QuerySet[Run]:
        return queries.public_runs().select_related("statistics")

    def get_permissions(self) -> list[Any]:
        doors = {"create": ENGINEER, "cancel": ENGINEER, "exercise": OFFICER}
        return [doors.get(self.action, AllowAny)()]

    @extend_schema(request=RunIn, responses={201: RunSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        asked = RunIn(data=request.data)
        asked.is_valid(raise_exception=True)
        given = dict(asked.validated_data)
        template = queries.template_for(given.pop("biome"))
        if template is None:
            raise ValidationError({"biome": ["This living system has no model of its water."]})
        plan = queries.plans_for(template.biome.slug).filter(slug=given["plan"]).first()
        if given.pop("plan") and plan is None:
            raise ValidationError({"plan": ["There is no such plan for this living system."]})
        try:
            run = actions.queue_run(
                biome=template.biome, plan=plan, by=cast("User", request.user), at=now(), **given
            )
        except actions.CannotStart as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(self.get_serializer(run).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=RunSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, number: str) -> Response:
        """Stop it between two simulated days."""
        run = self.get_object()
        try:
            actions.cancel_run(number=run.number, by=cast("User", request.user), at=now())
        except actions.CannotCancelRun as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=None, responses=AlertSerializer)
    @action(detail=True, methods=["post"])
    def exercise(self, request: Request, number: str) -> Response:
        """An exercise alert of a finished run; asked again, the same one."""
        run = self.get_object()
        try:
            made = actions.raise_exercise(run_number=run.number, officer=cast("User", request.user), at=now())
        except actions.CannotExercise as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(AlertSerializer(made).data)

    @extend_schema(
        responses=FrameSerializer(many=True),
        parameters=[OpenApiParameter("layer", str, enum=LAYERS)],
    )
    @action(detail=True, methods=["get"], pagination_class=None, filterset_fields=())
    def frames(self, request: Request, number: str) -> Response:
        """Every picture of a finished run: its PNG, its scale, its bands as shapes."""
        run = self.get_object()
        found = queries.run_frames(run)
        if layer := request.query_params.get("layer"):
            if layer not in LAYERS:
                raise ValidationError({"layer": [f"One of: {', '.join(LAYERS)}."]})
            found = found.filter(layer=layer)
        return Response(FrameSerializer(found, many=True, context={"number": run.number}).data)

    @extend_schema(responses=OpenApiTypes.OBJECT)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_fields=())
    def statistics(self, request: Request, number: str) -> Response:
        """What a finished run found, whole: the document the public log names by hash."""
        run = self.get_object()
        if not run.is_finished:
            raise NotFound
        return Response(run.statistics.document)


ROUTES = [
    ("alerts", AlertViewSet, "alert"),
    ("crises", CrisisViewSet, "crisis"),
    ("runs", RunViewSet, "run"),
    ("plans", PlanViewSet, "plan"),
    ("deployments", DeploymentViewSet, "deployment"),
]

"""Plans and what is deployed for other programs; a plan is composed as on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import HasRole, now
from accounts.rules.roles import Role
from crises import actions, queries, words
from crises.models import Deployment, Measure, Plan
from crises.rules import plan as rules

if TYPE_CHECKING:
    from accounts.models import User

ENGINEER = HasRole.of(Role.ENGINEER)
KINDS = ("deflecting", "filtering")


class MeasureSerializer(serializers.ModelSerializer[Measure]):
    class Meta:
        model = Measure
        fields = ("kind", "settings", "cost", "lead_hours", "supplier", "funder")


class PlanSerializer(serializers.ModelSerializer[Plan]):
    biome = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    measures = MeasureSerializer(many=True, read_only=True)

    class Meta:
        model = Plan
        fields = ("slug", "title", "biome", "standing", "made_at", "measures")


class LineField(serializers.ListField):
    """Two places or more: [[longitude, latitude], ...]."""

    child = serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_length=2, max_length=20, **kwargs)


class DronesIn(serializers.Serializer[Any]):
    count = serializers.IntegerField(min_value=rules.DRONES[0], max_value=rules.DRONES[1])
    capacity_m3_h = serializers.FloatField(
        min_value=rules.CAPACITY_M3_H[0], max_value=rules.CAPACITY_M3_H[1], default=50.0
    )
    line = LineField()


class BarrierIn(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=KINDS)
    line = LineField()


class CutIn(serializers.Serializer[Any]):
    source = serializers.CharField(max_length=100)  # type: ignore[assignment]
    percent = serializers.IntegerField(min_value=rules.CUT_PERCENT[0], max_value=rules.CUT_PERCENT[1])


class PlanIn(serializers.Serializer[Any]):
    """A plan: drones on a line, a barrier, a cut of one source. Each may be left out, not all of them."""

    biome = serializers.SlugField()
    title = serializers.CharField(max_length=60)
    drones = DronesIn(required=False, allow_null=True)
    barrier = BarrierIn(required=False, allow_null=True)
    cut = CutIn(required=False, allow_null=True)

    def response(self) -> rules.Response:
        given = self.validated_data
        drones, barrier, cut = given.get("drones"), given.get("barrier"), given.get("cut")
        return rules.Response(
            drones=rules.Drones(drones["count"], drones["capacity_m3_h"], _line(drones)) if drones else None,
            barrier=rules.Barrier(_line(barrier), barrier["kind"]) if barrier else None,
            cut=rules.Cut(cut["source"], cut["percent"]) if cut else None,
        )


def _line(part: dict[str, Any]) -> tuple[rules.Place, ...]:
    return tuple((lon, lat) for lon, lat in part["line"])


class PlanViewSet(mixins.CreateModelMixin, viewsets.ReadOnlyModelViewSet[Plan]):
    """Plans that stand ready or may be run. An engineer composes one."""

    serializer_class = PlanSerializer
    queryset = Plan.objects.none()
    lookup_field = "slug"
    filterset_fields = ("biome__slug", "standing")

    def get_queryset(self) -> QuerySet[Plan]:
        return queries.public_plans()

    def get_permissions(self) -> list[Any]:
        return [ENGINEER()] if self.action == "create" else [AllowAny()]

    @extend_schema(request=PlanIn, responses={201: PlanSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        body = PlanIn(data=request.data)
        body.is_valid(raise_exception=True)
        given = body.validated_data
        template = queries.template_for(given["biome"])
        if template is None:
            raise ValidationError({"biome": ["This living system has no model of its water."]})
        if given.get("cut") and given["cut"]["source"] not in queries.sources_of(template):
            raise ValidationError({"cut": {"source": ["This living system has no such source."]}})
        try:
            made = actions.compose_plan(
                biome=template.biome, title=given["title"], response=body.response(),
                by=cast("User", request.user), at=now(),
            )  # fmt: skip
        except actions.BadPlan as bad:
            raise ValidationError(_errors(bad)) from bad
        return Response(PlanSerializer(made).data, status=status.HTTP_201_CREATED)


def _errors(bad: actions.BadPlan) -> dict[str, Any]:
    """Each refusal of the rules beside the field it is about."""
    found: dict[str, Any] = {}
    for kind, name, fault in bad.faults:
        said = str(words.MEASURE_FAULT[fault])
        if kind is None:
            found["non_field_errors"] = [said]
        else:
            found.setdefault(kind.value, {})[name] = [said]
    return found


class DeploymentSerializer(serializers.ModelSerializer[Deployment]):
    biome = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    plan = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)

    class Meta:
        model = Deployment
        fields = ("slug", "title", "biome", "plan", "kind", "station", "since", "until")


class DeploymentViewSet(viewsets.ReadOnlyModelViewSet[Deployment]):
    """Measures at work in the water, and those taken home."""

    serializer_class = DeploymentSerializer
    queryset = Deployment.objects.none()
    lookup_field = "slug"
    filterset_fields = ("biome__slug", "kind")

    def get_queryset(self) -> QuerySet[Deployment]:
        return queries.public_deployments()

"""Around a living system, for programs: zones, links, guardianships, and who must answer.

Everybody reads; curators write, and a change of a guardian's hand needs two of them.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import actions as accounts
from accounts.doors import now
from biomes import actions, queries
from biomes.api import around
from biomes.api.acts import SLUG, ByKey, Curator, checked, do, who
from biomes.models import Guardianship, Jurisdiction, Link, Zone
from biomes.queries import desk
from biomes.rules.words import GuardianshipEnd, LinkKind, ZoneKind


class ZoneViewSet(viewsets.ReadOnlyModelViewSet[Zone]):
    """Zones: where people live beside the living systems. Curators draw and redraw them."""

    serializer_class = around.ZoneShape
    pagination_class = ByKey
    lookup_field = "slug"
    lookup_value_regex = SLUG
    filterset_fields = ["kind"]

    def get_queryset(self) -> QuerySet[Zone]:
        return queries.zones()

    @extend_schema(request=around.ZoneIn, responses={201: around.ZoneShape}, filters=False)
    @action(detail=False, methods=["post"], permission_classes=[Curator])
    def draw(self, request: Request) -> Response:
        body = checked(around.ZoneIn, request)
        made = do(actions.draw_zone, actor=who(request), at=now(), **_zone(body))
        return Response(self.get_serializer(made).data, status=201)

    @extend_schema(request=around.ZoneEditIn, responses=around.ZoneShape)
    @action(detail=True, methods=["post"], permission_classes=[Curator])
    def redraw(self, request: Request, slug: str) -> Response:
        body = checked(around.ZoneEditIn, request)
        zone_id = self.get_object().pk
        made = do(actions.redraw_zone, zone_id=zone_id, actor=who(request), at=now(), **_zone(body))
        return Response(self.get_serializer(made).data)


def _zone(body: dict[str, Any]) -> dict[str, Any]:
    return body | {"kind": ZoneKind(body["kind"])}


class LinkFilter(filters.FilterSet):  # type: ignore[misc]
    source = filters.CharFilter(field_name="source__slug")
    target = filters.CharFilter(field_name="target__slug")

    class Meta:
        model = Link
        fields = ["source", "target", "kind"]


class LinkViewSet(viewsets.ReadOnlyModelViewSet[Link]):
    """The lattice: links between living systems, with their evidence. Curators add and end them."""

    serializer_class = around.LinkShape
    pagination_class = ByKey
    filterset_class = LinkFilter

    def get_queryset(self) -> QuerySet[Link]:
        return queries.public_links()

    @extend_schema(request=around.LinkIn, responses={201: around.LinkShape}, filters=False)
    @action(detail=False, methods=["post"], permission_classes=[Curator])
    def add(self, request: Request) -> Response:
        body = checked(around.LinkIn, request)
        body |= {"kind": LinkKind(body["kind"])}
        made = do(actions.add_link, actor=who(request), at=now(), **body)
        return Response(self.get_serializer(made).data, status=201)

    @extend_schema(request=around.LinkEndIn, responses={204: None})
    @action(detail=True, methods=["post"], permission_classes=[Curator])
    def end(self, request: Request, pk: str) -> Response:
        body = checked(around.LinkEndIn, request)
        link = get_object_or_404(desk.all_links(), pk=pk)
        do(actions.end_link, link_id=link.pk, actor=who(request), at=now(), **body)
        return Response(status=204)


class GuardianshipFilter(filters.FilterSet):  # type: ignore[misc]
    biome = filters.CharFilter(field_name="biome__slug")

    class Meta:
        model = Guardianship
        fields = ["biome", "hand"]


class GuardianshipViewSet(viewsets.ReadOnlyModelViewSet[Guardianship]):
    """Who guarded and guards which living system. One curator asks for a change, another one agrees."""

    serializer_class = around.GuardianshipShape
    pagination_class = ByKey
    filterset_class = GuardianshipFilter

    def get_queryset(self) -> QuerySet[Guardianship]:
        return queries.public_guardianships()

    @extend_schema(methods=["get"], responses=around.GuardianshipRequestShape(many=True), filters=False)
    @extend_schema(
        methods=["post"],
        request=around.GuardianshipIn,
        responses={201: around.GuardianshipRequestShape},
        filters=False,
    )
    @action(
        detail=False,
        methods=["get", "post"],
        permission_classes=[Curator],
        pagination_class=None,
        filterset_class=None,
    )
    def requests(self, request: Request) -> Response:
        if request.method == "GET":
            waiting = desk.waiting_requests(now())
            return Response(around.GuardianshipRequestShape(waiting, many=True).data)
        body = checked(around.GuardianshipIn, request)
        return _asked(do(actions.ask_guardianship, by=request.user, at=now(), **body))

    @extend_schema(request=around.GuardianshipEndIn, responses={201: around.GuardianshipRequestShape})
    @action(detail=True, methods=["post"], permission_classes=[Curator])
    def end(self, request: Request, pk: str) -> Response:
        body, held = checked(around.GuardianshipEndIn, request), self.get_object()
        reason = GuardianshipEnd(body["reason"])
        return _asked(
            do(actions.ask_to_end, guardianship_id=held.pk, reason=reason, by=request.user, at=now())
        )

    @extend_schema(request=around.RequestNumberIn, responses=around.GuardianshipShape, filters=False)
    @action(detail=False, methods=["post"], permission_classes=[Curator])
    def agree(self, request: Request) -> Response:
        number = _waiting(checked(around.RequestNumberIn, request)["request"])
        held = do(actions.agree_to_guardianship, approval_id=number, by=request.user, at=now())
        return Response(self.get_serializer(held).data)

    @extend_schema(request=around.RequestNumberIn, responses={204: None}, filters=False)
    @action(detail=False, methods=["post"], permission_classes=[Curator])
    def withdraw(self, request: Request) -> Response:
        number = _waiting(checked(around.RequestNumberIn, request)["request"])
        do(accounts.withdraw_approval, approval_id=number, by=request.user, at=now())
        return Response(status=204)


def _asked(approval: Any) -> Response:
    found = desk.waiting_request(approval.pk, now())
    return Response(around.GuardianshipRequestShape(found).data, status=201)


def _waiting(number: int) -> int:
    if desk.waiting_request(number, now()) is None:
        raise NotFound
    return number


class JurisdictionFilter(filters.FilterSet):  # type: ignore[misc]
    biome = filters.CharFilter(field_name="biome__slug")
    zone = filters.CharFilter(field_name="zone__slug")
    organisation = filters.CharFilter(field_name="organisation__slug")

    class Meta:
        model = Jurisdiction
        fields = ["biome", "zone", "organisation"]


class JurisdictionViewSet(viewsets.ReadOnlyModelViewSet[Jurisdiction]):
    """Which organisation must answer for a living system or a zone, then and now. Curators name it."""

    serializer_class = around.JurisdictionShape
    pagination_class = ByKey
    filterset_class = JurisdictionFilter

    def get_queryset(self) -> QuerySet[Jurisdiction]:
        return queries.public_jurisdictions()

    @extend_schema(request=around.JurisdictionIn, responses={201: around.JurisdictionShape}, filters=False)
    @action(detail=False, methods=["post"], permission_classes=[Curator])
    def appoint(self, request: Request) -> Response:
        body = checked(around.JurisdictionIn, request)
        made = do(actions.name_competent, actor=who(request), at=now(), **body)
        return Response(self.get_serializer(made).data, status=201)

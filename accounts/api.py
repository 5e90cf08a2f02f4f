"""People and organisations for programs: me, roles, appointments, organisations."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import actions, queries
from accounts.actions.roles import ROLE_GRANTED
from accounts.api_keeping import Keepers
from accounts.doors import Allowed, Conflict, HasRole, Recently, SignedIn, now, person_of
from accounts.models import Organisation, User
from accounts.models.role import LABELS
from accounts.predicates import may_restore, restorer_offices
from accounts.rules import names
from accounts.rules.roles import Role, needs_second_factor

Admin = HasRole.of(Role.ADMIN)
REFUSALS = (
    actions.CannotAppoint,
    actions.CannotApprove,
    actions.CannotRestore,
    actions.CannotSuspend,
)
CHOICES = [role.value for role in Role]


def refused_as_conflict(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except REFUSALS as why:
        raise Conflict(str(why)) from why


class MeSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(read_only=True)
    email = serializers.EmailField(read_only=True)
    name = serializers.CharField(max_length=names.LONGEST, allow_blank=True, trim_whitespace=False)
    language = serializers.ChoiceField(choices=[code for code, _ in settings.LANGUAGES])
    roles = serializers.SerializerMethodField()
    has_second_factor = serializers.SerializerMethodField()

    def get_roles(self, user: Any) -> list[str]:
        return sorted(queries.roles_of(user, now()))

    def get_has_second_factor(self, user: Any) -> bool:
        return queries.has_second_factor(user)

    def validate_name(self, name: str) -> str:
        name = names.clean(name)
        if fault := names.fault(name):
            raise serializers.ValidationError(actions.bad_name(fault))
        return name


class Me(APIView):
    """The person signed in: read, change name and language, leave for good."""

    permission_classes = [SignedIn]

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        return Response(MeSerializer(person_of(request)).data)

    @extend_schema(request=MeSerializer, responses=MeSerializer)
    def patch(self, request: Request) -> Response:
        body = MeSerializer(person_of(request), data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        me = person_of(request)
        wanted = {"name": me.name, "language": me.language, **body.validated_data}
        actions.change_details(user=me, name=wanted["name"], language=wanted["language"])
        me.refresh_from_db()
        return Response(MeSerializer(me).data)


class MyData(APIView):
    """Everything held about me; DELETE erases it and me."""

    permission_classes = [Recently]

    @extend_schema(responses={200: dict})
    def get(self, request: Request) -> Response:
        return Response(queries.export_of(person_of(request), now()))

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        try:
            actions.erase_person(user=person_of(request), at=now())
        except actions.CannotErase as why:
            raise Conflict(str(why)) from why
        return Response(status=204)


class Roles(APIView):
    """The roles of the site, and how many hold each now."""

    @extend_schema(
        responses=inline_serializer(
            "Role",
            {
                "role": serializers.CharField(),
                "label": serializers.CharField(),
                "needs_second_factor": serializers.BooleanField(),
                "holders": serializers.IntegerField(),
            },
            many=True,
        )
    )
    def get(self, request: Request) -> Response:
        held = queries.holder_counts(now())
        rows = [
            {
                "role": role.value,
                "label": str(LABELS[role]),
                "needs_second_factor": needs_second_factor([role]),
                "holders": held.get(role.value, 0),
            }
            for role in Role
        ]
        return Response(rows)


class AppointmentSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="approval.pk", read_only=True)
    person = serializers.CharField(source="person.code")
    role = serializers.ChoiceField(choices=CHOICES)
    until = serializers.DateTimeField(required=False, allow_null=True)
    asked_by = serializers.CharField(source="approval.asked_by.code", read_only=True)
    asked_at = serializers.DateTimeField(source="approval.asked_at", read_only=True)


APPROVAL = OpenApiParameter("approval", int, OpenApiParameter.PATH)


class AppointmentViewSet(viewsets.ViewSet):
    """Proposed appointments: one admin proposes, another one approves."""

    permission_classes = [Admin, Recently]
    lookup_value_converter = "int"
    lookup_url_kwarg = "approval"

    @extend_schema(responses=AppointmentSerializer(many=True))
    def list(self, request: Request) -> Response:
        return Response(AppointmentSerializer(queries.open_appointments(now()), many=True).data)

    @extend_schema(request=AppointmentSerializer, responses={201: AppointmentSerializer})
    def create(self, request: Request) -> Response:
        body = AppointmentSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        wanted = body.validated_data
        person = get_object_or_404(queries.people(), code=wanted["person"]["code"])
        approval = refused_as_conflict(
            lambda: actions.request_appointment(
                user=person,
                role=Role(wanted["role"]),
                by=person_of(request),
                at=now(),
                until=wanted.get("until"),
            )
        )
        made = next(one for one in queries.open_appointments(now(), of=person) if one.approval == approval)
        return Response(AppointmentSerializer(made).data, status=201)

    @extend_schema(parameters=[APPROVAL], request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, approval: int) -> Response:
        found = get_object_or_404(queries.open_approvals(ROLE_GRANTED, now()), pk=approval)
        refused_as_conflict(
            lambda: actions.approve_appointment(approval_id=found.pk, by=person_of(request), at=now())
        )
        return Response(status=204)

    @extend_schema(parameters=[APPROVAL], request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, approval: int) -> Response:
        found = get_object_or_404(queries.open_approvals(ROLE_GRANTED, now()), pk=approval)
        refused_as_conflict(
            lambda: actions.withdraw_approval(approval_id=found.pk, by=person_of(request), at=now())
        )
        return Response(status=204)


class RestorationSerializer(serializers.Serializer[Any]):
    """A lost second factor that waits for officers."""

    key = serializers.UUIDField(source="row.key")
    person = serializers.CharField(source="row.person.code")
    name = serializers.CharField(source="row.person.name")
    email = serializers.EmailField(source="row.person.email")
    asked_at = serializers.DateTimeField(source="row.asked_at")
    stage = serializers.ChoiceField(choices=["asked", "seen", "confirmed"])
    until = serializers.DateTimeField(allow_null=True, help_text="When this stage ends by itself.")


class HandedOver(serializers.Serializer[Any]):
    code = serializers.CharField(
        help_text="For the second officer alone, this once: to be handed over in person. Empty for the first."
    )


KEY = OpenApiParameter("key", OpenApiTypes.UUID, OpenApiParameter.PATH)


class RestorationViewSet(viewsets.ViewSet):
    """Lost second factors: the secretary and a chair, or two admins, saw the person within an hour."""

    permission_classes = [Allowed.by(may_restore)]
    lookup_field = "key"
    lookup_value_regex = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

    @extend_schema(responses=RestorationSerializer(many=True))
    def list(self, request: Request) -> Response:
        return Response(RestorationSerializer(queries.open_restorations(now()), many=True).data)

    @extend_schema(parameters=[KEY], request=None, responses=HandedOver)
    @action(detail=True, methods=["post"], permission_classes=[Allowed.by(may_restore), Recently])
    def confirm(self, request: Request, key: str) -> Response:
        found, me = self._waiting(key), person_of(request)
        code = refused_as_conflict(
            lambda: actions.confirm_seen(key=found.key, by=me, offices=restorer_offices(me), at=now())
        )
        return Response(HandedOver({"code": code}).data)

    @extend_schema(parameters=[KEY], request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def end(self, request: Request, key: str) -> Response:
        found = self._waiting(key)
        refused_as_conflict(
            lambda: actions.withdraw_restoration(key=found.key, by=person_of(request), at=now())
        )
        return Response(status=204)

    def _waiting(self, key: str) -> Any:
        if (found := queries.open_restoration(UUID(key), now())) is None:
            raise Http404
        return found.row


class GrantSerializer(serializers.Serializer[Any]):
    role = serializers.ChoiceField(choices=CHOICES)
    since = serializers.DateTimeField(read_only=True)
    until = serializers.DateTimeField(read_only=True, allow_null=True)


class PersonSerializer(serializers.ModelSerializer[User]):
    roles = GrantSerializer(source="role_grants", many=True, read_only=True)

    class Meta:
        model = User
        fields = ["code", "name", "email", "is_active", "suspended_at", "roles"]
        read_only_fields = fields


class EndRoleSerializer(serializers.Serializer[Any]):
    role = serializers.ChoiceField(choices=CHOICES)


class PersonViewSet(viewsets.ReadOnlyModelViewSet[User]):
    """For admins: people with their appointments, past and to come; what one admin may do alone."""

    serializer_class = PersonSerializer
    permission_classes = [Admin]
    queryset = User.objects.none()  # what the schema reads
    lookup_field = "code"
    lookup_value_regex = "[-a-z0-9]+"
    filter_backends: list[Any] = []

    def get_permissions(self) -> list[Any]:
        weighty = self.action in {"end_role", "suspend", "restore"}
        return [Admin(), Recently()] if weighty else [Admin()]

    def get_queryset(self) -> QuerySet[User]:
        asked = self.request.query_params
        role = asked.get("role", "")
        if role and role not in CHOICES:
            raise serializers.ValidationError({"role": [_("There is no such role.")]})
        return queries.search_people(names.searched(asked.get("q", "")), role, now())

    @extend_schema(parameters=[OpenApiParameter("q", str), OpenApiParameter("role", str, enum=CHOICES)])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(request=EndRoleSerializer, responses={204: None})
    @action(detail=True, methods=["post"], url_path="end-role")
    def end_role(self, request: Request, code: str) -> Response:
        body = EndRoleSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        role = Role(body.validated_data["role"])
        actions.end_role(user=self.get_object(), role=role, at=now(), actor=person_of(request).code)
        return Response(status=204)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def suspend(self, request: Request, code: str) -> Response:
        found = self.get_object()
        refused_as_conflict(lambda: actions.suspend_person(user=found, at=now(), by=person_of(request)))
        return Response(status=204)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, code: str) -> Response:
        actions.restore_person(user=self.get_object(), at=now(), actor=person_of(request).code)
        return Response(status=204)


class OrganisationSerializer(serializers.ModelSerializer[Organisation]):
    parent = serializers.SlugRelatedField(slug_field="slug", read_only=True)  # type: ignore[var-annotated,assignment]
    successor = serializers.SlugRelatedField(slug_field="slug", read_only=True)  # type: ignore[var-annotated]

    class Meta:
        model = Organisation
        fields = ["slug", "name", "kind", "parent", "successor"]


class OrganisationViewSet(viewsets.ReadOnlyModelViewSet[Organisation]):
    """Bodies of people: authorities, councils, guilds."""

    serializer_class = OrganisationSerializer
    lookup_field = "slug"
    filterset_fields = ["kind"]
    queryset = Organisation.objects.select_related("parent", "successor")


ROUTES = [
    ("appointments", AppointmentViewSet, "appointment"),
    ("restorations", RestorationViewSet, "restoration"),
    ("people", PersonViewSet, "person"),
    ("organisations", OrganisationViewSet, "organisation"),
]
URLS = [
    path("me/", Me.as_view(), name="me"),
    path("me/data/", MyData.as_view(), name="me-data"),
    path("roles/", Roles.as_view(), name="roles"),
    path("log/letters/", Keepers.as_view(), name="log-letters"),
]

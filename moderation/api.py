"""The queue for programs: codes for everybody, items for moderators, one's own for authors."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import Conflict, HasRole, SignedIn, now, person_of
from accounts.rules.roles import Role
from moderation import actions, queries
from moderation.models import Code, Decision, Item

Moderator = HasRole.of(Role.MODERATOR)


class CodeSerializer(serializers.ModelSerializer[Code]):
    class Meta:
        model = Code
        fields = ["slug", "label", "public_text", "approves", "hides", "retired"]


class DecisionSerializer(serializers.ModelSerializer[Decision]):
    code = serializers.SlugRelatedField(slug_field="slug", read_only=True)  # type: ignore[var-annotated]

    class Meta:
        model = Decision
        fields = ["approve", "code", "text", "on_appeal", "decided_at"]


class ItemSerializer(serializers.ModelSerializer[Item]):
    decisions = DecisionSerializer(many=True, read_only=True)

    class Meta:
        model = Item
        fields = [
            "uuid", "subject", "kind", "language", "state", "submitted_at", "decided_at", "snapshot", "decisions"
        ]  # fmt: skip


class DecisionIn(serializers.Serializer[Any]):
    code = serializers.SlugField()

    def validate_code(self, slug: str) -> Code:
        if code := queries.codes().filter(slug=slug).first():
            return code
        raise serializers.ValidationError(_("Choose one of the published codes."))

    text = serializers.CharField(max_length=1000, allow_blank=True, default="")


class AppealIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=1000)


class HoldIn(serializers.Serializer[Any]):
    take_over = serializers.BooleanField(default=False)


class CodeViewSet(viewsets.ReadOnlyModelViewSet[Code]):
    """The published codes."""

    serializer_class = CodeSerializer
    lookup_field = "slug"
    queryset = Code.objects.all()


class ItemViewSet(mixins.RetrieveModelMixin, mixins.ListModelMixin, viewsets.GenericViewSet[Item]):
    """What waits, for moderators; `mine` and `appeal` for authors."""

    serializer_class = ItemSerializer
    permission_classes = [Moderator]
    lookup_field = "uuid"
    lookup_value_converter = "uuid"
    filterset_fields = ["kind", "language"]

    def get_queryset(self) -> QuerySet[Item]:
        if getattr(self, "swagger_fake_view", False):
            return Item.objects.none()
        found = queries.queue() if self.action == "list" else Item.objects.all()
        return found.prefetch_related("decisions__code")

    @extend_schema(request=HoldIn, responses=ItemSerializer)
    @action(detail=True, methods=["post"])
    def take(self, request: Request, uuid: str) -> Response:
        body = HoldIn(data=request.data)
        body.is_valid(raise_exception=True)
        item = self.get_object()
        try:
            actions.lock(item_id=item.pk, moderator=person_of(request), at=now(), **body.validated_data)
        except actions.CannotDecide as why:
            raise Conflict(str(why)) from why
        return Response(ItemSerializer(item).data)

    @extend_schema(request=DecisionIn, responses={201: DecisionSerializer})
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, uuid: str) -> Response:
        body = DecisionIn(data=request.data)
        body.is_valid(raise_exception=True)
        code = body.validated_data["code"]
        try:
            decision = actions.decide(
                item_id=self.get_object().pk, moderator=person_of(request), approve=code.approves,
                code=code.slug, text=body.validated_data["text"], at=now(),
            )  # fmt: skip
        except actions.CannotDecide as why:
            raise Conflict(str(why)) from why
        return Response(DecisionSerializer(decision).data, status=201)

    @extend_schema(responses=ItemSerializer(many=True))
    @action(detail=False, permission_classes=[SignedIn], filterset_fields=[])
    def mine(self, request: Request) -> Response:
        page = self.paginate_queryset(queries.items_of(person_of(request)))
        return self.get_paginated_response(ItemSerializer(page, many=True).data)

    @extend_schema(request=AppealIn, responses={201: ItemSerializer})
    @action(detail=True, methods=["post"], permission_classes=[SignedIn])
    def appeal(self, request: Request, uuid: str) -> Response:
        item = self.get_object()
        if item.author != person_of(request).code:
            raise NotFound  # to everybody else it does not exist
        body = AppealIn(data=request.data)
        body.is_valid(raise_exception=True)
        try:
            actions.appeal(item_id=item.pk, by=item.author, at=now(), **body.validated_data)
        except actions.CannotAppeal as why:
            raise Conflict(str(why)) from why
        item.refresh_from_db()
        return Response(ItemSerializer(item).data, status=201)


ROUTES = [
    ("moderation/codes", CodeViewSet, "moderation-code"),
    ("moderation/items", ItemViewSet, "moderation-item"),
]

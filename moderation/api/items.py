"""The queue for programs: items for moderators, one's own for authors."""

from collections.abc import Callable
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
from moderation.models import Code, Decision, Item, Opinion
from moderation.rules import similarity

Moderator = HasRole.of(Role.MODERATOR)


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


class QuestionIn(serializers.Serializer[Any]):
    question = serializers.CharField(max_length=1000)


class OpinionIn(serializers.Serializer[Any]):
    answer = serializers.CharField(max_length=1000)


class PartIn(serializers.Serializer[Any]):
    kind = serializers.CharField(max_length=60, default="", allow_blank=True)
    language = serializers.CharField(max_length=8, default="", allow_blank=True)


class TogetherIn(DecisionIn):
    texts = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=100)


class OpinionSerializer(serializers.ModelSerializer[Opinion]):
    asked_by = serializers.CharField(source="asked_by.code", read_only=True)
    answered_by = serializers.CharField(
        source="answered_by.code", read_only=True, allow_null=True, default=None
    )

    class Meta:
        model = Opinion
        fields = ["question", "asked_by", "asked_at", "answer", "answered_by", "answered_at", "closed_at"]


class AlikeSerializer(ItemSerializer):
    likeness = serializers.SerializerMethodField()

    class Meta(ItemSerializer.Meta):
        fields = [*ItemSerializer.Meta.fields, "likeness"]

    def get_likeness(self, item: Item) -> int:
        """Hundredths of the original's trigrams, as both texts stand now."""
        return similarity.percent(item.likeness)  # type: ignore[attr-defined]


class SignalSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    field = serializers.CharField(source="name")
    found = serializers.CharField()


class BesideSerializer(serializers.Serializer[Any]):
    """What stands beside a text: it decides nothing."""

    signals = SignalSerializer(many=True)
    original = serializers.UUIDField(allow_null=True)
    likeness = serializers.IntegerField(allow_null=True)
    opinions = OpinionSerializer(many=True)


class LeftSerializer(serializers.Serializer[Any]):
    uuid = serializers.UUIDField()
    why = serializers.CharField()


class TogetherSerializer(serializers.Serializer[Any]):
    decided = serializers.ListField(child=serializers.UUIDField())
    left = LeftSerializer(many=True)


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
        return found.select_related("original").prefetch_related("decisions__code")

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

    @extend_schema(request=PartIn, responses={200: ItemSerializer, 204: None})
    @action(detail=False, methods=["post"], filterset_fields=[])
    def next(self, request: Request) -> Response:
        """Take the longest waiting text; 204 when nothing is left for this moderator."""
        body = PartIn(data=request.data)
        body.is_valid(raise_exception=True)
        item = actions.take_next(moderator=person_of(request), at=now(), **body.validated_data)
        return Response(ItemSerializer(item).data) if item else Response(status=204)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def release(self, request: Request, uuid: str) -> Response:
        actions.release(item_id=self.get_object().pk, moderator=person_of(request))
        return Response(status=204)

    @extend_schema(responses=BesideSerializer)
    @action(detail=True)
    def beside(self, request: Request, uuid: str) -> Response:
        """Signals, likeness and colleagues' notes; the notes never for the author."""
        item = self.get_object()
        signals = [{"kind": s.kind.value, "name": s.field, "found": s.found} for s in queries.signals(item)]
        return Response(BesideSerializer({
            "signals": signals, "original": item.original and item.original.uuid,
            "likeness": queries.likeness_to_original(item),
            "opinions": queries.opinions(item, person_of(request)).notes,
        }).data)  # fmt: skip

    @extend_schema(request=TogetherIn, responses=TogetherSerializer)
    @action(detail=True, methods=["post"])
    def decide_alike(self, request: Request, uuid: str) -> Response:
        """One decision for several texts of this text's group; each that cannot be decided is named with the reason."""
        original = queries.first_of_group(self.get_object())
        body = TogetherIn(data=request.data)
        body.is_valid(raise_exception=True)
        code, wanted = body.validated_data["code"], set(body.validated_data["texts"])
        chosen = dict(queries.alike_waiting(original).filter(uuid__in=wanted).values_list("uuid", "pk"))
        if strangers := wanted - set(chosen):
            raise serializers.ValidationError(
                {"texts": [_("Not waiting in this group: %(uuid)s") % {"uuid": min(strangers)}]}
            )
        together = self._try(
            actions.decide_together, original_id=original.pk, item_ids=chosen.values(), approve=code.approves,
            code=code.slug, text=body.validated_data["text"],
        )  # fmt: skip
        return Response({
            "decided": [made.item.uuid for made in together.made],
            "left": [{"uuid": item.uuid, "why": why} for item, why in together.left],
        })  # fmt: skip

    @extend_schema(responses=AlikeSerializer(many=True))
    @action(detail=True, filterset_fields=[])
    def alike(self, request: Request, uuid: str) -> Response:
        """What waits in the group of this text, its original included."""
        found = queries.alike_waiting(queries.first_of_group(self.get_object()))
        page = self.paginate_queryset(found.prefetch_related("decisions__code"))
        return self.get_paginated_response(AlikeSerializer(page, many=True).data)

    @extend_schema(request=QuestionIn, responses={201: OpinionSerializer})
    @action(detail=True, methods=["post"])
    def ask(self, request: Request, uuid: str) -> Response:
        item, body = self.get_object(), QuestionIn(data=request.data)
        body.is_valid(raise_exception=True)
        opinion = self._try(actions.ask_opinion, item_id=item.pk, **body.validated_data)
        return Response(OpinionSerializer(opinion).data, status=201)

    @extend_schema(request=OpinionIn, responses={201: OpinionSerializer})
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, uuid: str) -> Response:
        item, body = self.get_object(), OpinionIn(data=request.data)
        body.is_valid(raise_exception=True)
        opinion = self._try(actions.give_opinion, item_id=item.pk, **body.validated_data)
        return Response(OpinionSerializer(opinion).data, status=201)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def take_back(self, request: Request, uuid: str) -> Response:
        self._try(actions.take_back_question, item_id=self.get_object().pk)
        return Response(status=204)

    def _try(self, act: Callable[..., Any], **said: Any) -> Any:
        """As the moderator who asks, now; a refusal is a conflict that says why."""
        try:
            return act(moderator=person_of(self.request), at=now(), **said)
        except actions.CannotDecide as why:
            raise Conflict(str(why)) from why

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

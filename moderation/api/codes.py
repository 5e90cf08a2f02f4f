"""Codes and waits for everybody, drafts of reasons for moderators, and what admins change."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import Conflict, HasRole, now, person_of
from accounts.rules.roles import Role
from moderation import actions, queries
from moderation.models import Code, Draft

PUBLISHED_FOR = timedelta(days=90)
ADMINS_ACTS = frozenset({"create", "partial_update", "destroy", "retire", "restore"})


class CodeSerializer(serializers.ModelSerializer[Code]):
    class Meta:
        model = Code
        fields = ["slug", "label", "public_text", "approves", "hides", "retired"]


class CodeIn(serializers.ModelSerializer[Code]):
    """A new code; when one is changed, what is not sent stays."""

    class Meta:
        model = Code
        fields = ["slug", "label", "public_text", "approves", "hides", "order"]
        extra_kwargs = {"slug": {"validators": []}}


class CodeChangeIn(CodeIn):
    class Meta(CodeIn.Meta):
        fields = ["label", "public_text", "approves", "hides", "order"]


class DraftSerializer(serializers.ModelSerializer[Draft]):
    code = serializers.SlugRelatedField(slug_field="slug", read_only=True)  # type: ignore[var-annotated]

    class Meta:
        model = Draft
        fields = ["code", "language", "version", "text", "written_at"]


class WordsIn(serializers.Serializer[Any]):
    language = serializers.ChoiceField(choices=settings.LANGUAGES)
    text = serializers.CharField(max_length=1000, allow_blank=True)
    base = serializers.IntegerField(min_value=0, max_value=2**31 - 1)


class NoticeIn(serializers.Serializer[Any]):
    length = serializers.IntegerField(min_value=1, max_value=1_000_000)


class WaitSerializer(serializers.Serializer[Any]):
    of = serializers.CharField()
    decided = serializers.IntegerField()
    median_days = serializers.FloatField(source="days")
    in_time = serializers.IntegerField()


class WaitsSerializer(serializers.Serializer[Any]):
    waiting = serializers.IntegerField()
    appeals = serializers.IntegerField()
    amber = serializers.IntegerField()
    red = serializers.IntegerField()
    oldest_at = serializers.DateTimeField(allow_null=True)
    delayed = serializers.BooleanField()
    notice_at = serializers.IntegerField()
    days = serializers.IntegerField()
    by_kind = WaitSerializer(many=True)
    by_language = WaitSerializer(many=True)


class CodeViewSet(viewsets.ReadOnlyModelViewSet[Code]):
    """The published codes; admins add, change and retire them."""

    serializer_class = CodeSerializer
    lookup_field = "slug"
    queryset = Code.objects.all()

    def get_permissions(self) -> list[Any]:
        if self.action == "drafts":
            return [HasRole.of(Role.MODERATOR)()]
        return [HasRole.of(Role.ADMIN)()] if self.action in ADMINS_ACTS else [AllowAny()]

    @extend_schema(request=CodeIn, responses={201: CodeSerializer})
    def create(self, request: Request) -> Response:
        body = CodeIn(data=request.data)
        body.is_valid(raise_exception=True)
        said = {"approves": False, "hides": False, "order": 0} | body.validated_data
        return Response(CodeSerializer(self._try(actions.add_code, **said)).data, status=201)

    @extend_schema(request=CodeChangeIn, responses=CodeSerializer)
    def partial_update(self, request: Request, slug: str) -> Response:
        code = self.get_object()
        body = CodeChangeIn(data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        said = {name: getattr(code, name) for name in CodeChangeIn.Meta.fields} | body.validated_data
        return Response(CodeSerializer(self._try(actions.change_code, slug=code.slug, **said)).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, slug: str) -> Response:
        self._try(actions.delete_code, slug=self.get_object().slug)
        return Response(status=204)

    @extend_schema(request=None, responses=CodeSerializer)
    @action(detail=True, methods=["post"])
    def retire(self, request: Request, slug: str) -> Response:
        self._try(actions.retire_code, slug=self.get_object().slug)
        return Response(CodeSerializer(self.get_object()).data)

    @extend_schema(request=None, responses=CodeSerializer)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, slug: str) -> Response:
        self._try(actions.restore_code, slug=self.get_object().slug)
        return Response(CodeSerializer(self.get_object()).data)

    @extend_schema(methods=["GET"], responses=DraftSerializer(many=True))
    @extend_schema(methods=["POST"], request=WordsIn, responses={201: DraftSerializer})
    @action(detail=True, methods=["get", "post"], pagination_class=None)
    def drafts(self, request: Request, slug: str) -> Response:
        """The drafts that hold now, by language; a POST writes the next version."""
        code = self.get_object()
        if request.method == "GET":
            held = [draft for (of, _tag), draft in queries.drafts().items() if of == code.slug]
            return Response(DraftSerializer(held, many=True).data)
        body = WordsIn(data=request.data)
        body.is_valid(raise_exception=True)
        draft = self._try(actions.write_draft, slug=code.slug, **body.validated_data)
        if draft is None:
            raise serializers.ValidationError({"text": [_("There is no draft to empty.")]})
        return Response(DraftSerializer(draft).data, status=201)

    def _try(self, act: Any, **said: Any) -> Any:
        try:
            return act(by=person_of(self.request), at=now(), **said)
        except actions.CannotChange as why:
            raise Conflict(str(why)) from why


class WaitViewSet(viewsets.GenericViewSet[Code]):
    """How many texts wait and how long a first decision takes; admins set when the public is told of delays."""

    serializer_class = WaitsSerializer
    pagination_class = None
    queryset: QuerySet[Code] = Code.objects.none()

    def get_permissions(self) -> list[Any]:
        return [HasRole.of(Role.ADMIN)()] if self.action in ADMINS_ACTS else [AllowAny()]

    @extend_schema(responses=WaitsSerializer(many=False))
    def list(self, request: Request) -> Response:
        counts, since = queries.counts(now()), now() - PUBLISHED_FOR
        return Response(WaitsSerializer({
            "waiting": counts.waiting, "appeals": counts.appeals, "amber": counts.amber, "red": counts.red,
            "oldest_at": counts.oldest_at, "delayed": counts.is_long, "notice_at": counts.notice_at,
            "days": PUBLISHED_FOR.days, "by_kind": queries.waits(since, by="item__kind"),
            "by_language": queries.waits(since, by="item__language"),
        }).data)  # fmt: skip

    @extend_schema(request=NoticeIn, responses=NoticeIn)
    def create(self, request: Request) -> Response:
        """Set from how many waiting texts on public pages say that answers take longer."""
        body = NoticeIn(data=request.data)
        body.is_valid(raise_exception=True)
        actions.set_notice(by=person_of(request), at=now(), **body.validated_data)
        return Response(body.validated_data, status=201)

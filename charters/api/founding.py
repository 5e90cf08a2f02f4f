"""Drafts of new charters for programs, through the same actions as the pages."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import Allowed, Conflict, now
from charters import actions, queries
from charters.models import CharterDraft, DraftArticle
from charters.predicates import may_draft
from charters.rules import lifecycle
from charters.rules.founding import MOST_ARTICLES
from charters.rules.text import LONGEST_TEXT


class DraftArticleSerializer(serializers.ModelSerializer[DraftArticle]):
    """One article; its number is its place in the list."""

    heading = serializers.CharField(max_length=160)
    text = serializers.CharField(max_length=LONGEST_TEXT)
    entrenched = serializers.BooleanField(default=False)

    class Meta:
        model = DraftArticle
        fields = ("heading", "text", "entrenched")


class CharterDraftSerializer(serializers.ModelSerializer[CharterDraft]):
    """A charter that is not adopted yet; `sha256` names its words once it is tabled, `charter` what it became."""

    articles = DraftArticleSerializer(many=True, read_only=True)
    charter: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True, allow_null=True)

    class Meta:
        model = CharterDraft
        fields = (
            "id", "slug", "title", "of", "preamble", "reasons", "state", "tabled_at", "sha256", "charter", "articles",
        )  # fmt: skip


class CharterDraftIn(serializers.Serializer[Any]):
    """A whole draft: its name and its articles in order. `of` is a living system's subject; empty is all of them."""

    slug = serializers.SlugField(max_length=50)
    title = serializers.CharField(max_length=120)
    of = serializers.RegexField(r"^(biomes\.biome/[a-z0-9-]{1,60})?\Z", allow_blank=True, default="")
    preamble = serializers.CharField(max_length=8000, allow_blank=True, default="")
    reasons = serializers.CharField(max_length=4000, allow_blank=True, default="")
    articles = DraftArticleSerializer(many=True)

    def validate_articles(self, articles: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len(articles) > MOST_ARTICLES:
            raise serializers.ValidationError(f"At most {MOST_ARTICLES} articles.")
        return articles


class CharterDraftFilter(filters.FilterSet):  # type: ignore[misc]
    of = filters.CharFilter()
    state = filters.ChoiceFilter(choices=[(s.value, s.value) for s in lifecycle.State])

    class Meta:
        model = CharterDraft
        fields: tuple[str, ...] = ()


class CharterDraftViewSet(viewsets.ReadOnlyModelViewSet[CharterDraft]):
    """New charters that were tabled, and one's own drafts; drafting and tabling."""

    queryset = CharterDraft.objects.none()
    serializer_class = CharterDraftSerializer
    filterset_class = CharterDraftFilter
    lookup_value_regex = "[0-9]{1,15}"

    def get_queryset(self) -> QuerySet[CharterDraft]:
        return queries.charter_drafts_for(self.request.user)

    def get_permissions(self) -> list[Any]:
        writes = self.request.method not in ("GET", "HEAD", "OPTIONS")
        return [Allowed.by(may_draft)()] if writes else list(super().get_permissions())

    @extend_schema(request=CharterDraftIn, responses={201: CharterDraftSerializer})
    def create(self, request: Request) -> Response:
        """A draft with its articles: all of it or nothing."""
        body = CharterDraftIn(data=request.data)
        body.is_valid(raise_exception=True)
        told = dict(body.validated_data)
        articles = told.pop("articles")
        self._must_be_hers(CharterDraft(of=told["of"]))
        try:
            with transaction.atomic():
                draft = actions.draft_charter(by=self._person(), at=now(), **told)
                for article in articles:
                    actions.put_article(draft_id=draft.pk, **article)
        except actions.CannotFound as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(self._shown(draft.pk), status=201)

    def _person(self) -> Any:
        """Who writes: the door has let a person in."""
        return self.request.user

    def _shown(self, pk: int) -> Any:
        return CharterDraftSerializer(self.get_queryset().get(pk=pk)).data

    def _must_be_hers(self, draft: CharterDraft) -> None:
        if not may_draft(self.request.user, draft):
            self.permission_denied(self.request)

    def _own(self) -> CharterDraft:
        found = self.get_object()
        if found.drafted_by_id != self.request.user.pk:
            self.permission_denied(self.request)
        self._must_be_hers(found)
        return found

    @extend_schema(request=None, responses=CharterDraftSerializer)
    @action(detail=True, methods=["post"])
    def table(self, request: Request, pk: str) -> Response:
        """Freeze the draft and make it public."""
        found = self._own()
        try:
            actions.table_charter(draft_id=found.pk, actor=self._person().code, at=now())
        except actions.CannotFound as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(self._shown(found.pk))

    @extend_schema(request=None, responses=CharterDraftSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take back what no vote has settled."""
        found = self._own()
        try:
            actions.close_charter_draft(
                draft_id=found.pk, to=lifecycle.State.WITHDRAWN, actor=self._person().code, at=now()
            )
        except actions.CannotFound as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(self._shown(found.pk))

"""Community stories for programs, as far as consent goes: what may not be taken away is named, not given."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import permissions, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import now
from biomes import actions, queries
from biomes.api.acts import ByKey, checked, do, who
from biomes.api.around import PublicBiome
from biomes.models import Story
from biomes.rules.story import MOST_LANGUAGES, Consent


class TellingShape(serializers.Serializer[Any]):
    language = serializers.CharField(max_length=35)
    title = serializers.CharField(max_length=120)
    text = serializers.CharField(max_length=20_000)


class StoryShape(serializers.ModelSerializer[Story]):
    biome: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    title = serializers.CharField(read_only=True)
    tellings = serializers.SerializerMethodField()
    transcript = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()

    class Meta:
        model = Story
        fields = [
            "uuid", "biome", "teller", "title", "tellings", "transcript", "may_quote", "may_export",
            "published_at", "url",
        ]  # fmt: skip

    @extend_schema(responses=TellingShape(many=True))
    def get_tellings(self, story: Story) -> list[dict[str, Any]]:
        """Empty where those portrayed did not agree that it be taken away: read it at its address."""
        return list(story.tellings) if story.may_export else []

    def get_transcript(self, story: Story) -> str:
        return story.transcript if story.may_export else ""

    def get_url(self, story: Story) -> str:
        return reverse("biomes:story", args=[story.uuid])


class StoryIn(serializers.Serializer[Any]):
    biome = PublicBiome()
    teller = serializers.CharField(max_length=120)
    tellings = TellingShape(many=True, max_length=MOST_LANGUAGES)
    consent = serializers.ChoiceField(choices=[one.value for one in Consent])
    consent_of = serializers.CharField(max_length=300, allow_blank=True, default="")
    may_see = serializers.BooleanField()
    may_quote = serializers.BooleanField(default=False)
    may_export = serializers.BooleanField(default=False)


class StoryFilter(filters.FilterSet):  # type: ignore[misc]
    biome = filters.CharFilter(field_name="biome__slug")

    class Meta:
        model = Story
        fields = ["biome"]


class StoryViewSet(viewsets.ReadOnlyModelViewSet[Story]):
    """What the people of a place tell of it. Signed-in people tell and take back; words only here, sound by the page."""

    serializer_class = StoryShape
    pagination_class = ByKey
    lookup_field = "uuid"
    lookup_value_regex = "[0-9a-f]{8}-[0-9a-f-]{27}"
    filterset_class = StoryFilter

    def get_queryset(self) -> QuerySet[Story]:
        return queries.public_stories()

    @extend_schema(request=StoryIn, responses={201: StoryShape}, filters=False)
    @action(detail=False, methods=["post"], permission_classes=[permissions.IsAuthenticated])
    def tell(self, request: Request) -> Response:
        body = checked(StoryIn, request)
        consent = actions.Said(
            how=Consent(body["consent"]),
            who=body["consent_of"],
            **{name: body[name] for name in ("may_see", "may_quote", "may_export")},
        )
        said = {name: body[name] for name in ("biome", "teller", "tellings")}
        told = do(actions.tell_story, consent=consent, author=who(request), at=now(), **said)
        return Response(StoryShape(told).data, status=201)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"], permission_classes=[permissions.IsAuthenticated])
    def withdraw(self, request: Request, uuid: str) -> Response:
        found = Story.objects.select_related("biome").filter(uuid=uuid).first() if len(uuid) == 36 else None
        if found is None or not queries.may_withdraw(found, request.user, now()):
            raise NotFound
        do(actions.withdraw_story, story_id=found.pk, actor=who(request), at=now())
        return Response(status=204)

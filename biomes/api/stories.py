"""Community stories for programs, as far as consent goes: what may not be taken away is named, not given."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import permissions, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import now
from biomes import actions, queries
from biomes.api.acts import ByKey, checked, do, who
from biomes.api.around import PublicBiome
from biomes.api.everyone import PARSERS
from biomes.api.pictures import PictureShape, SentPictureIn, photo_of
from biomes.models import Story
from biomes.rules import story as rule
from biomes.rules.story import MOST_LANGUAGES, Afterwards, Consent


class TellingShape(serializers.Serializer[Any]):
    language = serializers.CharField(max_length=35)
    title = serializers.CharField(max_length=120)
    text = serializers.CharField(max_length=20_000)


class StoriesShape(serializers.ListSerializer[Any]):
    """A page of stories, whose pictures are asked for once and not row by row."""

    def to_representation(self, data: Any) -> list[Any]:
        rows = list(data)
        self.child.known_pictures = queries.pictures_by_subject(one.subject for one in rows)  # type: ignore[attr-defined]
        return super().to_representation(rows)


class StoryShape(serializers.ModelSerializer[Story]):
    biome: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    title = serializers.CharField(read_only=True)
    tellings = serializers.SerializerMethodField()
    transcript = serializers.SerializerMethodField()
    sound = serializers.SerializerMethodField()
    pictures = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()

    class Meta:
        model = Story
        list_serializer_class = StoriesShape
        fields = [
            "uuid", "biome", "teller", "title", "tellings", "sound", "transcript", "pictures", "may_quote",
            "may_export", "published_at", "url",
        ]  # fmt: skip

    @extend_schema(responses=TellingShape(many=True))
    def get_tellings(self, story: Story) -> list[dict[str, Any]]:
        """Empty where those portrayed did not agree that it be taken away: read it at its address."""
        return list(story.tellings) if story.may_export else []

    def get_transcript(self, story: Story) -> str:
        return story.transcript if story.may_export else ""

    def get_sound(self, story: Story) -> str:
        """Its address; empty where there is none, or it may not be taken away."""
        return reverse("biomes:story_sound", args=[story.uuid]) if story.sound and story.may_export else ""

    @extend_schema_field(PictureShape(many=True))
    def get_pictures(self, story: Story) -> list[dict[str, Any]]:
        if not story.may_export:
            return []
        many = getattr(self, "known_pictures", None)
        found = queries.pictures_of(story.subject) if many is None else many[story.subject]
        return [dict(PictureShape(one).data) for one in found]

    def get_url(self, story: Story) -> str:
        return reverse("biomes:story", args=[story.uuid])


@extend_schema_field(OpenApiTypes.BINARY)
class SoundIn(serializers.FileField):
    """Read to its bytes; whether it is a sound, the action finds out."""

    def to_internal_value(self, data: Any) -> bytes:
        sent = super().to_internal_value(data)
        if sent.size > rule.MOST_SOUND_BYTES:
            raise serializers.ValidationError(_("The sound is larger than 20 MB. Send a shorter one."))
        return bytes(sent.read())


class StoryIn(serializers.Serializer[Any]):
    biome = PublicBiome()
    teller = serializers.CharField(max_length=120)
    tellings = TellingShape(many=True, max_length=MOST_LANGUAGES)
    consent = serializers.ChoiceField(choices=[one.value for one in Consent])
    consent_of = serializers.CharField(max_length=300, allow_blank=True, default="")
    may_see = serializers.BooleanField()
    may_quote = serializers.BooleanField(default=False)
    may_export = serializers.BooleanField(default=False)
    sound = SoundIn(required=False, help_text="Ogg, MP3, M4A, FLAC, WAV or WebM, at most 20 MB; multipart.")
    transcript = serializers.CharField(max_length=20_000, allow_blank=True, default="")
    photos = SentPictureIn(
        many=True, required=False, max_length=rule.MOST_PICTURES, help_text="photos[0]photo, photos[0]alt ..."
    )
    afterwards = serializers.ChoiceField(
        choices=[one.value for one in Afterwards],
        default=Afterwards.TAKEN_DOWN.value,
        help_text="What becomes of it when the account of who filed it is erased.",
    )


class AfterwardsIn(serializers.Serializer[Any]):
    afterwards = serializers.ChoiceField(choices=[one.value for one in Afterwards])


class StoryFilter(filters.FilterSet):  # type: ignore[misc]
    biome = filters.CharFilter(field_name="biome__slug")

    class Meta:
        model = Story
        fields = ["biome"]


class StoryViewSet(viewsets.ReadOnlyModelViewSet[Story]):
    """What the people of a place tell of it. Signed-in people tell, in words, sound and pictures, and take back."""

    serializer_class = StoryShape
    pagination_class = ByKey
    lookup_field = "uuid"
    lookup_value_regex = "[0-9a-f]{8}-[0-9a-f-]{27}"
    filterset_class = StoryFilter

    def get_queryset(self) -> QuerySet[Story]:
        return queries.public_stories()

    @extend_schema(request=StoryIn, responses={201: StoryShape}, filters=False)
    @action(
        detail=False,
        methods=["post"],
        permission_classes=[permissions.IsAuthenticated],
        parser_classes=PARSERS,
    )
    def tell(self, request: Request) -> Response:
        body = checked(StoryIn, request)
        consent = actions.Said(
            how=Consent(body["consent"]),
            who=body["consent_of"],
            **{name: body[name] for name in ("may_see", "may_quote", "may_export")},
        )
        said = {name: body[name] for name in ("biome", "teller", "tellings", "transcript")} | {
            "sound": body.get("sound", b""),
            "photos": [photo_of(one) for one in body.get("photos", ())],
            "afterwards": Afterwards(body["afterwards"]),
        }
        told = _done(actions.tell_story, consent=consent, author=who(request), at=now(), **said)
        return Response(StoryShape(told).data, status=201)

    @extend_schema(request=AfterwardsIn, responses={204: None})
    @action(detail=True, methods=["post"], permission_classes=[permissions.IsAuthenticated])
    def afterwards(self, request: Request, uuid: str) -> Response:
        """Its author says anew what becomes of it when their account is erased."""
        found = Story.objects.filter(uuid=uuid, author=who(request)).first() if len(uuid) == 36 else None
        if found is None:
            raise NotFound
        wanted = Afterwards(checked(AfterwardsIn, request)["afterwards"])
        do(actions.choose_afterwards, story_id=found.pk, author=who(request), afterwards=wanted)
        return Response(status=204)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"], permission_classes=[permissions.IsAuthenticated])
    def withdraw(self, request: Request, uuid: str) -> Response:
        found = Story.objects.select_related("biome").filter(uuid=uuid).first() if len(uuid) == 36 else None
        if found is None or not queries.may_withdraw(found, request.user, now()):
            raise NotFound
        do(actions.withdraw_story, story_id=found.pk, actor=who(request), at=now())
        return Response(status=204)


def _done(act: Any, **said: Any) -> Any:
    """One action; what is wrong with a file is a fault of its field."""
    try:
        return do(act, **said)
    except actions.CannotKeepPhoto as why:
        raise ValidationError({"photos": {why.position: {"photo": [str(why)]}}}) from why

"""Exhibits for programs: published works for everybody; an artist's own, written through the same actions."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import Conflict, HasRole, SignedIn, now
from accounts.rules.roles import Role
from exhibits import actions, queries, words
from exhibits.models import Exhibit, Scene, SceneVersion, Source
from exhibits.models.exhibit import RIGHTS
from exhibits.models.scene import ARMS, LONGEST_TWIN
from exhibits.rules.subjects import SUBJECT

Artist = HasRole.of(Role.ARTIST)
SCENE = "scenes/(?P<number>[0-9]{1,3})"
REFUSALS = (actions.CannotDraft, actions.CannotEdit, actions.CannotSubmit, actions.CannotWithdraw)


class SourceSerializer(serializers.ModelSerializer[Source]):
    class Meta:
        model = Source
        fields = ("subject", "note")


class SceneVersionSerializer(serializers.ModelSerializer[SceneVersion]):
    class Meta:
        model = SceneVersion
        fields = ("language", "title", "text_twin", "alt_text", "caption", "by_machine")


class SceneSerializer(serializers.ModelSerializer[Scene]):
    """A scene. `text_twin` holds numbers as names; `read` is the same text with the numbers filled in."""

    sources = SourceSerializer(many=True, read_only=True)
    versions = SceneVersionSerializer(many=True, read_only=True)
    read = serializers.SerializerMethodField()

    class Meta:
        model = Scene
        fields = (
            "number", "title", "text_twin", "read", "alt_text", "caption", "run", "arm", "day", "frame_sha256",
            "numbers", "sources", "versions",
        )  # fmt: skip

    @extend_schema_field(str)
    def get_read(self, row: Scene) -> str:
        return words.filled(row.text_twin, row.numbers)


class ExhibitSerializer(serializers.ModelSerializer[Exhibit]):
    biome = serializers.SlugRelatedField(slug_field="slug", read_only=True)  # type: ignore[var-annotated]
    artist = serializers.SerializerMethodField()

    class Meta:
        model = Exhibit
        fields = (
            "slug", "title", "lede", "content_note", "language", "artist", "biome", "run", "petition", "rights",
            "state", "published_at", "texts_sha256",
        )  # fmt: skip

    @extend_schema_field(str)
    def get_artist(self, row: Exhibit) -> str:
        return row.artist.name if row.artist else ""


class WholeExhibitSerializer(ExhibitSerializer):
    scenes = SceneSerializer(many=True, read_only=True)

    class Meta(ExhibitSerializer.Meta):
        fields = (*ExhibitSerializer.Meta.fields, "scenes")  # type: ignore[assignment]


class DraftIn(serializers.Serializer[Any]):
    run = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    title = serializers.CharField(max_length=80)
    petition = serializers.SlugField(max_length=120, allow_blank=True, default="")
    language = serializers.ChoiceField(choices=settings.LANGUAGES, default="en")


class ExhibitIn(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=80, required=False)
    lede = serializers.CharField(max_length=300, allow_blank=True, required=False)
    content_note = serializers.CharField(max_length=200, allow_blank=True, required=False)
    rights = serializers.ChoiceField(choices=RIGHTS, required=False)
    petition = serializers.SlugField(max_length=120, allow_blank=True, required=False)


class SceneIn(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=60, required=False)
    text_twin = serializers.CharField(max_length=LONGEST_TWIN, allow_blank=True, required=False)
    alt_text = serializers.CharField(max_length=400, allow_blank=True, required=False)
    caption = serializers.CharField(max_length=200, allow_blank=True, required=False)


class NightIn(serializers.Serializer[Any]):
    day = serializers.IntegerField(min_value=1, max_value=90)
    arm = serializers.ChoiceField(choices=ARMS)


class ExhibitVersionIn(serializers.Serializer[Any]):
    language = serializers.ChoiceField(choices=settings.LANGUAGES)
    title = serializers.CharField(max_length=80)
    lede = serializers.CharField(max_length=300, allow_blank=True, default="")
    content_note = serializers.CharField(max_length=200, allow_blank=True, default="")
    by_machine = serializers.BooleanField(default=False)


class SceneVersionIn(serializers.Serializer[Any]):
    language = serializers.ChoiceField(choices=settings.LANGUAGES)
    title = serializers.CharField(max_length=60)
    text_twin = serializers.CharField(max_length=LONGEST_TWIN)
    alt_text = serializers.CharField(max_length=400, allow_blank=True, default="")
    caption = serializers.CharField(max_length=200, allow_blank=True, default="")
    by_machine = serializers.BooleanField(default=False)


class SourceIn(serializers.Serializer[Any]):
    subject = serializers.RegexField(SUBJECT, max_length=160)
    note = serializers.CharField(max_length=120, allow_blank=True, default="")


class WayIn(serializers.Serializer[Any]):
    way = serializers.ChoiceField(choices=[("up", "earlier"), ("down", "later")])


class ExhibitViewSet(viewsets.ReadOnlyModelViewSet[Exhibit]):
    """Published exhibits; an artist also sees and writes their own."""

    serializer_class = ExhibitSerializer
    lookup_field = "slug"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    def get_queryset(self) -> QuerySet[Exhibit]:
        return queries.public_exhibits()

    @extend_schema(responses=WholeExhibitSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        found = queries.exhibit_seen_by(kwargs["slug"], request.user, now())
        if found is None:
            raise NotFound
        return Response(WholeExhibitSerializer(found).data)

    @extend_schema(responses=ExhibitSerializer(many=True))
    @action(detail=False, permission_classes=[Artist])
    def mine(self, request: Request) -> Response:
        page = self.paginate_queryset(queries.exhibits_of(request.user))
        return self.get_paginated_response(ExhibitSerializer(page, many=True).data)

    @extend_schema(request=DraftIn, responses={201: WholeExhibitSerializer})
    @action(detail=False, methods=["post"], permission_classes=[Artist])
    def draft(self, request: Request) -> Response:
        """A draft from a finished run, its scenes filled."""
        body = DraftIn(data=request.data)
        body.is_valid(raise_exception=True)
        try:
            made = actions.draft_from_run(artist=request.user, at=now(), **body.validated_data)
        except REFUSALS as refusal:
            raise Conflict(str(refusal)) from refusal
        return self._whole(request, made.slug, status=201)

    @extend_schema(request=ExhibitIn, responses=WholeExhibitSerializer)
    @action(detail=True, methods=["post"], permission_classes=[SignedIn])
    def edit(self, request: Request, slug: str) -> Response:
        body = ExhibitIn(data=request.data)
        return self._act(
            request, slug, body,
            lambda own: actions.edit_exhibit(
                exhibit_id=own.pk, artist=request.user, at=now(), fields=body.validated_data
            ),
        )  # fmt: skip

    @extend_schema(request=NightIn, responses=WholeExhibitSerializer)
    @action(detail=True, methods=["post"], permission_classes=[SignedIn])
    def scenes(self, request: Request, slug: str) -> Response:
        """Another night of the run, at the end."""
        body = NightIn(data=request.data)
        return self._act(
            request, slug, body,
            lambda own: actions.add_scene(
                exhibit_id=own.pk, artist=request.user, at=now(), **body.validated_data
            ),
        )  # fmt: skip

    @extend_schema(request=ExhibitVersionIn, responses=WholeExhibitSerializer)
    @action(detail=True, methods=["post"], permission_classes=[SignedIn])
    def languages(self, request: Request, slug: str) -> Response:
        """The work's own words in another language, once more or anew."""
        body = ExhibitVersionIn(data=request.data)

        def act(own: Exhibit) -> None:
            text = dict(body.validated_data)
            actions.translate_exhibit(
                exhibit_id=own.pk, artist=request.user, at=now(), language=text.pop("language"),
                by_machine=text.pop("by_machine"), text=text,
            )  # fmt: skip

        return self._act(request, slug, body, act)

    @extend_schema(operation_id="exhibits_scenes_edit", request=SceneIn, responses=WholeExhibitSerializer)
    @action(detail=True, methods=["post"], permission_classes=[SignedIn], url_path=SCENE)
    def scene(self, request: Request, slug: str, number: str) -> Response:
        """New words for a scene."""
        body = SceneIn(data=request.data)
        return self._act(
            request, slug, body,
            lambda own: actions.edit_scene(
                scene_id=_scene(own, number), artist=request.user, at=now(), text=body.validated_data
            ),
        )  # fmt: skip

    @extend_schema(request=SceneVersionIn, responses=WholeExhibitSerializer)
    @action(detail=True, methods=["post"], permission_classes=[SignedIn], url_path=f"{SCENE}/languages")
    def scene_languages(self, request: Request, slug: str, number: str) -> Response:
        """A scene's words in another language; its numbers stay its own."""
        body = SceneVersionIn(data=request.data)

        def act(own: Exhibit) -> None:
            text = dict(body.validated_data)
            actions.translate_scene(
                scene_id=_scene(own, number), artist=request.user, at=now(), language=text.pop("language"),
                by_machine=text.pop("by_machine"), text=text,
            )  # fmt: skip

        return self._act(request, slug, body, act)

    @extend_schema(request=SourceIn, responses=WholeExhibitSerializer)
    @action(detail=True, methods=["post"], permission_classes=[SignedIn], url_path=f"{SCENE}/sources")
    def scene_sources(self, request: Request, slug: str, number: str) -> Response:
        """Name what a scene is made of besides its run."""
        body = SourceIn(data=request.data)
        return self._act(
            request, slug, body,
            lambda own: actions.cite_source(
                scene_id=_scene(own, number), artist=request.user, at=now(), **body.validated_data
            ),
        )  # fmt: skip

    @extend_schema(request=WayIn, responses=WholeExhibitSerializer)
    @action(detail=True, methods=["post"], permission_classes=[SignedIn], url_path=f"{SCENE}/move")
    def scene_move(self, request: Request, slug: str, number: str) -> Response:
        """One place earlier or later."""
        body = WayIn(data=request.data)

        def act(own: Exhibit) -> None:
            by = -1 if body.validated_data["way"] == "up" else 1
            actions.move_scene(scene_id=_scene(own, number), artist=request.user, by=by, at=now())

        return self._act(request, slug, body, act)

    @extend_schema(request=None, responses=WholeExhibitSerializer)
    @action(detail=True, methods=["post"], permission_classes=[SignedIn], url_path=f"{SCENE}/remove")
    def scene_remove(self, request: Request, slug: str, number: str) -> Response:
        return self._act(
            request, slug, None,
            lambda own: actions.remove_scene(
                scene_id=_scene(own, number), artist=request.user, at=now()
            ),
        )  # fmt: skip

    @extend_schema(request=None, responses=WholeExhibitSerializer)
    @action(detail=True, methods=["post"], permission_classes=[SignedIn])
    def submit(self, request: Request, slug: str) -> Response:
        return self._act(
            request, slug, None,
            lambda own: actions.submit_exhibit(exhibit_id=own.pk, artist=request.user, at=now()),
        )  # fmt: skip

    @extend_schema(request=None, responses=WholeExhibitSerializer)
    @action(detail=True, methods=["post"], permission_classes=[SignedIn])
    def reopen(self, request: Request, slug: str) -> Response:
        """Take it back from review, or up again after it was withdrawn."""
        return self._act(
            request, slug, None,
            lambda own: actions.reopen_exhibit(exhibit_id=own.pk, artist=request.user, at=now()),
        )  # fmt: skip

    @extend_schema(request=None, responses=ExhibitSerializer)
    @action(detail=True, methods=["post"], permission_classes=[SignedIn])
    def withdraw(self, request: Request, slug: str) -> Response:
        found = queries.exhibit_seen_by(slug, request.user, now())
        if found is None:
            raise NotFound
        try:
            return Response(
                ExhibitSerializer(
                    actions.withdraw_exhibit(exhibit_id=found.pk, by=request.user, at=now())
                ).data
            )
        except REFUSALS as refusal:
            raise Conflict(str(refusal)) from refusal

    def _act(self, request: Request, slug: str, body: Any, act: Any) -> Response:
        """One's own work or nothing; then valid, then done or refused."""
        own = queries.own_exhibit(slug, request.user)
        if own is None:
            raise NotFound
        if body is not None:
            body.is_valid(raise_exception=True)
        try:
            act(own)
        except REFUSALS as refusal:
            raise Conflict(str(refusal)) from refusal
        return self._whole(request, slug)

    def _whole(self, request: Request, slug: str, status: int = 200) -> Response:
        return Response(WholeExhibitSerializer(queries.own_exhibit(slug, request.user)).data, status=status)


def _scene(own: Exhibit, number: str) -> int:
    """The key of a scene of one's own work; 404 where there is none of that number."""
    scene = queries.scene_of(own, int(number))
    if scene is None:
        raise NotFound
    return scene.pk


ROUTES = [("exhibits", ExhibitViewSet, "exhibit")]

"""A profile's pictures for curators' programs: each change is a revision that waits to be published."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.doors import now
from biomes import actions, queries
from biomes.api.acts import Curator, any_biome, checked, do, who
from biomes.api.pictures import PictureShape, SentPictureIn, WordsIn, photo_of
from biomes.models import Biome, Revision
from biomes.queries import desk
from biomes.rules.profile import MOST_ROWS


class ReasonIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)
    based_on = serializers.IntegerField(
        min_value=1, required=False, help_text="The revision you saw; refused where there is a newer one."
    )


class AddPictureIn(ReasonIn, SentPictureIn):
    """A picture that comes behind the others."""


class ChangePictureIn(ReasonIn, WordsIn):
    """What is to be said otherwise; what is not named stays."""

    position = serializers.IntegerField(
        min_value=1, max_value=MOST_ROWS, help_text="Its place among the others."
    )

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for name in ("alt", "licence", "credit", "position"):
            fields[name].required = False
        return fields


class OfRevisionShape(serializers.Serializer[Any]):
    """The pictures of a revision in their order; those not public yet are seen by curators only."""

    revision = serializers.IntegerField()
    is_published = serializers.BooleanField()
    pictures = PictureShape(many=True)


class ProfilePicturesView(APIView):
    """The pictures of the newest revision: read them, add one."""

    permission_classes = [Curator]
    parser_classes = [MultiPartParser, FormParser, JSONParser]

    @extend_schema(responses=OfRevisionShape, operation_id="biome_pictures")
    def get(self, request: Request, slug: str) -> Response:
        return Response(_shape(_edited(any_biome(slug))))

    @extend_schema(request=AddPictureIn, responses={201: OfRevisionShape}, operation_id="add_biome_picture")
    def post(self, request: Request, slug: str) -> Response:
        biome, body = any_biome(slug), checked(AddPictureIn, request)
        photo = photo_of(body)
        made = _done(actions.add_profile_picture, biome, request, photo=photo, **body)
        return Response(_shape(made), status=201)


class ProfilePictureView(APIView):
    """One picture of the newest revision: say it otherwise, put it elsewhere, take it out."""

    permission_classes = [Curator]
    parser_classes = [JSONParser, MultiPartParser, FormParser]

    @extend_schema(request=ChangePictureIn, responses=OfRevisionShape, operation_id="change_biome_picture")
    def patch(self, request: Request, slug: str, uuid: UUID) -> Response:
        biome = _with_picture(slug, uuid)
        body = checked(ChangePictureIn, request)
        made = _done(actions.change_profile_picture, biome, request, uuid=str(uuid), **body)
        return Response(_shape(made))

    @extend_schema(parameters=[ReasonIn], responses=OfRevisionShape, operation_id="remove_biome_picture")
    def delete(self, request: Request, slug: str, uuid: UUID) -> Response:
        """The reason stands in the address: many programs send no body with DELETE."""
        biome = _with_picture(slug, uuid)
        asked = ReasonIn(data=request.query_params)
        asked.is_valid(raise_exception=True)
        made = _done(actions.remove_profile_picture, biome, request, uuid=str(uuid), **asked.validated_data)
        return Response(_shape(made))


def _edited(biome: Biome) -> Revision:
    found = desk.edited_revision(biome)
    if found is None:
        raise Http404
    return found


def _with_picture(slug: str, uuid: UUID) -> Biome:
    biome = any_biome(slug)
    if str(uuid) not in (_edited(biome).snapshot.get("pictures") or ()):
        raise Http404
    return biome


def _done(act: Any, biome: Biome, request: Request, **said: Any) -> Any:
    try:
        return do(act, biome_id=biome.pk, author=who(request), at=now(), **said)
    except actions.CannotKeep as why:
        raise ValidationError({"photo": [str(why)]}) from why


def _shape(revision: Revision) -> dict[str, Any]:
    named = queries.pictures_named(revision.snapshot.get("pictures") or ())
    said = {"revision": revision.number, "is_published": revision.published_at is not None, "pictures": named}
    return dict(OfRevisionShape(said).data)

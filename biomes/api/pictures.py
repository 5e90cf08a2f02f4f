"""Pictures as programs read and send them; what they belong to decides who may."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from biomes import actions
from biomes.forms import PictureField
from biomes.models import Picture
from biomes.rules.pictures import ALT_LENGTH, Licence


class PictureShape(serializers.ModelSerializer[Picture]):
    """A picture with its words; ``addresses`` maps each width in pixels to the file."""

    addresses = serializers.SerializerMethodField()

    class Meta:
        model = Picture
        fields = ["uuid", "alt", "licence", "credit", "width", "height", "addresses"]

    @extend_schema_field(serializers.DictField(child=serializers.CharField()))
    def get_addresses(self, picture: Picture) -> dict[str, str]:
        return {str(width): reverse("biomes-picture", args=[picture.uuid, width]) for width in picture.widths}


@extend_schema_field(OpenApiTypes.BINARY)
class PhotoIn(serializers.FileField):
    """A photograph, read to its bytes by the rule of the pages' field. Whether it is one, `keep_picture` finds out."""

    def to_internal_value(self, data: Any) -> bytes:
        super().to_internal_value(data)
        try:
            return bytes(PictureField().clean(data))
        except django_forms.ValidationError as why:
            raise serializers.ValidationError(why.messages) from why


class WordsIn(serializers.Serializer[Any]):
    """What must be said of a picture."""

    alt = serializers.CharField(
        max_length=ALT_LENGTH, help_text="What it shows, for those who do not see it."
    )
    licence = serializers.ChoiceField(choices=[one.value for one in Licence])
    credit = serializers.CharField(max_length=120, help_text="Who made it.")


class SentPictureIn(WordsIn):
    photo = PhotoIn(help_text="JPEG, PNG or WebP, at most 16 MB. Only its pixels are kept.")


def photo_of(said: dict[str, Any]) -> actions.Photo:
    """What `SentPictureIn` says, taken out of the body."""
    return actions.Photo(
        data=said.pop("photo"), alt=said.pop("alt"), licence=said.pop("licence"), credit=said.pop("credit")
    )

"""Pictures as programs read them; they are sent with what they belong to."""

from __future__ import annotations

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from biomes.models import Picture


class PictureShape(serializers.ModelSerializer[Picture]):
    """A picture with its words; ``addresses`` maps each width in pixels to the file."""

    addresses = serializers.SerializerMethodField()

    class Meta:
        model = Picture
        fields = ["uuid", "alt", "licence", "credit", "width", "height", "addresses"]

    @extend_schema_field(serializers.DictField(child=serializers.CharField()))
    def get_addresses(self, picture: Picture) -> dict[str, str]:
        return {str(width): reverse("biomes-picture", args=[picture.uuid, width]) for width in picture.widths}

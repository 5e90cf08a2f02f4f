"""What a station or a curator is told of a replaced key."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from biomes.models import StationKey


class StationKeyRotated(serializers.Serializer[Any]):
    hint = serializers.CharField()
    secret = serializers.CharField(help_text="Shown once.")
    old_works_until = serializers.DateTimeField()


def rotated(key: StationKey, secret: str) -> dict[str, Any]:
    return {
        "hint": key.hint,
        "secret": secret,
        "old_works_until": key.replaces.expires_at if key.replaces else None,
    }

"""The shapes of what stands around a living system: zones, links, guardianships, who must answer."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts import queries as people
from biomes import queries, words
from biomes.models import Biome, Guardianship, Jurisdiction, Link, Zone
from biomes.queries.desk import Request
from biomes.rules import place
from biomes.rules.words import GuardianshipEnd, LinkKind, ZoneKind


@extend_schema_field({"type": "object", "description": "GeoJSON geometry, longitude first"})
class Geometry(serializers.JSONField):
    """A place, checked by the same rule as the page's editor."""

    def to_internal_value(self, data: Any) -> Any:
        try:
            return place.check(super().to_internal_value(data))
        except place.BadPlace as why:
            raise serializers.ValidationError(words.bad_place(why)) from why


class ZoneShape(serializers.ModelSerializer[Zone]):
    polygon = Geometry(read_only=True)
    fingerprint = serializers.CharField(read_only=True)

    class Meta:
        model = Zone
        fields = ["slug", "name", "kind", "population", "about", "polygon", "fingerprint"]


class ZoneIn(serializers.Serializer[Any]):
    slug = serializers.SlugField(max_length=50)
    name = serializers.CharField(max_length=80)
    kind = serializers.ChoiceField(choices=[k.value for k in ZoneKind])
    population = serializers.IntegerField(min_value=0, max_value=2_000_000_000)
    about = serializers.CharField(max_length=1000, allow_blank=True, default="")
    polygon = Geometry()


class ZoneEditIn(ZoneIn):
    slug = None  # type: ignore[assignment]
    seen = serializers.CharField(max_length=16, help_text="The fingerprint of the zone as you read it.")


class LinkShape(serializers.ModelSerializer[Link]):
    source: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    target: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)

    class Meta:
        model = Link
        fields = ["id", "source", "target", "kind", "both_ways", "strength", "evidence", "evidence_url"]


class PublicBiome(serializers.SlugRelatedField):  # type: ignore[type-arg]
    """A published living system by its address; a draft is not found."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="slug", queryset=Biome.objects.public(), **kwargs)


class LinkIn(serializers.Serializer[Any]):
    source: Any = PublicBiome()
    target = PublicBiome()
    kind = serializers.ChoiceField(choices=[k.value for k in LinkKind])
    both_ways = serializers.BooleanField(default=False)
    strength = serializers.DecimalField(max_digits=3, decimal_places=2, min_value=0, max_value=1)
    evidence = serializers.CharField(max_length=300)
    evidence_url = serializers.URLField(max_length=200, allow_blank=True, default="")


class LinkEndIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300)


class GuardianshipShape(serializers.ModelSerializer[Guardianship]):
    biome: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    guardian = serializers.CharField(source="user.name", read_only=True)

    class Meta:
        model = Guardianship
        fields = ["id", "biome", "guardian", "hand", "instrument", "since", "until"]


class GuardianshipIn(serializers.Serializer[Any]):
    biome = PublicBiome()
    user: Any = serializers.SlugRelatedField(
        slug_field="code", queryset=people.people(), help_text="The code of the person's account."
    )
    hand = serializers.ChoiceField(choices=[1, 2])
    instrument = serializers.CharField(max_length=200)
    since = serializers.DateTimeField(allow_null=True, default=None)
    until = serializers.DateTimeField(allow_null=True, default=None)


class GuardianshipEndIn(serializers.Serializer[Any]):
    reason = serializers.ChoiceField(choices=[r.value for r in GuardianshipEnd])


class GuardianshipRequestShape(serializers.Serializer[Request]):
    """A change of hands that waits for a second curator."""

    request = serializers.IntegerField(source="approval.pk")
    biome = serializers.CharField(source="biome.slug")
    guardian = serializers.CharField(source="person")
    hand = serializers.IntegerField()
    ends = serializers.BooleanField()
    asked_by = serializers.CharField(source="approval.asked_by.code")
    asked_at = serializers.DateTimeField(source="approval.asked_at")


class RequestNumberIn(serializers.Serializer[Any]):
    request = serializers.IntegerField(min_value=1)


class JurisdictionShape(serializers.ModelSerializer[Jurisdiction]):
    organisation: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    biome: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    zone: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)

    class Meta:
        model = Jurisdiction
        fields = ["id", "organisation", "biome", "zone", "since", "until"]


class JurisdictionIn(serializers.Serializer[Any]):
    organisation: Any = serializers.SlugRelatedField(slug_field="slug", queryset=people.organisations())
    biome = PublicBiome(allow_null=True, default=None)
    zone: Any = serializers.SlugRelatedField(
        slug_field="slug", queryset=queries.zones(), allow_null=True, default=None
    )
    since = serializers.DateTimeField()

"""What pins, sightings and statements look like to other programs. Serializers shape; the pages' forms check."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.queries import name_of
from biomes import queries
from biomes.models import Biome, CorroborationNeed, GuestFiling, Sighting, Statement
from biomes.words import everyone as words
from ledger.queries import now

GUESTS = "Without an account: where the link that confirms is sent. The answer is 202."
PLACE = {"type": "object", "description": "GeoJSON Point, coarsened before it was stored"}


class PinShape(serializers.ModelSerializer[Biome]):
    stage = serializers.SerializerMethodField()
    place = serializers.SerializerMethodField()
    filed_at = serializers.DateTimeField(source="filing.filed_at", read_only=True)
    about = serializers.CharField(source="filing.about", read_only=True)
    known_to_m = serializers.IntegerField(source="filing.cell_m", read_only=True)
    zones: Any = serializers.SlugRelatedField(slug_field="slug", many=True, read_only=True)

    class Meta:
        model = Biome
        fields = [
            "slug",
            "name",
            "stage",
            "functional_group",
            "place",
            "known_to_m",
            "zones",
            "about",
            "filed_at",
        ]

    def get_stage(self, biome: Biome) -> str:
        return queries.shown_stage(biome, now()).value

    @extend_schema_field(PLACE)
    def get_place(self, biome: Biome) -> Any:
        return biome.place


class PinIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)
    lat = serializers.FloatField()
    lon = serializers.FloatField()
    cell_m = serializers.ChoiceField(choices=[100, 1000, 10000], default=100)
    about = serializers.CharField(max_length=600, required=False)
    functional_group = serializers.CharField(required=False)
    is_new = serializers.BooleanField(
        required=False, help_text="You looked at those near by: it is none of them."
    )
    photo = serializers.FileField(required=False)
    alt = serializers.CharField(max_length=300, required=False)
    email = serializers.EmailField(required=False, help_text=GUESTS)


class SentShape(serializers.Serializer[Any]):
    """What a guest is told, whatever becomes of it: look at your mail."""

    detail = serializers.CharField()


class GuestShape(serializers.ModelSerializer[GuestFiling]):
    """What a guest sent and whether it is filed; ``subject`` names what it became."""

    class Meta:
        model = GuestFiling
        fields = ["kind", "subject", "language", "asked_at", "confirmed_at"]


class GuestAppealIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=1000)


class SettleIn(serializers.Serializer[Any]):
    decision = serializers.ChoiceField(choices=["take_up", "merge", "refuse"])
    into = serializers.CharField(required=False)
    code = serializers.CharField(required=False)
    reason = serializers.CharField(max_length=300, required=False)


class SightingsShape(serializers.ListSerializer[Any]):
    """Many sightings, whose pictures are asked for once and not row by row."""

    def to_representation(self, data: Any) -> list[Any]:
        rows = list(data)
        self.child.known_pictures = queries.pictures_by_subject(one.subject for one in rows)  # type: ignore[attr-defined]
        return super().to_representation(rows)


class SightingShape(serializers.ModelSerializer[Sighting]):
    biome: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    place = serializers.SerializerMethodField()
    known_to_m = serializers.IntegerField(source="cell_m", read_only=True)
    borne_out = serializers.SerializerMethodField()
    pictures = serializers.SerializerMethodField()

    class Meta:
        model = Sighting
        list_serializer_class = SightingsShape
        fields = [
            "uuid", "biome", "kind", "said", "language", "seen_at", "precision", "place", "known_to_m", "state",
            "filed_at", "decided_at", "borne_out", "pictures",
        ]  # fmt: skip

    @extend_schema_field(PLACE)
    def get_place(self, one: Sighting) -> Any:
        return one.point

    def _pictures_of(self, one: Sighting) -> Any:
        many = getattr(self, "known_pictures", {})
        return many[one.subject] if one.subject in many else queries.pictures_of(one.subject)

    def get_borne_out(self, one: Sighting) -> bool:
        return hasattr(one, "corroborated")

    @extend_schema_field({"type": "array", "items": {"type": "object"}})
    def get_pictures(self, one: Sighting) -> list[dict[str, Any]]:
        return [
            {
                "uuid": str(picture.uuid),
                "alt": picture.alt,
                "widths": picture.widths,
                "licence": picture.licence,
            }
            for picture in self._pictures_of(one)
        ]


class SightingIn(serializers.Serializer[Any]):
    biome = serializers.CharField()
    kind = serializers.CharField()
    day = serializers.DateField()
    hour = serializers.TimeField(required=False)
    offset = serializers.IntegerField(
        required=False, help_text="Minutes ahead of UTC of the clock that says the hour."
    )
    lat = serializers.FloatField()
    lon = serializers.FloatField()
    cell_m = serializers.ChoiceField(choices=[100, 1000, 10000], default=100)
    said = serializers.CharField(max_length=1000, required=False)
    landscape = serializers.FileField(required=False)
    landscape_alt = serializers.CharField(max_length=300, required=False)
    middle = serializers.FileField(required=False)
    middle_alt = serializers.CharField(max_length=300, required=False)
    close = serializers.FileField(required=False)
    close_alt = serializers.CharField(max_length=300, required=False)
    email = serializers.EmailField(required=False, help_text=GUESTS)


class NeedIn(serializers.Serializer[Any]):
    kind = serializers.CharField()
    people = serializers.IntegerField(min_value=2, max_value=50)
    hours = serializers.IntegerField(min_value=1, max_value=720)
    radius_m = serializers.IntegerField(min_value=100, max_value=50000)
    reason = serializers.CharField(max_length=200)


class NeedShape(serializers.ModelSerializer[CorroborationNeed]):
    class Meta:
        model = CorroborationNeed
        fields = ["kind", "people", "hours", "radius_m", "reason", "set_at"]


class StatementShape(serializers.ModelSerializer[Statement]):
    biome: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    author = serializers.SerializerMethodField()
    says = serializers.SerializerMethodField()
    evidence = serializers.SerializerMethodField()

    class Meta:
        model = Statement
        fields = [
            "uuid", "biome", "says", "author", "capacity", "standing", "method", "text", "language", "evidence",
            "no_evidence", "label", "state", "by_guardian", "published_at",
        ]  # fmt: skip

    def get_author(self, one: Statement) -> str:
        return name_of(one.author)

    def get_says(self, one: Statement) -> str:
        return words.said_for(one.biome.name, name_of(one.author), one.capacity, one.method)

    @extend_schema_field({"type": "array", "items": {"type": "object"}})
    def get_evidence(self, one: Statement) -> Any:
        return one.evidence


class StatementIn(serializers.Serializer[Any]):
    biome = serializers.CharField()
    text = serializers.CharField(max_length=2000)
    capacity = serializers.CharField()
    standing = serializers.CharField(max_length=80, required=False)
    method = serializers.CharField()
    evidence = serializers.CharField(required=False, help_text="One a line: what it is | its address.")
    no_evidence = serializers.CharField(max_length=300, required=False)
    label = serializers.CharField()

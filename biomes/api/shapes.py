"""What this app's objects look like to other programs. Serializers shape and check; they never save."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from biomes import queries, words
from biomes.api.around import Geometry
from biomes.api.pictures import PictureShape
from biomes.models import (
    Biome,
    Indicator,
    Reading,
    Revision,
    Seal,
    Station,
    Threshold,
    Zone,
)
from biomes.rules import coarse, diff, profile, typology
from biomes.rules.leaf import plain
from biomes.rules.words import Direction, Quality, RedList, State, Verification
from biomes.words import curation
from ledger.queries import now


class Plain(serializers.Field[Any, Any, str, Any]):
    """A decimal as text without idle zeros, as the log writes it."""

    def to_representation(self, value: Any) -> str:
        return plain(value)


extend_schema_field({"type": "string", "format": "decimal"})(Plain)


class BiomesShape(serializers.ListSerializer[Any]):
    """A page of living systems, whose states and pictures are asked for once and not row by row."""

    def to_representation(self, data: Any) -> list[Any]:
        rows = list(data)
        self.child.known_states = queries.states_of(rows, now())  # type: ignore[attr-defined]
        self.child.known_pictures = queries.shown_pictures_of(rows)  # type: ignore[attr-defined]
        return super().to_representation(rows)


class BiomeShape(serializers.ModelSerializer[Biome]):
    place = Geometry(read_only=True)
    zones: Any = serializers.SlugRelatedField(slug_field="slug", many=True, read_only=True)
    kind = serializers.SerializerMethodField()
    state = serializers.SerializerMethodField()
    area_km2 = serializers.SerializerMethodField()
    pictures = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()

    class Meta:
        model = Biome
        list_serializer_class = BiomesShape
        fields = [
            "slug", "name", "names", "functional_group", "kind", "state", "place", "area_km2", "mean_depth_m",
            "zones", "story", "notice", "red_list", "red_list_criteria", "red_list_on", "red_list_citation",
            "stewards", "coarse_km", "pictures", "published_at", "url",
        ]  # fmt: skip

    def get_kind(self, biome: Biome) -> str:
        return typology.name_of(biome.functional_group)

    @extend_schema_field(
        {
            "type": "object",
            "properties": {
                "state": {"type": "string"},
                "since": {"type": "string", "format": "date-time", "nullable": True},
                "reasons": {"type": "array", "items": {"type": "object"}},
            },
        }
    )
    def get_state(self, biome: Biome) -> dict[str, Any]:
        found = getattr(self, "known_states", {}).get(biome.pk) or queries.state_of(biome, now())
        return {"state": found.state.value, "since": found.since, "reasons": list(found.reasons)}

    def get_area_km2(self, biome: Biome) -> float | None:
        area = queries.area_km2(biome)
        return None if area is None else round(area, 3)

    @extend_schema_field(PictureShape(many=True))
    def get_pictures(self, biome: Biome) -> list[dict[str, Any]]:
        many = getattr(self, "known_pictures", None)
        shown = queries.shown_pictures(biome) if many is None else many[biome.pk]
        return [dict(PictureShape(one).data) for one in shown]

    def get_url(self, biome: Biome) -> str:
        return reverse("biomes:biome", args=[biome.slug])


class IndicatorShape(serializers.ModelSerializer[Indicator]):
    class Meta:
        model = Indicator
        fields = ["code", "name", "unit", "validity_hours", "plausible_low", "plausible_high", "is_toxin"]


class ThresholdShape(serializers.ModelSerializer[Threshold]):
    indicator: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    biome: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    value = Plain(read_only=True)
    unit = serializers.CharField(source="indicator.unit", read_only=True)
    corrects: Any = serializers.PrimaryKeyRelatedField(read_only=True)

    class Meta:
        model = Threshold
        fields = [
            "id", "indicator", "level", "direction", "value", "unit", "biome", "typology_code", "label", "source",
            "source_url", "source_year", "since", "until", "corrects", "reason", "verification", "verified_on",
            "verified_note",
        ]  # fmt: skip


class StationShape(serializers.ModelSerializer[Station]):
    biome: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    operator: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)

    class Meta:
        model = Station
        fields = ["code", "name", "biome", "lon", "lat", "operator", "opened_at", "closed_at"]


class ReadingShape(serializers.ModelSerializer[Reading]):
    """SensorThings words: an Observation of an ObservedProperty (indicator) by a Thing (station)."""

    station: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    indicator: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    value = Plain(read_only=True)
    leaf = serializers.SerializerMethodField()

    class Meta:
        model = Reading
        fields = [
            "id", "station", "indicator", "phenomenon_at", "precision", "depth_m", "replicate", "version", "value",
            "qualifier", "detection_limit", "unit", "quality", "flags", "method", "historical", "result_at",
            "received_at", "as_sent", "leaf",
        ]  # fmt: skip

    def get_leaf(self, reading: Reading) -> str:
        return queries.reading_leaf(reading)


class SealShape(serializers.ModelSerializer[Seal]):
    class Meta:
        model = Seal
        fields = ["day", "reading_count", "root", "sealed_at"]


class RevisionShape(serializers.ModelSerializer[Revision]):
    class Meta:
        model = Revision
        fields = [
            "number", "author", "reason", "snapshot", "made_at", "published_at", "dropped_at", "reverts_to",
        ]  # fmt: skip


class ComparedIn(serializers.Serializer[Any]):
    before = serializers.IntegerField(min_value=1, max_value=1_000_000)
    after = serializers.IntegerField(min_value=1, max_value=1_000_000)


class ChangedShape(serializers.Serializer[Any]):
    field = serializers.CharField()
    before = serializers.JSONField()
    after = serializers.JSONField()
    words = serializers.SerializerMethodField(help_text="[side, same|out|in, text]: the change word by word.")

    def get_words(self, one: Any) -> list[list[str]]:
        found = diff.sides(curation.said(one.field, one.before), curation.said(one.field, one.after))
        return [
            [side, piece.change.value, piece.text]
            for side, pieces in (("before", found.before), ("after", found.after))
            for piece in pieces
        ]


class ComparisonShape(serializers.Serializer[Any]):
    fields_changed = ChangedShape(source="fields", many=True)
    area_before_km2 = serializers.FloatField(source="areas.before", default=None, allow_null=True)
    area_after_km2 = serializers.FloatField(source="areas.after", default=None, allow_null=True)


# --- Input of the curator's acts -------------------------------------------------------------------
class BiomeNameIn(serializers.Serializer[Any]):
    language = serializers.CharField(max_length=35, help_text="A BCP 47 tag.")
    name = serializers.CharField(max_length=80)
    meaning = serializers.CharField(max_length=120, allow_blank=True, default="")


class StewardIn(serializers.Serializer[Any]):
    organisation = serializers.CharField(max_length=50, allow_blank=True, default="")
    name = serializers.CharField(max_length=80)
    role = serializers.CharField(max_length=80, allow_blank=True, default="")
    url = serializers.CharField(max_length=200, allow_blank=True, default="")


class BiomeContentIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)
    names = BiomeNameIn(many=True, default=list)
    functional_group = serializers.ChoiceField(choices=sorted(typology.FUNCTIONAL_GROUPS))
    place = Geometry(allow_null=True, default=None)
    zones: Any = serializers.SlugRelatedField(
        slug_field="slug", many=True, queryset=Zone.objects.all(), default=list
    )
    story = serializers.CharField(max_length=8000, allow_blank=True, default="")
    notice = serializers.CharField(max_length=240, allow_blank=True, default="")
    mean_depth_m = serializers.DecimalField(
        max_digits=7, decimal_places=2, min_value=0, allow_null=True, default=None
    )
    red_list = serializers.ChoiceField(
        choices=[c.value for c in RedList], default=RedList.NOT_EVALUATED.value
    )
    red_list_criteria = serializers.CharField(max_length=60, allow_blank=True, default="")
    red_list_on = serializers.DateField(allow_null=True, default=None)
    red_list_citation = serializers.CharField(max_length=300, allow_blank=True, default="")
    stewards = StewardIn(many=True, default=list)
    coarse_km = serializers.ChoiceField(
        choices=coarse.SIZES_KM,
        default=0,
        help_text="A sensitive place is kept as squares of this size only.",
    )
    pictures = serializers.ListField(
        child=serializers.CharField(max_length=36),
        max_length=30,
        default=list,
        help_text="The addresses (uuid) of its pictures in their order.",
    )
    reason = serializers.CharField(max_length=200)

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        """The same rule as the page's form; each fault names its field."""
        faults: dict[str, list[str]] = {}
        for one in profile.faults(said):
            faults.setdefault(one.field, []).append(curation.fault(one))
        if faults:
            raise serializers.ValidationError(faults)
        return said


class BiomeDraftIn(BiomeContentIn):
    slug = serializers.SlugField(max_length=50)


class BiomeEditIn(BiomeContentIn):
    based_on = serializers.IntegerField(min_value=1)


class RevisionNumberIn(serializers.Serializer[Any]):
    number = serializers.IntegerField(min_value=1)


class RevisionRevertIn(RevisionNumberIn):
    reason = serializers.CharField(max_length=200)


class CheckIn(serializers.Serializer[Any]):
    verification = serializers.ChoiceField(
        choices=[v.value for v in Verification if v is not Verification.EARLIER],
        help_text="How the value was checked: in the document, by its publisher's word, or in works that quote it.",
    )
    verified_on = serializers.DateField()
    verified_note = serializers.CharField(max_length=200, allow_blank=True, default="")


class CorrectionIn(CheckIn):
    value = serializers.DecimalField(max_digits=18, decimal_places=6)
    label: Any = serializers.CharField(max_length=40, allow_blank=True, default="")
    source: Any = serializers.CharField(max_length=300)
    source_url = serializers.URLField(allow_blank=True, default="")
    source_year = serializers.IntegerField(min_value=1800, max_value=2200)
    reason = serializers.CharField(max_length=200)
    since = serializers.DateTimeField()


class ThresholdIn(CheckIn):
    indicator: Any = serializers.SlugRelatedField(slug_field="code", queryset=Indicator.objects.all())
    level = serializers.ChoiceField(
        choices=[s.value for s in (State.STRESSED, State.DISTRESSED, State.CRITICAL)]
    )
    direction = serializers.ChoiceField(choices=[d.value for d in Direction])
    value = serializers.DecimalField(max_digits=18, decimal_places=6)
    biome: Any = serializers.SlugRelatedField(
        slug_field="slug", queryset=Biome.objects.all(), allow_null=True, default=None
    )
    typology_code = serializers.CharField(max_length=8, allow_blank=True, default="")
    label: Any = serializers.CharField(max_length=40, allow_blank=True, default="")
    source: Any = serializers.CharField(max_length=300)
    source_url = serializers.URLField(allow_blank=True, default="")
    source_year = serializers.IntegerField(min_value=1800, max_value=2200)
    since = serializers.DateTimeField()

    def validate_typology_code(self, code: str) -> str:
        if code and not typology.lineage(code):
            raise serializers.ValidationError(words.refusal("unknown_typology"))
        return code


class JudgementIn(serializers.Serializer[Any]):
    quality = serializers.ChoiceField(choices=[Quality.CHECKED.value, Quality.REJECTED.value])


class StationKeyOut(serializers.Serializer[Any]):
    hint = serializers.CharField()
    secret = serializers.CharField(help_text="Shown once.")


class StationKeyIn(serializers.Serializer[Any]):
    hint = serializers.CharField(max_length=12)


class VerdictOut(serializers.Serializer[Any]):
    row = serializers.IntegerField()
    verdict = serializers.ChoiceField(choices=sorted(words.VERDICTS))
    reason = serializers.CharField()
    field = serializers.CharField()
    message = serializers.CharField()
    flags = serializers.ListField(child=serializers.CharField())
    version = serializers.IntegerField()
    newest = serializers.IntegerField(help_text="The newest version of this measurement there is now.")


class BatchReceiptOut(serializers.Serializer[Any]):
    counts = serializers.DictField(child=serializers.IntegerField())
    verdicts = VerdictOut(many=True)
    left_out = serializers.IntegerField(help_text="Rows plainly stored, of which a large batch says no more.")


class RowIn(serializers.Serializer[Any]):
    """One measurement; shown in the schema, judged row by row in `biomes.rules.intake`."""

    indicator = serializers.CharField()
    at = serializers.CharField(help_text="2150-06-11T09:40Z, or a day, a month, a year")
    value = serializers.CharField(help_text="61, <0.1, or bdl with a detection limit")
    unit = serializers.CharField(required=False)
    depth_m = serializers.DecimalField(max_digits=8, decimal_places=2, required=False)
    replicate = serializers.IntegerField(required=False)
    detection_limit = serializers.DecimalField(max_digits=18, decimal_places=6, required=False)
    method = serializers.CharField(required=False)
    result_at = serializers.CharField(required=False)
    corrects = serializers.IntegerField(
        required=False, help_text="The newest version, where an earlier value is meant to hold again"
    )


class BatchIn(serializers.Serializer[Any]):
    readings = RowIn(many=True)

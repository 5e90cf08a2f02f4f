"""Alliances and what their parties owe, as programs read and write them."""

from datetime import datetime
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from council import queries
from council.actions import Shown
from council.api.prose import Prose
from council.forms_alliances import VERBS
from council.models import Alliance, Commitment, CommitmentFinding, Party
from council.rules.alliances import Finding, Standing, day_of
from council.rules.measures import How, Side

SUBJECT: Any = {"max_length": 120}


class PartyOut(serializers.ModelSerializer[Party]):
    """A body or a living system, as a subject; it has joined when all its hands gave their word."""

    party = serializers.CharField(source="subject", read_only=True)
    name = serializers.CharField(source="__str__", read_only=True)

    class Meta:
        model = Party
        fields = ("party", "name", "is_living", "is_late", "joined_at", "left_at")


class AllianceOut(serializers.ModelSerializer[Alliance]):
    """An alliance over `[since, until)`; `act` is what a motion takes up to put it in force."""

    act = serializers.CharField(source="subject", read_only=True)
    body: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    renews: Any = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)
    motion: Any = serializers.SlugRelatedField(slug_field="number", read_only=True, allow_null=True)
    parties = PartyOut(many=True, read_only=True)

    class Meta:
        model = Alliance
        fields = (
            "code", "act", "body", "title", "purpose", "since", "until", "is_open", "renews", "sha256", "stage",
            "proposed_at", "motion", "entered_at", "ended_at", "ended_by", "parties",
        )  # fmt: skip


class WholeAlliance(AllianceOut):
    """With the agreement that `sha256` is of, as data."""

    agreement = serializers.SerializerMethodField()

    class Meta(AllianceOut.Meta):
        fields = (*AllianceOut.Meta.fields, "agreement")  # type: ignore[assignment]

    @extend_schema_field(OpenApiTypes.OBJECT)
    def get_agreement(self, row: Alliance) -> dict[str, Any]:
        return queries.agreement_of(row)


class AllianceIn(serializers.Serializer[Any]):
    """`parties` are subjects: `accounts.organisation/<slug>`, `biomes.biome/<slug>`."""

    title = Prose(max_length=120)
    purpose = Prose(block=True, max_length=2000)
    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    parties = serializers.ListField(child=serializers.CharField(**SUBJECT), min_length=2, max_length=40)
    is_open = serializers.BooleanField(default=False)
    renews = serializers.CharField(max_length=12, default="", allow_blank=True)


class WordIn(serializers.Serializer[Any]):
    party = serializers.CharField(**SUBJECT)
    word = serializers.ChoiceField(choices=list(VERBS))


class FindingOut(serializers.ModelSerializer[CommitmentFinding]):
    """`party` is empty where the rule found it from readings: then `leaf` is of the reading that decides."""

    party = serializers.SerializerMethodField()

    class Meta:
        model = CommitmentFinding
        fields = (
            "key", "finding", "party", "evidence", "note", "found_at", "leaf", "value", "measured_at", "reading_count",
        )  # fmt: skip

    def get_party(self, row: CommitmentFinding) -> str:
        return row.party.subject if row.party else ""


class MeasureOut(serializers.Serializer[Any]):
    """An indicator of a living system on one side of a limit, in the indicator's unit."""

    indicator = serializers.CharField(source="indicator.code")
    biome = serializers.CharField(source="biome.subject")
    how = serializers.CharField()
    side = serializers.CharField()
    limit = serializers.DecimalField(max_digits=18, decimal_places=6)


class CommitmentOut(serializers.ModelSerializer[Commitment]):
    """What one party owes by a day; `standing` is that of today."""

    alliance: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    owes = serializers.CharField(source="owes.subject", read_only=True)
    to = serializers.SerializerMethodField(help_text="Empty: to all the others.")
    measure = serializers.SerializerMethodField()
    standing = serializers.SerializerMethodField()
    findings = FindingOut(many=True, read_only=True)

    class Meta:
        model = Commitment
        fields = (
            "key", "alliance", "owes", "to", "what", "due_on", "shown_by", "measure", "standing", "released_at",
            "findings",
        )  # fmt: skip

    def get_to(self, row: Commitment) -> str:
        return row.to.subject if row.to else ""

    @extend_schema_field(MeasureOut(allow_null=True))
    def get_measure(self, row: Commitment) -> Any:
        return MeasureOut(row).data if row.indicator_id else None

    @extend_schema_field(serializers.ChoiceField(choices=[one.value for one in Standing]))
    def get_standing(self, row: Commitment) -> str:
        at: datetime = self.context["at"]
        return row.standing_on(day_of(at)).value


class MeasureIn(serializers.Serializer[Any]):
    indicator = serializers.SlugField(max_length=50)
    biome = serializers.CharField(**SUBJECT)
    how = serializers.ChoiceField(choices=[how.value for how in How])
    side = serializers.ChoiceField(choices=[side.value for side in Side])
    limit = serializers.DecimalField(max_digits=18, decimal_places=6)

    def validate(self, attrs: dict[str, Any]) -> Any:
        return Shown(**{**attrs, "how": How(attrs["how"]), "side": Side(attrs["side"])})


class CommitmentIn(serializers.Serializer[Any]):
    """Shown by words, by a `measure`, or both; `to` empty: owed to all the others."""

    owes = serializers.CharField(**SUBJECT)
    to = serializers.CharField(max_length=120, default="", allow_blank=True)
    what = Prose(max_length=400)
    due_on = serializers.DateField()
    shown_by = Prose(max_length=300, default="", allow_blank=True)
    measure = MeasureIn(required=False, allow_null=True, default=None)


class FindingIn(serializers.Serializer[Any]):
    """`evidence`: a link that begins with https://, or a subject of the record."""

    party = serializers.CharField(**SUBJECT)
    finding = serializers.ChoiceField(choices=[finding.value for finding in Finding])
    evidence = serializers.CharField(max_length=300)
    note = Prose(max_length=600, default="", allow_blank=True)

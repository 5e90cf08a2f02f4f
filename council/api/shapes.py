"""Motions, ballots and objections as programs read and write them."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from council.api.prose import Prose
from council.forms import STEPS
from council.models import Ballot, Motion, Objection
from council.rules.kinds import MotionKind
from council.rules.seats import Choice
from council.rules.signing import MOST_BYTES, Assertion, read_assertion


class ChamberPresence(serializers.Serializer[Any]):
    """One chamber while the vote is open: how many seats are present; never a choice."""

    body = serializers.CharField(source="body.code")
    in_office = serializers.IntegerField()
    present = serializers.IntegerField()
    needed = serializers.IntegerField(
        allow_null=True, help_text="Seats a quorum needs; null where the rule asks for none, or weighs seats."
    )
    quorate = serializers.BooleanField(allow_null=True, help_text="Null where the rule asks for no quorum.")
    left_out = serializers.BooleanField(
        help_text="Recusals alone keep it from its quorum, and the rule leaves the decision to the rest."
    )
    seats = serializers.SerializerMethodField(help_text="The codes of the seats whose ballot is in.")

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_seats(self, row: Any) -> list[str]:
        return [each.place.seat.code for each in row.seats if each.present]


class MotionSerializer(serializers.ModelSerializer[Motion]):
    """A motion as it is read; `code` is its number, or the key of a draft that only its mover sees."""

    code = serializers.CharField(read_only=True)
    body: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    touched = serializers.ListField(
        child=serializers.CharField(), read_only=True,
        help_text="The living systems whose consent it asks for: `affects`, and those found touched besides.",
    )  # fmt: skip
    rule = serializers.SerializerMethodField(help_text="The fingerprint of the rule it is decided by.")

    class Meta:
        model = Motion
        fields = (
            "code", "number", "body", "kind", "state", "title", "summary", "text", "language", "act", "origin", "evidence",
            "affects", "touched", "suspends", "reason", "rule", "text_sha256", "submitted_at", "opens_at", "closes_at", "in_room",
            "decided_at",
            "consent_until", "enacted_at", "in_force_on",
        )  # fmt: skip

    @extend_schema_field(OpenApiTypes.STR)
    def get_rule(self, row: Motion) -> str:
        return row.rule.sha256 if row.rule else ""


class WholeMotionSerializer(MotionSerializer):
    """With the vote: who is present while it is open; outcome, working and roll once it is closed."""

    presence = ChamberPresence(many=True, read_only=True)
    outcome = serializers.CharField(read_only=True)
    working = serializers.JSONField(read_only=True, allow_null=True)

    class Meta(MotionSerializer.Meta):
        fields = (*MotionSerializer.Meta.fields, "presence", "outcome", "working")  # type: ignore[assignment]


class ObjectionOut(serializers.ModelSerializer[Objection]):
    """What a living system's seat objects, on which articles, with what evidence."""

    seat: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = Objection
        fields = ("seat", "articles", "evidence", "filed_at", "sha256")


class AssertionIn(serializers.Serializer[Any]):
    """What a passkey answered, each part base64url; the signature in DER."""

    authenticator = serializers.CharField(max_length=4 * MOST_BYTES)
    client = serializers.CharField(max_length=4 * MOST_BYTES)
    signature = serializers.CharField(max_length=400)

    def validate(self, attrs: Any) -> Assertion:
        try:
            return read_assertion(attrs)
        except ValueError as wrong:
            raise serializers.ValidationError(
                _("The signature is damaged. Cast the ballot again.")
            ) from wrong


class BallotIn(serializers.Serializer[Any]):
    """What a holder sends; the key makes a retry harmless."""

    seat = serializers.SlugField(max_length=50)
    choice = serializers.ChoiceField(choices=[c.value for c in Choice])
    key = serializers.UUIDField()
    reason = Prose(
        block=True,
        max_length=1200,
        default="",
        help_text="Needed for a seat that speaks for a living system.",
    )
    departure = Prose(
        block=True, max_length=1200, default="", allow_blank=True,
        help_text="Why the seat votes otherwise than it was instructed, where it does.",
    )  # fmt: skip
    articles = serializers.ListField(
        child=serializers.CharField(max_length=120), default=list, max_length=20,
        help_text="The articles of a charter in force that the reason cites, as subjects.",
    )  # fmt: skip
    signature = AssertionIn(
        default=None, allow_null=True,
        help_text="Owed where the seat's ballots are signed: the answer to what `prepare` asked for the same key.",
    )  # fmt: skip


class BallotOut(serializers.ModelSerializer[Ballot]):
    """The caller's own ballot."""

    seat: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    motion = serializers.CharField(source="voting.motion.number", read_only=True)
    round = serializers.IntegerField(source="voting.number", read_only=True)

    class Meta:
        model = Ballot
        fields = ("motion", "round", "seat", "hand", "choice", "commitment", "cast_at", "superseded_at")


# --- What is written: the shapes of the pages' forms ------------------------------------------------
class MotionIn(serializers.Serializer[Any]):
    """A draft. `act` is what it takes up, a tabled amendment or a finished run; `origin` what it answers, a
    petition or an alert in force."""

    kind = serializers.ChoiceField(choices=[k.value for k in MotionKind])
    title = serializers.CharField(max_length=160)
    summary = serializers.CharField(max_length=400)
    text = serializers.CharField(max_length=8000)
    act = serializers.CharField(max_length=120, allow_blank=True, default="")
    origin = serializers.CharField(max_length=200, allow_blank=True, default="")
    affects = serializers.ListField(
        child=serializers.CharField(max_length=120), default=list,
        help_text="Living systems it touches, as subjects; what it takes up or answers adds its own.",
    )  # fmt: skip
    suspends = serializers.ListField(
        child=serializers.CharField(max_length=120), default=list,
        help_text="Articles that an emergency measure suspends, as subjects.",
    )  # fmt: skip
    language = serializers.ChoiceField(
        choices=[code for code, _name in settings.LANGUAGES], required=False,
        help_text="Of the words; her own, unless said.",
    )  # fmt: skip
    in_force_on = serializers.DateField(
        default=None, allow_null=True,
        help_text="The day from which it applies, if it is adopted by then; null, the day it is enacted.",
    )  # fmt: skip


class ObjectionIn(serializers.Serializer[Any]):
    seat = serializers.SlugField(max_length=50)
    articles = serializers.ListField(child=serializers.CharField(max_length=120))
    evidence = serializers.CharField(max_length=2000)


class StepIn(serializers.Serializer[Any]):
    """One step of the secretary's; what it needs besides depends on the step."""

    step = serializers.ChoiceField(choices=sorted(STEPS))
    reason = serializers.CharField(max_length=400, required=False, help_text="To refuse.")
    opens_at = serializers.DateTimeField(required=False, help_text="To schedule or recall.")
    closes_at = serializers.DateTimeField(
        required=False, help_text="To schedule, recall, open once more or override."
    )
    in_room = serializers.BooleanField(
        required=False,
        help_text="To schedule or recall: the roll is called in a sitting, and nothing is cast.",
    )


class CastingIn(serializers.Serializer[Any]):
    """The chair's casting vote."""

    choice = serializers.ChoiceField(choices=[Choice.YES.value, Choice.NO.value])

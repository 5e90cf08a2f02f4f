"""The shape of what programs send and get; the fields of people are the forms' own."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.doors import now
from accounts.fields import AddressField
from biomes import queries as biomes
from charters import queries as charters
from petitions.citable import is_citable
from petitions.forms.fields import NameField, TextField
from petitions.forms.sealing import PseudonymField
from petitions.queries import Receipt
from petitions.rules import texts
from petitions.rules.answers import Verdict
from petitions.rules.filing import Relation
from petitions.rules.thresholds import MOST_SPONSORS

LANGUAGES = ("en", "es", "ar")


class FromForm(serializers.CharField):
    """A text checked by the page's own field, so that page and API refuse alike."""

    def __init__(self, field: forms.Field, **options: Any) -> None:
        self.form_field = field
        options.setdefault("required", field.required)
        options.setdefault("allow_blank", True)
        options.setdefault("trim_whitespace", False)
        if not field.required:
            options.setdefault("default", "")
        super().__init__(**options)
        self.validators = []

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        try:
            return str(self.form_field.clean(text))
        except forms.ValidationError as error:
            raise serializers.ValidationError(error.messages) from error


class Slug(serializers.SlugRelatedField[Any]):
    """One row by its slug."""

    def __init__(self, **options: Any) -> None:
        super().__init__(slug_field="slug", **options)


def zone_field() -> Any:
    return Slug(queryset=biomes.zones(), required=False, allow_null=True, default=None)


class SignersPinIn(serializers.Serializer[Any]):
    """Where somebody lives. It is read as its zone at once, and kept nowhere."""

    lon = serializers.FloatField(min_value=-180, max_value=180)
    lat = serializers.FloatField(min_value=-90, max_value=90)


class SignIn(serializers.Serializer[Any]):
    name = FromForm(NameField())
    email = FromForm(AddressField())
    zone = zone_field()
    pin = SignersPinIn(required=False, allow_null=True, default=None, write_only=True)
    relation = serializers.ChoiceField(choices=[r.value for r in Relation], required=False, default="")
    updates = serializers.BooleanField(default=False)
    language = serializers.ChoiceField(choices=LANGUAGES, default="en")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A pin becomes its zone, unless the zone is said."""
        pin = attrs.pop("pin")
        return attrs | {"zone": attrs["zone"] or (biomes.zone_at(**pin) if pin else None)}


class SignNowIn(serializers.Serializer[Any]):
    zone = zone_field()
    updates = serializers.BooleanField(default=False)
    language = serializers.ChoiceField(choices=LANGUAGES, default="en")


class InviteIn(serializers.Serializer[Any]):
    emails = serializers.ListField(child=FromForm(AddressField()), min_length=1, max_length=MOST_SPONSORS)


class SponsorIn(serializers.Serializer[Any]):
    share = serializers.CharField(max_length=64)
    name = FromForm(NameField())
    email = FromForm(AddressField())
    zone = zone_field()
    language = serializers.ChoiceField(choices=LANGUAGES, default="en")


class ConfirmIn(serializers.Serializer[Any]):
    token = serializers.CharField(max_length=64)


class PetitionIn(serializers.Serializer[Any]):
    biomes = Slug(queryset=biomes.askable_biomes(), many=True, allow_empty=False)
    right = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    title = FromForm(TextField(thing="the title", longest=texts.TITLE, shortest=texts.SHORTEST_TITLE))
    asks = serializers.ListField(
        child=FromForm(TextField(thing="the ask", longest=texts.ASK, shortest=texts.SHORTEST_ASK)),
        min_length=1,
        max_length=texts.ASKS,
    )
    background = FromForm(TextField(thing="the background", longest=texts.BACKGROUND, shortest=1, block=True))
    details = FromForm(TextField(thing="the details", longest=texts.DETAILS, block=True))
    citations = serializers.ListField(
        child=serializers.RegexField(r"^[a-z]+\.[a-z_]+/\S{1,80}$", max_length=120),
        max_length=10,
        default=list,
    )
    relation = serializers.ChoiceField(choices=[r.value for r in Relation])
    zone = zone_field()
    language = serializers.ChoiceField(choices=LANGUAGES, default="en")
    pseudonym = FromForm(PseudonymField())

    def validate_citations(self, citations: list[str]) -> list[str]:
        if not all(is_citable(subject) for subject in citations):
            raise serializers.ValidationError(_("Cite readings, alerts and runs of the public record."))
        return citations

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The right is an article of these living systems' charters, or of the universal one."""
        articles = charters.articles_for([biome.slug for biome in attrs["biomes"]], now())
        if attrs["right"] and attrs["right"] not in {article.subject for article in articles}:
            raise serializers.ValidationError({"right": [_("Choose one of the articles of the list")]})
        return attrs | {"relation": Relation(attrs["relation"])}


class AnswerIn(serializers.Serializer[Any]):
    number = serializers.IntegerField(min_value=1, max_value=texts.ASKS)
    verdict = serializers.ChoiceField(choices=[v.value for v in Verdict])
    text = FromForm(TextField(thing="the reasons", longest=texts.ANSWER, shortest=1, block=True))
    by_date = serializers.DateField(required=False, allow_null=True, default=None)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["verdict"] == Verdict.LATER and attrs["by_date"] is None:
            raise serializers.ValidationError({"by_date": ["Say by which date."]})
        return attrs | {"verdict": Verdict(attrs["verdict"])}


class ResponseIn(serializers.Serializer[Any]):
    summary = FromForm(TextField(thing="the sentence", longest=texts.ASK, shortest=10))
    answers = AnswerIn(many=True, allow_empty=False)

    def validate_answers(self, answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len({answer["number"] for answer in answers}) < len(answers):
            raise serializers.ValidationError("Answer each ask once.")
        return answers


class StopIn(serializers.Serializer[Any]):
    """The first moderator gives the reason; the second agrees to it and sends nothing."""

    reason = serializers.CharField(required=False, max_length=600, min_length=20)


class Taken(serializers.Serializer[Any]):
    detail = serializers.CharField()


class PetitionRow(serializers.Serializer[Any]):
    slug = serializers.SlugField()
    title = serializers.CharField()
    state = serializers.CharField()
    response = serializers.CharField()
    debate = serializers.CharField()
    signatures = serializers.IntegerField()
    online = serializers.IntegerField()
    paper = serializers.IntegerField()
    counted_at = serializers.DateTimeField(allow_null=True)
    opened_at = serializers.DateTimeField(allow_null=True)
    closes_at = serializers.DateTimeField(allow_null=True)
    body = serializers.CharField(allow_null=True)
    biomes = serializers.ListField(child=serializers.CharField())
    language = serializers.CharField()
    url = serializers.URLField()


class PetitionOut(PetitionRow):
    subject = serializers.CharField()
    background = serializers.CharField()
    details = serializers.CharField()
    right = serializers.CharField(allow_null=True)
    citations = serializers.ListField(child=serializers.CharField())
    asks = serializers.ListField(child=serializers.DictField())
    thresholds = serializers.ListField(child=serializers.DictField())
    zones = serializers.ListField(child=serializers.DictField(), allow_null=True)
    basins = serializers.ListField(child=serializers.DictField(), allow_null=True)
    invalidated = serializers.IntegerField()
    nearby_share = serializers.IntegerField(allow_null=True)
    moves = serializers.ListField(child=serializers.DictField())
    end_reason = serializers.CharField(allow_null=True)


class ReceiptOut(serializers.Serializer[Receipt]):
    code = serializers.CharField()
    petition = serializers.SlugField(source="petition.slug")
    confirmed_at = serializers.DateTimeField()
    batch = serializers.IntegerField(source="batch.number", allow_null=True, default=None)
    root = serializers.CharField(source="batch.root", allow_null=True, default=None)
    size = serializers.IntegerField(source="batch.count", allow_null=True, default=None)
    invalidated = serializers.SerializerMethodField()
    leaf = serializers.CharField()
    index = serializers.IntegerField()
    proof = serializers.ListField(child=serializers.CharField())

    def get_invalidated(self, found: Receipt) -> bool:
        """Whether the signature was taken off the count; it stays in its batch."""
        return found.invalidation is not None

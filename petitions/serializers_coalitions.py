"""The shape of what programs send and get about coalitions; the pages' own forms check what is in it."""

from typing import Any

from rest_framework import serializers

from petitions.rules.coalitions import Act
from petitions.rules.pledges import Unit

LANGUAGES = ("en", "es", "ar")
STEWARD = "steward"
MOVES = [str(act) for act in Act if act not in {Act.ASK, Act.INVITE}] + [STEWARD]


class CoalitionIn(serializers.Serializer[Any]):
    """The pages' own forms check what is in it, so that page and API refuse alike."""

    biomes = serializers.ListField(child=serializers.CharField(max_length=60), max_length=10)
    around = serializers.ListField(child=serializers.CharField(max_length=120), max_length=20, default=list)
    title = serializers.CharField()
    aim = serializers.CharField()
    who = serializers.CharField(default="person", help_text="`person`, `body:<slug>` or `biome:<slug>`.")
    language = serializers.ChoiceField(choices=LANGUAGES, default="en")


class CoalitionMemberOut(serializers.Serializer[Any]):
    member = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.CharField()
    subject = serializers.CharField(allow_null=True)
    standing = serializers.CharField()
    is_steward = serializers.BooleanField()
    joined_at = serializers.DateTimeField(allow_null=True)


class PledgeJudgementOut(serializers.Serializer[Any]):
    by = serializers.CharField()
    confirms = serializers.BooleanField()
    says = serializers.CharField(allow_null=True)
    made_at = serializers.DateTimeField()


class PledgeReportOut(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    by = serializers.CharField()
    done = serializers.CharField()
    says = serializers.CharField(allow_null=True)
    link = serializers.CharField(allow_null=True)
    made_at = serializers.DateTimeField()
    judgements = PledgeJudgementOut(many=True)


class PledgeOut(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    member = serializers.CharField()
    member_id = serializers.UUIDField()
    kind = serializers.CharField()
    what = serializers.CharField()
    amount = serializers.CharField()
    unit = serializers.ChoiceField(choices=[unit.value for unit in Unit])
    due_on = serializers.DateField()
    is_due = serializers.BooleanField()
    stage = serializers.CharField()
    claimed = serializers.CharField()
    confirmed = serializers.CharField()
    confirms = serializers.IntegerField()
    contests = serializers.IntegerField()
    has_newer = serializers.BooleanField()
    url = serializers.CharField()


class PledgeWholeOut(PledgeOut):
    made_at = serializers.DateTimeField()
    reports = PledgeReportOut(many=True)


class CoalitionRow(serializers.Serializer[Any]):
    slug = serializers.CharField()
    title = serializers.CharField()
    state = serializers.CharField()
    language = serializers.CharField()
    biomes = serializers.ListField(child=serializers.CharField())
    around = serializers.ListField(child=serializers.CharField())
    opened_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    url = serializers.CharField()


class CoalitionOut(CoalitionRow):
    subject = serializers.CharField()
    aim = serializers.CharField()
    members = CoalitionMemberOut(many=True)
    pledges = PledgeOut(many=True)
    beacon_requested_at = serializers.DateTimeField(allow_null=True)


class CoalitionTaken(serializers.Serializer[Any]):
    detail = serializers.CharField()
    slug = serializers.CharField(required=False)
    number = serializers.IntegerField(required=False)


class HatIn(serializers.Serializer[Any]):
    who = serializers.CharField(default="person", help_text="`person`, `body:<slug>` or `biome:<slug>`.")


class MemberInviteIn(serializers.Serializer[Any]):
    email = serializers.CharField(required=False, default="", max_length=254)
    body = serializers.CharField(required=False, default="", max_length=60)
    biome = serializers.CharField(required=False, default="", max_length=60)


class MemberMoveIn(serializers.Serializer[Any]):
    member = serializers.UUIDField()
    act = serializers.ChoiceField(choices=MOVES)


class PledgeIn(serializers.Serializer[Any]):
    member = serializers.UUIDField(required=False, allow_null=True, default=None)
    what = serializers.CharField()
    amount = serializers.CharField(max_length=30)
    unit = serializers.CharField(max_length=10)
    due_on = serializers.CharField(max_length=20)
    key = serializers.UUIDField(required=False, default=None, help_text="The same key makes one pledge.")


class PledgeReportIn(serializers.Serializer[Any]):
    member = serializers.UUIDField(required=False, allow_null=True, default=None)
    done = serializers.CharField(max_length=30)
    unit = serializers.CharField(max_length=10)
    says = serializers.CharField()
    link = serializers.CharField(required=False, default="", allow_blank=True, max_length=300)
    key = serializers.UUIDField(required=False, default=None, help_text="The same key makes one report.")


class PledgeJudgementIn(serializers.Serializer[Any]):
    member = serializers.UUIDField(required=False, allow_null=True, default=None)
    confirms = serializers.BooleanField()
    says = serializers.CharField(required=False, default="", allow_blank=True)


class BeaconIn(serializers.Serializer[Any]):
    why = serializers.CharField()

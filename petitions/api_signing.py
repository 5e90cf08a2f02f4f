"""Signing for other programs: what was held, who is on the lists, the household rule, and the rules everybody reads."""

from typing import Any

from django.db.models import QuerySet
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import exceptions, mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import Conflict, HasRole, now, person_of
from accounts.rules import addresses, limits
from accounts.rules.limits import RATES, Rule
from accounts.rules.roles import Role
from ledger.paging import Pages
from petitions import actions, queries
from petitions.forms import HeldForm, ListingForm, end_of
from petitions.forms.fields import TextField
from petitions.models import Attempt, Household, Listed
from petitions.serializers import FromForm, Taken
from petitions.words import ASKERS

Auditor = HasRole.of(Role.AUDITOR)


def checked(serializer: Any, request: Request) -> dict[str, Any]:
    body = serializer(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


class Oldest(Pages):
    """Keyset pages, oldest first."""

    ordering = "pk"


# --- What was held --------------------------------------------------------------------------------


class HeldRow(serializers.Serializer[Any]):
    """What a limit held back, as auditors see it."""

    key = serializers.UUIDField()
    petition = serializers.SlugField(source="petition.slug")
    rule = serializers.CharField(source="held_by")
    name = serializers.CharField()
    email = serializers.EmailField()
    zone = serializers.SlugField(source="zone.slug", allow_null=True, default=None)
    asked_at = serializers.DateTimeField()


class HeldCount(serializers.Serializer[Any]):
    rule = serializers.CharField()
    held = serializers.IntegerField()


class SelectionIn(serializers.Serializer[Any]):
    keys = serializers.ListField(
        child=serializers.UUIDField(), allow_empty=False, max_length=actions.MOST_AT_ONCE
    )


class Released(serializers.Serializer[Any]):
    released = serializers.IntegerField()


HELD_FILTERS = [
    OpenApiParameter("rule", str, enum=[rule.value for rule in Rule]),
    OpenApiParameter("petition", str),
    OpenApiParameter("day", str, description="A day of the site, as YYYY-MM-DD."),
]


@extend_schema_view(list=extend_schema(parameters=HELD_FILTERS))
class HeldViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Attempt]):
    """What the limits held back, for auditors; nobody else ever hears of it."""

    serializer_class = HeldRow
    queryset = queries.held_attempts()
    permission_classes = [Auditor]
    pagination_class = Oldest
    filter_backends: list[Any] = []
    lookup_field = "key"
    lookup_value_regex = "[0-9a-f-]{36}"

    def get_queryset(self) -> QuerySet[Attempt]:
        form = HeldForm(self.request.query_params)
        if not form.is_valid():
            raise exceptions.ValidationError(
                {name: [str(word) for word in words] for name, words in form.errors.items()}
            )
        return queries.held_attempts(**form.wanted())

    @extend_schema(responses=HeldCount(many=True), parameters=HELD_FILTERS, filters=False)
    @action(detail=False, pagination_class=None)
    def counts(self, request: Request) -> Response:
        """How many each rule holds."""
        found = queries.held_by_rule(self.get_queryset())
        return Response([{"rule": rule, "held": number} for rule, number in found.items()])

    @extend_schema(operation_id="petition_held_release_many", request=SelectionIn, responses={202: Released})
    @action(detail=False, methods=["post"], url_path="release", url_name="release-many")
    def release_many(self, request: Request) -> Response:
        """A whole selection at once; what is not held any more is left out of the number."""
        keys = checked(SelectionIn, request)["keys"]
        found = queries.held_attempts().filter(key__in=keys).values_list("pk", flat=True)
        number = actions.release_all(attempt_ids=found, by=person_of(request), at=now())
        return Response({"released": number}, status=status.HTTP_202_ACCEPTED)

    @extend_schema(request=None, responses={202: Taken})
    @action(detail=True, methods=["post"])
    def release(self, request: Request, key: str) -> Response:
        """It was a person after all: its letter goes out with the next tick."""
        attempt = self.get_object()
        actions.release_held(attempt_id=attempt.pk, by=person_of(request), at=now())
        return Response({"detail": "Released."}, status=status.HTTP_202_ACCEPTED)


# --- Who is on the lists --------------------------------------------------------------------------


class ListedRow(serializers.ModelSerializer[Listed]):
    """An entry: a domain in clear; of a network or an address only that there is one."""

    domain = serializers.SerializerMethodField()

    class Meta:
        model = Listed
        fields = ["key", "what", "domain", "allowed", "reason", "since", "until", "fired", "fired_at"]

    def get_domain(self, row: Listed) -> str | None:
        return row.value if row.what == Listed.What.DOMAIN else None


class ListedIn(serializers.Serializer[Any]):
    what = serializers.ChoiceField(choices=Listed.What.choices)
    text = serializers.CharField(max_length=260)
    way = serializers.ChoiceField(choices=["block", "allow"])
    reason = serializers.CharField(max_length=1_000)
    until = serializers.DateField(required=False, allow_null=True, default=None)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """As the page checks it."""
        form = ListingForm(attrs)
        if not form.is_valid():
            raise serializers.ValidationError(
                {name: [str(word) for word in words] for name, words in form.errors.items()}
            )
        return dict(form.cleaned_data)


class FiredRow(serializers.Serializer[Any]):
    rule = serializers.CharField()
    day = serializers.IntegerField()
    week = serializers.IntegerField()
    month = serializers.IntegerField()


class ListedViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Listed]):
    """Who is blocked or allowed, and how often each entry was met: for auditors."""

    serializer_class = ListedRow
    queryset = Listed.objects.all()
    permission_classes = [Auditor]
    pagination_class = Oldest
    filter_backends: list[Any] = []
    lookup_field = "key"
    lookup_value_regex = "[0-9a-f-]{36}"

    def get_queryset(self) -> QuerySet[Listed]:
        return queries.listings(ended=self.request.query_params.get("show") == "ended", at=now())

    @extend_schema(parameters=[OpenApiParameter("show", str, enum=["ended"])])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(request=ListedIn, responses={201: ListedRow, 409: OpenApiResponse()})
    def create(self, request: Request) -> Response:
        body = checked(ListedIn, request)
        try:
            row = actions.list_sender(
                what=body["what"], text=body["text"], allowed=body["way"] == "allow", reason=body["reason"],
                by=person_of(request), at=now(), until=end_of(body["until"]),
            )  # fmt: skip
        except actions.CannotList as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(ListedRow(row).data, status=201)

    @extend_schema(request=None, responses={200: ListedRow, 409: OpenApiResponse()})
    @action(detail=True, methods=["post"])
    def end(self, request: Request, key: str) -> Response:
        """Off the list; the entry stays to be read."""
        if queries.listing(key) is None:
            raise exceptions.NotFound
        try:
            row = actions.end_listing(key=key, by=person_of(request), at=now())
        except actions.CannotList as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(ListedRow(row).data)

    @extend_schema(responses=FiredRow(many=True), filters=False)
    @action(detail=False, pagination_class=None)
    def firings(self, request: Request) -> Response:
        """How often each rule held an attempt: today, in seven days, in thirty."""
        return Response(FiredRow(queries.firings(now()), many=True).data)


# --- The rules ------------------------------------------------------------------------------------


class HouseholdRow(serializers.ModelSerializer[Household]):
    class Meta:
        model = Household
        fields = ["since", "until", "reason"]


class HouseholdIn(serializers.Serializer[Any]):
    is_on = serializers.BooleanField()
    since = serializers.DateTimeField(required=False, allow_null=True, default=None)
    reason = FromForm(TextField(thing="the reason", longest=200, shortest=10), required=False, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["is_on"] and not attrs["reason"]:
            raise serializers.ValidationError({"reason": ["Say why; the reason is published."]})
        return attrs


class ProviderRow(serializers.Serializer[Any]):
    domain = serializers.CharField()
    ignores_dots = serializers.BooleanField()
    tag = serializers.CharField()
    alias_of = serializers.CharField()


class RateRow(serializers.Serializer[Any]):
    asker = serializers.CharField()
    in_one_minute = serializers.IntegerField()
    in_five_minutes = serializers.IntegerField()


class RulesOut(serializers.Serializer[Any]):
    household_is_on = serializers.BooleanField()
    households = HouseholdRow(many=True)
    providers = ProviderRow(many=True)
    rates = RateRow(many=True)
    most_mails_to_one_address = serializers.IntegerField()
    key_days = serializers.IntegerField()
    network_list_days = serializers.IntegerField()


def rules_out() -> dict[str, Any]:
    return {
        "household_is_on": queries.is_household_on(now()),
        "households": HouseholdRow(queries.households(), many=True).data,
        "providers": [
            {"domain": domain, "ignores_dots": rule.ignores_dots, "tag": rule.tag, "alias_of": rule.alias_of}
            for domain, rule in sorted(addresses.KNOWN.items())
        ],
        "rates": [
            {"asker": asker.value, "in_one_minute": rate.burst, "in_five_minutes": rate.sustained}
            for asker, rate in RATES.items()
            if asker in ASKERS
        ],
        "most_mails_to_one_address": limits.MOST_SENT,
        "key_days": limits.KEY_DAYS,
        "network_list_days": limits.KEY_DAYS * actions.MOST_PERIODS,
    }


class SigningRules(GenericAPIView[Any]):
    """The rules of signing, with the dates on which they changed."""

    serializer_class = RulesOut
    permission_classes: list[Any] = []

    def get(self, request: Request) -> Response:
        return Response(rules_out())


class HouseholdRule(GenericAPIView[Any]):
    """Begin or end the household rule."""

    serializer_class = HouseholdIn
    permission_classes = [Auditor]

    @extend_schema(request=HouseholdIn, responses={200: RulesOut, 409: OpenApiResponse()})
    def post(self, request: Request) -> Response:
        body, at, by = checked(HouseholdIn, request), now(), person_of(request)
        try:
            if body["is_on"]:
                actions.begin_household(since=body["since"] or at, reason=body["reason"], by=by, at=at)
            else:
                actions.end_household(by=by, at=at)
        except actions.CannotList as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(rules_out())


ROUTES = [
    ("petition-held", HeldViewSet, "petition-held"),
    ("petition-senders", ListedViewSet, "petition-sender"),
]
URLS = [
    path("petition-signing-rules/", SigningRules.as_view(), name="petition-signing-rules"),
    path("petition-signing-rules/household/", HouseholdRule.as_view(), name="petition-household"),
]

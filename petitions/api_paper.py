"""Sheets of paper for other programs: registered, entered, settled, compared, and what looks signed twice."""

from typing import Any

from django.core.exceptions import ValidationError
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import exceptions, mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import Conflict, HasRole, now, person_of
from biomes import queries as biomes
from ledger.paging import Pages
from petitions import actions, queries
from petitions.forms import lines_of
from petitions.models import Line, Sheet
from petitions.predicates import DESK
from petitions.rules import paper
from petitions.rules.paper import BLANK, LINES, Stage

MANY: dict[int, Any] = {409: OpenApiResponse()}
KEY = "[0-9a-f-]{36}"


class RegisterIn(serializers.Serializer[Any]):
    petition = serializers.SlugField()
    number = serializers.CharField(
        max_length=20, help_text="As printed on the sheet, with or without its hyphen."
    )
    scan = serializers.RegexField(r"^[0-9a-f]{64}$", help_text="SHA-256 of the scan, in hexadecimal.")
    collected_on = serializers.DateField()

    def validate_number(self, text: str) -> str:
        number = paper.read_number(text)
        if number is None:
            raise serializers.ValidationError("This is no number of a sheet.")
        return number


class LineIn(serializers.Serializer[Any]):
    number = serializers.IntegerField(min_value=1, max_value=LINES)
    name = serializers.CharField(allow_blank=True, max_length=200, trim_whitespace=False, default="")
    zone = serializers.CharField(allow_blank=True, max_length=50, default="")


class LinesIn(serializers.Serializer[Any]):
    """Lines that are not sent are not signed (an entry) or stay open (a settlement)."""

    lines = LineIn(many=True, allow_empty=False)

    def validate_lines(self, rows: list[dict[str, Any]]) -> dict[int, Any]:
        try:
            return lines_of(rows, {zone.slug for zone in biomes.zones()})
        except ValidationError as error:
            raise serializers.ValidationError(error.messages) from error


class CheckIn(serializers.Serializer[Any]):
    scan = serializers.RegexField(r"^[0-9a-f]{64}$", help_text="SHA-256 of the scan that was looked at.")
    wrong = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LINES), max_length=LINES
    )


class AsideIn(serializers.Serializer[Any]):
    reason = serializers.CharField(min_length=paper.SHORTEST_REASON, max_length=paper.REASON)


class SheetOut(serializers.ModelSerializer[Sheet]):
    """Nothing of its lines; the seed once the sheet has ended."""

    petition = serializers.SlugField(source="petition.slug")
    entries = serializers.IntegerField(source="entry_count")
    counting = serializers.IntegerField()
    held = serializers.IntegerField()
    seed_digest = serializers.SerializerMethodField()
    seed = serializers.SerializerMethodField()

    class Meta:
        model = Sheet
        fields = (
            "key", "petition", "number", "scan", "stage", "registered_at", "collected_on", "entries", "differed",
            "sampled", "wrong", "filled", "counting", "held", "fault", "reason", "ended_at", "seed_digest", "seed",
        )  # fmt: skip

    def get_seed_digest(self, sheet: Sheet) -> str:
        return paper.seed_digest(bytes.fromhex(sheet.seed))

    def get_seed(self, sheet: Sheet) -> str | None:
        return None if sheet.is_under_way else sheet.seed


class SampleLineOut(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    name = serializers.CharField()
    zone = serializers.SlugField(source="zone.slug", allow_null=True, default=None)


class ReadingOut(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    first = LineIn()
    second = LineIn()


class HeldOut(serializers.Serializer[Any]):
    key = serializers.UUIDField()
    sheet = serializers.CharField(source="sheet.number")
    petition = serializers.SlugField(source="sheet.petition.slug")
    number = serializers.IntegerField()
    name = serializers.CharField()
    zone = serializers.SlugField(source="zone.slug", allow_null=True, default=None)
    held_at = serializers.DateTimeField()
    online = serializers.SerializerMethodField()

    def get_online(self, line: Line) -> bool:
        """Whether it looks like a signature made online; else like another line on paper."""
        return bool(line.twin)


class LookIn(serializers.Serializer[Any]):
    same = serializers.BooleanField()


class Newest(Pages):
    ordering = "-id"


class Longest(Pages):
    ordering = "held_at"


def checked(serializer: Any, request: Request) -> dict[str, Any]:
    body = serializer(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


class SheetViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Sheet]):
    """Sheets that came back. Two people enter one, somebody else settles what differs, a third compares."""

    serializer_class = SheetOut
    queryset = queries.sheets()
    permission_classes = [HasRole.of(*DESK)]
    pagination_class = Newest
    filter_backends: list[Any] = []
    lookup_field = "key"
    lookup_value_regex = KEY

    def said(self, sheet: Sheet, status: int = 200) -> Response:
        return Response(SheetOut(self.get_queryset().get(pk=sheet.pk)).data, status=status)

    def acted(self, act: Any, **given: Any) -> Sheet:
        try:
            made: Sheet = act(**given, by=person_of(self.request), at=now())
        except actions.CannotTakePaper as refusal:
            raise Conflict(str(refusal)) from refusal
        return made

    @extend_schema(request=RegisterIn, responses={201: SheetOut, **MANY})
    def create(self, request: Request) -> Response:
        body = checked(RegisterIn, request)
        petition = queries.public_petition(body.pop("petition"))
        if petition is None:
            raise exceptions.NotFound
        return self.said(self.acted(actions.register_sheet, petition_id=petition.pk, **body), 201)

    @extend_schema(request=LinesIn, responses={201: SheetOut, **MANY})
    @action(detail=True, methods=["post"])
    def entries(self, request: Request, key: str) -> Response:
        """The sheet as this person reads it. Only its number of entries is told before the second is there."""
        found, lines = self.get_object(), checked(LinesIn, request)["lines"]
        written = [lines.get(number, BLANK) for number in range(1, LINES + 1)]
        return self.said(self.acted(actions.enter_sheet, sheet_id=found.pk, lines=written), 201)

    @extend_schema(request=LinesIn, responses={200: SheetOut, **MANY})
    @action(detail=True, methods=["post"])
    def settlements(self, request: Request, key: str) -> Response:
        """What some of the lines that differ say."""
        found, lines = self.get_object(), checked(LinesIn, request)["lines"]
        return self.said(self.acted(actions.settle_lines, sheet_id=found.pk, lines=lines))

    @extend_schema(responses={200: ReadingOut(many=True), **MANY})
    @action(detail=True, methods=["get"], pagination_class=None)
    def differing(self, request: Request, key: str) -> Response:
        """The lines two people read differently, for somebody who was neither."""
        found = self.get_object()
        if found.stage != Stage.DIFFERING or not queries.hands_of(found).may_settle(person_of(request).code):
            raise Conflict("There is nothing on this sheet for you to settle.")
        return Response([
            {"number": number, "first": _reading(number, one), "second": _reading(number, other)}
            for number, (one, other) in queries.differing(found).items()
        ])  # fmt: skip

    @extend_schema(responses={200: SampleLineOut(many=True), **MANY})
    @action(detail=True, methods=["get"], pagination_class=None)
    def sample(self, request: Request, key: str) -> Response:
        """The lines to compare with the scan, for somebody who had no hand in them."""
        found = self.get_object()
        if found.stage != Stage.SETTLED or not queries.hands_of(found).may_check(person_of(request).code):
            raise Conflict("There is nothing on this sheet for you to compare.")
        return Response(SampleLineOut(queries.sampled_lines(found), many=True).data)

    @extend_schema(request=CheckIn, responses={200: SheetOut, **MANY})
    @action(detail=True, methods=["post"])
    def checks(self, request: Request, key: str) -> Response:
        """The sample was compared: which of its lines are wrong."""
        found, body = self.get_object(), checked(CheckIn, request)
        act = actions.check_sheet
        return self.said(self.acted(act, sheet_id=found.pk, scan=body["scan"], wrong=set(body["wrong"])))

    @extend_schema(request=AsideIn, responses={200: SheetOut, **MANY})
    @action(detail=True, methods=["post"])
    def aside(self, request: Request, key: str) -> Response:
        """Refused as a whole, for a reason that is published."""
        found, body = self.get_object(), checked(AsideIn, request)
        return self.said(self.acted(actions.set_sheet_aside, sheet_id=found.pk, reason=body["reason"]))


def _reading(number: int, line: paper.Written) -> dict[str, Any]:
    return {"number": number, "name": line.name, "zone": line.zone}


class HeldLineViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Line]):
    """Lines that look signed twice, the longest held first."""

    serializer_class = HeldOut
    queryset = queries.held_lines()
    permission_classes = [HasRole.of(*DESK)]
    pagination_class = Longest
    filter_backends: list[Any] = []
    lookup_field = "key"
    lookup_value_regex = KEY

    @extend_schema(request=LookIn, responses={204: None, **MANY})
    @action(detail=True, methods=["post"])
    def judgement(self, request: Request, key: str) -> Response:
        """The same person, who is not counted again, or somebody else, who counts."""
        body = checked(LookIn, request)
        if not Line.objects.filter(key=key).exists():
            raise exceptions.NotFound
        try:
            actions.judge_line(key=key, is_same=body["same"], by=person_of(request), at=now())
        except actions.CannotTakePaper as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(status=204)


ROUTES = [
    ("petition-sheets", SheetViewSet, "petition-sheet"),
    ("petition-held-lines", HeldLineViewSet, "petition-held-line"),
]

"""The count for other programs: what was taken off it, the operators' switches, the books."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import exceptions, mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import Conflict, HasRole, now, person_of
from accounts.rules.roles import Role
from ledger.paging import Pages
from petitions import actions, queries
from petitions.forms import CriteriaForm
from petitions.models import Audit, Interval, Invalidation, Pause
from petitions.rules import invalidation, switches

MANY: dict[int, Any] = {409: OpenApiResponse()}


class CriteriaIn(serializers.Serializer[Any]):
    """The page's own form checks it, so that page and API refuse alike."""

    petition = serializers.SlugField()
    domain = serializers.CharField(required=False, default="")
    address = serializers.CharField(required=False, default="")
    prefix = serializers.CharField(required=False, default="")
    since = serializers.CharField(required=False, default="")
    until = serializers.CharField(required=False, default="")
    zone = serializers.CharField(required=False, default="", help_text="A zone's slug, or `elsewhere`.")
    sheet = serializers.CharField(required=False, default="", help_text="The number of a sheet of paper.")
    held_by = serializers.CharField(required=False, default="")
    reason = serializers.CharField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        form = CriteriaForm({name: value for name, value in attrs.items() if name != "petition"})
        if not form.is_valid():
            raise serializers.ValidationError(
                {name: [str(word) for word in words] for name, words in form.errors.items()}
            )
        return {
            "petition": attrs["petition"],
            "wanted": form.wanted(),
            "reason": form.cleaned_data["reason"],
        }


class WhyIn(serializers.Serializer[Any]):
    reason = serializers.CharField(min_length=invalidation.SHORTEST_REASON, max_length=invalidation.REASON)


class InvalidationOut(serializers.ModelSerializer[Invalidation]):
    petition = serializers.SlugField(source="petition.slug")
    zone = serializers.SlugField(source="zone.slug", allow_null=True, default=None)
    reverses = serializers.UUIDField(source="reverses.key", allow_null=True, default=None)
    sheet = serializers.CharField(source="sheet.number", allow_null=True, default=None)

    class Meta:
        model = Invalidation
        fields = (
            "key", "petition", "reverses", "domain", "since", "until", "zone", "elsewhere", "sheet", "held_by", "reason",
            "stage", "foreseen", "foreseen_waiting", "done", "done_counted", "done_waiting", "drawn_up_at",
            "started_at", "ended_at",
        )  # fmt: skip


class Records(Pages):
    ordering = "-id"


class InvalidationViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Invalidation]
):
    """What auditors took off the count, and put back. Creating draws one up; nothing changes before it is started."""

    serializer_class = InvalidationOut
    queryset = queries.invalidations()
    permission_classes = [HasRole.of(Role.AUDITOR)]
    pagination_class = Records
    filter_backends: list[Any] = []
    lookup_field = "key"
    lookup_value_regex = "[0-9a-f-]{36}"

    @extend_schema(request=CriteriaIn, responses={201: InvalidationOut, **MANY})
    def create(self, request: Request) -> Response:
        body = checked(CriteriaIn, request)
        petition, at = queries.public_petition(body["petition"]), now()
        if petition is None:
            raise exceptions.NotFound
        try:
            criteria = actions.criteria_of(**body["wanted"], petition=petition, at=at)
            made = actions.draw_up_invalidation(petition_id=petition.pk, criteria=criteria, reason=body["reason"],
                                                by=person_of(request), at=at)  # fmt: skip
        except actions.CannotInvalidate as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(InvalidationOut(made).data, status=201)

    @extend_schema(request=None, responses={202: InvalidationOut, **MANY})
    @action(detail=True, methods=["post"])
    def start(self, request: Request, key: str) -> Response:
        """The second step: a worker begins to take signatures off."""
        return self._done(actions.start_invalidation, request)

    @extend_schema(request=None, responses={202: InvalidationOut, **MANY})
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, key: str) -> Response:
        """No step more; what was done stays done."""
        return self._done(actions.cancel_invalidation, request)

    @extend_schema(request=WhyIn, responses={202: InvalidationOut, **MANY})
    @action(detail=True, methods=["post"])
    def reversal(self, request: Request, key: str) -> Response:
        """Put back what it took, by a record of its own, which is the answer."""
        return self._done(actions.reverse_invalidation, request, **checked(WhyIn, request))

    def _done(self, act: Any, request: Request, **more: Any) -> Response:
        try:
            made = act(invalidation_id=self.get_object().pk, by=person_of(request), at=now(), **more)
        except actions.CannotInvalidate as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(InvalidationOut(made).data, status=202)


def checked(serializer: Any, request: Request) -> dict[str, Any]:
    body = serializer(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


class PauseIn(serializers.Serializer[Any]):
    reason = serializers.CharField(min_length=10, max_length=switches.REASON)


class PauseOut(serializers.ModelSerializer[Pause]):
    class Meta:
        model = Pause
        fields = ("since", "until", "reason", "given_through")


class IntervalIn(serializers.Serializer[Any]):
    seconds = serializers.IntegerField(min_value=switches.SHORTEST, max_value=switches.LONGEST)


class IntervalOut(serializers.ModelSerializer[Interval]):
    class Meta:
        model = Interval
        fields = ("seconds", "since")


class AdminWrites(HasRole.of(Role.ADMIN)):  # type: ignore[misc]
    """Anybody reads what is switched; admins switch."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.method in {"GET", "HEAD", "OPTIONS"} or super().has_permission(request, view)


class PauseViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Pause]):
    """When nobody could sign, and why."""

    serializer_class = PauseOut
    queryset = queries.pauses()
    permission_classes = [AdminWrites]
    pagination_class = Records
    filter_backends: list[Any] = []

    @extend_schema(request=PauseIn, responses={201: PauseOut, **MANY})
    def create(self, request: Request) -> Response:
        try:
            made = actions.pause_signing(**checked(PauseIn, request), by=person_of(request), at=now())
        except actions.CannotSwitch as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(PauseOut(made).data, status=201)

    @extend_schema(request=None, responses={200: PauseOut, **MANY})
    @action(detail=False, methods=["post"])
    def end(self, request: Request) -> Response:
        """Signing goes on."""
        try:
            ended = actions.resume_signing(by=person_of(request), at=now())
        except actions.CannotSwitch as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(PauseOut(ended).data)


class IntervalViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Interval]):
    """How often petitions are counted: the newest row is in force."""

    serializer_class = IntervalOut
    queryset = queries.intervals()
    permission_classes = [AdminWrites]
    pagination_class = Records
    filter_backends: list[Any] = []

    @extend_schema(request=IntervalIn, responses={201: IntervalOut})
    def create(self, request: Request) -> Response:
        made = actions.set_interval(**checked(IntervalIn, request), by=person_of(request), at=now())
        return Response(IntervalOut(made).data, status=201)


class BookFaultOut(serializers.Serializer[Any]):
    petition = serializers.SlugField(source="petition.slug")
    stood = serializers.DictField(child=serializers.IntegerField(allow_null=True))
    rows = serializers.DictField(child=serializers.IntegerField(allow_null=True))
    mended = serializers.BooleanField()


class AuditOut(serializers.Serializer[Audit]):
    asked_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    checked = serializers.IntegerField()
    faults = BookFaultOut(many=True)


class AuditViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Audit]):
    """Looks through the books, and what was found and mended."""

    serializer_class = AuditOut
    queryset = queries.audits()
    permission_classes = [HasRole.of(Role.AUDITOR, Role.ADMIN)]
    pagination_class = Records
    filter_backends: list[Any] = []

    @extend_schema(request=None, responses={202: AuditOut})
    def create(self, request: Request) -> Response:
        """Ask for a look now; a worker does it."""
        made = actions.ask_audit(by=person_of(request), at=now())
        return Response(AuditOut(made).data, status=202)


ROUTES = [
    ("petition-invalidations", InvalidationViewSet, "petition-invalidation"),
    ("petition-pauses", PauseViewSet, "petition-pause"),
    ("petition-intervals", IntervalViewSet, "petition-interval"),
    ("petition-audits", AuditViewSet, "petition-audit"),
]

"""The ends of a petition's life for other programs: what is overdue."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import Conflict, HasRole, now, person_of
from accounts.rules.roles import Role
from charters.rules.escalation import Step
from ledger.paging import Pages
from ledger.rules.values import stamp
from petitions import actions, queries
from petitions.forms import CloseBodyForm, ExemptionForm
from petitions.models import Exemption, Petition, Succession
from petitions.plain import address
from petitions.rules.thresholds import Kind


class Newest(Pages):
    ordering = "-id"


class OverdueDutyOut(serializers.Serializer[Any]):
    """A duty on a petition that is late, or was when it was done."""

    duty = serializers.IntegerField()
    petition = serializers.SlugField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=[kind.value for kind in Kind])
    holder = serializers.SlugField()
    signatures = serializers.IntegerField()
    due_at = serializers.DateTimeField()
    days_late = serializers.IntegerField()
    step = serializers.ChoiceField(choices=[step.value for step in Step])
    chair_since = serializers.DateTimeField(allow_null=True)
    listed_since = serializers.DateTimeField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    url = serializers.URLField()


class OverdueOut(serializers.Serializer[Any]):
    listed = OverdueDutyOut(many=True)
    coming = OverdueDutyOut(many=True)
    answered_late = OverdueDutyOut(many=True)


def _plain(row: queries.Overdue) -> dict[str, Any]:
    petition, duty, late = row.crossing.petition, row.late.duty, row.late
    chair, listed = late.since(Step.CHAIR), late.since(Step.PUBLIC)
    return {
        "duty": duty.pk,
        "petition": petition.slug,
        "title": petition.title,
        "kind": row.kind.value,
        "holder": duty.holder.slug,
        "signatures": petition.signature_count,
        "due_at": stamp(duty.due_at),
        "days_late": late.days,
        "step": late.step.value,
        "chair_since": stamp(chair) if chair else None,
        "listed_since": stamp(listed) if listed else None,
        "answered_at": stamp(duty.discharged_at) if duty.discharged_at else None,
        "url": address("petitions:petition", petition.slug),
    }


class OverdueList(GenericAPIView[Any]):
    """What bodies owe and have not done: two weeks late and more, late for less, and answered late.

    The longest overdue first. There is no other order and no filter; a parameter that asks for one is refused.
    """

    serializer_class = OverdueOut
    queryset = Petition.objects.none()
    permission_classes: list[Any] = []
    pagination_class = None
    filter_backends: list[Any] = []

    @extend_schema(responses=OverdueOut)
    def get(self, request: Request) -> Response:
        if asked := sorted(set(request.query_params) - {"format"}):
            said = _("This list has one order and no filter; leave this out.")
            raise serializers.ValidationError({name: [said] for name in asked})
        at = now()
        lists = {
            "listed": queries.overdue(at),
            "coming": queries.late_not_listed(at),
            "answered_late": queries.answered_late(at),
        }
        return Response({name: [_plain(row) for row in rows] for name, rows in lists.items()})


def by_form(form: Any) -> dict[str, Any]:
    """What the page's own form takes, or its sentences field by field."""
    if not form.is_valid():
        raise serializers.ValidationError(
            {name: [str(word) for word in words] for name, words in form.errors.items()}
        )
    return dict(form.cleaned_data)


class CloseBodyIn(serializers.Serializer[Any]):
    """Checked by the page's own form; no successor: nobody follows yet."""

    body = serializers.CharField(max_length=50)
    successor = serializers.CharField(max_length=50, required=False, allow_blank=True, default="")
    reason = serializers.CharField(max_length=1000)


class SuccessionOut(serializers.ModelSerializer[Succession]):
    body = serializers.SlugField(source="body.slug")
    successor = serializers.SlugField(source="successor.slug", allow_null=True, default=None)

    class Meta:
        model = Succession
        fields = ("key", "body", "successor", "at", "reason", "petitions", "duties")


class SuccessionViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Succession]):
    """Bodies that closed and who followed; creating closes one, and hands over all it had."""

    serializer_class = SuccessionOut
    queryset = queries.successions()
    permission_classes = [HasRole.of(Role.ADMIN)]
    pagination_class = Newest
    filter_backends: list[Any] = []

    @extend_schema(request=CloseBodyIn, responses={201: SuccessionOut, 409: OpenApiResponse()})
    def create(self, request: Request) -> Response:
        body = CloseBodyIn(data=request.data)
        body.is_valid(raise_exception=True)
        try:
            row = actions.close_body(
                **by_form(CloseBodyForm(body.validated_data)), by=person_of(request), at=now()
            )
        except actions.CannotSucceed as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(SuccessionOut(row).data, status=201)


class ExemptionIn(serializers.Serializer[Any]):
    """Checked by the page's own form."""

    petition = serializers.CharField(max_length=60)
    until = serializers.CharField(max_length=10, help_text="A day, year-month-day; its end is the end.")
    reason = serializers.CharField(max_length=1000)


class ExemptionOut(serializers.ModelSerializer[Exemption]):
    petition = serializers.SlugField(source="petition.slug")

    class Meta:
        model = Exemption
        fields = ("key", "petition", "reason", "since", "until", "ended_at")


class ExemptionViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Exemption]):
    """Petitions whose signers are kept longer than 180 days after the end, with the public reason."""

    serializer_class = ExemptionOut
    queryset = queries.exemptions()
    permission_classes = [HasRole.of(Role.AUDITOR, Role.ADMIN)]
    pagination_class = Newest
    filter_backends: list[Any] = []
    lookup_field = "key"
    lookup_value_regex = "[0-9a-f-]{36}"

    @extend_schema(request=ExemptionIn, responses={201: ExemptionOut, 409: OpenApiResponse()})
    def create(self, request: Request) -> Response:
        body = ExemptionIn(data=request.data)
        body.is_valid(raise_exception=True)
        form = ExemptionForm(body.validated_data)
        by_form(form)
        try:
            row = actions.exempt_petition(**form.wanted(), by=person_of(request), at=now())
        except actions.CannotExempt as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(ExemptionOut(row).data, status=201)

    @extend_schema(request=None, responses={200: ExemptionOut, 409: OpenApiResponse()})
    @action(detail=True, methods=["post"])
    def end(self, request: Request, key: str) -> Response:
        """From now on it is forgotten like any other."""
        try:
            row = actions.end_exemption(key=self.get_object().key, by=person_of(request), at=now())
        except actions.CannotExempt as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(ExemptionOut(row).data)


ROUTES: list[Any] = [
    ("petition-exemptions", ExemptionViewSet, "petition-exemption"),
    ("petition-successions", SuccessionViewSet, "petition-succession"),
]
URLS = [path("petitions/overdue/", OverdueList.as_view(), name="petition-overdue")]

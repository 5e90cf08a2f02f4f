"""The ends of a petition's life for other programs: what is overdue."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import now
from charters.rules.escalation import Step
from ledger.rules.values import stamp
from petitions import queries
from petitions.models import Petition
from petitions.plain import address
from petitions.rules.thresholds import Kind


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


URLS = [path("petitions/overdue/", OverdueList.as_view(), name="petition-overdue")]

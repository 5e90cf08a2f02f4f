"""Around a petition, for other programs: what moves, the live count, the history by hour, the steps, the creator's days."""

from typing import Any

from django.db.models import Case, When
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import Gone, SignedIn, now
from ledger import queries as ledger
from petitions import queries
from petitions.doors import Hidden, counted_or_gone, public_or_gone
from petitions.models import Petition
from petitions.plain import as_row
from petitions.serializers import PetitionRow


class MovingOut(PetitionRow):
    last_hour = serializers.IntegerField()


class CountOut(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    online = serializers.IntegerField()
    paper = serializers.IntegerField()
    at = serializers.DateTimeField(allow_null=True)
    state = serializers.CharField()


class HourOut(serializers.Serializer[Any]):
    hour = serializers.DateTimeField()
    signatures = serializers.IntegerField()
    total = serializers.IntegerField()
    online = serializers.IntegerField()
    paper = serializers.IntegerField()


class StepOut(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    kind = serializers.CharField()
    words = serializers.CharField()
    subject = serializers.CharField()


class FunnelDayOut(serializers.Serializer[Any]):
    day = serializers.DateField()
    asked = serializers.IntegerField()
    mailed = serializers.IntegerField()
    bounced = serializers.IntegerField()
    confirmed = serializers.IntegerField()


class Moving(GenericAPIView[Any]):
    """The petitions that most people signed within the last hour; worked out once a minute."""

    serializer_class = MovingOut
    queryset = Petition.objects.none()
    permission_classes: list[Any] = []
    pagination_class = None

    @extend_schema(responses=MovingOut(many=True))
    def get(self, request: Request) -> Response:
        numbers = queries.moving(now())
        order = Case(*(When(pk=pk, then=place) for place, pk in enumerate(numbers))) if numbers else "pk"
        found = queries.public_petitions().filter(pk__in=numbers).order_by(order)
        return Response([as_row(petition) | {"last_hour": numbers[petition.pk]} for petition in found])


class Count(GenericAPIView[Any]):
    """The live count, by one small query; its ETag holds until a batch is counted."""

    serializer_class = CountOut
    permission_classes: list[Any] = []

    def get(self, request: Request, slug: str) -> Response:
        try:
            return Response(CountOut(counted_or_gone(slug)).data)
        except Hidden as hidden:
            raise Gone from hidden


class History(GenericAPIView[Any]):
    """Signatures of every hour in which somebody signed, oldest first: six months at most."""

    serializer_class = HourOut
    queryset = Petition.objects.none()
    permission_classes: list[Any] = []
    pagination_class = None

    @extend_schema(responses=HourOut(many=True))
    def get(self, request: Request, slug: str) -> Response:
        rows = queries.history(readable(slug))
        said = [
            {"hour": hour, "signatures": n, "total": total, "online": n - paper, "paper": paper}
            for hour, n, total, paper in rows
        ]
        return Response(HourOut(said, many=True).data)


class Steps(GenericAPIView[Any]):
    """What happened to it, from the public record, the newest first."""

    serializer_class = StepOut
    queryset = Petition.objects.none()
    permission_classes: list[Any] = []
    pagination_class = None

    @extend_schema(responses=StepOut(many=True))
    def get(self, request: Request, slug: str) -> Response:
        facts = queries.steps_of(readable(slug))
        return Response(
            [
                StepOut({"at": f.at, "kind": f.kind, "words": ledger.told(f), "subject": f.subject}).data
                for f in facts
            ]
        )


class Days(GenericAPIView[Any]):
    """Asked, mailed, bounced, counted, day by day: for its filer, in numbers and nothing else."""

    serializer_class = FunnelDayOut
    queryset = Petition.objects.none()
    permission_classes = [SignedIn]
    pagination_class = None

    @extend_schema(responses=FunnelDayOut(many=True))
    def get(self, request: Request, slug: str) -> Response:
        petition = queries.petition_by_code(slug)
        if petition is None or not queries.is_filer(petition, request.user):
            raise exceptions.NotFound
        rows = queries.funnel(petition, now()) if petition.opened_at else []
        return Response(FunnelDayOut(rows, many=True).data)


def readable(slug: str) -> Petition:
    try:
        return public_or_gone(slug)
    except Hidden as hidden:
        raise Gone from hidden


URLS = [
    path("petitions/moving/", Moving.as_view(), name="petition-moving"),
    path("petitions/<slug:slug>/count/", Count.as_view(), name="petition-count"),
    path("petitions/<slug:slug>/history/", History.as_view(), name="petition-history"),
    path("petitions/<slug:slug>/steps/", Steps.as_view(), name="petition-steps"),
    path("petitions/<slug:slug>/days/", Days.as_view(), name="petition-days"),
]

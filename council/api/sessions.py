"""The council's calendar for programs: everybody reads its sessions, two officers set them."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import actions as accounts
from accounts.doors import Allowed, Conflict, now
from council import actions, queries
from council.models import Session
from council.predicates import may_change_seats

REFUSALS = (actions.CannotSetSession, accounts.CannotApprove)


class SessionSerializer(serializers.ModelSerializer[Session]):
    """A period of a council's calendar, over `[since, until)`; what it has not decided by its end lapses."""

    body: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = Session
        fields = ("key", "body", "title", "since", "until", "ended_at")


class SessionIn(serializers.Serializer[Any]):
    body = serializers.SlugField(max_length=50)
    title = serializers.CharField(max_length=80)
    since = serializers.DateTimeField()
    until = serializers.DateTimeField()


class EndIn(serializers.Serializer[Any]):
    until = serializers.DateTimeField()


class SessionChange(serializers.Serializer[Any]):
    """What waits for a second officer."""

    id = serializers.IntegerField(read_only=True)
    kind = serializers.CharField(help_text="`council.session.set` or `council.session.moved`.")
    subject = serializers.CharField()
    body = serializers.DictField(help_text="What was asked.")
    asked_at = serializers.DateTimeField()


@extend_schema(tags=["council"])
class SessionViewSet(viewsets.ReadOnlyModelViewSet[Session]):
    """Sessions of the councils, the newest first."""

    queryset = Session.objects.select_related("body")
    serializer_class = SessionSerializer
    lookup_field = "key"
    lookup_value_regex = "[0-9a-f-]{32,36}"
    filter_backends: list[Any] = []

    def get_permissions(self) -> list[Any]:
        return [AllowAny()] if self.action in ("list", "retrieve") else [Allowed.by(may_change_seats)()]

    @extend_schema(request=SessionIn, responses={201: SessionChange})
    def create(self, request: Request) -> Response:
        """Ask for a session; it stands when a second officer agrees."""
        given = _read(SessionIn, request)
        body = queries.body(given.pop("body"))
        if body is None:
            raise serializers.ValidationError({"body": [_("There is no such body.")]})
        return _asked(actions.ask_for_session, request, body=body, **given)

    @extend_schema(request=EndIn, responses={201: SessionChange})
    @action(detail=True, methods=["post"])
    def end(self, request: Request, key: str) -> Response:
        """Ask to move the end of a session."""
        return _asked(actions.ask_to_move_end, request, session=self.get_object(), **_read(EndIn, request))

    @extend_schema(responses=SessionChange(many=True))
    @action(detail=False, pagination_class=None)
    def changes(self, request: Request) -> Response:
        """What waits for a second officer."""
        return Response(SessionChange(self._waiting(), many=True).data)

    @extend_schema(request=None, responses=SessionSerializer)
    @action(detail=False, methods=["post"], url_path="changes/(?P<change>[0-9]{1,15})/agree")
    def agree(self, request: Request, change: str) -> Response:
        """Agree as the second officer; it stands in the same moment."""
        if not self._waiting().filter(pk=int(change)).exists():
            raise Http404
        try:
            done = actions.agree_to_session(approval_id=int(change), by=request.user, at=now())  # type: ignore[arg-type]
        except REFUSALS as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(SessionSerializer(done).data)

    def _waiting(self) -> QuerySet[Any]:
        return queries.session_changes(now())


def _read(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    body = shape(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


def _asked(ask: Any, request: Request, **given: Any) -> Response:
    try:
        approval = ask(by=request.user, at=now(), **given)
    except REFUSALS as refusal:
        raise Conflict(str(refusal)) from refusal
    return Response(SessionChange(approval).data, status=201)

"""The secretary declines the debate of a petition, with a reason that is published."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.doors import Conflict, HasRole, now
from accounts.rules.roles import Role
from council import actions, queries
from council.api.prose import Prose


class DeclineIn(serializers.Serializer[Any]):
    reason = Prose(max_length=400)


class Declined(serializers.Serializer[Any]):
    source = serializers.CharField(help_text="The petition, as a subject.")
    declined_because = serializers.CharField()
    done_at = serializers.DateTimeField()


class DeclineDebate(APIView):
    """No debate on a petition that is on the agenda and that no motion has taken up."""

    permission_classes = [HasRole.of(Role.SECRETARY)]

    @extend_schema(tags=["council"], request=DeclineIn, responses=Declined)
    def post(self, request: Request, item: int) -> Response:
        found = queries.agenda_item(item)
        if found is None:
            raise Http404
        body = DeclineIn(data=request.data)
        body.is_valid(raise_exception=True)
        try:
            done = actions.decline_debate(
                item_id=found.pk,
                reason=body.validated_data["reason"],
                by=request.user,
                at=now(),  # type: ignore[arg-type]
            )
        except actions.CannotDecline as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(Declined(done).data)

"""Held letters of filers and sponsors, for auditors' programs; held attempts to sign are in `api_signing`."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.doors import HasRole, now, person_of
from accounts.rules.roles import Role
from petitions import actions, queries
from petitions.api_life import by_form
from petitions.api_signing import HELD_FILTERS, Oldest
from petitions.forms import HeldForm
from petitions.models import Letter
from petitions.serializers import Taken


class HeldLetterRow(serializers.ModelSerializer[Letter]):
    """A sealed address is not told; whom it is about is told by the petition's code."""

    petition = serializers.CharField(source="petition.code")
    rule = serializers.CharField(source="held_by")
    email = serializers.SerializerMethodField()

    class Meta:
        model = Letter
        fields = ("key", "petition", "kind", "rule", "name", "email", "asked_at")

    def get_email(self, letter: Letter) -> str | None:
        return None if letter.email == queries.SEALED else letter.email


@extend_schema_view(list=extend_schema(parameters=HELD_FILTERS))
class HeldLetterViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Letter]):
    """What the limits held of filers and sponsors, with the rule that fired."""

    serializer_class = HeldLetterRow
    queryset = queries.held_letters()
    permission_classes = [HasRole.of(Role.AUDITOR)]
    pagination_class = Oldest
    filter_backends: list[Any] = []
    lookup_field = "key"
    lookup_value_regex = "[0-9a-f-]{36}"

    def get_queryset(self) -> QuerySet[Letter]:
        form = HeldForm(self.request.query_params)
        by_form(form)
        return queries.held_letters(**form.wanted())

    @extend_schema(request=None, responses={202: Taken})
    @action(detail=True, methods=["post"])
    def release(self, request: Request, key: str) -> Response:
        """It was a person after all: the letter goes out with the next tick."""
        actions.release_letters(letter_ids=[self.get_object().pk], by=person_of(request), at=now())
        return Response({"detail": "Released."}, status=status.HTTP_202_ACCEPTED)


ROUTES: list[Any] = [("petition-held-letters", HeldLetterViewSet, "petition-held-letter")]

"""Archived months for other programs, and what a lost reading's address answers."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from biomes import queries
from biomes.api.acts import ByKey, Curator
from biomes.api.shapes import ReadingShape
from biomes.forms.readings import ReadingsForm
from biomes.models import Archive
from biomes.queries.table import readings_page
from biomes.words.archive import TOO_LONG


class Gone(exceptions.APIException):
    status_code = 410
    default_code = "gone"


class OrGone:
    """A viewset of readings: one in the archive is not unknown, it has gone there."""

    kwargs: dict[str, Any]

    def get_object(self) -> Any:
        try:
            return super().get_object()  # type: ignore[misc]
        except Http404:
            if away := queries.archive_of(str(self.kwargs["pk"])):
                raise Gone(
                    _("This reading is in the archive of %(month)s, file %(file)s.")
                    % {"month": away, "file": away.file}
                ) from None
            raise


class ReadingsAsked(serializers.Serializer[Any]):
    """What `biomes.forms.readings.ReadingsForm` takes, for the schema."""

    station = serializers.CharField(required=False)
    indicator = serializers.CharField(required=False)
    flag = serializers.CharField(required=False)
    quality = serializers.CharField(required=False)
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)
    after = serializers.CharField(required=False, help_text="As `next` of the former page says it.")


class ReadingsTable(serializers.Serializer[Any]):
    results = ReadingShape(many=True)
    next = serializers.CharField(help_text="The query of the next page, or empty.")


class AllReadings:
    """The curators' table of all readings, as the page has it."""

    @extend_schema(parameters=[ReadingsAsked], responses=ReadingsTable, filters=False)
    @action(
        detail=False,
        methods=["get"],
        permission_classes=[Curator],
        pagination_class=None,
        filterset_class=None,
    )
    def desk(self, request: Request) -> Response:
        form = ReadingsForm(request.query_params)
        if not form.is_valid():
            raise exceptions.ValidationError(form.errors)
        page = readings_page(**form.wanted)
        if page.took_too_long:
            raise exceptions.ValidationError({"station": [TOO_LONG]})
        following = form.address_after(page.last) if page.last else ""
        return Response({"results": ReadingShape(page.readings, many=True).data, "next": following})


class ArchiveShape(serializers.ModelSerializer[Archive]):
    month = serializers.CharField(source="__str__")

    class Meta:
        model = Archive
        fields = ["month", "reading_count", "root", "file", "digest", "archived_at", "restored_at"]


class ArchiveViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Archive]):
    """Months of readings that were put away, with the root and the digest to hold their files against."""

    serializer_class = ArchiveShape
    pagination_class = ByKey

    def get_queryset(self) -> QuerySet[Archive]:
        return queries.archives()

"""The plain admin, for looking things up; every change goes through the curator's desk and its history.

Readings have a page of their own there: the admin cannot show a table whose key carries the time.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from biomes.models import (
    Batch,
    Biome,
    Condition,
    Guardianship,
    Indicator,
    Jurisdiction,
    Link,
    Revision,
    Seal,
    Station,
    Threshold,
    Zone,
    ZoneIndicator,
    ZoneMeasure,
)


class Looking(admin.ModelAdmin):  # type: ignore[type-arg]
    """Read only: the admin writes no history."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Biome)
class BiomeAdmin(Looking):
    list_display = ["name", "slug", "functional_group", "stage", "published_at"]
    list_filter = ["stage"]
    search_fields = ["name", "slug"]


@admin.register(Station)
class StationAdmin(Looking):
    list_display = ["code", "name", "biome", "opened_at", "closed_at"]
    search_fields = ["code", "name"]
    list_select_related = ["biome"]


@admin.register(Threshold)
class ThresholdAdmin(Looking):
    list_display = ["indicator", "direction", "value", "level", "biome", "typology_code", "since", "until"]
    list_select_related = ["indicator", "biome"]


@admin.register(ZoneIndicator)
class ZoneIndicatorAdmin(Looking):
    list_display = ["zone", "measure", "value", "on", "source"]
    list_filter = ["measure"]
    list_select_related = ["zone", "measure"]


for model in (
    Zone,
    Revision,
    Condition,
    Link,
    Guardianship,
    Jurisdiction,
    Indicator,
    Batch,
    Seal,
    ZoneMeasure,
):
    admin.site.register(model, Looking)

"""The admin: curators describe waters and look things up. What has rules is done on its own page."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from crises.models import Alert, AlertEntry, Crisis, Deployment, Measure, Plan, Run, Template


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that only actions may write."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Entries(admin.TabularInline):  # type: ignore[type-arg]
    model = AlertEntry
    extra = 0
    can_delete = False
    fields = readonly_fields = (
        "number",
        "move",
        "at",
        "severity",
        "station",
        "value",
        "unit",
        "limit",
        "reason",
    )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Alert)
class AlertAdmin(ReadOnly):
    list_display = ("code", "biome", "indicator", "state", "severity", "raised_at", "released_at")
    list_filter = ("state", "severity", "indicator", "biome")
    search_fields = ("code", "biome__name")
    inlines = [Entries]


@admin.register(Run)
class RunAdmin(ReadOnly):
    list_display = ("number", "biome", "plan", "state", "members_count", "days", "queued_at", "ended_at")
    list_filter = ("state", "biome")
    search_fields = ("number",)


class Measures(admin.TabularInline):  # type: ignore[type-arg]
    model = Measure
    extra = 0


@admin.register(Plan)
class PlanAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("title", "biome", "standing", "made_at")
    list_filter = ("biome", "standing")
    search_fields = ("title", "slug")
    inlines = [Measures]


@admin.register(Crisis)
class CrisisAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("title", "biome", "opened_at", "closed_at")
    list_filter = ("biome",)
    search_fields = ("title", "slug")


@admin.register(Template)
class TemplateAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "biome", "depth_m")
    search_fields = ("name",)


@admin.register(Deployment)
class DeploymentAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("title", "biome", "kind", "since", "until")
    list_filter = ("kind", "biome")
    search_fields = ("title", "slug")

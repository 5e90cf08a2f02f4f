"""Exhibits in the admin: looked at. Words are changed by their artists, states by the actions."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from exhibits.models import Exhibit, Scene


class ReadOnly:
    """Nothing is added, changed or deleted past the actions."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SceneInline(ReadOnly, admin.TabularInline):
    model = Scene
    fields = ["number", "title", "run", "arm", "day"]
    extra = 0


@admin.register(Exhibit)
class ExhibitAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["title", "biome", "state", "run", "published_at", "withdrawn_at"]
    list_filter = ["state", "language"]
    list_select_related = ["biome"]
    search_fields = ["title", "slug"]
    inlines = [SceneInline]

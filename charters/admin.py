"""Charters in the admin: texts to look at, legal statuses to record through their action."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from charters.models import Amendment, Article, Charter, Duty, Edition, LegalStatus


class ReadOnly(admin.ModelAdmin):
    """A text changes by an enacted amendment alone."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Charter)
class CharterAdmin(ReadOnly):
    list_display = ("title", "slug", "of")
    search_fields = ("title", "slug")


class ArticleInline(admin.TabularInline):
    model = Article
    fields = ("eid", "heading", "text", "entrenched", "sha256")
    can_delete = False
    extra = 0

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Edition)
class EditionAdmin(ReadOnly):
    list_display = ("charter", "number", "since", "until", "motion")
    list_select_related = ("charter",)
    inlines = (ArticleInline,)


@admin.register(Amendment)
class AmendmentAdmin(ReadOnly):
    list_display = ("title", "charter", "state", "tabled_at")
    list_filter = ("state",)
    list_select_related = ("charter",)


@admin.register(Duty)
class DutyAdmin(ReadOnly):
    list_display = ("kind", "matter", "holder", "due_at", "discharged_at", "withdrawn_at")
    list_select_related = ("holder",)


@admin.register(LegalStatus)
class LegalStatusAdmin(ReadOnly):
    list_display = ("charter", "status", "since", "source")
    list_select_related = ("charter",)

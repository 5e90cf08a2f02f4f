"""Moderation in the admin: codes may be written there; items and decisions only looked at."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from moderation.models import Code, Decision, Item


@admin.register(Code)
class CodeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["slug", "label", "approves", "hides", "retired"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A used code keeps its name and its effect: decisions were published under them."""
        used = obj is not None and obj.decisions.exists()
        return ["slug", "approves", "hides"] if used else []


@admin.register(Item)
class ItemAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["uuid", "kind", "language", "state", "submitted_at", "decided_at"]
    list_filter = ["kind", "state", "language"]
    exclude = ["salt", "plain"]


@admin.register(Decision)
class DecisionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["item", "approve", "code", "on_appeal", "decided_at"]
    list_select_related = ["item", "code"]

"""The admin's view of what petitions stand on: the numbers, the lists; people's petitions are read only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from petitions.models import Crossing, Listed, Petition, SponsorNeed, Threshold, ThresholdZone


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """To look at: every change of it is an act with a page of its own."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ThresholdZones(admin.TabularInline):  # type: ignore[type-arg]
    model = ThresholdZone
    extra = 0


@admin.register(Petition)
class PetitionAdmin(ReadOnly):
    list_display = ("slug", "state", "response_track", "debate_track", "signature_count", "closes_at", "body")
    list_filter = ("state", "response_track", "debate_track", "language")
    search_fields = ("slug", "code")
    exclude = ("title", "background", "details")


@admin.register(Crossing)
class CrossingAdmin(ReadOnly):
    list_display = ("petition", "kind", "needed", "crossed_at", "withdrawn_at")
    list_filter = ("kind",)


@admin.register(Threshold)
class ThresholdAdmin(ReadOnly):
    list_display = ("body", "kind", "count", "since", "until")
    list_filter = ("kind", "body")
    inlines = (ThresholdZones,)


@admin.register(SponsorNeed)
class SponsorNeedAdmin(ReadOnly):
    list_display = ("zone", "count", "since", "until")


@admin.register(Listed)
class ListedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("what", "allowed", "reason", "since", "until")
    list_filter = ("what", "allowed")

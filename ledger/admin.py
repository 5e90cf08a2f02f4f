"""The ledger in the admin: to look at, and to give a dead delivery its tries again."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ledger import actions, queries
from ledger.models import Checkpoint, Delivery, Entry, Fact, SigningKey


class ReadOnly(admin.ModelAdmin):
    """What was done is not edited, by anybody."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Fact)
class FactAdmin(ReadOnly):
    list_display = ("id", "kind", "subject", "at", "public")
    list_filter = ("public", "kind")
    search_fields = ("subject", "kind")
    date_hierarchy = "at"


@admin.register(Entry)
class EntryAdmin(ReadOnly):
    list_display = ("seq", "fact")
    list_select_related = ("fact",)


@admin.register(Checkpoint)
class CheckpointAdmin(ReadOnly):
    list_display = ("size", "at")


@admin.register(SigningKey)
class SigningKeyAdmin(ReadOnly):
    list_display = ("key_id", "name", "since", "until")


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly):
    list_display = ("id", "reaction", "fact", "due_at", "attempts", "done_at", "dead_at", "last_error")
    list_filter = (("dead_at", admin.EmptyFieldListFilter), ("done_at", admin.EmptyFieldListFilter))
    list_select_related = ("fact",)
    actions = ("retry",)

    @admin.action(description=_("Try the dead ones again"))
    def retry(self, request: HttpRequest, rows: QuerySet[Delivery]) -> None:
        for delivery in rows.filter(dead_at__isnull=False, done_at__isnull=True):
            actions.retry_dead(delivery_id=delivery.pk, at=queries.now())

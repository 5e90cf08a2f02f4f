"""People, organisations and acts of two in the admin: to look at. Roles change on their own pages, by two."""

from django.contrib import admin

from accounts.models import Approval, Organisation, RoleGrant, User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["code", "name", "email", "is_active", "suspended_at"]
    search_fields = ["code", "name", "email"]
    exclude = ["password", "last_login"]


@admin.register(RoleGrant)
class RoleGrantAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["user", "role", "since", "until"]
    list_filter = ["role"]
    list_select_related = ["user"]


@admin.register(Approval)
class ApprovalAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["kind", "subject", "asked_by", "asked_at", "given_by", "given_at"]
    list_select_related = ["asked_by", "given_by"]


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["slug", "name", "kind", "parent", "successor"]

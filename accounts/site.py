"""The Django admin as we use it: for looking, by admins with a second factor, under our own sign-in."""

from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _


class Site(AdminSite):
    site_header = _("Biolattice: the records")
    site_title = _("Records")
    index_title = _("Look; change what has no page of its own")
    # Its sidebar asks for inline script state; the list on the index is enough.
    enable_nav_sidebar = False
    # An unknown address is 404 for everybody, as elsewhere.
    final_catch_all_view = False

    def has_permission(self, request: HttpRequest) -> bool:
        from accounts.predicates import is_admin

        return bool(is_admin(request.user))

    def get_urls(self) -> list[Any]:
        """Without its own password pages: passwords are changed in one place, with a letter about it."""
        return [
            url for url in super().get_urls() if not (getattr(url, "name", "") or "").startswith("password_")
        ]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return inner(request, *args, **kwargs) if self.has_permission(request) else self.refuse(request)

        return guarded

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("admin:index") if self.has_permission(request) else self.refuse(request)

    def refuse(self, request: HttpRequest) -> HttpResponse:
        """One way in for everybody; whoever is in already and may not look is refused."""
        from accounts.doors import ask_second_factor, lacks_second_factor, to_sign_in
        from accounts.rules.roles import Role

        if not request.user.is_authenticated:
            return to_sign_in(request)
        if lacks_second_factor(request.user, (Role.ADMIN,)):
            return ask_second_factor(request)
        raise PermissionDenied


class SiteConfig(AdminConfig):
    default_site = "accounts.site.Site"

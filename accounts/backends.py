"""Signing in: allauth's backend, closed to suspended people on every request."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User
from accounts.predicates import admin_may


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """`user_can_authenticate` guards the sign-in *and* every later request of an open session."""

    def user_can_authenticate(self, user: Any) -> bool:
        return isinstance(user, User) and user.may_sign_in

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """What the Django admin asks; everybody else asks a predicate by name."""
        return admin_may(user_obj, perm)

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """None are stored: permissions are predicates over roles in force."""
        return set()

"""Who someone is and what they may do here."""

from datetime import datetime
from typing import Any

from accounts.models import RoleGrant
from accounts.rules.roles import Role


def roles_of(user: Any, at: datetime) -> frozenset[Role]:
    """The roles in force; none for a stranger, a suspended or an inactive person."""
    if not getattr(user, "is_authenticated", False) or not user.is_active or user.suspended_at:
        return frozenset()
    return frozenset(Role(g.role) for g in RoleGrant.objects.in_force(at).filter(user=user))


def has_role(user: Any, role: Role, at: datetime) -> bool:
    return role in roles_of(user, at)

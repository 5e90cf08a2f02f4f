"""The roles a person may be appointed to, for a period, by two admins (vision: one table for everything).

Seats, guardianships and authorship are not appointments of this kind: they follow from mandates,
instruments and rows of their own apps.
"""

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    ENVOY = "envoy"
    MODERATOR = "moderator"
    CURATOR = "curator"
    ENGINEER = "engineer"
    ALERT_OFFICER = "alert_officer"
    ARTIST = "artist"
    SENTINEL = "sentinel"
    SECRETARY = "secretary"
    TELLER = "teller"
    DEPOSITARY = "depositary"
    AUDITOR = "auditor"
    ADMIN = "admin"


# Who must show a second factor before acting (specified in docs/reference/permissions.md).
SECOND_FACTOR = frozenset(
    {Role.CURATOR, Role.ALERT_OFFICER, Role.SECRETARY, Role.TELLER, Role.MODERATOR, Role.AUDITOR, Role.ADMIN}
)


def needs_second_factor(roles: Iterable[Role]) -> bool:
    """Whether acting in any of these roles asks for a second factor."""
    return not SECOND_FACTOR.isdisjoint(roles)

"""What every part of the demo shares: one clock, one source of chance, the people."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from accounts.models import User


@dataclass
class World:
    """``now`` is fixed once per load, so that one load is one consistent story."""

    now: datetime
    rng: random.Random = field(default_factory=lambda: random.Random(2150))  # noqa: S311 - a story, not a secret
    people: dict[str, User] = field(default_factory=dict)

    def days_ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)

    def days_ahead(self, days: float) -> datetime:
        return self.now + timedelta(days=days)

    def user(self, key: str) -> User:
        return self.people[key]

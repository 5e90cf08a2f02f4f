"""What several people who saw the same may raise: a draft, possible and never more, with words that name no poison.

Which sightings may endanger anybody, and how badly, is this project's reading; no authority publishes such a table.
"""

from collections.abc import Mapping
from types import MappingProxyType

from crises.rules.severity import Severity

PREFIX = "sighting-"
# Litter, wildlife and "something else" endanger nobody by themselves.
SEVERITY: Mapping[str, Severity] = MappingProxyType(
    {
        "bloom": Severity.MODERATE,
        "dead_fish": Severity.MODERATE,
        "flood": Severity.MODERATE,
        "colour": Severity.MINOR,
        "dry": Severity.MINOR,
        "foam": Severity.MINOR,
        "smell": Severity.MINOR,
    }
)
# Where bathing may harm, although nobody knows.
OF_THE_WATER = frozenset(PREFIX + kind for kind in ("bloom", "dead-fish", "colour", "foam"))


def indicator_of(kind: str) -> str:
    """dead_fish -> sighting-dead-fish: an alert's indicator is a slug."""
    return PREFIX + kind.replace("_", "-")

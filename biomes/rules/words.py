"""The codes that models, rules and pages share: kinds of zones and links, qualities, levels, flags."""

from enum import StrEnum


class ZoneKind(StrEnum):
    LIFE_LUXURY = "life_luxury"
    MIXED = "mixed"
    ENTROPY = "entropy"


class LinkKind(StrEnum):
    FLOW = "flow"
    MIGRATION = "migration"
    RECHARGE = "recharge"
    EXCHANGE = "exchange"


class GuardianshipEnd(StrEnum):
    """Why a guardian's hand is free before its period is over."""

    RESIGNED = "resigned"
    RECALLED = "recalled"
    UNABLE = "unable"
    MISTAKEN = "mistaken"


class RedList(StrEnum):
    """Categories of the IUCN Red List of Ecosystems, worst first."""

    COLLAPSED = "CO"
    CRITICALLY_ENDANGERED = "CR"
    ENDANGERED = "EN"
    VULNERABLE = "VU"
    NEAR_THREATENED = "NT"
    LEAST_CONCERN = "LC"
    DATA_DEFICIENT = "DD"
    NOT_EVALUATED = "NE"


class Quality(StrEnum):
    """What stands behind a value: as it came, looked at (by a rule or a person), or refused by a person."""

    RAW = "raw"
    CHECKED = "checked"
    REJECTED = "rejected"


class Precision(StrEnum):
    """How much of a time is known; a year is stored as its first instant."""

    INSTANT = "instant"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


# A time known to the day or better. A month or a year is stored as its first instant: it is no value of that
# day, and it does not speak of now.
LIVE_PRECISIONS = frozenset({Precision.INSTANT, Precision.DAY})


class Qualifier(StrEnum):
    """Exact, below the detection limit, or above what the method can count."""

    NONE = ""
    BELOW = "<"
    ABOVE = ">"


class Direction(StrEnum):
    """Which side of a threshold is harmful."""

    ABOVE = "above"
    BELOW = "below"


class Verification(StrEnum):
    """How the value of a limit was checked; a row without any is never used."""

    DOCUMENT = "document"
    PUBLISHER = "publisher"
    QUOTED = "quoted"
    # Set before checks were recorded.
    EARLIER = "earlier"


class Flag(StrEnum):
    """Why a stored reading deserves a second look; a flag never deletes."""

    LATE = "late"
    FUTURE = "future"
    OUT_OF_ORDER = "out_of_order"
    WILD = "wild"
    ROUNDED = "rounded"
    CONVERTED = "converted"


class State(StrEnum):
    """How a living system is. Unknown is its own answer and never drawn as healthy."""

    UNKNOWN = "unknown"
    THRIVING = "thriving"
    STRESSED = "stressed"
    DISTRESSED = "distressed"
    CRITICAL = "critical"


# What crossing a threshold may mean, mildest first; the order is the severity.
LEVELS = (State.STRESSED, State.DISTRESSED, State.CRITICAL)
SEVERITY = {State.UNKNOWN: -1, State.THRIVING: 0, State.STRESSED: 1, State.DISTRESSED: 2, State.CRITICAL: 3}

"""How many signed within the last hour, from two cells of the table by hour.

    |---- the hour before ----|--- the running hour ---> at
              [=== counted ===|========================]

Of the hour before, that part counts which is less than sixty minutes ago, as if people came evenly.
"""

from datetime import datetime, timedelta

HOUR = timedelta(hours=1)


def running_hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def lately(*, running: int, before: int, at: datetime) -> int:
    """Signatures of the sixty minutes before ``at``, rounded down."""
    left = HOUR - (at - running_hour(at))
    return running + before * int(left.total_seconds()) // 3600

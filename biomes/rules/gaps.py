"""When a series was silent for longer than a value speaks for the present."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

Gap = tuple[datetime, datetime]


def gaps(times: Sequence[datetime], *, until: datetime, longest: timedelta) -> list[Gap]:
    """Silences longer than ``longest`` between the times (in any order), and from the last one until now.

    What lay before the first time is nobody's silence: perhaps there was no station yet.
    """
    seen = sorted({at for at in times if at <= until})
    return [(begun, ended) for begun, ended in pairwise([*seen, until]) if ended - begun > longest]

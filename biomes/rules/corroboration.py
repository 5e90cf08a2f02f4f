"""When reports of several people bear each other out.

Within a span of hours and a distance, people are matched to occasions: an occasion is a cell of 100 m on a day.
No two reports of the match share a person, none share an occasion; so one person with ten accounts at one spot
is one occasion, and ten reports of one person are one person. The largest match decides (Kuhn's algorithm), so the
order of reports does not matter and one more report never undoes what was borne out.

A report known only to more than 100 m says nothing of its cell: all such of one day are one occasion. One known
only to more than the distance itself counts for no place at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from biomes.rules.cells import FINEST, distance_m

# Reports looked at for one question: the newest ones.
MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """How many people, within which hours and metres. A number of our own, not a law of nature."""

    people: int = 3
    hours: int = 72
    radius_m: int = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A report as this rule knows it: its number, who, when, where, how finely."""

    key: int
    person: str
    at: datetime
    lon: float
    lat: float
    cell_m: int

    @property
    def occasion(self) -> tuple[date, float, float] | date:
        day = self.at.date()
        return day if self.cell_m > FINEST else (day, self.lon, self.lat)


def borne_out(reports: Iterable[Seen], need: Need) -> tuple[Seen, ...]:
    """The reports of the largest match that reaches the need, in the order of time; empty when none does."""
    usable = sorted(
        (one for one in reports if one.cell_m <= need.radius_m),
        key=lambda one: (one.at, one.key),
        reverse=True,
    )[:MOST]
    best: tuple[Seen, ...] = ()
    for first in usable:
        span = [one for one in usable if timedelta(0) <= one.at - first.at <= timedelta(hours=need.hours)]
        if len({one.person for one in span}) < max(need.people, len(best) + 1):
            continue
        for centre in span:
            near = [one for one in span if _metres(centre, one) <= need.radius_m]
            found = matched(near)
            if len(found) >= need.people and len(found) > len(best):
                best = found
    return best


def matched(reports: Sequence[Seen]) -> tuple[Seen, ...]:
    """A largest set in which no person and no occasion comes twice, in the order of time."""
    wishes: dict[str, list[Seen]] = {}
    for one in sorted(reports, key=lambda one: (one.at, one.key)):
        wishes.setdefault(one.person, []).append(one)
    taken: dict[object, Seen] = {}
    for person in wishes:
        _place(person, wishes, taken, set())
    return tuple(sorted(taken.values(), key=lambda one: (one.at, one.key)))


def _place(
    person: str, wishes: Mapping[str, list[Seen]], taken: dict[object, Seen], tried: set[object]
) -> bool:
    """Give a person an occasion, moving others on where they have another one."""
    for one in wishes[person]:
        if one.occasion in tried:
            continue
        tried.add(one.occasion)
        holder = taken.get(one.occasion)
        if holder is None or _place(holder.person, wishes, taken, tried):
            taken[one.occasion] = one
            return True
    return False


def _metres(one: Seen, other: Seen) -> float:
    return distance_m(one.lon, one.lat, other.lon, other.lat)

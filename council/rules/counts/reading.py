"""A count as anybody writes it, read strictly: a fault names its place and what is wrong there.

{method, seats, options: [code, ...], max_points?,
 ballots: [[code, ...] | {code: points} | {"ranking" | "points": ..., "count": n}, ...]}
"""

from typing import Any

from council.rules.counts.papers import RANKED, Contest, Method, Paper

MOST_POINTS = 1000
MOST_PAPERS = 10**9


class CountFault(Exception):
    def __init__(self, path: str, code: str) -> None:
        super().__init__(f"{path}: {code}")
        self.path, self.code = path, code


def read_contest(data: dict[str, Any]) -> Contest:
    try:
        method = Method(str(data.get("method")))
    except ValueError:
        raise CountFault("method", "unknown") from None
    options = _options(data.get("options"))
    seats = _whole(data.get("seats"), "seats", least=1, most=len(options))
    if method is Method.IRV and seats != 1:
        raise CountFault("seats", "one_for_irv")
    most = 0
    if method is Method.SCORE:
        most = _whole(data.get("max_points"), "max_points", least=1, most=MOST_POINTS)
    ballots = data.get("ballots")
    if not isinstance(ballots, list) or not ballots:
        raise CountFault("ballots", "empty_or_no_list")
    known = frozenset(options)
    papers = tuple(_paper(row, f"ballots[{n}]", method, known, most) for n, row in enumerate(ballots))
    return Contest(method, seats, options, papers, most)


def _options(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise CountFault("options", "empty_or_no_list")
    seen: set[str] = set()
    for place, option in enumerate(value):
        if not isinstance(option, str) or not 0 < len(option) <= 80:
            raise CountFault(f"options[{place}]", "no_name")
        if option in seen:
            raise CountFault(f"options[{place}]", "twice")
        seen.add(option)
    return tuple(value)


def _whole(value: Any, path: str, *, least: int, most: int) -> int:
    if type(value) is not int:
        raise CountFault(path, "not_whole")
    if not least <= value <= most:
        raise CountFault(path, "out_of_range")
    return value


def _paper(row: Any, path: str, method: Method, known: frozenset[str], most: int) -> Paper:
    number, word = 1, "points" if method is Method.SCORE else "ranking"
    if isinstance(row, dict) and "count" in row:
        number = _whole(row["count"], f"{path}.count", least=1, most=MOST_PAPERS)
        if unknown := set(row) - {"count", word}:
            raise CountFault(f"{path}.{min(unknown)}", "unknown")
        row, path = row.get(word), f"{path}.{word}"
    if method is Method.SCORE:
        return _scored(row, path, number, known, most)
    if not isinstance(row, list):
        raise CountFault(path, "no_list")
    seen: set[str] = set()
    for place, option in enumerate(row):
        if not isinstance(option, str) or option not in known:
            raise CountFault(f"{path}[{place}]", "unknown")
        if option in seen:
            raise CountFault(f"{path}[{place}]", "twice")
        seen.add(option)
    # Approval has no order: equal papers are equal however they were written.
    return Paper(tuple(row if method in RANKED else sorted(row)), number)


def _scored(row: Any, path: str, number: int, known: frozenset[str], most: int) -> Paper:
    if not isinstance(row, dict):
        raise CountFault(path, "no_points")
    for option in row:
        if option not in known:
            raise CountFault(f"{path}.{option}", "unknown")
    options = tuple(sorted(row))
    points = tuple(_whole(row[option], f"{path}.{option}", least=0, most=most) for option in options)
    return Paper(options, number, points)

"""Ballots as CSV: a column for each option, a row for each ballot (or `count` equal ones).

    count,Ana,Bo,Cem
    3,1,,2          ranked: places 1, 2, 3 ... without a gap or a place given twice
    1,x,,           approval: a mark (x or 1) where the option is approved
    1,5,0,2         score: points from 0; an empty cell says nothing

The column `count` may be missing. A fault names the line of the file and the column, from 1.
"""

import csv
import io
import re

from council.rules.counts.blt import FileFault
from council.rules.counts.papers import RANKED, Contest, Method, Paper
from council.rules.counts.reading import MOST_PAPERS

COUNT = "count"


def read_csv(text: str, method: Method, seats: int, max_points: int = 0) -> Contest:
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    papers: list[Paper] = []
    head: list[str] = []
    try:
        for row in rows:
            if not head:
                head = _head(row)
            elif any(cell.strip() for cell in row):
                papers.append(_paper(row, head, rows.line_num, method, max_points))
    except csv.Error as fault:
        raise FileFault(rows.line_num, 1, "no_csv") from fault
    if not papers:
        raise FileFault(max(rows.line_num, 1), 1, "no_ballots")
    options = tuple(name for name in head if name != COUNT)
    return Contest(method, seats, options, tuple(papers), max_points)


def _head(row: list[str]) -> list[str]:
    head = [cell.strip() for cell in row]
    for column, name in enumerate(head, 1):
        if not 0 < len(name) <= 80:
            raise FileFault(1, column, "no_name")
        if name in head[: column - 1]:
            raise FileFault(1, column, "name_twice", name)
    if not set(head) - {COUNT}:
        raise FileFault(1, 1, "no_options")
    return head


def _paper(row: list[str], head: list[str], line: int, method: Method, most: int) -> Paper:
    if len(row) != len(head):
        raise FileFault(line, min(len(row), len(head)) + 1, "cells")
    count, said = 1, {}
    for column, (name, cell) in enumerate(zip(head, row, strict=True), 1):
        text = cell.strip()
        if name == COUNT:
            count = _whole(text, line, column, least=1, most=MOST_PAPERS)
        elif text:
            said[name] = column, text
    if method is Method.APPROVAL:
        return Paper(tuple(sorted(_approved(said, line))), count)
    high = len(head) if method in RANKED else most
    least = 1 if method in RANKED else 0
    given = {n: _whole(text, line, column, least=least, most=high) for n, (column, text) in said.items()}
    if method is Method.SCORE:
        return Paper(tuple(sorted(given)), count, tuple(given[name] for name in sorted(given)))
    return Paper(_ranked(given, said, line), count)


def _approved(said: dict[str, tuple[int, str]], line: int) -> list[str]:
    for column, text in said.values():
        if text.lower() not in {"x", "1"}:
            raise FileFault(line, column, "no_mark", text)
    return list(said)


def _ranked(given: dict[str, int], said: dict[str, tuple[int, str]], line: int) -> tuple[str, ...]:
    order = sorted(given, key=lambda name: (given[name], said[name][0]))
    for place, name in enumerate(order, 1):
        if given[name] != place:
            code = "place_twice" if given[name] < place else "place_skipped"
            raise FileFault(line, said[name][0], code, str(given[name]))
    return tuple(order)


def _whole(text: str, line: int, column: int, *, least: int, most: int) -> int:
    if not re.fullmatch(r"[0-9]{1,10}", text):
        raise FileFault(line, column, "not_whole", text)
    value = int(text)
    if not least <= value <= most:
        raise FileFault(line, column, "out_of_range", text)
    return value

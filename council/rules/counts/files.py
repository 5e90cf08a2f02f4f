"""A file of ballots read for an election that is kept: its names become the election's codes.

A file may write an option's code or its public name. It names every option of the election and no other;
where it says how many seats, these are the election's. The ballots are numbered as they stand in the file.
"""

from collections.abc import Mapping

from council.rules.counts.blt import FileFault, read_blt
from council.rules.counts.bounds import MOST_BALLOTS
from council.rules.counts.papers import RANKED, Contest, Paper
from council.rules.counts.table import read_csv

Places = Mapping[str, tuple[int, int]]


def read_file(text: str, contest: Contest, names: Mapping[str, str], *, is_blt: bool) -> dict[int, Paper]:
    """The ballots by number. ``names``: the public name of each option's code."""
    if is_blt:
        papers, places = _from_blt(text, contest, names)
    else:
        read = read_csv(text, contest.method, contest.seats, contest.max_points)
        head = text.removeprefix("\ufeff").split("\n", 1)[0]
        papers, places = read.papers, {name: (1, _column(head, name)) for name in read.options}
    if len(papers) > MOST_BALLOTS:
        raise FileFault(1, 1, "too_many", str(MOST_BALLOTS))
    codes = _codes(places, names)
    return {number: _coded(paper, codes, contest) for number, paper in enumerate(papers, 1)}


def _from_blt(text: str, contest: Contest, names: Mapping[str, str]) -> tuple[tuple[Paper, ...], Places]:
    if contest.method not in RANKED:
        raise FileFault(1, 1, "blt_is_ranked")
    read = read_blt(text)
    if read.seats != contest.seats:
        raise FileFault(1, 1, "seats_differ", str(read.seats))
    standing = {_folded(word) for pair in names.items() for word in pair}
    for name in read.withdrawn:
        if _folded(name) in standing:
            raise FileFault(*read.named_at[name], "option_withdrew", name)
    return read.papers, {name: read.named_at[name] for name in read.options}


def _column(head: str, name: str) -> int:
    """Of the cell in the heading; a heading with quotes is only searched from its beginning."""
    cells = [cell.strip().strip('"') for cell in head.split(",")]
    return cells.index(name) + 1 if name in cells else 1


def _codes(places: Places, names: Mapping[str, str]) -> dict[str, str]:
    known = {_folded(name): code for code, name in names.items()} | {code: code for code in names}
    codes: dict[str, str] = {}
    for name, (line, column) in places.items():
        code = known.get(_folded(name))
        if code is None:
            raise FileFault(line, column, "unknown_name", name)
        if code in codes.values():
            raise FileFault(line, column, "name_twice", name)
        codes[name] = code
    for code, name in names.items():
        if code not in codes.values():
            raise FileFault(1, 1, "option_missing", name)
    return codes


def _coded(paper: Paper, codes: Mapping[str, str], contest: Contest) -> Paper:
    """The same ballot in codes; where order says nothing, in their order."""
    if contest.method in RANKED:
        return Paper(tuple(codes[name] for name in paper.options), paper.count)
    points = dict(zip((codes[name] for name in paper.options), paper.points, strict=False))
    options = tuple(sorted(codes[name] for name in paper.options))
    return Paper(options, paper.count, tuple(points[code] for code in options) if points else ())


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()

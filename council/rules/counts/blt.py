"""Ballots as BLT, the plain text that counting programs exchange; a fault names line and column.

    4 2            options and seats
    -2             option 2 withdrew (the line may be missing)
    3 1 3 4 0      three ballots that prefer option 1, then 3, then 4; 0 ends the line
    0              the end of the ballots
    "Ana" ... "Title"   one name on a line for each option, then the title

`#` begins a remark outside a name. Equal ranks (`1=2`) and skipped ranks (`-`) are refused, not guessed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from council.rules.counts.papers import Paper
from council.rules.counts.reading import MOST_PAPERS

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|#.*|[^\s#"]+|"')
MOST_OPTIONS = 10_000


class FileFault(Exception):
    """A file that cannot be counted: where, what is wrong there, and the word it is about."""

    def __init__(self, line: int, column: int, code: str, what: str = "") -> None:
        super().__init__(f"{line}:{column}: {code}")
        self.line, self.column, self.code, self.what = line, column, code, what


class Token(NamedTuple):
    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Ballots:
    """A file's content. The ballots of an option that withdrew pass it over."""

    title: str
    seats: int
    options: tuple[str, ...]
    withdrawn: tuple[str, ...]
    papers: tuple[Paper, ...]
    # Line and column of each name, those of options that withdrew too.
    named_at: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def read_blt(text: str) -> Ballots:
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text.removeprefix("\ufeff"))
        self.last = Token("", 1, 1)

    def read(self) -> Ballots:
        number = self.whole("options", least=1, most=MOST_OPTIONS)
        seats = self.whole("seats", least=1, most=number)
        out: set[int] = set()
        token = self.take("ballot")
        while token.text.startswith("-"):
            out.add(-_integer(token, "withdrawn", least=-number, most=-1))
            token = self.take("ballot")
        ranked = list(self.ballots(token, number, out))
        if not ranked:
            raise FileFault(self.last.line, self.last.column, "no_ballots")
        named_at = self.names(number)
        names = list(named_at)
        title = self.name()
        for extra in self.tokens:
            raise FileFault(extra.line, extra.column, "after_the_end", extra.text)
        papers = tuple(Paper(tuple(names[place - 1] for place in row), count) for row, count in ranked)
        withdrawn = tuple(names[place - 1] for place in sorted(out))
        options = tuple(name for name in names if name not in withdrawn)
        return Ballots(title, seats, options, withdrawn, papers, named_at)

    def names(self, number: int) -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        for _ in range(number):
            name = self.name()
            if name in found:
                raise FileFault(self.last.line, self.last.column, "name_twice", name)
            found[name] = self.last.line, self.last.column
        return found

    def ballots(self, token: Token, number: int, out: set[int]) -> Iterator[tuple[list[int], int]]:
        while token.text != "0":
            count = _integer(token, "count", least=1, most=MOST_PAPERS)
            row: list[int] = []
            seen: set[int] = set()
            while (token := self.take("option")).text != "0":
                place = _integer(token, "option", least=1, most=number)
                if place in seen:
                    raise FileFault(token.line, token.column, "twice", token.text)
                seen.add(place)
                if place not in out:
                    row.append(place)
            yield row, count
            token = self.take("ballot")

    def take(self, what: str) -> Token:
        token = next(self.tokens, None)
        if token is None:
            raise FileFault(self.last.line, self.last.column + len(self.last.text), f"ends_before_{what}")
        self.last = token
        return token

    def whole(self, what: str, *, least: int, most: int) -> int:
        return _integer(self.take(what), what, least=least, most=most)

    def name(self) -> str:
        token = self.take("name")
        if len(token.text) < 2 or token.text[0] != '"':
            raise FileFault(token.line, token.column, "no_name", token.text)
        name = re.sub(r"\\(.)", r"\1", token.text[1:-1]).strip()
        if not 0 < len(name) <= 80:
            raise FileFault(token.line, token.column, "name_length")
        return name


def _tokens(text: str) -> Iterator[Token]:
    for number, line in enumerate(text.splitlines(), 1):
        for found in TOKEN.finditer(line):
            if not found[0].startswith("#"):
                yield Token(found[0], number, found.start() + 1)


def _integer(token: Token, what: str, *, least: int, most: int) -> int:
    if not re.fullmatch(r"-?[0-9]{1,10}", token.text):
        raise FileFault(token.line, token.column, f"{what}_not_whole", token.text)
    value = int(token.text)
    if not least <= value <= most:
        raise FileFault(token.line, token.column, f"{what}_out_of_range", token.text)
    return value

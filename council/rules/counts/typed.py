"""Paper ballots as a teller types them: a line for each paper, its number first, then the options' codes.

    12 ana bo cem       ranked: in order of preference (approval: those approved, in any order)
    13                  a paper that names nobody
    14 ana=5 bo=2       score: each option with its points

A fault names line and column; nothing is guessed.
"""

import re

from council.rules.counts.blt import FileFault
from council.rules.counts.papers import RANKED, Contest, Method, Paper

MOST_NUMBER = 999_999
WORD = re.compile(r"[^\s,]+")


def read_typed(text: str, contest: Contest) -> dict[int, Paper]:
    """The papers of the lines by number; ``contest`` says the method and which options there are."""
    papers: dict[int, Paper] = {}
    for line, words in enumerate(text.splitlines(), 1):
        found = [(word[0], word.start() + 1) for word in WORD.finditer(words)]
        if not found:
            continue
        number = _number(*found[0], line)
        if number in papers:
            raise FileFault(line, found[0][1], "paper_twice", str(number))
        papers[number] = _paper(found[1:], line, contest)
    if not papers:
        raise FileFault(1, 1, "no_ballots")
    return papers


def _number(text: str, column: int, line: int) -> int:
    bare = text.rstrip(".:")
    if not re.fullmatch(r"[0-9]{1,6}", bare) or not 0 < int(bare) <= MOST_NUMBER:
        raise FileFault(line, column, "no_paper_number", text)
    return int(bare)


def _paper(words: list[tuple[str, int]], line: int, contest: Contest) -> Paper:
    said: dict[str, int] = {}
    for text, column in words:
        option, sign, points = text.lower().partition("=")
        if option not in contest.options:
            raise FileFault(line, column, "unknown_option", option)
        if option in said:
            raise FileFault(line, column, "twice", option)
        if bool(sign) != (contest.method is Method.SCORE):
            raise FileFault(line, column, "points_missing" if not sign else "no_points_here", option)
        said[option] = _points(points, column, line, contest.max_points) if sign else 0
    if contest.method is Method.SCORE:
        return Paper(tuple(sorted(said)), 1, tuple(said[option] for option in sorted(said)))
    return Paper(tuple(said) if contest.method in RANKED else tuple(sorted(said)))


def _points(text: str, column: int, line: int, most: int) -> int:
    if not re.fullmatch(r"[0-9]{1,10}", text):
        raise FileFault(line, column, "not_whole", text)
    if int(text) > most:
        raise FileFault(line, column, "out_of_range", text)
    return int(text)

"""Who may be elected, a line for each: a name, or a short code for ballots and the log, a colon, and the name.

Ana Ruiz            gets the next free letter: a, b, ... z, aa, ab ...
bo: Bo Lind
"""

import re

from council.rules.counts.blt import FileFault
from council.rules.counts.bounds import MOST_OPTIONS
from council.rules.counts.table import COUNT
from ledger.rules import values

CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
LONGEST = 80


def read_candidates(text: str) -> list[tuple[str, str]]:
    """(code, public name) in the order of the lines."""
    rows = [(line, *_parted(words)) for line, words in enumerate(text.splitlines(), 1) if words.strip()]
    if not rows:
        raise FileFault(1, 1, "no_options")
    if len(rows) > MOST_OPTIONS:
        raise FileFault(rows[MOST_OPTIONS][0], 1, "too_many_options", str(MOST_OPTIONS))
    given = {code for _line, code, _name in rows}
    letters = (code for number in range(2 * MOST_OPTIONS) if (code := letter(number)) not in given)
    found: dict[str, str] = {}
    for line, code, name in rows:
        if not 0 < len(name) <= LONGEST:
            raise FileFault(line, 1, "name_length", name)
        if code and (not CODE.fullmatch(code) or code == COUNT or values.names_a_person(code)):
            raise FileFault(line, 1, "no_code", code)
        if code in found:
            raise FileFault(line, 1, "code_twice", code)
        if name.casefold() in (other.casefold() for other in found.values()):
            raise FileFault(line, 1, "name_twice", name)
        found[code or next(letters)] = name
    return list(found.items())


def _parted(words: str) -> tuple[str, str]:
    """Code and name; what stands before a colon is a code if it has no space in it."""
    before, colon, after = words.partition(":")
    if colon and len(before.split()) == 1:
        return before.strip().lower(), " ".join(after.split())
    return "", " ".join(words.split())


def letter(number: int) -> str:
    """0 is a, 25 is z, 26 is aa."""
    high, low = divmod(number, 26)
    return (letter(high - 1) if high else "") + chr(ord("a") + low)

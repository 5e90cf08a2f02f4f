"""Counts in the matrix: anybody counts anybody's ballots; nothing is stored."""

from tests.permissions.format import A, Row
from tests.permissions.who import EVERYONE

COUNT = {"method": "irv", "seats": 1, "options": ["Ana", "Bo"], "ballots": [["Ana", "Bo"]]}

SHEET = {"method": "irv", "seats": "1", "ballots": "Ana,Bo\n1,2\n"}
ROWS = [
    Row("api:count", "POST", {A: EVERYONE}, data=COUNT),
    Row("council:counts", "GET", {A: EVERYONE}),
    Row("council:counts", "POST", {A: EVERYONE}, data=SHEET),
]

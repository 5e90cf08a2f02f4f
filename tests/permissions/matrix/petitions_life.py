"""The ends of a petition's life in the matrix: the list of the overdue is for everybody."""

from tests.permissions.format import INVALID, A, Row
from tests.permissions.who import EVERYONE

ANY = {A: EVERYONE}

ROWS = [
    Row("petitions:overdue", "GET", expect=ANY),
    Row("petitions:overdue", "GET", state="asked to sort", query={"order": "title"}, expect=ANY),
    Row("api:petition-overdue", "GET", expect=ANY),
    Row("api:petition-overdue", "GET", state="asked to sort", query={"order": "title"}, expect={INVALID: EVERYONE}),
]  # fmt: skip

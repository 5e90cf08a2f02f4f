"""What was called in the room, line by line, in words."""

from django.utils.translation import gettext as _

from council import queries
from council.models import ClosedDecision
from council.models.roll_call import WORDS
from council.queries import PaperRow


def line_words(row: PaperRow) -> str:
    """A seat's name; of a joint one, which hand."""
    if not row.hand:
        return row.name
    return _("%(name)s, hand %(hand)d") % {"name": row.name, "hand": row.hand}


def called_words(decision: ClosedDecision) -> list[tuple[str, str]]:
    """(line, word), chamber by chamber; nothing where ballots were sealed."""
    names = dict(WORDS)
    return [
        (line_words(row), str(names[decision.words[row.line]])) for row in queries.named_lines(decision.words)
    ]

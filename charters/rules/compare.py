"""Two texts side by side, article by article, in the reader's order."""

from collections.abc import Sequence
from dataclasses import dataclass

from charters.rules.redline import Piece, counts, paragraphs, redline
from charters.rules.text import ArticleText


@dataclass(frozen=True, slots=True)
class Row:
    """One article then and now; one side is None where it was put in or taken out."""

    eid: str
    before: ArticleText | None
    after: ArticleText | None

    @property
    def is_changed(self) -> bool:
        return self.before != self.after

    @property
    def shown(self) -> ArticleText:
        """The side a reader looks for: now, or then for an article that is gone."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - a row has at least one side
        return found

    @property
    def heading(self) -> list[Piece]:
        return redline(_heading(self.before), _heading(self.after))

    @property
    def paragraphs(self) -> list[list[Piece]]:
        return paragraphs(self._pieces)

    @property
    def counts(self) -> tuple[int, int]:
        """(words added, words taken out)."""
        return counts(self._pieces)

    @property
    def _pieces(self) -> list[Piece]:
        return redline(self.before.text if self.before else "", self.after.text if self.after else "")


def _heading(article: ArticleText | None) -> str:
    return article.heading if article else ""


def compare(before: Sequence[ArticleText], after: Sequence[ArticleText]) -> list[Row]:
    """Every article of both, in the order of ``after``; one that is gone stands where it stood."""
    old = {a.eid: a for a in before}
    new = {a.eid: a for a in after}
    rows = [Row(a.eid, old.get(a.eid), a) for a in after]
    for place, gone in enumerate(before):
        if gone.eid in new:
            continue
        # Behind the nearest earlier neighbour that is still there (or already put back).
        earlier = {a.eid for a in before[:place]}
        at = max((n + 1 for n, row in enumerate(rows) if row.eid in earlier), default=0)
        rows.insert(at, Row(gone.eid, gone, None))
    return rows

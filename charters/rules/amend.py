"""Changing a text by instructions that each name the words they expect to find.

    replace       put this heading and text where that article stands
    insert_after  put a new article behind that one ("" puts it first)
    repeal        take that article out

Every instruction carries the SHA-256 of the article it touches. If the article reads otherwise by
now, the instruction is *overtaken* and a person has to look again: there is no fuzzy patching.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from charters.rules.redline import changed_words
from charters.rules.text import EID, ArticleText


class Operation(StrEnum):
    REPLACE = "replace"
    INSERT_AFTER = "insert_after"
    REPEAL = "repeal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One instruction. ``eid`` is the article it touches; ``new_eid`` only names an inserted one."""

    operation: Operation
    eid: str
    expected_sha256: str
    new_eid: str = ""
    heading: str = ""
    text: str = ""
    entrenched: bool = False


class Why(StrEnum):
    """Why an instruction cannot be applied."""

    MISSING = "missing"  # no such article any more
    OVERTAKEN = "overtaken"  # the article reads otherwise by now
    TAKEN = "taken"  # the new article's number is in use
    BAD_EID = "bad_eid"
    EMPTY = "empty"
    ENTRENCHED = "entrenched"
    TWICE = "twice"  # two instructions of one amendment touch the same article


class CannotApply(Exception):
    def __init__(self, change: Change, why: Why) -> None:
        super().__init__(f"{change.operation.value} {change.eid}: {why.value}")
        self.change = change
        self.why = why


def problem(articles: Sequence[ArticleText], change: Change) -> Why | None:
    """Why this instruction does not fit this text; None when it fits."""
    by_eid = {a.eid: a for a in articles}
    target = by_eid.get(change.eid)
    if change.operation is Operation.INSERT_AFTER:
        if not EID.fullmatch(change.new_eid):
            return Why.BAD_EID
        if change.new_eid in by_eid:
            return Why.TAKEN
        if change.eid == "" and change.expected_sha256 == "":
            return None if change.heading and change.text else Why.EMPTY
    if target is None:
        return Why.MISSING
    if target.sha256 != change.expected_sha256:
        return Why.OVERTAKEN
    if change.operation is not Operation.INSERT_AFTER and target.entrenched:
        return Why.ENTRENCHED
    if change.operation is not Operation.REPEAL and not (change.heading and change.text):
        return Why.EMPTY
    return None


def problems(articles: Sequence[ArticleText], changes: Sequence[Change]) -> list[Why | None]:
    """What stands against each instruction, in order, each seen on the text as those before leave it."""
    found: list[Why | None] = []
    text = list(articles)
    for change in changes:
        found.append(problem(text, change))
        if found[-1] is None:
            text = _one(text, change)
    return found


def _one(articles: list[ArticleText], change: Change) -> list[ArticleText]:
    if why := problem(articles, change):
        raise CannotApply(change, why)
    at = next((i for i, a in enumerate(articles) if a.eid == change.eid), -1)
    if change.operation is Operation.REPEAL:
        return articles[:at] + articles[at + 1 :]
    if change.operation is Operation.REPLACE:
        new = replace(articles[at], heading=change.heading, text=change.text)
        return [*articles[:at], new, *articles[at + 1 :]]
    new = ArticleText(change.new_eid, change.heading, change.text, change.entrenched)
    return [*articles[: at + 1], new, *articles[at + 1 :]]


def apply(articles: Sequence[ArticleText], changes: Sequence[Change]) -> list[ArticleText]:
    """The text after all instructions, or CannotApply with the first that does not fit."""
    touched: set[str] = set()
    after = list(articles)
    for change in changes:
        key = change.new_eid if change.operation is Operation.INSERT_AFTER else change.eid
        if key in touched:
            raise CannotApply(change, Why.TWICE)
        touched.add(key)
        after = _one(after, change)
    return after


def inverse(articles: Sequence[ArticleText], changes: Sequence[Change]) -> list[Change]:
    """The instructions that lead back from ``apply(articles, changes)`` to ``articles``."""
    back: list[Change] = []
    now = list(articles)
    for change in changes:
        after = _one(now, change)
        back.append(_undo(now, after, change))
        now = after
    return back[::-1]


def _undo(before: list[ArticleText], after: list[ArticleText], change: Change) -> Change:
    if change.operation is Operation.INSERT_AFTER:
        new = next(a for a in after if a.eid == change.new_eid)
        return Change(operation=Operation.REPEAL, eid=new.eid, expected_sha256=new.sha256)
    at = next(i for i, a in enumerate(before) if a.eid == change.eid)
    old = before[at]
    if change.operation is Operation.REPLACE:
        return Change(
            operation=Operation.REPLACE,
            eid=old.eid,
            expected_sha256=after[at].sha256,
            heading=old.heading,
            text=old.text,
        )
    neighbour = before[at - 1] if at else None
    return Change(
        operation=Operation.INSERT_AFTER,
        eid=neighbour.eid if neighbour else "",
        expected_sha256=neighbour.sha256 if neighbour else "",
        new_eid=old.eid,
        heading=old.heading,
        text=old.text,
        entrenched=old.entrenched,
    )


def distance(articles: Sequence[ArticleText], change: Change) -> Fraction:
    """How far an instruction leads from the text, as the share of words it changes."""
    if change.operation is Operation.REPEAL:
        return Fraction(2)
    old = next((a.text for a in articles if a.eid == change.eid), "")
    if change.operation is Operation.INSERT_AFTER:
        old = ""
    return changed_words(old, change.text)


def furthest_first(articles: Sequence[ArticleText], rivals: Sequence[Change]) -> list[Change]:
    """Competing instructions on one article in the order of the vote: the furthest from the text
    first, as parliaments do, so that a narrow change cannot shut out a wide one unheard."""
    return sorted(rivals, key=lambda change: -distance(articles, change))

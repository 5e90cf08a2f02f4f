"""The steps of filing, in order; a petition is ready when no step is wanting."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from petitions.rules import texts


class Step(StrEnum):
    ABOUT = "about"
    TITLE = "title"
    ASKS = "asks"
    BACKGROUND = "background"
    RELATION = "relation"
    CHECK = "check"


STEPS = tuple(Step)


class Relation(StrEnum):
    """How somebody is related to the place."""

    LIVES = "lives"
    WORKS = "works"
    CARES = "cares"


@dataclass(frozen=True, slots=True)
class Draft:
    """What of a draft decides whether a step is done."""

    biomes: int = 0
    right: str = ""
    title: str = ""
    asks: Sequence[str] = ()
    background: str = ""
    details: str = ""
    relation: str = ""


def faults(draft: Draft) -> dict[Step, bool]:
    """Each step that is not yet right."""
    wrong = {
        Step.ABOUT: draft.biomes < 1,
        Step.TITLE: bool(texts.fault(draft.title, longest=texts.TITLE, shortest=texts.SHORTEST_TITLE)),
        Step.ASKS: not 1 <= len(draft.asks) <= texts.ASKS
        or any(texts.fault(ask, longest=texts.ASK, shortest=texts.SHORTEST_ASK) for ask in draft.asks),
        Step.BACKGROUND: bool(
            texts.fault(draft.background, longest=texts.BACKGROUND, shortest=1, block=True)
            or texts.fault(draft.details, longest=texts.DETAILS, block=True)
        ),
        Step.RELATION: draft.relation not in set(Relation),
    }
    return {step: True for step, is_wrong in wrong.items() if is_wrong}


def first_wanting(draft: Draft) -> Step:
    """The first step that is not right; the check when all are."""
    wrong = faults(draft)
    return next((step for step in STEPS if step in wrong), Step.CHECK)


def after(step: Step) -> Step:
    return STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]


def before(step: Step) -> Step | None:
    index = STEPS.index(step)
    return STEPS[index - 1] if index else None

"""Who follows a body that closes: chains of successors, told as codes."""

from collections.abc import Mapping
from enum import StrEnum


class Why(StrEnum):
    SELF = "self"
    CIRCLE = "circle"
    FOLLOWED = "followed"
    ENDS_NOWHERE = "ends_nowhere"


def last_of(body: str, follows: Mapping[str, str]) -> str:
    """The body at the end of the chain; a circle, which no act can make, ends where it would close."""
    seen = {body}
    while (after := follows.get(body)) is not None and after not in seen:
        seen.add(after)
        body = after
    return body


def refusal(
    body: str, successor: str | None, *, follows: Mapping[str, str], closed: frozenset[str]
) -> Why | None:
    """Why ``successor`` (None: nobody) may not follow ``body``; None when it may."""
    if body in follows:
        return Why.FOLLOWED
    if successor is None:
        return None
    if successor == body:
        return Why.SELF
    end = last_of(successor, follows)
    if end == body:
        return Why.CIRCLE
    return Why.ENDS_NOWHERE if end in closed else None

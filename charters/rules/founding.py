"""A charter before it exists: whether its words can stand, and the hash that names them. Pure."""

from collections.abc import Sequence
from enum import StrEnum
from hashlib import sha256

import rfc8785

from charters.rules.text import ArticleText

MOST_ARTICLES = 200


class Unready(StrEnum):
    """Why a draft cannot be tabled."""

    NO_ARTICLES = "no_articles"
    TOO_MANY = "too_many"
    # Its address, or whom it speaks of, has a charter by now.
    ADDRESS_TAKEN = "address_taken"
    HAS_ONE = "has_one"


def unready(articles: int, *, is_address_taken: bool, has_one: bool) -> Unready | None:
    """The first reason against tabling a draft of so many articles; None when nothing stands against it."""
    if not articles:
        return Unready.NO_ARTICLES
    if articles > MOST_ARTICLES:
        return Unready.TOO_MANY
    if is_address_taken:
        return Unready.ADDRESS_TAKEN
    return Unready.HAS_ONE if has_one else None


def eid_at(position: int) -> str:
    """Articles of a new charter are counted from one, without a gap."""
    return f"art_{position}"


def draft_sha256(*, slug: str, title: str, of: str, preamble: str, articles: Sequence[ArticleText]) -> str:
    """Hex SHA-256 of the RFC 8785 form of all its words: what a motion that takes it up decides on."""
    value = {
        "format": "biolattice-charter-draft/v1",
        "charter": slug,
        "title": title,
        "of": of,
        "preamble": preamble,
        "articles": [a.sha256 for a in articles],
    }
    return sha256(rfc8785.dumps(value)).hexdigest()

"""The minutes of a sitting: drafted, published as a draft, approved at a later sitting; then nobody edits them.

draft -> published -> approved        a correction is the next version, and walks the same way
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from council.rules.reading import fingerprint


class MinutesState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    APPROVED = "approved"


def state(published_at: datetime | None, approved_at: datetime | None) -> MinutesState:
    if approved_at is not None:
        return MinutesState.APPROVED
    return MinutesState.DRAFT if published_at is None else MinutesState.PUBLISHED


def remarks_with(remarks: Mapping[str, str], position: int, text: str) -> dict[str, str]:
    """One remark set anew, or taken out by an empty one; position 0 is the sitting as a whole."""
    kept = {key: words for key, words in remarks.items() if key != str(position)}
    return kept | {str(position): text} if text else kept


def paper(
    sitting: str, version: int, record: Mapping[str, Any], remarks: Mapping[str, str]
) -> dict[str, Any]:
    """What is approved, whole: the record in codes, and the secretary's words point by point."""
    return {
        "v": 1,
        "sitting": sitting,
        "version": version,
        "record": dict(record),
        "remarks": [
            {"position": int(key), "text": remarks[key]} for key in sorted(remarks, key=int) if remarks[key]
        ],
    }


def hash_of(sitting: str, version: int, record: Mapping[str, Any], remarks: Mapping[str, str]) -> str:
    return fingerprint(paper(sitting, version, record, remarks))


def are_both(asked: Iterable[str], agreed: Iterable[str]) -> bool:
    """Two persons, one as the secretary and one as the chair: what each holds may be both."""
    first, second = set(asked), set(agreed)
    return ("secretary" in first and "chair" in second) or ("chair" in first and "secretary" in second)

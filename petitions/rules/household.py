"""The household rule: two people of one place may share one address, and never a third.

no signature        slot 1 opens
the same name       stands already
another name        rule off: stands already (one address, one person)
                    rule on: slot 2 opens where both are of the same place and it is free
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from petitions.rules import names


class Finding(StrEnum):
    STANDS = "stands"
    SECOND = "second"
    ELSEWHERE = "elsewhere"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Signer:
    """A name, and the zone by its key; None is somewhere else, which is no place to share."""

    name: str
    zone: int | None


def same_name(one: str, other: str) -> bool:
    return names.folded(one) == names.folded(other)


def find(standing: Sequence[Signer], asking: Signer, *, is_on: bool) -> tuple[Finding, int]:
    """What an address that has signed can still do, and which of its signatures it is about.

    ``standing`` holds the one or two signatures of the address, by slot.
    """
    for index, signer in enumerate(standing):
        if same_name(signer.name, asking.name):
            return Finding.STANDS, index
    if not is_on:
        return Finding.STANDS, 0
    if len(standing) > 1:
        return Finding.FULL, 0
    if asking.zone is None or asking.zone != standing[0].zone:
        return Finding.ELSEWHERE, 0
    return Finding.SECOND, 0

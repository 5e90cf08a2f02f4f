"""Proxies: same chamber, one held at most, no chains, no cycles.

A proxy is never in the quorum unless the rule's data says otherwise (`proxies_in_quorum`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class WhyNot(StrEnum):
    ITSELF = "itself"
    OTHER_CHAMBER = "other_chamber"
    ALREADY_GIVEN = "already_given"
    HOLDER_HAS_ONE = "holder_has_one"
    CHAIN = "chain"
    BIOME_SEAT = "biome_seat"


@dataclass(frozen=True, slots=True)
class Proxy:
    giver: str
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    seat: str
    body: str
    represents: str = ""


def refusal(giver: Member, holder: Member, given: Iterable[Proxy]) -> WhyNot | None:
    """Why ``giver`` may not let ``holder`` vote for it; None when it may."""
    if giver.seat == holder.seat:
        return WhyNot.ITSELF
    if giver.body != holder.body:
        return WhyNot.OTHER_CHAMBER
    if giver.represents:
        # A biome's guardians may only use their named substitute.
        return WhyNot.BIOME_SEAT
    standing = list(given)
    if any(proxy.giver == giver.seat for proxy in standing):
        return WhyNot.ALREADY_GIVEN
    if any(proxy.holder == giver.seat or proxy.giver == holder.seat for proxy in standing):
        return WhyNot.CHAIN
    if any(proxy.holder == holder.seat for proxy in standing):
        return WhyNot.HOLDER_HAS_ONE
    return None

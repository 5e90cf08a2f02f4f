"""Proxies: same chamber, one held at most, no chains, no cycles.

A proxy is never in the quorum unless the rule's data says otherwise (`proxies_in_quorum`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from council.rules.eligibility import Why


class WhyNot(StrEnum):
    ITSELF = "itself"
    OTHER_CHAMBER = "other_chamber"
    ALREADY_GIVEN = "already_given"
    HOLDER_HAS_ONE = "holder_has_one"
    CHAIN = "chain"
    BIOME_SEAT = "biome_seat"
    JOINT_SEAT = "joint_seat"
    NOT_ALLOWED = "not_allowed"


@dataclass(frozen=True, slots=True)
class Proxy:
    giver: str
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    seat: str
    body: str
    represents: str = ""
    joint: bool = False


def refusal(giver: Member, holder: Member, given: Iterable[Proxy]) -> WhyNot | None:
    """Why ``giver`` may not let ``holder`` vote for it; None when it may."""
    if giver.seat == holder.seat:
        return WhyNot.ITSELF
    if giver.body != holder.body:
        return WhyNot.OTHER_CHAMBER
    if giver.represents:
        # A biome's guardians may only use their named substitute.
        return WhyNot.BIOME_SEAT
    if giver.joint or holder.joint:
        # Its other hand is there already, and two hands could not both hold one proxy.
        return WhyNot.JOINT_SEAT
    standing = list(given)
    if any(proxy.giver == giver.seat for proxy in standing):
        return WhyNot.ALREADY_GIVEN
    if any(proxy.holder == giver.seat or proxy.giver == holder.seat for proxy in standing):
        return WhyNot.CHAIN
    if any(proxy.holder == holder.seat for proxy in standing):
        return WhyNot.HOLDER_HAS_ONE
    return None


# What a rule may say of proxies: nobody votes by proxy, only a seat that is not in the room, or any.
NONE, ABSENT, ANY = "none", "absent", "any"
ALLOWED = frozenset({NONE, ABSENT, ANY})


def use_refusal(
    *, allowed: str, holder_recused: bool, giver_present: bool, giver_in_office: bool
) -> Why | None:
    """Why a proxy that was given may not be used now; None when it may. Asked at the cast and at the count."""
    if allowed == NONE:
        return Why.NO_PROXIES
    if holder_recused:
        # Who takes no part for itself takes none for another.
        return Why.PROXY_RECUSED
    if allowed == ABSENT and giver_present:
        return Why.GIVER_PRESENT
    return None if giver_in_office else Why.GIVER_GONE

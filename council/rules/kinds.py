"""What bodies, seats and motions are, in the field's words."""

from enum import StrEnum


class BodyKind(StrEnum):
    COUNCIL = "council"
    CHAMBER = "chamber"
    COMMITTEE = "committee"
    ADVISORY = "advisory"


class Holder(StrEnum):
    PERSON = "person"
    JOINT = "joint"
    ORGANISATION = "organisation"


class Capacity(StrEnum):
    VOTE = "vote"
    VOICE = "voice"
    VETO = "veto"


def usual_capacity(represents: str) -> tuple[Capacity, ...]:
    """What a seat may do where its statutes do not say: one that speaks for a living system may object as well."""
    return (Capacity.VOTE, Capacity.VOICE, *([Capacity.VETO] if represents else []))


class JointRule(StrEnum):
    UNANIMOUS = "unanimous"
    ANY = "any"


class Ended(StrEnum):
    EXPIRY = "expiry"
    RESIGNATION = "resignation"
    REMOVAL = "removal"
    DEATH = "death"
    RECALL = "recall"
    # Of a hold-over alone: taken back, or a successor has come.
    REVOKED = "revoked"
    SUCCEEDED = "succeeded"


class MotionKind(StrEnum):
    RESOLUTION = "resolution"
    CHARTER_AMENDMENT = "charter_amendment"
    CHARTER_ADOPTION = "charter_adoption"
    CRISIS_RESPONSE = "crisis_response"
    PACT_ACT = "pact_act"
    RULE_CHANGE = "rule_change"
    APPOINTMENT = "appointment"
    ALLIANCE = "alliance"
    PETITION_ANSWER = "petition_answer"
    EMERGENCY = "emergency"
    # About another motion: its words, its notice, its parts.
    FLOOR_AMENDMENT = "floor_amendment"
    URGENCY = "urgency"
    DIVISION = "division"


# Motions about another motion: they decide on its words, its notice or its parts, and touch nothing else.
ABOUT_A_MOTION = frozenset({MotionKind.FLOOR_AMENDMENT, MotionKind.URGENCY, MotionKind.DIVISION})


class BackingKind(StrEnum):
    """For what a seat stands behind a motion."""

    MOVE = "move"
    EMERGENCY = "emergency"

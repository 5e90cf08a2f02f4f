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


class JointRule(StrEnum):
    UNANIMOUS = "unanimous"
    ANY = "any"


class Ended(StrEnum):
    EXPIRY = "expiry"
    RESIGNATION = "resignation"
    REMOVAL = "removal"
    DEATH = "death"
    RECALL = "recall"


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

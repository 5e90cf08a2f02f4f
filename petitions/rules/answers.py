"""What a body may answer to an ask."""

from enum import StrEnum


class Verdict(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    LATER = "later"
    NO = "no"

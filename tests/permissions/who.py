"""Everybody who may knock (vision.md, trust.md), and the groups that rows are written with.

A stranger is anybody without a session that counts: nobody signed in, an address never confirmed,
a person suspended while signed in.
"""

from enum import StrEnum


class Who(StrEnum):
    ANON = "anon"
    UNCONFIRMED = "unconfirmed"
    SUSPENDED = "suspended"
    CITIZEN = "citizen"
    AUTHOR = "author"
    ENVOY = "envoy"
    MODERATOR = "moderator"
    COUNCIL_MEMBER = "council_member"
    GUARDIAN_X = "guardian_x"
    GUARDIAN_Y = "guardian_y"
    SUBSTITUTE = "substitute"
    SECRETARY = "secretary"
    TELLER = "teller"
    CHAIR = "chair"
    CURATOR = "curator"
    ENGINEER = "engineer"
    ALERT_OFFICER = "alert_officer"
    AUDITOR = "auditor"
    SENTINEL = "sentinel"
    ARTIST = "artist"
    DEPOSITARY = "depositary"
    ADMIN = "admin"
    MANDATE_EXPIRED = "mandate_expired"
    MANDATE_NOT_BEGUN = "mandate_not_begun"


EVERYONE = frozenset(Who)
STRANGERS = frozenset({Who.ANON, Who.UNCONFIRMED, Who.SUSPENDED})
SIGNED_IN = EVERYONE - STRANGERS
# Everybody else than these has a second factor set up.
WITHOUT_FACTOR = frozenset({Who.CITIZEN, Who.AUTHOR, Who.ENVOY, Who.ARTIST, Who.SENTINEL})
WITH_FACTOR = SIGNED_IN - WITHOUT_FACTOR
NOBODY: frozenset[Who] = frozenset()

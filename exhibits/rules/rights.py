"""Under which terms a work may be used: code, and the address of the terms."""

from enum import StrEnum


class Rights(StrEnum):
    CC_BY = "cc-by-4.0"
    CC_BY_SA = "cc-by-sa-4.0"
    CC_BY_NC = "cc-by-nc-4.0"
    RESERVED = "reserved"


TERMS: dict[Rights, str] = {
    Rights.CC_BY: "http://creativecommons.org/licenses/by/4.0/",
    Rights.CC_BY_SA: "http://creativecommons.org/licenses/by-sa/4.0/",
    Rights.CC_BY_NC: "http://creativecommons.org/licenses/by-nc/4.0/",
    Rights.RESERVED: "http://rightsstatements.org/vocab/InC/1.0/",
}

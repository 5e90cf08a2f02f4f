"""Signing in the matrix: the rules are everybody's to read; lists, selections and the household rule are the auditor's."""

from tests.permissions.format import CONFLICT, FORBIDDEN, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, Who

WHY = "A wave of forms filled in by a program."
ENTRY = {"what": "domain", "text": "*.flood.example", "way": "block", "reason": WHY}
UNKNOWN = {"key": "00000000-0000-4000-8000-000000000000"}


def auditor(outcome=A):
    return {SIGN_IN: STRANGERS, outcome: {Who.AUDITOR}, FORBIDDEN: SIGNED_IN - {Who.AUDITOR}}


def build(w):
    from petitions import actions

    by = w.people[Who.AUDITOR]
    w["p sender"] = actions.list_sender(
        what="domain", text="spam.example", allowed=False, reason=WHY, by=by, at=w.at
    )


def sender(w):
    return {"key": w["p sender"].key}


def chosen(w):
    return {"key": str(w["p held"].key), "which": "marked"}


ROWS = [
    Row("petitions:release_many", "POST", data=chosen, expect=auditor()),
    Row("petitions:senders", "GET", expect=auditor()),
    Row("petitions:senders", "POST", data=ENTRY, expect=auditor()),
    Row("petitions:senders", "POST", state="no domain", data=ENTRY | {"text": "x"}, expect=auditor(INVALID)),
    Row("petitions:senders", "POST", state="listed already", data=ENTRY | {"text": "spam.example"}, expect=auditor(CONFLICT)),
    Row("petitions:end_listing", "POST", args=sender, expect=auditor()),
    Row("petitions:end_listing", "POST", state="unknown", args=UNKNOWN, expect=auditor(HIDDEN)),
    Row("petitions:signing_rules", "GET", expect={A: EVERYONE}),
    Row("petitions:set_household", "POST", data={"act": "begin", "reason": WHY}, expect=auditor()),
    Row("petitions:set_household", "POST", state="without a reason", data={"act": "begin"}, expect=auditor(INVALID)),
    Row("petitions:set_household", "POST", state="off already", data={"act": "end"}, expect=auditor(CONFLICT)),
    Row("api:petition-held-counts", "GET", expect=auditor()),
    Row("api:petition-held-release-many", "POST", data=lambda w: {"keys": [str(w["p held"].key)]}, expect=auditor()),
    Row("api:petition-held-release-many", "POST", state="no key", data={"keys": ["x"]}, expect=auditor(INVALID)),
    Row("api:petition-sender-list", "GET", expect=auditor()),
    Row("api:petition-sender-list", "POST", data=ENTRY, expect=auditor()),
    Row("api:petition-sender-list", "POST", state="no domain", data=ENTRY | {"text": "x"}, expect=auditor(INVALID)),
    Row("api:petition-sender-end", "POST", args=sender, expect=auditor()),
    Row("api:petition-sender-end", "POST", state="unknown", args=UNKNOWN, expect=auditor(HIDDEN)),
    Row("api:petition-sender-firings", "GET", expect=auditor()),
    Row("api:petition-signing-rules", "GET", expect={A: EVERYONE}),
    Row("api:petition-household", "POST", data={"is_on": True, "reason": WHY}, expect=auditor()),
    Row("api:petition-household", "POST", state="without a reason", data={"is_on": True}, expect=auditor(INVALID)),
    Row("api:petition-household", "POST", state="off already", data={"is_on": False}, expect=auditor(CONFLICT)),
]  # fmt: skip

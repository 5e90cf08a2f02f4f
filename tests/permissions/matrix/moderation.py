"""Moderation in the matrix: one text waiting, one held, one rejected, an appeal."""

from tests.permissions.format import CONFLICT, FORBIDDEN, HIDDEN, INVALID, OWN, SIGN_IN, A, Row
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, Who

MODERATOR, AUTHOR = {Who.MODERATOR}, {Who.AUTHOR}
MODERATORS_ONLY = {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - MODERATOR, A: MODERATOR}
TEXT = {"title": "Let the creek breathe", "asks": ["Open the sluice at night"]}


def build(w):
    from moderation import actions
    from tests.accounts.people import person

    actions.publish_code(slug="fine", label="Within the rules", public_text="…", approves=True)
    actions.publish_code(slug="unclear", label="Not clear", public_text="…")
    author = w.people[Who.AUTHOR].code

    def submit(name, days=-3.0):
        return actions.submit(
            subject=f"matrix.text/{name}",
            kind="matrix.text",
            snapshot=TEXT,
            language="en",
            author=author,
            at=w.days(days),
        )

    other = person("matrix-other-moderator")
    w["waiting"], w["held"], w["rejected"], w["decided"] = (
        submit(n) for n in ("waiting", "held", "rejected", "decided")
    )
    actions.lock(item_id=w["held"].pk, moderator=other, at=w.at)
    actions.decide(
        item_id=w["decided"].pk, moderator=other, approve=True, code="fine", text="", at=w.days(-2)
    )
    actions.decide(
        item_id=w["rejected"].pk, moderator=other, approve=False, code="unclear", text="", at=w.days(-2)
    )
    w["late"] = submit("late", -40)
    actions.decide(
        item_id=w["late"].pk, moderator=other, approve=False, code="unclear", text="", at=w.days(-30)
    )
    # The matrix' own moderator rejected this one, and its author appealed.
    w["appealed"] = submit("appealed")
    moderator = w.people[Who.MODERATOR]
    actions.decide(
        item_id=w["appealed"].pk, moderator=moderator, approve=False, code="unclear", text="", at=w.days(-2)
    )
    actions.appeal(
        item_id=w["appealed"].pk, by=w.people[Who.AUTHOR].code, reason="It is clear.", at=w.days(-1)
    )


def of(name):
    return lambda w: {"uuid": w[name].uuid}


def only_moderator(outcome):
    return {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - MODERATOR, outcome: MODERATOR}


def only_author(outcome):
    return {SIGN_IN: STRANGERS, HIDDEN: SIGNED_IN - AUTHOR, outcome: AUTHOR}


def on(route, method, outcomes, expect, **more):
    return [
        Row(route, method, expect(outcome), state=name, args=of(name), **more)
        for name, outcome in outcomes.items()
    ]


DECISION = {"code": "fine", "text": "Thank you."}
DECIDED = {"waiting": A, "held": CONFLICT, "decided": CONFLICT, "appealed": CONFLICT}
EVERY = dict.fromkeys(("waiting", "held", "rejected", "decided", "appealed"), A)
APPEALS = {"rejected": A, "waiting": CONFLICT, "late": CONFLICT, "appealed": CONFLICT}

ROWS = [
    Row("moderation:codes", "GET", {A: EVERYONE}),
    Row("moderation:queue", "GET", MODERATORS_ONLY),
    Row("moderation:queue", "GET", MODERATORS_ONLY, state="nonsense asked", query={"kind": "'; --", "page": "x"}),
    Row("moderation:next", "POST", MODERATORS_ONLY),
    Row("moderation:mine", "GET", {SIGN_IN: STRANGERS, OWN: SIGNED_IN}),
    *on("moderation:item", "GET", EVERY, only_moderator),
    *on("moderation:take", "POST", {"waiting": A, "held": CONFLICT, "decided": CONFLICT, "appealed": CONFLICT}, only_moderator),
    Row("moderation:take", "POST", MODERATORS_ONLY, state="taking over", args=of("held"), data={"take_over": "1"}),
    *on("moderation:release", "POST", EVERY, only_moderator),
    *on("moderation:decide", "POST", DECIDED, only_moderator, data=DECISION),
    Row("moderation:decide", "POST", only_moderator(INVALID), state="no code", args=of("waiting"), data={"text": "x"}),
    *on("moderation:appeal", "GET", {"rejected": A, "waiting": A, "late": A}, only_author),
    *on("moderation:appeal", "POST", APPEALS, only_author, data={"reason": "It is clear."}),
    Row("moderation:appeal", "POST", only_author(INVALID), state="no reason", args=of("rejected")),
    Row("api:moderation-code-list", "GET", {A: EVERYONE}),
    Row("api:moderation-code-detail", "GET", {A: EVERYONE}, args={"slug": "fine"}),
    Row("api:moderation-code-detail", "GET", {HIDDEN: EVERYONE}, state="none", args={"slug": "none"}),
    Row("api:moderation-item-list", "GET", MODERATORS_ONLY),
    Row("api:moderation-item-mine", "GET", {SIGN_IN: STRANGERS, OWN: SIGNED_IN}),
    *on("api:moderation-item-detail", "GET", EVERY, only_moderator),
    *on("api:moderation-item-take", "POST", {"waiting": A, "held": CONFLICT, "decided": CONFLICT}, only_moderator),
    *on("api:moderation-item-decide", "POST", DECIDED, only_moderator, data=DECISION),
    Row("api:moderation-item-decide", "POST", only_moderator(INVALID), state="no code", args=of("waiting")),
    *on("api:moderation-item-appeal", "POST", APPEALS, only_author, data={"reason": "It is clear."}),
]  # fmt: skip

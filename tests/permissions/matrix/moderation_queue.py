"""The moderator's desk in the matrix: groups, second opinions, drafts, codes and waits."""

from tests.permissions.format import CONFLICT, FORBIDDEN, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, Who

PLEA = "Open the sluice of the creek at night so that the shad can pass to the reeds before the spring tide ends."


def build(w):
    """A pair of near-duplicates, a text a colleague asks about, one the matrix' moderator asks about, three codes."""
    from moderation import actions
    from tests.accounts.people import person

    for slug in ("used", "unused", "retired"):
        actions.publish_code(slug=slug, label=slug, public_text="…")
    colleague, moderator = person("matrix-colleague"), w.people[Who.MODERATOR]
    actions.retire_code(slug="retired", by=colleague, at=w.days(-9))
    actions.write_draft(slug="used", language="en", text="Say what.", base=0, by=colleague, at=w.days(-9))

    def submit(name, words, days):
        return actions.submit(
            subject=f"matrix.queue/{name}", kind="matrix.queue", snapshot={"title": name, "background": words},
            language="en", author=w.people[Who.AUTHOR].code, at=w.days(days),
        )  # fmt: skip

    w["first alike"], w["second alike"] = submit("one", PLEA, -5), submit("two", PLEA, -4)
    w["colleague asks"], w["moderator asks"] = submit("three", "Short.", -3), submit("four", "Shorter.", -3)
    actions.ask_opinion(item_id=w["colleague asks"].pk, moderator=colleague, question="Is it?", at=w.days(-2))
    actions.ask_opinion(item_id=w["moderator asks"].pk, moderator=moderator, question="Is it?", at=w.days(-2))
    spent = submit("five", "Shortest.", -3)
    actions.decide(item_id=spent.pk, moderator=colleague, approve=False, code="used", text="", at=w.days(-2))
    w["spent"] = spent


def of(name):
    return lambda w: {"uuid": w[name].uuid}


def only(who, outcome):
    return {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - {who}, outcome: {who}}


def moderator(outcome):
    return only(Who.MODERATOR, outcome)


def admin(outcome):
    return only(Who.ADMIN, outcome)


def pair(w):
    return {"texts": [w["first alike"].uuid, w["second alike"].uuid], "code": "used", "text": "Said already."}


QUESTION, ANSWER = {"question": "Is it?"}, {"answer": "It is."}
CODE = {"slug": "matrix-code", "label": "Matrix", "public_text": "It says."}
DRAFT = {"slug": "used", "language": "en"}
USED, UNUSED, RETIRED, NONE = ({"slug": slug} for slug in ("used", "unused", "retired", "no-such"))


def asked(route, good, word, data):
    """A route of second opinions: who may, what conflicts, what is refused for want of words."""
    return [
        Row(route, "POST", moderator(A), state=good, args=of(good), data=data),
        Row(route, "POST", moderator(CONFLICT), state="spent", args=of("spent"), data=data),
        Row(route, "POST", moderator(INVALID), state=f"no {word}", args=of(good)),
    ]


ROWS = [
    Row("moderation:waits", "GET", {A: EVERYONE}),
    Row("moderation:alike", "GET", moderator(A), args=of("second alike")),
    Row("moderation:alike", "GET", moderator(A), state="spent", args=of("spent")),
    Row("moderation:alike", "POST", moderator(A), args=of("first alike"), data=pair),
    Row("moderation:alike", "POST", moderator(INVALID), state="none chosen", args=of("first alike"), data={"code": "used"}),
    *asked("moderation:ask", "first alike", "question", QUESTION),
    *asked("moderation:answer", "colleague asks", "answer", ANSWER),
    Row("moderation:answer", "POST", moderator(CONFLICT), state="own question", args=of("moderator asks"), data=ANSWER),
    Row("moderation:take_back", "POST", moderator(A), args=of("moderator asks")),
    Row("moderation:take_back", "POST", moderator(CONFLICT), state="another's", args=of("colleague asks")),
    Row("moderation:drafts", "GET", moderator(A)),
    Row("moderation:draft", "GET", moderator(A), args=DRAFT),
    Row("moderation:draft", "GET", moderator(HIDDEN), state="no such code", args=DRAFT | NONE),
    Row("moderation:draft", "GET", moderator(HIDDEN), state="no such language", args=DRAFT | {"language": "xx"}),
    Row("moderation:draft", "POST", moderator(A), args=DRAFT, data={"text": "Say.", "base": "1"}),
    Row("moderation:draft", "POST", moderator(CONFLICT), state="overtaken", args=DRAFT, data={"text": "Say.", "base": "0"}),
    Row("moderation:draft", "POST", moderator(INVALID), state="no version", args=DRAFT, data={"text": "Say."}),
    Row("moderation:manage_codes", "GET", admin(A)),
    Row("moderation:add_code", "GET", admin(A)),
    Row("moderation:add_code", "POST", admin(A), data=CODE),
    Row("moderation:add_code", "POST", admin(INVALID), state="nothing said"),
    Row("moderation:change_code", "GET", admin(A), args=USED),
    Row("moderation:change_code", "GET", admin(HIDDEN), state="none", args=NONE),
    Row("moderation:change_code", "POST", admin(A), args=USED, data=CODE),
    Row("moderation:change_code", "POST", admin(INVALID), state="nothing said", args=UNUSED, data={"label": ""}),
    Row("moderation:retire_code", "POST", admin(A), args=UNUSED),
    Row("moderation:retire_code", "POST", admin(HIDDEN), state="none", args=NONE),
    Row("moderation:restore_code", "POST", admin(A), args=RETIRED),
    Row("moderation:delete_code", "POST", admin(A), args=UNUSED),
    Row("moderation:delete_code", "POST", admin(CONFLICT), state="used", args=USED),
    Row("moderation:notice", "POST", admin(A), data={"length": "300"}),
    Row("moderation:notice", "POST", admin(INVALID), state="none", data={"length": "0"}),
    Row("api:moderation-month-list", "GET", {A: EVERYONE}),
    Row("api:moderation-wait-list", "GET", {A: EVERYONE}),
    Row("api:moderation-wait-list", "POST", admin(A), data={"length": 300}),
    Row("api:moderation-code-list", "POST", admin(A), data=CODE),
    Row("api:moderation-code-list", "POST", admin(INVALID), state="nothing said"),
    Row("api:moderation-code-detail", "PATCH", admin(A), args=UNUSED, data={"hides": True}),
    Row("api:moderation-code-detail", "PATCH", admin(CONFLICT), state="used", args=USED, data={"hides": True}),
    Row("api:moderation-code-detail", "DELETE", admin(A), args=UNUSED),
    Row("api:moderation-code-detail", "DELETE", admin(CONFLICT), state="used", args=USED),
    Row("api:moderation-code-retire", "POST", admin(A), args=UNUSED),
    Row("api:moderation-code-restore", "POST", admin(A), args=RETIRED),
    Row("api:moderation-code-drafts", "GET", moderator(A), args=USED),
    Row("api:moderation-code-drafts", "POST", moderator(A), args=USED, data={"language": "en", "text": "Say.", "base": 1}),
    Row("api:moderation-code-drafts", "POST", moderator(INVALID), state="nothing said", args=USED),
    Row("api:moderation-item-next", "POST", moderator(A)),
    Row("api:moderation-item-release", "POST", moderator(A), args=of("first alike")),
    Row("api:moderation-item-beside", "GET", moderator(A), args=of("colleague asks")),
    Row("api:moderation-item-alike", "GET", moderator(A), args=of("second alike")),
    Row("api:moderation-item-decide-alike", "POST", moderator(A), args=of("second alike"), data=pair),
    Row("api:moderation-item-decide-alike", "POST", moderator(INVALID), state="nothing said", args=of("second alike")),
    *asked("api:moderation-item-ask", "first alike", "question", QUESTION),
    *asked("api:moderation-item-answer", "colleague asks", "answer", ANSWER),
    Row("api:moderation-item-take-back", "POST", moderator(A), args=of("moderator asks")),
    Row("api:moderation-item-take-back", "POST", moderator(CONFLICT), state="another's", args=of("colleague asks")),
]  # fmt: skip

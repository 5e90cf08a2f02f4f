"""Sessions of a council and debates it declines, in the matrix: two officers set a session, the secretary declines."""

from datetime import timedelta

from tests.permissions.format import CONFLICT, FORBIDDEN, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.matrix.council import OFFICERS, OPEN, SECRETARY, officers
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, Who

DAYS = {"title": "Session", "first": "2199-01-01", "last": "2199-12-31"}
REASON = {"reason": "It was decided in May."}
SPAN = {"since": "2199-01-01T00:00:00Z", "until": "2200-01-01T00:00:00Z"}


def build(w):
    """One runs until next year; the secretary has asked for the one after it."""
    from council import actions
    from council.models import Body

    body, (sora, chair) = (
        Body.objects.get(code="matrix-council"),
        (w.people[Who.SECRETARY], w.people[Who.CHAIR]),
    )
    begins, ends = w.days(-30), w.at + timedelta(days=300)
    first = actions.ask_for_session(
        body=body, title="Running", since=begins, until=ends, by=sora, at=w.days(-30)
    )
    w["session"] = actions.agree_to_session(approval_id=first.pk, by=chair, at=w.days(-30))
    w["matter"] = actions.add_agenda_item(body=body, source="petitions.petition/matrix-matter", at=w.days(-1))
    w["session asked"] = actions.ask_for_session(
        body=body, title="Next", since=ends, until=ends + timedelta(days=90), by=sora, at=w.days(-1)
    )


def key(w):
    return {"key": w["session"].key}


def matter(w):
    return {"item": w["matter"].pk}


def asked(name):
    return lambda w: {name: w["session asked"].pk}


# Who asked for it cannot agree to it: a refusal, and nothing is set.
AGREE = {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - OFFICERS, CONFLICT: SECRETARY, A: OFFICERS - SECRETARY}
ROWS = [
    Row("council:sessions", "GET", officers(OFFICERS, A)),
    Row("council:ask_session", "POST", officers(OFFICERS, INVALID), state="empty"),
    Row("council:ask_session_end", "POST", officers(OFFICERS, INVALID), state="empty", args=key),
    Row("council:ask_session_end", "POST", officers(OFFICERS, A), args=key, data={"last": "2199-12-31"}),
    Row("council:agree_session", "POST", AGREE, args=asked("approval")),
    Row("api:session-list", "GET", OPEN),
    Row("api:session-list", "POST", officers(OFFICERS, INVALID), state="empty"),
    Row("api:session-detail", "GET", OPEN, args=key),
    Row("api:session-detail", "GET", {HIDDEN: EVERYONE}, state="none", args={"key": "0" * 32}),
    Row("api:session-end", "POST", officers(OFFICERS, INVALID), state="empty", args=key),
    Row("api:session-end", "POST", officers(OFFICERS, A), args=key, data={"until": SPAN["until"]}),
    Row("api:session-changes", "GET", officers(OFFICERS, A)),
    Row("council:decline", "POST", officers(SECRETARY, A), args=matter, data=REASON),
    Row("council:decline", "POST", officers(SECRETARY, INVALID), state="no reason", args=matter),
    Row("api:agenda-decline", "POST", officers(SECRETARY, A), args=matter, data=REASON),
    Row("api:agenda-decline", "POST", officers(SECRETARY, INVALID), state="no reason", args=matter),
    Row("api:session-agree", "POST", AGREE, args=asked("change")),
]

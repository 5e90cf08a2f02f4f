"""Votes called in the room and sittings on paper in the matrix: tellers copy, a seat disputes its own word, secretary and chair declare."""

from datetime import timedelta

from tests.permissions.format import CONFLICT, FORBIDDEN, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.matrix.council import (
    CHAIR,
    GUARDIAN,
    MEMBER,
    OFFICERS,
    OPEN,
    SECRETARY,
    hers,
    officers,
)
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, Who

TELLER = {Who.TELLER}
LINES = ("m-1/1", "m-2/1", "b-x/1", "b-y/1")
WORDS = dict.fromkeys(LINES, "yes")
TYPED = {"lines": [{"line": line, "says": "yes"} for line in LINES]}
CLAIM = {"word": "no", "reason": "I said no."}
WHY = {"reason": "The water asked for it.", "articles": ["charters.article/matrix-lagoon--art_1"]}
# Sheets that say other things than the teller's own, or are not hers to settle.
NONE = {"lines": []}


def build(w):
    """One roll being called, one counted and disputed by the chair, one whose two sheets differ, one sitting on paper."""
    from accounts.rules.roles import Role
    from council import actions, queries
    from council.rules.roll_call import Word
    from tests.accounts.people import person

    sora, chair = w.people[Who.SECRETARY], w.people[Who.CHAIR]
    first, second = (person(f"matrix-teller-{n}", Role.TELLER) for n in (1, 2))
    for name in ("called", "counted", "differing"):
        w[f"{name} motion"] = motion = _scheduled(w, actions, sora, chair)
        sitting = _sitting(w, actions, sora, motion)
        actions.open_sitting(sitting_id=sitting.pk, by=sora, at=w.days(-1))
        actions.take_up_point(sitting_id=sitting.pk, position=1, by=sora, at=w.days(-1))
        actions.open_roll_call(sitting_id=sitting.pk, position=1, by=sora, at=w.days(-1))
    for who in (first, second):
        given = {"by": who, "at": w.days(-0.5)}
        actions.enter_roll_call(motion_id=w["counted motion"].pk, words=WORDS, **given)
    for who, word in ((w.people[Who.TELLER], "yes"), (second, "no")):
        given = {"words": {**WORDS, "m-1/1": word}, "by": who, "at": w.days(-0.5)}
        actions.enter_roll_call(motion_id=w["differing motion"].pk, **given)
    w["dispute"] = actions.dispute_word(
        motion_id=w["counted motion"].pk, seat=queries.seat("m-2"), word=Word.NO, reason="I said no.", by=chair,
        at=w.days(-0.4),
    )  # fmt: skip
    w["noticed sitting"] = _sitting(w, actions, sora, _scheduled(w, actions, sora, chair))
    w["asked sitting"] = _sitting(w, actions, sora, _scheduled(w, actions, sora, chair))
    w["blackout asked"] = actions.ask_blackout(sitting_id=w["asked sitting"].pk, by=sora, at=w.days(-0.5))
    w["paper sitting"] = paper = _sitting(w, actions, sora, _scheduled(w, actions, sora, chair))
    asked = actions.ask_blackout(sitting_id=paper.pk, by=sora, at=w.days(-0.5))
    actions.agree_blackout(approval_id=asked.pk, by=chair, at=w.days(-0.5))


def _scheduled(w, actions, sora, chair):
    from council.models import Body
    from council.rules.kinds import MotionKind

    body = Body.objects.get(code="matrix-council")
    words = {"title": "Shall it?", "summary": "It would.", "text": "It is."}
    motion = actions.draft_motion(body=body, kind=MotionKind.RESOLUTION, mover=chair, at=w.days(-9), **words)
    actions.submit_motion(motion_id=motion.pk, by=chair, at=w.days(-9))
    actions.admit_motion(motion_id=motion.pk, by=sora, at=w.days(-8))
    return actions.schedule_motion(
        motion_id=motion.pk, opens_at=w.days(-2), closes_at=w.at + timedelta(days=2), by=sora, at=w.days(-8),
        in_room=True,
    )  # fmt: skip


def _sitting(w, actions, sora, motion):
    sitting = actions.call_sitting(
        body=motion.body, starts_at=w.days(-1), place="Hall", by=sora, at=w.days(-7)
    )
    actions.add_point(sitting_id=sitting.pk, kind="motion", motion=motion, by=sora, at=w.days(-7))
    return actions.publish_agenda(sitting_id=sitting.pk, by=sora, at=w.days(-7))


def of(name, **more):
    return lambda w: {"code": w[f"{name} motion"].code, **more}


def sat(name, **more):
    return lambda w: {"code": w[f"{name} sitting"].body.code, "number": w[f"{name} sitting"].number, **more}


def api(name, **more):
    return lambda w: {"code": w[f"{name} sitting"].code, **more}


def asked(w):
    return {**sat("asked")(w), "approval": w["blackout asked"].pk}


def api_asked(w):
    return {**api("asked")(w), "approval": w["blackout asked"].pk}


def disputed(name):
    return lambda w: {name: w["dispute"].code}


def times(w):
    """The sheet of times, nobody in the room."""
    from council import queries
    from council.rules import blackout

    sitting = w["paper sitting"]
    lines = dict.fromkeys(blackout.keys(*queries.paper_times(sitting)), "")
    begins = sitting.starts_at.replace(second=0, microsecond=0)
    hours = {"since": begins + timedelta(minutes=1), "until": begins + timedelta(minutes=90)}
    lines |= {f"sitting::{end}": f"{hour:%Y-%m-%dT%H:%M}" for end, hour in hours.items()}
    return queries.paper_code(sitting, None), lines


def form_of_times(w):
    code, lines = times(w)
    return {"paper": code[:8], **{line: said.rpartition("T")[2] for line, said in lines.items()}}


def body_of_times(w):
    code, lines = times(w)
    return {"paper": code, "lines": [{"line": line, "says": said} for line, said in lines.items()]}


AGREE = {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - OFFICERS, CONFLICT: SECRETARY, A: OFFICERS - SECRETARY}
# In the dispute of the chair's own seat, and she is the only chair, the secretary speaks in her stead.
VOICE = hers(SECRETARY, A, CONFLICT)
ROWS = [
    Row("council:tellers", "GET", officers(TELLER, A)),
    Row("council:roll_call", "GET", officers(TELLER, A), args=of("called")),
    Row("council:roll_call", "POST", officers(TELLER, A), args=of("called"), data=WORDS),
    Row("council:roll_call", "POST", officers(TELLER, INVALID), state="empty", args=of("called")),
    Row("council:roll_call", "POST", officers(TELLER, CONFLICT), state="closed", args=of("counted"), data=WORDS),
    Row("council:roll_call", "GET", officers(TELLER, HIDDEN), state="sealed", args=of("open")),
    Row("council:settle_roll_call", "POST", officers(TELLER, A), args=of("differing"), data={"m-1/1": "no"}),
    Row("council:settle_roll_call", "POST", officers(TELLER, INVALID), state="empty", args=of("differing")),
    Row("council:settle_roll_call", "POST", officers(TELLER, CONFLICT), state="not hers", args=of("called")),
    Row("council:disputes", "GET", OPEN, args=of("counted")),
    Row("council:disputes", "GET", {HIDDEN: EVERYONE}, state="sealed", args=of("open")),
    Row("council:called", "GET", hers(MEMBER, A, HIDDEN), args=of("counted", seat="m-1")),
    Row("council:called", "POST", hers(MEMBER, A, HIDDEN), args=of("counted", seat="m-1"), data=CLAIM),
    Row("council:called", "POST", hers(CHAIR, CONFLICT, HIDDEN), state="disputed", args=of("counted", seat="m-2"), data=CLAIM),
    Row("council:called", "POST", hers(MEMBER, INVALID, HIDDEN), state="empty", args=of("counted", seat="m-1")),
    Row("council:tell_room_reason", "POST", hers(GUARDIAN, A, HIDDEN), args=of("counted", seat="b-x"), data=WHY),
    Row("council:tell_room_reason", "POST", hers(GUARDIAN, INVALID, HIDDEN), state="empty", args=of("counted", seat="b-x")),
    Row("api:room-reasons", "GET", OPEN, args=of("counted")),
    Row("api:room-reasons", "GET", {HIDDEN: EVERYONE}, state="unknown", args={"code": "0000-0"}),
    Row("api:room-reasons", "POST", hers(GUARDIAN, A, CONFLICT), args=of("counted"), data=WHY | {"seat": "b-x"}),
    Row("council:judge_dispute", "POST", VOICE, args=disputed("dispute"), data={"says": "uphold"}),
    Row("council:sheets", "GET", OPEN, args=sat("noticed")),
    Row("council:sheet", "GET", officers(TELLER, A), args=sat("paper", position=0)),
    Row("council:sheet", "GET", officers(TELLER, A), state="a motion’s", args=sat("paper", position=1)),
    Row("council:sheet", "GET", officers(TELLER, HIDDEN), state="not on paper", args=sat("noticed", position=0)),
    Row("council:sheet", "POST", officers(TELLER, A), args=sat("paper", position=0), data=form_of_times),
    Row("council:sheet", "POST", officers(TELLER, INVALID), state="empty", args=sat("paper", position=0)),
    Row("council:settle_sheet", "POST", officers(TELLER, CONFLICT), args=sat("paper", position=0)),
    Row("council:ask_blackout", "POST", officers(OFFICERS, A), args=sat("noticed")),
    Row("council:ask_blackout", "POST", officers(OFFICERS, CONFLICT), state="declared", args=sat("paper")),
    Row("council:agree_blackout", "POST", AGREE, args=asked),
    Row("api:roll-call", "GET", officers(TELLER, A), args=of("called")),
    Row("api:roll-call", "POST", officers(TELLER, A), args=of("called"), data=TYPED),
    Row("api:roll-call", "POST", officers(TELLER, INVALID), state="empty", args=of("called")),
    Row("api:roll-call", "POST", officers(TELLER, CONFLICT), state="closed", args=of("counted"), data=TYPED),
    Row("api:roll-call-settle", "POST", officers(TELLER, A), args=of("differing"), data={"lines": [{"line": "m-1/1", "says": "no"}]}),
    Row("api:roll-call-settle", "POST", officers(TELLER, CONFLICT), state="nothing said", args=of("differing"), data=NONE),
    Row("api:dispute-list", "GET", OPEN),
    Row("api:dispute-detail", "GET", OPEN, args=disputed("code")),
    Row("api:dispute-list", "POST", hers(MEMBER, A, CONFLICT), data=lambda w: {"motion": w["counted motion"].code, "seat": "m-1", **CLAIM}),
    Row("api:dispute-list", "POST", hers(set(), A, INVALID), state="empty"),
    Row("api:dispute-judge", "POST", VOICE, args=disputed("code"), data={"says": "uphold"}),
    Row("api:blackout", "GET", officers(OFFICERS, A), args=api("asked")),
    Row("api:blackout", "POST", officers(OFFICERS, A), args=api("noticed")),
    Row("api:blackout-agree", "POST", AGREE, args=api_asked),
    Row("api:paper-sheet", "GET", officers(TELLER, A), args=api("paper", position=0)),
    Row("api:paper-sheet", "POST", officers(TELLER, A), args=api("paper", position=0), data=body_of_times),
    Row("api:paper-sheet", "POST", officers(TELLER, INVALID), state="empty", args=api("paper", position=0)),
    Row("api:paper-settle", "POST", officers(TELLER, CONFLICT), args=api("paper", position=0), data=NONE),
]  # fmt: skip

"""The procedure of a motion, in the matrix: its mover shares, members move it too, the secretary divides.

Built on what `council.py` made; a shared draft is read by the council's members and by nobody else.
"""

from tests.permissions.format import CONFLICT, FORBIDDEN, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.matrix.council import (
    CHAIR,
    MEMBER,
    OFFICERS,
    OPEN,
    SEATED,
    SECRETARY,
    hers,
    of,
    officers,
)
from tests.permissions.who import EVERYONE, STRANGERS, WITH_FACTOR, WITHOUT_FACTOR, Who


def build(w):
    from council import actions, queries
    from council.models import Emergency
    from council.rules.kinds import BackingKind, MotionKind

    body, chair, sora = queries.body("matrix-council"), w.people[Who.CHAIR], w.people[Who.SECRETARY]

    def draft():
        return actions.draft_motion(
            body=body, kind=MotionKind.RESOLUTION, title="Shall it?", summary="It would.", text="One.\n\nTwo.",
            mover=chair, at=w.days(-2),
        )  # fmt: skip

    for name in ("shared draft", "joined draft"):
        w[name] = actions.share_draft(motion_id=draft().pk, by=chair, at=w.days(-2))
    actions.back_motion(
        motion_id=w["joined draft"].pk, kind=BackingKind.MOVE, seat=queries.seat("m-1"),
        by=w.people[Who.COUNCIL_MEMBER], at=w.days(-2),
    )  # fmt: skip
    motion = actions.submit_motion(motion_id=draft().pk, by=chair, at=w.days(-2))
    actions.admit_motion(motion_id=motion.pk, by=sora, at=w.days(-2))
    w["divisible motion"] = actions.schedule_motion(
        motion_id=motion.pk, opens_at=w.days(3), closes_at=w.days(4), by=sora, at=w.days(-2)
    )
    w["emergency"] = Emergency.objects.create(
        motion=w["open motion"], alert="crises.alert/2150-0002", since=w.days(-1), until=w.days(89),
        confirm_by=w.days(29),
    )  # fmt: skip


def behind(name):
    return lambda w: {"code": w[name].code, "seat": "m-1", "kind": "move"}


def who(outcome):
    """The seat's holder; other members hold another seat; to everybody else there is no such draft."""
    return {
        SIGN_IN: STRANGERS, FORBIDDEN: WITHOUT_FACTOR, outcome: MEMBER, CONFLICT: SEATED - MEMBER,
        HIDDEN: WITH_FACTOR - SEATED,
    }  # fmt: skip


def held(w):
    return {"mandate": w["mandates"][Who.COUNCIL_MEMBER].code}


READS_A_SHARED_DRAFT = {A: SEATED, HIDDEN: EVERYONE - SEATED}
MOVE = {"kind": "move", "seat": "m-1"}
ROWS = [
    Row("council:share", "POST", hers(CHAIR, A, HIDDEN), args=of("draft motion")),
    Row("council:motion", "GET", READS_A_SHARED_DRAFT, state="shared draft", args=of("shared draft")),
    Row("council:back", "POST", who(A), args=behind("shared draft")),
    Row("council:unback", "POST", who(A), args=behind("joined draft")),
    Row("council:divide", "POST", officers(SECRETARY, A), args=of("divisible motion")),
    Row("council:divide", "POST", officers(SECRETARY, CONFLICT), state="not scheduled", args=of("submitted motion")),
    Row("council:divide", "POST", officers(SECRETARY, INVALID), state="no paragraph", args=of("divisible motion"),
        data={"starts": ["9"]}),
    Row("council:ask_compose", "POST", officers(OFFICERS, A), data={"body": "matrix-humans", "composition": "[]"}),
    Row("council:ask_compose", "POST", officers(OFFICERS, INVALID), state="no JSON",
        data={"body": "matrix-humans", "composition": "["}),
    Row("council:ask_hold_over", "POST", officers(OFFICERS, INVALID), state="empty", args=held),
    Row("council:ask_hold_over", "POST", officers(OFFICERS, CONFLICT), state="no end", args=held,
        data={"until": "2199-01-01", "instrument": "Act"}),
    Row("api:motion-share", "POST", hers(CHAIR, A, HIDDEN), args=of("draft motion")),
    Row("api:motion-backings", "GET", OPEN, args=of("submitted motion")),
    Row("api:motion-backings", "GET", READS_A_SHARED_DRAFT, state="shared draft", args=of("shared draft")),
    Row("api:motion-backings", "POST", who(A), args=of("shared draft"), data=MOVE),
    Row("api:motion-backings", "POST", who(A), state="taken back", args=of("joined draft"),
        data={**MOVE, "withdraw": True}),
    Row("api:motion-divide", "POST", officers(SECRETARY, A), args=of("divisible motion"), data={"starts": [1]}),
    Row("api:motion-divide", "POST", officers(SECRETARY, CONFLICT), state="not scheduled", args=of("submitted motion")),
    Row("api:emergency-list", "GET", OPEN),
    Row("api:emergency-detail", "GET", OPEN, args=lambda w: {"number": w["emergency"].code}),
    Row("api:emergency-detail", "GET", {HIDDEN: EVERYONE}, state="none", args={"number": "2000-1"}),
]  # fmt: skip

"""The court bundle in the matrix: a decision's is everybody's; of a draft nobody learns that it is there."""

from datetime import timedelta

from tests.permissions.format import CONFLICT, HIDDEN, A, Row
from tests.permissions.who import EVERYONE, Who

REFUSED = {CONFLICT: EVERYONE}


def build(w):
    """A motion nobody votes on: its close is a decision too."""
    from council import actions
    from council.rules.kinds import MotionKind
    from ledger import actions as ledger

    chair, sora = w.people[Who.CHAIR], w.people[Who.SECRETARY]
    decided = actions.draft_motion(
        body=w["submitted motion"].body, kind=MotionKind.RESOLUTION, title="Decided", summary="One.", text="It is.",
        mover=chair, at=w.days(-9),
    )  # fmt: skip
    actions.submit_motion(motion_id=decided.pk, by=chair, at=w.days(-9))
    actions.admit_motion(motion_id=decided.pk, by=sora, at=w.days(-9))
    opens = w.days(-5)
    actions.schedule_motion(
        motion_id=decided.pk, opens_at=opens, closes_at=opens + timedelta(days=1), by=sora, at=w.days(-9)
    )
    actions.advance_motion(motion_id=decided.pk, at=opens)
    actions.advance_motion(motion_id=decided.pk, at=opens + timedelta(days=1))
    ledger.seal_due(at=w.at)
    decided.refresh_from_db()
    w["decided motion"] = decided


def of(name):
    return lambda w: {"code": w[name].code}


ROWS = [
    Row("portal:court", "GET", {A: EVERYONE}, args=of("decided motion")),
    Row("portal:court", "GET", REFUSED, state="open", args=of("open motion")),
    Row("portal:court", "GET", {HIDDEN: EVERYONE}, state="draft", args=of("draft motion")),
    Row("api:motion-court", "GET", {A: EVERYONE}, args=of("decided motion")),
    Row("api:motion-court", "GET", REFUSED, state="open", args=of("open motion")),
    Row("api:motion-court", "GET", {HIDDEN: EVERYONE}, state="none", args={"code": "2000-1"}),
]

"""Living systems that say a motion touches them: everybody reads; a guardian says so for her seat; officers rule."""

from tests.permissions.format import CONFLICT, FORBIDDEN, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.matrix.council import CHAIR, GUARDIAN, OFFICERS, OPEN, SECRETARY, hers, officers
from tests.permissions.matrix.council_sits import EARTH, named, submitted, the
from tests.permissions.who import SIGNED_IN, STRANGERS, WITH_FACTOR, WITHOUT_FACTOR, Who

SAID = {"seat": "b-x", "reason": "It flows here"}
RULED = {"ruling": "dismissed", "reason": "It does not"}
# The chair moved it.
RULERS = {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - OFFICERS, A: SECRETARY, CONFLICT: CHAIR}


def build(w):
    from council import actions, queries
    from council.rules.kinds import MotionKind

    council, chair = queries.body("matrix-council"), w.people[Who.CHAIR]
    words = {"title": "Shall it?", "summary": "It would.", "text": "It is."}
    draft = actions.draft_motion(
        body=council, kind=MotionKind.RESOLUTION, mover=chair, at=w.days(-9), **words
    )
    motion = actions.submit_motion(motion_id=draft.pk, by=chair, at=w.days(-9))
    w["concern"] = actions.raise_concern(
        motion_id=motion.pk, seat=queries.seat("b-x"), reason="It flows here", by=w.people[Who.GUARDIAN_X],
        at=w.days(-1),
    )  # fmt: skip


ROWS = [
    Row("council:concern", "POST", hers(GUARDIAN, A, CONFLICT), args=submitted, data=SAID),
    Row("council:concern", "POST", {SIGN_IN: STRANGERS, FORBIDDEN: WITHOUT_FACTOR, INVALID: WITH_FACTOR}, state="no reason", args=submitted, data={"seat": "b-x"}),
    Row("council:rule_concern", "POST", RULERS, args=the("concern", "concern"), data=RULED),
    Row("council:rule_concern", "POST", officers(OFFICERS, HIDDEN), state="none", args={"concern": EARTH}),
    Row("api:concern-list", "GET", OPEN),
    Row("api:concern-list", "POST", hers(GUARDIAN, A, CONFLICT), data=named(**SAID)),
    Row("api:concern-rule", "POST", RULERS, args=the("concern"), data=RULED),
]  # fmt: skip

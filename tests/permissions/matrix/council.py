"""Council in the matrix: everybody reads; a seat's ballot is its holders'; a seat changes by two officers.

A draft is its mover's alone (here: the chair's). Nobody's role lets them cast: only a mandate in force does.
"""

from datetime import timedelta

from tests.permissions.format import CONFLICT, FORBIDDEN, HIDDEN, INVALID, OWN, SIGN_IN, A, Row
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, WITH_FACTOR, WITHOUT_FACTOR, Who

OPEN = {A: EVERYONE}
MEMBER, CHAIR, GUARDIAN = {Who.COUNCIL_MEMBER}, {Who.CHAIR}, {Who.GUARDIAN_X}
SEATED = {Who.COUNCIL_MEMBER, Who.CHAIR, Who.GUARDIAN_X, Who.GUARDIAN_Y}
SECRETARY = {Who.SECRETARY}
OFFICERS = {Who.SECRETARY, Who.CHAIR}
KEY = "6b1f2f3e-0000-4000-8000-000000000001"
BALLOT = {"choice": "yes", "key": KEY}
REASONED = {**BALLOT, "reason": "Oxygen fell.", "articles": "charters.article/matrix-lagoon--art_2"}
WORDS = {
    "kind": "resolution",
    "title": "Shall it?",
    "summary": "It would.",
    "text": "It is.",
    "act": "",
    "origin": "",
}
RULE = {"chambers": [{"body": "H", "pass": [{"base": "cast", "num": 1, "den": 2, "strict": True}]}]}
TRIAL = {
    "rule": RULE,
    "roll": {"seats": [{"seat": "h1", "body": "H"}]},
    "ballots": [{"seat": "h1", "choice": "yes"}],
}


def hers(who, outcome, others):
    """Strangers sign in; without a second factor 403; ``who`` meets ``outcome``, the rest ``others``."""
    if others is FORBIDDEN:
        return {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - who, outcome: who}
    return {SIGN_IN: STRANGERS, FORBIDDEN: WITHOUT_FACTOR, outcome: who, others: WITH_FACTOR - who}


def officers(who, outcome):
    return {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - who, outcome: who}


def build(w):
    from accounts.actions import found_organisation
    from council import actions
    from council.rules.kinds import BodyKind, Holder, MotionKind
    from tests.accounts.people import person

    long_ago, hall = w.days(-600), {}
    for slug, kind, parent in (
        ("matrix-council", BodyKind.COUNCIL, None),
        ("matrix-humans", BodyKind.CHAMBER, "matrix-council"),
        ("matrix-biomes", BodyKind.CHAMBER, "matrix-council"),
    ):
        hall[slug] = actions.found_body(
            organisation=found_organisation(slug=slug, name=slug, kind="council"),
            kind=kind, parent=hall.get(parent), at=long_ago,
        )  # fmt: skip
    seats = {}
    for code, body, office, holder, being in (
        ("m-1", "matrix-humans", "", Holder.PERSON, ""),
        ("m-2", "matrix-humans", "chair", Holder.PERSON, ""),
        ("m-3", "matrix-humans", "", Holder.PERSON, ""),
        ("b-x", "matrix-biomes", "", Holder.JOINT, w["biome x"].subject),
        ("b-y", "matrix-biomes", "", Holder.PERSON, w["biome y"].subject),
    ):
        seats[code] = actions.add_seat(
            body=hall[body], code=code, office=office, holder=holder, represents=being, at=long_ago
        )
    w["mandates"] = {
        who: actions.appoint(
            seat=seats[code],
            person=w.people[who],
            hand=hand,
            since=since,
            until=until,
            instrument="Act",
            at=long_ago,
        )
        for who, code, hand, since, until in (
            (Who.COUNCIL_MEMBER, "m-1", 1, long_ago, None),
            (Who.CHAIR, "m-2", 1, long_ago, None),
            (Who.GUARDIAN_X, "b-x", 1, long_ago, None),
            (Who.GUARDIAN_Y, "b-y", 1, long_ago, None),
            (Who.MANDATE_EXPIRED, "b-x", 2, long_ago, w.days(-1)),
            (Who.MANDATE_NOT_BEGUN, "b-x", 2, w.days(365), None),
        )
    }
    half = {"base": "cast", "num": 1, "den": 2, "strict": True}
    actions.define_rule(
        body=hall["matrix-council"], code="matrix", title="Matrix", applies_to=list(MotionKind), at=long_ago,
        data={"chambers": [{"body": "matrix-humans", "pass": [half]}, {"body": "matrix-biomes", "pass": [half]}]},
    )  # fmt: skip
    _motions(w, hall["matrix-council"], actions, MotionKind.RESOLUTION)
    w["newcomer"] = person("matrix-newcomer")
    w["asked"] = actions.ask_to_seat(
        seat=seats["m-3"],
        person=person("matrix-heir"),
        instrument="Act",
        by=w.people[Who.SECRETARY],
        at=w.days(-1),
    )


def _motions(w, council, actions, kind):
    from uuid import UUID

    from council.rules.seats import Choice

    chair, sora = w.people[Who.CHAIR], w.people[Who.SECRETARY]

    def draft():
        return actions.draft_motion(
            body=council,
            kind=kind,
            title="Shall it?",
            summary="It would.",
            text="It is.",
            mover=chair,
            at=w.days(-9),
        )

    w["draft motion"] = draft()
    w["submitted motion"] = actions.submit_motion(motion_id=draft().pk, by=chair, at=w.days(-9))
    w["open motion"] = motion = actions.submit_motion(motion_id=draft().pk, by=chair, at=w.days(-9))
    actions.admit_motion(motion_id=motion.pk, by=sora, at=w.days(-8))
    actions.schedule_motion(
        motion_id=motion.pk, opens_at=w.days(-2), closes_at=w.at + timedelta(days=2), by=sora, at=w.days(-8)
    )
    actions.advance_motion(motion_id=motion.pk, at=w.days(-2))
    w["ballot"] = actions.cast_ballot(
        motion_id=motion.pk, seat_id=w["mandates"][Who.COUNCIL_MEMBER].seat_id, choice=Choice.NO,
        caster=w.people[Who.COUNCIL_MEMBER], key=UUID(int=1), at=w.days(-1),
    )  # fmt: skip


def of(name):
    return lambda w: {"code": w[name].code}


def box(seat):
    return lambda w: {"code": w["open motion"].code, "seat": seat}


def verb(name):
    return lambda w: {"code": w["submitted motion"].code, "verb": name}


def held(w):
    return {"mandate": w["mandates"][Who.COUNCIL_MEMBER].code}


def number(w):
    return {"code": w["open motion"].number}


ROWS = [
    Row("council:index", "GET", OPEN),
    Row("council:motions", "GET", OPEN),
    Row("council:motion", "GET", OPEN, state="open", args=of("open motion")),
    Row("council:motion", "GET", {A: CHAIR, HIDDEN: EVERYONE - CHAIR}, state="draft", args=of("draft motion")),
    Row("council:presence", "GET", OPEN, args=of("open motion")),
    Row("council:record", "GET", OPEN, args=of("open motion")),
    Row("council:record", "GET", {HIDDEN: EVERYONE}, state="none", args={"code": "2000-1"}),
    Row("council:body", "GET", OPEN, args={"code": "matrix-biomes"}),
    Row("council:rule", "GET", OPEN, args={"code": "matrix"}),
    Row("council:new", "GET", {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - SEATED, A: SEATED}),
    Row("council:new", "POST", {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - SEATED, A: SEATED}, data=WORDS),
    Row("council:edit", "GET", hers(CHAIR, A, HIDDEN), args=of("draft motion")),
    Row("council:edit", "POST", hers(CHAIR, A, HIDDEN), args=of("draft motion"), data=WORDS),
    Row("council:edit", "POST", hers(CHAIR, CONFLICT, HIDDEN), state="submitted", args=of("submitted motion"), data=WORDS),
    Row("council:submit", "POST", hers(CHAIR, A, HIDDEN), args=of("draft motion")),
    Row("council:withdraw", "POST", hers(CHAIR, A, HIDDEN), args=of("submitted motion")),
    Row("council:withdraw", "POST", hers(CHAIR, CONFLICT, HIDDEN), state="open", args=of("open motion")),
    Row("council:casting", "POST", officers(OFFICERS, HIDDEN), state="not tied", args=of("open motion"), data={"choice": "yes"}),
    Row("council:cast", "GET", hers(MEMBER, A, HIDDEN), args=box("m-1")),
    Row("council:cast", "POST", hers(MEMBER, A, CONFLICT), args=box("m-1"), data=BALLOT, refusals_kept=True),
    Row("council:cast", "POST", hers(GUARDIAN, A, CONFLICT), state="a biome’s", args=box("b-x"), data=REASONED, refusals_kept=True),
    Row("council:cast", "POST", hers(MEMBER, INVALID, HIDDEN), state="no choice", args=box("m-1"), data={"key": KEY}),
    Row("council:receipt", "GET", hers(MEMBER, OWN, HIDDEN), args=lambda w: {"commitment": w["ballot"].commitment}),
    Row("council:object", "GET", hers(GUARDIAN, A, HIDDEN), args=box("b-x")),
    Row(
        "council:object", "POST", hers(GUARDIAN, CONFLICT, HIDDEN), state="no window", args=box("b-x"),
        data={"articles": "charters.article/matrix-lagoon--art_2", "evidence": "Oxygen fell."},
    ),
    Row("council:desk", "GET", officers(SECRETARY, A)),
    Row("council:step", "POST", officers(SECRETARY, A), args=verb("admit")),
    Row("council:step", "POST", officers(SECRETARY, INVALID), state="no reason", args=verb("refuse")),
    Row("council:step", "POST", officers(SECRETARY, CONFLICT), state="too early", args=verb("debate")),
    Row("council:seats", "GET", officers(OFFICERS, A)),
    Row("council:ask_seat", "POST", officers(OFFICERS, INVALID), state="empty"),
    Row("council:ask_end", "POST", officers(OFFICERS, A), args=held, data={"reason": "recall"}),
    Row(
        "council:agree", "POST",
        {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - OFFICERS, CONFLICT: SECRETARY, A: CHAIR},
        args=lambda w: {"approval": w["asked"].pk},
    ),
    *(Row(f"api:{noun}-list", "GET", OPEN) for noun in ("body", "seat", "mandate", "rule", "motion")),
    Row("api:body-detail", "GET", OPEN, args={"code": "matrix-biomes"}),
    Row("api:seat-detail", "GET", OPEN, args={"code": "b-x"}),
    Row("api:mandate-detail", "GET", OPEN, args=lambda w: {"code": w["mandates"][Who.CHAIR].code}),
    Row("api:rule-detail", "GET", OPEN, args={"code": "matrix"}),
    Row("api:motion-detail", "GET", OPEN, args=number),
    Row("api:motion-detail", "GET", {HIDDEN: EVERYONE}, state="draft", args={"code": "2000-1"}),
    Row("api:motion-list", "POST", {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - SEATED, A: SEATED}, data=WORDS),
    Row("api:motion-record", "GET", OPEN, args=number),
    Row("api:motion-popolo", "GET", OPEN, args=number),
    Row("api:motion-detail", "PUT", hers(CHAIR, A, HIDDEN), args=of("draft motion"), data=WORDS),
    Row("api:motion-detail", "PUT", hers(CHAIR, CONFLICT, HIDDEN), state="submitted", args=of("submitted motion"), data=WORDS),
    Row("api:motion-submit", "POST", hers(CHAIR, A, HIDDEN), args=of("draft motion")),
    Row("api:motion-withdraw", "POST", hers(CHAIR, A, HIDDEN), args=of("submitted motion")),
    Row("api:motion-steps", "POST", officers(SECRETARY, A), args=of("submitted motion"), data={"step": "admit"}),
    Row("api:motion-steps", "POST", officers(SECRETARY, CONFLICT), state="too early", args=of("submitted motion"), data={"step": "debate"}),
    Row("api:motion-steps", "POST", officers(SECRETARY, INVALID), state="no step", args=of("submitted motion"), data={"step": "enact"}),
    Row("api:motion-casting", "POST", officers(OFFICERS, CONFLICT), state="not tied", args=number, data={"choice": "yes"}),
    Row("api:motion-objections", "GET", OPEN, args=number),
    Row(
        "api:motion-objections", "POST", hers(GUARDIAN, CONFLICT, FORBIDDEN), state="no window", args=number,
        data={"seat": "b-x", "articles": ["charters.article/matrix-lagoon--art_2"], "evidence": "Oxygen fell."},
    ),
    Row("api:seat-change-list", "GET", officers(OFFICERS, A)),
    Row("api:seat-change-list", "POST", officers(OFFICERS, INVALID), state="empty"),
    Row(
        "api:seat-change-list", "POST", officers(OFFICERS, A), state="an end",
        data=lambda w: {"mandate": str(w["mandates"][Who.COUNCIL_MEMBER].code), "reason": "recall"},
    ),
    Row(
        "api:seat-change-agree", "POST",
        {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - OFFICERS, CONFLICT: SECRETARY, A: CHAIR},
        args=lambda w: {"pk": w["asked"].pk},
    ),
    Row("api:motion-ballots", "GET", {SIGN_IN: STRANGERS, FORBIDDEN: WITHOUT_FACTOR, OWN: WITH_FACTOR}, args=number),
    Row("api:motion-ballots", "POST", hers(MEMBER, A, CONFLICT), args=number, data={"seat": "m-1", **BALLOT}, refusals_kept=True),
    Row("api:rule-evaluate", "POST", OPEN, data=TRIAL),
]  # fmt: skip

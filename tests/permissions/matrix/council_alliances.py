"""Alliances in the matrix: everybody reads; whoever speaks for a party gives its word, promises and finds."""

from datetime import timedelta

from tests.permissions.format import CONFLICT, FORBIDDEN, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.matrix.council import CHAIR, GUARDIAN, OPEN, hers
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, WITH_FACTOR, Who

# The chair of a body, officers of two organisations, guardians of living systems.
SPEAKERS = {Who.CHAIR, Who.SECRETARY, Who.DEPOSITARY, Who.GUARDIAN_X, Who.GUARDIAN_Y}
COUNCIL = "accounts.organisation/matrix-council"
LINK = "https://shore.example/"


def build(w):
    """One proposed by the chair with the living system x; one in force between the same two."""
    from council import actions, queries
    from council.models import Alliance

    body, chair = queries.body("matrix-council"), w.people[Who.CHAIR]
    for name in ("alliance proposed", "alliance in force"):
        w[name] = actions.propose_alliance(
            body=body, title=name, purpose="Air.", since=w.days(-20), until=w.at + timedelta(days=300),
            parties=[COUNCIL, w["biome x"].subject], by=chair, at=w.days(-30),
        )  # fmt: skip
        w[f"{name}: owed"] = actions.add_commitment(
            alliance_id=w[name].pk, owes=w["biome x"].subject, what="Air.", due_on=w.days(-5).date(), shown_by="Eyes.",
            by=chair, at=w.days(-30),
        )  # fmt: skip
    found = w["alliance in force"]
    found.parties.update(joined_at=w.days(-29))
    Alliance.objects.filter(pk=found.pk).update(
        stage="in_force", entered_at=w.days(-19), motion=w["submitted motion"]
    )


def of(name, **more):
    return lambda w: {"code": w[name].code, **more}


def key(name):
    return lambda w: {"key": w[f"{name}: owed"].key}


def found(w):
    return {"party": COUNCIL, "finding": "kept", "evidence": LINK}


def owed(w):
    return {"owes": COUNCIL, "what": "Reeds.", "due_on": w.days(90).date().isoformat(), "shown_by": "Eyes."}


def terms(w):
    return {
        "title": "Reeds", "purpose": "Grow.", "since": w.days(1).isoformat(), "until": w.days(90).isoformat(),
        "parties": [COUNCIL, w["biome x"].subject],
    }  # fmt: skip


def by_speakers(outcome):
    return {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - SPEAKERS, outcome: SPEAKERS}


# The chair speaks for the council; of x's joint seat one hand is held.
PARTIES = CHAIR | GUARDIAN
FINDERS = hers(CHAIR, A, CONFLICT) | {INVALID: GUARDIAN, CONFLICT: WITH_FACTOR - PARTIES}
JOIN, VERB = {"party": COUNCIL}, {"party": COUNCIL, "word": "join"}
ROWS = [
    Row("council:alliances", "GET", OPEN),
    Row("council:alliance", "GET", OPEN, args=of("alliance in force")),
    Row("council:alliance", "GET", {HIDDEN: EVERYONE}, state="none", args={"code": "2000-1"}),
    Row("council:alliances_for", "GET", OPEN, args=lambda w: {"biome": w["biome x"].slug}),
    Row("council:new_alliance", "GET", by_speakers(A)),
    Row("council:new_alliance", "POST", by_speakers(INVALID), state="empty"),
    Row("council:renew_alliance", "GET", by_speakers(A), args=of("alliance in force")),
    Row("council:renew_alliance", "POST", by_speakers(INVALID), state="empty", args=of("alliance in force")),
    Row("council:add_commitment", "POST", hers(PARTIES, A, CONFLICT), args=of("alliance proposed"), data=owed),
    Row("council:add_commitment", "POST", hers(set(), A, CONFLICT), state="in force", args=of("alliance in force"), data=owed),
    Row("council:strike_commitment", "POST", hers(PARTIES, A, CONFLICT), args=key("alliance proposed")),
    Row("council:find_commitment", "POST", FINDERS, args=key("alliance in force"), data=found),
    Row("council:alliance_word", "POST", hers(CHAIR, A, CONFLICT), args=of("alliance proposed", verb="join"), data=JOIN),
    Row("council:alliance_word", "POST", hers(CHAIR, A, CONFLICT), state="drop", args=of("alliance proposed", verb="drop")),
    Row("council:alliance_word", "POST", hers(set(), A, HIDDEN), state="no verb", args=of("alliance proposed", verb="dance")),
    Row("api:alliance-list", "GET", OPEN),
    Row("api:alliance-list", "POST", by_speakers(INVALID), state="empty"),
    Row("api:alliance-list", "POST", {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - SPEAKERS, A: PARTIES, CONFLICT: SPEAKERS - PARTIES}, data=terms),
    Row("api:alliance-detail", "GET", OPEN, args=of("alliance in force")),
    Row("api:alliance-words", "POST", hers(CHAIR, A, CONFLICT), args=of("alliance proposed"), data=VERB),
    Row("api:alliance-drop", "POST", hers(CHAIR, A, CONFLICT), args=of("alliance proposed")),
    Row("api:alliance-commitments", "GET", OPEN, args=of("alliance in force")),
    Row("api:alliance-commitments", "POST", hers(PARTIES, A, CONFLICT), args=of("alliance proposed"), data=owed),
    Row("api:commitment-list", "GET", OPEN),
    Row("api:commitment-detail", "GET", OPEN, args=key("alliance in force")),
    Row("api:commitment-strike", "POST", hers(PARTIES, A, CONFLICT), args=key("alliance proposed")),
    Row("api:commitment-findings", "GET", OPEN, args=key("alliance in force")),
    Row("api:commitment-findings", "POST", hers(CHAIR, A, CONFLICT), args=key("alliance in force"), data=found),
]  # fmt: skip

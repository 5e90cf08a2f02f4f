"""What anybody does in the matrix: pins, sightings and statements in every state, and what curators make of pins."""

from tests.permissions.format import CONFLICT, FORBIDDEN, GONE, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, Who

CURATOR = {Who.CURATOR}
AUTHOR = {Who.AUTHOR}
DECIDES = {Who.CURATOR, Who.MODERATOR}
OPEN = {A: EVERYONE}
NOBODY = {HIDDEN: EVERYONE}
MEMBERS = {SIGN_IN: STRANGERS, A: SIGNED_IN}
REFUSED = {SIGN_IN: STRANGERS, INVALID: SIGNED_IN}
# Its author and who decides see what waits; nobody else learns that it is there.
WAITING = {HIDDEN: EVERYONE - AUTHOR - DECIDES, A: AUTHOR | DECIDES}
OWN = {HIDDEN: EVERYONE - AUTHOR, A: AUTHOR}
CODE = "matrix-not-living"


# Filing needs no account: a guest's address confirms it.
FILED = {A: EVERYONE}
WANTING = {INVALID: EVERYONE}


def curators(outcome):
    return {SIGN_IN: STRANGERS, FORBIDDEN: SIGNED_IN - CURATOR, outcome: CURATOR}


def author(outcome):
    return {SIGN_IN: STRANGERS, HIDDEN: SIGNED_IN - AUTHOR, outcome: AUTHOR}


def build(w):
    from biomes import actions
    from biomes.rules.consent import Label
    from moderation import actions as moderation
    from tests.biomes import makers

    moderation.publish_code(slug=CODE, label="L", public_text="T")
    who, at, x = w.people[Who.AUTHOR], w.days(-1.5), w["biome x"]
    for name, looked_at, age in (
        ("unseen pin", False, -0.2), ("pin", True, -0.3), ("old pin", True, -20), ("taken pin", True, -21),
        ("merged pin", True, -22), ("refused pin", True, -23),
    ):  # fmt: skip
        w[name] = makers.pin(by=who.code, at=w.days(age), looked_at=looked_at)
    actions.take_up(biome_id=w["taken pin"].pk, actor="p-0", at=at)
    actions.merge_pin(biome_id=w["merged pin"].pk, into=x, actor="p-0", at=at)
    actions.refuse_pin(biome_id=w["refused pin"].pk, code=CODE, reason="r", actor="p-0", at=at)
    for name, accepted in (
        ("waiting sighting", False),
        ("sighting", True),
        ("refused sighting", False),
        ("gone sighting", True),
    ):
        w[name] = makers.sighting(x, by=who.code, at=at, accepted=accepted)
    actions.apply_sighting_decision(uuid=str(w["refused sighting"].uuid), approved=False, at=at)
    actions.withdraw_sighting(uuid=str(w["gone sighting"].uuid), by=who.code, at=at)
    for name, age in (("guest asked", -1), ("old guest asked", -8)):
        w[name] = makers.guest_pin(at=w.days(age))
    for name, published, label in (
        ("waiting statement", False, Label.OPEN), ("statement", True, Label.OPEN), ("members' statement", True, Label.MEMBERS),
        ("people's statement", True, Label.PEOPLE), ("gone statement", True, Label.OPEN),
    ):  # fmt: skip
        w[name] = makers.statement(x, who, at=at, published=published, label=label)
    actions.withdraw_statement(uuid=str(w["gone statement"].uuid), by=who.code, at=at)


def guest(name):
    def args(w):
        from accounts.actions.secret import token_of
        from accounts.rules.tokens import Purpose

        return {"token": token_of(Purpose.GUEST, w[name].key)}

    return args


def slug(name):
    return lambda w: {"slug": w[name].slug}


def uuid(name):
    return lambda w: {"uuid": str(w[name].uuid)}


def uuid_page(name):
    return lambda w: {"uuid": w[name].uuid}


PIN = {"name": "N", "lat": "10", "lon": "10", "cell_m": "100", "email": "guest@shore.example"}
SAID = {
    "text": "t", "capacity": "neighbour", "method": "law", "evidence": "", "no_evidence": "none", "label": "open",
    "standing": "",
}  # fmt: skip
TAKE, REFUSE = {"decision": "take_up"}, {"decision": "refuse", "code": CODE}
NEED = {"kind": "foam", "people": 3, "hours": 24, "radius_m": 500, "reason": "r"}
X = {"slug": "biome-x"}
# The guardian of biome X reads what is for its people alone.
FOR_MEMBERS = {HIDDEN: STRANGERS, A: SIGNED_IN}
FOR_PEOPLE = {HIDDEN: EVERYONE - AUTHOR - {Who.GUARDIAN_X}, A: AUTHOR | {Who.GUARDIAN_X}}

ROWS = [
    Row("biomes:new_pin", "GET", OPEN),
    Row("biomes:new_pin", "GET", OPEN, state="placed", query={"name": "N", "lat": "38.05", "lon": "-24.15"}),
    Row("biomes:new_pin", "POST", FILED, data=PIN),
    Row("biomes:new_pin", "POST", WANTING, state="off the earth", data=PIN | {"lat": "999"}),
    Row("biomes:new_pin", "POST", WANTING, state="one is near", data=PIN | {"lat": "38.05", "lon": "-24.15"}),
    Row("biomes:guest_sent", "GET", OPEN),
    Row("biomes:guest", "GET", OPEN, args=guest("guest asked")),
    Row("biomes:guest", "POST", OPEN, state="pressed", args=guest("guest asked")),
    Row("biomes:guest", "GET", NOBODY, state="unknown", args={"token": "x" * 32}),
    Row("biomes:guest", "GET", NOBODY, state="too old", args=guest("old guest asked")),
    Row("biomes:guest", "POST", {CONFLICT: EVERYONE}, state="nothing to take back", args=guest("guest asked"), data={"act": "withdraw"}),
    Row("biomes:guest", "POST", {CONFLICT: EVERYONE}, state="nothing to appeal against", args=guest("guest asked"), data={"act": "appeal", "reason": "r"}),
    Row("biomes:guest", "POST", WANTING, state="no reason", args=guest("guest asked"), data={"act": "appeal"}),
    Row("biomes:mine", "GET", MEMBERS),
    Row("biomes:biome", "GET", OPEN, state="pin unseen", args=slug("unseen pin")),
    Row("biomes:biome", "GET", OPEN, state="pin", args=slug("pin")),
    Row("biomes:biome", "GET", OPEN, state="pin uncurated", args=slug("old pin")),
    Row("biomes:biome", "GET", OPEN, state="pin taken up", args=slug("taken pin")),
    Row("biomes:biome", "GET", OPEN, state="pin merged", args=slug("merged pin")),
    Row("biomes:biome", "GET", {GONE: EVERYONE}, state="pin refused", args=slug("refused pin")),
    Row("biomes:desk_pins", "GET", curators(A)),
    Row("biomes:settle", "GET", curators(A), args=slug("pin")),
    Row("biomes:settle", "POST", curators(A), state="taken up", args=slug("pin"), data=TAKE),
    Row("biomes:settle", "POST", curators(A), state="merged", args=slug("old pin"), data={"decision": "merge", "into": "biome-x"}),
    Row("biomes:settle", "POST", curators(A), state="refused", args=slug("unseen pin"), data=REFUSE),
    Row("biomes:settle", "POST", curators(CONFLICT), state="decided already", args=slug("merged pin"), data=TAKE),
    Row("biomes:settle", "POST", curators(INVALID), state="nothing chosen", args=slug("pin"), data={}),
    Row("biomes:settle", "GET", curators(HIDDEN), state="of the registry", args=X),
    Row("biomes:needs", "GET", curators(A)),
    Row("biomes:needs", "POST", curators(A), data=NEED),
    Row("biomes:needs", "POST", curators(INVALID), state="one person", data=NEED | {"people": 1}),
    Row("biomes:sightings", "GET", OPEN),
    Row("biomes:sightings", "GET", OPEN, state="filtered", query={"biome": "biome-x", "kind": "bloom", "days": "3"}),
    Row("biomes:new_sighting", "GET", OPEN),
    # A photo needs a file, which rows do not send: tests/biomes/test_sightings.py does.
    Row("biomes:new_sighting", "POST", WANTING, state="no photo", data={"biome": "biome-x", "kind": "foam"}),
    Row("biomes:sighting", "GET", OPEN, args=uuid_page("sighting")),
    Row("biomes:sighting", "GET", WAITING, state="waiting", args=uuid_page("waiting sighting")),
    Row("biomes:sighting", "GET", WAITING, state="refused", args=uuid_page("refused sighting")),
    Row("biomes:sighting", "GET", OWN, state="taken back", args=uuid_page("gone sighting")),
    Row("biomes:withdraw_sighting", "POST", author(A), args=uuid_page("sighting")),
    Row("biomes:withdraw_sighting", "POST", author(A), state="waiting", args=uuid_page("waiting sighting")),
    Row("biomes:withdraw_sighting", "POST", author(CONFLICT), state="taken back", args=uuid_page("gone sighting")),
    Row("biomes-sightings-csv", "GET", OPEN),
    Row("biomes-sightings-feed", "GET", OPEN),
    Row("biomes:statements", "GET", OPEN, args=X),
    Row("biomes:statements", "GET", NOBODY, state="of a pin unseen", args=slug("unseen pin")),
    Row("biomes:statements", "GET", NOBODY, state="of a pin refused", args=slug("refused pin")),
    Row("biomes:new_statement", "GET", MEMBERS, args=X),
    Row("biomes:new_statement", "POST", MEMBERS, args=X, data=SAID),
    Row("biomes:new_statement", "POST", REFUSED, state="no evidence", args=X, data=SAID | {"no_evidence": ""}),
    Row("biomes:statement", "GET", OPEN, args=uuid_page("statement")),
    Row("biomes:statement", "GET", WAITING, state="waiting", args=uuid_page("waiting statement")),
    Row("biomes:statement", "GET", FOR_MEMBERS, state="for members", args=uuid_page("members' statement")),
    Row("biomes:statement", "GET", FOR_PEOPLE, state="for its people", args=uuid_page("people's statement")),
    Row("biomes:statement", "GET", {GONE: EVERYONE}, state="withdrawn", args=uuid_page("gone statement")),
    Row("biomes:withdraw_statement", "POST", author(A), args=uuid_page("statement")),
    Row("biomes:withdraw_statement", "POST", author(CONFLICT), state="withdrawn", args=uuid_page("gone statement")),
    # --- API
    Row("api:pin-list", "GET", OPEN),
    Row("api:pin-list", "POST", FILED, data=PIN),
    Row("api:pin-list", "POST", WANTING, state="off the earth", data=PIN | {"lat": "999"}),
    Row("api:guest-detail", "GET", OPEN, args=guest("guest asked")),
    Row("api:guest-detail", "GET", NOBODY, state="too old", args=guest("old guest asked")),
    Row("api:guest-confirm", "POST", OPEN, args=guest("guest asked")),
    Row("api:guest-confirm", "POST", NOBODY, state="unknown", args={"token": "x" * 32}),
    Row("api:guest-appeal", "POST", {CONFLICT: EVERYONE}, state="nothing to appeal against", args=guest("guest asked"), data={"reason": "r"}),
    Row("api:guest-appeal", "POST", NOBODY, state="unknown", args={"token": "x" * 32}, data={"reason": "r"}),
    Row("api:guest-withdraw", "POST", {CONFLICT: EVERYONE}, state="nothing to take back", args=guest("guest asked")),
    Row("api:pin-detail", "GET", OPEN, args=slug("pin")),
    Row("api:pin-detail", "GET", OPEN, state="unseen", args=slug("unseen pin")),
    Row("api:pin-detail", "GET", NOBODY, state="refused", args=slug("refused pin")),
    Row("api:pin-detail", "GET", NOBODY, state="merged", args=slug("merged pin")),
    Row("api:pin-mine", "GET", MEMBERS),
    Row("api:pin-undecided", "GET", curators(A)),
    Row("api:sighting-mine", "GET", MEMBERS),
    Row("api:statement-mine", "GET", MEMBERS),
    Row("api:pin-settle", "POST", curators(A), args=slug("pin"), data=TAKE),
    Row("api:pin-settle", "POST", curators(CONFLICT), state="decided already", args=slug("merged pin"), data=TAKE),
    Row("api:pin-settle", "POST", curators(INVALID), state="nothing chosen", args=slug("pin"), data={}),
    Row("api:sighting-list", "GET", OPEN),
    Row("api:sighting-list", "POST", WANTING, state="no photo", data={"biome": "biome-x", "kind": "foam"}),
    Row("api:sighting-detail", "GET", OPEN, args=uuid("sighting")),
    Row("api:sighting-detail", "GET", WAITING, state="waiting", args=uuid("waiting sighting")),
    Row("api:sighting-withdraw", "POST", author(A), args=uuid("sighting")),
    Row("api:sighting-withdraw", "POST", author(CONFLICT), state="taken back", args=uuid("gone sighting")),
    Row("api:sighting-needs", "GET", OPEN),
    Row("api:sighting-needs", "POST", curators(A), data=NEED),
    Row("api:statement-list", "GET", OPEN),
    Row("api:statement-list", "POST", MEMBERS, data=SAID | {"biome": "biome-x"}),
    Row("api:statement-list", "POST", REFUSED, state="of nobody", data=SAID | {"biome": "no"}),
    Row("api:statement-detail", "GET", OPEN, args=uuid("statement")),
    Row("api:statement-detail", "GET", OWN, state="for members", args=uuid("members' statement")),
    Row("api:statement-detail", "GET", OWN, state="waiting", args=uuid("waiting statement")),
    Row("api:statement-detail", "GET", OWN, state="withdrawn", args=uuid("gone statement")),
    Row("api:statement-withdraw", "POST", author(A), args=uuid("statement")),
    Row("api:statement-withdraw", "POST", author(CONFLICT), state="withdrawn", args=uuid("gone statement")),
]  # fmt: skip

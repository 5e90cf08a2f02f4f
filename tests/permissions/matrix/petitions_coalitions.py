"""Coalitions in the matrix: reading is for everybody, a draft its founder's, steering the stewards', pledging the members'."""

from datetime import timedelta

from tests.permissions.format import CONFLICT, FORBIDDEN, GONE, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, Who

ANY = {A: EVERYONE}
PERSON = {SIGN_IN: STRANGERS, A: SIGNED_IN}
ALL_GONE = {GONE: EVERYONE}
OWN = {SIGN_IN: STRANGERS, A: {Who.AUTHOR}, HIDDEN: SIGNED_IN - {Who.AUTHOR}}
PLEDGE = {"what": "Clear the reeds", "amount": "5", "unit": "hours"}
REPORT = {"done": "5", "unit": "hours", "says": "Done on three mornings."}
BEFORE_THE_DAY = {SIGN_IN: STRANGERS, A: {Who.CITIZEN}, FORBIDDEN: SIGNED_IN - {Who.CITIZEN}}
JUDGES = {SIGN_IN: STRANGERS, A: {Who.AUTHOR}, FORBIDDEN: SIGNED_IN - {Who.AUTHOR}}


def only(who, outcome=A):
    return {SIGN_IN: STRANGERS, outcome: {who}, FORBIDDEN: SIGNED_IN - {who}}


def members(outcome=A):
    both = {Who.AUTHOR, Who.CITIZEN}
    return {SIGN_IN: STRANGERS, outcome: both, FORBIDDEN: SIGNED_IN - both}


def build(w):
    from petitions import actions
    from tests.petitions import together
    from tests.petitions.scene import lagoon

    author, citizen, at = w.people[Who.AUTHOR], w.people[Who.CITIZEN], w.at
    w["co open"] = together.open_coalition(author, at=at)
    w["co member"] = together.join(w["co open"], citizen, at=at)
    w["co pledge"] = together.pledged(w["co member"], citizen, at=at)
    w["co report"] = together.report(w["co pledge"], w["co member"], citizen, at=at)
    envoy = w.people[Who.ENVOY]
    w["co asked"] = actions.ask_to_join(
        coalition_id=w["co open"].pk, hat=together.self_of(envoy), by=envoy, at=at
    )
    w["co draft"] = actions.begin_coalition(biomes=[lagoon()], language="en", user=author, at=at)
    w["co rejected"] = together.submitted(author, title="Rejected for the test", at=at)
    w["co hidden"] = together.submitted(author, title="Hidden for the test", at=at)
    from moderation import actions as moderation
    from moderation import queries as moderated

    item = moderated.open_item(w["co rejected"].subject)
    moderation.decide(item_id=item.pk, moderator=w.people[Who.MODERATOR], approve=False, code="unclear",
                      text="Not here.", at=at)  # fmt: skip
    actions.apply_coalition_decision(slug=w["co rejected"].code, approved=False, hides=False, at=at)
    actions.apply_coalition_decision(slug=w["co hidden"].code, approved=False, hides=True, at=at)


def of(state="open"):
    return lambda w: {"slug": w[f"co {state}"].slug}


def pledge(w):
    return {"slug": w["co open"].slug, "number": w["co pledge"].number}


def report(w):
    return pledge(w) | {"report": 1}


def act(name, who="member"):
    return lambda w: {"slug": w["co open"].slug, "member": w[f"co {who}"].uuid, "act": name}


def in_a_month(w):
    return PLEDGE | {"due_on": (w.at + timedelta(days=30)).date().isoformat()}


def step(name, state="draft"):
    return lambda w: {"slug": w[f"co {state}"].code, "step": name}


def move(name, who="member"):
    return lambda w: {"member": str(w[f"co {who}"].uuid), "act": name}


WHOLE = {"biomes": ["vessa-lagoon"], "title": "A coalition of the matrix", "aim": "Reeds.", "who": "person"}
JOINED = {SIGN_IN: STRANGERS, A: SIGNED_IN}
WHY = {"why": "The outfall broke open."}

ROWS = [
    Row("petitions:coalitions", "GET", expect=ANY),
    Row("petitions:new_coalition", "GET", expect=PERSON),
    Row("petitions:new_coalition", "POST", data={"biomes": "vessa-lagoon"}, expect=PERSON),
    Row("petitions:new_coalition", "POST", state="no biome", expect={SIGN_IN: STRANGERS, INVALID: SIGNED_IN}),
    Row("petitions:founding", "GET", args=step("aim"), expect=OWN),
    Row("petitions:founding", "POST", args=step("aim"), data={"title": "Ten letters", "aim": "Reeds"}, expect=OWN),
    Row("petitions:founding", "GET", state="hidden", args=step("check", "hidden"),
        expect={SIGN_IN: STRANGERS, HIDDEN: SIGNED_IN}),
    Row("petitions:appeal_coalition", "POST", args=lambda w: {"slug": w["co rejected"].code},
        data={"reason": "It names nobody and asks for reeds."}, expect=OWN),
    Row("petitions:my_coalitions", "GET", expect=PERSON),
    Row("petitions:coalitions_around", "GET", query=lambda w: {"subject": w["p open"].subject}, expect=ANY),
    Row("petitions:coalitions_around", "GET", state="nothing", expect={HIDDEN: EVERYONE}),
    Row("petitions:coalitions_for", "GET", args={"biome": "vessa-lagoon"}, expect=ANY),
    Row("petitions:coalition", "GET", args=of(), expect=ANY),
    Row("petitions:coalition", "GET", state="draft", args=of("draft"),
        expect={A: {Who.AUTHOR}, HIDDEN: EVERYONE - {Who.AUTHOR}}),
    Row("petitions:coalition", "GET", state="hidden", args=of("hidden"), expect=ALL_GONE),
    Row("petitions:join_coalition", "GET", args=of(), expect=PERSON),
    Row("petitions:join_coalition", "POST", args=of(), data={"who": "person"}, expect=JOINED),
    Row("petitions:invite_member", "GET", args=of(), expect=only(Who.AUTHOR)),
    Row("petitions:invite_member", "POST", args=of(), data={"email": "nobody@shore.example"}, expect=only(Who.AUTHOR)),
    Row("petitions:move_member", "GET", args=act("remove"), expect=only(Who.AUTHOR)),
    Row("petitions:move_member", "POST", args=act("remove"), expect=only(Who.AUTHOR)),
    Row("petitions:move_member", "POST", state="leave", args=act("leave"), expect=only(Who.CITIZEN)),
    Row("petitions:move_member", "POST", state="admit", args=act("admit", "asked"), expect=only(Who.AUTHOR)),
    Row("petitions:move_member", "POST", state="too late", args=act("refuse"), expect=only(Who.AUTHOR, CONFLICT)),
    Row("petitions:end_coalition", "GET", args=of(), expect=only(Who.AUTHOR)),
    Row("petitions:end_coalition", "POST", args=of(), expect=only(Who.AUTHOR)),
    Row("petitions:request_beacon", "GET", args=of(), expect=only(Who.AUTHOR)),
    Row("petitions:request_beacon", "POST", args=of(), data=WHY, expect=only(Who.AUTHOR)),
    Row("petitions:make_pledge", "GET", args=of(), expect=members()),
    Row("petitions:make_pledge", "POST", args=of(), data=in_a_month, expect=members()),
    Row("petitions:make_pledge", "POST", state="in the past", args=of(), data=PLEDGE | {"due_on": "2001-01-01"},
        expect=members(INVALID)),
    Row("petitions:pledge", "GET", args=pledge, expect=ANY),
    Row("petitions:report_pledge", "GET", args=pledge, expect=BEFORE_THE_DAY),
    Row("petitions:report_pledge", "POST", args=pledge, data=REPORT, expect=BEFORE_THE_DAY),
    Row("petitions:judge_pledge", "GET", args=report, expect=JUDGES),
    Row("petitions:judge_pledge", "POST", args=report, data={"confirms": "yes"}, expect=JUDGES),
    Row("coalitions_json", "GET", expect=ANY),
    Row("coalitions_feed", "GET", expect=ANY),
    Row("coalition_json", "GET", args=of(), expect=ANY),
    Row("coalition_json", "GET", state="hidden", args=of("hidden"), expect=ALL_GONE),
    Row("coalition_json", "GET", state="draft", args=of("draft"), expect={HIDDEN: EVERYONE}),
    Row("coalition_feed", "GET", args=of(), expect=ANY),
    Row("pledges_csv", "GET", args=of(), expect=ANY),
    Row("api:coalition-list", "GET", expect=ANY),
    Row("api:coalition-list", "POST", data=WHOLE, expect=PERSON),
    Row("api:coalition-detail", "GET", args=of(), expect=ANY),
    Row("api:coalition-detail", "GET", state="hidden", args=of("hidden"), expect=ALL_GONE),
    Row("api:coalition-my-pledges", "GET", expect=PERSON),
    Row("api:coalition-requests", "POST", args=of(), data={"who": "person"}, expect=JOINED),
    Row("api:coalition-invitations", "POST", args=of(), data={"email": "nobody@shore.example"}, expect=only(Who.AUTHOR)),
    Row("api:coalition-membership-moves", "POST", args=of(), data=move("remove"), expect=only(Who.AUTHOR)),
    Row("api:coalition-end", "POST", args=of(), expect=only(Who.AUTHOR)),
    Row("api:coalition-beacon", "POST", args=of(), data=WHY, expect=only(Who.AUTHOR)),
    Row("api:coalition-pledges", "POST", args=of(), data=in_a_month, expect=members()),
    Row("api:coalition-one-pledge", "GET", args=pledge, expect=ANY),
    Row("api:coalition-reports", "POST", args=pledge, data=REPORT, expect=BEFORE_THE_DAY),
    Row("api:coalition-judgements", "POST", args=report, data={"confirms": True}, expect=JUDGES),
]  # fmt: skip

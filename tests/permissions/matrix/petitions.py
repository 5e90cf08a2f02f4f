"""Petitions in the matrix: reading and signing are for everybody, a draft is its filer's, and a few acts are offices'."""

from tests.permissions.format import CONFLICT, FORBIDDEN, GONE, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, Who

ANY = {A: EVERYONE}
OWN = {A: {Who.AUTHOR}, HIDDEN: EVERYONE - {Who.AUTHOR}}
PERSON = {SIGN_IN: STRANGERS, A: SIGNED_IN}
FILER = {SIGN_IN: STRANGERS, A: {Who.AUTHOR}, HIDDEN: SIGNED_IN - {Who.AUTHOR}}
FILER_TOO_LATE = {SIGN_IN: STRANGERS, CONFLICT: {Who.AUTHOR}, HIDDEN: SIGNED_IN - {Who.AUTHOR}}
ALL_GONE = {GONE: EVERYONE}
SIGNER = {"name": "Ana Vale", "email": "matrix@shore.example", "zone": ""}


def office(who, outcome=A):
    return {SIGN_IN: STRANGERS, outcome: {who}, FORBIDDEN: SIGNED_IN - {who}}


def build(w):
    from accounts import actions as accounts
    from accounts.rules.tokens import Purpose
    from petitions import actions
    from petitions.models import Attempt, Petition
    from tests.petitions import scene

    author, at = w.people[Who.AUTHOR], w.at
    w["p draft"] = scene.draft(user=author, at=at)
    w["p seeking"] = scene.filed(user=author, at=at)
    w["p open"] = scene.opened(user=author, at=at, email="one@shore.example")
    closed = scene.opened(user=author, at=w.days(-200), email="two@shore.example")
    actions.close_due(at=at)
    w["p closed"] = Petition.objects.get(pk=closed.pk)
    hidden = scene.in_moderation(user=author, at=at, email="three@shore.example")
    actions.apply_decision(subject=hidden.subject, approved=False, hides=True, at=at)
    w["p hidden"] = hidden
    w["p attempt"] = scene.ask_to_sign(w["p open"], "waiting@shore.example", at=at)
    w["p signed"] = scene.sign(w["p open"], "signed@shore.example", at=at).receipt
    held = scene.ask_to_sign(w["p open"], "held@shore.example", at=at)
    Attempt.objects.filter(pk=held.pk).update(held_by="burst", judged_at=at)
    w["p held"] = held
    filing = scene.draft(at=at)
    actions.file_petition(
        petition_id=filing.pk, name="Ana", email="ana@shore.example", is_confirmed=False, at=at
    )
    w["p filing"] = actions.token_of(Purpose.FILE, filing.filer.key)
    beside = actions.attempt_sponsorship(petition_id=w["p seeking"].pk, name="Ben", email="ben@shore.example", zone=None,
                                         language="en", origin="", at=at)  # fmt: skip
    w["p sponsor"] = actions.token_of(Purpose.SPONSOR, beside.key)
    accounts.appoint_to_office(
        organisation=scene.organisation("harl-water"), user=w.people[Who.SECRETARY], at=at
    )


def of(state):
    return lambda w: {"slug": w[f"p {state}"].slug}


def step(w):
    return {"slug": w["p draft"].code, "step": "title"}


def share(w):
    from accounts.rules.tokens import Purpose
    from petitions import actions

    petition = w["p seeking"]
    return {"slug": petition.code, "share": actions.token_of(Purpose.INVITE, petition.code)}


def wrong_share(w):
    return {"slug": w["p seeking"].code, "share": "x" * 32}


def confirmation(w):
    from tests.petitions.scene import token_for

    return {"token": token_for(w["p attempt"])}


def leaving(w):
    from petitions import actions

    return {"token": actions.unsubscribe_token(w["p signed"])}


def whole_petition(w):
    from tests.petitions.scene import ASKS, BACKGROUND, TITLE

    return {
        "biomes": ["vessa-lagoon"],
        "title": TITLE,
        "asks": ASKS,
        "background": BACKGROUND,
        "relation": "lives",
    }


ANSWER = {"summary": "The outfall will be cleaned.", "verdict_1": "yes", "text_1": "Works have begun."}
API_ANSWER = {
    "summary": "The outfall will be cleaned.",
    "answers": [{"number": 1, "verdict": "yes", "text": "Works have begun."}],
}

ROWS = [
    Row("petitions:index", "GET", expect=ANY),
    Row("petitions:new", "GET", expect=ANY),
    Row("petitions:new", "POST", data={"biomes": "vessa-lagoon", "right": ""}, expect=ANY),
    Row("petitions:new", "POST", state="no biome", data={"right": ""}, expect={INVALID: EVERYONE}),
    Row("petitions:sent_filing", "GET", expect=ANY),
    Row("petitions:step", "GET", args=step, expect=OWN),
    Row("petitions:step", "POST", args=step, data={"title": "A title that is long enough"}, expect=OWN),
    Row("petitions:mine", "GET", expect=PERSON),
    Row("petitions:held", "GET", expect=office(Who.AUDITOR)),
    Row("petitions:release", "POST", args=lambda w: {"key": w["p held"].key}, expect=office(Who.AUDITOR)),
    Row("petitions:check_receipt", "GET", expect=ANY),
    Row("petitions:receipt", "GET", args=lambda w: {"code": w["p signed"]}, expect=ANY),
    Row("petitions:receipt", "GET", state="unknown", args=lambda w: {"code": "a" * 26}, expect={HIDDEN: EVERYONE}),
    Row("petitions:confirm", "GET", args=confirmation, expect=ANY),
    Row("petitions:confirm", "POST", args=confirmation, expect=ANY),
    Row("petitions:confirm", "GET", state="forged", args=lambda w: {"token": "x" * 32}, expect={HIDDEN: EVERYONE}),
    Row("petitions:confirm", "POST", state="forged", args=lambda w: {"token": "x" * 32}, expect={CONFLICT: EVERYONE}),
    Row("petitions:confirm_filing", "GET", args=lambda w: {"token": w["p filing"]}, expect=ANY),
    Row("petitions:confirm_filing", "POST", args=lambda w: {"token": w["p filing"]}, expect=ANY),
    Row("petitions:sent_sponsor", "GET", expect=ANY),
    Row("petitions:confirm_sponsor", "GET", args=lambda w: {"token": w["p sponsor"]}, expect=ANY),
    Row("petitions:confirm_sponsor", "POST", args=lambda w: {"token": w["p sponsor"]}, expect=ANY),
    Row("petitions:unsubscribe", "GET", args=leaving, expect=ANY),
    Row("petitions:unsubscribe", "POST", args=leaving, expect=ANY),
    Row("petitions:box_for", "GET", args=lambda w: {"biome": "vessa-lagoon"}, expect=ANY),
    Row("petitions:petition", "GET", state="open", args=of("open"), expect=ANY),
    Row("petitions:petition", "GET", state="draft", args=of("draft"), expect=OWN),
    Row("petitions:petition", "GET", state="seeking sponsors", args=of("seeking"), expect=OWN),
    Row("petitions:petition", "GET", state="hidden", args=of("hidden"), expect=ALL_GONE),
    Row("petitions:count", "GET", args=of("open"), expect=ANY),
    Row("petitions:count", "GET", state="hidden", args=of("hidden"), expect=ALL_GONE),
    Row("petitions:box", "GET", args=of("open"), expect=ANY),
    Row("petitions:box", "GET", state="hidden", args=of("hidden"), expect=ALL_GONE),
    Row("petitions:sign", "GET", args=of("open"), expect=ANY),
    Row("petitions:sign", "POST", args=of("open"), data=SIGNER, expect=ANY),
    Row("petitions:sign", "POST", state="a formula for a name", args=of("open"), data=SIGNER | {"name": "=1"}, expect={INVALID: EVERYONE}),
    Row("petitions:sign", "POST", state="closed", args=of("closed"), data=SIGNER, expect={CONFLICT: EVERYONE}),
    Row("petitions:sign", "POST", state="hidden", args=of("hidden"), data=SIGNER, expect=ALL_GONE),
    Row("petitions:sign", "POST", state="draft", args=of("draft"), data=SIGNER, expect={HIDDEN: EVERYONE}),
    Row("petitions:sign_now", "POST", args=of("open"), expect=PERSON),
    Row("petitions:sign_now", "POST", state="closed", args=of("closed"), expect={SIGN_IN: STRANGERS, CONFLICT: SIGNED_IN}),
    Row("petitions:sent", "GET", args=of("open"), expect=ANY),
    Row("petitions:sent", "GET", state="hidden", args=of("hidden"), expect=ALL_GONE),
    Row("petitions:sponsor", "GET", args=share, expect=ANY),
    Row("petitions:sponsor", "POST", args=share, data=SIGNER, expect=ANY),
    Row("petitions:sponsor", "GET", state="without the link", args=wrong_share, expect={HIDDEN: EVERYONE}),
    Row("petitions:sponsor", "POST", state="without the link", args=wrong_share, data=SIGNER, expect={HIDDEN: EVERYONE}),
    Row("petitions:manage", "GET", args=of("seeking"), expect=OWN),
    Row("petitions:manage", "GET", state="hidden", args=of("hidden"), expect=OWN),
    Row("petitions:invite", "POST", args=of("seeking"), data={"emails": "friend@shore.example"}, expect=OWN),
    Row("petitions:invite", "POST", state="open", args=of("open"), data={"emails": "friend@shore.example"},
        expect={CONFLICT: {Who.AUTHOR}, HIDDEN: EVERYONE - {Who.AUTHOR}}),
    Row("petitions:withdraw", "GET", args=of("open"), expect=OWN),
    Row("petitions:withdraw", "POST", args=of("open"), expect=OWN),
    Row("petitions:withdraw", "POST", state="closed", args=of("closed"),
        expect={CONFLICT: {Who.AUTHOR}, HIDDEN: EVERYONE - {Who.AUTHOR}}),
    Row("petitions:appeal", "GET", args=of("hidden"), expect=OWN),
    Row("petitions:appeal", "POST", args=of("hidden"), data={"reason": "No personal data was in it at all."},
        expect={CONFLICT: {Who.AUTHOR}, HIDDEN: EVERYONE - {Who.AUTHOR}}),
    Row("petitions:stop", "GET", args=of("open"), expect=office(Who.MODERATOR)),
    Row("petitions:stop", "POST", args=of("open"), data={"reason": "A court has ordered that it stop."}, expect=office(Who.MODERATOR)),
    Row("petitions:stop", "POST", state="closed", args=of("closed"), data={"reason": "A court has ordered that it stop."},
        expect=office(Who.MODERATOR, CONFLICT)),
    Row("petitions:respond", "GET", args=of("open"), expect=office(Who.SECRETARY)),
    Row("petitions:respond", "POST", args=of("open"), data=ANSWER, expect=office(Who.SECRETARY)),
    Row("petitions:respond", "GET", state="draft", args=of("draft"), expect={SIGN_IN: STRANGERS, HIDDEN: SIGNED_IN}),
    Row("api:petition-stop", "POST", args=of("open"), data={"reason": "A court has ordered that it stop."},
        expect=office(Who.MODERATOR)),
    Row("api:petition-stop", "POST", state="without a reason", args=of("open"), data={}, expect=office(Who.MODERATOR, INVALID)),
    Row("api:petition-stop", "POST", state="closed", args=of("closed"), data={"reason": "A court has ordered that it stop."},
        expect=office(Who.MODERATOR, CONFLICT)),
    Row("api:petition-held-list", "GET", expect=office(Who.AUDITOR)),
    Row("api:petition-held-release", "POST", args=lambda w: {"key": w["p held"].key}, expect=office(Who.AUDITOR)),
    Row("api:petition-held-release", "POST", state="unknown", args=lambda w: {"key": "00000000-0000-4000-8000-000000000000"},
        expect=office(Who.AUDITOR, HIDDEN)),
    Row("petitions_json", "GET", expect=ANY),
    Row("petitions_csv", "GET", expect=ANY),
    Row("petitions_feed", "GET", expect=ANY),
    Row("petition_json", "GET", args=of("open"), expect=ANY),
    Row("petition_json", "GET", state="draft", args=of("draft"), expect={HIDDEN: EVERYONE}),
    Row("petition_json", "GET", state="hidden", args=of("hidden"), expect=ALL_GONE),
    Row("petition_count_json", "GET", args=of("open"), expect=ANY),
    Row("petition_count_json", "GET", state="hidden", args=of("hidden"), expect=ALL_GONE),
    Row("petition_history_csv", "GET", args=of("open"), expect=ANY),
    Row("petition_history_csv", "GET", state="hidden", args=of("hidden"), expect=ALL_GONE),
    Row("api:petition-list", "GET", expect=ANY),
    Row("api:petition-list", "POST", data=whole_petition, expect=PERSON),
    Row("api:petition-detail", "GET", args=of("open"), expect=ANY),
    Row("api:petition-detail", "GET", state="draft", args=of("draft"), expect={HIDDEN: EVERYONE}),
    Row("api:petition-detail", "GET", state="hidden", args=of("hidden"), expect=ALL_GONE),
    Row("api:petition-signatures", "POST", args=of("open"), data={"name": "Ana", "email": "a@shore.example"}, expect=ANY),
    Row("api:petition-signatures", "POST", state="closed", args=of("closed"), data={"name": "Ana", "email": "a@shore.example"},
        expect={CONFLICT: EVERYONE}),
    Row("api:petition-signatures", "POST", state="hidden", args=of("hidden"), data={"name": "Ana", "email": "a@shore.example"},
        expect=ALL_GONE),
    Row("api:petition-sponsors", "POST", args=of("seeking"), expect=ANY,
        data=lambda w: {"share": share(w)["share"], "name": "Ana", "email": "a@shore.example"}),
    Row("api:petition-sponsors", "POST", state="without the link", args=of("seeking"), expect={HIDDEN: EVERYONE},
        data={"share": "x" * 32, "name": "Ana", "email": "a@shore.example"}),
    Row("api:petition-mine", "GET", expect=PERSON),
    Row("api:petition-own-signature", "POST", args=of("open"), expect=PERSON),
    Row("api:petition-own-signature", "POST", state="closed", args=of("closed"),
        expect={SIGN_IN: STRANGERS, CONFLICT: SIGNED_IN}),
    Row("api:petition-invitations", "POST", args=of("seeking"), data={"emails": ["friend@shore.example"]}, expect=FILER),
    Row("api:petition-invitations", "POST", state="open", args=of("open"), data={"emails": ["friend@shore.example"]},
        expect=FILER_TOO_LATE),
    Row("api:petition-withdrawal", "POST", args=of("open"), expect=FILER),
    Row("api:petition-withdrawal", "POST", state="closed", args=of("closed"), expect=FILER_TOO_LATE),
    Row("api:petition-sponsor-confirmations", "POST", data=lambda w: {"token": w["p sponsor"]}, expect=ANY),
    Row("api:petition-sponsor-confirmations", "POST", state="forged", data={"token": "x" * 32}, expect={CONFLICT: EVERYONE}),
    Row("api:petition-responses", "POST", args=of("open"), data=API_ANSWER, expect=office(Who.SECRETARY)),
    Row("api:petition-confirmations", "POST", data=confirmation, expect=ANY),
    Row("api:petition-confirmations", "POST", state="forged", data={"token": "x" * 32}, expect={CONFLICT: EVERYONE}),
    Row("api:petition-receipt", "GET", args=lambda w: {"code": w["p signed"]}, expect=ANY),
    Row("api:petition-receipt", "GET", state="unknown", args=lambda w: {"code": "a" * 26}, expect={HIDDEN: EVERYONE}),
]  # fmt: skip

"""Sealed names and held letters in the matrix: the auditors' alone; one asks for a name, another answers, and only these
two read."""

from tests.permissions.format import CONFLICT, FORBIDDEN, HIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.matrix.petitions import of, office
from tests.permissions.who import SIGNED_IN, STRANGERS, Who

WHY = "A court asks for the name in case 12/2150."
UNKNOWN = {"key": "00000000-0000-4000-8000-000000000000"}
STATES = ("asked by another", "asked by oneself", "agreed", "agreed by others", "refused")


def build(w):
    from accounts.models import RoleGrant
    from accounts.rules.roles import Role
    from petitions import actions
    from tests.accounts.people import person
    from tests.petitions import scene

    one, two, auditor, at = (
        person("ones", Role.AUDITOR),
        person("twos", Role.AUDITOR),
        w.people[Who.AUDITOR],
        w.at,
    )
    w["p sealed"] = scene.opened(
        at=at, name="Quill Raven", email="quill@hidden.example", pseudonym="Grey Heron"
    )

    def asked(by, number):
        made = scene.opened(
            at=at, name="Quill Raven", email=f"quill{number}@hidden.example", pseudonym="Grey Heron"
        )
        return actions.ask_for_name(petition_id=made.pk, reason=WHY, by=by, at=at)

    def answered(row, by, agrees=True):
        return actions.answer_name_request(key=row.key, agrees=agrees, by=by, at=at)

    w["name asked by another"] = asked(one, 1)
    w["name asked by oneself"] = asked(auditor, 2)
    w["name agreed"] = answered(asked(auditor, 3), one)
    w["name agreed by others"] = answered(asked(one, 4), two)
    w["name refused"] = answered(asked(auditor, 5), one, agrees=False)
    held = scene.draft(at=at)
    actions.file_petition(
        petition_id=held.pk, name="Ana", email="ana@shore.example", is_confirmed=False, at=at, origin="x" * 32
    )
    held.letters.update(held_by="burst", judged_at=at)
    w["p held letter"] = held.letters.get()
    # They were needed to make the world, and knock at no door.
    RoleGrant.objects.filter(user=two).delete()


def request_in(state):
    return lambda w: {"key": w[f"name {state}"].key}


def letter(w):
    return {"key": w["p held letter"].key}


def asking(state, **more):
    return lambda w: {"petition": w[f"p {state}"].slug, "reason": WHY} | more


def auditor(outcome=A):
    return {SIGN_IN: STRANGERS, outcome: {Who.AUDITOR}, FORBIDDEN: SIGNED_IN - {Who.AUDITOR}}


ALLOWED = {
    "answer": {"asked by another"},
    "withdraw": {"asked by oneself"},
    "read": {"agreed"},
}
PAGES = {"answer": "answer_name_request", "withdraw": "withdraw_name_request", "read": "read_name"}
APIS = {"answer": "answer", "withdraw": "withdrawal", "read": "reading"}
SAID = {"answer": {"answer": "agree"}, "withdraw": {}, "read": {}}


def acts():
    """Each act on each state of a request, by page and by program."""
    for act, allowed in ALLOWED.items():
        for route in (f"petitions:{PAGES[act]}", f"api:petition-name-request-{APIS[act]}"):
            for state in STATES:
                outcome = A if state in allowed else CONFLICT
                yield Row(
                    route,
                    "POST",
                    state=state,
                    args=request_in(state),
                    data=SAID[act],
                    expect=auditor(outcome),
                )
            yield Row(route, "POST", state="unknown", args=UNKNOWN, data=SAID[act], expect=auditor(HIDDEN))


ROWS = [
    Row("petitions:names", "GET", expect=office(Who.AUDITOR)),
    Row("petitions:ask_for_name", "GET", args=of("sealed"), expect=auditor()),
    Row("petitions:ask_for_name", "GET", state="not sealed", args=of("open"), expect=auditor(HIDDEN)),
    Row("petitions:ask_for_name", "POST", args=of("sealed"), data={"reason": WHY}, expect=auditor()),
    Row("petitions:ask_for_name", "POST", state="no reason", args=of("sealed"), expect=auditor(INVALID)),
    *(Row("petitions:name_request", "GET", state=state, args=request_in(state), expect=auditor()) for state in STATES),
    Row("petitions:name_request", "GET", state="unknown", args=UNKNOWN, expect=auditor(HIDDEN)),
    Row("petitions:answer_name_request", "POST", state="neither yes nor no", args=request_in("asked by another"),
        expect=auditor(INVALID)),
    Row("api:petition-name-request-list", "GET", expect=auditor()),
    Row("api:petition-name-request-list", "POST", data=asking("sealed"), expect=auditor()),
    Row("api:petition-name-request-list", "POST", state="no reason", data=asking("sealed", reason=""),
        expect=auditor(INVALID)),
    Row("api:petition-name-request-list", "POST", state="not sealed", data=asking("open"), expect=auditor(HIDDEN)),
    Row("api:petition-name-request-detail", "GET", args=request_in("agreed"), expect=auditor()),
    Row("api:petition-name-request-detail", "GET", state="unknown", args=UNKNOWN, expect=auditor(HIDDEN)),
    Row("api:petition-name-request-answer", "POST", state="neither yes nor no", args=request_in("asked by another"),
        data={"answer": "perhaps"}, expect=auditor(INVALID)),
    *acts(),
    Row("petitions:release_letter", "POST", args=letter, expect=auditor()),
    Row("petitions:release_letter", "POST", state="unknown", args=UNKNOWN, expect=auditor(HIDDEN)),
    Row("api:petition-held-letter-list", "GET", expect=auditor()),
    Row("api:petition-held-letter-list", "GET", state="no such rule", query={"rule": "x"}, expect=auditor(INVALID)),
    Row("api:petition-held-letter-release", "POST", args=letter, expect=auditor()),
    Row("api:petition-held-letter-release", "POST", state="unknown", args=UNKNOWN, expect=auditor(HIDDEN)),
]  # fmt: skip

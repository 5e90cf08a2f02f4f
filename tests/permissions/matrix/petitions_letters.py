"""Who may look into the mail queue and try mails again; what comes back is the mail host's own door."""

from tests.permissions.format import CONFLICT, FORBIDDEN, INVALID, SIGN_IN, A, Row
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, Who

UNKNOWN = {"key": "00000000-0000-4000-8000-000000000000"}
WORKS = {"address": "came-back@mill.example"}


def operators(outcome=A):
    both = {Who.AUDITOR, Who.ADMIN}
    return {SIGN_IN: STRANGERS, outcome: both, FORBIDDEN: SIGNED_IN - both}


def build(w):
    from petitions.actions.mailing import note_bounce
    from petitions.models import Bounce, Letter

    def letter(name, canonical, **more):
        row = Letter.objects.create(petition=w["p open"], kind="closed", about=name, email=canonical, canonical=canonical,
                                    asked_at=w.at, due_at=w.at, judged_at=w.at, **more)  # fmt: skip
        w[f"p letter {name}"] = row
        return row

    letter("failed", "away@mill.example", bounced_at=w.at, answer="4.4.1", tries=32)
    letter("sent", "well@mill.example", sent_at=w.at)
    back = letter("back", WORKS["address"], bounced_at=w.at, answer="5.1.1")
    note_bounce(back, "5.1.1", Bounce.Source.REPORT, w.at)


def key(name):
    return lambda w: {"key": str(w[f"p letter {name}"].key)}


# Nobody signs a report with a session: every role is a stranger to this door.
HOST = {SIGN_IN: EVERYONE}

ROWS = [
    Row("petitions:mail", "GET", operators()),
    Row("petitions:mail", "GET", operators(INVALID), state="no such state", query={"state": "lost"}),
    Row("petitions:retry_mail", "POST", operators(), args=key("failed")),
    Row("petitions:retry_mail", "POST", operators(CONFLICT), state="sent", args=key("sent")),
    Row("petitions:retry_mail", "POST", operators(CONFLICT), state="unknown", args=UNKNOWN),
    Row("petitions:retry_mails", "POST", operators(), data={"kind": "closed"}),
    Row("petitions:retry_mails", "POST", operators(CONFLICT), state="none failed", data={"kind": "owed"}),
    Row("petitions:retry_mails", "POST", operators(INVALID), state="no kind"),
    Row("petitions:lift_bounces", "POST", operators(), data=WORKS),
    Row("petitions:lift_bounces", "POST", operators(CONFLICT), state="none bounced", data={"address": "no@mill.example"}),
    Row("petitions:lift_bounces", "POST", operators(INVALID), state="no address", data={"address": "x"}),
    Row("api:petition-mail", "GET", operators()),
    Row("api:petition-mail", "GET", operators(INVALID), state="no such kind", query={"kind": "postcard"}),
    Row("api:petition-mail-retries", "POST", operators(), data=key("failed")),
    Row("api:petition-mail-retries", "POST", operators(CONFLICT), state="sent", data=key("sent")),
    Row("api:petition-mail-retries", "POST", operators(INVALID), state="neither"),
    Row("api:petition-bounce-lifts", "POST", operators(), data=WORKS),
    Row("api:petition-bounce-lifts", "POST", operators(INVALID), state="no address", data={"address": "x"}),
    Row("api:petition-bounces", "POST", HOST, data={"message_id": "<x@y>", "status": "5.1.1"}),
]  # fmt: skip

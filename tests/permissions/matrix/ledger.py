"""The ledger in the matrix: everything in it is for everybody, and nobody writes through a page."""

from django.db import transaction

from tests.permissions.format import HIDDEN, INVALID, A, Row
from tests.permissions.who import EVERYONE

OPEN = {A: EVERYONE}
NONE = {HIDDEN: EVERYONE}
REFUSED = {INVALID: EVERYONE}
RULE = b'{"tie":"reject"}'


def build(w):
    from hashlib import sha256

    from ledger import actions

    w["rule hash"] = sha256(RULE).hexdigest()
    with transaction.atomic():
        for number in range(3):
            actions.record(
                kind="council.motion.closed",
                subject=f"council.motion/matrix-{number}",
                actor="",
                at=w.at,
                public=True,
                documents={f"rules/{w['rule hash']}.json": RULE},
            )
    actions.seal_due(at=w.at)
    actions.write_export(at=w.at)


def size(w):
    from ledger.queries import latest_checkpoint

    return {"size": latest_checkpoint().size}


def hash_of(w):
    return {"sha256": w["rule hash"]}


ROWS = [
    Row("ledger:log", "GET", OPEN),
    Row("ledger:log", "GET", OPEN, state="searched", query={"q": "motion", "kind": "council.motion.closed"}),
    Row("ledger:log", "GET", REFUSED, state="bad search", query={"before": "x"}),
    Row("ledger:verify", "GET", OPEN),
    Row("ledger:browser-verifier", "GET", OPEN),
    Row("ledger:entry", "GET", OPEN, state="sealed", args={"seq": 0}),
    Row("ledger:entry", "GET", NONE, state="not sealed", args={"seq": 999999999}),
    Row("log-checkpoint", "GET", OPEN),
    Row("log-checkpoint", "GET", OPEN, state="by size", query=size),
    Row("log-checkpoint", "GET", NONE, state="no such size", query={"size": "999999999"}),
    Row("log-entries", "GET", OPEN, query={"from": "0", "to": "2"}),
    Row("log-entries", "GET", REFUSED, state="bad range", query={"from": "2", "to": "1"}),
    Row("log-export", "GET", OPEN),
    Row("log-inclusion", "GET", OPEN, query={"seq": "0"}),
    Row("log-inclusion", "GET", REFUSED, state="no number", query={}),
    Row("log-consistency", "GET", OPEN, query={"from": "1"}),
    Row("log-consistency", "GET", REFUSED, state="too large", query={"from": "1", "to": "999999999"}),
    Row("log-epochs", "GET", OPEN),
    Row("log-keys", "GET", OPEN),
    Row("log-checkpoints-feed", "GET", OPEN),
    Row("log-document", "GET", OPEN, state="named", args=hash_of),
    Row("log-document", "GET", NONE, state="unnamed", args={"sha256": "0" * 64}),
    Row("log-verifier", "GET", OPEN),
    Row("log-monitor", "GET", OPEN),
    Row("api:log-entry-list", "GET", OPEN, query={"kind": "council.motion.closed", "q": "matrix"}),
    Row("api:log-entry-detail", "GET", OPEN, state="sealed", args={"seq": "0"}),
    Row("api:log-entry-detail", "GET", NONE, state="not sealed", args={"seq": "999999999"}),
    Row("api:log-entry-proof", "GET", OPEN, args={"seq": "0"}),
    Row("api:log-entry-proof", "GET", REFUSED, state="bad size", args={"seq": "0"}, query={"size": "x"}),
    Row("api:log-checkpoint-list", "GET", OPEN),
    Row("api:log-checkpoint-detail", "GET", OPEN, args=size),
    Row("api:log-checkpoint-detail", "GET", NONE, state="no such size", args={"size": "999999999"}),
]

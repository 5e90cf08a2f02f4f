"""kill -9 of the workers and a flushed broker in mid mail-out: every mail still goes out, once for each kind and signer.

A mail host of the test's own counts by Message-ID. Only a mail that was in flight at a kill, which the host had taken
and the database had not heard of, may come twice: with the same Message-ID, so that a mailbox shows it once.
"""

import time
from collections import Counter

import pytest

from tests.mail_host import MailHost

pytestmark = [
    pytest.mark.fault,
    pytest.mark.full,
    pytest.mark.xdist_group("faults"),
    pytest.mark.timeout(240),
]

SIGNERS = 400
PREPARE = """
from datetime import timedelta
from django.db import connection
from ledger.queries import now
from petitions import actions
from petitions.actions.announcing import announce
from petitions.rules.mail import LetterKind
from tests.petitions.scene import opened
at = now()
petition = opened(at=at, title=%(title)r, email="filer-%(name)s@shore.example")
actions.set_aside(at=at + timedelta(hours=1))
with connection.cursor() as cursor:
    cursor.execute("UPDATE petitions_signature SET updates = false WHERE petition_id = %%s", [petition.pk])
for number in range(%(signers)d):
    actions.sign_now(slug=petition.slug, name="Ana Vale", email=f"{number}@%(name)s.example", zone_id=None,
                     updates=number %% 10 != 0, language="en")
announce(petition, LetterKind.OWED, at)
announce(petition, LetterKind.CLOSED, at)
petition.response_track = "owed"
petition.save()
print("PREPARED", petition.pk)
"""
FOLLOWERS = SIGNERS - SIGNERS // 10
KINDS = 2
SLOW_S = 0.01


@pytest.fixture
def host(stack):
    """A host that takes a moment for each mail, so that a kill finds one in flight."""

    def slowly(verb, _argument):
        time.sleep(SLOW_S if verb == "TEXT" else 0)

    with MailHost(slowly) as made:
        before = dict(stack.env)
        stack.env |= {
            "DJANGO_SETTINGS_MODULE": "tests.faults.mail_settings",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(made.port),
        }
        yield made
        stack.env.clear()
        stack.env |= before


def prepare(stack, name, title):
    said = stack.manage(code=PREPARE % {"name": name, "title": title, "signers": SIGNERS})
    return int(said.partition("PREPARED")[2])


def left(stack, petition):
    """Letters that have not gone, or mail-outs that are not written."""
    return stack.rows(
        "SELECT (SELECT count(*) FROM petitions_letter WHERE petition_id = %s AND is_bulk AND sent_at IS NULL)"
        " + (SELECT count(*) FROM petitions_mailout WHERE petition_id = %s AND done_at IS NULL)",
        petition,
        petition,
    )[0][0]


def readers(host, name):
    """How often each mail of this test came: by (address, subject)."""
    mails = [m for m in list(host.taken) if str(m["To"]).endswith(f"@{name}.example")]
    return Counter((m["To"], m["Subject"]) for m in mails), Counter(m["Message-ID"] for m in mails)


def test_every_mail_goes_out_though_workers_are_killed_and_the_broker_is_flushed(stack, host):
    petition = prepare(stack, "killed", "Keep the night dark above the killed lagoon")
    stack.beat()
    kills = 3
    for kill in range(kills):
        worker = stack.worker("mail,default", processes=2)
        goal = FOLLOWERS * KINDS * (kill + 1) // (kills + 2)
        stack.until(lambda goal=goal: len(host.taken) >= goal, 60, f"{goal} mails are taken")
        stack.kill(worker)
        stack.flush_broker()
    taken = len(host.taken)

    stack.worker("mail,default", processes=2)
    stack.until(lambda: left(stack, petition) == 0, 120, "every mail has gone")

    by_reader, by_id = readers(host, "killed")
    assert taken < FOLLOWERS * KINDS, "the kills must have come in mid mail-out, or nothing was tried"
    assert len(by_reader) == len(by_id) == FOLLOWERS * KINDS
    # Two processes, so two mails in flight at each kill at most.
    repeated = sum(by_id.values()) - len(by_id)
    assert repeated <= 2 * kills
    rows = stack.rows(
        "SELECT count(*), count(DISTINCT (kind, canonical)), count(bounced_at), count(dropped_at)"
        " FROM petitions_letter WHERE petition_id = %s AND is_bulk",
        petition,
    )
    assert rows == [(FOLLOWERS * KINDS, FOLLOWERS * KINDS, 0, 0)]


def test_workers_side_by_side_send_nothing_twice(stack, host):
    petition = prepare(stack, "side", "Let two streams run side by side to the sea")
    for _twice in range(2):
        stack.worker("mail,default", processes=2)
    stack.beat()

    stack.until(lambda: left(stack, petition) == 0, 120, "every mail has gone")

    by_reader, by_id = readers(host, "side")
    assert len(by_reader) == FOLLOWERS * KINDS
    assert set(by_id.values()) == {1}

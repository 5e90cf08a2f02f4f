"""kill -9 of PostgreSQL and of the web in mid signing: what was acknowledged is there, once; what was not is never doubled.

Eight people at a time press their links, and what each was answered is kept; PostgreSQL and then the web server are killed
under them and started again; then every link without an answer is pressed again.
"""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

import psycopg
import pytest

pytestmark = [pytest.mark.fault, pytest.mark.xdist_group("faults"), pytest.mark.timeout(240)]

LINKS = 1_000
PREPARE = """
import json
from petitions import actions
from accounts.rules.tokens import Purpose
from petitions.models import Attempt, Petition
from tests.petitions.scene import opened
from ledger.queries import now
petition = opened(at=now())
for number in range(%d):
    actions.attempt_signature(slug=petition.slug, name="Ana Vale", email=f"killed{number}@shore.example", zone_id=None,
                              updates=False, language="en", origins=[], origin="")
keys = Attempt.objects.filter(petition=petition).order_by("id").values_list("key", flat=True)
print("PREPARED" + json.dumps({"petition": petition.pk, "tokens": [actions.token_of(Purpose.SIGN, key) for key in keys]}))
"""


class Presser:
    """Eight people at a time press their links over HTTP; who was answered, with which receipt, and who was not."""

    def __init__(self, site: str, tokens: list[str]) -> None:
        self.host = site.removeprefix("http://")
        self.answered: dict[str, str] = {}
        self.unanswered: list[str] = []
        self.pool = ThreadPoolExecutor(8)
        for token in tokens:
            self.pool.submit(self._press, token)

    def _press(self, token: str) -> None:
        connection = HTTPConnection(self.host, timeout=30)
        try:
            connection.request("POST", f"/petitions/confirm/{token}/")
            answer = connection.getresponse()
            answer.read()
        except (OSError, HTTPException):
            answer = None
        finally:
            connection.close()
        if answer and answer.status == HTTPStatus.FOUND:
            self.answered[token] = answer.headers["Location"].split("/")[-2]
        else:
            self.unanswered.append(token)
            time.sleep(0.2)

    def done(self) -> int:
        return len(self.answered) + len(self.unanswered)

    def wait(self) -> None:
        self.pool.shutdown()


@pytest.mark.full
def test_a_killed_database_and_a_killed_web_lose_nothing_acknowledged_and_double_nothing(stack):
    said = stack.manage(code=PREPARE % LINKS)
    prepared = json.loads(said.partition("PREPARED")[2])
    tokens, petition = prepared["tokens"], prepared["petition"]
    site = stack.web()
    web = stack.children[-1]

    presser = Presser(site, tokens)
    stack.until(lambda: presser.done() >= LINKS * 0.2, 30, "signatures are confirmed")
    stack.kill_postgres()
    stack.restart_postgres()
    stack.until(lambda: presser.done() >= LINKS * 0.5, 60, "signatures are confirmed again")
    stack.kill(web)
    stack.web(int(site.rpartition(":")[2]))
    presser.wait()

    # The same links again, by the people who got no answer.
    again = Presser(site, presser.unanswered)
    again.wait()
    kept = dict(
        stack.rows(
            "SELECT canonical, receipt FROM petitions_signature WHERE petition_id = %s AND canonical LIKE 'killed%%'",
            petition,
        )
    )
    doubled = stack.rows(
        "SELECT canonical FROM petitions_signature WHERE petition_id = %s GROUP BY canonical HAVING count(*) > 1",
        petition,
    )

    assert presser.unanswered, "the kills must have cut somebody off, or nothing was tried"
    assert again.unanswered == []
    assert set(presser.answered.values()) | set(again.answered.values()) == set(kept.values())
    assert len(kept) == LINKS
    assert doubled == []
    _counts_once(stack, petition)


def _counts_once(stack, petition) -> None:
    """Two counts at once after the crash: every signature in one batch, and the books balance."""
    count = "from petitions import actions; from ledger.queries import now; actions.count_due(at=now())"
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _n: stack.manage(code=count), range(2)))
    unbalanced = stack.manage(code="from petitions import queries; print('BOOKS', queries.unbalanced())")
    total = stack.rows("SELECT signature_count FROM petitions_petition WHERE id = %s", petition)[0][0]
    rows = stack.rows(
        "SELECT count(*) FROM petitions_signature WHERE petition_id = %s AND batch_id IS NOT NULL", petition
    )[0][0]

    assert "BOOKS []" in unbalanced
    assert total == rows == LINKS + 6


@pytest.mark.full
def test_the_database_answers_again_soon_after_its_death(stack):
    began = time.monotonic()
    stack.kill_postgres()
    stack.restart_postgres()

    with psycopg.connect(stack.database.url, autocommit=True) as connection:
        assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)
    assert time.monotonic() - began < 30

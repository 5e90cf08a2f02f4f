"""kill -9 in the middle of a batch: all of it is there or nothing, and sending it again makes it whole once.

A station posts batches to the real web server; the web server is killed under one of them, PostgreSQL under
another. Then everything is sent again, as a station does that got no answer.
"""

import json
import threading
import time
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException

import pytest

pytestmark = [pytest.mark.fault, pytest.mark.xdist_group("faults"), pytest.mark.timeout(900)]

ROWS, BATCHES = 3_000, 4
PREPARE = """
import json
from biomes import actions
from tests.biomes import makers
from ledger.queries import now
at = now()
makers.reference()
station = makers.station(makers.biome("cut-off-lagoon", at=at), "KILL-1", at=at)
print("KEY" + actions.issue_key(station_id=station.pk, actor="p-1", at=at)[1])
"""
COUNTED = """
SELECT count(*), count(DISTINCT (indicator_id, phenomenon_at)) FROM biomes_reading r
  JOIN biomes_station s ON s.id = r.station_id WHERE s.code = 'KILL-1'
"""
ACCOUNTED = """
SELECT sum(row_count), sum(stored_count + duplicate_count + corrected_count + flagged_count + refused_count),
       sum(stored_count + flagged_count), sum(corrected_count + refused_count)
  FROM biomes_batch b JOIN biomes_station s ON s.id = b.station_id WHERE s.code = 'KILL-1'
"""


def bodies():
    newest = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1)
    for batch in range(BATCHES):
        rows = [
            {
                "indicator": "salinity",
                "at": (newest - timedelta(seconds=batch * ROWS + n)).isoformat(),
                "value": "8",
            }
            for n in range(ROWS)
        ]
        yield json.dumps({"readings": rows})


def post(site, key, body):
    """The answer's status, or None where none came."""
    connection = HTTPConnection("127.0.0.1", int(site.rpartition(":")[2]), timeout=60)
    headers = {"Host": "localhost", "Authorization": f"Station {key}", "Content-Type": "application/json"}
    try:
        connection.request("POST", "/api/v1/stations/KILL-1/readings/", body, headers)
        return connection.getresponse().status
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()


def all_at_once(site, key, sent):
    answers = []
    thread = threading.Thread(
        target=lambda: answers.extend(post(site, key, body) for body in sent), daemon=True
    )
    thread.start()
    return thread, answers


@pytest.mark.full
def test_batches_are_whole_and_once_after_the_web_and_the_database_were_killed(stack):
    key = stack.manage(code=PREPARE).strip().rpartition("KEY")[2]
    sent = list(bodies())
    site = stack.web()
    web = stack.children[-1]

    thread, first = all_at_once(site, key, sent)
    stack.until(lambda: stack.rows(COUNTED)[0][0] > 0, 60, "the first batch is stored")
    time.sleep(0.05)
    stack.kill(web)
    thread.join(60)
    after_web = stack.rows(COUNTED)[0][0]

    site = stack.web()
    thread, second = all_at_once(site, key, sent)
    stack.until(lambda: stack.rows(COUNTED)[0][0] > after_web or not thread.is_alive(), 60, "one batch more")
    stack.kill_postgres()
    thread.join(60)
    stack.restart_postgres()
    after_postgres = stack.rows(COUNTED)[0][0]

    def whole():
        return [post(site, key, body) for body in sent] == [200] * BATCHES

    stack.until(whole, 120, "every batch is answered")

    # Never a part of a batch, whoever died; and what was answered is there.
    assert after_web % ROWS == after_postgres % ROWS == 0
    assert after_web // ROWS >= first.count(200)
    assert after_postgres // ROWS >= max(first.count(200), second.count(200))
    assert stack.rows(COUNTED) == [(ROWS * BATCHES, ROWS * BATCHES)]
    rows, sums, stored, other = (int(number) for number in stack.rows(ACCOUNTED)[0])
    assert (rows, stored, other) == (sums, ROWS * BATCHES, 0)


@pytest.mark.full
def test_two_connections_of_one_station_at_once_store_each_row_once(stack):
    key = stack.manage(code=PREPARE.replace("cut-off-lagoon", "twice-lagoon").replace("KILL-1", "KILL-2"))
    key = key.strip().rpartition("KEY")[2]
    site = stack.web().rpartition(":")[2]
    body = next(bodies())
    answers = []

    def send():
        connection = HTTPConnection("127.0.0.1", int(site), timeout=60)
        headers = {"Host": "localhost", "Authorization": f"Station {key}", "Content-Type": "application/json"}
        connection.request("POST", "/api/v1/stations/KILL-2/readings/", body, headers)
        answers.append(json.loads(connection.getresponse().read())["counts"])

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)

    assert sorted((one["stored"], one["duplicate"]) for one in answers) == [(0, ROWS)] * 3 + [(ROWS, 0)]
    assert stack.rows(COUNTED.replace("KILL-1", "KILL-2")) == [(ROWS, ROWS)]

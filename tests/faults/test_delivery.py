"""Redis only carries: whatever is killed or flushed, every reaction happens once."""

import pytest

pytestmark = [pytest.mark.fault, pytest.mark.xdist_group("faults")]

RECORD = """
from django.db import transaction
from ledger import actions, queries
for n in range({first}, {first} + 200):
    with transaction.atomic():
        actions.record(kind="ledger.probe.recorded", subject=f"ledger.probe/{{n}}", actor="", at=queries.now(),
                       public=True, number=n)
"""


# The log's own entries (its key) stand beside the test's.
PROBES = "FROM ledger_entry e JOIN ledger_fact f ON f.id = e.fact_id WHERE f.kind = 'ledger.probe.recorded'"


def sealed(stack) -> int:
    return stack.rows(f"SELECT count(*) {PROBES}")[0][0]


def test_a_killed_worker_and_a_flushed_broker_leave_no_fact_unsealed_and_none_sealed_twice(stack):
    first = stack.worker("ledger,default,mail", processes=2)
    stack.beat()
    stack.manage(code=RECORD.format(first=0))
    stack.until(lambda: sealed(stack) > 0, 30, "the sealer began")

    stack.kill(first)
    stack.flush_broker()
    stack.manage(code=RECORD.format(first=200))
    stack.worker("ledger,default,mail", processes=2)
    stack.until(lambda: sealed(stack) == 400, 40, "all 400 facts have a place in the log")

    assert stack.rows(f"SELECT count(DISTINCT e.fact_id) {PROBES}") == [(400,)]
    assert stack.rows("SELECT max(seq) - min(seq) + 1 = count(*) FROM ledger_entry") == [(True,)]


def test_a_broker_that_is_down_never_turns_a_saved_act_into_an_error(stack):
    stack.broker.child.stop()

    stack.manage(code=RECORD.format(first=0))

    assert stack.rows("SELECT count(*) FROM ledger_unsealed")[0][0] == 200

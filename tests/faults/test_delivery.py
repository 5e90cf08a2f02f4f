"""Redis only carries: whatever is killed or flushed, every reaction happens once."""

import pytest

pytestmark = [pytest.mark.fault, pytest.mark.xdist_group("faults")]

RECORD = """
from django.db import transaction
from ledger import actions, queries
for n in range({first}, {first} + 200):
    with transaction.atomic():
        actions.record(kind="ledger.probe.recorded", subject=f"ledger.probe/{name}-{{n}}", actor="", at=queries.now(),
                       public=True, number=n)
"""


def sealed(stack, name: str) -> tuple[int, int]:
    """Entries of a test's own facts, and how many facts these are."""
    return stack.rows(
        "SELECT count(*), count(DISTINCT e.fact_id) FROM ledger_entry e JOIN ledger_fact f ON f.id = e.fact_id"
        " WHERE f.subject LIKE %s",
        f"ledger.probe/{name}-%",
    )[0]


@pytest.mark.full
def test_a_killed_worker_and_a_flushed_broker_leave_no_fact_unsealed_and_none_sealed_twice(stack):
    first = stack.worker("ledger,default,mail", processes=2)
    stack.beat()
    stack.manage(code=RECORD.format(name="kill", first=0))
    stack.until(lambda: sealed(stack, "kill")[0], 40, "the sealer began")

    stack.kill(first)
    stack.flush_broker()
    stack.manage(code=RECORD.format(name="kill", first=200))
    stack.worker("ledger,default,mail", processes=2)
    stack.until(lambda: sealed(stack, "kill")[0] >= 400, 60, "all 400 facts have a place in the log")

    assert sealed(stack, "kill") == (400, 400)
    assert stack.rows("SELECT max(seq) - min(seq) + 1 = count(*) FROM ledger_entry") == [(True,)]


@pytest.mark.full
def test_a_broker_that_is_down_never_turns_a_saved_act_into_an_error(stack):
    stack.broker.child.stop()

    stack.manage(code=RECORD.format(name="down", first=0))

    waiting = "SELECT count(*) FROM ledger_fact WHERE subject LIKE 'ledger.probe/down-%%'"
    assert stack.rows(waiting)[0][0] == 200

"""`kill -9` of a worker in mid run: what was stored stays, another worker goes on, the run ends once."""

import pytest

pytestmark = [pytest.mark.fault, pytest.mark.xdist_group("faults"), pytest.mark.timeout(240)]

ASK = """
from ledger.queries import now
from tests.crises.water import a_run, described, lagoon
from biomes import actions as biomes
biomes.install_reference()
water = lagoon(now(), "killed-lagoon", "Killed Lagoon")
described(water)
run = a_run(water, now(), members=4, days=6, cells=128)
from crises import tasks
tasks.advance_run.delay(run_id=run.pk)
print(run.number)
"""


def done(stack, number):
    return stack.rows(
        "SELECT coalesce(sum(m.days_done), 0) FROM crises_member m JOIN crises_run r ON r.id = m.run_id WHERE r.number = %s",
        number,
    )[0][0]


def state(stack, number):
    return stack.rows("SELECT state FROM crises_run WHERE number = %s", number)[0][0]


@pytest.mark.full
def test_a_run_survives_the_kill_of_its_worker_and_a_flushed_broker(stack):
    first = stack.worker("simulations")
    number = int(stack.manage(code=ASK).split()[-1])
    seen = stack.until(lambda: (n := done(stack, number)) >= 2 and n, 90, "two days are stored")

    stack.kill(first)
    stack.flush_broker()
    kept = done(stack, number)
    files = stack.rows(
        "SELECT count(*) FROM crises_checkpoint c JOIN crises_member m ON m.id = c.member_id"
        " JOIN crises_run r ON r.id = m.run_id WHERE r.number = %s",
        number,
    )[0][0]
    # Nothing that was stored is lost, and every stored day has its files' row: at most the day in hand is redone.
    assert kept >= seen
    assert files == kept < 24
    assert state(stack, number) == "running"

    # Beat wakes it once its heartbeat is a lease old; nobody has to ask for it again.
    stack.worker("simulations,default")
    stack.beat()
    stack.until(lambda: state(stack, number) == "finished", 150, "the run is finished")

    assert done(stack, number) == 24
    facts = stack.rows(
        "SELECT count(*) FROM ledger_fact WHERE kind = 'crises.run.finished' AND subject = %s",
        f"crises.run/{number}",
    )
    assert facts == [(1,)]

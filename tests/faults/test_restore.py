"""A real restore under a real worker: it is noticed by itself, nothing is signed meanwhile, an epoch lets the log go on."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.faults.stack import Stack

pytestmark = [
    pytest.mark.fault,
    pytest.mark.full,
    pytest.mark.xdist_group("faults"),
    pytest.mark.timeout(600),
]

RECORD = """
from django.db import transaction
from ledger import actions, queries
for n in range({count}):
    with transaction.atomic():
        actions.record(kind="ledger.probe.recorded", subject=f"ledger.probe/{name}-{{n}}", actor="", at=queries.now(),
                       public=True, number=n)
"""
LOSS = "from ledger import queries; print(queries.loss())"


@pytest.fixture(scope="module")
def servers() -> Iterator[Stack]:
    """Servers of these tests alone: what they do to the database no other test should find."""
    made = Stack("restore")
    yield made
    made.close()


@pytest.fixture
def own(servers: Stack) -> Iterator[Stack]:
    yield servers
    servers.mend()


def record(stack: Stack, name: str, count: int = 3) -> None:
    stack.manage(code=RECORD.format(name=name, count=count))


def sealed(stack: Stack, name: str) -> int:
    rows = stack.rows(
        "SELECT count(*) FROM ledger_entry e JOIN ledger_fact f ON f.id = e.fact_id WHERE f.subject LIKE %s",
        f"ledger.probe/{name}-%",
    )
    return int(rows[0][0])


def run_until_sealed(stack: Stack, name: str, count: int = 3) -> None:
    start(stack)
    record(stack, name, count)
    stack.until(lambda: sealed(stack, name) == count, 40, f"{name} is sealed")
    newest = stack.rows("SELECT note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1")[0][0]
    kept = stack.folder / "outside" / "checkpoint"
    stack.until(lambda: kept.exists() and kept.read_text() == newest, 10, "the checkpoint is kept outside")


def start(stack: Stack) -> None:
    stack.worker("ledger,default,mail", processes=2)
    stack.beat()


def kill_all(stack: Stack) -> None:
    for child in stack.children:
        stack.kill(child)
    stack.children.clear()
    stack.flush_broker()


def copy(stack: Stack, source: str, target: str) -> None:
    """Whole databases, as a backup has them."""
    server, _, name = stack.database.url.rpartition("/")
    names = {"live": name, "backup": f"{name}_backup"}
    with psycopg.connect(f"{server}/postgres", autocommit=True) as hand:
        hand.execute(f'DROP DATABASE IF EXISTS "{names[target]}" WITH (FORCE)')
        hand.execute(f'CREATE DATABASE "{names[target]}" TEMPLATE "{names[source]}"')


def test_a_restored_backup_is_noticed_by_the_worker_and_goes_on_with_an_epoch(own):
    run_until_sealed(own, "before")
    kill_all(own)
    copy(own, "live", "backup")
    run_until_sealed(own, "lost")
    kill_all(own)
    kept = (own.folder / "outside" / "checkpoint").read_text()
    copy(own, "backup", "live")

    start(own)
    record(own, "after")
    log = own.children[0].log
    own.until(lambda: "sealing_stopped" in log.read_text(errors="replace"), 40, "the worker says it")
    meanwhile = sealed(own, "after")
    said = own.manage("open_epoch")
    own.until(lambda: sealed(own, "after") == 3, 20, "what waited is sealed")
    (own.folder / "kept").write_text(kept)
    verified = own.manage("verify_log", "--checkpoint", str(own.folder / "kept"))

    assert meanwhile == 0
    assert (
        "Epoch 2 is entry 4. It names a checkpoint over 7 entries: its first 4 are here, 3 are lost." in said
    )
    assert "its first 4 entries are here, 3 are not" in verified


def test_sealers_that_are_killed_at_any_moment_never_leave_the_folder_ahead_of_the_log(own):
    for turn in range(3):
        start(own)
        record(own, f"turn{turn}", 40)
        own.until(lambda turn=turn: sealed(own, f"turn{turn}"), 40, "the sealer is at work")
        kill_all(own)

        assert own.manage(code=LOSS).strip() == "None"
    run_until_sealed(own, "last")

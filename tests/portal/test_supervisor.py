"""The embedded servers: found, started as nobody when called by root, gone with their parent."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Timer

import psycopg
import pytest

from portal.supervisor import binaries, place, servers, up
from portal.supervisor.processes import StartFailed, free_port, start, stop_together, wait_for_port

pytestmark = pytest.mark.xdist_group("supervisor")


@pytest.fixture
def folder():
    made = place.state_folder(f"test-supervisor-{os.getpid()}")
    yield made
    shutil.rmtree(made, ignore_errors=True)


def test_postgres_keeps_its_rows_and_its_password_over_a_restart(folder):
    first = servers.postgres(folder)
    with psycopg.connect(first.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    first.child.stop()

    second = servers.postgres(folder)

    try:
        with psycopg.connect(second.url) as connection:
            assert connection.execute("SELECT n FROM kept").fetchone() == (7,)
    finally:
        second.child.stop()


def test_postgres_never_runs_as_root_and_refuses_a_wrong_password(folder):
    running = servers.postgres(folder)

    try:
        owner = Path(f"/proc/{running.child.process.pid}").stat().st_uid
        assert owner != 0
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(f"postgres://biolattice:wrong@127.0.0.1:{running.port}/biolattice")
    finally:
        running.child.stop()


def test_servers_die_with_a_supervisor_that_is_killed(folder):
    script = (
        "import sys, time; from pathlib import Path; from portal.supervisor import servers;"
        f"v = servers.valkey(Path({str(folder)!r})); print(v.child.process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=place.PROJECT
    )
    child = int(parent.stdout.readline())

    parent.send_signal(signal.SIGKILL)
    parent.wait()

    assert gone_within(child, seconds=5)


def gone_within(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        state = Path(f"/proc/{pid}/stat")
        if not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_a_child_that_cannot_start_shows_the_end_of_its_log(folder):
    child = start(
        "Broken", [sys.executable, "-c", "raise SystemExit('no disk left')"], log=folder / "broken.log"
    )

    with pytest.raises(StartFailed, match="no disk left"):
        wait_for_port(child, free_port(), patience=10)


def test_a_server_whose_last_run_was_killed_waits_until_the_processes_of_that_run_have_gone(folder):
    first = servers.postgres(folder)
    kept = int(first.child.log.parent.joinpath("postgres/postmaster.pid").read_text().split()[0])
    helper = int(Path(f"/proc/{kept}/task/{kept}/children").read_text().split()[0])
    # A process of the server that is slow to go still holds its memory.
    os.kill(helper, signal.SIGSTOP)
    os.kill(kept, signal.SIGKILL)
    first.child.process.wait()
    goes = Timer(1, os.kill, [helper, signal.SIGCONT])
    goes.start()

    again = servers.postgres(folder, port=first.port)

    goes.join()
    assert again.child.process.poll() is None
    assert "shared memory block" in first.child.log.read_text()
    again.child.stop()


def test_a_taken_port_is_refused_with_the_next_one_offered():
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(up.CannotStart, match=f"PORT={port + 1}"):
            up.refuse_taken_port(port)


def test_two_supervisors_never_share_a_folder(folder):
    held = up.only_one(folder)

    with pytest.raises(up.CannotStart, match="already runs"):
        up.only_one(folder)
    held.close()


def test_nobody_gets_a_copy_of_what_it_cannot_reach(tmp_path):
    closed = tmp_path / "closed"
    tree = closed / "bin"
    tree.mkdir(parents=True)
    (tree / "tool").write_text("x")
    closed.chmod(0o700)
    stranger = place.Account("stranger", 65_533, 65_533)

    copy = place.reachable_copy(tree, tmp_path, stranger)

    assert copy != tree
    assert (copy / "tool").read_text() == "x"
    assert closed.stat().st_mode & 0o777 == 0o700
    assert place.reachable_copy(tree, tmp_path, stranger) == copy


def test_a_machine_without_any_server_is_told_what_to_do(monkeypatch):
    monkeypatch.setattr(binaries, "wheel_folder", lambda package: None)
    monkeypatch.setattr(binaries, "newest_system_postgres", lambda: None)

    with pytest.raises(binaries.MissingServer, match="DATABASE_URL"):
        binaries.postgres_folder(Path("/nowhere"), place.account())


STUBBORN = (
    "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "inner = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
    "print(inner.pid, flush=True); time.sleep(60)"
)


def test_a_child_that_does_not_listen_is_ended_with_all_it_started(folder):
    children = [start(f"s{n}", [sys.executable, "-c", STUBBORN], log=folder / f"s{n}.log") for n in (1, 2)]
    inner = [int(said_by(child)) for child in children]
    began = time.monotonic()

    stop_together(children, patience=0.5)

    assert time.monotonic() - began < 2
    assert all(child.process.returncode == -signal.SIGKILL for child in children)
    assert all(gone_within(pid, seconds=5) for pid in inner)


def said_by(child) -> str:
    deadline = time.monotonic() + 20
    while not (said := child.log.read_text().strip()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return said


@pytest.mark.fault
def test_the_whole_product_comes_up_and_ends_by_ctrl_c_in_a_few_seconds(folder):
    port = free_port()
    product = subprocess.Popen(
        [sys.executable, "manage.py", "up", "--no-demo", "--port", str(port)],
        env={key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL"}}
        | {"BIOLATTICE_STATE": str(folder)},
        cwd=place.PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    said = "".join(iter(product.stdout.readline, "  Ctrl-C stops everything.\n"))
    assert f"http://localhost:{port}" in said, said
    children = [
        int(pid) for pid in Path(f"/proc/{product.pid}/task/{product.pid}/children").read_text().split()
    ]

    began = time.monotonic()
    product.send_signal(signal.SIGINT)
    last = product.communicate(timeout=30)[0]

    assert product.returncode == 0
    assert "Traceback" not in said + last
    assert time.monotonic() - began < up.PATIENCE_S + 12
    assert len(children) >= 3
    assert all(gone_within(pid, seconds=1) for pid in children)


@pytest.mark.skipif(os.geteuid() != 0, reason="nobody is only needed by root")
def test_a_state_folder_that_was_given_keeps_its_parents_and_says_who_cannot_enter(tmp_path, monkeypatch):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setenv("BIOLATTICE_STATE", str(closed / "state"))

    made = place.state_folder("run")

    assert closed.stat().st_mode & 0o777 == 0o700
    with pytest.raises(StartFailed, match="nobody"):
        servers.postgres(made)


@pytest.mark.skipif(os.geteuid() != 0, reason="root alone can give files away")
def test_whoever_runs_the_product_may_write_what_was_prepared_for_it(tmp_path):
    env = up.environment(tmp_path, 8000, demo=False)
    made = [Path(env[name]) / "made" for name in ("MEDIA_ROOT", "OUTSIDE_ROOT", "NUMBA_CACHE_DIR")]
    for path in made:
        path.touch()

    up.hand_over(tmp_path, place.account())

    assert {path.stat().st_uid for path in (*made, *(path.parent for path in made))} == {place.account().uid}


def test_an_interrupt_in_the_moment_of_a_start_is_heard(folder):
    script = (
        "import os, signal; from pathlib import Path; from portal.supervisor import processes\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # ignored where a shell started us behind itself
        "os.register_at_fork(before=lambda: os.kill(os.getpid(), signal.SIGINT))\n"
        f"try: processes.start('true', ['/bin/true'], log=Path({str(folder / 'true.log')!r}))\n"
        "except KeyboardInterrupt: print('heard')"
    )

    done = subprocess.run([sys.executable, "-c", script], cwd=place.PROJECT, capture_output=True, text=True)

    assert (done.stdout, done.stderr) == ("heard\n", "")

"""An import under hard conditions: a worker killed in the middle, two workers at once, a cancel in between, a large file."""

import resource
import uuid

import pytest

from biomes import actions, files, import_steps, tables, tasks
from biomes.models import Batch, Import, Reading, Remark, Station
from ledger.queries import now
from tests.biomes import makers

SAID = {
    "separator": ",", "decimals": "point", "thousands": "none", "time": "", "clock": "",
    "columns": [
        {"column": name, "role": role, "unit": "", "limit": ""}
        for name, role in (("S", "station"), ("X", "lon"), ("Y", "lat"), ("T", "time"), ("V", "salinity"))
    ],
}  # fmt: skip


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def small_steps(monkeypatch):
    monkeypatch.setattr(import_steps, "STEP_LINES", 3)


def lines(count, bad=()):
    """One line a day, over two stations; the bad ones say nothing readable."""
    yield b"S,X,Y,T,V\n"
    for number in range(count):
        value = b"x" if number in bad else b"%d.5" % (number % 30)
        day = f"{1990 + number // 336}-{number // 28 % 12 + 1:02d}-{number % 28 + 1:02d}".encode()
        yield b"%s,-24.15,38.05,%s,%s\n" % (b"AB"[number % 2 :][:1], day, value)


def prepared(count, bad=()):
    makers.reference()
    survey = makers.biome("survey", at=now(), functional_group="F2.2")
    number = uuid.uuid4()
    kept = files.keep(number, "csv", lines(count, bad))
    made = actions.upload_import(
        uuid=number, biome=survey, station=None, name="s.csv", kind="csv", file=kept.name, sha256=kept.sha256,
        size=kept.size, header=["S", "X", "Y", "T", "V"], separator=",", by="p-1", at=now(),
    )  # fmt: skip
    actions.start_check(uuid=number, said=SAID, header=made.header, at=now())
    return made


def checked(count, bad=()):
    made = prepared(count, bad)
    import_steps.finish_here(made.pk)
    return made


class Killed(BaseException):
    """The process is gone: nothing after it runs, the database rolls back."""


@pytest.mark.django_db
def test_a_worker_killed_in_a_step_leaves_whole_steps_and_the_next_goes_on(small_steps, monkeypatch):
    made = checked(10)
    actions.start_import(uuid=made.uuid, by="p-1", at=now())
    import_steps.step(made.pk)
    after_one = Reading.objects.count()
    commit = actions.import_files._commit

    def killed(*_said):
        raise Killed

    monkeypatch.setattr("biomes.actions.import_files._commit", killed)
    with pytest.raises(Killed):
        import_steps.step(made.pk)
    assert Reading.objects.count() == after_one == 3

    monkeypatch.setattr("biomes.actions.import_files._commit", commit)
    import_steps.finish_here(made.pk)
    made.refresh_from_db()
    assert (made.state, made.counts, made.line_count) == ("done", {"stored": 10}, 10)
    assert Reading.objects.count() == 10


@pytest.mark.django_db
def test_steps_of_any_length_give_the_same_account(monkeypatch):
    accounts = []
    for length in (1, 4, 100):
        monkeypatch.setattr(import_steps, "STEP_LINES", length)
        Import.objects.all().delete()
        from biomes.models import Biome

        Biome.objects.filter(slug="survey").delete()
        made = checked(9, bad={2, 7})
        made.refresh_from_db()
        remarks = [(one.line, one.code) for one in Remark.objects.filter(of=made)]
        accounts.append((made.counts, made.line_count, made.sites, remarks))

    assert accounts[0] == accounts[1] == accounts[2]
    assert accounts[0][3] == [(4, "not_a_number"), (9, "not_a_number")]


@pytest.mark.django_db
def test_the_check_stores_nothing_at_all(small_steps):
    checked(10)

    assert [model for model in (Reading, Batch, Station) if model.objects.exists()] == []


@pytest.mark.django_db
def test_a_cancel_between_reading_and_commit_leaves_nothing_of_the_step(small_steps):
    made = checked(10)
    actions.start_import(uuid=made.uuid, by="p-1", at=now())
    import_steps.step(made.pk)

    def cancel_while_reading(found):
        piece = import_steps.read(found)
        actions.cancel_import(uuid=made.uuid, by="p-1", at=now())
        return piece

    assert actions.advance_import(import_id=made.pk, read=cancel_while_reading, at=now()) is False


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_take_the_same_step(small_steps):
    from threading import Thread

    from django.db import connection

    made = checked(6)
    actions.start_import(uuid=made.uuid, by="p-1", at=now())
    answers = []

    def other_worker():
        answers.append(import_steps.step(made.pk))
        connection.close()

    def read_slowly(found):
        # While this worker is in its step, another one comes.
        worker = Thread(target=other_worker)
        worker.start()
        worker.join()
        return import_steps.read(found)

    assert actions.advance_import(import_id=made.pk, read=read_slowly, at=now()) is True
    assert answers == [False]
    assert Reading.objects.count() == 3


@pytest.mark.django_db
def test_beat_wakes_what_fell_silent_and_forgets_the_files_of_what_is_over(small_steps):
    made = prepared(4)
    Import.objects.filter(pk=made.pk).update(moved_at=now() - actions.file_steps.SILENT * 2)
    assert actions.silent_imports(at=now()) == [made.pk]

    import_steps.finish_here(made.pk)
    actions.start_import(uuid=made.uuid, by="p-1", at=now())
    import_steps.finish_here(made.pk)
    tasks.sweep_imports()

    made.refresh_from_db()
    assert (made.state, made.file) == ("done", "")
    assert actions.silent_imports(at=now()) == []


@pytest.mark.django_db
def test_a_file_that_is_gone_is_a_sentence(small_steps):
    made = prepared(4)
    files.drop(made.file)

    import_steps.finish_here(made.pk)

    made.refresh_from_db()
    assert (made.state, made.failure) == ("failed", "file_gone")


@pytest.mark.parametrize("count", [100_000, pytest.param(1_000_000, marks=pytest.mark.full)])
def test_a_large_table_is_read_in_bounded_memory_and_the_bad_line_is_where_it_was(tmp_path, count):
    table = tmp_path / "large.csv"
    with table.open("wb") as out:
        out.writelines(lines(count, bad={count - 4_568}))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    bad = []
    with table.open("rb") as file:
        header, offset, line = tables.header_of(file, ",")
        while True:
            chunk = tables.lines_of(file, header=header, separator=",", offset=offset, line=line, most=5_000)
            bad += [number for number, row in chunk.lines if row["V"] == "x"]
            offset, line = chunk.offset, chunk.line
            if chunk.is_last:
                break

    assert (line, bad) == (count + 1, [count - 4_566])
    # In KiB; a million lines are 29 MB.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 16 * 1024

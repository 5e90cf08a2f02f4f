"""A file on its way in under hard conditions: killed workers, two at once, a cancel in between, a world that changes."""

from threading import Thread

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from accounts.rules.roles import Role
from biomes import actions, bulk_steps, files, tasks
from biomes.models import Biome, Bulk, SheetRow, Zone
from biomes.rules.bulk import Noun
from ledger.models import Fact
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.biomes import makers
from tests.biomes.sheets import ADDRESS, finished, look, sent, take_in


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def small_steps(monkeypatch):
    monkeypatch.setattr(bulk_steps, "CHECK_ROWS", 3)
    monkeypatch.setattr(bulk_steps, "APPLY_ROWS", 2)


def table(count, bad=()):
    lines = [f"c-{n},{'' if n in bad else f'Creek {n}'},F1.1" for n in range(count)]
    return "\n".join(["slug,name,functional_group", *lines, ""])


def begun(sheet, *, all_or_nothing=False):
    return actions.apply_sheet(uuid=sheet.uuid, all_or_nothing=all_or_nothing, by="p-9", reason="r", at=now())


def outcome(sheet):
    return [(one.line, one.verdict) for one in SheetRow.objects.filter(of=sheet)]


class Killed(BaseException):
    """The process is gone: nothing after it runs, the database rolls back."""


@pytest.mark.django_db
def test_a_worker_killed_in_a_step_leaves_whole_steps_and_the_next_goes_on(small_steps, monkeypatch):
    sheet = look(table(5))
    begun(sheet)
    bulk_steps.step(sheet.pk)
    commit = actions.bulk._commit

    def killed(*_said):
        raise Killed

    monkeypatch.setattr("biomes.actions.bulk._commit", killed)
    with pytest.raises(Killed):
        bulk_steps.step(sheet.pk)
    assert Biome.objects.count() == 2

    monkeypatch.setattr("biomes.actions.bulk._commit", commit)
    done = finished(sheet)
    assert (done.state, done.counts, done.line_count) == ("done", {"new": 5}, 5)
    assert sorted(Biome.objects.values_list("slug", flat=True)) == [f"c-{n}" for n in range(5)]


@pytest.mark.django_db
def test_a_worker_killed_while_it_reads_the_file_begins_it_again(monkeypatch):
    sheet = sent(table(3))
    must = actions.bulk.must_still_run

    def killed(*_said):
        raise Killed

    monkeypatch.setattr("biomes.actions.bulk.must_still_run", killed)
    with pytest.raises(Killed):
        bulk_steps.step(sheet.pk)

    monkeypatch.setattr("biomes.actions.bulk.must_still_run", must)
    assert finished(sheet).counts == {"new": 3}


@pytest.mark.django_db
def test_steps_of_any_length_give_the_same_verdicts(monkeypatch):
    text = table(7, bad={2}) + "c-1,Twice,F1.1\nc-5,Twice,F1.1\n"
    found = []
    for length in (1, 4, 100):
        monkeypatch.setattr(bulk_steps, "CHECK_ROWS", length)
        found.append(outcome(look(text)))

    assert found[0] == found[1] == found[2]
    assert [line for line, verdict in found[0] if verdict == "refused"] == [4, 9, 10]


@pytest.mark.django_db
def test_a_cancel_while_a_step_computes_leaves_nothing_of_the_step(small_steps):
    sheet = look(table(5))
    begun(sheet)

    def cancel_while_reading(found):
        piece = bulk_steps.read(found)
        actions.cancel_sheet(uuid=sheet.uuid, by="p-9", at=now())
        return piece

    more = actions.advance_sheet(
        sheet_id=sheet.pk, unpack=bulk_steps.unpack, read=cancel_while_reading, at=now()
    )

    assert more is False
    assert Biome.objects.count() == 0


@pytest.mark.django_db
def test_a_cancel_while_the_file_is_read_leaves_no_rows_in_the_store(monkeypatch, tmp_path):
    sheet = sent(table(3))

    def cancelled(found):
        # The cancel button comes first, and the rows are written after it.
        files.drop(actions.cancel_sheet(uuid=sheet.uuid, by="p-9", at=now())[1])
        return files.keep(sheet.uuid, f"csv{files.ROWS}", [b"{}"]).name

    monkeypatch.setattr(bulk_steps, "unpack", cancelled)
    bulk_steps.step(sheet.pk)

    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


@pytest.mark.django_db
def test_a_cancel_on_the_way_says_which_rows_stay(client, small_steps):
    sign_in(client, person("noor", Role.CURATOR))
    sheet = look(table(5))
    begun(sheet)
    bulk_steps.step(sheet.pk)

    page = client.post(f"{ADDRESS}{sheet.uuid}/cancel/", follow=True)

    assert "The first 2 rows of the file were taken in" in page.content.decode()
    assert page.content.decode().count("Not taken in") == 3
    report = b"".join(client.get(f"{ADDRESS}{sheet.uuid}/report.csv").streaming_content).decode()
    assert [line.split(",")[2] for line in report.splitlines()[1:]] == ["new"] * 2 + ["not_taken"] * 3
    assert Biome.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_take_the_same_step(small_steps):
    sheet = look(table(4))
    begun(sheet)
    answers = []

    def other_worker():
        answers.append(bulk_steps.step(sheet.pk))
        connection.close()

    def read_slowly(found):
        # While this worker is in its step, another one comes.
        worker = Thread(target=other_worker)
        worker.start()
        worker.join()
        return bulk_steps.read(found)

    assert (
        actions.advance_sheet(sheet_id=sheet.pk, unpack=bulk_steps.unpack, read=read_slowly, at=now()) is True
    )
    assert answers == [False]
    assert Biome.objects.count() == 2


@pytest.mark.django_db
def test_beat_wakes_what_fell_silent_and_forgets_the_rows_of_what_is_over(tmp_path):
    sheet = sent(table(2))
    Bulk.objects.update(moved_at=now() - actions.file_steps.SILENT * 2)
    assert actions.silent_sheets(at=now()) == [sheet.pk]

    take_in(finished(sheet))
    tasks.sweep_imports()

    assert Bulk.objects.get().file == ""
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []
    assert actions.silent_sheets(at=now()) == []


@pytest.mark.django_db
def test_rows_that_are_gone_from_the_store_are_a_sentence():
    sheet = look(table(2))
    files.drop(sheet.file)
    begun(sheet)

    assert finished(sheet).failure == "file_gone"


@pytest.mark.django_db
def test_a_profile_that_somebody_changed_after_the_check_is_left_out(noon):
    for slug in ("c-0", "c-1"):
        makers.biome(slug, at=noon)
    sheet = look("slug,story\nc-0,From the file\nc-1,From the file\n")
    edited = Biome.objects.get(slug="c-0")
    actions.edit_biome(
        biome_id=edited.pk,
        content={"name": "By hand", "functional_group": "F1.1"},
        author="p-2",
        reason="r",
        at=noon,
    )

    done = take_in(sheet)

    assert (done.state, done.failure, done.failure_line) == ("failed", "changed_since", 2)
    assert edited.revisions.first().snapshot["name"] == "By hand"

    actions.check_sheet(uuid=sheet.uuid, at=now())
    assert take_in(finished(sheet)).counts == {"changed": 2}


@pytest.mark.django_db
def test_a_stopped_file_that_is_looked_at_again_and_discarded_took_nothing_in(client, small_steps):
    sign_in(client, person("noor", Role.CURATOR))
    sheet = look(table(4))
    begun(sheet)
    bulk_steps.step(sheet.pk)
    files.drop(sheet.file)
    assert finished(sheet).state == "failed"
    files.keep(
        sheet.uuid,
        f"csv{files.ROWS}",
        [b'{"line":2,"cells":{"slug":"c-9","name":"C","functional_group":"F1.1"}}'],
    )

    actions.check_sheet(uuid=sheet.uuid, at=now())
    finished(sheet)
    page = client.post(f"{ADDRESS}{sheet.uuid}/cancel/", follow=True).content.decode()

    assert "Nothing of it was taken in" in page
    assert "Not taken in" not in page


@pytest.mark.django_db
def test_row_by_row_only_the_row_that_changed_since_is_left_out():
    sheet = look(table(3))
    actions.draft_biome(
        slug="c-1", content={"name": "Mine", "functional_group": "F1.1"}, author="p", reason="r", at=now()
    )

    done = take_in(sheet, all_or_nothing=False)

    assert outcome(done) == [(2, "new"), (3, "left_out"), (4, "new")]
    assert Biome.objects.get(slug="c-1").name == "Mine"


@pytest.mark.django_db
def test_what_the_check_refused_is_left_out_even_where_it_would_fit_by_now():
    sheet = look("slug,name,functional_group,zones\nc-0,A,F1.1,quay\nc-1,B,F1.1,\n")
    Zone.objects.create(slug="quay", name="Quay", kind="mixed", population=1, polygon=makers.SQUARE)

    assert outcome(take_in(sheet, all_or_nothing=False)) == [(2, "left_out"), (3, "new")]


@pytest.mark.django_db
def test_a_zone_that_somebody_redrew_after_the_check_is_left_out():
    Zone.objects.create(slug="quay", name="Quay", kind="mixed", population=1, polygon=makers.SQUARE)
    sheet = look("slug,population\nquay,9\n", Noun.ZONES)
    Zone.objects.update(population=5)

    take_in(sheet, all_or_nothing=False)

    assert Zone.objects.get().population == 5


@pytest.mark.django_db
def test_who_had_what_taken_in_stands_in_the_record():
    done = take_in(look(table(2)), reason="moved here")

    facts = {one.kind: one for one in Fact.objects.filter(subject=done.subject)}
    assert facts["biomes.bulk.begun"].actor == facts["biomes.bulk.applied"].actor == "p-9"
    assert facts["biomes.bulk.applied"].body["counts"] == {"new": 2}
    revision = Biome.objects.get(slug="c-0").revisions.get()
    assert (revision.author, revision.reason) == ("p-9", "moved here")


@pytest.mark.django_db
def test_nobody_has_more_than_twenty_files_under_way():
    for _n in range(20):
        Bulk.objects.create(
            noun="biomes", kind="csv", size=1, state="checked", asked_by="p-1", asked_at=now()
        )

    with pytest.raises(actions.CannotImport, match="20 files under way"):
        sent(table(1))
    assert default_storage.listdir("imports")[1] == []


@pytest.mark.django_db
def test_the_page_follows_by_itself_and_without_javascript(client, small_steps):
    sign_in(client, person("noor", Role.CURATOR))
    sheet = sent(table(5))
    bulk_steps.step(sheet.pk)
    bulk_steps.step(sheet.pk)
    address = f"{ADDRESS}{sheet.uuid}/"

    page = client.get(address).content.decode()
    assert "3 rows so far" in page
    assert f'hx-get="{address}progress/"' in page
    assert f'href="{address}"' in page
    assert client.get(f"{address}progress/").status_code == 200
    finished(sheet)
    ended = client.get(f"{address}progress/")
    assert (ended.status_code, ended["HX-Refresh"]) == (286, "true")


@pytest.mark.django_db
def test_rows_are_shown_by_page_and_by_verdict(client):
    sign_in(client, person("noor", Role.CURATOR))
    sheet = look(table(130, bad={7}))
    address = f"{ADDRESS}{sheet.uuid}/"

    assert client.get(address).content.decode().count("<tr><td") == 100
    assert client.get(f"{address}?page=2").content.decode().count("<tr><td") == 30
    refused = client.get(f"{address}?verdict=refused").content.decode()
    assert "c-7" in refused
    assert refused.count("<tr><td") == 1
    assert client.get(f"{address}?verdict=%00").status_code == 200

"""The whole log in one file: what anybody fetches is what `verify.py` takes, and a crowd does not make it again."""

import re
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse

from ledger import actions as ledger
from ledger import queries
from ledger.models import Export
from ledger.rules.freshness import fresh_for
from tests.ledger.forgery import RULE, RULE_PATH, outsider

pytestmark = pytest.mark.django_db
ADDRESS = "/log/export.zip"


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def sealed(tell, noon):
    tell(4, documents=None)
    tell(documents={RULE_PATH: RULE})
    ledger.seal_due(at=noon)


def fetched(client):
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    return answer, b"".join(answer)


def unpacked(data, folder):
    with ZipFile(BytesIO(data)) as archive:
        archive.extractall(folder)
    return folder / "export"


def test_a_log_with_a_closed_vote_is_fetched_unpacked_and_verified(client, noon, tmp_path):
    from tests.council import scenes

    scene = scenes.council(noon)
    motion = scene.open(noon)
    scene.cast_all(motion, noon + timedelta(hours=1), h="yyyyy", b="yyy")
    scene.close(motion)
    ledger.seal_due(at=noon + timedelta(days=30))
    ledger.write_export(at=noon + timedelta(days=30))

    answer, data = fetched(client)
    code, lines = outsider(unpacked(data, tmp_path))

    assert (code, answer["Content-Type"]) == (0, "application/zip")
    documents, decisions = map(int, re.search(r"(\d+) documents, (\d+) decisions", lines[0]).groups())
    assert documents > 0
    assert decisions > 0
    assert (
        answer["Content-Disposition"] == f'attachment; filename="log-{queries.latest_checkpoint().size}.zip"'
    )
    assert answer["ETag"] == f'"{sha256(data).hexdigest()}"'


def test_it_is_the_same_log_that_the_operator_s_command_writes(client, sealed, noon, tmp_path):
    ledger.write_export(at=noon)
    mine = unpacked(fetched(client)[1], tmp_path)
    ledger.export_log(tmp_path / "theirs")

    files = {path.relative_to(mine) for path in mine.rglob("*") if path.is_file()}
    assert files == {
        p.relative_to(tmp_path / "theirs") for p in (tmp_path / "theirs").rglob("*") if p.is_file()
    }
    assert all((mine / name).read_bytes() == (tmp_path / "theirs" / name).read_bytes() for name in files)


def test_a_crowd_does_not_make_it_again(client, sealed, noon):
    made = ledger.write_export(at=noon)

    assert ledger.write_export(at=noon + timedelta(days=1)) is None  # nothing was sealed since
    assert {fetched(client)[0]["ETag"] for _ in range(5)} == {f'"{made.sha256}"'}
    assert Export.objects.count() == 1


def test_behind_newer_entries_a_newer_one_is_written_once_the_old_is_not_new_enough(
    sealed, tell, noon, place, django_capture_on_commit_callbacks
):
    for turn in range(4):
        at = noon + turn * timedelta(hours=1)
        tell(number_of := turn + 1)
        ledger.seal_due(at=at)
        with django_capture_on_commit_callbacks(execute=True):
            assert ledger.write_export(at=at).checkpoint == queries.latest_checkpoint(), number_of
        tell()
        ledger.seal_due(at=at)
        assert ledger.write_export(at=at + timedelta(seconds=59)) is None

    assert len(list((place / "exports").iterdir())) == Export.objects.count() == 2


def test_its_keys_are_those_of_its_checkpoint_also_when_another_signs_by_now(
    client, sealed, tell, noon, settings, tmp_path
):
    head = queries.latest_checkpoint()
    settings.LEDGER_SIGNING_KEY = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc="
    tell()
    ledger.seal_due(at=noon)

    ledger.export_log(tmp_path / "old", checkpoint=head)
    ledger.export_log(tmp_path / "new")

    assert outsider(tmp_path / "old")[0] == outsider(tmp_path / "new")[0] == 0
    assert len(queries.keys_document()) == 2


def test_a_file_that_is_gone_is_written_again(client, sealed, noon, place):
    first = ledger.write_export(at=noon)
    (place / first.file).unlink()

    assert client.get(ADDRESS).status_code == 503
    ledger.write_export(at=noon)

    assert sha256(fetched(client)[1]).hexdigest() == first.sha256


def test_before_there_is_a_file_programs_and_people_are_told_to_ask_again(client, sealed):
    machine = client.get(ADDRESS, headers={"Accept": "*/*"})
    person = client.get(ADDRESS, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})

    assert (machine.status_code, machine["Retry-After"]) == (503, "15")
    assert machine.json()["detail"] == "The file is being prepared. Ask again in a few seconds."
    assert person.status_code == 503
    assert "Try again" in person.content.decode()
    assert not Export.objects.exists()


def test_before_the_first_seal_there_is_none(client):
    assert client.get(ADDRESS).status_code == 404
    assert "Nothing has been sealed yet" in client.get(reverse("ledger:verify")).content.decode()


def test_who_holds_it_is_told_that_it_has_not_changed(client, sealed, noon):
    made = ledger.write_export(at=noon)

    assert client.get(ADDRESS, headers={"If-None-Match": f'"{made.sha256}"'}).status_code == 304
    assert client.get(ADDRESS, headers={"If-None-Match": '"0"'}).status_code == 200


def test_too_many_fetches_from_one_address_are_put_off(client, sealed, noon):
    ledger.write_export(at=noon)

    answers = [client.get(ADDRESS) for _ in range(21)]

    assert [a.status_code for a in answers] == [200] * 20 + [429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 61


def test_the_page_leads_to_it_and_says_what_it_holds(client, sealed, tell, noon):
    made = ledger.write_export(at=noon)
    page = client.get(reverse("ledger:verify")).content.decode()
    tell()
    ledger.seal_due(at=noon)
    later = client.get(reverse("ledger:verify")).content.decode()

    assert f'href="{ADDRESS}"' in page
    assert f"http://localhost:8000{ADDRESS} &amp;&amp; unzip" in page or f"{ADDRESS} &amp;&amp; unzip" in page
    assert made.sha256 in page
    assert "10,000 entries" in page
    assert "A newer file is prepared" not in page
    assert "A newer file is prepared" in later


@pytest.mark.parametrize(
    ("entries", "weight", "minutes"), [(0, 0, 1), (30_000, 0, 2), (0, 15_000_000, 2), (1_000_000, 10**8, 34)]
)
def test_the_larger_the_log_the_longer_it_is_new_enough(entries, weight, minutes):
    assert fresh_for(entries, weight) // timedelta(minutes=1) == minutes

"""The court bundle, as a court holds it: unpacked, checked by `verify.py` alone, and forged by somebody patient."""

import json
import re
import shutil
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pytest
import rfc8785
from django.urls import reverse

from portal.court import NotDecided, decision_on, write_bundle
from portal.views.court import Bundles
from tests.ledger.forgery import outsider
from tests.portal.court_scenes import decided

# One bundle for all of them, made by one worker.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("court")]
RESTS_ON = {"crises.alert.released", "crises.alert.updated", "crises.run.queued", "crises.run.finished"}


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    """Written once, in a transaction that never commits: only the ZIP matters."""
    from django.db import transaction
    from django.test import override_settings

    from tests.conftest import NOON

    folder = tmp_path_factory.mktemp("court")
    file = BytesIO()
    with override_settings(MEDIA_ROOT=folder / "media"), django_db_blocker.unblock(), transaction.atomic():
        motion = decided(NOON)
        write_bundle(file, decision_on(motion))
        again = BytesIO()
        write_bundle(again, decision_on(motion))
        transaction.set_rollback(True)
    assert file.getvalue() == again.getvalue()
    (folder / "bundle.zip").write_bytes(file.getvalue())
    with ZipFile(file) as archive:
        archive.extractall(folder)
    return next(folder.glob("decision-*"))


@pytest.fixture
def bundle(made, tmp_path):
    shutil.copytree(made, tmp_path / "bundle")
    return tmp_path / "bundle"


def manifest(bundle):
    return json.loads((bundle / "court" / "manifest.json").read_bytes())


def renewed(bundle, **changes):
    """A manifest that fits the files again, as a forger writes it."""
    found = manifest(bundle) | changes
    found["files"] = {path: sha256((bundle / path).read_bytes()).hexdigest() for path in found["files"]}
    (bundle / "court" / "manifest.json").write_bytes(rfc8785.dumps(found))


def rows(bundle, name):
    return [json.loads(line) for line in (bundle / "court" / name).read_bytes().splitlines()]


def rewrite(bundle, name, found):
    (bundle / "court" / name).write_bytes(b"".join(rfc8785.dumps(row) + b"\n" for row in found))
    renewed(bundle)


def test_it_verifies_by_its_own_script_without_anything_installed(bundle):
    code, said = outsider(bundle)

    assert code == 0, said
    assert re.fullmatch(
        r"ok: the bundle of council\.motion/\S+: 14 readings \(14 sealed, 0 cited and not here\), \d+ proofs, 1 editions",
        said[1],
    )


def test_the_script_in_it_is_the_one_that_runs(bundle):
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py", "."], cwd=bundle, capture_output=True, text=True
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_one_changed_byte_of_any_file_is_found(bundle):
    for path in sorted(path for path in bundle.rglob("*") if path.is_file()):
        whole = path.read_bytes()
        for place in {0, len(whole) // 2, len(whole) - 1} if whole else ():
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            assert outsider(bundle)[0] == 1, (path, place)
        path.write_bytes(whole)

    assert outsider(bundle)[0] == 0


def test_it_holds_what_the_decision_rests_on(bundle):
    entries = [json.loads(line) for line in (bundle / "log.jsonl").read_bytes().splitlines()]
    proved = {entries[row["seq"]]["type"] for row in rows(bundle, "proofs.jsonl")}
    cited = [row for row in rows(bundle, "readings.jsonl") if row["cited"]]

    assert (
        RESTS_ON | {"council.voting.closed", "biomes.readings.sealed", "charters.charter.founded"} <= proved
    )
    assert {row["reading"]["value"] for row in cited} == {"61", "95"}
    runs = {path.name.partition("-")[2] for path in (bundle / "court" / "runs").iterdir()}
    assert runs >= {"scenario.json", "statistics.json"}
    (law,) = manifest(bundle)["law"]
    assert (bundle / "charters" / f"{law['edition']}.json").exists()


def test_its_readable_file_needs_nothing_and_reaches_nothing(bundle):
    text = (bundle / "decision.html").read_text()

    assert "Shall the Council act?" in text
    assert "Oxygen by day." in text
    assert "No: replaced by a later ballot" in text
    assert ">95 " in text
    assert "<script" not in text
    assert not re.search(r"(src|href)=", text)
    assert "default-src 'none'; style-src 'sha256-" in text


# --- Forged by somebody who renews the manifest ---------------------------------------------------------------
def bend_a_value(bundle):
    found = rows(bundle, "readings.jsonl")
    found[0]["reading"]["value"] = "999"
    rewrite(bundle, "readings.jsonl", found)


def cite_another(bundle):
    found = rows(bundle, "readings.jsonl")
    cited = next(row for row in found if row["cited"])
    cited["cited"].append(0)
    rewrite(bundle, "readings.jsonl", found)


def another_day(bundle):
    found = rows(bundle, "readings.jsonl")
    found[0]["day"] = "2149-01-01"
    rewrite(bundle, "readings.jsonl", found)


def invent_a_reading(bundle):
    found = rows(bundle, "readings.jsonl")
    found.append({**found[0], "reading": {**found[0]["reading"], "value": "120"}, "index": 1})
    rewrite(bundle, "readings.jsonl", found)


def drop_a_proof(bundle):
    found = rows(bundle, "proofs.jsonl")
    entries = (bundle / "log.jsonl").read_bytes().splitlines()
    found.remove(next(row for row in found if b"council.voting.closed" in entries[row["seq"]]))
    rewrite(bundle, "proofs.jsonl", found)


def bend_a_proof(bundle):
    found = rows(bundle, "proofs.jsonl")
    found[2]["path"][0] = "0" * 64
    rewrite(bundle, "proofs.jsonl", found)


def bend_a_run(bundle):
    path = next((bundle / "court" / "runs").glob("*statistics.json"))
    path.write_bytes(path.read_bytes().replace(b'"days":2', b'"days":3', 1) + b" ")
    renewed(bundle)


def another_law(bundle):
    law = manifest(bundle)["law"][0]
    renewed(bundle, law=[{**law, "edition": "0" * 64}])


def the_law_of_another_day(bundle):
    law = manifest(bundle)["law"][0]
    renewed(bundle, law=[{**law, "on": "2149-01-01"}])


def leave_the_law_out(bundle):
    renewed(bundle, law=[])


def another_decision(bundle):
    renewed(bundle, decision="council.motion/2150-99")


def another_form(bundle):
    renewed(bundle, v=2)


def slip_a_file_in(bundle):
    (bundle / "court" / "extra.json").write_text("{}")


def take_one_out(bundle):
    (bundle / "court" / "proofs.jsonl").unlink()


def name_one_outside(bundle):
    found = manifest(bundle)
    found["files"]["../outside"] = "0" * 64
    (bundle / "court" / "manifest.json").write_bytes(rfc8785.dumps(found))


FORGERIES = [
    (bend_a_value, "readings.jsonl line 1: it is not among the readings sealed on"),
    (cite_another, "entry 0 does not cite it"),
    (another_day, "readings.jsonl line 1: no readings were sealed on 2149-01-01"),
    (invent_a_reading, "readings.jsonl line 15: it is not among the readings sealed on"),
    (drop_a_proof, "of the decision has no proof"),
    (bend_a_proof, "proofs.jsonl line 3: the proof does not lead to the root of the log"),
    (bend_a_run, "-statistics.json: no run names this document"),
    (another_law, "the law of vessa-lagoon on 2150-06-12 was another edition"),
    (the_law_of_another_day, "the law of vessa-lagoon on 2150-06-12 was another edition"),
    (leave_the_law_out, "it leaves out the law of vessa-lagoon, which the decision cites"),
    (another_decision, "the log holds no decision on council.motion/2150-99"),
    (another_form, "it is of a form that is not known here"),
    (slip_a_file_in, "it does not name court/extra.json"),
    (take_one_out, "court/proofs.jsonl is missing"),
    (name_one_outside, "../outside is missing"),
]


@pytest.mark.parametrize(("forge", "named"), FORGERIES)
def test_a_forged_bundle_is_named(bundle, forge, named):
    forge(bundle)

    code, said = outsider(bundle)

    assert code == 1
    assert any(named in line for line in said), said


def test_readings_that_were_taken_out_are_counted_as_lacking(bundle):
    rewrite(bundle, "readings.jsonl", [])

    code, said = outsider(bundle)

    assert code == 0, said
    assert "0 readings (0 sealed, 2 cited and not here)" in said[1]


# --- Its doors --------------------------------------------------------------------------------------------------
@pytest.fixture
def scene(db, noon):
    from tests.council import scenes

    return scenes.council(noon)


@pytest.fixture
def motion(scene, noon):
    """Decided on nothing but its words."""
    from ledger import actions as ledger
    from tests.council.scenes import DAY, HOUR

    motion = scene.open(noon)
    scene.cast_all(motion, noon + HOUR, h="yyyna", b="yyn")
    scene.close(motion)
    ledger.seal_due(at=noon + DAY)
    return motion


def page(motion):
    return reverse("portal:court", args=[motion.code])


def test_its_record_has_the_button_and_one_press_gives_the_zip(client, motion, tmp_path):
    record = client.get(reverse("council:record", args=[motion.code])).content.decode()

    assert page(motion) in record
    answer = client.get(page(motion))
    assert answer["Content-Type"] == "application/zip"
    assert f'filename="decision-{motion.code}.zip"' in answer["Content-Disposition"]
    with ZipFile(BytesIO(b"".join(answer))) as archive:
        archive.extractall(tmp_path)
    code, said = outsider(tmp_path / f"decision-{motion.code}")
    assert code == 0
    assert said[1].startswith(f"ok: the bundle of {motion.subject}: 0 readings")


def test_programs_get_the_same(client, motion):
    by_page = b"".join(client.get(page(motion)))
    by_program = b"".join(client.get(reverse("api:motion-court", args=[motion.code])))

    assert by_page == by_program


def test_before_a_close_there_is_none(client, scene, noon):
    motion = scene.open(noon)

    answer, program = client.get(page(motion)), client.get(reverse("api:motion-court", args=[motion.code]))

    assert (answer.status_code, program.status_code) == (409, 409)
    assert "No vote on this motion has closed" in answer.content.decode()
    assert page(motion) not in client.get(reverse("council:record", args=[motion.code])).content.decode()


def test_a_close_that_is_not_sealed_yet_makes_none(scene, noon):
    from tests.council.scenes import HOUR

    motion = scene.open(noon)
    scene.cast_all(motion, noon + HOUR, h="yyyna", b="yyn")
    scene.close(motion)

    with pytest.raises(NotDecided):
        decision_on(motion)


def test_a_draft_has_no_bundle_that_anybody_could_learn_of(client, scene, noon):
    draft = scene.draft(noon)

    for address in (page(draft), reverse("api:motion-court", args=[draft.code])):
        assert client.get(address).status_code == 404


def test_it_is_made_so_often_a_minute_and_no_more(client, motion, monkeypatch):
    monkeypatch.setattr(Bundles, "rate", "2/min")
    api = reverse("api:motion-court", args=[motion.code])

    answers = [client.get(address).status_code for address in (page(motion), api, page(motion), api)]

    assert answers == [200, 200, 429, 429]


def test_it_speaks_the_readers_language(client, motion):
    with ZipFile(BytesIO(b"".join(client.get(f"/ar{page(motion)}")))) as archive:
        text = archive.read(f"decision-{motion.code}/decision.html").decode()

    assert '<html lang="ar" dir="rtl">' in text

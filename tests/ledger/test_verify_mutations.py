"""`verify.py` against chance: no changed byte goes unseen, no rubbish crashes it, one canonical form."""

import shutil
from base64 import b64encode

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger import verify
from ledger.rules.note import Signer
from tests.ledger.forgery import rechain, resign, rewrite


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """A small signed export made without a database, for many mutations."""
    folder = tmp_path_factory.mktemp("sample") / "export"
    folder.mkdir()
    signer = Signer("localhost/log", bytes(range(32)))
    public = b64encode(signer.verifier.public).decode()
    bodies = [("ledger.key.begun", {"name": signer.name, "public_key": public, "replaces": ""})]
    bodies += [
        ("council.motion.closed", {"number": n, "outcome": "adopted", "open": False}) for n in range(5)
    ]
    key = f"ledger.key/{signer.verifier.key_id.hex()}"
    blank = {"v": 1, "at": "2150-06-11T12:00:00Z"}
    rows = [blank | {"type": t, "body": b, "subject": "council.motion/1"} for t, b in bodies]
    rewrite(folder, rechain([rfc8785.dumps(row) for row in [rows[0] | {"subject": key}, *rows[1:]]]))
    resign(folder, signer, keys=True)
    return folder


def test_the_sample_verifies(sample):
    assert verify.verify(str(sample)).faults == []


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_single_changed_byte_of_the_log_goes_unseen(sample, data):
    whole = (sample / "log.jsonl").read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != whole[place]))
    folder = sample.parent / "bent"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(sample, folder)

    (folder / "log.jsonl").write_bytes(whole[:place] + bytes([byte]) + whole[place + 1 :])

    assert verify.verify(str(folder)).faults


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["log.jsonl", "checkpoint", "keys.json"]))
def test_rubbish_is_a_fault_and_never_a_crash(sample, rubbish, name):
    folder = sample.parent / "rubbish"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(sample, folder)

    (folder / name).write_bytes(rubbish)

    assert verify.verify(str(folder)).faults


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.from_regex(r"[a-z]{1,5}", fullmatch=True), inner)
    ),
    max_leaves=8,
)


@given(values)
def test_both_canonical_forms_agree(value):
    assert verify.canonical(value) == rfc8785.dumps(value)

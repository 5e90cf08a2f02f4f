"""The verifier in the browser and `verify.py` say the same, line by line, of whole logs and of changed ones.

The page stands open from a disk with the network off, and is never loaded again: what it said of one export it must not
remember with the next. The mutations are seeded (`tests/ledger/mutations.py`): five an export here, a thousand in all with
`make test-full`.
"""

# ruff: noqa: F811 (fixtures of other modules)
import shutil
from base64 import b64encode
from fractions import Fraction
from hashlib import sha256, sha512

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger import browser as source
from ledger import verify
from tests.council.conftest import scene  # noqa: F401
from tests.council.test_adoption import export as adopted  # noqa: F401
from tests.council.test_blackout import export as blackout  # noqa: F401
from tests.council.test_blackout import later, paper  # noqa: F401
from tests.council.test_correction_export import FORGED
from tests.council.test_correction_export import export as corrected  # noqa: F401
from tests.council.test_cover import export as covered  # noqa: F401
from tests.council.test_election_export import export as elections  # noqa: F401
from tests.council.test_nominations import export as appointed  # noqa: F401
from tests.council.test_nominations import vacant  # noqa: F401
from tests.council.test_second_count import consented, overridden  # noqa: F401
from tests.council.test_second_count import export as ordinary  # noqa: F401
from tests.council.test_second_count_hands import export as hands  # noqa: F401
from tests.council.test_second_count_instructions import export as instructions  # noqa: F401
from tests.council.test_second_count_procedure import emergency, hall, procedure  # noqa: F401
from tests.council.test_second_count_room import export as room  # noqa: F401
from tests.council.test_second_count_room import recounted  # noqa: F401
from tests.council.test_second_count_signing import export as signing  # noqa: F401
from tests.council.test_signing import motion, passkey  # noqa: F401
from tests.journeys.verifiers import answer_of_browser, by_browser, by_script
from tests.ledger import epoch_log
from tests.ledger.concern_forgeries import CONCERNS
from tests.ledger.conftest import export, kept, tell  # noqa: F401
from tests.ledger.course_forgeries import COURSES
from tests.ledger.forgery import Forged, outsider
from tests.ledger.mutations import mutated
from tests.ledger.tamperings import TAMPERINGS
from tests.ledger.test_es256 import ANSWERS, X, Y
from tests.ledger.test_tamper_battery import BATTERY, original  # noqa: F401
from tests.ledger.test_verify_epochs import TOLD, epochs, lossy  # noqa: F401
from tests.ledger.test_verify_mutations import values
from tests.ledger.test_verify_reading import WEIGHTS
from tests.portal.test_court import FORGERIES, bundle, made  # noqa: F401

pytestmark = [pytest.mark.xdist_group("two verifiers"), pytest.mark.timeout(900)]
EXPORTS = (
    "ordinary", "overridden", "consented", "hands", "instructions", "room", "recounted", "blackout", "emergency",
    "procedure", "elections", "signing", "covered", "appointed", "adopted", "corrected", "export", "bundle", "lost",
)  # fmt: skip


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    """The page as somebody saved it."""
    path = tmp_path_factory.mktemp("disk") / "verify.html"
    path.write_text(source.page(), encoding="utf-8")
    return path


@pytest.fixture
def lost(epochs):
    return epochs / "export"


@pytest.fixture(scope="module")
def page(browser, disk):
    """One page for all exports, without a network."""
    context = browser.new_context(offline=True)
    opened = context.new_page()
    opened.goto(disk.as_uri())
    yield opened
    context.close()


def agree(page, folder, what="", kept=None):
    ours = by_script(folder, kept)
    assert by_browser(page, folder, kept) == ours, what
    return ours


# --- The parts --------------------------------------------------------------------------------------------
@settings(max_examples=30)
@given(st.lists(st.binary(max_size=300), min_size=1, max_size=20))
def test_it_hashes_and_builds_trees_as_the_standard_library_does(page, some):
    asked = [b64encode(one).decode() for one in some]

    told = page.evaluate(
        """(all) => all.map((text) => {
          const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
          return [hex(sha256(bytes)), hex(sha512(bytes))];
        })""",
        asked,
    )
    root = page.evaluate(
        "(all) => hex(treeRoot(all.map((text) => leafHash(Uint8Array.from(atob(text), (s) => s.charCodeAt(0))))))",
        asked,
    )

    assert told == [[sha256(one).hexdigest(), sha512(one).hexdigest()] for one in some]
    assert root == verify.tree_root([verify.leaf_hash(one) for one in some]).hex()


# RFC 8032, section 7.1, tests 1 to 3: public key, message, signature.
SIGNED = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
]  # fmt: skip
HOLDS = "([key, message, mark]) => ed25519Holds(fromHex(key), fromHex(message), fromHex(mark))"


@pytest.mark.parametrize("signed", SIGNED)
def test_it_knows_a_signature_of_the_standard_and_no_other(page, signed):
    key, message, mark = signed

    assert page.evaluate(HOLDS, [key, message, mark])
    assert not page.evaluate(HOLDS, [key, f"{message}00", mark])
    for place in (0, 40, 126):
        bent = mark[:place] + ("1" if mark[place] == "0" else "0") + mark[place + 1 :]
        assert not page.evaluate(HOLDS, [key, message, bent])


def test_it_knows_the_published_signatures_of_p_256_and_no_other(page):
    holds = "([x, y, message, mark]) => es256Holds(...[x, y, message, mark].map(fromHex))"

    for message, mark in ANSWERS.items():
        told = [X.hex(), Y.hex(), message.hex(), mark]
        assert page.evaluate(holds, told)
        assert not page.evaluate(holds, [*told[:2], f"{message.hex()}00", mark])
        for place in (1, 63, 65, 127):
            bent = mark[:place] + ("1" if mark[place] == "0" else "0") + mark[place + 1 :]
            assert not page.evaluate(holds, [*told[:3], bent])


@settings(max_examples=20)
@given(st.lists(st.integers(0, verify.N256), min_size=4, max_size=4), st.binary(max_size=40), st.booleans())
def test_whatever_is_shown_to_it_as_a_signature_of_p_256_both_say_the_same(page, numbers, message, on_curve):
    point = [X, Y] if on_curve else [number.to_bytes(32, "big") for number in numbers[:2]]
    mark = b"".join(number.to_bytes(32, "big") for number in numbers[2:])
    holds = "([x, y, message, mark]) => es256Holds(...[x, y, message, mark].map(fromHex))"

    told = page.evaluate(holds, [part.hex() for part in (*point, message, mark)])

    assert told == verify.es256_holds(*point, message, mark)


@settings(max_examples=30)
@given(st.lists(values, min_size=1, max_size=20))
def test_its_canonical_form_is_that_of_the_standard(page, some):
    written = [rfc8785.dumps(value).decode() for value in some]
    told = page.evaluate(
        "(all) => all.map((text) => canonicalText(new Reader(text).whole()))",
        [f" {text} " for text in written],
    )

    assert told == written


@pytest.mark.parametrize("written", [*WEIGHTS, 7, 0, True, None, [1]])
def test_both_read_a_weight_alike(page, written):
    told = page.evaluate(
        """(value) => {
          try { const { top, bottom } = Fraction.of(value); return [String(top), String(bottom)]; } catch { return null; }
        }""",
        written,
    )

    try:
        ours = verify.weight(written)
    except verify.STUMBLES:
        assert told is None
    else:
        assert told is not None
        assert Fraction(int(told[0]), int(told[1])) == ours


# --- Whole logs ---------------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("count", [3, pytest.param(78, marks=pytest.mark.full)])
def test_both_say_the_same_of_a_log_and_of_its_mutations(request, page, tmp_path, name, count):
    whole = request.getfixturevalue(name)
    found = 0
    # Of a log with a loss: a checkpoint that its epoch must excuse.
    old = whole.parent / "kept-9" if name == "lost" else None

    assert agree(page, whole, kept=old) == []
    for seed in range(count):
        what = mutated(whole, tmp_path / "mutated", seed)
        found += bool(agree(page, tmp_path / "mutated", f"{name} {seed}: {what}", old))
    # A forged entry may be harmless; that all are would mean that nothing was changed.
    assert found > count / 3


@pytest.mark.django_db
def test_both_say_the_same_of_every_tampering_that_has_a_name(page, export, kept, tmp_path):
    for tamper, named in TAMPERINGS:
        folder = tmp_path / tamper.__name__
        shutil.copytree(export, folder)
        tamper(folder)

        assert any(named in fault for fault in agree(page, folder, tamper.__name__, kept))


@pytest.mark.django_db
def test_both_say_the_same_of_a_long_log_and_of_its_battery(page, original, tmp_path):
    assert agree(page, original / "export", kept=original / "kept") == []
    for what, (tamper, named) in (BATTERY | COURSES | CONCERNS).items():
        folder = tmp_path / "tampered"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(original / "export", folder)
        tamper(folder)

        assert any(named in fault for fault in agree(page, folder, what))


@pytest.mark.django_db
def test_both_tell_a_lost_checkpoint_from_a_rewrite_in_the_same_words(page, epochs):
    for name in [*TOLD, "kept-8b"]:
        kept = epochs / name
        code, lines = outsider(epochs / "export", "--checkpoint", kept)
        answer = answer_of_browser(page, epochs / "export", kept)

        assert code == (1 if name == "kept-8b" else 0)
        assert lines == [f"fault: {fault}" for fault in answer["faults"]] + answer["said"]


@pytest.mark.django_db
def test_both_say_the_same_of_every_forged_epoch(page, lossy, tmp_path):
    for forge, named in epoch_log.FORGERIES:
        folder = tmp_path / forge.__name__
        shutil.copytree(lossy / "export", folder)
        forge(folder)

        for name in ("kept-9", "kept-9b"):
            assert any(named in fault for fault in agree(page, folder, forge.__name__, lossy / name))


def test_both_say_the_same_of_a_forged_bundle(page, made, tmp_path):
    for forge, named in FORGERIES:
        folder = tmp_path / forge.__name__
        shutil.copytree(made, folder)
        forge(folder)

        assert any(named in fault for fault in agree(page, folder, forge.__name__))


@pytest.mark.django_db
def test_both_say_the_same_of_a_forged_history_of_an_election(page, corrected, tmp_path):
    for change, named in FORGED:
        folder = tmp_path / "forged"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(corrected, folder)
        forged = Forged(folder)
        change(forged)
        forged.sign()

        assert any(named in fault for fault in agree(page, folder, change.__name__))


def test_every_kind_of_decision_that_one_derives_the_other_derives(page):
    assert set(page.evaluate("[...DECISIONS.keys()]")) == set(verify.DECISIONS)

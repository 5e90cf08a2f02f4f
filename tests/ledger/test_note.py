"""C2SP signed notes: the specification's example, and what must not verify."""

from base64 import b64encode

import pytest

from ledger import verify as outsider
from ledger.rules.note import BadNote, Head, Signer, Verifier, parse_head, verify

KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
TEXT = "This is an example message.\n"
SIGNATURE = "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
NOTE = f"{TEXT}\n— example.com/foo {SIGNATURE}\n"
SIGNER = Signer("localhost/log", bytes(range(32)))


def test_the_example_of_the_specification_verifies():
    assert verify(NOTE, Verifier.parse(KEY)) == TEXT


def test_without_its_final_newline_it_does_not():
    assert verify(NOTE.removesuffix("\n"), Verifier.parse(KEY)) is None
    assert verify(NOTE.replace(".\n\n", ".\n"), Verifier.parse(KEY)) is None


@pytest.mark.parametrize(
    "broken",
    [
        NOTE.replace("example message", "example massage"),
        NOTE.replace("—", "-"),
        NOTE.replace("Uw2Q", "Vw2Q"),
        NOTE.replace("aQM=", "aQI="),
        NOTE.replace(SIGNATURE, "!!"),
        NOTE.replace("— example.com/foo", "— example.com/bar"),
        "",
        "\n\n",
    ],
)
def test_a_changed_note_does_not_verify(broken):
    assert verify(broken, Verifier.parse(KEY)) is None


def test_a_verifier_key_is_written_as_it_was_read():
    assert Verifier.parse(KEY).text == KEY


@pytest.mark.parametrize(
    "text", ["", "a+b+c", KEY.replace("530d903a", "530d903b"), KEY[:-4], "x+00000000+AA=="]
)
def test_a_malformed_key_is_refused(text):
    with pytest.raises(BadNote):
        Verifier.parse(text)


def test_both_verifiers_agree_on_our_signature_and_on_each_changed_byte():
    text = Head("localhost/log", 3, bytes(32)).text
    note = SIGNER.sign(text)
    public = SIGNER.verifier.public
    signature = __import__("base64").b64decode(note.split()[-1])[4:]

    assert verify(note, SIGNER.verifier) == text
    assert outsider.ed25519_holds(public, text.encode(), signature)
    for place in range(0, 64, 7):
        bent = bytearray(signature)
        bent[place] ^= 1
        blob = b64encode(SIGNER.verifier.key_id + bytes(bent)).decode()
        assert not outsider.ed25519_holds(public, text.encode(), bytes(bent))
        assert verify(f"{text}\n— localhost/log {blob}\n", SIGNER.verifier) is None


def test_the_outsider_s_ed25519_gives_the_answers_of_rfc_8032():
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )

    assert outsider.ed25519_holds(public, b"\x72", signature)
    assert not outsider.ed25519_holds(public, b"\x73", signature)
    assert not outsider.ed25519_holds(public, b"\x72", signature[:32] + b"\xff" * 32)
    assert not outsider.ed25519_holds(b"\xff" * 32, b"\x72", signature)


def test_a_head_is_read_as_it_was_written():
    head = Head("localhost/log", 4821, bytes(range(32)))

    assert parse_head(head.text) == head


@pytest.mark.parametrize(
    "text",
    [
        "",
        "o\n1\n",
        "o\n01\nAAAA\n",
        "o\n-1\nAAAA\n",
        "o\n1\n!!\n",
        "o\n1\nAAAA\n",
        "\n1\nAAAA\n",
        "o\n٣\nAAAA\n",
    ],
)
def test_a_malformed_head_is_refused(text):
    with pytest.raises(BadNote):
        parse_head(text)


def test_a_text_without_its_newline_is_not_signed():
    with pytest.raises(BadNote):
        SIGNER.sign("no end")

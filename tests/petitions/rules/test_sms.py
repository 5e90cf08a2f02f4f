"""What a text message asks for, the codes in it, and the proof of who brings it."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.rules import names, sms
from petitions.rules.sms import SHOWN, Asked, Kind, Reply, read

SECRET = b"a secret of this test"
LETTERS = st.text("abcdefghijñáéíóúسلمىنة", min_size=1, max_size=12)
NAMES = st.lists(LETTERS, min_size=1, max_size=3).map(" ".join)
LANGUAGES = st.sampled_from(sorted(SHOWN[Kind.SIGN]))
DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")


def in_script(code, digits):
    return "".join(digits[int(digit)] for digit in code)


@given(
    language=LANGUAGES, petition=st.integers(1, 10**9), name=NAMES, zone=NAMES | st.just(""),
    digits=st.sampled_from(DIGITS), gap=st.sampled_from([" ", "  ", "\n", ": ", "\u00a0", "\u200f "]),
    comma=st.sampled_from([",", "، ", " ; "]), case=st.sampled_from([str, str.lower, str.upper, str.title]),
)  # fmt: skip
def test_what_we_ask_people_to_send_is_read_however_it_is_typed(
    language, petition, name, zone, digits, gap, comma, case
):
    code = sms.code_of(petition)
    word = case(SHOWN[Kind.SIGN][language])
    text = f"{gap}{word}{gap}{in_script(code, digits)}{gap}{name}" + (f"{comma}{zone}" if zone else "")

    assert read(text) == Asked(Kind.SIGN, language, code, name, zone)


@given(language=LANGUAGES, code=st.text("0123456789", min_size=6, max_size=6), digits=st.sampled_from(DIGITS))
def test_a_yes_is_read_with_its_digits_and_without(language, code, digits):
    word = SHOWN[Kind.YES][language]

    assert read(f" {word.lower()}! {in_script(code, digits)}. ") == Asked(Kind.YES, language, code)
    assert read(word) == Asked(Kind.YES, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [("firmo 12 Ana", "es"), ("FIRMA 12 Ana", "es"), ("أُوَقِّعُ ١٢ Ana", "ar"), ("وقّع12 Ana", "ar"), ("sign12Ana", "en"),
     ("S I G N 12 Ana", None), ("توقيـــع 12 Ana", "ar")],
)  # fmt: skip
def test_other_forms_of_the_word_are_known_too(text, language):
    assert read(text) == (Asked(Kind.SIGN, language, "12", "Ana") if language else Asked(Kind.OTHER, "en"))


@pytest.mark.parametrize(
    ("text", "language"),
    [("", "en"), ("hello", "en"), ("sign please", "en"), ("firmar por favor", "es"), ("مرحبا", "ar"), ("sí, firmo", "es"),
     ("YES I will SIGN 12", "en")],
)  # fmt: skip
def test_what_is_not_understood_is_answered_in_its_language_and_does_nothing(text, language):
    assert read(text) == Asked(Kind.OTHER, language)


@given(st.text())
def test_no_text_breaks_the_reading(text):
    asked = read(text)

    assert asked.code == "" or (asked.code.isascii() and asked.code.isdigit())
    assert asked.language in SHOWN[Kind.SIGN]
    if asked.kind is Kind.OTHER:
        assert asked == Asked(Kind.OTHER, asked.language)


def test_marks_of_direction_never_get_into_a_name():
    asked = read("\u202bأوقع \u200f١٢ \u200fليلى\u202c")

    assert asked.name == "ليلى"
    assert names.fault(asked.name) is None


@given(st.integers(1, 10**12))
def test_a_code_leads_back_to_its_petition(number):
    assert sms.petition_of(sms.code_of(number)) == number


@given(number=st.integers(1, 10**12), place=st.integers(0, 12), other=st.integers(1, 9))
def test_any_digit_mistyped_is_noticed(number, place, other):
    code = sms.code_of(number)
    place %= len(code)
    wrong = code[:place] + str((int(code[place]) + other) % 10) + code[place + 1 :]

    assert sms.petition_of(wrong) is None


def test_a_code_is_never_written_with_a_nought_before_it():
    for number in range(20):
        assert sms.petition_of(f"0{number}{sms._check(f'0{number}')}") is None


@pytest.mark.parametrize("code", ["", "7", "x1", "01", "1" * 16, "١٢", "-12"])
def test_what_cannot_be_a_code_is_none(code):
    assert sms.petition_of(code) is None


@given(st.uuids(), st.uuids())
def test_the_digits_to_confirm_belong_to_one_attempt_and_one_site(one, other):
    code = sms.confirm_code(SECRET, one)

    assert len(code) == 6
    assert code.isdigit()
    assert code == sms.confirm_code(SECRET, UUID(one.hex))
    assert read(f"yes {code}").code == code
    if one != other:  # of a million, and never the key of another site
        assert (code, sms.confirm_code(b"x", one)) != (sms.confirm_code(SECRET, other), code)


@pytest.mark.parametrize(
    "text", ["+34 600 123 456", "0034600123456", "34-600-123-456", "+34 (600) 123456", "٠٠٣٤٦٠٠١٢٣٤٥٦", "\u202a+34600123456\u202c"]
)  # fmt: skip
def test_one_number_has_one_form(text):
    assert sms.number_of(text) == "+34600123456"


@pytest.mark.parametrize(
    "text", ["", "BANK", "+", "12345", "+0600123456", "1" * 16, "+34600x23456", "++34600123456"]
)
def test_what_is_no_number_is_none(text):
    assert sms.number_of(text) is None


def test_hashes_of_numbers_depend_on_the_key_and_are_no_address():
    hashed = sms.number_hash(SECRET, "+34600123456")

    assert "34600123456" not in hashed
    assert hashed != sms.number_hash(b"another", "+34600123456")
    assert hashed != sms.id_hash(SECRET, "+34600123456")
    assert "@" not in sms.canonical_of(hashed)


@given(body=st.binary(max_size=60), flipped=st.integers(0, 255))
def test_a_proof_fits_its_body_and_its_secret_alone(body, flipped):
    proof = sms.proof_of("secret", body)

    assert sms.is_proven("secret", body, proof)
    assert sms.is_proven("secret", body, f" SHA256={proof.upper()} ".replace("SHA256", "sha256"))
    assert not sms.is_proven("secret", body + bytes([flipped]), proof)
    assert not sms.is_proven("other", body, proof)
    assert not sms.is_proven("", body, sms.proof_of("", body))


@given(st.text())
def test_no_header_breaks_the_proof(given_proof):
    assert not sms.is_proven("secret", b"body", given_proof)


def test_every_answer_is_short_enough_for_its_column():
    assert max(len(reply) for reply in Reply) <= 20

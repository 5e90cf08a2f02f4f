"""Names: people's own spellings pass, links, formulas and invisible signs do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.rules import names
from petitions.rules.names import Fault


@pytest.mark.parametrize(
    "name",
    ["Lyra Orin", "Ana-Lucía O'Hara", "J. R. Vale", "Ngũgĩ", "Te Pou Tupua", "محمد ‌علی", "王小明",
     "Dr. Felix Stroud", "Björk Guðmundsdóttir", "R2", "de la Cruz, María"],
)  # fmt: skip
def test_names_of_people_are_taken(name):
    assert names.fault(name) is None


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", Fault.EMPTY),
        ("   ", Fault.EMPTY),
        ("x" * 81, Fault.LONG),
        ("=1+1", Fault.FORMULA),
        ("+49 170", Fault.FORMULA),
        ("-2+3+cmd|' /C calc'!A0", Fault.FORMULA),
        ("@SUM(1+1)", Fault.FORMULA),
        ("＝HYPERLINK", Fault.FORMULA),
        ("  =1", Fault.FORMULA),
        ("https://spam.example", Fault.LINK),
        ("see www.spam.example", Fault.LINK),
        ("buy at spam.com", Fault.LINK),
        ("spam.example/offer", Fault.LINK),
        ("me@spam.example", Fault.LINK),
        ("a\x00b", Fault.CONTROL),
        ("a\nb", Fault.CONTROL),
        ("a\tb", Fault.CONTROL),
        ("Lyra\u202enirO", Fault.CONTROL),
        ("Ly\u200bra", Fault.CONTROL),
        ("\ufeffLyra", Fault.CONTROL),
        ("\ud800", Fault.CONTROL),
        ("123 456", Fault.NOT_A_NAME),
        ("!!!", Fault.NOT_A_NAME),
    ],
)
def test_what_is_no_name_is_refused_with_its_reason(name, why):
    assert names.fault(name) is why


@given(st.text(max_size=200))
def test_a_taken_name_is_safe_in_a_spreadsheet_and_a_header(name):
    if names.fault(name) is None:
        tidied = names.tidy(name)

        assert tidied[0] not in "=+-@\t\r"
        assert "\n" not in tidied
        assert len(tidied) <= names.LONGEST


@given(st.text(max_size=80))
def test_folding_is_idempotent(name):
    assert names.folded(names.folded(name)) == names.folded(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [("LYRA  Orin", "lyra orin"), ("José", "Jose\u0301"), ("O'Hara", "OHara"), ("Straße", "STRASSE"), ("ﬁn", "fin")],
)  # fmt: skip
def test_two_spellings_of_a_name_fold_to_one(one, other):
    assert names.folded(one) == names.folded(other)


def test_two_names_stay_two():
    assert names.folded("Sefa Orlun") != names.folded("Idris Vale")

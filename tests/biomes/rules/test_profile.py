"""What a profile may say: languages, criteria, stewards, sizes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biomes.rules import profile, red_list, tongues

FINE = {"name": "Creek", "functional_group": "F1.1"}


def codes(**said):
    return [(one.field, one.code) for one in profile.faults(FINE | said)]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("EN", "en"),
        ("pt-br", "pt-BR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("yua", "yua"),
        ("es-419", "es-419"),
        ("sl-rozaj-biske", "sl-rozaj-biske"),
        ("x-vessa", "x-vessa"),
        ("de-x-NORTH", "de-x-north"),
        ("en_GB", "en-GB"),
        ("mis", "mis"),
    ],
)
def test_a_language_tag_is_kept_in_its_usual_writing(said, kept):
    assert tongues.tag(said) == kept


@pytest.mark.parametrize(
    "said", ["", "e", "english language", "en-", "-en", "12", "español", "en\x00", "a" * 40, "‏ar"]
)
def test_what_no_language_tag_can_be_is_refused(said):
    assert tongues.tag(said) == ""
    assert ("names", "not_a_language") in codes(names=[{"language": said, "name": "N"}])


@given(st.text(max_size=40))
def test_a_tag_is_stable(said):
    assert tongues.tag(tongues.tag(said)) == tongues.tag(said)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("A1", ("A1",)),
        ("a1; b2a(ii)b", ("A1", "B2a(ii)b")),
        ("B1a(i, iii)bc + D3", ("B1a(i,iii)bc", "D3")),
        ("A1,C2b E", ("A1", "C2b", "E")),
        ("A1; A1", ("A1",)),
        ("", ()),
    ],
)
def test_criteria_are_read(said, kept):
    assert red_list.criteria(said) == kept


@pytest.mark.parametrize("said", ["F1", "A4", "A1x", "B3a", "E1", "A", "critically", "A1;;Z", "\x00", "😀"])
def test_what_is_no_criterion_is_refused(said):
    assert red_list.criteria(said) is None
    found = codes(red_list="EN", red_list_citation="x", red_list_criteria=said)
    assert ("red_list_criteria", "not_a_criterion") in found


@given(st.text(alphabet="ABCDE123abci(), ;+", max_size=30))
def test_criteria_read_once_read_the_same_again(said):
    found = red_list.criteria(said)

    assert found is None or red_list.criteria("; ".join(found)) == found


def test_criteria_need_a_category_and_a_category_its_source():
    assert codes(red_list="NE", red_list_criteria="A1") == [("red_list", "criteria_without_category")]
    assert codes(red_list="EN") == [("red_list_citation", "no_citation")]
    assert codes(red_list="EN", red_list_citation="Keith 2013", red_list_criteria="A1") == []


def test_a_name_is_said_once_in_a_language_and_a_steward_has_a_name():
    twice = [{"language": "es", "name": "Río"}, {"language": "es", "name": "Río"}]

    assert codes(names=twice) == [("names", "said_twice")]
    assert codes(stewards=[{"name": " ", "role": "keeper"}]) == [("stewards", "no_steward")]
    assert codes(stewards=[{"name": "N", "url": "javascript:alert(1)"}]) == [("stewards", "not_a_link")]
    assert codes(coarse_km=3) == [("coarse_km", "not_a_size")]
    assert codes(functional_group="Z9") == [("functional_group", "unknown_group")]

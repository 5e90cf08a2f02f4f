"""The names of the typology in the reader's language, beside IUCN's own."""

import pytest
from django.utils.translation import override

from biomes.rules import typology
from biomes.words.typology import NAMES, kind_name, search

EVERY = {**typology.REALMS, **typology.BIOMES, **typology.FUNCTIONAL_GROUPS}


def test_in_english_every_part_has_iucns_own_name():
    with override("en"):
        said = {code: str(name) for code, name in NAMES.items()}

    assert said == {code: part.name for code, part in EVERY.items()}


@pytest.mark.parametrize("language", ["es", "ar"])
def test_no_functional_group_is_left_in_english(language):
    with override(language):
        left = [code for code, part in typology.FUNCTIONAL_GROUPS.items() if kind_name(code) == part.name]

    assert left == []


def test_an_unknown_code_has_no_name():
    assert kind_name("Z9") == ""


@pytest.mark.parametrize("language", ["es", "ar"])
def test_a_kind_is_found_by_its_name_in_either_language(language):
    with override(language):
        own, iucns = search(kind_name("M1.1")), search("seagrass meadows")

    assert typology.FUNCTIONAL_GROUPS["M1.1"] in own
    assert iucns == [typology.FUNCTIONAL_GROUPS["M1.1"]]

"""A NUL or half a character in a body is refused at the door, with the field that holds it."""

import io
import json

import pytest
from rest_framework.exceptions import ValidationError

from config.bodies import Json


def parse(said):
    return Json().parse(io.BytesIO(json.dumps(said).encode()))


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"zone": "a\0b", "name": "x"}, ["zone"]),
        ({"zone": ["x", {"deep": "\0"}]}, ["zone"]),
        ({"zone": {"de\0ep": 1}}, ["zone"]),
    ],
)
def test_the_field_that_holds_a_nul_is_named(said, named):
    with pytest.raises(ValidationError) as refused:
        parse(said)

    assert list(refused.value.detail) == named


@pytest.mark.parametrize("half", ["\ud800", "a\udfffb"])
def test_half_a_character_is_refused_like_a_nul(half):
    with pytest.raises(ValidationError) as refused:
        parse({"zone": [half], "name": "\U0001f40d"})

    assert list(refused.value.detail) == ["zone"]
    assert "surrogate" in str(refused.value.detail["zone"][0])


@pytest.mark.parametrize("said", [{"na\0me": 1}, ["\0"], "\0"])
def test_a_nul_without_a_field_is_refused_too(said):
    with pytest.raises(ValidationError):
        parse(said)


@pytest.mark.parametrize("said", [{"name": "x", "rows": [1, None, True, "\u0001"]}, [], "x", 5, None])
def test_other_bodies_pass_as_they_are(said):
    assert parse(said) == said

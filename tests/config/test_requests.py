"""An address that no text can hold is answered at the door."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/council/rules/%00/",
        "/petitions/a%00b/",
        "/ar/stations/%00/",
        "/api/v1/organisations/%00/",
        "/charters/x%00/",
    ],
)
def test_an_address_with_a_nul_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address", ["/search/?q=%00", "/log/?q=a%00b", "/api/v1/biomes/?zone=%00", "/petitions/?biome=%00"]
)
def test_a_question_with_a_nul_is_never_an_error_of_ours(client, address):
    assert client.get(address).status_code < 500


def test_the_address_of_a_button_opened_as_a_page_says_why_it_is_none(client):
    answer = client.get("/petitions/switches/pause/")

    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "This page answers another way" in answer.content.decode()


def test_a_program_that_wants_no_page_gets_none(client):
    answer = client.get("/petitions/switches/pause/", headers={"accept": "application/json"})

    assert (answer.status_code, answer.content) == (405, b"")

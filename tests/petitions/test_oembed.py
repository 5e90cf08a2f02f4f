"""oEmbed and the card: what others show of a petition, as large as they allow, with nothing that runs."""

from xml.etree import ElementTree

import pytest

from petitions import actions
from petitions.models import Petition
from tests.petitions.scene import TITLE, draft, opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://lattice.example"


def ask(client, url, **more):
    return client.get("/oembed/", {"url": url, **more})


def address(petition, language=""):
    return f"https://lattice.example{language}/petitions/{petition.slug}/"


def test_the_answer_has_the_shape_of_the_specification(client, petition):
    page = ask(client, address(petition))
    body = page.json()

    assert page["Content-Type"] == "application/json"
    assert (body["version"], body["type"], body["title"]) == ("1.0", "rich", TITLE)
    assert (body["provider_name"], body["provider_url"]) == ("Biolattice", "https://lattice.example")
    assert f'src="{address(petition)}card/"' in body["html"]
    assert f'width="{body["width"]}" height="{body["height"]}"' in body["html"]
    assert page.cookies == {}


def test_the_same_in_xml(client, petition):
    page = ask(client, address(petition), format="xml")
    root = ElementTree.fromstring(page.content)

    assert page["Content-Type"] == "text/xml"
    assert root.tag == "oembed"
    assert {child.tag: child.text for child in root} == {
        name: str(value) for name, value in ask(client, address(petition)).json().items()
    }


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ({}, (480, 260)),
        ({"maxwidth": "300"}, (300, 260)),
        ({"maxheight": "100"}, (480, 100)),
        ({"maxwidth": "1", "maxheight": "1"}, (1, 1)),
        ({"maxwidth": "9000", "maxheight": "9000"}, (480, 260)),
    ],
)
def test_the_consumers_limits_are_kept(client, petition, asked, size):
    body = ask(client, address(petition), **asked).json()

    assert (body["width"], body["height"]) == size


@pytest.mark.parametrize(
    ("asked", "status", "field"),
    [
        ({"format": "yaml"}, 501, "format"),
        ({"maxwidth": "wide"}, 400, "maxwidth"),
        ({"maxheight": "0"}, 400, "maxheight"),
        ({"maxwidth": "-5"}, 400, "maxwidth"),
        ({"url": ""}, 400, "url"),
        ({"url": "x" * 501}, 400, "url"),
        ({"url": "a\x00b"}, 400, "url"),
        ({"url": "no address"}, 404, "url"),
        ({"url": "https://[no"}, 404, "url"),
        ({"url": "https://elsewhere.example/petitions/clean-the-harl-outfall/"}, 404, "url"),
        ({"url": "https://lattice.example/about/"}, 404, "url"),
        ({"url": "https://lattice.example/petitions/none-such/"}, 404, "url"),
        ({"url": "https://lattice.example/petitions/%00/"}, 404, "url"),
        ({"url": "https://lattice.example@elsewhere.example/petitions/x/"}, 404, "url"),
        ({"url": "javascript:alert(1)"}, 404, "url"),
    ],
)
def test_what_cannot_be_answered_is_refused_by_its_status_and_field(client, petition, asked, status, field):
    page = client.get("/oembed/", {"url": address(petition)} | asked)

    assert page.status_code == status
    assert set(page.json()["errors"]) == {field}


def test_drafts_and_hidden_petitions_are_not_there(client, now):
    hidden = opened(title="Quillfeather must not be read", at=now)
    Petition.objects.filter(pk=hidden.pk).update(state="hidden")

    for one in (hidden, draft(title="Quillfeather is a draft")):
        page = ask(client, address(one))
        assert page.status_code == 404
        assert "Quillfeather" not in page.content.decode()


@pytest.mark.parametrize("language", ["es", "ar"])
def test_the_card_speaks_the_language_of_the_address(client, petition, language):
    body = ask(client, address(petition, f"/{language}")).json()

    assert f'src="https://lattice.example/{language}/petitions/{petition.slug}/card/"' in body["html"]


def test_the_frame_is_escaped(client, now):
    made = opened(title='Clean" onload="alert(1) the outfall', at=now)

    assert 'onload="alert' not in ask(client, address(made)).json()["html"]


def test_the_page_says_where_to_ask(client, petition):
    page = client.get(f"/petitions/{petition.slug}/").content.decode()

    for kind in ("application/json+oembed", "text/xml+oembed", "application/atom+xml"):
        assert f'rel="alternate" type="{kind}"' in page
    assert "/oembed/?url=https%3A%2F%2Flattice.example%2Fpetitions%2F" in page
    assert "&lt;iframe src=" in page


def test_anybody_may_frame_the_card_and_nothing_else(client, petition):
    card = client.get(f"/petitions/{petition.slug}/card/")
    page = client.get(f"/petitions/{petition.slug}/")

    assert "frame-ancestors *" in card["Content-Security-Policy"]
    assert "script-src 'none'" in card["Content-Security-Policy"]
    assert "form-action 'none'" in card["Content-Security-Policy"]
    assert "X-Frame-Options" not in card
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(("language", "direction"), [("", "ltr"), ("/es", "ltr"), ("/ar", "rtl")])
def test_the_card_is_words_without_script_form_or_cookie(client, petition, language, direction):
    card = client.get(f"{language}/petitions/{petition.slug}/card/")
    text = card.content.decode()

    assert TITLE in text
    assert f'dir="{direction}"' in text
    assert 'name="color-scheme" content="light dark"' in text
    assert "<script" not in text
    assert "<form" not in text
    assert card.cookies == {}
    assert "Cookie" not in card.get("Vary", "")
    assert "max-age=30" in card["Cache-Control"]


def test_the_card_of_a_closed_petition_no_longer_asks_to_sign(client, petition):
    actions.close_due(at=petition.closes_at.replace(year=petition.closes_at.year + 1))

    text = client.get(f"/petitions/{petition.slug}/card/").content.decode()

    assert TITLE in text
    assert "Sign the petition" not in text

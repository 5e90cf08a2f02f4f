"""Charters as read: on any day, beside any edition, article by article."""

from datetime import timedelta

import pytest
from django.urls import reverse

from charters import actions
from charters.rules.amend import Change, Operation
from charters.rules.lifecycle import Legal
from tests.charters.test_editions import BETTER, enact, replace_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def amended(charter, drafter, noon):
    """A second edition that changes article 3, from a year before `noon`."""
    at = noon - timedelta(days=365)
    return enact(replace_article(charter, "art_3", BETTER, drafter, at), at)


@pytest.fixture(autouse=True)
def _clock(monkeypatch, noon):
    """The pages read the database's clock; these tests live in 2150."""
    from charters.api import texts
    from charters.views import drafting, reading

    for door in (reading, drafting, texts):
        monkeypatch.setattr(door, "now", lambda: noon)


def get(client, slug="vessa-lagoon", **query):
    return client.get(reverse("charters:charter", args=[slug]), query)


def test_without_any_charter_the_list_says_so(client):
    assert "No charter is in force here yet" in client.get(reverse("charters:index")).content.decode()


def test_the_list_shows_each_charter_with_its_edition(client, amended):
    page = client.get(reverse("charters:index")).content.decode()

    assert "Charter of Vessa Lagoon" in page
    assert "Edition 2" in page


def test_today_shows_the_edition_in_force(client, amended):
    page = get(client).content.decode()

    assert BETTER in page
    assert 'id="art_3"' in page
    assert 'id="art_1__para_2"' in page


def test_a_day_in_the_past_shows_the_words_of_then(client, amended, noon):
    page = get(client, on=(noon - timedelta(days=400)).date().isoformat()).content.decode()

    assert BETTER not in page
    assert "Superseded" in page


def test_a_day_before_the_charter_says_when_it_began(client, amended):
    page = get(client, on="2100-01-01")

    assert page.status_code == 200
    assert "No text of this charter was in force on that day" in page.content.decode()
    assert "?on=2148-06-11" in page.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"on": "yesterday"},
        {"on": "2150-02-30"},
        {"on": "0000-01-01"},
        {"on": "99999-01-01"},
        {"compare": "x"},
        {"compare": "9"},
        {"on": "\x00"},
    ],
)
def test_a_bad_day_or_edition_gets_a_sentence_and_the_text_of_today(client, amended, query):
    page = get(client, **query)

    assert page.status_code == 422
    assert "There is a problem" in page.content.decode()
    assert BETTER in page.content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_answered(client, amended, day):
    assert get(client, on=day).status_code == 200


def test_two_editions_are_compared_word_by_word(client, amended):
    page = get(client, compare=1).content.decode()

    assert "1 article reads otherwise" in page
    assert "<del>" in page
    assert "<ins>" in page
    assert "taken out" in page


def test_the_other_direction_compares_too(client, amended):
    page = get(client, compare=2, on="2148-07-01").content.decode()

    assert "Marked against edition 2" in page


@pytest.mark.parametrize("slug", ["no-such", "duties-of"])
def test_an_unknown_charter_is_not_found(client, charter, slug):
    assert get(client, slug).status_code == 404


def test_no_charter_takes_the_address_of_a_page(noon):
    from tests.charters.conftest import FIRST

    for slug in ("duties", "amendments"):
        with pytest.raises(actions.CannotEnact):
            actions.found_charter(
                slug=slug,
                title="x",
                of="",
                articles=FIRST,
                since=noon.date(),
                instrument="",
                actor="",
                at=noon,
            )


def test_a_charter_without_articles_is_refused(noon):
    with pytest.raises(actions.CannotEnact):
        actions.found_charter(
            slug="x", title="x", of="", articles=[], since=noon.date(), instrument="", actor="", at=noon
        )


def test_an_article_shows_all_its_wordings_and_the_change_between(client, amended):
    page = client.get(reverse("charters:article", args=["vessa-lagoon", "art_3"])).content.decode()

    assert "Edition 1" in page
    assert "Edition 2" in page
    assert "<del>" in page
    assert BETTER in page


def test_an_article_that_never_changed_has_one_wording(client, amended):
    page = client.get(reverse("charters:article", args=["vessa-lagoon", "art_2"]))

    assert len(page.context["history"]) == 1


def test_a_repealed_article_keeps_its_page(client, charter, drafter, noon):
    from charters import queries

    at = noon - timedelta(days=10)
    amendment = actions.draft_amendment(
        charter_id=charter.pk, title="x", reasons="", drafted_by=drafter, at=at
    )
    last = queries.article("vessa-lagoon", "art_2", at)
    actions.add_instruction(
        amendment_id=amendment.pk,
        change=Change(operation=Operation.REPEAL, eid="art_2", expected_sha256=last.sha256),
    )
    enact(actions.table_amendment(amendment_id=amendment.pk, actor="", at=at), at)

    page = client.get(reverse("charters:article", args=["vessa-lagoon", "art_2"]))

    assert page.status_code == 200
    assert "Repealed" in page.content.decode()
    assert "right to exist and to regenerate" in page.content.decode()
    assert 'id="art_2"' not in get(client).content.decode()


@pytest.mark.parametrize("eid", ["art_9", "art_0", "art_99999", "art_3x%00"])
def test_an_unknown_article_is_not_found(client, charter, eid):
    assert client.get(f"/charters/vessa-lagoon/{eid}/").status_code == 404


def test_who_cites_an_article_is_read_from_the_record(client, amended, noon, monkeypatch):
    from django.db import transaction

    from ledger import actions as ledger
    from ledger import registry

    monkeypatch.setitem(
        registry._cards, "petitions.petition", lambda code, viewer: registry.Card(f"Petition {code}", "/p/")
    )
    with transaction.atomic():
        for public in (True, False):
            ledger.record(
                kind="petitions.petition.opened" if public else "petitions.petition.drafted",
                subject="petitions.petition/" + ("shown" if public else "hidden"),
                actor="",
                at=noon,
                public=public,
                about=["charters.article/vessa-lagoon--art_3"],
            )

    page = client.get(reverse("charters:article", args=["vessa-lagoon", "art_3"])).content.decode()

    assert "Petition shown" in page
    assert "Petition hidden" not in page


def test_the_legal_status_has_a_history(client, charter, drafter, noon):
    for status in (Legal.RECOGNISED, Legal.CHALLENGED):
        actions.record_legal_status(
            charter_id=charter.pk, status=status, since=noon.date(), source="A court", by=drafter, at=noon
        )

    page = get(client).content.decode()

    assert page.index("Recognised") < page.index("Challenged")


def test_the_api_gives_the_text_of_any_day_and_all_editions(client, amended):
    today = client.get("/api/v1/charters/vessa-lagoon/").json()
    then = client.get("/api/v1/charters/vessa-lagoon/", {"on": "2148-07-01"}).json()
    before = client.get("/api/v1/charters/vessa-lagoon/", {"on": "2100-01-01"}).json()
    editions = client.get("/api/v1/charters/vessa-lagoon/editions/").json()

    assert today["edition"]["number"] == 2
    assert today["edition"]["articles"][2]["text"] == BETTER
    assert today["edition"]["articles"][2]["subject"] == "charters.article/vessa-lagoon--art_3"
    assert then["edition"]["number"] == 1
    assert before["edition"] is None
    assert [e["number"] for e in editions] == [1, 2]
    assert client.get("/api/v1/charters/").json()["results"][0]["slug"] == "vessa-lagoon"
    assert client.get("/api/v1/charters/vessa-lagoon/", {"on": "x"}).status_code == 400
    assert client.get("/api/v1/charters/none/").status_code == 404


def test_the_charter_of_a_being_is_its_own_or_the_universal_one(charter, noon):
    from charters import queries
    from tests.charters.conftest import FIRST

    universal = actions.found_charter(
        slug="all", title="All", of="", articles=FIRST, since=noon.date(), instrument="x", actor="", at=noon
    )

    assert queries.charter_for("vessa-lagoon", noon) == charter
    assert queries.charter_for("harl-river", noon) == universal
    assert queries.charter_for("harl-river", noon - timedelta(days=1)) is None
    own_first = [a.edition.charter.slug for a in queries.articles_for(["vessa-lagoon"], noon)]
    assert own_first == ["vessa-lagoon"] * 3 + ["all"] * 3
    assert queries.article_by_subject("charters.article/all--art_2", noon).heading == "The right to exist"
    assert queries.article_by_subject("charters.article/all", noon) is None


def test_a_living_systems_charter_is_told_in_a_few_lines(client, charter, noon):
    from tests.biomes import makers

    makers.reference()
    makers.biome("vessa-lagoon", at=noon)
    address = reverse("charters:of_biome", args=["vessa-lagoon"])

    corner = client.get(address, headers={"HX-Request": "true"}).content.decode()
    page = client.get(address).content.decode()

    assert corner.count("<section") == 1
    assert 'id="charter-of"' in corner
    assert reverse("charters:article", args=["vessa-lagoon", "art_3"]) in corner
    assert "No amendment is tabled." in corner
    assert "<html" not in corner
    assert "<html" in page
    assert 'id="charter-of"' in page


def test_a_living_system_without_a_charter_is_told_what_to_do(client, noon):
    from tests.biomes import makers

    makers.reference()
    makers.biome("harl-river", at=noon)

    corner = client.get(reverse("charters:of_biome", args=["harl-river"]), headers={"HX-Request": "true"})

    assert "No charter speaks of" in corner.content.decode()
    assert reverse("petitions:index") in corner.content.decode()


def test_an_unknown_or_unpublished_living_system_has_no_rights_page(client, noon):
    from tests.biomes import makers

    makers.reference()
    makers.biome("hidden", at=noon, stage="draft", published_at=None)

    assert client.get(reverse("charters:of_biome", args=["hidden"])).status_code == 404
    assert client.get(reverse("charters:of_biome", args=["nothing"])).status_code == 404

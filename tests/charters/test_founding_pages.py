"""Drafting a charter in a browser: each step keeps what was typed, says what is wrong, and shows the charter as it would read."""

import pytest
from django.urls import reverse

from accounts.rules.roles import Role
from charters import actions
from charters.models import CharterDraft
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.biomes import makers
from tests.charters.test_drafters import DAY, guardian

pytestmark = pytest.mark.django_db
NAME = {
    "title": "Charter of the Reef",
    "slug": "reef",
    "of": "",
    "preamble": "Before all.",
    "reasons": "It asks.",
}
ARTICLE = {"heading": "Exist", "text": "It may exist."}


def place(name, *args):
    return reverse(f"charters:{name}", args=args)


@pytest.fixture
def curator(client, db):
    user = person("cora", Role.CURATOR)
    sign_in(client, user)
    return user


@pytest.fixture
def draft(curator):
    return actions.draft_charter(by=curator, at=now(), **NAME)


def text(response):
    return response.content.decode()


def test_a_charter_is_written_looked_at_and_tabled(client, curator):
    page = client.post(place("new"), NAME, follow=True)
    (draft,) = CharterDraft.objects.all()
    assert "This draft has no article yet" in text(page)
    assert "Table it" not in text(page)

    client.post(place("draft_article", draft.pk, 1), ARTICLE)
    page = client.post(
        place("draft_article", draft.pk, 2), ARTICLE | {"heading": "Flow", "entrenched": "on"}, follow=True
    )
    assert "Article 2. Flow" in text(page)
    assert "Entrenched" in text(page)

    done = client.post(place("table_draft", draft.pk), follow=True)
    client.logout()
    public = text(client.get(place("draft", draft.pk)))
    assert "The charter is tabled" in text(done)
    assert "Nobody has adopted it yet" in public
    assert "Change article" not in public
    assert place("draft", draft.pk) in text(client.get(place("index")))


def test_what_was_typed_is_kept_and_the_field_is_named(client, curator):
    answer = client.post(place("new"), NAME | {"title": ""})

    assert answer.status_code == 422
    assert 'href="#id_title"' in text(answer)
    assert "It asks." in text(answer)


def test_no_hint_is_read_as_markup(client, curator):
    page = text(client.get(place("new")))

    assert "small letters, digits and hyphens" in page
    assert "<address" not in page


def test_a_taken_address_keeps_what_was_typed_and_says_so(client, curator, charter):
    answer = client.post(place("new"), NAME | {"slug": "Vessa-Lagoon"})

    assert answer.status_code == 409
    assert "taken by another charter" in text(answer)
    assert "Before all." in text(answer)


def test_an_article_is_changed_in_its_place_and_taken_out(client, draft):
    for heading in ("Exist", "Flow"):
        actions.put_article(draft_id=draft.pk, heading=heading, text="Words.")

    assert "Words." in text(client.get(place("draft_article", draft.pk, 1)))
    client.post(place("draft_article", draft.pk, 1), {"heading": "Be", "text": "It may be."})
    client.post(place("remove_draft_article", draft.pk, 2))

    assert [(a.position, a.heading) for a in draft.articles.all()] == [(1, "Be")]


def test_her_drafts_stand_on_the_list_of_charters_and_nobody_elses(client, draft):
    assert draft.title in text(client.get(place("index")))
    client.logout()
    assert draft.title not in text(client.get(place("index")))
    assert client.get(place("draft", draft.pk)).status_code == 404


def test_its_name_is_changed_until_it_is_tabled(client, draft):
    client.post(place("rename_draft", draft.pk), NAME | {"title": "Of the Outer Reef"})
    draft.refresh_from_db()
    assert draft.title == "Of the Outer Reef"

    actions.put_article(draft_id=draft.pk, **ARTICLE)
    actions.table_charter(draft_id=draft.pk, actor="", at=now())
    late = client.post(place("rename_draft", draft.pk), NAME)
    assert late.status_code == 409
    assert "frozen" in text(late)


def test_programs_draft_the_whole_at_once_or_nothing(client, curator):
    def post(**body):
        return client.post("/api/v1/charter-drafts/", body, content_type="application/json")

    bad = post(**NAME, articles=[ARTICLE, {"heading": " ​", "text": "x"}])
    good = post(**NAME, articles=[ARTICLE, ARTICLE])

    assert bad.status_code in (400, 409, 422)
    assert good.status_code == 201
    assert len(good.json()["articles"]) == 2
    assert CharterDraft.objects.count() == 1
    tabled = client.post(f"/api/v1/charter-drafts/{good.json()['id']}/table/").json()
    assert (tabled["state"], len(tabled["sha256"])) == ("tabled", 64)


def test_a_guardian_drafts_for_her_own_living_system_and_for_no_other(client, db):
    at = now()
    makers.reference()
    own, other = (makers.biome(slug, at=at - 400 * DAY) for slug in ("reef", "marsh"))
    sign_in(client, guardian(own, at))

    def post(of):
        page = client.post(place("new"), NAME | {"of": of.subject})
        body = NAME | {"of": of.subject, "slug": "by-program", "articles": [ARTICLE]}
        return page.status_code, client.post(
            "/api/v1/charter-drafts/", body, content_type="application/json"
        ).status_code

    assert post(other) == (403, 403)
    assert post(own) == (302, 201)

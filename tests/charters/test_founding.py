"""A new charter: drafted in private, tabled with its words frozen, and brought into force by its motion, once."""

from datetime import date, timedelta

import pytest
from django.db import Error, transaction
from hypothesis import given
from hypothesis import strategies as st

from charters import actions, queries
from charters.models import Charter, CharterDraft
from charters.rules import lifecycle
from charters.rules.founding import MOST_ARTICLES, Unready, draft_sha256, eid_at, unready
from charters.rules.text import EID, ArticleText
from ledger import queries as log
from ledger.models import Fact
from tests.biomes.makers import biome

MOTION = "council.motion/7"
NAME = {"title": "Charter of the Reef", "of": "", "preamble": "Before all:", "reasons": ""}


@pytest.fixture
def draft(drafter, noon):
    made = actions.draft_charter(slug="reef", by=drafter, at=noon, **NAME)
    for heading in ("Exist", "Breathe", "Flow"):
        actions.put_article(draft_id=made.pk, heading=heading, text=f"The reef may {heading.lower()}.")
    return made


@pytest.fixture
def tabled(draft, noon):
    return actions.table_charter(draft_id=draft.pk, actor="", at=noon)


def headings(draft):
    return [(a.position, a.heading) for a in CharterDraft.objects.get(pk=draft.pk).articles.all()]


def adopt(draft, at, motion=MOTION, on=None):
    return actions.adopt_charter(
        draft_id=draft.pk, motion_subject=motion, actor="accounts.organisation/c", at=at, in_force_on=on or at.date()
    )  # fmt: skip


# --- The rules ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("articles", "taken", "has_one", "why"),
    [(0, False, False, Unready.NO_ARTICLES), (MOST_ARTICLES + 1, False, False, Unready.TOO_MANY),
     (1, True, False, Unready.ADDRESS_TAKEN), (1, False, True, Unready.HAS_ONE), (1, False, False, None),
     (MOST_ARTICLES, False, False, None)],
)  # fmt: skip
def test_what_stands_against_tabling(articles, taken, has_one, why):
    assert unready(articles, is_address_taken=taken, has_one=has_one) is why


@given(st.integers(1, MOST_ARTICLES))
def test_every_article_has_a_number_that_may_be_cited(position):
    assert EID.fullmatch(eid_at(position))


def test_the_hash_of_a_draft_changes_with_any_of_its_words():
    own = {
        "slug": "reef",
        "title": "T",
        "of": "",
        "preamble": "P",
        "articles": [ArticleText("art_1", "H", "W")],
    }
    others = [
        own | {"slug": "r"}, own | {"title": "t"}, own | {"of": "x"}, own | {"preamble": ""},
        own | {"articles": [ArticleText("art_1", "H", "w")]}, own | {"articles": own["articles"] * 2},
        own | {"articles": [ArticleText("art_1", "H", "W", entrenched=True)]},
    ]  # fmt: skip

    assert len({draft_sha256(**words) for words in [own, *others]}) == 1 + len(others)


# --- Drafting ----------------------------------------------------------------------------------------
def test_a_draft_is_its_drafters_alone_and_its_fact_is_not_public(draft, drafter, django_user_model):
    other = django_user_model.objects.create_user("other@example.org", name="Other")

    assert list(queries.charter_drafts_for(drafter)) == [draft]
    assert not queries.charter_drafts_for(other).exists()
    assert queries.public_charter_draft(draft.pk) is None
    assert not Fact.objects.get(kind="charters.draft.drafted").public


def test_articles_are_counted_from_one_without_a_gap(draft):
    actions.remove_article(draft_id=draft.pk, position=1)
    actions.put_article(draft_id=draft.pk, position=2, heading="Run", text="It may run.")
    actions.put_article(draft_id=draft.pk, heading="Rest", text="It may rest.")

    assert headings(draft) == [(1, "Breathe"), (2, "Run"), (3, "Rest")]


@pytest.mark.parametrize(("heading", "text"), [(" ", "Words."), ("Heading", "\n \n"), ("H", "w" * 12_001)])
def test_an_article_without_words_or_with_too_many_is_refused(draft, heading, text):
    with pytest.raises(actions.CannotFound):
        actions.put_article(draft_id=draft.pk, heading=heading, text=text)

    assert len(headings(draft)) == 3


@pytest.mark.parametrize("slug", ["new", "drafts", "Duties", "Vessa-Lagoon", "p-0123456789bcdfgh"])
def test_an_address_that_another_page_has_is_refused(charter, drafter, noon, slug):
    with pytest.raises(actions.CannotFound, match="address"):
        actions.draft_charter(slug=slug, by=drafter, at=noon, **NAME)

    assert not CharterDraft.objects.exists()


def test_words_are_measured_as_they_are_kept(draft, drafter, noon):
    # One sign that is kept as two (Unicode's composition exclusions).
    with pytest.raises(actions.CannotFound, match="characters"):
        actions.draft_charter(slug="x", by=drafter, at=noon, **NAME | {"title": "\u0958" * 100})
    with pytest.raises(actions.CannotFound, match="characters"):
        actions.put_article(draft_id=draft.pk, heading="\u0958" * 100, text="Words.")


def test_a_living_system_with_a_charter_gets_no_second_one(charter, drafter, noon):
    biome("vessa-lagoon", at=noon - timedelta(days=400))

    with pytest.raises(actions.CannotFound, match="Amend that one"):
        actions.draft_charter(slug="other", by=drafter, at=noon, **NAME | {"of": "biomes.biome/vessa-lagoon"})


def test_a_charter_speaks_of_no_living_system_that_is_not_published(drafter, noon):
    with pytest.raises(actions.CannotFound, match="of whom"):
        actions.draft_charter(slug="x", by=drafter, at=noon, **NAME | {"of": "biomes.biome/nowhere"})


# --- Tabled ------------------------------------------------------------------------------------------
def test_tabling_makes_it_public_under_the_hash_of_its_words(tabled):
    (fact,) = log.public_around(tabled.subject).filter(kind="charters.draft.tabled")

    assert queries.public_charter_draft(tabled.pk) == tabled
    assert fact.body["words"] == tabled.sha256
    assert len(tabled.sha256) == 64
    assert fact.body["articles"] == 3


def test_a_draft_without_an_article_is_not_tabled(drafter, noon):
    empty = actions.draft_charter(slug="reef", by=drafter, at=noon, **NAME)

    with pytest.raises(actions.CannotFound, match="at least one article"):
        actions.table_charter(draft_id=empty.pk, actor="", at=noon)


def test_what_was_tabled_changes_no_more_by_any_hand(tabled, drafter, noon):
    other = actions.draft_charter(slug="marsh", by=drafter, at=noon, **NAME)
    for change in (
        lambda: actions.put_article(draft_id=tabled.pk, heading="H", text="W"),
        lambda: actions.remove_article(draft_id=tabled.pk, position=1),
        lambda: actions.rename_draft(draft_id=tabled.pk, slug="other", **NAME),
        lambda: actions.table_charter(draft_id=tabled.pk, actor="", at=noon),
    ):
        with pytest.raises(actions.CannotFound, match="frozen"):
            change()
    for change in (
        lambda: tabled.articles.filter(position=1).update(text="Other words."),
        lambda: tabled.articles.filter(position=1).delete(),
        lambda: CharterDraft.objects.filter(pk=tabled.pk).update(title="Other"),
        lambda: CharterDraft.objects.filter(pk=tabled.pk).update(state="draft"),
        lambda: CharterDraft.objects.filter(pk=tabled.pk).delete(),
        lambda: tabled.articles.filter(position=1).update(draft=other),
    ):
        with pytest.raises(Error), transaction.atomic():
            change()


def test_a_draft_of_an_address_taken_meanwhile_is_not_tabled(draft, noon):
    actions.found_charter(
        slug="reef", title="T", of="", articles=[ArticleText("art_1", "H", "W")], since=noon.date(),
        instrument="Act", actor="", at=noon,
    )  # fmt: skip

    with pytest.raises(actions.CannotFound, match="address"):
        actions.table_charter(draft_id=draft.pk, actor="", at=noon)


def test_a_draft_that_was_withdrawn_untabled_stays_private(draft, drafter, noon):
    actions.close_charter_draft(draft_id=draft.pk, to=lifecycle.State.WITHDRAWN, actor="", at=noon)

    assert queries.public_charter_draft(draft.pk) is None
    assert list(queries.charter_drafts_for(None)) == []
    assert list(queries.charter_drafts_for(drafter)) == [draft]

    assert not log.public_around(draft.subject).exists()
    with pytest.raises(actions.CannotFound):
        actions.close_charter_draft(draft_id=draft.pk, to=lifecycle.State.REJECTED, actor="", at=noon)


# --- Adopted -----------------------------------------------------------------------------------------
def test_its_motion_founds_the_charter_with_the_words_that_were_tabled(tabled, noon):
    charter = adopt(tabled, noon, on=noon.date() + timedelta(days=9))

    edition = queries.latest_edition(charter)
    assert (charter.slug, charter.title, charter.preamble) == ("reef", "Charter of the Reef", "Before all:")
    assert [a.eid for a in edition.articles.all()] == ["art_1", "art_2", "art_3"]
    assert (edition.motion, edition.since) == (MOTION, noon.date() + timedelta(days=9))
    (fact,) = log.public_around(charter.subject).filter(kind="charters.charter.founded")
    assert (fact.body["motion"], fact.body["words"]) == (MOTION, tabled.sha256)
    tabled.refresh_from_db()
    assert (tabled.state, tabled.charter) == ("enacted", charter)


def test_a_charter_never_begins_in_the_past(tabled, noon):
    assert queries.latest_edition(adopt(tabled, noon, on=date(2000, 1, 1))).since == noon.date()


def test_adopting_twice_is_adopting_once_and_by_another_motion_is_refused(tabled, noon):
    first = adopt(tabled, noon)

    assert adopt(tabled, noon) == first
    with pytest.raises(actions.CannotEnact, match="Another motion"):
        adopt(tabled, noon, motion="council.motion/8")
    assert Charter.objects.count() == 1


def test_a_draft_is_not_adopted_before_it_is_tabled_nor_after_it_was_withdrawn(draft, noon):
    with pytest.raises(actions.CannotEnact):
        adopt(draft, noon)
    actions.close_charter_draft(draft_id=draft.pk, to=lifecycle.State.WITHDRAWN, actor="", at=noon)
    with pytest.raises(actions.CannotEnact):
        adopt(draft, noon)


def test_of_two_tabled_for_one_living_system_the_first_adopted_is_the_charter(drafter, noon):
    subject = biome("reef", at=noon - timedelta(days=400)).subject
    both = []
    for slug in ("reef", "other"):
        made = actions.draft_charter(slug=slug, by=drafter, at=noon, **NAME | {"of": subject})
        actions.put_article(draft_id=made.pk, heading="H", text="W")
        both.append(actions.table_charter(draft_id=made.pk, actor="", at=noon))
    adopt(both[0], noon)

    with pytest.raises(actions.CannotEnact, match="already"):
        adopt(both[1], noon, motion="council.motion/8")

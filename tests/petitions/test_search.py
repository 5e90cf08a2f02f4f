"""Finding petitions by words, in three languages, in any spelling; what is hidden is found nowhere."""

import pytest
from django.test import Client

from petitions import actions, queries
from petitions.models import Petition, Words
from tests.petitions.scene import TITLE, in_moderation, opened

pytestmark = pytest.mark.django_db
SPANISH = "Contra la contaminación de las lagunas del norte"
ARABIC = "نظّفوا مصبّ هارل قبل الصيف وأبقوا الآلات"


def slugs(words, now, **more):
    return [row.slug for row in queries.shelf(words=words, order="match", at=now, **more)]


@pytest.fixture
def three(petition, now):
    """One petition in each language."""
    made = {"en": petition}
    for language, title in (("es", SPANISH), ("ar", ARABIC)):
        waiting = in_moderation(at=now, title=title)
        Petition.objects.filter(pk=waiting.pk).update(language=language)
        actions.apply_decision(subject=waiting.subject, approved=True, hides=False, at=now)
        made[language] = Petition.objects.get(pk=waiting.pk)
    return made


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("cleaning outfalls", "en"),
        ("CLEAN the outfall", "en"),
        ("oufall harl", "en"),
        ("contaminaciones", "es"),
        ("contaminacion", "es"),
        ("laguna", "es"),
        ("CONTAMINACIÓN", "es"),
        ("مصب", "ar"),
        ("المصب", "ar"),
        ("مَصَبّ", "ar"),
        ("الالات", "ar"),
    ],
)
def test_a_petition_is_found_in_its_language_by_stems_letters_and_slips(three, now, words, language):
    assert three[language].slug in slugs(words, now)


def test_what_matches_better_comes_first(petition, now):
    weaker = opened(title="Keep the night herons of the upper marsh", at=now, email="two@shore.example")
    Petition.objects.filter(pk=weaker.pk).update(background="The Harl outfall is one of their fears.")
    actions.keep_words(Petition.objects.get(pk=weaker.pk))

    assert slugs("outfall", now) == [petition.slug, weaker.slug]


def test_asks_and_details_are_searched(petition, now):
    assert slugs("phosphorus", now) == [petition.slug]
    assert slugs("every reading in three languages", now) == [petition.slug]


@pytest.mark.parametrize("words", ["zzzzqqq", "…", "%%", "__", "' OR 1=1", "a & | ! :*", "\\", "<->"])
def test_odd_words_find_nothing_and_break_nothing(client, petition, words):
    page = client.get("/petitions/", {"q": words})

    assert page.status_code == 200
    assert "No petition fits" in page.content.decode()


def test_the_page_marks_what_was_asked_for_and_says_where_it_stands(client, petition):
    page = client.get("/petitions/", {"q": "phosphorus outfalls"}).content.decode()

    assert "<mark>outfall</mark>" in page
    assert "<mark>phosphorus</mark>" in page


def test_a_title_is_marked_and_never_runs(client, now):
    opened(title="<script>alert(1)</script> at the outfall", at=now)

    page = client.get("/petitions/", {"q": "outfall"}).content.decode()

    assert "<script>alert" not in page
    assert "<mark>outfall</mark>" in page


def test_a_rejected_petition_is_found_among_the_rejected_only(now):
    waiting = in_moderation(title="Quillfeather wants the moon", at=now)
    actions.apply_decision(subject=waiting.subject, approved=False, hides=False, at=now)

    assert slugs("quillfeather", now) == []
    assert slugs("quillfeather", now, name="rejected") == [waiting.slug]


def test_what_is_hidden_or_unread_has_no_words_in_the_search(client, now):
    unread = in_moderation(title="Quillfeather waits for a moderator", at=now)
    hidden = in_moderation(title="Quillfeather must not be read", at=now, email="b@shore.example")
    actions.apply_decision(subject=hidden.subject, approved=False, hides=True, at=now)
    actions.keep_missing_words()

    assert not Words.objects.filter(petition__in=[unread.pk, hidden.pk]).exists()
    for path in ["/petitions/?q=quillfeather", "/es/petitions/?q=quillfeather&show=rejected", "/api/v1/petitions/?q=quillfeather",
                 "/petitions.json?q=quillfeather", "/petitions.csv?q=quillfeather"]:  # fmt: skip
        assert "Quillfeather w" not in client.get(path).content.decode()
        assert "Quillfeather m" not in client.get(path).content.decode()


def test_a_petition_that_is_hidden_after_an_appeal_leaves_the_search(petition, now):
    Petition.objects.filter(pk=petition.pk).update(state="hidden")

    assert slugs("outfall", now) == []
    assert TITLE not in Client().get("/petitions/?q=outfall").content.decode()


def test_petitions_that_the_search_does_not_know_are_taken_in_by_the_sweep(petition, now):
    Words.objects.all().delete()

    assert actions.keep_missing_words() == 1
    assert actions.keep_missing_words() == 0
    assert slugs("phosphorus", now) == [petition.slug]


def test_stems_and_letters_are_looked_up_in_their_indexes(petition):
    from django.db import connection

    stems = Words.objects.filter(stems="outfall").values("pk")
    letters = Words.objects.filter(letters__contains="outfall").values("pk")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

        assert "petition_words_stems" in stems.explain()
        assert "petition_words_letters" in letters.explain()

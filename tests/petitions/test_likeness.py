"""Similar petitions while filing: found by letters and by words, in three languages, whatever is typed."""

import pytest

from petitions import queries
from petitions.actions.wording import keep_words
from petitions.models import Petition
from petitions.queries.likeness import MOST_SIMILAR
from tests.petitions.scene import ASKS, NOON, TITLE, opened

pytestmark = pytest.mark.django_db
SPANISH = (
    "es",
    "Protejan las marismas de la contaminación industrial",
    ["Prohíban los vertidos de la fábrica."],
)
ARABIC = ("ar", "احموا مصبّ النهر من التلوث", ["أوقفوا صرف المصنع قبل الصيف."])


def story(language="en", title=TITLE, asks=ASKS, **fields):
    """An open petition with these words, known to the search."""
    made = opened(email=f"filer{Petition.objects.count()}@shore.example")
    Petition.objects.filter(pk=made.pk).update(language=language, title=title, **fields)
    for ask, text in zip(made.asks.order_by("number"), [*asks, "Nothing else."], strict=False):
        ask.text = text
        ask.save()
    found = Petition.objects.get(pk=made.pk)
    keep_words(found)
    return found


def said(title, **more):
    return [petition.pk for petition in queries.similar_petitions(title, **more)]


@pytest.mark.parametrize(
    "title",
    [
        "Clean the Harl outfall before the summer",
        "clean the harl outfal befor summer",
        "CLEAN THE HARL OUTFALL!!!",
        "Outfall of the Harl: clean it, drones stay",
        "Cut the phosphorus at the outfall of the Harl",
        "Let drones stay, publish readings in languages",
    ],
)
def test_an_english_title_that_says_nearly_the_same_finds_it(title):
    petition = story()

    assert said(title) == [petition.pk]


@pytest.mark.parametrize(
    "title",
    [
        "Proteger las marismas de la contaminacion",
        "PROTEJAN LAS MARISMAS",
        "Contra la contaminación industrial de nuestras marismas",
        "Prohibir los vertidos de la fábrica en las marismas",
    ],
)
def test_a_spanish_title_finds_its_like_with_and_without_accents(title):
    petition = story(*SPANISH)

    assert said(title) == [petition.pk]


@pytest.mark.parametrize(
    "title", ["احموا مصب النهر", "حماية مصبّ النهر من التلوث", "اوقفوا صرف المصنع في النهر قبل الصيف"]
)
def test_an_arabic_title_finds_its_like_however_its_letters_are_written(title):
    petition = story(*ARABIC)

    assert said(title) == [petition.pk]


@pytest.mark.parametrize(
    "title",
    [
        "Plant trees in the schoolyards of the upper town",
        "Before the summer and after the summer",
        "Open the library on Sundays for the children of the quay",
        "Abran la biblioteca los domingos para los niños",
        "افتحوا المكتبة يوم الأحد للأطفال",
    ],
)
def test_a_title_about_something_else_finds_nothing(title):
    story()
    story(*SPANISH)
    story(*ARABIC)

    assert said(title) == []


@pytest.mark.parametrize(
    "title",
    [
        "", "   ", "%%%%%%%%", "________", "'; DROP TABLE petitions_petition; --", "\x00\x00", "a" * 80, "!!! & | ( ) <-> :*",
        "the the the the the the", "12345678 90", "\u202e\u200f\u200e", "🦆🦆🦆🦆🦆🦆", "\\\\' \" \\", "outfall " * 10,
        "& outfall | harl !", "ß" * 80, "الـــــــــــــمصب",
    ],
)  # fmt: skip
def test_whatever_is_typed_is_answered_and_breaks_nothing(title):
    story()

    assert len(said(title)) <= 1


def test_five_are_shown_at_most_and_the_nearest_first():
    nearest = story(title="Clean the Harl outfall before the summer")
    for number in range(6):
        story(title=f"Clean the Harl outfall and the harbour of quay {number}")

    found = said("Clean the Harl outfall before the summer")

    assert len(found) == MOST_SIMILAR
    assert found[0] == nearest.pk


@pytest.mark.parametrize(
    ("state", "track", "is_shown"),
    [
        ("open", "none", True), ("closed", "answered", True), ("closed", "owed", True), ("closed", "none", False),
        ("withdrawn", "none", False), ("stopped", "owed", False), ("rejected", "none", False), ("hidden", "none", False),
        ("moderation", "none", False),
    ],
)  # fmt: skip
def test_only_what_can_be_signed_or_is_answered_is_worth_showing(state, track, is_shown):
    petition = story()
    Petition.objects.filter(pk=petition.pk).update(state=state, response_track=track, ended_at=NOON)

    assert (said(TITLE) == [petition.pk]) is is_shown


def test_a_petition_is_not_like_itself():
    petition = story()

    assert said(TITLE, besides=petition.pk) == []


def test_it_takes_as_many_queries_for_three_as_for_one(django_assert_num_queries):
    for number in range(3):
        story(title=f"Clean the Harl outfall of quay {number}")

    with django_assert_num_queries(5):  # the words, the petitions, what they are about, living systems, asks
        said("Clean the Harl outfall before summer, please")

"""Who filed a pin or a sighting, guest or member, is told what became of it, each thing once."""

import pytest
from django.urls import reverse

from accounts.models import Letter
from biomes import actions, letters
from biomes.models import Biome, Notified
from biomes.rules import guests
from ledger.queries import now
from tests.accounts.people import person
from tests.biomes import makers
from tests.biomes.test_guests import DAY, GUEST, NAME, codes, decide, deliver, judge, token  # noqa: F401

pytestmark = pytest.mark.django_db


def filed_pin(email=GUEST, at=None):
    asked = makers.guest_pin(email, at=at or now())
    actions.confirm_as_guest(token=token(asked), at=at or now())
    return asked, Biome.objects.latest("pk")


def subjects():
    return list(Letter.objects.order_by("pk").values_list("subject", flat=True))


def test_a_guest_is_told_that_it_is_shown_and_then_that_it_was_taken_up_and_is_forgotten():
    asked, made = filed_pin()
    decide(made.subject, approve=True)
    assert subjects() == ["What you put on the map can now be found"]
    asked.refresh_from_db()
    assert asked.email == GUEST

    actions.take_up(biome_id=made.pk, actor="p-c", at=now())
    deliver()

    assert subjects()[1:] == ["A curator takes up what you put on the map"]
    asked.refresh_from_db()
    assert (asked.email, asked.canonical, asked.origin) == ("", "", "")
    assert token(asked) in Letter.objects.latest("pk").text


def test_taken_up_at_first_sight_is_one_letter_and_not_two():
    _asked, made = filed_pin()

    actions.take_up(biome_id=made.pk, actor="p-c", at=now())
    deliver()

    assert subjects() == ["A curator takes up what you put on the map"]


def test_a_refusal_says_the_codes_published_words():
    _asked, made = filed_pin()

    decide(made.subject, approve=False)

    assert subjects() == ["What you put on the map was taken down"]
    assert "It attacks somebody." in Letter.objects.get().text
    assert NAME not in Letter.objects.get().text


def test_a_merger_is_told(lagoon):
    _asked, made = filed_pin()

    actions.merge_pin(biome_id=made.pk, into=lagoon, actor="p-c", at=now())
    deliver()

    assert subjects() == ["What you put on the map is one we know"]


def test_after_a_fortnight_without_a_decision_the_author_is_told_and_not_forgotten():
    asked, _made = filed_pin(at=now() - 14 * DAY)

    actions.lapse_pins(at=now())
    deliver()

    assert subjects() == ["Nobody has decided about what you put on the map"]
    asked.refresh_from_db()
    assert asked.email == GUEST


def test_each_news_is_told_once_however_often_it_is_heard():
    _asked, made = filed_pin()
    for _time in range(3):
        letters.tell(guests.News.LAPSED, made.subject, now())

    assert Letter.objects.count() == 1
    assert Notified.objects.count() == 1


@pytest.mark.parametrize(
    ("approve", "title"), [(True, "Your sighting was accepted"), (False, "Your sighting was not accepted")]
)
def test_who_has_an_account_is_told_of_a_sighting_in_their_language_with_a_link_to_their_own(
    lagoon, approve, title
):
    ana = person("ana")
    ana.language = "en"
    ana.save()
    made = makers.sighting(lagoon, by=ana.code, at=now(), accepted=False)

    decide(made.subject, approve=approve)

    [letter] = Letter.objects.all()
    assert (letter.to, letter.subject) == (ana.email, title)
    assert reverse("biomes:mine") in letter.text
    assert ("It attacks somebody." in letter.text) is not approve


def test_who_left_is_told_nothing_and_nothing_breaks(lagoon):
    made = makers.sighting(lagoon, by="p-nobody", at=now(), accepted=False)

    decide(made.subject, approve=True)

    assert not Letter.objects.exists()


def test_erasing_a_person_empties_what_they_asked_for_as_a_guest():
    from accounts import actions as accounts

    ana = person("ana")
    asked = makers.guest_pin(ana.email, at=now())

    accounts.erase_person(user=ana, at=now())
    judge()

    asked.refresh_from_db()
    assert (asked.email, asked.canonical, asked.content) == ("", "", {})
    assert not Letter.objects.exists()
    with pytest.raises(actions.CannotConfirm):
        actions.confirm_as_guest(token=token(asked), at=now())

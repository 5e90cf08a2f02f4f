"""How often guests are written to, and that one mailbox is one person however it is spelled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Letter
from accounts.rules.tokens import guest_code
from biomes import actions, queries
from biomes.models import Biome, GuestFiling, Picture
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.biomes import makers
from tests.biomes.test_guests import DAY, SECOND, judge, press, token

pytestmark = pytest.mark.django_db


def test_the_third_within_a_minute_from_one_network_is_held_and_nothing_of_it_stays(noon):
    photos = [actions.SentPhoto(data=makers.jpeg(), alt="A creek")]
    for number in range(3):
        makers.guest_pin(
            f"a{number}@shore.example", at=noon + number * SECOND, address="192.0.2.7", photos=photos
        )
    makers.guest_pin("b@shore.example", at=noon, address="198.51.100.7")

    judge(noon + DAY)

    held = GuestFiling.objects.get(held_by="burst")
    assert (held.email, held.canonical, held.content) == ("", "", {})
    assert Letter.objects.count() == 3
    assert Picture.objects.count() == 2
    with pytest.raises(actions.CannotConfirm):
        actions.confirm_as_guest(token=token(held), at=noon)


def test_the_sixth_unanswered_mail_to_one_address_in_a_week_is_held_however_it_is_spelled(noon):
    for number in range(6):
        makers.guest_pin(f"gue.st+{number}@gmail.com", at=noon + number * DAY / 2)

    judge(noon + 3 * DAY)

    assert list(GuestFiling.objects.order_by("pk").values_list("held_by", flat=True)) == [""] * 5 + ["resent"]


def test_the_sixth_pin_of_a_day_is_refused_at_the_press_and_waits(client, noon):
    made = [makers.guest_pin(at=now()) for _number in range(6)]
    for asked in made[:5]:
        assert press(client, asked).status_code == 302

    answer = press(client, made[5])

    assert answer.status_code == 409
    assert b"Come back tomorrow" in answer.content
    assert Biome.objects.count() == 5


# --- Whose it is ----------------------------------------------------------------------------------


def test_two_filings_of_one_mailbox_are_one_persons(noon):
    for email in ("g.uest+a@gmail.com", "guest@gmail.com"):
        actions.confirm_as_guest(token=token(makers.guest_pin(email, at=noon)), at=noon)

    filers = {biome.filing.filed_by for biome in Biome.objects.all()}
    assert len(filers) == 1
    assert "guest" not in filers.pop()


def test_who_has_an_account_at_the_address_finds_it_among_their_own(client, noon):
    ana = person("ana")
    sign_in(client, ana)
    address = ana.email
    actions.confirm_as_guest(token=token(makers.guest_pin(address, at=noon)), at=noon)

    assert [filing.filed_by for filing in queries.pins_of(ana)] == [ana.code]


@given(st.binary(min_size=16, max_size=32), st.emails(), st.emails())
def test_a_guests_code_tells_addresses_apart_and_fits_its_column(secret, one, other):
    code = guest_code(secret, one)

    assert len(code) <= 32
    assert (code == guest_code(secret, other)) == (one == other)

"""Races for a signature: slot 2, one mailbox in a thousand spellings, two presses at once. These commit for real."""

import random

import pytest
from django.test import Client

from petitions import actions
from petitions.models import Household, Signature
from tests.petitions.scene import DAY, NOON, ask_to_sign, opened, sign, token_for, zone
from tests.petitions.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
FAMILY = "family@shore.example"


def pressed(token):
    try:
        return actions.confirm_signature(token=token, at=NOON)
    except actions.CannotConfirm as refusal:
        return str(refusal)


@pytest.mark.parametrize("is_first_signed", [True, False])
def test_of_all_who_race_for_the_second_place_one_gets_it(is_first_signed):
    petition = opened()
    Household.objects.create(since=NOON - DAY, reason="A test of the rule.")
    names = [f"Ana {chr(65 + number)}" for number in range(8)]
    if is_first_signed:
        sign(petition, FAMILY, name="Vale", where=zone())
    tokens = [token_for(ask_to_sign(petition, FAMILY, name=name, where=zone())) for name in names]

    done = at_once(pressed, tokens)

    rows = list(Signature.objects.filter(canonical=FAMILY).order_by("slot").values_list("slot", "name"))
    assert [slot for slot, _name in rows] == [1, 2]
    assert len({name for _slot, name in rows}) == 2
    new = [one for one in done if not isinstance(one, str) and one.is_new]
    assert len(new) == (1 if is_first_signed else 2)
    assert sum("no third" in one for one in done if isinstance(one, str)) == len(names) - len(new)


def test_one_person_racing_with_themselves_for_the_second_place_has_one_receipt():
    petition = opened()
    Household.objects.create(since=NOON - DAY, reason="A test of the rule.")
    sign(petition, FAMILY, name="Vale", where=zone())
    tokens = [token_for(ask_to_sign(petition, FAMILY, name="Ana Vale", where=zone())) for _more in range(16)]

    done = at_once(pressed, tokens)

    assert len({one.receipt for one in done}) == 1
    assert sum(one.is_new for one in done) == 1
    assert Signature.objects.filter(canonical=FAMILY).count() == 2


def test_two_presses_of_a_signed_in_person_at_once_are_one_signature():
    petition = opened()

    def press(_number):
        return actions.sign_now(slug=petition.slug, name="Ana", email="Ana.Vale@gmail.com", zone_id=None, updates=False,
                                language="en", at=NOON)  # fmt: skip

    done = at_once(press, range(16))

    assert len({one.receipt for one in done}) == 1
    assert sum(one.is_new for one in done) == 1


@pytest.mark.full
def test_a_thousand_spellings_of_one_address_at_once_are_one_signature():
    petition = opened()
    before, rng = Signature.objects.count(), random.Random(1)
    tokens = [token_for(ask_to_sign(petition, spelling(rng, number))) for number in range(1_000)]

    done = at_once(pressed, tokens, threads=16)

    assert Signature.objects.count() == before + 1
    assert len({one.receipt for one in done}) == 1
    assert sum(one.is_new for one in done) == 1


def spelling(rng, number):
    """ana.vale@gmail.com with other dots, another tag, other capitals, the provider's other name."""
    local = "a" + "".join(rng.choice(["", "."]) + letter for letter in "navale")
    text = f"{local}+{number}@{rng.choice(['gmail.com', 'googlemail.com'])}"
    return "".join(rng.choice([letter.lower(), letter.upper()]) for letter in text)


@pytest.mark.full
def test_a_thousand_looks_at_a_link_confirm_nothing():
    petition = opened()
    link = f"/petitions/confirm/{token_for(ask_to_sign(petition, 'ana@shore.example'))}/"
    before, client = Signature.objects.count(), Client()

    for _look in range(1_000):
        assert client.get(link).status_code == 200

    assert Signature.objects.count() == before

"""Races: many threads, one truth. These commit for real."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.db import connection, connections

from petitions import actions, queries
from petitions.models import Batch, Petition, Signature
from tests.petitions.scene import NOON, ask_to_sign, filed, opened, sign, sponsor, thresholds, token_for

pytestmark = pytest.mark.django_db(transaction=True)
VARIANTS = (
    "ana.vale@gmail.com",
    "anavale@gmail.com",
    "ANA.VALE@GMAIL.COM",
    "anavale+harl@gmail.com",
    "a.navale@googlemail.com",
)


def at_once(act, inputs, threads=8):
    """Each input in a thread of its own, with a connection of its own."""

    def alone(one):
        try:
            return act(one)
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        done = list(pool.map(alone, inputs))
    connections.close_all()
    return done


def test_fifty_threads_signing_one_address_in_its_spellings_make_one():
    petition = opened()
    before = Signature.objects.count()
    tokens = [token_for(ask_to_sign(petition, VARIANTS[number % 5])) for number in range(50)]

    signed = at_once(lambda token: actions.confirm_signature(token=token, at=NOON), tokens)

    assert Signature.objects.count() == before + 1
    assert len({each.receipt for each in signed}) == 1
    assert sum(each.is_new for each in signed) == 1


def test_two_tickers_at_once_count_once():
    petition = opened()
    thresholds(petition, 8, 9)
    for number in range(10):
        sign(petition, f"a{number}@shore.example")

    at_once(lambda _tick: actions.count_due(at=NOON), range(8))
    actions.count_due(at=NOON)

    petition = Petition.objects.get(pk=petition.pk)
    from ledger.models import Fact

    assert petition.signature_count == 16
    assert sum(Batch.objects.values_list("count", flat=True)) == 16
    assert queries.unbalanced() == []
    assert Fact.objects.filter(kind="petitions.petition.owed").count() == 1
    assert Fact.objects.filter(kind="petitions.petition.referred").count() == 1


def test_signing_and_counting_at_once_lose_nobody():
    petition = opened()
    tokens = [token_for(ask_to_sign(petition, f"a{number}@shore.example")) for number in range(40)]

    def act(one):
        if one is None:
            return actions.count_due(at=NOON)
        return actions.confirm_signature(token=one, at=NOON)

    mixed = [item for token in tokens for item in (token, None)]
    at_once(act, mixed)
    actions.count_due(at=NOON)

    assert Petition.objects.get(pk=petition.pk).signature_count == 46
    assert queries.unbalanced() == []


def test_the_last_sponsor_is_one_however_many_press_at_once():
    from accounts.rules.tokens import Purpose
    from moderation.models import Item
    from petitions.models import Sponsor

    petition = filed()
    for number in range(12):
        actions.attempt_sponsorship(petition_id=petition.pk, name=f"Sponsor {chr(65 + number)}", email=f"s{number}@shore.example",
                                    zone=None, language="en", origin="", at=NOON)  # fmt: skip
    links = [actions.token_of(Purpose.SPONSOR, one.key) for one in Sponsor.objects.all()]

    at_once(lambda link: actions.confirm_sponsor(token=link, at=NOON), links)

    assert Petition.objects.get().state == "moderation"
    assert Item.objects.count() == 1


def test_two_mail_tickers_send_each_mail_once():
    petition = opened()
    actions.set_aside(at=NOON)
    for number in range(12):
        ask_to_sign(petition, f"a{number}@shore.example")
    actions.judge_due(at=NOON)
    sent = []

    def post(row):
        sleep(0.02)  # as long as a mail server thinks, so that the tickers really meet
        sent.append(row.email)

    at_once(lambda _tick: actions.mail_due(at=NOON, post=post), range(6))
    actions.mail_due(at=NOON, post=post)

    assert sorted(sent) == sorted(f"a{number}@shore.example" for number in range(12))


def test_twenty_one_sponsors_at_once_are_twenty():
    from petitions.models import Sponsor

    petition = filed()
    done = at_once(lambda number: _try_sponsor(petition, number), range(21))

    assert Sponsor.objects.confirmed().count() == 20
    assert done.count("turned away") == 1


def _try_sponsor(petition, number):
    try:
        return sponsor(petition, number) and "taken"
    except actions.CannotSponsor:
        return "turned away"

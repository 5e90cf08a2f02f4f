"""`verify.py` knows by whose hand a ballot was cast: proxies, substitutes, recusals, re-derived and tampered with."""

from datetime import timedelta

import pytest

from council import actions
from council.rules.kinds import Ended
from council.rules.recusals import Ruling
from tests.council.lending import away, give, let_proxies, name, revoke
from tests.council.scenes import DAY, HOUR
from tests.council.test_second_count import faults, tampered
from tests.remembered import kept

pytestmark = pytest.mark.django_db


@pytest.fixture
@kept
def export(scene, noon, tmp_path):
    """One vote with all of it: two recused, a proxy used, one taken back, a substitute, a seat that ceased."""
    from ledger import actions as ledger

    _before(scene, noon)
    motion = scene.scheduled(noon)
    _recuse(scene, motion, noon)
    at = noon + 15 * DAY
    actions.advance_due(at=at)
    give(scene, motion, "h-2", "h-3", at + HOUR)
    give(scene, motion, "h-4", "h-6", at + HOUR)
    away(scene, "b-2", at + HOUR, motion)
    scene.cast_all(motion, at + 2 * HOUR, h="y.y", b="y.y")
    for seat, by in (("h-2", "h-3"), ("h-4", "h-6"), ("b-2", "stand-in")):
        scene.cast(motion, seat, "yes", at + 3 * HOUR, by=by)
    revoke(scene, motion, "h-4", at + 4 * HOUR)
    scene.close(motion)
    ledger.seal_due(at=at + 3 * DAY)
    folder = tmp_path / "export"
    ledger.export_log(folder)
    return folder


def _before(scene, noon):
    from tests.accounts.people import person

    let_proxies(scene, noon)
    for code in ("h-6", "h-7", "h-8"):
        scene.people[code] = person(code)
        scene.seats[code] = actions.add_seat(body=scene.humans, code=code, at=noon - DAY)
        actions.appoint(
            seat=scene.seats[code], person=scene.people[code], instrument="Election", at=noon - DAY
        )
    mandate = scene.seats["h-8"].mandates.get()
    actions.end_mandate(mandate_id=mandate.pk, by=Ended.RESIGNATION, at=noon - HOUR)
    actions.abolish_seat(seat=scene.seats["h-8"], by=scene.secretary, at=noon - HOUR)
    name(scene, "b-2", "stand-in", noon - DAY)


def _recuse(scene, motion, noon):
    interest = actions.declare_interest(
        seat=scene.seats["h-5"], what="Owns the outfall", by=scene.people["h-5"], at=noon
    )
    actions.recuse_for_interest(motion_id=motion.pk, interest=interest, by=scene.secretary, at=noon)
    filed = actions.challenge_seat(
        motion_id=motion.pk, seat=scene.seats["h-7"], reason="Kin", by=scene.people["h-3"], at=noon
    )
    actions.rule_on_challenge(
        code=filed.code,
        ruling=Ruling.UPHELD,
        reason="So it is",
        by=scene.secretary,
        at=noon + timedelta(minutes=1),
    )


def test_recusals_proxies_and_substitutes_are_re_derived(export):
    assert faults(export) == []


def first(entries, kind, **body):
    return next(
        e for e in entries if e["type"] == kind and all(e["body"].get(k) == v for k, v in body.items())
    )


def insert_for_a_recused_seat(entries, lines):
    ballot = first(entries, "council.ballot.cast", seat="h-1")
    forged = {**ballot, "body": {**ballot["body"], "seat": "h-5", "n": 99}}
    entries.insert(entries.index(ballot) + 1, forged)


def pass_the_proxy_on(entries, lines):
    """As if the holder had given her own vote away before."""
    given = first(entries, "council.proxy.given", seat="h-2")
    forged = {**given, "body": {**given["body"], "seat": "h-3", "holder": "h-1"}}
    entries.insert(entries.index(given) + 1, forged)


def hold_two(entries, lines):
    first(entries, "council.proxy.given", seat="h-4")["body"]["holder"] = "h-3"


def forget_the_proxy(entries, lines):
    entries.remove(first(entries, "council.proxy.given", seat="h-2"))


def forget_that_it_was_taken_back(entries, lines):
    entries.remove(first(entries, "council.proxy.revoked"))


def take_it_back_unseen(entries, lines):
    revoked = first(entries, "council.proxy.revoked")
    ballot = first(entries, "council.ballot.cast", seat="h-2")
    forged = {**revoked, "body": {**revoked["body"], "seat": "h-2", "holder": "h-3"}}
    entries.insert(entries.index(ballot) + 1, forged)


def forget_the_call(entries, lines):
    entries.remove(first(entries, "council.substitute.called"))


def forget_the_naming(entries, lines):
    entries.remove(first(entries, "council.substitute.named"))


def own_hand_all_along(entries, lines):
    del first(entries, "council.ballot.cast", seat="b-2")["body"]["substitute"]


def forget_the_interest(entries, lines):
    entries.remove(first(entries, "council.interest.declared"))


def dismiss_the_challenge(entries, lines):
    first(entries, "council.challenge.ruled")["body"]["ruling"] = "dismissed"


def forget_the_recusal(entries, lines):
    entries.remove(first(entries, "council.seat.recused", seat="h-5"))


def forget_the_abolition(entries, lines):
    entries.remove(first(entries, "council.seat.abolished"))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (insert_for_a_recused_seat, "a ballot for seat h-5, which is recused"),
        (pass_the_proxy_on, "seat h-2 was cast by a proxy of a proxy"),
        (hold_two, "seat h-3 holds two proxies"),
        (forget_the_proxy, "seat h-2 was cast by proxy of seat h-3, to which it was not given"),
        (forget_that_it_was_taken_back, "the ballot of seat h-4 was set aside though its mandate ran"),
        (take_it_back_unseen, "the ballot of seat h-2 was counted though its mandate had ended"),
        (forget_the_call, "seat b-2 was cast by a substitute who was not called"),
        (forget_the_naming, "seat b-2 was cast by a substitute who was not called"),
        (own_hand_all_along, "cast by another than its sealed ballot"),
        (own_hand_all_along, "seat b-2 was cast by its holder, but a substitute held the hand"),
        (forget_the_interest, "seat h-5 was recused for an interest that it had not declared"),
        (dismiss_the_challenge, "seat h-7 was recused on a challenge that nobody upheld"),
        (forget_the_recusal, "seat h-5: the roll and the log differ on its recusal"),
        (forget_the_abolition, "seat h-8 is missing from the roll"),
    ],
)
def test_a_hand_that_might_not_cast_is_named(export, change, named):
    found = tampered(export, change)

    assert any(named in fault for fault in found), found

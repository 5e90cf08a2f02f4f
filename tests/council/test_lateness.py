"""A duty that is a week late lies with whoever chairs the council over its holder: they are told, once."""

from datetime import timedelta

import pytest

from accounts.models import Letter
from charters import actions as charters
from ledger import actions as ledger
from tests.council.scenes import organisation

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def owed_by(holder, noon):
    charters.open_duty(kind="case-answer", subject="council.motion/none", holder=holder, due_at=noon, actor="",
                       at=noon - 9 * DAY)  # fmt: skip


def tick(at):
    charters.escalate_due(at=at)
    ledger.deliver_due(at=at)


def test_the_chair_is_told_after_a_week_and_again_when_it_is_public(scene, noon):
    owed_by(organisation("harl-water", "Harl Water", scene.council.organisation), noon)

    told = []
    for days in (0, 6, 7, 8, 14, 15):
        tick(noon + days * DAY)
        told.append(Letter.objects.count())

    assert told == [0, 0, 1, 1, 2, 2]
    assert {letter.to for letter in Letter.objects.all()} == {scene.people["h-1"].email}
    assert "a week late" in Letter.objects.order_by("id").first().text


def test_a_body_outside_every_council_has_no_chair_to_tell(scene, noon):
    owed_by(organisation("far-office", "Far office"), noon)

    tick(noon + 20 * DAY)

    assert not Letter.objects.exists()


def test_a_chair_whose_mandate_has_ended_is_told_nothing(scene, noon):
    from council.models import Mandate

    Mandate.objects.filter(seat__office="chair").update(until=noon)
    owed_by(scene.council.organisation, noon)

    tick(noon + 20 * DAY)

    assert not Letter.objects.exists()

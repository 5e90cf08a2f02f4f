"""When a sitting closes, everybody who sits is mailed the checkpoint over its close, to keep."""

import pytest

from accounts.models import Letter
from council import actions
from ledger import actions as ledger
from ledger import queries, verify
from ledger.queries import now
from tests.council import scenes
from tests.council.papers import letters_to
from tests.council.sitting_scenes import HOUR, call, opened

pytestmark = pytest.mark.django_db
KEPT = "To keep: the checkpoint"


@pytest.fixture
def scene(db):
    return scenes.council(now())


@pytest.fixture
def sitting(scene):
    """Opened an hour ago; nothing is sealed yet."""
    return opened(scene, call(scene), now() - HOUR)


@pytest.fixture
def closed(scene, sitting):
    return actions.close_sitting(sitting_id=sitting.pk, by=scene.secretary, at=now())


def kept_by(person):
    return [letter for letter in letters_to(person) if letter.subject.startswith(KEPT)]


def test_each_who_sits_gets_it_once_and_nobody_else(scene, closed):
    ledger.deliver_due(at=now())
    ledger.deliver_due(at=now())

    assert all(len(kept_by(person)) == 1 for person in scene.people.values())
    assert Letter.objects.filter(subject__startswith=KEPT).count() == len(scene.people)


def test_the_checkpoint_in_it_covers_the_close_and_verifies(scene, closed):
    ledger.deliver_due(at=now())

    text = kept_by(scene.people["h-2"])[0].text
    fact = queries.around(closed.subject).get(kind="council.sitting.closed")
    point = queries.checkpoint_of(queries.receipt(fact).size)
    assert point.note in text
    keys = [verify.Key(row) for row in queries.keys_document()]
    signed = verify.Checkpoint(point.note.encode(), keys, "checkpoint")
    assert queries.receipt(fact).seq < signed.size
    assert "/log/verify/" in text
    assert "/log/monitor.py" in text


def test_it_is_in_its_readers_language(scene, closed):
    scene.people["h-2"].language = "es"
    scene.people["h-2"].save()
    ledger.deliver_due(at=now())

    assert any("/es/log/verify/" in letter.text for letter in letters_to(scene.people["h-2"]))


def test_a_sitting_that_goes_on_mails_nothing(scene, sitting):
    actions.adjourn_sitting(sitting_id=sitting.pk, by=scene.secretary, at=now())
    ledger.deliver_due(at=now())

    assert not Letter.objects.filter(subject__startswith=KEPT).exists()

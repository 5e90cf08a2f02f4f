"""A mandate of a living system's seat rests on a guardianship: it neither outlasts it nor outlives it."""

from datetime import timedelta

import pytest

from biomes import actions as biomes
from biomes.models import Guardianship
from biomes.rules.words import GuardianshipEnd
from council import actions, queries
from council.models import Mandate
from ledger import actions as ledger
from tests.council import scenes

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def scene(noon):
    return scenes.council(noon)


def end(scene, seat, at, reason=GuardianshipEnd.RECALLED):
    held = Guardianship.objects.get(user=scene.people[seat])
    biomes.end_guardianship(guardianship_id=held.pk, actor="", at=at, reason=reason)
    ledger.deliver_due(at=at)


@pytest.mark.parametrize(
    ("reason", "by"),
    [
        (GuardianshipEnd.RESIGNED, "resignation"),
        (GuardianshipEnd.RECALLED, "recall"),
        (GuardianshipEnd.UNABLE, "removal"),
    ],
)
def test_a_mandate_falls_with_the_guardianship_it_rests_on(scene, noon, reason, by):
    end(scene, "b-2", noon, reason)

    fallen = Mandate.objects.get(person=scene.people["b-2"])
    assert (fallen.until, fallen.ended_by) == (noon, by)
    assert Mandate.objects.exclude(pk=fallen.pk).filter(until__isnull=False).count() == 0


def test_a_guardian_whose_trust_has_ended_casts_no_ballot(scene, noon):
    motion = scene.open(noon)
    end(scene, "b-2", noon + timedelta(minutes=5))

    with pytest.raises(actions.CannotVote):
        scene.cast(motion, "b-2", "yes", noon + timedelta(minutes=6))


def test_a_mandate_is_not_in_force_once_its_guardianship_is_over(scene, noon):
    Guardianship.objects.filter(user=scene.people["b-2"]).update(until=noon)

    held = queries.seats_held(scene.people["b-2"], noon)

    assert not held.exists()


def test_the_same_end_told_twice_ends_a_mandate_once(scene, noon):
    end(scene, "b-2", noon)

    again = actions.end_mandates_of_guardian(
        biome="system-b2", guardian=scene.people["b-2"].code, hand=1, reason="recalled", at=noon
    )

    assert again == []


def test_a_mandate_without_an_end_ends_with_the_guardianship(scene, noon):
    end(scene, "b-2", noon)
    biomes.begin_guardianship(
        biome=Guardianship.objects.get(user=scene.people["b-2"]).biome, user=scene.people["b-2"], hand=1,
        instrument="Act", since=noon, until=noon + 90 * DAY, actor="", at=noon,
    )  # fmt: skip

    given = actions.appoint(
        seat=scene.seats["b-2"], person=scene.people["b-2"], instrument="Act", at=noon + timedelta(minutes=1)
    )

    assert given.until == noon + 90 * DAY


def test_a_mandate_longer_than_its_guardianship_is_refused(scene, noon):
    Guardianship.objects.filter(user=scene.people["b-3"]).update(until=noon + 90 * DAY)
    Mandate.objects.filter(person=scene.people["b-3"]).update(until=noon)

    with pytest.raises(actions.CannotSeat, match="cannot last longer"):
        actions.appoint(
            seat=scene.seats["b-3"], person=scene.people["b-3"], instrument="Act", at=noon + DAY,
            until=noon + 91 * DAY,
        )  # fmt: skip

"""The books looked through: a fault made on purpose is found, mended and said; what cannot be mended is only said."""

import pytest

from ledger.models import Fact
from petitions import actions, queries, tasks
from petitions.models import Audit, BasinCount, Fault, HourCount, Petition, Signature, ZoneCount
from tests.petitions.scene import DAY, NOON, lagoon, opened, sign, thresholds, zone

pytestmark = pytest.mark.django_db


@pytest.fixture
def petition():
    made = opened()
    for number in range(4):
        sign(made, f"t{number}@shore.example", where=zone("tessel-row"))
    actions.count_due(at=NOON)
    return Petition.objects.get(pk=made.pk)


def look(at=NOON):
    actions.ask_audit(by=None, at=at)
    actions.audit_due(at=at)
    return Audit.objects.first()


def total_off(petition):
    Petition.objects.filter(pk=petition.pk).update(signature_count=99)


def zone_off(petition):
    ZoneCount.objects.filter(petition=petition, zone=zone("tessel-row")).update(count=3)


def swapped_zones(petition):
    """The sum is right and the cells are not."""
    ZoneCount.objects.filter(petition=petition, zone=zone("tessel-row")).update(count=6)
    ZoneCount.objects.filter(petition=petition, zone=None).update(count=4)


def zone_gone(petition):
    ZoneCount.objects.filter(petition=petition).delete()


def hour_off(petition):
    HourCount.objects.filter(petition=petition).update(count=1)


def basin_off(petition):
    BasinCount.objects.filter(petition=petition, biome=lagoon()).update(count=70)


def basin_too_many(petition):
    BasinCount.objects.create(petition=petition, biome=lagoon("other-lagoon"), count=4)
    lagoon("other-lagoon").zones.clear()


@pytest.mark.parametrize(
    "broken", [total_off, zone_off, swapped_zones, zone_gone, hour_off, basin_off, basin_too_many]
)
def test_a_fault_made_on_purpose_is_found_mended_and_said(petition, broken):
    broken(petition)
    [before] = queries.unbalanced()

    audit = look()

    [fault] = audit.faults.all()
    fact = Fact.objects.get(kind="petitions.books.mended")
    assert before.slug == petition.slug
    assert fault.mended
    assert queries.unbalanced() == []
    assert Petition.objects.get(pk=petition.pk).signature_count == 10
    assert fact.public
    assert fact.body["mended"] is True
    assert "tessel" not in str(fact.body)


def test_books_that_balance_are_left_alone(petition):
    audit = look()

    assert (audit.checked, audit.faults.count()) == (1, 0)
    assert not Fact.objects.filter(kind="petitions.books.mended").exists()


def test_a_row_that_was_lost_cannot_be_mended_and_is_named(petition):
    Signature.objects.filter(petition=petition, canonical="t0@shore.example").delete()

    audit = look()

    [fault] = audit.faults.all()
    assert not fault.mended
    assert (fault.stood["batches"], fault.rows["batches"]) == (10, 9)
    assert Petition.objects.get(pk=petition.pk).signature_count == 9


def test_mended_below_a_threshold_nothing_is_owed(petition):
    thresholds(petition, 50, 100)
    total_off(petition)
    from petitions.actions.crossing import cross_thresholds

    cross_thresholds(Petition.objects.get(pk=petition.pk), NOON)

    look()

    assert not petition.crossings.standing().exists()


def test_the_forgotten_are_counted_by_what_is_left_of_them(petition):
    Petition.objects.filter(pk=petition.pk).update(ended_at=NOON - 181 * DAY)
    while actions.forget_due(at=NOON):
        pass

    balanced = look().faults.count()
    hour_off(petition)
    look()

    assert balanced == 0
    assert queries.unbalanced() == []
    assert queries.exact_by_zone(petition) == {"": 6, "tessel-row": 4}


def test_basins_follow_the_map_of_zones(petition):
    assert dict(petition.basin_counts.values_list("biome__slug", "count")) == {"vessa-lagoon": 4, None: 6}
    lagoon().zones.remove(zone("tessel-row"))

    look()

    assert dict(petition.basin_counts.values_list("biome__slug", "count")) == {None: 10}


def test_asked_twice_it_is_done_once_and_the_night_asks_by_itself(petition):
    actions.ask_audit(by=None, at=NOON)
    actions.ask_audit(by=None, at=NOON)
    assert Audit.objects.count() == 1

    tasks.audit()
    tasks.audit(nightly=True)

    assert Audit.objects.filter(ended_at__isnull=False).count() == 2
    assert not Fault.objects.exists()

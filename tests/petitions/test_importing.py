"""What was confirmed elsewhere comes in bulk, under the rules of what is confirmed here."""

import pytest

from ledger.models import Fact
from moderation import queries as moderation
from petitions import actions, queries
from petitions.models import Batch, Petition, Signature, Sponsor
from tests.petitions.scene import DAY, HOUR, NOON, filed, opened, sign, sponsor, thresholds, zone

pytestmark = pytest.mark.django_db


def people(number, start=0):
    return [
        actions.Beside(
            name=f"Sponsor {chr(65 + n)}",
            email=f"B{n}@shore.example",
            zone=None,
            confirmed_at=NOON + n * HOUR,
        )
        for n in range(start, start + number)
    ]


def rows(*emails, where=None):
    return [
        actions.Confirmed(
            name="Ana Vale", email=email, zone_id=where.pk if where else None, confirmed_at=NOON + HOUR
        )
        for email in emails
    ]


def test_the_sponsor_who_makes_up_the_number_sends_it_to_the_moderators_at_that_moment():
    petition = filed()

    actions.import_sponsors(petition_id=petition.pk, people=people(7))

    petition.refresh_from_db()
    assert (petition.state, petition.moderated_at) == ("moderation", NOON + 4 * HOUR)
    assert Sponsor.objects.confirmed().count() == 7
    assert moderation.open_item(petition.subject).snapshot["title"] == petition.title
    assert Fact.objects.get(kind="petitions.petition.submitted").body["sponsors"] == 5


def test_imported_sponsors_join_those_who_are_there():
    petition = filed()
    for number in range(3):
        sponsor(petition, number)

    actions.import_sponsors(petition_id=petition.pk, people=people(2))

    petition.refresh_from_db()
    assert (petition.state, petition.moderated_at) == ("moderation", NOON + HOUR)


def test_too_few_sponsors_leave_it_seeking():
    petition = filed()

    actions.import_sponsors(petition_id=petition.pk, people=people(4))
    actions.import_sponsors(petition_id=petition.pk, people=[])

    assert Petition.objects.get(pk=petition.pk).state == "seeking_sponsors"


def test_an_import_of_sponsors_over_twenty_or_too_late_takes_none():
    seeking, open_ = filed(), opened(email="other@shore.example")

    for petition, number in ((seeking, 21), (open_, 1)):
        before = petition.sponsors.count()
        with pytest.raises(actions.CannotSponsor):
            actions.import_sponsors(petition_id=petition.pk, people=people(number))
        assert petition.sponsors.count() == before


def test_an_import_that_is_counted_is_a_batch_like_any_other():
    petition = opened()
    thresholds(petition, 8, 100)
    actions.count_due(at=NOON)

    actions.import_signatures(
        petition_id=petition.pk,
        rows=rows("a@shore.example", "b@shore.example", where=zone()),
        counted_at=NOON + DAY,
    )

    petition.refresh_from_db()
    batch = Batch.objects.get(number=2)
    found = queries.receipt(Signature.objects.filter(batch=batch).first().receipt)
    assert (petition.signature_count, batch.total, batch.counted_at) == (8, 8, NOON + DAY)
    assert queries.exact_by_zone(petition) == {"": 6, "tessel-row": 2}
    assert [(hour, count) for hour, count, _total, _paper in queries.history(petition)] == [
        (NOON, 6),
        (NOON + HOUR, 2),
    ]
    assert queries.is_included(found)
    assert petition.response_track == "owed"
    assert queries.unbalanced() == []


def test_an_import_without_a_count_waits_for_the_tick():
    petition = opened()
    actions.count_due(at=NOON)

    actions.import_signatures(petition_id=petition.pk, rows=rows("a@shore.example"))

    assert actions.count_due(at=NOON + DAY) == 1
    assert queries.unbalanced() == []


def test_one_address_that_has_signed_refuses_the_whole_import():
    petition = opened()
    sign(petition, "a@shore.example")
    before = Signature.objects.count()

    with pytest.raises(actions.CannotSign):
        actions.import_signatures(
            petition_id=petition.pk, rows=rows("b@shore.example", "A@shore.example"), counted_at=NOON
        )

    assert Signature.objects.count() == before

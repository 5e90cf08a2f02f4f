"""The count: batches that add everything together, thresholds passed once, receipts that prove."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from charters import queries as charters
from ledger.models import Fact
from petitions import actions, queries
from petitions.models import Batch, Petition, Signature
from tests.petitions.scene import DAY, HOUR, NOON, opened, sign, thresholds, zone

pytestmark = pytest.mark.django_db


@pytest.fixture
def petition():
    made = opened()
    actions.count_due(at=NOON)
    return Petition.objects.get(pk=made.pk)


def facts(kind):
    return list(Fact.objects.filter(kind=kind))


def test_a_tick_counts_everything_together(petition):
    sign(petition, "a@shore.example", where=zone("tessel-row"), at=NOON)
    sign(petition, "b@shore.example", where=zone("tessel-row"), at=NOON + HOUR)
    sign(petition, "c@shore.example", at=NOON + HOUR)

    counted = actions.count_due(at=NOON + 2 * HOUR)

    petition.refresh_from_db()
    assert (counted, petition.signature_count) == (3, 9)
    assert queries.exact_by_zone(petition) == {"tessel-row": 2, "": 7}
    assert [row[1] for row in queries.history(petition)] == [7, 2]
    assert queries.unbalanced() == []


def test_a_second_tick_finds_nothing(petition):
    sign(petition, "a@shore.example")

    assert actions.count_due(at=NOON) == 1
    assert actions.count_due(at=NOON) == 0
    assert petition.batches.count() == 2


def test_the_root_of_a_batch_is_in_the_record(petition):
    signed = sign(petition, "a@shore.example")
    actions.count_due(at=NOON)

    found = queries.receipt(signed.receipt)

    fact = facts("petitions.batch.counted")[-1]
    assert fact.public
    assert fact.body["root"] == found.batch.root
    assert queries.is_included(found)
    assert queries.entry_of(found) == fact


def test_each_receipt_of_a_batch_proves_itself_and_no_other(petition):
    codes = [sign(petition, f"{letter}@shore.example").receipt for letter in "abcdefg"]
    actions.count_due(at=NOON)

    found = [queries.receipt(code) for code in codes]

    assert all(queries.is_included(each) for each in found)
    assert len({each.leaf for each in found}) == 7
    assert queries.receipt("a" * 26) is None


def test_no_receipt_and_no_name_is_in_the_record(petition):
    signed = sign(petition, "ana.vale@shore.example", name="Ana Vale")
    actions.count_due(at=NOON)

    said = str([(fact.subject, fact.about, fact.body) for fact in Fact.objects.filter(public=True)])

    assert signed.receipt not in said
    assert "ana" not in said.lower().replace("canal", "")


def test_a_batch_is_final(petition):
    batch = petition.batches.get()

    with pytest.raises(Exception, match="Cannot"):
        Batch.objects.filter(pk=batch.pk).update(count=99)


def test_passing_the_response_threshold_opens_the_duty_once(petition):
    thresholds(petition, 8, 100)
    sign(petition, "a@shore.example")
    actions.count_due(at=NOON)
    assert facts("petitions.petition.owed") == []

    sign(petition, "b@shore.example")
    actions.count_due(at=NOON)
    sign(petition, "c@shore.example")
    actions.count_due(at=NOON)

    petition.refresh_from_db()
    [duty] = charters.duties_on(petition.subject)
    assert petition.response_track == "owed"
    assert duty.holder.slug == "harl-water"
    assert duty.due_at.isoformat() == "2150-07-09T23:59:59+00:00"
    assert len(facts("petitions.petition.owed")) == 1


def test_passing_the_debate_threshold_refers_it_once(petition):
    thresholds(petition, 7, 8)
    sign(petition, "a@shore.example")
    sign(petition, "b@shore.example")

    actions.count_due(at=NOON)
    actions.count_due(at=NOON)

    petition.refresh_from_db()
    [fact] = facts("petitions.petition.referred")
    assert fact.body["petition"] == petition.slug
    assert fact.about[0] == "accounts.organisation/vessa-council"
    assert petition.debate_track == "owed"
    assert {duty.kind for duty in charters.duties_on(petition.subject)} == {
        "petition-response",
        "petition-debate",
    }


def test_a_scoped_threshold_waits_for_every_zone(petition):
    thresholds(petition, 100, 8, zones={zone("tessel-row"): 2})
    for letter in "abcd":
        sign(petition, f"{letter}@shore.example")
    actions.count_due(at=NOON)
    assert facts("petitions.petition.referred") == []

    for letter in "ef":
        sign(petition, f"{letter}@shore.example", where=zone("tessel-row"))
    actions.count_due(at=NOON)

    assert len(facts("petitions.petition.referred")) == 1


def test_a_new_threshold_moves_no_goal(petition):
    thresholds(petition, 8, 100)
    for kind_at in (NOON + DAY,):
        actions.set_threshold(
            body=petition.body, kind="response", count=50_000, since=kind_at, actor="", at=kind_at
        )

    needs = queries.needs_of(petition)

    assert needs["response"].need.count == 8


def test_without_rows_the_sites_numbers_hold(petition):
    assert {kind.value: row.need.count for kind, row in queries.needs_of(petition).items()} == {
        "response": 10_000,
        "debate": 100_000,
    }


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["sign", "tick"]),
            st.integers(0, 9),
            st.sampled_from(["", "tessel-row", "low-quay"]),
        ),
        max_size=20,
    )
)
def test_whatever_the_order_of_signatures_and_ticks_the_books_balance(petition, steps):
    start = Signature.objects.filter(petition=petition).count()
    people = set()
    for act, number, where in steps:
        if act == "tick":
            actions.count_due(at=NOON)
        else:
            place = zone(where) if where else None
            if sign(petition, f"person{number}-{start}@shore.example", where=place).is_new:
                people.add(number)
    actions.count_due(at=NOON)

    petition.refresh_from_db()
    assert petition.signature_count == start + len(people)
    assert queries.unbalanced() == []


def test_places_with_few_signatures_are_withheld_on_the_page(petition):
    for number in range(30):
        sign(petition, f"t{number}@shore.example", where=zone("tessel-row"))
    for number in range(3):
        sign(petition, f"q{number}@shore.example", where=zone("low-quay"))
    actions.count_due(at=NOON)
    petition.refresh_from_db()

    found = queries.places(petition)

    assert {row.slug: row.count for row in found.rows} == {
        "tessel-row": 30,
        "low-quay": None,
        "aurelis-shore": None,
        "": None,
    }
    assert found.has_withheld
    assert found.nearby_share is None

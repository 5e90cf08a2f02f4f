"""Each month's removals in the public log: counted by code, once, with a root over what was hidden."""

import threading
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from ledger.rules import tree
from moderation.rules import months

MAY, JUNE = datetime(2150, 5, 20, tzinfo=UTC), datetime(2150, 6, 11, tzinfo=UTC)
JULY = datetime(2150, 7, 1, 0, 10, tzinfo=UTC)
database = pytest.mark.django_db


@pytest.fixture
def decide(submit, moderators, codes):
    from moderation import actions

    def decide(name, code, at, by=0, item=None):
        item = item or submit(name, at=at - timedelta(days=1))
        actions.decide(
            item_id=item.pk,
            moderator=moderators[by],
            approve=codes[code].approves,
            code=code,
            text="Why.",
            at=at,
        )
        return item

    return decide


@pytest.fixture
def two_months(decide):
    """May: two rejected, one of them hidden. June: one of them restored, one confirmed; one more hidden."""
    from moderation import actions

    first, hidden = decide("1", "unclear", MAY), decide("2", "private", MAY)
    decide("3", "fine", MAY)
    for item in (first, hidden):
        actions.appeal(item_id=item.pk, by=item.author, reason="No.", at=MAY + timedelta(days=1))
    decide("1", "fine", JUNE, by=1, item=first)
    decide("2", "private", JUNE, by=1, item=hidden)
    decide("4", "private", JUNE)


def facts():
    from ledger.models import Fact

    return [fact.body for fact in Fact.objects.filter(kind="moderation.month.sealed").order_by("id")]


def seal(at=JULY):
    from moderation import actions

    return actions.seal_due_months(at=at)


@database
def test_each_month_is_told_by_code(two_months):
    seal()

    may, june = facts()
    assert may["month"] == "2150-05"
    assert may["codes"] == [
        {"code": "private", "hides": True, "rejected": 1, "confirmed": 0},
        {"code": "unclear", "hides": False, "rejected": 1, "confirmed": 0},
    ]
    assert june["codes"] == [{"code": "private", "hides": True, "rejected": 1, "confirmed": 1}]
    assert [(m["rejected"], m["confirmed"], m["restored"], m["hidden"]) for m in (may, june)] == [
        (2, 0, 0, 1),
        (1, 1, 1, 2),
    ]


@database
def test_the_root_is_made_again_from_the_log_s_entries_also_after_an_erasure(two_months):
    from ledger.models import Fact
    from moderation.models import Item

    Item.objects.update(snapshot={}, salt=b"")
    seal()

    rejected = Fact.objects.filter(kind="moderation.item.rejected", at__gte=JUNE)
    leaves = sorted({fact.body["commitment"] for fact in rejected})
    assert len(leaves) == 2
    pair = [sha256(b"\x00" + bytes.fromhex(leaf)).digest() for leaf in leaves]
    assert facts()[1]["root"] == sha256(b"\x01" + pair[0] + pair[1]).hexdigest()


@database
def test_a_month_is_told_once(two_months):
    from moderation import actions

    assert [row.code for row in seal()] == ["2150-05", "2150-06"]
    assert seal() == []
    assert actions.seal_month(month=date(2150, 5, 1), at=JULY) is None
    assert len(facts()) == 2


@database
def test_a_month_waits_until_it_is_over_and_settled(two_months):
    assert [row.code for row in seal(JULY - timedelta(seconds=1))] == ["2150-05"]
    assert [row.code for row in seal(JULY)] == ["2150-06"]


@database
def test_a_month_without_a_decision_is_told_too(decide):
    decide("1", "unclear", MAY)

    seal()

    assert facts()[1] | {"root": ""} == {
        "month": "2150-06", "codes": [], "rejected": 0, "confirmed": 0, "restored": 0, "hidden": 0, "root": "",
    }  # fmt: skip
    assert facts()[1]["root"] == tree.EMPTY.hex()


@database
def test_before_the_first_decision_nothing_is_told(db):
    assert seal() == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_a_month_once(decide):
    from django.db import connection

    decide("1", "unclear", MAY)
    together = threading.Barrier(2)

    def worker():
        together.wait()
        seal()
        connection.close()

    workers = [threading.Thread(target=worker) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()

    assert [fact["month"] for fact in facts()] == ["2150-05", "2150-06"]


@database
def test_a_sealed_month_cannot_be_rewritten(two_months):
    from django.db import DatabaseError, transaction

    from moderation.models import Month

    seal()
    with pytest.raises(DatabaseError), transaction.atomic():
        Month.objects.update(hidden_count=0)


@database
def test_everybody_reads_it_on_the_page_in_the_log_and_as_data(client, two_months):
    from ledger import actions as ledger
    from ledger.queries import card

    assert "No month with a decision is over yet" in client.get(reverse("moderation:codes")).content.decode()
    seal()
    ledger.seal_due(at=JULY)

    page = client.get(reverse("moderation:codes")).content.decode()
    rows = client.get(reverse("api:moderation-month-list")).json()["results"]
    log = client.get(reverse("ledger:log"), {"about": "moderation.month/2150-05"}).content.decode()

    assert 'id="month-2150-05"' in page
    assert [(row["month"], row["hidden"]) for row in rows] == [("2150-06", 2), ("2150-05", 1)]
    assert rows[1]["codes"] == facts()[0]["codes"]
    assert "Moderation in 2150-05: 2 texts rejected, 0 restored on appeal, 1 hidden" in log
    assert card("moderation.month/2150-05").url.endswith("#month-2150-05")
    assert card("moderation.month/1999-01") is card("moderation.month/x") is None


@given(st.lists(st.binary(min_size=32, max_size=32)).map(lambda found: [one.hex() for one in found]))
def test_the_root_knows_no_order_and_no_double(commitments):
    assert months.root_of(commitments) == months.root_of(list(reversed(commitments)) * 2)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2900, 1, 1)).map(lambda at: at.replace(tzinfo=UTC)))
def test_months_follow_each_other_without_gap(at):
    month = months.month_of(at)
    since, until = months.bounds(month)

    assert since <= at < until
    assert months.bounds(months.next_month(month))[0] == until
    assert list(months.ended(month, until + months.SETTLED)) == [month]

"""Amounts, days and marks of pledges, as laws."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from petitions.rules import pledges as rules
from petitions.rules.pledges import MARKS, DateFault, Fault, Reported, Stage, Unit

amounts = st.decimals("0.01", "1000000", places=2)
reports = st.builds(
    Reported, st.decimals("0", "1000000", places=2), confirms=st.integers(0, 4), contests=st.integers(0, 4)
)
histories = st.lists(reports, max_size=5)
dues = st.booleans()


@given(amounts, histories, dues)
def test_no_mark_is_given_without_more_confirming_than_contesting(pledged, history, is_due):
    found = rules.account(pledged, history, is_due=is_due)

    if found.stage in MARKS:
        assert found.confirms > found.contests
    if not any(rules.is_settled(report) for report in history):
        assert found.stage not in MARKS


@given(amounts, histories)
def test_before_the_day_no_pledge_is_partly_kept_or_broken(pledged, history):
    assert rules.account(pledged, history, is_due=False).stage not in {
        Stage.PARTLY,
        Stage.BROKEN,
        Stage.DUE,
    }


@given(amounts, histories)
def test_after_the_day_no_pledge_is_merely_on_its_way(pledged, history):
    assert rules.account(pledged, history, is_due=True).stage is not Stage.OPEN


@given(amounts, histories, reports)
def test_a_report_that_nobody_confirmed_takes_no_mark_away(pledged, history, late):
    before = rules.account(pledged, history, is_due=True)
    after = rules.account(pledged, [*history, replace(late, confirms=0)], is_due=True)

    if before.stage in MARKS:
        assert after.stage is before.stage
        assert after.confirmed == before.confirmed
        assert after.has_newer


@given(amounts, st.lists(reports, min_size=1, max_size=5), dues)
def test_one_who_contests_never_makes_a_mark_at_most_an_earlier_one_stands_again(pledged, history, is_due):
    contested = [*history[:-1], replace(history[-1], contests=history[-1].contests + 1)]
    before = rules.account(pledged, history, is_due=is_due).stage
    after = rules.account(pledged, contested, is_due=is_due).stage
    earlier = rules.account(pledged, history[:-1], is_due=is_due).stage

    assert after not in MARKS or after in {before, earlier}


def test_a_contested_correction_leaves_the_mark_that_stood():
    kept = Reported(done=Decimal(5), confirms=1, contests=0)
    corrected = Reported(done=Decimal(0), confirms=1, contests=0)

    said = [
        rules.account(Decimal(5), [kept, one], is_due=False).stage
        for one in (corrected, replace(corrected, contests=1))
    ]

    assert said == [Stage.OPEN, Stage.KEPT]


@given(amounts, st.decimals("0", "1000000", places=2), st.decimals("0", "1000000", places=2), dues)
def test_more_done_is_never_a_worse_mark(pledged, less, more, is_due):
    order = [Stage.BROKEN, Stage.PARTLY, None, Stage.KEPT]
    less, more = sorted((less, more))

    assert order.index(rules.mark(less, pledged, is_due=is_due)) <= order.index(
        rules.mark(more, pledged, is_due=is_due)
    )


@given(amounts, st.decimals("0", "1000000", places=2))
def test_a_bar_is_full_only_when_all_is_done(pledged, done):
    found = rules.percent(done, pledged)

    assert 0 <= found <= 100
    assert (found == 100) == (done >= pledged)


@given(st.decimals(), st.sampled_from(list(Unit)), st.booleans())
def test_an_amount_without_a_fault_is_one_the_database_takes(amount, unit, may_be_nothing):
    if rules.amount_fault(amount, unit, may_be_nothing=may_be_nothing) is None:
        assert amount.is_finite()
        assert 0 <= amount <= rules.MOST
        assert amount == amount.quantize(Decimal("0.01"))
        assert amount > 0 or may_be_nothing


def test_the_faults_of_amounts_have_names():
    assert rules.amount_fault(Decimal("NaN"), Unit.HOURS) is Fault.NOT_A_NUMBER
    assert rules.amount_fault(Decimal("Infinity"), Unit.HOURS) is Fault.NOT_A_NUMBER
    assert rules.amount_fault(Decimal(-1), Unit.HOURS) is Fault.NEGATIVE
    assert rules.amount_fault(Decimal(0), Unit.HOURS) is Fault.NONE_AT_ALL
    assert rules.amount_fault(Decimal(0), Unit.HOURS, may_be_nothing=True) is None
    assert rules.amount_fault(Decimal("1e10"), Unit.HOURS) is Fault.TOO_MUCH
    assert rules.amount_fault(Decimal("0.001"), Unit.HOURS) is Fault.TOO_FINE
    assert rules.amount_fault(Decimal("2.5"), Unit.PEOPLE) is Fault.NOT_WHOLE
    assert rules.amount_fault(Decimal("2.5"), Unit.HOURS) is None


@given(st.dates(date(2000, 1, 1), date(2900, 1, 1)), st.integers(-5000, 5000))
def test_a_pledge_falls_due_tomorrow_at_the_earliest_and_within_ten_years(today, days):
    fault = rules.date_fault(today + timedelta(days=days), today)

    assert (fault is DateFault.PAST) == (days < 1)
    assert (fault is DateFault.FAR) == (days > 3660)


@given(dues, dues, dues)
def test_who_reported_never_judges_and_strangers_do_neither(is_member, is_pledger, is_due):
    assert not rules.may_judge(is_reporter=True, is_member=is_member, is_pledger=is_pledger)
    assert not rules.may_judge(is_reporter=False, is_member=False, is_pledger=False)
    assert not rules.may_report(is_pledger=False, is_member=False, is_due=is_due)
    assert rules.may_report(is_pledger=False, is_member=True, is_due=is_due) == is_due

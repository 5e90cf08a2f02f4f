"""The pure rules of accounts, as laws."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from accounts.rules import admin, approvals, names
from accounts.rules.roles import SECOND_FACTOR, Role, needs_second_factor

START = datetime(2100, 1, 1, tzinfo=UTC)
moments = st.integers(0, 10**9).map(lambda seconds: START + timedelta(seconds=seconds))
waits = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=60))


@given(moments, waits, st.booleans(), st.booleans())
def test_nobody_is_two_persons_whatever_the_state(asked_at, wait, given_already, withdrawn):
    asked = approvals.Asked(by="p-1", at=asked_at, given=given_already, withdrawn=withdrawn)

    assert approvals.refusal(asked, by="p-1", at=asked_at + wait) is not None


@given(moments, waits)
def test_another_person_may_agree_exactly_until_the_request_is_stale(asked_at, wait):
    asked = approvals.Asked(by="p-1", at=asked_at)

    refused = approvals.refusal(asked, by="p-2", at=asked_at + wait)

    assert (refused is None) == (wait < approvals.STALE_AFTER)


@given(st.sets(st.sampled_from(Role)))
def test_a_second_factor_is_asked_as_soon_as_one_role_asks(roles):
    assert needs_second_factor(roles) == bool(roles & SECOND_FACTOR)


@given(st.text(max_size=200))
def test_cleaning_a_name_twice_changes_nothing_more(name):
    assert names.clean(names.clean(name)) == names.clean(name)


@given(st.text(alphabet=st.characters(categories=["L", "M"]), min_size=1, max_size=40))
def test_letters_of_any_script_make_a_name(name):
    assert names.fault(names.clean(name)) is None


def test_what_a_spreadsheet_a_terminal_or_a_reader_would_obey_is_no_name():
    assert names.fault("=HYPERLINK(1)") is names.Fault.FORMULA
    assert names.fault("Ada\x00") is names.Fault.CONTROL
    assert names.fault("Ada\nBcc: all") is names.Fault.CONTROL
    assert names.fault("see https://evil.example") is names.Fault.LINK
    assert names.fault("x" * 81) is names.Fault.TOO_LONG


@given(st.sampled_from(["add", "change", "delete", "view"]))
def test_the_admin_never_sees_a_ballot(verb):
    assert not admin.allows(f"council.{verb}_ballot")


@given(
    st.sampled_from(["add", "change", "delete"]), st.sampled_from(["fact", "entry", "checkpoint", "document"])
)
def test_the_admin_never_writes_the_ledger(verb, model):
    assert not admin.allows(f"ledger.{verb}_{model}")

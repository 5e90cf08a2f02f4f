"""The household rule at work: two people of one place on one address, by link and by press, with its dates."""

from datetime import timedelta

import pytest

from petitions import actions, letters, queries
from petitions.models import Attempt, Household, Petition, Signature
from tests.accounts.people import person, sign_in
from tests.petitions.scene import DAY, HOUR, NOON, ask_to_sign, opened, sign, token_for, zone

pytestmark = pytest.mark.django_db
FAMILY = "family@shore.example"
WHY = "Many share one mailbox on the upper shore."


@pytest.fixture
def petition():
    made = opened()
    actions.count_due(at=NOON)
    return Petition.objects.get(pk=made.pk)


@pytest.fixture
def rule(db):
    return Household.objects.create(since=NOON - DAY, reason=WHY)


def signed_by(petition):
    rows = Signature.objects.filter(petition=petition, canonical=FAMILY).order_by("slot")
    return list(rows.values_list("slot", "name"))


def test_a_second_person_of_the_same_place_signs_and_is_counted(petition, rule):
    first = sign(petition, FAMILY, name="Ana Vale", where=zone())
    second = sign(petition, FAMILY, name="Ben Vale", where=zone())

    assert second.is_new
    assert second.receipt != first.receipt
    assert signed_by(petition) == [(1, "Ana Vale"), (2, "Ben Vale")]
    assert actions.count_due(at=NOON) == 2
    assert Petition.objects.get(pk=petition.pk).signature_count == petition.signature_count + 2


def test_pressing_the_second_link_twice_gives_the_second_receipt_twice(petition, rule):
    sign(petition, FAMILY, name="Ana Vale", where=zone())
    token = token_for(ask_to_sign(petition, FAMILY, name="Ben Vale", where=zone()))

    first = actions.confirm_signature(token=token, at=NOON)
    again = actions.confirm_signature(token=token, at=NOON)

    assert (first.is_new, again.is_new) == (True, False)
    assert first.receipt == again.receipt


def test_the_same_name_in_another_spelling_is_the_same_person(petition, rule):
    first = sign(petition, FAMILY, name="Ana Vále", where=zone())
    again = sign(petition, FAMILY, name="ANA  VALE", where=zone())

    assert again == actions.Signed(first.receipt, is_new=False)
    assert len(signed_by(petition)) == 1


@pytest.mark.parametrize("where", [None, "low-quay"])
def test_another_name_from_another_place_is_refused_in_words(petition, rule, where):
    sign(petition, FAMILY, name="Ana Vale", where=zone())

    with pytest.raises(actions.CannotConfirm, match="same zone"):
        sign(petition, FAMILY, name="Ben Vale", where=zone(where) if where else None)
    assert len(signed_by(petition)) == 1


def test_a_third_is_refused_in_words(petition, rule):
    for name in ("Ana Vale", "Ben Vale"):
        sign(petition, FAMILY, name=name, where=zone())

    with pytest.raises(actions.CannotConfirm, match="no third"):
        sign(petition, FAMILY, name="Cleo Vale", where=zone())
    assert len(signed_by(petition)) == 2


def test_before_the_rule_and_after_it_an_address_signs_once(petition, rule):
    rule.until = NOON + HOUR
    rule.save()
    first = sign(petition, FAMILY, name="Ana Vale", where=zone())

    late = token_for(ask_to_sign(petition, FAMILY, name="Ben Vale", where=zone()))
    signed = actions.confirm_signature(token=late, at=NOON + HOUR)

    assert signed == actions.Signed(first.receipt, is_new=False)
    assert actions.confirm_signature(token=late, at=NOON + HOUR - timedelta(seconds=1)).is_new


def test_a_second_link_that_is_too_old_opens_nothing(petition, rule):
    sign(petition, FAMILY, name="Ana Vale", where=zone())
    token = token_for(ask_to_sign(petition, FAMILY, name="Ben Vale", where=zone()))

    with pytest.raises(actions.CannotConfirm, match="seven days"):
        actions.confirm_signature(token=token, at=NOON + 7 * DAY)


def test_the_second_person_is_mailed_a_link_and_a_third_the_reason(petition, rule, now):
    Household.objects.update(since=now - DAY)
    sign(petition, FAMILY, name="Ana Vale", where=zone())
    second = letters.compose(ask_to_sign(petition, FAMILY, name="Ben Vale", where=zone()))
    sign(petition, FAMILY, name="Ben Vale", where=zone(), at=now)
    third = letters.compose(ask_to_sign(petition, FAMILY, name="Cleo Vale", where=zone()))

    assert "/petitions/confirm/" in second.body
    assert "no third can" in third.body
    assert "/petitions/confirm/" not in third.body


def test_one_press_signs_beside_the_first_name_and_never_as_a_third(client, petition, rule, now):
    Household.objects.update(since=now - DAY)
    sign(petition, "ben@people.example", name="Ana Vale", where=zone())
    ben = sign_in(client, person("ben"))
    page = f"/petitions/{petition.slug}/"
    assert "You sign as Ben" in ben.get(page).content.decode()

    elsewhere = ben.post(f"{page}sign-now/", {"zone": "low-quay"})
    beside = ben.post(f"{page}sign-now/", {"zone": "tessel-row"})
    again = ben.post(f"{page}sign-now/", {"zone": "tessel-row"})

    assert elsewhere.status_code == 409
    assert "same zone" in elsewhere.content.decode()
    assert beside.url == again.url
    assert "You have signed" in ben.get(page).content.decode()


def test_the_rule_is_begun_and_ended_once_each_with_public_dates(petition):
    from ledger.models import Fact

    auditor = person("ines")
    row = actions.begin_household(since=NOON, reason=WHY, by=auditor, at=NOON)
    with pytest.raises(actions.CannotList, match="already"):
        actions.begin_household(since=NOON + HOUR, reason=WHY, by=auditor, at=NOON)
    actions.end_household(by=auditor, at=NOON + DAY)
    with pytest.raises(actions.CannotList, match="off already"):
        actions.end_household(by=auditor, at=NOON + DAY)

    facts = Fact.objects.filter(kind="petitions.household.set")
    assert [fact.body["is_on"] for fact in facts.order_by("pk")] == [True, False]
    assert all(fact.public for fact in facts)
    assert not queries.is_household_on(NOON + DAY)
    assert queries.is_household_on(NOON + HOUR)
    assert row.subject == f"petitions.household/{row.pk}"


def test_an_attempt_keeps_no_number_of_the_people_behind_an_address(petition, rule):
    """Asking is one row whatever the address did before, with the rule as without."""
    sign(petition, FAMILY, name="Ana Vale", where=zone())
    before = Attempt.objects.count()

    ask_to_sign(petition, FAMILY, name="Ben Vale", where=zone())

    assert Attempt.objects.count() == before + 1

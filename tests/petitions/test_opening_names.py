"""Two auditors open a sealed name, within their times, and everybody is told of it without the name."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from accounts.rules.roles import Role
from ledger.models import Fact, Unsealed
from petitions import actions
from petitions.models import Letter, NameReading, NameRequest
from petitions.rules.sealing import ANSWER_WITHIN, READABLE_FOR
from tests.accounts.people import person
from tests.petitions.scene import DAY, HOUR, NOON, opened, organisation
from tests.petitions.test_sealed_names import EMAIL, NAME, WHY, agree, ask, auditors, mailed, sealed

pytestmark = pytest.mark.django_db

# --- Opening --------------------------------------------------------------------------------------


def test_two_auditors_open_a_name_and_both_read_it():
    petition, (ines, otto) = sealed(), auditors("ines", "otto")

    row = agree(ask(petition, ines), otto)

    assert [actions.read_name(key=row.key, by=who, at=NOON + HOUR) for who in (ines, otto)] == [NAME, NAME]
    assert NameReading.objects.count() == 2


def test_one_auditor_alone_opens_nothing():
    petition, (ines,) = sealed(), auditors("ines")
    row = ask(petition, ines)

    with pytest.raises(actions.CannotOpenName, match="another auditor"):
        agree(row, ines)
    with pytest.raises(actions.CannotOpenName, match="not open"):
        actions.read_name(key=row.key, by=ines, at=NOON)

    assert not NameReading.objects.exists()


def test_a_third_auditor_does_not_read():
    petition, (ines, otto, vera) = sealed(), auditors("ines", "otto", "vera")
    row = agree(ask(petition, ines), otto)

    with pytest.raises(actions.CannotOpenName, match="Only the two"):
        actions.read_name(key=row.key, by=vera, at=NOON)


def test_agreeing_after_72_hours_is_too_late():
    petition, (ines, otto) = sealed(), auditors("ines", "otto")
    row = ask(petition, ines)

    with pytest.raises(actions.CannotOpenName, match="lapsed"):
        agree(row, otto, at=NOON + ANSWER_WITHIN)


def test_reading_after_24_hours_is_too_late():
    petition, (ines, otto) = sealed(), auditors("ines", "otto")
    row = agree(ask(petition, ines), otto)

    with pytest.raises(actions.CannotOpenName, match="24 hours are over"):
        actions.read_name(key=row.key, by=ines, at=NOON + READABLE_FOR)


def test_an_auditor_who_filed_it_has_no_say_in_it():
    ines, otto = auditors("ines", "otto")
    petition = sealed(user=ines)

    with pytest.raises(actions.CannotOpenName, match="part in this petition"):
        ask(petition, ines)
    with pytest.raises(actions.CannotOpenName, match="part in this petition"):
        agree(ask(petition, otto), ines)


def test_an_auditor_who_filed_it_without_their_account_has_no_say_in_it():
    ines = person("ines", Role.AUDITOR, email=EMAIL)

    with pytest.raises(actions.CannotOpenName, match="part in this petition"):
        ask(sealed(), ines)


def test_an_auditor_who_stands_beside_it_has_no_say_in_it():
    ines = person("ines", Role.AUDITOR, email="sponsor1@shore.example")

    with pytest.raises(actions.CannotOpenName, match="part in this petition"):
        ask(sealed(), ines)


def test_an_auditor_who_speaks_for_the_body_has_no_say_in_it():
    from accounts import actions as people

    petition, (ines,) = sealed(), auditors("ines")
    people.appoint_to_office(organisation=organisation("vessa-council"), user=ines, at=NOON - DAY)

    with pytest.raises(actions.CannotOpenName, match="part in this petition"):
        ask(petition, ines)


def test_who_is_no_auditor_any_more_does_not_count_as_the_first():
    petition, otto = sealed(), person("otto", Role.AUDITOR)
    ines = person("ines", Role.AUDITOR, until=NOON + HOUR)
    row = ask(petition, ines)

    with pytest.raises(actions.CannotOpenName, match="no longer an auditor"):
        agree(row, otto, at=NOON + 2 * HOUR)


def test_a_name_that_is_not_sealed_is_not_asked_for():
    with pytest.raises(actions.CannotOpenName, match="no name to open"):
        ask(opened(), *auditors("ines"))


def test_a_reason_is_needed_and_not_a_word():
    with pytest.raises(actions.CannotOpenName, match="Write why"):
        ask(sealed(), *auditors("ines"), reason="  because   I want ")


def test_a_second_request_waits_for_the_first_to_end():
    petition, (ines, otto) = sealed(), auditors("ines", "otto")
    row = ask(petition, ines)

    with pytest.raises(actions.CannotOpenName, match="asked for already"):
        ask(petition, otto)
    actions.withdraw_name_request(key=row.key, by=ines, at=NOON)

    assert ask(petition, otto).asked_by == otto.code


def test_a_refusal_keeps_it_shut_for_both():
    petition, (ines, otto) = sealed(), auditors("ines", "otto")
    row = ask(petition, ines)

    actions.answer_name_request(key=row.key, agrees=False, by=otto, at=NOON)

    with pytest.raises(actions.CannotOpenName, match="not open"):
        actions.read_name(key=row.key, by=ines, at=NOON)
    with pytest.raises(actions.CannotOpenName, match="ended already"):
        agree(row, *auditors("vera"))


def test_what_nobody_answers_lapses_once_and_the_filer_is_told():
    petition, (ines,) = sealed(), auditors("ines")
    row = ask(petition, ines)

    assert actions.lapse_requests(at=NOON + ANSWER_WITHIN - timedelta(seconds=1)) == 0
    assert actions.lapse_requests(at=NOON + ANSWER_WITHIN) == 1
    assert actions.lapse_requests(at=NOON + ANSWER_WITHIN) == 0

    assert NameRequest.objects.get(key=row.key).verdict == "lapsed"
    assert Letter.objects.filter(petition=petition, kind="name_kept").count() == 1


def test_the_database_too_refuses_one_auditor_who_is_two():
    row = ask(sealed(), *auditors("ines"))

    with pytest.raises(IntegrityError, match="name_request_two_persons"), transaction.atomic():
        NameRequest.objects.filter(pk=row.pk).update(
            verdict="agreed", answered_by=row.asked_by, answered_at=NOON
        )


def test_the_database_too_refuses_an_answer_too_late():
    row = ask(sealed(), *auditors("ines"))

    with pytest.raises(IntegrityError, match="name_request_agreed_in_time"), transaction.atomic():
        NameRequest.objects.filter(pk=row.pk).update(
            verdict="agreed", answered_by="p-other", answered_at=NOON + ANSWER_WITHIN
        )


# --- What is told ---------------------------------------------------------------------------------


def test_every_step_is_a_public_fact_with_the_auditor_in_the_audit_trail_and_without_the_name():
    petition, (ines, otto) = sealed(), auditors("ines", "otto")
    row = agree(ask(petition, ines), otto)
    actions.read_name(key=row.key, by=ines, at=NOON + HOUR)

    facts = list(Fact.objects.filter(kind__startswith="petitions.name.").order_by("id"))

    assert [(fact.kind, fact.actor, fact.public) for fact in facts] == [
        ("petitions.name.asked", ines.code, True),
        ("petitions.name.opened", otto.code, True),
        ("petitions.name.read", ines.code, True),
    ]
    assert Unsealed.objects.filter(fact__in=facts).count() == 3
    assert facts[0].body["reason"] == WHY
    assert all(petition.subject in fact.about for fact in facts)
    assert "Ravensworth" not in str([fact.body for fact in facts])


def test_the_filer_is_told_by_mail_at_each_step():
    petition, (ines, otto) = sealed(), auditors("ines", "otto")
    mailed()
    mail.outbox.clear()

    row = ask(petition, ines)
    asked = [m.subject for m in mailed() if m.to == [EMAIL]]
    agree(row, otto)
    actions.read_name(key=row.key, by=ines, at=NOON)
    actions.read_name(key=row.key, by=ines, at=NOON)
    actions.read_name(key=row.key, by=otto, at=NOON)
    told = [m for m in mailed() if m.to == [EMAIL]]

    assert len(asked) == 1
    assert asked[0].startswith("An auditor asks to open your name")
    assert WHY in told[0].body
    assert sorted(m.subject.partition(":")[0] for m in told) == [
        "An auditor asks to open your name", "An auditor read your name", "An auditor read your name",
        "Two auditors opened your name",
    ]  # fmt: skip


def test_no_mail_names_an_auditor_to_the_filer():
    petition, (ines, otto) = sealed(), auditors("ines", "otto")
    row = agree(ask(petition, ines), otto)
    actions.read_name(key=row.key, by=ines, at=NOON)

    texts = " ".join(m.subject + m.body for m in mailed())

    assert not any(word in texts for word in (ines.code, otto.code, "Ines", "Otto"))

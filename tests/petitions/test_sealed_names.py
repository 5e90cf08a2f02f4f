"""A filer's sealed name: nowhere in plain, opened by two auditors, told to the filer at each step."""

from datetime import timedelta

import pytest
from django.core import mail

from accounts import queries as accounts
from accounts.rules.roles import Role
from accounts.rules.tokens import Purpose
from petitions import actions, letters, queries
from petitions.models import Filer, Letter, Petition, SealedName, Signature
from tests.accounts.people import person
from tests.petitions.scene import DAY, HOUR, NOON, draft, filed, in_moderation, opened, sponsor

pytestmark = pytest.mark.django_db
NAME, EMAIL, PSEUDONYM = "Quillon Ravensworth", "quillon@hidden.example", "Grey Heron"
WHY = "A court asks for the name in case 12/2150."


def sealed(make=opened, **more):
    return make(name=NAME, email=EMAIL, pseudonym=PSEUDONYM, **more)


def auditors(*keys):
    return [person(key, Role.AUDITOR) for key in keys]


def ask(petition, by, at=NOON, reason=WHY):
    return actions.ask_for_name(petition_id=petition.pk, reason=reason, by=by, at=at)


def agree(row, by, at=NOON):
    return actions.answer_name_request(key=row.key, agrees=True, by=by, at=at)


def mailed(at=NOON):
    with letters.PostOffice() as office:
        actions.judge_due(at=at)
        actions.mail_due(at=at, post=office.post)
    return mail.outbox


# --- Filing ---------------------------------------------------------------------------------------


def test_a_pseudonym_stands_where_the_name_would():
    petition = sealed(filed)

    assert (petition.filer.name, petition.filer.email) == (PSEUDONYM, queries.SEALED)
    assert queries.opened_name(petition) == {"name": NAME, "email": EMAIL}


def test_the_account_of_a_pseudonymous_filer_is_named_nowhere_and_still_finds_its_petition():
    lyra, other = person("lyra"), person("other")

    petition = sealed(filed, user=lyra)

    assert petition.filer.user is None
    assert queries.is_filer(petition, lyra)
    assert not queries.is_filer(petition, other)
    assert list(queries.filed_by(lyra)) == [petition]
    assert list(queries.filed_by(other)) == []


def test_a_pseudonym_that_gives_the_name_away_is_refused_and_nothing_is_filed():
    petition = draft()

    with pytest.raises(actions.CannotFile, match="no part of your name"):
        actions.file_petition(petition_id=petition.pk, name=NAME, email=EMAIL, is_confirmed=True, at=NOON,
                              pseudonym="Raven Ravensworth")  # fmt: skip

    assert Petition.objects.get(pk=petition.pk).state == "draft"
    assert not SealedName.objects.exists()


def test_a_box_opens_for_its_own_filer_only():
    one, two = sealed(filed), filed(name="Tern Tallow", email="tern@hidden.example", pseudonym="Kingfisher")
    SealedName.objects.filter(filer=two.filer).update(box=SealedName.objects.get(filer=one.filer).box)

    assert queries.opened_name(two) is None


def test_keys_can_be_changed_and_the_old_one_still_opens(settings):
    settings.SEALING_KEYS = ["the first key"]
    petition = sealed(filed)
    settings.SEALING_KEYS = ["the second key", "the first key"]
    assert queries.opened_name(petition)["name"] == NAME

    settings.SEALING_KEYS = ["another key altogether"]

    assert queries.opened_name(petition) is None


def test_filed_again_without_a_pseudonym_before_confirming_the_seal_goes():
    petition = draft()
    said = {"petition_id": petition.pk, "name": NAME, "email": EMAIL, "is_confirmed": False, "at": NOON}
    actions.file_petition(**said, pseudonym=PSEUDONYM)

    actions.file_petition(**said)

    filer = Filer.objects.get(petition=petition)
    assert (filer.name, filer.email, filer.is_pseudonymous) == (NAME, EMAIL, False)
    assert not SealedName.objects.exists()


def test_filed_again_with_a_pseudonym_the_first_letter_names_nobody():
    petition = draft()
    said = {"petition_id": petition.pk, "name": NAME, "email": EMAIL, "is_confirmed": False, "at": NOON}
    actions.file_petition(**said)

    actions.file_petition(**said, pseudonym=PSEUDONYM)

    assert not Letter.objects.filter(name=NAME).exists()
    assert not Letter.objects.filter(email=EMAIL).exists()


def test_without_an_account_the_link_still_files_it_and_goes_to_the_sealed_address():
    petition = draft()
    actions.file_petition(petition_id=petition.pk, name=NAME, email=EMAIL, is_confirmed=False, at=NOON,
                          pseudonym=PSEUDONYM)  # fmt: skip

    sent = mailed()[0]
    actions.confirm_filing(token=actions.token_of(Purpose.FILE, petition.filer.key), at=NOON)

    assert sent.to == [EMAIL]
    assert "Hello Grey Heron" in sent.body
    assert Petition.objects.get(pk=petition.pk).state == "seeking_sponsors"


def test_a_blocked_address_is_blocked_under_a_pseudonym_too():
    petition = draft()
    actions.list_sender(what="domain", text="hidden.example", allowed=False, reason="Made for the day only.",
                        by=person(), at=NOON)  # fmt: skip
    actions.file_petition(petition_id=petition.pk, name=NAME, email=EMAIL, is_confirmed=False, at=NOON,
                          pseudonym=PSEUDONYM, origin="x" * 32)  # fmt: skip

    actions.judge_due(at=NOON)

    assert Letter.objects.get(petition=petition).held_by == "blocked_domain"


def test_a_pseudonymous_filer_cannot_be_their_own_sponsor():
    petition = sealed(filed)
    made = actions.attempt_sponsorship(petition_id=petition.pk, name="Q", email="Quillon@Hidden.example", zone=None,
                                       language="en", origin="", at=NOON)  # fmt: skip

    with pytest.raises(actions.CannotSponsor):
        actions.confirm_sponsor(token=actions.token_of(Purpose.SPONSOR, made.key), at=NOON)


def test_no_first_signature_tells_who_filed():
    petition = sealed()

    assert Signature.objects.filter(petition=petition).count() == 5
    assert not Signature.objects.filter(petition=petition, name=PSEUDONYM).exists()


def test_a_pseudonymous_filer_is_told_when_it_opens():
    sealed()

    opened_mail = next(m for m in mailed() if m.to == [EMAIL] and m.subject.startswith("Open for signatures"))

    assert "/manage/" in opened_mail.body


def test_a_moderator_does_not_judge_what_they_filed_under_a_pseudonym():
    from moderation import actions as moderation

    marten = person("marten", Role.MODERATOR)
    petition = sealed(in_moderation, user=marten)

    assert moderation.take_next(moderator=marten, at=NOON) is None
    assert moderation.take_next(moderator=person("mats", Role.MODERATOR), at=NOON).subject == petition.subject


def test_withdrawing_before_it_opens_names_no_account_in_the_audit_trail():
    from ledger.models import Fact

    lyra = person("lyra")
    petition = sealed(filed, user=lyra)

    actions.withdraw_petition(petition_id=petition.pk, by=lyra, at=NOON)

    assert Fact.objects.get(kind="petitions.draft.withdrawn").actor == ""
    assert not Fact.objects.filter(actor=lyra.code).exists()


# --- Forgotten ------------------------------------------------------------------------------------


def forgotten(petition):
    actions.close_due(at=petition.closes_at + timedelta(seconds=1))
    actions.forget_due(at=petition.closes_at + 180 * DAY + timedelta(seconds=1))
    actions.forget_due(at=petition.closes_at + 180 * DAY + timedelta(seconds=1))
    return Petition.objects.get(pk=petition.pk)


def test_retention_takes_the_seal_and_the_marks():
    petition = sealed()
    actions.count_due(at=NOON)

    gone = forgotten(petition)

    assert gone.anonymised_at
    assert not SealedName.objects.exists()
    assert (gone.filer.name, gone.filer.canonical, gone.filer.owner_mark) == ("", "", "")


def test_after_retention_nothing_is_asked_agreed_or_read():
    petition, (ines, otto) = sealed(), auditors("ines", "otto")
    actions.count_due(at=NOON)
    later = petition.closes_at + 180 * DAY
    row = ask(petition, ines, at=later)
    forgotten(petition)

    with pytest.raises(actions.CannotOpenName, match="no name to open"):
        agree(row, otto, at=later + HOUR)
    actions.withdraw_name_request(key=row.key, by=ines, at=later + HOUR)
    with pytest.raises(actions.CannotOpenName, match="no name to open"):
        ask(petition, otto, at=later + HOUR)


def test_retention_between_agreeing_and_reading_leaves_nothing_to_read():
    petition, (ines, otto) = sealed(), auditors("ines", "otto")
    actions.count_due(at=NOON)
    later = petition.closes_at + 180 * DAY
    row = agree(ask(petition, ines, at=later), otto, at=later)
    forgotten(petition)

    with pytest.raises(actions.CannotOpenName, match="no name to open"):
        actions.read_name(key=row.key, by=ines, at=later + HOUR)


@pytest.mark.parametrize("with_account", [True, False])
def test_whoever_leaves_takes_their_sealed_name_along(with_account):
    from accounts import actions as people

    lyra = person("lyra", email=EMAIL)
    petition = sealed(user=lyra if with_account else None)

    people.erase_person(user=lyra, at=NOON)

    assert not queries.is_name_kept(petition)


def test_a_letter_to_a_sealed_address_that_is_gone_is_dropped():
    petition = sealed()
    SealedName.objects.all().delete()

    mailed()

    letter = Letter.objects.get(petition=petition, kind="opened", email=queries.SEALED)
    assert (letter.sent_at, letter.dropped_for) == (None, "forgotten")


def test_a_mark_is_not_the_code_and_not_the_address():
    lyra = person("lyra")

    marks = accounts.marks_of(lyra)

    assert len(set(marks)) == 2
    assert not any(lyra.code in mark or "lyra" in mark for mark in marks)
    assert all(len(mark) <= 32 for mark in marks)


def test_a_sponsor_of_the_open_petition_sees_the_pseudonym_in_the_invitation():
    petition = sealed(filed)
    sponsor(petition, 0)
    actions.invite_sponsors(petition_id=petition.pk, emails=["friend@shore.example"], at=NOON)

    invitation = next(m for m in mailed() if m.to == ["friend@shore.example"])

    assert "Grey Heron filed a petition" in invitation.body

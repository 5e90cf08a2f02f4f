"""From a draft to the moderators: steps that save, a filer who confirms, five people beside them."""

import pytest

from accounts.rules.tokens import Purpose
from moderation import queries as moderation
from petitions import actions
from petitions.models import Filer, Letter, Petition, Sponsor
from petitions.rules.filing import Step
from tests.petitions.scene import DAY, NOON, draft, filed, in_moderation, lagoon, opened, sponsor, zone

pytestmark = pytest.mark.django_db


def test_a_draft_that_lacks_a_step_is_not_filed_and_the_step_is_named():
    petition = draft()
    actions.save_title(petition_id=petition.pk, title="Clean", at=NOON)

    with pytest.raises(actions.CannotFile) as refusal:
        actions.file_petition(
            petition_id=petition.pk, name="Lyra Orin", email="l@shore.example", is_confirmed=True, at=NOON
        )

    assert refusal.value.step == Step.TITLE
    assert Petition.objects.get(pk=petition.pk).state == "draft"


def test_until_a_moderator_read_it_no_word_of_a_petition_is_in_its_address():
    petition = filed()

    assert petition.slug == petition.code
    assert "harl" not in petition.subject


def test_an_anonymous_filer_is_asked_by_mail_and_nothing_moves_before():
    petition = draft()

    actions.file_petition(
        petition_id=petition.pk, name="Lyra", email="lyra@shore.example", is_confirmed=False, at=NOON
    )

    letter = Letter.objects.get(petition=petition)
    assert letter.kind == "confirm_filing"
    assert Petition.objects.get(pk=petition.pk).state == "draft"
    filer = Filer.objects.get(petition=petition)
    assert actions.token_of(Purpose.FILE, filer.key) not in str(filer.token_hash)


def test_the_filers_link_files_once_however_often_it_is_pressed():
    petition = draft()
    actions.file_petition(
        petition_id=petition.pk, name="Lyra", email="lyra@shore.example", is_confirmed=False, at=NOON
    )
    token = actions.token_of(Purpose.FILE, petition.filer.key)

    first = actions.confirm_filing(token=token, at=NOON)
    again = actions.confirm_filing(token=token, at=NOON + DAY)

    assert first.state == "seeking_sponsors"
    assert again.filed_at == NOON


def test_a_link_of_another_purpose_or_of_last_week_files_nothing():
    petition = draft()
    actions.file_petition(
        petition_id=petition.pk, name="Lyra", email="lyra@shore.example", is_confirmed=False, at=NOON
    )

    for token, at in [
        (actions.token_of(Purpose.SIGN, petition.filer.key), NOON),
        (actions.token_of(Purpose.FILE, petition.filer.key), NOON + 8 * DAY),
        ("", NOON),
        ("x" * 10_000, NOON),
    ]:
        with pytest.raises(actions.CannotConfirm):
            actions.confirm_filing(token=token, at=at)
    assert Petition.objects.get(pk=petition.pk).state == "draft"


def test_a_filed_petition_keeps_its_words():
    petition = filed()

    with pytest.raises(actions.CannotFile):
        actions.save_title(petition_id=petition.pk, title="Something else entirely", at=NOON)


def test_the_fifth_sponsor_sends_it_to_the_moderators_once():
    petition = filed()
    for number in range(4):
        sponsor(petition, number)
    assert Petition.objects.get(pk=petition.pk).state == "seeking_sponsors"

    sponsor(petition, 4)

    petition.refresh_from_db()
    item = moderation.open_item(petition.subject)
    assert petition.state == "moderation"
    assert item.snapshot["title"] == petition.title
    assert len(item.snapshot["asks"]) == 2


def test_a_small_zone_needs_two():
    small = zone("ister-edge")
    actions.set_sponsor_need(zone=small, count=2, since=NOON - DAY)
    petition = filed(where=small)

    sponsor(petition, 0)
    sponsor(petition, 1)

    assert Petition.objects.get(pk=petition.pk).state == "moderation"


def test_one_address_stands_beside_a_petition_once():
    petition = filed()
    sponsor(petition, 0)

    actions.attempt_sponsorship(petition_id=petition.pk, name="Again", email="SPONSOR0@shore.example", zone=None,
                                language="en", origin="", at=NOON)  # fmt: skip

    assert Sponsor.objects.filter(petition=petition).count() == 1
    assert Sponsor.objects.get(petition=petition).name == "Sponsor A"


def test_the_twenty_first_is_turned_away_kindly():
    petition = in_moderation()
    for number in range(5, 20):
        sponsor(petition, number)

    with pytest.raises(actions.CannotSponsor, match="Thank you"):
        sponsor(petition, 20)

    assert Sponsor.objects.confirmed().filter(petition=petition).count() == 20


def test_twenty_invitations_and_no_more():
    petition = filed()

    actions.invite_sponsors(
        petition_id=petition.pk, emails=[f"friend{n}@shore.example" for n in range(30)], at=NOON
    )
    again = actions.invite_sponsors(petition_id=petition.pk, emails=["friend1@shore.example"], at=NOON)

    assert Letter.objects.filter(petition=petition, kind="invite_sponsor").count() == 20
    assert again == 0


def test_sponsors_come_too_late_once_it_is_open():
    petition = opened()

    with pytest.raises(actions.CannotSponsor, match="sign it now"):
        sponsor(petition, 9)


def test_approval_opens_it_with_a_deadline_that_is_stored():
    petition = opened()

    assert petition.state == "open"
    assert petition.slug == "clean-the-harl-outfall"
    assert petition.closes_at.isoformat() == "2150-12-11T23:59:59+00:00"
    assert petition.body.slug == "vessa-council"


def test_a_decision_heard_twice_moves_it_once():
    petition = opened()

    actions.apply_decision(
        subject=f"petitions.petition/{petition.code}", approved=True, hides=False, at=NOON + DAY
    )
    actions.apply_decision(subject=petition.subject, approved=False, hides=True, at=NOON + DAY)

    after = Petition.objects.get(pk=petition.pk)
    assert (after.state, after.closes_at) == ("open", petition.closes_at)


def test_filer_and_sponsors_are_the_first_signatories():
    petition = opened()

    actions.count_due(at=NOON)

    assert Petition.objects.get(pk=petition.pk).signature_count == 6


@pytest.mark.parametrize(("hides", "state"), [(False, "rejected"), (True, "hidden")])
def test_a_rejection_moves_it_and_an_upheld_appeal_opens_it(hides, state):
    petition = in_moderation()
    actions.apply_decision(subject=petition.subject, approved=False, hides=hides, at=NOON)
    assert Petition.objects.get(pk=petition.pk).state == state

    actions.apply_decision(subject=petition.subject, approved=True, hides=False, at=NOON + DAY)

    assert Petition.objects.get(pk=petition.pk).state == "open"


def test_two_petitions_of_one_title_have_two_addresses():
    first = opened()
    second = opened(email="other@shore.example")

    assert first.slug != second.slug
    assert second.slug == "clean-the-harl-outfall-2"
    assert lagoon().pk in second.biomes.values_list("pk", flat=True)


def test_nobody_stands_beside_themselves():
    petition = filed(email="lyra.orin@gmail.com")
    own = actions.attempt_sponsorship(petition_id=petition.pk, name="Lyra", email="lyraorin+2@gmail.com", zone=None,
                                      language="en", origin="", at=NOON)  # fmt: skip

    with pytest.raises(actions.CannotSponsor, match="yourself"):
        actions.confirm_sponsor(token=actions.token_of(Purpose.SPONSOR, own.key), at=NOON)

    assert not Sponsor.objects.confirmed().exists()

"""No debate on a petition: declined with a reason that is published and reaches those who signed."""

import pytest
from django.db import transaction
from django.urls import reverse

from council import actions
from council.models import AgendaItem
from ledger.models import Fact
from ledger.queries import now
from petitions.models import Petition
from petitions.rules.lifecycle import DebateTrack
from tests.accounts.people import sign_in
from tests.council import scenes
from tests.council.scenes import DAY, HOUR
from tests.petitions.scene import opened

pytestmark = pytest.mark.django_db
REASON = "The same question was decided in May; nothing has changed since."


@pytest.fixture
def scene(db):
    return scenes.council(now())


@pytest.fixture
def item(scene):
    """A petition that is owed a debate, on the council's agenda."""
    petition = opened(at=now() - DAY)
    Petition.objects.filter(pk=petition.pk).update(debate_track=DebateTrack.OWED)
    return actions.add_agenda_item(body=scene.council, source=petition.subject, at=now() - HOUR)


def decline(scene, item, reason=REASON):
    return actions.decline_debate(item_id=item.pk, reason=reason, by=scene.secretary, at=now())


def test_the_petition_says_that_there_will_be_no_debate(scene, item):
    decline(scene, item)
    petition = Petition.objects.get()

    assert petition.debate_track == DebateTrack.DECLINED
    assert Fact.objects.get(kind="council.agenda_item.declined").public
    assert Fact.objects.filter(kind="petitions.debate.moved").count() == 1


@pytest.mark.parametrize("reason", ["", "   "])
def test_no_reason_no_refusal(scene, item, reason):
    with pytest.raises(actions.CannotDecline, match="Say why"), transaction.atomic():
        decline(scene, item, reason)

    assert Petition.objects.get().debate_track == DebateTrack.OWED


def test_a_petition_that_a_motion_took_up_is_not_declined(scene, item):
    motion = scene.draft(now(), origin=item.source)
    actions.submit_motion(motion_id=motion.pk, by=motion.mover, at=now())
    with pytest.raises(actions.CannotDecline, match="has taken this petition up"), transaction.atomic():
        decline(scene, item)


def test_nor_is_what_no_petition_asked_for(scene):
    run = actions.add_agenda_item(body=scene.council, source="crises.run/7", at=now())
    with pytest.raises(actions.CannotDecline, match="Only a petition"), transaction.atomic():
        decline(scene, run)


def test_once_declined_it_is_off_the_agenda_and_cannot_be_declined_again(scene, item):
    decline(scene, item)
    with pytest.raises(actions.CannotDecline), transaction.atomic():
        decline(scene, item)

    assert AgendaItem.objects.get().done_at is not None


def test_the_secretary_declines_on_her_desk_and_everybody_reads_why(client, scene, item):
    sign_in(client, scene.secretary)
    assert "Decline the debate" in client.get(reverse("council:desk")).content.decode()
    answer = client.post(reverse("council:decline", args=[item.pk]), {"reason": REASON})
    client.logout()

    assert answer.status_code == 302
    assert REASON in client.get(reverse("council:index")).content.decode()
    assert REASON in client.get(f"/petitions/{Petition.objects.get().slug}/").content.decode()


def test_a_missing_reason_is_named_beside_its_matter(client, scene, item):
    sign_in(client, scene.secretary)
    answer = client.post(reverse("council:decline", args=[item.pk]), {"reason": ""})

    assert answer.status_code == 422
    assert "Say why there will be no debate" in answer.content.decode()


def test_a_program_declines_as_the_secretary_does(client, scene, item):
    sign_in(client, scene.secretary)
    address = reverse("api:agenda-decline", args=[item.pk])
    answer = client.post(address, {"reason": REASON}, content_type="application/json")
    again = client.post(address, {"reason": REASON}, content_type="application/json")

    assert answer.json()["declined_because"] == REASON
    assert again.status_code == 404

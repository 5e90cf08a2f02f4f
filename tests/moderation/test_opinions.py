"""A second opinion: asked of a colleague, seen by them first, read by nobody outside, and never a dead end."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.accounts.people import sign_in
from tests.moderation.test_queue import approve, reject

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
NOTE, REPLY = "Is the mayor a private person here?", "Not in office: public."


@pytest.fixture
def asked(submit, moderators, noon):
    from moderation import actions

    item = submit("a")
    actions.lock(item_id=item.pk, moderator=moderators[0], at=noon)
    actions.ask_opinion(item_id=item.pk, moderator=moderators[0], question=NOTE, at=noon)
    return item


def test_the_colleague_sees_it_first_and_whoever_asked_does_not(asked, submit, moderators, noon):
    from moderation import actions

    older = submit("b", at=noon - DAY)
    marten, odile = moderators

    assert actions.take_next(moderator=odile, at=noon + MINUTE) == asked
    assert actions.take_next(moderator=marten, at=noon + MINUTE) == older


def test_an_answer_sends_it_back_to_whoever_asked(asked, submit, moderators, noon):
    from moderation import actions

    older = submit("b", at=noon - DAY)
    marten, odile = moderators
    actions.give_opinion(item_id=asked.pk, moderator=odile, answer=REPLY, at=noon + MINUTE)

    assert actions.take_next(moderator=marten, at=noon + 2 * MINUTE) == asked
    assert actions.take_next(moderator=odile, at=noon + 2 * MINUTE) == older


def test_one_person_can_still_empty_the_queue_after_a_day(asked, moderators, codes, noon):
    from moderation import actions

    marten = moderators[0]

    assert actions.take_next(moderator=marten, at=noon + MINUTE) is None
    assert actions.take_next(moderator=marten, at=noon + DAY) == asked
    approve(asked, marten, noon + DAY)


def test_deciding_closes_the_question(asked, moderators, codes, noon):
    from moderation.models import Opinion

    approve(asked, moderators[1], noon + MINUTE)

    assert Opinion.objects.get().closed_at == noon + MINUTE


def test_only_a_colleague_answers_and_only_whoever_asked_takes_back(asked, moderators, noon):
    from moderation import actions

    marten, odile = moderators
    with pytest.raises(actions.CannotDecide):
        actions.give_opinion(item_id=asked.pk, moderator=marten, answer=REPLY, at=noon)
    with pytest.raises(actions.CannotDecide):
        actions.take_back_question(item_id=asked.pk, moderator=odile, at=noon)
    with pytest.raises(actions.CannotDecide):
        actions.ask_opinion(item_id=asked.pk, moderator=odile, question="And who asks me?", at=noon)

    actions.take_back_question(item_id=asked.pk, moderator=marten, at=noon)

    assert actions.take_next(moderator=marten, at=noon) == asked


def test_the_author_and_the_first_judge_of_an_appeal_have_no_opinion_to_give(
    submit, moderators, codes, author, noon
):
    from moderation import actions

    marten, odile = moderators
    own = submit("own", author=marten.code)
    judged = submit("judged")
    reject(judged, marten, noon)
    actions.appeal(item_id=judged.pk, by=author.code, reason="It is clear.", at=noon)
    for item in (own, judged):
        actions.ask_opinion(item_id=item.pk, moderator=odile, question=NOTE, at=noon)

        with pytest.raises(actions.CannotDecide):
            actions.give_opinion(item_id=item.pk, moderator=marten, answer=REPLY, at=noon)


def test_the_notes_reach_neither_the_public_record_nor_the_author(
    client, asked, author, moderators, codes, noon
):
    from ledger.models import Fact
    from moderation import actions

    actions.give_opinion(item_id=asked.pk, moderator=moderators[1], answer=REPLY, at=noon + MINUTE)
    reject(asked, moderators[0], noon + 2 * MINUTE)
    sign_in(client, author)

    pages = [
        client.get(reverse("moderation:mine")),
        client.get(reverse("moderation:appeal", args=[asked.uuid])),
        client.get(reverse("api:moderation-item-mine")),
    ]

    facts = Fact.objects.filter(kind__startswith="moderation.opinion.")
    assert facts.count() == 2
    assert not any(fact.public or fact.about or NOTE in str(fact.body) for fact in facts)
    for page in pages:
        assert page.status_code == 200
        assert NOTE not in page.content.decode()
        assert REPLY not in page.content.decode()


def test_a_moderator_does_not_read_the_notes_about_their_own_text(client, submit, moderators, noon):
    from moderation import actions

    marten, odile = moderators
    own = submit("own", author=marten.code)
    actions.ask_opinion(item_id=own.pk, moderator=odile, question=NOTE, at=noon)
    sign_in(client, marten)

    page = client.get(reverse("moderation:item", args=[own.uuid]))
    api = client.get(reverse("api:moderation-item-beside", args=[own.uuid]))

    assert NOTE not in page.content.decode()
    assert api.json()["opinions"] == []


def test_asking_and_answering_by_the_pages(client, submit, moderators):
    from ledger.queries import now
    from moderation import actions

    marten, odile = moderators
    item = submit("a")
    actions.lock(item_id=item.pk, moderator=marten, at=now())
    sign_in(client, marten)
    assert client.post(reverse("moderation:ask", args=[item.uuid]), {"question": ""}).status_code == 422
    assert client.post(reverse("moderation:ask", args=[item.uuid]), {"question": NOTE}).status_code == 302
    assert client.post(reverse("moderation:answer", args=[item.uuid]), {"answer": "Mine."}).status_code == 409

    sign_in(client, odile)
    assert "a colleague asks for an opinion" in client.get(reverse("moderation:queue")).content.decode()
    assert NOTE in client.get(reverse("moderation:item", args=[item.uuid])).content.decode()
    assert client.post(reverse("moderation:answer", args=[item.uuid]), {"answer": REPLY}).status_code == 302

    sign_in(client, marten)
    assert REPLY in client.get(reverse("moderation:item", args=[item.uuid])).content.decode()


def test_nobody_is_given_their_own_text(submit, moderators, noon):
    from moderation import actions

    own = submit("own", author=moderators[0].code)

    assert actions.take_next(moderator=moderators[0], at=noon) is None
    with pytest.raises(actions.CannotDecide):
        actions.lock(item_id=own.pk, moderator=moderators[0], at=noon)
    assert actions.take_next(moderator=moderators[1], at=noon) == own

"""The queue: one text, one reader, one decision; and one appeal, answered by somebody else."""

import threading
from datetime import timedelta

import pytest

from tests.accounts.people import person

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def reject(item, moderator, at, code="unclear"):
    from moderation import actions

    return actions.decide(item_id=item.pk, moderator=moderator, approve=False, code=code, text="Why.", at=at)


def approve(item, moderator, at):
    from moderation import actions

    return actions.decide(item_id=item.pk, moderator=moderator, approve=True, code="fine", text="", at=at)


def test_a_decision_is_public_with_its_code_and_names_no_moderator(submit, moderators, codes, noon):
    from ledger.queries import around

    item = submit()
    approve(item, moderators[0], noon)

    fact = around("t.text/1").get(kind="moderation.item.approved")
    assert fact.public
    assert fact.body["code"] == "fine"
    assert fact.body["content"] == "t.text/1"
    assert moderators[0].code not in str(fact.body)


def test_what_a_code_hides_is_not_named_in_the_log(submit, moderators, codes, noon):
    from ledger.queries import around
    from moderation.rules.commitments import commitment

    item = submit()
    reject(item, moderators[0], noon, code="private")

    fact = around("t.text/1").get(kind="moderation.item.rejected")
    assert fact.about == ["t.text/1"]
    assert "t.text/1" not in str(fact.body)
    assert fact.body["commitment"] == commitment(bytes(item.salt), item.snapshot)


def test_submitting_again_replaces_the_waiting_text(submit, noon):
    first = submit()

    again = submit(snapshot={"title": "Better"}, at=noon + MINUTE)

    assert again == first
    assert again.title == "Better"
    assert again.submitted_at == noon  # its place in the queue is kept


def test_the_longest_waiting_text_comes_first_and_two_readers_get_two(submit, moderators, noon):
    from moderation import actions

    second, first = submit("b", at=noon), submit("a", at=noon - MINUTE)
    marten, odile = moderators

    assert actions.take_next(moderator=marten, at=noon) == first
    assert actions.take_next(moderator=odile, at=noon) == second
    assert actions.take_next(moderator=marten, at=noon) == first


def test_an_empty_queue_gives_nothing(moderators, noon):
    from moderation import actions

    assert actions.take_next(moderator=moderators[0], at=noon) is None


def test_a_hold_lapses(submit, moderators, noon):
    from moderation import actions
    from moderation.rules.lifecycle import LOCK_FOR

    item, (marten, odile) = submit(), moderators
    actions.take_next(moderator=marten, at=noon)
    assert actions.take_next(moderator=odile, at=noon) is None

    assert actions.take_next(moderator=odile, at=noon + LOCK_FOR) == item


def test_whoever_was_taken_over_is_told_and_decides_nothing(submit, moderators, codes, noon):
    from moderation import actions

    item, (marten, odile) = submit(), moderators
    actions.lock(item_id=item.pk, moderator=marten, at=noon)
    with pytest.raises(actions.CannotDecide):
        actions.lock(item_id=item.pk, moderator=odile, at=noon)
    actions.lock(item_id=item.pk, moderator=odile, at=noon, take_over=True)

    with pytest.raises(actions.CannotDecide):
        approve(item, marten, noon)

    assert approve(item, odile, noon).moderator == odile


def test_a_text_is_decided_once(submit, moderators, codes, noon):
    from moderation import actions

    item = submit()
    approve(item, moderators[0], noon)

    with pytest.raises(actions.CannotDecide):
        reject(item, moderators[1], noon)


def test_nobody_decides_their_own_text(submit, moderators, codes, noon):
    from moderation import actions

    item = submit(author=moderators[0].code)

    with pytest.raises(actions.CannotDecide):
        approve(item, moderators[0], noon)


def test_a_code_is_used_for_what_it_says(submit, moderators, codes, noon):
    from moderation import actions

    item = submit()

    with pytest.raises(actions.CannotDecide):
        actions.decide(
            item_id=item.pk, moderator=moderators[0], approve=True, code="unclear", text="", at=noon
        )
    with pytest.raises(actions.CannotDecide):
        actions.decide(item_id=item.pk, moderator=moderators[0], approve=False, code="none", text="", at=noon)


def test_a_used_code_cannot_be_deleted_and_a_decision_cannot_be_rewritten(submit, moderators, codes, noon):
    from django.db import DatabaseError, transaction
    from django.db.models import ProtectedError

    decision = reject(submit(), moderators[0], noon)

    with pytest.raises(ProtectedError):
        codes["unclear"].delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        type(decision).objects.filter(pk=decision.pk).update(text="Something else.")
    with pytest.raises(DatabaseError), transaction.atomic():
        type(decision).objects.filter(pk=decision.pk).delete()
    codes["fine"].delete()


def test_an_appeal_is_answered_by_another_moderator(submit, moderators, codes, author, noon):
    from moderation import actions

    item, (marten, odile) = submit(), moderators
    reject(item, marten, noon)
    actions.appeal(item_id=item.pk, by=author.code, reason="It is clear.", at=noon + MINUTE)

    with pytest.raises(actions.CannotDecide):
        approve(item, marten, noon + MINUTE)
    with pytest.raises(actions.CannotDecide):
        actions.lock(item_id=item.pk, moderator=marten, at=noon + MINUTE)
    assert actions.take_next(moderator=marten, at=noon + MINUTE) is None

    assert actions.take_next(moderator=odile, at=noon + MINUTE) == item
    assert approve(item, odile, noon + MINUTE).on_appeal


def test_there_is_one_appeal_by_the_author_in_fourteen_days(submit, moderators, codes, author, noon):
    from moderation import actions
    from moderation.rules.lifecycle import APPEAL_WITHIN

    item, (marten, odile) = submit(), moderators
    reject(item, marten, noon)
    with pytest.raises(actions.CannotAppeal):
        actions.appeal(item_id=item.pk, by=odile.code, reason="x", at=noon)
    with pytest.raises(actions.CannotAppeal):
        actions.appeal(item_id=item.pk, by=author.code, reason="x", at=noon + APPEAL_WITHIN + MINUTE)
    actions.appeal(item_id=item.pk, by=author.code, reason="x", at=noon)
    reject(item, odile, noon)

    with pytest.raises(actions.CannotAppeal):
        actions.appeal(item_id=item.pk, by=author.code, reason="again", at=noon)


def test_a_withdrawn_text_leaves_the_queue(submit, moderators, noon):
    from moderation import actions, queries

    submit()

    actions.withdraw(subject="t.text/1", at=noon)

    assert queries.open_item("t.text/1") is None
    assert actions.take_next(moderator=moderators[0], at=noon) is None
    actions.withdraw(subject="t.text/1", at=noon)  # twice is once


def test_lateness_and_medians_are_counted(submit, moderators, codes, noon):
    from moderation import queries

    for name, days in (("a", 8), ("b", 6), ("c", 1)):
        submit(name, at=noon - timedelta(days=days))
    decided = submit("d", at=noon - timedelta(days=2))
    approve(decided, moderators[0], noon)

    counts = queries.counts(noon)

    assert (counts.waiting, counts.amber, counts.red) == (3, 1, 1)
    assert queries.median_waits(noon - timedelta(days=90)) == {"t.text": timedelta(days=2)}


@pytest.mark.django_db(transaction=True)
def test_two_moderators_deciding_at_once_leave_one_decision(submit, moderators, codes, noon):
    from django.db import connection

    from moderation import actions
    from moderation.models import Decision

    item, start, refused = submit(), threading.Barrier(2), []

    def decide(moderator, act):
        start.wait()
        try:
            act(item, moderator, noon)
        except actions.CannotDecide as why:
            refused.append(why)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=decide, args=pair) for pair in zip(moderators, (approve, reject), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Decision.objects.count() == 1
    assert len(refused) == 1


@pytest.mark.django_db(transaction=True)
def test_eight_readers_pressing_at_once_get_eight_texts(submit, noon):
    from django.db import connection

    from accounts.rules.roles import Role
    from moderation import actions

    readers = [person(f"reader{number}", Role.MODERATOR) for number in range(8)]
    for number in range(8):
        submit(str(number))
    start, rounds = threading.Barrier(8, timeout=30), 12
    taken = [[] for _ in range(rounds)]

    def take(reader):
        try:
            for texts in taken:
                start.wait()
                mine = actions.take_next(moderator=reader, at=noon).pk
                texts.append(mine)
                start.wait()
                actions.release(item_id=mine, moderator=reader)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=[reader]) for reader in readers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [len(set(texts)) for texts in taken] == [8] * rounds

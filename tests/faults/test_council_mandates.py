"""A mandate that ends while its holder votes: the ballot is before the end and counted as such, or refused and noted.

the page            the end            the ballot
she reads it   ->   two officers  ->   409, nothing cast, a fact for the record
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.urls import reverse

from tests.accounts.people import sign_in
from tests.faults import hall

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]
HOUR = timedelta(hours=1)


@pytest.fixture
def scene(transactional_db):
    from ledger.queries import now
    from tests.council import scenes

    return scenes.council(now(), h=12, b=3)


def end(scene, seat, at):
    from council import actions
    from council.rules.kinds import Ended

    return actions.end_mandate(mandate_id=scene.seats[seat].mandates.get().pk, by=Ended.RECALL, at=at)


def on_another_connection(act):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(_and_close, act).result(timeout=60)


def _and_close(act):
    try:
        return act()
    finally:
        connection.close()


def test_a_seat_revoked_between_page_and_ballot_is_refused_and_the_refusal_is_on_record(
    scene, client, tmp_path
):
    from council.models import Ballot
    from ledger import queries
    from ledger.models import Fact

    motion = hall.a_vote(scene, queries.now() - HOUR, queries.now() + HOUR)
    box = reverse("council:cast", args=[motion.code, "h-2"])
    sign_in(client, scene.people["h-2"])
    page = client.get(box)
    on_another_connection(lambda: end(scene, "h-2", queries.now()))

    answer = client.post(box, {"choice": "yes", "key": uuid4()})

    assert page.status_code == 200
    assert answer.status_code == 409
    assert "Your mandate for this seat has ended. Nothing was recorded." in answer.content.decode()
    assert not Ballot.objects.exists()
    (noted,) = Fact.objects.filter(kind="council.ballot.refused")
    assert (noted.subject, noted.actor, noted.public) == (motion.subject, scene.people["h-2"].code, False)
    assert noted.body == {"round": 1, "seat": "h-2", "why": "mandate_expired"}
    assert queries.around(motion.subject).filter(kind="council.ballot.cast").count() == 0
    scene.close(motion)
    assert hall.verified(tmp_path / "export", queries.now()) == []


def test_a_program_is_refused_the_same_and_it_is_on_record_too(scene, client):
    from ledger import queries
    from ledger.models import Fact

    motion = hall.a_vote(scene, queries.now() - HOUR, queries.now() + HOUR)
    sign_in(client, scene.people["h-2"])
    on_another_connection(lambda: end(scene, "h-2", queries.now()))

    answer = client.post(
        reverse("api:motion-ballots", args=[motion.code]),
        {"seat": "h-2", "choice": "yes", "key": str(uuid4())}, content_type="application/json",
    )  # fmt: skip

    assert answer.status_code == 409
    assert [fact.body["why"] for fact in Fact.objects.filter(kind="council.ballot.refused")] == [
        "mandate_expired"
    ]


def test_a_ballot_waits_for_an_end_that_is_under_way_and_is_then_refused(scene):
    """The officers' act has begun and is not yet committed when she presses the button."""
    from council import actions
    from council.models import Ballot
    from ledger.queries import now

    motion = hall.a_vote(scene, now() - HOUR, now() + HOUR)
    ended, let_go = Event(), Event()

    def officers():
        with transaction.atomic():
            end(scene, "h-2", now())
            ended.set()
            let_go.wait(timeout=30)

    def holder():
        ended.wait(timeout=30)
        at = now()
        let_go_soon.submit(lambda: (let_go.wait(0.5), let_go.set()))
        return scene.cast(motion, "h-2", "yes", at)

    with ThreadPoolExecutor(1) as let_go_soon, ThreadPoolExecutor(2) as pool:
        act, ballot = pool.submit(_and_close, officers), pool.submit(_and_close, holder)
        with pytest.raises(actions.CannotVote, match="has ended"):
            ballot.result(timeout=60)
        act.result(timeout=60)

    assert not Ballot.objects.exists()


def test_a_mandate_does_not_end_before_a_ballot_that_was_let_in_under_it(scene, noon, tmp_path):
    """The officers' clock was read first, the ballot was first to the lock: the end is after it, not before."""
    from council.models import Ballot
    from ledger.queries import now

    motion = hall.a_vote(scene, now() - HOUR, now() + HOUR)
    read_early = now() - timedelta(minutes=1)
    ballot = scene.cast(motion, "h-2", "yes", now())

    mandate = end(scene, "h-2", read_early)

    assert mandate.until >= ballot.cast_at
    decision = scene.close(motion)
    assert decision.set_aside == [{"seat": "h-2", "hand": 1, "why": "mandate_ended"}]
    assert Ballot.objects.count() == 1
    assert hall.verified(tmp_path / "export", now()) == []


def test_ends_and_ballots_that_race_leave_a_log_that_anybody_can_re_derive(scene, tmp_path):
    from council import actions
    from council.models import Ballot
    from ledger.queries import now

    motion = hall.a_vote(scene, now() - HOUR, now() + HOUR)

    def act(i):
        seat = f"h-{i // 2 + 1}"
        if i % 2:
            return end(scene, seat, now())
        return scene.cast(motion, seat, "yes", now(), uuid4())

    answers = hall.together(24, act)

    voted = [a for a in answers[::2] if isinstance(a, Ballot)]
    assert all(isinstance(a, Ballot | actions.CannotVote) for a in answers[::2]), answers
    for ballot in Ballot.objects.select_related("mandate"):
        assert ballot.cast_at <= ballot.mandate.until
    decision = scene.close(motion)
    assert len(decision.set_aside) == len(voted)
    assert hall.verified(tmp_path / "export", now()) == []


def test_a_close_waits_for_an_end_that_is_under_way_and_sets_its_ballot_aside(scene, tmp_path):
    """Else the log would say that a mandate had ended, and count its ballot all the same."""
    from council import actions
    from council.models import ClosedDecision
    from ledger.queries import now

    motion = hall.a_vote(scene, now() - HOUR, now() + timedelta(seconds=3))
    scene.cast(motion, "h-2", "yes", now())
    ended, let_go = Event(), Event()

    def officers():
        with transaction.atomic():
            end(scene, "h-2", now())
            ended.set()
            let_go.wait(timeout=30)

    def clock():
        ended.wait(timeout=30)
        let_go_soon.submit(lambda: (let_go.wait(0.5), let_go.set()))
        return actions.close_voting(motion_id=motion.pk, at=motion.closes_at)

    with ThreadPoolExecutor(1) as let_go_soon, ThreadPoolExecutor(2) as pool:
        acts = [pool.submit(_and_close, officers), pool.submit(_and_close, clock)]
        for act in acts:
            act.result(timeout=60)

    assert ClosedDecision.objects.get().set_aside == [{"seat": "h-2", "hand": 1, "why": "mandate_ended"}]
    assert hall.verified(tmp_path / "export", now()) == []


def test_a_ballot_waits_for_a_substitutes_call_that_is_under_way_and_is_then_refused(scene):
    """The seat's row is the lock for who moves its hand: not two at once."""
    from council import actions
    from council.models import Ballot
    from ledger.queries import now
    from tests.council.lending import away, name

    motion = hall.a_vote(scene, now() - HOUR, now() + HOUR)
    name(scene, "h-2", "deputy", now() - HOUR)
    called, let_go = Event(), Event()

    def secretary():
        with transaction.atomic():
            away(scene, "h-2", now(), motion)
            called.set()
            let_go.wait(timeout=30)

    def holder():
        called.wait(timeout=30)
        at = now()
        let_go_soon.submit(lambda: (let_go.wait(0.5), let_go.set()))
        return scene.cast(motion, "h-2", "yes", at)

    with ThreadPoolExecutor(1) as let_go_soon, ThreadPoolExecutor(2) as pool:
        act, ballot = pool.submit(_and_close, secretary), pool.submit(_and_close, holder)
        with pytest.raises(actions.CannotVote, match="substitute was called"):
            ballot.result(timeout=60)
        act.result(timeout=60)

    assert not Ballot.objects.exists()

"""Many hands at once on real connections: one live ballot a seat, one close, nothing after it, nothing lost."""

from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest

from tests.faults import hall

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
WORDS = ("yes", "no", "abstain")


@pytest.mark.parametrize("seats", [20, pytest.param(200, marks=pytest.mark.full)])
def test_eight_parallel_ballots_on_each_seat_leave_one_live_on_each(seats, tmp_path):
    from council.models import Ballot
    from ledger.queries import now
    from tests.council import scenes

    at = now()
    scene = scenes.council(at, h=seats, b=1)
    motion = hall.a_vote(scene, at - HOUR, at + HOUR)
    abreast = Barrier(8)

    def act(thread):
        cast = []
        for number in range(1, seats + 1):
            abreast.wait(timeout=60)
            cast.append(scene.cast(motion, f"h-{number}", WORDS[(thread + number) % 3], now(), uuid4()))
        return cast

    answers = hall.together(8, act)

    acknowledged = {ballot.commitment for cast in answers for ballot in cast}
    live = Ballot.objects.live()
    assert live.count() == live.values("seat").distinct().count() == seats
    assert {ballot.commitment for ballot in Ballot.objects.all()} == acknowledged
    assert len(acknowledged) == 8 * seats
    assert sorted(Ballot.objects.values_list("n", flat=True)) == list(range(1, 8 * seats + 1))
    last = {row.seat_id: row.pk for row in Ballot.objects.order_by("n")}
    assert set(live.values_list("pk", flat=True)) == set(last.values())
    scene.close(motion)
    assert hall.verified(tmp_path / "export", at + HOUR) == []


def test_fifty_threads_cast_while_two_workers_close_and_the_log_has_no_gap(tmp_path):
    from council import actions
    from council.models import Ballot, ClosedDecision
    from ledger.models import Entry
    from ledger.queries import now
    from tests.council import scenes

    scene = scenes.council(now(), h=50, b=1)
    at = now()
    with hall.worker(), hall.worker():
        motion = hall.a_vote(scene, at - HOUR, now() + 6 * SECOND)

        def act(i):
            cast = []
            while True:
                try:
                    cast.append(scene.cast(motion, f"h-{i + 1}", WORDS[len(cast) % 3], now(), uuid4()))
                except actions.CannotVote as refusal:
                    return cast, str(refusal)

        answers = hall.together(50, act)

    decision = ClosedDecision.objects.get()
    accepted = {ballot.commitment for cast, _why in answers for ballot in cast}
    assert all("has closed" in why or "is not open" in why for _cast, why in answers)
    assert len(accepted) > 50, "nobody voted twice: nothing was tried"
    assert set(Ballot.objects.values_list("commitment", flat=True)) == accepted
    assert decision.closed_at >= motion.closes_at
    assert not Ballot.objects.filter(cast_at__gte=motion.closes_at).exists()
    assert hall.votes_facts(motion) == ["council.ballot.cast"] * len(accepted) + ["council.voting.closed"]
    # What each was told last is what was counted.
    said = {ballot.seat.code: ballot.choice for cast, _why in answers for ballot in cast[-1:]}
    assert {seat: decision.working["seats"][seat] for seat in said} == said
    assert hall.verified(tmp_path / "export", now()) == []
    numbers = list(Entry.objects.order_by("seq").values_list("seq", flat=True))
    assert numbers == list(range(len(numbers)))

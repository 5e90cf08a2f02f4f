"""On any date since the first exactly one edition of a charter is in force, whatever is enacted when."""

from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from charters import queries
from charters.models import Edition
from tests.charters.test_editions import enact, replace_article

steps = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 90), st.sampled_from(["art_2", "art_3"])),
    min_size=1,
    max_size=5,
)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_exactly_one_edition_is_in_force_on_every_day_since_the_first(charter, drafter, noon, steps):
    from django.db import transaction

    class Undo(Exception):
        pass

    try:
        with transaction.atomic():
            at = noon
            for wait, ahead, eid in steps:
                at += timedelta(days=wait)
                words = f"Words of {at.isoformat()} {ahead}."
                enact(
                    replace_article(charter, eid, words, drafter, at), at, at.date() + timedelta(days=ahead)
                )
            connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")

            first = charter.editions.get(number=1).since
            starts = list(charter.editions.values_list("since", flat=True))
            days = {d + timedelta(days=n) for d in starts for n in (-1, 0, 1)} | {
                at.date() + timedelta(days=3650)
            }
            for day in days:
                found = Edition.objects.in_force_on(day).filter(charter=charter).count()
                assert found == (1 if day >= first else 0)
            assert charter.editions.count() == len(steps) + 1
            # Nothing that was adopted is lost on the way.
            last = queries.latest_edition(charter)
            for eid in {step[2] for step in steps}:
                assert "Words of" in last.articles.get(eid=eid).text
            raise Undo
    except Undo:
        pass


@pytest.mark.django_db(transaction=True)
def test_two_enactments_at_once_follow_each_other(charter, drafter, noon):
    from threading import Barrier, Thread

    amendments = [
        replace_article(charter, eid, f"New words of {eid}.", drafter, noon) for eid in ("art_2", "art_3")
    ]
    start, errors = Barrier(2), []

    def run(amendment):
        start.wait()
        try:
            enact(amendment, noon)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    hands = [Thread(target=run, args=[a]) for a in amendments]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()

    assert errors == []
    texts = {a.eid: a.text for a in queries.values(queries.latest_edition(charter))}
    assert texts["art_2"] == "New words of art_2."
    assert texts["art_3"] == "New words of art_3."


@pytest.mark.django_db(transaction=True)
def test_one_amendment_enacted_by_two_hands_at_once_makes_one_edition(charter, drafter, noon):
    from threading import Barrier, Thread

    amendment = replace_article(charter, "art_3", "New words.", drafter, noon)
    start, made = Barrier(4), []

    def run():
        start.wait()
        try:
            made.append(enact(amendment, noon).pk)
        finally:
            connection.close()

    hands = [Thread(target=run) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()

    assert len(made) == 4
    assert len(set(made)) == 1
    assert charter.editions.count() == 2

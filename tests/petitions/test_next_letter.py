"""Which letter is the next, when there are many that say the same."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from petitions import actions
from petitions.models import Letter, Petition, Signature
from petitions.rules.mail import LetterKind
from tests.petitions.scene import DAY, NOON, opened, sign
from tests.petitions.test_announcing import close

pytestmark = pytest.mark.django_db


@pytest.fixture
def followed():
    """Nobody is owed a mail, and nobody follows it yet."""
    made = opened()
    actions.set_aside(at=NOON)
    Signature.objects.update(updates=False)
    Letter.objects.all().delete()
    made.attempts.all().delete()
    return Petition.objects.get(pk=made.pk)


def test_a_mail_that_is_asked_for_while_many_go_is_the_next(followed):
    for number in range(5):
        sign(followed, f"a{number}@shore.example", updates=True)
    close(followed)
    actions.announce_due(at=NOON)
    box = []

    def post(row):
        if len(box) == 2:
            Letter.objects.create(
                petition=followed, kind=LetterKind.REJECTED.value, email="z@shore.example",
                canonical="z@shore.example", key=UUID(int=0), asked_at=NOON, due_at=NOON, judged_at=NOON,
            )  # fmt: skip
        box.append(row.email)

    actions.mail_due(at=followed.closes_at + DAY, post=post)
    assert box.index("z@shore.example") == 3


def test_a_letter_that_comes_in_behind_a_tick_goes_with_the_next(followed):
    for number in range(3):
        sign(followed, f"a{number}@shore.example", updates=True)
    close(followed)
    actions.announce_due(at=NOON)
    late = Letter.objects.order_by("key").last()
    Letter.objects.filter(pk=late.pk).update(due_at=followed.closes_at + 2 * DAY)
    box = []

    def post(row):
        if not box:
            Letter.objects.filter(pk=late.pk).update(due_at=NOON, key=UUID(int=0))
        box.append(row.email)

    actions.mail_due(at=followed.closes_at + DAY, post=post)
    assert late.email not in box
    actions.mail_due(at=followed.closes_at + DAY, post=post)
    assert box[-1] == late.email


def test_the_next_of_many_letters_is_found_along_an_index_and_not_by_sorting_them(followed):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO petitions_letter (petition_id, kind, about, name, email, canonical, language, key, origin,
                                          asked_at, due_at, judged_at, held_by, tries, is_bulk)
            SELECT %s, 'closed', '', '', n || '@shore.example', n || '@shore.example', 'en', gen_random_uuid(), '',
                   %s, %s, %s, '', 0, true
            FROM generate_series(1, 20000) AS n
            """,
            [followed.pk, NOON, NOON, NOON],
        )
        cursor.execute("ANALYZE petitions_letter, petitions_petition")

    with CaptureQueriesContext(connection) as asked:
        actions.mail_due(at=NOON, post=lambda row: None, most=2)
    plans = [
        plan_of(query["sql"]) for query in asked if query["sql"].startswith('SELECT "petitions_letter"."id"')
    ]
    assert len(plans) == 4
    assert all("letter_shuffled" in plan and "Sort" not in plan for plan in plans), plans
    # Begins after the letter before.
    assert any("Index Cond" in line and "key >" in line for line in plans[-1].splitlines()), plans[-1]


def plan_of(statement):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}")
        return "\n".join(row[0] for row in cursor.fetchall())

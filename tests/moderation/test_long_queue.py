"""A queue of four hundred: the pages ask the database the same number of questions as for forty."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.accounts.people import sign_in
from tests.moderation.long_queue import fill

pytestmark = pytest.mark.django_db
# Of the view itself; session, person and roles come on top.
MOST = {"queue": 30, "item": 40, "alike": 30, "decide": 45}


def questions(act):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        answer = act()
    assert answer.status_code in (200, 302)
    return len(asked)


def round_of(client):
    """The questions of one moderator's round: the list, the next text, its group, a decision."""
    from moderation.models import Item

    first = Item.objects.queued().filter(alike__isnull=False).order_by("submitted_at").first()
    return {
        "queue": questions(lambda: client.get(reverse("moderation:queue"))),
        "item": questions(lambda: client.get(reverse("moderation:item", args=[first.uuid]))),
        "alike": questions(lambda: client.get(reverse("moderation:alike", args=[first.uuid]))),
        "decide": questions(
            lambda: client.post(
                reverse("moderation:decide", args=[first.uuid]), {"code": "fine", "text": "", "and_next": "1"}
            )
        ),
    }


def test_no_page_asks_more_of_four_hundred_than_of_forty(client, moderators, codes):
    from ledger.queries import now

    sign_in(client, moderators[0])
    fill(40, at=now() - timedelta(days=9))
    round_of(client)  # What is only asked once: the session's first words, the site's own rows.
    few = round_of(client)

    fill(360, at=now() - timedelta(days=8))
    many = round_of(client)

    assert many == few
    assert all(few[name] <= most for name, most in MOST.items()), few


def test_every_text_of_a_long_queue_is_found_by_walking_its_pages(client, moderators, codes):
    from ledger.queries import now
    from moderation.models import Item

    fill(60, at=now() - timedelta(days=8))
    sign_in(client, moderators[0])

    pages = [client.get(reverse("moderation:queue"), {"page": n}).context["page_obj"] for n in (1, 2, 3)]

    assert {item.pk for page in pages for item in page} == set(Item.objects.values_list("pk", flat=True))


@pytest.mark.full
def test_one_person_empties_a_queue_of_four_hundred(moderators, codes):
    from ledger.queries import now
    from moderation import actions, queries

    fill(400, at=now() - timedelta(days=8))
    decided = 0

    while item := actions.take_next(moderator=moderators[0], at=now()):
        actions.decide(item_id=item.pk, moderator=moderators[0], approve=True, code="fine", text="", at=now())
        decided += 1

    assert decided == 400
    assert not queries.queue().exists()

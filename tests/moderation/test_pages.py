"""The moderator's pages: take, read, decide, go on; and what they say when it is too late."""

import pytest
from django.urls import reverse

from tests.accounts.people import person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_the_desk(client, moderators):
    return sign_in(client, moderators[0])


def test_taking_the_next_text_leads_to_it_and_deciding_leads_on(at_the_desk, submit, codes):
    first, second = submit("a"), submit("b")

    answer = at_the_desk.post(reverse("moderation:next"))
    assert answer["Location"] == reverse("moderation:item", args=[first.uuid])
    page = at_the_desk.get(answer["Location"]).content.decode()
    assert "Text a" in page

    answer = at_the_desk.post(
        reverse("moderation:decide", args=[first.uuid]), {"code": "fine", "text": "", "and_next": "1"}
    )
    assert answer["Location"] == reverse("moderation:item", args=[second.uuid])


def test_a_lost_hold_is_a_409_that_says_so(at_the_desk, submit, moderators, codes):
    from ledger.queries import now
    from moderation import actions
    from moderation.models import Decision

    item = submit()
    at_the_desk.post(reverse("moderation:next"))
    actions.lock(item_id=item.pk, moderator=moderators[1], at=now(), take_over=True)

    answer = at_the_desk.post(reverse("moderation:decide", args=[item.uuid]), {"code": "fine"})

    assert answer.status_code == 409
    assert "took this over" in answer.content.decode()
    assert not Decision.objects.exists()


def test_reading_holds_nothing(at_the_desk, submit):
    from moderation.models import Lock

    at_the_desk.get(reverse("moderation:item", args=[submit().uuid]))

    assert not Lock.objects.exists()


def test_texts_are_shown_as_text(at_the_desk, submit):
    item = submit(snapshot={"title": "<script>alert(1)</script>", "background": "<img src=x hx-get=/>"})

    page = at_the_desk.get(reverse("moderation:item", args=[item.uuid])).content.decode()

    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize("text", ["x" * 1_000_000, "nul\x00byte"])
def test_hostile_words_are_refused_and_change_nothing(at_the_desk, submit, codes, text):
    from moderation.models import Decision

    item = submit()

    page = at_the_desk.post(reverse("moderation:decide", args=[item.uuid]), {"code": "fine", "text": text})
    api = at_the_desk.post(
        reverse("api:moderation-item-decide", args=[item.uuid]), {"code": "fine", "text": text},
        content_type="application/json",
    )  # fmt: skip

    assert page.status_code == 422
    assert api.status_code == 400
    assert not Decision.objects.exists()


def test_nobody_but_the_author_finds_the_appeal(client, submit, moderators, codes, noon):
    from tests.moderation.test_queue import reject

    item = submit()
    reject(item, moderators[0], noon)

    assert sign_in(client, person()).get(reverse("moderation:appeal", args=[item.uuid])).status_code == 404


def test_the_public_page_prints_codes_and_uses(client, submit, moderators, codes):
    from ledger.queries import now
    from tests.moderation.test_queue import reject

    reject(submit(), moderators[0], now())

    page = client.get(reverse("moderation:codes")).content.decode()

    assert "Not clear" in page
    assert "marten" not in page.lower()


@pytest.mark.parametrize(
    "code", ["", "\x00", "no-such-code", "x" * 10_000, ["fine"], {"slug": "fine"}, None, 7]
)
def test_a_decision_without_a_published_code_is_refused_by_name(at_the_desk, submit, codes, code):
    from moderation.models import Decision

    answer = at_the_desk.post(
        reverse("api:moderation-item-decide", args=[submit().uuid]), {"code": code}, content_type="application/json"
    )  # fmt: skip

    assert answer.status_code == 400
    assert "code" in answer.json()["errors"]
    assert not Decision.objects.exists()

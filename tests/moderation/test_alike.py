"""Near-duplicates: found when they come, read as one group, decided one by one in the record."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.accounts.people import person, sign_in
from tests.moderation.test_queue import approve, reject

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PLEA = "Open the sluice of the Ister creek at night so that the shad can pass to the reeds before the spring tide ends."
OTHER = "Plant alders along the quay and keep the mowing machines away from the banks while the warblers raise young."


def text(name, words=PLEA):
    return {"title": f"Text {name}", "background": words}


@pytest.fixture
def three(submit, noon):
    """An original, and two copies with a word changed."""
    return [
        submit("a", snapshot=text("a")),
        submit("b", snapshot=text("b", PLEA.replace("night", "dusk")), at=noon + DAY),
        submit("c", snapshot=text("c", PLEA.replace("shad", "eels")), at=noon + 2 * DAY),
    ]


def test_a_copy_finds_the_first_of_its_group_and_another_text_stays_alone(three, submit, noon):
    first, second, third = three

    alone = submit("d", snapshot=text("d", OTHER), at=noon + 3 * DAY)

    assert (first.original, second.original, third.original) == (None, first, first)
    assert alone.original is None


@pytest.mark.parametrize(
    "words", ["افتحوا بوابة النهر ليلا حتى يعبر السمك إلى القصب قبل نهاية مد الربيع في الوادي", PLEA.upper()]
)
def test_any_script_is_compared(submit, words, noon):
    first = submit("a", snapshot=text("a", words))

    copy = submit("b", snapshot=text("b", words + " !"), at=noon + DAY)

    assert copy.original == first


def test_short_texts_another_kind_and_another_version_of_the_same_are_no_duplicates(
    submit, moderators, codes, noon
):
    submit("a", snapshot={"title": "Clean the creek"})
    approve(submit("b", snapshot=text("b")), moderators[0], noon)

    assert submit("c", snapshot={"title": "Clean the creek"}, at=noon + DAY).original is None
    assert submit("d", snapshot=text("d"), kind="t.other", at=noon + DAY).original is None
    assert submit("b", snapshot=text("b"), at=noon + DAY).original is None


def test_an_approved_text_is_an_original_for_ninety_days_and_a_rejected_one_never(
    submit, moderators, codes, noon
):
    from moderation.rules.similarity import LOOK_BACK

    approve(submit("a", snapshot=text("a")), moderators[0], noon)
    reject(submit("x", snapshot=text("x", OTHER)), moderators[0], noon)

    assert submit("b", snapshot=text("b"), at=noon + LOOK_BACK).original.subject == "t.text/a"
    assert submit("y", snapshot=text("y", OTHER), at=noon + DAY).original is None
    # What is like b belongs to a's group, though a itself is too long ago.
    assert submit("c", snapshot=text("c"), at=noon + LOOK_BACK + DAY).original.subject == "t.text/a"


def test_a_newer_text_is_compared_again(three, submit):
    again = submit("b", snapshot=text("b", OTHER))

    assert again.original is None


def test_all_or_some_are_decided_each_with_its_own_record_that_names_the_first(
    three, moderators, codes, noon
):
    from ledger.queries import around
    from moderation import actions, queries

    first, second, third = three

    together = actions.decide_together(
        original_id=first.pk, item_ids=[first.pk, second.pk], moderator=moderators[0], approve=False,
        code="unclear", text="Said already.", at=noon + 3 * DAY,
    )  # fmt: skip

    assert [made.item for made in together.made] == [first, second]
    assert [made.original for made in together.made] == [None, first]
    facts = [around(item.subject).get(kind="moderation.item.rejected") for item in (first, second)]
    assert "original" not in facts[0].body
    assert facts[1].body["original"] == first.ref
    assert list(queries.alike_waiting(first)) == [third]


def test_what_was_hidden_is_named_by_no_record_of_its_copies(three, moderators, codes, noon):
    from ledger.queries import around
    from moderation import actions

    actions.decide_together(
        original_id=three[0].pk, item_ids=[item.pk for item in three], moderator=moderators[0], approve=False,
        code="private", text="", at=noon + 3 * DAY,
    )  # fmt: skip

    for item in three:
        assert "t.text/" not in str(around(item.subject).get(kind="moderation.item.rejected").body)


def test_what_a_colleague_reads_or_one_wrote_oneself_is_left_and_named(submit, moderators, codes, noon):
    from moderation import actions

    marten, odile = moderators
    first = submit("a", snapshot=text("a"))
    own = submit("b", snapshot=text("b"), author=marten.code, at=noon + DAY)
    held = submit("c", snapshot=text("c"), at=noon + DAY)
    actions.lock(item_id=held.pk, moderator=odile, at=noon + DAY)

    together = actions.decide_together(
        original_id=first.pk, item_ids=[first.pk, own.pk, held.pk], moderator=marten, approve=True, code="fine",
        text="", at=noon + DAY,
    )  # fmt: skip

    assert [made.item for made in together.made] == [first]
    assert [item for item, _why in together.left] == [own, held]
    assert all(why for _item, why in together.left)


def test_a_text_of_another_group_is_refused_with_all(three, submit, moderators, codes, noon):
    from moderation import actions
    from moderation.models import Decision

    stranger = submit("d", snapshot=text("d", OTHER))

    for chosen in ([three[0].pk, stranger.pk], []):
        with pytest.raises(actions.CannotDecide):
            actions.decide_together(
                original_id=three[0].pk, item_ids=chosen, moderator=moderators[0], approve=True, code="fine",
                text="", at=noon,
            )  # fmt: skip
    assert not Decision.objects.exists()


def test_the_page_of_the_group_shows_the_first_and_decides_the_chosen(client, three, moderators, codes):
    sign_in(client, moderators[0])
    address = reverse("moderation:alike", args=[three[2].uuid])

    page = client.get(address).content.decode()
    answer = client.post(
        address, {"texts": [three[1].uuid, three[2].uuid], "code": "unclear", "text": "Said already."}
    )

    assert PLEA in page
    assert page.count("% the same") == 2
    assert answer["Location"] == reverse("moderation:alike", args=[three[0].uuid])
    three[0].refresh_from_db()
    assert three[0].state == "waiting"
    assert {item.decisions.get().original for item in three[1:]} == {three[0]}


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"code": "unclear"},
        {"texts": ["nonsense"], "code": "unclear"},
        {"texts": ["\x00"], "code": "fine"},
    ],
)
def test_a_group_decided_without_texts_or_code_keeps_the_form(client, three, moderators, codes, said):
    from moderation.models import Decision

    sign_in(client, moderators[0])

    answer = client.post(reverse("moderation:alike", args=[three[0].uuid]), said)

    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert not Decision.objects.exists()


def test_the_api_lists_a_group_and_decides_it(client, three, moderators, codes):
    sign_in(client, moderators[0])
    first, second, third = three

    listed = client.get(reverse("api:moderation-item-alike", args=[second.uuid])).json()
    beside = client.get(reverse("api:moderation-item-beside", args=[second.uuid])).json()
    answer = client.post(
        reverse("api:moderation-item-decide-alike", args=[second.uuid]),
        {"texts": [str(first.uuid), str(third.uuid)], "code": "unclear", "text": "Said already."},
        content_type="application/json",
    )

    likeness = {row["uuid"]: row["likeness"] for row in listed["results"]}
    assert set(likeness) == {str(item.uuid) for item in three}
    assert likeness[str(first.uuid)] == 100
    assert beside["original"] == str(first.uuid)
    assert 60 <= beside["likeness"] < 100
    assert sorted(answer.json()["decided"]) == sorted([str(first.uuid), str(third.uuid)])


def test_a_text_that_is_taken_back_for_good_leaves_nothing_to_compare(three):
    from moderation import actions
    from moderation.models import Item

    actions.forget(subject=three[0].subject)

    assert Item.objects.values_list("plain", flat=True).get(pk=three[0].pk) == "[]"


def test_nobody_else_sees_a_group(client, three):
    assert sign_in(client, person()).get(reverse("moderation:alike", args=[three[0].uuid])).status_code == 403

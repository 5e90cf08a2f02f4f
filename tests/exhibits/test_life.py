"""Draft, review by a second person, published, withdrawn; nothing without words goes out."""

import pytest
from django.db import IntegrityError, transaction

from crises import tasks
from exhibits import actions
from exhibits.models import Exhibit
from exhibits.rules.exhibit_life import MOVES, PUBLIC, Refused, State, move
from ledger.models import Fact
from tests.crises.water import a_run
from tests.exhibits.conftest import publish


def test_every_state_is_reachable_and_no_move_leaves_the_table():
    seen, todo = set(), [State.DRAFT]
    while todo:
        state = todo.pop()
        if state not in seen:
            seen.add(state)
            todo += MOVES[state]

    assert seen == set(State) == set(MOVES)
    for current in State:
        for to in State:
            if to not in MOVES[current]:
                with pytest.raises(Refused):
                    move(current, to)


def test_only_review_leads_to_the_public():
    assert {s for s in State if MOVES[s] & PUBLIC} == {State.REVIEW}


def test_a_run_without_a_plan_makes_a_draft_too_and_has_no_night_with_one(water, mira, noon):
    run = a_run(water, noon)
    tasks.finish_here(run.pk)

    made = actions.draft_from_run(run=run.number, artist=mira, title="Alone", at=noon)

    assert {scene.arm for scene in made.scenes.all()} == {"baseline"}
    with pytest.raises(actions.CannotEdit, match="no picture of that night"):
        actions.add_scene(exhibit_id=made.pk, artist=mira, arm="plan", day=1, at=noon)


def test_an_approved_work_is_published_once_with_one_public_fact(draft, mira, noon):
    published = publish(draft, mira, noon)
    actions.publish_exhibit(slug=draft.slug, at=noon)

    assert published.state == "published"
    (fact,) = Fact.objects.filter(kind="exhibits.exhibit.published")
    assert fact.public
    assert f"crises.run/{draft.run}" in fact.about
    assert fact.body["texts"] == published.texts_sha256


def test_a_scene_without_a_text_twin_is_not_sent(draft, mira, noon):
    scene = draft.scenes.first()
    actions.edit_scene(scene_id=scene.pk, artist=mira, at=noon, text={"text_twin": "  "})

    with pytest.raises(actions.CannotSubmit, match="no text twin"):
        actions.submit_exhibit(exhibit_id=draft.pk, artist=mira, at=noon)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_the_database_itself_refuses_a_published_scene_without_words(draft, noon):
    draft.scenes.filter(number=1).update(text_twin="")

    with pytest.raises(IntegrityError, match="text twin"), transaction.atomic():
        Exhibit.objects.filter(pk=draft.pk).update(state="published", published_at=noon)


def test_a_work_without_scenes_is_not_sent(draft, mira, noon):
    for scene in list(draft.scenes.order_by("-number")):
        actions.remove_scene(scene_id=scene.pk, artist=mira, at=noon)

    with pytest.raises(actions.CannotSubmit, match="needs a scene"):
        actions.submit_exhibit(exhibit_id=draft.pk, artist=mira, at=noon)


def test_in_review_nothing_changes(draft, mira, noon):
    actions.submit_exhibit(exhibit_id=draft.pk, artist=mira, at=noon)

    with pytest.raises(actions.CannotEdit, match="Only a draft"):
        actions.edit_scene(scene_id=draft.scenes.first().pk, artist=mira, at=noon, text={"title": "Other"})


def test_an_artist_who_moderates_does_not_publish_their_own_work(draft, mira, noon):
    from accounts.models import RoleGrant
    from accounts.rules.roles import Role
    from moderation import actions as moderation
    from moderation import queries
    from moderation.models import Code

    Code.objects.create(slug="fine", label="Fine", public_text="Fine.", approves=True, hides=False)
    RoleGrant.objects.create(user=mira, role=Role.MODERATOR.value, since=noon)
    actions.submit_exhibit(exhibit_id=draft.pk, artist=mira, at=noon)

    with pytest.raises(moderation.CannotDecide, match="own text"):
        moderation.decide(
            item_id=queries.open_item(draft.subject).pk,
            moderator=mira,
            approve=True,
            code="fine",
            text="",
            at=noon,
        )


def test_a_refused_work_is_a_draft_again(draft, mira, noon):
    from accounts.rules.roles import Role
    from ledger import actions as ledger
    from moderation import actions as moderation
    from moderation import queries
    from moderation.models import Code
    from tests.accounts.people import person

    Code.objects.create(slug="not-clear", label="Not clear", public_text="Why.", approves=False, hides=False)
    actions.submit_exhibit(exhibit_id=draft.pk, artist=mira, at=noon)
    moderation.decide(
        item_id=queries.open_item(draft.subject).pk, moderator=person("", Role.MODERATOR), approve=False,
        code="not-clear", text="Say whose night it is.", at=noon,
    )  # fmt: skip
    ledger.deliver_due(at=noon)

    draft.refresh_from_db()
    assert draft.state == "draft"
    assert publish(draft, mira, noon).state == "published"


def test_its_artist_or_a_curator_withdraws_it_and_nobody_else(published, mira, noon):
    from accounts.rules.roles import Role
    from tests.accounts.people import person

    with pytest.raises(actions.CannotWithdraw):
        actions.withdraw_exhibit(exhibit_id=published.pk, by=person("", Role.ARTIST), at=noon)
    actions.withdraw_exhibit(exhibit_id=published.pk, by=person("", Role.CURATOR), at=noon)

    published.refresh_from_db()
    assert published.state == "withdrawn"
    assert Fact.objects.filter(kind="exhibits.exhibit.withdrawn", public=True).count() == 1


def test_a_withdrawn_work_can_be_taken_up_again(published, mira, noon):
    actions.withdraw_exhibit(exhibit_id=published.pk, by=mira, at=noon)

    assert actions.reopen_exhibit(exhibit_id=published.pk, artist=mira, at=noon).state == "draft"


def test_a_finished_run_makes_no_exhibit_by_itself(run, noon):
    from ledger import actions as ledger

    ledger.deliver_due(at=noon)

    assert not Exhibit.objects.exists()

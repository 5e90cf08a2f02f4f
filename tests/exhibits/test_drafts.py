"""From a finished run to a draft: pictures, numbers and first words from one source."""

import pytest

from exhibits import actions, queries, words
from exhibits.models import Exhibit


def test_a_finished_run_gives_an_artist_scenes_with_words_pictures_and_numbers(draft, run):
    scenes = list(draft.scenes.order_by("number"))

    assert [s.number for s in scenes] == list(range(1, len(scenes) + 1))
    assert {s.arm for s in scenes} == {"baseline", "plan"}
    for scene in scenes:
        assert scene.text_twin
        assert scene.alt_text
        assert len(scene.picture["ridges"]) == 34
        assert scene.numbers["limit"]["value"] == run.statistics.document["limit"]["value"]
        assert scene.frame_sha256 == run.frames.get(arm=scene.arm, layer="median", day=scene.day).sha256


def test_words_and_numbers_agree_with_the_run(draft, run):
    document = run.statistics.document
    zone = next(z for z in document["zones"] if z["slug"] == document["finding"]["zone"])
    scene = draft.scenes.filter(arm="plan").first()
    numbers = scene.numbers

    read = words.filled(scene.text_twin, numbers)

    assert "{" not in read
    assert numbers["town"]["value"] == zone["arms"]["plan"]["bands"][2][scene.day - 1]
    assert words.said(numbers["town"]) in read
    assert words.said(numbers["treated"]) in read


def test_the_same_frame_is_always_the_same_picture(draft, run):
    scene = draft.scenes.first()

    again = queries.material(run, scene.arm, scene.day)

    assert again.picture == scene.picture


def test_nobody_but_an_artist_drafts(run, noon):
    from tests.accounts.people import person

    with pytest.raises(actions.CannotDraft, match="Only artists"):
        actions.draft_from_run(run=run.number, artist=person("pia"), title="Mine", at=noon)
    assert not Exhibit.objects.exists()


def test_an_unfinished_run_gives_nothing(water, mira, noon):
    from tests.crises.water import a_run

    queued = a_run(water, noon)

    with pytest.raises(actions.CannotDraft, match="no finished run"):
        actions.draft_from_run(run=queued.number, artist=mira, title="Early", at=noon)


def test_two_works_of_one_title_have_two_addresses(draft, run, mira, noon):
    other = actions.draft_from_run(run=run.number, artist=mira, title="Inside the bloom", at=noon)
    arabic = actions.draft_from_run(run=run.number, artist=mira, title="داخل الازدهار", at=noon)

    assert (draft.slug, other.slug, arabic.slug) == ("inside-the-bloom", "inside-the-bloom-2", "exhibit")


def test_a_number_that_does_not_exist_is_refused_by_name(draft, mira, noon):
    scene = draft.scenes.first()

    with pytest.raises(actions.CannotEdit, match=r"no number called \{luck\}"):
        actions.edit_scene(
            scene_id=scene.pk, artist=mira, at=noon, text={"text_twin": "There is {luck} here."}
        )


def test_somebody_elses_draft_cannot_be_touched(draft, noon):
    from accounts.rules.roles import Role
    from tests.accounts.people import person

    other, scene = person("other", Role.ARTIST), draft.scenes.first()

    for act in (
        lambda: actions.edit_scene(scene_id=scene.pk, artist=other, at=noon, text={"title": "Mine"}),
        lambda: actions.remove_scene(scene_id=scene.pk, artist=other, at=noon),
        lambda: actions.submit_exhibit(exhibit_id=draft.pk, artist=other, at=noon),
        lambda: actions.edit_exhibit(exhibit_id=draft.pk, artist=other, at=noon, fields={"title": "Mine"}),
    ):
        with pytest.raises(actions.CannotEdit, match="somebody else"):
            act()


def test_scenes_change_places_and_close_ranks(draft, mira, noon):
    titles = [s.title for s in draft.scenes.order_by("number")]
    first, second = draft.scenes.order_by("number")[:2]

    actions.move_scene(scene_id=second.pk, artist=mira, by=-1, at=noon)
    actions.remove_scene(scene_id=first.pk, artist=mira, at=noon)

    assert [s.title for s in draft.scenes.order_by("number")] == [titles[1], *titles[2:]]
    assert [s.number for s in draft.scenes.order_by("number")] == list(range(1, len(titles)))


def test_another_night_joins_at_the_end_and_a_missing_one_is_refused(draft, mira, noon):
    before = draft.scenes.count()

    added = actions.add_scene(exhibit_id=draft.pk, artist=mira, arm="plan", day=1, at=noon)

    assert added.number == before + 1
    with pytest.raises(actions.CannotEdit, match="no picture of that night"):
        actions.add_scene(exhibit_id=draft.pk, artist=mira, arm="plan", day=80, at=noon)

"""Who erases their account takes their words along, but for a story they chose to leave without a name."""

import json

import pytest
from django.core.files.storage import default_storage

from accounts import actions as accounts
from biomes import actions
from biomes.models import Picture, Sighting, Statement, Story
from biomes.rules.consent import Capacity, Label, Method
from biomes.rules.sighted import Sighted
from biomes.rules.story import Afterwards, Consent
from biomes.rules.words import Precision
from ledger import actions as ledger
from ledger.models import Fact
from moderation.models import Item
from tests.accounts.people import person, sign_in
from tests.biomes import makers

pytestmark = pytest.mark.django_db
OGG = b"OggS" + b"\x00" * 60
NAME, WORDS = "Quagmyrrha Fen", "Eelsong"


@pytest.fixture(autouse=True)
def store(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def mara(lagoon):
    return person("mara")


def told(lagoon, mara, noon, afterwards, *, consent=Consent.NOBODY, approved=True):
    photo = actions.Photo(data=makers.photograph(), alt="Dusk", licence="CC-BY-4.0", credit=NAME)
    story = actions.tell_story(
        biome=lagoon, tellings=[{"language": "en", "title": f"{WORDS} night", "text": f"{WORDS} all night"}], teller=NAME,
        consent=actions.Said(how=consent, who=f"{NAME} and Old Ned", may_see=True, may_export=True), author=mara.code,
        at=noon, sound=OGG, transcript="Humming", photos=[photo], afterwards=afterwards,
    )  # fmt: skip
    if approved:
        actions.apply_decision_on_story(code=str(story.uuid), approved=True, at=noon)
    return story


def leave(user, noon):
    accounts.erase_person(user=user, at=noon)


def hear(noon, capture):
    with capture(execute=True):
        ledger.deliver_due(at=noon)


def everywhere(client, story):
    """What anybody can read of it, page by page."""
    addresses = (
        "/stories/", f"/stories/{story.uuid}/", "/biomes/lagoon/", "/api/v1/stories/",
        f"/api/v1/stories/{story.uuid}/", "/search/?q=night",
    )  # fmt: skip
    return " ".join(client.get(one).content.decode("utf-8", "replace") for one in addresses)


def test_a_story_that_was_to_go_shows_nowhere_as_soon_as_its_author_left(client, lagoon, mara, noon):
    story = told(lagoon, mara, noon, Afterwards.TAKEN_DOWN)
    assert WORDS in everywhere(client, story)

    leave(mara, noon)

    assert WORDS not in everywhere(client, story)
    assert client.get(f"/stories/{story.uuid}/sound/").status_code == 404


def test_a_story_that_was_to_go_is_erased_with_its_files(
    client, lagoon, mara, noon, django_capture_on_commit_callbacks
):
    story = told(lagoon, mara, noon, Afterwards.TAKEN_DOWN)
    names = [story.sound, *Picture.objects.get().files.values()]

    leave(mara, noon)
    hear(noon, django_capture_on_commit_callbacks)

    story.refresh_from_db()
    assert (story.stage, story.tellings, story.transcript, story.consent_of) == ("withdrawn", [], "", "")
    assert not any(default_storage.exists(name) for name in names)
    assert (Picture.objects.count(), Item.objects.get().snapshot) == (0, {})
    assert client.get(f"/stories/{story.uuid}/").status_code == 410


def test_a_story_left_behind_stands_without_a_name(
    client, lagoon, mara, noon, django_capture_on_commit_callbacks
):
    story = told(lagoon, mara, noon, Afterwards.NAMELESS)

    leave(mara, noon)
    hear(noon, django_capture_on_commit_callbacks)

    said = everywhere(client, story)
    assert f"{WORDS} all night" in said
    assert "somebody who has left" in said
    assert NAME not in said
    story.refresh_from_db()
    assert (story.stage, story.teller, story.consent_of) == ("published", "", "")
    assert NAME not in json.dumps(Item.objects.get().snapshot)
    assert Picture.objects.public().get().credit == ""
    assert client.get(f"/stories/{story.uuid}/sound/").status_code == 200


def test_who_of_those_portrayed_consented_stays_as_long_as_the_story(
    lagoon, mara, noon, django_capture_on_commit_callbacks
):
    story = told(lagoon, mara, noon, Afterwards.NAMELESS, consent=Consent.SPOKEN)

    leave(mara, noon)
    hear(noon, django_capture_on_commit_callbacks)

    story.refresh_from_db()
    assert story.consent_of.endswith("Old Ned")


def test_a_story_nobody_has_read_goes_whatever_was_chosen(
    lagoon, mara, noon, django_capture_on_commit_callbacks
):
    story = told(lagoon, mara, noon, Afterwards.NAMELESS, approved=False)

    leave(mara, noon)
    hear(noon, django_capture_on_commit_callbacks)

    story.refresh_from_db()
    assert (story.stage, Item.objects.get().state, Picture.objects.count()) == ("withdrawn", "withdrawn", 0)


def test_to_hear_of_a_leaving_twice_changes_nothing(lagoon, mara, noon, django_capture_on_commit_callbacks):
    told(lagoon, mara, noon, Afterwards.TAKEN_DOWN)
    left = told(lagoon, mara, noon, Afterwards.NAMELESS)
    leave(mara, noon)
    hear(noon, django_capture_on_commit_callbacks)
    before = list(Story.objects.values()), Fact.objects.filter(kind="biomes.story.withdrawn").count()

    actions.part_with_stories_of(author=mara.code, at=noon)

    after = list(Story.objects.values()), Fact.objects.filter(kind="biomes.story.withdrawn").count()
    assert before == after
    assert Story.objects.public().get() == left


def test_stories_of_others_stay_as_they_are(lagoon, mara, noon, django_capture_on_commit_callbacks):
    story = told(lagoon, person("ned"), noon, Afterwards.TAKEN_DOWN)

    leave(mara, noon)
    hear(noon, django_capture_on_commit_callbacks)

    assert Story.objects.public().get() == story


def test_the_choice_is_made_when_telling_and_can_be_made_anew(client, lagoon, mara, noon):
    sign_in(client, mara)
    form = {
        "biome": "lagoon", "teller": NAME, "language": "en", "title": "T", "text": "t", "consent": "nobody", "may_see": "on",
        "afterwards": "nameless",
    }  # fmt: skip

    client.post("/stories/tell/", form)
    story = Story.objects.get()
    assert story.afterwards == "nameless"
    page = client.get(f"/stories/{story.uuid}/").content.decode()
    assert "It stays, without the name of who tells it" in page
    client.post(f"/stories/{story.uuid}/afterwards/", {"afterwards": "taken_down"})
    story.refresh_from_db()
    assert story.afterwards == "taken_down"
    client.post(f"/stories/{story.uuid}/afterwards/", {"afterwards": "burnt"}, follow=True)
    answer = client.post(
        f"/api/v1/stories/{story.uuid}/afterwards/", '{"afterwards": "nameless"}', "application/json"
    )
    story.refresh_from_db()
    assert (answer.status_code, story.afterwards) == (204, "nameless")


def test_nobody_chooses_for_another(client, lagoon, mara, noon):
    story = told(lagoon, mara, noon, Afterwards.TAKEN_DOWN)
    sign_in(client, person("stranger"))

    page = client.post(f"/stories/{story.uuid}/afterwards/", {"afterwards": "nameless"})
    api = client.post(
        f"/api/v1/stories/{story.uuid}/afterwards/", '{"afterwards": "nameless"}', "application/json"
    )

    assert (page.status_code, api.status_code) == (404, 404)
    with pytest.raises(actions.CannotTell):
        actions.choose_afterwards(story_id=story.pk, author="p", afterwards=Afterwards.NAMELESS)
    assert Story.objects.get().afterwards == "taken_down"


def test_a_withdrawn_story_has_no_choice_left(client, lagoon, mara, noon):
    story = told(lagoon, mara, noon, Afterwards.TAKEN_DOWN)
    actions.withdraw_story(story_id=story.pk, actor=mara.code, at=noon)
    sign_in(client, mara)

    page = client.post(f"/stories/{story.uuid}/afterwards/", {"afterwards": "nameless"})
    api = client.post(
        f"/api/v1/stories/{story.uuid}/afterwards/", '{"afterwards": "nameless"}', "application/json"
    )

    assert (page.status_code, api.status_code) == (404, 409)


def seen(lagoon, mara, noon):
    return actions.file_sighting(
        biome=lagoon, kind=Sighted.FOAM, said=WORDS, seen_at=noon, precision=Precision.DAY, lon=-24.15, lat=38.05,
        cell_m=100, photos=[actions.SentPhoto(data=makers.photograph(), alt="Foam")], language="en", by=mara.code, at=noon,
    )  # fmt: skip


def test_a_sighting_nobody_has_looked_at_goes_and_an_accepted_one_stays_without_words(
    lagoon, mara, noon, django_capture_on_commit_callbacks
):
    waiting, accepted = seen(lagoon, mara, noon), seen(lagoon, mara, noon)
    actions.apply_sighting_decision(uuid=str(accepted.uuid), approved=True, at=noon)

    leave(mara, noon)
    hear(noon, django_capture_on_commit_callbacks)

    assert Sighting.objects.get(pk=waiting.pk).state == "withdrawn"
    assert Sighting.objects.public().get().said == ""
    assert [one.subject for one in Picture.objects.all()] == [accepted.subject]


def test_a_statement_goes_with_who_said_it(lagoon, mara, noon, django_capture_on_commit_callbacks):
    made = actions.file_statement(
        biome=lagoon, author=mara, capacity=Capacity.NEIGHBOUR, standing="", method=Method.OBSERVATION, text=WORDS,
        language="en", evidence=[], no_evidence="none", label=Label.OPEN, at=noon,
    )  # fmt: skip
    actions.apply_statement_decision(uuid=str(made.uuid), approved=True, at=noon)

    leave(mara, noon)
    assert not Statement.objects.published().exists()
    hear(noon, django_capture_on_commit_callbacks)

    made.refresh_from_db()
    assert (made.state, made.text) == ("withdrawn", "")


def test_a_persons_export_holds_their_stories(client, lagoon, mara, noon):
    told(lagoon, mara, noon, Afterwards.TAKEN_DOWN)
    sign_in(client, mara)

    held = {one["column"]: one["values"] for one in client.get("/accounts/export/").json()["held"]}

    assert held["biomes.Story.tellings"][0][0]["title"] == f"{WORDS} night"
    assert held["biomes.Story.transcript"] == ["Humming"]

"""Community stories: told with consent, read before they show, and gone everywhere once consent is taken back."""

import json
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.rules.roles import Role
from biomes import actions, queries
from biomes.models import Picture, Story
from biomes.rules.story import MOVES, Consent, Sound, Stage, sound_of
from ledger import actions as ledger
from moderation import actions as moderation
from moderation.models import Item
from tests.accounts.people import person, sign_in
from tests.biomes import makers

pytestmark = pytest.mark.django_db
OGG = b"OggS" + b"\x00" * 60
MARK = "Quagmyrrh"
FORM = {
    "biome": "lagoon", "teller": "Night fishers", "language": "en", "title": f"{MARK} night", "text": f"{MARK} sang.",
    "consent": "spoken", "consent_of": "Old Mara", "may_see": "on", "may_quote": "on",
}  # fmt: skip


@pytest.fixture
def mara(client, lagoon):
    return sign_in(client, person("mara"))


@pytest.fixture(autouse=True)
def store(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


def picture():
    out = BytesIO()
    Image.new("RGB", (40, 40), "blue").save(out, "PNG")
    return SimpleUploadedFile("a.png", out.getvalue())


def everything():
    return {
        "sound": SimpleUploadedFile("../../evil.html", OGG), "transcript": f"{MARK} humming", "photo": picture(),
        "photo_alt": f"{MARK} at dusk", "photo_credit": "Mara", "photo_licence": "CC-BY-4.0",
        "other_language": "ar", "other_title": "ليل", "other_text": "غنّت البحيرة", "may_export": "on",
    }  # fmt: skip


def told(client, **more):
    answer = client.post("/stories/tell/", FORM | more)
    assert answer.status_code == 302, answer.context["form"].errors
    return Story.objects.get()


def decide(approve=True):
    from ledger.queries import now

    code = moderation.publish_code(slug=f"c-{approve}", label="c", public_text="c", approves=approve)
    moderation.decide(
        item_id=Item.objects.get().pk,
        moderator=person(f"mod-{approve}", Role.MODERATOR),
        approve=approve,
        code=code.slug,
        text="",
        at=now(),
    )
    ledger.deliver_due(at=now())


def surfaces(story):
    return (
        "/stories/", "/stories/?biome=lagoon", f"/stories/{story.uuid}/", f"/stories/{story.uuid}/sound/", "/biomes/lagoon/",
        "/api/v1/stories/", f"/api/v1/stories/{story.uuid}/", "/search/?q=night", "/sitemap.xml", "/ledger/", "/ar/stories/",
    )  # fmt: skip


def shown(client, story):
    """Addresses that say the marker word."""
    found = []
    for address in surfaces(story):
        answer = client.get(address)
        if MARK in answer.content.decode("utf-8", "replace"):
            found.append(address)
    return found


def test_a_story_waits_for_a_moderator_and_then_shows(client, mara):
    story = told(client, **everything())
    client.logout()
    assert shown(client, story) == []
    assert client.get(f"/stories/{story.uuid}/").status_code == 404

    decide()

    page = client.get(f"/stories/{story.uuid}/").content.decode()
    assert f"{MARK} sang." in page
    assert "غنّت البحيرة" in page
    assert "Old Mara" not in page
    assert f"/stories/{story.uuid}/" in client.get("/biomes/lagoon/").content.decode()
    heard = client.get(f"/stories/{story.uuid}/sound/")
    assert (heard.content, heard["Content-Type"], heard["X-Content-Type-Options"]) == (
        OGG,
        "audio/ogg",
        "nosniff",
    )


def test_its_teller_sees_it_while_it_waits_and_others_do_not(client, mara):
    story = told(client)
    page = client.get(f"/stories/{story.uuid}/")
    assert page.status_code == 200
    assert "With the moderators" in page.content.decode()

    sign_in(client, person("stranger"))

    assert client.get(f"/stories/{story.uuid}/").status_code == 404
    assert client.post(f"/stories/{story.uuid}/withdrawn/").status_code == 404
    assert client.post(f"/api/v1/stories/{story.uuid}/withdraw/").status_code == 404


def test_a_refused_story_shows_nowhere(client, mara):
    story = told(client)
    client.logout()

    decide(approve=False)

    assert shown(client, story) == []
    assert Story.objects.get().stage == "refused"


def test_withdrawal_takes_it_off_every_surface_at_once_and_says_so(client, mara):
    story = told(client, **everything())
    decide()
    sound = story.sound
    files = [name for one in Picture.objects.all() for name in one.files.values()]

    with_commit = pytest.importorskip("django.test").TestCase.captureOnCommitCallbacks
    with with_commit(execute=True):
        assert client.post(f"/stories/{story.uuid}/withdrawn/").status_code == 302

    client.logout()
    assert shown(client, story) == []
    gone = client.get(f"/stories/{story.uuid}/")
    assert gone.status_code == 410
    assert "was withdrawn" in gone.content.decode()
    story.refresh_from_db()
    assert (story.tellings, story.transcript, story.consent_of, story.teller) == ([], "", "", "")
    assert not any(default_storage.exists(name) for name in [sound, *files])
    assert Picture.objects.count() == 0


@pytest.mark.parametrize("after", ["it waits", "it showed", "it was refused"])
def test_what_the_moderators_judged_is_emptied_with_the_story(client, mara, noon, after):
    story = told(client, consent_of=f"Old {MARK}")
    if after != "it waits":
        decide(approve=after == "it showed")

    actions.withdraw_story(story_id=story.pk, actor="p", at=noon)

    assert MARK not in json.dumps(Item.objects.get().snapshot)


def test_a_story_withdrawn_before_it_showed_is_not_found(client, mara):
    story = told(client)
    client.post(f"/stories/{story.uuid}/withdrawn/")

    assert client.get(f"/stories/{story.uuid}/").status_code == 404
    decide_later = Item.objects.get()
    assert decide_later.state == "withdrawn"


def test_an_approval_that_comes_after_the_withdrawal_changes_nothing(client, mara, noon):
    story = told(client)
    actions.withdraw_story(story_id=story.pk, actor="p", at=noon)

    actions.apply_decision_on_story(code=str(story.uuid), approved=True, at=noon)

    assert Story.objects.get().stage == "withdrawn"


def test_a_curator_withdraws_for_those_portrayed(client, mara):
    story = told(client)
    decide()
    sign_in(client, person("noor", Role.CURATOR))

    assert client.get(f"/stories/{story.uuid}/withdraw/").status_code == 200
    assert client.post(f"/stories/{story.uuid}/withdrawn/").status_code == 302
    assert client.post(f"/stories/{story.uuid}/withdrawn/").status_code == 404


def test_what_may_not_be_taken_away_is_in_no_export(client, mara):
    story = told(client)
    decide()

    row = client.get(f"/api/v1/stories/{story.uuid}/").json()
    assert (row["tellings"], row["transcript"], row["may_export"]) == ([], "", False)
    assert list(queries.exported_stories()) == []
    Story.objects.update(may_export=True)
    assert client.get(f"/api/v1/stories/{story.uuid}/").json()["tellings"][0]["text"] == f"{MARK} sang."


def test_a_story_of_a_system_taken_down_goes_with_it(client, mara, lagoon):
    story = told(client)
    decide()
    type(lagoon).objects.update(stage="withdrawn")
    client.logout()

    assert shown(client, story) == []


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"may_see": ""}, "may_see"),
        ({"consent_of": ""}, "consent_of"),
        ({"consent": "perhaps"}, "consent"),
        ({"language": "english please"}, "language"),
        ({"title": "\x00"}, "title"),
        ({"text": ""}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"biome": "nowhere"}, "biome"),
        ({"other_title": "half"}, "other_language"),
        ({"other_language": "EN", "other_title": "a", "other_text": "b"}, "other_language"),
        ({"sound": SimpleUploadedFile("a.mp3", b"<html><script>1</script>"), "transcript": "t"}, "sound"),
        ({"sound": SimpleUploadedFile("a.ogg", OGG)}, "transcript"),
        ({"photo": SimpleUploadedFile("a.png", b"<svg/>"), "photo_alt": "a", "photo_credit": "b", "photo_licence": "CC0-1.0"}, "photo"),
        ({"photo": None, "photo_alt": ""}, None),
    ],
)  # fmt: skip
def test_what_is_missing_names_its_field_and_keeps_nothing(client, mara, said, field):
    if field is None:
        return
    answer = client.post("/stories/tell/", FORM | said)

    assert answer.status_code == 422
    assert f'href="#id_{field}' in answer.content.decode()
    assert (Story.objects.count(), Picture.objects.count(), Item.objects.count()) == (0, 0, 0)


def test_an_empty_story_is_asked_for_part_by_part_in_our_words(client, mara):
    page = client.post("/stories/tell/", {}).content.decode()

    for words in ("Say of which living system", "Say who tells it", "Say in which language", "Give the story a title",
                  "Write the story down", "Say how those portrayed consented", "that may not be shown here"):  # fmt: skip
        assert words in page
    assert "This field is required" not in page


def test_a_sound_of_more_than_20_mb_is_refused(client, mara, monkeypatch):
    monkeypatch.setattr("biomes.rules.story.MOST_SOUND_BYTES", 10)

    answer = client.post(
        "/stories/tell/", FORM | {"sound": SimpleUploadedFile("a.ogg", OGG), "transcript": "t"}
    )

    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (OGG, Sound.OGG), (b"fLaC....", Sound.FLAC), (b"RIFF\x00\x00\x00\x00WAVEfmt ", Sound.WAV), (b"ID3\x04", Sound.MP3),
        (b"\xff\xfb\x90\x00", Sound.MP3), (b"\x00\x00\x00\x20ftypM4A ", Sound.M4A), (b"\x1a\x45\xdf\xa3....webm", Sound.WEBM),
        (b"", None), (b"<html>", None), (b"\xff\xd8\xff\xe0", None), (b"RIFF\x00\x00\x00\x00WEBP", None), (b"\x89PNG", None),
    ],
)  # fmt: skip
def test_a_sound_is_known_by_its_bytes_whatever_it_calls_itself(head, kind):
    assert sound_of(head) is kind


def test_what_is_withdrawn_stays_so():
    assert MOVES[Stage.WITHDRAWN] == frozenset()
    assert all(Stage.WITHDRAWN in to for stage, to in MOVES.items() if stage is not Stage.WITHDRAWN)


def test_programs_tell_and_take_back(client, mara):
    body = {
        "biome": "lagoon", "teller": "T", "tellings": [{"language": "en", "title": "A", "text": "B"}], "consent": "nobody", "may_see": True
    }  # fmt: skip

    def post(address, said):
        return client.post(f"/api/v1/stories/{address}", json.dumps(said), content_type="application/json")

    made = post("tell/", body)
    assert made.status_code == 201
    assert post("tell/", body | {"may_see": False}).status_code == 409
    assert post("tell/", body | {"tellings": []}).status_code in {400, 409}
    assert post("tell/", body | {"biome": "hidden"}).status_code == 400
    assert post(f"{made.json()['uuid']}/withdraw/", {}).status_code == 204


def test_consent_of_somebody_is_named(lagoon, noon):
    with pytest.raises(actions.CannotTell, match="who consented"):
        actions.tell_story(
            biome=lagoon, tellings=[{"language": "en", "title": "a", "text": "b"}], teller="t", author="p", at=noon,
            consent=actions.Said(how=Consent.WRITTEN, who=" ", may_see=True),
        )  # fmt: skip


def test_a_draft_is_not_told_of(client, mara, noon):
    makers.biome("hidden", at=noon, stage="draft")

    assert client.post("/stories/tell/", FORM | {"biome": "hidden"}).status_code == 422


# --- The list ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("asked", ["nowhere", "hidden", "%3Cb%3Ex", "x" * 90, "%E2%80%AEabc"])
def test_stories_of_an_unknown_living_system_are_none_and_the_page_names_what_was_asked(
    client, mara, noon, asked
):
    makers.biome("hidden", at=noon, stage="draft", name="Hidden creek")
    told(client)
    decide()

    page = client.get(f"/stories/?biome={asked}")

    assert page.status_code == 200
    said = page.content.decode()
    assert "No living system here has the address" in said
    assert f"“{asked[:50]}”" in said or "%" in asked
    assert "Hidden creek" not in said
    assert MARK not in said
    assert 'href="/stories/"' in said
    assert client.get(f"/api/v1/stories/?biome={asked}").json()["results"] == []


def test_more_stories_than_a_page_holds_are_behind_its_next_page(client, mara, noon, monkeypatch):
    monkeypatch.setattr("biomes.views.stories.PER_PAGE", 1)
    for _telling in range(2):
        client.post("/stories/tell/", FORM)
    for story in Story.objects.all():
        actions.apply_decision_on_story(code=str(story.uuid), approved=True, at=noon)

    page = client.get("/stories/?biome=lagoon").content.decode()

    assert "?biome=lagoon&amp;page=2" in page

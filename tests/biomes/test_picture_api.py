"""Pictures by program: a curator's go through revisions, a story's wait for its moderator, hostile files stay out."""

import io
import json
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image

from accounts.rules.roles import Role
from biomes import actions, queries
from biomes.models import Picture, Revision, Story
from tests.accounts.people import person, sign_in
from tests.biomes import makers
from tests.biomes.test_pictures import SVG, exif_with_place, opened

pytestmark = pytest.mark.django_db
PICTURES = "/api/v1/biomes/creek/pictures/"
TELL = "/api/v1/stories/tell/"
OGG = b"OggS" + b"\x00" * 60
WORDS = {"alt": "Reeds at dawn", "licence": "CC-BY-4.0", "credit": "Noor", "reason": "It shows the reeds"}
HOUR = timedelta(hours=1)


def bomb():
    """20,000 x 20,000 pixels of one colour: a small file, and 1.2 GB once decoded."""
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


HOSTILE = {
    "svg": (SVG, "An SVG is a program"),
    "svg with a mark": (b"\xef\xbb\xbf  <SVG onload='x'/>", "An SVG is a program"),
    "20,000 pixels": (bomb(), "too many pixels: no side may be longer than 16,000"),
    "cut off": (makers.photograph(400, 300)[:-900], "damaged"),
    "a page": (b"<html><script>1</script>", "not a picture we can read"),
    "an animation": (b"GIF89a\x01\x00\x01\x00", "not a picture we can read"),
    "tiny": (makers.photograph(8, 300), "too small"),
    "16 MB and a byte": (b"\xff" * (16 * 1024 * 1024 + 1), "larger than 16 MB"),
    "nothing": (b"", "empty"),
}


@pytest.fixture(autouse=True)
def store(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def creek(noon):
    content = {"name": "Creek", "functional_group": "F1.1", "place": makers.SQUARE}
    made = actions.draft_biome(slug="creek", content=content, author="p-1", reason="new", at=noon)
    return actions.publish_biome(biome_id=made.pk, number=1, actor="p-1", at=noon)


@pytest.fixture
def noor(client, creek):
    return sign_in(client, person("noor", Role.CURATOR))


def file(data, name="a.jpg"):
    return SimpleUploadedFile(name, data)


def add(client, data=None, **said):
    return client.post(PICTURES, WORDS | {"photo": file(data or makers.photograph())} | said)


def change(client, uuid, **said):
    return client.patch(
        f"{PICTURES}{uuid}/", json.dumps({"reason": "r"} | said), content_type="application/json"
    )


def shown(noon, creek):
    """What everybody sees once the newest revision is published."""
    number = creek.revisions.first().number
    published = actions.publish_biome(biome_id=creek.pk, number=number, actor="p-1", at=noon)
    return queries.shown_pictures(published)


def stored():
    return [name for folder in default_storage.listdir("") for name in folder]


def test_a_sent_picture_waits_in_a_draft_and_shows_once_it_is_published(client, noor, creek, noon):
    answer = add(client)

    body = answer.json()
    assert (answer.status_code, body["revision"], body["is_published"]) == (201, 2, False)
    assert body["pictures"][0]["alt"] == "Reeds at dawn"
    address = body["pictures"][0]["addresses"]["64"]
    assert client.get("/api/v1/biomes/creek/").json()["pictures"] == []
    client.logout()
    assert client.get(address).status_code == 404
    shown(noon, creek)
    assert client.get(address).status_code == 200
    assert client.get("/api/v1/biomes/creek/").json()["pictures"][0]["credit"] == "Noor"


def test_what_a_camera_wrote_into_it_is_not_kept(client, noor):
    add(client, makers.photograph(400, 300, exif=exif_with_place(), comment=b"Home of somebody"))

    kept = default_storage.open(Picture.objects.get().files["400"]).read()

    assert opened(kept).format == "WEBP"
    assert not dict(opened(kept).getexif())
    assert b"Home of somebody" not in kept


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_sentence_and_leaves_nothing(client, noor, creek, name):
    data, sentence = HOSTILE[name]

    answer = client.post(PICTURES, WORDS | {"photo": file(data, "../../evil.svg")})

    assert answer.status_code == 400
    assert sentence in answer.json()["errors"]["photo"][0]
    assert (Picture.objects.count(), creek.revisions.count(), stored()) == (0, 1, [])


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"alt": " "}, "alt"), ({"alt": "x" * 301}, "alt"), ({"alt": "a\x00b"}, "alt"), ({"licence": "MIT"}, "licence"),
        ({"credit": ""}, "credit"), ({"reason": ""}, "reason"), ({"based_on": "newest"}, "based_on"), ({"photo": "words"}, "photo"),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_named(client, noor, creek, said, field):
    answer = add(client, **said)

    assert answer.status_code == 400
    assert field in answer.json()["errors"]
    assert (Picture.objects.count(), creek.revisions.count()) == (0, 1)


def test_another_wording_is_a_revision_and_the_former_one_keeps_its_words(client, noor, creek, noon):
    first = add(client).json()["pictures"][0]
    shown(noon, creek)

    changed = change(client, first["uuid"], alt="Reeds at dusk", licence="CC0-1.0").json()

    assert [one.alt for one in queries.shown_pictures(queries.public_biome("creek"))] == ["Reeds at dawn"]
    assert [(one.alt, one.licence, one.credit) for one in shown(noon, creek)] == [
        ("Reeds at dusk", "CC0-1.0", "Noor")
    ]
    assert client.get(changed["pictures"][0]["addresses"]["64"]).status_code == 200
    actions.revert_biome(biome_id=creek.pk, number=2, author="p-1", reason="r", at=noon)
    assert [one.alt for one in shown(noon, creek)] == ["Reeds at dawn"]
    assert not Picture.objects.get(alt="Reeds at dusk").is_public


def test_pictures_take_another_place(client, noor, creek, noon):
    uuids = [add(client, alt=alt).json()["pictures"][-1]["uuid"] for alt in "abc"]

    answer = change(client, uuids[2], position=1)

    assert [one["alt"] for one in answer.json()["pictures"]] == ["c", "a", "b"]
    assert change(client, uuids[2], position=0).status_code == 400
    assert [one["alt"] for one in change(client, uuids[2], position=30).json()["pictures"]] == ["a", "b", "c"]
    assert Picture.objects.count() == 3


def test_a_picture_taken_out_shows_no_more_and_can_be_brought_back(client, noor, creek, noon):
    uuid = add(client).json()["pictures"][0]["uuid"]
    shown(noon, creek)

    assert client.delete(f"{PICTURES}{uuid}/").json()["errors"] == {"reason": ["This field is required."]}
    answer = client.delete(f"{PICTURES}{uuid}/?reason=Blurred")

    assert (answer.status_code, answer.json()["pictures"]) == (200, [])
    assert shown(noon, creek) == []
    assert client.delete(f"{PICTURES}{uuid}/?reason=Blurred").status_code == 404
    assert creek.revisions.first().reason == "Blurred"
    actions.revert_biome(biome_id=creek.pk, number=2, author="p-1", reason="r", at=noon)
    assert len(shown(noon, creek)) == 1


def test_what_changes_nothing_or_comes_late_is_a_conflict(client, noor, creek):
    uuid = add(client).json()["pictures"][0]["uuid"]

    assert change(client, uuid).status_code == 409
    assert change(client, uuid, alt="Reeds at dawn", position=1).status_code == 409
    assert change(client, uuid, alt="Reeds", based_on=1).status_code == 409
    assert add(client, based_on="1").status_code == 409
    assert (Picture.objects.count(), Revision.objects.count()) == (1, 2)


def test_a_profile_that_was_taken_down_takes_no_picture(client, noor, creek, noon):
    actions.withdraw_biome(biome_id=creek.pk, actor="p-1", at=noon)

    assert add(client).status_code == 409
    assert stored() == []


def test_a_picture_of_another_profile_is_not_found(client, noor, creek, noon):
    other = actions.keep_picture(
        data=makers.photograph(), subject="biomes.biome/other", alt="Other", by="p-1", at=noon
    )

    assert change(client, other.uuid, alt="Mine").status_code == 404
    assert client.delete(f"{PICTURES}{other.uuid}/?reason=r").status_code == 404


def test_the_thirty_first_picture_is_refused(client, noor, creek, noon, monkeypatch):
    monkeypatch.setattr("biomes.actions.profile_pictures.MOST_ROWS", 1)
    add(client)

    answer = add(client, alt="More")

    assert answer.status_code == 409
    assert "at most 1 pictures" in answer.json()["detail"]
    assert Picture.objects.count() == 1


@pytest.mark.parametrize("who", [None, "citizen"])
def test_only_curators_reach_them(client, creek, who):
    if who:
        sign_in(client, person(who))

    codes = {client.get(PICTURES).status_code, add(client).status_code}

    assert codes == ({403} if who else {401})
    assert Picture.objects.count() == 0


def test_forgetting_a_sender_takes_the_credit_of_every_wording(client, noor, creek, noon):
    noor_herself = person("other", Role.CURATOR)
    uuid = add(client).json()["pictures"][0]["uuid"]
    sign_in(client, noor_herself)
    change(client, uuid, alt="Otherwise")
    from accounts import actions as accounts
    from accounts.models import User

    accounts.erase_person(user=User.objects.get(name="Noor"), at=noon)

    assert {one.credit for one in Picture.objects.all()} == {""}


# --- A story's sound and pictures ------------------------------------------------------------------
STORY = {
    "biome": "creek", "teller": "Night fishers", "tellings[0]language": "en", "tellings[0]title": "Night",
    "tellings[0]text": "It sang.", "consent": "spoken", "consent_of": "Old Mara", "may_see": "true",
}  # fmt: skip


def told(client, **more):
    return client.post(TELL, STORY | more)


def photos(*sent, **said):
    found = {}
    for number, data in enumerate(sent):
        words = {
            "photo": file(data),
            "alt": f"Dusk {number}",
            "licence": "CC-BY-4.0",
            "credit": "Mara",
        } | said
        found |= {f"photos[{number}]{name}": value for name, value in words.items()}
    return found


@pytest.fixture
def mara(client, creek):
    return sign_in(client, person("mara"))


def approve(noon):
    actions.apply_decision_on_story(code=str(Story.objects.get().uuid), approved=True, at=noon)


def test_a_story_comes_with_sound_and_pictures_and_waits(client, mara, noon):
    both = photos(makers.photograph(exif=exif_with_place()), makers.photograph())
    answer = told(client, sound=file(OGG, "../a.html"), transcript="Humming", may_export="true", **both)

    assert answer.status_code == 201, answer.json()
    story = Story.objects.get()
    assert (story.sound_kind, story.stage, queries.sound_of(story)) == ("audio/ogg", "waiting", OGG)
    assert not Picture.objects.public().exists()
    approve(noon)
    row = client.get(f"/api/v1/stories/{story.uuid}/").json()
    assert [one["alt"] for one in row["pictures"]] == ["Dusk 0", "Dusk 1"]
    assert client.get(row["sound"])["Content-Type"] == "audio/ogg"
    assert [one["alt"] for one in client.get("/api/v1/stories/").json()["results"][0]["pictures"]] == [
        "Dusk 0",
        "Dusk 1",
    ]


def test_sound_and_pictures_that_may_not_be_taken_away_are_in_no_answer(client, mara, noon):
    told(client, sound=file(OGG), transcript="Humming", **photos(makers.photograph()))
    approve(noon)

    for row in (
        client.get(f"/api/v1/stories/{Story.objects.get().uuid}/").json(),
        client.get("/api/v1/stories/").json()["results"][0],
    ):
        assert (row["sound"], row["pictures"], row["transcript"], row["tellings"]) == ("", [], "", [])


@pytest.mark.parametrize("name", HOSTILE)
def test_a_storys_hostile_picture_is_refused_and_nothing_of_the_story_is_kept(client, mara, name):
    data, sentence = HOSTILE[name]

    answer = told(client, sound=file(OGG), transcript="t", **photos(makers.photograph(), data))

    assert answer.status_code == 400
    assert sentence in answer.json()["errors"]["photos"]["1"]["photo"][0]
    assert (Story.objects.count(), Picture.objects.count()) == (0, 0)
    assert not [name for folder in ("pictures", "stories") if default_storage.exists(folder) for name in default_storage.listdir(folder)[1]]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"sound": file(b"<html><script>1</script>", "a.mp3"), "transcript": "t"}, "sound"),
        ({"sound": file(b"", "a.mp3"), "transcript": "t"}, "sound"),
        ({"sound": "words", "transcript": "t"}, "sound"),
        ({"sound": file(OGG)}, "transcript"),
        (photos(makers.photograph(), alt=""), "photos"),
        (photos(makers.photograph(), licence="MIT"), "photos"),
        (photos(makers.photograph(), credit=" "), "photos"),
        ({"photos[0]alt": "no file"}, "photos"),
        (photos(*[makers.photograph()] * 7), "photos"),
        ({"afterwards": "whatever"}, "afterwards"),
        ({"tellings[0]language": "english please"}, "tellings"),
    ],
)
def test_what_is_wrong_with_a_story_names_its_field_and_keeps_nothing(client, mara, said, field):
    for sent in said.values():
        if hasattr(sent, "seek"):
            sent.seek(0)

    answer = told(client, **said)

    assert answer.status_code == 400
    assert field in answer.json()["errors"]
    assert (Story.objects.count(), Picture.objects.count()) == (0, 0)


def test_a_sound_of_more_than_20_mb_is_refused(client, mara, monkeypatch):
    monkeypatch.setattr("biomes.rules.story.MOST_SOUND_BYTES", 10)

    answer = told(client, sound=file(OGG), transcript="t")

    assert answer.json()["errors"] == {"sound": ["The sound is larger than 20 MB. Send a shorter one."]}


def test_without_consent_neither_sound_nor_picture_is_kept(client, mara):
    answer = told(client, may_see="false", sound=file(OGG), transcript="t", **photos(makers.photograph()))

    assert answer.status_code == 409
    assert (Story.objects.count(), Picture.objects.count()) == (0, 0)


def test_a_form_patches_a_picture_as_json_does(client, noor, creek):
    uuid = add(client).json()["pictures"][0]["uuid"]

    answer = client.patch(
        f"{PICTURES}{uuid}/", encode_multipart(BOUNDARY, {"reason": "r", "alt": "By form"}), MULTIPART_CONTENT
    )

    assert answer.json()["pictures"][0]["alt"] == "By form"

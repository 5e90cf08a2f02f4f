"""What a curator says of a living system beside its name: languages, criteria, stewards, pictures; and drawings."""

import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.rules.roles import Role
from biomes import actions, queries
from biomes.models import Biome, Picture
from tests.accounts.people import person, sign_in
from tests.biomes import makers
from tests.biomes.rules.test_repair import star

pytestmark = pytest.mark.django_db
FORM = {"name": "Creek", "slug": "creek", "functional_group": "F1.1", "red_list": "NE", "reason": "r"}


@pytest.fixture
def curator(client, db):
    person("noor", Role.CURATOR)
    from accounts.models import User

    return sign_in(client, User.objects.get())


def photo(name="a.jpg", size=(64, 48)):
    out = BytesIO()
    Image.new("RGB", size, "green").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def post(client, **more):
    return client.post("/desk/biomes/new/", FORM | more)


def text_of(answer):
    return answer.content.decode()


def test_names_stewards_and_criteria_are_kept_as_they_should_be_written(client, curator):
    said = {
        "names-0-language": "PT-br", "names-0-name": " Riacho ", "names-0-meaning": "small river",
        "names-1-language": "mis", "names-1-name": "Uul", "stewards-0-name": "Night fishers",
        "stewards-0-role": "count fish", "stewards-0-url": "https://fishers.example/",
        "red_list": "EN", "red_list_criteria": "a2b, B1a(ii)", "red_list_citation": "Vessa 2149", "red_list_on": "2149-01-01",
    }  # fmt: skip

    assert post(client, **said).status_code == 302

    creek = Biome.objects.get()
    assert [(one["language"], one["name"]) for one in creek.names] == [("pt-BR", "Riacho"), ("mis", "Uul")]
    assert creek.red_list_criteria == "A2b; B1a(ii)"
    assert creek.stewards[0]["role"] == "count fish"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"names-0-language": "english language", "names-0-name": "N"}, "names"),
        ({"names-0-language": "en", "names-0-name": "N\x00"}, "names"),
        ({"names-0-language": "en"}, "names"),
        ({"names-0-language": "en", "names-0-name": "x" * 81}, "names"),
        ({"red_list_criteria": "A1"}, "red_list"),
        ({"red_list": "EN", "red_list_citation": "c", "red_list_criteria": "F7"}, "red_list_criteria"),
        ({"red_list": "EN"}, "red_list_citation"),
        ({"red_list_on": "yesterday"}, "red_list_on"),
        ({"stewards-0-role": "keeps"}, "stewards"),
        ({"stewards-0-name": "N", "stewards-0-url": "javascript:alert(1)"}, "stewards"),
        ({"stewards-0-organisation": "nobody-here"}, "stewards"),
        ({"coarse_km": "3"}, "coarse_km"),
        ({"coarse_km": "999999999999"}, "coarse_km"),
        ({"functional_group": "Z1.1"}, "functional_group"),
        ({"mean_depth_m": "NaN"}, "mean_depth_m"),
        ({"name": "\x00"}, "name"),
        ({"pictures-1-uuid": "../../etc/passwd"}, "pictures"),
    ],
)
def test_what_may_not_be_said_names_its_field_and_saves_nothing(client, curator, said, field):
    answer = post(client, **said)

    assert answer.status_code == 422
    assert f'href="#id_{field}' in text_of(answer)
    assert Biome.objects.count() == 0


def test_what_was_typed_stays_in_the_form(client, curator):
    answer = post(
        client, **{"names-0-language": "no such", "names-0-name": "نهر 🌊", "stewards-0-name": "Guild"}
    )

    assert "نهر 🌊" in text_of(answer)
    assert 'value="Guild"' in text_of(answer)


def test_the_same_faults_are_told_to_programs(client, curator):
    body = {"slug": "c", "name": "C", "functional_group": "F1.1", "reason": "r", "red_list": "EN",
            "red_list_criteria": "F7", "names": [{"language": "no such", "name": "N"}]}  # fmt: skip

    answer = client.post("/api/v1/biomes/drafts/", json.dumps(body), content_type="application/json")

    assert answer.status_code == 400
    assert {"names", "red_list_criteria", "red_list_citation"} <= set(
        answer.json()["errors"] if "errors" in answer.json() else answer.json()
    )


# --- Pictures --------------------------------------------------------------------------------------
def with_photo(client, **more):
    said = {
        "photo": photo(),
        "photo_alt": "A bend under alders",
        "photo_licence": "CC-BY-4.0",
        "photo_credit": "Noor",
    }
    return post(client, **(said | {"place": json.dumps(makers.SQUARE)} | more))


def test_a_picture_is_part_of_the_draft_and_shows_when_that_is_published(client, curator, noon):
    assert with_photo(client).status_code == 302
    creek, kept = Biome.objects.get(), Picture.objects.get()
    address = f"/pictures/{kept.uuid}/{kept.widths[0]}.webp"

    assert creek.pictures == [str(kept.uuid)]
    client.logout()
    assert client.get(address).status_code == 404
    actions.publish_biome(biome_id=creek.pk, number=1, actor="p-1", at=noon)
    assert client.get(address).status_code == 200
    assert "A bend under alders" in text_of(client.get("/biomes/creek/"))
    actions.withdraw_biome(biome_id=creek.pk, actor="p-1", at=noon)
    assert client.get(address).status_code == 404


def test_a_picture_needs_its_words_and_its_maker(client, curator):
    answer = with_photo(client, photo_alt="", photo_credit="")

    assert answer.status_code == 422
    assert 'href="#id_photo_alt"' in text_of(answer)
    assert (Biome.objects.count(), Picture.objects.count()) == (0, 0)


def test_what_is_no_picture_is_refused_with_its_sentence_and_nothing_is_saved(client, curator):
    svg = SimpleUploadedFile("a.jpg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')

    answer = with_photo(client, photo=svg)

    assert answer.status_code == 422
    assert "SVG is a program" in text_of(answer)
    assert Biome.objects.count() == 0


def test_pictures_are_ordered_and_left_out_and_the_former_order_stays_on_record(client, curator, noon):
    with_photo(client)
    first = str(Picture.objects.get().uuid)
    edit = {k: v for k, v in FORM.items() if k != "slug"} | {"place": json.dumps(makers.SQUARE)}
    more = edit | {"pictures-1-uuid": first, "pictures-1-order": "2", "based_on": "1", "photo": photo(), "photo_alt": "Dusk",
                   "photo_licence": "CC0-1.0", "photo_credit": "Noor"}  # fmt: skip
    assert client.post("/desk/biomes/creek/edit/", more).status_code == 302
    second = str(Picture.objects.exclude(uuid=first).get().uuid)

    turned = edit | {
        "pictures-1-uuid": first,
        "pictures-1-order": "2",
        "pictures-2-uuid": second,
        "pictures-2-order": "1",
        "based_on": "2",
    }
    assert client.post("/desk/biomes/creek/edit/", turned).status_code == 302
    assert Biome.objects.get().pictures == [second, first]
    without = edit | {
        "pictures-1-uuid": second,
        "pictures-1-out": "1",
        "pictures-2-uuid": first,
        "based_on": "3",
    }
    assert client.post("/desk/biomes/creek/edit/", without).status_code == 302

    creek = Biome.objects.get()
    assert creek.pictures == [first]
    actions.publish_biome(biome_id=creek.pk, number=4, actor="p-1", at=noon)
    assert [str(one.uuid) for one in queries.public_pictures_of(creek.subject)] == [first]
    assert creek.revisions.get(number=3).snapshot["pictures"] == [second, first]


def test_a_picture_of_something_else_cannot_be_shown_here(client, curator, noon):
    out = BytesIO()
    Image.new("RGB", (40, 40)).save(out, "PNG")
    foreign = actions.keep_picture(data=out.getvalue(), subject="biomes.sighting/7", alt="a", by="p", at=noon)

    answer = post(client, **{"pictures-1-uuid": str(foreign.uuid)})

    assert answer.status_code == 409
    assert not Picture.objects.get().is_public


# --- Kinds and drawings ----------------------------------------------------------------------------
def test_the_kinds_are_searched_by_words_and_realm(client, curator):
    page = text_of(client.get("/desk/biomes/kinds/?kind_q=lagoon"))
    assert "FM1.3" in page
    assert "T6.1" not in page
    options = text_of(client.get("/desk/biomes/kinds/?kind_realm=SF", headers={"HX-Request": "true"}))
    assert options.count("<option") == 1 + 4
    assert "<html" not in options
    found = client.get("/api/v1/kinds/?q=peat bogs").json()
    assert [one["code"] for one in found] == ["TF1.6"]
    assert len(client.get("/api/v1/kinds/").json()) == 110


SWAPPED = '{"type":"Polygon","coordinates":[[[38,-124],[38,-123],[39,-123],[38,-124]]]}'
ACROSS = '{"type":"Polygon","coordinates":[[[179,0],[181,0],[181,1],[179,1],[179,0]]]}'


@pytest.mark.parametrize(
    ("drawn", "how"),
    [
        (SWAPPED, "swap"),
        (ACROSS, "cut"),
        (json.dumps({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}), "close"),
    ],
)
def test_a_repair_is_offered_and_one_button_does_it_without_a_script(client, curator, drawn, how):
    refused = post(client, place=drawn)
    assert refused.status_code == 422
    assert f'name="repair" value="{how}"' in text_of(refused)

    offered = post(client, place=drawn, repair=how, story="kept")

    assert offered.status_code == 200
    assert "kept" in text_of(offered)
    assert Biome.objects.count() == 0
    assert post(client, place=offered.context["form"]["place"].value()).status_code == 302


def test_a_crossing_is_marked_where_it_is(client, curator):
    answer = post(client, place='{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}')

    assert 'data-fault-lon="0.5" data-fault-lat="0.5"' in text_of(answer)


def test_a_hundred_thousand_points_are_offered_to_be_thinned(client, curator):
    drawn = json.dumps({"type": "Polygon", "coordinates": [star(100_000)]})

    refused = post(client, place=drawn)
    assert refused.status_code == 422
    assert "none moves by more than about" in text_of(refused)
    thinned = post(client, place=drawn, repair="thin")

    assert thinned.status_code == 200
    assert post(client, place=thinned.context["form"]["place"].value()).status_code == 302


def test_rounding_is_said(client, curator):
    drawn = '{"type":"Polygon","coordinates":[[[0.12345678,0],[1,0],[1,1],[0.12345678,0]]]}'

    answer = client.post("/desk/biomes/new/", FORM | {"place": drawn}, follow=True)

    assert "2 points had more than six decimals" in text_of(answer)


def test_programs_ask_the_same_of_a_drawing(client, curator):
    def ask(verb, **body):
        return client.post(f"/api/v1/places/{verb}/", json.dumps(body), content_type="application/json")

    found = ask("check", text=SWAPPED).json()
    assert (found["is_place"], found["repair"]) == (False, "swap")
    turned = ask("repair", text=SWAPPED, how="swap").json()["place"]
    assert ask("check", text=json.dumps(turned)).json()["is_place"]
    assert ask("repair", text="{", how="cut").status_code == 400
    assert ask("repair", text=SWAPPED, how="burn").status_code == 400
    assert ask("check").status_code == 400

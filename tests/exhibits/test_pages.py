"""Pages of exhibits: what everybody reads, what an artist works with, and what hostile input meets."""

import json
import re

import pytest
from django.urls import reverse

from exhibits import actions
from exhibits.models import Exhibit, Scene
from tests.accounts.people import person, sign_in

SCRIPT = "<script>alert(1)</script> [x](javascript:alert(2)) <img src=x onerror=alert(3)>"


@pytest.fixture
def as_mira(client, mira):
    return sign_in(client, mira, factor=False)


def text_of(response) -> str:
    return response.content.decode()


def test_a_published_work_is_read_by_everybody_in_words_and_picture(client, published):
    page = client.get(published.get_absolute_url())

    scene = published.scenes.get(number=1)
    html = text_of(page)
    assert page.status_code == 200
    assert html.count('class="ridge"') == 34
    assert f'<data value="{scene.numbers["limit"]["value"]}">' in html
    assert "{peak}" not in html
    assert "Mira Kallin" in html
    assert reverse("crises:run", args=[scene.run]) in html


def test_every_scene_has_its_address_and_a_missing_one_has_none(client, published):
    last = published.scenes.count()

    assert client.get(reverse("exhibits:scene", args=[published.slug, last])).status_code == 200
    assert client.get(reverse("exhibits:scene", args=[published.slug, last + 1])).status_code == 404


def test_the_list_shows_published_works_only(client, published, run, mira, noon):
    actions.draft_from_run(run=run.number, artist=mira, title="Still secret", at=noon)

    html = text_of(client.get(reverse("exhibits:index")))

    assert published.title in html
    assert "Still secret" not in html


def test_a_draft_leaks_nowhere(client, draft):
    from ledger import queries as ledger

    sign_in(client, person("other"))

    for name in ("exhibits:exhibit", "exhibits:edit", "exhibit-manifest"):
        assert client.get(reverse(name, args=[draft.slug])).status_code == 404
    assert client.get(reverse("exhibit-picture", args=[draft.slug, 1])).status_code == 404
    assert client.get(f"/api/v1/exhibits/{draft.slug}/").status_code == 404
    assert draft.title not in text_of(client.get("/api/v1/exhibits/"))
    assert ledger.card(draft.subject) is None


def test_a_reviewer_reads_what_was_sent_and_not_what_was_not(client, draft, mira, noon):
    from accounts.rules.roles import Role

    sign_in(client, person("", Role.MODERATOR))
    before = client.get(draft.get_absolute_url()).status_code
    actions.submit_exhibit(exhibit_id=draft.pk, artist=mira, at=noon)

    assert before == 404
    assert client.get(draft.get_absolute_url()).status_code == 200


def test_a_withdrawn_work_answers_gone(client, published, mira, noon):
    actions.withdraw_exhibit(exhibit_id=published.pk, by=mira, at=noon)

    assert client.get(published.get_absolute_url()).status_code == 410
    assert client.get(reverse("exhibit-manifest", args=[published.slug])).status_code == 410


def test_an_artist_drafts_edits_looks_and_sends(as_mira, run, mira):
    made = as_mira.post(reverse("exhibits:draft"), {"run": run.number, "title": "Night work"})
    work = Exhibit.objects.get()
    seen = as_mira.get(made.url)
    words = {
        "title": "The mouth",
        "text_twin": "It holds {peak} tonight.",
        "alt_text": "Lights.",
        "caption": "",
    }
    saved = as_mira.post(reverse("exhibits:edit_scene", args=[work.slug, 1]), words)
    looked = as_mira.get(work.get_absolute_url())
    sent = as_mira.post(reverse("exhibits:submit", args=[work.slug]))

    work.refresh_from_db()
    assert (made.status_code, seen.status_code, saved.status_code, sent.status_code) == (302, 200, 302, 302)
    assert "Only you and those who review it" in text_of(looked)
    assert "It holds <data" in text_of(looked)
    assert work.state == "review"


def test_a_second_language_is_shown_to_its_readers_and_marked_when_a_machine_wrote_it(
    client, draft, mira, noon
):
    from tests.exhibits.conftest import publish

    scene = draft.scenes.get(number=1)
    text = {"title": "La boca", "text_twin": "Esta noche hay {peak}.", "alt_text": "Luces.", "caption": ""}
    actions.translate_scene(
        scene_id=scene.pk, artist=mira, language="es", at=noon, text=text, by_machine=True
    )
    publish(draft, mira, noon)

    html = text_of(client.get(f"/es{draft.get_absolute_url()}"))

    assert "Esta noche hay <data" in html
    assert 'lang="es"' in html
    assert scene.text_twin[:20] not in html


# --- Hostile input ----------------------------------------------------------------------------------


def test_a_script_in_a_text_twin_never_runs(client, draft, mira, noon):
    from tests.exhibits.conftest import publish

    scene = draft.scenes.get(number=1)
    actions.edit_scene(
        scene_id=scene.pk, artist=mira, at=noon,
        text={"text_twin": f"{SCRIPT} {{peak}}", "alt_text": SCRIPT, "title": "<b>x", "caption": SCRIPT},
    )  # fmt: skip
    publish(draft, mira, noon)

    html = text_of(client.get(draft.get_absolute_url()))
    svg = text_of(client.get(reverse("exhibit-picture", args=[draft.slug, 1])))

    for body in (html, svg):
        assert "<script>alert" not in body
        assert "<img src=x" not in body
        assert 'href="javascript' not in body
    assert "<b>x" not in html


def test_a_megabyte_of_words_is_refused_with_a_sentence_and_changes_nothing(as_mira, draft):
    before = draft.scenes.get(number=1).text_twin

    page = as_mira.post(
        reverse("exhibits:edit_scene", args=[draft.slug, 1]), {"title": "x", "text_twin": "a" * 1_000_000}
    )

    assert page.status_code == 422
    assert "There is a problem" in text_of(page)
    assert draft.scenes.get(number=1).text_twin == before


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"title": "", "text_twin": "x"}, 422),
        ({"title": "x" * 61, "text_twin": "x"}, 422),
        ({"title": "x", "text_twin": "{luck}"}, 409),
        ({"title": "x", "text_twin": "nul \x00 byte"}, 422),
    ],
)
def test_bad_words_are_refused_and_change_nothing(as_mira, draft, words, says):
    before = list(Scene.objects.order_by("pk").values())

    page = as_mira.post(reverse("exhibits:edit_scene", args=[draft.slug, 1]), words)

    assert page.status_code == says
    assert list(Scene.objects.order_by("pk").values()) == before


def test_a_missing_twin_stops_the_sending_and_says_which(as_mira, draft):
    draft.scenes.filter(number=2).update(text_twin="")

    page = as_mira.post(reverse("exhibits:submit", args=[draft.slug]))

    assert page.status_code == 409
    assert "Scene 2 has no text twin" in text_of(page)
    assert Exhibit.objects.get(pk=draft.pk).state == "draft"


def test_somebody_elses_draft_is_not_there(client, draft):
    from accounts.rules.roles import Role

    sign_in(client, person("other", Role.ARTIST))

    for name, args in (
        ("edit", [draft.slug]), ("submit", [draft.slug]), ("add_scene", [draft.slug]),
        ("edit_scene", [draft.slug, 1]), ("move", [draft.slug, 1]), ("remove", [draft.slug, 1]),
        ("cite", [draft.slug, 1]), ("translate", [draft.slug]), ("translate_scene", [draft.slug, 1]),
    ):  # fmt: skip
        assert client.post(reverse(f"exhibits:{name}", args=args), {"title": "Mine"}).status_code == 404
    assert Exhibit.objects.get(pk=draft.pk).title == "Inside the bloom"


@pytest.mark.parametrize("subject", ["javascript:alert(1)", "../../etc", "a.b/<script>", "x" * 500])
def test_a_source_that_is_no_subject_is_refused(as_mira, draft, subject):
    page = as_mira.post(reverse("exhibits:cite", args=[draft.slug, 1]), {"source-subject": subject})

    assert page.status_code == 422
    assert draft.scenes.get(number=1).sources.count() == 1


# --- Machines -----------------------------------------------------------------------------------------


def test_the_manifest_is_iiif_presentation_3_with_the_words_in_it(client, published):
    response = client.get(reverse("exhibit-manifest", args=[published.slug]))
    manifest = json.loads(response.content)

    assert "presentation/3" in response["Content-Type"]
    assert manifest["@context"] == "http://iiif.io/api/presentation/3/context.json"
    assert manifest["type"] == "Manifest"
    assert manifest["label"] == {"en": ["Inside the bloom"]}
    assert len(manifest["items"]) == published.scenes.count()
    ids = [manifest["id"]]
    for canvas in manifest["items"]:
        (page,) = canvas["items"]
        (note,) = page["items"]
        assert (canvas["type"], page["type"], note["motivation"]) == ("Canvas", "AnnotationPage", "painting")
        assert note["target"] == canvas["id"]
        assert canvas["width"] > 0
        assert canvas["height"] > 0
        assert "{" not in canvas["summary"]["en"][0]
        ids += [canvas["id"], page["id"], note["id"]]
    assert len(ids) == len(set(ids))
    assert all(re.match(r"https?://", i) for i in ids)


def test_a_picture_stands_by_itself(client, published):
    response = client.get(reverse("exhibit-picture", args=[published.slug, 1]))

    assert response["Content-Type"] == "image/svg+xml"
    from lxml import etree

    root = etree.fromstring(response.content)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root[0].text


def test_the_api_writes_what_the_page_writes_and_refuses_alike(client, run, mira):
    sign_in(client, mira, factor=False)

    def post(path: str, **body):
        return client.post(f"/api/v1/exhibits/{path}", json.dumps(body), content_type="application/json")

    made = post("draft/", run=run.number, title="By program")
    slug = made.json()["slug"]
    worded = post(f"{slug}/scenes/1/", text_twin="It holds {peak}.")
    unknown = post(f"{slug}/scenes/1/", text_twin="{luck}")
    night = post(f"{slug}/scenes/", day=1, arm="plan")
    sent = post(f"{slug}/submit/")
    again = post(f"{slug}/edit/", title="Too late")

    assert (made.status_code, worded.status_code, night.status_code, sent.status_code) == (201, 200, 200, 200)
    assert "{" not in worded.json()["scenes"][0]["read"]
    assert (unknown.status_code, again.status_code) == (409, 409)
    assert sent.json()["state"] == "review"


def test_the_api_arranges_cites_and_tells_in_another_language(client, draft, mira):
    sign_in(client, mira, factor=False)

    def post(path: str, **body):
        found = client.post(
            f"/api/v1/exhibits/{draft.slug}/{path}", json.dumps(body), content_type="application/json"
        )
        return found.status_code, found.json()

    first, second = (scene.title for scene in draft.scenes.order_by("number")[:2])
    _, moved = post("scenes/1/move/", way="down")
    _, told = post("scenes/1/languages/", language="es", title="La noche", text_twin="Hay {peak}.")
    _, cited = post("scenes/1/sources/", subject="biomes.station/V-07", note="the mouth")
    _, named = post("languages/", language="ar", title="داخل الازدهار")
    removed, left = post("scenes/2/remove/")

    assert [scene["title"] for scene in moved["scenes"][:2]] == [second, first]
    assert told["scenes"][0]["versions"][0]["title"] == "La noche"
    assert cited["scenes"][0]["sources"][-1]["note"] == "the mouth"
    assert named["slug"] == draft.slug
    assert removed == 200
    assert first not in [scene["title"] for scene in left["scenes"]]
    assert [scene["number"] for scene in left["scenes"]] == list(range(1, len(left["scenes"]) + 1))
    for path, body in (
        ("scenes/1/languages/", {"language": "es", "title": "x", "text_twin": "{luck}"}),
        ("scenes/1/sources/", {"subject": "javascript:alert(1)"}),
        ("scenes/1/move/", {"way": "sideways"}),
        ("scenes/99/remove/", {}),
        ("languages/", {"language": "tlh", "title": "x"}),
    ):
        assert post(path, **body)[0] in (400, 404, 409)


def test_the_api_takes_a_work_back_from_review(client, draft, mira):
    sign_in(client, mira, factor=False)
    client.post(f"/api/v1/exhibits/{draft.slug}/submit/")

    back = client.post(f"/api/v1/exhibits/{draft.slug}/reopen/")
    again = client.post(f"/api/v1/exhibits/{draft.slug}/reopen/")

    assert back.json()["state"] == "draft"
    assert again.status_code == 409


def test_words_read_from_the_right_do_not_lie_on_the_drawing(client, published):
    left = text_of(client.get(published.get_absolute_url()))
    right = text_of(client.get(f"/ar{published.get_absolute_url()}"))

    assert 'preserveAspectRatio="xMaxYMid slice"' in left
    assert 'viewBox="0 -60 1790 800" preserveAspectRatio="xMinYMid slice"' in right

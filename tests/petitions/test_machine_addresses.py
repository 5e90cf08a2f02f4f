"""The stable addresses of petitions, and the shape of each."""

import csv
import io
from xml.etree import ElementTree

import pytest

from petitions import actions, urls
from petitions.models import HourCount, Petition
from petitions.rules.slugs import RESERVED
from tests.petitions.scene import BACKGROUND, DAY, TITLE, opened, sign, thresholds

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
ROW = {"slug", "title", "state", "response", "debate", "signatures", "online", "paper", "counted_at", "opened_at", "closes_at", "body", "biomes",
       "language", "url"}  # fmt: skip
WHOLE = ROW | {
    "subject",
    "background",
    "details",
    "right",
    "citations",
    "asks",
    "thresholds",
    "zones",
    "basins",
    "invalidated",
    "moves",
    "nearby_share",
    "end_reason",
}


def table(response):
    return list(csv.reader(io.StringIO(response.content.decode())))


def entries(client, path):
    return ElementTree.fromstring(client.get(path).content).findall(f"{ATOM}entry")


@pytest.mark.parametrize("first", ["petitions", "coalitions"])
def test_nothing_that_is_filed_gets_the_address_of_a_page_beside_it(first):
    paths = [str(one.pattern).split("/") for one in (*urls.urlpatterns, *urls.machine)]

    words = {path[1] for path in paths if path[0] == first and len(path) > 2 and "<" not in path[1]}

    assert "new" in words
    assert words <= RESERVED


def test_one_petition_as_json(client, petition):
    page = client.get(f"/petitions/{petition.slug}.json")

    assert page["Content-Type"] == "application/json"
    assert set(page.json()) == WHOLE
    assert client.get(f"/api/v1/petitions/{petition.slug}/").json() == page.json()


def test_the_count_is_tiny_keeps_its_tag_and_may_be_stale(client, petition):
    for path in (f"/petitions/{petition.slug}/count.json", f"/api/v1/petitions/{petition.slug}/count/"):
        first = client.get(path)

        assert len(first.content) <= 200
        assert set(first.json()) == {"count", "online", "paper", "at", "state"}
        assert first.json()["count"] == 6
        assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
    machine = client.get(f"/petitions/{petition.slug}/count.json")["Cache-Control"]
    assert "public" in machine
    assert "max-age=10" in machine
    assert "stale-if-error=86400" in machine


def test_the_tag_of_the_count_changes_with_a_batch_and_not_with_a_signature(client, petition, now):
    path = f"/petitions/{petition.slug}/count.json"
    first = client.get(path)["ETag"]
    sign(petition, "late@shore.example", at=now)
    uncounted = client.get(path)["ETag"]
    actions.count_due(at=now)

    assert uncounted == first
    assert client.get(path)["ETag"] != first


def test_the_count_is_one_query_of_one_row(client, petition, django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        client.get(f"/petitions/{petition.slug}/count.json")

    assert "petitions_signature" not in asked.captured_queries[0]["sql"].replace("signature_count", "")


def test_the_history_as_csv_and_json_adds_up(client, petition):
    rows = table(client.get(f"/petitions/{petition.slug}/history.csv"))
    told = client.get(f"/api/v1/petitions/{petition.slug}/history/").json()

    assert rows[0] == ["hour", "signatures", "total", "online", "paper"]
    assert [row[1:] for row in rows[1:]] == [["6", "6", "6", "0"]]
    assert [(row["signatures"], row["total"]) for row in told] == [(6, 6)]


def test_the_list_as_json_and_csv(client, petition):
    rows = client.get("/petitions.json").json()["petitions"]
    head, *cells = table(client.get("/petitions.csv"))

    assert set(rows[0]) == ROW
    assert head[:3] == ["slug", "title", "state"]
    assert cells[0][:2] == [petition.slug, TITLE]


def test_the_list_takes_the_filters_of_the_page(client, petition):
    for path in ("/petitions.json", "/petitions.csv"):
        assert (
            TITLE
            in client.get(path, {"biome": "vessa-lagoon", "q": "outfall", "show": "open"}).content.decode()
        )
        assert TITLE not in client.get(path, {"show": "answered"}).content.decode()


def test_the_feed_of_all_and_of_one_living_system(client, petition):
    for path in ("/petitions/feed/", "/petitions/for/vessa-lagoon/feed/"):
        page = client.get(path)
        entry = entries(client, path)[0]

        assert page["Content-Type"].startswith("application/atom+xml")
        assert entry.find(f"{ATOM}title").text == TITLE
        assert entry.find(f"{ATOM}summary").text == BACKGROUND
        assert entry.find(f"{ATOM}link").attrib["href"].endswith(f"/petitions/{petition.slug}/")


def test_a_living_system_nobody_asked_for_has_an_empty_feed_and_an_unknown_one_has_none(client, petition):
    from biomes.models import Biome
    from tests.petitions.scene import LONG_AGO, SQUARE

    Biome.objects.create(slug="far-fen", name="Far Fen", functional_group="FM1.3", place=SQUARE, stage="published",
                         published_at=LONG_AGO)  # fmt: skip

    assert entries(client, "/petitions/for/far-fen/feed/") == []
    assert client.get("/petitions/for/nowhere/feed/").status_code == 404


def test_the_steps_of_a_petition_in_words_the_newest_first(client, petition, now):
    thresholds(petition, 7, 900, at=now - DAY)
    sign(petition, "seventh@shore.example", at=now)
    actions.count_due(at=now)

    titles = [
        entry.find(f"{ATOM}title").text for entry in entries(client, f"/petitions/{petition.slug}/feed/")
    ]
    told = client.get(f"/api/v1/petitions/{petition.slug}/steps/").json()

    assert [row["words"] for row in told] == titles
    assert "owes an answer by" in titles[0]
    assert titles[-1].startswith("The petition opened, until")
    assert not any("counted" in title for title in titles)


def test_a_feed_has_an_address_of_its_own_for_every_step(client, petition, now):
    actions.withdraw_petition(petition_id=petition.pk, by=None, at=now)

    ids = [entry.find(f"{ATOM}id").text for entry in entries(client, f"/petitions/{petition.slug}/feed/")]

    assert len(ids) == len(set(ids)) == 2


def test_machine_addresses_set_no_cookie_and_name_nobody(client, petition):
    base = f"/petitions/{petition.slug}"
    for path in [f"{base}.json", f"{base}/count.json", f"{base}/history.csv", f"{base}/feed/", "/petitions.json", "/petitions.csv",
                 "/petitions/feed/", "/petitions/for/vessa-lagoon/feed/", f"/api/v1{base}/steps/", f"/api/v1{base}/history/"]:  # fmt: skip
        page = client.get(path)

        assert page.status_code == 200, path
        assert page.cookies == {}
        assert "Orin" not in page.content.decode()
        assert "shore.example" not in page.content.decode()


def test_what_is_hidden_is_gone_from_every_address_around_it(client, now):
    hidden = opened(title="Quillfeather must not be read", at=now)
    Petition.objects.filter(pk=hidden.pk).update(state="hidden")
    base = f"/petitions/{hidden.slug}"

    for path in [f"{base}/history/", f"{base}/card/", f"/ar{base}/card/", f"{base}/feed/", f"{base}/history.csv", f"{base}/count.json",
                 f"/api/v1{base}/count/", f"/api/v1{base}/history/", f"/api/v1{base}/steps/"]:  # fmt: skip
        page = client.get(path)
        assert page.status_code == 410, path
        assert "Quillfeather" not in page.content.decode()
    assert "Quillfeather" not in client.get("/petitions/for/vessa-lagoon/feed/").content.decode()


def test_the_history_page_draws_tells_and_links_the_file(client, petition, now):
    hour = now.replace(minute=0, second=0, microsecond=0)
    HourCount.objects.create(petition=petition, hour=hour - 200 * DAY, count=4)

    page = client.get(f"/petitions/{petition.slug}/history/").content.decode()

    assert '<svg class="plot"' in page
    assert f'href="/petitions/{petition.slug}/history.csv"' in page
    assert page.count('<th scope="row">') >= 2


def test_the_history_of_what_nobody_signed_yet_says_so(client, petition):
    HourCount.objects.all().delete()

    page = client.get(f"/es/petitions/{petition.slug}/history/?page=x")

    assert page.status_code == 200
    assert 'class="empty"' in page.content.decode()


def test_the_former_address_leads_to_the_history(client, petition):
    assert client.get(f"/petitions/{petition.code}/history/").url == f"/petitions/{petition.slug}/history/"

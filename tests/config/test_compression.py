"""Text is compressed for those who take it, always from the same page, and never twice."""

import gzip

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
ASKING = {"Accept-Encoding": "gzip, deflate, br"}


def whole(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_page_goes_compressed_to_those_who_take_it(client):
    packed = client.get(reverse("portal:about"), headers=ASKING)
    plain = client.get(reverse("portal:about"))

    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert int(packed.headers["Content-Length"]) == len(packed.content) < len(plain.content) / 2
    assert b"Biolattice" in gzip.decompress(packed.content)
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_what_is_compressed_already_goes_as_it_is():
    from django.http import HttpResponse
    from django.test import RequestFactory

    from config.compression import Compression

    request = RequestFactory().get("/", headers=ASKING)
    picture = HttpResponse(b"\x89PNG" + bytes(4000), content_type="image/png")
    packed = HttpResponse(b"x" * 4000, content_type="text/css", headers={"Content-Encoding": "br"})

    for answer in (picture, packed):
        before = answer.content
        after = Compression(lambda _request, answer=answer: answer)(request)
        assert after.content == before
        assert after.headers.get("Content-Encoding") in {None, "br"}


@pytest.mark.parametrize(
    "kind",
    ["text/html; charset=utf-8", "application/json", "application/problem+json", "application/cap+xml", "image/svg+xml",
     "application/geo+json", "application/jsonl", "text/csv; charset=utf-8"],
)  # fmt: skip
def test_every_kind_of_text_of_ours_is_compressed(kind):
    from django.http import HttpResponse
    from django.test import RequestFactory

    from config.compression import Compression

    answer = Compression(lambda _request: HttpResponse("text " * 200, content_type=kind))(
        RequestFactory().get("/", headers=ASKING)
    )

    assert answer.headers["Content-Encoding"] == "gzip"


def test_a_page_that_did_not_change_is_not_sent_again(client):
    address = reverse("api:roles")
    first = client.get(address, headers=ASKING)

    again = client.get(address, headers={**ASKING, "If-None-Match": first.headers["ETag"]})
    plain = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["ETag"].startswith('W/"')
    assert (again.status_code, again.content) == (304, b"")
    assert plain.status_code == 304


def test_the_length_of_a_compressed_page_is_blurred(client):
    """The same page packs to different lengths, so a length tells nothing of what one letter more would."""
    lengths = {len(client.get(reverse("api:roles"), headers=ASKING).content) for _ in range(12)}

    assert len(lengths) > 3


def test_a_stream_is_compressed_as_it_flows(client):
    from django.http import StreamingHttpResponse
    from django.test import RequestFactory

    from config.compression import Compression

    rows = (f"row {n}\n" for n in range(1000))
    answer = Compression(lambda _request: StreamingHttpResponse(rows, content_type="text/csv"))(
        RequestFactory().get("/", headers=ASKING)
    )

    assert gzip.decompress(whole(answer)).count(b"\n") == 1000
    assert "Content-Length" not in answer.headers


def test_style_sheets_are_compressed_too_and_faces_are_not(client, settings):
    sheet = client.get("/static/css/components.css", headers=ASKING)
    face = client.get("/static/vendor/fonts/gentium-book-plus-latin-400-normal.woff2", headers=ASKING)

    assert b"@layer" in gzip.decompress(whole(sheet))
    assert "Content-Encoding" not in face.headers
    assert whole(face)[:4] == b"wOF2"

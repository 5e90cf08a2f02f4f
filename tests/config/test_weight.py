"""The first page stays light: what every page of ours brings along, over the wire, leaves room for what it says."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
ASKING = {"Accept-Encoding": "gzip"}
# Of 150 kB: 12 for the page itself with data on it, 6 for the headers of some twenty answers.
MOST = 132_000
FACES = {
    "en": ("atkinson-hyperlegible-next-latin-wght-normal", "gentium-book-plus-latin-400-italic",
           "atkinson-hyperlegible-mono-latin-wght-normal"),
    "ar": ("ibm-plex-sans-arabic-arabic-400-normal", "ibm-plex-sans-arabic-arabic-600-normal"),
}  # fmt: skip


def weight(client, address):
    answer = client.get(address, headers=ASKING)
    assert answer.status_code == 200, address
    return len(b"".join(answer.streaming_content) if answer.streaming else answer.content)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_frame_of_every_page_leaves_room_for_what_it_says(client, language):
    from django.utils.translation import override

    with override(language):
        page = client.get(reverse("portal:home")).content.decode()
    asked = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page))
    for script in [address for address in asked if address.startswith("/static/js/")]:
        source = (ROOT / script.removeprefix("/")).read_text()
        asked |= {f"/static/js/{name}" for name in re.findall(r'["\']\./([\w-]+\.js)["\']', source)}
    asked |= {f"/static/vendor/fonts/{face}.woff2" for face in FACES[language]}

    total = sum(weight(client, address) for address in asked)

    assert "/static/js/live.js" in asked
    assert total < MOST, f"{total} bytes in {len(asked)} answers"

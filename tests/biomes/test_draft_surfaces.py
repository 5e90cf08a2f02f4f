"""A draft with everything this desk can give it leaks on no surface: pictures, calendar, stories, files."""

from io import BytesIO

import pytest
from PIL import Image

from biomes import actions
from biomes.models import Picture
from biomes.rules.calendar import DayOfYear, Kind, Whose
from biomes.rules.story import Consent
from tests.biomes import makers

pytestmark = pytest.mark.django_db
MARK = "Quagmyrrh"
SURFACES = (
    "/", "/biomes/", "/biomes/?q=creek", "/search/?q=creek", "/sitemap.xml", "/biomes.geojson", "/biomes/states.atom",
    "/biomes/profiles.csv", "/biomes/profiles.geojson", "/biomes/profiles.xlsx", "/zones/zones.csv", "/stories/",
    "/zones/", "/thresholds/", "/api/v1/biomes/", "/api/v1/stories/", "/api/v1/calendar/", "/api/v1/stations/", "/api/v1/links/",
    "/biomes/hidden-creek/", "/biomes/hidden-creek/calendar.ics", "/biomes/hidden-creek/readings.csv",
    "/api/v1/biomes/hidden-creek/", "/api/v1/biomes/hidden-creek/revisions/", "/api/v1/biomes/hidden-creek/compare/?before=1&after=1",
    "/desk/biomes/hidden-creek/compare/", "/desk/biomes/hidden-creek/calendar/", "/ar/biomes/", "/es/stories/",
)  # fmt: skip


@pytest.fixture
def hidden(noon, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    out = BytesIO()
    Image.new("RGB", (40, 40)).save(out, "PNG")
    made = actions.draft_biome(
        slug="hidden-creek", author="p", reason=MARK, at=noon,
        content={
            "name": MARK, "functional_group": "F1.1", "place": makers.SQUARE, "story": MARK, "notice": MARK,
            "names": [{"language": "es", "name": MARK, "meaning": MARK}], "stewards": [{"name": MARK, "role": MARK}],
        },
        photo=actions.Photo(data=out.getvalue(), alt=MARK, licence="CC0-1.0", credit=MARK),
    )  # fmt: skip
    actions.add_calendar_entry(
        biome=made, kind=Kind.REST, whose=Whose.BIOME, title=MARK, source=MARK, actor="p", at=noon,
        first_day=DayOfYear(1, 1), last_day=DayOfYear(12, 31),
    )  # fmt: skip
    told = actions.tell_story(
        biome=made, tellings=[{"language": "en", "title": MARK, "text": MARK}], teller=MARK, author="p", at=noon,
        consent=actions.Said(how=Consent.NOBODY, who="", may_see=True, may_quote=True, may_export=True),
    )  # fmt: skip
    actions.apply_decision_on_story(code=str(told.uuid), approved=True, at=noon)
    return made, told


def test_everything_that_hangs_on_a_draft_is_hidden_with_it(client, hidden):
    _made, told = hidden
    picture = Picture.objects.get()
    addresses = [*SURFACES, f"/stories/{told.uuid}/", f"/api/v1/stories/{told.uuid}/"]
    addresses += [f"/pictures/{picture.uuid}/{width}.webp" for width in picture.widths]

    for address in addresses:
        answer = client.get(address, follow=True)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code < 500, address
        assert MARK.encode() not in body, address
    assert client.get(f"/pictures/{picture.uuid}/{picture.widths[0]}.webp").status_code == 404

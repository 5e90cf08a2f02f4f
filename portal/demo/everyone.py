"""What people of the basin did without a registry or a station: pins on the map, sightings, words for the water."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from biomes import actions
from biomes.actions import SentPhoto
from biomes.models import Biome, Sighting, Statement
from biomes.rules.consent import Capacity, Label, Method
from biomes.rules.sighted import Sighted
from biomes.rules.words import Precision
from ledger import actions as ledger
from moderation import actions as moderation
from moderation.queries import open_item
from portal.demo.world import World

# name, by, days ago, lon, lat, kind, in their words, looked at.
PINS = (
    ("Tessel Millrace", "citizen", 4, -24.172, 38.121, "F1.1",
     "It runs behind the old mill. Two years ago there were eels under the stones.", True),
    ("The reed ditch behind Low Quay", "idris", 20, -24.118, 38.092, "",
     "Nobody owns it. Moorhens nest there every spring.", True),
    ("Alder spring", "sefa", 0.3, -24.2, 38.16, "", "Cold water all summer.", False),
)  # fmt: skip
# what, by, days ago, lon, lat, in their words, what the photo shows, its colours, decided.
SIGHTINGS = (
    (Sighted.BLOOM, "citizen", 2.6, -24.118, 38.105, "Green as paint along the wall, and it smells of cut grass.",
     "Green water along a quay wall", ((176, 199, 209), (74, 124, 66)), True),
    (Sighted.BLOOM, "sefa", 2.1, -24.112, 38.108, "The nets came up green.",
     "A net with green slime over a boat's side", ((196, 200, 190), (88, 130, 60)), True),
    (Sighted.BLOOM, "idris", 1.4, -24.121, 38.104, "Children were sent out of the water.",
     "An empty beach and green water", ((210, 214, 200), (96, 138, 74)), True),
    (Sighted.WILDLIFE, "citizen", 9, -24.1, 38.15, "Eleven spoonbills, feeding.",
     "White birds far out in shallow water", ((205, 220, 228), (140, 160, 150)), True),
    (Sighted.DEAD_FISH, "idris", 0.2, -24.06, 38.104, "About thirty mullet, fresh.",
     "Dead fish on a gravel shore", ((190, 195, 196), (120, 116, 104)), False),
)  # fmt: skip
# by, capacity, of whom, method, text, evidence, label, days ago.
STATEMENTS = (
    ("sefa", Capacity.GUARDIAN, "of the night fishers of Low Quay", Method.OBSERVATION,
     "When the wind stays in the south for three days the water by the quay turns green, and the mullet go to the inlet.",
     [{"title": "Sightings at the lagoon", "url": "/sightings/?biome=vessa-lagoon"}], Label.OPEN, 12),
    ("idris", Capacity.ELDER, "of Tessel Row", Method.TRADITION,
     "Our grandparents closed the sluice when the reed flowered. The lagoon was given those weeks to itself.",
     [{"title": "As told at Tessel Row, winter 2149", "url": ""}], Label.HERE, 30),
    ("citizen", Capacity.NEIGHBOUR, "", Method.OBSERVATION, "I take this back.",
     [{"title": "My own eyes", "url": ""}], Label.OPEN, 6),
)  # fmt: skip


def load(world: World) -> None:
    lagoon = Biome.objects.get(slug="vessa-lagoon")
    for pin in PINS:
        _pin(world, *pin)
    for seen in SIGHTINGS:
        _sighting(world, lagoon, *seen)
    said = [_statement(world, lagoon, *one) for one in STATEMENTS]
    ledger.deliver_due(at=world.now)
    taken_back = said[-1]
    actions.withdraw_statement(uuid=str(taken_back.uuid), by=taken_back.author, at=world.days_ago(5))


def _pin(
    world: World,
    name: str,
    by: str,
    days: float,
    lon: float,
    lat: float,
    kind: str,
    about: str,
    looked_at: bool,
) -> None:
    at = world.days_ago(days)
    made = actions.file_pin(
        name=name, lon=lon, lat=lat, cell_m=100, about=about, language="en", by=world.user(by).code, at=at,
        functional_group=kind, photos=[SentPhoto(data=photo(((188, 206, 212), (104, 130, 96))), alt=name)],
    )  # fmt: skip
    if looked_at:
        _approve(world, made, at + timedelta(hours=5))


def _sighting(
    world: World, lagoon: Biome, kind: Sighted, by: str, days: float, lon: float, lat: float, said: str, alt: str,
    colours: Any, decided: bool,
) -> None:  # fmt: skip
    at = world.days_ago(days)
    made = actions.file_sighting(
        biome=lagoon, kind=kind, said=said, seen_at=at, precision=Precision.INSTANT, lon=lon, lat=lat, cell_m=100,
        photos=[SentPhoto(data=photo(colours), alt=alt)], language="en", by=world.user(by).code,
        at=at + timedelta(minutes=20),
    )  # fmt: skip
    if decided:
        _approve(world, made, at + timedelta(hours=3))


def _statement(
    world: World, lagoon: Biome, by: str, capacity: Capacity, standing: str, method: Method, text: str,
    evidence: list[dict[str, str]], label: Label, days: float,
) -> Statement:  # fmt: skip
    at = world.days_ago(days)
    made = actions.file_statement(
        biome=lagoon, author=world.user(by), capacity=capacity, standing=standing, method=method, text=text,
        language="en", evidence=evidence, no_evidence="", label=label, at=at,
    )  # fmt: skip
    _approve(world, made, at + timedelta(hours=8))
    return made


def _approve(world: World, made: Biome | Sighting | Statement, at: datetime) -> None:
    item = open_item(made.subject)
    if item:
        moderation.decide(
            item_id=item.pk,
            moderator=world.user("marten"),
            approve=True,
            code="within-the-rules",
            text="",
            at=at,
        )


def photo(colours: tuple[tuple[int, int, int], tuple[int, int, int]]) -> bytes:
    """A sky over water, drawn: the demo shows no real place."""
    sky, water = colours
    drawn = Image.new("RGB", (320, 240), sky)
    pen = ImageDraw.Draw(drawn)
    pen.polygon([(0, 100), (80, 85), (200, 97), (320, 88), (320, 107), (0, 107)], fill=(96, 104, 92))
    pen.rectangle((0, 105, 320, 240), fill=water)
    for line in range(114, 240, 10):
        shade = tuple(min(255, part + (line - 107) // 6) for part in water)
        pen.line([(0, line), (110, line + 3), (220, line - 2), (320, line + 1)], fill=shade, width=2)
    out = BytesIO()
    drawn.save(out, "JPEG", quality=80)
    return out.getvalue()

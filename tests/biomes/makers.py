"""Small worlds for the tests of biomes; models are imported inside so that rule tests run without them."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from itertools import count
from typing import Any

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[-24.2, 38.0], [-24.1, 38.0], [-24.1, 38.1], [-24.2, 38.1], [-24.2, 38.0]]],
}
_numbers = count(1)


def reference() -> None:
    from biomes import actions

    actions.install_reference()


def biome(slug: str = "", *, at: datetime, stage: str = "published", **fields: Any) -> Any:
    from biomes.models import Biome

    slug = slug or f"system-{next(_numbers)}"
    return Biome.objects.create(
        **{
            "slug": slug,
            "name": slug.replace("-", " ").title(),
            "functional_group": "FM1.3",
            "place": SQUARE,
            "stage": stage,
            "published_at": at if stage == "published" else None,
        }
        | fields
    )


def station(system: Any, code: str = "", *, at: datetime, **fields: Any) -> Any:
    from biomes.models import Station

    return Station.objects.create(
        **{
            "code": code or f"T-{next(_numbers)}",
            "biome": system,
            "lon": "-24.15",
            "lat": "38.05",
            "opened_at": at - timedelta(days=400),
        }
        | fields
    )


def row(indicator: str, at: datetime, value: object, **more: object) -> dict[str, object]:
    return {"indicator": indicator, "at": at.isoformat(), "value": value} | more


def zone(slug: str, *, at: datetime, **said: Any) -> Any:
    from biomes import actions
    from biomes.rules.words import ZoneKind

    plain = {"name": slug.title(), "kind": ZoneKind.ENTROPY, "polygon": SQUARE, "population": 22_800}
    return actions.draw_zone(**{"slug": slug, "actor": "p-1", "at": at} | plain | said)


def link(source: Any, target: Any, **said: Any) -> Any:
    from biomes.models import Link

    plain = {"kind": "flow", "strength": "0.5", "evidence": "Counted by hand"}
    return Link.objects.create(source=source, target=target, **plain | said)


def guardian(system: Any, user: Any, *, at: datetime, **said: Any) -> Any:
    from biomes import actions

    plain = {"hand": 1, "instrument": "Art. 5", "since": at, "until": None}
    return actions.begin_guardianship(**{"biome": system, "user": user, "actor": "", "at": at} | plain | said)


def checked(at: datetime) -> dict[str, Any]:
    """How a limit's value was checked, for `set_threshold` and `correct_threshold`."""
    from biomes.rules.words import Verification

    return {"verification": Verification.DOCUMENT, "verified_on": at.date()}


def photograph(width: int = 64, height: int = 48, kind: str = "JPEG", **said: Any) -> bytes:
    """A small photograph; ``said`` goes to Pillow's save, such as ``exif=``."""
    from PIL import Image

    image = Image.new("RGB", (width, height), (40, 90, 120))
    image.putpixel((0, 0), (255, 255, 255))
    out = io.BytesIO()
    image.save(out, kind, **said)
    return out.getvalue()


def pin(by: str = "p-9", *, at: datetime, looked_at: bool = True, **said: Any) -> Any:
    """Something a person put on the map; looked at by a moderator unless told not."""
    from biomes import actions

    plain = {
        "name": "Quagmyrrh Creek",
        "lon": -24.15,
        "lat": 38.05,
        "cell_m": 100,
        "about": "",
        "language": "en",
    }
    made = actions.file_pin(**{"by": by, "at": at} | plain | said)
    if looked_at:
        actions.apply_pin_decision(slug=made.slug, approved=True, code="within-terms", at=at)
        made.refresh_from_db()
    return made


def guest_pin(email: str = "guest@shore.example", *, at: datetime, **said: Any) -> Any:
    """What somebody without an account asked to put on the map, and has not confirmed."""
    from biomes import actions
    from biomes.rules.guests import Kind

    plain = {"name": "Quagmyrrh Creek", "lon": -24.1512345, "lat": 38.0512345, "cell_m": 1000, "about": "Eels.",
             "functional_group": "", "language": "en", "photos": []}  # fmt: skip
    address = said.pop("address", "")
    return actions.ask_as_guest(kind=Kind.PIN, content=plain | said, email=email, address=address, at=at)


def sighting(system: Any, by: str = "p-9", *, at: datetime, accepted: bool = True, **said: Any) -> Any:
    """What a person saw; accepted by a moderator unless told not."""
    from biomes import actions
    from biomes.rules.sighted import Sighted
    from biomes.rules.words import Precision

    plain = {
        "kind": Sighted.BLOOM, "said": "Green as paint", "seen_at": at, "precision": Precision.INSTANT,
        "lon": -24.15, "lat": 38.05, "cell_m": 100, "language": "en",
        "photos": [actions.SentPhoto(data=jpeg(), alt="A green shore")],
    }  # fmt: skip
    made = actions.file_sighting(**{"biome": system, "by": by, "at": at} | plain | said)
    if accepted:
        actions.apply_sighting_decision(uuid=str(made.uuid), approved=True, at=at)
        made.refresh_from_db()
    return made


def statement(system: Any, author: Any, *, at: datetime, published: bool = True, **said: Any) -> Any:
    """What a person says for it; published by a moderator unless told not."""
    from biomes import actions
    from biomes.rules.consent import Capacity, Label, Method

    plain = {
        "capacity": Capacity.NEIGHBOUR, "standing": "", "method": Method.OBSERVATION,
        "text": "The eels went upstream before the rain.", "language": "en",
        "evidence": [{"title": "Diary of a fisher", "url": ""}], "no_evidence": "", "label": Label.OPEN,
    }  # fmt: skip
    made = actions.file_statement(**{"biome": system, "author": author, "at": at} | plain | said)
    if published:
        actions.apply_statement_decision(uuid=str(made.uuid), approved=True, at=at)
        made.refresh_from_db()
    return made


def jpeg(*, place: bool = False, size: tuple[int, int] = (800, 600)) -> bytes:
    """A real photograph's file; with ``place``, the camera wrote into it where it stood."""
    from io import BytesIO

    from PIL import Image

    exif = Image.Exif()
    if place:
        gps = exif.get_ifd(0x8825)
        gps.update({1: "N", 2: (38.0, 7.0, 41.88), 3: "W", 4: (24.0, 6.0, 4.68)})
        exif[0x010F] = "QuagmyrrhCam"
    out = BytesIO()
    Image.new("RGB", size, (40, 120, 60)).save(out, "JPEG", exif=exif)
    return out.getvalue()

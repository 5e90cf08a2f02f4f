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

"""The map and the chain, as tags."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.template import Context
from django.utils.translation import get_language_bidi

from portal.queries import chain as chains
from portal.rules import maps
from portal.rules.maps import Map


def place_map(
    features: Any,
    label: str = "",
    box: Any = None,
    css: str = "",
    slice: bool = False,
    lead: float = 0,
    explore: bool = False,
) -> dict[str, Any]:
    """A server-drawn map of GeoJSON features: `{% place_map features label="Vessa Lagoon, with …" %}`.

    ``explore`` offers to move it about, with a script. ``lead`` leaves open land on the side where reading begins, for words to stand on.
    """
    rows = features.get("features", []) if isinstance(features, dict) else list(features or ())
    edges = _edges(rows, box)
    if edges is None:
        return {"map": None}
    fit = "xMidYMid slice" if slice else "xMidYMid meet"
    if lead:
        west, south, east, north = edges
        ahead = (east - west) * float(lead)
        rtl = get_language_bidi()
        edges = (west, south, east + ahead, north) if rtl else (west - ahead, south, east, north)
        fit = "xMinYMid slice" if rtl else "xMaxYMid slice"
    drawn = _drawn(json.dumps(rows, default=str), edges, 1000 * (1 + float(lead)))
    return {"map": drawn, "label": label, "css": css, "fit": fit, "features": rows if explore else None}


# The same ground is drawn for everybody who comes; what its features say names the drawing.
@lru_cache(maxsize=128)
def _drawn(rows: str, frame: tuple[float, float, float, float], width: float) -> Map | None:
    return maps.draw(json.loads(rows), frame=frame, width=width)


def _edges(rows: Sequence[Any], box: Any) -> tuple[float, float, float, float] | None:
    if isinstance(box, Sequence) and len(box) == 4:
        west, south, east, north = (float(v) for v in box)
        return west, south, east, north
    return maps.extent(rows)


def chain(context: Context, subject: str, most: int = 12) -> list[Any]:
    """The links around a subject, in the order of time: `{% chain petition.subject as links %}`."""
    request = context.get("request")
    return chains.chain(subject, getattr(request, "user", None))[-most:]

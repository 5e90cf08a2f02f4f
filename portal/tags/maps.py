"""The map and the chain, as tags."""

from collections.abc import Sequence
from typing import Any

from django.template import Context

from portal import queries
from portal.rules import maps


def place_map(
    features: Any, label: str = "", box: Any = None, css: str = "", slice: bool = False
) -> dict[str, Any]:
    """A server-drawn map of GeoJSON features: `{% place_map features label="Vessa Lagoon, with …" %}`."""
    rows = features.get("features", []) if isinstance(features, dict) else list(features or ())
    edges = tuple(float(v) for v in box) if isinstance(box, Sequence) and len(box) == 4 else None
    drawn = maps.draw(rows, box=edges)  # type: ignore[arg-type]
    return {"map": drawn, "label": label, "css": css, "fit": "xMidYMid slice" if slice else "xMidYMid meet"}


def chain(context: Context, subject: str, most: int = 12) -> list[Any]:
    """The links around a subject, in the order of time: `{% chain petition.subject as links %}`."""
    request = context.get("request")
    return queries.chain(subject, getattr(request, "user", None))[-most:]

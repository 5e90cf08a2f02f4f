"""A square code (QR) of an address, for sheets that are printed."""

from typing import Any

import segno


def square_code(text: str, label: str) -> dict[str, Any]:
    """The side of its square and one path of its dark modules; ``label`` is read aloud."""
    rows = segno.make(text, error="m", micro=False).matrix
    dark = ((x, y) for y, row in enumerate(rows) for x, module in enumerate(row) if module)
    return {"side": len(rows), "path": "".join(f"M{x} {y}h1v1h-1z" for x, y in dark), "label": label}

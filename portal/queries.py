"""What the portal's pages show: gathered from the apps below, through their faces."""

from typing import Any

from ledger import queries as ledger


def latest_checkpoint() -> Any:
    """The newest checkpoint of the public log; None before the first."""
    newest = getattr(ledger, "latest_checkpoint", None)
    return newest() if newest else None

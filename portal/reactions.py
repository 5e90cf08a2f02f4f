"""What happens above and has something to say to an app far below."""

from typing import TYPE_CHECKING

from accounts import actions as accounts
from ledger.registry import Reaction

if TYPE_CHECKING:
    from ledger.models import Fact


def mail_checkpoints(fact: "Fact") -> None:
    """A sitting has closed: whoever keeps checkpoints by mail gets one over its close."""
    accounts.mail_checkpoints_soon(at=fact.at)


REACTIONS: dict[str, list[Reaction]] = {"council.sitting.closed": [mail_checkpoints]}

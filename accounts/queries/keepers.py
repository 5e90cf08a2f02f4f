"""Who keeps checkpoints by mail, by their link."""

from datetime import datetime

from accounts.models import Keeper
from accounts.rules import keeping, tokens


def keeper(token: str, at: datetime) -> Keeper | None:
    """By the link of the first letter; None where it is not known, or too old to confirm."""
    found = Keeper.objects.filter(token_hash=tokens.at_rest(token)).first()
    if found is None or not (found.confirmed_at or keeping.is_open(found.asked_at, at)):
        return None
    return found

"""How accounts' subjects may be shown elsewhere."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Organisation
from accounts.predicates import is_admin
from accounts.queries import user_by_code
from ledger.queries import Card


def organisation(code: str, viewer: Any) -> Card | None:
    found = Organisation.objects.filter(slug=code).first()
    return (
        Card(title=found.name, url="", state=_("succeeded") if found.successor_id else "") if found else None
    )


def person(code: str, viewer: Any) -> Card | None:
    """Only to oneself and to admins: to everybody else a person is not an object to look at."""
    found = user_by_code(code.partition("/")[0])
    if found is None or viewer is None or not (viewer == found or is_admin(viewer)):
        return None
    return Card(title=str(found), url="")


CARDS = {"accounts.organisation": organisation, "accounts.user": person}

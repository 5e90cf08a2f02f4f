"""How accounts' subjects may be shown elsewhere."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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


def restoration(code: str, viewer: Any) -> Card | None:
    """Whose it was is said to nobody; that two officers restored a factor may be read in the log."""
    return Card(title=_("A lost second factor"), url="")


CARDS = {
    "accounts.organisation": organisation,
    "accounts.restoration": restoration,
    "accounts.user": person,
}
WORDS = {
    "accounts.factor.restored": gettext_lazy("A lost second factor was restored by two officers in person")
}

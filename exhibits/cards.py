"""An exhibit and a scene as other pages show them. What is not public has no card."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exhibits import queries
from ledger.queries import Card


def exhibit(code: str, viewer: Any = None) -> Card | None:
    found = queries.public_exhibits().filter(slug=code).first()
    return Card(title=found.title, url=found.get_absolute_url(), state="published") if found else None


def scene(code: str, viewer: Any = None) -> Card | None:
    slug, _slash, number = code.rpartition("/")
    found = queries.public_exhibit(slug)
    if found is None or not (number.isascii() and number.isdigit() and len(number) < 4):
        return None
    one = queries.scene_of(found, int(number))
    return Card(title=one.title, url=reverse("exhibits:scene", args=[slug, one.number])) if one else None


CARDS = {"exhibits.exhibit": exhibit, "exhibits.scene": scene}

WORDS = {
    "exhibits.exhibit.published": _("Exhibit published with %(scenes)s scenes"),
    "exhibits.exhibit.withdrawn": _("Exhibit withdrawn"),
}

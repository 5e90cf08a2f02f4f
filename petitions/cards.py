"""A petition, and a counted batch, as other pages show them. What is hidden has no card."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from ledger.queries import Card
from petitions import queries
from petitions.words import state_words


def petition(code: str, viewer: Any = None) -> Card | None:
    found = queries.public_petition(code)
    if found is None:
        return None
    return Card(
        title=found.title,
        url=reverse("petitions:petition", args=[found.slug]),
        state=str(state_words(found)),
    )


def batch(code: str, viewer: Any = None) -> Card | None:
    slug, _slash, number = code.rpartition("/")
    found = queries.batch(slug, int(number)) if number.isdigit() and len(number) < 9 else None
    if found is None or queries.public_petition(slug) is None:
        return None
    return Card(
        title=_("Batch %(number)s of %(petition)s")
        % {"number": found.number, "petition": found.petition.title},
        url=reverse("petitions:petition", args=[slug]),
        state=_("Counted"),
    )


def response(code: str, viewer: Any = None) -> Card | None:
    slug, _slash, version = code.rpartition("/")
    found = queries.public_petition(slug)
    given = found.responses.filter(version=int(version)).first() if found and version.isdigit() else None
    if found is None or given is None:
        return None
    url = reverse("petitions:petition", args=[found.slug]) + f"#response-{given.version}"
    return Card(title=given.summary, url=url, state=str(given.body))


def threshold(code: str, viewer: Any = None) -> Card | None:
    return Card(title=_("Threshold for petitions"), url=reverse("petitions:index"), state="")


def attempt(code: str, viewer: Any = None) -> Card | None:
    """Who tried to sign is shown nowhere; auditors have a page of their own."""
    return None


CARDS = {
    "petitions.attempt": attempt,
    "petitions.petition": petition,
    "petitions.batch": batch,
    "petitions.response": response,
    "petitions.threshold": threshold,
}

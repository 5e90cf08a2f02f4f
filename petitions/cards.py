"""A petition, and a counted batch, as other pages show them. What is hidden has no card."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledger.queries import Card, card
from petitions import queries
from petitions.rules.lifecycle import DebateTrack
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


def _debate_moved(body: dict[str, Any]) -> str:
    return str(DEBATE_MOVES[DebateTrack(body["track"])])


def _owed(body: dict[str, Any]) -> str:
    holder = card(body["holder"])
    return _("%(holder)s owes an answer by %(day)s: %(number)s signatures were passed") % {
        "holder": holder.title if holder else body["holder"],
        "day": body["due_at"],
        "number": body["threshold"],
    }


# What the public record says of a petition, in words.
DEBATE_MOVES = {
    DebateTrack.OWED: gettext_lazy("It is referred for debate"),
    DebateTrack.ON_AGENDA: gettext_lazy("It is on the agenda"),
    DebateTrack.DEBATED: gettext_lazy("It was debated"),
    DebateTrack.DECLINED: gettext_lazy("The body declined a debate"),
}
WORDS = {
    "petitions.petition.opened": gettext_lazy("The petition opened, until %(closes_at)s"),
    "petitions.petition.owed": _owed,
    "petitions.petition.referred": gettext_lazy("It goes to a debate: %(threshold)s signatures were passed"),
    "petitions.response.given": gettext_lazy("A body answered, version %(version)s"),
    "petitions.debate.moved": _debate_moved,
    "petitions.petition.closed": gettext_lazy("The petition closed"),
    "petitions.petition.withdrawn": gettext_lazy("Its filer withdrew the petition"),
    "petitions.petition.stopped": gettext_lazy("Two moderators stopped the petition"),
    "petitions.batch.counted": gettext_lazy("%(count)s signatures were counted, %(total)s in all"),
}

"""Letters to those who speak for the parties of an alliance, in their language."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from accounts import actions as accounts
from accounts import queries as people
from council import queries
from council.models import Alliance, Commitment, Party


def tell_of_due(one: Commitment, *, at: datetime) -> int:
    """To who speaks for the party that owes it. How many letters are owed."""
    return _post(one.owes, "council/mail/commitment_due.txt", {"commitment": one}, one, at)


def remind_of_end(alliance: Alliance, *, at: datetime) -> int:
    """To who speaks for each party."""
    parties = queries.joined(queries.standing_parties(alliance))
    given = {"alliance": alliance}
    return sum(_post(party, "council/mail/alliance_ending.txt", given, alliance, at) for party in parties)


def _post(party: Party, template: str, given: dict[str, Any], page: Any, at: datetime) -> int:
    hands = queries.hands_of_party(party, at)
    told = {person.pk: person for held in hands.values() for person in held}
    owed = 0
    for person in told.values():
        if address := people.confirmed_email(person):
            with translation.override(person.language):
                link = settings.SITE_URL + page.get_absolute_url()
                whole = render_to_string(
                    template, {**given, "party": party, "link": link, "SITE_URL": settings.SITE_URL}
                )
            title, _break, text = whole.strip().partition("\n")
            title = " ".join(title.split())[:200]
            accounts.post_letter(to=address, subject=title, text=text.strip() + "\n", at=at)
            owed += 1
    return owed

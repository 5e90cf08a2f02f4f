"""What pages and API of coalitions share: which one is meant, and whether it may be shown to this person."""

from collections import Counter
from typing import Any

from django.http import Http404

from ledger import queries as ledger
from petitions import queries
from petitions.doors import Hidden
from petitions.models import Coalition, Pledge
from petitions.rules.coalitions import NOUNS, OWN

FACTS, MOST = 200, 30


def coalition_or_gone(slug: str) -> Coalition:
    """A coalition anybody may read; a hidden one is gone, anything else is not there."""
    found = queries.public_coalition(slug)
    if found is None:
        if queries.is_coalition_hidden(slug):
            raise Hidden
        raise Http404
    return found


def own_coalition(slug: str, user: Any) -> Coalition:
    """One that is not open yet, for its founder; for anybody else it is not there."""
    found = queries.any_coalition(slug)
    if found is None or found.state not in OWN or found.founder_id != user.pk:
        raise Http404
    return found


def pledge_or_gone(slug: str, number: int) -> Pledge:
    found = queries.pledge_of(coalition_or_gone(slug), number)
    if found is None:
        raise Http404
    return found


def aroundable(coalition: Coalition, besides: list[str]) -> list[tuple[str, str]]:
    """(subject, title) of what the public record holds about its living systems, the newest first; what was chosen or
    asked for stays on the list. Two of one name, as two alerts of one lagoon are, carry their codes."""
    subjects = [row.subject for row in coalition.around.all()] + besides
    for biome in coalition.biomes.all():
        for petition in queries.petitions_for(biome.slug)[:MOST]:
            subjects.append(petition.subject)
        for fact in ledger.around(biome.subject).filter(public=True).order_by("-id")[:FACTS]:
            subjects += [subject for subject in (fact.subject, *fact.about) if subject.startswith(NOUNS)]
    found: dict[str, str] = {}
    seen: set[str] = set()
    for subject in dict.fromkeys(subjects):
        card = ledger.card(subject) if subject.startswith(NOUNS) and len(found) < MOST else None
        if card and card.url not in seen:
            seen.add(card.url)
            found[subject] = f"{card.title}, {card.state}" if card.state else card.title
    often = Counter(found.values())
    return [
        (s, f"{label} ({s.partition('/')[2]})" if often[label] > 1 else label) for s, label in found.items()
    ]

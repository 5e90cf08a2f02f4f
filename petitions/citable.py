"""What the public record holds about a petition's living systems, for the picker of citations."""

from ledger import queries as ledger
from petitions.models import Petition

# What a petition may rest on; places, bodies and other petitions are named elsewhere.
NOUNS = (
    "biomes.reading/",
    "biomes.station/",
    "crises.alert/",
    "crises.run/",
    "council.motion/",
    "exhibits.exhibit/",
)
MOST = 10
FACTS = 200


def is_citable(subject: str) -> bool:
    """Whether a petition may rest on it: something of these kinds that anybody may see."""
    return subject.startswith(NOUNS) and ledger.card(subject) is not None


def citable(petition: Petition) -> list[tuple[str, str]]:
    """(subject, title), the newest first; and whatever the petition cites already."""
    subjects: list[str] = [citation.subject for citation in petition.citations.all()]
    for biome in petition.waters:
        for fact in ledger.around(biome.subject).filter(public=True).order_by("-id")[:FACTS]:
            subjects += [subject for subject in (fact.subject, *fact.about) if subject.startswith(NOUNS)]
    found: list[tuple[str, str]] = []
    for subject in dict.fromkeys(subjects):
        if len(found) >= MOST:
            break
        if card := ledger.card(subject):
            found.append((subject, f"{card.title}, {card.state}" if card.state else card.title))
    return found

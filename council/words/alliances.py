"""Alliances in words: who has joined, what is owed and where it stands, on what evidence."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from council import queries
from council.models import Alliance, Commitment, CommitmentFinding, Party
from council.models.commitment import look_of
from council.rules import alliance_graph as graph
from council.rules import alliances as rule
from council.rules.alliances import Said, Stage, Standing
from ledger import queries as ledger

# The order in which a page tells them: what asks for something first.
TOLD = (
    Standing.OVERDUE,
    Standing.DUE,
    Standing.DISPUTED,
    Standing.BROKEN,
    Standing.OPEN,
    Standing.KEPT,
    Standing.RELEASED,
)


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with its evidence, as a link and what to call it."""

    row: CommitmentFinding
    by: str
    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Owed:
    """A commitment as a page shows it."""

    row: Commitment
    standing: Standing
    label: str
    look: str
    is_contested: bool
    told: list[Told] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Side:
    """A party with its page, and the hands whose word is there or is missing."""

    party: Party
    url: str
    waits_for: str


def owed(one: Commitment, day: date, viewer: Any) -> Owed:
    standing = one.standing_on(day)
    label, look = look_of(standing)
    contested = rule.is_contested(one.voices(), str(one.owes_id))
    return Owed(
        one, standing, str(label), look, contested, [_told(row, viewer) for row in one.findings.all()]
    )


def by_standing(alliance: Alliance, day: date, viewer: Any) -> list[Owed]:
    """Its commitments, those that ask for something first, then by day."""
    rows = [owed(one, day, viewer) for one in alliance.commitments.all()]
    return sorted(rows, key=lambda one: (TOLD.index(one.standing), one.row.due_on, one.row.pk))


def _told(row: CommitmentFinding, viewer: Any) -> Told:
    by = str(row.party) if row.party else _("The rule, from the readings")
    if row.is_link:
        return Told(row, by, row.evidence, row.evidence)
    card = ledger.card(row.evidence, viewer)
    return Told(row, by, card.url if card else "", card.title if card else row.evidence)


def counted(found: Counter[Standing]) -> list[tuple[str, str, int]]:
    """How many stand where: the look, the word, the number."""
    return [(look_of(one)[1], str(look_of(one)[0]), found[one]) for one in TOLD if found[one]]


def sides(alliance: Alliance, at: Any = None) -> dict[str, list[Side]]:
    """Human bodies and living systems; at a moment, each with what its word still waits for."""
    found = queries.by_side(queries.standing_parties(alliance))
    return {
        "bodies": [_side(alliance, party, at) for party in found[False]],
        "beings": [_side(alliance, party, at) for party in found[True]],
    }


def _side(alliance: Alliance, party: Party, at: Any) -> Side:
    return Side(party, party_url(party), _waits_for(alliance, party, at) if at else "")


def _waits_for(alliance: Alliance, party: Party, at: Any) -> str:
    if party.joined_at is not None or alliance.status is Stage.ENDED:
        return ""
    given = {word.hand for word in queries.words_given(party, Said.JOIN, alliance.sha256)}
    hands = queries.hands_of_party(party, at)
    if not hands or not all(hands.values()):
        return _("One of its hands is vacant: it has no word until somebody holds it.")
    if given:
        return _("One hand has given its word; the other’s is missing.")
    return _("It has not given its word yet.")


def party_url(party: Party) -> str:
    """The page of the living system, or of the body where it decides in a council."""
    if party.biome is not None:
        return reverse("biomes:biome", args=[party.biome.slug])
    body = getattr(party.organisation, "council_body", None)
    return reverse("council:body", args=[body.code]) if body else ""


def measure(one: Commitment) -> str:
    """“Oxygen at night of Vessa Lagoon reaches at least 5 mg/L by 31 March 2150.”"""
    if one.indicator is None or one.biome is None or one.limit is None:
        return ""
    card = ledger.card(one.indicator.subject)
    given = {
        "indicator": card.title if card else one.indicator.name,
        "biome": one.biome,
        "day": date_format(one.due_on, "DATE_FORMAT"),
    }
    sentences = {
        ("reaches", "at_least"): _("%(indicator)s, %(biome)s: reaches the limit or more by %(day)s."),
        ("reaches", "at_most"): _("%(indicator)s, %(biome)s: falls to the limit or below by %(day)s."),
        ("stays", "at_least"): _("%(indicator)s, %(biome)s: never below the limit until %(day)s."),
        ("stays", "at_most"): _("%(indicator)s, %(biome)s: never above the limit until %(day)s."),
    }
    return sentences[one.how, one.side] % given


# --- The drawing -----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Spot:
    """A mark of the drawing with its words; a body without a page is no link."""

    mark: graph.Mark
    url: str
    says: str
    lines: list[tuple[str, float]]
    look: str = ""


def picture(found: list[Alliance]) -> dict[str, Any]:
    """Every alliance of the list drawn between its parties, with what a reader who sees no drawing is told."""
    parties = {p.subject: p for one in found for p in queries.standing_parties(one)}
    rows = {one.code: one for one in found}
    drawn = graph.draw(_bond(one) for one in found)
    return {
        "drawing": drawn,
        "bodies": [
            _spot(mark, str(parties[mark.node]), party_url(parties[mark.node])) for mark in drawn.bodies
        ],
        "beings": [
            _spot(mark, str(parties[mark.node]), party_url(parties[mark.node])) for mark in drawn.beings
        ],
        "knots": [_knot(mark, rows[mark.node]) for mark in drawn.knots],
        "strands": [(strand, rows[strand.code].stage) for strand in drawn.strands],
        "says": _says(len(found)),
    }


def _bond(one: Alliance) -> graph.Bond:
    found = queries.by_side(queries.standing_parties(one))
    bodies, beings = (tuple(p.subject for p in found[side]) for side in (False, True))
    return graph.Bond(one.code, bodies, beings)


def _spot(mark: graph.Mark, name: str, url: str) -> Spot:
    return Spot(mark, url, name, mark.lines(name))


def _knot(mark: graph.Mark, one: Alliance) -> Spot:
    says = _("Alliance %(code)s: %(title)s, %(stage)s") % {
        "code": one.code, "title": one.title, "stage": one.get_stage_display(),
    }  # fmt: skip
    return Spot(mark, one.get_absolute_url(), says, mark.lines(one.title), one.stage)


def _says(count: int) -> str:
    said = ngettext(
        "Drawing of %(count)s alliance between human bodies and living systems; the table below says the same.",
        "Drawing of %(count)s alliances between human bodies and living systems; the table below says the same.",
        count,
    )
    return said % {"count": count}

"""Over many petitions at once: who asks, by zone, and which living systems were answered.

A sum over petitions is made of the cells that each petition's own page prints, and of nothing else. So it tells nobody
more than those pages do: an exact total of a zone less its printed cells would be the one cell a petition withholds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from petitions.models import PetitionBiome, Printed
from petitions.queries.finding import public_petitions
from petitions.queries.progress import ELSEWHERE
from petitions.rules import suppression
from petitions.rules.lifecycle import ResponseTrack, State


@dataclass(frozen=True, slots=True)
class ToldByZone:
    """Printed signatures by zone: a zone no page prints is not in ``by_zone``. ``untold`` is what pages withhold."""

    by_zone: Mapping[str, int]
    elsewhere: int = 0
    untold: int = 0
    signatures: int = 0
    petition_count: int = 0


def told_by_zone(since: datetime, until: datetime) -> ToldByZone:
    """Of the petitions that opened over ``[since, until)``; each petition is in one period, so periods never overlap."""
    found = public_petitions().exclude(state=State.REJECTED).filter(opened_at__gte=since, opened_at__lt=until)
    totals = dict(found.order_by().values_list("pk", "signature_count"))
    told = suppression.printed_sums(
        Printed.objects.filter(petition__in=totals).values_list("cells", flat=True)
    )
    signatures = sum(totals.values())
    untold = signatures - sum(told.values())
    elsewhere = told.pop(ELSEWHERE, 0)
    return ToldByZone(told, elsewhere, untold, signatures, len(totals))


def answered_biomes() -> set[str]:
    """The living systems for which some petition was answered in full."""
    answered = public_petitions().filter(response_track=ResponseTrack.ANSWERED)
    rows = PetitionBiome.objects.filter(petition__in=answered.order_by().values("pk"))
    return set(rows.values_list("biome__slug", flat=True))

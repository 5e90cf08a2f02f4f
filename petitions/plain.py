"""A petition as plain data: what JSON, CSV and the API say of it, and nothing of a person."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from ledger.rules.values import stamp
from petitions import queries
from petitions.models import Petition


def address(name: str, *args: str) -> str:
    """An absolute address in the site's own language."""
    with translation.override(settings.LANGUAGE_CODE):
        return settings.SITE_URL + reverse(name, args=args)


def as_row(petition: Petition) -> dict[str, Any]:
    return {
        "slug": petition.slug,
        "title": petition.title,
        "state": petition.state,
        "response": petition.response_track,
        "debate": petition.debate_track,
        "signatures": petition.signature_count,
        "online": petition.online_count,
        "paper": petition.paper_count,
        "counted_at": stamp(petition.counted_at) if petition.counted_at else None,
        "opened_at": stamp(petition.opened_at) if petition.opened_at else None,
        "closes_at": stamp(petition.closes_at) if petition.closes_at else None,
        "body": petition.body.slug if petition.body else None,
        "biomes": [biome.slug for biome in petition.waters],
        "language": petition.language,
        "url": address("petitions:petition", petition.slug),
    }


def as_whole(petition: Petition, at: datetime) -> dict[str, Any]:
    return as_row(petition) | {
        "subject": petition.subject,
        "background": petition.background,
        "details": petition.details,
        "right": petition.right or None,
        "citations": [citation.subject for citation in petition.citations.all()],
        "asks": [_ask(state) for state in queries.asks_of(petition)],
        "thresholds": [_mark(mark) for mark in queries.marks(petition, at)],
        **_zones(petition),
        "basins": _basins(petition),
        "invalidated": queries.taken_off(petition),
        "moves": [
            {"from": move.from_body.slug, "to": move.to_body.slug, "at": stamp(move.at)}
            for move in queries.moves_of(petition)
        ],
        "end_reason": petition.end_reason or None,
    }


def _ask(state: queries.AskState) -> dict[str, Any]:
    answer = state.answer
    return {
        "number": state.ask.number,
        "text": state.ask.text,
        "owed": state.is_owed,
        "answer": {
            "verdict": answer.verdict,
            "text": answer.text,
            "by_date": answer.by_date.isoformat() if answer.by_date else None,
            "body": answer.response.body.slug,
            "version": answer.response.version,
            "given_at": stamp(answer.response.given_at),
        }
        if answer
        else None,
    }


def _mark(mark: queries.Mark) -> dict[str, Any]:
    crossing = mark.crossing
    return {
        "kind": str(mark.kind),
        "needed": mark.needed,
        "zones": dict(mark.zones),
        # Rounded down, and to tens where zones count: the rest would give a small place away.
        "percent": mark.percent - mark.percent % 10 if mark.zones else mark.percent,
        "passed_at": stamp(crossing.crossed_at) if crossing else None,
        "holder": crossing.duty.holder.slug if crossing else None,
        "due_at": stamp(crossing.duty.due_at) if crossing else None,
        "done_at": stamp(done) if crossing and (done := crossing.duty.discharged_at) else None,
        # By its dates; 0 in the first day of lateness, None in time.
        "days_late": mark.late.days if mark.late else None,
    }


def _zones(petition: Petition) -> dict[str, Any]:
    """None where too few signed; a count of None is withheld (fewer than five, or beside those)."""
    found = queries.places(petition)
    if found is None:
        return {"zones": None, "nearby_share": None}
    rows = [
        {"zone": row.slug or None, "signatures": row.count, "per_1000": row.per_thousand}
        for row in found.rows
    ]
    # Of a hundred signatures, those from the zones beside its living systems; told beside the total, never weighing it.
    return {"zones": rows, "nearby_share": found.nearby_share}


def _basins(petition: Petition) -> list[dict[str, Any]] | None:
    """Sums of the printed zones beside each living system; not `whole` where one of them is withheld."""
    found = queries.places(petition)
    if found is None:
        return None
    return [{"biome": row.slug, "signatures": row.count, "whole": row.whole} for row in found.basins]

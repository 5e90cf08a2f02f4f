"""Alliances as everybody reads them: all at once as a drawing and a table, and each whole."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.doors import now
from biomes import queries as biomes
from council import queries
from council.forms_alliances import CommitmentForm, FindingForm
from council.models import Alliance
from council.predicates import may_ally
from council.rules.alliances import BEFORE, Stage, Standing, day_of
from council.words import alliances as words

PAGE, IN_A_BOX = 25, 3
# As many as a drawing can show; the table has them all.
DRAWN = 24
SHELVES = {"in_force": [Stage.IN_FORCE], "ahead": sorted(BEFORE), "ended": [Stage.ENDED]}


@require_safe
def alliances(request: HttpRequest) -> HttpResponse:
    """The graph of those that bind or may, and every alliance by its stage."""
    at, shelf = now(), request.GET.get("stage", "")
    found = queries.alliances()
    if shelf in SHELVES:
        found = found.filter(stage__in=[stage.value for stage in SHELVES[shelf]])
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    drawn = list(queries.alliances().exclude(stage=Stage.ENDED.value)[: DRAWN + 1])
    context = {
        "page": page,
        "rows": [_row(one, at) for one in page],
        "shelf": shelf if shelf in SHELVES else "",
        "is_cut": len(drawn) > DRAWN,
        "may_ally": may_ally.test(request.user),
        **(words.picture(drawn[:DRAWN]) if drawn else {}),
    }
    return render(request, "council/alliances.html", context)


def _row(one: Alliance, at: datetime) -> dict[str, Any]:
    """One alliance in a list: its sides, and how its commitments stand."""
    return {
        "alliance": one,
        **words.sides(one),
        "counted": words.counted(queries.standings(one, day_of(at))),
    }


@require_safe
def alliance(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "council/alliance.html", alliance_page(request, code))


def alliance_page(request: HttpRequest, code: str, **more: Any) -> dict[str, Any]:
    """Everything an alliance's page says; ``more`` is a form as it was typed, or a refusal."""
    found, at = the_alliance(code), now()
    spoken = queries.spoken_for(request.user, at)
    own = [party for party in queries.standing_parties(found) if party.subject in spoken]
    is_proposed = found.status is Stage.PROPOSED
    return {
        "alliance": found,
        **words.sides(found, at),
        "owed": _owed(request, found, own, at, more),
        "counted": words.counted(queries.standings(found, day_of(at))),
        "own": [_mine(found, party, request.user, at) for party in own],
        "newcomers": _newcomers(found, spoken),
        "may_change": bool(own) and is_proposed,
        "commitment_form": CommitmentForm(alliance=found) if own and is_proposed else None,
        "may_drop": found.status in BEFORE and found.proposed_by_id == request.user.pk,
        "may_renew": bool(own) and found.entered_at is not None,
        "may_move": found.status is Stage.AGREED and queries.is_member(request.user, found.body, at),
        "motions": queries.motions_about(found.subject)[:8],
        "renewals": found.renewals.all(),
    } | more


def the_alliance(code: str) -> Alliance:
    found = queries.alliance(code)
    if found is None:
        raise Http404
    return found


def _owed(
    request: HttpRequest, found: Alliance, own: list[Any], at: datetime, more: dict[str, Any]
) -> list[dict[str, Any]]:
    """Each commitment with its measure in words, and the form with which one's own party finds it."""
    parties = [(party.subject, str(party)) for party in queries.joined(own)]
    typed = more.get("finding_form")
    rows = []
    for one in words.by_standing(found, day_of(at), request.user):
        may_find = bool(parties) and found.entered_at is not None and one.standing is not Standing.RELEASED
        is_typed = typed is not None and more.get("finding_of") == one.row.pk
        form = typed if is_typed else FindingForm(parties=parties, one=one.row) if may_find else None
        rows.append({"one": one, "measure": words.measure(one.row), "form": form})
    return rows


def _mine(found: Alliance, party: Any, user: Any, at: datetime) -> dict[str, Any]:
    """What one may say for a party one speaks for: each word, or taking it back."""
    hand = queries.hand_in_party(party, user, at)
    said = {word.said for word in party.words.all() if word.withdrawn_at is None and word.hand == hand}
    return {
        "party": party,
        "said": said,
        "joined": party.joined_at is not None,
        "is_binding": found.status is Stage.IN_FORCE and party.joined_at is not None,
        "is_before": found.status in BEFORE,
    }


def _newcomers(found: Alliance, spoken: queries.Spoken) -> list[tuple[str, str]]:
    """Bodies and living systems one speaks for that an open alliance would take in."""
    if not found.is_open or found.status is not Stage.IN_FORCE:
        return []
    here = {party.subject for party in queries.standing_parties(found)}
    offered = {**spoken.organisations, **spoken.biomes}
    return [(subject, str(one)) for subject, one in offered.items() if subject not in here]


@require_safe
def alliances_for(request: HttpRequest, biome: str) -> HttpResponse:
    """The alliances of a living system, for its page."""
    if biomes.public_biome(biome) is None:
        raise Http404
    at = now()
    found = queries.alliances_of_biome(biome).exclude(stage=Stage.ENDED.value)[:IN_A_BOX]
    context = {"rows": [_row(one, at) for one in found], "biome": biome}
    return render(request, "council/_alliances_for.html", context)

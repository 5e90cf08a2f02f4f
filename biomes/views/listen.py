"""Living systems as sound: a page where up to four sound together, and the score of each for machines."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from biomes import queries
from biomes.forms.listen import ListenForm
from biomes.models import Biome
from biomes.queries import voice as reads
from biomes.rules import sonification
from biomes.words import voice as said
from ledger.queries import now


@require_safe
def listen(request: HttpRequest) -> HttpResponse:
    """A choice of living systems; those chosen, drawn and written, and a button that sounds them."""
    at = now()
    rows = queries.listed(queries.public_biomes().order_by("name"), at)
    form = ListenForm(request.GET or None, rows=rows)
    chosen = form.chosen if form.is_valid() else []
    parts = [part(one, at, place) for place, one in enumerate(chosen)]
    context = {"form": form, "parts": parts, "silent_words": said.SILENT_SCORE}
    context["sounds"] = any(not one["score"]["is_silent"] for one in parts)
    return render(request, "biomes/listen.html", context, status=422 if form.errors else 200)


def part(biome: Biome, at: Any, place: int) -> dict[str, Any]:
    """One system's part: its score, its voices drawn, and the same in words."""
    score = reads.score_of(biome, at, place=place)
    lines = sonification.transcript(score)
    return {
        "biome": biome,
        "place": place,
        "score": score,
        "state": score["state"],
        "voices": [
            {
                "code": voice["indicator"],
                "title": title,
                "stress": voice["stress_per_mille"],
                "stations": voice["stations"],
                "lines": [said.transcript_line(one) for one in lines if one.indicator == voice["indicator"]],
            }
            for voice, title in zip(score["voices"], said.voices_of(score), strict=True)
        ],
    }


@require_safe
def score(request: HttpRequest, slug: str) -> HttpResponse:
    """The score as canonical JSON; `?place=` is the degree of the chord it stands on among others."""
    biome = queries.public_biome(slug)
    if biome is None:
        raise Http404(_("No living system has this address."))
    place = request.GET.get("place", "0")
    if place not in PLACES:
        return JsonResponse({"detail": str(said.NO_SUCH_PLACE)}, status=400)
    body = sonification.as_bytes(reads.score_of(biome, now(), place=int(place)))
    return HttpResponse(body, content_type="application/json")


PLACES = tuple(str(n) for n in range(sonification.MOST_TOGETHER))

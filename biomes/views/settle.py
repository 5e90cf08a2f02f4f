"""The curator's part in what anybody did: pins to decide, and how many people a sighting takes."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import SignedInRequest, now
from biomes import actions, queries
from biomes.forms.everyone import NeedForm, SettleForm
from biomes.models import Biome
from biomes.queries import pins as reads
from biomes.views import paging
from biomes.views.curate import curator
from biomes.words import everyone as words


@require_safe
@curator
def pins(request: HttpRequest) -> HttpResponse:
    at = now()
    page = paging.page_of(request, reads.undecided_pins())
    rows = [(one, words.STAGES[queries.shown_stage(one, at)]) for one in page]
    context = {"rows": rows, "page": page, "waiting": queries.waiting_sightings()[: paging.PER_PAGE]}
    return render(request, "biomes/desk_pins.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@curator
def settle(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take it up, merge it, or take it off the map with a published reason."""
    found = reads.any_pin(slug)
    if found is None:
        raise Http404(_("No living system has this address."))
    form = SettleForm(request.POST or None)
    if request.method != "POST":
        return _page(request, found, form)
    if not form.is_valid():
        return _page(request, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        actions.settle_pin(biome_id=found.pk, **form.cleaned_data, actor=request.user.code, at=now())
    except actions.CannotSettle as why:
        return _page(request, found, form, refusal=str(why), status=HTTPStatus.CONFLICT)
    messages.success(request, _("Decided."))
    if form.cleaned_data["decision"] == "take_up":
        return redirect("biomes:edit", slug=slug)
    return redirect("biomes:desk_pins")


def _page(
    request: HttpRequest, found: Biome, form: SettleForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    at, lon_lat = now(), found.place["coordinates"] if found.place else None
    known = queries.nearest(queries.public_biomes(), *lon_lat, most=5) if lon_lat else []
    context = {
        "biome": found,
        "form": form,
        "refusal": refusal,
        "stage": words.STAGES[queries.shown_stage(found, at)],
        "pictures": queries.pictures_of(found.subject),
        "near": [(one, words.away(metres)) for one, metres in known],
        "features": [
            *(queries.feature(one.place, kind="biome", name=one.name) for one, _metres in known[:2]),
            queries.feature(found.place, kind="station", name=found.name),
        ],
    }
    return render(request, "biomes/desk_pin.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@curator
def needs(request: SignedInRequest) -> HttpResponse:
    """How many people, hours and metres it takes for each kind of sighting."""
    form = NeedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.set_corroboration_need(**form.content, actor=request.user.code, at=now())
        messages.success(request, _("It holds for every sighting accepted from now on."))
        return redirect("biomes:needs")
    rows = [
        (words.sighted(kind), words.need_sentence(need.people, need.hours, need.radius_m), row)
        for kind, need, row in queries.corroboration_needs()
    ]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "biomes/desk_needs.html", {"form": form, "rows": rows}, status=status)

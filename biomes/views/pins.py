"""What anybody puts on the map: asking whether it is one we know, filing it, its page, and one's own things."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import SignedInRequest, now, signed_in
from accounts.queries import has_role, name_of
from accounts.rules.roles import Role
from biomes import actions, queries
from biomes.forms.everyone import PinForm
from biomes.forms.guests import GuestPinForm
from biomes.models import Biome
from biomes.rules import cells, place
from biomes.rules.guests import Kind
from biomes.rules.lifecycle import Stage
from biomes.views import guests
from biomes.views.locating import asks_where, language
from biomes.words import everyone as words
from moderation import queries as moderation


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@asks_where
def new(request: HttpRequest) -> HttpResponse:
    """First where and what it is called; then, beside those it may already be, the rest."""
    shape = PinForm if request.user.is_authenticated else GuestPinForm
    if request.method != "POST":
        first = {key: request.GET.get(key, "").replace("\x00", "") for key in ("name", "lat", "lon")}
        return _form(request, shape(initial=first))
    form = shape(request.POST, request.FILES)
    alike = _alike(form) if form.is_valid() else []
    if alike and not form.cleaned_data.get("is_new"):
        form.add_error("is_new", _("Look at these first: is it one of them?"))
    if form.errors:
        return _form(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        return _file(request, form)
    except actions.CannotKeepPhoto as why:
        form.add_error("photo", str(why))
        return _form(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except actions.CannotFile as why:
        return _form(request, form, refusal=str(why), status=HTTPStatus.CONFLICT)


def _file(request: HttpRequest, form: PinForm) -> HttpResponse:
    """At once for who has an account; for anybody else when they press the link in the mail."""
    if not request.user.is_authenticated:
        return guests.asked(request, Kind.PIN, form, language(request))
    made = actions.file_pin(**form.content(language(request)), by=request.user.code, at=now())
    messages.success(request, _("It is on the map. Lists show it once somebody has looked at it."))
    return redirect("biomes:biome", slug=made.slug)


def _form(request: HttpRequest, form: PinForm, *, refusal: str = "", status: int = 200) -> HttpResponse:
    """One question at a time without a pin; with one, those it may be and the whole form."""
    alike = _alike(form)
    context = {
        "form": form,
        "refusal": refusal,
        "alike": [(biome, words.away(metres)) for biome, metres in alike],
        "is_placed": form.is_bound or _point(form) is not None,
        "around": around(),
    }
    return render(request, "biomes/pin_new.html", context, status=status)


def _point(form: PinForm) -> tuple[float, float] | None:
    given = form.cleaned_data if hasattr(form, "cleaned_data") else form.initial
    try:
        lon, lat = cells.checked(float(given.get("lon") or "nan"), float(given.get("lat") or "nan"))
    except (ValueError, TypeError, cells.OffTheEarth):
        return None
    return lon, lat


def _alike(form: PinForm) -> list[tuple[Biome, float]]:
    point = _point(form)
    given = form.cleaned_data if hasattr(form, "cleaned_data") else form.initial
    return queries.alike(str(given.get("name") or ""), *point) if point else []


def around() -> dict[str, Any]:
    """Zones and the places about them, so that somebody finds their way; a reference case far away would not help."""
    zones = list(queries.zones())
    middles = [place.middle(zone.polygon) for zone in zones]
    rows = [queries.feature(zone.polygon, kind="zone", name=zone.name) for zone in zones]
    for biome in queries.public_biomes():
        lon, lat = place.middle(biome.place or {})
        if not zones or any(abs(lon - x) < 1 and abs(lat - y) < 1 for x, y in middles):
            rows.append(queries.feature(biome.place, kind="biome", name=biome.name))
    return {"type": "FeatureCollection", "features": rows}


def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The address of something that is not in the registry (the door is `biomes.views.public.biome`)."""
    found, at = queries.pin(slug), now()
    if found is None:
        return _former(request, slug)
    looked_at = found.filing.looked_at is not None
    sees = looked_at or queries.is_filer(found, request.user) or queries.decides(request.user, at)
    stage = queries.shown_stage(found, at)
    context = {
        "biome": found,
        "stage": words.STAGES[stage],
        "stage_says": words.STAGE_SENTENCES[stage],
        "looked_at": looked_at,
        "pictures": queries.pictures_of(found.subject) if sees else [],
        "known_to": words.CELLS[found.filing.cell_m],
        "features": queries.biome_features(found),
        "sightings": seen(queries.sightings_of(found)[:4]),
        "statements": told(queries.statements_of(found, request.user, at)[:6]),
        "may_curate": stage is not Stage.TAKEN_UP and has_role(request.user, Role.CURATOR, at),
    }
    return render(request, "biomes/pin.html", context)


def _former(request: HttpRequest, slug: str) -> HttpResponse:
    """Merged: it leads on. Refused: it says by which published code, and no word of what stood here."""
    gone = queries.former_pin(slug)
    if gone is None:
        raise Http404(_("No living system has this address."))
    if gone.filing.into is not None:
        return redirect("biomes:biome", slug=gone.filing.into.slug, permanent=True)
    code = moderation.codes().filter(slug=gone.filing.code).first()
    context = {"code": code, "filing": gone.filing}
    return render(request, "biomes/pin_gone.html", context, status=HTTPStatus.GONE)


def seen(sightings: Any) -> list[tuple[Any, str, Any]]:
    """Each sighting with its kind in words and its first picture."""
    return [
        (one, words.sighted(one.kind), queries.public_pictures_of(one.subject).first()) for one in sightings
    ]


def told(statements: Any) -> list[tuple[Any, str]]:
    """Each statement with the sentence that says who says it."""
    return [
        (one, words.said_for(one.biome.name, name_of(one.author), one.capacity, one.method))
        for one in statements
    ]


@require_safe
@never_cache
@signed_in
def mine(request: SignedInRequest) -> HttpResponse:
    """What I put on the map, reported and said, and what became of it."""
    at = now()
    pins = [
        (filing, words.STAGES.get(queries.shown_stage(filing.biome, at), filing.biome.stage))
        for filing in queries.pins_of(request.user)
    ]
    reported = [
        (one, words.sighted(one.kind), words.SIGHTING_STATES[one.state])
        for one in queries.sightings_by(request.user)
    ]
    said = [(one, words.STATEMENT_STATES[one.state]) for one in queries.statements_by(request.user)]
    context = {"pins": pins, "seen": reported, "said": said}
    return render(request, "biomes/mine.html", context)

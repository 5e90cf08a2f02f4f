"""Sightings: the list with its map, one, reporting one, taking it back; CSV and Atom."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.syndication.views import Feed
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import SignedInRequest, now, signed_in
from biomes import actions, queries
from biomes.forms.everyone import SightingFilterForm, SightingForm
from biomes.forms.guests import GuestSightingForm
from biomes.models import Sighting
from biomes.rules.guests import Kind
from biomes.rules.leaf import moment
from biomes.rules.sighted import State, View
from biomes.views import guests
from biomes.views.locating import asks_where, language
from biomes.views.pins import around
from biomes.words import everyone as words

PER_PAGE = 50
COLUMNS = (
    "sighting",
    "biome",
    "kind",
    "seen_at",
    "precision",
    "lon",
    "lat",
    "known_to_m",
    "borne_out",
    "said",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    form = SightingFilterForm(request.GET or None)
    wanted = form.wanted if form.is_bound else {}
    found = queries.filtered_sightings(at=now(), **wanted)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, words.sighted(one.kind)) for one in page]
    features = _map([one for one, _what in rows])
    needs = [
        (words.sighted(kind), words.need_sentence(need.people, need.hours, need.radius_m), row)
        for kind, need, row in queries.corroboration_needs()
    ]
    context = {
        "form": form, "page": page, "rows": rows, "features": features, "needs": needs,
        "is_filtered": any(wanted.values()),
    }  # fmt: skip
    return render(request, "biomes/sightings.html", context)


def _map(rows: list[Sighting]) -> list[dict[str, Any]]:
    """The waters that were looked at, so that a point lies somewhere, and the points."""
    waters = {one.biome_id: one.biome for one in rows if one.biome.place and one.biome.is_public}
    return [
        *(queries.feature(one.place, kind="water", name=one.name) for one in waters.values()),
        *(
            queries.feature(
                one.point,
                kind="station",
                quiet=True,
                name=words.sighted(one.kind),
                url=one.get_absolute_url(),
                minor=True,
            )
            for one in rows
        ),
    ]


@require_safe
def sighting(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = queries.sighting_for(str(uuid), request.user, now())
    if found is None:
        raise Http404(_("No sighting has this address."))
    return _page(request, found)


def _page(request: HttpRequest, found: Sighting, *, refusal: str = "", status: int = 200) -> HttpResponse:
    own = getattr(request.user, "code", "") == found.observer
    context = {
        "sighting": found,
        "what": words.sighted(found.kind),
        "state": words.SIGHTING_STATES[found.state],
        "is_public": found.state == State.ACCEPTED,
        "is_own": own,
        "may_withdraw": own and found.state != State.WITHDRAWN,
        "pictures": queries.pictures_of(found.subject),
        "known_to": words.CELLS[found.cell_m],
        "features": [
            *_ground(found),
            queries.feature(found.point, kind="station", name=words.sighted(found.kind)),
        ],
        "borne_out": getattr(found, "corroborated", None),
        "refusal": refusal,
    }
    return render(request, "biomes/sighting.html", context, status=status)


def _ground(found: Sighting) -> list[dict[str, Any]]:
    return queries.biome_features(found.biome) if found.biome.place else []


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@asks_where
def new(request: HttpRequest) -> HttpResponse:
    shape = SightingForm if request.user.is_authenticated else GuestSightingForm
    if request.method != "POST":
        wish = {key: request.GET.get(key, "").replace("\x00", "") for key in ("biome", "kind", "lat", "lon")}
        return _form(request, shape(initial=wish | {"day": now().date()}))
    form = shape(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        return _file(request, form)
    except actions.CannotKeepPhoto as why:
        form.add_error(list(View)[why.position].value, str(why))
        return _form(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except actions.CannotFile as why:
        return _form(request, form, refusal=str(why), status=HTTPStatus.CONFLICT)


def _file(request: HttpRequest, form: SightingForm) -> HttpResponse:
    """At once for who has an account; for anybody else when they press the link in the mail."""
    if not request.user.is_authenticated:
        return guests.asked(request, Kind.SIGHTING, form, language(request))
    made = actions.file_sighting(**form.content(language(request)), by=request.user.code, at=now())
    messages.success(request, _("Thank you. A moderator looks at it; here you see what becomes of it."))
    return redirect(made)


def _form(request: HttpRequest, form: SightingForm, *, refusal: str = "", status: int = 200) -> HttpResponse:
    """Photos a browser never sends back: the page says so where one was refused."""
    views = [(form[view.value], form[f"{view}_alt"]) for view in View]
    context = {"form": form, "views": views, "refusal": refusal, "around": around()}
    return render(request, "biomes/sighting_new.html", context, status=status)


@require_POST
@signed_in
def withdraw(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    found = queries.sighting_for(str(uuid), request.user, now())
    if found is None or found.observer != request.user.code:
        raise Http404(_("No sighting has this address."))
    try:
        actions.withdraw_sighting(uuid=str(uuid), by=request.user.code, at=now())
    except actions.CannotFile as why:
        return _page(request, found, refusal=str(why), status=HTTPStatus.CONFLICT)
    messages.success(request, _("It is taken back: its words and pictures are gone."))
    return redirect("biomes:mine")


class _Line:
    """What csv writes into: a line at a time, handed on at once."""

    def write(self, line: str) -> str:
        return line


@require_safe
def sightings_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every accepted sighting, streamed; `?biome=` narrows it. Who saw it stands nowhere."""
    found = queries.filtered_sightings(biome=request.GET.get("biome", "").replace("\x00", ""), at=now())
    response = StreamingHttpResponse(
        _lines(found.iterator(chunk_size=1000)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="sightings.csv"'
    return response


def _lines(rows: Iterator[Sighting]) -> Iterator[str]:
    out = csv.writer(_Line())
    yield out.writerow(COLUMNS)
    for one in rows:
        said = f"'{one.said}" if one.said.startswith(FORMULA) else one.said
        borne_out = "yes" if hasattr(one, "corroborated") else "no"
        yield out.writerow(
            [one.uuid, one.biome.slug, one.kind, moment(one.seen_at), one.precision, one.lon, one.lat,
             one.cell_m, borne_out, said]
        )  # fmt: skip


class Sightings(Feed):  # type: ignore[type-arg]
    """Accepted sightings, as Atom."""

    feed_type = Atom1Feed
    title = gettext_lazy("Sightings")
    subtitle = gettext_lazy("What people saw at living systems, as moderators accepted it.")

    def link(self) -> str:
        return reverse("biomes:sightings")

    def items(self) -> list[Sighting]:
        return list(queries.public_sightings()[:50])

    def item_title(self, item: Sighting) -> str:
        return f"{words.sighted(item.kind)}: {item.biome.name}"

    def item_description(self, item: Sighting) -> str:
        return item.said

    def item_link(self, item: Sighting) -> str:
        return item.get_absolute_url()

    def item_guid(self, item: Sighting) -> str:
        return item.subject

    item_guid_is_permalink = False

    def item_updateddate(self, item: Sighting) -> datetime:
        return item.decided_at or item.filed_at

    def item_pubdate(self, item: Sighting) -> datetime:
        return item.decided_at or item.filed_at


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    return Sightings()(request)

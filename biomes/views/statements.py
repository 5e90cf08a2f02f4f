"""Statements: those of a living system, one, saying one, withdrawing it."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import SignedInRequest, now, signed_in
from biomes import actions, queries
from biomes.forms.everyone import StatementForm
from biomes.models import Biome, Statement
from biomes.rules.consent import Capacity
from biomes.rules.sighted import State
from biomes.views.locating import language
from biomes.views.pins import told
from biomes.words import everyone as words

ON_A_PAGE = 50


def _known(slug: str) -> Biome:
    found = queries.known_biome(slug)
    if found is None:
        raise Http404(_("No living system has this address."))
    return found


@require_safe
@never_cache
def index(request: HttpRequest, slug: str) -> HttpResponse:
    biome, at = _known(slug), now()
    rows = told(queries.statements_of(biome, request.user, at)[:ON_A_PAGE])
    return render(request, "biomes/statements.html", {"biome": biome, "rows": rows})


@require_safe
@never_cache
def statement(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """As far as its label lets the reader; withdrawn, its address says so and when."""
    found = queries.statement_for(str(uuid), request.user, now())
    if found is None or found.state == State.WITHDRAWN:
        gone = queries.withdrawn_statement(str(uuid))
        if gone is None:
            raise Http404(_("No statement has this address."))
        # What was taken down meanwhile is named nowhere.
        known = queries.known_biome(gone.biome.slug)
        context = {"statement": gone, "name": known.name if known else ""}
        return render(request, "biomes/statement_gone.html", context, status=HTTPStatus.GONE)
    return _page(request, found)


def _page(request: HttpRequest, found: Statement, *, refusal: str = "", status: int = 200) -> HttpResponse:
    own = getattr(request.user, "code", "") == found.author
    context = {
        "statement": found,
        "says": told([found])[0][1],
        "label": words.LABELS[found.label],
        "state": words.STATEMENT_STATES[found.state],
        "is_public": found.state == State.ACCEPTED,
        "is_own": own,
        "refusal": refusal,
    }
    return render(request, "biomes/statement.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def new(request: SignedInRequest, slug: str) -> HttpResponse:
    biome, at = _known(slug), now()
    guards = any(held.biome_id == biome.pk for held in queries.guardianships_of_user(request.user, at))
    capacity = Capacity.GUARDIAN if guards else Capacity.NEIGHBOUR
    form = StatementForm(request.POST or None, initial={"capacity": capacity.value})
    context = {"form": form, "biome": biome}
    if request.method != "POST" or not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
        return render(request, "biomes/statement_new.html", context, status=status)
    try:
        made = actions.file_statement(
            biome=biome, author=request.user, language=language(request), at=at, **form.content
        )
    except actions.CannotFile as why:
        context["refusal"] = str(why)
        return render(request, "biomes/statement_new.html", context, status=HTTPStatus.CONFLICT)
    messages.success(request, _("Thank you. A moderator reads it before it is published."))
    return redirect(made)


@require_POST
@signed_in
def withdraw(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    found = queries.statement_for(str(uuid), request.user, now())
    if found is None or found.author != request.user.code:
        raise Http404(_("No statement has this address."))
    try:
        actions.withdraw_statement(uuid=str(uuid), by=request.user.code, at=now())
    except actions.CannotFile as why:
        return _page(request, found, refusal=str(why), status=HTTPStatus.CONFLICT)
    messages.success(request, _("It is withdrawn: its words are gone everywhere."))
    return redirect("biomes:mine")

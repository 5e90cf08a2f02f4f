"""Filing, a page a step: each saves and goes on; the first step that is wanting is shown again."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import queries as accounts
from accounts.doors import SignedInRequest, client_address, now, signed_in
from biomes import queries as biomes
from charters import queries as charters
from petitions import actions, queries
from petitions.citable import citable
from petitions.doors import forget, language, own_petition, remember, user_or_none
from petitions.forms import (
    AboutForm,
    AsksForm,
    BackgroundForm,
    FilerForm,
    PseudonymForm,
    RelationForm,
    TitleForm,
)
from petitions.models import Petition
from petitions.rules import filing
from petitions.rules.filing import Relation, Step
from petitions.rules.lifecycle import State
from petitions.words import RELATIONS, STEPS


def rights() -> list[tuple[str, list[tuple[str, str]]]]:
    """The articles one may cite, charter by charter."""
    slugs = [biome.slug for biome in biomes.askable_biomes()]
    shelves: dict[str, list[tuple[str, str]]] = {}
    for article in charters.articles_for(slugs, now()):
        label = f"{article.number} {article.heading}".strip()
        shelves.setdefault(str(article.edition.charter), []).append((article.subject, label))
    return list(shelves.items())


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The first step; nothing is stored before it is right."""
    start = {"biomes": [slug for slug in request.GET.getlist("biome") if slug]}
    form = AboutForm(request.POST or None, initial=start, rights=rights())
    if request.method == "POST" and form.is_valid():
        petition = actions.begin_draft(
            biomes=list(form.cleaned_data["biomes"]),
            right=form.cleaned_data["right"],
            language=language(request),
            user=user_or_none(request),
            at=now(),
        )
        remember(request, petition)
        return redirect("petitions:step", petition.code, Step.TITLE)
    return _page(request, None, Step.ABOUT, form)


@require_safe
@never_cache
@signed_in
def mine(request: SignedInRequest) -> HttpResponse:
    return render(request, "petitions/mine.html", {"petitions": queries.filed_by(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def step(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """Any step of a draft, by its filer."""
    petition = own_petition(request, slug)
    if petition.state != State.DRAFT:
        return redirect("petitions:manage", petition.slug)
    if step not in set(Step):
        raise Http404
    here = Step(step)
    if here is Step.CHECK:
        return _check(request, petition)
    form = FORMS[here](petition, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        SAVES[here](petition, form)
        return redirect("petitions:step", petition.code, filing.after(here))
    return _page(request, petition, here, form)


def _page(request: HttpRequest, petition: Petition | None, here: Step, form: forms.Form) -> HttpResponse:
    near = (
        queries.similar_petitions(petition.title, besides=petition.pk)
        if petition and here is Step.ASKS
        else []
    )
    before = filing.before(here)
    context = {
        "petition": petition,
        "form": form,
        "step": here,
        "heading": STEPS[here],
        "number": filing.STEPS.index(here) + 1,
        "of": len(filing.STEPS),
        "similar": near,
        "back": reverse("petitions:step", args=[petition.code, before]) if petition and before else "",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK
    return render(request, "petitions/step.html", context, status=status)


# --- The form of each step, and what it saves -----------------------------------------------------


def _about_form(petition: Petition, data: Any) -> forms.Form:
    start = {"biomes": [biome.slug for biome in petition.waters], "right": petition.right}
    return AboutForm(data, initial=start, rights=rights())


def _title_form(petition: Petition, data: Any) -> forms.Form:
    return TitleForm(data, initial={"title": petition.title})


def _asks_form(petition: Petition, data: Any) -> forms.Form:
    return AsksForm(data, initial={f"ask_{ask.number}": ask.text for ask in petition.asks.all()})


def _background_form(petition: Petition, data: Any) -> forms.Form:
    start = {
        "background": petition.background,
        "details": petition.details,
        "citations": [citation.subject for citation in petition.citations.all()],
    }
    return BackgroundForm(data, initial=start, citable=citable(petition))


def _relation_form(petition: Petition, data: Any) -> forms.Form:
    start = {"relation": petition.relation, "zone": petition.zone.slug if petition.zone else ""}
    return RelationForm(data, initial=start)


def _save_about(petition: Petition, form: Any) -> None:
    data = form.cleaned_data
    actions.save_about(petition_id=petition.pk, biomes=list(data["biomes"]), right=data["right"], at=now())


def _save_title(petition: Petition, form: Any) -> None:
    actions.save_title(petition_id=petition.pk, title=form.cleaned_data["title"], at=now())


def _save_asks(petition: Petition, form: Any) -> None:
    actions.save_asks(petition_id=petition.pk, asks=form.asks(), at=now())


def _save_background(petition: Petition, form: Any) -> None:
    data = form.cleaned_data
    actions.save_background(petition_id=petition.pk, background=data["background"], details=data["details"],
                            citations=data.get("citations", []), at=now())  # fmt: skip


def _save_relation(petition: Petition, form: Any) -> None:
    data = form.cleaned_data
    actions.save_relation(
        petition_id=petition.pk, relation=Relation(data["relation"]), zone=data["zone"], at=now()
    )


FORMS: dict[Step, Callable[[Petition, Any], forms.Form]] = {
    Step.ABOUT: _about_form,
    Step.TITLE: _title_form,
    Step.ASKS: _asks_form,
    Step.BACKGROUND: _background_form,
    Step.RELATION: _relation_form,
}
SAVES: dict[Step, Callable[[Petition, Any], None]] = {
    Step.ABOUT: _save_about,
    Step.TITLE: _save_title,
    Step.ASKS: _save_asks,
    Step.BACKGROUND: _save_background,
    Step.RELATION: _save_relation,
}


# --- The last step --------------------------------------------------------------------------------


def _check(request: HttpRequest, petition: Petition) -> HttpResponse:
    wanting = filing.first_wanting(petition.draft())
    if wanting is not Step.CHECK:
        return redirect("petitions:step", petition.code, wanting)
    address = accounts.confirmed_email(request.user)
    data = request.POST if request.method == "POST" else None
    form = PseudonymForm(data, name=str(request.user)) if address else FilerForm(data)
    context = {
        "petition": petition,
        "form": form,
        "address": address,
        "article": charters.article_by_subject(petition.right, now()) if petition.right else None,
        "relation": RELATIONS[petition.relation],
        "number": len(filing.STEPS),
        "of": len(filing.STEPS),
        "needed": queries.sponsors_needed(petition, now()),
    }
    if request.method == "POST" and form.is_valid():
        return _file(request, petition, form, address)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "petitions/check.html", context, status=status)


def _file(request: HttpRequest, petition: Petition, form: PseudonymForm, address: str) -> HttpResponse:
    at = now()
    own = {"name": request.user.get_short_name(), "email": address} if address else {}
    who = form.cleaned_data | own
    try:
        actions.file_petition(
            petition_id=petition.pk,
            name=who["name"],
            email=who["email"],
            pseudonym=who["pseudonym"],
            is_confirmed=bool(address),
            origin=actions.origins_of(client_address(request), at)[1],
            at=at,
        )
    except actions.CannotFile as refusal:
        return redirect("petitions:step", petition.code, refusal.step or Step.CHECK)
    if request.user.is_authenticated:
        # The session of a signed-in person leads to them; the petition is found by its mark without it.
        forget(request, petition)
    if address:
        return redirect("petitions:manage", petition.code)
    return redirect("petitions:sent_filing")


@require_safe
def sent_filing(request: HttpRequest) -> HttpResponse:
    return render(request, "petitions/sent.html", {"kind": "filing"})

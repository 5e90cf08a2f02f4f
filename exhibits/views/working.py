"""An artist's pages: drafts from runs, words, order, languages, review."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import SignedInRequest, now, role_required, signed_in
from accounts.rules.roles import Role
from exhibits import actions, queries, words
from exhibits.forms import (
    DraftForm,
    ExhibitForm,
    ExhibitVersionForm,
    NightForm,
    SceneForm,
    SourceForm,
    VersionForm,
)
from exhibits.models import Exhibit, Scene
from moderation import queries as moderation

MOST_RUNS = 40
Refusals = (actions.CannotDraft, actions.CannotEdit, actions.CannotSubmit, actions.CannotWithdraw)


@require_safe
@role_required(Role.ARTIST)
def mine(request: SignedInRequest) -> HttpResponse:
    """One's works, and what a new one can be made of."""
    form = DraftForm(runs=_runs(), initial={"run": request.GET.get("run")})
    return render(request, "exhibits/mine.html", {"works": queries.exhibits_of(request.user), "form": form})


def _runs() -> list[tuple[int, str]]:
    return [
        (run.number, _("Run %(number)s, %(biome)s") % {"number": run.number, "biome": run.biome.name})
        for run in queries.finished_runs()[:MOST_RUNS]
    ]


@require_POST
@role_required(Role.ARTIST)
def draft(request: SignedInRequest) -> HttpResponse:
    form = DraftForm(request.POST, runs=_runs())
    works = queries.exhibits_of(request.user)
    if not form.is_valid():
        return render(
            request,
            "exhibits/mine.html",
            {"works": works, "form": form},
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    try:
        made = actions.draft_from_run(
            **form.cleaned_data, artist=request.user, language=request.LANGUAGE_CODE, at=now()
        )
    except Refusals as refusal:
        context = {"works": works, "form": form, "refusal": str(refusal)}
        return render(request, "exhibits/mine.html", context, status=HTTPStatus.CONFLICT)
    return redirect("exhibits:edit", made.slug)


def own(request: HttpRequest, slug: str) -> Exhibit:
    """The work, for its artist; for anybody else it is not there."""
    found = queries.own_exhibit(slug, request.user)
    if found is None:
        raise Http404
    return found


def own_scene(request: HttpRequest, slug: str, number: int) -> tuple[Exhibit, Scene]:
    exhibit = own(request, slug)
    scene = queries.scene_of(exhibit, number)
    if scene is None:
        raise Http404
    return exhibit, scene


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """The work as a whole and its scenes in order."""
    exhibit = own(request, slug)
    fields = ("title", "lede", "content_note", "rights", "petition")
    form = ExhibitForm(request.POST or None, initial={name: getattr(exhibit, name) for name in fields})
    context = edit_context(exhibit, form)
    if request.method != "POST":
        return render(request, "exhibits/edit.html", context)
    return written(
        request, "exhibits/edit.html", context, form,
        lambda: actions.edit_exhibit(
            exhibit_id=exhibit.pk, artist=request.user, at=now(), fields=form.cleaned_data
        ),
        to=("exhibits:edit", slug),
    )  # fmt: skip


def edit_context(exhibit: Exhibit, form: ExhibitForm) -> dict[str, Any]:
    decision = moderation.last_decision(exhibit.subject)
    return {
        "exhibit": exhibit,
        "form": form,
        "scenes": exhibit.scenes.all(),
        "night_form": NightForm(prefix="night"),
        "version_form": ExhibitVersionForm(prefix="version"),
        "decision": decision if decision and not decision.approve and exhibit.is_editable else None,
    }


def written(
    request: HttpRequest,
    page: str,
    context: dict[str, Any],
    form: Form,
    act: Callable[[], Any],
    *,
    to: tuple[Any, ...],
) -> HttpResponse:
    """Valid: act and go on. Wrong: 422 with the fields. Refused: 409 with the reason."""
    if not form.is_valid():
        return render(request, page, context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        act()
    except Refusals as refusal:
        return render(request, page, {**context, "refusal": str(refusal)}, status=HTTPStatus.CONFLICT)
    return redirect(*to)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit_scene(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """A scene's words beside its picture and the numbers it may place."""
    exhibit, scene = own_scene(request, slug, number)
    fields = ("title", "text_twin", "alt_text", "caption")
    form = SceneForm(request.POST or None, initial={name: getattr(scene, name) for name in fields})
    context = scene_context(exhibit, scene, form)
    if request.method != "POST":
        return render(request, "exhibits/edit_scene.html", context)
    return written(
        request, "exhibits/edit_scene.html", context, form,
        lambda: actions.edit_scene(scene_id=scene.pk, artist=request.user, at=now(), text=form.cleaned_data),
        to=("exhibits:edit_scene", slug, number),
    )  # fmt: skip


def scene_context(exhibit: Exhibit, scene: Scene, form: SceneForm) -> dict[str, Any]:
    return {
        "exhibit": exhibit,
        "scene": scene,
        "form": form,
        "known": [(name, words.said(n), words.MEANINGS.get(name, "")) for name, n in scene.numbers.items()],
        "source_form": SourceForm(prefix="source"),
        "version_form": VersionForm(prefix="version"),
    }


@require_POST
@signed_in
def translate(request: SignedInRequest, slug: str) -> HttpResponse:
    exhibit = own(request, slug)
    form = ExhibitVersionForm(request.POST, prefix="version")
    fields = ("title", "lede", "content_note", "rights", "petition")
    plain = ExhibitForm(initial={name: getattr(exhibit, name) for name in fields})
    context = {**edit_context(exhibit, plain), "version_form": form}

    def act() -> None:
        text = dict(form.cleaned_data)
        actions.translate_exhibit(
            exhibit_id=exhibit.pk, artist=request.user, language=text.pop("language"),
            by_machine=text.pop("by_machine"), at=now(), text=text,
        )  # fmt: skip

    return written(request, "exhibits/edit.html", context, form, act, to=("exhibits:edit", slug))


@require_POST
@signed_in
def translate_scene(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    exhibit, scene = own_scene(request, slug, number)
    form = VersionForm(request.POST, prefix="version")
    context = {**scene_context(exhibit, scene, _plain(scene)), "version_form": form}

    def act() -> None:
        text = dict(form.cleaned_data)
        actions.translate_scene(
            scene_id=scene.pk, artist=request.user, language=text.pop("language"),
            by_machine=text.pop("by_machine"), at=now(), text=text,
        )  # fmt: skip

    return written(
        request, "exhibits/edit_scene.html", context, form, act, to=("exhibits:edit_scene", slug, number)
    )


def _plain(scene: Scene) -> SceneForm:
    return SceneForm(initial={n: getattr(scene, n) for n in ("title", "text_twin", "alt_text", "caption")})


@require_POST
@signed_in
def cite(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    exhibit, scene = own_scene(request, slug, number)
    form = SourceForm(request.POST, prefix="source")
    return written(
        request, "exhibits/edit_scene.html",
        {**scene_context(exhibit, scene, _plain(scene)), "source_form": form}, form,
        lambda: actions.cite_source(scene_id=scene.pk, artist=request.user, at=now(), **form.cleaned_data),
        to=("exhibits:edit_scene", slug, number),
    )  # fmt: skip


@require_POST
@signed_in
def add_scene(request: SignedInRequest, slug: str) -> HttpResponse:
    exhibit = own(request, slug)
    form = NightForm(request.POST, prefix="night")
    fields = ("title", "lede", "content_note", "rights", "petition")
    plain = ExhibitForm(initial={name: getattr(exhibit, name) for name in fields})
    return written(
        request, "exhibits/edit.html", {**edit_context(exhibit, plain), "night_form": form}, form,
        lambda: actions.add_scene(exhibit_id=exhibit.pk, artist=request.user, at=now(), **form.cleaned_data),
        to=("exhibits:edit", slug),
    )  # fmt: skip

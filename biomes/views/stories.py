"""Community stories: told by the people of a place, read by everyone while those portrayed agree."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import SignedInRequest, now, signed_in
from biomes import actions, queries
from biomes.forms.stories import AfterwardsForm, StoryForm
from biomes.models import Story
from biomes.rules import tongues
from biomes.rules.person_words import line
from biomes.rules.story import Consent, Stage
from biomes.words import curation, stories

PER_PAGE = 20


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    asked = line(request.GET.get("biome", "").replace("\x00", "")[:50])
    biome = queries.public_biome(asked) if asked else None
    found = queries.public_stories(biome)
    page = Paginator(found.none() if asked and not biome else found, PER_PAGE).get_page(
        request.GET.get("page")
    )
    rows = [(one, stories.in_readers_language(one)) for one in page]
    context = {"page": page, "rows": rows, "biome": biome, "unknown": "" if biome else asked}
    return render(request, "biomes/stories.html", context)


@require_safe
@never_cache
def story(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = _story(request, uuid)
    if found.stage == Stage.WITHDRAWN:
        return render(request, "biomes/story_gone.html", {"story": found}, status=410)
    context = {
        "story": found,
        "telling": stories.in_readers_language(found),
        "consent": stories.CONSENTS[found.consent],
        "stage": stories.STAGES[found.stage],
        "pictures": queries.pictures_of(found.subject),
        "may_withdraw": queries.may_withdraw(found, request.user, now()),
        "is_own": found.author == getattr(request.user, "code", ""),
        "form": AfterwardsForm(initial={"afterwards": found.afterwards}),
    }
    return render(request, "biomes/story.html", context)


@require_safe
@never_cache
def sound(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """As it was sent, under the kind its bytes have; never as anything a browser would run."""
    found = _story(request, uuid)
    if not found.sound:
        raise Http404(_("This story has no sound."))
    response = HttpResponse(queries.sound_of(found), content_type=found.sound_kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = "inline"
    response["Accept-Ranges"] = "none"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def tell(request: SignedInRequest) -> HttpResponse:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = StoryForm(
        *sent,
        initial={"biome": request.GET.get("biome", "")[:50], "language": get_language()},
    )
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, status=422 if request.method == "POST" else 200)
    try:
        told = actions.tell_story(author=request.user.code, at=now(), **_said(form))
    except actions.CannotKeep as unfit:
        form.add_error("photo", str(unfit))
        return _form(request, form, status=422)
    except actions.CannotTell as refusal:
        return _form(request, form, refusal=str(refusal), status=409)
    messages.success(request, _("Thank you. A moderator reads it before it shows."))
    return redirect("biomes:story", uuid=told.uuid)


def _form(request: HttpRequest, form: StoryForm, *, refusal: str = "", status: int = 200) -> HttpResponse:
    languages = [(tag, curation.language(tag)) for tag in tongues.OFFERED]
    context = {"form": form, "refusal": refusal, "offered": languages}
    return render(request, "biomes/tell.html", context, status=status)


def _said(form: StoryForm) -> dict[str, Any]:
    said = form.cleaned_data
    consent = actions.Said(
        how=Consent(said["consent"]),
        who=said["consent_of"],
        may_see=said["may_see"],
        may_quote=said["may_quote"],
        may_export=said["may_export"],
    )
    photos = [_photo(said)] if said.get("photo") else []
    return {name: said[name] for name in ("biome", "teller", "transcript", "afterwards")} | {
        "tellings": form.tellings,
        "consent": consent,
        "sound": said.get("sound") or b"",
        "photos": photos,
    }


def _photo(said: dict[str, Any]) -> actions.Photo:
    return actions.Photo(
        data=said["photo"], alt=said["photo_alt"], licence=said["photo_licence"], credit=said["photo_credit"]
    )


@require_http_methods(["GET", "HEAD"])
@signed_in
def ask_withdraw(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    return render(request, "biomes/withdraw_story.html", {"story": _own(request, uuid)})


@require_POST
@signed_in
def withdraw(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    found = _own(request, uuid)
    try:
        actions.withdraw_story(story_id=found.pk, actor=request.user.code, at=now())
    except actions.CannotTell as refusal:
        return render(
            request, "biomes/withdraw_story.html", {"story": found, "refusal": str(refusal)}, status=409
        )
    messages.success(request, _("The story is withdrawn; what was told is erased."))
    return redirect("biomes:stories")


@require_POST
@signed_in
def afterwards(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Who filed it says anew what becomes of it when their account is erased."""
    found, form = _story(request, uuid), AfterwardsForm(request.POST)
    if found.author != request.user.code or found.stage == Stage.WITHDRAWN:
        raise Http404(_("No story has this address."))
    if not form.is_valid():
        messages.error(request, _("Choose one of the two."))
        return redirect("biomes:story", uuid=uuid)
    actions.choose_afterwards(story_id=found.pk, author=request.user.code, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("biomes:story", uuid=uuid)


def _story(request: HttpRequest, uuid: UUID) -> Story:
    found = queries.story_for(uuid, request.user, now())
    if found is None:
        raise Http404(_("No story has this address."))
    return found


def _own(request: SignedInRequest, uuid: UUID) -> Story:
    found = _story(request, uuid)
    if not queries.may_withdraw(found, request.user, now()):
        raise Http404(_("No story has this address."))
    return found

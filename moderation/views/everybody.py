"""Authors read what became of their texts and appeal; everybody reads the codes and how long it takes."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import SignedInRequest, now, signed_in
from moderation import actions, queries
from moderation.forms import AppealForm
from moderation.models import Item

PUBLISHED_FOR = timedelta(days=90)
MONTHS = timedelta(days=365)
LANGUAGES = dict(settings.LANGUAGES)


@require_safe
@never_cache
@signed_in
def mine(request: SignedInRequest) -> HttpResponse:
    """What I asked to publish, what was decided, and where I may appeal."""
    rows = [(item, queries.may_appeal(item, now())) for item in queries.items_of(request.user)]
    return render(request, "moderation/mine.html", {"rows": rows, "counts": queries.counts(now())})


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def appeal(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    found, form, refusal, status = (
        _own(uuid, request),
        AppealForm(request.POST if request.method == "POST" else None),
        "",
        200,
    )
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.appeal(item_id=found.pk, by=found.author, reason=reason, at=now())
        except actions.CannotAppeal as why:
            refusal, status = str(why), 409
        else:
            messages.success(request, _("Your appeal is in. Another moderator will answer it."))
            return redirect("moderation:mine")
    context = {
        "item": found,
        "form": form,
        "refusal": refusal,
        "decision": queries.last_decision(found.subject),
        "may_appeal": queries.may_appeal(found, now()),
    }
    return render(request, "moderation/appeal.html", context, status=422 if form.errors else status)


@require_safe
def codes(request: HttpRequest) -> HttpResponse:
    """Public: what is decided by, and how often."""
    context = {
        "codes": queries.published_codes(now() - PUBLISHED_FOR),
        "counts": queries.counts(now()),
        "days": PUBLISHED_FOR.days,
        "months": queries.months()[:24],
    }
    return render(request, "moderation/codes.html", context)


@require_safe
def waits(request: HttpRequest) -> HttpResponse:
    """Public: how long a first decision takes, by kind, language and month."""
    since = now() - PUBLISHED_FOR
    context = {
        "by_kind": [(queries.kind_label(w.of), w) for w in queries.waits(since, by="item__kind")],
        "by_language": [(LANGUAGES.get(w.of, w.of), w) for w in queries.waits(since, by="item__language")],
        "by_month": [
            (date_format(m, "YEAR_MONTH_FORMAT"), w) for m, w in queries.waits_by_month(now() - MONTHS)
        ],
        "counts": queries.counts(now()),
        "now": now(),
        "days": PUBLISHED_FOR.days,
    }
    return render(request, "moderation/waits.html", context)


def _own(uuid: UUID, request: SignedInRequest) -> Item:
    """The author's own item; to everybody else it does not exist."""
    found = queries.item(uuid)
    if found is None or found.author != request.user.code:
        raise Http404
    return found

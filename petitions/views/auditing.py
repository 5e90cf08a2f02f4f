"""The auditors' pages of signing: what was held, who is on the lists; and the rules, which everybody may read."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import SignedInRequest, now, role_required
from accounts.predicates import holds
from accounts.rules import addresses, limits
from accounts.rules.limits import RATES
from accounts.rules.roles import Role
from petitions import actions, queries
from petitions.forms import HeldForm, HouseholdForm, ListingForm, SenderForm
from petitions.queries import texting
from petitions.words import ASKERS, LETTERS, RULES

PER_PAGE = 50


# --- What was held --------------------------------------------------------------------------------


@require_safe
@never_cache
@role_required(Role.AUDITOR)
def held(request: SignedInRequest) -> HttpResponse:
    """What the limits held back, with the rule that fired; nobody else ever hears of it."""
    form = HeldForm(request.GET)
    wanted = form.wanted()
    found = queries.held_attempts(**wanted)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    others = queries.held_attempts(petition=wanted["petition"], day=wanted["day"])
    context = {
        "form": form,
        "page_obj": page,
        "rows": [(attempt, RULES[attempt.held_by]) for attempt in page],
        "counts": [(rule, RULES[rule], number) for rule, number in queries.held_by_rule(others).items()],
        "wanted": wanted,
        "is_narrowed": any(wanted.values()),
        "most": actions.MOST_AT_ONCE,
        **_letters(wanted),
        "held_texts": texting.held_texts(),
        "kept": {key: value for key, value in wanted.items() if value},
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "petitions/held.html", context, status=status)


def _letters(wanted: dict[str, Any]) -> dict[str, Any]:
    """Of filers and sponsors: what nobody may read yet is named by its code, a sealed address not at all."""
    found = queries.held_letters(**wanted)
    rows = [
        (letter, LETTERS[letter.kind], RULES[letter.held_by], queries.is_shown(letter.petition))
        for letter in found[:PER_PAGE]
    ]
    return {"letters": rows, "letter_count": found.count(), "sealed": queries.SEALED}


@require_POST
@role_required(Role.AUDITOR)
def release_letter(request: SignedInRequest, key: str) -> HttpResponse:
    """One held letter of a filer or a sponsor."""
    letter = queries.held_letters().filter(key=key).first()
    if letter is None:
        raise Http404
    actions.release_letters(letter_ids=[letter.pk], by=request.user, at=now())
    messages.success(request, _("Released. Its mail goes out with the next tick."))
    return redirect("petitions:held")


@require_POST
@role_required(Role.AUDITOR)
def release(request: SignedInRequest, key: str) -> HttpResponse:
    """One held attempt."""
    attempt = queries.held_attempts().filter(key=key).first()
    if attempt is None:
        raise Http404
    actions.release_held(attempt_id=attempt.pk, by=request.user, at=now())
    messages.success(request, _("Released. Its mail goes out with the next tick."))
    return redirect("petitions:held")


@require_POST
@role_required(Role.AUDITOR)
def release_many(request: SignedInRequest) -> HttpResponse:
    """Those that are marked, or all that the filter finds, in one act."""
    form = HeldForm(request.POST)
    wanted = form.wanted()
    found = queries.held_attempts(**wanted)
    if request.POST.get("which") != "all":
        found = found.filter(key__in=marked(request))
    # A filter that says nothing clear selects nothing.
    chosen = [] if form.errors else list(found.values_list("pk", flat=True)[: actions.MOST_AT_ONCE])
    number = actions.release_all(attempt_ids=chosen, by=request.user, at=now())
    if number:
        messages.success(request, _("Released: %(number)s.") % {"number": number})
    else:
        messages.info(request, _("Nothing was marked, so nothing was released."))
    kept = urlencode({key: value for key, value in wanted.items() if value})
    return redirect(f"{reverse('petitions:held')}?{kept}")


def marked(request: HttpRequest) -> list[str]:
    """The keys of the boxes; what is no key of ours was not on the page."""
    keys = request.POST.getlist("key")[: actions.MOST_AT_ONCE]
    return [key for key in keys if is_key(key)]


def is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


# --- Who is on the lists --------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@role_required(Role.AUDITOR)
def senders(request: SignedInRequest) -> HttpResponse:
    """The lists: look a sender up, add one, and see how often each entry and each rule was met."""
    form = ListingForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _senders(request, form)
    data = form.cleaned_data
    try:
        actions.list_sender(
            what=data["what"], text=data["text"], allowed=data["way"] == "allow", reason=data["reason"],
            by=request.user, at=now(), until=form.ends_at(),
        )  # fmt: skip
    except actions.CannotList as refusal:
        form.add_error(None, str(refusal))
        return _senders(request, form, HTTPStatus.CONFLICT)
    messages.success(request, _("The list is changed. It is asked whenever a mail is about to be sent."))
    return redirect("petitions:senders")


def _senders(request: SignedInRequest, form: ListingForm, status: int = HTTPStatus.OK) -> HttpResponse:
    at = now()
    finder = SenderForm(request.GET if "text" in request.GET else None, auto_id="find_%s")
    values = None
    if finder.is_bound and finder.is_valid():
        values = actions.values_of(finder.cleaned_data["what"], finder.cleaned_data["text"], at)[:1]
    ended = request.GET.get("show") == "ended"
    page = Paginator(queries.listings(ended=ended, values=values, at=at), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context: dict[str, Any] = {
        "form": form,
        "finder": finder,
        "looked_up": values is not None,
        "page_obj": page,
        "ended": ended,
        "at": at,
        "firings": [(RULES[row.rule], row) for row in queries.firings(at)],
    }
    bad = form.errors or finder.errors
    if status == HTTPStatus.OK and bad:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "petitions/senders.html", context, status=status)


@require_POST
@role_required(Role.AUDITOR)
def end_listing(request: SignedInRequest, key: str) -> HttpResponse:
    if not queries.listing(key):
        raise Http404
    try:
        actions.end_listing(key=key, by=request.user, at=now())
    except actions.CannotList as refusal:
        messages.error(request, str(refusal))
        return _senders(request, ListingForm(), HTTPStatus.CONFLICT)
    messages.success(request, _("The entry has ended."))
    return redirect("petitions:senders")


# --- The rules, for everybody ---------------------------------------------------------------------


@require_safe
def signing_rules(request: HttpRequest) -> HttpResponse:
    """How one person stays one signature: addresses, households, numbers; with the dates of each change."""
    return _rules(request, HouseholdForm())


def _rules(request: HttpRequest, form: HouseholdForm, status: int = HTTPStatus.OK) -> HttpResponse:
    at = now()
    periods = list(queries.households())
    context = {
        "form": form,
        "periods": periods,
        "is_on": queries.is_household_on(at),
        "standing": next((row for row in periods if row.until is None), None),
        "may_set": holds(Role.AUDITOR).test(request.user),
        "providers": sorted(addresses.KNOWN.items()),
        "rates": [(ASKERS[asker], rate) for asker, rate in RATES.items() if asker in ASKERS],
        "most_sent": limits.MOST_SENT,
        "key_days": limits.KEY_DAYS,
        "list_days": limits.KEY_DAYS * actions.MOST_PERIODS,
        "at": at,
    }
    return render(request, "petitions/signing_rules.html", context, status=status)


@require_POST
@role_required(Role.AUDITOR)
def set_household(request: SignedInRequest) -> HttpResponse:
    """Begin the household rule from a day on, or end the one that stands."""
    at, form = now(), HouseholdForm(request.POST)
    try:
        if request.POST.get("act") == "end":
            actions.end_household(by=request.user, at=at)
        elif form.is_valid():
            data = form.cleaned_data
            actions.begin_household(since=form.begins_at(at), reason=data["reason"], by=request.user, at=at)
        else:
            return _rules(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except actions.CannotList as refusal:
        form = HouseholdForm(request.POST if request.POST.get("act") != "end" else None)
        messages.error(request, str(refusal))
        return _rules(request, form, HTTPStatus.CONFLICT)
    messages.success(request, _("The rule is set, and its date is public."))
    return redirect("petitions:signing_rules")

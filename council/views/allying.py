"""What the parties of an alliance do: propose, promise, join, leave, find, renew."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import SignedInRequest, allowed_to, now, second_factor_required
from council import actions, queries
from council.forms_alliances import VERBS, AllianceForm, CommitmentForm, FindingForm, renewal_of
from council.models import Alliance, Commitment
from council.predicates import may_ally
from council.views.alliances import alliance_page, the_alliance


@require_http_methods(["GET", "HEAD", "POST"])
@allowed_to(may_ally)
def new_alliance(request: SignedInRequest) -> HttpResponse:
    at = now()
    spoken = queries.spoken_for(request.user, at)
    start = {"beings": list(spoken.biomes), "bodies": list(spoken.organisations)}
    form = AllianceForm(_sent(request), viewer=request.user, at=at, initial=start)
    return _proposed(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed_to(may_ally)
def renew_alliance(request: SignedInRequest, code: str) -> HttpResponse:
    """A new period of an alliance, with its words to begin from."""
    old, at = the_alliance(code), now()
    form = AllianceForm(_sent(request), viewer=request.user, at=at, initial=renewal_of(old))
    return _proposed(request, form, old)


def _sent(request: SignedInRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _proposed(request: SignedInRequest, form: AllianceForm, old: Alliance | None = None) -> HttpResponse:
    if request.method != "POST":
        return _proposal(request, form, old)
    if not form.is_valid():
        return _proposal(request, form, old, status=422)
    at = now()
    council = old.body if old else queries.council_for(request.user, at)
    if council is None:
        raise Http404
    try:
        made = actions.propose_alliance(body=council, by=request.user, at=at, renews=old, **form.proposal)
    except actions.CannotAlly as refusal:
        return _proposal(request, form, old, refusal=str(refusal), status=409)
    messages.success(request, _("Proposed. Add what each party owes; then every party gives its word."))
    return redirect(made)


def _proposal(
    request: SignedInRequest,
    form: AllianceForm,
    old: Alliance | None,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "old": old, "refusal": refusal}
    return render(request, "council/new_alliance.html", context, status=status)


def _refused(request: SignedInRequest, code: str, *, status: int, **more: Any) -> HttpResponse:
    """The alliance's page with what was typed, or with why it was refused."""
    return render(request, "council/alliance.html", alliance_page(request, code, **more), status=status)


@require_POST
@second_factor_required
def promise(request: SignedInRequest, code: str) -> HttpResponse:
    """Add a commitment to a proposal."""
    found = the_alliance(code)
    form = CommitmentForm(request.POST, alliance=found)
    if not form.is_valid():
        return _refused(request, code, commitment_form=form, problems_of=form, status=422)
    try:
        actions.add_commitment(alliance_id=found.pk, by=request.user, at=now(), **form.owed)
    except actions.CannotAlly as refusal:
        return _refused(request, code, commitment_form=form, refusal=str(refusal), status=409)
    messages.success(request, _("Added. Every party gives its word to the alliance as it now reads."))
    return redirect(found)


@require_POST
@second_factor_required
def strike(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Take a commitment out of a proposal."""
    one = _commitment(key)
    try:
        actions.strike_commitment(commitment_id=one.pk, by=request.user, at=now())
    except actions.CannotAlly as refusal:
        return _refused(request, one.alliance.code, refusal=str(refusal), status=409)
    messages.success(request, _("Taken out. Every party gives its word to the alliance as it now reads."))
    return redirect(one.alliance)


@require_POST
@second_factor_required
def find(request: SignedInRequest, key: UUID) -> HttpResponse:
    """A party finds a commitment kept or broken."""
    one, at = _commitment(key), now()
    spoken = queries.spoken_for(request.user, at)
    standing = queries.joined(queries.standing_parties(one.alliance))
    parties = [(party.subject, str(party)) for party in standing if party.subject in spoken]
    if not parties:
        why = _("You speak for no party of this alliance. Nothing was recorded.")
        return _refused(request, one.alliance.code, refusal=why, status=409)
    form = FindingForm(request.POST, parties=parties, one=one)
    typed = {"finding_form": form, "finding_of": one.pk}
    if not form.is_valid():
        return _refused(request, one.alliance.code, problems_of=form, status=422, **typed)
    try:
        actions.find_commitment(commitment_id=one.pk, by=request.user, at=at, **form.found)
    except actions.CannotAlly as refusal:
        return _refused(request, one.alliance.code, refusal=str(refusal), status=409, **typed)
    messages.success(request, _("Recorded, with its evidence."))
    return redirect(one)


def _commitment(key: UUID) -> Commitment:
    found = queries.commitment(key)
    if found is None:
        raise Http404
    return found


@require_POST
@second_factor_required
def say(request: SignedInRequest, code: str, verb: str) -> HttpResponse:
    """A hand gives its party's word, or takes it back; its proposer drops a proposal."""
    found = the_alliance(code)
    try:
        _said(request, found, verb)
    except actions.CannotAlly as refusal:
        return _refused(request, code, refusal=str(refusal), status=409)
    messages.success(request, _("Recorded."))
    return redirect(found)


def _said(request: SignedInRequest, found: Alliance, verb: str) -> None:
    if verb == "drop":
        actions.drop_alliance(alliance_id=found.pk, by=request.user, at=now())
        return
    if verb not in VERBS:
        raise Http404
    said, is_given = VERBS[verb]
    act = actions.give_word if is_given else actions.take_back_word
    party = request.POST.get("party", "")[:120]
    act(alliance_id=found.pk, party=party, said=said, by=request.user, at=now())

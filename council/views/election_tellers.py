"""A teller enters the ballots of an election: typed from paper, or as a file; nobody sees another's entry here."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import SignedInRequest, now, role_required
from accounts.rules.roles import Role
from council import actions, queries
from council.forms_election import TELLER_STEPS, BallotFileForm, NumbersForm, PapersForm
from council.models import Election
from council.rules.counts.blt import FileFault
from council.views.election_desk import desk_page
from council.views.elections import whole_election
from council.words.faults import fault_sentence


@require_safe
@never_cache
@role_required(Role.TELLER)
def entry(request: SignedInRequest, code: str, number: str) -> HttpResponse:
    found = whole_election(request, code, number)
    if not queries.tellers_of(found, request.user, now()).may_enter:
        return redirect("council:election_desk", code, number)
    return _page(request, found)


def _page(
    request: SignedInRequest, found: Election, form: Any = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "election": found,
        "names": found.names(),
        "tellers": queries.tellers_of(found, request.user, now()),
        "papers_form": form if isinstance(form, PapersForm) else PapersForm(election=found),
        "numbers_form": form if isinstance(form, NumbersForm) else NumbersForm(election=found),
        "file_form": form if isinstance(form, BallotFileForm) else BallotFileForm(election=found),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "council/enter_ballots.html", context, status=status)


@require_POST
@role_required(Role.TELLER)
def enter(request: SignedInRequest, code: str, number: str, verb: str) -> HttpResponse:
    found = whole_election(request, code, number)
    if verb not in TELLER_STEPS:
        raise Http404
    shape, act = TELLER_STEPS[verb]
    form = shape(request.POST, request.FILES, election=found)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        done = getattr(actions, act)(election_id=found.pk, by=request.user, at=now(), **form.cleaned_data)
    except FileFault as fault:
        form.add_error("content", fault_sentence(fault))
        return _page(request, found, form, status=422)
    except actions.CannotElect as refusal:
        return desk_page(request, found, refusal=str(refusal), status=409)
    if not isinstance(done, Election):
        return redirect("council:election_entry", code, number)
    messages.success(request, _("Your entry is kept."))
    return redirect("council:election_desk", code, number)

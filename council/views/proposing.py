"""From the lab to the council: a member proposes the rule she tried."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.doors import SignedInRequest, now, second_factor_required
from council import actions, queries
from council.forms_lab import data_of
from council.rules.reading import RuleFault
from council.words.lab import fault_sentence


@require_POST
@second_factor_required
def propose(request: SignedInRequest, code: str) -> HttpResponse:
    found = queries.rule_version(code)
    if found is None:
        raise Http404
    at = now()
    if not queries.is_member(request.user, found.body, at):
        return render(request, "council/not_a_member.html", status=403)
    try:
        data = data_of(request.POST.get("rule", ""))
        made = actions.propose_rule(replaces=found, data=data, by=request.user, at=at)
    except RuleFault as fault:
        refused = {"rule": found, "refusal": fault_sentence(fault.path, fault.code)}
        return render(request, "council/not_proposed.html", refused, status=422)
    except actions.CannotRule as refusal:
        status = 422 if refusal.is_fault else 409
        refused = {"rule": found, "refusal": str(refusal)}
        return render(request, "council/not_proposed.html", refused, status=status)
    messages.success(request, _("Proposed. A motion that takes it up puts it to the vote."))
    return redirect(made)

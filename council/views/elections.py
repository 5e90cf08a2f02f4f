"""Elections of persons as everybody reads them: a body's list, one election with its result and how to check it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.doors import now
from council import queries
from council.models import Election
from council.words import counts as words

MOST = 100


@require_safe
def elections(request: HttpRequest, code: str) -> HttpResponse:
    """Every election of a body that was opened, the latest first."""
    body = get_object_or_404(queries.bodies(), code=code)
    found = queries.public_elections().filter(body=body)[:MOST]
    return render(request, "council/elections.html", {"body": body, "elections": found})


def whole_election(request: HttpRequest, code: str, number: str) -> Election:
    """One that this person may see: a draft is the secretary's."""
    found = queries.elections_for(request.user, now()).filter(body__code=code, number=number).first()
    if found is None:
        raise Http404
    return found


@require_safe
def election(request: HttpRequest, code: str, number: str) -> HttpResponse:
    return render(request, "council/election.html", result(whole_election(request, code, number)))


def result(found: Election) -> dict[str, Any]:
    """What a page says of an election: its candidates and, once it is counted, the result."""
    counts, last = list(found.counts.all()), queries.last_count(found)
    names = found.names()
    shown = words.shown(words.named(last.bundle, names)) if last else {}
    acts = [(each, [names[code] for code in each.taken]) for each in counts[1:]]
    sealed = queries.bundles_in_log(found) if counts else {}
    kept = [(each, sealed.get(each.sha256)) for each in counts]
    return {"election": found, "names": names, "counts": kept, "acts": acts, **shown}

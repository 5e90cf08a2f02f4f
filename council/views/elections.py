"""Elections of persons as everybody reads them: a body's list, one election with its result and how to check it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.doors import now
from council import queries
from council.models import Election
from council.predicates import may_change_seats
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
    found = whole_election(request, code, number)
    context = result(found) | {
        "may_correct": queries.may_be_annulled(found) and may_change_seats(request.user)
    }
    return render(request, "council/election.html", context)


def result(found: Election) -> dict[str, Any]:
    """What a page says of an election: its candidates and, once it is counted, the result that stands."""
    last, names = queries.last_count(found), found.names()
    shown = words.shown(words.named(last.bundle, names)) if last else {}
    return {
        "election": found,
        "names": names,
        "counts": _sealed(found),
        "acts": _acts(found, names),
        "under_way": found.correction_under_way,
        "reviews": queries.seatings_of(found),
        "corrects": next((one for one in reversed(found.corrections()) if one.new_count), None),
        **shown,
    }


def one_count(found: Election, kept: queries.KeptCount) -> dict[str, Any]:
    """One count of several, with what superseded it and what it supersedes."""
    names = found.names()
    sealed = {row.count.pk: seq for row, seq in _sealed(found)}
    shown = words.shown(words.named(kept.count.bundle, names))
    return {"election": found, "names": names, "kept": kept, "seq": sealed[kept.count.pk], **shown}


def _sealed(found: Election) -> list[tuple[queries.KeptCount, int | None]]:
    """Each count, with its place in the log once it is sealed."""
    kept = queries.kept_counts(found)
    sealed = queries.bundles_in_log(found) if kept else {}
    return [(row, sealed.get(row.count.sha256)) for row in kept]


def _acts(found: Election, names: dict[str, str]) -> list[tuple[Any, list[str]]]:
    """The acts that settled a tie of the count that stands."""
    rows = [row.count for row in queries.kept_counts(found) if row.count.how and row.superseded_by is None]
    return [(count, [names[code] for code in count.taken]) for count in rows]

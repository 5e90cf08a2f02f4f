"""The public list of the overdue. It has one order and no filter: lateness cannot be sorted or hidden away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.doors import now
from petitions import queries


@require_safe
def overdue(request: HttpRequest) -> HttpResponse:
    """Whatever the query asks for, this is the whole list, the longest overdue first."""
    at = now()
    context = {
        "listed": queries.overdue(at),
        "coming": queries.late_not_listed(at),
        "answered": queries.answered_late(at),
    }
    return render(request, "petitions/overdue.html", context)

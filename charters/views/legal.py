"""What a court or a parliament said of a charter: curators record it, with its source; nothing recorded changes."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.doors import SignedInRequest, now, role_required
from accounts.rules.roles import Role
from charters import actions, queries, words
from charters.forms import LegalForm
from charters.rules.lifecycle import Legal


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.CURATOR)
def legal(request: SignedInRequest, slug: str) -> HttpResponse:
    """The history so far, and one line more."""
    charter = queries.public_charters().filter(slug=slug).first()
    if charter is None:
        raise Http404
    form = LegalForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        statuses = [(row, words.legal(row.value)) for row in charter.legal_statuses.all()]
        context = {"charter": charter, "form": form, "statuses": statuses}
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "charters/legal.html", context, status=status)
    said = form.cleaned_data | {"status": Legal(form.cleaned_data["status"])}
    actions.record_legal_status(charter_id=charter.pk, by=request.user, at=now(), **said)
    messages.success(request, _("It is on record."))
    return redirect("charters:charter", slug=slug)

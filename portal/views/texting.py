"""The phone of the demonstration: texts that would have gone out, and a form that sends some in."""

from http import HTTPStatus
from uuid import uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.doors import now
from petitions import actions
from petitions.queries import texting
from portal import texts
from portal.forms import PhoneForm


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def dev_texts(request: HttpRequest) -> HttpResponse:
    """There is no such page elsewhere."""
    if not settings.DEMO or settings.SMS_ADAPTER != texting.SINK or not texting.takes_texts():
        raise Http404
    form = PhoneForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.receive_text(told=uuid4().hex, **form.cleaned_data, at=now())
        return redirect("portal:dev_texts")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "texts": texts.texts(), "shown": settings.SMS_NUMBER}
    return render(request, "portal/dev_texts.html", context, status=status)

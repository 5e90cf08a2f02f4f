"""Checkpoints by mail: the form, the screen that says "look at your mail", the link that confirms, the link that leaves.

The screen is the same for everybody, whatever the address has done before; a link that is only looked at (mail
scanners look at every link) changes nothing.
"""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts import actions, queries
from accounts.doors import now
from accounts.doors_keeping import Askers, ask
from accounts.forms import KeepForm


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def keep(request: HttpRequest) -> HttpResponse:
    form = KeepForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return render(request, "accounts/keep.html", {"form": form}, status=status)
    if not Askers().allow_request(request, None):  # type: ignore[arg-type]
        return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    ask(request, form.cleaned_data["email"])
    return redirect("accounts:keep_sent")


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/keep_sent.html")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows; POST confirms, however often it is pressed."""
    keeper = queries.keeper(token, now())
    if keeper is None:
        return render(request, "accounts/keep_dead.html", status=HTTPStatus.NOT_FOUND)
    if request.method != "POST":
        return render(request, "accounts/keep_confirm.html", {"is_done": keeper.confirmed_at is not None})
    try:
        actions.confirm_keeper(token=token, at=now())
    except actions.CannotKeep as refusal:
        return render(
            request, "accounts/keep_dead.html", {"refusal": str(refusal)}, status=HTTPStatus.CONFLICT
        )
    return redirect("accounts:confirm_keeper", token)


@require_http_methods(["GET", "HEAD", "POST"])
# Mail programs press this for their owner (RFC 8058); the link itself is the proof.
@csrf_exempt
@never_cache
def leave(request: HttpRequest, token: str) -> HttpResponse:
    if request.method != "POST":
        return render(request, "accounts/keep_leave.html")
    if not actions.leave_checkpoints(token=token):
        raise Http404
    return render(request, "accounts/keep_leave.html", {"is_done": True})

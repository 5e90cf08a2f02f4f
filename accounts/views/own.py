"""What is mine: my details, my safety, my roles, my data."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import translate_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import actions, queries
from accounts.doors import SignedInRequest, now, recently_authenticated, signed_in
from accounts.forms import DetailsForm, EraseForm


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def account(request: SignedInRequest) -> HttpResponse:
    user = request.user
    form = DetailsForm(
        request.POST if request.method == "POST" else None,
        initial={"name": user.name, "language": user.language},
    )
    if request.method == "POST" and form.is_valid():
        actions.change_details(user=user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(translate_url(request.path, form.cleaned_data["language"]))
    context = {
        "form": form,
        "grants": queries.grants_of(user, now()),
        "has_second_factor": queries.has_second_factor(user),
        "needs_second_factor": queries.needs_second_factor(user, now()),
        "skips_second_factor": queries.skips_second_factor(user),
        "restoration": queries.own_restoration(user, now()),
        "session_count": queries.session_count(user),
    }
    return render(request, "accounts/account.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
@recently_authenticated
def export(request: SignedInRequest) -> HttpResponse:
    """Everything the site holds about its reader, as one JSON file."""
    response = JsonResponse(queries.export_of(request.user, now()), json_dumps_params={"indent": 2})
    response["Content-Disposition"] = f'attachment; filename="biolattice-{request.user.code}.json"'
    return response


@require_http_methods(["GET", "POST"])
@never_cache
@recently_authenticated
def erase(request: SignedInRequest) -> HttpResponse:
    form = EraseForm(request.POST if request.method == "POST" else None)
    refusal, status = "", 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.erase_person(user=request.user, at=now())
        except actions.CannotErase as why:
            refusal, status = str(why), 409
        else:
            logout(request)
            messages.success(request, _("Your account is erased. Nothing personal of it is left here."))
            return redirect(settings.LOGIN_REDIRECT_URL)
    context = {"form": form, "refusal": refusal, "grants": queries.grants_of(request.user, now())}
    return render(request, "accounts/erase.html", context, status=status)

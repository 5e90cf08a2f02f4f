"""The portal's pages: about everything, so belonging to nobody below."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/search.html")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/about.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/privacy.html")


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/terms.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html")


@require_safe
def api(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/api.html")

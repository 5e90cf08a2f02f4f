"""Presses of one button: a scene moved or removed, a work sent, taken back, withdrawn."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.doors import SignedInRequest, now, signed_in
from exhibits import actions, queries
from exhibits.views.working import Refusals, own, own_scene


def refused(request: HttpRequest, refusal: Exception, exhibit: Any) -> HttpResponse:
    context = {"refusal": str(refusal), "exhibit": exhibit}
    return render(request, "exhibits/refused.html", context, status=HTTPStatus.CONFLICT)


@require_POST
@signed_in
def move(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    exhibit, scene = own_scene(request, slug, number)
    by = -1 if request.POST.get("way") == "up" else 1
    try:
        actions.move_scene(scene_id=scene.pk, artist=request.user, by=by, at=now())
    except Refusals as refusal:
        return refused(request, refusal, exhibit)
    return redirect("exhibits:edit", slug)


@require_POST
@signed_in
def remove(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    exhibit, scene = own_scene(request, slug, number)
    try:
        actions.remove_scene(scene_id=scene.pk, artist=request.user, at=now())
    except Refusals as refusal:
        return refused(request, refusal, exhibit)
    return redirect("exhibits:edit", slug)


@require_POST
@signed_in
def submit(request: SignedInRequest, slug: str) -> HttpResponse:
    exhibit = own(request, slug)
    try:
        actions.submit_exhibit(exhibit_id=exhibit.pk, artist=request.user, at=now())
    except Refusals as refusal:
        return refused(request, refusal, exhibit)
    return redirect("exhibits:edit", slug)


@require_POST
@signed_in
def reopen(request: SignedInRequest, slug: str) -> HttpResponse:
    exhibit = own(request, slug)
    try:
        actions.reopen_exhibit(exhibit_id=exhibit.pk, artist=request.user, at=now())
    except Refusals as refusal:
        return refused(request, refusal, exhibit)
    return redirect("exhibits:edit", slug)


@require_POST
@signed_in
def withdraw(request: SignedInRequest, slug: str) -> HttpResponse:
    """By its artist, or by a curator; to anybody else a work that is not theirs is only to be read."""
    exhibit = queries.exhibit_seen_by(slug, request.user, now())
    if exhibit is None:
        raise Http404
    try:
        actions.withdraw_exhibit(exhibit_id=exhibit.pk, by=request.user, at=now())
    except Refusals as refusal:
        return refused(request, refusal, exhibit)
    return redirect("exhibits:exhibit", slug)

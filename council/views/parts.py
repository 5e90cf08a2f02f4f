"""Who takes part in a motion: recusals and challenges, proxies, and what they do to its quorum."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import queries as people
from accounts.doors import SignedInRequest, allowed_to, now, role_required, second_factor_required
from accounts.rules.roles import Role
from council import actions, queries, words
from council.forms_seats import ConcernRulingForm, MandatoryForm, ProxyForm, ReasonedSeatForm, RulingForm
from council.models import Motion
from council.models.ruled import Ruled
from council.predicates import may_change_seats
from council.rules import lifecycle
from council.rules.recusals import Ruling
from council.views.reading import whole_motion


@require_safe
def parts(request: HttpRequest, code: str) -> HttpResponse:
    """Everybody reads who takes no part, who votes for whom, and whether a quorum is still within reach."""
    return _page(request, _submitted(request, code))


def _submitted(request: HttpRequest, code: str) -> Motion:
    motion = whole_motion(request, code)
    if motion.number is None:
        raise Http404
    return motion


def _page(
    request: HttpRequest,
    motion: Motion,
    *,
    form: Any = None,
    on: UUID | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """``form`` as it was typed, ``on`` the challenge or concern that it rules on."""
    at = now()
    seats = list(queries.seats_of_council(motion))
    acts = _acts(request.user, motion, seats, at)
    context = {
        "motion": motion,
        "form": form,
        "refusal": refusal,
        "typed_on": on,
        **_told(motion, queries.seat_names(seats), at),
        **{name: mine if on else _as_typed(form, mine) for name, mine in acts.items()},
    }
    return render(request, "council/parts.html", context, status=status)


def _as_typed(form: Any, mine: Any) -> Any:
    """The form that was sent in the place of the empty one, with the seats that this one offers."""
    if form is None or getattr(mine, "auto_id", None) != form.auto_id:
        return mine
    for name, field in mine.fields.items():
        if hasattr(field, "choices"):
            form.fields[name].choices = field.choices
    return form


def _told(motion: Motion, names: dict[str, str], at: datetime) -> dict[str, Any]:
    """What everybody reads."""
    proxies = queries.standing_proxies(motion)
    return {
        "recusals": [(row, names.get(row.seat.code, row.seat.code)) for row in queries.recusals_of(motion)],
        "challenges": [
            (row, names.get(row.seat.code, row.seat.code), names.get(row.by_seat.code, row.by_seat.code))
            for row in queries.challenges_of(motion)
        ],
        "concerns": [(row, names.get(row.seat.code, row.seat.code)) for row in queries.concerns_of(motion)],
        "proxies": [(row, names.get(row.giver.code), names.get(row.holder.code)) for row in proxies],
        "falls_back": queries.falls_back(motion, at),
        "shortfalls": words.shortfall_sentences(
            queries.quorum_shortfalls(motion, at), {body.code: body.name for body in queries.bodies()}
        ),
        "proxies_allowed": motion.rule is not None and motion.rule.rule.proxies != "none",
    }


def _acts(user: Any, motion: Motion, seats: list[Any], at: datetime) -> dict[str, Any]:
    """The forms this reader may use; none for the public."""
    own = list(queries.seats_held_in(motion, user, at)) if user.is_authenticated else []
    held = {seat.pk for seat in own}
    ahead = motion.status in lifecycle.AHEAD
    votes = ahead or motion.status in lifecycle.OPEN_TO_BALLOTS
    officer = queries.officers_may_seat(user, at, motion.body)
    secretary = people.has_role(user, Role.SECRETARY, at)
    interests = list(queries.interests_that_recuse(motion, at)) if secretary and ahead else []
    others = [seat for seat in seats if seat.pk not in held]
    untold = queries.seats_untold(motion, user, at)
    givers = [seat for seat in own if not seat.represents and not seat.is_joint]
    return {
        "own": held,
        "ahead": ahead,
        "recuse_form": ReasonedSeatForm(seats=own, auto_id="recuse_%s") if own and ahead else None,
        "challenge_form": ReasonedSeatForm(seats=others, auto_id="challenge_%s") if own and ahead else None,
        "mandatory_form": MandatoryForm(interests=interests, auto_id="must_%s") if interests else None,
        "coverable": [row.pk for row in queries.recusals_to_cover(motion, at)] if secretary else [],
        "ruling_form": RulingForm(auto_id="ruling_%s") if officer and ahead else None,
        "concern_form": ReasonedSeatForm(seats=untold, auto_id="concern_%s") if untold else None,
        "concern_ruling_form": ConcernRulingForm(auto_id="told_%s") if officer and ahead else None,
        "proxy_form": ProxyForm(seats=givers, holders=others, auto_id="proxy_%s")
        if givers and votes
        else None,
    }


def _act(
    request: HttpRequest,
    motion: Motion,
    form: Any,
    verb: Any,
    said: str,
    *,
    on: UUID | None = None,
    **given: Any,
) -> HttpResponse:
    """Call the action once with what the form read; its refusal on the same page, with what was typed."""
    if form is not None and not form.is_valid():
        return _page(request, motion, form=form, on=on, status=422)
    try:
        verb(by=request.user, at=now(), **{name: value() for name, value in given.items()})
    except actions.CannotMove as refusal:
        return _page(request, motion, form=form, on=on, refusal=str(refusal), status=409)
    messages.success(request, said)
    return redirect("council:parts", code=motion.code)


def _seat(form: Any, name: str = "seat") -> Any:
    return lambda: queries.seat(form.cleaned_data[name])


def _say(request: SignedInRequest, code: str, name: str, verb: Any, said: str) -> HttpResponse:
    """Something of one seat in this motion, with a reason; ``name`` tells the page's forms apart."""
    motion = _submitted(request, code)
    form = ReasonedSeatForm(request.POST, seats=list(queries.seats_of_council(motion)), auto_id=f"{name}_%s")
    return _act(
        request, motion, form, verb, said,
        motion_id=lambda: motion.pk, seat=_seat(form), reason=lambda: form.cleaned_data["reason"],
    )  # fmt: skip


@require_POST
@second_factor_required
def recuse(request: SignedInRequest, code: str) -> HttpResponse:
    """A holder recuses her own seat."""
    return _say(request, code, "recuse", actions.recuse_oneself, _("The seat takes no part in this motion."))


@require_POST
@second_factor_required
def challenge(request: SignedInRequest, code: str) -> HttpResponse:
    """A member challenges another seat."""
    said = _("The challenge is public; the chair or the secretary rules.")
    return _say(request, code, "challenge", actions.challenge_seat, said)


@require_POST
@second_factor_required
def concern(request: SignedInRequest, code: str) -> HttpResponse:
    """A living system's seat says that the motion touches it."""
    said = _("It is public. If nobody rules on it before voting opens, it stands.")
    return _say(request, code, "concern", actions.raise_concern, said)


@require_POST
@role_required(Role.SECRETARY)
def recuse_for(request: SignedInRequest, code: str) -> HttpResponse:
    """The secretary recuses a seat for the interest it declared."""
    motion = _submitted(request, code)
    interests = list(queries.interests_now(motion.body_id, now()))
    form = MandatoryForm(request.POST, interests=interests, auto_id="must_%s")
    return _act(
        request, motion, form, actions.recuse_for_interest, _("The seat takes no part in this motion."),
        motion_id=lambda: motion.pk,
        interest=lambda: next(one for one in interests if str(one.code) == form.cleaned_data["interest"]),
    )  # fmt: skip


@require_POST
@role_required(Role.SECRETARY)
def cover(request: SignedInRequest, code: str, seat: str) -> HttpResponse:
    """The secretary calls the substitutes of a recused seat, for a chamber that lacks its quorum without them."""
    motion = _submitted(request, code)
    recused = get_object_or_404(queries.seats_of_council(motion), code=seat)
    return _act(
        request, motion, None, actions.cover_recused_seat, _("Its substitute takes part in this motion."),
        motion_id=lambda: motion.pk, seat=lambda: recused,
    )  # fmt: skip


def _rule(request: HttpRequest, found: Ruled | None, form: RulingForm, verb: Any, said: str) -> HttpResponse:
    if found is None:
        raise Http404
    return _act(
        request, found.motion, form, verb, said, on=found.code, code=lambda: found.code,
        ruling=lambda: Ruling(form.cleaned_data["ruling"]), reason=lambda: form.cleaned_data["reason"],
    )  # fmt: skip


@require_POST
@allowed_to(may_change_seats)
def rule_challenge(request: SignedInRequest, challenge: UUID) -> HttpResponse:
    """Chair or secretary rules on a challenge, with a reason."""
    found = queries.challenges().filter(code=challenge).first()
    form = RulingForm(request.POST, auto_id="ruling_%s")
    return _rule(request, found, form, actions.rule_on_challenge, _("The ruling is public."))


@require_POST
@allowed_to(may_change_seats)
def rule_concern(request: SignedInRequest, concern: UUID) -> HttpResponse:
    """Chair or secretary rules on what a living system's seat said, with a reason."""
    found = queries.concerns().filter(code=concern).first()
    form = ConcernRulingForm(request.POST, auto_id="told_%s")
    return _rule(request, found, form, actions.rule_on_concern, _("Ruled on, for everybody to read."))


@require_POST
@second_factor_required
def give_proxy(request: SignedInRequest, code: str) -> HttpResponse:
    """A holder lets another seat of the chamber vote for hers."""
    motion = _submitted(request, code)
    seats = list(queries.seats_of_council(motion))
    form = ProxyForm(request.POST, seats=seats, holders=seats, auto_id="proxy_%s")
    return _act(
        request, motion, form, actions.give_proxy, _("Given. Voting yourself takes it back."),
        motion_id=lambda: motion.pk, giver=_seat(form), holder=_seat(form, "holder"),
    )  # fmt: skip


@require_POST
@second_factor_required
def revoke_proxy(request: SignedInRequest, code: str, seat: str) -> HttpResponse:
    """Taken back by who gave it."""
    motion, giver = _submitted(request, code), queries.seat(seat)
    if giver is None:
        raise Http404
    return _act(
        request, motion, None, actions.revoke_proxy, _("The proxy is taken back."),
        motion_id=lambda: motion.pk, giver=lambda: giver,
    )  # fmt: skip

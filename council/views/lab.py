"""The rule lab: edit a rule against a body's seats of today, and see what it would do. Nothing is stored."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import now
from council import forms_lab, queries, words
from council.forms_lab import LabForm, Trial
from council.models import Body, DecisionRule
from council.rules.coalitions import Coalitions, blockers_alone, coalitions
from council.rules.decision import Roll, Rule
from council.rules.monotone import TooManyKinds
from council.rules.replay import everybody_says_yes, replay, with_absences
from council.rules.schema import SCHEMA
from council.rules.tally import evaluate
from council.words import lab as told

SEED = 1


@require_safe
@cache_control(public=True, max_age=3600)
def schema(request: HttpRequest) -> HttpResponse:
    """The shape of a rule, for machines."""
    return JsonResponse(SCHEMA, content_type="application/schema+json")


@require_http_methods(["GET", "HEAD", "POST"])
def lab(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.rule_version(code)
    if found is None:
        raise Http404
    here = reverse("council:lab", args=[f"{found.code}.v{found.version}"])
    return _page(request, found, found.data, {"here": here})


@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, code: str) -> HttpResponse:
    """A proposed rule in the lab, beside the one it would replace."""
    found = queries.rule_proposal(code)
    if found is None:
        raise Http404
    context = {
        "here": found.get_absolute_url(),
        "proposal": found,
        "is_overtaken": queries.is_overtaken(found),
        "motions": queries.motions_about(found.subject),
    }
    return _page(request, found.replaces, found.data, context)


def _page(
    request: HttpRequest, found: DecisionRule, data: dict[str, Any], context: dict[str, Any]
) -> HttpResponse:
    at = now()
    context |= {"rule": found, "address": f"{found.code}.v{found.version}"}
    today = queries.seats_today(found.body, at)
    if today is None:
        return render(request, "council/lab.html", context)
    form = LabForm(request.POST if request.method == "POST" else None, data, today)
    context |= {"form": form, "is_member": queries.is_member(request.user, found.body, at), **_choices()}
    if form.trial is None:
        context["problems"] = [(form.wrong_field, told.fault_sentence(form.path, form.code))]
        return render(request, "council/lab.html", context, status=422)
    return render(request, "council/lab.html", context | _shown(form, form.trial, found))


def _choices() -> dict[str, Any]:
    return {
        "said": forms_lab.SAID,
        "hows": forms_lab.HOWS,
        "floor_hows": forms_lab.FLOOR_HOWS,
        "group_hows": forms_lab.GROUP_HOWS,
        "combines": forms_lab.COMBINES,
        "ties": forms_lab.TIES,
    }


def _shown(form: LabForm, trial: Trial, found: DecisionRule) -> dict[str, Any]:
    """Everything the page says of a rule that reads and fits."""
    standing = found.rule
    bodies = {body.code: body.name for body in queries.bodies()}
    is_changed = trial.rule != standing
    tries = [_counted(trial.rule, trial, bodies)]
    if is_changed:
        tries.append(_counted(standing, trial, bodies))
    context = {
        "is_changed": is_changed,
        "rule_words": words.rule_sentences(trial.rule, bodies),
        "tries": tries,
        **_coalitions(trial.rule, form.today.roll, form.today.names, bodies),
    }
    if form.wants_year:
        context |= _year(trial.rule, standing if is_changed else None, form.today.roll, found.body)
    return context


def _counted(rule: Rule, trial: Trial, bodies: dict[str, str]) -> dict[str, Any]:
    """One rule on the imagined ballots, with its working in words."""
    decision = evaluate(rule, trial.roll, trial.ballots)
    rows = decision.working["chambers"]
    return {
        "outcome": words.outcome_word(decision.outcome),
        "why": words.outcome_sentence(decision.working, bodies),
        "chambers": [(bodies.get(row["body"], row["body"]), words.lines(row)) for row in rows],
    }


def _coalitions(rule: Rule, roll: Roll, names: dict[str, str], bodies: dict[str, str]) -> dict[str, Any]:
    try:
        found = coalitions(rule, roll)
    except TooManyKinds:
        alone = [names.get(code, code) for code in blockers_alone(rule, roll)]
        return {"too_many": True, "alone": ", ".join(alone)}
    return {
        "winning": told.winning_sentences(found),
        "blocking": told.blocking_sentences(found, names),
        "absence": told.absence_sentences(rule, found),
        "lists": _lists(found, names, bodies),
    }


def _lists(
    found: Coalitions, names: dict[str, str], bodies: dict[str, str]
) -> list[tuple[str, int, list[str]]]:
    families = [("winning", found.winning), ("blocking", found.blocking), ("absence", found.absence)]
    return [
        (name, family.count, told.told_sets(family, found.kinds, names, bodies)) for name, family in families
    ]


def _year(rule: Rule, standing: Rule | None, roll: Roll, council: Body) -> dict[str, Any]:
    """The body's past and a thousand imagined votes, under this rule and under the one in force."""
    rows = replay(rule, queries.closed_votes(council))
    return {
        "year": told.year_sentences(rows),
        "flips": [
            (row.past.motion, words.outcome_word(row.past.outcome), words.outcome_word(row.outcome))
            for row in rows
            if row.flips and row.outcome
        ],
        "imagined": told.absences_sentence(with_absences(rule, [everybody_says_yes(rule, roll)], seed=SEED)),
        "imagined_now": told.absences_sentence(
            with_absences(standing, [everybody_says_yes(standing, roll)], seed=SEED)
        )
        if standing
        else "",
    }

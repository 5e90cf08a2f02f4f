"""What everybody may read: who sits, what is to decide, each motion whole."""

from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.doors import now
from council import queries, words
from council.models import Body, ClosedDecision, Motion, Seat, Voting
from council.rules import lifecycle
from council.rules.decision import Rule, Tie
from council.rules.kinds import MotionKind
from council.rules.lifecycle import State
from council.views import procedure
from ledger import queries as ledger

PAGE = 25


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What is to decide now, the next sitting, who sits."""
    at = now()
    council = queries.council_for(request.user, at)
    if council is None:
        return render(request, "council/empty.html")
    open_now = list(queries.open_motions(council))
    context = {
        "council": council,
        "open": [(motion, queries.my_part(motion, request.user, at)) for motion in open_now],
        "ahead": queries.public_motions().ahead().filter(body=council).order_by("opens_at", "submitted_at"),
        "decided": queries.decided_motions(council)[:5],
        "emergencies": queries.emergencies_running(council),
        "shared": queries.shared_drafts(council) if queries.is_member(request.user, council, at) else (),
        "agenda": [(item, ledger.card(item.source, request.user)) for item in queries.agenda(council)],
        "declined": [
            (item, ledger.card(item.source, request.user)) for item in queries.declined_lately(council)
        ],
        "sitting": queries.next_sitting(council, at),
        "rosters": queries.rosters(council, at),
        "rules": queries.rules_of(council),
        "drafts": queries.own_drafts(request.user) if request.user.is_authenticated else (),
        "is_member": queries.is_member(request.user, council, at),
        "is_officer": queries.officers_may_seat(request.user, at),
    }
    return render(request, "council/index.html", context)


@require_safe
def motions(request: HttpRequest) -> HttpResponse:
    """Every motion that was ever submitted, by state."""
    found = queries.public_motions().order_by("-submitted_at", "-id")
    shelf = request.GET.get("state", "")
    shelves = queries.SHELVES
    if shelf in shelves:
        found = found.filter(state__in=shelves[shelf])
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "council/motions.html", {"page": page, "shelf": shelf if shelf in shelves else ""})


@require_safe
def motion(request: HttpRequest, code: str) -> HttpResponse:
    found = whole_motion(request, code)
    return render(request, "council/motion.html", motion_page(request, found, now()))


@require_safe
@vary_on_headers("HX-Request")
def presence(request: HttpRequest, code: str) -> HttpResponse:
    """Who is present, live: the fragment the motion's page polls; the page itself without script."""
    found = whole_motion(request, code)
    at = now()
    if not request.headers.get("HX-Request"):
        return render(request, "council/motion.html", motion_page(request, found, at))
    voting = queries.voting_of(found)
    still = voting is not None and found.status in lifecycle.OPEN_TO_BALLOTS
    context = {"motion": found, "voting": voting, "chambers": queries.presence(voting, at) if voting else ()}
    # 286 tells htmx to stop asking: the vote is over.
    return render(request, "council/_presence.html", context, status=200 if still else 286)


@require_safe
def record(request: HttpRequest, code: str) -> HttpResponse:
    """Everything an outsider needs to count a motion's closed votes again, on a page one can print and keep."""
    found = whole_motion(request, code)
    rounds = [
        {
            "one": one,
            "rule_words": rule_words(one.voting.counted_by),
            "words": words.called_words(one.decision),
            **_worded(one.decision, one.chambers),
        }
        for one in queries.rounds(found)
    ]
    context = {"motion": found, "rounds": rounds, "objections": queries.objections(found)}
    return render(request, "council/record.html", context)


def whole_motion(request: HttpRequest, code: str) -> Motion:
    found = queries.motion(code, request.user)
    if found is None:
        raise Http404
    return found


def briefly(motion: Motion, user: Any, seat: Seat | None, name: str = "") -> list[str]:
    """The motion in five sentences, for who speaks for the living system of ``seat``, called ``name``, or for nobody."""
    cards = (ledger.card(subject, user) for subject in motion.touched)
    speaks = bool(seat and seat.represents)
    touched = [card.title for card in cards if card]
    return words.brief(motion, touched, name if speaks else "", objects=bool(seat and seat.may_object))


def motion_page(request: HttpRequest, found: Motion, at: datetime) -> dict[str, Any]:
    """Everything a motion's page says; before the close no part of it knows a choice."""
    voting = queries.voting_of(found)
    is_open = found.status in lifecycle.OPEN_TO_BALLOTS
    context: dict[str, Any] = {
        "motion": found,
        "voting": voting,
        "rule_words": rule_words(rule) if (rule := _rule_of(found, voting)) else (),
        "is_open": is_open,
        "chambers": queries.presence(voting, at) if voting and is_open else (),
        "boxes": queries.boxes(found, voting, request.user, at),
        "enacts": ledger.card(found.act, request.user) if found.act else None,
        "origin": ledger.card(found.origin, request.user) if found.origin else None,
        "affects": [card for subject in found.touched if (card := ledger.card(subject, request.user))],
        "consultations": queries.consultations(found, request.user, at),
        "objections": queries.objections(found),
        "may_object": queries.seats_that_may_object(found, request.user, at),
        "steps": words.next_steps(found),
        "reason": words.reason(found),
        "is_mover": found.mover_id == request.user.pk,
        "may_break_tie": _may_break_tie(found, request.user, at),
        **_parts(found, request.user, at),
        **procedure.told(found, request.user, at),
        "rules_to_try": queries.rules_of(found.body) if found.kind == MotionKind.RULE_CHANGE else (),
    }
    return context | (_closed(found, voting, is_open) if voting else {})


def _parts(found: Motion, user: Any, at: datetime) -> dict[str, Any]:
    """Who takes no part, who votes by proxy, and whether a quorum is within reach."""
    rows = list(queries.recusals_of(found))
    names = queries.seat_names(row.seat for row in rows)
    bodies = {body.code: body.name for body in queries.bodies()}
    return {
        "part_recusals": [(row, names[row.seat.code]) for row in rows],
        "untold": queries.seats_untold(found, user, at),
        "part_proxies": len(queries.standing_proxies(found)),
        "falls_back": queries.falls_back(found, at),
        "shortfalls": words.shortfall_sentences(queries.quorum_shortfalls(found, at), bodies),
    }


def _rule_of(found: Motion, voting: Voting | None) -> Rule | None:
    """The rule in the reader's words: an override is counted by chambers of its own."""
    if voting is not None and voting.is_override:
        return voting.counted_by
    return found.rule.rule if found.rule else None


def _may_break_tie(found: Motion, user: Any, at: datetime) -> bool:
    if found.status is not State.TIED or found.rule is None or found.rule.rule.tie is not Tie.CASTING_VOTE:
        return False
    return queries.may_break_tie(user, found, at)


def _closed(found: Motion, voting: Voting, is_open: bool) -> dict[str, Any]:
    """The last count; during a second round, that of the first."""
    closed = queries.closed_votings(found.pk)
    if not closed:
        return {}
    latest = closed[0]
    decision = latest.decision
    return {
        "decision": None if is_open else decision,
        "counted": decision,
        "disputed_until": queries.disputed_until(latest) if latest.in_room else None,
        **_worded(decision, queries.chamber_records(decision)),
        "mirrors": queries.mirrors(latest),
        "closed_fact": queries.last_fact(found.subject, "council.voting.closed"),
        "earlier": closed[1:],
    }


def _worded(decision: ClosedDecision, records: list[queries.ChamberRecord]) -> dict[str, Any]:
    """A count in words."""
    names = {record.body.code: record.body.name for record in records}
    return {
        "outcome": words.outcome_word(decision.outcome),
        "why": words.outcome_sentence(decision.working, names),
        "records": [_told(record) for record in records],
        "vetoes": [veto for veto in decision.working["vetoes"] if veto["cast"]],
    }


def _told(record: queries.ChamberRecord) -> dict[str, Any]:
    """One chamber of the count, in words."""
    return {
        "chamber": record,
        "needed": words.yes_needed(record.row),
        "working": words.lines(record.row),
        "short": words.short_sentence(record.row),
        "roll": [(row, words.seat_word(row.vote)) for row in record.roll],
    }


def rule_words(rule: Rule) -> list[str]:
    names = {body.code: body.name for body in queries.bodies()}
    return words.rule_sentences(rule, names)


@require_safe
def body(request: HttpRequest, code: str) -> HttpResponse:
    """Who sits here, under what, until when."""
    found = get_object_or_404(queries.bodies(), code=code)
    at = now()
    context = {
        "body": found,
        "places": queries.roster(found, at),
        "composed": _composed(found, at),
        "chambers": queries.bodies_of(found).exclude(pk=found.pk),
        "rules": queries.rules_of(found.council),
        "sessions": queries.sessions(found.council)[:4],
        "at": at,
        "motions": queries.public_motions().filter(body=found.council)[:8],
        "has_box": queries.has_statutes(found),
        "imported": queries.imported_from(found),
        "by_statutes": queries.sittings_by_statutes(found, at, at + timedelta(days=800))[:3],
        "alliances": queries.alliances_of_body(found.organisation_id)[:8],
    }
    return render(request, "council/body.html", context)


def _composed(found: Body, at: datetime) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Each rule of its composition in words, with how a quota stands: (scope, state, sentence)."""
    clauses, quotas = queries.composition(found, at)
    return [
        (
            words.clause_sentence(clause),
            [(q.scope, q.state.value, words.standing_sentence(q)) for q in quotas if q.clause is clause],
        )
        for clause in clauses
    ]


@require_safe
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """A rule in words and as data, with the fingerprint of each version."""
    found = queries.rule_version(code)
    if found is None:
        raise Http404
    names = {body.code: body.name for body in queries.bodies()}
    context = {
        "rule": found,
        "rule_words": rule_words(found.rule),
        "override_words": words.override_sentences(found.rule, names),
        "kinds": words.kinds(found.applies_to),
        "data": found.canonical.decode(),
        "versions": queries.versions_of(found.code),
    }
    return render(request, "council/rule.html", context)

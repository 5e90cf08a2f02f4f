"""Charters as anybody reads them: on any day, beside any edition, article by article."""

from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.doors import now
from accounts.queries import has_role
from accounts.rules.roles import Role
from biomes import queries as biomes
from charters import queries, words
from charters.forms import AsOf, DutyFilter, edition_choices
from charters.models import Article, Charter, Duty, Edition, Suspension
from charters.predicates import may_draft
from charters.rules.compare import compare
from charters.rules.lifecycle import DutyState, Force
from ledger import queries as ledger

# The record holds no charter older and none is drafted further ahead; also keeps dates printable.
FIRST, LAST = date(1000, 1, 1), date(9000, 1, 1)
# Of drafts in one list; the newest come first.
MOST = 100


@dataclass(frozen=True, slots=True)
class Shelf:
    """A charter in the list: its text today and of whom it speaks."""

    charter: Charter
    edition: Edition | None
    of: ledger.Card | None
    tabled: int


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    today = now().date()
    tabled = queries.tabled_counts()
    shelves = [
        Shelf(c, queries.edition_on(c, today), ledger.card(c.of, request.user), tabled.get(c.pk, 0))
        for c in queries.public_charters()
    ]
    context = {
        "universal": [s for s in shelves if not s.charter.of],
        "own": [s for s in shelves if s.charter.of],
        "late": queries.public_duties().late(now()).count(),
        "drafts": [(row, ledger.card(row.of, request.user)) for row in queries.tabled_charters()[:MOST]],
        "hers": queries.charter_drafts_in_hand(request.user)[:MOST],
        "may_draft": may_draft(request.user),
    }
    return render(request, "charters/index.html", context)


def _charter(slug: str) -> Charter:
    found = queries.public_charter(slug)
    if found is None:
        raise Http404
    return found


def _texts(charter: Charter, form: AsOf, today: date) -> dict[str, Any]:
    """What stands in force on the day asked for, and marked against what."""
    asked = form.cleaned_data if form.is_valid() else {}
    day = asked.get("on") or today
    shown = queries.edition_on(charter, min(max(day, FIRST), LAST))
    other = queries.edition_numbered(charter.slug, str(asked.get("compare") or ""))
    rows = compare(queries.values(other), queries.values(shown)) if shown and other else []
    state = words.force(shown.force_on(today)) if shown else ""
    return {
        "day": day,
        "is_today": day == today,
        "shown": shown,
        "other": other,
        "rows": rows,
        "changed": sum(row.is_changed for row in rows),
        "articles": [] if rows else (shown.articles.all() if shown else []),
        "force": state,
        "look": words.TAGS[shown.force_on(today)] if shown else ("line", "clock"),
    }


@require_safe
def charter(request: HttpRequest, slug: str) -> HttpResponse:
    """A charter as of `?on=DATE`, marked against edition `?compare=NUMBER`."""
    found = _charter(slug)
    today = now().date()
    editions = list(queries.editions_of(found))
    # The day is always filled in, so that "compared with" is read against something one can see.
    asked = {"on": today.isoformat(), **request.GET.dict()}
    asked["on"] = asked["on"] or today.isoformat()
    form = AsOf(asked, editions=edition_choices(found, editions))
    context = {
        "charter": found,
        "form": form,
        "of": ledger.card(found.of, request.user),
        "first": editions[0],
        "editions": [
            (e, words.force(e.force_on(today)), ledger.card(e.motion, request.user)) for e in editions[::-1]
        ],
        "tabled": queries.tabled_amendments().filter(charter=found),
        "statuses": [(row, words.legal(row.value)) for row in found.legal_statuses.all()],
        "suspensions": _suspended(found, request.user),
        "may_draft": may_draft(request.user, found),
        "may_record": has_role(request.user, Role.CURATOR, now()),
        **_texts(found, form, today),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "charters/charter.html", context, status=status)


def _suspended(charter: Charter, viewer: Any) -> list[tuple[Suspension, ledger.Card | None]]:
    """What an emergency keeps from binding now, each with the card of its cause."""
    return [(row, ledger.card(row.cause, viewer)) for row in queries.suspensions(charter, now()).values()]


@require_safe
@vary_on_headers("HX-Request")
def of_biome(request: HttpRequest, slug: str) -> HttpResponse:
    """The charter that speaks of a living system: a fragment for its own page, a page without script."""
    today = now().date()
    found = biomes.known_biome(slug)
    if found is None:
        raise Http404
    charter = queries.charter_for(slug, today)
    context = {
        "biome": found,
        "charter": charter,
        "edition": queries.edition_on(charter, today) if charter else None,
        "toc": queries.toc(charter, today) if charter else (),
        "tabled": queries.tabled_amendments().filter(charter=charter) if charter else (),
    }
    shape = "charters/_of.html" if request.headers.get("HX-Request") else "charters/of.html"
    return render(request, shape, context)


@dataclass(frozen=True, slots=True)
class Citation:
    """Somebody who names the article: the thing, what happened, when."""

    card: ledger.Card
    says: str
    at: datetime
    seq: int | None


def citations(subject: str, viewer: Any) -> list[Citation]:
    """Who cites it, from the record: each thing once, by its latest public fact; never the charter itself."""
    found: dict[str, Citation] = {}
    for fact in ledger.public_around(subject):
        card = None if fact.subject.startswith("charters.") else ledger.card(fact.subject, viewer)
        if card:
            place = fact.entry.seq if hasattr(fact, "entry") else None
            found[fact.subject] = Citation(card, ledger.told(fact), fact.at, place)
    return sorted(found.values(), key=lambda c: c.at, reverse=True)


@require_safe
def article(request: HttpRequest, slug: str, eid: str) -> HttpResponse:
    """One article through all its wordings: a permalink that outlives its repeal."""
    found = _charter(slug)
    history = queries.article_history(found, eid)
    if not history:
        raise Http404
    today = now().date()
    current = queries.article(slug, eid, today)
    rows = compare_versions(history, request.user)
    context = {
        "charter": found,
        "article": current or history[-1].article,
        "in_force": current is not None,
        "began": next((r for r in rows if current and r["article"].sha256 == current.sha256), None),
        "ended": queries.repealed_by(found, eid),
        "history": rows,
        "citations": citations(f"charters.article/{slug}--{eid}", request.user),
        "tabled": queries.tabled_amendments().filter(charter=found, instructions__eid=eid).distinct(),
        "suspensions": [pair for pair in _suspended(found, request.user) if pair[0].eid == eid],
        "may_draft": may_draft(request.user, found) and queries.is_in_latest(found, eid),
        "toc": queries.toc(found, today),
    }
    return render(request, "charters/article.html", context)


def compare_versions(history: list[queries.Version], viewer: Any) -> list[dict[str, Any]]:
    """Each wording beside the one before it, with the decision that made it."""
    rows: list[dict[str, Any]] = []
    for version in history:
        before: Article | None = version.previous
        pair = compare([before.value], [version.article.value]) if before else []
        rows.append(
            {
                "article": version.article,
                "edition": version.first,
                "motion": ledger.card(version.first.motion, viewer),
                "redline": pair[0] if pair else None,
                "is_later": version.first.force_on(now().date()) is Force.PROMULGATED,
            }
        )
    return rows


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty as the list shows it at one moment."""

    duty: Duty
    title: str
    state: str
    look: tuple[str, str]
    is_late: bool
    matter: ledger.Card | None


def _owed(duty: Duty, at: datetime, viewer: Any) -> Owed:
    state = duty.state_at(at)
    return Owed(
        duty=duty,
        title=words.duty_title(duty.kind),
        state=words.duty_state(state),
        look=words.TAGS[state],
        is_late=state is DutyState.LATE,
        matter=ledger.card(duty.matter, viewer),
    )


@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """What bodies owe, and what is late."""
    form = DutyFilter(request.GET)
    at = now()
    asked = form.cleaned_data if form.is_valid() else {"state": "", "holder": ""}
    rows = queries.duties_in(asked["state"], at, holder=asked["holder"])
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    lines = [_owed(duty, at, request.user) for duty in page]
    context = {
        "form": form,
        "page": page,
        "lines": lines,
        "counts": queries.duty_counts(at),
        "holder": lines[0].duty.holder if lines and asked["holder"] else None,
    }
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "charters/duties.html", context, status=status)

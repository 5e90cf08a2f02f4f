"""The readable file of a bundle: one page that needs nothing beside it and runs no script."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from biomes.words import indicator_name
from council import queries as council
from council import words
from crises import queries as crises
from crises.words import run_title
from ledger import browser
from ledger import queries as ledger
from portal.court.grounds import Grounds
from portal.court.law import Law
from portal.court.readings import Line
from portal.rules.units import unit_sign


def page(grounds: Grounds, law: list[Law], lines: list[Line], head: Any) -> str:
    motion = grounds.motion
    policy = f"default-src 'none'; style-src {browser.source_of(browser.style())}"
    names = {body.code: body.name for body in council.bodies()}
    told = {
        "style": browser.style(),
        "policy": mark_safe(policy),  # noqa: S308
        "motion": motion,
        "grounds": grounds,
        "rounds": [_round(one, names) for one in council.rounds(motion)],
        "objections": council.objections(motion),
        "origins": [
            card for s in (motion.origin, motion.act, *motion.evidence) if s and (card := ledger.card(s))
        ],
        "law": law,
        "cited": [_cited(line) for line in lines if line.cited],
        "reading_count": len(lines),
        "runs": [(run, run_title(run)) for n in sorted(set(grounds.runs)) if (run := crises.public_run(n))],
        "head": head,
    }
    return render_to_string("portal/court.html", told)


def _round(one: Any, names: dict[str, str]) -> dict[str, Any]:
    """A closed vote in words, seat by seat and ballot by ballot."""
    decision = one.decision
    return {
        "one": one,
        "outcome": words.outcome_word(decision.outcome),
        "why": words.outcome_sentence(decision.working, names),
        "rule": words.rule_sentences(one.voting.counted_by, names),
        "words": words.called_words(decision),
        "chambers": [
            {
                "name": record.body.name,
                "working": words.lines(record.row),
                "roll": [(row, words.seat_word(row.vote)) for row in record.roll],
            }
            for record in one.chambers
        ],
    }


def _cited(line: Line) -> dict[str, Any]:
    """A cited reading in words; all others stand in `court/readings.jsonl`."""
    fields = line.fields
    value = (
        f"{fields['qualifier']}{fields['value']}" if fields["qualifier"] in ("<", ">") else fields["value"]
    )
    return {
        "what": indicator_name(fields["indicator"]),
        "value": _("%(value)s %(unit)s") % {"value": value, "unit": unit_sign(fields["unit"])},
        "station": fields["station"],
        "at": fields["phenomenon_at"],
        "entries": line.cited,
        "leaf": line.leaf,
    }

"""What the page of an alert shows: its reading and law, its words, its history, what officers may do."""

from datetime import datetime
from typing import Any

from accounts import queries as people
from biomes import queries as biomes
from charters import queries as charters
from crises import messages, queries, words
from crises.models import Alert
from crises.rules import alert_life


def context(alert: Alert, *, is_officer: bool, at: datetime) -> dict[str, Any]:
    """For the public, or, with drafts' inner history and open requests, for officers."""
    entries = list(alert.entries.all()) if is_officer else queries.entries_since_release(alert)
    found: dict[str, Any] = {
        "alert": alert,
        "title": words.alert_title(alert),
        "event": words.alert_event(alert),
        "instruction": messages.instruction(alert),
        "measured": queries.latest_measured(alert),
        "since": queries.beyond_since(alert, at),
        "indicator_name": words.indicator_name(alert.indicator),
        "entries": [
            (e, words.MOVE[e.move], words.CANCEL_REASON.get(e.reason, ""))
            for e in sorted(entries, key=lambda e: (e.at, e.number), reverse=True)
        ],
        "article": charters.article_by_subject(alert.article, alert.raised_at) if alert.article else None,
        "runs": queries.runs_of(alert),
        "authority": biomes.competent_organisation(alert.biome, at),
        "waited": (alert.released_at - alert.raised_at) if alert.released_at else None,
        "words": {
            "severity": words.SEVERITY[alert.severity],
            "urgency": words.URGENCY[alert.urgency],
            "certainty": words.CERTAINTY[alert.certainty],
        },
        "is_live": alert.state in alert_life.LIVE,
        "is_officer": is_officer,
    }
    if is_officer:
        found["asked"] = people.open_approval("crises.alert.released", alert.subject, at)
        found["asked_cancel"] = people.open_approval("crises.alert.cancelled", alert.subject, at)
    return found

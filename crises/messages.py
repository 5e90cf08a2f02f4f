"""An alert as CAP 1.2 tells it: one message, one `info` for each language of the site."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from shapely.geometry import shape

from crises import queries, words
from crises.models import Alert, AlertEntry
from crises.rules import alert_life, cap, sighted
from crises.rules.alert_life import Move, State

# A polygon for phones and sirens: about 20 m of tolerance, far below what a warning means.
TOLERANCE_DEG = 0.0002
# The moves that the outside hears of, and what CAP calls them.
KINDS = {
    Move.RELEASED: "Alert",
    Move.RAISED: "Alert",
    Move.UPDATED: "Update",
    Move.CANCELLED: "Cancel",
    Move.EXPIRED: "Cancel",
}


def sender() -> str:
    """Who sends, as an address without spaces or commas."""
    return f"alerts@{urlsplit(settings.SITE_URL).hostname or 'localhost'}"


def identifier(alert: Alert, entry: AlertEntry) -> str:
    return f"{urlsplit(settings.SITE_URL).hostname or 'localhost'}-{alert.code}-{entry.number}"


def told(alert: Alert) -> list[AlertEntry]:
    """The entries that went out as messages: from the release on, or all of an exercise."""
    found: list[AlertEntry] = []
    for entry in alert.entries.all():
        if not found and not alert.is_exercise and entry.move != Move.RELEASED.value:
            continue
        if entry.move in KINDS:
            found.append(entry)
    return found


def message(alert: Alert) -> cap.Message:
    """The newest message of a public alert."""
    entries = told(alert)
    newest, earlier = entries[-1], entries[:-1]
    return cap.Message(
        identifier=identifier(alert, newest),
        sender=sender(),
        sent=newest.at,
        status="Exercise" if alert.is_exercise else "Actual",
        kind="Alert" if not earlier else KINDS[Move(newest.move)],
        infos=[_info(alert, newest, language) for language, _name in settings.LANGUAGES],
        references=[(sender(), identifier(alert, e), e.at) for e in earlier],
        note=EXERCISE_NOTE if alert.is_exercise else "",
    )


NOWHERE: dict[str, Any] = {"type": "MultiPolygon", "coordinates": []}
EXERCISE_NOTE = "EXERCISE: made from a simulation. Nobody has to act on it."


def _info(alert: Alert, entry: AlertEntry, language: str) -> cap.Info:
    with translation.override(language):
        return cap.Info(
            language=language,
            event=words.alert_event(alert),
            urgency=entry.urgency.title(),
            severity=entry.severity.title(),
            certainty=entry.certainty.title(),
            expires=_expires(alert, entry),
            sender_name="Biolattice",
            headline=headline(alert),
            description=description(alert),
            instruction=instruction(alert),
            web=settings.SITE_URL + alert.get_absolute_url(),
            area=alert.biome.name,
            polygons=rings(alert.biome.place or NOWHERE),
            parameters=_parameters(alert),
        )


def _expires(alert: Alert, entry: AlertEntry) -> datetime:
    """When its silence ends it; a message that ends it is itself read for a day."""
    if State(alert.state) in alert_life.LIVE:
        return max(alert_life.expires_at(alert.renewed_at), alert_life.expires_at(entry.at))
    return alert_life.expires_at(entry.at)


def headline(alert: Alert) -> str:
    title = words.alert_title(alert)
    if alert.is_exercise:
        return _("EXERCISE. %(title)s") % {"title": title}
    return title


def description(alert: Alert) -> str:
    """Number, unit, limit: the reading that stands behind it, in one sentence."""
    if alert.is_exercise:
        return _("A model's answer, not a measurement: nobody has to act on it.")
    measured = queries.latest_measured(alert)
    if alert.source == alert_life.Source.PEOPLE.value:
        return _("Several people saw it, independently of each other. Nobody has measured it.")
    if measured is None or measured.value is None or measured.limit is None:
        return words.alert_title(alert)
    return _("%(indicator)s %(value)s %(unit)s at station %(station)s; limit %(limit)s.") % {
        "indicator": words.indicator_name(alert.indicator),
        "value": f"{measured.value.normalize():f}",
        "unit": measured.unit,
        "station": measured.station,
        "limit": f"{measured.limit.normalize():f}",
    }


def instruction(alert: Alert) -> str:
    """What to do; for a bloom the same advice whatever its toxin, because nobody can see it."""
    if State(alert.state) not in alert_life.LIVE:
        return _("This alert is over.")
    if alert.is_exercise:
        return _("Do nothing. This is an exercise.")
    if alert.indicator in words.BLOOM or alert.indicator in sighted.OF_THE_WATER:
        return _("Do not bathe, fish or drink here. Keep animals out of the water.")
    return _("Follow the advice of the authority in charge.")


def _parameters(alert: Alert) -> list[tuple[str, str]]:
    """What lets anybody check: the reading's leaf in the public log, the limit, the article of the charter."""
    measured = queries.latest_measured(alert)
    found = [("alert", alert.code)]
    if measured:
        found += [("readingLeafSha256", measured.leaf), ("threshold", str(measured.threshold or ""))]
    if alert.article:
        found += [("article", alert.article), ("articleSha256", alert.article_sha256)]
    return [(name, value) for name, value in found if value]


def rings(place: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """The outer rings of a place, simple enough to send and still not crossing themselves."""
    whole = shape(place).simplify(TOLERANCE_DEG, preserve_topology=True)
    parts = whole.geoms if whole.geom_type == "MultiPolygon" else [whole]
    return [[(round(x, cap.DECIMALS), round(y, cap.DECIMALS)) for x, y in p.exterior.coords] for p in parts]


def xml(alert: Alert) -> bytes:
    """The message, refused by an error of ours rather than sent malformed."""
    known = frozenset(identifier(alert, e) for e in told(alert))
    built = message(alert)
    if found := cap.faults(built, known=known):
        raise ValueError(f"CAP message of alert {alert.code}: {', '.join(found)}")
    return cap.xml(built)

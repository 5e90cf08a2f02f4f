"""Alerts moved by readings and by time: raised, updated, eased, expired. People's part is in `release`."""

from datetime import datetime
from typing import Any

from django.db import transaction

from biomes import queries as biomes
from charters import queries as charters
from crises import queries
from crises.actions import numbers
from crises.actions.alert_runs import queue_run_for
from crises.models import Alert, AlertEntry
from crises.rules import alert_life, breach
from crises.rules.alert_life import Move, Source, State
from crises.rules.breach import Breach
from crises.rules.severity import Certainty, Direction, Ladder, Severity, ladder, urgency_of
from ledger import actions as ledger


def write_entry(alert: Alert, move: Move, at: datetime, *, actor: str = "", **cited: Any) -> AlertEntry:
    """The next line of an alert's history; the caller holds the alert's row."""
    return AlertEntry.objects.create(
        alert=alert,
        number=alert.entries.count() + 1,
        move=move.value,
        at=at,
        actor=actor,
        severity=alert.severity,
        urgency=alert.urgency,
        certainty=alert.certainty,
        **cited,
    )


def _steps(alert_biome: Any, told: Breach, at: datetime) -> Ladder:
    """The limits in force now on the side of this breach; its own limit where none is found any more."""
    rows = biomes.thresholds_in_force(told.indicator, alert_biome, at)
    limits = [(row.level, row.value) for row in rows if row.direction == told.direction.value]
    return ladder(Direction(told.direction), limits or [(told.level, told.limit)])


@transaction.atomic
def raise_or_update_alert(*, fact_id: int, told: Breach, at: datetime) -> Alert | None:
    """One live alert for each biome and indicator, whatever the number of stations and deliveries."""
    biome = biomes.public_biome(told.biome)
    if biome is None or AlertEntry.objects.filter(fact=fact_id).exists():
        return None
    numbers.queue_for("alert")
    alert = queries.live_alert(biome.pk, told.indicator)
    if alert is None:
        return _raise(biome, fact_id, told, at)
    return _update(Alert.objects.select_for_update().get(pk=alert.pk), biome, fact_id, told, at)


def _raise(biome: Any, fact_id: int, told: Breach, at: datetime) -> Alert | None:
    standing = breach.with_reading({}, told.station, told.value, told.phenomenon_at)
    severity = breach.worst(standing, _steps(biome, told, at), None, told.phenomenon_at)
    if severity is None:
        return None
    alert = Alert(
        code=numbers.next_alert(at.year),
        biome=biome,
        crisis=queries.open_crisis(biome.pk),
        indicator=told.indicator,
        source=Source.READINGS.value,
        state=alert_life.first_state(Source.READINGS).value,
        severity=severity.value,
        urgency=urgency_of(severity, at - told.phenomenon_at).value,
        certainty=Certainty.OBSERVED.value,
        standing=standing,
        toxin_known=_toxin_known(biome, told.indicator, at),
        raised_at=at,
        renewed_at=at,
    )
    cite_article(alert, at)
    alert.save()
    write_entry(alert, Move.RAISED, at, fact=fact_id, **told.as_entry())
    ledger.record(
        kind="crises.alert.raised", subject=alert.subject, actor="", at=at, public=False,
        about=_about(alert), severity=severity.value, reading=told.reading, leaf=told.leaf,
        threshold=told.threshold,
    )  # fmt: skip
    queue_run_for(alert, at=at)
    return alert


def _update(alert: Alert, biome: Any, fact_id: int, told: Breach, at: datetime) -> Alert:
    """A newer reading renews it; the history grows only when there is news."""
    before = Severity(alert.severity)
    alert.standing = breach.with_reading(alert.standing, told.station, told.value, told.phenomenon_at)
    severity = breach.worst(alert.standing, _steps(biome, told, at), before, at) or before
    last, worst = alert.entries.latest("number"), queries.worst_told(alert, told.direction.value)
    alert.severity = severity.value
    alert.urgency = urgency_of(severity, at - told.phenomenon_at).value
    alert.toxin_known = alert.toxin_known or _toxin_known(biome, told.indicator, at)
    alert.renewed_at, alert.eased_at = max(at, alert.renewed_at), None
    alert.crisis = alert.crisis or queries.open_crisis(alert.biome_id)
    cite_article(alert, at)
    alert.save()
    if not breach.is_news(
        before=before.value, now=severity.value, last_entry_at=last.at, at=at, worst=worst, told=told
    ):
        return alert
    write_entry(alert, Move.UPDATED, at, fact=fact_id, **told.as_entry())
    _record_update(alert, at, told)
    queue_run_for(alert, at=at)  # one per severity: a trembling alert asks once
    return alert


def _record_update(alert: Alert, at: datetime, told: Breach) -> None:
    """A draft changes in private; what was released changes in public."""
    if alert.state == State.DRAFT.value:
        ledger.record(
            kind="crises.alert.revised", subject=alert.subject, actor="", at=at, public=False,
            about=_about(alert), severity=alert.severity, reading=told.reading, leaf=told.leaf,
            threshold=told.threshold,
        )  # fmt: skip
    else:
        ledger.record(
            kind="crises.alert.updated", subject=alert.subject, actor="", at=at, public=True,
            about=_about(alert), biome=alert.biome.slug, indicator=alert.indicator,
            severity=alert.severity, reading=told.reading, leaf=told.leaf, threshold=told.threshold,
        )  # fmt: skip


@transaction.atomic
def ease_alert(
    *, fact_id: int, biome: str, station: str, indicator: str, since: datetime, at: datetime
) -> None:
    """A station is back inside; once all are, the alert ends by itself after a calm day."""
    living = biomes.public_biome(biome)
    live = queries.live_alert(living.pk, indicator) if living else None
    if live is None:
        return
    alert = Alert.objects.select_for_update().get(pk=live.pk)
    alert.standing = breach.without(alert.standing, station, since)
    newly_calm = not alert.standing and alert.eased_at is None
    if newly_calm:
        alert.eased_at = at
    alert.save(update_fields=["standing", "eased_at"])
    if newly_calm and not AlertEntry.objects.filter(fact=fact_id).exists():
        write_entry(alert, Move.EASED, at, fact=fact_id, station=station, phenomenon_at=since)


def end_quiet_alerts(*, at: datetime) -> int:
    """Expire what nobody renewed and what has been calm for a day; safe to run twice."""
    ended = 0
    for pk in list(Alert.objects.live().values_list("pk", flat=True)):
        ended += _end_if_over(pk, at)
    return ended


@transaction.atomic
def _end_if_over(pk: int, at: datetime) -> bool:
    alert = Alert.objects.select_for_update().live().filter(pk=pk).first()
    over = alert and alert_life.is_over(renewed_at=alert.renewed_at, eased_at=alert.eased_at, at=at)
    if alert is None or not over:
        return False
    was_public = alert.is_public
    alert.state = alert_life.move(State(alert.state), State.EXPIRED).value
    alert.ended_at = at
    alert.save(update_fields=["state", "ended_at"])
    write_entry(alert, Move.EXPIRED, at)
    if was_public:
        ledger.record(
            kind="crises.alert.expired", subject=alert.subject, actor="", at=at, public=True,
            about=_about(alert), biome=alert.biome.slug, indicator=alert.indicator,
        )  # fmt: skip
    else:
        ledger.record(
            kind="crises.alert.lapsed", subject=alert.subject, actor="", at=at, public=False,
            about=_about(alert), indicator=alert.indicator,
        )  # fmt: skip
    return True


def _article_for(biome: Any, at: datetime) -> Any | None:
    """The article an alert of this biome touches: the one its template names, else its charter's first."""
    template = queries.template_for(biome.slug)
    wanted = template.settings.get("article") if template else None
    found = list(charters.articles_for([biome.slug], at))
    return next((a for a in found if a.eid == wanted), found[0] if found else None)


def cite_article(alert: Alert, at: datetime) -> None:
    """Keep which article it touches, as the law stood; once cited, a citation stays."""
    article = _article_for(alert.biome, at) if not alert.article else None
    if article is not None:
        alert.article, alert.article_sha256 = article.subject, article.sha256


def _toxin_known(biome: Any, indicator: str, at: datetime) -> bool:
    """Whether toxin itself was measured beyond a limit here: only then may anybody write "toxic"."""
    if any(i.code == indicator and i.is_toxin for i in biomes.indicators()):
        return True
    for reading in biomes.latest_readings(biome, at):
        if not reading.indicator.is_toxin or at - reading.phenomenon_at > reading.indicator.validity:
            continue
        rows = biomes.thresholds_in_force(reading.indicator.code, biome, at)
        if any(row.direction == "above" and reading.value >= row.value for row in rows):
            return True
    return False


def _about(alert: Alert) -> list[str]:
    found = [alert.biome.subject]
    if alert.crisis:
        found.append(alert.crisis.subject)
    return [*found, alert.article] if alert.article else found


about = _about

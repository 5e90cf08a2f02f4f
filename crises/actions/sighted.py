"""Alerts raised by what several people saw. A draft with certainty "possible"; officers release it or do not."""

from datetime import datetime

from django.db import transaction

from biomes import queries as biomes
from crises import queries
from crises.actions import numbers
from crises.actions.alerts import about, cite_article, write_entry
from crises.models import Alert, AlertEntry
from crises.rules import alert_life, sighted
from crises.rules.alert_life import Move, Source, State
from crises.rules.severity import Certainty, urgency_of
from ledger import actions as ledger


@transaction.atomic
def raise_alert_of_people(
    *, fact_id: int, biome: str, kind: str, seen_at: datetime, at: datetime
) -> Alert | None:
    """One live alert for each living system of the registry and kind of sighting; a second delivery changes nothing."""
    living, severity = biomes.public_biome(biome), sighted.SEVERITY.get(kind)
    if living is None or severity is None or AlertEntry.objects.filter(fact=fact_id).exists():
        return None
    numbers.queue_for("alert")
    indicator = sighted.indicator_of(kind)
    live = Alert.objects.live().filter(biome=living, indicator=indicator, source=Source.PEOPLE.value).first()
    if live is not None:
        return _renew(Alert.objects.select_for_update().get(pk=live.pk), fact_id, seen_at, at)
    alert = Alert(
        code=numbers.next_alert(at.year),
        biome=living,
        crisis=queries.open_crisis(living.pk),
        indicator=indicator,
        source=Source.PEOPLE.value,
        state=alert_life.first_state(Source.PEOPLE).value,
        severity=severity.value,
        urgency=urgency_of(severity, at - seen_at).value,
        certainty=Certainty.POSSIBLE.value,
        raised_at=at,
        renewed_at=at,
    )
    cite_article(alert, at)
    alert.save()
    write_entry(alert, Move.RAISED, at, fact=fact_id, phenomenon_at=seen_at)
    ledger.record(
        kind="crises.alert.raised", subject=alert.subject, actor="", at=at, public=False,
        about=about(alert), severity=alert.severity, sighted=kind,
    )  # fmt: skip
    return alert


def _renew(alert: Alert, fact_id: int, seen_at: datetime, at: datetime) -> Alert:
    """More people saw it: the alert lives on, as possible as before."""
    alert.renewed_at = max(at, alert.renewed_at)
    alert.save(update_fields=["renewed_at"])
    write_entry(alert, Move.UPDATED, at, fact=fact_id, phenomenon_at=seen_at)
    if alert.state == State.DRAFT.value:
        ledger.record(
            kind="crises.alert.revised", subject=alert.subject, actor="", at=at, public=False,
            about=about(alert), severity=alert.severity,
        )  # fmt: skip
    else:
        ledger.record(
            kind="crises.alert.updated", subject=alert.subject, actor="", at=at, public=True,
            about=about(alert), biome=alert.biome.slug, indicator=alert.indicator, severity=alert.severity,
        )  # fmt: skip
    return alert

"""Alerts from readings: one each, renewed without storms, released and cancelled by two officers."""

from datetime import timedelta

import pytest

from accounts.rules.roles import Role
from crises import actions, queries
from crises.models import Alert, AlertEntry, Run
from crises.rules.alert_life import CancelReason
from ledger.models import Fact
from tests.accounts.people import person
from tests.crises.water import a_run, send

HOUR = timedelta(hours=1)


def live():
    return Alert.objects.get(state__in=["draft", "actual"])


def kinds(alert):
    return list(Fact.objects.filter(subject=alert.subject).order_by("id").values_list("kind", flat=True))


def test_a_reading_beyond_its_limit_raises_one_draft(water, noon):
    send("61", noon)

    alert = live()
    assert (alert.state, alert.severity, alert.certainty) == ("draft", "moderate", "observed")
    assert alert.indicator == "chlorophyll-a"
    assert not alert.toxin_known
    entry = alert.entries.get()
    assert (entry.move, entry.station, str(entry.value.normalize())) == ("raised", "V-07", "61")
    assert len(entry.leaf) == 64
    assert entry.threshold


def test_a_reading_inside_its_limits_raises_nothing(water, noon):
    send("11", noon)

    assert not Alert.objects.exists()


def test_the_same_fact_delivered_twice_changes_nothing(water, noon):
    send("61", noon)
    fact = Fact.objects.get(kind="biomes.indicator.breached")
    from crises import reactions

    reactions.raise_or_update_alert(fact)
    reactions.raise_or_update_alert(fact)

    assert Alert.objects.count() == 1
    assert AlertEntry.objects.count() == 1
    assert Run.objects.count() == 1


def test_many_readings_make_one_alert_and_few_updates(water, noon):
    for hour in range(24):
        send(str(30 + hour % 3), noon + hour * HOUR)

    assert Alert.objects.count() == 1
    assert [e.move for e in live().entries.all()] == ["raised", "updated"]
    assert live().renewed_at == noon + 23 * HOUR


def test_two_stations_share_an_alert_and_the_worst_of_them_counts(water, noon):
    from biomes.models import Indicator, Threshold

    Threshold.objects.create(
        indicator=Indicator.objects.get(code="chlorophyll-a"), biome=water, level="critical", direction="above",
        value=50, source="test", source_year=2150, since=noon - timedelta(days=9),
        verification="document", verified_on=noon.date(),
    )  # fmt: skip
    send("61", noon, code="V-07")
    send("26", noon + HOUR, code="V-03")

    assert live().severity == "severe"
    assert set(live().standing) == {"V-07", "V-03"}


def test_a_worsening_alert_asks_for_a_second_run_and_a_steady_one_does_not(water, noon):
    send("13", noon)
    send("14", noon + HOUR)
    send("61", noon + 2 * HOUR)
    send("62", noon + 3 * HOUR)

    assert list(Run.objects.order_by("number").values_list("severity", flat=True)) == ["minor", "moderate"]


def test_toxic_is_said_only_once_toxin_was_measured(water, noon):
    from crises.words import alert_event

    send("61", noon)
    assert alert_event(live()) == "Algal bloom (not known whether toxic)"

    send("11.6", noon + HOUR, indicator="microcystin")
    send("63", noon + 14 * HOUR)

    assert alert_event(Alert.objects.get(indicator="microcystin")) == "Toxic algal bloom"
    assert alert_event(Alert.objects.get(indicator="chlorophyll-a")) == "Toxic algal bloom"


def test_an_alert_ends_after_a_calm_day(water, noon):
    send("61", noon)
    send("5", noon + HOUR)
    assert live().eased_at == noon + HOUR

    assert actions.end_quiet_alerts(at=noon + 24 * HOUR) == 0
    assert actions.end_quiet_alerts(at=noon + 25 * HOUR) == 1
    assert actions.end_quiet_alerts(at=noon + 26 * HOUR) == 0

    assert Alert.objects.get().state == "expired"


def test_a_relapse_wakes_the_same_alert(water, noon):
    send("61", noon)
    send("5", noon + HOUR)
    send("40", noon + 2 * HOUR)

    assert live().eased_at is None
    assert Alert.objects.count() == 1


def test_silence_ends_an_alert_too(water, noon):
    send("61", noon)

    assert actions.end_quiet_alerts(at=noon + timedelta(hours=72)) == 1


@pytest.fixture
def ada(db, noon):
    return person("ada", Role.ALERT_OFFICER, at=noon)


@pytest.fixture
def bela(db, noon):
    return person("bela", Role.ALERT_OFFICER, at=noon)


def test_two_officers_make_a_draft_actual_and_how_long_it_waited_is_public(water, noon, ada, bela):
    send("61", noon)
    code = live().code

    first = actions.release_alert(code=code, officer=ada, at=noon + HOUR)
    assert first.state == "draft"
    assert not queries.public_alerts().exists()
    second = actions.release_alert(code=code, officer=bela, at=noon + 2 * HOUR)

    assert second.state == "actual"
    assert queries.public_alerts().get() == second
    fact = Fact.objects.get(kind="crises.alert.released")
    assert fact.public
    assert fact.body["waited_seconds"] == 7200
    assert len(fact.body["leaf"]) == 64


def test_one_officer_is_not_two(water, noon, ada):
    send("61", noon)
    actions.release_alert(code=live().code, officer=ada, at=noon)

    with pytest.raises(actions.CannotRelease, match="another person"):
        actions.release_alert(code=live().code, officer=ada, at=noon + HOUR)

    assert live().state == "draft"


def test_a_citizen_releases_nothing(water, noon):
    send("61", noon)

    with pytest.raises(actions.CannotRelease):
        actions.release_alert(code=live().code, officer=person("cleo", at=noon), at=noon)


def test_consent_to_a_milder_alert_is_not_consent_to_a_worse_one(water, noon, ada, bela):
    send("13", noon)
    actions.release_alert(code=live().code, officer=ada, at=noon)
    send("61", noon + HOUR)

    actions.release_alert(code=live().code, officer=bela, at=noon + 2 * HOUR)
    assert live().state == "draft"

    actions.release_alert(code=live().code, officer=ada, at=noon + 3 * HOUR)
    assert live().state == "actual"


def release(code, at, *officers):
    for officer in officers:
        actions.release_alert(code=code, officer=officer, at=at)


def test_a_draft_is_dropped_by_one_and_leaves_nothing_in_public(water, noon, ada):
    send("61", noon)
    alert = live()

    actions.cancel_alert(code=alert.code, officer=ada, reason=CancelReason.FALSE_READING, at=noon + HOUR)

    assert not queries.public_alerts().exists()
    assert not Fact.objects.filter(subject=alert.subject, public=True).exists()
    assert kinds(alert) == ["crises.alert.raised", "crises.alert.withdrawn"]


def test_an_actual_alert_is_cancelled_by_two_and_only_once(water, noon, ada, bela):
    send("61", noon)
    code = live().code
    release(code, noon, ada, bela)

    actions.cancel_alert(code=code, officer=ada, reason=CancelReason.OVER, at=noon + HOUR)
    assert live().state == "actual"
    actions.cancel_alert(code=code, officer=bela, reason=CancelReason.OVER, at=noon + HOUR)
    assert Alert.objects.get().state == "cancelled"

    with pytest.raises(actions.CannotCancel, match="over already"):
        actions.cancel_alert(code=code, officer=ada, reason=CancelReason.OVER, at=noon + 2 * HOUR)


def test_an_update_of_a_released_alert_is_public_and_of_a_draft_is_not(water, noon, ada, bela):
    send("13", noon)
    send("61", noon + HOUR)
    release(live().code, noon + HOUR, ada, bela)
    send("62", noon + 15 * HOUR)

    public = Fact.objects.filter(subject=live().subject, public=True).values_list("kind", flat=True)
    assert list(public.order_by("id")) == ["crises.alert.released", "crises.alert.updated"]
    assert "crises.alert.revised" in kinds(live())


def test_the_page_tells_the_history_by_its_hours(water, noon, ada, bela):
    """Late word of an early act stands where it happened, not where it was written down."""
    from crises import alert_page

    send("61", noon)
    send("75", noon + 5 * HOUR)
    release(live().code, noon + HOUR, ada, bela)

    alert = queries.alerts_with_all().get()
    moves = [e.move for e, _word, _why in alert_page.context(alert, is_officer=False, at=noon)["entries"]]
    assert moves == ["updated", "released", "raised"]


def test_history_cannot_be_rewritten(water, noon):
    from django.db import DatabaseError, transaction

    send("61", noon)
    with pytest.raises(DatabaseError), transaction.atomic():
        AlertEntry.objects.update(value=1)


def test_the_database_itself_keeps_a_models_alert_from_becoming_actual(water, noon):
    from django.db import IntegrityError, transaction

    run = a_run(water, noon)
    alert = Alert.objects.create(
        code="2150-0099", biome=water, run=run, indicator="microcystin", source="run", state="exercise",
        severity="severe", urgency="future", certainty="likely", raised_at=noon, renewed_at=noon,
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Alert.objects.filter(pk=alert.pk).update(state="actual", released_at=noon)


def test_a_draft_has_no_card_for_the_public(water, noon, ada):
    from ledger.queries import card

    send("61", noon)

    assert card(live().subject) is None
    assert card("crises.alert/nonsense") is None


def test_a_card_says_the_state_of_an_alert_in_the_words_of_its_reader(water, noon, ada, bela):
    from django.utils.translation import override

    from ledger.queries import card

    send("61", noon)

    release(live().code, noon, ada, bela)

    with override("es"):
        assert card(live().subject).state == "Real"


def test_two_alerts_of_one_title_are_told_apart_on_a_coalitions_page_by_when_they_began(client, water, noon):
    from tests.petitions.together import open_coalition

    made = [
        Alert.objects.create(
            code=f"2150-009{day}", biome=water, indicator="microcystin", source="people", state="actual",
            severity="severe", urgency="immediate", certainty="observed", raised_at=noon + day * 24 * HOUR,
            renewed_at=noon + day * 24 * HOUR, released_at=noon + day * 24 * HOUR,
        )
        for day in (1, 2)
    ]  # fmt: skip
    coalition = open_coalition(person("stella"), around=[alert.subject for alert in made], at=noon)

    page = client.get(coalition.get_absolute_url()).content.decode()

    for alert in made:
        assert "Raised" in page
        assert f'datetime="{alert.raised_at:%Y-%m-%dT%H:%M}' in page


def test_how_many_drafts_wait_is_public_and_nothing_else(water, noon):
    send("61", noon)

    waiting = queries.waiting_drafts()
    assert (waiting.count, waiting.since) == (1, noon)

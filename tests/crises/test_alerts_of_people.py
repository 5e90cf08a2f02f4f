"""What several people saw raises a draft, possible and never more; its words name no poison."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from biomes.rules.sighted import Sighted
from crises import messages, words
from crises.models import Alert
from crises.rules import sighted
from crises.rules.severity import Certainty
from ledger import actions as ledger
from tests.biomes import makers

pytestmark = pytest.mark.django_db


def see(system, at, kind=Sighted.BLOOM, first=0):
    for number in range(first, first + 3):
        makers.sighting(system, by=f"p-{number}", at=at, kind=kind, lon=-24.15 + number * 0.002)
    ledger.deliver_due(at=at)


@pytest.fixture
def lagoon(db, noon):
    makers.reference()
    return makers.biome("lagoon", at=noon)


def test_three_people_raise_one_draft_that_is_only_possible(lagoon, noon):
    see(lagoon, noon)

    alert = Alert.objects.get()
    assert (alert.state, alert.source, alert.certainty) == ("draft", "people", Certainty.POSSIBLE)
    assert not alert.toxin_known
    assert not Alert.objects.public().exists()


def test_more_people_renew_it_and_raise_no_second(lagoon, noon):
    see(lagoon, noon)
    see(lagoon, noon + timedelta(hours=5), first=5)

    alert = Alert.objects.get()
    assert alert.renewed_at == noon + timedelta(hours=5)
    assert [entry.move for entry in alert.entries.all()] == ["raised", "updated"]


def test_a_fact_delivered_twice_raises_once(lagoon, noon):
    from crises import actions
    from ledger.models import Fact

    see(lagoon, noon)
    fact = Fact.objects.get(kind="biomes.sighting.corroborated")

    again = actions.raise_alert_of_people(
        fact_id=fact.pk, biome="lagoon", kind="bloom", seen_at=noon, at=noon
    )

    assert again is None
    assert Alert.objects.count() == 1


@pytest.mark.parametrize("kind", [Sighted.LITTER, Sighted.WILDLIFE, Sighted.OTHER])
def test_what_endangers_nobody_raises_nothing(lagoon, noon, kind):
    see(lagoon, noon, kind)

    assert not Alert.objects.exists()


def test_what_is_not_in_the_registry_raises_nothing(noon):
    see(makers.pin(at=noon), noon)

    assert not Alert.objects.exists()


@pytest.mark.parametrize("kind", sorted(sighted.SEVERITY))
@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_no_word_of_it_says_toxic(lagoon, noon, kind, language):
    see(lagoon, noon, Sighted(kind))
    alert = Alert.objects.get()

    with override(language):
        said = f"{words.alert_event(alert)} {messages.description(alert)} {words.indicator_name(alert.indicator)}"

    assert "toxic" not in said.lower().replace("not known whether toxic", "")


def test_released_by_two_officers_it_is_a_sound_message_of_cap(lagoon, noon, client):
    from crises.actions.alerts import write_entry
    from crises.rules.alert_life import Move
    from ledger.queries import now

    see(lagoon, now())
    alert = Alert.objects.get()
    alert.state, alert.released_at = "actual", now()
    alert.save()
    write_entry(alert, Move.RELEASED, now(), actor="p-o")

    assert b"<certainty>Possible</certainty>" in messages.xml(alert)
    page = client.get(alert.get_absolute_url()).content.decode()
    assert "Nobody has measured it" in page

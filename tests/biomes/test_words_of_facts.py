"""What the public log says of this app's facts: whole sentences, with codes in words and numbers as written."""

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from biomes import actions, cards
from ledger import queries as ledger
from ledger.models import Fact
from tests.biomes import makers

pytestmark = pytest.mark.django_db
ACTIONS = Path(actions.__file__).parent


def told(kind):
    return ledger.told(Fact.objects.filter(kind=kind).order_by("id").last())


def test_a_breach_a_return_and_a_change_of_state_are_told_in_words(buoy, noon):
    from datetime import timedelta

    for hours, value in ((0, "61.50"), (1, "5")):
        at = noon + timedelta(hours=hours)
        actions.record_readings(station=buoy, rows=[makers.row("chlorophyll-a", at, value)], at=at)

    assert told("biomes.indicator.breached") == "Chlorophyll-a at V-07 passed its limit of 24: 61.5 µg/L"
    assert told("biomes.indicator.recovered") == "Chlorophyll-a at V-07 came back inside its limit: 5 µg/L"
    assert told("biomes.condition.changed") == "Found to be thriving, after distressed"
    with override("es"):
        assert "61,5" in ledger.told(Fact.objects.get(kind="biomes.indicator.breached"))


def test_a_sealed_day_names_its_count_and_its_day(buoy, noon):
    from datetime import timedelta

    at = noon - timedelta(days=2)
    rows = [makers.row("salinity", at - timedelta(minutes=n), "8") for n in range(2)]
    actions.record_readings(station=buoy, rows=rows, at=at)
    actions.seal_due_days(at=noon)

    assert told("biomes.readings.sealed").startswith("The 2 readings received on ")


def test_every_public_kind_of_this_app_has_its_sentence():
    source = "".join(path.read_text() for path in ACTIONS.glob("*.py"))
    public = set(re.findall(r'kind="(biomes\.[a-z_.]+)",[^)]*?public=True', source))

    assert len(public) >= 10
    assert public <= set(cards.WORDS)

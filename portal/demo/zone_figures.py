"""What is counted about the people of the Vessa basin: two censuses, one slip of the pen, one correction."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from biomes import actions
from biomes.models import Zone, ZoneMeasure
from biomes.rules.words import Precision
from portal.demo.world import World

CENSUS = "Basin census of %(year)s, table 4 (demonstration)"
HEALTH = "Health office of Vessa, yearly figures %(year)s (demonstration)"
# zone: income, deprivation, green within reach, safe water, life expectancy
NOW: dict[str, tuple[str, str, str, str, str]] = {
    "aurelis-shore": ("61200", "1.8", "96", "100", "91.4"),
    "harl-heights": ("74500", "1.1", "98", "100", "92.8"),
    "kell-terraces": ("68300", "1.4", "97", "100", "92.1"),
    "harl-crown": ("81900", "0.9", "99", "100", "93.3"),
    "dune-gardens": ("57800", "2.3", "94", "100", "90.9"),
    "middle-harl": ("24300", "14.5", "61", "97", "84.2"),
    "tessel-row": ("11700", "38.2", "22", "71", "74.6"),
    "low-quay": ("9400", "44.9", "17", "64", "72.3"),
    "saltpan": ("10300", "41.0", "35", "58", "73.8"),
    "cinder-yards": ("8900", "47.6", "9", "66", "71.0"),
    "southsill": ("12100", "33.7", "41", "74", "76.2"),
}
MEASURES = ("income", "deprivation", "green-access", "water-access", "life-expectancy")


def load(world: World) -> None:
    """Figures of last year for every zone, of nine years before for the two ends; one of them corrected since."""
    measures = {one.code: one for one in ZoneMeasure.objects.all()}
    zones = {one.slug: one for one in Zone.objects.all()}
    curator, year = world.user("noor").code, world.now.year - 1
    for slug, values in NOW.items():
        for code, value in zip(MEASURES, values, strict=True):
            _say(world, curator, zones[slug], measures[code], value, year)
    for slug, value in (("low-quay", "8700"), ("harl-heights", "58900")):
        _say(world, curator, zones[slug], measures["income"], value, year - 9)
    slip = _say(world, curator, zones["low-quay"], measures["green-access"], "71", year - 9)
    actions.correct_zone_indicator(
        indicator_id=slip,
        value=Decimal("11"),
        source=CENSUS % {"year": year - 9},
        reason="The digits were read from the row of Middle Harl",
        actor=world.user("wren").code,
        at=world.days_ago(30),
    )


def _say(world: World, curator: str, zone: Zone, measure: ZoneMeasure, value: str, year: int) -> int:
    source = HEALTH if measure.code == "life-expectancy" else CENSUS
    made = actions.set_zone_indicator(
        zone=zone,
        measure=measure,
        value=Decimal(value),
        on=date(year, 1, 1),
        precision=Precision.YEAR,
        source=source % {"year": year},
        actor=curator,
        at=world.days_ago(60),
    )
    return made.pk

"""A decision with all that a court may ask for: readings that raised an alert, a run, a charter, an objection."""

from datetime import timedelta
from typing import Any

from tests.council import scenes
from tests.council.scenes import DAY, HOUR

LAGOON = "biomes.biome/vessa-lagoon"
ARTICLE = "charters.article/vessa-lagoon--art_3"


def decided(noon: Any, *, readings: int = 12) -> Any:
    """The motion, carried on evidence; everything sealed."""
    from biomes import actions as biomes
    from ledger import actions as ledger

    scene = scenes.council(noon)
    scene.charter(noon)
    alert, run = alarmed(noon - 10 * DAY, readings)
    motion = scene.open(noon, affects=[LAGOON], evidence=[alert.subject, run.subject])
    scene.cast_all(motion, noon + HOUR, h="yyyna", b="yyn")
    scene.cast(motion, "h-4", "yes", noon + 2 * HOUR)
    scene.close(motion)
    biomes.seal_due_days(at=noon + DAY)
    ledger.deliver_due(at=noon + 2 * DAY)
    ledger.seal_due(at=noon + 2 * DAY)
    motion.refresh_from_db()
    return motion


def alarmed(at: Any, readings: int) -> tuple[Any, Any]:
    """A station measures every ten minutes; a value is beyond the limit, two officers release the alert, and a worse one follows."""
    from accounts.rules.roles import Role
    from biomes import actions as biomes
    from biomes.models import Biome
    from crises import actions, tasks
    from crises.models import Alert
    from ledger import actions as ledger
    from tests.accounts.people import person
    from tests.biomes import makers
    from tests.crises import water

    lagoon = Biome.objects.get(slug="vessa-lagoon")
    lagoon.place = water.PLACE
    lagoon.save(update_fields=["place"])
    water.described(lagoon)
    station = makers.station(lagoon, "V-07", at=at - 400 * DAY)
    rows = [
        {
            "indicator": "chlorophyll-a",
            "at": (at - n * timedelta(minutes=10)).isoformat(),
            "value": str(4 + n % 5),
        }
        for n in range(1, readings + 1)
    ]
    biomes.record_readings(station=station, rows=rows, at=at, sender="test")
    water.send("61", at + HOUR)
    alert = Alert.objects.get()
    for name in ("ada", "bea"):
        actions.release_alert(code=alert.code, officer=person(name, Role.ALERT_OFFICER), at=at + 2 * HOUR)
    water.send("95", at + 14 * HOUR)
    run = water.a_run(lagoon, at + 16 * HOUR)
    tasks.finish_here(run.pk, clock=lambda: at + 17 * HOUR)
    ledger.deliver_due(at=at + 17 * HOUR)
    alert.refresh_from_db()
    run.refresh_from_db()
    return alert, run

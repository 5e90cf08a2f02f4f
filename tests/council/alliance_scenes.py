"""An alliance of the council's own body, a water authority and two living systems, for tests."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from tests.council.scenes import DAY, HOUR, organisation

BODY = "accounts.organisation/harl-water"
COUNCIL = "accounts.organisation/vessa-council"
LAGOON = "biomes.biome/vessa-lagoon"
RIVER = "biomes.biome/system-b2"


def authority(scene: Any, at: datetime) -> Any:
    """Who speaks for the water authority."""
    from accounts import actions as accounts
    from tests.accounts.people import person

    if "water" not in scene.people:
        scene.people["water"] = person("water")
        accounts.appoint_to_office(
            organisation=organisation("harl-water", "Harl Water"),
            user=scene.people["water"],
            at=at - 400 * DAY,
        )
    return scene.people["water"]


def proposed(scene: Any, at: datetime, *, days: int = 365, **said: Any) -> Any:
    """From tomorrow's midnight, for so many days; by the authority with the lagoon."""
    from council import actions

    water = authority(scene, at)
    by = said.pop("by", water)
    since = (at + DAY).replace(hour=0, minute=0, second=0, microsecond=0)
    plain = {
        "body": scene.council, "title": "Clean water for the lagoon", "purpose": "Less phosphorus.", "since": since,
        "until": since + days * DAY, "parties": [BODY, LAGOON],
    }  # fmt: skip
    return actions.propose_alliance(**plain | said, by=by, at=at)


def owed(scene: Any, alliance: Any, at: datetime, *, days: int = 60, by: Any = None, **said: Any) -> Any:
    """Owed by the authority, so many days from ``at``."""
    from council import actions

    plain = {"owes": BODY, "what": "A third stage runs.", "due_on": (at + days * DAY).date()}
    if "measure" not in said:
        plain["shown_by"] = "The plant's log."
    who = by or authority(scene, at)
    return actions.add_commitment(alliance_id=alliance.pk, by=who, at=at, **plain | said)


def oxygen(**said: Any) -> Any:
    from council.actions import Shown
    from council.rules.measures import How, Side

    plain = {
        "indicator": "oxygen-night", "biome": LAGOON, "how": How.REACHES, "side": Side.AT_LEAST,
        "limit": Decimal("5"),
    }  # fmt: skip
    return Shown(**plain | said)


def say(alliance: Any, party: str, by: Any, at: datetime, said: str = "join") -> Any:
    from council import actions
    from council.rules.alliances import Said

    found = actions.give_word(alliance_id=alliance.pk, party=party, said=Said(said), by=by, at=at)
    alliance.refresh_from_db()
    return found


def agreed(scene: Any, alliance: Any, at: datetime) -> Any:
    """The authority and both hands of the lagoon give their word."""
    say(alliance, BODY, authority(scene, at), at)
    say(alliance, LAGOON, scene.people["b-1"], at)
    say(alliance, LAGOON, scene.people["b-1/2"], at)
    return alliance


def in_force(scene: Any, at: datetime, *owing: dict[str, Any], **said: Any) -> Any:
    """Proposed 20 days before ``at``, agreed, carried; ``owing`` are commitments due days from ``at``."""
    began = at - 20 * DAY
    alliance = proposed(scene, began, **said)
    for one in owing:
        owed(scene, alliance, began, **one | {"days": one.get("days", 60) + 20})
    agreed(scene, alliance, began)
    carried(scene, alliance, at - 2 * DAY)
    return alliance


def carried(scene: Any, alliance: Any, opens: datetime, letters: str = "yyyyn") -> Any:
    """A motion that takes it up, opened then, decided a day later; the alliance as it stands then."""
    motion = scene.open(opens, "alliance", act=alliance.subject)
    scene.cast_all(motion, opens + HOUR, h=letters, b="yyy")
    scene.close(motion)
    alliance.refresh_from_db()
    return motion


def only(alliance: Any) -> Any:
    from council import queries

    return queries.commitments().get(alliance=alliance)


def find(one: Any, party: str, by: Any, at: datetime, finding: str = "kept", **said: Any) -> Any:
    from council import actions
    from council.rules.alliances import Finding

    plain = {"evidence": "https://water.example/log"}
    return actions.find_commitment(
        commitment_id=one.pk, party=party, finding=Finding(finding), by=by, at=at, **plain | said
    )


def standing(one: Any, at: datetime) -> str:
    from council import queries
    from council.rules.alliances import day_of

    return queries.commitment(one.key).standing_on(day_of(at)).value


def measured(scene: Any, *rows: tuple[datetime, str], quality: str = "checked") -> list[Any]:
    """Readings of the lagoon's oxygen, as they were found to be."""
    from biomes import queries as biomes
    from biomes.models import Batch, Reading
    from tests.biomes import makers

    lagoon = biomes.public_biome("vessa-lagoon")
    station = lagoon.stations.first() or makers.station(lagoon, at=rows[0][0])
    batch = Batch.objects.create(station=station, sender="key", received_at=rows[0][0])
    indicator = biomes.indicators().get(code="oxygen-night")
    return [
        Reading.objects.create(
            station=station, indicator=indicator, phenomenon_at=at, received_at=at, unit=indicator.unit,
            value=Decimal(value.lstrip("<>")), qualifier=value[0] if value[0] in "<>" else "",
            detection_limit=Decimal(value[1:]) if value[0] == "<" else None, quality=quality, batch=batch,
        )
        for at, value in rows
    ]  # fmt: skip

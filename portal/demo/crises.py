"""The Vessa bloom: a crisis with alerts from real readings, three plans, and what the model says of them.

The alerts are raised by the readings of `portal.demo.biomes` through the ledger; here two officers
release one of them, engineers compose plans, a small run is computed on the spot so that every page is
alive at once, and the alert's own run waits for a worker.
"""

from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from biomes import queries as biomes
from crises import actions, queries, tasks
from crises.actions.alert_runs import queue_run_for
from crises.models import Alert, Template
from crises.rules.plan import Barrier, Cut, Drones, Kind, Place, Response
from portal.demo import places
from portal.demo.world import World

LAGOON = "vessa-lagoon"
OUTFALL = "Harl outfall"
# Where drones and barriers may be moored, as the harbour office names them.
GATES: dict[str, tuple[str, float, float]] = {
    "heights-foot": ("Foot of Harl Heights", -24.1590, 38.1275),
    "west-buoy": ("West buoy", -24.1510, 38.1225),
    "middle-buoy": ("Middle buoy", -24.1500, 38.1120),
    "south-buoy": ("South buoy", -24.1460, 38.1040),
    "quay-head": ("Quay head", -24.1400, 38.0960),
    "row-buoy": ("Row buoy", -24.1540, 38.1215),
    "quay-buoy": ("Quay buoy", -24.1415, 38.0980),
    "row-north": ("Row pier, north", -24.1570, 38.1190),
    "row-south": ("Row pier, south", -24.1530, 38.1070),
    "mouth-east": ("Harl mouth, east", -24.1330, 38.1420),
    "mouth-west": ("Harl mouth, west", -24.1470, 38.1370),
}


def _line(*gates: str) -> tuple[Place, ...]:
    return tuple((GATES[g][1], GATES[g][2]) for g in gates)


# Its ends stand off both shores: moored to them, it turns the bloom on Harl Heights and Low Quay (+17 % and +5 %).
BEFORE_THE_ROW = _line("row-buoy", "middle-buoy", "south-buoy", "quay-buoy")
ROW_DRONES = _line("row-north", "row-south")
PLANS: dict[str, tuple[str, Response, dict[Kind, int], str]] = {
    "plan-a": (
        "Plan A",
        Response(drones=Drones(40, 50.0, ROW_DRONES)),
        {Kind.DRONES: 360_000},
        "Drones alone",
    ),
    "plan-b": (
        "Plan B",
        Response(cut=Cut(OUTFALL, 60)),
        {Kind.CUT: 840_000},
        "Sixty percent off the outfall",
    ),
    "plan-c": (
        "Plan C",
        Response(Drones(40, 50.0, ROW_DRONES), Barrier(BEFORE_THE_ROW), Cut(OUTFALL, 60)),
        {Kind.DRONES: 360_000, Kind.BARRIER: 920_000, Kind.CUT: 560_000},
        "Drones, a barrier before Tessel Row, and a cut",
    ),
}
SETTINGS: dict[str, Any] = {
    "article": "art_3",
    "frame": {"west": places.GRID_ORIGIN[0], "south": places.GRID_ORIGIN[1], "side_m": 12_800.0},
    "joined": [places.SYSTEMS["harl-river"], places.SEA],
    "depth": {"shore_m": 1.0, "deep_m": 4.5, "reach_m": 1800.0},
    "temperature_c": 27.0,
    "background": {"chlorophyll_ug_l": 4.0, "nutrient_ug_l": 6.0, "toxin_ug_l": 0.3},
    "blob_radius_m": 550.0,
    "sources": [
        {"name": OUTFALL, "lon": places.HARL_MOUTH[0], "lat": places.HARL_MOUTH[1], "load_kg_day": 110.0,
         "radius_m": 250.0}
    ],
    "openings": [
        {"name": "Harl River", "side": "west", "inflow_m3_s": 12.0, "nutrient_ug_l": 110.0},
        {"name": "Open sea", "side": "east", "inflow_m3_s": None, "nutrient_ug_l": 10.0, "chlorophyll_ug_l": 0.5},
    ],
    "wind": {"speed_m_s": 1.2, "towards_deg": 225.0, "sd_m_s": 0.6, "memory_h": 30.0},
    "currents": {"eddy_m_s": 0.02, "modes": 4, "memory_h": 36.0},
    # This lagoon's algae carry much toxin: 11.6 ug/L beside 61 ug/L of chlorophyll were measured at V-07.
    "parameters": {"diffusion_m2_s": 1.5, "toxin_quota": 0.1},
    "shore_within_m": 400.0,
    "gates": [{"slug": s, "name": n, "lon": lon, "lat": lat} for s, (n, lon, lat) in GATES.items()],
}  # fmt: skip


def load(world: World) -> None:
    lagoon = biomes.public_biome(LAGOON)
    if lagoon is None:
        raise LookupError(LAGOON)
    Template.objects.create(biome=lagoon, name="Vessa Lagoon, 100 m", depth_m="3.10", settings=SETTINGS)
    _plans(world, lagoon)
    alerts = list(Alert.objects.filter(biome=lagoon).order_by("raised_at"))
    opened = min((a.raised_at for a in alerts), default=world.now) + timedelta(hours=5)
    actions.open_crisis(
        slug="the-vessa-bloom",
        title="The Vessa bloom",
        summary="A toxic bloom grows at the mouth of the Harl and drifts towards Tessel Row, where 18,400 people "
        "live by the water. Drones and a barrier are ready; the outfall still runs.",
        biome=lagoon,
        by=world.user("ada"),
        at=min(opened, world.now),
    )
    _release(world, alerts)
    _runs(world, lagoon)
    _deploy(world)


def _plans(world: World, lagoon: Any) -> None:
    felix = world.user("felix")
    for day, (slug, (title, response, costs, _what)) in enumerate(PLANS.items()):
        actions.compose_plan(
            biome=lagoon, slug=slug, title=title, response=response, costs=costs, by=felix,
            at=world.days_ago(6 - day), standing=slug == "plan-c", supplier="Tessel Works co-operative",
            funder="Council of the Vessa Basin",
        )  # fmt: skip


# Minutes until the first officer and until the second one.
RELEASED = {"chlorophyll-a": (35, 160), "microcystin": (17, 41)}


def _release(world: World, alerts: list[Alert]) -> None:
    """Algae and toxin are Actual; of the others, one has its first officer and waits for the second."""
    ada, bela = world.user("ada"), world.user("bela")
    for alert in alerts:
        if alert.indicator in RELEASED:
            for officer, minutes in zip((ada, bela), RELEASED[alert.indicator], strict=True):
                at = min(alert.raised_at + timedelta(minutes=minutes), world.now)
                actions.release_alert(code=alert.code, officer=officer, at=at)
        elif alert.indicator == "oxygen-night":
            actions.release_alert(code=alert.code, officer=ada, at=world.now)


def _runs(world: World, lagoon: Any) -> None:
    """Plan C, coarse and finished at once; plan A and the released alert's own run, for a worker."""
    plans = {p.slug: p for p in queries.plans_for(LAGOON)}
    asked = world.now - timedelta(minutes=70)
    felix = world.user("felix")
    coarse = actions.queue_run(
        biome=lagoon, plan=plans["plan-c"], members=8, days=10, cells=64, by=felix, key=uuid5(NAMESPACE_URL, "bloom-3"),
        at=asked,
    )  # fmt: skip
    tasks.finish_here(coarse.pk, clock=lambda: asked + timedelta(minutes=4))
    actions.queue_run(
        biome=lagoon, plan=plans["plan-a"], members=8, days=10, cells=64, by=felix, key=uuid5(NAMESPACE_URL, "plan-a"),
        at=world.now - timedelta(minutes=2),
    )  # fmt: skip
    released = Alert.objects.filter(biome=lagoon, indicator="microcystin").first()
    if released:
        queue_run_for(released, at=world.now)


def _deploy(world: World) -> None:
    """What is in the water already: the first twelve drones, which are a station too."""
    plan = next(p for p in queries.plans_for(LAGOON) if p.slug == "plan-a")
    actions.deploy_measure(
        slug="row-drones", title="Twelve clearing drones before Tessel Row", plan=plan, kind=Kind.DRONES,
        since=world.days_ago(2), by=world.user("felix"), at=world.days_ago(2),
    )  # fmt: skip

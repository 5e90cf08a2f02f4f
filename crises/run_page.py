"""What the page of a finished run shows on one day: two maps, one chart, one table. Reads the statistics
document and frames; computes shapes and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from crises import queries, words
from crises.models import Frame, Run
from crises.rules.run_life import Arm

# The drawing's width in its own units; type on it is sized for this.
WIDE = 560.0
LAYERS = ("exceedance", "median", "spread")
# At most so many marks for drones; each then stands for several.
DRONE_MARKS = 5
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class View:
    """The window onto the grid, in cells, and the scale of the drawing."""

    x: float
    y: float
    wide: float
    high: float

    @property
    def scale(self) -> float:
        return WIDE / self.wide

    @property
    def box(self) -> str:
        return f"0 0 {WIDE:.0f} {self.high * self.scale:.0f}"

    @property
    def transform(self) -> str:
        return f"scale({self.scale:.4f}) translate({-self.x:.2f} {-self.y:.2f})"

    def at(self, point: Sequence[float]) -> Point:
        return round((point[0] - self.x) * self.scale, 1), round((point[1] - self.y) * self.scale, 1)

    def holds(self, point: Sequence[float]) -> bool:
        return self.x <= point[0] <= self.x + self.wide and self.y <= point[1] <= self.y + self.high


# The close view shows this share of the water's width, with so much land around it for names.
CLOSE = 0.62
MARGIN = 0.1
# How much the view follows the zone and the plan; the rest keeps it on the water.
FOCUS = 0.65


def window(document: dict[str, Any], *, whole: bool) -> View:
    """Around the zone the heading speaks of and the plan's lines; all of the water where that is asked for."""
    x, y, wide, high = document["map"]["view"]
    side = wide * CLOSE
    if whole or high > wide:
        return View(x, y, wide, high)
    head = next((z for z in document["zones"] if z["slug"] == document["finding"]["zone"]), None)
    lines = document["map"]["barrier"] or document["map"]["drones"]
    focus = [*([head["at"]] if head else []), *lines] or [(x + wide / 2, y + high / 2)]
    middle = (x + wide / 2, y + high / 2)
    left, top = (
        FOCUS * sum(p[axis] for p in focus) / len(focus) + (1 - FOCUS) * middle[axis] - side / 2
        for axis in (0, 1)
    )
    edge = side * MARGIN
    return View(
        _held(left, x - edge, x + wide + edge - side),
        _held(top, y - edge, y + high + edge - side),
        side,
        side,
    )


def _held(value: float, low: float, high: float) -> float:
    return min(max(value, low), max(high, low))


def path(rings: Sequence[Sequence[Sequence[float]]]) -> str:
    """Rings of cells as one path."""
    return " ".join("M" + "L".join(f"{p[0]} {p[1]}" for p in ring) + "Z" for ring in rings)


def line(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points) if points else ""


def drone_marks(drones: Sequence[Sequence[float]], view: View) -> tuple[list[Point], int]:
    """Places of the marks, and how many drones each stands for."""
    if not drones:
        return [], 0
    each = -(-len(drones) // DRONE_MARKS)
    return [view.at(drones[i]) for i in range(each // 2, len(drones), each)], each


def band_labels(frame: Frame, layer: str, view: View, places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A number on at most two bands, the innermost first, where neither a name nor another number stands."""
    drawn = [s for s in frame.shapes if s.get("at") and view.holds(s["at"])]
    found: list[dict[str, Any]] = []
    for shape in reversed(drawn):
        x, y = view.at(shape["at"])
        clear = all(abs(x - other["x"]) > 90 or abs(y - other["y"]) > 26 for other in [*found, *places])
        if clear and len(found) < 2:
            found.append({"x": x, "y": y, "level": shape["level"], "share": layer == "exceedance"})
    return found


def zone_labels(document: dict[str, Any], view: View) -> list[dict[str, Any]]:
    """Each town's name on the land behind its strip of water."""
    found = []
    for zone in document["zones"]:
        if view.holds(zone["label"]):
            left, top = view.at(zone["label"])
            anchor = "start" if left < 60 else "end" if left > WIDE - 60 else "middle"
            left = _held(left, 8.0, WIDE - 8.0)
            found.append(
                {
                    "x": left,
                    "y": _held(top, 24.0, view.high * view.scale - 12),
                    "name": zone["name"],
                    "anchor": anchor,
                }
            )
    return found


def maps(run: Run, document: dict[str, Any], *, layer: str, day: int, whole: bool) -> dict[str, Any]:
    """Both maps of a day and what they have in common."""
    view = window(document, whole=whole)
    frames = queries.frames_on(run, layer, day)
    drawn = document["map"]
    marks, each = drone_marks(drawn["drones"], view)
    places = zone_labels(document, view)
    arms = []
    for arm in Arm:
        if frame := frames.get(arm.value):
            arms.append(
                {
                    "arm": arm.value,
                    "is_plan": arm is Arm.PLAN,
                    "shapes": [(f"e{i}", s["path"]) for i, s in enumerate(frame.shapes, 1) if s["path"]],
                    "labels": band_labels(frame, layer, view, places),
                    "shore_km": document["shore_km"][arm.value][day - 1],
                }
            )
    return {
        "arms": arms,
        "view": view,
        "water": path([ring for polygon in drawn["water"] for ring in polygon]),
        "barrier": line([view.at(p) for p in drawn["barrier"]]),
        "drones": marks,
        "each": each,
        "places": places,
        "levels": [s["level"] for s in next(iter(frames.values())).shapes] if frames else [],
    }


def chosen_day(asked: str, document: dict[str, Any]) -> int:
    """The day asked for, held within the run; the finding's own day otherwise."""
    days: int = document["days"]
    if asked.isascii() and asked.isdigit() and len(asked) < 4:
        return min(max(int(asked), 1), days)
    return min(max(int(document["finding"]["day"]), 1), days)


def chosen_zone(asked: str, document: dict[str, Any]) -> dict[str, Any] | None:
    by_slug: dict[str, dict[str, Any]] = {z["slug"]: z for z in document["zones"]}
    return by_slug.get(asked) or by_slug.get(document["finding"]["zone"])


def date_of(run: Run, day: int) -> date:
    return run.begins_on + timedelta(days=day)


def heading(run: Run, document: dict[str, Any]) -> str:
    found = document["finding"]
    zone = next((z["name"] for z in document["zones"] if z["slug"] == found["zone"]), run.biome.name)
    return words.finding_heading(
        found["code"], zone=zone, plan_name=run.plan.title if run.plan else _("the plan")
    )


def context(run: Run, asked: dict[str, str]) -> dict[str, Any]:
    """Everything the page of a finished run needs."""
    document = run.statistics.document
    layer = asked.get("layer", "")
    layer = layer if layer in LAYERS else LAYERS[0]
    day = chosen_day(asked.get("day", ""), document)
    whole = asked.get("view") == "whole"
    zone = chosen_zone(asked.get("zone", ""), document)
    return {
        "run": run,
        "document": document,
        "heading": heading(run, document),
        "finding": document["finding"],
        "head_zone": chosen_zone("", document),
        "limit": document["limit"],
        "layer": layer,
        "layers": [(code, words.LAYER[code]) for code in LAYERS],
        "day": day,
        "on": date_of(run, day),
        "whole": whole,
        "maps": maps(run, document, layer=layer, day=day, whole=whole),
        "zone": zone,
        "gains": queries.compared_zones(document),
        "price": queries.price_of(run.plan.measures.all()) if run.plan else None,
        "treated": document["treated"],
        "has_plan": run.plan_document is not None,
    }


def summary(run: Run) -> dict[str, Any] | None:
    """One row of the list that compares runs; None before the end."""
    if not run.is_finished:
        return None
    document = run.statistics.document
    return {
        "heading": heading(run, document),
        "finding": document["finding"],
        "zone": chosen_zone("", document),
        "cost": queries.price_of(run.plan.measures.all()).credits if run.plan else 0,
        "worse_off": [z["name"] for z in document["zones"] if z["change"] and z["change"]["worse_off"]],
    }


def table(document: dict[str, Any]) -> list[list[Any]]:
    """Every zone, arm and day in a row of its own."""
    rows = []
    for zone in document["zones"]:
        for arm, found in zone["arms"].items():
            for day in range(document["days"]):
                bands = [band[day] for band in found["bands"]]
                rows.append([zone["slug"], arm, day + 1, *bands, found["chance"][day]])
    return rows


def parameters() -> list[dict[str, Any]]:
    """The published numbers of the model, each with its unit, range and source."""
    from crises import simulation as sim

    return [
        {"name": p.name, "symbol": p.symbol, "unit": p.unit, "default": p.default, "low": p.low, "high": p.high,
         "meaning": p.meaning, "source": p.source}
        for p in sim.PARAMETERS
    ]  # fmt: skip

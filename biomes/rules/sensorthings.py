"""Observations as the SensorThings API writes them (OGC 18-088, Part 1: Sensing, version 1.1), as rows of ours.

    {"phenomenonTime": "2150-06-11T09:40Z", "result": 61, "Datastream": {"@iot.id": "chlorophyll-a"}}
    [{...}, {...}]
    [{"Datastream": {"@iot.id": "V-07:chlorophyll-a"}, "components": ["phenomenonTime", "result"],
      "dataArray": [["2150-06-11T09:40Z", 61], ["2150-06-11T10:40Z", 63]]}]

Only the shape is translated here. What a field says is judged where every row is judged; a field that has no place
in a row is handed on under its name, so that it is refused by name and not lost.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

# Read, and of no effect: quality is judged here, and a link says nothing new.
UNUSED = frozenset({"resultQuality", "validTime", "@iot.id", "@iot.selfLink", "id"})
_FIELDS = {"phenomenonTime": "at", "result": "value", "resultTime": "result_at"}
_MARKS = frozenset({"Datastream", "phenomenonTime", "result", "dataArray"})


class Rows(list[Any]):
    """Rows of a batch, with the names of those fields that had no effect."""

    ignored: frozenset[str] = frozenset()


def rows_of(said: Any, *, station: str, biome: str) -> Rows | None:
    """The rows of one Observation, of many, or of data arrays; None where nothing has that shape."""
    items = said if isinstance(said, list) else [said]
    if not any(_is_theirs(item) for item in items):
        return None
    rows, ignored = Rows(), set()
    for item in items:
        for one in _unfolded(item):
            if _is_theirs(one):
                ignored |= UNUSED & one.keys()
                rows.append(_row(one, station, biome))
            else:
                rows.append(one)
    rows.ignored = frozenset(ignored)
    return rows


def _is_theirs(item: Any) -> bool:
    return isinstance(item, Mapping) and "indicator" not in item and not _MARKS.isdisjoint(item)


def _unfolded(item: Any) -> Iterator[Any]:
    """The Observations of a data array; anything else is one by itself."""
    if not (isinstance(item, Mapping) and "dataArray" in item):
        yield item
        return
    components, table = item.get("components"), item["dataArray"]
    if not isinstance(components, Sequence) or isinstance(components, str) or not isinstance(table, list):
        yield None
        return
    for cells in table:
        if not isinstance(cells, list) or len(cells) != len(components):
            yield None  # refused as "no row", by its number
            continue
        one = {str(name): cell for name, cell in zip(components, cells, strict=True)}
        if "FeatureOfInterest/id" in one:
            one["FeatureOfInterest"] = {"@iot.id": one.pop("FeatureOfInterest/id")}
        yield one | {"Datastream": item.get("Datastream")}


def _row(said: Mapping[str, Any], station: str, biome: str) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, value in said.items():
        if name in UNUSED or name.endswith("@iot.navigationLink"):
            continue
        if name == "Datastream":
            row["indicator"] = indicator_of(_id_of(value), station)
        elif name == "parameters":
            row |= _parameters(value)
        elif name == "FeatureOfInterest":
            if _id_of(value) not in {biome, None}:
                row[name] = value
        else:
            row[_FIELDS.get(name, name)] = value
    return row


def _parameters(said: Any) -> dict[str, Any]:
    """depth_m, replicate, detection_limit, method, unit, corrects; what else stands there is refused by its name."""
    if said is None:
        return {}
    if not isinstance(said, Mapping):
        return {"parameters": said}
    # A parameter may not say what the Observation itself says.
    return {
        (f"parameters/{name}" if name in {"indicator", "at", "value", "result_at"} else str(name)): value
        for name, value in said.items()
    }


def _id_of(said: Any) -> Any:
    return said.get("@iot.id", said.get("id")) if isinstance(said, Mapping) else said


def indicator_of(datastream: Any, station: str) -> Any:
    """ "V-07:chlorophyll-a" or "chlorophyll-a" -> "chlorophyll-a"; of another station: as it was, and refused."""
    if isinstance(datastream, str) and datastream.startswith(f"{station}:"):
        return datastream.removeprefix(f"{station}:")
    return datastream

"""What each entity of the SensorThings API is here: a station is a Thing, a living system a FeatureOfInterest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from biomes import queries, words
from biomes.models import Biome, Indicator, Reading, Station
from biomes.queries import streams
from biomes.queries.streams import Asked, Stream
from biomes.rules.leaf import moment, plain
from biomes.rules.words import Precision
from biomes.words.typology import kind_name

SETS = ("Things", "Locations", "Datastreams", "ObservedProperties", "Observations", "FeaturesOfInterest")
CONFORMANCE = (
    "http://www.opengis.net/spec/iot_sensing/1.1/req/datamodel",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/resource-path/resource-path-to-entities",
)
MEASUREMENT = "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement"
GEOJSON = "application/geo+json"
# Where a link's name is not the name of the set it leads to.
SET_OF = {name: name for name in SETS} | {
    "Thing": "Things",
    "Datastream": "Datastreams",
    "ObservedProperty": "ObservedProperties",
    "FeatureOfInterest": "FeaturesOfInterest",
}
LINKS = {
    "Things": ("Locations", "Datastreams"),
    "Locations": ("Things",),
    "Datastreams": ("Thing", "ObservedProperty", "Observations"),
    "ObservedProperties": ("Datastreams",),
    "Observations": ("Datastream", "FeatureOfInterest"),
    "FeaturesOfInterest": ("Observations",),
}


def base(request: Request) -> str:
    return request.build_absolute_uri(reverse("api:sensorthings"))


# --- Finding ----------------------------------------------------------------------------------------
def find(name: str, key: str) -> Any:
    """The object behind an entity, or 404."""
    found: Any = None
    if "\x00" in key:
        pass
    elif name in {"Things", "Locations"}:
        found = queries.public_station(key)
    elif name == "Datastreams":
        found = streams.stream(key)
    elif name == "ObservedProperties":
        found = queries.indicators().filter(code=key).first()
    elif name == "Observations":
        found = queries.public_reading(key)
    elif name == "FeaturesOfInterest":
        found = queries.public_biome(key)
    if found is None:
        raise Http404(_("There is no such entity."))
    return found


def one(name: str, key: str, root: str) -> dict[str, Any]:
    return shape(name, find(name, key), root)


def related(name: str, key: str, to: str) -> tuple[str, str] | dict[str, Any]:
    """Set and key of the one entity a link leads to; or what narrows the set it leads to."""
    if to not in LINKS[name]:
        raise Http404(_("There is no such entity."))
    found = find(name, key)
    if name in {"Things", "Locations"}:
        return {"station": found.code}
    if name == "Datastreams":
        single = {
            "Thing": ("Things", found.station),
            "ObservedProperty": ("ObservedProperties", found.indicator),
        }
        return single.get(to) or {"station": found.station, "indicator": found.indicator}
    if name == "ObservedProperties":
        return {"indicator": found.code}
    if name == "FeaturesOfInterest":
        return {"biome": found.slug}
    if to == "Datastream":
        return "Datastreams", f"{found.station.code}:{found.indicator.code}"
    return "FeaturesOfInterest", found.station.biome.slug


def many(name: str, narrow: dict[str, Any], after: Any, *, skip: int, most: int) -> Iterable[Any]:
    """So many of a set in its order, behind a place and those skipped; no more is read than that."""
    if name == "Observations":
        if after is not None and not isinstance(after, streams.Place):
            raise ValueError
        return islice(streams.readings_in_order(Asked(**narrow), after=after), skip, skip + most)
    if name == "Datastreams":
        begun = after or ("", "")
        if len(begun) != 2:
            raise ValueError
        return streams.streams_of(Asked(**narrow), after=begun, most=skip + most)[skip:]
    if after is not None and (not isinstance(after, tuple) or len(after) != 1):
        raise ValueError
    sets: dict[str, Any] = {
        "Things": (queries.public_stations, "code", narrow.get("station")),
        "Locations": (queries.public_stations, "code", narrow.get("station")),
        "ObservedProperties": (queries.indicators, "code", None),
        "FeaturesOfInterest": (queries.public_biomes, "slug", None),
    }
    rows, field, only = sets[name]
    found = rows().order_by(field)
    found = found.filter(**{field: only}) if only else found
    found = found.select_related("biome", "operator") if name in {"Things", "Locations"} else found
    found = found.filter(**{f"{field}__gt": after[0]}) if after else found
    return found[skip : skip + most]


def place(name: str, row: Any) -> tuple[Any, ...]:
    if name == "Observations":
        at = streams.place_of(row)
        return at.station, at.indicator, at.at, at.number
    if name == "Datastreams":
        return row.station, row.indicator
    return (row.slug if name == "FeaturesOfInterest" else row.code,)


# --- Shaping ----------------------------------------------------------------------------------------
def shape(name: str, row: Any, root: str) -> dict[str, Any]:
    key, said = _SHAPES[name](row)
    link = f"{root}{name}({key})" if isinstance(key, int) else f"{root}{name}('{key}')"
    links = {f"{to}@iot.navigationLink": f"{link}/{to}" for to in LINKS[name]}
    return {"@iot.id": key, "@iot.selfLink": link, **said, **links}


def _thing(one: Station) -> tuple[str, dict[str, Any]]:
    properties = {
        "biome": one.biome.slug,
        "operator": one.operator.slug if one.operator else None,
        "opened_at": moment(one.opened_at),
        "closed_at": moment(one.closed_at) if one.closed_at else None,
    }
    said = {
        "name": one.name or one.code,
        "description": _("A station at %(biome)s") % {"biome": one.biome.name},
        "properties": properties,
    }
    return one.code, said


def _location(one: Station) -> tuple[str, dict[str, Any]]:
    point = {"type": "Point", "coordinates": [float(one.lon), float(one.lat)]}
    said = {
        "name": one.name or one.code,
        "description": _("Where station %(code)s stands") % {"code": one.code},
        "encodingType": GEOJSON,
        "location": point,
    }
    return one.code, said


def _datastream(one: Stream) -> tuple[str, dict[str, Any]]:
    indicator = _indicators()[one.indicator]
    name = words.indicator_name(indicator.code, indicator.name)
    unit = {"name": indicator.unit, "symbol": words.unit_name(indicator.unit), "definition": None}
    said = {
        "name": _("%(indicator)s at %(station)s") % {"indicator": name, "station": one.station},
        "description": _("%(indicator)s at %(station)s") % {"indicator": name, "station": one.station},
        "observationType": MEASUREMENT,
        "unitOfMeasurement": unit,
        "phenomenonTime": f"{moment(one.first)}/{moment(one.last)}",
    }
    return one.code, said


def _indicators() -> dict[str, Indicator]:
    return {one.code: one for one in queries.indicators()}


def _property(one: Indicator) -> tuple[str, dict[str, Any]]:
    name = words.indicator_name(one.code, one.name)
    said = {
        "name": name,
        "definition": reverse("api:indicator-detail", args=[one.code]),
        "description": _("%(indicator)s, in %(unit)s") % {"indicator": name, "unit": one.unit},
    }
    return one.code, said


def _observation(one: Reading) -> tuple[int, dict[str, Any]]:
    numbers = {"depth_m": one.depth_m, "detection_limit": one.detection_limit}
    parameters: dict[str, Any] = {
        name: plain(value) for name, value in numbers.items() if value is not None
    } | {
        "replicate": one.replicate,
        "qualifier": one.qualifier,
        "precision": one.precision,
        "unit": one.unit,
        "method": one.method,
        "version": one.version,
        "flags": " ".join(one.flags),
        "historical": one.historical,
        "leaf": queries.reading_leaf(one),
    }
    said = {
        "phenomenonTime": _time(one),
        "resultTime": moment(one.result_at) if one.result_at else None,
        # A JSON number may lose digits on its way; the text in parameters never does.
        "result": float(one.value),
        "resultQuality": one.quality,
        "parameters": parameters | {"value": plain(one.value)},
    }
    return one.id, said


def _time(one: Reading) -> str:
    """An instant; or, where only the day, month or year is known, that text."""
    cut = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}.get(Precision(one.precision))
    return moment(one.phenomenon_at)[:cut]


def _feature(one: Biome) -> tuple[str, dict[str, Any]]:
    said = {
        "name": one.name,
        "description": _("A living system: %(kind)s") % {"kind": kind_name(one.functional_group)},
        "encodingType": GEOJSON,
        "feature": one.place,
    }
    return one.slug, said


_SHAPES: dict[str, Callable[[Any], tuple[Any, dict[str, Any]]]] = {
    "Things": _thing,
    "Locations": _location,
    "Datastreams": _datastream,
    "ObservedProperties": _property,
    "Observations": _observation,
    "FeaturesOfInterest": _feature,
}

"""The rows every installation starts with, restored where they are missing."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from biomes.models import Indicator, Threshold

FILE = Path(__file__).resolve().parents[1] / "data" / "reference.json"


@transaction.atomic
def install_reference() -> None:
    """Indicators and sourced thresholds; what is there already is left as it is."""
    said = json.loads(FILE.read_text(encoding="utf-8"))
    for row in said["indicators"]:
        Indicator.objects.get_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "unit": row["unit"],
                "validity_hours": row["validity_hours"],
                "plausible_low": row["plausible"][0],
                "plausible_high": row["plausible"][1],
                "scale_low": row["scale"][0],
                "scale_high": row["scale"][1],
                "is_toxin": row.get("is_toxin", False),
                "rank": row["rank"],
            },
        )
    for row in said["thresholds"]:
        _threshold(row)
    for row in said["former"]:
        _succeeded(_threshold(row), _moment(row["until"]))


def _threshold(row: dict[str, Any]) -> Threshold:
    named = {"indicator", "level", "direction", "typology_code", "since", "until"}
    until = row.get("until")
    return Threshold.objects.get_or_create(
        indicator=Indicator.objects.get(code=row["indicator"]),
        level=row["level"],
        direction=row["direction"],
        typology_code=row["typology_code"],
        biome=None,
        since=_moment(row["since"]),
        defaults={key: value for key, value in row.items() if key not in named}
        | {"until": _moment(until) if until else None},
    )[0]


def _succeeded(former: Threshold, since: datetime) -> None:
    """The row that follows a former one says so."""
    Threshold.objects.filter(
        indicator=former.indicator_id,
        level=former.level,
        direction=former.direction,
        typology_code=former.typology_code,
        biome=None,
        since=since,
        corrects=None,
    ).update(corrects=former)


def _moment(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)

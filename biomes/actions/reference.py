"""The rows every installation starts with, restored where they are missing."""

import json
from datetime import UTC, datetime
from pathlib import Path

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
        Threshold.objects.get_or_create(
            indicator=Indicator.objects.get(code=row["indicator"]),
            level=row["level"],
            direction=row["direction"],
            typology_code=row["typology_code"],
            biome=None,
            since=datetime.fromisoformat(row["since"]).replace(tzinfo=UTC),
            defaults={
                "value": row["value"],
                "label": row["label"],
                "source": row["source"],
                "source_url": row["source_url"],
                "source_year": row["source_year"],
            },
        )

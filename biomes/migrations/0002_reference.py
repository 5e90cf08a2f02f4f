"""Reference rows every installation starts with: indicators, and thresholds with their sources."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import migrations

FILE = Path(__file__).resolve().parents[1] / "data" / "reference.json"


def install(apps: Any, _editor: Any) -> None:
    indicator_model, threshold_model = (
        apps.get_model("biomes", "Indicator"),
        apps.get_model("biomes", "Threshold"),
    )
    said = json.loads(FILE.read_text(encoding="utf-8"))
    for row in said["indicators"]:
        low, high = row["plausible"]
        start, end = row["scale"]
        indicator_model.objects.get_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "unit": row["unit"],
                "validity_hours": row["validity_hours"],
                "plausible_low": low,
                "plausible_high": high,
                "scale_low": start,
                "scale_high": end,
                "is_toxin": row.get("is_toxin", False),
                "rank": row["rank"],
            },
        )
    for row in said["thresholds"]:
        since = datetime.fromisoformat(row["since"]).replace(tzinfo=UTC)
        # How each was checked is a later column; its own migration fills it in.
        kept = {k: v for k, v in row.items() if k not in {"indicator", "since"} and not k.startswith("verif")}
        threshold_model.objects.create(
            indicator=indicator_model.objects.get(code=row["indicator"]), since=since, **kept
        )


class Migration(migrations.Migration):
    dependencies = [("biomes", "0001_initial")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop, elidable=False)]

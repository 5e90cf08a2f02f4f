from django.db import migrations, models

# The smallest and largest longitude and latitude of a GeoJSON geometry: of every array that begins with a number.
BOX = """
CREATE FUNCTION biomes_place_box(place jsonb) RETURNS box
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT box(point(max((p->>0)::float8), max((p->>1)::float8)), point(min((p->>0)::float8), min((p->>1)::float8)))
      FROM jsonb_path_query(place, 'strict $.coordinates.** ? (@.type() == "array" && @[0].type() == "number")') AS p
$$;
CREATE INDEX biome_place_box ON biomes_biome USING gist (biomes_place_box(place));
"""


class Migration(migrations.Migration):
    """What the curator's desk asks for with a long backlog, and what lies near a pin."""

    dependencies = [
        ("biomes", "0014_story_afterwards"),
    ]

    operations = [
        migrations.RunSQL(BOX, "DROP INDEX biome_place_box; DROP FUNCTION biomes_place_box(jsonb)"),
        migrations.AddIndex(
            model_name="sighting",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["filed_at"], name="sighting_waiting"
            ),
        ),
        migrations.AddIndex(
            model_name="filing",
            index=models.Index(fields=["filed_at"], name="filing_in_turn"),
        ),
        migrations.AddIndex(
            model_name="biome",
            index=models.Index(fields=["stage", "name"], name="biome_of_stage"),
        ),
    ]

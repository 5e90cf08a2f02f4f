"""Readings lie in partitions by month; days in numbers, series and archived months stand beside them.

The rows that are there move over. Months get a partition of their own from two before today to three after
it, and where many rows lie; the sparse rest stays in the DEFAULT partition (see `actions.months`).
"""

from typing import Any

import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

# As `actions.months` says it.
OWN_MONTH_ROWS = 10_000

COLUMNS = """
    id, phenomenon_at, "precision", depth_m, replicate, version, is_current, result_at, received_at, value,
    qualifier, detection_limit, unit, as_sent, quality, flags, method, historical, batch_id, indicator_id, station_id
"""
TABLE = """
    CREATE TABLE biomes_reading (
        id bigint NOT NULL, phenomenon_at timestamptz NOT NULL, "precision" varchar(8) NOT NULL,
        depth_m numeric(8, 2), replicate smallint, version smallint NOT NULL, is_current boolean NOT NULL,
        result_at timestamptz, received_at timestamptz NOT NULL, value numeric(18, 6) NOT NULL,
        qualifier varchar(1) NOT NULL, detection_limit numeric(18, 6), unit varchar(12) NOT NULL,
        as_sent varchar(64) NOT NULL, quality varchar(8) NOT NULL, flags varchar(12)[] NOT NULL,
        method varchar(80) NOT NULL, historical boolean NOT NULL, batch_id bigint NOT NULL,
        indicator_id bigint NOT NULL, station_id bigint NOT NULL
    )
"""
SAME = "station_id, indicator_id, phenomenon_at, precision, depth_m, replicate"
# After the rows have moved, which is quicker than before.
RULES = f"""
    ALTER TABLE biomes_reading
        ADD CONSTRAINT biomes_reading_pkey PRIMARY KEY ({{key}}),
        ADD CONSTRAINT reading_once UNIQUE NULLS NOT DISTINCT ({SAME}, version),
        ADD CONSTRAINT biomes_reading_replicate_check CHECK (replicate >= 0),
        ADD CONSTRAINT biomes_reading_version_check CHECK (version >= 0),
        ADD CONSTRAINT reading_quality_known CHECK (quality IN ('raw', 'checked', 'rejected')),
        ADD CONSTRAINT reading_precision_known CHECK ("precision" IN ('instant', 'day', 'month', 'year')),
        ADD CONSTRAINT reading_qualifier_known CHECK (qualifier IN ('', '<', '>')),
        ADD CONSTRAINT reading_below_what CHECK (NOT qualifier = '<' OR detection_limit IS NOT NULL),
        ADD CONSTRAINT reading_is_a_number CHECK (value < 1000000000000),
        ADD CONSTRAINT biomes_reading_batch_id_fk FOREIGN KEY (batch_id)
            REFERENCES biomes_batch (id) DEFERRABLE INITIALLY DEFERRED,
        ADD CONSTRAINT biomes_reading_indicator_id_fk FOREIGN KEY (indicator_id)
            REFERENCES biomes_indicator (id) DEFERRABLE INITIALLY DEFERRED,
        ADD CONSTRAINT biomes_reading_station_id_fk FOREIGN KEY (station_id)
            REFERENCES biomes_station (id) DEFERRABLE INITIALLY DEFERRED;
    CREATE UNIQUE INDEX reading_one_current ON biomes_reading ({SAME}) NULLS NOT DISTINCT WHERE is_current;
    CREATE INDEX reading_received ON biomes_reading (received_at, id);
    CREATE INDEX reading_to_look_at ON biomes_reading (received_at DESC) WHERE is_current AND quality = 'raw';
"""
MONTHS = """
    SELECT to_char(month AT TIME ZONE 'UTC', '"biomes_reading_y"YYYY"m"MM'), month,
           (month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC'
      FROM (SELECT date_trunc('month', phenomenon_at, 'UTC') AS month FROM biomes_reading_before
             GROUP BY 1 HAVING count(*) >= %s
             UNION
            SELECT date_trunc('month', now() + step * interval '1 month', 'UTC') FROM generate_series(-2, 3) AS step
           ) AS wanted
     WHERE extract(year FROM month AT TIME ZONE 'UTC') BETWEEN 1 AND 9998
     ORDER BY month
"""
SERIES = """
    INSERT INTO biomes_series (station_id, indicator_id, newest_at)
    SELECT station_id, indicator_id, max(phenomenon_at) FROM biomes_reading
     WHERE is_current AND NOT historical AND NOT flags @> ARRAY['future']::varchar[] GROUP BY 1, 2
"""
MARKS = """
    INSERT INTO biomes_dueday (station_id, indicator_id, day)
    SELECT DISTINCT station_id, indicator_id, (phenomenon_at AT TIME ZONE 'UTC')::date FROM biomes_reading
     WHERE "precision" IN ('instant', 'day')
"""


def into_months(apps: Any, editor: Any) -> None:
    with editor.connection.cursor() as cursor:
        last = _set_aside(cursor)
        cursor.execute(f"{TABLE} PARTITION BY RANGE (phenomenon_at)")
        cursor.execute(f"CREATE SEQUENCE biomes_reading_id_seq START {last + 1} OWNED BY biomes_reading.id")
        cursor.execute("ALTER TABLE biomes_reading ALTER id SET DEFAULT nextval('biomes_reading_id_seq')")
        cursor.execute("CREATE TABLE biomes_reading_other PARTITION OF biomes_reading DEFAULT")
        cursor.execute(MONTHS, [OWN_MONTH_ROWS])
        for name, since, until in cursor.fetchall():
            cursor.execute(
                f"CREATE TABLE {name} PARTITION OF biomes_reading FOR VALUES FROM (%s) TO (%s)",
                [since, until],
            )
        _move_over(cursor, "id, phenomenon_at")
        cursor.execute(
            "CREATE INDEX reading_of_the_past ON biomes_reading (station_id, phenomenon_at) WHERE historical"
        )
    _guard(apps, editor)


def into_one(apps: Any, editor: Any) -> None:
    with editor.connection.cursor() as cursor:
        last = _set_aside(cursor)
        cursor.execute(TABLE)
        cursor.execute(
            f"ALTER TABLE biomes_reading ALTER id ADD GENERATED BY DEFAULT AS IDENTITY (START {last + 1})"
        )
        _move_over(cursor, "id")
        for column in ("batch_id", "indicator_id", "station_id"):
            cursor.execute(f"CREATE INDEX biomes_reading_{column} ON biomes_reading ({column})")
    _guard(apps, editor)


def _set_aside(cursor: Any) -> int:
    """The table as it is gives up its name and its sequence; the last number given."""
    cursor.execute(
        "SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM biomes_reading_id_seq"
    )
    last: int = cursor.fetchone()[0]
    cursor.execute("ALTER TABLE biomes_reading RENAME TO biomes_reading_before")
    cursor.execute(
        """
        SELECT attidentity <> '' FROM pg_attribute
         WHERE attrelid = 'biomes_reading_before'::regclass AND attname = 'id'
        """
    )
    if cursor.fetchone()[0]:
        cursor.execute("ALTER TABLE biomes_reading_before ALTER id DROP IDENTITY")
    else:
        cursor.execute("ALTER TABLE biomes_reading_before ALTER id DROP DEFAULT")
        cursor.execute("DROP SEQUENCE biomes_reading_id_seq")
    return last


def _move_over(cursor: Any, key: str) -> None:
    cursor.execute(f"INSERT INTO biomes_reading ({COLUMNS}) SELECT {COLUMNS} FROM biomes_reading_before")
    cursor.execute("DROP TABLE biomes_reading_before")
    cursor.execute(RULES.format(key=key))


def _guard(apps: Any, editor: Any) -> None:
    """The triggers went with the old table; the new one gets the same."""
    for trigger in apps.get_model("biomes", "Reading")._meta.triggers:
        editor.execute(trigger.install_sql, params=None)


def begin_series(_apps: Any, editor: Any) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute(SERIES)
        cursor.execute(MARKS)


class Migration(migrations.Migration):
    dependencies = [("biomes", "0003_link_ended")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(into_months, into_one)],
            state_operations=[
                migrations.AddField(
                    model_name="reading",
                    name="pk",
                    field=models.CompositePrimaryKey(
                        "id", "phenomenon_at", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                migrations.AlterField(
                    model_name="reading",
                    name="batch",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="biomes.batch",
                    ),
                ),
                migrations.AlterField(
                    model_name="reading",
                    name="id",
                    field=models.BigIntegerField(
                        db_default=models.Func(
                            models.Value("biomes_reading_id_seq"),
                            function="nextval",
                            output_field=models.BigIntegerField(),
                        ),
                        editable=False,
                        verbose_name="number",
                    ),
                ),
                migrations.AlterField(
                    model_name="reading",
                    name="indicator",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="biomes.indicator",
                    ),
                ),
                migrations.AlterField(
                    model_name="reading",
                    name="station",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="biomes.station",
                    ),
                ),
                migrations.AddIndex(
                    model_name="reading",
                    index=models.Index(
                        condition=models.Q(("historical", True)),
                        fields=["station", "phenomenon_at"],
                        name="reading_of_the_past",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Archive",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="month")),
                ("reading_count", models.PositiveBigIntegerField(verbose_name="readings")),
                (
                    "numbers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField(),
                        size=None,
                        verbose_name="numbers",
                    ),
                ),
                ("root", models.CharField(max_length=64, verbose_name="root")),
                ("file", models.CharField(max_length=80, verbose_name="file")),
                ("digest", models.CharField(max_length=64, verbose_name="SHA-256 of the file")),
                ("archived_at", models.DateTimeField(verbose_name="archived at")),
                ("restored_at", models.DateTimeField(blank=True, null=True, verbose_name="restored at")),
            ],
            options={
                "verbose_name": "archived month",
                "verbose_name_plural": "archived months",
                "ordering": ["-month", "-archived_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("restored_at__isnull", True)),
                        fields=("month",),
                        name="archive_away_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DueDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                (
                    "indicator",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="biomes.indicator",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="biomes.station"
                    ),
                ),
            ],
            options={
                "verbose_name": "day to roll up",
                "verbose_name_plural": "days to roll up",
            },
        ),
        migrations.CreateModel(
            name="Day",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("count", models.PositiveIntegerField(verbose_name="readings")),
                ("low", models.DecimalField(decimal_places=6, max_digits=18, verbose_name="lowest")),
                ("high", models.DecimalField(decimal_places=6, max_digits=18, verbose_name="highest")),
                ("mean", models.DecimalField(decimal_places=6, max_digits=18, verbose_name="mean")),
                ("median", models.DecimalField(decimal_places=6, max_digits=18, verbose_name="median")),
                (
                    "below_count",
                    models.PositiveIntegerField(default=0, verbose_name="below the detection limit"),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="days",
                        to="biomes.indicator",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="days", to="biomes.station"
                    ),
                ),
            ],
            options={
                "verbose_name": "day of readings",
                "verbose_name_plural": "days of readings",
                "constraints": [
                    models.UniqueConstraint(fields=("station", "indicator", "day"), name="day_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("below_count__lte", models.F("count")),
                            ("count__gte", 1),
                            ("low__lte", models.F("high")),
                        ),
                        name="day_adds_up",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("newest_at", models.DateTimeField()),
                (
                    "indicator",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="biomes.indicator",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="series",
                        to="biomes.station",
                    ),
                ),
            ],
            options={
                "verbose_name": "series",
                "verbose_name_plural": "series",
                "constraints": [models.UniqueConstraint(fields=("station", "indicator"), name="series_once")],
            },
        ),
        migrations.RunPython(begin_series, migrations.RunPython.noop),
    ]

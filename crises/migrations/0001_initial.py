import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("biomes", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Crisis",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(unique=True)),
                ("title", models.CharField(max_length=100, verbose_name="title")),
                ("summary", models.TextField(max_length=400, verbose_name="summary")),
                ("opened_at", models.DateTimeField(verbose_name="opened")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                (
                    "biome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="crises", to="biomes.biome"
                    ),
                ),
            ],
            options={
                "verbose_name": "crisis",
                "verbose_name_plural": "crises",
                "ordering": ["-opened_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at__isnull", True),
                            ("opened_at__lt", models.F("closed_at")),
                            _connector="OR",
                        ),
                        name="crisis_opened_before_closed",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("biome",),
                        name="crisis_one_open_per_biome",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(unique=True)),
                ("title", models.CharField(max_length=60, verbose_name="name")),
                ("standing", models.BooleanField(default=False, verbose_name="stands ready")),
                ("made_by", models.CharField(blank=True, max_length=64)),
                ("made_at", models.DateTimeField()),
                (
                    "biome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="biomes.biome"
                    ),
                ),
            ],
            options={
                "verbose_name": "plan",
                "verbose_name_plural": "plans",
                "ordering": ["title"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("standing", True)),
                        fields=("biome",),
                        name="plan_one_standing_per_biome",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Scenario",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("document", models.JSONField()),
                ("made_at", models.DateTimeField()),
                (
                    "biome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scenarios",
                        to="biomes.biome",
                    ),
                ),
            ],
            options={
                "verbose_name": "scenario",
                "verbose_name_plural": "scenarios",
            },
        ),
        migrations.CreateModel(
            name="Template",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "depth_m",
                    models.DecimalField(decimal_places=2, max_digits=6, verbose_name="mean depth, m"),
                ),
                ("settings", models.JSONField(default=dict, verbose_name="settings")),
                (
                    "biome",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scenario_template",
                        to="biomes.biome",
                    ),
                ),
            ],
            options={
                "verbose_name": "scenario template",
                "verbose_name_plural": "scenario templates",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("depth_m__gt", 0), ("depth_m__lte", 100)),
                        name="template_depth_is_a_depth",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=10, verbose_name="kind")),
                ("settings", models.JSONField(verbose_name="settings")),
                ("cost", models.PositiveBigIntegerField(verbose_name="cost, credits")),
                ("lead_hours", models.PositiveIntegerField(verbose_name="lead time, hours")),
                ("supplier", models.CharField(blank=True, max_length=80, verbose_name="supplier")),
                ("funder", models.CharField(blank=True, max_length=80, verbose_name="funder")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="measures", to="crises.plan"
                    ),
                ),
            ],
            options={
                "verbose_name": "measure",
                "verbose_name_plural": "measures",
                "ordering": ["plan", "kind"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "kind"), name="measure_once_per_plan"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["drones", "barrier", "cut"])),
                        name="measure_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Deployment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(unique=True)),
                ("title", models.CharField(max_length=100, verbose_name="title")),
                ("kind", models.CharField(max_length=10, verbose_name="kind")),
                ("station", models.CharField(blank=True, max_length=60, verbose_name="station")),
                ("since", models.DateTimeField(verbose_name="since")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "biome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deployments",
                        to="biomes.biome",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deployments",
                        to="crises.plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "deployment",
                "verbose_name_plural": "deployments",
                "ordering": ["-since"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("since__lt", models.F("until")), _connector="OR"
                        ),
                        name="deployment_since_before_until",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["drones", "barrier", "cut"])),
                        name="deployment_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("arm", models.CharField(max_length=8)),
                ("number", models.PositiveSmallIntegerField()),
                ("days_done", models.PositiveSmallIntegerField(default=0)),
                ("claim", models.UUIDField(blank=True, null=True)),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "member",
                "verbose_name_plural": "members",
                "ordering": ["run", "arm", "number"],
            },
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.PositiveSmallIntegerField()),
                ("file", models.CharField(max_length=200)),
                ("state_file", models.CharField(max_length=200)),
                ("stored_at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checkpoints",
                        to="crises.member",
                    ),
                ),
            ],
            options={
                "verbose_name": "checkpoint of a member",
                "verbose_name_plural": "checkpoints of members",
                "ordering": ["member", "day"],
                "constraints": [
                    models.UniqueConstraint(fields=("member", "day"), name="member_checkpoint_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=24, unique=True, verbose_name="code")),
                ("indicator", models.SlugField(verbose_name="indicator")),
                ("source", models.CharField(max_length=10, verbose_name="source")),
                ("state", models.CharField(default="draft", max_length=10, verbose_name="state")),
                ("severity", models.CharField(max_length=10, verbose_name="severity")),
                ("urgency", models.CharField(max_length=10, verbose_name="urgency")),
                ("certainty", models.CharField(max_length=10, verbose_name="certainty")),
                ("standing", models.JSONField(blank=True, default=dict)),
                ("toxin_known", models.BooleanField(default=False)),
                ("article", models.CharField(blank=True, max_length=120, verbose_name="article")),
                ("article_sha256", models.CharField(blank=True, max_length=64)),
                ("raised_at", models.DateTimeField(verbose_name="raised")),
                ("renewed_at", models.DateTimeField(verbose_name="renewed")),
                ("eased_at", models.DateTimeField(blank=True, null=True, verbose_name="eased")),
                ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="released")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "biome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="alerts", to="biomes.biome"
                    ),
                ),
                (
                    "crisis",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alerts",
                        to="crises.crisis",
                    ),
                ),
            ],
            options={
                "verbose_name": "alert",
                "verbose_name_plural": "alerts",
                "ordering": ["-raised_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True, verbose_name="number")),
                ("severity", models.CharField(blank=True, max_length=10)),
                ("plan_document", models.JSONField(blank=True, null=True)),
                ("plan_sha256", models.CharField(blank=True, max_length=64)),
                ("key", models.UUIDField(blank=True, null=True, verbose_name="idempotency key")),
                ("members_count", models.PositiveSmallIntegerField(verbose_name="members")),
                ("days", models.PositiveSmallIntegerField(verbose_name="days")),
                ("seed", models.BigIntegerField(verbose_name="seed")),
                ("begins_on", models.DateField(verbose_name="begins on")),
                ("state", models.CharField(default="queued", max_length=10, verbose_name="state")),
                ("queued_at", models.DateTimeField(verbose_name="queued")),
                ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="started")),
                ("heartbeat_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                ("claim", models.UUIDField(blank=True, null=True)),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                ("failure", models.CharField(blank=True, max_length=20)),
                (
                    "alert",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="crises.alert",
                    ),
                ),
                (
                    "biome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="biomes.biome"
                    ),
                ),
                (
                    "crisis",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="crises.crisis",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="crises.plan",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="runs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scenario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="crises.scenario"
                    ),
                ),
            ],
            options={
                "verbose_name": "run",
                "verbose_name_plural": "runs",
                "ordering": ["-number"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "running"])),
                        fields=["heartbeat_at"],
                        name="run_open_heartbeat",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["queued", "running", "finished", "cancelled", "failed"])
                        ),
                        name="run_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("members_count__gte", 2), ("members_count__lte", 64)),
                        name="run_members_within_bounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1), ("days__lte", 14)), name="run_days_within_bounds"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("alert__isnull", False), ("started_by__isnull", True)),
                        fields=("alert", "severity"),
                        name="run_one_per_alert_level",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("key__isnull", False)),
                        fields=("started_by", "key"),
                        name="run_once_per_key",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AlertEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("move", models.CharField(max_length=10)),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(blank=True, max_length=64)),
                ("severity", models.CharField(max_length=10)),
                ("urgency", models.CharField(max_length=10)),
                ("certainty", models.CharField(max_length=10)),
                ("station", models.CharField(blank=True, max_length=60)),
                ("value", models.DecimalField(blank=True, decimal_places=6, max_digits=16, null=True)),
                ("unit", models.CharField(blank=True, max_length=20)),
                ("level", models.CharField(blank=True, max_length=20)),
                ("limit", models.DecimalField(blank=True, decimal_places=6, max_digits=16, null=True)),
                ("direction", models.CharField(blank=True, max_length=5)),
                ("threshold", models.BigIntegerField(blank=True, null=True)),
                ("reading", models.BigIntegerField(blank=True, null=True)),
                ("leaf", models.CharField(blank=True, max_length=64)),
                ("phenomenon_at", models.DateTimeField(blank=True, null=True)),
                ("fact", models.BigIntegerField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=20)),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="crises.alert"
                    ),
                ),
            ],
            options={
                "verbose_name": "alert history entry",
                "verbose_name_plural": "alert history entries",
                "ordering": ["alert", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("alert", "number"), name="alert_entry_numbered_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("fact__isnull", False)),
                        fields=("fact",),
                        name="alert_entry_once_per_fact",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "move__in",
                                [
                                    "raised",
                                    "updated",
                                    "approved",
                                    "released",
                                    "eased",
                                    "cancelled",
                                    "expired",
                                ],
                            )
                        ),
                        name="alert_entry_move_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Frame",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("arm", models.CharField(max_length=8)),
                ("layer", models.CharField(max_length=12)),
                ("day", models.PositiveSmallIntegerField()),
                ("file", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("scale", models.JSONField()),
                ("shapes", models.JSONField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="frames", to="crises.run"
                    ),
                ),
            ],
            options={
                "verbose_name": "frame",
                "verbose_name_plural": "frames",
                "ordering": ["run", "arm", "layer", "day"],
                "constraints": [
                    models.UniqueConstraint(fields=("run", "arm", "layer", "day"), name="frame_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Statistics",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("document", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="statistics",
                        to="crises.run",
                    ),
                ),
            ],
            options={
                "verbose_name": "statistics",
                "verbose_name_plural": "statistics",
            },
        ),
        migrations.AddField(
            model_name="member",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="members", to="crises.run"
            ),
        ),
        migrations.AddField(
            model_name="alert",
            name="run",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="exercises",
                to="crises.run",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(fields=("run", "arm", "number"), name="member_once"),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(("arm__in", ["baseline", "plan"])), name="member_arm_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "actual", "exercise", "cancelled", "expired"])),
                name="alert_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["readings", "people", "run"])), name="alert_source_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("severity__in", ["minor", "moderate", "severe", "extreme"]),
                    ("urgency__in", ["immediate", "expected", "future", "past", "unknown"]),
                    ("certainty__in", ["observed", "likely", "possible", "unlikely", "unknown"]),
                ),
                name="alert_words_are_caps",
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", "run"), _negated=True),
                    models.Q(
                        ("released_at__isnull", True),
                        models.Q(("state__in", ["draft", "actual"]), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="alert_of_a_run_is_never_actual",
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "actual"), _negated=True),
                    ("released_at__isnull", False),
                    _connector="OR",
                ),
                name="alert_actual_is_released",
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True), ("ended_at__gte", models.F("raised_at")), _connector="OR"
                ),
                name="alert_ends_after_it_was_raised",
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source", "readings"), ("state__in", ["draft", "actual"])),
                fields=("biome", "indicator"),
                name="alert_one_live_per_biome_and_indicator",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="alertentry",
            trigger=pgtrigger.compiler.Trigger(
                name="history_is_final",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b052f5bf0c77fdd1d58b1d02c38bbc3e263a9e75",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_history_is_final_47e7f",
                    table="crises_alertentry",
                    when="BEFORE",
                ),
            ),
        ),
    ]

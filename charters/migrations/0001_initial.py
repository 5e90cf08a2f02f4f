import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Charter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(unique=True)),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("of", models.CharField(blank=True, max_length=120, verbose_name="of")),
                ("preamble", models.TextField(blank=True, verbose_name="preamble")),
            ],
            options={
                "verbose_name": "charter",
                "verbose_name_plural": "charters",
                "ordering": ["title"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("of", ""), _negated=True),
                        fields=("of",),
                        name="charter_one_for_each",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.SlugField(max_length=60, verbose_name="kind")),
                ("matter", models.CharField(max_length=120, verbose_name="matter")),
                (
                    "about",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                ("due_at", models.DateTimeField(verbose_name="due at")),
                ("discharged_at", models.DateTimeField(blank=True, null=True, verbose_name="discharged at")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn at")),
                ("escalated_at", models.DateTimeField(blank=True, null=True, verbose_name="escalated at")),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "duty",
                "verbose_name_plural": "duties",
                "ordering": ["due_at", "id"],
                "indexes": [models.Index(fields=["matter"], name="charters_du_matter_36df8b_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("discharged_at__isnull", True), ("withdrawn_at__isnull", True)),
                        fields=("kind", "matter", "holder"),
                        name="duty_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("discharged_at__isnull", True), ("withdrawn_at__isnull", True), _connector="OR"
                        ),
                        name="duty_ends_one_way",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("since", models.DateField(verbose_name="in force from")),
                ("until", models.DateField(blank=True, null=True, verbose_name="in force until")),
                ("sha256", models.CharField(max_length=64)),
                ("motion", models.CharField(blank=True, max_length=120, verbose_name="motion")),
                ("instrument", models.CharField(blank=True, max_length=200, verbose_name="instrument")),
                ("promulgated_at", models.DateTimeField(verbose_name="promulgated at")),
                (
                    "charter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="charters.charter",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="charters.edition",
                    ),
                ),
            ],
            options={
                "verbose_name": "edition",
                "verbose_name_plural": "editions",
                "ordering": ["charter", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("charter", "number"), name="edition_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("since__lt", models.F("until")), _connector="OR"
                        ),
                        name="edition_since_before_until",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("merged_into__isnull", True)),
                        expressions=[
                            ("charter", "="),
                            (
                                models.Func(
                                    models.F("since"),
                                    models.F("until"),
                                    models.Value("[)"),
                                    function="DATERANGE",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="edition_one_in_force",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LegalStatus",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("recognised", "recognised"),
                            ("challenged", "challenged"),
                            ("upheld", "upheld"),
                            ("narrowed", "narrowed"),
                        ],
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("since", models.DateField(verbose_name="since")),
                ("source", models.CharField(max_length=300, verbose_name="source")),
                (
                    "charter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="legal_statuses",
                        to="charters.charter",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "legal status",
                "verbose_name_plural": "legal statuses",
                "ordering": ["since", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["recognised", "challenged", "upheld", "narrowed"])
                        ),
                        name="legal_status_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("eid", models.CharField(max_length=20, verbose_name="eId")),
                ("heading", models.CharField(max_length=160, verbose_name="heading")),
                ("text", models.TextField(verbose_name="text")),
                ("sha256", models.CharField(max_length=64)),
                ("entrenched", models.BooleanField(default=False, verbose_name="entrenched")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="charters.edition",
                    ),
                ),
            ],
            options={
                "verbose_name": "article",
                "verbose_name_plural": "articles",
                "ordering": ["edition", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "eid"), name="article_once"),
                    models.UniqueConstraint(fields=("edition", "position"), name="article_position_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Amendment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("reasons", models.TextField(blank=True, verbose_name="reasons")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("tabled", "tabled"),
                            ("adopted", "adopted"),
                            ("enacted", "enacted"),
                            ("rejected", "rejected"),
                            ("lapsed", "lapsed"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("drafted_at", models.DateTimeField(verbose_name="drafted at")),
                ("tabled_at", models.DateTimeField(blank=True, null=True, verbose_name="tabled at")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed at")),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rebased_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rebased",
                        to="charters.amendment",
                    ),
                ),
                (
                    "charter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="charters.charter",
                    ),
                ),
                (
                    "base",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="charters.edition",
                    ),
                ),
                (
                    "edition",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendment",
                        to="charters.edition",
                    ),
                ),
            ],
            options={
                "verbose_name": "amendment",
                "verbose_name_plural": "amendments",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["draft", "tabled", "adopted", "enacted", "rejected", "lapsed", "withdrawn"],
                            )
                        ),
                        name="amendment_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("edition__isnull", False), ("state", "enacted")),
                            models.Q(
                                models.Q(("state", "enacted"), _negated=True), ("edition__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="amendment_enacted_has_edition",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Instruction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "operation",
                    models.CharField(
                        choices=[
                            ("replace", "replace"),
                            ("insert_after", "insert_after"),
                            ("repeal", "repeal"),
                        ],
                        max_length=12,
                        verbose_name="operation",
                    ),
                ),
                ("eid", models.CharField(blank=True, max_length=20, verbose_name="eId")),
                ("expected_sha256", models.CharField(blank=True, max_length=64)),
                ("new_eid", models.CharField(blank=True, max_length=20)),
                ("heading", models.CharField(blank=True, max_length=160, verbose_name="heading")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                (
                    "amendment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="instructions",
                        to="charters.amendment",
                    ),
                ),
            ],
            options={
                "verbose_name": "instruction",
                "verbose_name_plural": "instructions",
                "ordering": ["amendment", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("amendment", "position"), name="instruction_position_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("operation__in", ["replace", "insert_after", "repeal"])),
                        name="instruction_operation_known",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="no_gap",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    func="\nIF EXISTS (\n    SELECT 1 FROM (\n        SELECT until, lead(since) OVER (ORDER BY since) AS next_since,\n               row_number() OVER (ORDER BY since DESC) AS from_last\n        FROM charters_edition\n        WHERE charter_id = NEW.charter_id AND merged_into_id IS NULL\n    ) AS line\n    WHERE (from_last > 1 AND until IS DISTINCT FROM next_since)\n       OR (from_last = 1 AND until IS NOT NULL)\n) THEN\n    RAISE EXCEPTION 'charter %: between its first edition and the end of time there must be no gap',\n        NEW.charter_id USING ERRCODE = 'check_violation', CONSTRAINT = 'edition_no_gap';\nEND IF;\nRETURN NULL;\n",
                    hash="8a08d9914330b189e48df86e69f01b8179be26ef",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_no_gap_3bb33",
                    table="charters_edition",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="words_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='RAISE EXCEPTION \'pgtrigger: Cannot delete or update of "charter_id", "number", "since", "sha256" rows from % table\', TG_TABLE_NAME;',
                    hash="aad8b0b87438d792e84583fba32587993e2c0c73",
                    operation='DELETE OR UPDATE OF "charter_id", "number", "since", "sha256"',
                    pgid="pgtrigger_words_stay_9755f",
                    table="charters_edition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="end_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."until" IS NOT NULL OR OLD."merged_into_id" IS NOT NULL)',
                    func='RAISE EXCEPTION \'pgtrigger: Cannot update of "until", "merged_into_id" rows from % table\', TG_TABLE_NAME;',
                    hash="5f3dc4518230cee93d5e277b28639d2ceaa7b508",
                    operation='UPDATE OF "until", "merged_into_id"',
                    pgid="pgtrigger_end_stays_82a4d",
                    table="charters_edition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="article",
            trigger=pgtrigger.compiler.Trigger(
                name="words_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete or update rows from % table', TG_TABLE_NAME;",
                    hash="af5836789d678659dd54f0a1c5069e280502a1dd",
                    operation="DELETE OR UPDATE",
                    pgid="pgtrigger_words_stay_95228",
                    table="charters_article",
                    when="BEFORE",
                ),
            ),
        ),
    ]

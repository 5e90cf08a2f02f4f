import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("ledger", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(unique=True, verbose_name="day")),
                ("reading_count", models.PositiveIntegerField(verbose_name="readings")),
                ("root", models.CharField(max_length=64, verbose_name="root")),
                ("sealed_at", models.DateTimeField(verbose_name="sealed at")),
            ],
            options={
                "verbose_name": "seal of a day",
                "verbose_name_plural": "seals of days",
                "ordering": ["-day"],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("unit", models.CharField(max_length=12, verbose_name="unit")),
                (
                    "validity_hours",
                    models.PositiveIntegerField(default=72, verbose_name="speaks for (hours)"),
                ),
                (
                    "plausible_low",
                    models.DecimalField(decimal_places=6, max_digits=18, verbose_name="lowest plausible"),
                ),
                (
                    "plausible_high",
                    models.DecimalField(decimal_places=6, max_digits=18, verbose_name="highest plausible"),
                ),
                (
                    "scale_low",
                    models.DecimalField(decimal_places=6, max_digits=18, verbose_name="ruler from"),
                ),
                ("scale_high", models.DecimalField(decimal_places=6, max_digits=18, verbose_name="ruler to")),
                ("is_toxin", models.BooleanField(default=False, verbose_name="is a toxin")),
                ("rank", models.PositiveSmallIntegerField(default=100, verbose_name="order on pages")),
            ],
            options={
                "verbose_name": "indicator",
                "verbose_name_plural": "indicators",
                "ordering": ["rank", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("plausible_low__lt", models.F("plausible_high")),
                            ("scale_low__lt", models.F("scale_high")),
                        ),
                        name="indicator_ranges_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Zone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[("life_luxury", "life_luxury"), ("mixed", "mixed"), ("entropy", "entropy")],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("polygon", models.JSONField(verbose_name="polygon")),
                ("population", models.PositiveIntegerField(verbose_name="population")),
                ("about", models.TextField(blank=True, max_length=1000, verbose_name="about")),
            ],
            options={
                "verbose_name": "zone",
                "verbose_name_plural": "zones",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["life_luxury", "mixed", "entropy"])),
                        name="zone_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Biome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("names", models.JSONField(blank=True, default=list, verbose_name="names in languages")),
                (
                    "functional_group",
                    models.CharField(max_length=8, verbose_name="kind (IUCN functional group)"),
                ),
                ("place", models.JSONField(blank=True, null=True, verbose_name="place")),
                ("story", models.TextField(blank=True, max_length=8000, verbose_name="story")),
                ("notice", models.CharField(blank=True, max_length=240, verbose_name="notice")),
                (
                    "mean_depth_m",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=7, null=True, verbose_name="mean depth (m)"
                    ),
                ),
                ("red_list", models.CharField(default="NE", max_length=2, verbose_name="Red List category")),
                (
                    "red_list_criteria",
                    models.CharField(blank=True, max_length=60, verbose_name="Red List criteria"),
                ),
                ("red_list_on", models.DateField(blank=True, null=True, verbose_name="Red List date")),
                (
                    "red_list_citation",
                    models.CharField(blank=True, max_length=300, verbose_name="Red List citation"),
                ),
                ("stage", models.CharField(default="draft", max_length=12, verbose_name="stage")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published at")),
                (
                    "zones",
                    models.ManyToManyField(
                        blank=True, related_name="biomes", to="biomes.zone", verbose_name="zones"
                    ),
                ),
            ],
            options={
                "verbose_name": "living system",
                "verbose_name_plural": "living systems",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["draft", "published", "withdrawn", "discarded"])),
                        name="biome_stage_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "functional_group__in",
                                [
                                    "F1.1",
                                    "F1.2",
                                    "F1.3",
                                    "F1.4",
                                    "F1.5",
                                    "F1.6",
                                    "F1.7",
                                    "F2.1",
                                    "F2.10",
                                    "F2.2",
                                    "F2.3",
                                    "F2.4",
                                    "F2.5",
                                    "F2.6",
                                    "F2.7",
                                    "F2.8",
                                    "F2.9",
                                    "F3.1",
                                    "F3.2",
                                    "F3.3",
                                    "F3.4",
                                    "F3.5",
                                    "FM1.1",
                                    "FM1.2",
                                    "FM1.3",
                                    "M1.1",
                                    "M1.10",
                                    "M1.2",
                                    "M1.3",
                                    "M1.4",
                                    "M1.5",
                                    "M1.6",
                                    "M1.7",
                                    "M1.8",
                                    "M1.9",
                                    "M2.1",
                                    "M2.2",
                                    "M2.3",
                                    "M2.4",
                                    "M2.5",
                                    "M3.1",
                                    "M3.2",
                                    "M3.3",
                                    "M3.4",
                                    "M3.5",
                                    "M3.6",
                                    "M3.7",
                                    "M4.1",
                                    "M4.2",
                                    "MFT1.1",
                                    "MFT1.2",
                                    "MFT1.3",
                                    "MT1.1",
                                    "MT1.2",
                                    "MT1.3",
                                    "MT1.4",
                                    "MT2.1",
                                    "MT2.2",
                                    "MT3.1",
                                    "S1.1",
                                    "S1.2",
                                    "S2.1",
                                    "SF1.1",
                                    "SF1.2",
                                    "SF2.1",
                                    "SF2.2",
                                    "SM1.1",
                                    "SM1.2",
                                    "SM1.3",
                                    "T1.1",
                                    "T1.2",
                                    "T1.3",
                                    "T1.4",
                                    "T2.1",
                                    "T2.2",
                                    "T2.3",
                                    "T2.4",
                                    "T2.5",
                                    "T2.6",
                                    "T3.1",
                                    "T3.2",
                                    "T3.3",
                                    "T3.4",
                                    "T4.1",
                                    "T4.2",
                                    "T4.3",
                                    "T4.4",
                                    "T4.5",
                                    "T5.1",
                                    "T5.2",
                                    "T5.3",
                                    "T5.4",
                                    "T5.5",
                                    "T6.1",
                                    "T6.2",
                                    "T6.3",
                                    "T6.4",
                                    "T6.5",
                                    "T7.1",
                                    "T7.2",
                                    "T7.3",
                                    "T7.4",
                                    "T7.5",
                                    "TF1.1",
                                    "TF1.2",
                                    "TF1.3",
                                    "TF1.4",
                                    "TF1.5",
                                    "TF1.6",
                                    "TF1.7",
                                ],
                            )
                        ),
                        name="biome_group_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("red_list__in", ["CO", "CR", "EN", "VU", "NT", "LC", "DD", "NE"])
                        ),
                        name="biome_red_list_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "published"), _negated=True),
                            models.Q(("place__isnull", False), ("published_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="biome_published_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Station",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        max_length=40,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[A-Za-z0-9][A-Za-z0-9._-]*\\Z",
                                "Use letters without accents, digits, dots, dashes and underscores.",
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="name")),
                ("lon", models.DecimalField(decimal_places=6, max_digits=9, verbose_name="longitude")),
                ("lat", models.DecimalField(decimal_places=6, max_digits=8, verbose_name="latitude")),
                ("checks_itself", models.BooleanField(default=True, verbose_name="automatic checks count")),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed at")),
                (
                    "biome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stations",
                        to="biomes.biome",
                    ),
                ),
                (
                    "operator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stations",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "station",
                "verbose_name_plural": "stations",
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lat__gte", -90), ("lat__lte", 90), ("lon__gte", -180), ("lon__lte", 180)
                        ),
                        name="station_on_earth",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Threshold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("stressed", "stressed"),
                            ("distressed", "distressed"),
                            ("critical", "critical"),
                        ],
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("above", "above"), ("below", "below")],
                        max_length=5,
                        verbose_name="harmful side",
                    ),
                ),
                ("value", models.DecimalField(decimal_places=6, max_digits=18, verbose_name="limit")),
                (
                    "typology_code",
                    models.CharField(blank=True, max_length=8, verbose_name="part of the typology"),
                ),
                ("label", models.CharField(blank=True, max_length=40, verbose_name="short name")),
                ("source", models.CharField(max_length=300, verbose_name="source")),
                ("source_url", models.URLField(blank=True, verbose_name="address of the source")),
                ("source_year", models.PositiveSmallIntegerField(verbose_name="year of the source")),
                ("since", models.DateTimeField(verbose_name="in force since")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="in force until")),
                ("author", models.CharField(blank=True, max_length=32, verbose_name="author")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "biome",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="thresholds",
                        to="biomes.biome",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="biomes.threshold",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="thresholds",
                        to="biomes.indicator",
                    ),
                ),
            ],
            options={
                "verbose_name": "threshold",
                "verbose_name_plural": "thresholds",
                "ordering": ["indicator", "value", "since"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["stressed", "distressed", "critical"])),
                        name="threshold_level_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("direction__in", ["above", "below"])),
                        name="threshold_direction_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("biome__isnull", True), ("typology_code", ""), _connector="OR"),
                        name="threshold_one_scope",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("since__lt", models.F("until")), _connector="OR"
                        ),
                        name="threshold_since_before_until",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("indicator", "="),
                            ("level", "="),
                            ("direction", "="),
                            (django.db.models.functions.comparison.Coalesce("biome", 0), "="),
                            ("typology_code", "="),
                            (
                                models.Func(
                                    "since",
                                    "until",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(),
                                    function="TSTZRANGE",
                                    output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="threshold_one_in_force",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Jurisdiction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="since")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "biome",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="jurisdictions",
                        to="biomes.biome",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jurisdictions",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="jurisdictions",
                        to="biomes.zone",
                    ),
                ),
            ],
            options={
                "verbose_name": "jurisdiction",
                "verbose_name_plural": "jurisdictions",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("biome__isnull", True), ("zone__isnull", True), _connector="XOR"),
                        name="jurisdiction_over_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("since__lt", models.F("until")), _connector="OR"
                        ),
                        name="jurisdiction_since_before_until",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("biome__isnull", False)),
                        expressions=[
                            ("biome", "="),
                            (
                                models.Func(
                                    "since",
                                    "until",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(),
                                    function="TSTZRANGE",
                                    output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="jurisdiction_one_per_biome",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("zone__isnull", False)),
                        expressions=[
                            ("zone", "="),
                            (
                                models.Func(
                                    "since",
                                    "until",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(),
                                    function="TSTZRANGE",
                                    output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="jurisdiction_one_per_zone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Condition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(max_length=12, verbose_name="state")),
                ("reasons", models.JSONField(default=list, verbose_name="reasons")),
                ("since", models.DateTimeField(verbose_name="since")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                ("review_at", models.DateTimeField(blank=True, null=True, verbose_name="to be reviewed at")),
                ("valid_until", models.DateTimeField(blank=True, null=True, verbose_name="valid until")),
                (
                    "biome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conditions",
                        to="biomes.biome",
                    ),
                ),
            ],
            options={
                "verbose_name": "condition",
                "verbose_name_plural": "conditions",
                "ordering": ["biome", "-since"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("biome",),
                        name="condition_one_now",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("since__lt", models.F("until")), _connector="OR"
                        ),
                        name="condition_since_before_until",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Guardianship",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "hand",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "1"), (2, "2")], default=1, verbose_name="hand"
                    ),
                ),
                ("instrument", models.CharField(max_length=200, verbose_name="instrument")),
                ("since", models.DateTimeField(verbose_name="since")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "biome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guardianships",
                        to="biomes.biome",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guardianships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "guardianship",
                "verbose_name_plural": "guardianships",
                "ordering": ["biome", "hand", "-since"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("hand__in", [1, 2])), name="guardianship_two_hands"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("since__lt", models.F("until")), _connector="OR"
                        ),
                        name="guardianship_since_before_until",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("biome", "="),
                            ("hand", "="),
                            (
                                models.Func(
                                    "since",
                                    "until",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(),
                                    function="TSTZRANGE",
                                    output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="guardianship_one_per_hand",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("biome", "="),
                            ("user", "="),
                            (
                                models.Func(
                                    "since",
                                    "until",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(),
                                    function="TSTZRANGE",
                                    output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="guardianship_one_hand_each",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("flow", "flow"),
                            ("migration", "migration"),
                            ("recharge", "recharge"),
                            ("exchange", "exchange"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("both_ways", models.BooleanField(default=False, verbose_name="both ways")),
                (
                    "strength",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=3,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="strength",
                    ),
                ),
                ("evidence", models.CharField(max_length=300, verbose_name="evidence")),
                ("evidence_url", models.URLField(blank=True, verbose_name="address of the evidence")),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links_out",
                        to="biomes.biome",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links_in",
                        to="biomes.biome",
                    ),
                ),
            ],
            options={
                "verbose_name": "link",
                "verbose_name_plural": "links",
                "constraints": [
                    models.UniqueConstraint(fields=("source", "target", "kind"), name="link_once"),
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("target")), _negated=True),
                        name="link_between_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("strength__gte", 0), ("strength__lte", 1)),
                        name="link_strength_is_a_share",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["flow", "migration", "recharge", "exchange"])),
                        name="link_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("author", models.CharField(max_length=32, verbose_name="author")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("snapshot", models.JSONField(verbose_name="content")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published at")),
                ("published_by", models.CharField(blank=True, max_length=32, verbose_name="published by")),
                ("dropped_at", models.DateTimeField(blank=True, null=True, verbose_name="dropped at")),
                ("reverts_to", models.PositiveIntegerField(blank=True, null=True, verbose_name="returns to")),
                (
                    "biome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="biomes.biome",
                    ),
                ),
            ],
            options={
                "verbose_name": "revision",
                "verbose_name_plural": "revisions",
                "ordering": ["biome", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("biome", "number"), name="revision_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("dropped_at__isnull", True), ("published_at__isnull", True)),
                        fields=("biome",),
                        name="revision_one_waiting",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at__isnull", True), ("dropped_at__isnull", True), _connector="OR"
                        ),
                        name="revision_published_or_dropped",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sender", models.CharField(max_length=64, verbose_name="sender")),
                ("received_at", models.DateTimeField(verbose_name="received at")),
                ("row_count", models.PositiveIntegerField(default=0, verbose_name="rows")),
                ("stored_count", models.PositiveIntegerField(default=0, verbose_name="stored")),
                ("duplicate_count", models.PositiveIntegerField(default=0, verbose_name="duplicates")),
                ("corrected_count", models.PositiveIntegerField(default=0, verbose_name="corrections")),
                ("flagged_count", models.PositiveIntegerField(default=0, verbose_name="flagged")),
                ("refused_count", models.PositiveIntegerField(default=0, verbose_name="refused")),
                (
                    "station",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches",
                        to="biomes.station",
                    ),
                ),
            ],
            options={
                "verbose_name": "batch of readings",
                "verbose_name_plural": "batches of readings",
                "ordering": ["-received_at"],
            },
        ),
        migrations.CreateModel(
            name="StationKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("hint", models.CharField(max_length=12, verbose_name="begins with")),
                ("issued_at", models.DateTimeField(verbose_name="issued at")),
                ("issued_by", models.CharField(max_length=32, verbose_name="issued by")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked at")),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="keys", to="biomes.station"
                    ),
                ),
            ],
            options={
                "verbose_name": "station key",
                "verbose_name_plural": "station keys",
                "ordering": ["-issued_at"],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phenomenon_at", models.DateTimeField(verbose_name="time of the phenomenon")),
                (
                    "precision",
                    models.CharField(default="instant", max_length=8, verbose_name="precision of the time"),
                ),
                (
                    "depth_m",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=8, null=True, verbose_name="depth (m)"
                    ),
                ),
                (
                    "replicate",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="replicate"),
                ),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                ("is_current", models.BooleanField(default=True, verbose_name="newest version")),
                ("result_at", models.DateTimeField(blank=True, null=True, verbose_name="time of the result")),
                ("received_at", models.DateTimeField(verbose_name="received at")),
                ("value", models.DecimalField(decimal_places=6, max_digits=18, verbose_name="value")),
                (
                    "qualifier",
                    models.CharField(blank=True, default="", max_length=1, verbose_name="qualifier"),
                ),
                (
                    "detection_limit",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=18, null=True, verbose_name="detection limit"
                    ),
                ),
                ("unit", models.CharField(max_length=12, verbose_name="unit")),
                ("as_sent", models.CharField(blank=True, max_length=64, verbose_name="as sent")),
                ("quality", models.CharField(default="raw", max_length=8, verbose_name="quality")),
                (
                    "flags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="flags",
                    ),
                ),
                ("method", models.CharField(blank=True, max_length=80, verbose_name="method")),
                ("historical", models.BooleanField(default=False, verbose_name="historical")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="biomes.batch",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="biomes.indicator",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="biomes.station",
                    ),
                ),
            ],
            options={
                "verbose_name": "reading",
                "verbose_name_plural": "readings",
                "indexes": [
                    models.Index(fields=["received_at", "id"], name="reading_received"),
                    models.Index(
                        condition=models.Q(("is_current", True), ("quality", "raw")),
                        fields=["-received_at"],
                        name="reading_to_look_at",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "station",
                            "indicator",
                            "phenomenon_at",
                            "precision",
                            "depth_m",
                            "replicate",
                            "version",
                        ),
                        name="reading_once",
                        nulls_distinct=False,
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("station", "indicator", "phenomenon_at", "precision", "depth_m", "replicate"),
                        name="reading_one_current",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quality__in", ["raw", "checked", "rejected"])),
                        name="reading_quality_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("precision__in", ["instant", "day", "month", "year"])),
                        name="reading_precision_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("qualifier__in", ["", "<", ">"])), name="reading_qualifier_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("qualifier", "<"), _negated=True),
                            ("detection_limit__isnull", False),
                            _connector="OR",
                        ),
                        name="reading_below_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__lt", "1000000000000")), name="reading_is_a_number"
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reading",
            trigger=pgtrigger.compiler.Trigger(
                name="readings_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="4894d6ba7b47960f4cc91f4bcac0da0a09385dbb",
                    operation="DELETE",
                    pgid="pgtrigger_readings_stay_ced19",
                    table="biomes_reading",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reading",
            trigger=pgtrigger.compiler.Trigger(
                name="readings_are_not_rewritten",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."station_id" IS DISTINCT FROM (NEW."station_id") OR OLD."indicator_id" IS DISTINCT FROM (NEW."indicator_id") OR OLD."phenomenon_at" IS DISTINCT FROM (NEW."phenomenon_at") OR OLD."precision" IS DISTINCT FROM (NEW."precision") OR OLD."depth_m" IS DISTINCT FROM (NEW."depth_m") OR OLD."replicate" IS DISTINCT FROM (NEW."replicate") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."result_at" IS DISTINCT FROM (NEW."result_at") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."value" IS DISTINCT FROM (NEW."value") OR OLD."qualifier" IS DISTINCT FROM (NEW."qualifier") OR OLD."detection_limit" IS DISTINCT FROM (NEW."detection_limit") OR OLD."unit" IS DISTINCT FROM (NEW."unit") OR OLD."as_sent" IS DISTINCT FROM (NEW."as_sent") OR OLD."method" IS DISTINCT FROM (NEW."method") OR OLD."historical" IS DISTINCT FROM (NEW."historical") OR OLD."batch_id" IS DISTINCT FROM (NEW."batch_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="1a7b1ddb4a5870ccda7f77928cc282d32022ee62",
                    operation="UPDATE",
                    pgid="pgtrigger_readings_are_not_rewritten_d085f",
                    table="biomes_reading",
                    when="BEFORE",
                ),
            ),
        ),
    ]

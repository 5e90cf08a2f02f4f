import django.db.models.constraints
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
            name="Exhibit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="slug")),
                ("title", models.CharField(max_length=80, verbose_name="title")),
                ("lede", models.CharField(blank=True, max_length=300, verbose_name="in one sentence")),
                ("content_note", models.CharField(blank=True, max_length=200, verbose_name="content note")),
                ("language", models.CharField(default="en", max_length=8, verbose_name="language")),
                ("run", models.PositiveIntegerField(blank=True, null=True, verbose_name="run")),
                ("petition", models.SlugField(blank=True, max_length=120, verbose_name="petition")),
                (
                    "rights",
                    models.CharField(
                        choices=[
                            ("cc-by-4.0", "Free to use with the artist's name (CC BY 4.0)"),
                            (
                                "cc-by-sa-4.0",
                                "Free to use with the name, under the same terms (CC BY-SA 4.0)",
                            ),
                            ("cc-by-nc-4.0", "Free to use with the name, not for money (CC BY-NC 4.0)"),
                            ("reserved", "All rights with the artist"),
                        ],
                        default="cc-by-4.0",
                        max_length=20,
                        verbose_name="rights",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("review", "In review"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("drafted_at", models.DateTimeField(verbose_name="drafted")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="sent for review")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn")),
                ("texts_sha256", models.CharField(blank=True, max_length=64)),
                (
                    "artist",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="exhibits",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "biome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exhibits",
                        to="biomes.biome",
                    ),
                ),
            ],
            options={
                "verbose_name": "exhibit",
                "verbose_name_plural": "exhibits",
                "ordering": ["-published_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "review", "published", "withdrawn"])),
                        name="exhibit_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rights__in", ["cc-by-4.0", "cc-by-sa-4.0", "cc-by-nc-4.0", "reserved"])
                        ),
                        name="exhibit_rights_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="exhibit_published_has_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExhibitVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("title", models.CharField(max_length=80, verbose_name="title")),
                ("lede", models.CharField(blank=True, max_length=300, verbose_name="in one sentence")),
                ("content_note", models.CharField(blank=True, max_length=200, verbose_name="content note")),
                ("by_machine", models.BooleanField(default=False, verbose_name="translated by a machine")),
                (
                    "exhibit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="exhibits.exhibit",
                    ),
                ),
            ],
            options={
                "verbose_name": "language version of an exhibit",
                "verbose_name_plural": "language versions of exhibits",
                "constraints": [
                    models.UniqueConstraint(fields=("exhibit", "language"), name="exhibit_version_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Scene",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("title", models.CharField(max_length=60, verbose_name="title")),
                ("text_twin", models.TextField(blank=True, max_length=8000, verbose_name="text twin")),
                (
                    "alt_text",
                    models.CharField(blank=True, max_length=400, verbose_name="the picture in words"),
                ),
                ("caption", models.CharField(blank=True, max_length=200, verbose_name="caption")),
                ("run", models.PositiveIntegerField(verbose_name="run")),
                (
                    "arm",
                    models.CharField(
                        choices=[("baseline", "without the plan"), ("plan", "with the plan")],
                        max_length=8,
                        verbose_name="with or without the plan",
                    ),
                ),
                ("day", models.PositiveSmallIntegerField(verbose_name="day of the run")),
                ("frame_sha256", models.CharField(max_length=64)),
                ("picture", models.JSONField(default=dict)),
                ("numbers", models.JSONField(default=dict)),
                (
                    "exhibit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scenes",
                        to="exhibits.exhibit",
                    ),
                ),
            ],
            options={
                "verbose_name": "scene",
                "verbose_name_plural": "scenes",
                "ordering": ["exhibit", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("exhibit", "number"),
                        name="scene_numbered_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("arm__in", ["baseline", "plan"])), name="scene_arm_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SceneVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("title", models.CharField(max_length=60, verbose_name="title")),
                ("text_twin", models.TextField(max_length=8000, verbose_name="text twin")),
                (
                    "alt_text",
                    models.CharField(blank=True, max_length=400, verbose_name="the picture in words"),
                ),
                ("caption", models.CharField(blank=True, max_length=200, verbose_name="caption")),
                ("by_machine", models.BooleanField(default=False, verbose_name="translated by a machine")),
                (
                    "scene",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="exhibits.scene",
                    ),
                ),
            ],
            options={
                "verbose_name": "language version of a scene",
                "verbose_name_plural": "language versions of scenes",
                "constraints": [
                    models.UniqueConstraint(fields=("scene", "language"), name="scene_version_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.CharField(max_length=160, verbose_name="subject")),
                ("note", models.CharField(blank=True, max_length=120, verbose_name="note")),
                (
                    "scene",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="exhibits.scene",
                    ),
                ),
            ],
            options={
                "verbose_name": "source",
                "verbose_name_plural": "sources",
                "ordering": ["scene", "pk"],
                "constraints": [models.UniqueConstraint(fields=("scene", "subject"), name="source_once")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="exhibit",
            trigger=pgtrigger.compiler.Trigger(
                name="no_scene_without_words",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"state\" = 'published')",
                    func="IF NOT EXISTS (SELECT 1 FROM exhibits_scene WHERE exhibit_id = NEW.id) OR EXISTS (SELECT 1 FROM exhibits_scene WHERE exhibit_id = NEW.id AND btrim(text_twin) = '') THEN RAISE EXCEPTION 'an exhibit is published with scenes, and every scene with its text twin' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;",
                    hash="110800c9c2fa0b16ef51ea02523033185a4e6a02",
                    operation='INSERT OR UPDATE OF "state"',
                    pgid="pgtrigger_no_scene_without_words_943bd",
                    table="exhibits_exhibit",
                    when="BEFORE",
                ),
            ),
        ),
    ]

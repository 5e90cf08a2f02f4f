import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import moderation.models.item


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Code",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(unique=True)),
                ("label", models.CharField(max_length=80, verbose_name="label")),
                ("public_text", models.TextField(max_length=600, verbose_name="public text")),
                ("approves", models.BooleanField(default=False, verbose_name="is a reason to approve")),
                ("hides", models.BooleanField(default=False, verbose_name="hides the text")),
                ("retired", models.BooleanField(default=False, verbose_name="no longer offered")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "moderation code",
                "verbose_name_plural": "moderation codes",
                "ordering": ["-approves", "order", "slug"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("approves", True), ("hides", True), _negated=True),
                        name="code_approving_hides_nothing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("kind", models.CharField(max_length=60, verbose_name="kind")),
                ("snapshot", models.JSONField(verbose_name="text")),
                ("salt", models.BinaryField(default=moderation.models.item.new_salt)),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("author", models.CharField(blank=True, max_length=32, verbose_name="author")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("approved", "approved"),
                            ("rejected", "rejected"),
                            ("appealed", "appealed"),
                            ("confirmed", "rejected for good"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="waiting",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("submitted_at", models.DateTimeField(verbose_name="submitted at")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided at")),
            ],
            options={
                "verbose_name": "item",
                "verbose_name_plural": "items",
                "indexes": [models.Index(fields=["state", "submitted_at"], name="item_queue")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["waiting", "approved", "rejected", "appealed", "confirmed", "withdrawn"],
                            )
                        ),
                        name="item_state_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["appealed", "waiting"])),
                        fields=("subject",),
                        name="item_queued_once_per_subject",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by", models.CharField(max_length=32, verbose_name="by")),
                ("reason", models.TextField(max_length=1000, verbose_name="reason")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeal",
                        to="moderation.item",
                    ),
                ),
            ],
            options={
                "verbose_name": "appeal",
                "verbose_name_plural": "appeals",
            },
        ),
        migrations.CreateModel(
            name="Lock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("taken_at", models.DateTimeField(verbose_name="taken at")),
                ("until", models.DateTimeField(verbose_name="until")),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lock", to="moderation.item"
                    ),
                ),
                (
                    "moderator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "lock",
                "verbose_name_plural": "locks",
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("approve", models.BooleanField(verbose_name="approved")),
                ("text", models.TextField(blank=True, max_length=1000, verbose_name="published words")),
                ("on_appeal", models.BooleanField(default=False, verbose_name="on appeal")),
                ("decided_at", models.DateTimeField(verbose_name="decided at")),
                (
                    "code",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="moderation.code",
                    ),
                ),
                (
                    "moderator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="moderation.item",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "constraints": [
                    models.UniqueConstraint(fields=("item", "on_appeal"), name="decision_once_per_round"),
                    models.UniqueConstraint(
                        fields=("item", "moderator"), name="decision_never_twice_by_one_moderator"
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="decision_stands",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5de72db9d36523733e48f2254466125e89bf07c5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_decision_stands_ef0f4",
                    table="moderation_decision",
                    when="BEFORE",
                ),
            ),
        ),
    ]

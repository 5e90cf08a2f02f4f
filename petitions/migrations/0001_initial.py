import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import petitions.models.petition


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        # btree_gist and pg_trgm
        ("ledger", "0001_initial"),
        ("accounts", "0001_initial"),
        ("biomes", "0001_initial"),
        ("charters", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Listed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[("prefix", "network prefix"), ("domain", "domain"), ("address", "address")],
                        max_length=10,
                        verbose_name="what",
                    ),
                ),
                ("value", models.CharField(max_length=254, verbose_name="value")),
                ("allowed", models.BooleanField(default=False, verbose_name="allowed (else blocked)")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("since", models.DateTimeField(verbose_name="since")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
            ],
            options={
                "verbose_name": "blocked or allowed sender",
                "verbose_name_plural": "blocked and allowed senders",
                "indexes": [models.Index(fields=["what", "value"], name="petitions_l_what_49ce8e_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("since__lt", models.F("until")), _connector="OR"
                        ),
                        name="listed_since_before_until",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Petition",
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
                        default=petitions.models.petition.new_code, editable=False, max_length=20, unique=True
                    ),
                ),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="slug")),
                ("title", models.CharField(blank=True, max_length=80, verbose_name="title")),
                ("background", models.TextField(blank=True, max_length=300, verbose_name="background")),
                ("details", models.TextField(blank=True, max_length=800, verbose_name="details")),
                ("language", models.CharField(default="en", max_length=8, verbose_name="language")),
                ("right", models.CharField(blank=True, max_length=120, verbose_name="right at stake")),
                (
                    "relation",
                    models.CharField(blank=True, max_length=10, verbose_name="relation to the place"),
                ),
                ("state", models.CharField(default="draft", max_length=20, verbose_name="state")),
                ("response_track", models.CharField(default="none", max_length=10, verbose_name="response")),
                ("debate_track", models.CharField(default="none", max_length=10, verbose_name="debate")),
                (
                    "end_reason",
                    models.TextField(blank=True, max_length=600, verbose_name="reason of its end"),
                ),
                ("created_at", models.DateTimeField(verbose_name="begun at")),
                ("saved_at", models.DateTimeField(verbose_name="saved at")),
                ("filed_at", models.DateTimeField(blank=True, null=True, verbose_name="filed at")),
                (
                    "moderated_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="in moderation since"),
                ),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="opened at")),
                ("closes_at", models.DateTimeField(blank=True, null=True, verbose_name="closes at")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                (
                    "anonymised_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="signers forgotten at"),
                ),
                (
                    "signature_count",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="signatures"),
                ),
                (
                    "counted_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="counted at"),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="petitions",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="petitions",
                        to="biomes.zone",
                    ),
                ),
            ],
            options={
                "verbose_name": "petition",
                "verbose_name_plural": "petitions",
                "ordering": ["-opened_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Filer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="name")),
                ("email", models.CharField(blank=True, max_length=254, verbose_name="e-mail")),
                ("canonical", models.CharField(blank=True, max_length=254)),
                ("language", models.CharField(default="en", max_length=8)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("token_hash", models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed at")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "petition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="filer",
                        to="petitions.petition",
                    ),
                ),
            ],
            options={
                "verbose_name": "filer",
                "verbose_name_plural": "filers",
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
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("counted_at", models.DateTimeField(verbose_name="counted at")),
                ("count", models.PositiveIntegerField(verbose_name="signatures")),
                ("total", models.PositiveIntegerField(verbose_name="total after it")),
                ("root", models.CharField(max_length=64, verbose_name="root")),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches",
                        to="petitions.petition",
                    ),
                ),
            ],
            options={
                "verbose_name": "batch",
                "verbose_name_plural": "batches",
                "ordering": ["petition", "number"],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("email", models.CharField(max_length=254, verbose_name="e-mail")),
                ("canonical", models.CharField(max_length=254, null=True)),
                ("relation", models.CharField(blank=True, max_length=10)),
                ("updates", models.BooleanField(default=False)),
                ("language", models.CharField(default="en", max_length=8)),
                (
                    "origins",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), blank=True, default=list, size=None
                    ),
                ),
                ("origin", models.CharField(blank=True, max_length=32)),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("expires_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("judged_at", models.DateTimeField(blank=True, null=True)),
                ("held_by", models.CharField(blank=True, max_length=20, verbose_name="held by")),
                ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="released at")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="mailed at")),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("bounced_at", models.DateTimeField(blank=True, null=True, verbose_name="bounced at")),
                (
                    "zone",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="biomes.zone",
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to="petitions.petition",
                    ),
                ),
            ],
            options={
                "verbose_name": "attempt to sign",
                "verbose_name_plural": "attempts to sign",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Ask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("text", models.CharField(max_length=250, verbose_name="ask")),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asks",
                        to="petitions.petition",
                    ),
                ),
            ],
            options={
                "verbose_name": "ask",
                "verbose_name_plural": "asks",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="PetitionBiome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "biome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="biomes.biome"
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="about",
                        to="petitions.petition",
                    ),
                ),
            ],
            options={
                "verbose_name": "living system of a petition",
                "verbose_name_plural": "living systems of petitions",
                "ordering": ["id"],
            },
        ),
        migrations.AddField(
            model_name="petition",
            name="biomes",
            field=models.ManyToManyField(
                related_name="petitions", through="petitions.PetitionBiome", to="biomes.biome"
            ),
        ),
        migrations.CreateModel(
            name="Response",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                ("given_by", models.CharField(max_length=32)),
                ("given_at", models.DateTimeField(verbose_name="given at")),
                ("summary", models.CharField(max_length=250, verbose_name="in one sentence")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="petition_responses",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="petitions.petition",
                    ),
                ),
            ],
            options={
                "verbose_name": "response",
                "verbose_name_plural": "responses",
                "ordering": ["version"],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("yes", "Yes"), ("partly", "Partly"), ("later", "By a date"), ("no", "No")],
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="reasons")),
                ("by_date", models.DateField(blank=True, null=True, verbose_name="by")),
                (
                    "ask",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="petitions.ask",
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="petitions.response",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to an ask",
                "verbose_name_plural": "answers to asks",
                "ordering": ["ask__number"],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("receipt", models.CharField(max_length=26, primary_key=True, serialize=False)),
                ("canonical", models.CharField(max_length=254, null=True)),
                ("slot", models.PositiveSmallIntegerField(default=1)),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="name")),
                ("email", models.CharField(blank=True, max_length=254, verbose_name="e-mail")),
                ("relation", models.CharField(blank=True, max_length=10)),
                ("updates", models.BooleanField(default=False)),
                ("language", models.CharField(default="en", max_length=8)),
                ("confirmed_at", models.DateTimeField(verbose_name="confirmed at")),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="petitions.batch",
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="petitions.petition",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="biomes.zone",
                    ),
                ),
            ],
            options={
                "verbose_name": "signature",
                "verbose_name_plural": "signatures",
            },
        ),
        migrations.CreateModel(
            name="Sponsor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="name")),
                ("email", models.CharField(blank=True, max_length=254, verbose_name="e-mail")),
                ("canonical", models.CharField(max_length=254, null=True)),
                ("language", models.CharField(default="en", max_length=8)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("asked_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed at")),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sponsors",
                        to="petitions.petition",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="biomes.zone",
                    ),
                ),
            ],
            options={
                "verbose_name": "sponsor",
                "verbose_name_plural": "sponsors",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="SponsorNeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("count", models.PositiveSmallIntegerField(verbose_name="sponsors")),
                ("since", models.DateTimeField(verbose_name="since")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "zone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="biomes.zone"
                    ),
                ),
            ],
            options={
                "verbose_name": "sponsors of a zone",
                "verbose_name_plural": "sponsors of zones",
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
                    "kind",
                    models.CharField(
                        choices=[("response", "Response"), ("debate", "Debate")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("count", models.PositiveIntegerField(verbose_name="signatures")),
                ("since", models.DateTimeField(verbose_name="since")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="petition_thresholds",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "threshold",
                "verbose_name_plural": "thresholds",
                "ordering": ["body", "count"],
            },
        ),
        migrations.CreateModel(
            name="Crossing",
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
                        choices=[("response", "Response"), ("debate", "Debate")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("needed", models.PositiveIntegerField(verbose_name="needed")),
                ("crossed_at", models.DateTimeField(verbose_name="passed at")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn at")),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="charters.duty"
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="crossings",
                        to="petitions.petition",
                    ),
                ),
                (
                    "threshold",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="crossings",
                        to="petitions.threshold",
                    ),
                ),
            ],
            options={
                "verbose_name": "threshold passed",
                "verbose_name_plural": "thresholds passed",
                "ordering": ["crossed_at", "needed"],
            },
        ),
        migrations.CreateModel(
            name="ThresholdZone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("count", models.PositiveIntegerField(verbose_name="signatures")),
                (
                    "threshold",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="zones",
                        to="petitions.threshold",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="biomes.zone"
                    ),
                ),
            ],
            options={
                "verbose_name": "threshold of a zone",
                "verbose_name_plural": "thresholds of zones",
            },
        ),
        migrations.CreateModel(
            name="ZoneCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("count", models.PositiveIntegerField(default=0)),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="zone_counts",
                        to="petitions.petition",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="biomes.zone",
                    ),
                ),
            ],
            options={
                "verbose_name": "count by zone",
                "verbose_name_plural": "counts by zone",
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20, verbose_name="kind")),
                ("about", models.CharField(blank=True, max_length=60)),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="name")),
                ("email", models.CharField(blank=True, max_length=254, verbose_name="e-mail")),
                ("canonical", models.CharField(max_length=254, null=True)),
                ("language", models.CharField(default="en", max_length=8)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("origin", models.CharField(blank=True, max_length=32)),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("judged_at", models.DateTimeField(blank=True, null=True)),
                ("held_by", models.CharField(blank=True, max_length=20, verbose_name="held by")),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="mailed at")),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("bounced_at", models.DateTimeField(blank=True, null=True, verbose_name="bounced at")),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letters",
                        to="petitions.petition",
                    ),
                ),
            ],
            options={
                "verbose_name": "letter",
                "verbose_name_plural": "letters",
                "indexes": [
                    models.Index(
                        condition=models.Q(("held_by", ""), ("sent_at__isnull", True)),
                        fields=["due_at"],
                        name="letter_due",
                    ),
                    models.Index(fields=["origin", "asked_at"], name="letter_origin"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("petition", "kind", "canonical", "about"), name="letter_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "confirm_filing",
                                    "invite_sponsor",
                                    "confirm_sponsor",
                                    "in_moderation",
                                    "opened",
                                    "rejected",
                                    "answered",
                                    "closed",
                                ],
                            )
                        ),
                        name="letter_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HourCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hour", models.DateTimeField(verbose_name="hour")),
                ("count", models.PositiveIntegerField(default=0)),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hour_counts",
                        to="petitions.petition",
                    ),
                ),
            ],
            options={
                "verbose_name": "count by hour",
                "verbose_name_plural": "counts by hour",
                "ordering": ["hour"],
                "constraints": [models.UniqueConstraint(fields=("petition", "hour"), name="hour_count_once")],
            },
        ),
        migrations.CreateModel(
            name="Citation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.CharField(max_length=120, verbose_name="subject")),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="citations",
                        to="petitions.petition",
                    ),
                ),
            ],
            options={
                "verbose_name": "citation",
                "verbose_name_plural": "citations",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("petition", "subject"), name="citation_once")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.UniqueConstraint(fields=("petition", "number"), name="batch_number_once"),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(condition=models.Q(("count__gte", 1)), name="batch_not_empty"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="batch",
            trigger=pgtrigger.compiler.Trigger(
                name="batch_is_final",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="416cdd72c9b60bf99cb0b5fc1d6d855b08ff7fce",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_batch_is_final_b7f3d",
                    table="petitions_batch",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(
                condition=models.Q(("held_by", ""), ("sent_at__isnull", True)),
                fields=["due_at"],
                name="attempt_due",
            ),
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(fields=["origin", "asked_at"], name="attempt_origin"),
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(fields=["petition", "canonical"], name="attempt_address"),
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(fields=["expires_at"], name="attempt_expiry"),
        ),
        migrations.AddConstraint(
            model_name="ask",
            constraint=models.UniqueConstraint(fields=("petition", "number"), name="ask_number_once"),
        ),
        migrations.AddConstraint(
            model_name="ask",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1), ("number__lte", 5)), name="ask_between_one_and_five"
            ),
        ),
        migrations.AddConstraint(
            model_name="petitionbiome",
            constraint=models.UniqueConstraint(fields=("petition", "biome"), name="petition_biome_once"),
        ),
        migrations.AddIndex(
            model_name="petition",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["title"], name="petition_title_trgm", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="petition",
            index=models.Index(fields=["state", "closes_at"], name="petitions_p_state_a1c32d_idx"),
        ),
        migrations.AddIndex(
            model_name="petition",
            index=models.Index(fields=["state", "-signature_count"], name="petitions_p_state_711330_idx"),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "draft",
                            "seeking_sponsors",
                            "moderation",
                            "open",
                            "closed",
                            "rejected",
                            "hidden",
                            "stopped",
                            "withdrawn",
                        ],
                    )
                ),
                name="petition_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(("response_track__in", ["none", "owed", "partial", "answered"])),
                name="petition_response_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("debate_track__in", ["none", "owed", "on_agenda", "debated", "declined"])
                ),
                name="petition_debate_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(("relation__in", ["", "lives", "works", "cares"])),
                name="petition_relation_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["open", "closed"]), _negated=True),
                    models.Q(
                        ("body__isnull", False), ("closes_at__isnull", False), ("opened_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="petition_open_has_deadline",
            ),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.UniqueConstraint(fields=("petition", "version"), name="response_version_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="response",
            trigger=pgtrigger.compiler.Trigger(
                name="response_is_final",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="dec5145a29400c08fc2f77d34cbb953f03472e6b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_response_is_final_7e1e4",
                    table="petitions_response",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(fields=("response", "ask"), name="answer_once"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["yes", "partly", "later", "no"])),
                name="answer_verdict_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", "later"), _negated=True), ("by_date__isnull", False), _connector="OR"
                ),
                name="answer_later_has_a_date",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="answer",
            trigger=pgtrigger.compiler.Trigger(
                name="answer_is_final",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d4dd1cbd66c3f5d967781e21ebd72a2850b847e3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_answer_is_final_ad5aa",
                    table="petitions_answer",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                condition=models.Q(("batch__isnull", True)), fields=["petition"], name="signature_uncounted"
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(fields=["batch"], name="signature_batch"),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                fields=("petition", "canonical", "slot"), name="signature_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(("slot__in", [1, 2])), name="signature_two_slots"
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(("relation__in", ["", "lives", "works", "cares"])),
                name="signature_relation_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="sponsor",
            constraint=models.UniqueConstraint(fields=("petition", "canonical"), name="sponsor_once"),
        ),
        migrations.AddConstraint(
            model_name="sponsorneed",
            constraint=models.CheckConstraint(
                condition=models.Q(("count__gte", 1), ("count__lte", 20)), name="sponsor_need_sensible"
            ),
        ),
        migrations.AddConstraint(
            model_name="sponsorneed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True), ("since__lt", models.F("until")), _connector="OR"
                ),
                name="sponsor_need_since_before_until",
            ),
        ),
        migrations.AddConstraint(
            model_name="sponsorneed",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
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
                name="sponsor_need_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="threshold",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["response", "debate"])), name="petition_threshold_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="threshold",
            constraint=models.CheckConstraint(
                condition=models.Q(("count__gte", 1)), name="petition_threshold_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="threshold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True), ("since__lt", models.F("until")), _connector="OR"
                ),
                name="petition_threshold_since_before_until",
            ),
        ),
        migrations.AddConstraint(
            model_name="threshold",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("body", "="),
                    ("kind", "="),
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
                name="petition_threshold_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="crossing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("petition", "kind"),
                name="crossing_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="thresholdzone",
            constraint=models.UniqueConstraint(fields=("threshold", "zone"), name="threshold_zone_once"),
        ),
        migrations.AddConstraint(
            model_name="zonecount",
            constraint=models.UniqueConstraint(
                fields=("petition", "zone"), name="zone_count_once", nulls_distinct=False
            ),
        ),
    ]

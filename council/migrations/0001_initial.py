import uuid

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
        ("biomes", "0001_initial"),
        ("ledger", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Body",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(unique=True, verbose_name="code")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("council", "Council"),
                            ("chamber", "Chamber"),
                            ("committee", "Committee"),
                            ("advisory", "Advisory body"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="council_body",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chambers",
                        to="council.body",
                    ),
                ),
            ],
            options={
                "verbose_name": "body",
                "verbose_name_plural": "bodies",
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["council", "chamber", "committee", "advisory"])),
                        name="body_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DecisionRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, verbose_name="code")),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                ("title", models.CharField(max_length=80, verbose_name="title")),
                (
                    "applies_to",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("resolution", "Resolution"),
                                ("charter_amendment", "Charter amendment"),
                                ("charter_adoption", "Charter adoption"),
                                ("crisis_response", "Crisis response"),
                                ("pact_act", "Act under the pact"),
                                ("rule_change", "Rule change"),
                                ("appointment", "Appointment"),
                                ("alliance", "Alliance"),
                                ("petition_answer", "Answer to a petition"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                        verbose_name="decides",
                    ),
                ),
                ("data", models.JSONField(verbose_name="rule")),
                ("sha256", models.CharField(max_length=64, verbose_name="fingerprint")),
                ("created_at", models.DateTimeField(verbose_name="in force since")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision_rules",
                        to="council.body",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision rule",
                "verbose_name_plural": "decision rules",
                "ordering": ["code", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "version"), name="decision_rule_version_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(unique=True, verbose_name="code")),
                ("title", models.CharField(blank=True, max_length=80, verbose_name="title")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "holder",
                    models.CharField(
                        choices=[
                            ("person", "One person"),
                            ("joint", "Two persons jointly"),
                            ("organisation", "An organisation"),
                        ],
                        default="person",
                        max_length=12,
                        verbose_name="held by",
                    ),
                ),
                ("represents", models.CharField(blank=True, max_length=120, verbose_name="speaks for")),
                ("group", models.CharField(blank=True, max_length=24, verbose_name="group")),
                (
                    "capacity",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("vote", "vote"), ("voice", "voice"), ("veto", "veto")], max_length=5
                        ),
                        default=list,
                        size=None,
                        verbose_name="capacity",
                    ),
                ),
                (
                    "joint_rule",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unanimous", "Both hands alike, or the seat is split"),
                            ("any", "The later ballot of either hand stands"),
                        ],
                        max_length=10,
                        verbose_name="joint rule",
                    ),
                ),
                ("weights", models.JSONField(blank=True, default=dict, verbose_name="weights")),
                (
                    "office",
                    models.CharField(
                        blank=True,
                        choices=[("chair", "Chair"), ("vice", "Vice-chair")],
                        max_length=8,
                        verbose_name="office",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                ("abolished_at", models.DateTimeField(blank=True, null=True, verbose_name="abolished at")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="council.body"
                    ),
                ),
            ],
            options={
                "verbose_name": "seat",
                "verbose_name_plural": "seats",
                "ordering": ["body__position", "position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("holder__in", ["person", "joint", "organisation"])),
                        name="seat_holder_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("holder", "joint"), ("joint_rule__in", ["unanimous", "any"])),
                            models.Q(models.Q(("holder", "joint"), _negated=True), ("joint_rule", "")),
                            _connector="OR",
                        ),
                        name="seat_joint_has_rule",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("capacity__contained_by", ["vote", "voice", "veto"])),
                        name="seat_capacity_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("office", ""), _negated=True),
                        fields=("body", "office"),
                        name="seat_office_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sitting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=16, unique=True, verbose_name="number")),
                ("starts_at", models.DateTimeField(verbose_name="starts at")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sittings",
                        to="council.body",
                    ),
                ),
            ],
            options={
                "verbose_name": "sitting",
                "verbose_name_plural": "sittings",
                "ordering": ["-starts_at"],
            },
        ),
        migrations.CreateModel(
            name="Motion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "number",
                    models.CharField(
                        blank=True, max_length=12, null=True, unique=True, verbose_name="number"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("resolution", "Resolution"),
                            ("charter_amendment", "Charter amendment"),
                            ("charter_adoption", "Charter adoption"),
                            ("crisis_response", "Crisis response"),
                            ("pact_act", "Act under the pact"),
                            ("rule_change", "Rule change"),
                            ("appointment", "Appointment"),
                            ("alliance", "Alliance"),
                            ("petition_answer", "Answer to a petition"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="question")),
                ("summary", models.CharField(max_length=400, verbose_name="in one or two sentences")),
                ("text", models.TextField(max_length=8000, verbose_name="what is resolved")),
                ("language", models.CharField(default="en", max_length=8, verbose_name="language")),
                ("act", models.CharField(blank=True, max_length=120, verbose_name="enacts")),
                ("origin", models.CharField(blank=True, max_length=120, verbose_name="origin")),
                (
                    "evidence",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="evidence",
                    ),
                ),
                (
                    "affects",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="affects",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("inadmissible", "Inadmissible"),
                            ("admissible", "Admitted"),
                            ("scheduled", "Scheduled"),
                            ("debate", "In debate"),
                            ("postponed", "Postponed"),
                            ("voting_open", "Voting open"),
                            ("closed", "Closed"),
                            ("adopted", "Adopted"),
                            ("rejected", "Rejected"),
                            ("no_quorum", "No quorum"),
                            ("tied", "Tied"),
                            ("void", "Void"),
                            ("consent_window", "Adopted, open to objection"),
                            ("vetoed", "Vetoed"),
                            ("override_open", "Override vote open"),
                            ("enacted", "Enacted"),
                            ("enacted_over_veto", "Enacted over a veto"),
                            ("veto_sustained", "Veto sustained"),
                            ("withdrawn", "Withdrawn"),
                            ("lapsed", "Lapsed"),
                        ],
                        default="draft",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=400, verbose_name="reason")),
                ("text_sha256", models.CharField(blank=True, max_length=64)),
                ("recalls", models.PositiveSmallIntegerField(default=0)),
                ("drafted_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("scheduled_at", models.DateTimeField(blank=True, null=True)),
                ("opens_at", models.DateTimeField(blank=True, null=True)),
                ("closes_at", models.DateTimeField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("consent_until", models.DateTimeField(blank=True, null=True)),
                ("vetoed_at", models.DateTimeField(blank=True, null=True)),
                ("enacted_at", models.DateTimeField(blank=True, null=True)),
                ("in_force_on", models.DateField(blank=True, null=True, verbose_name="in force on")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="motions", to="council.body"
                    ),
                ),
                (
                    "mover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="motions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="mover",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="motions",
                        to="council.decisionrule",
                    ),
                ),
                (
                    "mover_seat",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="motions",
                        to="council.seat",
                    ),
                ),
            ],
            options={
                "verbose_name": "motion",
                "verbose_name_plural": "motions",
                "ordering": ["-submitted_at", "-id"],
                "indexes": [models.Index(fields=["state", "closes_at"], name="council_mot_state_33965a_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "draft",
                                    "submitted",
                                    "inadmissible",
                                    "admissible",
                                    "scheduled",
                                    "debate",
                                    "postponed",
                                    "voting_open",
                                    "closed",
                                    "adopted",
                                    "rejected",
                                    "no_quorum",
                                    "tied",
                                    "void",
                                    "consent_window",
                                    "vetoed",
                                    "override_open",
                                    "enacted",
                                    "enacted_over_veto",
                                    "veto_sustained",
                                    "withdrawn",
                                    "lapsed",
                                ],
                            )
                        ),
                        name="motion_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "withdrawn"]), ("number__isnull", False), _connector="OR"
                        ),
                        name="motion_numbered_once_submitted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opens_at__isnull", True),
                            ("closes_at__isnull", True),
                            ("opens_at__lt", models.F("closes_at")),
                            _connector="OR",
                        ),
                        name="motion_opens_before_it_closes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "hand",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "1"), (2, "2")], default=1, verbose_name="hand"
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="since")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                ("instrument", models.CharField(max_length=200, verbose_name="instrument")),
                (
                    "ended_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("expiry", "expired"),
                            ("resignation", "resigned"),
                            ("removal", "removed"),
                            ("death", "died"),
                            ("recall", "recalled"),
                        ],
                        max_length=12,
                        verbose_name="ended by",
                    ),
                ),
                (
                    "guardianship",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="biomes.guardianship",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "remainder_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remainders",
                        to="council.mandate",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="council.seat",
                    ),
                ),
            ],
            options={
                "verbose_name": "mandate",
                "verbose_name_plural": "mandates",
                "ordering": ["seat", "hand", "-since"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("hand__in", [1, 2])), name="mandate_two_hands"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("since__lt", models.F("until")), _connector="OR"
                        ),
                        name="mandate_since_before_until",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_by", ""),
                            ("ended_by__in", ["expiry", "resignation", "removal", "death", "recall"]),
                            _connector="OR",
                        ),
                        name="mandate_ended_by_known",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("seat", "="),
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
                        name="mandate_one_per_hand",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("seat", "="),
                            ("person", "="),
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
                        name="mandate_one_hand_each",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recusal",
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
                            ("mandatory", "mandatory"),
                            ("voluntary", "voluntary"),
                            ("upheld", "challenge upheld"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("at", models.DateTimeField()),
                (
                    "motion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recusals",
                        to="council.motion",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recusals",
                        to="council.seat",
                    ),
                ),
            ],
            options={
                "verbose_name": "recusal",
                "verbose_name_plural": "recusals",
                "constraints": [models.UniqueConstraint(fields=("motion", "seat"), name="recusal_once")],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("filed_at", models.DateTimeField()),
                (
                    "articles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), size=None, verbose_name="articles"
                    ),
                ),
                ("evidence", models.TextField(max_length=2000, verbose_name="evidence")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="council.motion",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="council.seat",
                    ),
                ),
            ],
            options={
                "verbose_name": "objection",
                "verbose_name_plural": "objections",
                "ordering": ["filed_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("motion", "seat"), name="objection_once"),
                    models.CheckConstraint(
                        condition=models.Q(("articles__len__gte", 1)), name="objection_cites_an_article"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=120, verbose_name="matter")),
                ("urgent", models.BooleanField(default=False, verbose_name="urgent")),
                ("added_at", models.DateTimeField(verbose_name="added at")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done at")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agenda", to="council.body"
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_items",
                        to="council.motion",
                    ),
                ),
                (
                    "sitting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="items",
                        to="council.sitting",
                    ),
                ),
            ],
            options={
                "verbose_name": "agenda item",
                "verbose_name_plural": "agenda items",
                "ordering": ["-urgent", "added_at", "id"],
                "constraints": [models.UniqueConstraint(fields=("body", "source"), name="agenda_item_once")],
            },
        ),
        migrations.CreateModel(
            name="Voting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="round")),
                (
                    "purpose",
                    models.CharField(
                        choices=[("vote", "Vote"), ("override", "Override")], default="vote", max_length=8
                    ),
                ),
                ("text_sha256", models.CharField(max_length=64)),
                ("roll", models.JSONField()),
                ("roll_sha256", models.CharField(max_length=64)),
                ("opened_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                (
                    "motion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votings",
                        to="council.motion",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votings",
                        to="council.decisionrule",
                    ),
                ),
            ],
            options={
                "verbose_name": "voting",
                "verbose_name_plural": "votings",
                "ordering": ["motion", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("motion", "number"), name="voting_round_once"),
                    models.CheckConstraint(
                        condition=models.Q(("opened_at__lt", models.F("closes_at"))),
                        name="voting_opens_before_it_closes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClosedDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("adopted", "Adopted"),
                            ("rejected", "Rejected"),
                            ("no_quorum", "No quorum"),
                            ("tied", "Tied"),
                            ("vetoed", "Vetoed"),
                            ("void", "Void"),
                        ],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("working", models.JSONField(verbose_name="working")),
                ("set_aside", models.JSONField(blank=True, default=list)),
                ("closed_at", models.DateTimeField(verbose_name="closed at")),
                (
                    "casting_vote",
                    models.CharField(blank=True, choices=[("yes", "Yes"), ("no", "No")], max_length=3),
                ),
                ("casting_at", models.DateTimeField(blank=True, null=True)),
                (
                    "voting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="council.voting",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "ordering": ["-closed_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["adopted", "rejected", "no_quorum", "tied", "vetoed", "void"])
                        ),
                        name="decision_outcome_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Ballot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hand", models.PositiveSmallIntegerField(choices=[(1, "1"), (2, "2")])),
                (
                    "choice",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("abstain", "Abstain")], max_length=7
                    ),
                ),
                ("cast_at", models.DateTimeField()),
                ("n", models.PositiveIntegerField()),
                ("idempotency_key", models.UUIDField()),
                ("salt", models.BinaryField(max_length=32)),
                ("commitment", models.CharField(max_length=64, unique=True)),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cast_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots",
                        to="council.mandate",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ballots", to="council.seat"
                    ),
                ),
                (
                    "voting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots",
                        to="council.voting",
                    ),
                ),
            ],
            options={
                "verbose_name": "ballot",
                "verbose_name_plural": "ballots",
                "ordering": ["voting", "n"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at__isnull", True)),
                        fields=("voting", "seat", "hand"),
                        name="ballot_one_live_per_hand",
                    ),
                    models.UniqueConstraint(fields=("voting", "n"), name="ballot_place_once"),
                    models.UniqueConstraint(
                        fields=("voting", "seat", "cast_by", "idempotency_key"), name="ballot_key_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("choice__in", ["yes", "no", "abstain"])),
                        name="ballot_choice_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("hand__in", [1, 2])), name="ballot_two_hands"),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decisionrule",
            trigger=pgtrigger.compiler.Trigger(
                name="decision_rule_immutable",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3fa92dd3603cdba0abcb3d32cf2d60cbf4b74cb3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_decision_rule_immutable_63d96",
                    table="council_decisionrule",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="objection",
            trigger=pgtrigger.compiler.Trigger(
                name="objection_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="473495b6bfc7a3d7b7c282cf6fd2e93c20befb85",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_objection_kept_0a7af",
                    table="council_objection",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="voting",
            trigger=pgtrigger.compiler.Trigger(
                name="voting_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="01a687888dd9dd4d1f7f61151033023105d875fa",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_voting_frozen_6ca77",
                    table="council_voting",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="closeddecision",
            trigger=pgtrigger.compiler.Trigger(
                name="decision_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="053ca53608aa8bc5418cff1178f97245c5efba0d",
                    operation="DELETE",
                    pgid="pgtrigger_decision_kept_487cf",
                    table="council_closeddecision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ballot",
            trigger=pgtrigger.compiler.Trigger(
                name="ballot_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="ac8856bc93183156f6bb61424ceb3eb02a1274f7",
                    operation="DELETE",
                    pgid="pgtrigger_ballot_kept_1962d",
                    table="council_ballot",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ballot",
            trigger=pgtrigger.compiler.Trigger(
                name="ballot_as_cast",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL\n   AND to_jsonb(NEW) - 'superseded_at' = to_jsonb(OLD) - 'superseded_at' THEN\n    RETURN NEW;\nEND IF;\nRAISE EXCEPTION 'a ballot is kept as it was cast' USING ERRCODE = 'check_violation';\n",
                    hash="ef2f09ac485db00c83d4e3fa26063383d29bccdf",
                    operation="UPDATE",
                    pgid="pgtrigger_ballot_as_cast_eb634",
                    table="council_ballot",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ballot",
            trigger=pgtrigger.compiler.Trigger(
                name="ballot_before_close",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (SELECT 1 FROM council_closeddecision WHERE voting_id = NEW.voting_id) THEN\n    RAISE EXCEPTION 'this voting is closed' USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="eb8e60e30392ab50ef65174c5920c452b12d12f7",
                    operation="INSERT",
                    pgid="pgtrigger_ballot_before_close_ad2a9",
                    table="council_ballot",
                    when="BEFORE",
                ),
            ),
        ),
    ]

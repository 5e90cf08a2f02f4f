import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

STANDS = [
    ("draft", "Draft"),
    ("entering", "Being entered"),
    ("differing", "Entries differ"),
    ("settled", "Ready to count"),
    ("counted", "Counted"),
    ("published", "Declared"),
    ("cancelled", "Cancelled"),
    ("annulled", "Annulled"),
]
USER = settings.AUTH_USER_MODEL


class Migration(migrations.Migration):
    dependencies = [
        ("council", "0022_seating_review_kept"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="election",
            name="state",
            field=models.CharField(choices=STANDS, default="draft", max_length=12, verbose_name="state"),
        ),
        migrations.RemoveConstraint(model_name="election", name="election_state_known"),
        migrations.AddConstraint(
            model_name="election",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", [value for value, _name in STANDS])),
                name="election_state_known",
            ),
        ),
        migrations.CreateModel(
            name="Annulment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=400, verbose_name="reason")),
                ("agreed_at", models.DateTimeField(verbose_name="agreed at")),
                ("declared_at", models.DateTimeField(blank=True, null=True, verbose_name="declared at")),
                (
                    "agreed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="annulments_agreed",
                        to=USER,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="annulments_asked", to=USER
                    ),
                ),
                (
                    "count",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="annulment",
                        to="council.electioncount",
                    ),
                ),
                (
                    "election",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="annulment",
                        to="council.election",
                    ),
                ),
            ],
            options={
                "verbose_name": "annulment",
                "verbose_name_plural": "annulments",
                "ordering": ["agreed_at", "id"],
            },
        ),
        migrations.AddConstraint(
            model_name="annulment",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="annulment_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="annulment",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked_by", models.F("agreed_by")), _negated=True),
                name="annulment_by_two",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="annulment",
            trigger=pgtrigger.compiler.Trigger(
                name="annulment_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="98a57ea50056b9643d1598c19ebdbb72a6504e5c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_annulment_kept_a54d4",
                    table="council_annulment",
                    when="BEFORE",
                ),
            ),
        ),
    ]

"""A seating is looked at by the declared count that had elected somebody, whether superseded or annulled since."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# Each correction is of one count. The key of the new column is checked at once, so that the table may be altered on.
MOVE = """
UPDATE council_seatingreview SET count_id = correction.count_id
FROM council_correction correction WHERE correction.id = correction_id;
SET CONSTRAINTS ALL IMMEDIATE;
"""
KEPT = pgtrigger.compiler.Trigger(
    name="seating_review_kept",
    sql=pgtrigger.compiler.UpsertTriggerSql(
        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
        hash="68f032fcb4d487dbe59d838c2207d27e481716f0",
        operation="UPDATE OR DELETE",
        pgid="pgtrigger_seating_review_kept_66e3f",
        table="council_seatingreview",
        when="BEFORE",
    ),
)


class Migration(migrations.Migration):
    dependencies = [("council", "0023_annulments")]

    operations = [
        pgtrigger.migrations.RemoveTrigger(model_name="seatingreview", name="seating_review_kept"),
        migrations.AddField(
            model_name="seatingreview",
            name="count",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reviews",
                to="council.electioncount",
            ),
        ),
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="seatingreview",
            name="count",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reviews",
                to="council.electioncount",
            ),
        ),
        migrations.AlterModelOptions(
            name="seatingreview",
            options={
                "ordering": ["count", "id"],
                "verbose_name": "seating reviewed",
                "verbose_name_plural": "seatings reviewed",
            },
        ),
        migrations.RemoveConstraint(model_name="seatingreview", name="seating_reviewed_once"),
        migrations.RemoveField(model_name="seatingreview", name="correction"),
        migrations.AddConstraint(
            model_name="seatingreview",
            constraint=models.UniqueConstraint(fields=["count", "candidate"], name="seating_reviewed_once"),
        ),
        pgtrigger.migrations.AddTrigger(model_name="seatingreview", trigger=KEPT),
    ]

"""A link is ended with its reason instead of being deleted."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("biomes", "0002_reference")]

    operations = [
        migrations.AddField(
            model_name="link",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="ended at"),
        ),
        migrations.AddField(
            model_name="link",
            name="end_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="why it ended"),
        ),
        migrations.RemoveConstraint(model_name="link", name="link_once"),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.UniqueConstraint(
                condition=Q(ended_at__isnull=True),
                fields=("source", "target", "kind"),
                name="link_standing_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end_reason="")
                | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
                name="link_ended_with_its_reason",
            ),
        ),
    ]

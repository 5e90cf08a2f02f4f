from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("biomes", "0013_files_in_steps"),
    ]

    operations = [
        migrations.AddField(
            model_name="story",
            name="afterwards",
            field=models.CharField(
                default="taken_down", max_length=10, verbose_name="when their account is erased"
            ),
        ),
        migrations.AlterField(
            model_name="story",
            name="teller",
            field=models.CharField(blank=True, max_length=120, verbose_name="told by"),
        ),
        migrations.AddConstraint(
            model_name="story",
            constraint=models.CheckConstraint(
                condition=models.Q(("afterwards__in", ["taken_down", "nameless"])),
                name="story_afterwards_known",
            ),
        ),
    ]

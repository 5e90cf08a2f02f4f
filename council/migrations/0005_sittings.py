import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("council", "0004_sits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="since")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
            ],
            options={
                "verbose_name": "attendance",
                "verbose_name_plural": "attendance",
                "ordering": ["sitting", "since", "id"],
            },
        ),
        migrations.CreateModel(
            name="Point",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("motion", "Motion"),
                            ("consent", "Consent item"),
                            ("information", "For information"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=160, verbose_name="title")),
                ("taken_up_at", models.DateTimeField(blank=True, null=True, verbose_name="taken up at")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done at")),
            ],
            options={
                "verbose_name": "point of the agenda",
                "verbose_name_plural": "points of the agenda",
                "ordering": ["sitting", "position"],
            },
        ),
        migrations.CreateModel(
            name="Turn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("called_at", models.DateTimeField(blank=True, null=True, verbose_name="called at")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done at")),
            ],
            options={
                "verbose_name": "turn to speak",
                "verbose_name_plural": "turns to speak",
                "ordering": ["sitting", "asked_at", "id"],
            },
        ),
        migrations.AddField(
            model_name="sitting",
            name="agenda_sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="sitting",
            name="called_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="called at"),
        ),
        migrations.AddField(
            model_name="sitting",
            name="closed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="closed at"),
        ),
        migrations.AddField(
            model_name="sitting",
            name="notice_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="notice given at"),
        ),
        migrations.AddField(
            model_name="sitting",
            name="opened_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="opened at"),
        ),
        migrations.AddField(
            model_name="sitting",
            name="resumes_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="resumes at"),
        ),
        migrations.AddField(
            model_name="sitting",
            name="state",
            field=models.CharField(
                choices=[
                    ("called", "Called"),
                    ("open", "Sitting now"),
                    ("adjourned", "Adjourned"),
                    ("closed", "Closed"),
                ],
                default="called",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="sitting",
            name="number",
            field=models.CharField(max_length=16, verbose_name="number"),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.UniqueConstraint(fields=("body", "number"), name="sitting_number_once"),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["called", "open", "adjourned", "closed"])),
                name="sitting_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "called"), ("opened_at__isnull", False), _connector="OR"),
                name="sitting_opened_before_it_went_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", False), ("state", "closed")),
                    models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at__isnull", True)),
                    _connector="OR",
                ),
                name="sitting_closed_has_its_moment",
            ),
        ),
        migrations.AddField(
            model_name="attendance",
            name="entered_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attendance_entered",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="attendance",
            name="seat",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="attendance", to="council.seat"
            ),
        ),
        migrations.AddField(
            model_name="attendance",
            name="sitting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="attendance", to="council.sitting"
            ),
        ),
        migrations.AddField(
            model_name="point",
            name="motion",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="points",
                to="council.motion",
            ),
        ),
        migrations.AddField(
            model_name="point",
            name="sitting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="points", to="council.sitting"
            ),
        ),
        migrations.AddField(
            model_name="turn",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="turns", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="turn",
            name="point",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="turns",
                to="council.point",
            ),
        ),
        migrations.AddField(
            model_name="turn",
            name="seat",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="turns", to="council.seat"
            ),
        ),
        migrations.AddField(
            model_name="turn",
            name="sitting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="turns", to="council.sitting"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True), ("since__lt", models.F("until")), _connector="OR"
                ),
                name="attendance_since_before_until",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("sitting", "="),
                    ("seat", "="),
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
                name="attendance_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="point",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("sitting", "position"),
                name="point_position_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="point",
            constraint=models.UniqueConstraint(fields=("sitting", "motion"), name="point_motion_once"),
        ),
        migrations.AddConstraint(
            model_name="point",
            constraint=models.UniqueConstraint(
                condition=models.Q(("done_at__isnull", True), ("taken_up_at__isnull", False)),
                fields=("sitting",),
                name="point_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="point",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["motion", "consent", "information"])),
                name="point_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="point",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("motion__isnull", False),
                    models.Q(
                        models.Q(("title", ""), _negated=True), models.Q(("kind", "motion"), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="point_says_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="point",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("done_at__isnull", True), ("taken_up_at__lte", models.F("done_at")), _connector="OR"
                ),
                name="point_taken_up_before_done",
            ),
        ),
        migrations.AddConstraint(
            model_name="turn",
            constraint=models.UniqueConstraint(
                condition=models.Q(("done_at__isnull", True)),
                fields=("sitting", "seat"),
                name="turn_one_per_seat",
            ),
        ),
        migrations.AddConstraint(
            model_name="turn",
            constraint=models.UniqueConstraint(
                condition=models.Q(("called_at__isnull", False), ("done_at__isnull", True)),
                fields=("sitting",),
                name="turn_one_speaker",
            ),
        ),
        migrations.AddConstraint(
            model_name="turn",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("called_at__isnull", True), ("asked_at__lte", models.F("called_at")), _connector="OR"
                    ),
                    models.Q(
                        ("done_at__isnull", True),
                        ("called_at__isnull", True),
                        ("called_at__lte", models.F("done_at")),
                        _connector="OR",
                    ),
                ),
                name="turn_in_order",
            ),
        ),
    ]

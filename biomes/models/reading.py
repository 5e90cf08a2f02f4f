from __future__ import annotations

from collections.abc import Iterable

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from biomes.models.day import DueDay
from biomes.models.series import Series
from biomes.rules.words import Precision, Qualifier, Quality


class ReadingQuerySet(models.QuerySet["Reading"]):
    def current(self) -> ReadingQuerySet:
        """The newest version of each, without those a person rejected."""
        return self.filter(is_current=True).exclude(quality=Quality.REJECTED.value)

    def pour(self, readings: Iterable[Reading]) -> list[Reading]:
        """New rows by COPY, each with its key: quicker than INSERT, and held to the same rules.

        Their days are marked for the roll-up, and their series reach so far, in the same transaction.
        """
        poured = list(readings)
        columns = self.model._meta.concrete_fields
        table = connection.ops.quote_name(self.model._meta.db_table)
        names = ", ".join(connection.ops.quote_name(str(column.column)) for column in columns)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval('biomes_reading_id_seq') FROM generate_series(1, %s)", [len(poured)]
            )
            for reading, (key,) in zip(poured, cursor.fetchall(), strict=True):
                reading.id, reading._state.adding = key, False
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for reading in poured:
                    copy.write_row(
                        [
                            column.get_db_prep_save(getattr(reading, column.attname), connection)
                            for column in columns
                        ]
                    )
            DueDay.objects.mark(poured)
            Series.objects.reach(poured)
        return poured


class Reading(models.Model):
    """One measured value, at one place and time. Nothing is ever overwritten: a correction is a new version.

    A value that an earlier version had is that delivery sent again, unless its row names the version it corrects.

    ``value`` is a decimal: what was sent is what is stored and hashed, digit for digit, and a value that
    lies exactly on a limit compares exactly. The table lies in partitions by month of ``phenomenon_at``
    (`actions.months`), so no foreign key may point here and the key carries the time; ``id`` alone names a
    reading in addresses and subjects.
    """

    pk = models.CompositePrimaryKey("id", "phenomenon_at")
    id = models.BigIntegerField(
        _("number"),
        db_default=models.Func(
            models.Value("biomes_reading_id_seq"), function="nextval", output_field=models.BigIntegerField()
        ),
        editable=False,
    )
    # Each unique index begins with the station; an index of its own would only slow what comes in.
    station = models.ForeignKey(
        "biomes.Station", on_delete=models.PROTECT, related_name="readings", db_index=False
    )
    indicator = models.ForeignKey(
        "biomes.Indicator", on_delete=models.PROTECT, related_name="readings", db_index=False
    )
    phenomenon_at = models.DateTimeField(_("time of the phenomenon"))
    precision = models.CharField(_("precision of the time"), max_length=8, default=Precision.INSTANT.value)
    depth_m = models.DecimalField(_("depth (m)"), max_digits=8, decimal_places=2, null=True, blank=True)
    replicate = models.PositiveSmallIntegerField(_("replicate"), null=True, blank=True)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    is_current = models.BooleanField(_("newest version"), default=True)
    result_at = models.DateTimeField(_("time of the result"), null=True, blank=True)
    received_at = models.DateTimeField(_("received at"))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=6)
    qualifier = models.CharField(_("qualifier"), max_length=1, default=Qualifier.NONE.value, blank=True)
    detection_limit = models.DecimalField(
        _("detection limit"), max_digits=18, decimal_places=6, null=True, blank=True
    )
    unit = models.CharField(_("unit"), max_length=12)
    # The value and unit as they came, where they were not already plain numbers in our unit.
    as_sent = models.CharField(_("as sent"), max_length=64, blank=True)
    quality = models.CharField(_("quality"), max_length=8, default=Quality.RAW.value)
    flags = ArrayField(models.CharField(max_length=12), verbose_name=_("flags"), default=list, blank=True)
    method = models.CharField(_("method"), max_length=80, blank=True)
    historical = models.BooleanField(_("historical"), default=False)
    batch = models.ForeignKey(
        "biomes.Batch", on_delete=models.PROTECT, related_name="readings", db_index=False
    )

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "station",
                    "indicator",
                    "phenomenon_at",
                    "precision",
                    "depth_m",
                    "replicate",
                    "version",
                ],
                nulls_distinct=False,
                name="reading_once",
            ),
            models.UniqueConstraint(
                fields=["station", "indicator", "phenomenon_at", "precision", "depth_m", "replicate"],
                condition=Q(is_current=True),
                nulls_distinct=False,
                name="reading_one_current",
            ),
            models.CheckConstraint(
                condition=Q(quality__in=[q.value for q in Quality]), name="reading_quality_known"
            ),
            models.CheckConstraint(
                condition=Q(precision__in=[p.value for p in Precision]), name="reading_precision_known"
            ),
            models.CheckConstraint(
                condition=Q(qualifier__in=[q.value for q in Qualifier]), name="reading_qualifier_known"
            ),
            models.CheckConstraint(
                condition=~Q(qualifier=Qualifier.BELOW.value) | Q(detection_limit__isnull=False),
                name="reading_below_what",
            ),
            # NaN is a numeric in PostgreSQL and greater than every number.
            models.CheckConstraint(condition=Q(value__lt="1000000000000"), name="reading_is_a_number"),
        ]
        indexes = [
            models.Index(fields=["received_at", "id"], name="reading_received"),
            # The past is sparse; without it a page would look for it among all that was measured since.
            models.Index(
                fields=["station", "phenomenon_at"], condition=Q(historical=True), name="reading_of_the_past"
            ),
            models.Index(
                fields=["-received_at"],
                condition=Q(quality=Quality.RAW.value, is_current=True),
                name="reading_to_look_at",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="readings_stay", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="readings_are_not_rewritten", exclude=["pk", "quality", "flags", "is_current"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.qualifier}{self.value.normalize():f} {self.unit}"

    @property
    def subject(self) -> str:
        return f"biomes.reading/{self.id}"

    @property
    def number(self) -> int:
        """What names it in addresses and subjects."""
        return self.id


class Batch(models.Model):
    """One delivery of readings and what became of its rows, so that every row is accounted for."""

    station = models.ForeignKey(
        "biomes.Station", on_delete=models.PROTECT, null=True, blank=True, related_name="batches"
    )
    # A station's key, a person's code, or the command that imported a file.
    sender = models.CharField(_("sender"), max_length=64)
    received_at = models.DateTimeField(_("received at"))
    row_count = models.PositiveIntegerField(_("rows"), default=0)
    stored_count = models.PositiveIntegerField(_("stored"), default=0)
    duplicate_count = models.PositiveIntegerField(_("duplicates"), default=0)
    corrected_count = models.PositiveIntegerField(_("corrections"), default=0)
    flagged_count = models.PositiveIntegerField(_("flagged"), default=0)
    refused_count = models.PositiveIntegerField(_("refused"), default=0)

    class Meta:
        verbose_name = _("batch of readings")
        verbose_name_plural = _("batches of readings")
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return f"{self.sender} {self.received_at:%Y-%m-%d %H:%M}"


class Seal(models.Model):
    """The Merkle root over all readings received on one UTC day, as the public log knows it."""

    day = models.DateField(_("day"), unique=True)
    reading_count = models.PositiveIntegerField(_("readings"))
    root = models.CharField(_("root"), max_length=64)
    sealed_at = models.DateTimeField(_("sealed at"))

    class Meta:
        verbose_name = _("seal of a day")
        verbose_name_plural = _("seals of days")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}"

    @property
    def subject(self) -> str:
        return f"biomes.seal/{self.day.isoformat()}"

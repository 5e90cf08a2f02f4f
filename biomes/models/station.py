from __future__ import annotations

from datetime import datetime

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

CODE = RegexValidator(
    r"\A[A-Za-z0-9][A-Za-z0-9._-]*\Z", _("Use letters without accents, digits, dots, dashes and underscores.")
)


class StationQuerySet(models.QuerySet["Station"]):
    def public(self) -> StationQuerySet:
        """Stations of a draft are part of the draft."""
        from biomes.rules.lifecycle import PUBLIC

        return self.filter(biome__stage__in=[s.value for s in PUBLIC])


class Station(models.Model):
    """A place where something is measured, by an instrument or by hand."""

    code = models.CharField(_("code"), max_length=40, unique=True, validators=[CODE])
    name = models.CharField(_("name"), max_length=80, blank=True)
    biome = models.ForeignKey("biomes.Biome", on_delete=models.PROTECT, related_name="stations")
    lon = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6)
    lat = models.DecimalField(_("latitude"), max_digits=8, decimal_places=6)
    operator = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="stations"
    )
    # Whether a value that passes the automatic checks counts as checked; else a person must look.
    checks_itself = models.BooleanField(_("automatic checks count"), default=True)
    opened_at = models.DateTimeField(_("opened at"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = StationQuerySet.as_manager()

    class Meta:
        verbose_name = _("station")
        verbose_name_plural = _("stations")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90),
                name="station_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def subject(self) -> str:
        return f"biomes.station/{self.code}"


class StationKeyQuerySet(models.QuerySet["StationKey"]):
    def working(self, at: datetime) -> StationKeyQuerySet:
        return self.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=at), revoked_at__isnull=True)


class StationKey(models.Model):
    """A secret a station shows when it sends readings; only its hash is kept.

    The key has 256 random bits, so a plain SHA-256 is enough: there is nothing to guess.
    """

    station = models.ForeignKey("biomes.Station", on_delete=models.CASCADE, related_name="keys")
    digest = models.CharField(max_length=64, unique=True)
    # The first characters, so that a person can tell two keys apart.
    hint = models.CharField(_("begins with"), max_length=12)
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.CharField(_("issued by"), max_length=32)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    # A replaced key works on for a while, so that the new one can be brought to the instrument.
    expires_at = models.DateTimeField(_("works until"), null=True, blank=True)
    replaces = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="successors"
    )
    # The day only, written once a day: enough to see a key that nobody needs, too little to follow anybody.
    last_used_on = models.DateField(_("last used on"), null=True, blank=True)

    objects = StationKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("station key")
        verbose_name_plural = _("station keys")
        ordering = ["-issued_at"]

    def __str__(self) -> str:
        return self.hint

    def works(self, at: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > at)

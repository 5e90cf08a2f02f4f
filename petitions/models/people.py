"""The people of a petition before it opens: who filed it, who stands beside them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from petitions.rules import names


class Filer(models.Model):
    """Who filed a petition: a person with an account, or a name and a confirmed address.

    Under a pseudonym, that is the name; the address is in the sealed name, and `canonical` is its mark.
    """

    petition = models.OneToOneField("petitions.Petition", on_delete=models.CASCADE, related_name="filer")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=names.LONGEST, blank=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    canonical = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=8, default="en")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    # Of a pseudonymous filer, whose account is named nowhere: that it is theirs, and not who they are.
    owner_mark = models.CharField(max_length=32, blank=True, db_default="", db_index=True, editable=False)
    asked_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("filer")
        verbose_name_plural = _("filers")

    def __str__(self) -> str:
        return f"filer of {self.petition_id}"

    @property
    def is_pseudonymous(self) -> bool:
        return bool(self.owner_mark)


class SponsorQuerySet(models.QuerySet["Sponsor"]):
    def confirmed(self) -> SponsorQuerySet:
        return self.filter(confirmed_at__isnull=False)


class Sponsor(models.Model):
    """Somebody who stands beside the filer, by a confirmed address."""

    petition = models.ForeignKey("petitions.Petition", on_delete=models.CASCADE, related_name="sponsors")
    name = models.CharField(_("name"), max_length=names.LONGEST, blank=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    canonical = models.CharField(max_length=254, null=True)
    zone = models.ForeignKey("biomes.Zone", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=8, default="en")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    objects = SponsorQuerySet.as_manager()

    class Meta:
        verbose_name = _("sponsor")
        verbose_name_plural = _("sponsors")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["petition", "canonical"], name="sponsor_once"),
        ]

    def __str__(self) -> str:
        return f"sponsor {self.pk} of {self.petition_id}"

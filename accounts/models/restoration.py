from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.rules.restoration import Restorer, Standing


class RestorationQuerySet(models.QuerySet["Restoration"]):
    def open(self) -> "RestorationQuerySet":
        return self.filter(used_at__isnull=True, withdrawn_at__isnull=True)


class Restoration(models.Model):
    """A person without her second factor, and the two officers who saw her."""

    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="restorations"
    )
    asked_at = models.DateTimeField(_("asked at"))
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="seen_first"
    )
    first_at = models.DateTimeField(null=True, blank=True)
    first_as = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="seen_second"
    )
    second_at = models.DateTimeField(null=True, blank=True)
    # Only a keyed hash: whoever reads this table cannot enrol.
    code_hash = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = RestorationQuerySet.as_manager()

    class Meta:
        verbose_name = _("restoration")
        verbose_name_plural = _("restorations")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="restoration_open_once",
            ),
            # Also in the database: no code of ours can let one person be two, or confirm herself.
            models.CheckConstraint(
                condition=Q(first_by__isnull=True) | ~Q(first_by=F("person")),
                name="restoration_first_not_herself",
            ),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True)
                | (~Q(second_by=F("person")) & ~Q(second_by=F("first_by"))),
                name="restoration_two_officers",
            ),
            models.CheckConstraint(
                condition=Q(first_by__isnull=True, first_at__isnull=True)
                | Q(first_by__isnull=False, first_at__isnull=False),
                name="restoration_first_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True, second_at__isnull=True, code_hash="")
                | (
                    Q(first_by__isnull=False, second_by__isnull=False, second_at__isnull=False)
                    & ~Q(code_hash="")
                ),
                name="restoration_code_of_two",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(second_by__isnull=False),
                name="restoration_used_after_two",
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def subject(self) -> str:
        return f"accounts.restoration/{self.key.hex}"

    def standing(self) -> Standing:
        return Standing(
            person=self.person.code,
            asked_at=self.asked_at,
            first=self.first_by.code if self.first_by else "",
            first_at=self.first_at,
            first_as=frozenset(Restorer(office) for office in self.first_as),
            second_at=self.second_at,
            tries=self.tries,
            used=self.used_at is not None,
            withdrawn=self.withdrawn_at is not None,
        )

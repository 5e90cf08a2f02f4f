from datetime import datetime

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from accounts.rules.roles import Role

LABELS = {
    Role.ENVOY: _("envoy"),
    Role.MODERATOR: _("moderator"),
    Role.CURATOR: _("curator"),
    Role.ENGINEER: _("engineer"),
    Role.ALERT_OFFICER: _("alert officer"),
    Role.ARTIST: _("artist"),
    Role.SENTINEL: _("sentinel"),
    Role.SECRETARY: _("secretary"),
    Role.TELLER: _("teller"),
    Role.DEPOSITARY: _("depositary"),
    Role.AUDITOR: _("auditor"),
    Role.ADMIN: _("admin"),
}


class Period(Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def in_force(self, at: datetime) -> "RoleGrantQuerySet":
        return self.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at)


class RoleGrant(models.Model):
    """A person's appointment to a role, over ``[since, until)``."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(_("role"), max_length=20, choices=[(r.value, LABELS[r]) for r in Role])
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.CheckConstraint(condition=Q(role__in=[r.value for r in Role]), name="role_known"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lt=F("until")), name="role_grant_from_before_until"
            ),
            ExclusionConstraint(
                name="role_grant_no_overlap",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Period("since", "until", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.user}"

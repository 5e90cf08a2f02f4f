from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from pgtrigger import Delete, Protect, Update


class Fact(models.Model):
    """One thing that was done, written in the transaction of the act itself: the outbox."""

    kind = models.CharField(_("kind"), max_length=80)
    subject = models.CharField(_("subject"), max_length=120)
    # What else it touches, so that `around(subject)` finds it from either side.
    about = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    # A person's opaque code, or an office's; never sealed when it is a person's.
    actor = models.CharField(_("actor"), max_length=64, blank=True)
    at = models.DateTimeField(_("at"))
    body = models.JSONField(default=dict)
    public = models.BooleanField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        indexes = [
            models.Index(fields=["subject", "id"]),
            models.Index(fields=["kind", "id"]),
            GinIndex(fields=["about"]),
        ]
        triggers = [Protect(name="never_changed", operation=Delete | Update)]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from council.rules.signing import SigningKey

# A key is kept as it was enrolled: it counts, and it ends once.
ENDED_ONCE = """
IF to_jsonb(NEW) - 'ended_at' - 'signed_count' = to_jsonb(OLD) - 'ended_at' - 'signed_count'
   AND (OLD.ended_at IS NULL OR NEW.ended_at = OLD.ended_at) AND NEW.signed_count >= OLD.signed_count THEN
    RETURN NEW;
END IF;
RAISE EXCEPTION 'a ballot key is kept as it was enrolled' USING ERRCODE = 'check_violation';
"""


class BallotKeyQuerySet(models.QuerySet["BallotKey"]):
    def standing(self) -> "BallotKeyQuerySet":
        return self.filter(ended_at__isnull=True)


class BallotKey(models.Model):
    """The passkey by which the holder of a mandate signs her ballots, from its enrolment to its end, both in the log."""

    code = models.UUIDField(unique=True, default=uuid4, editable=False)
    mandate = models.ForeignKey("council.Mandate", on_delete=models.PROTECT, related_name="ballot_keys")
    # How her authenticator knows it; never in the log.
    credential = models.BinaryField(max_length=1023)
    # A point of P-256.
    x = models.CharField(max_length=64)
    y = models.CharField(max_length=64)
    origin = models.CharField(max_length=200)
    signed_count = models.PositiveBigIntegerField(default=0)
    enrolled_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = BallotKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("ballot key")
        verbose_name_plural = _("ballot keys")
        ordering = ["-enrolled_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["mandate"], condition=Q(ended_at__isnull=True), name="ballot_key_one_stands"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("enrolled_at")),
                name="ballot_key_ends_after_it_began",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="ballot_key_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="ballot_key_as_enrolled",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=ENDED_ONCE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mandate_id} {self.code}"

    @property
    def value(self) -> SigningKey:
        return SigningKey(bytes.fromhex(self.x), bytes.fromhex(self.y), self.origin)

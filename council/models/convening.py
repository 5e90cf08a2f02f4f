from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from council.rules.convening import Answer, answer

ANSWERS = {
    Answer.SILENT: _("no answer yet"),
    Answer.ACKNOWLEDGED: _("comes"),
    Answer.APOLOGISED: _("sends apologies"),
    Answer.RELEASED: _("no longer needed"),
}


class ConveningQuerySet(models.QuerySet["Convening"]):
    def expected(self) -> "ConveningQuerySet":
        """Those who have not said no, and were not let go."""
        return self.filter(apologised_at__isnull=True, released_at__isnull=True)

    def silent(self) -> "ConveningQuerySet":
        return self.expected().filter(acknowledged_at__isnull=True)


class Convening(models.Model):
    """One person called to one sitting for one hand of a seat: its holder, or the substitute who stands in."""

    code = models.UUIDField(unique=True, default=uuid4, editable=False)
    sitting = models.ForeignKey("council.Sitting", on_delete=models.PROTECT, related_name="convenings")
    seat = models.ForeignKey("council.Seat", on_delete=models.PROTECT, related_name="convenings")
    hand = models.PositiveSmallIntegerField(choices=[(1, "1"), (2, "2")])
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="convenings")
    # Nothing for the holder; who stands in is called in the order of her naming.
    substitute = models.ForeignKey(
        "council.Substitute", on_delete=models.PROTECT, null=True, blank=True, related_name="convenings"
    )
    # When the letter was owed to her; nothing where she has no confirmed address.
    sent_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    apologised_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)

    objects = ConveningQuerySet.as_manager()

    class Meta:
        verbose_name = _("convening")
        verbose_name_plural = _("convenings")
        ordering = ["sitting", "seat__body__position", "seat__position", "seat", "hand", "id"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "seat", "hand", "person"], name="convening_once"),
            # One at a time speaks for a hand: the holder until she cannot come, then one substitute.
            models.UniqueConstraint(
                fields=["sitting", "seat", "hand"],
                condition=Q(apologised_at__isnull=True, released_at__isnull=True),
                name="convening_one_expected",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True) | Q(apologised_at__isnull=True),
                name="convening_one_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.seat_id} {self.hand}"

    def get_absolute_url(self) -> str:
        return reverse("council:convening", args=[self.code])

    @property
    def answer(self) -> Answer:
        return answer(self.acknowledged_at, self.apologised_at, self.released_at)

    @property
    def answer_word(self) -> str:
        return str(ANSWERS[self.answer])

    @property
    def stands_in(self) -> bool:
        return self.substitute_id is not None

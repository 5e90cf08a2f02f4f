import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from council.rules.instructions import Answer

ANSWERS = [
    (Answer.YES.value, _("Yes")),
    (Answer.NO.value, _("No")),
    (Answer.ABSTAIN.value, _("Abstain")),
    (Answer.FREE.value, _("Free: she decides herself")),
]
KEPT = pgtrigger.Update | pgtrigger.Delete


class Question(models.Model):
    """A motion put by a living system's seat to those who appointed its holder. It outlasts whoever asked."""

    motion = models.ForeignKey("council.Motion", on_delete=models.PROTECT, related_name="questions")
    seat = models.ForeignKey("council.Seat", on_delete=models.PROTECT, related_name="questions")
    # Whom it was put to, as the seat named them then ("accounts.organisation/lagoon-assembly").
    appointer = models.CharField(_("put to"), max_length=120)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="questions")
    asked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [models.UniqueConstraint(fields=["motion", "seat"], name="question_once")]
        triggers = [pgtrigger.Protect(name="question_kept", operation=KEPT)]

    def __str__(self) -> str:
        return f"{self.motion_id} {self.seat_id}"

    @property
    def appointer_slug(self) -> str:
        return self.appointer.removeprefix("accounts.organisation/")


class Instruction(models.Model):
    """What they answered: sealed by a commitment until the close; the last one stands."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="instructions")
    # Its place among the instructions for this seat and motion.
    n = models.PositiveIntegerField()
    answer = models.CharField(_("instruction"), max_length=7, choices=ANSWERS)
    text = models.TextField(_("reason"), max_length=1200)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="instructions"
    )
    given_at = models.DateTimeField()
    salt = models.BinaryField(max_length=32)
    commitment = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("instruction")
        verbose_name_plural = _("instructions")
        ordering = ["question", "n"]
        constraints = [
            models.UniqueConstraint(fields=["question", "n"], name="instruction_place_once"),
            models.CheckConstraint(
                condition=models.Q(answer__in=[answer.value for answer in Answer]),
                name="instruction_answer_known",
            ),
        ]
        triggers = [pgtrigger.Protect(name="instruction_kept", operation=KEPT)]

    def __str__(self) -> str:
        # Never what it says: this line may be printed anywhere.
        return f"{self.question_id} {self.n}"

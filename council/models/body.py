from django.db import models
from django.utils.translation import gettext_lazy as _

from council.rules.composition import Clause, read_composition
from council.rules.kinds import BodyKind

BODY_KINDS = [
    (BodyKind.COUNCIL.value, _("Council")),
    (BodyKind.CHAMBER.value, _("Chamber")),
    (BodyKind.COMMITTEE.value, _("Committee")),
    (BodyKind.ADVISORY.value, _("Advisory body")),
]


class BodyQuerySet(models.QuerySet["Body"]):
    def councils(self) -> "BodyQuerySet":
        return self.filter(kind=BodyKind.COUNCIL.value)

    def chambers(self) -> "BodyQuerySet":
        return self.filter(kind=BodyKind.CHAMBER.value)


class Body(models.Model):
    """An organisation that decides. A council has chambers; a chamber is a body that votes."""

    organisation = models.OneToOneField(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="council_body"
    )
    # The organisation's slug, kept: a rule names its chambers by it, for ever.
    code = models.SlugField(_("code"), unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=BODY_KINDS)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="chambers"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    # Who may sit in it together, as data (council.rules.composition).
    composition = models.JSONField(_("composition"), default=list, blank=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in BodyKind]), name="body_kind_known"
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def subject(self) -> str:
        return f"council.body/{self.code}"

    @property
    def name(self) -> str:
        return self.organisation.name

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The rules of its composition."""
        return read_composition(self.composition)

    @property
    def council(self) -> "Body":
        """The body that a motion belongs to: the chamber's council, or itself."""
        return self.parent or self

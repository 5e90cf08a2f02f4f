from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from council.rules.kinds import Capacity, Holder, JointRule

HOLDERS = [
    (Holder.PERSON.value, _("One person")),
    (Holder.JOINT.value, _("Two persons jointly")),
    (Holder.ORGANISATION.value, _("An organisation")),
]
JOINT_RULES = [
    (JointRule.UNANIMOUS.value, _("Both hands alike, or the seat is split")),
    (JointRule.ANY.value, _("The later ballot of either hand stands")),
]
CAPACITIES = [(capacity.value, capacity.value) for capacity in Capacity]


class SeatQuerySet(models.QuerySet["Seat"]):
    def standing(self) -> "SeatQuerySet":
        return self.filter(abolished_at__isnull=True)

    def of_council(self, council_pk: int) -> "SeatQuerySet":
        return self.filter(models.Q(body=council_pk) | models.Q(body__parent=council_pk))


class Seat(models.Model):
    """A place in a body, held by a person, by two jointly or by an organisation; it may speak for a being."""

    body = models.ForeignKey("council.Body", on_delete=models.PROTECT, related_name="seats")
    code = models.SlugField(_("code"), unique=True)
    title = models.CharField(_("title"), max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    holder = models.CharField(_("held by"), max_length=12, choices=HOLDERS, default=Holder.PERSON.value)
    # The being it speaks for ("biomes.biome/vessa-lagoon"), or "" for a human seat.
    represents = models.CharField(_("speaks for"), max_length=120, blank=True)
    group = models.CharField(_("group"), max_length=24, blank=True)
    capacity = ArrayField(
        models.CharField(max_length=5, choices=CAPACITIES), default=list, verbose_name=_("capacity")
    )
    joint_rule = models.CharField(_("joint rule"), max_length=10, choices=JOINT_RULES, blank=True)
    weights = models.JSONField(_("weights"), default=dict, blank=True)
    office = models.CharField(
        _("office"), max_length=8, blank=True, choices=[("chair", _("Chair")), ("vice", _("Vice-chair"))]
    )
    # Who names its holder (an organisation, as a subject), and with which others it is renewed.
    appointer = models.CharField(_("appointed by"), max_length=120, blank=True)
    cohort = models.CharField(_("cohort"), max_length=24, blank=True)
    # The length of a full term and how many may follow one another; nothing where the statutes say nothing.
    term_months = models.PositiveSmallIntegerField(_("term in months"), null=True, blank=True)
    max_terms = models.PositiveSmallIntegerField(_("terms in a row"), null=True, blank=True)
    # A ballot against the instruction of those who appointed the holder is refused unless it says why.
    explains_departures = models.BooleanField(_("explains departures"), default=False)
    created_at = models.DateTimeField(_("created at"))
    abolished_at = models.DateTimeField(_("abolished at"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["body__position", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(holder__in=[holder.value for holder in Holder]), name="seat_holder_known"
            ),
            models.CheckConstraint(
                condition=models.Q(holder=Holder.JOINT.value, joint_rule__in=[r.value for r in JointRule])
                | (~models.Q(holder=Holder.JOINT.value) & models.Q(joint_rule="")),
                name="seat_joint_has_rule",
            ),
            models.CheckConstraint(
                condition=models.Q(capacity__contained_by=[c.value for c in Capacity]),
                name="seat_capacity_known",
            ),
            models.CheckConstraint(
                condition=models.Q(max_terms__isnull=True) | models.Q(max_terms__gte=1, term_months__gte=1),
                name="seat_terms_have_a_length",
            ),
            models.UniqueConstraint(
                fields=["body", "office"], condition=~models.Q(office=""), name="seat_office_once"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def subject(self) -> str:
        return f"council.seat/{self.code}"

    @property
    def is_joint(self) -> bool:
        return self.holder == Holder.JOINT.value

    @property
    def votes(self) -> bool:
        return Capacity.VOTE.value in self.capacity

    @property
    def speaks(self) -> bool:
        return Capacity.VOICE.value in self.capacity

    @property
    def may_object(self) -> bool:
        """To what touches the living system it speaks for."""
        return bool(self.represents) and Capacity.VETO.value in self.capacity

    @property
    def biome_slug(self) -> str:
        return self.represents.removeprefix("biomes.biome/") if self.represents.startswith("biomes.") else ""

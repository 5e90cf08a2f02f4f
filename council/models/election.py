from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from council.rules.counts.bundle import paper_of
from council.rules.counts.papers import Contest, Method, Paper
from council.rules.elections import ENTERED, How, Source, Stand

if TYPE_CHECKING:
    from council.models.annulment import Annulment
    from council.models.correction import Correction

STANDS = [
    (Stand.DRAFT.value, _("Draft")),
    (Stand.ENTERING.value, _("Being entered")),
    (Stand.DIFFERING.value, _("Entries differ")),
    (Stand.SETTLED.value, _("Ready to count")),
    (Stand.COUNTED.value, _("Counted")),
    (Stand.PUBLISHED.value, _("Declared")),
    (Stand.CANCELLED.value, _("Cancelled")),
    (Stand.ANNULLED.value, _("Annulled")),
]
METHODS = [
    (Method.SCOTTISH.value, _("STV, Scottish rules")),
    (Method.MEEK.value, _("STV, Meek")),
    (Method.IRV.value, _("Instant runoff, one seat")),
    (Method.APPROVAL.value, _("Approval")),
    (Method.SCORE.value, _("Score")),
]
SOURCES = [
    (Source.PAPER.value, _("Paper ballots, typed by two tellers")),
    (Source.BLT.value, _("A BLT file")),
    (Source.CSV.value, _("A CSV file")),
]
HOWS = [
    (How.LOT.value, _("By a lot drawn in public")),
    (How.VOTE.value, _("By a further vote")),
    (How.AGREEMENT.value, _("By agreement of those who are level")),
    (How.RULE.value, _("By a rule of the body")),
]
REASON = 400


class ElectionQuerySet(models.QuerySet["Election"]):
    def public(self) -> "ElectionQuerySet":
        """Announced, whatever became of it."""
        return self.filter(opened_at__isnull=False)

    def being_entered(self) -> "ElectionQuerySet":
        return self.filter(state__in=sorted(stand.value for stand in ENTERED))


class Election(models.Model):
    """An election of persons to seats of a body. Ballots are collected elsewhere and counted here."""

    body = models.ForeignKey("council.Body", on_delete=models.PROTECT, related_name="elections")
    number = models.CharField(_("number"), max_length=16)
    title = models.CharField(_("title"), max_length=120)
    method = models.CharField(_("method"), max_length=12, choices=METHODS)
    seats = models.PositiveSmallIntegerField(_("seats"))
    # For score: the most points of an option; 0 elsewhere.
    max_points = models.PositiveSmallIntegerField(_("most points"), default=0)
    source = models.CharField(_("where the ballots come from"), max_length=8, choices=SOURCES)
    held_on = models.DateField(_("held on"))
    state = models.CharField(_("state"), max_length=12, choices=STANDS, default=Stand.DRAFT.value)
    drafted_at = models.DateTimeField(_("drafted at"))
    # From then on it is public and nothing of it is edited.
    opened_at = models.DateTimeField(_("opened for entering at"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    published_at = models.DateTimeField(_("declared at"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    cancelled_because = models.CharField(_("cancelled because"), max_length=REASON, blank=True)
    # How many ballots two tellers agree on, and on how many they did not at first.
    papers = models.PositiveIntegerField(_("ballots"), default=0)
    differed = models.PositiveIntegerField(_("ballots that differed"), default=0)
    # {number: [as the first read it, as the second did]}; only while it is being settled.
    differing = models.JSONField(default=dict, blank=True)

    objects = ElectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("election")
        verbose_name_plural = _("elections")
        ordering = ["-held_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="election_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in Stand]), name="election_state_known"
            ),
            models.CheckConstraint(
                condition=Q(method__in=[m.value for m in Method]), name="election_method_known"
            ),
            models.CheckConstraint(
                condition=Q(source__in=[s.value for s in Source]), name="election_source_known"
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="election_fills_a_seat"),
            models.CheckConstraint(
                condition=Q(state__in=[Stand.DRAFT.value, Stand.CANCELLED.value])
                | Q(opened_at__isnull=False),
                name="election_opened_before_it_went_on",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("council:election", args=[self.body.code, self.number])

    @property
    def code(self) -> str:
        """Two bodies may both hold an election 2150-1; the code names one of them."""
        return f"{self.body.code}--{self.number}"

    @property
    def subject(self) -> str:
        return f"council.election/{self.code}"

    @property
    def status(self) -> Stand:
        return Stand(self.state)

    def corrections(self) -> "list[Correction]":
        """Each count that two found at fault, the latest last."""
        return [count.correction for count in self.counts.all() if hasattr(count, "correction")]

    @property
    def correction_under_way(self) -> "Correction | None":
        """The ballots of the last count are entered and counted anew."""
        found = self.corrections()
        is_open = bool(found) and found[-1].new_count is None and self.status is not Stand.ANNULLED
        return found[-1] if is_open else None

    @property
    def annulled(self) -> "Annulment | None":
        """That two officers declared it void, where they did."""
        return getattr(self, "annulment", None)

    @property
    def source_now(self) -> Source:
        """Where the ballots come from: as announced, or as the last correction says."""
        found = self.corrections()
        return Source(found[-1].source if found else self.source)

    @property
    def source_words(self) -> str:
        return str(dict(SOURCES)[self.source_now.value])

    @property
    def is_paper(self) -> bool:
        return self.source_now is Source.PAPER

    def entries_now(self) -> "models.QuerySet[ElectionEntry]":
        """What tellers enter now; earlier rounds were emptied with their count."""
        return self.entries.filter(round=len(self.corrections()))

    def names(self) -> dict[str, str]:
        """The candidates' public names by their codes, in the order of the ballot."""
        return {one.code: one.name for one in self.candidates.all()}

    def contest(self, papers: tuple[Paper, ...] = ()) -> Contest:
        return Contest(Method(self.method), self.seats, tuple(self.names()), papers, self.max_points)


class Candidate(models.Model):
    """Who may be elected: a code for ballots and the log, and the name as the body publishes it."""

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="candidates")
    code = models.CharField(_("code"), max_length=32)
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ["election", "position"]
        constraints = [
            models.UniqueConstraint(fields=["election", "code"], name="candidate_code_once"),
            models.UniqueConstraint(fields=["election", "name"], name="candidate_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ElectionEntry(models.Model):
    """The ballots as one teller entered them; shown to nobody else before both have finished."""

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="entries")
    # How many times the election had been reopened before.
    round = models.PositiveSmallIntegerField(default=0)
    hand = models.PositiveSmallIntegerField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="election_entries"
    )
    begun_at = models.DateTimeField(_("begun"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    # {number of the paper: a ballot as the bundle writes it}; gone as soon as the count is done.
    papers = models.JSONField(default=dict, blank=True)
    # Numbers of differing papers that this teller finds on no paper.
    struck = models.JSONField(default=list, blank=True)
    # Of the file's bytes; empty for paper.
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("entry of ballots")
        verbose_name_plural = _("entries of ballots")
        ordering = ["election", "round", "hand"]
        constraints = [
            models.UniqueConstraint(fields=["election", "round", "hand"], name="ballots_entry_once_a_hand"),
            models.UniqueConstraint(
                fields=["election", "round", "entered_by"], name="ballots_entry_by_two_people"
            ),
            models.CheckConstraint(condition=Q(hand__in=[1, 2]), name="ballots_entry_two_hands"),
        ]

    def __str__(self) -> str:
        return f"{self.election_id} {self.hand}"

    def read(self) -> Mapping[int, Paper]:
        return {int(number): paper_of(row) for number, row in self.papers.items()}


class ElectionCount(models.Model):
    """A count with its bundle: the first, one for each tie that an act settled, one for each correction. Never changed."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="counts")
    number = models.PositiveSmallIntegerField(_("number"))
    bundle: Any = models.JSONField(_("bundle"))
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    counted_at = models.DateTimeField(_("counted at"))
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="election_counts"
    )
    # The act that settled a tie: who is taken, by what, and why, as the body publishes it.
    taken = models.JSONField(_("taken"), default=list, blank=True)
    how = models.CharField(_("how"), max_length=10, choices=HOWS, blank=True)
    reason = models.CharField(_("reason"), max_length=REASON, blank=True)
    # Of ballots that were entered anew: the correction that asked for it.
    corrects = models.OneToOneField(
        "council.Correction",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="counted_anew",
        verbose_name=_("corrects"),
    )

    class Meta:
        verbose_name = _("count")
        verbose_name_plural = _("counts")
        ordering = ["election", "number"]
        constraints = [
            models.UniqueConstraint(fields=["election", "number"], name="election_count_once"),
            models.CheckConstraint(
                condition=Q(number=1, how="", corrects__isnull=True)
                | (Q(number__gt=1, how__in=[how.value for how in How], corrects__isnull=True) & ~Q(reason=""))
                | Q(number__gt=1, how="", corrects__isnull=False),
                name="election_count_says_why",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="election_count_kept", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.election_id} {self.number}"

    @property
    def path(self) -> str:
        return f"elections/{self.sha256}.json"

"""Reads of charters, for pages and for every app above."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Prefetch, Q, QuerySet

from charters.models import Amendment, Article, Charter, CharterDraft, Duty, Edition, Instruction, Suspension
from charters.models.amendment import AmendmentQuerySet
from charters.models.duty import DutyQuerySet
from charters.rules import escalation, lifecycle
from charters.rules.amend import Why, problems
from charters.rules.text import ArticleText


def _day(at: datetime | date) -> date:
    return at.astimezone(UTC).date() if isinstance(at, datetime) else at


def public_charters() -> QuerySet[Charter]:
    """Charters with at least one edition; a charter without a text is not yet one."""
    return Charter.objects.filter(editions__isnull=False).distinct()


def public_charter(slug: str) -> Charter | None:
    return public_charters().filter(slug=slug).first()


def charter_for(biome_slug: str, at: datetime | date) -> Charter | None:
    """The charter that speaks of this living system on that date: its own, else the universal one."""
    in_force = Charter.objects.filter(editions__in=Edition.objects.in_force_on(_day(at)))
    own = in_force.filter(of=f"biomes.biome/{biome_slug}").first()
    return own or in_force.filter(of="").order_by("id").first()


def chartered(at: datetime | date) -> set[str]:
    """The subjects that a charter of their own in force speaks of; the universal one speaks of nobody alone."""
    in_force = Charter.objects.filter(editions__in=Edition.objects.in_force_on(_day(at)))
    return set(in_force.exclude(of="").values_list("of", flat=True))


def edition_on(charter: Charter, day: datetime | date) -> Edition | None:
    """The edition in force on a date; None before the first."""
    return charter.editions.in_force_on(_day(day)).first()


def editions_of(charter: Charter) -> QuerySet[Edition]:
    return charter.editions.select_related("amendment").order_by("number")


def edition_numbered(charter_slug: str, number: str) -> Edition | None:
    if not (number.isascii() and number.isdigit() and len(number) < 6):
        return None
    return (
        Edition.objects.filter(charter__slug=charter_slug, number=int(number))
        .select_related("charter")
        .first()
    )


def latest_article(charter_slug: str, eid: str) -> Article | None:
    """The newest wording of an article, in force or not; a repealed one keeps its last words."""
    rows = Article.objects.filter(edition__charter__slug=charter_slug, eid=eid)
    return rows.select_related("edition__charter").order_by("-edition__number").first()


def latest_edition(charter: Charter) -> Edition:
    """The last one promulgated: what the next amendment changes, in force already or not."""
    return charter.editions.filter(merged_into__isnull=True).latest("since")


def article(charter_slug: str, eid: str, at: datetime | date) -> Article | None:
    """One article as in force on a date."""
    editions = Edition.objects.in_force_on(_day(at)).filter(charter__slug=charter_slug)
    return Article.objects.filter(edition__in=editions, eid=eid).select_related("edition__charter").first()


def articles_for(biome_slugs: Iterable[str], at: datetime | date) -> QuerySet[Article]:
    """What may be cited for these living systems: their own charters' articles, and the universal ones.

    Each has `.subject` ("charters.article/vessa-lagoon--art_3"), `.heading`, `.number`, `.eid`.
    """
    of = [f"biomes.biome/{slug}" for slug in biome_slugs]
    editions = Edition.objects.in_force_on(_day(at)).filter(Q(charter__of__in=of) | Q(charter__of=""))
    rows = Article.objects.filter(edition__in=editions).select_related("edition__charter")
    return rows.order_by("-edition__charter__of", "edition__charter__title", "position")


def article_by_subject(subject: str, at: datetime | date) -> Article | None:
    """The article a citation names ("charters.article/<charter>--<eId>"), as in force on a date."""
    prefix, _, code = subject.partition("/")
    slug, _, eid = code.rpartition("--")
    return article(slug, eid, at) if prefix == "charters.article" and slug else None


def suspensions(charter: Charter, at: datetime) -> dict[str, Suspension]:
    """Articles of it that an emergency keeps from binding at this moment, by eId; the latest end of each."""
    running = Suspension.objects.running(at).filter(charter=charter).select_related("charter")
    return {row.eid: row for row in running.order_by("until", "pk")}


def suspended_by(cause: str) -> QuerySet[Suspension]:
    """What one emergency suspends, or suspended."""
    return Suspension.objects.filter(cause=cause).select_related("charter")


def values(edition: Edition) -> list[ArticleText]:
    return [row.value for row in edition.articles.all()]


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of an article and the editions it stood in."""

    article: Article
    first: Edition
    previous: Article | None


def article_history(charter: Charter, eid: str) -> list[Version]:
    """Each wording of an article, oldest first; an edition that left it alone adds none."""
    rows = Article.objects.filter(edition__charter=charter, eid=eid, edition__merged_into__isnull=True)
    versions: list[Version] = []
    for row in rows.select_related("edition__charter", "edition__amendment").order_by("edition__number"):
        last = versions[-1].article if versions else None
        if last is None or last.sha256 != row.sha256:
            versions.append(Version(row, row.edition, last))
    return versions


def repealed_by(charter: Charter, eid: str) -> Edition | None:
    """The first edition in which an article that once stood no longer stands."""
    with_it = charter.editions.filter(articles__eid=eid).order_by("-number").first()
    if with_it is None:
        return None
    later = charter.editions.filter(number__gt=with_it.number, merged_into__isnull=True)
    return later.order_by("number").first()


def is_in_latest(charter: Charter, eid: str) -> bool:
    return latest_edition(charter).articles.filter(eid=eid, entrenched=False).exists()


def article_to_amend(charter_slug: str, eid: str) -> Article | None:
    """The words an amendment drafted now would meet: those of the last promulgated edition."""
    charter = public_charter(charter_slug)
    if charter is None:
        return None
    rows = latest_edition(charter).articles.filter(eid=eid)
    return rows.select_related("edition__charter").first()


def toc(charter: Charter, day: date) -> list[Article]:
    """The articles in force on a day, for an index."""
    shown = edition_on(charter, day)
    return list(shown.articles.all()) if shown else []


# --- Amendments -----------------------------------------------------------------------------------
def _amendments() -> AmendmentQuerySet:
    return Amendment.objects.select_related("charter", "base", "edition", "drafted_by").prefetch_related(
        Prefetch("instructions", queryset=Instruction.objects.order_by("position"))
    )


def public_amendments() -> QuerySet[Amendment]:
    return _amendments().public()


def public_amendment(amendment_id: int) -> Amendment | None:
    """A tabled amendment (or what became of it); drafts answer None."""
    return public_amendments().filter(pk=amendment_id).first()


def tabled_amendments() -> QuerySet[Amendment]:
    """What a motion may point at now."""
    return _amendments().filter(state=lifecycle.State.TABLED.value)


def amendments_for(viewer: Any) -> QuerySet[Amendment]:
    """What this person may see: everything tabled, and their own drafts."""
    if not getattr(viewer, "is_authenticated", False):
        return public_amendments()
    return _amendments().filter(Q(tabled_at__isnull=False) | Q(drafted_by=viewer))


def own_amendments(viewer: Any) -> QuerySet[Amendment]:
    return _amendments().filter(drafted_by=viewer)


def drafts_of(viewer: Any) -> QuerySet[Amendment]:
    return own_amendments(viewer).filter(state=lifecycle.State.DRAFT.value)


def tabled_counts() -> dict[int, int]:
    """How many amendments are tabled, by charter."""
    rows = Amendment.objects.filter(state=lifecycle.State.TABLED.value).values_list("charter")
    return dict(rows.annotate(Count("id")).order_by())


@dataclass(frozen=True, slots=True)
class Preview:
    """One instruction beside the words it meets today."""

    instruction: Instruction
    before: ArticleText | None
    why: Why | None  # None: it fits


def preview(amendment: Amendment) -> list[Preview]:
    """Each instruction against the text it would change now; once closed, against its base."""
    base = amendment.base if amendment.status in lifecycle.FINAL else latest_edition(amendment.charter)
    articles = values(base)
    by_eid = {a.eid: a for a in articles}
    steps = list(amendment.instructions.all())
    found = problems(articles, [step.value for step in steps])
    return [Preview(step, by_eid.get(step.eid), why) for step, why in zip(steps, found, strict=True)]


def is_overtaken(amendment: Amendment) -> bool:
    return any(row.why for row in preview(amendment))


def rivals_of(amendment: Amendment) -> Sequence[Amendment]:
    """Other tabled amendments that touch one of the same articles."""
    eids = [i.eid for i in amendment.instructions.all() if i.eid]
    return list(
        tabled_amendments()
        .filter(charter=amendment.charter, instructions__eid__in=eids)
        .exclude(pk=amendment.pk)
        .distinct()
    )


# --- Drafts of charters ---------------------------------------------------------------------------
def charter_drafts_for(viewer: Any) -> QuerySet[CharterDraft]:
    """What this person may see: every charter that was tabled, and her own drafts."""
    rows = CharterDraft.objects.select_related("drafted_by", "charter").prefetch_related("articles")
    if not getattr(viewer, "is_authenticated", False):
        return rows.public()
    return rows.filter(Q(tabled_at__isnull=False) | Q(drafted_by=viewer))


def own_charter_drafts(viewer: Any) -> QuerySet[CharterDraft]:
    return charter_drafts_for(viewer).filter(drafted_by=viewer)


def charter_drafts_in_hand(viewer: Any) -> QuerySet[CharterDraft]:
    """Her drafts that she has not tabled yet."""
    found = CharterDraft.objects.filter(state=lifecycle.State.DRAFT.value)
    return found.filter(drafted_by=viewer) if getattr(viewer, "is_authenticated", False) else found.none()


def public_charter_draft(draft_id: int) -> CharterDraft | None:
    return charter_drafts_for(None).filter(pk=draft_id).first()


def tabled_charters() -> QuerySet[CharterDraft]:
    """What a motion may adopt now; not those whose living system has got a charter meanwhile."""
    tabled = CharterDraft.objects.filter(state=lifecycle.State.TABLED.value)
    return tabled.exclude(of__in=subjects_with_charter())


def is_address_taken(slug: str) -> bool:
    return Charter.objects.filter(slug=slug).exists()


def subjects_with_charter() -> set[str]:
    return set(Charter.objects.exclude(of="").values_list("of", flat=True))


def has_charter(of: str) -> bool:
    """Whether this living system or zone has a charter of its own; of every living system there may be several."""
    return bool(of) and Charter.objects.filter(of=of).exists()


# --- Duties ---------------------------------------------------------------------------------------
def public_duties() -> DutyQuerySet:
    return Duty.objects.select_related("holder")


def duties_on(matter: str) -> DutyQuerySet:
    """Every duty on a subject ("petitions.petition/..."), the earliest due first."""
    return public_duties().filter(matter=matter)


def duties_of(holder_slug: str) -> DutyQuerySet:
    return public_duties().filter(holder__slug=holder_slug)


def duties_in(state: str, at: datetime, *, holder: str = "") -> DutyQuerySet:
    """Those owed now (""), late, discharged, withdrawn or all; the ended ones newest first."""
    rows = duties_of(holder) if holder else public_duties()
    if state == "all":
        return rows.order_by("-opened_at", "-id")
    if state == "discharged":
        return rows.filter(discharged_at__isnull=False).order_by("-discharged_at", "-id")
    if state == "withdrawn":
        return rows.filter(withdrawn_at__isnull=False).order_by("-withdrawn_at", "-id")
    return rows.late(at) if state == "late" else rows.open()


def duty_counts(at: datetime) -> dict[str, int]:
    return {"open": Duty.objects.open().count(), "late": Duty.objects.late(at).count()}


def site_clock() -> ZoneInfo:
    """The zone in which a day ends here."""
    return ZoneInfo(settings.TIME_ZONE)


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late a duty is, or was when it ended, and the steps it took by then; by its dates, told or not."""

    duty: Duty
    days: int
    step: escalation.Step
    moves: Sequence[escalation.Move]

    @property
    def is_over(self) -> bool:
        return self.duty.discharged_at is not None or self.duty.withdrawn_at is not None

    def since(self, step: escalation.Step) -> datetime | None:
        return next((move.since for move in self.moves if move.step is step), None)


def lateness(duty: Duty, at: datetime) -> Lateness | None:
    """None for what is, or was done, in time."""
    until, clock = duty.until(at), site_clock()
    taken = escalation.moves(duty.due_at, until, clock)
    if not taken or (duty.discharged_at and duty.discharged_at <= duty.due_at):
        return None
    return Lateness(duty, escalation.days_late(duty.due_at, until, clock), taken[-1].step, taken)


def late_duties(at: datetime, kinds: Iterable[str]) -> DutyQuerySet:
    """Late now, of these kinds: the longest overdue first. There is no other order."""
    return public_duties().late(at).filter(kind__in=list(kinds)).order_by("due_at", "id")


def duties_done_late(kinds: Iterable[str]) -> DutyQuerySet:
    """Done, but late: the newest first. It stays on record."""
    return public_duties().done_late().filter(kind__in=list(kinds)).order_by("-discharged_at", "-id")

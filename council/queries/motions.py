"""Motions as their readers may see them, and what is ahead."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from council.models import AgendaItem, Body, ClosedDecision, DecisionRule, Motion, Sitting, Voting
from council.models.motion import MotionQuerySet
from council.queries.bodies import bodies_of, seats_held
from council.rules import division
from council.rules.kinds import ABOUT_A_MOTION, MotionKind
from council.rules.lifecycle import State
from council.rules.roll_call import DISPUTED_WITHIN
from ledger.queries import now

SUBJECT = "council.motion/"


def _whole(motions: MotionQuerySet) -> MotionQuerySet:
    return motions.select_related("body__organisation", "rule", "mover_seat__body", "mover")


def public_motions() -> MotionQuerySet:
    return _whole(Motion.objects.public())


def motions_for(user: Any) -> MotionQuerySet:
    """The public ones and one's own drafts."""
    return _whole(Motion.objects.for_viewer(user))


def motion(code: str, user: Any) -> Motion | None:
    """By its number, or by its key while it is a draft: one's own, or one shared with the members of its council."""
    by_code = Q(number=code)
    if len(code) == 32 and all(c in "0123456789abcdef" for c in code):
        by_code |= Q(key=code)
    found = motions_for(user).filter(by_code).first()
    if found or not getattr(user, "is_authenticated", False):
        return found
    draft = _whole(Motion.objects.filter(by_code, state=State.DRAFT.value, shared_at__isnull=False)).first()
    if draft and seats_held(user, now()).filter(body__in=bodies_of(draft.body)).exists():
        return draft
    return None


def motion_named(subject: str) -> Motion | None:
    """The submitted motion that a subject names."""
    return (
        public_motions().filter(number=subject.removeprefix(SUBJECT)).first()
        if subject.startswith(SUBJECT)
        else None
    )


def parts_of(whole: Motion) -> QuerySet[Motion]:
    """The motions by which a divided motion is voted on part by part, in their order."""
    return (
        Motion.objects.filter(act=whole.subject, kind=MotionKind.DIVISION.value)
        .select_related("body")
        .order_by("pk")
    )


def is_divided(motion: Motion) -> bool:
    return parts_of(motion).exists()


def awaits_parts(motion: Motion) -> bool:
    """Whether a part of it is neither carried nor rejected yet."""
    decided = [State.ENACTED.value, State.REJECTED.value]
    return parts_of(motion).exclude(state__in=decided).exists()


def is_divisible(motion: Motion) -> bool:
    """Words alone, of two paragraphs at least, scheduled for sealed ballots and not divided yet."""
    if motion.status not in (State.SCHEDULED, State.DEBATE) or motion.act or motion.in_room:
        return False
    if MotionKind(motion.kind) in ABOUT_A_MOTION or is_divided(motion):
        return False
    return len(division.paragraphs(motion.text)) >= division.LEAST


def shared_drafts(council: Body) -> MotionQuerySet:
    """Drafts that their movers let the council's members read."""
    return _whole(Motion.objects.filter(body=council, state=State.DRAFT.value, shared_at__isnull=False))


def own_drafts(user: Any) -> QuerySet[Motion]:
    return _whole(Motion.objects.filter(mover=user.pk, state=State.DRAFT.value)).order_by("-drafted_at")


def open_motions(council: Body) -> QuerySet[Motion]:
    """Those one can cast a ballot on now, the soonest to close first."""
    return public_motions().open_to_ballots().filter(body=council).order_by("closes_at")


def to_sort(council: Body) -> QuerySet[Motion]:
    """The secretary's table: everything that waits for her."""
    waiting = (
        State.SUBMITTED,
        State.ADMISSIBLE,
        State.SCHEDULED,
        State.DEBATE,
        State.POSTPONED,
        State.NO_QUORUM,
        State.TIED,
        State.VOID,
        State.VETOED,
    )
    return (
        public_motions().filter(body=council, state__in=[s.value for s in waiting]).order_by("submitted_at")
    )


def motions_about(subject: str) -> QuerySet[Motion]:
    """Motions that come from, enact, cite or touch a subject."""
    return public_motions().filter(
        Q(origin=subject)
        | Q(act=subject)
        | Q(evidence__contains=[subject])
        | Q(affects__contains=[subject])
        | Q(concerned__contains=[subject])
    )


def voting_of(motion: Motion) -> Voting | None:
    """The last time it was put to the vote, open or closed."""
    return motion.votings.select_related("rule", "motion__body").order_by("-number").first()


def decision_of(voting: Voting | None) -> ClosedDecision | None:
    return getattr(voting, "decision", None) if voting else None


def agenda(council: Body) -> QuerySet[AgendaItem]:
    """What must still be taken up, the urgent first."""
    return AgendaItem.objects.filter(body=council, done_at__isnull=True).select_related("sitting", "motion")


def declined_lately(council: Body) -> QuerySet[AgendaItem]:
    """Matters that the council would not debate, the latest first."""
    return AgendaItem.objects.filter(body=council).exclude(declined_because="").order_by("-done_at")[:10]


def agenda_item(pk: int) -> AgendaItem | None:
    return AgendaItem.objects.filter(pk=pk, done_at__isnull=True).select_related("body").first()


def next_sitting(council: Body, at: datetime) -> Sitting | None:
    return Sitting.objects.coming(at).filter(body=council).first()


def motions_due(at: datetime) -> list[int]:
    """Motions whose voting must open or close, or whose time to object or to dispute is over."""
    ahead = Q(state__in=[State.SCHEDULED.value, State.DEBATE.value])
    opens = ahead & (Q(in_room=False, opens_at__lte=at) | Q(in_room=True, closes_at__lte=at))
    closes = Q(state__in=[State.VOTING_OPEN.value, State.OVERRIDE_OPEN.value], closes_at__lte=at)
    settles = Q(state=State.CONSENT_WINDOW.value, consent_until__lte=at)
    # Only a vote that was called in the room rests at `closed`.
    counted = ClosedDecision.objects.filter(
        voting__motion=OuterRef("pk"), closed_at__lte=at - DISPUTED_WITHIN
    )
    confirms = Q(Exists(counted), state=State.CLOSED.value)
    due = Motion.objects.filter(opens | closes | settles | confirms)
    return list(due.order_by("pk").values_list("pk", flat=True))


def rule_version(code: str) -> DecisionRule | None:
    """``ordinary.v2``, or ``ordinary`` for the version in force."""
    name, _dot, version = code.partition(".v")
    found = DecisionRule.objects.select_related("body__organisation").filter(code=name)
    if version:
        return (
            found.filter(version=int(version)).first() if version.isdecimal() and len(version) < 5 else None
        )
    return found.order_by("-version").first()

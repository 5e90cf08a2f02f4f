"""A motion in words: its kinds, a brief for a bad line, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from council import queries
from council.models import Motion
from council.models.rule import MOTION_KINDS
from council.rules.consent import is_vetoed
from council.rules.decision import Tie
from council.rules.kinds import MotionKind
from council.rules.lifecycle import ByClock, State


def kinds(applies_to: list[str]) -> list[str]:
    names = dict(MOTION_KINDS)
    return [str(names[kind]) for kind in applies_to if kind in names]


def brief(motion: Motion, touched: Sequence[str], being: str, *, objects: bool) -> list[str]:
    """Five plain sentences: what is asked, what changes for the living systems, what a yes does, a no, by when.

    ``touched`` are the names of the living systems it touches, ``being`` the one that the reader speaks for,
    ``objects`` whether its seat has a veto.
    """
    found = [motion.summary, _for_the_beings(motion, touched, being, objects)]
    if motion.kind == MotionKind.CHARTER_AMENDMENT.value:
        found.append(_("A yes changes the words of the charter, as the amendment sets out."))
        found.append(_("A no leaves the charter as it is."))
    elif motion.kind == MotionKind.CHARTER_ADOPTION.value:
        found.append(_("A yes brings the charter into force, with the words that were tabled."))
        found.append(_("A no leaves the charter a draft that binds nobody."))
    else:
        found.append(_("A yes puts this into force as it is written."))
        found.append(_("A no leaves things as they are."))
    if motion.closes_at:
        day = date_format(motion.closes_at, "DATE_FORMAT")
        hour = date_format(motion.closes_at, "H:i")
        found.append(
            _("You can vote and change your vote until %(day)s, %(hour)s UTC.") % {"day": day, "hour": hour}
        )
    return found


def _for_the_beings(motion: Motion, touched: Sequence[str], being: str, objects: bool) -> str:
    if not touched:
        return _("For the living systems nothing changes that it names.")
    if being not in touched:
        return _("It touches %(beings)s.") % {"beings": ", ".join(touched)}
    consent = motion.rule.rule.consent if motion.rule else None
    if consent is None or not objects:
        return _("It touches %(being)s, for which you speak.") % {"being": being}
    return ngettext(
        "It touches %(being)s, for which you speak: if it is adopted, you have %(days)d day to object.",
        "It touches %(being)s, for which you speak: if it is adopted, you have %(days)d days to object.",
        consent.window_days,
    ) % {"being": being, "days": consent.window_days}


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes, and when where it is known."""

    text: str
    at: datetime | date | None = None


def next_steps(motion: Motion) -> list[NextStep]:
    """What follows from where the motion stands; who owes it, and by when."""
    state = motion.status
    if motion.in_room and state in (State.SCHEDULED, State.DEBATE):
        return [
            NextStep(_("A sitting may call the roll on it from"), motion.opens_at),
            NextStep(_("until"), motion.closes_at),
        ]
    if state is State.SCHEDULED or state is State.DEBATE:
        return [
            NextStep(_("Voting opens."), motion.opens_at),
            NextStep(_("Voting closes."), motion.closes_at),
        ]
    if state is State.VOTING_OPEN and _is_called(motion):
        return [
            NextStep(
                _("The roll is called; it closes when two tellers agree on it, or is void."), motion.closes_at
            )
        ]
    if state in (State.VOTING_OPEN, State.OVERRIDE_OPEN):
        return [
            NextStep(_("Voting closes; every sealed ballot is opened and counted."), motion.closes_at),
            *_after_a_yes(motion),
        ]
    if state is State.CONSENT_WINDOW:
        return [
            NextStep(_("Until then the living systems it touches may object."), motion.consent_until),
            NextStep(_at_the_end_of_the_window(motion)),
        ]
    if state is State.VETOED:
        return _after_a_veto(motion)
    return [NextStep(text, when) for text, when in _standing(motion).get(state, [])]


def _is_called(motion: Motion) -> bool:
    latest = motion.votings.order_by("-number").first()
    return latest is not None and latest.in_room


def _at_the_end_of_the_window(motion: Motion) -> str:
    consent = motion.rule.rule.consent if motion.rule else None
    if consent and is_vetoed(consent, motion.objections.count()):
        return _("An objection is filed: that day the motion is vetoed.")
    return _("Without an objection it is enacted that day.")


def reason(motion: Motion) -> str:
    """Why it stands where it stands, where somebody or the clock said so."""
    by_clock = {
        ByClock.OUTAGE: _("Nobody could vote: the site was out of reach while voting should have been open."),
        ByClock.UNFIT: _("Voting could not open: its rule or its words do not fit the roll of that hour."),
        ByClock.UNCALLED: _("No sitting called the roll on it within its hours."),
        ByClock.UNCONTESTED: _("The veto stood: the session ended, and it was not overridden."),
        ByClock.SESSION: _("The session ended before it was decided."),
        ByClock.ALERT: _("The alert it answers was over, or eased, when voting should have opened."),
        ByClock.UNASKED: _("Too few still asked for the emergency procedure when voting should have opened."),
        ByClock.PARTS_UNDECIDED: _("One of its parts was not decided; the whole waits for it."),
        ByClock.NO_PART_KEPT: _("No part of it was carried: nothing was left to vote on."),
        ByClock.WHOLE_GONE: _("The motion it was a part of was withdrawn."),
    }
    return next((words for code, words in by_clock.items() if motion.reason == code), motion.reason)


def _after_a_yes(motion: Motion) -> list[NextStep]:
    consent = motion.rule.rule.consent if motion.rule else None
    if motion.status is State.OVERRIDE_OPEN:
        return [
            NextStep(_("If it is carried, the motion is enacted over the veto; if not, the veto stands."))
        ]
    if consent and queries.is_asked(motion):
        words = ngettext(
            "If it is adopted, the living systems it touches may object for %(days)d day.",
            "If it is adopted, the living systems it touches may object for %(days)d days.",
            consent.window_days,
        )
        return [NextStep(words % {"days": consent.window_days})]
    return [NextStep(_("If it is adopted, it is enacted at once."))]


def _after_a_veto(motion: Motion) -> list[NextStep]:
    words = _("From then on the council may vote to override, without the objecting seat.")
    return [
        NextStep(words, queries.override_opens(motion)),
        NextStep(_("If the session in which that is possible ends without it, the motion lapses.")),
    ]


def _after_a_tie(motion: Motion) -> str:
    tie = motion.rule.rule.tie if motion.rule else Tie.REJECT
    return {
        Tie.CASTING_VOTE: _("The chair breaks the tie."),
        Tie.REVOTE_ONCE: _("The secretary opens the vote once more."),
        Tie.REJECT: "",
    }[tie]


def _standing(motion: Motion) -> dict[State, list[tuple[str, Any]]]:
    return {
        State.DRAFT: [(_("Only you see this draft. Submit it when its words are right."), None)],
        State.SUBMITTED: [(_("The secretary admits it, or says why not."), None)],
        State.ADMISSIBLE: [(_("The secretary sets the day of the vote."), None)],
        State.POSTPONED: [(_("The secretary sets a new day."), None)],
        State.CLOSED: [
            (_("Seats may dispute the word that was called for them; after that it takes effect."), None)
        ],
        State.NO_QUORUM: [(_("The secretary calls the vote again."), None)],
        State.VOID: [(_("The secretary calls the vote again."), None)],
        State.TIED: [(_after_a_tie(motion), None)],
        State.VETO_SUSTAINED: [(_("The veto stands. Another motion may put the question anew."), None)],
        State.ENACTED: [(_("In force."), motion.in_force_on)],
        State.ENACTED_OVER_VETO: [(_("In force."), motion.in_force_on)],
        State.ADOPTED: [(_("A new motion must carry the text as it now reads."), None)],
    }

"""The close: by the database's time, exactly once, whoever comes first.

Openings are published with the outcome, in the same transaction: what was sealed is opened, whole,
or the vote is void. An adopted motion is enacted here unless a biome must be asked first.
"""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from council import queries
from council.actions import enactment
from council.actions.motions import CannotMove, locked, step
from council.models import Ballot, ClosedDecision, Instruction, Mandate, Motion, Reason, Voting
from council.rules import commitment, consent, lifecycle
from council.rules.decision import Outcome, Roll, Rule
from council.rules.kinds import ABOUT_A_MOTION, MotionKind
from council.rules.lifecycle import State
from council.rules.reading import canonical
from council.rules.seats import BallotCast, Choice
from council.rules.tally import Decision, evaluate
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User

# Subjects of the sittings that took the vote, and the seats in their rooms at its close.
Room = tuple[list[str], list[str]]


@transaction.atomic
def close_voting(*, motion_id: int, at: datetime) -> ClosedDecision | None:
    """Count and decide; None when it is too early or somebody else was first."""
    motion = locked(motion_id)
    if motion.status not in lifecycle.OPEN_TO_BALLOTS:
        return None
    voting = motion.votings.select_related("rule").order_by("-number")[0]
    if voting.in_room or at < voting.closes_at:
        return None
    _hold_mandates(voting)
    ballots = list(_urn(voting).live())
    aside = queries.set_aside(voting, ballots, at)
    # Who was in the room at the hour of the close, however late the count runs.
    room = queries.present_at(voting, voting.closes_at)
    decision = _count(voting, [b for b in ballots if b.pk not in aside], room)
    closed = ClosedDecision.objects.create(
        voting=voting,
        outcome=decision.outcome.value,
        working=decision.working,
        set_aside=[_named(b, aside[b.pk]) for b in ballots if b.pk in aside],
        closed_at=at,
    )
    record_close(voting, closed, _openings(voting, aside), room)
    _lead_on(motion, voting, decision.outcome, at)
    return closed


def _hold_mandates(voting: Voting) -> None:
    """What ends a mandate waits for the count, or the count for it: the log and the count say the same."""
    cast = voting.ballots.live()
    rests_on = Q(ballots__in=cast) | Q(proxies__ballots__in=cast)
    held = Mandate.objects.filter(rests_on).values("pk")
    list(Mandate.objects.select_for_update(no_key=True).filter(pk__in=held).order_by("pk"))


def _urn(voting: Voting) -> Any:
    return voting.ballots.select_related(
        "seat", "cast_by", "mandate__person", "call", "proxy__holder", "proxy__mandate__person"
    ).order_by("n")


def _named(ballot: Ballot, why: str) -> dict[str, Any]:
    return {"seat": ballot.seat.code, "hand": ballot.hand, "why": why}


def _count(voting: Voting, ballots: list[Ballot], room: Room | None) -> Decision:
    # An override has chambers of its own; the objecting seats are not on its roll at all.
    rule, roll = voting.counted_by, voting.frozen_roll()
    if room is not None:
        roll = replace(roll, present=frozenset(room[1]) & {seat.code for seat in roll.seats})
    cast = [
        BallotCast(seat=b.seat.code, hand=b.hand, choice=Choice(b.choice), n=b.n, proxy=b.proxy is not None)
        for b in ballots
        if _opens(voting, b)
    ]
    if len(cast) < len(ballots):
        # A missing opening voids the vote; it never silently drops a ballot.
        return _void(evaluate(rule, roll, []), [b for b in ballots if not _opens(voting, b)])
    return evaluate(rule, roll, cast, round_=ties_before(voting) + 1)


def _opens(voting: Voting, ballot: Ballot) -> bool:
    return commitment.opens(ballot.commitment, bytes(ballot.salt), _value(voting, ballot))


def _value(voting: Voting, ballot: Ballot) -> dict[str, Any]:
    return commitment.value_of(
        motion=voting.motion.code,
        round_=voting.number,
        seat=ballot.seat.code,
        hand=ballot.hand,
        choice=ballot.choice,
        **ballot.lent,
    )


def _void(decision: Decision, unopened: list[Ballot]) -> Decision:
    faults = [{"seat": b.seat.code, "hand": b.hand, "code": "does_not_open"} for b in unopened]
    return Decision(Outcome.VOID, {**decision.working, "faults": faults, "outcome": Outcome.VOID.value})


def ties_before(voting: Voting) -> int:
    """How often this motion has tied before: `revote_once` means once. What was counted again counts once."""
    return ClosedDecision.objects.filter(
        voting__motion=voting.motion,
        voting__number__lt=voting.number,
        voting__recounted_by__isnull=True,
        outcome=Outcome.TIED.value,
    ).count()


def _openings(voting: Voting, aside: dict[int, str]) -> dict[str, Any]:
    """Every ballot ever cast in this voting, opened: the superseded ones too."""
    rows = []
    for ballot in _urn(voting):
        row: dict[str, Any] = {
            "n": ballot.n,
            "seat": ballot.seat.code,
            "hand": ballot.hand,
            "choice": ballot.choice,
            "salt": bytes(ballot.salt).hex(),
            "commitment": ballot.commitment,
            "live": ballot.superseded_at is None,
            **ballot.lent,
        }
        if ballot.pk in aside:
            row["set_aside"] = aside[ballot.pk]
        rows.append(row)
    opened = {"v": 1, "motion": voting.motion.code, "round": voting.number, "ballots": rows}
    return opened | _reasons(voting) | _instructions(voting)


def _reasons(voting: Voting) -> dict[str, Any]:
    """The reasons that came with ballots, opened beside them: articles, and the words by hash."""
    found = Reason.objects.filter(ballot__voting=voting).select_related("ballot").order_by("ballot__n")
    rows = [
        {
            "n": reason.ballot.n,
            "articles": sorted(reason.articles),
            "text": commitment.words_hash(reason.text),
            **commitment.departing(reason.departure),
            "salt": bytes(reason.salt).hex(),
            "commitment": reason.commitment,
        }
        for reason in found
    ]
    return {"reasons": rows} if rows else {}


def _instructions(voting: Voting) -> dict[str, Any]:
    """Every instruction that was given on the motion, opened with its vote: the earlier ones too."""
    found = Instruction.objects.filter(question__motion=voting.motion).select_related("question__seat")
    rows = [
        {
            "seat": one.question.seat.code,
            "n": one.n,
            "answer": one.answer,
            "text": commitment.words_hash(one.text),
            "salt": bytes(one.salt).hex(),
            "commitment": one.commitment,
        }
        for one in found.order_by("question__seat__code", "n")
    ]
    return {"instructions": rows} if rows else {}


def _presence(voting: Voting, room: Room) -> bytes:
    """The sitting's roll at the close: who was in the room, a line of its own."""
    told = {"sittings": room[0], "present": room[1]}
    return canonical({"v": 1, "motion": voting.motion.code, "round": voting.number, **told})


def record_close(
    voting: Voting, closed: ClosedDecision, openings: dict[str, Any], room: Room | None = None
) -> None:
    papers = {"openings.jsonl": canonical(openings)}
    named: dict[str, Any] = {"room": True} if voting.in_room else {}
    if room is not None:
        papers["rolls.jsonl"] = _presence(voting, room)
        named |= {"presence": sha256(papers["rolls.jsonl"]).hexdigest()}
    ledger.record(
        kind="council.voting.closed",
        subject=voting.motion.subject,
        actor="",
        at=closed.closed_at,
        public=True,
        about=[voting.motion.body.subject],
        documents=papers,
        **named,
        round=voting.number,
        purpose=voting.purpose,
        ties_before=ties_before(voting),
        rule=voting.rule.sha256,
        roll=voting.roll_sha256,
        outcome=closed.outcome,
        chambers=[{"body": row["body"], **row["counts"]} for row in closed.working["chambers"]],
    )


def _lead_on(motion: Motion, voting: Voting, outcome: Outcome, at: datetime) -> None:
    """From the count to where it leads, along the table."""
    if voting.is_override:
        motion.decided_at = at
        if outcome is Outcome.ADOPTED:
            step(motion, State.ADOPTED)
            return enactment.enact(motion, to=State.ENACTED_OVER_VETO, at=at)
        step(motion, State.VETOED if outcome is Outcome.VOID else State.VETO_SUSTAINED)
        return enactment.let_go(motion, at=at)
    step(motion, State.CLOSED)
    return decide(motion, voting, outcome, at)


def decide(motion: Motion, voting: Voting, outcome: Outcome, at: datetime) -> None:
    """A closed vote takes effect: at once, or when what was called in the room is no longer disputed."""
    motion.decided_at = at
    step(motion, State(outcome.value))
    return _after_vote(motion, voting, outcome, at)


def _after_vote(motion: Motion, voting: Voting, outcome: Outcome, at: datetime) -> None:
    if outcome is Outcome.ADOPTED:
        return adopted(motion, voting.rule.rule, voting.frozen_roll(), at)
    most = voting.rule.rule.max_recalls
    if outcome is Outcome.NO_QUORUM and not lifecycle.may_be_recalled(motion.recalls, most):
        step(motion, State.LAPSED)
    if outcome is Outcome.VETOED:
        # A no that vetoes is cast with the vote itself; no rule knows an override of it.
        motion.vetoed_at = at
        step(motion, State.VETO_SUSTAINED)
    return enactment.let_go(motion, at=at)


def adopted(motion: Motion, rule: Rule, roll: Roll, at: datetime) -> None:
    """To the biomes first, where the rule asks them and one of them is touched."""
    # A motion about another touches no living system: the other one will ask them.
    veto = None if MotionKind(motion.kind) in ABOUT_A_MOTION else rule.consent
    asked = consent.seats_asked(roll, motion.touched) if veto else frozenset()
    if not (veto and asked):
        return enactment.enact(motion, to=State.ENACTED, at=at)
    step(motion, State.CONSENT_WINDOW)
    motion.consent_until = consent.window_until(veto, at)
    motion.save()
    return enactment.hold(motion, at=at)


@transaction.atomic
def cast_casting_vote(*, motion_id: int, choice: Choice, by: "User", at: datetime) -> Motion:
    """The chair breaks a tie, where the rule says so; openly, and once."""
    motion = locked(motion_id)
    voting = motion.votings.select_related("rule").order_by("-number").first()
    if motion.status is not State.TIED or voting is None or voting.rule.rule.tie != "casting_vote":
        raise CannotMove(_("There is no tie for a casting vote to break."))
    if choice is Choice.ABSTAIN:
        raise CannotMove(_("A casting vote is yes or no."))
    if not queries.is_chair(by, motion.body, at):
        raise CannotMove(_("Only the chair casts the casting vote."))
    if not queries.may_break_tie(by, motion, at):
        raise CannotMove(
            _(
                "Only the chair of the chamber that tied, or of the council, breaks this tie; a chair whose own seat is "
                "recused on the motion does not."
            )
        )
    closed = voting.decision
    closed.casting_vote, closed.casting_at = choice.value, at
    closed.save(update_fields=["casting_vote", "casting_at"])
    ledger.record(
        kind="council.tie.broken",
        subject=motion.subject,
        actor=by.code,
        at=at,
        public=True,
        round=voting.number,
        choice=choice.value,
    )
    if choice is Choice.YES:
        step(motion, State.ADOPTED)
        adopted(motion, voting.rule.rule, voting.frozen_roll(), at)
    else:
        step(motion, State.REJECTED)
        enactment.let_go(motion, at=at)
    return motion

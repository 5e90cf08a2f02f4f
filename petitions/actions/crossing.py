"""Passing a threshold: once, with the duty it opens, in the transaction that counted."""

from datetime import datetime
from typing import Any

from biomes import queries as biomes
from charters import actions as charters
from ledger import actions as ledger
from petitions import queries
from petitions.actions.announcing import announce
from petitions.models import Crossing, Petition
from petitions.rules import deadlines, lifecycle, thresholds
from petitions.rules.lifecycle import DebateTrack, ResponseTrack
from petitions.rules.mail import LetterKind
from petitions.rules.thresholds import Kind


def cross_thresholds(petition: Petition, at: datetime) -> list[Crossing]:
    """The thresholds that this count passed; called under the petition's lock.

    What was stopped or withdrawn obliges nobody anew, though its last signatures are still counted.
    """
    if petition.state not in lifecycle.COUNTED:
        return []
    standing = set(petition.crossings.standing().values_list("kind", flat=True))
    needs = queries.needs_of(petition)
    is_scoped = any(need.need.by_zone for need in needs.values())
    by_zone = queries.exact_by_zone(petition) if is_scoped else {}
    passed = []
    for kind, need in needs.items():
        if kind not in standing and thresholds.is_reached(need.need, petition.signature_count, by_zone):
            passed.append(_cross(petition, kind, need, at))
    return passed


def _cross(petition: Petition, kind: Kind, need: queries.NeedRow, at: datetime) -> Crossing:
    clock = queries.site_clock()
    is_response = kind is Kind.RESPONSE
    holder: Any = holder_of(petition, at) if is_response else petition.body
    due_at = deadlines.response_due(at, clock) if is_response else deadlines.debate_due(at, clock)
    duty = charters.open_duty(
        kind=thresholds.DUTIES[kind],
        subject=petition.subject,
        holder=holder,
        due_at=due_at,
        actor="",
        at=at,
        about=[biome.subject for biome in petition.waters],
    )
    crossing = Crossing.objects.create(
        petition=petition, kind=kind, threshold=need.row, needed=need.need.count, crossed_at=at, duty=duty
    )
    if is_response:
        _owe_response(petition, crossing, holder, due_at, at)
    else:
        _refer(petition, crossing, at)
    return crossing


def holder_of(petition: Petition, at: datetime) -> Any:
    """Who must answer: the office competent for the first living system that has one, else the body."""
    for biome in petition.waters:
        if office := biomes.competent_organisation(biome, at):
            return queries.successor_of(office)
    return petition.body


def _owe_response(
    petition: Petition, crossing: Crossing, holder: Any, due_at: datetime, at: datetime
) -> None:
    if petition.response_track == ResponseTrack.NONE:
        petition.response_track = lifecycle.move_response(ResponseTrack.NONE, ResponseTrack.OWED)
        petition.save(update_fields=["response_track"])
        announce(petition, LetterKind.OWED, at)
    elif petition.response_track == ResponseTrack.ANSWERED:
        # Answered before anybody had to ask twice.
        charters.discharge_duty(duty_id=crossing.duty_id, actor="", at=at)
    ledger.record(
        kind="petitions.petition.owed",
        subject=petition.subject,
        actor="",
        at=at,
        public=True,
        about=[holder.subject, crossing.duty.subject, *(biome.subject for biome in petition.waters)],
        petition=petition.slug,
        threshold=crossing.needed,
        holder=holder.subject,
        due_at=due_at,
        duty=crossing.duty_id,
    )


def _refer(petition: Petition, crossing: Crossing, at: datetime) -> None:
    if petition.debate_track == DebateTrack.NONE:
        petition.debate_track = lifecycle.move_debate(DebateTrack.NONE, DebateTrack.OWED)
        petition.save(update_fields=["debate_track"])
        announce(petition, LetterKind.REFERRED, at)
    body = petition.body.subject if petition.body else ""
    ledger.record(
        kind="petitions.petition.referred",
        subject=petition.subject,
        actor="",
        at=at,
        public=True,
        about=[body, crossing.duty.subject, *(biome.subject for biome in petition.waters)],
        petition=petition.slug,
        threshold=crossing.needed,
        body=body,
        duty=crossing.duty_id,
    )


# What was said or begun is not unsaid because the number fell.
KEPT = {
    Kind.RESPONSE: frozenset({ResponseTrack.PARTIAL, ResponseTrack.ANSWERED}),
    Kind.DEBATE: frozenset({DebateTrack.ON_AGENDA, DebateTrack.DEBATED, DebateTrack.DECLINED}),
}


def fall_back(petition: Petition, at: datetime) -> list[Crossing]:
    """Thresholds that the total no longer reaches; called under the petition's lock.

    The duty goes with its crossing, unless it was answered, or taken to the agenda, before.
    """
    needs, by_zone = queries.needs_of(petition), queries.exact_by_zone(petition)
    fallen = []
    for crossing in petition.crossings.standing().select_related("duty"):
        kind = Kind(crossing.kind)
        track = petition.response_track if kind is Kind.RESPONSE else petition.debate_track
        if track in KEPT[kind] or crossing.duty.discharged_at:
            continue
        if not thresholds.is_reached(needs[kind].need, petition.signature_count, by_zone):
            _withdraw(petition, crossing, kind, at)
            fallen.append(crossing)
    return fallen


def _withdraw(petition: Petition, crossing: Crossing, kind: Kind, at: datetime) -> None:
    charters.withdraw_duty(duty_id=crossing.duty_id, actor="", at=at)
    crossing.withdrawn_at = at
    crossing.save(update_fields=["withdrawn_at"])
    if kind is Kind.RESPONSE and petition.response_track == ResponseTrack.OWED:
        petition.response_track = lifecycle.move_response(ResponseTrack.OWED, ResponseTrack.NONE)
    elif kind is Kind.DEBATE and petition.debate_track == DebateTrack.OWED:
        petition.debate_track = lifecycle.move_debate(DebateTrack.OWED, DebateTrack.NONE)
    petition.save(update_fields=["response_track", "debate_track"])
    ledger.record(
        kind="petitions.crossing.withdrawn",
        subject=petition.subject,
        actor="",
        at=at,
        public=True,
        about=[crossing.duty.subject],
        petition=petition.slug,
        track=kind,
        threshold=crossing.needed,
        total=petition.signature_count,
        duty=crossing.duty_id,
    )

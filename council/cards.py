"""What others may show of the council's objects, and its facts in words."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from council import queries
from council.models import AgendaItem, Mandate
from council.models.commitment import FINDINGS
from ledger.queries import Card


def motion(code: str, viewer: Any) -> Card | None:
    row = queries.motion(code, viewer)
    return Card(row.title, row.get_absolute_url(), str(row.get_state_display())) if row else None


def body(code: str, viewer: Any) -> Card | None:
    row = queries.body(code)
    return Card(row.name, reverse("council:body", args=[row.code])) if row else None


def seat(code: str, viewer: Any) -> Card | None:
    row = queries.every_seat().filter(code=code).first()
    if row is None:
        return None
    return Card(queries.seat_names([row])[code], reverse("council:seat", args=[code]))


def mandate(code: str, viewer: Any) -> Card | None:
    row = Mandate.objects.select_related("seat__body").filter(code=code).first() if len(code) == 36 else None
    return seat(row.seat.code, viewer) if row else None


def rule(code: str, viewer: Any) -> Card | None:
    found = queries.rule_version(code)
    return Card(found.title, reverse("council:rule", args=[code])) if found else None


def rule_proposal(code: str, viewer: Any) -> Card | None:
    found = queries.rule_proposal(code)
    if found is None:
        return None
    title = str(_("Proposed rule: %(title)s")) % {"title": found.replaces.title}
    return Card(title, found.get_absolute_url())


def emergency(code: str, viewer: Any) -> Card | None:
    found = queries.emergency(code)
    if found is None:
        return None
    title = str(_("Emergency: %(title)s")) % {"title": found.motion.title}
    state = _("Over") if found.is_over else _("In force")
    return Card(title, found.get_absolute_url(), str(state))


def alliance(code: str, viewer: Any) -> Card | None:
    found = queries.alliance(code)
    return Card(found.title, found.get_absolute_url(), str(found.get_stage_display())) if found else None


def commitment(code: str, viewer: Any) -> Card | None:
    found = queries.commitment(code)
    return Card(found.what, found.get_absolute_url()) if found else None


def sitting(code: str, viewer: Any) -> Card | None:
    row = queries.sitting_by_code(code)
    if row is None:
        return None
    title = str(_("Sitting %(number)s")) % {"number": row.number}
    return Card(title, row.get_absolute_url(), str(row.get_state_display()))


def agenda_item(code: str, viewer: Any) -> Card | None:
    if not (code.isascii() and code.isdigit() and len(code) < 16):
        return None
    row = AgendaItem.objects.filter(pk=int(code)).first()
    if row is None:
        return None
    if row.declined_because:
        return Card(row.declined_because, f"{reverse('council:index')}#item-{row.pk}", str(_("No debate")))
    return Card(str(_("Matter on the council’s agenda")), reverse("council:index") + "#agenda")


def session(code: str, viewer: Any) -> Card | None:
    found = queries.session(code) if len(code) == 32 and code.isascii() and code.isalnum() else None
    return Card(found.title, reverse("council:body", args=[found.body.code])) if found else None


def election(code: str, viewer: Any) -> Card | None:
    row = queries.election_by_code(code)
    return Card(row.title, row.get_absolute_url(), str(row.get_state_display())) if row else None


def minutes(code: str, viewer: Any) -> Card | None:
    """Once they are published."""
    row = queries.minutes_by_code(code)
    if row is None:
        return None
    title = str(_("Minutes of sitting %(number)s")) % {"number": row.sitting.number}
    return Card(title, row.get_absolute_url(), row.status_word)


def action_item(code: str, viewer: Any) -> Card | None:
    if len(code) != 32 or not set(code) <= set("0123456789abcdef"):
        return None
    row = queries.action_item(UUID(code))
    if row is None:
        return None
    address = reverse("council:actions", args=[row.point.sitting.body.code])
    return Card(row.what, f"{address}#action-{code}", str(row.get_state_display()))


def nomination(code: str, viewer: Any) -> Card | None:
    row = queries.nomination_named(f"council.nomination/{code}")
    if row is None or not queries.nominations_for(viewer).filter(pk=row.pk).exists():
        return None
    title = _("Nomination for %(seat)s") % {"seat": queries.seat_names([row.seat])[row.seat.code]}
    return Card(str(title), row.get_absolute_url(), str(row.get_state_display()))


CARDS = {
    "council.action_item": action_item,
    "council.agenda_item": agenda_item,
    "council.alliance": alliance,
    "council.body": body,
    "council.emergency": emergency,
    "council.commitment": commitment,
    "council.election": election,
    "council.mandate": mandate,
    "council.minutes": minutes,
    "council.motion": motion,
    "council.nomination": nomination,
    "council.rule": rule,
    "council.rule_proposal": rule_proposal,
    "council.seat": seat,
    "council.session": session,
    "council.sitting": sitting,
}


def _found(body: dict[str, Any]) -> str:
    found = dict(FINDINGS).get(body.get("finding", ""), "")
    return str(_("Found of a commitment: %(finding)s")) % {"finding": found}


WORDS = {
    "council.agenda_item.added": _("Put on the council’s agenda"),
    "council.backing.given": _("Seat %(seat)s asks for the emergency procedure"),
    "council.backing.withdrawn": _("Seat %(seat)s no longer asks for the emergency procedure"),
    "council.emergency.declared": _("Emergency declared, to be confirmed by %(confirm_by)s"),
    "council.emergency.confirmed": _("Emergency confirmed"),
    "council.emergency.renewed": _("Emergency renewed until %(until)s"),
    "council.emergency.ended": _("Emergency over"),
    "council.mover.joined": _("Seat %(seat)s moves the draft too"),
    "council.mover.left": _("Seat %(seat)s no longer moves the draft"),
    "council.motion.amended": _("Words of the motion changed from the floor"),
    "council.motion.divided": _("Motion divided: it is voted on by parts"),
    "council.motion.shared": _("Draft shared with the council’s members"),
    "council.motion.unopposed": _("Adopted without a vote: no seat in the room objected"),
    "council.consent.refused": _("Seat %(seat)s asked for a vote on a consent item"),
    "council.notice.dispensed": _("Motion dispensed from the rule’s notice"),
    "council.ballot.cast": _("Seat %(seat)s cast a sealed ballot"),
    "council.agenda_item.declined": _("The council will not debate it, and says why"),
    "council.body.composed": _("Composition of the body set"),
    "council.body.founded": _("Body founded"),
    "council.box.imported": _("Imported from a package: %(seats)s seats, %(rules)s rules"),
    "council.session.set": _("Session set"),
    "council.session.moved": _("The end of a session moved"),
    "council.session.ended": _("A session ended; %(lapsed)s motions lapsed"),
    "council.motion.lapsed": _("The motion lapsed with the session"),
    "council.reason.told": _("Seat %(seat)s said why it gave the word that was called for it"),
    "council.reason.given": _("Seat %(seat)s gave a sealed reason with its ballot"),
    "council.instruction.asked": _("Seat %(seat)s put the motion to those who appointed its holder"),
    "council.instruction.given": _("Seat %(seat)s was given a sealed instruction"),
    "council.mandate.ended": _("Mandate for seat %(seat)s ended"),
    "council.mandate.given": _("Mandate given for seat %(seat)s"),
    "council.motion.admitted": _("Motion admitted"),
    "council.motion.debated": _("Debate opened"),
    "council.motion.drafted": _("Motion drafted"),
    "council.motion.dropped": _("Draft dropped"),
    "council.motion.enacted": _("Motion enacted"),
    "council.motion.overtaken": _("Motion adopted; its text was overtaken"),
    "council.motion.postponed": _("Motion postponed"),
    "council.motion.refused": _("Motion found inadmissible"),
    "council.motion.revised": _("Draft changed"),
    "council.motion.scheduled": _("Motion scheduled, its words frozen"),
    "council.motion.submitted": _("Motion submitted"),
    "council.motion.vetoed": _("Motion vetoed by a living system’s seat"),
    "council.motion.withdrawn": _("Motion withdrawn"),
    "council.objection.filed": _("Seat %(seat)s filed an objection"),
    "council.rule.defined": _("Decision rule defined, version %(version)s"),
    "council.rule_proposal.made": _("Rule proposed"),
    "council.seat.created": _("Seat created"),
    "council.seat.recused": _("Seat %(seat)s recused"),
    "council.nomination.made": _("A person was nominated for seat %(seat)s"),
    "council.nomination.answered": _("A nomination for seat %(seat)s was answered or withdrawn"),
    "council.ballot_key.enrolled": _("Ballots of seat %(seat)s are signed with a passkey from now on"),
    "council.ballot_key.ended": _("Ballots of seat %(seat)s are no longer signed"),
    "council.recusal.covered": _("A substitute takes part for the recused seat %(seat)s"),
    "council.sitting.called": _("Sitting called"),
    "council.tie.broken": _("Tie broken by the chair"),
    "council.roll_call.entered": _("A teller handed in a sheet of the roll call, sealed"),
    "council.roll_call.answered": _("A teller said what holds of the lines that differ"),
    "council.roll_call.settled": _("Two tellers agreed on the roll call"),
    "council.roll_call.disputed": _("Seat %(seat)s disputes the word called for it"),
    "council.roll_call.judged": _("A voice on the dispute of seat %(seat)s"),
    "council.roll_call.ruled": _("The dispute of seat %(seat)s was settled"),
    "council.sheet.entered": _("A teller handed in sheet %(position)s of a sitting on paper, sealed"),
    "council.sheet.answered": _("A teller said what holds of the lines that differ on sheet %(position)s"),
    "council.sitting.blacked_out": _("Sitting declared a blackout by secretary and chair"),
    "council.sitting.entered": _("Sitting entered from paper by two tellers"),
    "council.voting.closed": _("Voting closed: %(outcome)s"),
    "council.voting.opened": _("Voting opened, round %(round)s"),
    # Who sits, and who takes part.
    "council.challenge.filed": _("Seat %(by_seat)s challenged seat %(seat)s"),
    "council.challenge.ruled": _("Challenge of seat %(seat)s: %(ruling)s"),
    "council.concern.raised": _("Seat %(seat)s said that the motion touches its living system"),
    "council.concern.ruled": _("Whether it touches the living system of seat %(seat)s: %(ruling)s"),
    "council.ballot.refused": _("A ballot for seat %(seat)s was refused"),
    "council.interest.declared": _("Seat %(seat)s declared an interest"),
    "council.interest.withdrawn": _("Seat %(seat)s withdrew an interest"),
    "council.proxy.given": _("Seat %(seat)s lets seat %(holder)s vote for it"),
    "council.proxy.revoked": _("Seat %(seat)s took its proxy back"),
    "council.seat.abolished": _("Seat abolished"),
    "council.substitute.called": _("A substitute was called for seat %(seat)s"),
    "council.substitute.ended": _("A substitute of seat %(seat)s was sent back"),
    "council.substitute.unnamed": _("A substitute of seat %(seat)s left the order"),
    "council.substitute.named": _("A substitute was named for seat %(seat)s"),
    "council.agenda.edited": _("Agenda changed before the notice"),
    "council.agenda.published": _("Agenda published with the notice"),
    "council.sitting.opened": _("Sitting opened"),
    "council.sitting.adjourned": _("Sitting adjourned"),
    "council.sitting.closed": _("Sitting closed"),
    "council.point.opened": _("Point %(position)s of the agenda taken up"),
    "council.point.finished": _("Point %(position)s of the agenda done"),
    "council.seat.arrived": _("Seat %(seat)s came in"),
    "council.seat.left": _("Seat %(seat)s went out"),
    "council.floor.asked": _("Seat %(seat)s asked for the floor"),
    "council.floor.withdrawn": _("Seat %(seat)s no longer asks for the floor"),
    "council.floor.given": _("Seat %(seat)s has the floor"),
    "council.floor.yielded": _("Seat %(seat)s has spoken"),
    # Alliances.
    "council.alliance.proposed": _("Alliance proposed"),
    "council.alliance.amended": _("The words of the alliance changed"),
    "council.alliance.agreed": _("Every party agreed to the alliance"),
    "council.alliance.joined": _("A party joined the alliance"),
    "council.alliance.entered": _("The alliance came into force"),
    "council.alliance.left": _("A party left the alliance"),
    "council.alliance.reminded": _("The parties were reminded that the alliance ends"),
    "council.alliance.ended": _("The alliance ended"),
    "council.word.given": _("A hand of a party gave its word"),
    "council.word.withdrawn": _("A hand of a party took its word back"),
    "council.commitment.due": _("A commitment is due"),
    "council.commitment.found": _found,
    "council.commitment.released": _("A commitment was released before it was due"),
    # Elections of persons.
    "council.election.drafted": _("Election drafted"),
    "council.election.revised": _("Draft of an election changed"),
    "council.election.dropped": _("Draft of an election dropped"),
    "council.election.opened": _("Election opened for the tellers, %(seats)s seats"),
    "council.election.entered": _("A teller finished an entry"),
    "council.election.entry_released": _("A teller’s entry was given up"),
    "council.election.settled": _("Two tellers read %(papers)s ballots alike"),
    "council.election.counted": _("Election counted, %(open_seats)s seats left open"),
    "council.election.tie_settled": _("A tie of the election settled by an act"),
    "council.election.reopened": _("Count found at fault by secretary and chair; ballots entered anew"),
    "council.election.superseded": _("Election counted anew: the count before is superseded"),
    "council.election.annulled": _("Election annulled by secretary and chair; nobody is elected by it"),
    "council.election.seating_reviewed": _("Looked at whom the new count does not elect"),
    "council.election.published": _("Result of the election declared"),
    "council.election.cancelled": _("Election cancelled"),
    "council.sitting.convened": _("Convened by letter: %(hands)s"),
    "council.sitting.moved": _("Sitting moved to another hour or place"),
    "council.sitting.reminded": _("Reminded by letter: %(letters)s"),
    "council.convening.acknowledged": _("Seat %(seat)s will come"),
    "council.convening.apologised": _("Seat %(seat)s sent apologies"),
    "council.minutes.drafted": _("Minutes drafted, version %(version)s"),
    "council.minutes.corrected": _("Minutes corrected, version %(version)s"),
    "council.minutes.published": _("Minutes published as a draft, version %(version)s"),
    "council.minutes.approved": _("Minutes approved, version %(version)s"),
    "council.action_item.given": _("Action given"),
    "council.action_item.done": _("Action done"),
    "council.action_item.dropped": _("Action dropped"),
    "council.action_item.reminded": _("Reminded that an action is due"),
}

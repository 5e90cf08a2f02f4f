"""What others may show of the council's objects, and its facts in words."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from council import queries
from council.models import AgendaItem, Mandate
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


CARDS = {
    "council.action_item": action_item,
    "council.agenda_item": agenda_item,
    "council.body": body,
    "council.mandate": mandate,
    "council.minutes": minutes,
    "council.motion": motion,
    "council.rule": rule,
    "council.rule_proposal": rule_proposal,
    "council.seat": seat,
    "council.session": session,
    "council.sitting": sitting,
}
WORDS = {
    "council.agenda_item.added": _("Put on the council’s agenda"),
    "council.ballot.cast": _("Seat %(seat)s cast a sealed ballot"),
    "council.agenda_item.declined": _("The council will not debate it, and says why"),
    "council.body.founded": _("Body founded"),
    "council.session.set": _("Session set"),
    "council.session.moved": _("The end of a session moved"),
    "council.session.ended": _("A session ended; %(lapsed)s motions lapsed"),
    "council.motion.lapsed": _("The motion lapsed with the session"),
    "council.reason.given": _("Seat %(seat)s gave a sealed reason with its ballot"),
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
    "council.sitting.called": _("Sitting called"),
    "council.tie.broken": _("Tie broken by the chair"),
    "council.voting.closed": _("Voting closed: %(outcome)s"),
    "council.voting.opened": _("Voting opened, round %(round)s"),
    # Who sits, and who takes part.
    "council.challenge.filed": _("Seat %(by_seat)s challenged seat %(seat)s"),
    "council.challenge.ruled": _("Challenge of seat %(seat)s: %(ruling)s"),
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

"""A petition, and a counted batch, as other pages show them. What is hidden has no card."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledger.queries import Card, card, now
from petitions import queries
from petitions.models import BeaconRequest
from petitions.rules.coalitions import NAMED, Words
from petitions.rules.lifecycle import DebateTrack
from petitions.rules.sealing import Verdict
from petitions.words import (
    COALITIONS,
    NAME_STAGES,
    PLEDGES,
    SHEET_STAGES,
    STAGES,
    STANDINGS,
    UNITS,
    amount_words,
    state_words,
)


def petition(code: str, viewer: Any = None) -> Card | None:
    found = queries.public_petition(code)
    if found is None:
        return None
    return Card(
        title=found.title,
        url=reverse("petitions:petition", args=[found.slug]),
        state=str(state_words(found)),
    )


def batch(code: str, viewer: Any = None) -> Card | None:
    slug, _slash, number = code.rpartition("/")
    found = queries.batch(slug, int(number)) if number.isdigit() and len(number) < 9 else None
    if found is None or queries.public_petition(slug) is None:
        return None
    return Card(
        title=_("Batch %(number)s of %(petition)s")
        % {"number": found.number, "petition": found.petition.title},
        url=reverse("petitions:petition", args=[slug]),
        state=_("Counted"),
    )


def response(code: str, viewer: Any = None) -> Card | None:
    slug, _slash, version = code.rpartition("/")
    found = queries.public_petition(slug)
    given = found.responses.filter(version=int(version)).first() if found and version.isdigit() else None
    if found is None or given is None:
        return None
    url = reverse("petitions:petition", args=[found.slug]) + f"#response-{given.version}"
    return Card(title=given.summary, url=url, state=str(given.body))


def threshold(code: str, viewer: Any = None) -> Card | None:
    return Card(title=_("Threshold for petitions"), url=reverse("petitions:numbers"), state="")


def sponsors(code: str, viewer: Any = None) -> Card | None:
    return Card(title=_("Sponsors of a petition"), url=reverse("petitions:numbers"), state="")


def attempt(code: str, viewer: Any = None) -> Card | None:
    """Who tried to sign is shown nowhere; auditors have a page of their own."""
    return None


def invalidation(code: str, viewer: Any = None) -> Card | None:
    """What was taken off is public as a number; by what it was found is the auditors' own."""
    key = as_uuid(code)
    found = queries.invalidations().filter(key=key).first() if key else None
    if found is None or queries.public_petition(found.petition.slug) is None:
        return None
    title = _("Signatures put back") if found.reverses_id else _("Signatures taken off the count")
    return Card(title=title, url=found.petition.get_absolute_url(), state=str(STAGES[found.stage]))


def as_uuid(code: str) -> UUID | None:
    try:
        return UUID(code)
    except ValueError:
        return None


def sheet(code: str, viewer: Any = None) -> Card | None:
    """That a sheet came, and what became of it, is public; its lines are the desk's own."""
    key = as_uuid(code)
    found = queries.sheets().filter(key=key).first() if key else None
    if found is None or queries.public_petition(found.petition.slug) is None:
        return None
    title = _("Sheet of paper %(number)s") % {"number": found}
    return Card(title=title, url=found.petition.get_absolute_url(), state=str(SHEET_STAGES[found.stage]))


def pause(code: str, viewer: Any = None) -> Card | None:
    return Card(title=_("Pause of signing"), url=reverse("petitions:index"), state="")


def interval(code: str, viewer: Any = None) -> Card | None:
    return Card(title=_("Interval of counting"), url=reverse("petitions:index"), state="")


def sender(code: str, viewer: Any = None) -> Card | None:
    """Who is blocked or allowed is shown to auditors alone."""
    return None


def household(code: str, viewer: Any = None) -> Card | None:
    return Card(title=_("Household rule for signing"), url=reverse("petitions:signing_rules"), state="")


def succession(code: str, viewer: Any = None) -> Card | None:
    key = as_uuid(code)
    found = queries.successions().filter(key=key).first() if key else None
    return Card(title=found.body.name, url=reverse("petitions:index"), state=_("Closed")) if found else None


def exemption(code: str, viewer: Any = None) -> Card | None:
    key = as_uuid(code)
    found = queries.exemptions().filter(key=key).first() if key else None
    if found is None or queries.public_petition(found.petition.slug) is None:
        return None
    return Card(title=_("Signers kept longer"), url=found.petition.get_absolute_url())


def mail(code: str, viewer: Any = None) -> Card | None:
    """Mails, and what came back, are shown to operators and auditors alone."""
    return None


def coalition(code: str, viewer: Any = None) -> Card | None:
    found = queries.public_coalition(code)
    if found is None:
        return None
    return Card(title=found.title, url=found.get_absolute_url(), state=str(COALITIONS[found.state]))


def member(code: str, viewer: Any = None) -> Card | None:
    """Only who is in, or was: a request or an invitation is shown to nobody else."""
    key = as_uuid(code)
    found = queries.member_by_uuid(key) if key else None
    if found is None or found.standing not in NAMED or not found.joined_at or not found.coalition.is_public:
        return None
    return Card(title=queries.name_of_member(found), url=found.coalition.get_absolute_url(),
                state=str(STANDINGS[found.standing]))  # fmt: skip


def pledge(code: str, viewer: Any = None) -> Card | None:
    key = as_uuid(code)
    found = queries.pledge_by_uuid(key) if key else None
    if found is None:
        return None
    url = reverse("petitions:pledge", args=[found.coalition.slug, found.number])
    return Card(title=found.what, url=url, state=str(PLEDGES[found.account(now()).stage]))


def said_of_pledge(code: str, viewer: Any = None) -> Card | None:
    """A report or a judgement is read on the page of its pledge."""
    return None


def beacon(code: str, viewer: Any = None) -> Card | None:
    key = as_uuid(code)
    found = queries.row_of("beacon", str(key)) if key else None
    if not isinstance(found, BeaconRequest) or found.words != Words.APPROVED or not found.coalition.is_public:
        return None
    title = _("%(coalition)s asks for a beacon") % {"coalition": found.coalition.title}
    return Card(title=title, url=found.coalition.get_absolute_url())


def name_request(code: str, viewer: Any = None) -> Card | None:
    """That a sealed name was asked for is public; the name is on no card."""
    key = as_uuid(code)
    found = queries.name_request(key) if key else None
    if found is None or queries.public_petition(found.petition.slug) is None:
        return None
    stage = NAME_STAGES[found.asked().stage(now())]
    return Card(title=_("The filer’s sealed name"), url=found.petition.get_absolute_url(), state=str(stage))


CARDS = {
    "petitions.name": name_request,
    "petitions.sponsors": sponsors,
    "petitions.exemption": exemption,
    "petitions.succession": succession,
    "petitions.bounce": mail,
    "petitions.mail": mail,
    "petitions.coalition": coalition,
    "petitions.member": member,
    "petitions.pledge": pledge,
    "petitions.report": said_of_pledge,
    "petitions.judgement": said_of_pledge,
    "petitions.beacon": beacon,
    "petitions.interval": interval,
    "petitions.invalidation": invalidation,
    "petitions.pause": pause,
    "petitions.sheet": sheet,
    "petitions.attempt": attempt,
    "petitions.household": household,
    "petitions.listed": sender,
    "petitions.petition": petition,
    "petitions.batch": batch,
    "petitions.response": response,
    "petitions.threshold": threshold,
}


NAME_KEPT = {
    Verdict.REFUSED: gettext_lazy("The second auditor refused: the filer’s name stays sealed"),
    Verdict.WITHDRAWN: gettext_lazy("The auditor took the request back: the filer’s name stays sealed"),
    Verdict.LAPSED: gettext_lazy("No second auditor agreed in time: the filer’s name stays sealed"),
}


def _name_kept(body: dict[str, Any]) -> str:
    return str(NAME_KEPT[Verdict(body["verdict"])])


def _debate_moved(body: dict[str, Any]) -> str:
    return str(DEBATE_MOVES[DebateTrack(body["track"])])


def _owed(body: dict[str, Any]) -> str:
    holder = card(body["holder"])
    return _("%(holder)s owes an answer by %(day)s: %(number)s signatures were passed") % {
        "holder": holder.title if holder else body["holder"],
        "day": body["due_at"],
        "number": body["threshold"],
    }


def _moved(body: dict[str, Any]) -> str:
    former, after = card(body["former"]), card(body["body"])
    return _("%(former)s closed; the petition went to %(body)s") % {
        "former": former.title if former else body["former"],
        "body": after.title if after else body["body"],
    }


def _pledged(body: dict[str, Any]) -> str:
    return _("Pledge %(number)s: %(amount)s %(unit)s by %(day)s") % {
        "number": body["number"], "amount": amount_words(body["amount"]), "unit": UNITS[body["unit"]], "day": body["due_on"],
    }  # fmt: skip


def _reported(body: dict[str, Any]) -> str:
    return _("Of pledge %(number)s, %(done)s %(unit)s are reported done") % {
        "number": body["number"], "done": amount_words(body["done"]), "unit": UNITS[body["unit"]],
    }  # fmt: skip


def _judged(body: dict[str, Any]) -> str:
    if body["confirms"]:
        return _("A member confirms what is reported of pledge %(number)s") % {"number": body["number"]}
    return _("A member contests what is reported of pledge %(number)s") % {"number": body["number"]}


# What the public record says of a petition, in words.
DEBATE_MOVES = {
    DebateTrack.OWED: gettext_lazy("It is referred for debate"),
    DebateTrack.ON_AGENDA: gettext_lazy("It is on the agenda"),
    DebateTrack.DEBATED: gettext_lazy("It was debated"),
    DebateTrack.DECLINED: gettext_lazy("The body declined a debate"),
}
WORDS = {
    "petitions.coalition.opened": gettext_lazy("The coalition is open"),
    "petitions.coalition.ended": gettext_lazy("The coalition has ended"),
    "petitions.member.joined": gettext_lazy("A member joined"),
    "petitions.member.left": gettext_lazy("A member left; its pledges stay on record"),
    "petitions.member.removed": gettext_lazy("A member was removed; its pledges stay on record"),
    "petitions.member.entrusted": gettext_lazy("A member became a steward"),
    "petitions.pledge.made": _pledged,
    "petitions.pledge.reported": _reported,
    "petitions.pledge.judged": _judged,
    "petitions.beacon.requested": gettext_lazy("The coalition asks for a beacon"),
    "petitions.petition.opened": gettext_lazy("The petition opened, until %(closes_at)s"),
    "petitions.petition.owed": _owed,
    "petitions.petition.referred": gettext_lazy("It goes to a debate: %(threshold)s signatures were passed"),
    "petitions.response.given": gettext_lazy("A body answered, version %(version)s"),
    "petitions.debate.moved": _debate_moved,
    "petitions.petition.closed": gettext_lazy("The petition closed"),
    "petitions.petition.withdrawn": gettext_lazy("Its filer withdrew the petition"),
    "petitions.petition.stopped": gettext_lazy("Two moderators stopped the petition"),
    "petitions.petition.moved": _moved,
    "petitions.name.asked": gettext_lazy("An auditor asked to open the filer’s sealed name: %(reason)s"),
    "petitions.name.opened": gettext_lazy(
        "Two auditors opened the filer’s sealed name, for themselves, until %(until)s"
    ),
    "petitions.name.kept": _name_kept,
    "petitions.name.read": gettext_lazy("One of the two auditors read the filer’s sealed name"),
    "petitions.sheet.registered": gettext_lazy("A sheet of paper came back"),
    "petitions.sheet.accepted": gettext_lazy("A sheet of paper was accepted, with %(lines)s lines"),
    "petitions.sheet.refused": gettext_lazy("A sheet of paper was refused"),
    "petitions.batch.counted": gettext_lazy("%(count)s signatures were counted, %(total)s in all"),
}

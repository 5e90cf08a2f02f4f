"""Codes of petitions in words for people."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.rules.limits import Asker, Rule
from petitions.models import Petition
from petitions.rules import coalitions
from petitions.rules.coalitions import Step as Founding
from petitions.rules.filing import Relation, Step
from petitions.rules.invalidation import INVALIDATED, Stage
from petitions.rules.lifecycle import DebateTrack, ResponseTrack, State
from petitions.rules.mail import CONFIRM_SIGNATURE, Against, LetterKind, MailState
from petitions.rules.paper import Fault
from petitions.rules.paper import Stage as Sheets
from petitions.rules.pledges import Stage as Fulfilment
from petitions.rules.pledges import Unit
from petitions.rules.sealing import Stage as Opening
from petitions.rules.thresholds import Kind

STATES: dict[str, Promise] = {
    State.DRAFT: _("Draft"),
    State.SEEKING_SPONSORS: _("Looking for sponsors"),
    State.MODERATION: _("With the moderators"),
    State.OPEN: _("Open"),
    State.CLOSED: _("Closed"),
    State.REJECTED: _("Rejected"),
    State.HIDDEN: _("Hidden"),
    State.STOPPED: _("Stopped"),
    State.WITHDRAWN: _("Withdrawn"),
}
RESPONSES: dict[str, Promise] = {
    ResponseTrack.OWED: _("Answer owed"),
    ResponseTrack.PARTIAL: _("Partly answered"),
    ResponseTrack.ANSWERED: _("Answered"),
}
DEBATES: dict[str, Promise] = {
    DebateTrack.OWED: _("Referred for debate"),
    DebateTrack.ON_AGENDA: _("On the agenda"),
    DebateTrack.DEBATED: _("Debated"),
    DebateTrack.DECLINED: _("Debate declined"),
}
RELATIONS: dict[str, Promise] = {
    Relation.LIVES: _("I live there"),
    Relation.WORKS: _("I work there"),
    Relation.CARES: _("I care from afar"),
}
THRESHOLDS: dict[str, Promise] = {Kind.RESPONSE: _("Response"), Kind.DEBATE: _("Debate")}
STEPS: dict[str, Promise] = {
    Step.ABOUT: _("What is it about?"),
    Step.TITLE: _("What should happen?"),
    Step.ASKS: _("What do you ask, one by one?"),
    Step.BACKGROUND: _("Why, and on what grounds?"),
    Step.RELATION: _("You and the place"),
    Step.CHECK: _("Check, then file"),
}
SHELVES: dict[str, Promise] = {
    "": _("All"),
    "open": _("Open"),
    "owed": _("Waiting for an answer"),
    "debate": _("Referred for debate"),
    "answered": _("Answered"),
    "closed": _("Ended"),
    "rejected": _("Rejected"),
}
ORDERS: dict[str, Promise] = {
    "trending": _("Trending this hour"),
    "newest": _("Newest"),
    "most": _("Most signed"),
    "closing": _("Closing soon"),
    "waiting": _("Waiting longest"),
    "match": _("Best match"),
}
# The columns of the creator's view, from asking to counting.
FUNNEL: dict[str, Promise] = {
    "asked": _("Asked"),
    "mailed": _("Mailed"),
    "bounced": _("Bounced"),
    "confirmed": _("Counted"),
}
RULES: dict[str, Promise] = {
    Rule.BLOCKED_PREFIX: _("blocked network"),
    Rule.BLOCKED_DOMAIN: _("blocked domain"),
    Rule.BLOCKED_ADDRESS: _("blocked address"),
    Rule.BURST: _("too many within a minute"),
    Rule.SUSTAINED: _("too many within five minutes"),
    Rule.RESENT: _("mailed five times already"),
    INVALIDATED: _("taken off by an auditor"),
}
STAGES: dict[str, Promise] = {
    Stage.DRAWN_UP: _("Drawn up, nothing changed"),
    Stage.RUNNING: _("Running"),
    Stage.DONE: _("Done"),
    Stage.CANCELLED: _("Cancelled on the way"),
    Stage.DROPPED: _("Put away, nothing changed"),
}
SHEET_STAGES: dict[str, Promise] = {
    Sheets.REGISTERED: _("To be entered"),
    Sheets.DIFFERING: _("Lines differ"),
    Sheets.SETTLED: _("To be compared with the scan"),
    Sheets.ACCEPTED: pgettext_lazy("sheet of paper", "Accepted"),
    Sheets.REFUSED: pgettext_lazy("sheet of paper", "Refused"),
}
SHEET_FAULTS: dict[str, Promise] = {
    Fault.SAMPLE: _("Too many lines of the sample did not agree with the scan."),
    Fault.EMPTY: _("No line was signed."),
    Fault.SET_ASIDE: _("It was set aside."),
}
BOOKS: dict[str, Promise] = {
    "total": _("total"),
    "paper": _("on paper"),
    "zones": _("by zone"),
    "basins": _("by basin"),
    "hours": _("by hour"),
    "batches": _("by batch"),
}
LETTERS: dict[str, Promise] = {
    CONFIRM_SIGNATURE: _("To confirm a signature"),
    LetterKind.CONFIRM_FILING: _("To confirm a filing"),
    LetterKind.INVITE_SPONSOR: _("Invitation of a sponsor"),
    LetterKind.CONFIRM_SPONSOR: _("To confirm a sponsor"),
    LetterKind.IN_MODERATION: _("With the moderators"),
    LetterKind.OPENED: _("Opened"),
    LetterKind.REJECTED: _("Not opened"),
    LetterKind.OWED: _("An answer is owed"),
    LetterKind.REFERRED: _("Goes to a debate"),
    LetterKind.ANSWERED: _("Answered"),
    LetterKind.SCHEDULED: _("On the agenda"),
    LetterKind.DEBATED: _("Debated"),
    LetterKind.DECLINED: _("Debate declined"),
    LetterKind.CLOSED: _("Closed"),
    LetterKind.STOPPED: _("Stopped"),
    LetterKind.WITHDRAWN: _("Withdrawn"),
    LetterKind.NAME_ASKED: _("A sealed name is asked for"),
    LetterKind.NAME_OPENED: _("A sealed name is open"),
    LetterKind.NAME_KEPT: _("A sealed name stays sealed"),
    LetterKind.NAME_READ: _("A sealed name was read"),
}
NAME_STAGES: dict[str, Promise] = {
    Opening.ASKED: _("Waits for a second auditor"),
    Opening.READABLE: _("Open to the two who opened it"),
    Opening.OVER: _("Was open for 24 hours"),
    Opening.REFUSED: _("Refused by the second auditor"),
    Opening.WITHDRAWN: _("Taken back"),
    Opening.LAPSED: _("Nobody answered in time"),
}
MAIL_STATES: dict[str, Promise] = {
    MailState.DUE: _("Due now"),
    MailState.WAITING: _("Waiting to be tried again"),
    MailState.HELD: _("Held"),
    MailState.FAILED: _("Given up"),
    MailState.BOUNCED: _("Bounced"),
    MailState.DROPPED: _("Not needed any more"),
    MailState.SENT: _("Mailed"),
}
# Why a mail that was owed did not go.
DROPPED: dict[str, Promise] = {
    Against.HIDDEN: _("the petition is hidden"),
    Against.OVERTAKEN: _("what it says is not so any more"),
    Against.FORGOTTEN: _("the signer is forgotten"),
    Against.INVALIDATED: _("the signature was taken off"),
    Against.UNSUBSCRIBED: _("the signer wants no more mails"),
    Against.BOUNCED: _("the address takes no mail"),
}
ASKERS: dict[str, Promise] = {
    Asker.SIGNER: _("Signing"),
    Asker.SPONSOR: _("Standing beside a petition"),
    Asker.FILER: _("Filing a petition"),
}
# --- Coalitions -----------------------------------------------------------------------------------
COALITIONS: dict[str, Promise] = {
    coalitions.State.DRAFT: _("Draft"),
    coalitions.State.MODERATION: _("With the moderators"),
    coalitions.State.OPEN: _("Open"),
    coalitions.State.ENDED: _("Ended"),
    coalitions.State.REJECTED: _("Rejected"),
    coalitions.State.HIDDEN: _("Hidden"),
}
COALITION_SHELVES: dict[str, Promise] = {"": _("All"), "open": _("Open"), "ended": _("Ended")}
COALITION_STEPS: dict[str, Promise] = {
    Founding.ABOUT: _("Which living systems is it for?"),
    Founding.AROUND: _("What does it stand around?"),
    Founding.AIM: _("What does it want?"),
    Founding.STANDING: _("As whom do you found it?"),
    Founding.CHECK: _("Check, then found it"),
}
MEMBER_KINDS: dict[str, Promise] = {
    coalitions.Kind.PERSON: _("People"),
    coalitions.Kind.BODY: _("Bodies"),
    coalitions.Kind.BIOME: _("Living systems"),
}
STANDINGS: dict[str, Promise] = {
    coalitions.Standing.ASKED: _("Asks to join"),
    coalitions.Standing.INVITED: _("Invited"),
    coalitions.Standing.MEMBER: _("Member"),
    coalitions.Standing.LEFT: _("Has left"),
    coalitions.Standing.DECLINED: _("Declined"),
    coalitions.Standing.REFUSED: _("Refused"),
    coalitions.Standing.REMOVED: _("Removed"),
}
UNITS: dict[str, Promise] = {
    Unit.HOURS: _("hours"),
    # With a context: "days" alone heads columns elsewhere, and not every language says it alike.
    Unit.DAYS: pgettext_lazy("unit of a pledge", "days"),
    Unit.PEOPLE: _("people"),
    Unit.PIECES: _("pieces"),
    Unit.READINGS: _("readings"),
    Unit.EUROS: _("euros"),
    Unit.SQUARE_METRES: _("square metres"),
    Unit.CUBIC_METRES: _("cubic metres"),
    Unit.KILOGRAMS: _("kilograms"),
    Unit.KILOMETRES: _("kilometres"),
}


def amount_words(amount: Decimal | str) -> str:
    """An amount in the reader's manner: thousands parted, no idle zeros."""
    plain = f"{Decimal(amount):f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return str(number_format(plain, use_l10n=True, force_grouping=True))


PLEDGES: dict[str, Promise] = {
    Fulfilment.OPEN: _("On its way"),
    Fulfilment.DUE: _("Due, nothing reported"),
    Fulfilment.REPORTED: _("Reported, not judged yet"),
    Fulfilment.DISPUTED: _("Disputed"),
    Fulfilment.KEPT: _("Kept"),
    Fulfilment.PARTLY: _("Partly kept"),
    Fulfilment.BROKEN: _("Broken"),
}
# What the page asks before a move of a membership: the question, what it means, the button.
MOVES: dict[str, tuple[Promise, Promise, Promise]] = {
    coalitions.Act.ACCEPT: (
        _("Join this coalition?"),
        _("The name is shown on its page from now on."),
        _("Join"),
    ),
    coalitions.Act.DECLINE: (
        _("Decline the invitation?"),
        _("Nobody but the stewards learns of it."),
        _("Decline"),
    ),
    coalitions.Act.ADMIT: (_("Admit to the coalition?"), _("It can pledge, and judge reports."), _("Admit")),
    coalitions.Act.REFUSE: (
        _("Refuse the request?"),
        _("It cannot ask again; a steward can still invite."),
        _("Refuse"),
    ),
    coalitions.Act.LEAVE: (
        _("Leave the coalition?"),
        _("Pledges stay on record with their day; you can still report how far they are."),
        _("Leave"),
    ),
    coalitions.Act.REMOVE: (
        _("Remove from the coalition?"),
        _("It no longer pledges or judges. Its pledges and what it judged stay on record."),
        _("Remove"),
    ),
    "steward": (
        _("Make a steward?"),
        _("Stewards invite, admit and remove, ask for a beacon and can end the coalition."),
        _("Make a steward"),
    ),
}


def state_words(petition: Petition) -> Promise:
    """One state for a list: the answer that is owed says more than "open"."""
    if petition.response_track != ResponseTrack.NONE and petition.state in {State.OPEN, State.CLOSED}:
        return RESPONSES[petition.response_track]
    return STATES[petition.state]

"""Words for what the rules only name: states, operations, numbers of editions, kinds of duty."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from charters.models import Edition
from charters.rules.amend import Operation
from charters.rules.escalation import Step
from charters.rules.lifecycle import DutyState, Force, Legal, State
from charters.rules.text import ArticleText

_AMENDMENT = {
    State.DRAFT: gettext_lazy("Draft"),
    State.TABLED: gettext_lazy("Tabled"),
    State.ADOPTED: gettext_lazy("Adopted"),
    State.ENACTED: gettext_lazy("Enacted"),
    State.REJECTED: gettext_lazy("Rejected"),
    State.LAPSED: gettext_lazy("Lapsed"),
    State.WITHDRAWN: gettext_lazy("Withdrawn"),
}
_FORCE = {
    Force.PROMULGATED: gettext_lazy("Begins later"),
    Force.IN_FORCE: gettext_lazy("In force"),
    Force.SUPERSEDED: gettext_lazy("Superseded"),
    Force.MERGED: gettext_lazy("Carried into the next edition on its own first day"),
}
_DUTY = {
    DutyState.OPEN: pgettext_lazy("state of a duty", "Owed"),
    DutyState.LATE: pgettext_lazy("state of a duty", "Late"),
    DutyState.DISCHARGED: pgettext_lazy("state of a duty", "Discharged"),
    DutyState.WITHDRAWN: pgettext_lazy("state of a duty", "Withdrawn"),
}
_LEGAL = {
    Legal.RECOGNISED: gettext_lazy("Recognised"),
    Legal.CHALLENGED: gettext_lazy("Challenged"),
    Legal.UPHELD: gettext_lazy("Upheld"),
    Legal.NARROWED: gettext_lazy("Narrowed"),
}
_OPERATION = {
    Operation.REPLACE: gettext_lazy("Replace"),
    Operation.INSERT_AFTER: gettext_lazy("Insert"),
    Operation.REPEAL: gettext_lazy("Repeal"),
}
# What bodies are known to owe; another kind is shown by its own name.
_OWED = {
    "petition-response": gettext_lazy("A response to a petition"),
    "petition-debate": gettext_lazy("A debate on a petition"),
    "response": gettext_lazy("A public response"),
    "debate": gettext_lazy("A debate"),
    "case-answer": gettext_lazy("An answer to a rights case"),
    "alert-answer": gettext_lazy("An answer to an alert"),
}
# Where a late duty lies, and how the record tells that it came there.
_STEPS = {
    Step.HOLDER: gettext_lazy("with its holder"),
    Step.CHAIR: gettext_lazy("with the chair of the body"),
    Step.PUBLIC: gettext_lazy("on the public list of the overdue"),
}
_TOLD = {
    Step.HOLDER: gettext_lazy("A duty is late"),
    Step.CHAIR: gettext_lazy("A duty is a week late and lies with the chair of the body"),
    Step.PUBLIC: gettext_lazy("A duty is two weeks late and is on the public list of the overdue"),
}
# The shape and colour of a state, among those the face knows.
TAGS = {
    Force.PROMULGATED: ("water", "clock"),
    Force.IN_FORCE: ("life", "check"),
    Force.SUPERSEDED: ("line", "clock"),
    Force.MERGED: ("line", "clock"),
    DutyState.OPEN: ("stress", "duty"),
    DutyState.LATE: ("critical", "critical"),
    DutyState.DISCHARGED: ("life", "check"),
    DutyState.WITHDRAWN: ("line", "cross"),
    Legal.RECOGNISED: ("life", "check"),
    Legal.CHALLENGED: ("stress", "info"),
    Legal.UPHELD: ("life", "check"),
    Legal.NARROWED: ("stress", "info"),
}


def amendment_state(state: State) -> str:
    return str(_AMENDMENT[state])


def force(value: Force) -> str:
    return str(_FORCE[value])


def duty_state(state: DutyState) -> str:
    return str(_DUTY[state])


def escalation_step(step: Step) -> str:
    return str(_STEPS[step])


def escalation_told(step: Step) -> str:
    return str(_TOLD[step])


def legal(status: Legal) -> str:
    return str(_LEGAL[status])


def operation(value: Operation) -> str:
    return str(_OPERATION[value])


def duty_title(kind: str) -> str:
    return str(_OWED.get(kind, kind.replace("-", " ").capitalize()))


def edition_title(edition: Edition) -> str:
    return _("edition %(number)d") % {"number": edition.number}


def article_title(article: ArticleText) -> str:
    return _("Article %(number)s. %(heading)s") % {"number": article.number, "heading": article.heading}

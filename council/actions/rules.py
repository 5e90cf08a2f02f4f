"""Decision rules: defined once, kept for ever."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from council import queries
from council.models import Body, DecisionRule
from council.rules.decision import Roll
from council.rules.fit import all_chambers, check_sound
from council.rules.kinds import MotionKind
from council.rules.reading import RuleFault, fingerprint, read_rule
from ledger import actions as ledger


class CannotRule(Exception):
    """The rule was refused; ``path`` says where it is wrong. No fault of the data: ``is_fault`` is false."""

    def __init__(self, message: str, path: str = "") -> None:
        super().__init__(message)
        self.path = path

    @property
    def is_fault(self) -> bool:
        return bool(self.path) or isinstance(self.__cause__, RuleFault)


@transaction.atomic
def define_rule(
    *,
    body: Body,
    code: str,
    title: str,
    data: dict[str, Any],
    applies_to: Iterable[MotionKind],
    at: datetime,
    actor: str = "",
) -> DecisionRule:
    """A new version of a rule. The same data again answers with the version that stands."""
    check_rule(data, body)
    kinds = [MotionKind(kind).value for kind in applies_to]
    sha256 = fingerprint(data)
    # The body's row is the lock: versions are counted one at a time.
    Body.objects.select_for_update().get(pk=body.pk)
    latest = DecisionRule.objects.filter(code=code).order_by("-version").first()
    if latest and latest.body_id != body.pk:
        raise CannotRule(_("Another body has a rule of this name."), "code")
    if latest and latest.sha256 == sha256 and latest.applies_to == kinds:
        return latest
    made = DecisionRule.objects.create(
        body=body,
        code=code,
        version=latest.version + 1 if latest else 1,
        title=title,
        applies_to=kinds,
        data=data,
        sha256=sha256,
        created_at=at,
    )
    _record(made, at, actor)
    return made


def _record(made: DecisionRule, at: datetime, actor: str) -> None:
    ledger.record(
        kind="council.rule.defined",
        subject=made.subject,
        actor=actor,
        at=at,
        public=True,
        about=[made.body.subject],
        documents={f"rules/{made.sha256}.json": made.canonical},
        sha256=made.sha256,
        version=made.version,
    )


def check_rule(data: dict[str, Any], body: Body) -> None:
    """It can be evaluated, and its chambers, those of an override too, are this body's."""
    try:
        chambers = all_chambers(read_rule(data))
    except RuleFault as fault:
        raise CannotRule(
            _("This cannot be a rule: %(path)s (%(code)s).")
            % {"path": fault.path or "{}", "code": fault.code},
            fault.path,
        ) from fault
    known = {body.code, *body.chambers.values_list("code", flat=True)}
    for where, chamber in chambers:
        if chamber.body not in known:
            raise CannotRule(
                _("This body has no chamber %(code)s.") % {"code": chamber.body}, f"{where}.body"
            )


def check_seats(data: dict[str, Any], council: Body, at: datetime) -> None:
    """The seats of today can answer it, and meet it: a rule put in force otherwise would decide nothing any more."""
    today = queries.seats_today(council, at)
    try:
        check_sound(read_rule(data), today.roll if today else Roll(seats=()))
    except RuleFault as fault:
        raise CannotRule(
            _("The rule does not fit this roll: %(path)s (%(code)s).")
            % {"path": fault.path, "code": fault.code},
            fault.path,
        ) from fault

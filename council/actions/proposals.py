"""A rule proposed by a member, and put in force by the motion that takes it up."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from council import queries
from council.actions.rules import CannotRule, check_rule, check_seats, define_rule
from council.models import DecisionRule, Motion, RuleProposal
from council.rules.kinds import MotionKind
from council.rules.reading import fingerprint
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def propose_rule(*, replaces: DecisionRule, data: dict[str, Any], by: "User", at: datetime) -> RuleProposal:
    """A member's proposal, public at once. The same data again answers with the proposal that stands."""
    council = replaces.body
    if not queries.is_member(by, council, at):
        raise CannotRule(_("Only a member of this council may propose a rule."))
    check_rule(data, council)
    check_seats(data, council, at)
    sha256 = fingerprint(data)
    if replaces.pk not in {rule.pk for rule in queries.rules_of(council)}:
        raise CannotRule(_("This rule has a newer version: propose a change to that one."))
    if sha256 == replaces.sha256:
        raise CannotRule(_("This is the rule as it stands: there is nothing to change."))
    made, is_new = RuleProposal.objects.get_or_create(
        replaces=replaces, sha256=sha256, defaults={"data": data, "proposed_by": by, "proposed_at": at}
    )
    if is_new:
        ledger.record(
            kind="council.rule_proposal.made",
            subject=made.subject,
            actor=by.code,
            at=at,
            public=True,
            about=[council.subject, replaces.subject],
            documents={f"rules/{made.sha256}.json": made.canonical},
            sha256=made.sha256,
            replaces=replaces.sha256,
        )
    return made


def put_in_force(motion: Motion, at: datetime) -> dict[str, Any]:
    """The proposed rule as the next version of the one it replaces; CannotRule where it was overtaken."""
    proposal = queries.rule_proposal(motion.act)
    if proposal is None or proposal.replaces.body_id != motion.body_id:
        raise CannotRule(_("This motion takes up no rule of its council."))
    replaces = proposal.replaces
    if queries.is_overtaken(proposal):
        raise CannotRule(_("The rule was changed since this was proposed."))
    check_seats(proposal.data, motion.body, at)
    made = define_rule(
        body=replaces.body,
        code=replaces.code,
        title=replaces.title,
        data=proposal.data,
        applies_to=[MotionKind(kind) for kind in replaces.applies_to],
        at=at,
        actor=motion.body.subject,
    )
    return {"rule": made.sha256}

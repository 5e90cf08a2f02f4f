"""Rules that members would have instead of those in force."""

from django.db.models import QuerySet

from council.models import Body, RuleProposal
from council.queries.bodies import rules_of

SUBJECT = "council.rule_proposal/"


def rule_proposals() -> QuerySet[RuleProposal]:
    return RuleProposal.objects.select_related("replaces__body__organisation", "proposed_by")


def rule_proposal(code: str) -> RuleProposal | None:
    """By its key, or by its subject."""
    code = code.removeprefix(SUBJECT)
    if len(code) != 32 or not all(c in "0123456789abcdef" for c in code):
        return None
    return rule_proposals().filter(key=code).first()


def open_proposals(council: Body) -> QuerySet[RuleProposal]:
    """Those whose rule still stands as it did: what a motion may take up."""
    return rule_proposals().filter(replaces__in=[rule.pk for rule in rules_of(council)])


def is_overtaken(proposal: RuleProposal) -> bool:
    return not open_proposals(proposal.replaces.body).filter(pk=proposal.pk).exists()

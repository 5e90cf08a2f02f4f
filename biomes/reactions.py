"""What this app does when moderators have decided, and when a person leaves."""

from typing import TYPE_CHECKING

from biomes import actions

if TYPE_CHECKING:
    from ledger.models import Fact


def decided(fact: "Fact") -> None:
    """A pin, a sighting, a statement or a story was approved or rejected."""
    subject = fact.about[0] if fact.about else ""
    prefix, _slash, code = subject.partition("/")
    approved = fact.kind == "moderation.item.approved"
    if prefix == "biomes.biome":
        actions.apply_pin_decision(slug=code, approved=approved, code=fact.body.get("code", ""), at=fact.at)
    elif prefix == "biomes.sighting":
        actions.apply_sighting_decision(uuid=code, approved=approved, at=fact.at)
    elif prefix == "biomes.statement":
        actions.apply_statement_decision(uuid=code, approved=approved, at=fact.at)
    elif prefix == "biomes.story":
        actions.apply_decision_on_story(code=code, approved=approved, at=fact.at)


def withdraw_what_they_said(fact: "Fact") -> None:
    """An erased person's statements are empty already; now they are withdrawn."""
    actions.withdraw_statements_of(author=fact.subject.partition("/")[2], at=fact.at)


REACTIONS = {
    "moderation.item.approved": [decided],
    "moderation.item.rejected": [decided],
    "accounts.erasure.performed": [withdraw_what_they_said],
}

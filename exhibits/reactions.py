"""What exhibits do when moderation has decided. A finished run does nothing here: artists ask for drafts."""

from typing import TYPE_CHECKING

from exhibits import actions

if TYPE_CHECKING:
    from ledger.models import Fact

PREFIX = "exhibits.exhibit/"


def publish(fact: "Fact") -> None:
    if slug := _slug(fact):
        actions.publish_exhibit(slug=slug, at=fact.at)


def give_back(fact: "Fact") -> None:
    if slug := _slug(fact):
        actions.return_exhibit(slug=slug, code=fact.body.get("code", ""), at=fact.at)


def _slug(fact: "Fact") -> str:
    """The exhibit the decision is about, if it is about one."""
    return next((s.removeprefix(PREFIX) for s in fact.about if s.startswith(PREFIX)), "")


REACTIONS = {
    "moderation.item.approved": [publish],
    "moderation.item.rejected": [give_back],
}

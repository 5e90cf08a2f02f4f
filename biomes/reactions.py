"""What biomes do when others have decided: a moderator's word on a community story."""

from __future__ import annotations

from biomes import actions
from ledger.queries import Fact


def decided_on_story(fact: Fact) -> None:
    content = fact.about[0] if fact.about else ""
    if content.startswith("biomes.story/"):
        actions.apply_decision_on_story(
            code=content.partition("/")[2], approved=fact.kind == "moderation.item.approved", at=fact.at
        )


REACTIONS = {
    "moderation.item.approved": [decided_on_story],
    "moderation.item.rejected": [decided_on_story],
}

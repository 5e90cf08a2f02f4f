"""What petitions do when others have decided: a moderator's decision opens, rejects or hides one."""

from ledger.queries import Fact
from petitions import actions


def decided(fact: Fact) -> None:
    content = fact.about[0] if fact.about else ""
    if content.startswith("petitions.petition/"):
        actions.apply_decision(
            subject=content,
            approved=fact.kind == "moderation.item.approved",
            hides=bool(fact.body.get("hides")),
            at=fact.at,
        )


REACTIONS = {"moderation.item.approved": [decided], "moderation.item.rejected": [decided]}

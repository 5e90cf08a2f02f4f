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


def carry_to_the_one_it_is(fact: Fact) -> None:
    """A living system on the map was found to be another: petitions about it are about that one from now on."""
    actions.carry_petitions(biome=fact.body["biome"], into=fact.body["into"])


REACTIONS = {
    "biomes.biome.merged": [carry_to_the_one_it_is],
    "moderation.item.approved": [decided],
    "moderation.item.rejected": [decided],
}

"""What petitions do when others have decided: a moderator's decision opens, rejects or hides one."""

from ledger.queries import Fact
from petitions import actions, coalition_letters


def decided(fact: Fact) -> None:
    content = fact.about[0] if fact.about else ""
    if content.startswith("petitions.petition/"):
        actions.apply_decision(
            subject=content,
            approved=fact.kind == "moderation.item.approved",
            hides=bool(fact.body.get("hides")),
            at=fact.at,
        )


def judged(fact: Fact) -> None:
    """The words of a coalition, and of what is pledged, reported and judged in it."""
    content = fact.about[0] if fact.about else ""
    noun, _slash, code = content.removeprefix("petitions.").partition("/")
    if not content.startswith("petitions.") or noun not in JUDGED:
        return
    approved, hides = fact.kind == "moderation.item.approved", bool(fact.body.get("hides"))
    if noun == "coalition":
        actions.apply_coalition_decision(slug=code, approved=approved, hides=hides, at=fact.at)
    else:
        actions.apply_words_decision(noun=noun, uuid=code, approved=approved, hides=hides, at=fact.at)


JUDGED = frozenset({"coalition", "pledge", "report", "judgement", "beacon"})


def tell_membership(fact: Fact) -> None:
    coalition_letters.tell_of_membership(fact)


def tell_founder(fact: Fact) -> None:
    coalition_letters.tell_founder(fact)


def tell_of_report(fact: Fact) -> None:
    coalition_letters.tell_of_report(fact)


def carry_to_the_one_it_is(fact: Fact) -> None:
    """A living system on the map was found to be another: petitions about it are about that one from now on."""
    actions.carry_petitions(biome=fact.body["biome"], into=fact.body["into"])


REACTIONS = {
    "biomes.biome.merged": [carry_to_the_one_it_is],
    "moderation.item.approved": [decided, judged],
    "moderation.item.rejected": [decided, judged],
    "petitions.coalition.opened": [tell_founder],
    "petitions.coalition.refused": [tell_founder],
    "petitions.member.joined": [tell_membership],
    "petitions.member.moved": [tell_membership],
    "petitions.member.removed": [tell_membership],
    "petitions.pledge.reported": [tell_of_report],
}

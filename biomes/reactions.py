"""What this app does when moderators have decided, and when a person leaves; and who is told what became of theirs."""

from typing import TYPE_CHECKING

from biomes import actions, letters
from biomes.queries import pins
from biomes.rules.guests import News
from biomes.rules.lifecycle import UNDECIDED
from moderation import queries as moderation

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
    """An erased person's words go, but for stories that were to stay without a name; pictures of what they
    saw stay where others rely on them, without a credit.
    """
    code = fact.subject.partition("/")[2]
    actions.withdraw_statements_of(author=code, at=fact.at)
    actions.part_with_stories_of(author=code, at=fact.at)
    actions.withdraw_waiting_sightings_of(observer=code, at=fact.at)


NEWS = {
    "biomes.biome.taken_up": News.TAKEN_UP,
    "biomes.biome.merged": News.MERGED,
    "biomes.biome.refused": News.REFUSED,
    "biomes.biome.lapsed": News.LAPSED,
    "biomes.sighting.accepted": News.ACCEPTED,
}


def tell(fact: "Fact") -> None:
    """Who filed it hears what became of it."""
    letters.tell(NEWS[fact.kind], fact.subject, fact.at, fact.body.get("code", ""))


def tell_refused(fact: "Fact") -> None:
    """A sighting's code stands with the moderators' decision."""
    decision = moderation.last_decision(fact.subject)
    letters.tell(News.NOT_ACCEPTED, fact.subject, fact.at, decision.code.slug if decision else "")


def tell_admitted(fact: "Fact") -> None:
    """Unless more has been decided by now, of which another letter speaks."""
    found = pins.any_pin(fact.subject.partition("/")[2])
    if found is not None and found.stage in UNDECIDED:
        letters.tell(News.ADMITTED, fact.subject, fact.at)


REACTIONS = {
    **{kind: [tell] for kind in NEWS},
    "biomes.biome.admitted": [tell_admitted],
    "biomes.sighting.refused": [tell_refused],
    "moderation.item.approved": [decided],
    "moderation.item.rejected": [decided],
    "accounts.erasure.performed": [withdraw_what_they_said],
}

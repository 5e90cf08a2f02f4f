"""A long log made by real acts of a council: what an outsider holds who wants to tamper with it.

Seeded, so that it is the same each time: votes of every kind of end, a recusal, a proxy, a veto and its override,
reasons, a sitting with its roll, a rule that got a second version, and a vote that is void.
"""

from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# A group whose name can be written in two ways that look alike.
GROUP = "\u00e9lus"
LAGOON = "biomes.biome/vessa-lagoon"


def write(folder: Path, noon: datetime) -> None:
    """``export`` and, from halfway, the checkpoint ``kept``."""
    from ledger import actions as ledger
    from ledger import queries

    year = Year(noon)
    year.first_half()
    ledger.seal_due(at=year.at)
    head = queries.latest_checkpoint()
    assert head is not None
    (folder / "kept").write_text(head.note)
    year.second_half()
    ledger.seal_due(at=year.at)
    ledger.export_log(folder / "export")


class Year:
    """One council and its days; each act moves ``at`` on."""

    def __init__(self, noon: datetime) -> None:
        from council import actions
        from tests.council import scenes

        self.chance = Random(2150)
        self.scene = scenes.council(noon, h=9, b=3)
        self.scene.charter(noon)
        self.at = noon
        actions.add_seat(body=self.scene.humans, code="h-10", group=GROUP, at=noon - 300 * DAY)

    def first_half(self) -> None:
        for _ in range(4):
            self.ordinary()
        self.recused()
        self.by_proxy()
        self.vetoed_and_overridden()

    def second_half(self) -> None:
        self.in_a_sitting()
        self.void()
        self.concerned()
        for _ in range(10):
            self.ordinary()
        self.submitted()

    def opened(self, kind: str = "resolution", **fields: Any) -> Any:
        self.at += 20 * DAY
        return self.scene.open(self.at, kind, **fields)

    def closed(self, motion: Any) -> None:
        self.scene.close(motion)
        self.at = max(self.at, motion.closes_at)

    def cast(self, motion: Any, humans: str = "123456789", beings: str = "123") -> None:
        """Each seat once, by chance, mostly yes; some change their mind."""
        hands = [f"h-{n}" for n in humans]
        for n in beings:
            hands += ["b-1", "b-1/2"] if n == "1" else [f"b-{n}"]
        self.chance.shuffle(hands)
        again = self.chance.sample(hands, 3)
        for minutes, hand in enumerate([*hands, *again]):
            choice = self.chance.choice(["yes", "yes", "yes", "no", "abstain"])
            self.scene.cast(motion, hand, choice, self.at + HOUR + minutes * timedelta(minutes=1))

    def submitted(self) -> None:
        """An entry that names no document and leads to nothing yet."""
        from council import actions

        self.at += DAY
        draft = self.scene.draft(self.at)
        actions.submit_motion(motion_id=draft.pk, by=draft.mover, at=self.at)

    def ordinary(self) -> None:
        motion = self.opened()
        self.cast(motion)
        self.closed(motion)

    def recused(self) -> None:
        """Seat h-4 takes no part."""
        from council import actions

        self.at += 20 * DAY
        motion = self.scene.scheduled(self.at)
        actions.recuse_oneself(
            motion_id=motion.pk, seat=self.scene.seats["h-4"], reason="Kin", by=self.scene.people["h-4"], at=self.at
        )  # fmt: skip
        actions.advance_due(at=motion.opens_at)
        self.at = motion.opens_at
        self.cast(motion, humans="12356789")
        self.closed(motion)

    def by_proxy(self) -> None:
        """The ordinary rule gets a second version, and h-3 casts for h-2 under it."""
        from tests.council.lending import give, let_proxies

        let_proxies(self.scene, self.at + 60 * DAY)
        motion = self.opened()
        give(self.scene, motion, "h-2", "h-3", self.at)
        self.scene.cast(motion, "h-2", "yes", self.at + HOUR, by="h-3")
        self.cast(motion, humans="13456789")
        self.closed(motion)

    def vetoed_and_overridden(self) -> None:
        from council import actions

        motion = self.opened("rule_change", affects=[LAGOON])
        self.scene.cast_all(motion, self.at + HOUR, h="yyyyyyyyn", b="yyy")
        self.scene.close(motion)
        actions.file_objection(
            motion_id=motion.pk, seat=self.scene.seats["b-1"], articles=["charters.article/vessa-lagoon--art_3"],
            evidence="Oxygen fell to 2 mg/L.", by=self.scene.people["b-1"], at=motion.decided_at + DAY,
        )  # fmt: skip
        actions.advance_due(at=motion.consent_until)
        motion.refresh_from_db()
        at = motion.vetoed_at + 31 * DAY
        self.scene.override(motion, at)
        self.scene.cast_all(motion, at + HOUR, h="yyyyyyyyn", b=".yy")
        self.closed(motion)

    def concerned(self) -> None:
        """Three living systems say that a motion touches them: upheld, dismissed, and not ruled on. Nobody objects then."""
        from council import actions
        from council.rules.recusals import Ruling

        self.at += 20 * DAY
        motion = self.scene.scheduled(self.at, "rule_change")
        said = [
            actions.raise_concern(
                motion_id=motion.pk, seat=self.scene.seats[code], reason="It flows here.",
                by=self.scene.people[code], at=self.at,
            )
            for code in ("b-1", "b-2", "b-3")
        ]  # fmt: skip
        for concern, ruling in zip(said, (Ruling.UPHELD, Ruling.DISMISSED), strict=False):
            actions.rule_on_concern(
                code=concern.code,
                ruling=ruling,
                reason="As the map shows.",
                by=self.scene.secretary,
                at=self.at,
            )
        actions.advance_due(at=motion.opens_at)
        self.scene.cast_all(motion, motion.opens_at + HOUR, h="yyyyyyyyn", b="yyy")
        self.closed(motion)
        actions.advance_due(at=motion.consent_until)
        self.at = motion.consent_until

    def in_a_sitting(self) -> None:
        """Voted while the council sits; some are in the room and cast nothing."""
        from council import actions

        motion = self.opened()
        called = {"body": self.scene.council, "place": "Customs house", "by": self.scene.secretary}
        sitting = actions.call_sitting(**called, starts_at=motion.closes_at - 2 * HOUR, at=self.at - 5 * DAY)
        own = {"sitting_id": sitting.pk, "by": self.scene.secretary}
        actions.add_point(**own, kind="motion", motion=motion, at=self.at - 4 * DAY)
        actions.publish_agenda(**own, at=self.at - 3 * DAY)
        actions.open_sitting(**own, at=motion.closes_at - 2 * HOUR)
        for seat in ("h-1", "h-2", "h-8", "b-3"):
            actions.arrive(**own, seat=self.scene.seats[seat], at=motion.closes_at - HOUR)
        self.cast(motion, humans="1234567", beings="12")
        self.closed(motion)
        actions.close_sitting(**own, at=motion.closes_at + HOUR)

    def void(self) -> None:
        """A ballot that was changed in the database does not open, and its vote is void."""
        import pgtrigger

        from council.models import Ballot

        motion = self.opened()
        self.cast(motion)
        with pgtrigger.ignore("council.Ballot:ballot_as_cast"):
            live = Ballot.objects.live().filter(voting__motion=motion, seat__code="h-1")
            other = "no" if live.get().choice == "yes" else "yes"
            live.update(choice=other)
        self.closed(motion)

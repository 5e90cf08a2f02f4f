"""What comes before a vote in the demo: an emergency measure that was asked for, an amendment from the floor, a shared draft."""

from typing import TYPE_CHECKING

from council import actions
from council.models import Motion
from council.rules.kinds import BackingKind, MotionKind
from crises import queries as crises

if TYPE_CHECKING:
    from portal.demo.council import Hall

LAGOON = "biomes.biome/vessa-lagoon"


def load(hall: "Hall") -> None:
    _gate(hall)
    _sooner(hall)
    _gauges(hall)


def _gate(hall: "Hall") -> None:
    """Both guardians of the lagoon ask for the emergency procedure; it waits for the secretary."""
    alert = (
        crises.live_alerts()
        .filter(biome__slug="vessa-lagoon", state="actual", severity__in=("severe", "extreme"))
        .first()
    )
    if alert is None:
        return
    world, mover = hall.world, hall.world.user("member04")
    motion = actions.draft_motion(
        body=hall.council, kind=MotionKind.EMERGENCY, mover=mover, at=world.days_ago(0.6),
        title="Shall the Ister gate be closed tonight, before the guardians are heard on it?",
        summary="The bloom drifts towards the marsh. Article 4 asks that no gate is closed unheard; for as long as the alert "
        "lasts the gate could be closed first and spoken about after.",
        text="The Council suspends article 4 of the Charter of Vessa Lagoon and asks the Harl Water Authority to close the Ister "
        "gate at the next low water. The guardians are heard within three days of it.",
        origin=alert.subject, evidence=[alert.subject], affects=[LAGOON],
        suspends=["charters.article/vessa-lagoon--art_4"],
    )  # fmt: skip
    motion = actions.submit_motion(motion_id=motion.pk, by=mover, at=world.days_ago(0.5))
    seat = hall.beings[0]
    for hand in (1, 2):
        actions.back_motion(
            motion_id=motion.pk, kind=BackingKind.EMERGENCY, seat=seat, by=hall.holders[seat.code, hand],
            at=world.days_ago(0.5 - 0.1 * hand),
        )  # fmt: skip


def _sooner(hall: "Hall") -> None:
    """An amendment from the floor to the answer on the outfall: other words, word for word beside the first ones."""
    target = Motion.objects.get(title__startswith="Shall the Harl outfall be cleaned")
    mover = hall.world.user("member07")
    draft = actions.draft_motion(
        body=hall.council, kind=MotionKind.FLOOR_AMENDMENT, mover=mover, at=hall.world.days_ago(0.4),
        title="Shall the third stage at Middle Harl run a month sooner?",
        summary="From 1 May instead of 1 June, so that it runs before the first warm week.",
        text=target.text.replace("1 June", "1 May"), act=target.subject,
    )  # fmt: skip
    actions.submit_motion(motion_id=draft.pk, by=mover, at=hall.world.days_ago(0.3))


def _gauges(hall: "Hall") -> None:
    """A draft that its mover shared, moved by one more so far."""
    mover = hall.world.user("member10")
    draft = actions.draft_motion(
        body=hall.council, kind=MotionKind.RESOLUTION, mover=mover, at=hall.world.days_ago(0.5),
        title="Shall the weir at Low Quay open for the eels at new moon?",
        summary="Four nights each autumn, when the glass eels go up.",
        text="The Council asks the Harl Water Authority to lift the weir at Low Quay in the four nights around each new moon "
        "from September to November.\n\nIt asks the crews of Low Quay to count what passes, and to publish the counts.",
    )  # fmt: skip
    actions.share_draft(motion_id=draft.pk, by=mover, at=hall.world.days_ago(0.4))
    seat = hall.humans[2]
    actions.back_motion(
        motion_id=draft.pk, kind=BackingKind.MOVE, seat=seat, by=hall.holders[seat.code, 1],
        at=hall.world.days_ago(0.3),
    )  # fmt: skip

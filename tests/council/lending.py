"""Scenes where a hand is lent: a rule that knows proxies, substitutes named for a seat."""

from datetime import timedelta
from typing import Any

from tests.accounts.people import person
from tests.council.rules.examples import ORDINARY
from tests.council.scenes import with_bodies

CODES = {"H": "vessa-humans", "B": "vessa-biomes"}


def let_proxies(scene: Any, at: Any, **more: Any) -> Any:
    """The ordinary rule, in a version that knows proxies."""
    from council import actions
    from council.rules.kinds import MotionKind

    data = with_bodies({**ORDINARY, "proxies": "any", **more}, CODES)
    return actions.define_rule(
        body=scene.council, code="ordinary", title="Ordinary majority", data=data,
        applies_to=[MotionKind.RESOLUTION], at=at - timedelta(days=60),
    )  # fmt: skip


def give(scene: Any, motion: Any, giver: str, holder: str, at: Any) -> Any:
    from council import actions

    return actions.give_proxy(
        motion_id=motion.pk, giver=scene.seats[giver], holder=scene.seats[holder],
        by=scene.people[giver], at=at,
    )  # fmt: skip


def revoke(scene: Any, motion: Any, giver: str, at: Any) -> None:
    from council import actions

    actions.revoke_proxy(motion_id=motion.pk, giver=scene.seats[giver], by=scene.people[giver], at=at)


def name(scene: Any, seat: str, who: str, at: Any, place: int = 1, hand: int = 1) -> Any:
    """A substitute, known to the scene as ``who``."""
    from council import actions

    scene.people[who] = person(who)
    return actions.name_substitute(
        seat=scene.seats[seat], person=scene.people[who], instrument="Act of substitution", place=place,
        hand=hand, at=at,
    )  # fmt: skip


def away(scene: Any, seat: str, at: Any, motion: Any = None, until: Any = None) -> Any:
    from council import actions

    code = seat.split("/")[0]
    return actions.send_apologies(
        seat=scene.seats[code], motion=motion, until=until, by=scene.people[seat], at=at
    )

"""A sitting on paper, for tests: notice given, declared a blackout, its sheets typed by two."""

from typing import Any

from tests.council.roll_call_scenes import LETTERS, MINUTE, scheduled, tellers
from tests.council.scenes import DAY, HOUR


def noticed(scene: Any, at: Any, *motions: Any) -> Any:
    """A sitting called for ``at`` with these motions on its published agenda, and a point to hear."""
    from council import actions

    sitting = actions.call_sitting(
        body=scene.council, starts_at=at, place="Hall", by=scene.secretary, at=at - 10 * DAY
    )
    own = {"sitting_id": sitting.pk, "by": scene.secretary, "at": at - 10 * DAY}
    for motion in motions:
        actions.add_point(**own, kind="motion", motion=motion)
    actions.add_point(**own, kind="information", title="The summer’s oxygen")
    return actions.publish_agenda(**own)


def declared(scene: Any, sitting: Any, at: Any) -> Any:
    from council import actions

    asked = actions.ask_blackout(sitting_id=sitting.pk, by=scene.secretary, at=at)
    return actions.agree_blackout(approval_id=asked.pk, by=scene.people["h-1"], at=at)


def dark(scene: Any, noon: Any, *, in_room: bool = True) -> tuple[Any, Any]:
    """A motion whose hours run from noon, and the sitting at noon that is declared a blackout three hours later."""
    tellers(scene)
    motion = scheduled(scene, noon, in_room=in_room)
    return motion, declared(scene, noticed(scene, noon, motion), noon + 3 * HOUR)


def hour(at: Any) -> str:
    return f"{at:%Y-%m-%dT%H:%M}"


def times(sitting: Any, noon: Any, *, away: tuple[str, ...] = (), **changed: str) -> dict[str, str]:
    """Everybody but those away in the room for two hours, each point taking half an hour."""
    from council import queries
    from council.rules import blackout

    seats, points = queries.paper_times(sitting)
    found = {"sitting::since": hour(noon), "sitting::until": hour(noon + 2 * HOUR)}
    for code in seats:
        for end, when in (("since", noon + MINUTE), ("until", noon + 2 * HOUR)):
            found[blackout.key("seat", code, end)] = "" if code in away else hour(when)
    for n in points:
        found[f"point:{n}:since"] = hour(noon + 5 * MINUTE + (n - 1) * 30 * MINUTE)
        found[f"point:{n}:until"] = hour(noon + 5 * MINUTE + n * 30 * MINUTE)
    return found | changed


def vote(sitting: Any, motion: Any, held: Any, **letters: str) -> dict[str, str]:
    """A motion's sheet: when it was called, and a letter for each seat in order."""
    from council import queries
    from council.rules import roll_call

    found = {"held_at": hour(held) if held else ""}
    for line in queries.paper_lines(sitting, motion):
        chamber, number = roll_call.seat_and_hand(line)[0].split("-")
        found[line] = LETTERS[letters[chamber][int(number) - 1]] if held else "absent"
    return found


def typed(scene: Any, sitting: Any, position: int, who: str, lines: Any, at: Any) -> Any:
    from council import actions, queries

    point = sitting.points.filter(position=position).first()
    return actions.enter_sheet(
        sitting_id=sitting.pk, position=position, lines=lines, paper=queries.paper_code(sitting, point),
        by=scene.people[who], at=at,
    )  # fmt: skip


def both(scene: Any, sitting: Any, position: int, lines: Any, at: Any) -> None:
    for who in ("teun", "rosa"):
        typed(scene, sitting, position, who, lines, at)

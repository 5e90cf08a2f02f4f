"""A seat whose appointer can be asked: an assembly of the lagoon's shore, and who speaks for it."""

from typing import Any

from tests.accounts.people import person
from tests.council.scenes import DAY

WHY = "The assembly of 3 May heard the fishers."
OTHERWISE = "The reading of noon came after the assembly had met."


def assembly(scene: Any, at: Any, seat: str = "b-1", slug: str = "lagoon-assembly", **statutes: Any) -> Any:
    """The scene's people get ``slug``, an officer of the assembly that appoints this seat's holders."""
    from accounts import actions as accounts
    from council.models import Seat

    body = accounts.found_organisation(slug=slug, name="Assembly of the Shore", kind="assembly")
    scene.people[slug] = person(slug)
    accounts.appoint_to_office(organisation=body, user=scene.people[slug], at=at - 40 * DAY)
    Seat.objects.filter(code=seat).update(appointer=body.subject, **statutes)
    scene.seats[seat].refresh_from_db()
    return body


def ask(scene: Any, motion: Any, at: Any, seat: str = "b-1", by: str = "") -> Any:
    from council import actions

    return actions.ask_for_instruction(
        motion_id=motion.pk, seat_id=scene.seats[seat.split("/")[0]].pk, by=scene.people[by or seat], at=at
    )


def instruct(
    scene: Any, motion: Any, at: Any, answer: str = "yes", text: str = WHY, seat: str = "b-1",
    by: str = "lagoon-assembly",
) -> Any:  # fmt: skip
    from council import actions
    from council.rules.instructions import Answer

    return actions.give_instruction(
        motion_id=motion.pk, seat_id=scene.seats[seat].pk, answer=Answer(answer), text=text,
        by=scene.people[by], at=at,
    )  # fmt: skip


def cast(scene: Any, motion: Any, at: Any, choice: str, departure: str = "", seat: str = "b-1") -> Any:
    from dataclasses import replace
    from uuid import uuid4

    from council import actions
    from council.rules.seats import Choice

    code = seat.split("/")[0]
    return actions.cast_ballot(
        motion_id=motion.pk, seat_id=scene.seats[code].pk, choice=Choice(choice), caster=scene.people[seat],
        key=uuid4(), at=at, reason=replace(scene.why(code, choice, at), departure=departure),
    )  # fmt: skip

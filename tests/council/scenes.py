"""A small council for tests: five human seats, three of biomes, the lagoon's held jointly."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.accounts.people import person
from tests.biomes import makers
from tests.conftest import NOON
from tests.council.rules.examples import CHARTER, ORDINARY, share
from tests.remembered import remembered

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LONG_AGO = timedelta(days=400)
WORDS = {
    "yes": "Oxygen fell to 2 mg/L in July.",
    "no": "The readings of July do not carry it; three more months of them would.",
    "abstain": "Upstream and downstream are touched unlike, and neither was asked before today.",
}


def with_bodies(data: dict[str, Any], codes: dict[str, str]) -> dict[str, Any]:
    text = json.dumps(data)
    for short, code in codes.items():
        text = text.replace(f'"body": "{short}"', f'"body": "{code}"')
    return json.loads(text)


@dataclass
class Scene:
    """The council with its people by seat code; a joint seat's two hands as ``code`` and ``code/2``."""

    council: Any
    humans: Any
    biomes: Any
    seats: dict[str, Any] = field(default_factory=dict)
    people: dict[str, Any] = field(default_factory=dict)
    secretary: Any = None
    rules: dict[str, Any] = field(default_factory=dict)

    def draft(self, at: datetime, kind: str = "resolution", mover: str = "h-1", **fields: Any) -> Any:
        from council import actions
        from council.rules.kinds import MotionKind

        words = {
            "title": "Shall the Council act?",
            "summary": "One sentence.",
            "text": "It is resolved to act.",
        }
        return actions.draft_motion(
            body=self.council, kind=MotionKind(kind), mover=self.people[mover], at=at, **(words | fields)
        )

    def scheduled(self, at: datetime, kind: str = "resolution", days: int = 15, **fields: Any) -> Any:
        """A motion whose voting is due to open ``days`` later, for one day."""
        from council import actions

        motion = self.draft(at, kind, **fields)
        actions.submit_motion(motion_id=motion.pk, by=motion.mover, at=at)
        actions.admit_motion(motion_id=motion.pk, by=self.secretary, at=at)
        opens = at + days * DAY
        return actions.schedule_motion(
            motion_id=motion.pk, opens_at=opens, closes_at=opens + DAY, by=self.secretary, at=at
        )

    def open(self, at: datetime, kind: str = "resolution", **fields: Any) -> Any:
        """A motion whose voting opened at ``at`` and closes a day later."""
        from council import actions

        days = 15
        motion = self.scheduled(at - days * DAY, kind, days, **fields)
        actions.advance_due(at=at)
        motion.refresh_from_db()
        return motion

    def cast(
        self, motion: Any, seat: str, choice: str, at: datetime, key: UUID | None = None, by: str = ""
    ) -> Any:
        """A seat that speaks for a being gives its reason; the first article it may cite, if there is one."""
        from council import actions
        from council.rules.seats import Choice

        code = seat.split("/")[0]
        return actions.cast_ballot(
            motion_id=motion.pk,
            seat_id=self.seats[code].pk,
            choice=Choice(choice),
            caster=self.people[by or seat],
            key=key or uuid4(),
            at=at,
            reason=self.why(code, choice, at),
        )

    def why(self, code: str, choice: str, at: datetime) -> Any:
        from charters import queries as charters
        from council import actions

        if not self.seats[code].represents:
            return None
        citable = [a.subject for a in charters.articles_for([self.seats[code].biome_slug], at)]
        # As long as its choice makes it: a sealed world must not tell one from the other.
        return actions.Reasoning(WORDS[choice], tuple(citable[:1]))

    def cast_all(self, motion: Any, at: datetime, **choices: str) -> None:
        """``cast_all(motion, at, h="yyyna", b="yy.")``: one letter a seat, in order; ``.`` is away."""
        words = {"y": "yes", "n": "no", "a": "abstain"}
        for chamber, letters in choices.items():
            for i, letter in enumerate(letters, 1):
                code = f"{chamber}-{i}"
                if letter == ".":
                    continue
                self.cast(motion, code, words[letter], at)
                if f"{code}/2" in self.people:
                    self.cast(motion, f"{code}/2", words[letter], at)

    def vetoed(self, at: datetime, **fields: Any) -> Any:
        """A motion under the charter rule that the lagoon objected to, its window over."""
        from council import actions

        self.charter(at)
        motion = self.open(at, "rule_change", affects=["biomes.biome/vessa-lagoon"], **fields)
        self.cast_all(motion, at + HOUR, h="yyyyn", b="yyy")
        self.close(motion)
        actions.file_objection(
            motion_id=motion.pk, seat=self.seats["b-1"], articles=["charters.article/vessa-lagoon--art_3"],
            evidence="Oxygen fell to 2 mg/L.", by=self.people["b-1"], at=motion.decided_at + DAY,
        )  # fmt: skip
        actions.advance_due(at=motion.consent_until)
        motion.refresh_from_db()
        return motion

    def charter(self, at: datetime) -> Any:
        from charters import actions as charters
        from charters.rules.text import ArticleText

        return charters.found_charter(
            slug="vessa-lagoon", title="Charter", of="biomes.biome/vessa-lagoon",
            articles=[ArticleText("art_3", "The right to breathe", "Oxygen by day.")],
            since=(at - LONG_AGO).date(), instrument="Act", actor="", at=at - LONG_AGO,
        )  # fmt: skip

    def override(self, motion: Any, at: datetime) -> Any:
        from council import actions

        return actions.open_override(motion_id=motion.pk, closes_at=at + DAY, by=self.secretary, at=at)

    def close(self, motion: Any) -> Any:
        """Close at its time; the decision."""
        from council import actions, queries

        motion.refresh_from_db()
        actions.advance_due(at=motion.closes_at)
        motion.refresh_from_db()
        return queries.decision_of(queries.voting_of(motion))


def organisation(slug: str, name: str, parent: Any = None) -> Any:
    from accounts.models import Organisation

    return Organisation.objects.create(slug=slug, name=name, kind="council", parent=parent)


def council(noon: datetime, *, h: int = 5, b: int = 3) -> Scene:
    """The council as it stands at ``noon``. The one that most tests begin with is built once."""
    from biomes.models import Indicator

    if not Indicator.objects.exists():
        makers.reference()
    if noon == NOON:
        return remembered(("council", h, b), lambda: _council(noon, h, b))
    return _council(noon, h, b)


def _council(noon: datetime, h: int, b: int) -> Scene:
    from accounts.rules.roles import Role
    from council import actions
    from council.rules.kinds import BodyKind

    began = noon - LONG_AGO
    top = organisation("vessa-council", "Council of the Vessa Basin")
    scene = Scene(
        council=actions.found_body(organisation=top, kind=BodyKind.COUNCIL, at=began),
        humans=None,
        biomes=None,
        secretary=person("sora", Role.SECRETARY),
    )
    for attribute, slug, name, position in (
        ("humans", "vessa-humans", "Human chamber", 1),
        ("biomes", "vessa-biomes", "Biomes’ chamber", 2),
    ):
        body = actions.found_body(
            organisation=organisation(slug, name, top),
            kind=BodyKind.CHAMBER,
            parent=scene.council,
            at=began,
            position=position,
        )
        setattr(scene, attribute, body)
    _humans(scene, h, began)
    _biomes(scene, b, began)
    _rules(scene, began)
    return scene


def _humans(scene: Scene, count: int, began: datetime) -> None:
    from council import actions

    for i in range(1, count + 1):
        code = f"h-{i}"
        scene.people[code] = person(code)
        scene.seats[code] = actions.add_seat(
            body=scene.humans,
            code=code,
            title=f"Human seat {i}",
            position=i,
            office="chair" if i == 1 else "",
            at=began,
        )
        actions.appoint(
            seat=scene.seats[code], person=scene.people[code], instrument="Election of 2148", at=began
        )


def _biomes(scene: Scene, count: int, began: datetime) -> None:
    from biomes.models import Guardianship
    from council import actions
    from council.rules.kinds import Holder

    for i in range(1, count + 1):
        code, joint = f"b-{i}", i == 1
        system = makers.biome("vessa-lagoon" if joint else f"system-b{i}", at=began)
        scene.seats[code] = actions.add_seat(
            body=scene.biomes,
            code=code,
            represents=system.subject,
            position=i,
            holder=Holder.JOINT if joint else Holder.PERSON,
            at=began,
        )
        for hand in (1, 2) if joint else (1,):
            key = code if hand == 1 else f"{code}/2"
            scene.people[key] = person(key.replace("/", "-"))
            Guardianship.objects.create(
                biome=system, user=scene.people[key], hand=hand, instrument="Act of guardianship", since=began
            )
            actions.appoint(
                seat=scene.seats[code],
                person=scene.people[key],
                hand=hand,
                instrument="Act of guardianship",
                at=began,
            )


def _rules(scene: Scene, began: datetime) -> None:
    from council import actions
    from council.rules.kinds import MotionKind as Kind

    codes = {"H": "vessa-humans", "B": "vessa-biomes"}
    everyday = [Kind.RESOLUTION, Kind.PETITION_ANSWER, Kind.APPOINTMENT, Kind.ALLIANCE]
    weighty = [Kind.CHARTER_AMENDMENT, Kind.CHARTER_ADOPTION, Kind.RULE_CHANGE, Kind.PACT_ACT]
    urgent = {
        "chambers": [
            {
                "body": body,
                "quorum": {"base": "in_office", "num": 1, "den": 2, "strict": True},
                "pass": [share("present", 2, 3)],
            }
            for body in ("H", "B")
        ],
        "min_notice_hours": 24,
    }
    for code, title, data, kinds in (
        ("ordinary", "Ordinary majority", ORDINARY, everyday),
        ("charter", "Charter majority", CHARTER, weighty),
        ("urgent", "Emergency majority", urgent, [Kind.CRISIS_RESPONSE]),
    ):
        scene.rules[code] = actions.define_rule(
            body=scene.council,
            code=code,
            title=title,
            data=with_bodies(data, codes),
            applies_to=kinds,
            at=began,
        )

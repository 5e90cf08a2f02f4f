"""An alert in force over the lagoon, and the emergency measure that answers it, for tests."""

import copy

from accounts.models import User
from accounts.rules.roles import Role
from council import actions, queries
from council.rules.kinds import BackingKind, MotionKind
from crises import actions as crises
from tests.accounts.people import person
from tests.council.scenes import DAY, HOUR

ARTICLE = "charters.article/vessa-lagoon--art_3"


def alert(biome, at, *, code="2150-0001", severity="severe", state="actual"):
    """Released by two officers where it is actual, as any alert is."""
    from crises.models import Alert

    is_actual = state == "actual"
    made = Alert.objects.create(
        code=code, biome=biome, indicator=f"chlorophyll-{code}", source="readings",
        state="draft" if is_actual else state, severity=severity, urgency="immediate", certainty="observed",
        raised_at=at, renewed_at=at, released_at=None if is_actual else at,
    )  # fmt: skip
    for key in ("ona", "piet") if is_actual else ():
        crises.release_alert(code=code, officer=officer(key), at=at)
    made.refresh_from_db()
    return made


def officer(key):
    return User.objects.filter(email=f"{key}@people.example").first() or person(key, Role.ALERT_OFFICER)


def lagoon(scene):
    from biomes.models import Biome

    return Biome.objects.get(slug=scene.seats["b-1"].biome_slug)


def procedure(scene, at, **terms):
    """The council's emergency procedure: two thirds of those present in both chambers, a day's notice."""
    data = copy.deepcopy(scene.rules["urgent"].data)
    data["emergency"] = terms
    return actions.define_rule(
        body=scene.council, code="emergency", title="Emergency procedure", data=data,
        applies_to=[MotionKind.EMERGENCY], at=at,
    )  # fmt: skip


def measure(scene, at, *, suspends=(ARTICLE,), act="", text="Boats stay in harbour.", answers=None):
    """An emergency measure, submitted and admitted."""
    answers = answers or alert(lagoon(scene), at - HOUR)
    motion = scene.draft(
        at, "emergency", origin=answers.subject, act=act, suspends=suspends, text=text,
        affects=["biomes.biome/vessa-lagoon"],
    )  # fmt: skip
    actions.submit_motion(motion_id=motion.pk, by=motion.mover, at=at)
    return actions.admit_motion(motion_id=motion.pk, by=scene.secretary, at=at)


def ask(scene, motion, at, *who):
    """These hands ask for the emergency procedure: ``b-1``, ``b-1/2``, ``h-3``."""
    for key in who:
        actions.back_motion(
            motion_id=motion.pk, kind=BackingKind.EMERGENCY, seat=scene.seats[key.split("/")[0]],
            by=scene.people[key], at=at,
        )  # fmt: skip


def schedule(scene, motion, at, *, notice=24):
    opens = at + notice * HOUR
    return actions.schedule_motion(
        motion_id=motion.pk, opens_at=opens, closes_at=opens + DAY, by=scene.secretary, at=at
    )


def vote(scene, motion, h="yyyyy", b="yyy"):
    """Voting opens at its hour, all cast, it closes at its hour."""
    motion.refresh_from_db()
    actions.advance_due(at=motion.opens_at)
    motion.refresh_from_db()
    scene.cast_all(motion, motion.opens_at + (motion.closes_at - motion.opens_at) / 2, h=h, b=b)
    return scene.close(motion)


def declared(scene, at, **fields):
    """An emergency declared on the request of both guardians; its motion, and the emergency."""
    procedure(scene, at - 30 * DAY)
    motion = measure(scene, at, **fields)
    ask(scene, motion, at, "b-1", "b-1/2")
    schedule(scene, motion, at)
    vote(scene, motion)
    motion.refresh_from_db()
    return motion, queries.emergency(motion.code)


def resolution(scene, act, at):
    """An ordinary motion that confirms an emergency, open to the vote four days later."""
    return scene.scheduled(at, "resolution", 4, act=act)

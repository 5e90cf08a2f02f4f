"""`verify.py` knows the procedure: notice, frozen words, amendments, parts, and every step of an emergency."""

import pytest

from council import actions
from council.models import Motion
from council.rules.kinds import BackingKind
from tests.council import alarms, scenes
from tests.council.scenes import DAY, HOUR
from tests.council.test_procedure import divided, hall, moved, vote_parts  # noqa: F401
from tests.council.test_second_count import faults, tampered
from tests.remembered import kept

pytestmark = pytest.mark.django_db


def exported(folder, at):
    from ledger import actions as ledger

    ledger.seal_due(at=at)
    ledger.export_log(folder)
    return folder


@pytest.fixture
@kept
def emergency(db, noon, tmp_path):
    """Declared on the request of both guardians, confirmed, renewed; a request taken back on the way."""
    scene = scenes.council(noon, b=4)
    scene.charter(noon)
    motion, found = alarms.declared(scene, noon)
    alarms.vote(scene, alarms.resolution(scene, found.subject, motion.enacted_at))
    found.refresh_from_db()
    at = found.until - 10 * DAY
    answers = alarms.alert(alarms.lagoon(scene), at, code="2150-0002")
    again = alarms.measure(scene, at, act=found.subject, suspends=(), answers=answers)
    alarms.ask(scene, again, at, "b-1", "b-1/2", "h-2")
    actions.withdraw_backing(
        motion_id=again.pk, kind=BackingKind.EMERGENCY, seat=scene.seats["h-2"], by=scene.people["h-2"], at=at
    )  # fmt: skip
    # Another living system says that it is touched: it need not ask for the procedure.
    actions.raise_concern(
        motion_id=again.pk, seat=scene.seats["b-2"], reason="It flows here.", by=scene.people["b-2"], at=at
    )
    alarms.schedule(scene, again, at)
    alarms.vote(scene, again)
    found.refresh_from_db()
    actions.advance_due(at=found.until + HOUR)
    return exported(tmp_path / "export", found.until + DAY)


def test_an_untouched_emergency_is_re_derived(emergency):
    assert faults(emergency) == []


def of(kind, nth=0):
    def pick(entries):
        return [entry for entry in entries if entry["type"] == kind][nth]

    return pick


def without(kind, nth=0):
    return lambda entries, lines: entries.remove(of(kind, nth)(entries))


def with_body(kind, nth=0, **body):
    return lambda entries, lines: of(kind, nth)(entries)["body"].update(body)


def copied(kind, place):
    """The first of a kind written once more, before the first of another."""

    def do(entries, lines):
        entries.insert(entries.index(of(place)(entries)), dict(of(kind)(entries)))

    return do


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (without("council.backing.given"), "not enough asked for the emergency procedure"),
        (without("council.backing.given", 2), "not enough asked for the emergency procedure"),
        (
            with_body("council.emergency.declared", until="2199-01-01T00:00:00Z"),
            "longer than its rule allows",
        ),
        (
            with_body("council.emergency.declared", confirm_by="2199-01-01T00:00:00Z"),
            "longer than its rule allows",
        ),
        (with_body("charters.article.suspended", until="2199-01-01T00:00:00Z"), "may run unconfirmed"),
        (with_body("council.emergency.declared", articles=[]), "the articles suspended are not those"),
        (without("council.emergency.declared"), "suspended without an emergency"),
        (without("council.emergency.confirmed"), "renewed that nobody confirmed"),
        (
            copied("council.emergency.renewed", "council.emergency.ended"),
            "renewed more often than its rule allows",
        ),
        (with_body("council.emergency.renewed", until="2199-01-01T00:00:00Z"), "longer than its rule allows"),
        (
            with_body("charters.suspension.moved", until="2199-01-01T00:00:00Z"),
            "longer than its emergency runs",
        ),
        (copied("council.emergency.ended", "council.emergency.confirmed"), "that was over was confirmed"),
        (with_body("council.emergency.declared", confirm_by="2150-06-12T00:00:00Z"), "confirmed too late"),
        (with_body("council.emergency.confirmed", motion="2150-99"), "the vote that carries it is missing"),
        (
            lambda entries, lines: of("charters.article.suspended")(entries).update(
                subject="charters.article/vessa-lagoon--art_9"
            ),
            "an article is suspended otherwise than its emergency says",
        ),
        (
            without("council.emergency.confirmed"),
            "an article is suspended for longer than its emergency runs",
        ),
        (without("council.motion.enacted"), "declared by a motion that was not enacted"),
        (without("crises.alert.released"), "no alert was in force that the emergency answers"),
        (
            lambda entries, lines: of("crises.alert.released")(entries).update(type="crises.alert.expired"),
            "no alert was in force that the emergency answers",
        ),
        (
            with_body("crises.alert.released", severity="moderate"),
            "the alert that the emergency answers is moderate; its rule asks for severe",
        ),
        (
            lambda entries, lines: of("council.voting.closed")(entries)["body"].update(outcome="tied"),
            "the vote that carries it is missing",
        ),
    ],
)
def test_a_tampered_emergency_is_named(emergency, change, named):
    found = tampered(emergency, change)

    assert any(named in fault for fault in found), found


def test_an_entrenched_article_that_is_suspended_is_named(emergency):
    from tests.ledger.forgery import Forged, outsider

    log = Forged(emergency)
    log.rewrite_file(
        log.first("charters.charter.founded"), lambda edition: edition["articles"][0].update(entrenched=True)
    )
    log.sign()

    assert any("an entrenched article was suspended" in line for line in outsider(emergency)[1])


@pytest.fixture
@kept
def procedure(hall, noon, tmp_path):  # noqa: F811
    """One motion amended from the floor, one hurried, one voted on by parts."""
    target = hall.scheduled(noon, days=5)
    amendment = moved(hall, noon, "floor_amendment", target, text="Boats leave by noon.")
    alarms.vote(hall, amendment, h="yyyyn")
    late = hall.draft(noon + DAY, mover="h-3")
    actions.submit_motion(motion_id=late.pk, by=late.mover, at=noon + DAY)
    late = actions.admit_motion(motion_id=late.pk, by=hall.secretary, at=noon + DAY)
    alarms.vote(hall, moved(hall, noon + DAY, "urgency", late), h="yyyyn")
    at = noon + DAY + 3 * HOUR
    actions.schedule_motion(
        motion_id=late.pk, opens_at=at + HOUR, closes_at=at + 2 * HOUR, by=hall.secretary, at=at
    )
    late.refresh_from_db()
    alarms.vote(hall, late, h="yyyyn")
    target.refresh_from_db()
    alarms.vote(hall, target, h="yyyyn")
    whole, parts = divided(hall, noon + 30 * DAY)
    vote_parts(hall, parts, ["yyyyn", "nnnnn", "yyyyn"])
    whole.refresh_from_db()
    hall.cast_all(whole, whole.opens_at + HOUR, h="yyyyn", b="yyy")
    hall.close(whole)
    return exported(tmp_path / "export", whole.closes_at + DAY)


def test_amendments_urgency_and_parts_are_re_derived(procedure):
    assert faults(procedure) == []
    assert Motion.objects.filter(state="enacted").count() == 7


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (without("council.motion.amended"), "not those that were frozen last"),
        (with_body("council.motion.amended", text="0" * 64), "not those that were frozen last"),
        (with_body("council.motion.amended", base="0" * 64), "not those that stood"),
        (with_body("council.motion.amended", motions=["2150-99"]), "which was not adopted"),
        (without("council.notice.dispensed"), "less notice than the rule asks for"),
        (without("council.motion.divided"), "less notice than the rule asks for"),
        (without("council.motion.scheduled"), "opened that nobody scheduled"),
    ],
)
def test_a_tampered_procedure_is_named(procedure, change, named):
    found = tampered(procedure, change)

    assert any(named in fault for fault in found), found

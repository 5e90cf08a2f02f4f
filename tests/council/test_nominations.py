"""An appointment by motion: a person nominated, her own word, the vote, and the mandate that it gives."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.models import Letter, User
from council import actions, queries
from council.models import Mandate, Nomination
from council.rules.kinds import Ended
from council.rules.nominations import MOVES, STANDING, State, may
from ledger import actions as ledger
from ledger import queries as log
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.council import scenes
from tests.council.scenes import DAY, HOUR
from tests.council.test_second_count import faults, tampered
from tests.remembered import kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def vacant(scene, noon):
    scene.seats["h-6"] = actions.add_seat(body=scene.humans, code="h-6", at=noon - 40 * DAY)
    return scene.seats["h-6"]


def nominate(scene, seat, at, who=None, by="h-2", **more):
    return actions.nominate(seat=seat, person=who or ana(), by=scene.people[by], at=at, **more)


def ana():
    return User.objects.filter(email="ana@people.example").first() or person("ana")


def accept(made, at):
    return actions.answer_nomination(code=made.code, accepts=True, by=made.person, at=at)


def decline(made, at):
    return actions.answer_nomination(code=made.code, accepts=False, by=made.person, at=at)


def appointed(scene, made, at):
    """A motion that takes it up, adopted."""
    motion = scene.open(at, kind="appointment", act=made.subject)
    scene.cast_all(motion, at + HOUR, h="yyyyy", b="yyy")
    scene.close(motion)
    motion.refresh_from_db()
    return motion


# --- Its life ---------------------------------------------------------------------------------------
def test_from_a_state_that_ended_nothing_leads_on():
    assert {state for state in State if not MOVES[state]} == set(State) - STANDING
    assert not may(State.ASKED, State.GIVEN)


def test_she_is_asked_by_letter_and_nobody_else_reads_of_it_before_she_agrees(scene, noon, vacant):
    made = nominate(scene, vacant, noon)
    other, maker = scene.people["h-3"], scene.people["h-2"]

    assert "You are nominated" in Letter.objects.get().subject
    assert [list(queries.nominations_of(vacant, who)) for who in (made.person, maker, other)] == [
        [made],
        [made],
        [],
    ]
    assert not log.public_around(vacant.subject).filter(kind__startswith="council.nomination").exists()
    accept(made, noon + HOUR)
    assert list(queries.nominations_of(vacant, other)) == [made]


def test_only_a_member_or_an_officer_nominates_and_nobody_herself(scene, noon, vacant):
    stranger = person("stranger")
    with pytest.raises(actions.CannotNominate, match="Only a member"):
        actions.nominate(seat=vacant, person=ana(), by=stranger, at=noon)
    with pytest.raises(actions.CannotNominate, match="themselves"):
        nominate(scene, vacant, noon, who=scene.people["h-2"])
    actions.nominate(seat=vacant, person=ana(), by=scene.secretary, at=noon)


def test_what_will_be_asked_of_the_mandate_is_asked_at_once(scene, noon, vacant):
    with pytest.raises(actions.CannotSeat, match="held by somebody"):
        nominate(scene, scene.seats["h-3"], noon)
    with pytest.raises(actions.CannotSeat, match="not a guardian"):
        nominate(scene, scene.seats["b-2"], noon)
    with pytest.raises(actions.CannotSeat, match="second hand"):
        nominate(scene, vacant, noon, hand=2)
    with pytest.raises(actions.CannotSeat, match="end before it begins"):
        nominate(scene, vacant, noon, since=noon + DAY, until=noon)


def test_a_person_is_nominated_once_while_it_stands(scene, noon, vacant):
    made = nominate(scene, vacant, noon, who=ana())
    with pytest.raises(actions.CannotNominate, match="already"):
        nominate(scene, vacant, noon, who=made.person, by="h-3")
    with pytest.raises(IntegrityError), transaction.atomic():
        Nomination.objects.create(seat=vacant, person=made.person, made_by=scene.people["h-3"], made_at=noon)
    decline(made, noon + HOUR)
    nominate(scene, vacant, noon + 2 * HOUR, who=made.person)


def test_only_its_person_answers_and_only_its_maker_takes_it_back(scene, noon, vacant):
    made = nominate(scene, vacant, noon)
    with pytest.raises(actions.CannotNominate, match="Only who is nominated"):
        actions.answer_nomination(code=made.code, accepts=True, by=scene.people["h-2"], at=noon)
    with pytest.raises(actions.CannotNominate, match="Only who nominated"):
        actions.withdraw_nomination(code=made.code, by=made.person, at=noon)
    actions.withdraw_nomination(code=made.code, by=scene.people["h-2"], at=noon)
    with pytest.raises(actions.CannotNominate, match="answered, withdrawn or given"):
        accept(made, noon + HOUR)


# --- Given ------------------------------------------------------------------------------------------
def test_its_adoption_gives_the_mandate_with_the_motion_as_its_instrument(scene, noon, vacant):
    made = nominate(scene, vacant, noon - HOUR, until=noon + 400 * DAY)
    accept(made, noon)

    motion = appointed(scene, made, noon)

    mandate = Mandate.objects.get(seat=vacant)
    made.refresh_from_db()
    assert (motion.state, made.state) == ("enacted", "given")
    assert (mandate.person, mandate.instrument) == (made.person, f"Motion {motion.code}")
    assert (mandate.since, mandate.until) == (motion.enacted_at, noon + 400 * DAY)


def test_a_day_that_has_passed_meanwhile_begins_with_the_enactment(scene, noon, vacant):
    made = nominate(scene, vacant, noon - 2 * DAY, since=noon - DAY)
    accept(made, noon - 2 * DAY)

    motion = appointed(scene, made, noon)

    assert Mandate.objects.get(seat=vacant).since == motion.enacted_at


def test_a_later_day_is_kept(scene, noon, vacant):
    made = nominate(scene, vacant, noon, since=noon + 30 * DAY)
    accept(made, noon)
    appointed(scene, made, noon)

    assert Mandate.objects.get(seat=vacant).since == noon + 30 * DAY


def declined(scene, made, at):
    decline(made, at)


def withdrawn(scene, made, at):
    actions.withdraw_nomination(code=made.code, by=scene.people["h-2"], at=at)


def taken(scene, made, at):
    actions.appoint(seat=made.seat, person=person("other"), instrument="Act", at=at)


@pytest.mark.parametrize(
    ("meanwhile", "words"),
    [(declined, "no longer stands"), (withdrawn, "no longer stands"), (taken, "held by somebody")],
)
def test_what_no_longer_fits_rests_with_its_reason_and_gives_nothing(scene, noon, vacant, meanwhile, words):
    made = nominate(scene, vacant, noon)
    accept(made, noon)
    motion = scene.open(noon, kind="appointment", act=made.subject)
    scene.cast_all(motion, noon + HOUR, h="yyyyy", b="yyy")
    meanwhile(scene, made, noon + 2 * HOUR)
    scene.close(motion)

    motion.refresh_from_db()
    assert motion.state == "adopted"
    assert words in motion.reason
    assert not Mandate.objects.filter(seat=vacant, person=made.person).exists()


def test_of_two_motions_on_one_nomination_the_second_rests(scene, noon, vacant):
    made = nominate(scene, vacant, noon)
    accept(made, noon)
    appointed(scene, made, noon)

    assert appointed(scene, made, noon + 20 * DAY).state == "adopted"


def test_a_rejected_motion_leaves_the_nomination_to_another(scene, noon, vacant):
    made = nominate(scene, vacant, noon)
    accept(made, noon)
    motion = scene.open(noon, kind="appointment", act=made.subject)
    scene.cast_all(motion, noon + HOUR, h="nnnnn", b="nnn")
    scene.close(motion)

    made.refresh_from_db()
    assert made.state == "accepted"


def test_words_alone_appoint_nobody(scene, noon, vacant):
    motion = scene.open(noon, kind="appointment")
    scene.cast_all(motion, noon + HOUR, h="yyyyy", b="yyy")
    scene.close(motion)

    motion.refresh_from_db()
    assert motion.state == "enacted"
    assert not Mandate.objects.filter(seat=vacant).exists()


# --- From the log alone -----------------------------------------------------------------------------
@pytest.fixture
@kept
def export(scene, noon, vacant, tmp_path):
    """An appointment, and a vote in which the new member casts."""
    made = nominate(scene, vacant, noon)
    accept(made, noon)
    appointed(scene, made, noon)
    scene.people["h-6"] = made.person
    motion = scene.open(noon + 10 * DAY)
    scene.cast_all(motion, noon + 10 * DAY + HOUR, h="yyyyyn", b="yyy")
    scene.close(motion)
    ledger.seal_due(at=noon + 30 * DAY)
    ledger.export_log(tmp_path / "export")
    return tmp_path / "export"


def test_the_appointment_is_re_derived(export):
    assert faults(export) == []


def given(entries):
    return next(e for e in entries if e["type"] == "council.mandate.given" and "motion" in e["body"])


def give_before_the_close(entries):
    entry = given(entries)
    entries.remove(entry)
    entries.insert(next(i for i, e in enumerate(entries) if e["type"] == "council.voting.closed"), entry)


def give_by_another_motion(entries):
    given(entries)["body"]["motion"] = "council.motion/2150-99"


def forget_the_mandate(entries):
    entries.remove(given(entries))


@pytest.mark.parametrize(
    ("tamper", "named"),
    [
        (give_before_the_close, "a mandate was given by a motion that was not adopted"),
        (give_by_another_motion, "a mandate was given by a motion that was not adopted"),
        (forget_the_mandate, "enacted, but the mandate that it gives is not there"),
        (forget_the_mandate, "seat h-6 stands on the roll with a mandate that is not in force"),
    ],
)
def test_a_bent_appointment_is_named(export, tamper, named):
    found = tampered(export, lambda entries, _lines: tamper(entries))

    assert any(named in line for line in found), found


# --- Beside a vote that opens -----------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["given", "ended"])
def test_a_roll_waits_for_a_mandate_that_is_being_changed_and_knows_of_it(noon, act):
    """Otherwise the log would hold the change first, and the roll without it."""
    scene = scenes.council(noon)
    motion = scene.scheduled(noon - 15 * DAY)
    seat = actions.add_seat(body=scene.humans, code="h-6", at=noon - 40 * DAY)
    newcomer, held, opened = person("ana"), threading.Event(), []
    mandate = scene.seats["h-5"].mandates.get()

    def change():
        try:
            with transaction.atomic():
                if act == "given":
                    actions.appoint(
                        seat=seat, person=newcomer, instrument="Act", at=noon - timedelta(seconds=1)
                    )
                else:
                    actions.end_mandate(
                        mandate_id=mandate.pk, by=Ended.RESIGNATION, at=noon - timedelta(seconds=1)
                    )
                held.set()
                threading.Event().wait(1)
        finally:
            connection.close()

    thread = threading.Thread(target=change)
    thread.start()
    assert held.wait(10)
    opened.append(actions.open_voting(motion_id=motion.pk, at=noon))
    thread.join()

    rows = {row["seat"]: row["hands"] for row in opened[0].roll["seats"]}
    assert (rows["h-6"] if act == "given" else rows["h-5"]) == ([1] if act == "given" else [])


# --- Doors ------------------------------------------------------------------------------------------
def test_it_is_made_answered_and_taken_up_by_pages(db, client):
    at = now()
    scene = scenes.council(at)
    seat = actions.add_seat(body=scene.humans, code="h-6", at=at - DAY)
    nominee, page = person("ana"), reverse("council:seat", args=["h-6"])
    sign_in(client, scene.people["h-2"])
    nobody = client.post(reverse("council:nominate", args=["h-6"]), {"email": "nobody@example.org"})
    assert (nobody.status_code, "Nobody with this address" in nobody.content.decode()) == (422, True)
    done = client.post(reverse("council:nominate", args=["h-6"]), {"email": nominee.email}, follow=True)
    assert "Nominated." in done.content.decode()
    made = Nomination.objects.get(seat=seat)

    sign_in(client, nominee)
    assert (
        reverse("council:answer_nomination", args=[made.code, "accept"]) in client.get(page).content.decode()
    )
    client.post(reverse("council:answer_nomination", args=[made.code, "accept"]))
    sign_in(client, scene.people["h-2"])
    form = client.get(reverse("council:new")).content.decode()

    assert f'value="{made.subject}"' in form
    client.logout()
    assert "Ana" in client.get(page).content.decode()


def test_programs_do_the_same(db, client):
    at = now()
    scene = scenes.council(at)
    actions.add_seat(body=scene.humans, code="h-6", at=at - DAY)
    nominee = person("ana")
    sign_in(client, scene.people["h-2"])

    def post(address, body=None):
        return client.post(address, body or {}, content_type="application/json")

    made = post(reverse("api:nomination-list"), {"seat": "h-6", "email": nominee.email})
    code = made.json()["code"]
    assert (made.status_code, made.json()["state"]) == (201, "asked")
    assert post(reverse("api:nomination-accept", args=[code])).status_code == 409
    sign_in(client, nominee)
    assert post(reverse("api:nomination-accept", args=[code])).json()["state"] == "accepted"
    sign_in(client, scene.people["h-2"])
    assert post(reverse("api:nomination-withdraw", args=[code])).json()["state"] == "withdrawn"
    assert client.get(reverse("api:nomination-list")).json()["results"] != []

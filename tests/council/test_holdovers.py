"""A mandate that ran out is held over until a successor comes: dated, by two officers, and no edit of its end."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.rules.roles import Role
from council import actions, queries
from council.models import Mandate
from council.rules.kinds import Ended
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.council import scenes

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def scene(db):
    return scenes.council(now())


@pytest.fixture
def ran_out(scene):
    """A seat whose mandate ran out yesterday."""
    return seated(scene, "h-9", until=now() - DAY)


def seated(scene, code, until, **seat):
    scene.people[code] = person(code)
    scene.seats[code] = actions.add_seat(body=scene.humans, code=code, at=now() - 99 * DAY, **seat)
    return actions.appoint(
        seat=scene.seats[code],
        person=scene.people[code],
        instrument="Election",
        at=now() - 99 * DAY,
        until=until,
    )


def over(mandate, until=None, at=None):
    return actions.hold_over(
        mandate=mandate, until=until or now() + 60 * DAY, instrument="Standing order 9", at=at or now()
    )


def holds(scene, code, at):
    return queries.seats_held(scene.people[code], at).filter(code=code).exists()


def refuses(verb, match):
    with pytest.raises(actions.CannotSeat, match=match), transaction.atomic():
        verb()


def test_the_holder_goes_on_from_today_and_the_end_of_the_mandate_stands(scene, ran_out):
    end = ran_out.until
    made = over(ran_out)
    ran_out.refresh_from_db()

    assert ran_out.until == end
    assert made.holds_over == ran_out
    assert not holds(scene, "h-9", now() - DAY / 2)
    assert holds(scene, "h-9", now())
    assert not holds(scene, "h-9", now() + 60 * DAY)


def test_agreed_before_the_end_it_begins_with_the_end(scene):
    mandate = seated(scene, "h-9", until=now() + 5 * DAY)

    assert over(mandate).since == mandate.until


def test_a_successor_who_begins_today_ends_it(scene, ran_out):
    made = over(ran_out, at=now() - DAY / 2)
    actions.appoint(seat=scene.seats["h-9"], person=person("heir"), instrument="Election", at=now())
    made.refresh_from_db()

    assert made.ended_by == Ended.SUCCEEDED.value
    assert not holds(scene, "h-9", now())


def test_one_who_begins_later_waits_for_its_end(scene, ran_out):
    made = over(ran_out)
    heir = {"seat": scene.seats["h-9"], "person": person("heir"), "instrument": "Election", "at": now()}
    refuses(lambda: actions.appoint(**heir, since=made.until - DAY), "held by somebody")

    assert actions.appoint(**heir, since=made.until).since == made.until


def test_it_is_revoked_like_any_mandate(scene, ran_out):
    made = over(ran_out, at=now() - DAY / 2)
    actions.end_mandate(mandate_id=made.pk, by=Ended.REVOKED, at=now())

    assert not holds(scene, "h-9", now())


def test_it_counts_as_no_term(scene):
    mandate = seated(scene, "h-9", until=now() - DAY, term_months=12, max_terms=2)
    over(mandate, until=now() + DAY)
    again = {"seat": scene.seats["h-9"], "person": scene.people["h-9"], "instrument": "Election", "at": now()}

    assert actions.appoint(**again, since=now() + DAY, until=now() + 366 * DAY).remainder_of is None


@pytest.mark.parametrize(
    ("what", "match"),
    [
        ("open", "has no end"),
        ("ended", "ran out is held over"),
        ("held over", "not held over in its turn"),
        ("too long", "within a year"),
        ("backwards", "end before it begins"),
    ],
)
def test_what_is_no_hold_over_is_refused(scene, ran_out, what, match):
    mandate, until = ran_out, None
    if what == "open":
        mandate = scene.seats["h-2"].mandates.get()
    if what == "ended":
        mandate = actions.end_mandate(
            mandate_id=scene.seats["h-3"].mandates.get().pk, by=Ended.RECALL, at=now() - DAY
        )
    if what == "held over":
        mandate = over(ran_out)
    if what == "too long":
        until = now() + 400 * DAY
    if what == "backwards":
        until = now() - DAY / 2

    refuses(lambda: over(mandate, until), match)


def test_a_guardian_goes_on_only_while_she_is_the_guardian(scene):
    mandate = scene.seats["b-2"].mandates.get()
    Mandate.objects.filter(pk=mandate.pk).update(until=now() - DAY)
    mandate.guardianship.until = now() + 30 * DAY
    mandate.guardianship.save()
    mandate.refresh_from_db()

    refuses(lambda: over(mandate), "guardianship ends")
    assert over(mandate, until=now() + 20 * DAY).guardianship == mandate.guardianship


def test_two_officers_hold_a_mandate_over_from_the_page(scene, ran_out, client):
    desk = reverse("council:seats")
    sign_in(client, scene.secretary)
    listed = client.get(desk).content.decode()
    day = (now() + 60 * DAY).date().isoformat()
    door = reverse("council:ask_hold_over", args=[ran_out.code])
    empty = client.post(door, {"until": "", "instrument": "Order 9"})
    asked = client.post(door, {"until": day, "instrument": "Order 9"})
    approval = queries.seat_changes(now()).get()
    alone = client.post(reverse("council:agree", args=[approval.pk]))
    sign_in(client, person("second", Role.SECRETARY))
    waiting = client.get(desk).content.decode()
    agreed = client.post(reverse("council:agree", args=[approval.pk]))

    assert "Hold it over" in listed
    assert (empty.status_code, 'value="Order 9"' in empty.content.decode()) == (422, True)
    assert (asked.status_code, alone.status_code, agreed.status_code) == (302, 409, 302)
    assert "go on for h-9 until a successor comes" in waiting
    assert holds(scene, "h-9", now())


def test_programs_ask_for_it_too(scene, ran_out, client):
    sign_in(client, scene.secretary)
    door = reverse("api:seat-change-list")
    asked = client.post(
        door,
        {"mandate": str(ran_out.code), "until": str((now() + DAY * 9).date()), "instrument": "Order 9"},
        content_type="application/json",
    )

    assert (asked.status_code, asked.json()["kind"]) == (201, "council.mandate.held_over")


def test_the_second_count_takes_it_as_a_mandate(scene, ran_out, tmp_path):
    from ledger import actions as ledger
    from tests.council.test_second_count import faults

    over(ran_out)
    motion = scene.scheduled(now(), days=5)
    actions.advance_due(at=motion.opens_at)
    motion.refresh_from_db()
    scene.cast_all(motion, motion.opens_at + DAY / 4, h="yyyy", b="yyy")
    scene.cast(motion, "h-9", "yes", motion.opens_at + DAY / 4)
    scene.close(motion)
    ledger.seal_due(at=motion.closes_at + DAY)
    ledger.export_log(tmp_path / "export")

    assert faults(tmp_path / "export") == []

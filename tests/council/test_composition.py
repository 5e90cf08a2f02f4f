"""The composition of a body: set by two officers, asked at every mandate, shown on its page."""

import json
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.rules.roles import Role
from council import actions, queries
from council.models import Body, Mandate
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.council import scenes

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BY_THE_LAGOON = {
    "kind": "attested",
    "code": "by-the-lagoon",
    "words": {"en": "lives by the lagoon", "es": "vive junto a la laguna"},
}
WOMEN = {"kind": "quota", "quality": "woman", "least": 1, "words": {"en": "a woman"}}
APART = {"kind": "apart", "organisation": "harl-water"}


@pytest.fixture
def scene(db):
    return scenes.council(now())


def vacant(scene, *codes):
    for code in codes:
        scene.seats[code] = actions.add_seat(body=scene.humans, code=code, at=now() - 9 * DAY)


def composed(scene, *clauses):
    scene.humans = actions.compose(body=scene.humans, data=list(clauses), at=now() - DAY)
    for seat in scene.seats.values():
        seat.refresh_from_db()


def appoint(scene, code, who, attests=()):
    return actions.appoint(
        seat=scene.seats[code], person=who, instrument="Election", at=now(), attests=attests
    )


def refuses(verb, match):
    with pytest.raises(actions.CannotSeat, match=match), transaction.atomic():
        verb()


def test_what_is_asked_of_each_holder_is_attested_or_nobody_sits(scene):
    vacant(scene, "h-9")
    composed(scene, BY_THE_LAGOON)
    refuses(lambda: appoint(scene, "h-9", person("nine")), "by-the-lagoon")

    assert appoint(scene, "h-9", person("ten"), ["by-the-lagoon"]).attests == ["by-the-lagoon"]


def test_nobody_sits_who_speaks_for_an_organisation_or_one_under_it(scene):
    from accounts.models import Office, Organisation

    vacant(scene, "h-9")
    composed(scene, APART)
    top = Organisation.objects.create(slug="harl-water", name="Harl Water", kind="authority")
    under = Organisation.objects.create(slug="harl-lab", name="Laboratory", kind="authority", parent=top)
    chemist, other = person("chemist"), person("other")
    Office.objects.create(organisation=under, user=chemist, since=now() - DAY)
    Office.objects.create(organisation=top, user=other, since=now() - 9 * DAY, until=now() - DAY)

    refuses(lambda: appoint(scene, "h-9", chemist), "speaks for harl-water")
    assert appoint(scene, "h-9", other).person == other


def test_the_last_vacant_hand_is_kept_for_whom_a_quota_still_needs(scene):
    vacant(scene, "h-8", "h-9")
    composed(scene, WOMEN)

    assert appoint(scene, "h-8", person("eight"))
    refuses(lambda: appoint(scene, "h-9", person("nine")), "as many as it must")
    assert appoint(scene, "h-9", person("ten"), ["woman"])


def test_who_sits_already_stays_when_a_composition_is_set(scene):
    before = Mandate.objects.in_force(now()).count()
    composed(scene, BY_THE_LAGOON, WOMEN)

    assert Mandate.objects.in_force(now()).count() == before


def test_a_hold_over_keeps_what_was_attested(scene):
    vacant(scene, "h-9")
    composed(scene, BY_THE_LAGOON)
    mandate = actions.appoint(
        seat=scene.seats["h-9"], person=person("nine"), instrument="Election", at=now(), until=now() + DAY,
        attests=["by-the-lagoon"],
    )  # fmt: skip

    made = actions.hold_over(mandate=mandate, until=now() + 30 * DAY, instrument="Order", at=now())
    assert made.attests == ["by-the-lagoon"]


def test_two_officers_set_it_from_the_page_and_everybody_reads_how_it_stands(scene, client):
    vacant(scene, "h-9")
    door, desk = reverse("council:ask_compose"), reverse("council:seats")
    sign_in(client, scene.secretary)
    rules = json.dumps([APART, WOMEN])
    broken = client.post(door, {"body": "vessa-humans", "composition": "[{"})
    no_rule = client.post(door, {"body": "vessa-humans", "composition": '[{"kind": "lottery"}]'})
    client.post(door, {"body": "vessa-humans", "composition": rules})
    approval = queries.seat_changes(now()).get()
    sign_in(client, person("second", Role.SECRETARY))
    waiting = client.get(desk).content.decode()
    client.post(reverse("council:agree", args=[approval.pk]))
    page = client.get(reverse("council:body", args=["vessa-humans"])).content.decode()

    assert (broken.status_code, "This is not JSON." in broken.content.decode()) == (422, True)
    assert (no_rule.status_code, "[0].kind (not_a_choice)" in no_rule.content.decode()) == (422, True)
    assert "Set the composition of Human chamber:" in waiting
    assert Body.objects.get(code="vessa-humans").composition == [APART, WOMEN]
    assert "At least 1 holder: a woman." in page
    assert "Open: 0 of 1, and vacant hands left." in page


def test_an_officer_attests_on_the_form_and_the_second_one_agrees_to_it(scene, client):
    vacant(scene, "h-9")
    composed(scene, BY_THE_LAGOON)
    heir = person("heir")
    given = {"seat": "h-9", "email": heir.email, "hand": 1, "instrument": "Election"}
    sign_in(client, scene.secretary)
    form = client.get(reverse("council:seats")).content.decode()
    refused = client.post(reverse("council:ask_seat"), given)
    client.post(reverse("council:ask_seat"), {**given, "attests": ["by-the-lagoon"]})
    approval = queries.seat_changes(now()).get()
    sign_in(client, person("second", Role.SECRETARY))
    client.post(reverse("council:agree", args=[approval.pk]))

    assert "lives by the lagoon" in form
    assert refused.status_code == 409
    assert scene.seats["h-9"].mandates.get().attests == ["by-the-lagoon"]


def test_programs_set_it_too_and_read_it(scene, client):
    sign_in(client, scene.secretary)
    door = reverse("api:seat-change-list")
    bad = client.post(door, {"body": "vessa-humans", "composition": [{}]}, content_type="application/json")
    asked = client.post(
        door, {"body": "vessa-humans", "composition": [WOMEN]}, content_type="application/json"
    )
    sign_in(client, person("second", Role.SECRETARY))
    done = client.post(reverse("api:seat-change-agree", args=[asked.json()["id"]]))

    assert (bad.status_code, "composition" in bad.json()["errors"]) == (400, True)
    assert (asked.status_code, asked.json()["kind"]) == (201, "council.body.composed")
    assert (done.status_code, done.json()["composition"]) == (200, [WOMEN])
    assert client.get(reverse("api:body-detail", args=["vessa-humans"])).json()["composition"] == [WOMEN]

"""Interests in a public register, and the three ways a seat comes to take no part in a motion."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.rules.roles import Role
from council import actions, queries
from council.models import Challenge, Interest, Recusal
from council.rules.kinds import Ended
from council.rules.recusals import Ruling
from ledger import queries as ledger
from ledger.queries import now
from tests.accounts.people import person, sign_in
from tests.council import scenes

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def declare(scene, seat, at, what="Owns shares of the outfall works"):
    return actions.declare_interest(seat=scene.seats[seat], what=what, by=scene.people[seat], at=at)


def challenge(scene, motion, seat, at, by="h-3"):
    return actions.challenge_seat(
        motion_id=motion.pk,
        seat=scene.seats[seat],
        reason="Works for the outfall",
        by=scene.people[by],
        at=at,
    )


def rule(row, ruling, by, at):
    return actions.rule_on_challenge(code=row.code, ruling=ruling, reason="It is so.", by=by, at=at)


# --- The register -----------------------------------------------------------------------------------
def test_an_interest_is_public_without_a_word_of_it_in_the_log(scene, noon):
    declare(scene, "h-2", noon)

    (fact,) = ledger.public_around(scene.seats["h-2"].subject).filter(kind="council.interest.declared")

    assert queries.interests_of(scene.seats["h-2"]).get().what == "Owns shares of the outfall works"
    assert set(fact.body) == {"seat", "interest"}


def test_only_who_holds_the_seat_declares_for_it(scene, noon):
    with pytest.raises(actions.CannotRecuse, match="Only who holds a seat"):
        actions.declare_interest(seat=scene.seats["h-2"], what="x", by=scene.people["h-3"], at=noon)


def test_a_withdrawn_interest_stays_in_the_register_with_its_day(scene, noon):
    row = declare(scene, "h-2", noon)

    actions.withdraw_interest(code=row.code, by=scene.people["h-2"], at=noon + DAY)

    assert queries.interests_of(scene.seats["h-2"]).get().withdrawn_at == noon + DAY
    assert not queries.interests_now(scene.council.pk, noon + DAY).exists()


def test_nobody_else_withdraws_it_and_nobody_twice(scene, noon):
    row = declare(scene, "h-2", noon)

    with pytest.raises(actions.CannotRecuse, match="Only who declared"):
        actions.withdraw_interest(code=row.code, by=scene.people["h-3"], at=noon)
    actions.withdraw_interest(code=row.code, by=scene.people["h-2"], at=noon)
    with pytest.raises(actions.CannotRecuse, match="withdrawn already"):
        actions.withdraw_interest(code=row.code, by=scene.people["h-2"], at=noon)


def test_the_words_of_an_interest_are_never_changed(scene, noon):
    declare(scene, "h-2", noon)

    with pytest.raises(IntegrityError), transaction.atomic():
        Interest.objects.update(what="Nothing")


def test_an_interest_ends_with_the_mandate_it_was_declared_under(scene, noon):
    declare(scene, "h-2", noon)
    actions.end_mandate(mandate_id=scene.seats["h-2"].mandates.get().pk, by=Ended.RESIGNATION, at=noon + HOUR)

    assert not queries.interests_now(scene.council.pk, noon + 2 * HOUR).exists()


# --- Recusal ----------------------------------------------------------------------------------------
def test_the_secretary_recuses_a_seat_for_the_interest_it_declared(scene, noon):
    motion, row = scene.scheduled(noon), declare(scene, "h-2", noon)

    made = actions.recuse_for_interest(motion_id=motion.pk, interest=row, by=scene.secretary, at=noon)

    assert (made.kind, made.seat, made.interest) == ("mandatory", scene.seats["h-2"], row)


def test_nobody_but_the_secretary_recuses_another_and_not_for_a_withdrawn_interest(scene, noon):
    motion, row = scene.scheduled(noon), declare(scene, "h-2", noon)

    with pytest.raises(actions.CannotRecuse, match="Only the secretary"):
        actions.recuse_for_interest(motion_id=motion.pk, interest=row, by=scene.people["h-1"], at=noon)
    row = actions.withdraw_interest(code=row.code, by=scene.people["h-2"], at=noon)
    with pytest.raises(actions.CannotRecuse, match="was withdrawn"):
        actions.recuse_for_interest(motion_id=motion.pk, interest=row, by=scene.secretary, at=noon)


def test_a_holder_recuses_her_own_seat_with_a_reason(scene, noon):
    motion = scene.scheduled(noon)

    with pytest.raises(actions.CannotRecuse, match="Say why"):
        actions.recuse_oneself(
            motion_id=motion.pk, seat=scene.seats["h-2"], reason=" ", by=scene.people["h-2"], at=noon
        )
    made = actions.recuse_oneself(
        motion_id=motion.pk, seat=scene.seats["h-2"], reason="My brother", by=scene.people["h-2"], at=noon
    )

    assert made.kind == "voluntary"


def test_a_recusal_leaves_base_and_quorum(scene, noon):
    motion = scene.scheduled(noon)
    for seat in ("h-2", "h-3"):
        actions.recuse_oneself(
            motion_id=motion.pk, seat=scene.seats[seat], reason="Kin", by=scene.people[seat], at=noon
        )
    actions.advance_due(at=noon + 15 * DAY)
    scene.cast_all(motion, noon + 15 * DAY + HOUR, h="y..y.", b="yy.")

    row = scene.close(motion).working["chambers"][0]

    assert (row["counts"]["in_office"], row["quorum"]["needed"], row["quorum"]["met"]) == (3, 2, True)
    assert row["counts"]["recused"] == 2


def test_after_the_opening_no_seat_is_recused(scene, noon):
    motion = scene.open(noon)

    with pytest.raises(actions.CannotRecuse, match="before voting opens"):
        actions.recuse_oneself(
            motion_id=motion.pk,
            seat=scene.seats["h-2"],
            reason="Late",
            by=scene.people["h-2"],
            at=noon + HOUR,
        )


# --- Challenge --------------------------------------------------------------------------------------
def test_a_challenge_upheld_recuses_the_seat(scene, noon):
    motion = scene.scheduled(noon)
    row = challenge(scene, motion, "h-2", noon)

    rule(row, Ruling.UPHELD, scene.secretary, noon + HOUR)

    assert Recusal.objects.get().kind == "upheld"


def test_a_challenge_dismissed_leaves_the_seat_in_and_its_reason_public(scene, noon):
    motion = scene.scheduled(noon)
    row = challenge(scene, motion, "h-2", noon)

    rule(row, Ruling.DISMISSED, scene.people["h-1"], noon + HOUR)

    assert not Recusal.objects.exists()
    assert Challenge.objects.get().ruling_reason == "It is so."


@pytest.mark.parametrize(
    ("challenger", "challenged", "judge", "named"),
    [
        ("h-1", "h-2", "h-1", "Who challenges a seat does not rule"),
        ("h-3", "h-1", "h-1", "Who holds the challenged seat does not rule"),
        ("h-3", "h-2", "h-4", "Only the secretary or a chair"),
    ],
)
def test_neither_challenger_nor_challenged_nor_a_plain_member_rules(
    scene, noon, challenger, challenged, judge, named
):
    motion = scene.scheduled(noon)
    row = challenge(scene, motion, challenged, noon, by=challenger)

    with pytest.raises(actions.CannotRecuse, match=named):
        rule(row, Ruling.UPHELD, scene.people[judge], noon)


def test_a_challenge_is_ruled_on_once(scene, noon):
    motion = scene.scheduled(noon)
    row = challenge(scene, motion, "h-2", noon)
    rule(row, Ruling.DISMISSED, scene.secretary, noon)

    with pytest.raises(actions.CannotRecuse, match="has been ruled on"):
        rule(row, Ruling.UPHELD, scene.secretary, noon)


def test_who_is_no_member_challenges_nobody_and_nobody_challenges_herself(scene, noon):
    motion = scene.scheduled(noon)
    scene.people["stranger"] = person("stranger")

    with pytest.raises(actions.CannotRecuse, match="Only a member"):
        challenge(scene, motion, "h-2", noon, by="stranger")
    with pytest.raises(actions.CannotRecuse, match="recuse it yourself"):
        challenge(scene, motion, "h-2", noon, by="h-2")


def test_a_seat_has_one_open_challenge(scene, noon):
    motion = scene.scheduled(noon)
    challenge(scene, motion, "h-2", noon)

    with pytest.raises(actions.CannotRecuse, match="challenged already"):
        challenge(scene, motion, "h-2", noon, by="h-4")


# --- Pages ------------------------------------------------------------------------------------------
@pytest.fixture
def today(db):
    return scenes.council(now())


def test_the_motion_says_before_the_vote_that_no_quorum_can_be_reached(today, client):
    motion = today.scheduled(now())
    for seat in ("b-1", "b-2", "b-3"):
        actions.recuse_oneself(
            motion_id=motion.pk, seat=today.seats[seat], reason="Touched", by=today.people[seat], at=now()
        )

    page = client.get(reverse("council:motion", args=[motion.code])).content.decode()

    assert "Biomes’ chamber cannot reach its quorum: 0 seats can come. 3 seats are recused." in page
    assert "may still be heard" in page


def test_a_motion_without_recusals_says_so_and_warns_of_nothing(today, client):
    motion = today.scheduled(now())

    page = client.get(reverse("council:parts", args=[motion.code])).content.decode()

    assert "No seat is recused." in page
    assert "cannot reach its quorum" not in page
    assert "csrfmiddlewaretoken" not in page


def test_a_member_recuses_challenges_and_an_officer_rules_on_the_page(today, client):
    motion = today.scheduled(now())
    parts = reverse("council:parts", args=[motion.code])
    sign_in(client, today.people["h-2"])
    gone = client.post(reverse("council:recuse", args=[motion.code]), {"seat": "h-2", "reason": "Kin"})
    filed = client.post(
        reverse("council:challenge", args=[motion.code]), {"seat": "h-3", "reason": "Paid by it"}
    )
    sign_in(client, today.secretary)
    row = Challenge.objects.get()
    ruled = client.post(
        reverse("council:rule_challenge", args=[row.code]), {"ruling": "upheld", "reason": "Shown"}
    )

    page = client.get(parts).content.decode()

    assert [gone.status_code, filed.status_code, ruled.status_code] == [302] * 3
    assert {r.kind for r in Recusal.objects.all()} == {"voluntary", "upheld"}
    assert "Human seat 2 challenges Human seat 3" in page
    assert "Shown" in page


def test_a_refused_recusal_is_said_on_the_same_page(today, client):
    motion = today.scheduled(now())
    sign_in(client, today.people["h-2"])

    other = client.post(reverse("council:recuse", args=[motion.code]), {"seat": "h-3", "reason": "Hers"})
    empty = client.post(reverse("council:challenge", args=[motion.code]), {"seat": "h-3", "reason": ""})

    assert (other.status_code, empty.status_code) == (409, 422)
    assert 'value="Hers"' in other.content.decode()
    assert 'aria-invalid="true"' in empty.content.decode()
    assert "Only who holds a seat recuses it" in other.content.decode()


def test_the_secretary_recuses_for_an_interest_on_the_page(today, client):
    motion = today.scheduled(now())
    sign_in(client, today.people["h-2"])
    client.post(reverse("council:declare", args=["h-2"]), {"seat": "h-2", "what": "Owns a boat yard"})
    row = Interest.objects.get()
    sign_in(client, today.secretary)
    page = client.get(reverse("council:parts", args=[motion.code])).content.decode()

    done = client.post(reverse("council:recuse_for", args=[motion.code]), {"interest": row.code})

    assert "Human seat 2: Owns a boat yard" in page
    assert done.status_code == 302
    assert Recusal.objects.get().interest == row


def test_the_page_of_a_seat_shows_its_register_and_lets_its_holder_withdraw(today, client):
    sign_in(client, today.people["h-2"])
    client.post(reverse("council:declare", args=["h-2"]), {"seat": "h-2", "what": "Owns a boat yard"})

    client.post(reverse("council:withdraw_interest", args=[Interest.objects.get().code]))

    page = client.get(reverse("council:seat", args=["h-2"])).content.decode()
    assert "Owns a boat yard" in page
    assert Interest.objects.get().withdrawn_at is not None


def test_programs_declare_recuse_challenge_and_rule(today, client):
    motion = today.scheduled(now())
    sign_in(client, today.people["h-2"])

    def post(address, body):
        return client.post(f"/api/v1/{address}", body, content_type="application/json")

    interest = post("interests/", {"seat": "h-2", "what": "Owns a boat yard"}).json()
    own = post("recusals/", {"motion": motion.number, "kind": "voluntary", "seat": "h-2", "reason": "Kin"})
    filed = post("challenges/", {"motion": motion.number, "seat": "h-3", "reason": "Paid by it"})
    again = post("recusals/", {"motion": motion.number, "kind": "mandatory", "interest": interest["code"]})
    sign_in(client, person("sora-2", Role.SECRETARY))
    ruled = post(f"challenges/{filed.json()['code']}/rule/", {"ruling": "upheld", "reason": "Shown"})

    listed = client.get(f"/api/v1/recusals/?motion={motion.number}").json()["results"]
    assert [own.status_code, filed.status_code, again.status_code, ruled.status_code] == [201, 201, 409, 200]
    assert {(row["seat"], row["kind"]) for row in listed} == {("h-2", "voluntary"), ("h-3", "upheld")}

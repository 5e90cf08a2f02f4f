"""A proxy: within a chamber, one held, never passed on, taken back by voting; sealed from its giver."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from council import actions, queries
from council.models import Ballot, Proxy
from council.rules.kinds import Ended
from ledger import queries as ledger
from ledger.queries import now
from tests.accounts.people import sign_in
from tests.council import scenes
from tests.council.lending import give, let_proxies, revoke

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def motion(scene, noon):
    let_proxies(scene, noon)
    return scene.open(noon)


def test_a_holder_casts_for_the_seat_that_gave_its_proxy(scene, motion, noon):
    give(scene, motion, "h-2", "h-3", noon)

    ballot = scene.cast(motion, "h-2", "yes", noon + HOUR, by="h-3")

    assert (ballot.seat, ballot.mandate.seat) == (scene.seats["h-2"], scene.seats["h-3"])
    assert scene.close(motion).working["seats"]["h-2"] == "yes"


def test_the_log_says_that_it_was_by_proxy_and_not_what(scene, motion, noon):
    give(scene, motion, "h-2", "h-3", noon)
    scene.cast(motion, "h-2", "yes", noon + HOUR, by="h-3")

    (fact,) = ledger.public_around(motion.subject).filter(kind="council.ballot.cast")

    assert (fact.body["seat"], fact.body["proxy"]) == ("h-2", "h-3")
    assert "choice" not in fact.body


def test_without_a_proxy_nobody_casts_for_another(scene, motion, noon):
    with pytest.raises(actions.CannotVote, match="do not hold this seat"):
        scene.cast(motion, "h-2", "yes", noon + HOUR, by="h-3")


def test_a_seat_of_another_council_gives_no_proxy_here(scene, motion, noon):
    from council.rules.kinds import BodyKind

    at = noon - 90 * DAY
    delta = actions.found_body(
        organisation=scenes.organisation("delta-council", "Delta"), kind=BodyKind.COUNCIL, at=at
    )
    for code, who in (("delta-1", "h-2"), ("delta-2", "h-3")):
        scene.seats[code], scene.people[code] = (
            actions.add_seat(body=delta, code=code, at=at),
            scene.people[who],
        )
        actions.appoint(seat=scene.seats[code], person=scene.people[who], instrument="Act", at=at)

    with pytest.raises(actions.CannotProxy, match="not in the council of this motion"), transaction.atomic():
        give(scene, motion, "delta-1", "delta-2", noon)

    assert not Proxy.objects.exists()


def test_voting_oneself_takes_the_proxy_back_and_replaces_its_ballot(scene, motion, noon):
    give(scene, motion, "h-2", "h-3", noon)
    scene.cast(motion, "h-2", "yes", noon + HOUR, by="h-3")
    scene.cast(motion, "h-2", "no", noon + 2 * HOUR)

    with pytest.raises(actions.CannotVote):
        scene.cast(motion, "h-2", "yes", noon + 3 * HOUR, by="h-3")

    assert Proxy.objects.get().revoked_at == noon + 2 * HOUR
    assert scene.close(motion).working["seats"]["h-2"] == "no"


def test_a_proxy_taken_back_leaves_its_ballot_opened_and_not_counted(scene, motion, noon):
    give(scene, motion, "h-2", "h-3", noon)
    scene.cast_all(motion, noon + HOUR, h="y.yyy", b="yyy")
    scene.cast(motion, "h-2", "yes", noon + HOUR, by="h-3")
    revoke(scene, motion, "h-2", noon + 2 * HOUR)

    decision = scene.close(motion)

    assert decision.set_aside == [{"seat": "h-2", "hand": 1, "why": "proxy_ended"}]
    assert decision.working["seats"]["h-2"] == "away"


def test_a_proxy_falls_with_the_mandate_it_was_given_under(scene, motion, noon):
    give(scene, motion, "h-2", "h-3", noon)
    scene.cast(motion, "h-2", "yes", noon + HOUR, by="h-3")
    actions.end_mandate(mandate_id=scene.seats["h-2"].mandates.get().pk, by=Ended.DEATH, at=noon + 2 * HOUR)

    with pytest.raises(actions.CannotVote, match="under which this proxy was given has ended"):
        scene.cast(motion, "h-2", "no", noon + 3 * HOUR, by="h-3")

    assert [row["why"] for row in scene.close(motion).set_aside] == ["proxy_ended"]


@pytest.mark.parametrize(
    ("given", "giver", "holder", "named"),
    [
        ([], "h-2", "h-2", "to another seat"),
        ([], "h-2", "b-2", "stays in its chamber"),
        ([], "b-2", "b-3", "give no proxy"),
        ([("h-2", "h-3")], "h-2", "h-4", "given its proxy already"),
        ([("h-2", "h-3")], "h-4", "h-3", "nobody holds two"),
        ([("h-2", "h-3")], "h-3", "h-4", "not passed on"),
        ([("h-2", "h-3")], "h-4", "h-2", "not passed on"),
        ([("h-2", "h-3")], "h-3", "h-2", "not passed on"),
    ],
)
def test_chains_cycles_second_proxies_and_other_chambers_are_refused(
    scene, motion, noon, given, giver, holder, named
):
    for one, other in given:
        give(scene, motion, one, other, noon)

    with pytest.raises(actions.CannotProxy, match=named):
        give(scene, motion, giver, holder, noon)


def test_the_database_keeps_one_proxy_a_holder_too(scene, motion, noon):
    give(scene, motion, "h-2", "h-3", noon)

    with pytest.raises(IntegrityError), transaction.atomic():
        Proxy.objects.create(
            motion=motion, giver=scene.seats["h-4"], holder=scene.seats["h-3"],
            mandate=scene.seats["h-4"].mandates.get(), given_at=noon,
        )  # fmt: skip


def test_a_rule_that_says_nothing_of_proxies_knows_none(scene, noon):
    motion = scene.open(noon)

    with pytest.raises(actions.CannotProxy, match="knows no proxies"):
        give(scene, motion, "h-2", "h-3", noon)


def test_a_recused_seat_casts_for_no_other(scene, noon):
    let_proxies(scene, noon)
    motion = scene.scheduled(noon)
    actions.recuse_oneself(
        motion_id=motion.pk, seat=scene.seats["h-3"], reason="Kin", by=scene.people["h-3"], at=noon
    )
    give(scene, motion, "h-2", "h-3", noon)
    actions.advance_due(at=noon + 15 * DAY)

    with pytest.raises(actions.CannotVote, match="Your own seat is recused"):
        scene.cast(motion, "h-2", "yes", noon + 15 * DAY + HOUR, by="h-3")


def test_proxies_are_not_in_the_quorum_before_and_at_the_close(scene, motion, noon):
    give(scene, motion, "h-2", "h-3", noon)
    scene.cast_all(motion, noon + HOUR, h="y.y..", b="yyy")
    scene.cast(motion, "h-2", "yes", noon + HOUR, by="h-3")

    live = queries.presence(queries.voting_of(motion), noon + HOUR)[0]
    decision = scene.close(motion)

    assert (live.present, live.by_proxy, live.quorate) == (2, 1, False)
    assert decision.outcome == "no_quorum"


def test_proxies_are_in_the_quorum_where_the_rule_says_so(scene, noon):
    let_proxies(scene, noon, proxies_in_quorum=True)
    motion = scene.open(noon)
    give(scene, motion, "h-2", "h-3", noon)
    scene.cast_all(motion, noon + HOUR, h="y.y..", b="yyy")
    scene.cast(motion, "h-2", "yes", noon + HOUR, by="h-3")

    live = queries.presence(queries.voting_of(motion), noon + HOUR)[0]

    assert (live.present, live.quorate) == (3, True)
    assert scene.close(motion).outcome == "adopted"


# --- Pages ------------------------------------------------------------------------------------------
@pytest.fixture
def today(db):
    at = now()
    scene = scenes.council(at)
    let_proxies(scene, at)
    return scene


def test_giving_casting_and_the_receipt_by_page(today, client):
    motion = today.open(now() - HOUR)
    sign_in(client, today.people["h-2"])
    given = client.post(reverse("council:give_proxy", args=[motion.code]), {"seat": "h-2", "holder": "h-3"})
    sign_in(client, today.people["h-3"])
    box = reverse("council:cast", args=[motion.code, "h-2"])
    shown = client.get(box).content.decode()

    cast = client.post(box, {"choice": "yes", "key": "6b1f2f3e-0000-4000-8000-000000000009"}, follow=True)

    assert given.status_code == 302
    assert "You vote as its proxy" in shown
    assert "The ballot of Human seat 2 is in" in cast.content.decode()


def test_the_giver_does_not_read_what_the_proxy_cast_before_the_close(today, client):
    motion = today.open(now() - HOUR)
    give(today, motion, "h-2", "h-3", now())
    sign_in(client, today.people["h-2"])
    pages = []
    for choice in ("yes", "no"):
        ballot = today.cast(motion, "h-2", choice, now(), by="h-3")
        box = queries.box(motion, queries.voting_of(motion), today.people["h-2"], "h-2", now())
        pages.append((box.mine, box.by_another, box.changes))
        page = client.get(reverse("council:motion", args=[motion.code])).content.decode()
        assert "what it says is shown at the close" in page
        assert ballot.commitment not in page

    assert pages == [(None, True, 0)] * 2


def test_a_refused_proxy_is_said_and_one_is_taken_back_by_page(today, client):
    motion = today.open(now() - HOUR)
    sign_in(client, today.people["h-2"])
    wrong = client.post(reverse("council:give_proxy", args=[motion.code]), {"seat": "h-2", "holder": "b-2"})
    client.post(reverse("council:give_proxy", args=[motion.code]), {"seat": "h-2", "holder": "h-3"})

    back = client.post(reverse("council:revoke_proxy", args=[motion.code, "h-2"]))

    assert (wrong.status_code, back.status_code) == (409, 302)
    assert "stays in its chamber" in wrong.content.decode()
    assert not Proxy.objects.standing().exists()


def test_after_the_close_the_roll_call_says_by_proxy(today, client):
    at = now()
    motion = today.open(at - 2 * DAY)
    give(today, motion, "h-2", "h-3", at - 2 * DAY)
    today.cast(motion, "h-2", "yes", at - 2 * DAY + HOUR, by="h-3")
    actions.advance_due(at=at)

    page = client.get(reverse("council:motion", args=[motion.code])).content.decode()

    assert "by proxy, Human seat 3" in page


def test_programs_give_and_take_back(today, client):
    motion = today.open(now() - HOUR)
    sign_in(client, today.people["h-2"])
    body = {"motion": motion.number, "giver": "h-2", "holder": "h-3"}

    made = client.post("/api/v1/proxies/", body, content_type="application/json")
    again = client.post("/api/v1/proxies/", body, content_type="application/json")
    back = client.post(f"/api/v1/proxies/{made.json()['code']}/revoke/")

    assert [made.status_code, again.status_code, back.status_code] == [201, 409, 200]
    assert back.json()["revoked_at"] is not None
    assert Ballot.objects.count() == 0

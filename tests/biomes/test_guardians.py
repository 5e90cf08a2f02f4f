"""Guardians: two hands, each held by one person under an instrument, changed by two curators together."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts import actions as accounts
from biomes import actions, queries
from biomes.queries import desk
from biomes.rules.words import GuardianshipEnd
from tests.accounts.people import person, sign_in
from tests.biomes import makers

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def curators(noon):
    from accounts.rules.roles import Role

    return person("noor", Role.CURATOR), person("wren", Role.CURATOR)


def ask(lagoon, user, by, at, **said):
    return actions.ask_guardianship(
        **{"biome": lagoon, "user": user, "hand": 1, "instrument": "Art. 5", "by": by, "at": at} | said
    )


def agree(approval, by, at):
    return actions.agree_to_guardianship(approval_id=approval.pk, by=by, at=at)


def guards(lagoon, at):
    return [held.user for held in queries.guardians_of(lagoon, at)]


def test_nobody_holds_both_hands_and_no_hand_is_held_twice(lagoon, noon):
    sefa, idris = person("sefa", at=noon), person("idris", at=noon)

    held = makers.guardian(lagoon, sefa, at=noon)
    for user, hand in ((idris, 1), (sefa, 2)):
        with pytest.raises(actions.CannotRelate):
            makers.guardian(lagoon, user, at=noon, hand=hand)
    makers.guardian(lagoon, idris, at=noon, hand=2)
    actions.end_guardianship(guardianship_id=held.pk, actor="", at=noon + DAY)

    assert guards(lagoon, noon) == [sefa, idris]
    assert queries.is_guardian(sefa, lagoon, noon + DAY / 2)
    assert not queries.is_guardian(sefa, lagoon, noon + DAY)


@pytest.mark.parametrize("same", ["hand", "user"])
def test_the_database_itself_refuses_a_hand_held_twice_and_a_person_with_two(lagoon, noon, same):
    from biomes.models import Guardianship

    sefa = person("sefa", at=noon)
    makers.guardian(lagoon, sefa, at=noon)
    other = {"hand": 1, "user": person("idris", at=noon)} if same == "hand" else {"hand": 2, "user": sefa}

    with pytest.raises(IntegrityError), transaction.atomic():
        Guardianship.objects.create(biome=lagoon, instrument="x", since=noon + DAY, **other)


def test_the_database_refuses_an_empty_period(lagoon, noon):
    from biomes.models import Guardianship

    with pytest.raises(IntegrityError), transaction.atomic():
        Guardianship.objects.create(
            biome=lagoon, user=person("sefa", at=noon), hand=1, instrument="x", since=noon, until=noon
        )


def test_a_hand_is_given_only_when_a_second_curator_agrees(lagoon, curators, noon):
    noor, wren = curators
    sefa = person("sefa", at=noon)
    request = ask(lagoon, sefa, noor, noon, until=noon + 100 * DAY)

    with pytest.raises(accounts.CannotApprove, match="another person"):
        agree(request, noor, noon)
    assert guards(lagoon, noon + DAY) == []
    held = agree(request, wren, noon + DAY)

    assert guards(lagoon, noon + DAY) == [sefa]
    assert (held.since, held.until, held.instrument) == (noon + DAY, noon + 100 * DAY, "Art. 5")
    with pytest.raises(accounts.CannotApprove, match="agreed to this already"):
        agree(request, wren, noon + DAY)


@pytest.mark.parametrize(("asked_from", "begins"), [(timedelta(0), 3 * DAY), (9 * DAY, 9 * DAY)])
def test_a_guardianship_begins_on_its_day_but_never_before_the_second_curator_agreed(
    lagoon, curators, noon, asked_from, begins
):
    noor, wren = curators
    request = ask(lagoon, person("sefa", at=noon), noor, noon, since=noon + asked_from)

    held = agree(request, wren, noon + 3 * DAY)

    assert held.since == noon + begins


def test_a_hand_is_freed_only_when_a_second_curator_agrees(lagoon, curators, noon):
    from ledger.models import Fact

    noor, wren = curators
    sefa = person("sefa", at=noon)
    held = makers.guardian(lagoon, sefa, at=noon)

    request = actions.ask_to_end(
        guardianship_id=held.pk, reason=GuardianshipEnd.RECALLED, by=noor, at=noon + DAY
    )
    assert guards(lagoon, noon + DAY) == [sefa]
    agree(request, wren, noon + 2 * DAY)

    assert guards(lagoon, noon + 2 * DAY) == []
    fact = Fact.objects.get(kind="biomes.guardianship.ended")
    assert (fact.public, fact.actor, fact.body["reason"]) == (False, wren.code, "recalled")


def test_nobody_proposes_themselves_and_nobody_agrees_to_their_own_hand(lagoon, curators, noon):
    noor, wren = curators

    with pytest.raises(actions.CannotRelate, match="themselves"):
        ask(lagoon, noor, noor, noon)
    with pytest.raises(actions.CannotRelate, match="their own"):
        agree(ask(lagoon, wren, noor, noon), wren, noon)

    assert guards(lagoon, noon) == []


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"since": -2 * DAY}, "in the past"),
        ({"until": timedelta(0)}, "before it begins"),
        ({"since": 3 * DAY, "until": 2 * DAY}, "before it begins"),
        ({"hand": 3}, "two hands"),
        ({"hand": 0}, "two hands"),
    ],
)
def test_a_request_that_could_never_hold_is_refused_when_it_is_made(lagoon, curators, noon, said, why):
    moved = {key: noon + value if isinstance(value, timedelta) else value for key, value in said.items()}

    with pytest.raises(actions.CannotRelate, match=why):
        ask(lagoon, person("sefa", at=noon), curators[0], noon, **moved)


def test_a_hand_taken_in_between_is_not_given_twice(lagoon, curators, noon):
    noor, wren = curators
    request = ask(lagoon, person("sefa", at=noon), noor, noon)
    idris = person("idris", at=noon)
    makers.guardian(lagoon, idris, at=noon)

    with pytest.raises(actions.CannotRelate, match="held in this period"):
        agree(request, wren, noon + DAY)

    assert guards(lagoon, noon + DAY) == [idris]
    # The refused agreement is undone with it: the request still waits.
    assert [one.approval.pk for one in desk.waiting_requests(noon + DAY)] == [request.pk]


def test_who_was_suspended_in_between_gets_no_hand(lagoon, curators, noon):
    noor, wren = curators
    sefa = person("sefa", at=noon)
    request = ask(lagoon, sefa, noor, noon)
    accounts.suspend_person(user=sefa, at=noon, by=wren)

    with pytest.raises(actions.CannotRelate, match="suspended"):
        agree(request, wren, noon + DAY)


def test_a_request_for_another_act_is_not_agreed_to_here(lagoon, curators, noon):
    noor, wren = curators
    other = accounts.request_approval(kind="accounts.role.granted", subject="x/y", by=noor, at=noon)

    with pytest.raises(actions.CannotRelate, match="another act"):
        agree(other, wren, noon)

    other.refresh_from_db()
    assert other.given_at is None


def test_a_guardianship_has_a_card_and_that_of_a_draft_has_none(lagoon, noon):
    from ledger.queries import card

    held = makers.guardian(lagoon, person("sefa", at=noon), at=noon)
    hidden = makers.guardian(
        makers.biome("hidden", at=noon, stage="draft"), person("idris", at=noon), at=noon
    )

    assert card(held.subject).title == "Sefa, guardian of Lagoon"
    assert card(hidden.subject) is None
    assert card("biomes.guardianship/x") is None


# --- Pages and API ---------------------------------------------------------------------------------
FORM = {"biome": "lagoon", "email": "sefa@people.example", "hand": "2", "instrument": "Charter, art. 5"}


def test_two_curators_appoint_and_end_on_pages(client, lagoon, curators, noon):
    noor, wren = curators
    person("sefa", at=noon)

    sign_in(client, noor)
    assert client.post("/desk/guardians/new/", FORM).status_code == 302
    (request,) = desk.waiting_requests(request_time())
    own = client.post(f"/desk/guardians/requests/{request.approval.pk}/agree/")
    sign_in(client, wren)
    assert "second hand of Lagoon" in client.get("/desk/guardians/").content.decode()
    agreed = client.post(f"/desk/guardians/requests/{request.approval.pk}/agree/")

    assert [own.status_code, agreed.status_code] == [409, 302]
    assert "Sefa" in client.get("/biomes/lagoon/").content.decode()

    held = queries.public_guardianships().get()
    assert client.post(f"/desk/guardians/{held.pk}/end/", {"reason": "resigned"}).status_code == 302
    (request,) = desk.waiting_requests(request_time())
    sign_in(client, noor)
    assert client.post(f"/desk/guardians/requests/{request.approval.pk}/agree/").status_code == 302
    assert "Sefa" not in client.get("/biomes/lagoon/").content.decode()


def request_time():
    from ledger.queries import now

    return now()


def test_who_asked_takes_a_request_back_and_nobody_else_does(client, lagoon, curators, noon):
    noor, wren = curators
    person("sefa", at=noon)
    sign_in(client, noor)
    client.post("/desk/guardians/new/", FORM)
    (request,) = desk.waiting_requests(request_time())
    address = f"/desk/guardians/requests/{request.approval.pk}/withdraw/"

    sign_in(client, wren)
    by_another = client.post(address)
    sign_in(client, noor)
    by_the_asker = client.post(address)

    assert [by_another.status_code, by_the_asker.status_code] == [409, 302]
    assert desk.waiting_requests(request_time()) == []


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("email", "nobody@people.example", "Nobody here has this address"),
        ("email", "x", "valid email"),
        ("hand", "3", "valid choice"),
        ("instrument", "x" * 1_000_000, "at most 200"),
        ("instrument", "", "required"),
        ("biome", "hidden", "Nothing here has this name"),
        ("until", "2000-01-01", "before it begins"),
        ("since", "yesterday", "valid date"),
    ],
)
def test_a_bad_proposal_is_answered_with_its_sentence_and_the_form_kept(
    client, lagoon, curators, noon, field, value, says
):
    person("sefa", at=noon)
    makers.biome("hidden", at=noon, stage="draft")
    sign_in(client, curators[0])

    answer = client.post("/desk/guardians/new/", FORM | {"since": "2149-01-01"} | {field: value})

    assert answer.status_code in {409, 422}
    page = answer.content.decode()
    assert says in page
    assert "Charter, art. 5" in page or field == "instrument"
    assert desk.waiting_requests(request_time()) == []


def test_two_curators_appoint_by_the_api(client, lagoon, curators, noon):
    noor, wren = curators
    sefa = person("sefa", at=noon)
    body = {"biome": "lagoon", "user": sefa.code, "hand": 1, "instrument": "Charter, art. 5"}

    sign_in(client, noor)
    asked = client.post("/api/v1/guardianships/requests/", body, "application/json")
    number = {"request": asked.json()["request"]}
    own = client.post("/api/v1/guardianships/agree/", number, "application/json")
    sign_in(client, wren)
    agreed = client.post("/api/v1/guardianships/agree/", number, "application/json")
    twice = client.post("/api/v1/guardianships/agree/", number, "application/json")

    assert [asked.status_code, own.status_code, agreed.status_code, twice.status_code] == [201, 409, 200, 404]
    client.logout()
    (shown,) = client.get("/api/v1/guardianships/?biome=lagoon").json()["results"]
    assert (shown["guardian"], shown["hand"], shown["instrument"]) == ("Sefa", 1, "Charter, art. 5")
    assert sefa.code not in str(shown)

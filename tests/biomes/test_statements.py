"""What people say for a living system: with author, capacity, method and evidence; withdrawn, it is gone everywhere."""

import json

import pytest
from django.urls import reverse

from accounts import actions as accounts
from biomes import actions, queries
from biomes.models import Statement
from biomes.rules.consent import Capacity, Label
from ledger import actions as ledger_actions
from ledger import queries as ledger
from ledger.models import Fact
from ledger.queries import now
from moderation.models import Item
from tests.accounts.people import person, sign_in
from tests.biomes import makers

pytestmark = pytest.mark.django_db
WORDS = "Quagmyrrh eels went upstream before the rain."


@pytest.fixture
def sefa(db):
    return person("sefa")


def form(**more):
    return {
        "text": WORDS, "capacity": "neighbour", "method": "observation", "evidence": "A diary | https://example.org/d",
        "no_evidence": "", "standing": "", "label": "open",
    } | more  # fmt: skip


def say(client, **more):
    return client.post(reverse("biomes:new_statement", args=["lagoon"]), form(**more))


SURFACES = (
    "/biomes/lagoon/", "/biomes/lagoon/statements/", "/search/?q=quagmyrrh", "/api/v1/statements/", "/biomes/", "/",
    "/log/",
)  # fmt: skip


def surfaces(client):
    return {address: WORDS in client.get(address).content.decode() for address in SURFACES}


def test_it_is_published_only_once_a_moderator_read_it(client, lagoon, sefa):
    sign_in(client, sefa)
    answer = say(client)
    assert answer.status_code == 302
    assert WORDS in client.get(answer.url).content.decode()
    client.logout()
    assert client.get(answer.url).status_code == 404
    assert not any(surfaces(client).values())

    actions.apply_statement_decision(uuid=str(Statement.objects.get().uuid), approved=True, at=now())

    page = client.get(answer.url).content.decode()
    assert "Said for Lagoon by Sefa, neighbour, from observation" in page
    assert "https://example.org/d" in page
    shown = surfaces(client)
    assert shown["/biomes/lagoon/"]
    assert shown["/api/v1/statements/"]


def test_nothing_is_ever_said_by_a_living_system(client, lagoon, sefa):
    made = makers.statement(lagoon, sefa, at=now())

    page = client.get(made.get_absolute_url()).content.decode()

    assert "Said for Lagoon" in page
    assert "aid by Lagoon" not in page


@pytest.mark.parametrize("change", [{"evidence": ""}, {"no_evidence": "Nobody wrote it down"}])
def test_evidence_or_why_there_is_none_but_not_both_or_neither(client, lagoon, sefa, change):
    sign_in(client, sefa)

    assert say(client, **change).status_code == 422
    assert say(client, evidence="", no_evidence="Nobody wrote it down").status_code == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", ""), ("text", "x" * 2001), ("text", "a\x00b"), ("text", "\u202eabc"), ("capacity", "king"),
        ("method", "rumour"), ("label", "secret"), ("evidence", "a | javascript:alert(1)"), ("evidence", "a | //evil.example"),
        ("evidence", "\n".join(f"{n} | /x" for n in range(9))), ("standing", "y" * 81),
    ],
)  # fmt: skip
def test_what_is_no_statement_is_refused_with_the_field_named(client, lagoon, sefa, field, value):
    sign_in(client, sefa)

    answer = say(client, **{field: value})

    assert answer.status_code == 422
    assert f"id_{field}" in answer.content.decode()
    assert field == "text" or WORDS in answer.content.decode()
    assert not Statement.objects.exists()


def test_only_a_guardian_speaks_as_one_and_guardians_come_first(client, lagoon, sefa):
    guardian = person("wren")
    makers.guardian(lagoon, guardian, at=now())
    sign_in(client, sefa)
    assert say(client, capacity="guardian").status_code == 409

    hers = makers.statement(lagoon, guardian, at=now(), capacity=Capacity.GUARDIAN, text="As her guardian")
    makers.statement(lagoon, sefa, at=now(), text="As a neighbour")

    assert queries.statements_of(lagoon, None, now())[0] == hers


def test_withdrawn_it_is_gone_from_every_surface_and_from_the_row_itself(client, lagoon, sefa):
    made = makers.statement(lagoon, sefa, at=now(), text=WORDS)
    assert any(surfaces(client).values())

    actions.withdraw_statement(uuid=str(made.uuid), by=sefa.code, at=now())

    assert not any(surfaces(client).values())
    answer = client.get(made.get_absolute_url())
    assert answer.status_code == 410
    assert "withdrawn on" in answer.content.decode()
    assert client.get(f"/api/v1/statements/{made.uuid}/").status_code == 404
    assert WORDS not in str(Statement.objects.values())
    assert WORDS not in str(Item.objects.values_list("snapshot", flat=True))
    assert all(WORDS not in str(vars(fact)) for fact in Fact.objects.all())


def test_whatever_quotes_it_says_that_it_was_withdrawn_by_its_people(lagoon, sefa):
    made = makers.statement(lagoon, sefa, at=now())
    assert queries.may_quote(made, now())
    assert "Said for Lagoon" in ledger.card(made.subject, None).title

    actions.withdraw_statement(uuid=str(made.uuid), by=sefa.code, at=now())

    made.refresh_from_db()
    assert not queries.may_quote(made, now())
    assert "withdrawn on" in ledger.card(made.subject, None).title


def test_only_who_said_it_withdraws_it_and_only_once(client, lagoon, sefa):
    made = makers.statement(lagoon, sefa, at=now())
    sign_in(client, person("ana"))
    assert client.post(reverse("biomes:withdraw_statement", args=[made.uuid])).status_code == 404

    sign_in(client, sefa)
    assert client.post(reverse("biomes:withdraw_statement", args=[made.uuid])).status_code == 302
    assert client.post(reverse("biomes:withdraw_statement", args=[made.uuid])).status_code == 409


@pytest.mark.parametrize(
    ("label", "stranger", "member", "guardian", "api"),
    [
        (Label.OPEN, True, True, True, True),
        (Label.WHOLE, True, True, True, True),
        (Label.HERE, True, True, True, False),
        (Label.MEMBERS, False, True, True, False),
        (Label.PEOPLE, False, False, True, False),
    ],
)
def test_its_label_decides_who_reads_it_and_what_leaves_its_page(
    client, lagoon, sefa, label, stranger, member, guardian, api
):
    wren = person("wren")
    makers.guardian(lagoon, wren, at=now())
    made = makers.statement(lagoon, sefa, at=now(), text=WORDS, label=label)

    def reads():
        page = client.get(made.get_absolute_url()).status_code == 200
        listed = WORDS in client.get(reverse("biomes:statements", args=["lagoon"])).content.decode()
        assert page == listed
        return page

    assert reads() is stranger
    assert (WORDS in client.get("/api/v1/statements/").content.decode()) is api
    # A found card names no word of it; that it exists leaves its page only with its label.
    assert (b"Said for Lagoon" in client.get("/search/?q=quagmyrrh").content) is api
    for who, expected in ((person("ana"), member), (wren, guardian), (sefa, True)):
        sign_in(client, who)
        assert reads() is expected
        # Even who may read it does not get it from the list for programs.
        assert (WORDS in client.get("/api/v1/statements/").content.decode()) is api
    assert queries.may_quote(made, now()) is (label in {Label.OPEN, Label.WHOLE})


def test_who_leaves_takes_their_words_along(client, lagoon, sefa):
    makers.statement(lagoon, sefa, at=now(), text=WORDS)

    accounts.erase_person(user=sefa, at=now())
    assert not any(surfaces(client).values())
    ledger_actions.deliver_due(at=now())

    assert Statement.objects.get().state == "withdrawn"
    assert WORDS not in str(Statement.objects.values())


def test_ten_a_day_are_enough(lagoon, sefa, noon):
    for _number in range(10):
        makers.statement(lagoon, sefa, at=noon, published=False)

    with pytest.raises(actions.CannotFile):
        makers.statement(lagoon, sefa, at=noon, published=False)


def test_the_api_files_by_the_same_rules(client, lagoon, sefa):
    sign_in(client, sefa)
    body = form(biome="lagoon")

    assert (
        client.post(
            "/api/v1/statements/", body | {"evidence": ""}, content_type="application/json"
        ).status_code
        == 400
    )
    assert client.post("/api/v1/statements/", body, content_type="application/json").status_code == 201
    assert (
        client.post(
            "/api/v1/statements/", body | {"biome": "no"}, content_type="application/json"
        ).status_code
        == 400
    )
    assert client.post("/api/v1/statements/", "[]", content_type="application/json").status_code == 400


@pytest.mark.parametrize("value", [None, 7, True, [], {"a": 1}, 1e400, "\x00", "\ud800"])
@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/api/v1/statements/", "text"), ("/api/v1/statements/", "label"), ("/api/v1/statements/", "biome"),
        ("/api/v1/statements/", "evidence"), ("/api/v1/pins/", "name"), ("/api/v1/pins/", "lat"), ("/api/v1/pins/", "cell_m"),
        ("/api/v1/sightings/", "day"), ("/api/v1/sightings/", "hour"), ("/api/v1/sightings/", "offset"),
    ],
)  # fmt: skip
def test_whatever_a_program_sends_is_answered_not_broken(client, lagoon, sefa, address, field, value):
    sign_in(client, sefa)
    body = form(biome="lagoon", name="N", lat=1, lon=1, kind="foam", day="2026-01-01") | {field: value}

    answer = client.post(address, json.dumps(body), content_type="application/json")

    assert answer.status_code in {201, 400, 409}


def test_mine_says_what_became_of_each(client, lagoon, sefa):
    at = now()
    makers.statement(lagoon, sefa, at=at, text=WORDS)
    makers.sighting(lagoon, by=sefa.code, at=at, accepted=False)
    makers.pin(by=sefa.code, at=at)
    sign_in(client, sefa)

    page = client.get(reverse("biomes:mine")).content.decode()

    for words in ("Published", "Waits to be looked at", "Provisional", "Quagmyrrh Creek"):
        assert words in page
    sign_in(client, person("ana"))
    assert "Nothing yet" in client.get(reverse("biomes:mine")).content.decode()

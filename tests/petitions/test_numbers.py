"""How many it takes: set by admins with a day and a reason, read by everybody, and never moved under a petition."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.rules.roles import Role
from ledger.models import Fact
from petitions import actions, queries
from petitions.models import Petition, SponsorNeed, Threshold
from petitions.rules.thresholds import Kind
from tests.accounts.people import person, sign_in
from tests.petitions.scene import DAY, NOON, filed, lagoon, opened, organisation, sponsor, zone

pytestmark = pytest.mark.django_db
WHY = "Decision 7/2150 of the assembly."
PAGE, SIGNATURES, SPONSORS = (
    "/petitions/numbers/",
    "/petitions/numbers/signatures/",
    "/petitions/numbers/sponsors/",
)
API, API_SPONSORS = "/api/v1/petition-thresholds/", "/api/v1/petition-sponsor-needs/"


def council():
    return organisation("vessa-council")


def change(count, *, since=NOON, at=NOON, kind=Kind.RESPONSE, body=None, **more):
    said = {"body": body or council(), "kind": kind, "count": count, "since": since, "reason": WHY} | more
    return actions.change_threshold(**said, by=person(), at=at)


def need(count, *, since=NOON, at=NOON, where=None, reason=WHY):
    return actions.change_sponsor_need(
        zone=where or zone("small-quay"), count=count, since=since, reason=reason, by=person(), at=at
    )


def post(client, address, said):
    return client.post(address, said, content_type="application/json")


def in_days(at, days):
    return (at + days * DAY).date().isoformat()


@pytest.fixture
def admin():
    lagoon()
    council()
    return sign_in(Client(), person("root", Role.ADMIN))


# --- What is set ----------------------------------------------------------------------------------


def test_a_petition_that_is_open_keeps_the_numbers_it_opened_under():
    petition = opened()

    change(50, since=NOON + DAY, at=NOON + DAY)

    assert queries.needs_of(petition)[Kind.RESPONSE].need.count == 10_000


def test_a_petition_that_opens_later_has_the_new_numbers():
    lagoon()
    change(50, zones={zone("tessel-row"): 10})

    need_of = queries.needs_of(opened(at=NOON + DAY))[Kind.RESPONSE].need

    assert (need_of.count, need_of.by_zone) == (50, {"tessel-row": 10})


def test_a_petition_that_is_filed_keeps_its_number_of_sponsors():
    where = zone("small-quay")
    need(2, where=where)
    petition = filed(where=where, at=NOON + DAY)
    need(9, where=where, since=NOON + 2 * DAY, at=NOON + 2 * DAY)

    for number in range(2):
        sponsor(petition, number, at=NOON + 3 * DAY)

    assert Petition.objects.get(pk=petition.pk).state == "moderation"
    assert queries.sponsors_needed(filed(where=where, at=NOON + 3 * DAY), NOON + 3 * DAY) == 9


def test_the_row_in_force_ends_where_the_new_one_begins_and_is_otherwise_untouched():
    first = change(50)

    change(60, since=NOON + 5 * DAY, at=NOON + DAY)

    row = Threshold.objects.get(pk=first.pk)
    assert (row.count, row.since, row.until, row.reason) == (50, NOON, NOON + 5 * DAY, WHY)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"since": NOON - timedelta(seconds=1)}, "since"),
        ({"since": NOON + 2_000 * DAY}, "since"),
        ({"count": 0}, "count"),
        ({"count": 10_000_001}, "count"),
        ({"reason": "short"}, "reason"),
        ({"reason": "x" * 301}, "reason"),
    ],
)
def test_what_is_no_number_to_set_is_refused_with_its_field(said, field):
    with pytest.raises(actions.CannotSet) as refusal:
        change(**({"count": 50} | said))

    assert refusal.value.field == field
    assert not Threshold.objects.exists()


def test_zones_that_ask_for_more_than_the_total_are_refused():
    lagoon()

    with pytest.raises(actions.CannotSet, match="zones together"):
        change(10, zones={zone("tessel-row"): 6, zone("low-quay"): 5})


def test_what_is_to_come_is_taken_back_and_what_was_in_force_runs_on():
    first = change(50)
    change(60, since=NOON + 5 * DAY)
    with pytest.raises(actions.CannotSet, match="or later, already"):
        change(70, since=NOON + 9 * DAY)

    actions.take_back_threshold(body=council(), kind=Kind.RESPONSE, by=person(), at=NOON + DAY)

    assert [(row.pk, row.until) for row in Threshold.objects.all()] == [(first.pk, None)]
    with pytest.raises(actions.CannotSet, match="nothing to take back"):
        actions.take_back_threshold(body=council(), kind=Kind.RESPONSE, by=person(), at=NOON + DAY)


def test_what_has_begun_is_never_taken_back():
    change(60, since=NOON + DAY)

    with pytest.raises(actions.CannotSet, match="nothing to take back"):
        actions.take_back_threshold(body=council(), kind=Kind.RESPONSE, by=person(), at=NOON + DAY)

    assert Threshold.objects.count() == 1


def test_taking_back_one_kind_leaves_the_other():
    change(60, since=NOON + DAY)
    change(600, since=NOON + DAY, kind=Kind.DEBATE)

    actions.take_back_threshold(body=council(), kind=Kind.RESPONSE, by=person(), at=NOON)

    assert [row.kind for row in Threshold.objects.all()] == ["debate"]


def test_a_body_that_closed_gets_no_number():
    body = organisation("old-council")
    actions.close_body(
        body="old-council", successor="", reason="The basin was divided.", by=person(), at=NOON
    )

    with pytest.raises(actions.CannotSet, match="closed"):
        change(50, body=body)


@pytest.mark.parametrize("count", [0, 21])
def test_sponsors_are_one_to_twenty(count):
    with pytest.raises(actions.CannotSet, match="from 1 to 20"):
        need(count)


def test_sponsors_to_come_are_taken_back():
    where = zone("small-quay")
    need(3, where=where)
    need(4, where=where, since=NOON + DAY)

    actions.take_back_sponsor_need(zone=where, by=person(), at=NOON)

    assert [(row.count, row.until) for row in SponsorNeed.objects.all()] == [(3, None)]


def test_each_change_is_public_with_its_reason_and_the_admin_is_in_the_audit_trail():
    root = person("root", Role.ADMIN)
    said = {"count": 3, "since": NOON + DAY, "reason": WHY, "by": root, "at": NOON}
    actions.change_sponsor_need(zone=zone("small-quay"), **said)
    actions.take_back_sponsor_need(zone=zone("small-quay"), by=root, at=NOON)
    actions.change_threshold(body=council(), kind=Kind.DEBATE, **said)
    actions.take_back_threshold(body=council(), kind=Kind.DEBATE, by=root, at=NOON)

    facts = Fact.objects.filter(kind__regex=r"petitions\.(sponsors|threshold)\.").order_by("id")

    assert [(fact.kind, fact.public, fact.actor) for fact in facts] == [
        (f"petitions.{word}", True, root.code)
        for word in ("sponsors.set", "sponsors.withdrawn", "threshold.set", "threshold.withdrawn")
    ]
    assert [fact.body.get("reason") for fact in facts] == [WHY, None, WHY, None]


# --- Pages ----------------------------------------------------------------------------------------


def test_everybody_reads_what_stands_what_comes_and_what_was(client, now):
    change(50, since=now - 9 * DAY, at=now - 9 * DAY)
    change(70, since=now - DAY, at=now - 2 * DAY, zones={zone("tessel-row"): 11})
    change(90, since=now + 5 * DAY, at=now)

    page = client.get(PAGE).content.decode()

    assert all(f">{number}" in page or f" {number}" in page for number in (50, 70, 90))
    assert "Tessel Row</bdi>: 11" in page
    assert WHY in page
    assert "Set a number" not in page
    assert "Take back" not in page


def test_with_nothing_set_the_page_tells_the_usual_numbers(client):
    page = client.get(PAGE).content.decode()

    assert "No body has set a number of its own." in page
    assert "No zone has set a number of its own." in page
    assert "10,000" in page


def test_an_admin_sets_a_number_from_today_and_another_to_come(admin, now):
    said = {"body": "vessa-council", "kind": "response", "count": "50", "since": "", "reason": WHY}
    today = admin.post(SIGNATURES, said)
    later = admin.post(
        SIGNATURES, said | {"count": "60", "since": in_days(now, 5), "zone_1": "tessel-row", "of_zone_1": "9"}
    )

    page = admin.get(PAGE).content.decode()

    assert (today.url, later.url) == (PAGE, PAGE)
    assert [(row.count, row.until is None) for row in Threshold.objects.order_by("since")] == [
        (50, False),
        (60, True),
    ]
    assert "Take back what is to come" in page
    back = admin.post(f"{SIGNATURES}vessa-council/response/take-back/")
    assert (back.url, Threshold.objects.count()) == (PAGE, 1)
    assert admin.post(f"{SIGNATURES}vessa-council/response/take-back/").status_code == 409


@pytest.mark.parametrize(
    ("said", "field", "says"),
    [
        ({"body": ""}, "body", "Choose a body"),
        ({"body": "nobody"}, "body", "Choose a body of the list"),
        ({"kind": "party"}, "kind", "Choose an answer or a debate"),
        ({"count": ""}, "count", "Write a number from 1 to 10,000,000"),
        ({"count": "1e9"}, "count", "Write a number from 1 to 10,000,000"),
        ({"count": "-5"}, "count", "Write a number from 1 to 10,000,000"),
        ({"since": "yesterday"}, "since", "Write the date"),
        ({"reason": ""}, "reason", "Write the reason"),
        ({"zone_1": "tessel-row"}, "of_zone_1", "Write a number of signatures from this zone"),
        ({"of_zone_1": "4"}, "zone_1", "Choose the zone"),
        (
            {"zone_1": "tessel-row", "of_zone_1": "1", "zone_2": "tessel-row", "of_zone_2": "2"},
            "zone_2",
            "named above",
        ),
    ],
)
def test_a_careless_form_is_refused_beside_the_field_and_kept(admin, said, field, says):
    whole = {"body": "vessa-council", "kind": "response", "count": "50", "since": "", "reason": WHY}

    page = admin.post(SIGNATURES, whole | said)

    text = page.content.decode()
    assert page.status_code == 422
    assert f"id_{field}_error" in text
    assert says in text
    if "reason" not in said:
        assert WHY in text


def test_a_day_that_has_passed_is_refused_beside_its_field(admin, now):
    said = {
        "body": "vessa-council",
        "kind": "response",
        "count": "50",
        "since": in_days(now, -1),
        "reason": WHY,
    }

    page = admin.post(SIGNATURES, said)

    assert page.status_code == 409
    assert "id_since_error" in page.content.decode()
    assert not Threshold.objects.exists()


def test_an_admin_sets_sponsors_of_a_zone(admin, now):
    said = {"zone": "tessel-row", "count": "2", "since": "", "reason": WHY}

    done = admin.post(SPONSORS, said)
    same = admin.post(SPONSORS, said)
    wrong = admin.post(SPONSORS, said | {"count": "21", "zone": "nowhere"})

    assert (done.status_code, same.status_code, wrong.status_code) == (302, 409, 422)
    assert "number in force already" in same.content.decode()
    assert "Write a number from 1 to 20" in wrong.content.decode()
    assert SponsorNeed.objects.get().count == 2
    admin.post(SPONSORS, said | {"count": "3", "since": in_days(now, 3)})
    assert admin.post(f"{SPONSORS}tessel-row/take-back/").url == PAGE
    assert admin.post(f"{SPONSORS}nowhere/take-back/").status_code == 404


# --- API ------------------------------------------------------------------------------------------


def test_programs_read_and_admins_set_by_program(admin, client, now):
    said = {
        "body": "vessa-council",
        "kind": "debate",
        "count": 500,
        "reason": WHY,
        "zones": {"tessel-row": 20},
    }
    made = post(admin, API, said)
    again = post(admin, API, said)
    later = post(admin, API, said | {"count": 600, "since": in_days(now, 9)})
    back = post(admin, f"{API}take-back/", {"body": "vessa-council", "kind": "debate"})
    rows = client.get(API).json()["results"]

    assert (made.status_code, again.status_code, later.status_code, back.status_code) == (201, 409, 201, 204)
    assert [(row["body"], row["count"], row["zones"], row["until"]) for row in rows] == [
        ("vessa-council", 500, {"tessel-row": 20}, None)
    ]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"count": 0}, "count"), ({"body": "nobody"}, "body"), ({"kind": "x"}, "kind"), ({"reason": "short"}, "reason"),
        ({"since": "x"}, "since"), ({"zones": {"nowhere": 1}}, "zone_1"), ({"zones": {str(n): 1 for n in range(6)}}, "zones"),
    ],
)  # fmt: skip
def test_a_program_is_told_which_field_is_wrong(admin, said, field):
    whole = {"body": "vessa-council", "kind": "debate", "count": 500, "reason": WHY}

    answer = post(admin, API, whole | said)

    assert (answer.status_code, field in answer.json()["errors"]) == (400, True)


def test_sponsors_by_program(admin, client, now):
    made = post(admin, API_SPONSORS, {"zone": "tessel-row", "count": 2, "reason": WHY})
    later = post(
        admin, API_SPONSORS, {"zone": "tessel-row", "count": 3, "reason": WHY, "since": in_days(now, 2)}
    )
    back = post(admin, f"{API_SPONSORS}take-back/", {"zone": "tessel-row"})
    nothing = post(admin, f"{API_SPONSORS}take-back/", {"zone": "tessel-row"})
    unknown = post(admin, f"{API_SPONSORS}take-back/", {"zone": "nowhere"})

    answers = (made, later, back, nothing, unknown)
    assert [answer.status_code for answer in answers] == [201, 201, 204, 409, 400]
    assert [(row["zone"], row["count"]) for row in client.get(API_SPONSORS).json()["results"]] == [
        ("tessel-row", 2)
    ]

"""Lists of senders: auditors add and end entries with a reason; a mail asks them before it goes."""

import json

import pytest
from django.test import Client

from accounts.actions.secret import key_period, origins_of
from accounts.rules.roles import Role
from petitions import actions, queries
from petitions.models import Attempt, Firing, Listed
from tests.accounts.people import person, sign_in
from tests.petitions.scene import DAY, HOUR, NOON, ask_to_sign, opened

pytestmark = pytest.mark.django_db
WHY = "A wave of forms filled in by a program."


@pytest.fixture
def petition():
    made = opened()
    actions.set_aside(at=NOON)
    return made


@pytest.fixture
def auditor(db):
    return person("ines", Role.AUDITOR)


def listed(auditor, what, text, *, allowed=False, at=NOON, **more):
    return actions.list_sender(what=what, text=text, allowed=allowed, reason=WHY, by=auditor, at=at, **more)


def tried(petition, email="ana@mail.shore.example", address="192.0.2.7", at=NOON):
    """One attempt from a network address, judged."""
    origins, origin = origins_of(address, at)
    actions.attempt_signature(slug=petition.slug, name="Ana", email=email, zone_id=None, updates=False, language="en",
                              origins=origins, origin=origin, at=at)  # fmt: skip
    actions.judge_due(at=at)
    return Attempt.objects.latest("id")


@pytest.mark.parametrize(
    ("what", "text", "rule"),
    [
        ("prefix", "192.0.2.0/24", "blocked_prefix"),
        ("prefix", "192.0.0.0/16", "blocked_prefix"),
        ("prefix", "192.0.2.7/32", "blocked_prefix"),
        ("domain", "mail.shore.example", "blocked_domain"),
        ("domain", "*.shore.example", "blocked_domain"),
        ("domain", "*.example", "blocked_domain"),
        ("domain", "@Mail.Shore.Example", "blocked_domain"),
        ("address", "ANA@mail.shore.example", "blocked_address"),
    ],
)
def test_an_entry_holds_what_it_names(petition, auditor, what, text, rule):
    row = listed(auditor, what, text)

    assert tried(petition).held_by == rule
    row.refresh_from_db()
    assert (row.fired, row.fired_at) == (1, NOON)
    assert Firing.objects.get().count == 1


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("prefix", "192.0.3.0/24"),
        ("domain", "shore.example"),
        ("domain", "*.mail.shore.example"),
        ("domain", "*.quay.example"),
        ("address", "ben@mail.shore.example"),
    ],
)
def test_an_entry_holds_nobody_else(petition, auditor, what, text):
    listed(auditor, what, text)

    assert tried(petition).held_by == ""


def test_the_first_list_in_order_decides_and_is_the_one_that_is_counted(petition, auditor):
    rows = {
        what: listed(auditor, what, text)
        for what, text in [
            ("address", "ana@mail.shore.example"),
            ("domain", "*.example"),
            ("prefix", "192.0.2.0/24"),
        ]
    }
    rows["allowed"] = listed(auditor, "domain", "mail.shore.example", allowed=True)

    for number, (what, rule) in enumerate(
        [("prefix", "blocked_prefix"), ("domain", "blocked_domain"), ("address", "blocked_address")]
    ):
        at = NOON + number * HOUR
        assert tried(petition, at=at).held_by == rule
        actions.end_listing(key=rows[what].key, by=auditor, at=at + HOUR / 2)
    assert [tried(petition, at=NOON + DAY).held_by for _more in range(3)] == ["", "", ""]

    counted = {what: Listed.objects.get(pk=row.pk).fired for what, row in rows.items()}
    assert counted == {"prefix": 1, "domain": 1, "address": 1, "allowed": 3}


def test_a_domain_is_listed_under_the_name_that_addresses_are_compared_by(petition, auditor):
    assert listed(auditor, "domain", "googlemail.com").value == "gmail.com"
    assert tried(petition, email="ana@googlemail.com").held_by == "blocked_domain"


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("prefix", "192.0.2.0/25"),
        ("prefix", "0.0.0.0/0"),
        ("prefix", "2001:db8::/33"),
        ("prefix", "here"),
        ("domain", "*"),
        ("domain", "*."),
        ("domain", "example"),
        ("domain", "a b.example"),
        ("domain", "*.*.example"),
        ("address", "nobody"),
    ],
)
def test_what_a_list_cannot_hold_is_refused(auditor, what, text):
    with pytest.raises(actions.CannotList, match="known length"):
        listed(auditor, what, text)
    assert not Listed.objects.exists()


def test_a_network_stays_listed_through_every_change_of_the_key_until_its_end_and_no_longer(
    petition, auditor
):
    row = listed(auditor, "prefix", "192.0.2.0/24")
    last = actions.end_of_periods(NOON, actions.MOST_PERIODS)

    assert row.until == last
    assert 330 < (last - NOON).days <= 360
    moments = [NOON + n * 30 * DAY for n in range(12)]
    # Later keys, the same network: other hashes, still on the list.
    assert len({origins_of("192.0.2.7", at)[1] for at in moments}) == 12
    for at in moments:
        hashes = origins_of("192.0.2.7", at)[0]
        assert (at < last) == Listed.objects.in_force(at).naming(hashes).exists()
    assert not Listed.objects.in_force(last).exists()


def test_the_key_of_network_hashes_changes_within_thirty_days(petition):
    for day in range(0, 400, 7):
        at = NOON + day * DAY
        assert origins_of("192.0.2.7", at) != origins_of("192.0.2.7", at + 30 * DAY)
        assert key_period(at + 30 * DAY) == key_period(at) + 1


def test_no_address_and_no_network_is_kept_in_clear(auditor):
    listed(auditor, "prefix", "192.0.2.0/24")
    listed(auditor, "address", "ana@mail.shore.example")

    kept = json.dumps(list(Listed.objects.values("value", "later")))
    assert "192.0" not in kept
    assert "ana" not in kept


def test_the_same_entry_twice_and_an_end_in_the_past_are_refused(auditor):
    row = listed(auditor, "domain", "shore.example")
    with pytest.raises(actions.CannotList, match="already"):
        listed(auditor, "domain", "SHORE.example")
    with pytest.raises(actions.CannotList, match="still to come"):
        listed(auditor, "domain", "quay.example", until=NOON)
    actions.end_listing(key=row.key, by=auditor, at=NOON + DAY)

    with pytest.raises(actions.CannotList, match="ended already"):
        actions.end_listing(key=row.key, by=auditor, at=NOON + 2 * DAY)
    assert Listed.objects.get(pk=row.pk).ended_by == auditor.code
    assert listed(auditor, "domain", "shore.example", at=NOON + 2 * DAY)


def test_firings_are_kept_by_day_when_the_attempts_are_forgotten(petition, auditor):
    listed(auditor, "domain", "*.shore.example")
    for back in (0, 3, 20):
        tried(petition, at=NOON + (20 - back) * DAY)
    actions.forget_due(at=NOON + 40 * DAY)

    found = {row.rule.value: (row.day, row.week, row.month) for row in queries.firings(NOON + 20 * DAY)}

    assert found["blocked_domain"] == (1, 2, 3)
    assert found["burst"] == (0, 0, 0)


# --- Pages and API --------------------------------------------------------------------------------

ENTRY = {"what": "domain", "text": "*.shore.example", "way": "block", "reason": WHY, "until": ""}


def test_an_auditor_adds_looks_up_and_ends_an_entry(client, auditor):
    sign_in(client, auditor)
    assert "Nobody is blocked or allowed" in client.get("/petitions/senders/").content.decode()

    assert client.post("/petitions/senders/", ENTRY).url == "/petitions/senders/"
    twice = client.post("/petitions/senders/", ENTRY)
    shown = client.get("/petitions/senders/", {"what": "domain", "text": "*.shore.example"}).content.decode()
    missed = client.get("/petitions/senders/", {"what": "domain", "text": "quay.example"}).content.decode()
    row = Listed.objects.get()
    ended = client.post(f"/petitions/senders/{row.key}/end/")
    too_late = client.post(f"/petitions/senders/{row.key}/end/")

    assert twice.status_code == 409
    assert WHY in shown
    assert "It is on no list" in missed
    assert ended.url == "/petitions/senders/"
    assert too_late.status_code == 409
    assert WHY in client.get("/petitions/senders/", {"show": "ended"}).content.decode()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"text": ""}, "Write the network"),
        ({"text": "exam ple"}, "Write a domain"),
        ({"what": "prefix", "text": "192.0.2.0/25"}, "ends in /16"),
        ({"what": "address", "text": "x"}, "in full"),
        ({"what": "planet"}, "planet"),
        ({"reason": "short"}, "Say more in the reason"),
        ({"reason": ""}, "Write the reason"),
        ({"until": "soon"}, "year, month and day"),
        ({"until": "9999-12-31"}, "year, month and day"),
        ({"text": "a\x00b.example"}, "Null"),
    ],
)
def test_a_wrong_entry_is_named_beside_its_field_and_kept(client, auditor, change, says):
    sign_in(client, auditor)

    page = client.post("/petitions/senders/", ENTRY | change)

    assert page.status_code == 422
    assert says in page.content.decode()
    assert not Listed.objects.exists()


def test_programs_of_auditors_add_list_and_end(client, auditor):
    sign_in(client, auditor)
    body = {key: value for key, value in ENTRY.items() if key != "until"}

    made = client.post("/api/v1/petition-senders/", body, content_type="application/json")
    twice = client.post("/api/v1/petition-senders/", body, content_type="application/json")
    wrong = client.post("/api/v1/petition-senders/", body | {"text": "x y"}, content_type="application/json")
    rows = client.get("/api/v1/petition-senders/").json()["results"]
    ended = client.post(f"/api/v1/petition-senders/{made.json()['key']}/end/")
    again = client.post(f"/api/v1/petition-senders/{made.json()['key']}/end/")
    fired = client.get("/api/v1/petition-senders/firings/").json()

    assert [made.status_code, twice.status_code, wrong.status_code] == [201, 409, 400]
    assert list(wrong.json()["errors"]) == ["text"]
    assert [row["domain"] for row in rows] == ["*.shore.example"]
    assert [ended.status_code, again.status_code] == [200, 409]
    assert {row["rule"] for row in fired} >= {"blocked_domain", "burst"}


def test_everybody_reads_the_rules_and_only_auditors_set_them(client, auditor):
    page = client.get("/petitions/signing-rules/")
    assert page.status_code == 200
    assert "googlemail.com" in page.content.decode()
    assert "has never been on" in page.content.decode()
    assert "csrftoken" not in page.cookies

    office = sign_in(Client(), auditor)
    short = office.post("/petitions/signing-rules/household/", {"act": "begin", "reason": "no"})
    begun = office.post("/petitions/signing-rules/household/", {"act": "begin", "reason": WHY})
    twice = office.post("/petitions/signing-rules/household/", {"act": "begin", "reason": WHY})
    shown = client.get("/petitions/signing-rules/").content.decode()
    machine = client.get("/api/v1/petition-signing-rules/").json()
    ended = office.post("/petitions/signing-rules/household/", {"act": "end"})

    assert [short.status_code, begun.status_code, twice.status_code, ended.status_code] == [
        422,
        302,
        409,
        302,
    ]
    assert "The household rule is on" in shown
    assert WHY in shown
    assert machine["household_is_on"] is True
    assert machine["households"][0]["reason"] == WHY
    assert {"domain": "*", "tag": "+"}.keys() <= machine["providers"][0].keys()


def test_the_household_rule_is_set_by_programs_too(client, auditor):
    sign_in(client, auditor)
    address = "/api/v1/petition-signing-rules/household/"

    def sent(**body):
        return client.post(address, body, content_type="application/json").status_code

    assert sent(is_on=True) == 400
    assert sent(is_on=True, reason=WHY, since="2001-01-01T00:00:00Z") == 409
    assert sent(is_on=True, reason=WHY) == 200
    assert sent(is_on=True, reason=WHY) == 409
    assert sent(is_on=False) == 200
    assert sent(is_on=False) == 409


def test_an_attempt_by_ipv6_is_known_by_four_lengths(petition, auditor):
    ask_to_sign(petition, "ben@shore.example")
    for text in ("2001:db8::/32", "2001:db8:1::/48", "2001:db8:1:200::/56", "2001:db8:1:2ff::/64"):
        row = listed(auditor, "prefix", text)
        assert tried(petition, address="2001:db8:1:2ff::7").held_by == "blocked_prefix", text
        row.delete()

"""The log's pages and plain addresses: what they show, and what they answer to bad input."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from django.urls import reverse

from ledger import actions as ledger
from ledger import queries
from ledger.rules import tree
from ledger.rules.note import parse_head, verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(tell, noon):
    """A log of six entries with one document."""
    rule = b'{"tie":"reject"}'
    tell(4, about=["biomes.biome/vessa-lagoon"])
    tell(documents={f"rules/{sha256(rule).hexdigest()}.json": rule}, subject="council.motion/77")
    ledger.seal_due(at=noon)
    return sha256(rule).hexdigest()


def test_an_empty_log_says_so(client):
    page = client.get(reverse("ledger:log"))

    assert page.status_code == 200
    assert "Nothing has been decided here yet" in page.content.decode()


def test_private_facts_are_nowhere_in_the_log(client, noon, sealed):
    from django.db import transaction

    with transaction.atomic():
        ledger.record(
            kind="petitions.signature.kept", subject="petitions.signature/9", actor="", at=noon, public=False
        )
    ledger.seal_due(at=noon)

    for address in (reverse("ledger:log"), reverse("log-entries"), "/api/v1/log/entries/"):
        assert b"petitions.signature" not in b"".join(client.get(address))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "motion/77"}, 1),
        ({"q": "closed motion"}, 5),
        ({"q": "vessa-lagoon"}, 4),
        ({"kind": "ledger.key.begun"}, 1),
        ({"about": "biomes.biome/vessa-lagoon"}, 4),
        ({"q": "nothing-like-this"}, 0),
        ({"q": "100%_"}, 0),
    ],
)
def test_entries_are_found_by_words_kind_and_subject(client, sealed, query, found):
    page = client.get(reverse("ledger:log"), query)

    assert page.content.decode().count('class="title"') == found
    assert ("No entry holds all of this" in page.content.decode()) == (found == 0)


def test_an_entry_is_found_by_its_hash(client, sealed):
    row = queries.entry(3)

    page = client.get(reverse("ledger:log"), {"q": bytes(row.digest).hex()})

    assert reverse("ledger:entry", args=[3]) in page.content.decode()
    assert page.content.decode().count('class="title"') == 1


@pytest.mark.parametrize(
    "query",
    [
        {"before": "x"},
        {"after": "-1"},
        {"kind": "no.such.kind"},
        {"about": "no subject"},
        {"q": "x" * 400},
        {"q": "a\x00b"},
        {"before": "9" * 30},
    ],
)
def test_bad_input_gets_a_sentence_and_no_error(client, sealed, query):
    page = client.get(reverse("ledger:log"), query)

    assert page.status_code == 422
    assert "There is a problem" in page.content.decode()


def test_pages_of_the_log_follow_each_other_without_gap_or_double(client, tell, noon):
    tell(95)
    ledger.seal_due(at=noon)
    seen, address = [], reverse("ledger:log")
    while address:
        page = client.get(address)
        lines = page.context["lines"]
        seen += [line.entry.seq for line in lines]
        address = f"{reverse('ledger:log')}?before={lines[-1].entry.seq}" if page.context["older"] else None

    assert seen == list(range(95, -1, -1))
    newer = client.get(reverse("ledger:log"), {"after": 10})
    assert [line.entry.seq for line in newer.context["lines"]] == list(range(50, 10, -1))


def test_a_search_by_htmx_gets_the_list_alone(client, sealed):
    fragment = client.get(reverse("ledger:log"), {"q": "motion"}, headers={"HX-Request": "true"})

    assert fragment.content.decode().lstrip().startswith('<section id="entries"')
    assert "HX-Request" in fragment["Vary"]


def test_an_entry_s_page_shows_its_bytes_and_a_proof_that_leads_to_the_signed_root(client, sealed):
    page = client.get(reverse("ledger:entry", args=[2]))
    steps = page.context["steps"]

    assert steps[-1].node == bytes(queries.latest_checkpoint().root)
    assert page.context["digest"] in page.content.decode()
    assert json.loads(page.context["bytes"])["seq"] == 2


@pytest.mark.parametrize("seq", ["6", "99", "9999999999999999"])
def test_there_is_no_page_of_an_entry_that_is_not_sealed(client, sealed, seq):
    assert client.get(f"/log/{seq}/").status_code == 404


def test_the_checkpoint_is_a_note_that_the_published_key_verifies(client, sealed):
    note = client.get(reverse("log-checkpoint")).content.decode()
    keys = client.get(reverse("log-keys")).json()["keys"]

    text = verify(note, queries.key_history().get().verifier)

    assert parse_head(text).size == 6
    assert keys[0]["verifier"] == queries.key_history().get().verifier.text
    assert keys[0]["until"] is None


def test_an_older_checkpoint_stays_to_be_had(client, sealed, tell, noon):
    old = client.get(reverse("log-checkpoint")).content
    tell()
    ledger.seal_due(at=noon)

    assert client.get(reverse("log-checkpoint"), {"size": 6}).content == old
    assert client.get(reverse("log-checkpoint")).content != old
    assert client.get(reverse("log-checkpoint"), {"size": 3}).status_code == 404
    assert client.get(reverse("log-checkpoint"), {"size": "x"}).status_code == 400


def test_entries_are_the_very_bytes_that_were_hashed(client, sealed):
    lines = b"".join(client.get(reverse("log-entries"), {"from": 1, "to": 4})).splitlines()

    assert [tree.leaf_hash(line) for line in lines] == queries.leaves(4)[1:]


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("log-entries", {"from": "x"}),
        ("log-entries", {"from": -1}),
        ("log-entries", {"from": 4, "to": 2}),
        ("log-inclusion", {}),
        ("log-inclusion", {"seq": 6}),
        ("log-inclusion", {"seq": 2, "size": 99}),
        ("log-inclusion", {"seq": "1.5"}),
        ("log-consistency", {}),
        ("log-consistency", {"from": 5, "to": 3}),
        ("log-consistency", {"from": 2, "to": 99}),
        ("log-consistency", {"from": "\x00"}),
    ],
)
def test_a_bad_range_is_refused_with_a_sentence(client, sealed, name, query):
    answer = client.get(reverse(name), query)

    assert answer.status_code == 400
    assert answer.json()["detail"]


@pytest.mark.parametrize("name", ["log-checkpoint", "log-entries", "log-inclusion", "log-consistency"])
def test_before_the_first_seal_there_is_nothing_to_prove(client, name):
    assert client.get(reverse(name)).status_code == 404


def test_proofs_by_address_verify(client, sealed):
    root = bytes(queries.latest_checkpoint().root)
    one = client.get(reverse("log-inclusion"), {"seq": 4}).json()
    two = client.get(reverse("log-consistency"), {"from": 3}).json()
    path = [bytes.fromhex(step) for step in one["path"]]
    grown = [bytes.fromhex(step) for step in two["path"]]

    assert tree.is_included(bytes.fromhex(one["leaf"]), 4, 6, path, root)
    assert tree.is_consistent(3, tree.root(queries.leaves(3)), 6, root, grown)


def test_a_document_is_given_by_its_hash_and_only_when_the_log_names_it(client, sealed):
    assert client.get(reverse("log-document", args=[sealed])).content == b'{"tie":"reject"}'
    assert client.get(reverse("log-document", args=["0" * 64])).status_code == 404


def test_checkpoints_can_be_followed_by_a_feed_reader(client, sealed):
    feed = client.get(reverse("log-checkpoints-feed"))

    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "6 entries" in feed.content.decode()
    assert "localhost/log" in feed.content.decode()


def test_the_verifier_can_be_fetched_and_is_the_file_itself(client):
    from ledger import verify as module

    fetched = client.get(reverse("log-verifier"))

    assert fetched.content.decode() == Path(module.__file__).read_text()


def test_an_export_fetched_by_its_addresses_verifies(client, sealed, tmp_path):
    from ledger import verify as module

    (tmp_path / "rules").mkdir()
    (tmp_path / "checkpoint").write_bytes(client.get(reverse("log-checkpoint")).content)
    (tmp_path / "keys.json").write_bytes(client.get(reverse("log-keys")).content)
    (tmp_path / "log.jsonl").write_bytes(b"".join(client.get(reverse("log-entries"))))
    (tmp_path / "rules" / f"{sealed}.json").write_bytes(
        client.get(reverse("log-document", args=[sealed])).content
    )

    assert module.verify(str(tmp_path)).faults == []


def test_the_api_lists_entries_newest_first_and_proves_each(client, sealed):
    listed = client.get("/api/v1/log/entries/", {"kind": "council.motion.closed"}).json()["results"]
    one = client.get("/api/v1/log/entries/4/").json()
    proof = client.get("/api/v1/log/entries/4/proof/").json()

    assert [row["seq"] for row in listed] == sorted((row["seq"] for row in listed), reverse=True)
    assert len(listed) == 5
    assert sha256(one["bytes"].encode()).hexdigest() == one["sha256"]
    assert proof["size"] == 6
    assert (
        client.get("/api/v1/log/entries/", {"q": "motion/77"}).json()["results"][0]["subject"]
        == "council.motion/77"
    )
    assert (
        len(client.get("/api/v1/log/entries/", {"about": "biomes.biome/vessa-lagoon"}).json()["results"]) == 4
    )


@pytest.mark.parametrize("size", ["x", "0", "4", "99"])
def test_the_api_refuses_a_size_that_has_no_such_proof(client, sealed, size):
    assert client.get("/api/v1/log/entries/4/proof/", {"size": size}).status_code == 400


def test_the_api_shows_checkpoints(client, sealed):
    rows = client.get("/api/v1/log/checkpoints/").json()["results"]

    assert rows[0]["size"] == 6
    assert (
        client.get("/api/v1/log/checkpoints/6/").json()["note"]
        == client.get("/log/checkpoint").content.decode()
    )
    assert client.get("/api/v1/log/checkpoints/5/").status_code == 404


@pytest.mark.parametrize("name", ["ledger:log", "ledger:verify", "log-checkpoint", "log-entries"])
def test_nothing_is_written_by_these_addresses(client, sealed, name):
    assert client.post(reverse(name)).status_code == 405


def test_the_page_on_verifying_is_honest_about_its_limits(client, sealed):
    page = client.get(reverse("ledger:verify")).content.decode()

    assert "verify.py" in page
    assert "stolen key" in page


def test_who_keeps_checkpoints_is_listed_and_only_pages_are_linked(client, sealed, settings):
    settings.LEDGER_WITNESSES = [
        "Harbour Archive=https://archive.example/log",
        "A person",
        "Odd=javascript:alert(1)",
    ]

    page = client.get(reverse("ledger:verify")).content.decode()

    assert '<a href="https://archive.example/log" rel="external"><bdi>Harbour Archive</bdi></a>' in page
    assert "<li><bdi>A person</bdi></li>" in page
    assert "javascript:" not in page


def test_the_monitor_is_served_as_it_stands(client, db):
    answer = client.get(reverse("log-monitor"))

    assert answer["Content-Disposition"] == 'attachment; filename="monitor.py"'
    assert b"def is_consistent" in answer.content

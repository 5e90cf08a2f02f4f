"""Alliances on pages and for programs: read by all, done by their parties, refused with what was typed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from council import actions, queries
from council.models import Alliance, Commitment
from council.rules.alliances import Stage
from ledger.queries import now
from tests.accounts.people import sign_in
from tests.council import alliance_scenes as allied
from tests.council import scenes
from tests.council.alliance_scenes import BODY, LAGOON, RIVER, agreed, in_force, only, proposed
from tests.council.scenes import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db):
    made = scenes.council(now())
    allied.authority(made, now())
    return made


def proposal(**said):
    today = now().date()
    plain = {
        "title": "Reeds for the shore", "purpose": "Let the reeds come back.", "bodies": [BODY], "beings": [LAGOON],
        "first": (today + timedelta(days=1)).isoformat(), "last": (today + timedelta(days=300)).isoformat(),
    }  # fmt: skip
    return plain | said


def promise(**said):
    due = (now() + 60 * DAY).date().isoformat()
    return {"owes": BODY, "what": "Plant a hectare.", "due_on": due, "shown_by": "A photograph."} | said


def page(client, alliance):
    return client.get(alliance.get_absolute_url()).content.decode()


def test_a_party_proposes_promises_agrees_and_a_motion_is_drafted_from_the_page(client, scene):
    sign_in(client, scene.people["water"])
    made = client.post(reverse("council:new_alliance"), proposal())
    alliance = Alliance.objects.get()
    assert made["Location"] == alliance.get_absolute_url()
    assert client.post(reverse("council:add_commitment", args=[alliance.code]), promise()).status_code == 302
    for who, party in (("water", BODY), ("b-1", LAGOON), ("b-1/2", LAGOON)):
        sign_in(client, scene.people[who])
        assert "Give its word: join" in page(client, alliance)
        client.post(reverse("council:alliance_word", args=[alliance.code, "join"]), {"party": party})
    alliance.refresh_from_db()
    assert alliance.status is Stage.AGREED

    sign_in(client, scene.people["h-2"])
    words = {
        "kind": "alliance",
        "title": "Shall it?",
        "summary": "So.",
        "text": "It is.",
        "act": alliance.subject,
    }
    assert "Draft the motion" in page(client, alliance)
    assert client.post(reverse("council:new"), words).status_code == 302
    refused = client.post(reverse("council:new"), words | {"kind": "resolution"})
    assert "taken up by a motion of the kind alliance" in refused.content.decode()


def test_an_empty_proposal_says_what_is_missing(client, scene):
    sign_in(client, scene.people["water"])
    answer = client.post(reverse("council:new_alliance"), {})

    assert answer.status_code == 422
    for sentence in (
        "Give the alliance a name.", "Say what the alliance is for.", "Say on which day it begins.",
        "Choose at least one human body.", "Choose at least one living system.",
    ):  # fmt: skip
        assert sentence in answer.content.decode()


def test_a_refused_proposal_keeps_what_was_typed(client, scene):
    sign_in(client, scene.people["water"])
    today = now().date().isoformat()
    answer = client.post(reverse("council:new_alliance"), proposal(first=today, last="2020-01-01"))

    assert answer.status_code == 409
    assert "would end before it begins" in answer.content.decode()
    assert "Reeds for the shore" in answer.content.decode()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"shown_by": ""}, "Say by what it is seen"),
        ({"indicator": "oxygen-night"}, "Say of which living system."),
        (
            {"indicator": "oxygen-night", "biome": LAGOON, "how": "reaches", "side": "at_least"},
            "Say the limit.",
        ),
        ({"what": ""}, "Say what is owed."),
    ],
)
def test_half_a_commitment_names_the_field(client, scene, said, sentence):
    alliance = proposed(scene, now())
    sign_in(client, scene.people["water"])
    answer = client.post(reverse("council:add_commitment", args=[alliance.code]), promise(**said))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Commitment.objects.exists()


def test_a_measured_commitment_reads_as_a_sentence_with_its_unit(client, scene):
    alliance = proposed(scene, now())
    sign_in(client, scene.people["water"])
    said = {"indicator": "oxygen-night", "biome": LAGOON, "how": "reaches", "side": "at_least", "limit": "5"}
    client.post(reverse("council:add_commitment", args=[alliance.code]), promise(shown_by="", **said))
    text = page(client, alliance)

    assert "Oxygen at night, Vessa Lagoon: reaches the limit or more by" in text
    assert 'value="5' in text


def test_a_commitment_is_struck_out_by_a_party_and_by_nobody_else(client, scene):
    alliance = proposed(scene, now())
    one = allied.owed(scene, alliance, now())
    sign_in(client, scene.people["h-2"])
    assert client.post(reverse("council:strike_commitment", args=[one.key])).status_code == 409
    sign_in(client, scene.people["b-1"])

    assert client.post(reverse("council:strike_commitment", args=[one.key])).status_code == 302
    assert not Commitment.objects.exists()


def test_a_party_finds_a_commitment_with_evidence_that_everybody_reads(client, scene):
    alliance = in_force(scene, now(), {"days": 3})
    one = only(alliance)
    sign_in(client, scene.people["b-1"])
    said = {
        "party": LAGOON,
        "finding": "kept",
        "evidence": "https://shore.example/reeds",
        "note": "We counted.",
    }
    assert client.post(reverse("council:find_commitment", args=[one.key]), said).status_code == 302
    client.logout()
    text = page(client, alliance)

    for words in ("Kept", "https://shore.example/reeds", "We counted."):
        assert words in text


@pytest.mark.parametrize(
    ("evidence", "status"),
    [
        ("http://shore.example/", 422), ("javascript:alert(1)", 422), ("biomes.reading/999999", 422), ("", 422),
        ("https://", 422), (LAGOON, 302),
    ],
)  # fmt: skip
def test_evidence_is_a_secure_link_or_something_on_the_record(client, scene, evidence, status):
    one = only(in_force(scene, now(), {"days": 3}))
    sign_in(client, scene.people["b-1"])
    said = {"party": LAGOON, "finding": "kept", "evidence": evidence}
    answer = client.post(reverse("council:find_commitment", args=[one.key]), said)

    assert answer.status_code == status


def test_a_finding_too_early_is_refused_and_what_was_typed_stays(client, scene):
    one = only(in_force(scene, now(), {"days": 3}))
    sign_in(client, scene.people["b-1"])
    said = {
        "party": LAGOON,
        "finding": "broken",
        "evidence": "https://shore.example/",
        "note": "Nothing grows.",
    }
    answer = client.post(reverse("council:find_commitment", args=[one.key]), said)

    assert answer.status_code == 409
    assert "nobody can find it broken before its day" in answer.content.decode()
    assert "Nothing grows." in answer.content.decode()


def test_the_graph_and_its_table_name_every_party(client, scene):
    in_force(scene, now(), {"days": 3}, parties=[BODY, LAGOON])
    proposed(scene, now(), title="River pact", parties=[BODY, RIVER])
    text = client.get(reverse("council:alliances")).content.decode()
    drawing, table = text.split("<figcaption")[0], text.split("<table")[1]

    for name in ("Harl Water", "Vessa Lagoon", "River pact"):
        assert f'aria-label="{name}"' in drawing or name in drawing
        assert name in table
    assert "is-in_force" in drawing
    assert "is-proposed" in drawing


def test_the_list_asks_no_more_of_the_database_for_more_alliances(client, scene):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("council:alliances"))
        return len(seen)

    proposed(scene, now())
    client.get(reverse("council:alliances"))
    one = asked()
    for _more in range(4):
        proposed(scene, now(), parties=[allied.COUNCIL, BODY, LAGOON, RIVER])

    assert asked() <= one


def test_no_alliance_is_said_so(client, scene):
    assert "No alliance stands here" in client.get(reverse("council:alliances")).content.decode()


def test_each_shelf_holds_its_own(client, scene):
    proposed(scene, now(), title="River pact")

    assert "River pact" in client.get(reverse("council:alliances") + "?stage=ahead").content.decode()
    ended = client.get(reverse("council:alliances") + "?stage=ended").content.decode()
    assert "No alliance stands here" in ended


def test_a_living_systems_page_and_a_bodys_lead_to_their_alliances(client, scene):
    alliance = proposed(scene, now(), parties=[allied.COUNCIL, LAGOON], by=scene.people["h-1"])

    for where in (
        reverse("council:alliances_for", args=["vessa-lagoon"]), reverse("council:body", args=["vessa-council"]),
    ):  # fmt: skip
        assert alliance.get_absolute_url() in client.get(where).content.decode()
    assert (
        reverse("council:alliances_for", args=["vessa-lagoon"])
        in client.get(reverse("biomes:biome", args=["vessa-lagoon"])).content.decode()
    )
    assert client.get(reverse("council:alliances_for", args=["no-such"])).status_code == 404


def test_a_party_renews_it_from_its_page(client, scene):
    old = in_force(scene, now())
    sign_in(client, scene.people["b-1"])
    address = reverse("council:renew_alliance", args=[old.code])
    offered = client.get(address).content.decode()
    first, last = old.until.date(), old.until.date() + timedelta(days=364)
    assert f'value="{first.isoformat()}"' in offered
    assert f'value="{last.isoformat()}"' in offered
    client.post(address, proposal(first=first.isoformat(), last=last.isoformat()))

    assert Alliance.objects.get(renews=old).since == old.until


def test_its_proposer_drops_it(client, scene):
    alliance = proposed(scene, now())
    sign_in(client, scene.people["water"])
    client.post(reverse("council:alliance_word", args=[alliance.code, "drop"]))

    assert Alliance.objects.get().ended_by == "dropped"


def test_a_member_who_speaks_for_no_party_is_kept_out(client, scene):
    alliance = proposed(scene, now())
    sign_in(client, scene.people["h-2"])

    assert client.get(reverse("council:new_alliance")).status_code == 403
    word = client.post(reverse("council:alliance_word", args=[alliance.code, "join"]), {"party": BODY})
    assert word.status_code == 409
    assert client.post(reverse("council:alliance_word", args=[alliance.code, "dance"])).status_code == 404


# --- For programs ----------------------------------------------------------------------------------
def sent(client, name, body, **args):
    return client.post(reverse(f"api:{name}", kwargs=args), body, content_type="application/json")


def test_the_whole_life_by_program(client, scene):
    sign_in(client, scene.people["water"])
    since = (now() + DAY).isoformat()
    body = {"title": "Reeds", "purpose": "Grow.", "since": since, "until": (now() + 90 * DAY).isoformat(),
            "parties": [BODY, LAGOON]}  # fmt: skip
    made = sent(client, "alliance-list", body)
    assert made.status_code == 201
    code = made.json()["code"]
    measure = {
        "indicator": "oxygen-night",
        "biome": LAGOON,
        "how": "reaches",
        "side": "at_least",
        "limit": "5",
    }
    due = (now() + 9 * DAY).date().isoformat()
    owed = sent(
        client,
        "alliance-commitments",
        {"owes": BODY, "what": "Air", "due_on": due, "measure": measure},
        code=code,
    )
    assert owed.status_code == 201
    assert owed.json()["measure"] == {**measure, "limit": "5.000000"}
    for who, party in (("water", BODY), ("b-1", LAGOON), ("b-1/2", LAGOON)):
        sign_in(client, scene.people[who])
        last = sent(client, "alliance-words", {"party": party, "word": "join"}, code=code)
    client.logout()

    assert last.json()["stage"] == "agreed"
    read = client.get(reverse("api:alliance-detail", args=[code])).json()
    assert read["agreement"]["commitments"][0]["limit"] == "5"
    listed = client.get(reverse("api:alliance-list"), {"party": LAGOON, "stage": "agreed"}).json()["results"]
    assert [row["code"] for row in listed] == [code]


def test_anybody_re_derives_the_fingerprint(client, scene):
    from council.rules.reading import fingerprint

    alliance = agreed(scene, proposed(scene, now()), now())
    read = client.get(reverse("api:alliance-detail", args=[alliance.code])).json()

    assert fingerprint(read["agreement"]) == read["sha256"]


def test_findings_by_program(client, scene):
    one = only(in_force(scene, now(), {"days": 3}))
    sign_in(client, scene.people["b-1"])
    body = {"party": LAGOON, "finding": "kept", "evidence": "ftp://no"}
    wrong = sent(client, "commitment-findings", body, key=one.key)
    right = sent(client, "commitment-findings", body | {"evidence": "https://shore.example/"}, key=one.key)
    client.logout()

    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["evidence"])
    assert right.status_code == 201
    assert client.get(reverse("api:commitment-detail", args=[one.key])).json()["standing"] == "kept"
    told = client.get(reverse("api:commitment-findings", args=[one.key])).json()
    assert [row["party"] for row in told] == [LAGOON]
    listed = client.get(reverse("api:commitment-list"), {"alliance": one.alliance.code}).json()["results"]
    assert [row["standing"] for row in listed] == ["kept"]


def test_a_program_is_refused_as_its_page_is(client, scene):
    alliance = proposed(scene, now())
    sign_in(client, scene.people["h-2"])

    assert (
        sent(client, "alliance-words", {"party": BODY, "word": "join"}, code=alliance.code).status_code == 409
    )
    assert sent(client, "alliance-list", {}).status_code == 403
    assert sent(client, "alliance-drop", {}, code=alliance.code).status_code == 409


def test_the_sweep_starts_one_task_for_each(scene, settings):
    from council import tasks

    settings.CELERY_TASK_ALWAYS_EAGER = True
    alliance = in_force(scene, now(), {"days": 0, "what": "Today."})
    assert queries.alliances_due(now()) == [alliance.pk]
    tasks.advance_alliance(alliance_id=alliance.pk)

    assert queries.alliances_due(now()) == []
    assert actions.advance_alliances(at=now()) == 0

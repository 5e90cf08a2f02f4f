"""Files of links: out and in by the same columns, looked at first; a link that changes is ended, and another follows."""

import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.rules.roles import Role
from biomes import actions, bulk_files
from biomes.actions import bulk_rows
from biomes.models import Link
from biomes.queries import bulk as reads
from biomes.rules import link_table
from biomes.rules.bulk import Noun, Verdict
from biomes.rules.words import LinkKind
from tests.accounts.people import person, sign_in
from tests.biomes import makers
from tests.biomes.sheets import csv_rows, look, read, send, take_in

HEAD = "from,to,kind,direction,strength,evidence,evidence_url\n"
GOOD = {
    "from": "creek", "to": "bay", "kind": "flow", "direction": "one_way", "strength": "0.4", "evidence": "Survey 2149",
    "evidence_url": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def world(db, noon):
    biomes = {slug: makers.biome(slug, at=noon) for slug in ("creek", "bay", "marsh")}
    actions.add_link(
        source=biomes["creek"], target=biomes["bay"], kind=LinkKind.FLOW, strength=Decimal("0.40"),
        evidence="=Survey 2149; \"table\" 4", evidence_url="https://example.org/a,b", actor="p", at=noon,
    )  # fmt: skip
    actions.add_link(
        source=biomes["bay"], target=biomes["marsh"], kind=LinkKind.MIGRATION, strength=Decimal("1"), both_ways=True,
        evidence="Rings on 40 terns", actor="p", at=noon,
    )  # fmt: skip
    makers.biome("hidden", at=noon, stage="draft")
    return biomes


def judged(*rows):
    return reads.judged(Noun.LINKS, [{"line": 2 + n, "cells": row} for n, row in enumerate(rows)])


@pytest.mark.parametrize("form", bulk_files.TYPES)
def test_what_goes_out_comes_back_and_changes_nothing(client, world, form):
    data = client.get(f"/lattice/links.{form}").getvalue()

    rows = read(data, Noun.LINKS)

    assert [one.verdict for one in reads.judged(Noun.LINKS, rows)] == [Verdict.UNCHANGED] * 2


@pytest.mark.parametrize("form", bulk_files.TYPES)
def test_what_went_out_makes_the_same_again_elsewhere(client, world, form):
    data = client.get(f"/lattice/links.{form}").getvalue()
    said = sorted(
        Link.objects.values_list(
            "source", "target", "kind", "both_ways", "strength", "evidence", "evidence_url"
        )
    )
    Link.objects.all().delete()

    assert take_in(look(data, Noun.LINKS)).counts == {"new": 2}

    again = Link.objects.values_list(
        "source", "target", "kind", "both_ways", "strength", "evidence", "evidence_url"
    )
    assert sorted(again) == said


def test_a_feature_shows_its_link_from_middle_to_middle(client, world):
    said = json.loads(client.get("/lattice/links.geojson").getvalue())["features"][0]

    assert said["geometry"]["type"] == "LineString"
    assert len(said["geometry"]["coordinates"]) == 2
    assert set(said["properties"]) == set(link_table.COLUMNS)


@given(
    st.sampled_from(list(LinkKind)), st.booleans(), st.integers(0, 100), st.text(min_size=1, max_size=300),
    st.sampled_from(["", "https://example.org/a", "http://[::1]/x?y=1,2"]),
)  # fmt: skip
def test_what_a_row_says_of_a_link_is_read_as_the_same(kind, both_ways, share, evidence, url):
    evidence = evidence.replace("\x00", "").strip() or "x"
    link = {
        "from": "a", "to": "b", "kind": kind.value, "both_ways": both_ways, "strength": Decimal(share) / 100,
        "evidence": evidence, "evidence_url": url,
    }  # fmt: skip

    assert link_table.content(link_table.cells(link), None) == (link, [])


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("from", "nowhere", "unknown_biome"),
        ("to", "hidden", "unknown_biome"),
        ("to", "marsh\x00", "nul_byte"),
        ("to", "", "unknown_biome"),
        ("from", "marsh", "same_ends"),
        ("kind", "river", "not_a_link_kind"),
        ("direction", "up", "not_a_direction"),
        ("direction", "", "missing"),
        ("strength", "1.01", "not_a_share"),
        ("strength", "-0.1", "not_a_share"),
        ("strength", "0.125", "not_a_share"),
        ("strength", "0,5", "not_a_share"),
        ("strength", "NaN", "not_a_share"),
        ("strength", "1e99999999", "not_a_share"),
        ("strength", "٠", "not_a_share"),
        ("strength", "", "missing"),
        ("evidence", " ", "missing"),
        ("evidence", "x" * 301, "too_long"),
        ("evidence_url", "javascript:alert(1)", "not_a_link"),
        ("evidence_url", "https://[", "not_a_link"),
    ],
)  # fmt: skip
def test_a_bad_cell_is_told_by_line_column_and_sentence(client, world, column, cell, code):
    sign_in(client, person("noor", Role.CURATOR))
    row = GOOD | {"to": "marsh"} | {column: cell}

    found = judged(row)[0]
    assert found.verdict is Verdict.REFUSED
    assert code in [one.code for one in found.faults]

    page = send(client, HEAD + ",".join(f'"{one}"' for one in row.values()) + "\n", noun="links")
    assert page.status_code == (200 if "\x00" not in cell else 422)


def test_a_column_that_is_needed_and_not_there_is_told_for_a_new_link(world):
    found = judged({"from": "creek", "to": "marsh", "kind": "recharge"})[0]

    assert [one.field for one in found.faults] == ["direction", "strength", "evidence"]


def test_a_heading_names_both_ends_and_the_kind(client, db):
    sign_in(client, person("noor", Role.CURATOR))

    assert "“kind”" in send(client, "from,to,strength\na,b,1\n", noun="links").content.decode()


def test_a_link_that_changes_is_ended_with_the_reason_and_another_follows(world):
    former = Link.objects.get(kind="flow")

    sheet = look("from,to,kind,strength\ncreek,bay,flow,0.5\n", Noun.LINKS)
    assert (sheet.counts, sheet.rows.get().changed) == ({"changed": 1}, ["strength"])
    take_in(sheet, reason="Survey of 2150")

    former.refresh_from_db()
    standing = Link.objects.standing().get(kind="flow")
    assert former.end_reason == "Survey of 2150"
    assert (standing.strength, standing.evidence) == (Decimal("0.50"), former.evidence)


def test_a_link_named_twice_in_a_file_is_refused_the_second_time(world):
    twice = judged(GOOD | {"to": "marsh"}, GOOD | {"to": "marsh", "strength": "0.2"})

    assert [one.verdict for one in twice] == [Verdict.NEW, Verdict.REFUSED]
    assert [(one.field, one.code) for one in twice[1].faults] == [("from", "key_twice")]


def test_a_link_that_somebody_ended_after_the_check_is_left_out(world, noon):
    sheet = look("from,to,kind,strength\ncreek,bay,flow,0.5\n", Noun.LINKS)
    actions.end_link(link_id=Link.objects.get(kind="flow").pk, reason="Dammed", actor="p", at=noon)

    done = take_in(sheet, all_or_nothing=False)

    assert done.counts == {"left_out": 1}
    assert not Link.objects.standing().filter(kind="flow").exists()


def test_a_line_of_a_file_is_read_with_its_number(world):
    rows = csv_rows(
        HEAD + "creek,marsh,flow,one_way,0.1,e,\n\nbay,creek,recharge,both_ways,0.2,e,\n", Noun.LINKS
    )

    assert [row["line"] for row in rows] == [2, 4]
    assert [one.verdict for one in reads.judged(Noun.LINKS, rows)] == [Verdict.NEW, Verdict.NEW]


MANY = [
    GOOD | {"from": "marsh", "to": "creek"},
    GOOD | {"from": "marsh", "to": "bay"},
    GOOD | {"to": "marsh"},
]


def test_every_link_of_a_file_is_recorded_as_one_that_was_added_by_hand(world, noon):
    from ledger.models import Fact

    bulk_rows.take_in(noun=Noun.LINKS, rows=judged(*MANY), author="p-1", reason="r", at=noon)

    facts = Fact.objects.filter(kind="biomes.link.saved", actor="p-1").order_by("pk")
    assert [(one.subject, one.about, one.body) for one in facts] == [
        (
            link.source.subject,
            [link.target.subject],
            {"link": link.pk, "link_kind": "flow", "strength": "0.40"},
        )
        for link in Link.objects.order_by("pk")[2:]
    ]
    assert len(facts) == 3


def test_a_file_of_more_links_asks_the_database_no_more_often(world, noon, django_assert_num_queries):
    with CaptureQueriesContext(connection) as one_row:
        bulk_rows.take_in(noun=Noun.LINKS, rows=judged(MANY[0]), author="p", reason="r", at=noon)

    with django_assert_num_queries(len(one_row)):
        bulk_rows.take_in(noun=Noun.LINKS, rows=judged(*MANY[1:]), author="p", reason="r", at=noon)


def test_where_somebody_added_one_of_the_links_meanwhile_the_others_are_taken_in(world, noon):
    rows = judged(*MANY)
    actions.add_link(
        source=world["marsh"], target=world["bay"], kind=LinkKind.FLOW, strength=Decimal("0.1"), evidence="e",
        actor="p", at=noon,
    )  # fmt: skip

    done = bulk_rows.take_in(noun=Noun.LINKS, rows=rows, author="p", reason="r", at=noon)

    assert done == {rows[0].line, rows[2].line}

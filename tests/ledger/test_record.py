"""What may be recorded, and what the record's guards hold."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from ledger import actions as ledger
from ledger import queries
from ledger.models import Checkpoint, Document, Entry, Fact, Unsealed
from ledger.rules.values import BadValue, checked, names_a_person, office_of

PERSON = "p-0123456789bcdfgh"
ACTS = {
    "update": lambda table, field: table.objects.update(**{field: F(field)}),
    "delete": lambda table, field: table.objects.all()._raw_delete("default"),
    "raw": lambda table, field: connection.cursor().execute(f"DELETE FROM {table._meta.db_table}"),
}


def note(noon, **body):
    fields = {"kind": "council.motion.closed", "subject": "council.motion/12", "actor": "", "at": noon} | body
    return ledger.record(public=fields.pop("public", True), **fields)


def notes(noon, *bodies):
    rows = [("council.motion/12", (), body) for body in bodies]
    return ledger.record_many(kind="council.motion.closed", rows=rows, actor="", at=noon, public=True)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded(noon):
    with pytest.raises(RuntimeError, match="outside a transaction"):
        note(noon)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_not_many_things_are_recorded_either(noon):
    with pytest.raises(RuntimeError, match="outside a transaction"):
        notes(noon, {"yes": 1})


@pytest.mark.django_db
def test_what_is_recorded_together_is_recorded_as_one_by_one(noon):
    one, other = note(noon, yes=1), note(noon, yes=2)
    both = notes(noon, {"yes": 1}, {"yes": 2})

    told = [(f.kind, f.subject, f.actor, f.at, f.public, f.about, f.body) for f in (one, other)]
    assert [(f.kind, f.subject, f.actor, f.at, f.public, f.about, f.body) for f in both] == told
    assert set(Unsealed.objects.values_list("fact", flat=True)) == {f.pk for f in (one, other, *both)}


@pytest.mark.django_db
def test_of_what_is_recorded_together_each_is_held_against_the_rules_before_any_is_written(noon):
    with pytest.raises(BadValue):
        notes(noon, {"yes": 1}, {"by": PERSON})

    assert not Fact.objects.exists()


@pytest.mark.django_db
def test_a_public_fact_waits_for_the_sealer_and_a_private_one_does_not(noon):
    told = note(noon)
    kept = note(noon, kind="petitions.signature.confirmed", public=False)

    assert Unsealed.objects.filter(fact=told).exists()
    assert not Unsealed.objects.filter(fact=kept).exists()


@pytest.mark.django_db
def test_times_and_codes_are_written_in_the_log_s_own_form(noon):
    madrid = timezone(timedelta(hours=2))

    fact = note(
        noon,
        due=datetime(2150, 7, 1, 2, 30, 15, 999, tzinfo=madrid),
        on=date(2150, 7, 1),
        key=UUID(int=7),
        rows=(1, {"ok": True}),
    )

    assert fact.body["due"] == "2150-07-01T00:30:15Z"
    assert fact.body["on"] == "2150-07-01"
    assert fact.body["rows"] == [1, {"ok": True}]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value",
    [
        0.5,
        float("nan"),
        Decimal("1.5"),
        Fraction(65, 100),
        2**53,
        -(2**53),
        "Cafe\u0301",
        "\ud800",
        "a\x00b",
        {"clé": 1},
        {1: 2},
        datetime(2150, 1, 1),
        b"bytes",
        {"deep": [0.1]},
        object(),
    ],
)
def test_a_value_without_an_exact_form_is_refused(noon, value):
    with pytest.raises(BadValue), transaction.atomic():
        note(noon, value=value)

    assert not Fact.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": f"accounts.user/{PERSON}"},
        {"voter": PERSON},
        {"rows": [{"who": PERSON}]},
        {"kind": "closed"},
        {"kind": "Council.Motion.Closed"},
        {"subject": "motion 12"},
        {"documents": {"../../etc/passwd": b"x"}},
        {"documents": {"/rules/a.json": b"x"}},
        {"documents": {"rules/../a": b"x"}},
        {"documents": {"rolls.jsonl": b"two\nlines"}},
        {"documents": {"rolls.jsonl": b""}},
        {"documents": {"rules/a.json": b"x"}, "public": False},
    ],
)
def test_what_does_not_belong_into_the_public_log_is_refused(noon, wrong):
    with pytest.raises(BadValue), transaction.atomic():
        note(noon, **wrong)

    assert not Fact.objects.exists()


@pytest.mark.django_db
def test_one_path_never_holds_two_documents(noon):
    note(noon, documents={"rules/a.json": b"{}"})

    note(noon, documents={"rules/a.json": b"{}"})
    with pytest.raises(BadValue, match="other bytes"):
        note(noon, documents={"rules/a.json": b"[]"})


@pytest.mark.django_db
@pytest.mark.parametrize("act", ACTS)
def test_a_fact_is_never_changed_or_deleted(noon, act):
    note(noon, documents={"rules/a.json": b"{}"})
    ledger.seal_due(at=noon)

    for table, field in [(Fact, "kind"), (Document, "path"), (Entry, "digest"), (Checkpoint, "size")]:
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            ACTS[act](table, field)
        assert table.objects.exists()


@pytest.mark.django_db
def test_a_timeline_finds_a_fact_from_either_side(noon):
    told = note(noon, about=["biomes.biome/vessa-lagoon"])

    assert list(queries.around("council.motion/12")) == [told]
    assert list(queries.around("biomes.biome/vessa-lagoon")) == [told]
    assert not queries.around("biomes.biome/other").exists()


@pytest.mark.parametrize(
    ("actor", "told"),
    [
        ("council.seat/b-3", "council.seat/b-3"),
        ("accounts.organisation/harl-water", "accounts.organisation/harl-water"),
        (PERSON, ""),
        (f"accounts.user/{PERSON}", ""),
        ("", ""),
    ],
)
def test_only_an_office_is_told_as_the_actor(actor, told):
    assert office_of(actor) == told


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.from_regex(r"[a-z0-9 ]{0,12}", fullmatch=True),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.from_regex(r"[a-z]{1,6}", fullmatch=True), inner)
    ),
    max_leaves=6,
)


@given(plain)
def test_plain_values_pass_unchanged(value):
    assert checked(value) == value


@given(plain)
def test_a_person_s_code_is_found_however_deep(value):
    assert not names_a_person(value)
    assert names_a_person([value, {"x": [PERSON]}])


def test_a_value_nested_too_deeply_is_refused():
    deep: object = 1
    for _ in range(12):
        deep = [deep]

    with pytest.raises(BadValue, match="deeply"):
        checked(deep)


def test_moments_are_told_in_utc():
    assert checked(datetime(2150, 1, 1, tzinfo=UTC)) == "2150-01-01T00:00:00Z"

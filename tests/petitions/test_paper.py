"""Sheets of paper: two people enter, a third compares, and the lines join the count."""

import pytest

from ledger.models import Fact
from petitions import actions, queries
from petitions.actions.papering import _locked
from petitions.models import Line, Petition, Sheet, SheetEntry, Signature
from petitions.rules import deadlines, paper
from petitions.rules.paper import BLANK, Written
from tests.petitions.scene import DAY, HOUR, NOON, opened, sign, thresholds, zone
from tests.petitions.sheets import (
    accepted,
    check,
    desk,
    enter,
    lines,
    number,
    registered,
    sampled,
    scan_hash,
    settled,
)

pytestmark = pytest.mark.django_db
SIX = ("Ana Vale", "Bo Reyes", "Cy Orin", "Dee Marsh", "Eli Teun", "Fay Low")
WHY = "Brought by somebody who had no mandate."


@pytest.fixture
def petition():
    made = opened()
    actions.count_due(at=NOON)
    return Petition.objects.get(pk=made.pk)


@pytest.fixture
def people(db):
    return desk()


def fresh(petition):
    return Petition.objects.get(pk=petition.pk)


def numbers(petition):
    found = fresh(petition)
    return found.signature_count, found.online_count, found.paper_count


def facts(kind):
    return list(Fact.objects.filter(kind=kind))


def test_a_registered_sheet_is_a_public_fact_that_promises_its_sample(petition, people):
    sheet = registered(petition, people["teun"])

    fact = facts("petitions.sheet.registered")[0]
    assert fact.public
    assert fact.actor == ""
    assert (fact.body["scan"], fact.body["number"]) == (sheet.scan, number())
    assert fact.body["seed_digest"] == paper.seed_digest(bytes.fromhex(sheet.seed))
    assert sheet.seed not in str(fact.body)


def test_two_equal_entries_settle_and_a_third_person_makes_them_count(petition, people):
    sheet = settled(petition, people, lines(*SIX))
    assert sheet.stage == "settled"
    assert numbers(petition) == (6, 6, 0)

    check(sheet, people["ines"])
    actions.count_due(at=NOON + HOUR)

    assert numbers(petition) == (12, 6, 6)
    assert queries.unbalanced() == []


def test_nothing_of_a_sheet_counts_before_it_is_checked(petition, people):
    settled(petition, people, lines(*SIX))

    actions.count_due(at=NOON + HOUR)

    assert numbers(petition) == (6, 6, 0)
    assert not Signature.objects.filter(sheet__isnull=False).exists()


@pytest.mark.parametrize("who", ["teun", "rosa"])
def test_whoever_entered_a_sheet_cannot_check_it(petition, people, who):
    sheet = settled(petition, people, lines(*SIX))

    with pytest.raises(actions.CannotTakePaper, match="had a hand"):
        check(sheet, people[who])
    assert Sheet.objects.get(pk=sheet.pk).stage == "settled"


def test_whoever_registered_or_settled_a_sheet_cannot_check_it(petition, people):
    sheet = registered(petition, people["maro"])
    enter(sheet, people["teun"], lines(*SIX))
    sheet = enter(sheet, people["rosa"], lines(*SIX[:5], "Somebody Else"))
    actions.settle_lines(sheet_id=sheet.pk, lines={6: Written(SIX[5])}, by=people["ines"], at=NOON)

    for who in ("maro", "ines"):
        with pytest.raises(actions.CannotTakePaper, match="had a hand"):
            check(Sheet.objects.get(pk=sheet.pk), people[who])


def test_one_person_cannot_enter_a_sheet_twice(petition, people):
    sheet = registered(petition, people["teun"])
    enter(sheet, people["teun"], lines(*SIX))

    with pytest.raises(actions.CannotTakePaper, match="somebody else"):
        enter(sheet, people["teun"], lines(*SIX))
    assert sheet.entries.count() == 1


def test_a_third_entry_is_refused(petition, people):
    sheet = settled(petition, people, lines(*SIX))

    with pytest.raises(actions.CannotTakePaper, match="not at that step"):
        enter(sheet, people["ines"], lines(*SIX))


def test_what_differs_is_settled_line_by_line_by_somebody_else(petition, people):
    sheet = settled(petition, people, lines(*SIX), other=lines("Ana Wale", *SIX[1:5], BLANK))
    assert (sheet.stage, sheet.differed, list(queries.differing(sheet))) == ("differing", 2, [1, 6])

    actions.settle_lines(sheet_id=sheet.pk, lines={1: Written("Ana Vale")}, by=people["ines"], at=NOON)
    assert Sheet.objects.get(pk=sheet.pk).stage == "differing"
    actions.settle_lines(sheet_id=sheet.pk, lines={6: BLANK}, by=people["ines"], at=NOON)

    assert Sheet.objects.get(pk=sheet.pk).stage == "settled"
    assert list(sheet.lines.exclude(name="").values_list("name", flat=True)) == list(SIX[:5])


def test_neither_of_the_two_settles_what_they_differ_on(petition, people):
    sheet = settled(petition, people, lines(*SIX), other=lines(*SIX[:5]))

    with pytest.raises(actions.CannotTakePaper, match="somebody else"):
        actions.settle_lines(sheet_id=sheet.pk, lines={6: BLANK}, by=people["rosa"], at=NOON)


def test_a_line_is_settled_once(petition, people):
    sheet = settled(petition, people, lines(*SIX), other=lines(*SIX[:5]))

    with pytest.raises(actions.CannotTakePaper, match="settled already"):
        actions.settle_lines(sheet_id=sheet.pk, lines={1: BLANK}, by=people["ines"], at=NOON)


def test_a_sheet_with_too_many_wrong_lines_is_refused_as_a_whole(petition, people):
    sheet = settled(petition, people, lines(*SIX))

    sheet = check(sheet, people["ines"], wrong=sampled(sheet)[:1])

    assert (sheet.stage, sheet.fault, sheet.sampled, sheet.wrong) == ("refused", "sample", 5, 1)
    assert not Line.objects.filter(sheet=sheet).exists()
    assert facts("petitions.sheet.refused")[0].body["seed"] == sheet.seed


def test_a_wrong_line_within_the_limit_is_struck_and_the_rest_counts(petition, people):
    twenty = lines(*(f"Signer {chr(65 + n)}" for n in range(20)))
    sheet = settled(petition, people, twenty)

    sheet = check(sheet, people["ines"], wrong=sampled(sheet)[:1])
    actions.count_due(at=NOON)

    assert sheet.stage == "accepted"
    assert numbers(petition) == (25, 6, 19)
    assert Line.objects.filter(sheet=sheet, standing="struck", name="").count() == 1


def test_another_file_than_the_registered_scan_checks_nothing(petition, people):
    sheet = settled(petition, people, lines(*SIX))

    with pytest.raises(actions.CannotTakePaper, match="not the scan"):
        check(sheet, people["ines"], scan=scan_hash(7))


def test_a_check_sent_twice_counts_once(petition, people):
    sheet = accepted(petition, people, lines(*SIX))

    check(sheet, people["ines"])
    actions.count_due(at=NOON)

    assert numbers(petition) == (12, 6, 6)


def test_an_accepted_sheet_is_public_without_a_word_of_its_signers(petition, people):
    sheet = accepted(petition, people, lines(*SIX))

    fact = facts("petitions.sheet.accepted")[0]
    assert fact.public
    assert (fact.body["lines"], fact.body["counted"], fact.body["scan"]) == (6, 6, sheet.scan)
    assert (
        paper.seed_digest(bytes.fromhex(fact.body["seed"]))
        == facts("petitions.sheet.registered")[0].body["seed_digest"]
    )
    assert not [name for name in SIX if name in str([f.body for f in Fact.objects.all()])]


def test_the_entries_go_as_soon_as_the_sheet_has_ended(petition, people):
    accepted(petition, people, lines(*SIX))

    assert list(SheetEntry.objects.values_list("lines", flat=True)) == [[], []]


@pytest.mark.parametrize(("change", "why"), [({"seed": 0}, "number"), ({"seed": 1, "scan": 0}, "scan")])
def test_the_same_paper_is_registered_once(petition, people, change, why):
    registered(petition, people["teun"])

    with pytest.raises(actions.CannotTakePaper, match=why):
        actions.register_sheet(petition_id=petition.pk, number=number(change["seed"]), scan=scan_hash(change.get("scan", 9)),
                               collected_on=NOON.date(), by=people["rosa"], at=NOON)  # fmt: skip


def test_a_refused_sheet_may_come_again(petition, people):
    sheet = registered(petition, people["teun"])
    actions.set_sheet_aside(sheet_id=sheet.pk, reason=WHY, by=people["rosa"], at=NOON)

    assert registered(petition, people["teun"]).stage == "registered"


def test_a_sheet_that_comes_again_after_its_entries_is_compared_as_a_whole(petition, people):
    ten = lines(*(f"Signer {chr(65 + n)}" for n in range(10)))
    first = settled(petition, people, ten)
    assert len(sampled(first)) == 5
    actions.set_sheet_aside(sheet_id=first.pk, reason=WHY, by=people["ines"], at=NOON)

    assert len(sampled(settled(petition, people, ten))) == 10


def test_a_sheet_that_was_never_entered_comes_again_as_if_new(petition, people):
    actions.set_sheet_aside(sheet_id=registered(petition, people["teun"]).pk, reason=WHY, by=people["rosa"], at=NOON)  # fmt: skip

    assert len(sampled(settled(petition, people, lines(*SIX)))) == 5


def test_no_paper_speaks_for_two_petitions(petition, people):
    registered(petition, people["teun"])

    with pytest.raises(actions.CannotTakePaper, match="registered already"):
        registered(opened(email="other@shore.example"), people["teun"])


def test_a_sheet_set_aside_says_why_in_public_and_ends_there(petition, people):
    sheet = registered(petition, people["teun"])

    actions.set_sheet_aside(sheet_id=sheet.pk, reason=WHY, by=people["rosa"], at=NOON)

    assert facts("petitions.sheet.refused")[0].body["reason"] == WHY
    with pytest.raises(actions.CannotTakePaper, match="not at that step"):
        enter(sheet, people["teun"], lines(*SIX))
    with pytest.raises(actions.CannotTakePaper, match="ended already"):
        actions.set_sheet_aside(sheet_id=sheet.pk, reason=WHY, by=people["rosa"], at=NOON)


@pytest.mark.parametrize(("late", "day", "why"), [
    (deadlines.GRACE + HOUR, 0, "has passed"), (-DAY, -400, "between the day"),
])  # fmt: skip
def test_a_sheet_comes_in_time_or_not_at_all(petition, people, late, day, why):
    at = petition.closes_at + late

    with pytest.raises(actions.CannotTakePaper, match=why):
        actions.register_sheet(petition_id=petition.pk, number=number(), scan=scan_hash(),
                               collected_on=(at + day * DAY).date(), by=people["teun"], at=at)  # fmt: skip


def test_paper_and_online_cross_a_threshold_together(petition, people):
    thresholds(petition, 12, 500)
    accepted(petition, people, lines(*SIX))

    actions.count_due(at=NOON + HOUR)

    assert fresh(petition).response_track == "owed"


def test_paper_is_in_the_tables_by_zone_and_hour(petition, people):
    zone("tessel-row")
    accepted(petition, people, lines(*SIX[:5], zone="tessel-row"), at=NOON)
    actions.count_due(at=NOON + HOUR)

    assert queries.exact_by_zone(petition) == {"": 6, "tessel-row": 5}
    assert queries.history(petition) == [(NOON, 11, 11, 5)]
    assert queries.unbalanced() == []


def test_books_whose_paper_is_off_are_found_and_mended(petition, people):
    accepted(petition, people, lines(*SIX))
    actions.count_due(at=NOON)
    Petition.objects.filter(pk=petition.pk).update(paper_count=2)
    petition.hour_counts.update(paper=1)

    assert queries.imbalance(fresh(petition)).wrong == {"paper", "hours"}
    actions.ask_audit(by=None, at=NOON)
    actions.audit_due(at=NOON)

    assert numbers(petition) == (12, 6, 6)
    assert queries.unbalanced() == []


def test_an_invalidation_names_a_sheet_and_is_put_back(petition, people):
    sheet = accepted(petition, people, lines(*SIX))
    accepted(petition, people, lines("Gil Sand"), seed=1)
    actions.count_due(at=NOON)
    criteria = actions.criteria_of(sheet=sheet.number, petition=petition, at=NOON)
    record = actions.draw_up_invalidation(petition_id=petition.pk, criteria=criteria, reason=WHY, by=people["ines"], at=NOON)  # fmt: skip

    actions.start_invalidation(invalidation_id=record.pk, by=people["ines"], at=NOON)
    actions.advance_invalidations(at=NOON)
    assert numbers(petition) == (7, 6, 1)
    assert queries.unbalanced() == []
    actions.reverse_invalidation(invalidation_id=record.pk, reason=WHY, by=people["ines"], at=NOON)
    actions.advance_invalidations(at=NOON)

    assert numbers(petition) == (13, 6, 7)
    assert queries.unbalanced() == []


def test_forgetting_takes_the_names_on_paper_and_no_number(petition, people):
    sign(petition, "ana@shore.example", name="Ana Vale")
    actions.count_due(at=NOON)
    sheet = accepted(petition, people, lines(*SIX))
    settled(petition, people, lines("Late Comer"), seed=2)
    actions.count_due(at=NOON)
    before = (numbers(petition), queries.history(petition))
    actions.close_due(at=petition.closes_at + DAY)

    at = petition.closes_at + DAY + deadlines.RETENTION + DAY
    while actions.forget_due(at=at):
        pass

    assert (numbers(petition), queries.history(petition)) == before
    assert not Line.objects.exclude(name="", zone=None, twin_key="", twin="").exists()
    assert not SheetEntry.objects.exclude(lines=[]).exists()
    assert not Signature.objects.filter(sheet=sheet).exclude(name="", canonical=None).exists()
    assert not Line.objects.filter(standing__in=["held", "waiting"]).exists()
    assert queries.unbalanced() == []


def test_a_sheet_is_locked_after_its_petition(petition, people, django_assert_num_queries):
    sheet = registered(petition, people["teun"])

    with django_assert_num_queries(3) as asked:
        _locked(sheet.pk)

    locks = [query["sql"] for query in asked if "FOR " in query["sql"]]
    assert ["petitions_petition" in sql.partition("WHERE")[0].split("FROM")[1] for sql in locks] == [
        True,
        False,
    ]

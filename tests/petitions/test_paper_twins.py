"""One person on paper and online: whoever came first, one of the two counts, and a person looks at the other."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.models import Fact
from petitions import actions, queries
from petitions.models import Invalidation, Line, Petition, Signature
from tests.effort import effort
from tests.petitions.scene import HOUR, NOON, opened, sign, thresholds, zone
from tests.petitions.sheets import accepted, desk, lines

pytestmark = pytest.mark.django_db
WHY = "Its collector had signed for others."


@pytest.fixture
def petition():
    made = opened()
    actions.count_due(at=NOON)
    return Petition.objects.get(pk=made.pk)


@pytest.fixture
def people(db):
    return desk()


def numbers(petition):
    found = Petition.objects.get(pk=petition.pk)
    return found.online_count - 6, found.paper_count


def held():
    return list(queries.held_lines())


def look(line, by, *, same, at=NOON + HOUR):
    return actions.judge_line(key=line.key, is_same=same, by=by, at=at)


def test_a_line_of_somebody_who_signed_online_is_held_and_never_counted(petition, people):
    signed = sign(petition, "ana@shore.example", name="ANA VÁLE")
    actions.count_due(at=NOON)

    accepted(petition, people, lines("Ana Vale", "Bo Reyes"))
    actions.count_due(at=NOON)

    assert numbers(petition) == (1, 1)
    assert [(line.name, line.twin) for line in held()] == [("Ana Vale", signed.receipt)]
    assert not Invalidation.objects.exists()


def test_a_counted_line_is_taken_off_when_its_signer_signs_online(petition, people):
    accepted(petition, people, lines("Ana Vale", "Bo Reyes"))
    actions.count_due(at=NOON)
    assert numbers(petition) == (0, 2)

    signed = sign(petition, "ana@shore.example", name="Ana Vale")
    actions.count_due(at=NOON + HOUR)

    assert numbers(petition) == (1, 1)
    assert [line.twin for line in held()] == [signed.receipt]
    assert queries.unbalanced() == []
    assert queries.receipt(signed.receipt).invalidation is None


def test_both_waiting_for_one_count_count_once(petition, people):
    sign(petition, "ana@shore.example", name="Ana Vale")
    accepted(petition, people, lines("Ana Vale"))

    actions.count_due(at=NOON + HOUR)

    assert numbers(petition) == (1, 0)
    assert len(held()) == 1
    assert not Invalidation.objects.exists()  # nothing was counted that had to be taken off
    assert queries.unbalanced() == []


def test_the_same_name_of_another_zone_is_somebody_else(petition, people):
    sign(petition, "ana@shore.example", name="Ana Vale", where=zone("tessel-row"))
    accepted(petition, people, lines("Ana Vale", zone="low-quay"))

    actions.count_due(at=NOON)

    assert numbers(petition) == (1, 1)
    assert held() == []


def test_the_same_line_on_two_sheets_counts_once(petition, people):
    accepted(petition, people, lines("Ana Vale", "ana vale"), seed=1)
    accepted(petition, people, lines("Ana Vale"), seed=2)

    actions.count_due(at=NOON)

    assert numbers(petition) == (0, 1)
    assert len(held()) == 2


def test_two_people_of_one_name_on_paper_lose_one_line_to_one_online(petition, people):
    accepted(petition, people, lines("Ana Vale", "Ana Vale"))
    look(held()[0], people["maro"], same=False)
    actions.count_due(at=NOON)
    assert numbers(petition) == (0, 2)

    sign(petition, "ana@shore.example", name="Ana Vale")
    actions.count_due(at=NOON + HOUR)

    assert numbers(petition) == (1, 1)


@pytest.mark.parametrize("first", ["online", "paper"])
def test_somebody_else_counts_after_a_look_whoever_came_first(petition, people, first):
    _both(petition, people, first)
    assert numbers(petition) == (1, 0)

    look(held()[0], people["maro"], same=False)
    actions.count_due(at=NOON + 2 * HOUR)

    assert numbers(petition) == (1, 1)
    assert held() == []
    assert queries.unbalanced() == []


@pytest.mark.parametrize("first", ["online", "paper"])
def test_the_same_person_never_counts_twice_and_the_line_keeps_no_name(petition, people, first):
    _both(petition, people, first)

    look(held()[0], people["maro"], same=True)
    actions.count_due(at=NOON + 2 * HOUR)

    assert numbers(petition) == (1, 0)
    assert Line.objects.get(standing="struck").name == ""
    assert Fact.objects.get(kind="petitions.sheet.judged").body["counts"] is False


def _both(petition, people, first):
    def online():
        sign(petition, "ana@shore.example", name="Ana Vale")

    def on_paper():
        accepted(petition, people, lines("Ana Vale"))

    for step in (online, on_paper) if first == "online" else (on_paper, online):
        step()
        actions.count_due(at=NOON)


def test_a_line_is_looked_at_once(petition, people):
    _both(petition, people, "paper")
    line = held()[0]
    look(line, people["maro"], same=False)

    assert look(line, people["maro"], same=False).standing == "counts"
    with pytest.raises(actions.CannotTakePaper, match="before"):
        look(line, people["ines"], same=True)
    actions.count_due(at=NOON)
    assert numbers(petition) == (1, 1)


def test_whoever_entered_the_sheet_does_not_look(petition, people):
    _both(petition, people, "paper")

    with pytest.raises(actions.CannotTakePaper, match="somebody else"):
        look(held()[0], people["rosa"], same=False)


def test_a_line_of_a_sheet_that_was_taken_off_is_not_let_in(petition, people):
    accepted(petition, people, lines("Ana Vale", "Bo Reyes"))
    sign(petition, "ana@shore.example", name="Ana Vale")
    actions.count_due(at=NOON)
    line = held()[0]
    record = take_off(petition, line.sheet, people["ines"])

    with pytest.raises(actions.CannotTakePaper, match="taken off"):
        look(line, people["maro"], same=False)
    actions.reverse_invalidation(invalidation_id=record.pk, reason=WHY, by=people["ines"], at=NOON)
    actions.advance_invalidations(at=NOON)
    look(line, people["maro"], same=False)
    assert numbers(petition) == (1, 2)


def take_off(petition, sheet, by):
    record = actions.draw_up_invalidation(
        petition_id=petition.pk,
        criteria=actions.criteria_of(sheet=sheet.number, petition=petition, at=NOON),
        reason=WHY,
        by=by,
        at=NOON,
    )
    actions.start_invalidation(invalidation_id=record.pk, by=by, at=NOON)
    actions.advance_invalidations(at=NOON)
    return record


def test_a_sheet_that_was_taken_off_stands_in_nobodys_way(petition, people):
    sheet = accepted(petition, people, lines("Ana Vale"), seed=1)
    actions.count_due(at=NOON)
    take_off(petition, sheet, people["ines"])

    accepted(petition, people, lines("Ana Vale"), seed=2)
    actions.count_due(at=NOON)

    assert numbers(petition) == (0, 1)


def test_the_record_of_one_line_is_not_undone_past_the_one_who_looks(petition, people):
    _both(petition, people, "paper")

    with pytest.raises(actions.CannotInvalidate, match="one line of a sheet"):
        actions.reverse_invalidation(
            invalidation_id=Invalidation.objects.get().pk, reason=WHY, by=people["ines"], at=NOON
        )


def test_nobody_passes_a_threshold_by_signing_twice(petition, people):
    thresholds(petition, 8, 500)
    accepted(petition, people, lines("Ana Vale"))
    sign(petition, "ana@shore.example", name="Ana Vale")

    actions.count_due(at=NOON + HOUR)

    assert numbers(petition) == (1, 0)
    assert Petition.objects.get(pk=petition.pk).response_track == "none"


def test_whom_a_look_lets_in_may_pass_a_threshold(petition, people):
    thresholds(petition, 8, 500)
    _both(petition, people, "paper")

    look(held()[0], people["maro"], same=False)

    assert Petition.objects.get(pk=petition.pk).response_track == "owed"


PAPER = count(1000)  # no two examples share a sheet
NAMES = ("Ana Vale", "Bo Reyes", "Cy Orin", "Dee Marsh")
events = st.permutations(
    [("online", name) for name in NAMES] + [("paper", pair) for pair in (NAMES[:2], NAMES[1:3], ("Eli Teun",))]
    + [("tick", n) for n in range(4)]
)  # fmt: skip


@settings(
    max_examples=effort(8, 25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(events)
def test_nobody_counts_twice_whatever_the_order_of_paper_online_and_counts(db, people, order):
    petition = opened()
    actions.count_due(at=NOON)
    for what, whom in order:
        if what == "online":
            sign(petition, f"{whom.split()[0].lower()}@shore.example", name=whom)
        elif what == "paper":
            accepted(petition, people, lines(*whom), seed=next(PAPER))
        else:
            actions.count_due(at=NOON)
        assert queries.unbalanced() == []
        assert len({name for (name,) in standing(petition)}) == len(standing(petition)) or what != "tick"

    actions.count_due(at=NOON + HOUR)

    assert numbers(petition) == (4, 1)
    assert sorted(line.name for line in held() if line.sheet.petition_id == petition.pk) == sorted(
        ["Ana Vale", "Bo Reyes", "Bo Reyes", "Cy Orin"]
    )
    assert queries.unbalanced() == []


def standing(petition):
    """The names that count now."""
    rows = Signature.objects.filter(petition=petition, batch__isnull=False, invalidation=None, name__in=[*NAMES, "Eli Teun"])  # fmt: skip
    return list(rows.values_list("name"))

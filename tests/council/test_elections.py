"""An election of persons that is kept: drafted, entered by two, counted, its ties settled, declared."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from council import actions
from council.models import ElectionCount
from council.rules.counts.blt import FileFault
from council.rules.counts.papers import Method, Paper
from council.rules.elections import How, Source
from ledger.models import Document, Fact
from tests.council import election_scenes as elections
from tests.council.election_scenes import CLEAR, LEVEL, counted, drafted, enter, opened, papers, settled

pytestmark = pytest.mark.django_db
WHY = "A lot was drawn before both, in the hall."
CSV = b"count,Ana Ruiz,bo,Cem Ar\n3,1,2,\n4,,1,2\n"


@pytest.fixture
def tellers(db):
    return elections.people()


def facts(election):
    return [
        fact.kind.rpartition(".")[2] for fact in Fact.objects.filter(subject=election.subject).order_by("id")
    ]


def test_what_two_tellers_type_alike_is_settled_counted_and_declared(scene, tellers, noon):
    election = counted(scene, tellers, noon)

    election = actions.publish_election(election_id=election.pk, by=scene.secretary, at=noon)

    assert election.state == "published"
    assert election.counts.get().bundle["elected"] == ["bo"]
    assert facts(election) == [
        "drafted", "opened", "entered", "entered", "settled", "counted", "published",
    ]  # fmt: skip


def test_the_count_leaves_its_bundle_in_the_log_and_erases_what_was_typed(scene, tellers, noon):
    election = counted(scene, tellers, noon)

    kept = election.counts.get()
    document = Document.objects.get(path=kept.path)
    assert document.sha256 == kept.sha256
    assert b"Ana Ruiz" not in bytes(document.data)
    assert {entry.papers == {} for entry in election.entries.all()} == {True}


def test_no_fact_of_an_election_names_anybody(scene, tellers, noon):
    election = counted(scene, tellers, noon, LEVEL)
    actions.settle_tie(
        election_id=election.pk, taken=["bo"], how=How.LOT, reason=WHY, by=scene.secretary, at=noon
    )

    told = str(list(Fact.objects.filter(subject=election.subject).values_list("body", flat=True)))

    assert not [name for _code, name in elections.THREE if name in told]
    assert WHY not in told


def test_one_teller_alone_settles_nothing(scene, tellers, noon):
    election = opened(scene, noon)
    election = enter(election, tellers["teun"], CLEAR, noon)

    assert election.state == "entering"
    with pytest.raises(actions.CannotElect, match="finished your entry"):
        enter(election, tellers["teun"], CLEAR, noon)
    with pytest.raises(actions.CannotElect):
        actions.count_election(election_id=election.pk, by=tellers["teun"], at=noon)


def test_a_third_teller_and_who_is_none_are_refused(scene, tellers, noon):
    election = opened(scene, noon)
    for name in ("teun", "rosa"):
        actions.enter_papers(election_id=election.pk, papers=papers(CLEAR), by=tellers[name], at=noon)

    with pytest.raises(actions.CannotElect, match="Two tellers"):
        enter(election, tellers["nina"], CLEAR, noon)
    with pytest.raises(actions.CannotElect, match="Only tellers"):
        enter(election, scene.secretary, CLEAR, noon)


def test_a_difference_is_settled_by_both_typing_it_anew_never_by_one(scene, tellers, noon):
    election = opened(scene, noon)
    enter(election, tellers["teun"], CLEAR, noon)
    election = enter(election, tellers["rosa"], CLEAR | {3: "ana"}, noon)
    assert (election.state, election.differed) == ("differing", 1)
    assert [row["options"] for row in election.differing["3"]] == [["ana", "bo"], ["ana"]]

    election = enter(election, tellers["rosa"], {3: "ana bo"}, noon)
    assert election.state == "differing"
    with pytest.raises(actions.CannotElect, match="paper 3 anew"):
        actions.finish_entry(election_id=election.pk, by=tellers["teun"], at=noon)
    election = enter(election, tellers["teun"], {3: "ana bo"}, noon)

    assert (election.state, election.papers, election.differing) == ("settled", 7, {})


def test_those_who_still_differ_are_asked_again(scene, tellers, noon):
    election = opened(scene, noon)
    for name, read in (("teun", "ana"), ("rosa", "bo"), ("teun", "ana"), ("rosa", "cem")):
        rows = {1: read} if election.state == "differing" else CLEAR | {1: read}
        election = enter(election, tellers[name], rows, noon)

    assert election.state == "differing"
    assert [row["options"] for row in election.differing["1"]] == [["ana"], ["cem"]]


def test_a_number_that_no_paper_bears_is_struck_by_both_and_one_that_both_read_by_nobody(
    scene, tellers, noon
):
    election = opened(scene, noon)
    enter(election, tellers["teun"], CLEAR | {70: "bo", 4: "cem"}, noon)
    election = enter(election, tellers["rosa"], CLEAR, noon)
    own = {"election_id": election.pk, "at": noon}

    with pytest.raises(actions.CannotElect, match="Both of you have read paper 4"):
        actions.strike_papers(numbers={4}, by=tellers["teun"], **own)
    for name in ("teun", "rosa"):
        actions.strike_papers(numbers={70}, by=tellers[name], **own)
        election = enter(election, tellers[name], {4: "bo"}, noon)

    assert (election.state, election.papers) == ("settled", 7)


def test_a_file_is_confirmed_by_a_second_teller_with_the_same_bytes(scene, tellers, noon):
    election = opened(scene, noon, source=Source.CSV)
    own = {"election_id": election.pk, "at": noon}

    actions.enter_ballot_file(content=CSV, by=tellers["teun"], **own)
    other = actions.enter_ballot_file(content=CSV.replace(b"4,,1,2", b"4,,2,1"), by=tellers["rosa"], **own)
    assert (other.state, list(other.differing)) == ("differing", ["2"])
    spaced = CSV.replace(b"Cem Ar", b"Cem  Ar")
    actions.enter_ballot_file(content=CSV, by=tellers["teun"], **own)
    again = actions.enter_ballot_file(content=spaced, by=tellers["rosa"], **own)
    assert (again.state, again.differing) == ("differing", {})
    for name in ("teun", "rosa"):
        election = actions.enter_ballot_file(content=CSV, by=tellers[name], **own)

    assert (election.state, election.papers) == ("settled", 7)


@pytest.mark.parametrize(
    ("source", "data", "place", "code"),
    [
        (Source.CSV, b"Ana Ruiz,bo,Dora\n1,2,3\n", (1, 3), "unknown_name"),
        (Source.CSV, b"Ana Ruiz,bo\n1,2\n", (1, 1), "option_missing"),
        (Source.CSV, b"Ana Ruiz,ana,bo,cem\n1,2,3,4\n", (1, 2), "name_twice"),
        (Source.CSV, b"Ana Ruiz,bo,Cem Ar\n1,1,\n", (2, 2), "place_twice"),
        (Source.CSV, b"Ana Ruiz,bo,Cem Ar\n1,2,\n\xff\n", (3, 1), "no_text"),
        (Source.BLT, b'3 2\n1 1 0\n0\n"ana"\n"bo"\n"cem"\n"T"\n', (1, 1), "seats_differ"),
        (Source.BLT, b'3 1\n-3\n1 1 0\n0\n"ana"\n"bo"\n"cem"\n"T"\n', (7, 1), "option_withdrew"),
        (Source.BLT, b'3 1\n1 1 0\n0\n"ana"\n"bo"\n"Eli"\n"T"\n', (6, 1), "unknown_name"),
    ],
)
def test_a_file_that_is_not_of_this_election_is_refused_with_its_place(
    scene, tellers, noon, source, data, place, code
):
    election = opened(scene, noon, source=source)

    with pytest.raises(FileFault) as fault:
        actions.enter_ballot_file(election_id=election.pk, content=data, by=tellers["teun"], at=noon)

    assert (fault.value.line, fault.value.column, fault.value.code) == (*place, code)


def test_a_tie_that_changes_the_result_waits_for_an_act_and_nobody_is_declared_before(scene, tellers, noon):
    election = counted(scene, tellers, noon, LEVEL)
    act = {"election_id": election.pk, "by": scene.secretary, "at": noon}
    assert election.counts.get().bundle["between"] == ["ana", "bo"]

    with pytest.raises(actions.CannotElect, match="leaves a seat open"):
        actions.publish_election(**act)
    with pytest.raises(actions.CannotElect, match="as many"):
        actions.settle_tie(taken=["cem"], how=How.LOT, reason=WHY, **act)
    with pytest.raises(actions.CannotElect, match="in a sentence"):
        actions.settle_tie(taken=["ana"], how=How.LOT, reason="Lot.", **act)
    # Of an exclusion: who is taken is who goes.
    done = actions.settle_tie(taken=["ana"], how=How.LOT, reason=WHY, **act)

    assert (done.number, done.bundle["elected"]) == (2, ["bo"])
    assert actions.publish_election(**act).state == "published"
    with pytest.raises(actions.CannotElect, match="No tie"):
        actions.settle_tie(taken=["ana"], how=How.LOT, reason=WHY, **act)


def test_who_entered_the_ballots_settles_no_tie_of_them(scene, tellers, noon):
    from accounts.models import RoleGrant
    from accounts.rules.roles import Role
    from tests.accounts.people import BEGINNING

    election = counted(scene, tellers, noon, LEVEL)
    RoleGrant.objects.create(user=tellers["teun"], role=Role.SECRETARY.value, since=BEGINNING)

    with pytest.raises(actions.CannotElect, match="somebody else"):
        actions.settle_tie(
            election_id=election.pk, taken=["ana"], how=How.LOT, reason=WHY, by=tellers["teun"], at=noon
        )


def test_a_tie_for_the_last_seat_of_an_approval_is_settled_by_who_takes_it(scene, tellers, noon):
    rows = {1: "ana bo", 2: "ana cem"}
    election = counted(scene, tellers, noon, rows, method=Method.APPROVAL, seats=2)

    done = actions.settle_tie(
        election_id=election.pk, taken=["cem"], how=How.VOTE, reason=WHY, by=scene.secretary, at=noon
    )

    assert done.bundle["elected"] == ["ana", "cem"]


def test_counted_twice_it_is_counted_once_and_a_kept_count_never_changes(scene, tellers, noon):
    election = counted(scene, tellers, noon)

    actions.count_election(election_id=election.pk, by=tellers["rosa"], at=noon + timedelta(hours=1))

    assert facts(election).count("counted") == 1
    with pytest.raises(Exception, match="kept"), transaction.atomic():
        ElectionCount.objects.filter(election=election).update(sha256="0" * 64)


@pytest.mark.parametrize(
    "change",
    [
        {"seats": 4},
        {"seats": 2},
        {"max_points": 5},
        {"method": Method.SCORE},
        {"method": Method.APPROVAL, "source": Source.BLT},
    ],
)
def test_an_election_that_cannot_be_counted_is_not_drafted(scene, noon, change):
    with pytest.raises(actions.CannotElect):
        drafted(scene, noon, **change)


def test_a_draft_is_revised_whole_and_an_opened_election_is_not(scene, noon):
    election = drafted(scene, noon)
    given = {
        "election_id": election.pk, "title": "One", "method": Method.SCORE, "seats": 1, "source": Source.CSV,
        "held_on": elections.HELD, "candidates": [("x", "Xi")], "max_points": 3, "by": scene.secretary, "at": noon,
    }  # fmt: skip

    actions.revise_election(**given)
    election = actions.open_election(election_id=election.pk, by=scene.secretary, at=noon)

    assert (election.names(), election.max_points) == ({"x": "Xi"}, 3)
    with pytest.raises(actions.CannotElect, match="was opened"):
        actions.revise_election(**given)


def test_a_cancelled_election_keeps_its_reason_and_none_of_its_ballots(scene, tellers, noon):
    election = settled(scene, tellers, noon)

    done = actions.cancel_election(election_id=election.pk, reason=WHY, by=scene.secretary, at=noon)

    assert (done.state, done.cancelled_because) == ("cancelled", WHY)
    assert {str(entry.papers) for entry in done.entries.all()} == {"{}"}
    with pytest.raises(actions.CannotElect):
        actions.count_election(election_id=election.pk, by=tellers["teun"], at=noon)


def test_another_teller_takes_the_place_of_one_who_cannot_go_on(scene, tellers, noon):
    election = opened(scene, noon)
    for name in ("teun", "rosa"):
        actions.enter_papers(election_id=election.pk, papers=papers(CLEAR), by=tellers[name], at=noon)

    actions.release_entry(election_id=election.pk, hand=1, by=scene.secretary, at=noon)
    for name in ("nina", "rosa"):
        election = enter(election, tellers[name], CLEAR, noon)

    assert election.state == "settled"


def test_ballots_are_entered_once_the_election_was_held(scene, noon):
    with pytest.raises(actions.CannotElect, match="was held"):
        opened(scene, noon, held_on=(noon + timedelta(days=1)).date())


def test_only_a_secretary_drafts_opens_and_declares(scene, tellers, noon):
    election = drafted(scene, noon)

    for act in (actions.open_election, actions.publish_election):
        with pytest.raises(actions.CannotElect, match="Only a secretary"):
            act(election_id=election.pk, by=tellers["teun"], at=noon)


def test_the_database_keeps_two_hands_apart(scene, tellers, noon):
    election = opened(scene, noon)
    actions.enter_papers(election_id=election.pk, papers={1: Paper(("ana",))}, by=tellers["teun"], at=noon)

    with pytest.raises(IntegrityError), transaction.atomic():
        election.entries.create(hand=2, entered_by=tellers["teun"], begun_at=noon)

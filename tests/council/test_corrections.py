"""A counted election whose ballots were at fault: reopened by two, entered and counted anew, nothing edited."""

import pytest
from django.db import IntegrityError, transaction

from accounts import actions as accounts
from accounts.rules.roles import Role
from council import actions, queries
from council.models import Correction, ElectionCount, Mandate
from council.rules.corrections import Fault, Seating
from council.rules.counts.papers import Method
from council.rules.elections import How, Source
from ledger.models import Document, Fact
from tests.accounts.people import person
from tests.council import election_scenes as elections
from tests.council.election_scenes import (
    CLEAR,
    LEVEL,
    WRONG,
    corrected,
    counted,
    declared,
    enter,
    reopened,
    settled,
)

pytestmark = pytest.mark.django_db
CSV = b"count,Ana Ruiz,bo,Cem Ar\n3,1,2,\n4,,1,2\n"


@pytest.fixture
def tellers(db):
    return elections.people()


def ask(election, by, at, **more):
    given = {"fault": Fault.MISENTERED, "source": Source.PAPER, "reason": WRONG} | more
    return actions.ask_correction(election_id=election.pk, by=by, at=at, **given)


def agree(asked, by, at):
    return actions.agree_correction(approval_id=asked.pk, by=by, at=at)


def told(election):
    return [
        fact.kind.rpartition(".")[2]
        for fact in Fact.objects.filter(subject=election.subject, public=True).order_by("id")
    ]


# --- Reopened by two --------------------------------------------------------------------------------
def test_secretary_and_chair_reopen_it_and_the_count_stays_as_it_was(scene, tellers, noon):
    election = declared(scene, tellers, noon)
    before = ElectionCount.objects.values().get()

    election = reopened(scene, election, noon)

    assert (election.state, election.published_at, election.papers) == ("entering", None, 0)
    assert ElectionCount.objects.values().get() == before
    assert told(election)[-1] == "reopened"
    body = Fact.objects.get(kind="council.election.reopened").body
    assert (body["bundle"], body["fault"], body["source"]) == (before["sha256"], "misentered", "paper")
    assert WRONG not in str(body)


def test_one_of_the_two_alone_reopens_nothing(scene, tellers, noon):
    election = declared(scene, tellers, noon)
    asked = ask(election, scene.secretary, noon)

    with pytest.raises(accounts.CannotApprove, match="yourself"):
        agree(asked, scene.secretary, noon)
    with pytest.raises(actions.CannotElect, match="together"):
        agree(asked, person("second-secretary", Role.SECRETARY), noon)

    election.refresh_from_db()
    assert (election.state, Correction.objects.count()) == ("published", 0)


def test_who_is_neither_secretary_nor_chair_is_refused(scene, tellers, noon):
    election = declared(scene, tellers, noon)

    for who in (tellers["nina"], scene.people["h-2"]):
        with pytest.raises(actions.CannotElect, match="secretary and the chair together"):
            ask(election, who, noon)


def test_who_entered_its_ballots_corrects_it_not(scene, tellers, noon):
    from accounts.models import RoleGrant
    from tests.accounts.people import BEGINNING

    election = declared(scene, tellers, noon)
    RoleGrant.objects.create(user=tellers["teun"], role=Role.SECRETARY.value, since=BEGINNING)

    with pytest.raises(actions.CannotElect, match="somebody else"):
        ask(election, tellers["teun"], noon)


def test_what_was_not_counted_is_not_corrected(scene, tellers, noon):
    election = settled(scene, tellers, noon)

    with pytest.raises(actions.CannotElect, match="not counted yet"):
        ask(election, scene.secretary, noon)


def test_a_correction_says_why_in_a_sentence(scene, tellers, noon):
    election = declared(scene, tellers, noon)

    with pytest.raises(actions.CannotElect, match="in a sentence"):
        ask(election, scene.secretary, noon, reason="Wrong.")


def test_a_ranking_file_is_no_source_for_approval(scene, tellers, noon):
    election = counted(scene, tellers, noon, method=Method.APPROVAL)

    with pytest.raises(actions.CannotElect, match="BLT"):
        ask(election, scene.secretary, noon, source=Source.BLT)


def test_another_count_that_came_meanwhile_is_looked_at_first(scene, tellers, noon):
    election = counted(scene, tellers, noon, LEVEL)
    asked = ask(election, scene.secretary, noon)
    actions.settle_tie(
        election_id=election.pk, taken=["ana"], how=How.LOT, reason=WRONG, by=scene.secretary, at=noon
    )

    with pytest.raises(actions.CannotElect, match="Another count stands"):
        agree(asked, scene.people["h-1"], noon)


def test_while_it_is_entered_anew_it_is_neither_corrected_cancelled_nor_declared(scene, tellers, noon):
    election = reopened(scene, declared(scene, tellers, noon), noon)
    own = {"election_id": election.pk, "by": scene.secretary, "at": noon}

    with pytest.raises(actions.CannotElect, match="anew already"):
        ask(election, scene.secretary, noon)
    with pytest.raises(actions.CannotElect, match="not cancelled"):
        actions.cancel_election(reason=WRONG, **own)
    with pytest.raises(actions.CannotElect, match="not at that step"):
        actions.publish_election(**own)
    with pytest.raises(actions.CannotElect, match="agree before"):
        actions.count_election(**own)


# --- Counted anew -----------------------------------------------------------------------------------
def test_the_new_count_supersedes_the_old_and_both_are_kept(scene, tellers, noon):
    election = corrected(scene, tellers, noon)

    old, new = election.counts.order_by("number")
    assert (old.bundle["elected"], new.bundle["elected"]) == (["bo"], ["ana"])
    assert new.bundle["supersedes"] == old.sha256
    assert new.corrects.count == old
    assert Document.objects.filter(path__in=[old.path, new.path]).count() == 2
    assert told(election) == [
        "opened", "settled", "counted", "published", "reopened", "settled", "superseded",
    ]  # fmt: skip
    body = Fact.objects.get(kind="council.election.superseded").body
    assert (body["supersedes"], body["bundle"]) == (old.sha256, new.sha256)


def test_the_same_ballots_again_are_a_count_of_their_own(scene, tellers, noon):
    election = corrected(scene, tellers, noon, rows=CLEAR)

    old, new = election.counts.order_by("number")
    assert old.bundle["ballots"] == new.bundle["ballots"]
    assert old.sha256 != new.sha256


def test_other_tellers_may_enter_it_and_their_ballots_may_come_as_a_file(scene, tellers, noon):
    election = reopened(scene, declared(scene, tellers, noon), noon, source=Source.CSV)

    for name in ("nina", "rosa"):
        actions.enter_ballot_file(election_id=election.pk, content=CSV, by=tellers[name], at=noon)
    done = actions.count_election(election_id=election.pk, by=tellers["nina"], at=noon)

    assert (done.number, done.bundle["elected"], done.bundle["valid"]) == (2, ["bo"], 7)
    assert election.source == "paper"


def test_counted_anew_twice_it_is_counted_once(scene, tellers, noon):
    election = corrected(scene, tellers, noon)

    again = actions.count_election(election_id=election.pk, by=tellers["rosa"], at=noon)

    assert (again.number, election.counts.count()) == (2, 2)


def test_a_tie_of_the_new_count_is_settled_and_carries_on_what_it_supersedes(scene, tellers, noon):
    election = corrected(scene, tellers, noon, rows=LEVEL)
    first = election.counts.get(number=1)

    done = actions.settle_tie(
        election_id=election.pk, taken=["bo"], how=How.LOT, reason=WRONG, by=scene.secretary, at=noon
    )

    assert (done.number, done.bundle["elected"]) == (3, ["ana"])
    assert done.bundle["supersedes"] == first.sha256


def test_a_corrected_count_may_itself_be_corrected(scene, tellers, noon):
    election = reopened(scene, corrected(scene, tellers, noon), noon)
    for name in ("teun", "rosa"):
        election = enter(election, tellers[name], CLEAR, noon)
    actions.count_election(election_id=election.pk, by=tellers["teun"], at=noon)

    kept = queries.kept_counts(queries.elections().get())
    assert [row.superseded_by for row in kept] == [2, 3, None]
    assert [row.corrects and row.corrects.count.number for row in kept] == [None, 1, 2]


def test_all_counts_of_a_settled_tie_are_superseded_together(scene, tellers, noon):
    election = counted(scene, tellers, noon, LEVEL)
    own = {"election_id": election.pk, "by": scene.secretary, "at": noon}
    actions.settle_tie(taken=["ana"], how=How.LOT, reason=WRONG, **own)
    corrected(scene, tellers, noon, election=election)

    kept = queries.kept_counts(queries.elections().get())
    assert [row.superseded_by for row in kept] == [3, 3, None]


def test_the_database_lets_a_count_be_superseded_once(scene, tellers, noon):
    election = corrected(scene, tellers, noon)
    old, new = election.counts.order_by("number")
    row = {
        "fault": "misentered", "source": "paper", "reason": WRONG, "asked_by": scene.secretary,
        "agreed_by": scene.people["h-1"], "agreed_at": noon,
    }  # fmt: skip

    with pytest.raises(IntegrityError, match="count_id"), transaction.atomic():
        Correction.objects.create(count=old, **row)
    with pytest.raises(IntegrityError, match="correction_by_two"), transaction.atomic():
        Correction.objects.create(count=new, **row | {"agreed_by": scene.secretary})
    with pytest.raises(Exception, match="correction_kept"), transaction.atomic():
        Correction.objects.update(reason="Another.")


# --- Whom the new count does not elect --------------------------------------------------------------
def test_whoever_lost_a_declared_seat_is_a_task_for_the_secretary_once_it_is_declared_anew(
    scene, tellers, noon
):
    election = corrected(scene, tellers, noon)
    assert queries.seatings_to_review() == []

    actions.publish_election(election_id=election.pk, by=scene.secretary, at=noon)

    ((found, waiting),) = queries.seatings_to_review()
    assert found == election
    assert [(one.candidate.code, one.count) for one in waiting] == [("bo", 1)]


def test_nobody_is_unseated_by_a_correction(scene, tellers, noon):
    held = list(Mandate.objects.order_by("pk").values())
    election = corrected(scene, tellers, noon)
    actions.publish_election(election_id=election.pk, by=scene.secretary, at=noon)
    review(election, scene.secretary, noon, outcome=Seating.ENDED)

    assert list(Mandate.objects.order_by("pk").values()) == held


def review(election, by, at, **more):
    given = {"count": 1, "candidate": "bo", "outcome": Seating.STAYS, "reason": WRONG} | more
    return actions.review_seating(election_id=election.pk, by=by, at=at, **given)


def test_what_became_of_it_is_written_down_once_and_its_reason_stays_out_of_the_log(scene, tellers, noon):
    election = corrected(scene, tellers, noon)
    with pytest.raises(actions.CannotElect, match="nothing is declared yet"):
        review(election, scene.secretary, noon)
    actions.publish_election(election_id=election.pk, by=scene.secretary, at=noon)

    with pytest.raises(actions.CannotElect, match="Only a secretary"):
        review(election, scene.people["h-1"], noon)
    with pytest.raises(actions.CannotElect, match="elects this candidate"):
        review(election, scene.secretary, noon, candidate="ana")
    review(election, scene.secretary, noon)
    with pytest.raises(actions.CannotElect, match="already what became"):
        review(election, scene.secretary, noon)

    assert queries.seatings_to_review() == []
    body = Fact.objects.get(kind="council.election.seating_reviewed").body
    assert (body["option"], body["outcome"], WRONG in str(body)) == ("bo", "stays", False)


def test_a_count_that_was_never_declared_seated_nobody(scene, tellers, noon):
    election = corrected(scene, tellers, noon, election=counted(scene, tellers, noon))
    actions.publish_election(election_id=election.pk, by=scene.secretary, at=noon)

    assert queries.seatings_of(queries.elections().get()) == []


def test_whoever_is_elected_by_both_is_no_task(scene, tellers, noon):
    election = corrected(scene, tellers, noon, rows=CLEAR | {8: "bo"})
    actions.publish_election(election_id=election.pk, by=scene.secretary, at=noon)

    assert queries.seatings_of(queries.elections().get()) == []

"""A counted election declared void by secretary and chair: nobody is elected by it, nothing of it is edited."""

import pytest
from django.db import Error, IntegrityError, transaction

from accounts import actions as accounts
from accounts.rules.roles import Role
from council import actions, queries
from council.models import Annulment, ElectionCount
from council.rules.corrections import Seating
from council.rules.elections import How
from ledger.models import Fact
from tests.accounts.people import person
from tests.council import election_scenes as elections
from tests.council.election_scenes import (
    LEVEL,
    WRONG,
    annulled,
    corrected,
    counted,
    declared,
    enter,
    opened,
    reopened,
    without_valid_ballots,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tellers(db):
    return elections.people()


def ask(election, by, at, reason=WRONG):
    return actions.ask_annulment(election_id=election.pk, reason=reason, by=by, at=at)


def looked_at():
    (election,) = queries.elections()
    return [(one.candidate.code, one.count, one.review is not None) for one in queries.seatings_of(election)]


def test_secretary_and_chair_annul_it_and_its_count_stays_as_it_was(scene, tellers, noon):
    election = declared(scene, tellers, noon)
    before = ElectionCount.objects.values().get()

    election = annulled(scene, election, noon)

    assert (election.state, election.published_at) == ("annulled", None)
    assert ElectionCount.objects.values().get() == before
    made = Annulment.objects.get()
    assert (made.count_id, made.declared_at) == (before["id"], noon)
    body = Fact.objects.get(kind="council.election.annulled").body
    assert body["bundle"] == before["sha256"]
    assert WRONG not in str(body)


def test_where_no_ballot_is_valid_the_count_is_refused_and_the_election_may_end(scene, tellers, noon):
    election = without_valid_ballots(scene, tellers, noon)
    with pytest.raises(actions.CannotElect, match="nothing to count"):
        actions.count_election(election_id=election.pk, by=tellers["teun"], at=noon)

    election = annulled(scene, election, noon)

    assert election.state == "annulled"
    assert election.correction_under_way is None
    assert not any(entry.papers for entry in election.entries.all())


def test_one_of_the_two_alone_annuls_nothing(scene, tellers, noon):
    election = declared(scene, tellers, noon)
    asked = ask(election, scene.people["h-1"], noon)

    with pytest.raises(accounts.CannotApprove, match="yourself"):
        actions.agree_annulment(approval_id=asked.pk, by=scene.people["h-1"], at=noon)
    with pytest.raises(actions.CannotElect, match="together"):
        actions.agree_annulment(approval_id=asked.pk, by=scene.people["h-2"], at=noon)
    assert not Annulment.objects.exists()


def test_two_secretaries_are_not_the_two(scene, tellers, noon):
    election = declared(scene, tellers, noon)
    asked = ask(election, scene.secretary, noon)

    with pytest.raises(actions.CannotElect, match="together"):
        actions.agree_annulment(approval_id=asked.pk, by=person("second-secretary", Role.SECRETARY), at=noon)


def test_who_entered_its_ballots_annuls_it_not(scene, tellers, noon):
    from accounts.models import RoleGrant
    from tests.accounts.people import BEGINNING

    election = declared(scene, tellers, noon)
    RoleGrant.objects.create(user=tellers["teun"], role=Role.SECRETARY.value, since=BEGINNING)

    with pytest.raises(actions.CannotElect, match="somebody else"):
        ask(election, tellers["teun"], noon)


def test_what_was_not_counted_is_cancelled_and_not_annulled(scene, noon):
    with pytest.raises(actions.CannotElect, match="cancels it"):
        ask(opened(scene, noon), scene.secretary, noon)


def test_an_annulment_says_why_in_a_sentence(scene, tellers, noon):
    with pytest.raises(actions.CannotElect, match="in a sentence"):
        ask(declared(scene, tellers, noon), scene.secretary, noon, reason="Void.")


def test_an_agreement_to_a_correction_annuls_nothing(scene, tellers, noon):
    election = declared(scene, tellers, noon)
    asked = ask(election, scene.secretary, noon)

    with pytest.raises(accounts.CannotApprove, match="another act"):
        actions.agree_correction(approval_id=asked.pk, by=scene.people["h-1"], at=noon)


def test_another_count_that_came_meanwhile_is_looked_at_first(scene, tellers, noon):
    election = counted(scene, tellers, noon, LEVEL)
    asked = ask(election, scene.secretary, noon)
    actions.settle_tie(
        election_id=election.pk, taken=["ana"], how=How.LOT, reason=WRONG, by=scene.secretary, at=noon
    )

    with pytest.raises(actions.CannotElect, match="Another count stands"):
        actions.agree_annulment(approval_id=asked.pk, by=scene.people["h-1"], at=noon)


def test_nothing_leaves_an_annulled_election(scene, tellers, noon):
    election = annulled(scene, without_valid_ballots(scene, tellers, noon), noon)
    own = {"election_id": election.pk, "by": scene.secretary, "at": noon}

    for act in (
        lambda: ask(election, scene.secretary, noon),
        lambda: actions.ask_correction(fault="misentered", source="paper", reason=WRONG, **own),
        lambda: actions.publish_election(**own),
        lambda: actions.cancel_election(reason=WRONG, **own),
        lambda: actions.count_election(**own),
        lambda: enter(election, tellers["nina"], {1: "ana"}, noon),
    ):
        with pytest.raises(actions.CannotElect):
            act()
    election.refresh_from_db()
    assert election.state == "annulled"


def test_the_database_lets_it_be_annulled_once_by_two_and_never_edited(scene, tellers, noon):
    election = annulled(scene, declared(scene, tellers, noon), noon)
    row = {
        "election": election, "count": election.counts.get(), "reason": WRONG, "agreed_at": noon,
        "asked_by": scene.secretary, "agreed_by": scene.people["h-1"],
    }  # fmt: skip

    with pytest.raises(IntegrityError, match=r"(election|count)_id"), transaction.atomic():
        Annulment.objects.create(**row)
    with pytest.raises(IntegrityError, match="annulment_by_two"), transaction.atomic():
        Annulment.objects.create(**row | {"agreed_by": scene.secretary})
    with pytest.raises(Error, match="annulment_kept"), transaction.atomic():
        Annulment.objects.update(reason="Another.")


# --- Who had been declared --------------------------------------------------------------------------
def test_whoever_had_been_declared_is_a_task_for_the_secretary(scene, tellers, noon):
    election = annulled(scene, declared(scene, tellers, noon), noon)
    assert looked_at() == [("bo", 1, False)]

    actions.review_seating(
        election_id=election.pk, count=1, candidate="bo", outcome=Seating.ENDED, reason=WRONG,
        by=scene.secretary, at=noon,
    )  # fmt: skip

    assert looked_at() == [("bo", 1, True)]
    assert queries.seatings_to_review() == []


def test_an_election_that_was_never_declared_seated_nobody(scene, tellers, noon):
    annulled(scene, counted(scene, tellers, noon), noon)

    assert looked_at() == []


def test_somebody_whom_two_counts_had_elected_is_looked_at_once_by_the_later(scene, tellers, noon):
    election = corrected(scene, tellers, noon, rows={1: "bo"})
    actions.publish_election(election_id=election.pk, by=scene.secretary, at=noon)
    election = reopened(scene, election, noon)
    for name in ("teun", "rosa"):
        enter(election, tellers[name], {1: "ana"}, noon)
    actions.count_election(election_id=election.pk, by=tellers["teun"], at=noon)
    actions.publish_election(election_id=election.pk, by=scene.secretary, at=noon)

    assert looked_at() == [("bo", 2, False)]


def test_an_annulment_while_it_is_entered_anew_looks_at_whom_the_first_count_had_elected(
    scene, tellers, noon
):
    annulled(scene, without_valid_ballots(scene, tellers, noon), noon)

    assert looked_at() == [("bo", 1, False)]


def test_who_was_looked_at_after_a_correction_is_not_looked_at_again_after_the_annulment(
    scene, tellers, noon
):
    election = corrected(scene, tellers, noon)
    actions.publish_election(election_id=election.pk, by=scene.secretary, at=noon)
    actions.review_seating(
        election_id=election.pk, count=1, candidate="bo", outcome=Seating.NOT_SEATED, reason=WRONG,
        by=scene.secretary, at=noon,
    )  # fmt: skip

    annulled(scene, election, noon)

    assert looked_at() == [("ana", 2, False), ("bo", 1, True)]

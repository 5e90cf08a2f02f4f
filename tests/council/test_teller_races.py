"""Two tellers who press at the same moment, on a real database, in threads: one roll call, one count, no half save."""

import pytest

from council import actions, queries
from council.models import ClosedDecision, Correction, ElectionCount, TellerSheet
from council.rules.corrections import Fault
from council.rules.elections import Source
from ledger.models import Fact
from tests.accounts.people import person
from tests.council import election_scenes as elections
from tests.council.election_scenes import (
    CLEAR,
    OTHERWISE,
    WRONG,
    declared,
    enter,
    opened,
    papers,
    reopened,
    settled,
)
from tests.council.roll_call_scenes import called, settle, words
from tests.council.roll_call_scenes import enter as hand_in
from tests.council.scenes import HOUR
from tests.council.test_races import in_threads

pytestmark = pytest.mark.django_db(transaction=True)
PAIR = ("teun", "rosa")
CSV = b"count,Ana Ruiz,bo,Cem Ar\n3,1,2,\n4,,1,2\n"


def told(subject, *names):
    return [
        fact.kind.rpartition(".")[2]
        for fact in Fact.objects.filter(subject=subject).order_by("id")
        if fact.kind.rpartition(".")[2] in names
    ]


# --- The roll in the room ---------------------------------------------------------------------------
def test_two_sheets_alike_handed_in_at_once_close_one_vote(scene, noon):
    motion = called(scene, noon)
    said = words(motion, h="yyyna", b="yyn")

    answers = in_threads(2, lambda i: hand_in(scene, motion, PAIR[i], said, noon + HOUR))

    assert sorted(sheet.place for sheet in answers) == [1, 2]
    assert (TellerSheet.objects.count(), ClosedDecision.objects.count()) == (2, 1)
    assert told(motion.subject, "entered", "settled", "closed") == ["entered", "entered", "settled", "closed"]


def test_two_sheets_that_differ_handed_in_at_once_are_both_kept_and_close_nothing(scene, noon):
    motion = called(scene, noon)
    said = [words(motion, h="yyyna", b="yyn"), words(motion, h="yyynn", b="yyn")]

    in_threads(2, lambda i: hand_in(scene, motion, PAIR[i], said[i], noon + HOUR))

    kept = {sheet.teller: sheet.lines for sheet in TellerSheet.objects.select_related("teller")}
    assert kept == {scene.people[name]: said[i] for i, name in enumerate(PAIR)}
    assert ClosedDecision.objects.count() == 0
    assert told(motion.subject, "settled", "closed") == []


def test_both_settling_at_once_close_it_once(scene, noon):
    motion = called(scene, noon)
    for name, letters in zip(PAIR, ("yyyna", "yyynn"), strict=True):
        hand_in(scene, motion, name, words(motion, h=letters, b="yyn"), noon + HOUR)

    answers = in_threads(2, lambda i: settle(scene, motion, PAIR[i], {"h-5/1": "abstain"}, noon + HOUR))

    assert sorted(answers) == [False, True]
    assert ClosedDecision.objects.get().words["h-5/1"] == "abstain"
    assert told(motion.subject, "settled", "closed") == ["settled", "closed"]


def test_of_three_tellers_at_once_two_sheets_stand_and_the_third_is_told(scene, noon):
    from accounts.rules.roles import Role

    motion = called(scene, noon)
    scene.people["nina"] = person("race-nina", Role.TELLER)
    said, three = words(motion, h="yyyna", b="yyn"), (*PAIR, "nina")

    answers = in_threads(3, lambda i: hand_in(scene, motion, three[i], said, noon + HOUR))

    refused = [answer for answer in answers if isinstance(answer, actions.CannotTell)]
    assert (len(refused), TellerSheet.objects.count(), ClosedDecision.objects.count()) == (1, 2, 1)


def test_one_teller_who_presses_four_times_at_once_hands_in_one_sheet(scene, noon):
    motion = called(scene, noon)
    said = words(motion, h="yyyna", b="yyn")

    answers = in_threads(4, lambda _i: hand_in(scene, motion, "teun", said, noon + HOUR))

    assert sum(isinstance(answer, TellerSheet) for answer in answers) == 1
    assert (TellerSheet.objects.count(), ClosedDecision.objects.count()) == (1, 0)


# --- The ballots of an election ---------------------------------------------------------------------
def test_two_tellers_who_finish_at_once_settle_it_once(scene, noon):
    tellers, election = elections.people(), opened(scene, noon)
    for name in PAIR:
        actions.enter_papers(election_id=election.pk, papers=papers(CLEAR), by=tellers[name], at=noon)

    in_threads(2, lambda i: actions.finish_entry(election_id=election.pk, by=tellers[PAIR[i]], at=noon))

    election.refresh_from_db()
    assert (election.state, election.papers) == ("settled", 7)
    assert told(election.subject, "settled") == ["settled"]


def test_a_file_chosen_by_three_at_once_is_entered_by_two(scene, noon):
    tellers, election = elections.people(), opened(scene, noon, source=Source.CSV)
    everybody = list(tellers.values())

    answers = in_threads(
        3,
        lambda i: actions.enter_ballot_file(election_id=election.pk, content=CSV, by=everybody[i], at=noon),
    )

    election.refresh_from_db()
    assert sum(isinstance(answer, actions.CannotElect) for answer in answers) == 1
    assert (election.state, election.entries.count()) == ("settled", 2)


def test_a_count_pressed_by_four_at_once_is_one_count(scene, noon):
    tellers = elections.people()
    election = settled(scene, tellers, noon)

    in_threads(4, lambda i: actions.count_election(election_id=election.pk, by=tellers[PAIR[i % 2]], at=noon))

    assert ElectionCount.objects.count() == 1
    assert told(election.subject, "counted") == ["counted"]


# --- Its correction ---------------------------------------------------------------------------------
def test_a_correction_agreed_to_four_times_at_once_reopens_it_once(scene, noon):
    election = declared(scene, elections.people(), noon)
    asked = actions.ask_correction(
        election_id=election.pk, fault=Fault.MISENTERED, source=Source.PAPER, reason=WRONG,
        by=scene.secretary, at=noon,
    )  # fmt: skip

    in_threads(4, lambda _i: actions.agree_correction(approval_id=asked.pk, by=scene.people["h-1"], at=noon))

    assert Correction.objects.count() == 1
    assert told(election.subject, "reopened") == ["reopened"]


def test_a_new_count_pressed_by_four_at_once_supersedes_once(scene, noon):
    tellers = elections.people()
    election = reopened(scene, declared(scene, tellers, noon), noon)
    for name in PAIR:
        enter(election, tellers[name], OTHERWISE, noon)

    in_threads(4, lambda i: actions.count_election(election_id=election.pk, by=tellers[PAIR[i % 2]], at=noon))

    assert [row.superseded_by for row in queries.kept_counts(queries.elections().get())] == [2, None]
    assert told(election.subject, "superseded") == ["superseded"]

"""The close: at its time, once, and where each outcome leads."""

import json
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from charters import actions as charters
from charters import queries as charter_queries
from charters.rules.amend import Change, Operation
from charters.rules.text import ArticleText
from council import actions
from council.models import AgendaItem, Ballot, ClosedDecision
from council.rules.kinds import MotionKind
from council.rules.lifecycle import State
from council.rules.seats import Choice
from council.rules.tally import outcome_of
from ledger import queries as ledger_queries
from tests.council.scenes import DAY, HOUR

pytestmark = pytest.mark.django_db
BETTER = "The lagoon has the right to water that carries oxygen at every hour."


@pytest.fixture
def charter(scene, noon):
    return charters.found_charter(
        slug="vessa-lagoon",
        title="Charter of Vessa Lagoon",
        of="biomes.biome/vessa-lagoon",
        articles=[ArticleText("art_3", "The right to breathe", "The lagoon has the right to oxygen by day.")],
        since=date(2148, 6, 11),
        instrument="Founding act",
        actor="accounts.organisation/vessa-council",
        at=noon.replace(year=2148),
    )


def amendment(scene, noon, text=BETTER):
    drafted = charters.draft_amendment(
        charter_id=charter_queries.public_charter("vessa-lagoon").pk,
        title="Breathe at night",
        reasons="",
        drafted_by=scene.people["h-1"],
        at=noon - 30 * DAY,
    )
    base = charter_queries.article("vessa-lagoon", "art_3", noon)
    change = Change(
        operation=Operation.REPLACE, eid="art_3", expected_sha256=base.sha256, heading=base.heading, text=text
    )
    charters.add_instruction(amendment_id=drafted.pk, change=change)
    return charters.table_amendment(
        amendment_id=drafted.pk, actor=scene.people["h-1"].code, at=noon - 30 * DAY
    )


def opened_amendment(scene, noon, *, affects=(), text=BETTER):
    tabled = amendment(scene, noon, text)
    return scene.open(noon, "charter_amendment", act=tabled.subject, affects=affects)


def test_an_ordinary_motion_is_adopted_and_enacted_at_its_close(scene, noon):
    motion = scene.open(noon)
    scene.cast_all(motion, noon + HOUR, h="yyyna", b="yyn")

    decision = scene.close(motion)

    assert decision.outcome == "adopted"
    assert motion.status is State.ENACTED
    assert motion.enacted_at == motion.closes_at
    assert outcome_of(decision.working) == "adopted"


def test_nothing_closes_before_its_time_and_everything_closes_once(scene, noon):
    motion = scene.open(noon)
    scene.cast_all(motion, noon + HOUR, h="yyyyy", b="yyy")

    early = actions.close_voting(motion_id=motion.pk, at=motion.closes_at - timedelta(microseconds=1))
    first = actions.close_voting(motion_id=motion.pk, at=motion.closes_at)
    second = actions.close_voting(motion_id=motion.pk, at=motion.closes_at)

    assert early is None
    assert first is not None
    assert second is None
    assert ClosedDecision.objects.count() == 1
    assert ledger_queries.around(motion.subject).filter(kind="council.voting.closed").count() == 1


def test_the_close_opens_every_ballot_with_salt_and_choice(scene, noon):
    from ledger.models import Document

    motion = scene.open(noon)
    scene.cast(motion, "h-2", "no", noon + HOUR)
    scene.cast_all(motion, noon + 2 * HOUR, h="yyyyy", b="yyy")
    assert not Document.objects.filter(path="openings.jsonl").exists()

    scene.close(motion)

    line = bytes(Document.objects.get(path="openings.jsonl").data)
    ballots = json.loads(line)["ballots"]
    assert len(ballots) == Ballot.objects.count() == 10
    assert all(row["salt"] and row["choice"] for row in ballots)
    assert b"\n" not in line


def test_opening_freezes_rule_text_and_roll(scene, noon):
    motion = scene.open(noon)
    voting = motion.votings.get()
    documents = {
        d.path
        for d in ledger_queries.around(motion.subject).get(kind="council.voting.opened").documents.all()
    }

    assert documents == {f"rules/{voting.rule.sha256}.json", "rolls.jsonl"}
    assert voting.text_sha256 == motion.words_sha256()
    assert [s["hands"] for s in voting.roll["seats"] if s["seat"] == "b-1"] == [[1, 2]]
    with pytest.raises(DatabaseError), transaction.atomic():
        type(voting).objects.filter(pk=voting.pk).update(roll={})


def test_the_database_lets_no_ballot_in_after_the_count(scene, noon):
    motion = scene.open(noon)
    ballot = scene.cast(motion, "h-2", "yes", noon + HOUR)
    scene.close(motion)
    late = Ballot(
        voting=ballot.voting, seat=scene.seats["h-3"], hand=1, mandate=scene.seats["h-3"].mandates.get(),
        choice="no", cast_by=scene.people["h-3"], cast_at=noon + HOUR, n=2,
        idempotency_key=ballot.idempotency_key, salt=b"s" * 32, commitment="e" * 64,
    )  # fmt: skip

    with pytest.raises(DatabaseError), transaction.atomic():
        late.save()


def test_without_quorum_a_motion_is_called_again_twice_and_then_lapses(scene, noon):
    motion = scene.open(noon)
    at = noon
    for recall in (1, 2):
        assert scene.close(motion).outcome == "no_quorum"
        assert motion.status is State.NO_QUORUM
        at = motion.closes_at + HOUR
        actions.recall_motion(
            motion_id=motion.pk, opens_at=at + 15 * DAY, closes_at=at + 16 * DAY, by=scene.secretary, at=at
        )
        actions.advance_due(at=at + 15 * DAY)
        motion.refresh_from_db()
        assert motion.recalls == recall

    scene.close(motion)

    assert motion.status is State.LAPSED
    assert motion.votings.count() == 3


def test_a_ballot_that_does_not_open_voids_the_vote(scene, noon):
    import pgtrigger

    motion = scene.open(noon)
    scene.cast_all(motion, noon + HOUR, h="yyyyy", b="yyy")
    with pgtrigger.ignore("council.Ballot:ballot_as_cast"):
        Ballot.objects.filter(seat__code="h-2").update(choice="no")

    decision = scene.close(motion)

    assert decision.outcome == "void"
    assert motion.status is State.VOID
    assert decision.working["faults"] == [{"seat": "h-2", "hand": 1, "code": "does_not_open"}]


def test_an_adopted_amendment_enacts_the_new_edition_in_the_same_act(scene, noon, charter):
    motion = opened_amendment(scene, noon)
    scene.cast_all(motion, noon + HOUR, h="yyyyn", b="yyy")

    scene.close(motion)

    assert motion.status is State.ENACTED
    article = charter_queries.article("vessa-lagoon", "art_3", motion.closes_at)
    assert article.text == BETTER
    enacted = ledger_queries.around(motion.subject).get(kind="council.motion.enacted")
    assert enacted.body["edition"] == charter_queries.edition_on(charter, motion.closes_at).sha256


def test_a_rejected_amendment_leaves_the_text_and_is_itself_rejected(scene, noon, charter):
    motion = opened_amendment(scene, noon)
    scene.cast_all(motion, noon + HOUR, h="ynnnn", b="nnn")

    scene.close(motion)

    assert charter_queries.article("vessa-lagoon", "art_3", motion.closes_at).text != BETTER
    assert charter_queries.public_amendment(int(motion.act.split("/")[1])).state == "rejected"


def test_an_overtaken_amendment_is_adopted_and_rests_and_says_why(scene, noon, charter):
    motion = opened_amendment(scene, noon)
    scene.cast_all(motion, noon + HOUR, h="yyyyy", b="yyy")
    other = amendment(scene, noon, "Other words.")
    charters.enact_amendment(
        amendment_id=other.pk, motion_subject="", actor="accounts.organisation/vessa-council",
        at=noon + 2 * HOUR, in_force_on=noon.date(),
    )  # fmt: skip

    decision = scene.close(motion)

    assert decision.outcome == "adopted"
    assert motion.status is State.ADOPTED
    assert motion.reason


def test_a_tie_may_be_broken_by_the_chair_where_the_rule_says_so(scene, noon):
    rule = scene.rules["ordinary"]
    actions.define_rule(
        body=scene.council, code="ordinary", title="With a casting vote",
        data={**rule.data, "tie": "casting_vote"}, applies_to=[MotionKind.RESOLUTION], at=noon,
    )  # fmt: skip
    motion = scene.open(noon + 16 * DAY)
    scene.cast_all(motion, motion.opens_at + HOUR, h="yynna", b="yyn")
    scene.close(motion)
    assert motion.status is State.TIED

    actions.cast_casting_vote(
        motion_id=motion.pk, choice=Choice.YES, by=scene.people["h-1"], at=motion.closes_at + HOUR
    )

    motion.refresh_from_db()
    assert motion.status is State.ENACTED


def test_a_tie_may_be_voted_again_once(scene, noon):
    rule = scene.rules["ordinary"]
    actions.define_rule(
        body=scene.council, code="ordinary", title="Once more",
        data={**rule.data, "tie": "revote_once"}, applies_to=[MotionKind.RESOLUTION], at=noon,
    )  # fmt: skip
    motion = scene.open(noon + 16 * DAY)
    scene.cast_all(motion, motion.opens_at + HOUR, h="yynna", b="yyn")
    assert scene.close(motion).outcome == "tied"
    at = motion.closes_at + HOUR
    actions.open_voting(motion_id=motion.pk, at=at, closes_at=at + DAY, by=scene.secretary)
    scene.cast_all(motion, at + HOUR, h="yynna", b="yyn")

    assert scene.close(motion).outcome == "rejected"
    assert motion.status is State.REJECTED
    closes = ledger_queries.around(motion.subject).filter(kind="council.voting.closed").order_by("id")
    assert [fact.body["ties_before"] for fact in closes] == [0, 1]


def test_a_matter_on_the_agenda_is_done_when_its_motion_ends(scene, noon):
    item = actions.add_agenda_item(body=scene.council, source="petitions.petition/clean", at=noon - 20 * DAY)
    motion = scene.open(noon, origin="petitions.petition/clean")
    item.refresh_from_db()
    assert item.motion == motion
    scene.cast_all(motion, noon + HOUR, h="yyyyy", b="yyy")

    scene.close(motion)

    assert AgendaItem.objects.get(pk=item.pk).done_at == motion.closes_at


def test_nobody_opens_a_vote_before_its_hour(scene, noon):
    motion = scene.scheduled(noon)

    with pytest.raises(actions.CannotMove, match="its notice runs until then"):
        actions.open_voting(
            motion_id=motion.pk, at=noon + HOUR, closes_at=noon + 2 * HOUR, by=scene.secretary
        )

    motion.refresh_from_db()
    assert motion.status is State.SCHEDULED


def test_a_tie_is_not_voted_again_where_the_chair_breaks_it(scene, noon):
    rule = scene.rules["ordinary"]
    actions.define_rule(
        body=scene.council, code="ordinary", title="With a casting vote",
        data={**rule.data, "tie": "casting_vote"}, applies_to=[MotionKind.RESOLUTION], at=noon,
    )  # fmt: skip
    motion = scene.open(noon + 16 * DAY)
    scene.cast_all(motion, motion.opens_at + HOUR, h="yynna", b="yyn")
    scene.close(motion)
    at = motion.closes_at + HOUR

    with pytest.raises(actions.CannotMove, match="without a second vote"):
        actions.open_voting(motion_id=motion.pk, at=at, closes_at=at + DAY, by=scene.secretary)


def test_a_veto_cast_with_the_vote_ends_the_motion(scene, noon):
    rule = scene.rules["ordinary"]
    scene.seats["h-5"].__class__.objects.filter(code="h-5").update(group="PERMANENT")
    actions.define_rule(
        body=scene.council, code="ordinary", title="With a veto",
        data={**rule.data, "veto": {"who": "group:PERMANENT"}}, applies_to=[MotionKind.RESOLUTION], at=noon,
    )  # fmt: skip
    motion = scene.open(noon + 16 * DAY)
    scene.cast_all(motion, motion.opens_at + HOUR, h="yyyyn", b="yyy")

    assert scene.close(motion).outcome == "vetoed"
    assert motion.status is State.VETO_SUSTAINED
    with pytest.raises(actions.CannotOverride):
        actions.open_override(
            motion_id=motion.pk, closes_at=noon + 90 * DAY, by=scene.secretary, at=noon + 80 * DAY
        )


@pytest.mark.parametrize("who", ["h-2", "b-1", "secretary"])
def test_nobody_but_the_chair_casts_the_casting_vote(scene, noon, who):
    rule = scene.rules["ordinary"]
    actions.define_rule(
        body=scene.council, code="ordinary", title="With a casting vote",
        data={**rule.data, "tie": "casting_vote"}, applies_to=[MotionKind.RESOLUTION], at=noon,
    )  # fmt: skip
    motion = scene.open(noon + 16 * DAY)
    scene.cast_all(motion, motion.opens_at + HOUR, h="yynna", b="yyn")
    scene.close(motion)

    with pytest.raises(actions.CannotMove, match="Only the chair"), transaction.atomic():
        actions.cast_casting_vote(
            motion_id=motion.pk, choice=Choice.YES, by=scene.people.get(who, scene.secretary),
            at=motion.closes_at + HOUR,
        )  # fmt: skip

    motion.refresh_from_db()
    assert motion.status is State.TIED

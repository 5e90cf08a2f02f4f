"""Commitments: told once when due, found by others with evidence, measured from the readings, exact."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from accounts.models import Letter
from biomes import queries as biomes
from council import actions, queries
from council.models import CommitmentFinding
from council.rules.alliances import Stage
from council.rules.measures import How, Side
from ledger.models import Fact
from tests.council import alliance_scenes as allied
from tests.council.alliance_scenes import (
    BODY,
    COUNCIL,
    LAGOON,
    agreed,
    carried,
    find,
    in_force,
    measured,
    only,
    oxygen,
)
from tests.council.scenes import DAY, HOUR

pytestmark = pytest.mark.django_db
WHOLE = timedelta(hours=12)  # From noon to the end of the day.


@pytest.fixture
def plain(scene, noon):
    """Owed by the authority in ten days, in words."""
    return only(in_force(scene, noon, {"days": 10}))


@pytest.fixture
def gauged(scene, noon):
    """Owed by the authority in ten days: oxygen in the lagoon reaches 5 mg/L."""
    return only(in_force(scene, noon, {"days": 10, "measure": oxygen()}))


# --- Due -------------------------------------------------------------------------------------------
def test_its_day_opens_a_notice_once_and_a_letter_to_who_speaks_for_its_party(scene, noon, plain):
    actions.advance_alliances(at=noon + 9 * DAY)
    assert not Fact.objects.filter(kind="council.commitment.due").exists()
    for hours in (0, 1, 30):
        actions.advance_alliances(at=noon + 10 * DAY + hours * HOUR)

    fact = Fact.objects.get(kind="council.commitment.due")
    assert fact.body == {"due_on": plain.due_on.isoformat(), "owes": BODY}
    letters = Letter.objects.filter(subject__contains="is due")
    assert [letter.to for letter in letters] == [scene.people["water"].email]
    assert plain.what in letters[0].text


def test_what_was_found_kept_before_its_day_is_told_of_to_nobody(scene, noon, plain):
    find(plain, LAGOON, scene.people["b-1"], noon + DAY)
    actions.advance_alliances(at=noon + 10 * DAY)

    assert not Fact.objects.filter(kind="council.commitment.due").exists()
    assert not Letter.objects.exists()


def test_one_who_is_told_reads_it_in_her_language(scene, noon, plain):
    scene.people["water"].language = "es"
    scene.people["water"].save()
    actions.advance_alliances(at=noon + 10 * DAY)

    assert f"/es/council/alliances/{plain.alliance.code}/#c-{plain.key.hex}" in Letter.objects.get().text


# --- Found by parties ------------------------------------------------------------------------------
def test_another_party_finds_it_kept_and_the_log_says_who(scene, noon, plain):
    find(plain, LAGOON, scene.people["b-1"], noon + 3 * DAY)

    assert allied.standing(plain, noon + 3 * DAY) == "kept"
    fact = Fact.objects.get(kind="council.commitment.found")
    assert (fact.body["party"], fact.body["stands"]) == (LAGOON, "kept")
    # The link is another's words: the log has its hash alone.
    assert "water.example" not in str(fact.body)


def test_its_own_party_alone_finds_nothing_kept(scene, noon, plain):
    find(plain, BODY, scene.people["water"], noon + 3 * DAY)
    assert allied.standing(plain, noon + 3 * DAY) == "open"
    assert allied.standing(plain, noon + 11 * DAY) == "overdue"

    find(plain, LAGOON, scene.people["b-1"], noon + 11 * DAY)

    assert allied.standing(plain, noon + 11 * DAY) == "kept"


def test_its_own_party_admits_and_does_not_take_it_back(scene, noon, plain):
    late = noon + 11 * DAY
    find(plain, BODY, scene.people["water"], late, "broken")
    with pytest.raises(actions.CannotAlly, match="that stands"):
        find(plain, BODY, scene.people["water"], late)

    assert allied.standing(plain, late) == "broken"


def test_others_who_differ_dispute_it_until_they_agree(scene, noon):
    began = noon - 20 * DAY
    alliance = allied.proposed(scene, began, parties=[BODY, COUNCIL, LAGOON])
    one = allied.owed(scene, alliance, began, days=30)
    agreed(scene, alliance, began)
    allied.say(alliance, COUNCIL, scene.people["h-1"], began)
    carried(scene, alliance, noon - 2 * DAY)
    late = noon + 11 * DAY
    find(one, LAGOON, scene.people["b-1"], late, "broken")
    find(one, COUNCIL, scene.people["h-1"], late)
    assert allied.standing(one, late) == "disputed"

    find(one, COUNCIL, scene.people["h-1"], late + HOUR, "broken")

    assert allied.standing(one, late) == "broken"
    assert Fact.objects.filter(kind="council.commitment.found").last().body["stands"] == "broken"


@pytest.mark.parametrize(
    ("party", "who", "said", "why"),
    [
        (LAGOON, "b-1", {"finding": "broken"}, "not due yet"),
        (LAGOON, "b-1", {"evidence": " "}, "on what evidence"),
        (LAGOON, "b-2", {}, "You do not speak for"),
        (LAGOON, "water", {}, "You do not speak for"),
        (COUNCIL, "h-1", {}, "Only a party"),
    ],
)
def test_who_may_not_find_is_refused(scene, noon, plain, party, who, said, why):
    with pytest.raises(actions.CannotAlly, match=why):
        find(plain, party, scene.people[who], noon + DAY, **said)
    assert not CommitmentFinding.objects.exists()


def test_in_a_proposal_nothing_is_found(scene, noon):
    alliance = allied.proposed(scene, noon)
    one = allied.owed(scene, alliance, noon)
    with pytest.raises(actions.CannotAlly, match="is or was in force"):
        find(one, LAGOON, scene.people["b-1"], noon)


@pytest.mark.parametrize("change", [{"finding": "broken"}, {"note": "Else."}])
def test_a_finding_is_never_rewritten(scene, noon, plain, change):
    made = find(plain, LAGOON, scene.people["b-1"], noon)
    with pytest.raises(DatabaseError), transaction.atomic():
        CommitmentFinding.objects.filter(pk=made.pk).update(**change)


# --- Found from readings ---------------------------------------------------------------------------
def test_readings_find_it_kept_and_the_leaf_of_the_one_that_did_is_cited(scene, noon, gauged):
    rows = measured(scene, (noon + DAY, "4.9"), (noon + 2 * DAY, "5"), (noon + 3 * DAY, "6"))
    actions.advance_alliances(at=noon + 10 * DAY)
    assert allied.standing(gauged, noon + 10 * DAY) == "due"
    for _again in range(2):
        actions.advance_alliances(at=noon + 10 * DAY + WHOLE)

    made = CommitmentFinding.objects.get()
    leaf = biomes.reading_leaf(rows[1])
    assert allied.standing(gauged, noon + 11 * DAY) == "kept"
    assert (made.evidence, made.leaf, made.value, made.reading_count) == (
        rows[1].subject,
        leaf,
        Decimal(5),
        3,
    )
    body = Fact.objects.get(kind="council.commitment.found").body
    assert (body["leaf"], body["value"], body["readings"], body["stands"]) == (leaf, "5", 3, "kept")
    assert (body["party"], body["evidence"]) == ("", rows[1].subject)


def test_readings_find_it_broken_by_the_one_that_came_nearest(scene, noon, gauged):
    rows = measured(scene, (noon + DAY, "4.999999"), (noon + 2 * DAY, "3"))
    actions.advance_alliances(at=noon + 11 * DAY)

    assert allied.standing(gauged, noon + 11 * DAY) == "broken"
    assert CommitmentFinding.objects.get().evidence == rows[0].subject


def test_the_last_moment_of_the_day_counts_and_the_next_does_not(scene, noon, gauged):
    end = noon + 10 * DAY + WHOLE
    measured(scene, (noon + DAY, "1"), (end, "9"))
    actions.advance_alliances(at=end + DAY)

    assert allied.standing(gauged, end + DAY) == "broken"


def test_what_was_measured_before_it_bound_anybody_counts_for_nothing(scene, noon, gauged):
    measured(scene, (gauged.alliance.begins_at - HOUR, "9"), (noon + DAY, "1"))
    actions.advance_alliances(at=noon + 11 * DAY)

    assert CommitmentFinding.objects.get().reading_count == 1


def test_a_limit_it_must_stay_under_is_broken_by_one_reading(scene, noon):
    shown = oxygen(how=How.STAYS, side=Side.AT_MOST, limit=Decimal("0.3"))
    one = only(in_force(scene, noon, {"days": 10, "measure": shown}))
    measured(scene, (noon + DAY, "0.3"), (noon + 2 * DAY, "0.300001"), (noon + 3 * DAY, "0.1"))
    actions.advance_alliances(at=noon + 11 * DAY)

    assert allied.standing(one, noon + 11 * DAY) == "broken"


@pytest.mark.parametrize("told", [(), ("raw",), ("rejected",)])
def test_silence_is_no_breach(scene, noon, gauged, told):
    for quality in told:
        measured(scene, (noon + DAY, "1"), quality=quality)
    actions.advance_alliances(at=noon + 11 * DAY)

    assert allied.standing(gauged, noon + 11 * DAY) == "overdue"


def test_readings_that_are_checked_late_are_still_heard(scene, noon, gauged):
    actions.advance_alliances(at=noon + 11 * DAY)
    measured(scene, (noon + DAY, "7"))
    actions.advance_alliances(at=noon + 11 * DAY + HOUR)
    assert allied.standing(gauged, noon + 11 * DAY + HOUR) == "overdue"
    actions.advance_alliances(at=noon + 12 * DAY)

    assert allied.standing(gauged, noon + 12 * DAY) == "kept"


def test_in_the_end_the_parties_find_what_no_reading_could(scene, noon, gauged):
    late = noon + 60 * DAY
    measured(scene, (noon + DAY, "7"))
    actions.advance_alliances(at=late)
    assert allied.standing(gauged, late) == "overdue"
    find(gauged, LAGOON, scene.people["b-1"], late)

    assert allied.standing(gauged, late) == "kept"


def test_a_month_in_the_archive_is_not_taken_for_silence(scene, noon, gauged):
    from biomes.models import Archive

    measured(scene, (noon + DAY, "1"))
    Archive.objects.create(
        month=noon.date().replace(day=1), reading_count=1, numbers=[], root="0" * 64, file="a.parquet",
        digest="0" * 64, archived_at=noon,
    )  # fmt: skip
    actions.advance_alliances(at=noon + 11 * DAY)

    assert allied.standing(gauged, noon + 11 * DAY) == "overdue"


def test_a_party_may_contradict_the_readings(scene, noon, gauged):
    measured(scene, (noon + DAY, "7"))
    actions.advance_alliances(at=noon + 11 * DAY)
    find(gauged, LAGOON, scene.people["b-1"], noon + 11 * DAY, "broken", note="The probe lay in the sun.")

    assert allied.standing(gauged, noon + 11 * DAY) == "disputed"


# --- The end ---------------------------------------------------------------------------------------
def test_every_party_is_reminded_once_before_the_end(scene, noon):
    alliance = in_force(scene, noon)
    for days in (61, 59, 30):
        actions.advance_alliances(at=alliance.until - days * DAY)

    assert Fact.objects.filter(kind="council.alliance.reminded").count() == 1
    assert sorted(Letter.objects.values_list("to", flat=True)) == sorted(
        scene.people[who].email for who in ("water", "b-1", "b-1/2")
    )


def test_it_expires_at_its_end_to_the_second_and_what_was_due_is_still_found(scene, noon):
    alliance = in_force(scene, noon, {"days": 10})
    one = only(alliance)
    actions.advance_alliances(at=alliance.until - timedelta(seconds=1))
    alliance.refresh_from_db()
    assert alliance.status is Stage.IN_FORCE
    for _again in range(2):
        actions.advance_alliances(at=alliance.until + HOUR)
    alliance.refresh_from_db()

    assert (alliance.status, alliance.ended_by, alliance.ended_at) == (Stage.ENDED, "expired", alliance.until)
    assert Fact.objects.filter(kind="council.alliance.ended").count() == 1
    assert find(one, LAGOON, scene.people["b-1"], alliance.until + DAY, "broken")


def test_a_proposal_that_nobody_put_in_force_in_time_is_dropped(scene, noon):
    alliance = allied.proposed(scene, noon)
    actions.advance_alliances(at=alliance.until)
    alliance.refresh_from_db()

    assert alliance.ended_by == "dropped"


def test_nothing_is_due_in_an_alliance_that_was_never_in_force(scene, noon):
    alliance = allied.proposed(scene, noon)
    allied.owed(scene, alliance, noon, days=10)

    assert queries.alliances_due(noon + 20 * DAY) == []

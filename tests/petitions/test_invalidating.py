"""Signatures taken off by a record: seen first, done in steps, cancelled, put back; and what falls with them."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.rules.roles import Role
from charters import queries as charters
from ledger.models import Fact
from petitions import actions, queries
from petitions.actions.invalidating import advance_invalidation
from petitions.models import Attempt, Petition, Signature
from tests.accounts.people import person
from tests.petitions.scene import DAY, HOUR, NOON, ask_to_sign, opened, sign, thresholds, token_for, zone

pytestmark = pytest.mark.django_db
WHY = "One machine made these addresses up."


@pytest.fixture
def petition():
    made = opened()
    actions.count_due(at=NOON)
    return Petition.objects.get(pk=made.pk)


@pytest.fixture
def ines():
    return person("ines", Role.AUDITOR)


def fresh(petition):
    return Petition.objects.get(pk=petition.pk)


def facts(kind):
    return list(Fact.objects.filter(kind=kind))


def draw_up(petition, by, at=NOON + HOUR, **wanted):
    criteria = actions.criteria_of(**wanted, at=at)
    return actions.draw_up_invalidation(petition_id=petition.pk, criteria=criteria, reason=WHY, by=by, at=at)


def take_off(petition, by, at=NOON + HOUR, **wanted):
    record = draw_up(petition, by, at, **wanted)
    actions.start_invalidation(invalidation_id=record.pk, by=by, at=at)
    actions.advance_invalidations(at=at)
    record.refresh_from_db()
    return record


def put_back(record, by, at=NOON + 2 * HOUR):
    made = actions.reverse_invalidation(invalidation_id=record.pk, reason=WHY, by=by, at=at)
    actions.advance_invalidations(at=at)
    made.refresh_from_db()
    return made


def made_up(petition, number, where=None, at=NOON, host="mill.example"):
    return [sign(petition, f"x{n}@{host}", where=where, at=at).receipt for n in range(number)]


def test_drawing_up_counts_and_changes_nothing(petition, ines):
    made_up(petition, 3)
    ask_to_sign(petition, "waiting@mill.example")
    actions.count_due(at=NOON)
    before = fresh(petition).signature_count

    record = draw_up(petition, ines, domain="mill.example")

    assert (record.foreseen, record.foreseen_waiting, record.stage) == (3, 1, "drawn_up")
    assert fresh(petition).signature_count == before == 9
    assert not Signature.objects.filter(invalidation__isnull=False).exists()
    assert queries.preview(fresh(petition), record.criteria()).total_after == 6


def test_started_it_takes_from_every_table_together(petition, ines):
    made_up(petition, 4, where=zone("tessel-row"), at=NOON + HOUR)
    sign(petition, "ana@shore.example", where=zone("tessel-row"))
    actions.count_due(at=NOON + HOUR)

    record = take_off(petition, ines, domain="mill.example")

    assert (record.stage, record.done, record.done_counted) == ("done", 4, 4)
    assert fresh(petition).signature_count == 7
    assert queries.exact_by_zone(petition) == {"": 6, "tessel-row": 1}
    assert [row[1] for row in queries.history(petition)] == [7, 0]
    assert queries.unbalanced() == []
    assert queries.taken_off(petition) == 4


def test_what_waits_is_taken_too_and_cannot_be_confirmed(petition, ines):
    attempt = ask_to_sign(petition, "waiting@mill.example")
    not_counted = sign(petition, "quick@mill.example").receipt

    take_off(petition, ines, domain="mill.example")

    with pytest.raises(actions.CannotConfirm):
        actions.confirm_signature(token=token_for(attempt), at=NOON + HOUR)
    assert actions.count_due(at=NOON + HOUR) == 0
    assert queries.receipt(not_counted).invalidation
    assert queries.held_attempts().count() == 0


def test_a_receipt_still_proves_and_says_that_it_was_taken_off(client, petition, ines):
    [code] = made_up(petition, 1)
    actions.count_due(at=NOON)
    take_off(petition, ines, domain="mill.example")

    found = queries.receipt(code)
    page = client.get(f"/petitions/receipts/{code}/").content.decode()

    assert queries.is_included(found)
    assert "taken off the count" in page
    assert "The proof holds" in page
    assert "Your signature stands" not in page


def test_an_address_that_was_taken_off_does_not_sign_again(petition, ines):
    made_up(petition, 1)
    actions.count_due(at=NOON)
    take_off(petition, ines, domain="mill.example")

    again = sign(petition, "x0@mill.example", at=NOON + 2 * HOUR)

    assert not again.is_new
    assert actions.count_due(at=NOON + 2 * HOUR) == 0


@pytest.mark.parametrize(
    ("wanted", "hit"),
    [
        ({"domain": "mill.example"}, {"a@mill.example", "b@mill.example"}),
        ({"address": "A@Mill.Example"}, {"a@mill.example"}),
        ({"since": NOON + HOUR}, {"b@mill.example"}),
        ({"domain": "mill.example", "until": NOON + timedelta(minutes=1)}, {"a@mill.example"}),
        ({"domain": "mill.example", "elsewhere": True}, {"a@mill.example"}),
        ({"domain": "ill.example"}, set()),
    ],
)
def test_all_criteria_must_hold(petition, ines, wanted, hit):
    sign(petition, "a@mill.example")
    sign(petition, "b@mill.example", where=zone("low-quay"), at=NOON + HOUR)
    sign(petition, "c@shore.example")

    criteria = actions.criteria_of(**wanted, at=NOON + DAY)

    assert set(queries.signatures_meant(petition, criteria).values_list("canonical", flat=True)) == hit


def test_a_zone_and_a_network_are_criteria(petition, ines):
    origins, origin = actions.origins_of("192.0.2.9", NOON)
    attempt = ask_to_sign(petition, "net@shore.example", origin=origin)
    Attempt.objects.filter(pk=attempt.pk).update(origins=origins)
    actions.confirm_signature(token=token_for(attempt), at=NOON)
    sign(petition, "quay@shore.example", where=zone("low-quay"))

    by_net = actions.criteria_of(prefix="192.0.2.0/24", at=NOON)
    by_zone = actions.criteria_of(zone=zone("low-quay"), at=NOON)

    assert [s.canonical for s in queries.signatures_meant(petition, by_net)] == ["net@shore.example"]
    assert [s.canonical for s in queries.signatures_meant(petition, by_zone)] == ["quay@shore.example"]
    with pytest.raises(actions.CannotInvalidate):
        actions.criteria_of(prefix="192.0.2.0/25", at=NOON)


def test_what_a_rule_held_is_taken_and_put_back_as_it_was(petition, ines):
    held = ask_to_sign(petition, "held@mill.example")
    Attempt.objects.filter(pk=held.pk).update(held_by="burst", judged_at=NOON)

    record = take_off(petition, ines, held_by="burst")
    off = (record.done_waiting, queries.held_attempts().count())
    put_back(record, ines)

    held.refresh_from_db()
    assert off == (1, 0)
    assert (held.held_by, held.invalidation_id) == ("burst", None)


def test_everything_of_a_petition_is_no_criterion(petition, ines):
    with pytest.raises(actions.CannotInvalidate, match="one thing at least"):
        draw_up(petition, ines)


def test_it_goes_in_steps_and_stops_where_it_is_told(petition, ines):
    made_up(petition, 5)
    actions.count_due(at=NOON)
    record = draw_up(petition, ines, domain="mill.example")
    actions.start_invalidation(invalidation_id=record.pk, by=ines, at=NOON)

    advance_invalidation(invalidation_id=record.pk, at=NOON, step=2)
    half = fresh(petition).signature_count
    books = queries.unbalanced()
    actions.cancel_invalidation(invalidation_id=record.pk, by=ines, at=NOON)
    actions.advance_invalidations(at=NOON)

    record.refresh_from_db()
    assert (half, books) == (9, [])
    assert (record.stage, record.done) == ("cancelled", 2)
    assert fresh(petition).signature_count == 9
    assert queries.unbalanced() == []
    assert facts("petitions.invalidation.ended")[-1].body["cancelled"] is True


def test_a_signature_that_comes_after_it_was_drawn_up_is_left_alone(petition, ines):
    made_up(petition, 1)
    record = draw_up(petition, ines, at=NOON, domain="mill.example")
    sign(petition, "late@mill.example", at=NOON + HOUR)
    actions.start_invalidation(invalidation_id=record.pk, by=ines, at=NOON + HOUR)

    actions.advance_invalidations(at=NOON + HOUR)

    assert Signature.objects.get(canonical="late@mill.example").invalidation_id is None


def test_put_back_everything_is_as_it_was(petition, ines):
    made_up(petition, 3, where=zone("tessel-row"))
    actions.count_due(at=NOON)
    uncounted = sign(petition, "quick@mill.example")
    attempt = ask_to_sign(petition, "waiting@mill.example")
    before = (fresh(petition).signature_count, queries.exact_by_zone(petition), queries.history(petition))

    record = take_off(petition, ines, domain="mill.example")
    back = put_back(record, ines)

    assert (
        fresh(petition).signature_count,
        queries.exact_by_zone(petition),
        queries.history(petition),
    ) == before
    assert (back.reverses, back.done, back.done_counted, back.done_waiting) == (record, 4, 3, 1)
    assert queries.taken_off(petition) == 0
    assert actions.count_due(at=NOON + 2 * HOUR) == 1
    assert queries.receipt(uncounted.receipt).batch
    assert actions.confirm_signature(token=token_for(attempt), at=NOON + 2 * HOUR).is_new
    with pytest.raises(actions.CannotInvalidate, match="reversed already"):
        actions.reverse_invalidation(invalidation_id=record.pk, reason=WHY, by=ines, at=NOON)


def test_below_a_threshold_the_duty_and_its_dates_are_withdrawn(petition, ines):
    thresholds(petition, 8, 9)
    made_up(petition, 4)
    actions.count_due(at=NOON)
    duties = [duty.pk for duty in charters.duties_on(petition.subject)]

    take_off(petition, ines, domain="mill.example")

    after = fresh(petition)
    assert len(duties) == 2
    assert (after.response_track, after.debate_track) == ("none", "none")
    assert not after.crossings.standing().exists()
    assert all(crossing.duty.withdrawn_at for crossing in after.crossings.all())
    assert len(facts("petitions.crossing.withdrawn")) == 2


def test_what_is_answered_or_on_the_agenda_stays(petition, ines):
    thresholds(petition, 8, 9)
    made_up(petition, 4)
    actions.count_due(at=NOON)
    office = petition.crossings.get(kind="response").duty.holder
    answer = actions.AnswerTo(number=1, verdict="yes", text="Works have begun.")
    actions.respond(petition_id=petition.pk, body=office, by=ines, summary="It will be cleaned.", answers=[answer], at=NOON)  # fmt: skip
    actions.take_up(subject=petition.subject, motion="council.motion/1", at=NOON)

    take_off(petition, ines, domain="mill.example")

    after = fresh(petition)
    assert (after.response_track, after.debate_track) == ("partial", "on_agenda")
    assert after.crossings.standing().count() == 2


def test_put_back_above_the_threshold_it_is_owed_anew(petition, ines):
    thresholds(petition, 8, 100)
    made_up(petition, 4)
    actions.count_due(at=NOON)
    record = take_off(petition, ines, domain="mill.example")

    put_back(record, ines)

    assert fresh(petition).response_track == "owed"
    assert petition.crossings.count() == 2
    assert petition.crossings.standing().count() == 1


def test_the_record_tells_the_number_and_names_nobody(petition, ines):
    made_up(petition, 2)
    actions.count_due(at=NOON)

    take_off(petition, ines, address="x0@mill.example")

    [begun], [ended] = facts("petitions.invalidation.begun"), facts("petitions.invalidation.ended")
    said = str([(f.subject, f.about, f.body, f.actor) for f in (begun, ended)])
    assert begun.public
    assert ended.public
    assert (ended.body["count"], ended.body["total"]) == (1, 7)
    assert "mill" not in said
    assert "machine" not in said
    assert ines.code not in said


def test_two_of_one_petition_do_not_run_at_once(petition, ines):
    made_up(petition, 2)
    one, two = draw_up(petition, ines, domain="mill.example"), draw_up(petition, ines, elsewhere=True)
    actions.start_invalidation(invalidation_id=one.pk, by=ines, at=NOON)

    with pytest.raises(actions.CannotInvalidate, match="is running"):
        actions.start_invalidation(invalidation_id=two.pk, by=ines, at=NOON)


def test_once_signers_are_forgotten_nothing_is_told_apart(petition, ines):
    Petition.objects.filter(pk=petition.pk).update(ended_at=NOON - 181 * DAY)

    with pytest.raises(actions.CannotInvalidate, match="forgotten"):
        draw_up(petition, ines, domain="mill.example")


def test_those_taken_off_are_forgotten_like_the_rest(petition, ines):
    sign(petition, "quick@mill.example")
    take_off(petition, ines, domain="mill.example")
    Petition.objects.filter(pk=petition.pk).update(ended_at=NOON - 181 * DAY)

    while actions.forget_due(at=NOON):
        pass

    assert not Signature.objects.exclude(canonical=None, email="", name="").exists()
    assert fresh(petition).anonymised_at


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["sign", "tick", "take", "step", "cancel", "back"]),
            st.integers(0, 5),
            st.sampled_from(["", "tessel-row", "low-quay"]),
        ),
        max_size=16,
    )
)
def test_whatever_is_signed_counted_taken_off_and_put_back_the_books_balance(petition, ines, steps):
    from petitions.models import Invalidation

    for act, number, where in steps:
        records = list(Invalidation.objects.order_by("-id")[: number + 1])
        try:
            if act == "sign":
                sign(
                    petition,
                    f"p{number}@{'mill' if number % 2 else 'shore'}.example",
                    where=zone(where) if where else None,
                )
            elif act == "tick":
                actions.count_due(at=NOON)
            elif act == "take":
                record = draw_up(petition, ines, domain="mill.example")
                actions.start_invalidation(invalidation_id=record.pk, by=ines, at=NOON)
            elif act == "step" and records:
                advance_invalidation(invalidation_id=records[-1].pk, at=NOON, step=1)
            elif act == "cancel" and records:
                actions.cancel_invalidation(invalidation_id=records[-1].pk, by=ines, at=NOON)
            elif act == "back" and records:
                actions.reverse_invalidation(invalidation_id=records[-1].pk, reason=WHY, by=ines, at=NOON)
        except actions.CannotInvalidate:
            pass
        assert queries.unbalanced() == []

    actions.advance_invalidations(at=NOON)
    actions.count_due(at=NOON)
    standing = Signature.objects.filter(petition=petition, invalidation__isnull=True).count()
    assert fresh(petition).signature_count == standing
    assert queries.unbalanced() == []


def test_a_printed_table_does_not_tell_by_subtraction_whose_signature_was_taken_off(petition, ines):
    for number in range(30):
        sign(petition, f"t{number}@shore.example", where=zone("tessel-row"))
        sign(petition, f"q{number}@shore.example", where=zone("low-quay"))
        sign(petition, f"s{number}@shore.example", where=zone("aurelis-shore"))
    actions.count_due(at=NOON)
    before = queries.places(fresh(petition))

    take_off(petition, ines, address="t0@shore.example")

    after = queries.places(fresh(petition))
    assert {r.slug: r.count for r in after.rows} == {r.slug: r.count for r in before.rows}
    assert {r.slug: r.count for r in before.rows}["tessel-row"] == 30

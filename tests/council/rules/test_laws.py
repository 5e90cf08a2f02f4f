"""Laws of the count that hold for every rule, roll and urn."""

import json
from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from council.rules.decision import (
    AllOfAny,
    AtLeast,
    Chamber,
    Combine,
    Outcome,
    Override,
    Roll,
    RollSeat,
    Rule,
    Share,
    Tie,
    Veto,
)
from council.rules.seats import BallotCast, Choice
from council.rules.tally import evaluate, evaluate_override, outcome_of

GROUPS = ("", "STATE", "CITIZEN")
BASES = ("in_office", "present", "cast", "cast_all", "weight:people")


def a_share(chance, bases=BASES):
    den = chance.randint(1, 12)
    num = chance.randint(1, den)
    return Share(base=chance.choice(bases), num=num, den=den, strict=num < den and chance.random() < 0.5)


def a_chamber(chance, body):
    office = ("in_office",)
    return Chamber(
        body=body,
        quorum=chance.choice([None, a_share(chance, office), a_share(chance, ("weight:people",))]),
        passes=tuple(a_share(chance) for _ in range(chance.randint(1, 2))),
        floor=chance.choice([None, a_share(chance, office), a_share(chance), chance.randint(0, 4)]),
        groups=chance.choice(
            [
                (),
                (AtLeast(count=chance.randint(1, 2), group=chance.choice(GROUPS)),),
                (AllOfAny(groups=GROUPS[1:]),),
            ]
        ),
    )


def a_rule(chance):
    bodies = ["H", "B"][: chance.randint(1, 2)]
    combine = chance.choice(list(Combine))
    return Rule(
        chambers=tuple(a_chamber(chance, body) for body in bodies),
        combine=combine,
        k=chance.randint(1, len(bodies)) if combine is Combine.K_OF_N else 0,
        tie=chance.choice(list(Tie)),
        fallback=chance.choice([None, a_share(chance)]),
        vetoes=chance.choice([(), (Veto(who="group:STATE", needs=1),)]),
        blocking_minority=chance.choice([0, 0, 2]),
        recused_in_base=chance.random() < 0.5,
        proxies_in_quorum=chance.random() < 0.5,
        sole_holder_acts=chance.random() < 0.5,
    )


def a_roll(chance):
    found = []
    for body, most in (("H", 7), ("B", 5)):
        for i in range(1, chance.randint(1, most) + 1):
            joint = chance.choice(["", "", "unanimous", "any"])
            found.append(
                RollSeat(
                    code=f"{body}{i}",
                    body=body,
                    group=chance.choice(GROUPS),
                    joint=joint,
                    hands=chance.choice([(1, 2), (1, 2), (2,), ()]) if joint else (1,),
                    recused=chance.random() < 0.2,
                    weights={"people": Fraction(chance.randint(0, 50))},
                )
            )
    # Now and then a sitting kept a roll of its own.
    kept = frozenset(s.code for s in found if chance.random() < 0.4) if chance.random() < 0.3 else None
    return Roll(seats=tuple(found), present=kept)


def an_urn(chance, roll):
    hands = [(s.code, hand) for s in roll.seats if not s.recused for hand in s.hands if chance.random() < 0.8]
    order = chance.sample(range(len(hands)), len(hands))
    # Mostly yes, so that many scenes are carried and the laws about carried ones are tried.
    said = [Choice.YES, Choice.YES, Choice.YES, Choice.NO, Choice.ABSTAIN]
    return [
        BallotCast(seat=code, hand=hand, choice=chance.choice(said), proxy=chance.random() < 0.3, n=n)
        for n, (code, hand) in zip(order, hands, strict=True)
    ]


def a_scene(seed):
    """A rule, a roll and an urn from one number: quick to make, and the same each time."""
    chance = Random(seed)
    roll = a_roll(chance)
    return a_rule(chance), roll, an_urn(chance, roll)


def scenes():
    return st.integers(0, 2**48).map(a_scene)


@given(scenes(), st.randoms(use_true_random=False))
def test_the_order_of_ballots_and_seats_does_not_matter(scene, chance):
    rule, roll, urn = scene
    seats, shuffled = list(roll.seats), list(urn)
    chance.shuffle(seats)
    chance.shuffle(shuffled)

    assert evaluate(rule, replace(roll, seats=tuple(seats)), shuffled) == evaluate(rule, roll, urn)


@given(scenes(), st.data())
def test_turning_a_ballot_to_yes_never_sinks_a_motion(scene, data):
    rule, roll, urn = scene
    if not urn:
        return
    i = data.draw(st.integers(0, len(urn) - 1))
    turned = [replace(b, choice=Choice.YES) if n == i else b for n, b in enumerate(urn)]
    seat = next(s for s in roll.seats if s.code == urn[i].seat)
    if seat.joint == "unanimous":
        # Half a joint seat's yes can split it; its two hands say yes together.
        turned = [replace(b, choice=Choice.YES) if b.seat == seat.code else b for b in urn]

    if evaluate(rule, roll, urn).outcome is Outcome.ADOPTED:
        assert evaluate(rule, roll, turned).outcome is Outcome.ADOPTED


@given(scenes(), st.data())
def test_a_seat_that_comes_and_says_yes_never_sinks_a_motion(scene, data):
    rule, roll, urn = scene
    voted = {b.seat for b in urn}
    away = [s for s in roll.seats if s.code not in voted and not s.recused and s.hands]
    if not away:
        return
    seat = data.draw(st.sampled_from(away))
    more = [*urn, *(BallotCast(seat=seat.code, hand=h, choice=Choice.YES, n=99) for h in seat.hands)]

    if evaluate(rule, roll, urn).outcome is Outcome.ADOPTED:
        assert evaluate(rule, roll, more).outcome is Outcome.ADOPTED


@given(scenes(), st.integers(1, 9), st.integers(1, 9))
def test_weights_scaled_alike_change_nothing(scene, up, down):
    rule, roll, urn = scene
    scaled = replace(
        roll,
        seats=tuple(
            replace(s, weights={"people": s.weights["people"] * Fraction(up, down)}) for s in roll.seats
        ),
    )

    assert evaluate(rule, scaled, urn).outcome is evaluate(rule, roll, urn).outcome


@given(scenes())
def test_the_working_recomputes_the_outcome_and_survives_json(scene):
    decision = evaluate(*scene)
    read_again = json.loads(json.dumps(decision.working))

    assert outcome_of(read_again) is decision.outcome
    assert read_again["outcome"] == decision.outcome.value


@given(scenes())
def test_the_working_holds_no_floats(scene):
    def walk(value):
        assert not isinstance(value, float)
        for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            walk(item)

    walk(evaluate(*scene).working)


@given(scenes())
def test_every_seat_is_counted_once(scene):
    working = evaluate(*scene).working
    for row in working["chambers"]:
        said = ("yes", "no", "abstain", "split", "incomplete", "away", "recused")

        assert sum(row["counts"][word] for word in said) == row["counts"]["seats"]


@given(scenes(), st.data())
def test_an_objecting_biome_neither_helps_nor_hinders_the_override(scene, data):
    _, roll, urn = scene
    # Its own ballots change nothing, whichever way: it is out of base and count alike.
    rule = Rule(
        chambers=(Chamber(body="H", passes=(Share(base="cast", num=1, den=2, strict=True),)),),
        vetoes=(
            Veto(
                who="affected_biomes",
                window_days=14,
                override=Override(
                    chambers=(Chamber(body="B", passes=(Share(base="in_office", num=3, den=4),)),)
                ),
            ),
        ),
    )
    objector = data.draw(st.sampled_from([s.code for s in roll.seats if s.body == "B"]))
    flipped = [
        replace(b, choice=Choice.NO if b.choice is Choice.YES else Choice.YES) if b.seat == objector else b
        for b in urn
    ]

    one = evaluate_override(rule, roll, urn, objectors=frozenset({objector}))
    other = evaluate_override(rule, roll, flipped, objectors=frozenset({objector}))

    assert one == other


@given(scenes(), st.data())
def test_one_ballot_that_may_not_be_there_voids_the_vote(scene, data):
    rule, roll, urn = scene
    stray = data.draw(
        st.sampled_from(
            [BallotCast(seat="nowhere", choice=Choice.YES)]
            + [BallotCast(seat=b.seat, hand=b.hand, choice=b.choice, n=99) for b in urn]
            + [BallotCast(seat=s.code, choice=Choice.NO) for s in roll.seats if s.recused]
        )
    )

    decision = evaluate(rule, roll, [*urn, stray])

    assert decision.outcome is Outcome.VOID
    assert decision.working["faults"]

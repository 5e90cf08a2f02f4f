"""False histories of a council that hold in chain, numbers and signature: what an operator with the key might write.

Each works on the long log of `council_log.py` and stands with the words that name it.
"""

import json
from copy import deepcopy

from tests.ledger.forgery import Forged

CAST, CLOSED, OPENED = "council.ballot.cast", "council.voting.closed", "council.voting.opened"
ENACTED, VETOED = "council.motion.enacted", "council.motion.vetoed"
LATER = "2199-01-01T00:00:00Z"


def forging(change):
    """The forger's hand: a change of the history, written down as if it had always been so."""

    def tamper(export):
        log = Forged(export)
        change(log)
        log.sign()

    return tamper


def place(log, entry):
    return log.entries.index(entry)


def of_vetoed(log, kind):
    """Entries of that kind about the motion that was vetoed and overridden, in order."""
    subject = log.first(VETOED)["subject"]
    return [e for e in log.entries if (e["type"], e["subject"]) == (kind, subject)]


def enacted(log, closing, **body):
    """An enactment of the motion of that close, behind it."""
    told = log.first(ENACTED)["body"] | {"in_force_on": closing["at"][:10]} | body
    told = {key: told[key] for key in ("in_force_on", "motion_kind", "state")}
    entry = {**closing, "type": ENACTED, "body": told}
    log.entries.insert(place(log, closing) + 1, entry)
    return entry


# --- The roll ---------------------------------------------------------------------------------------
def on_the_roll(change):
    """Change the roll of the first vote, which its close names too."""

    def do(log):
        opening = log.first(OPENED)
        log.redo(opening, "rolls.jsonl", lambda roll: change(roll["seats"], roll))

    return forging(do)


def twice(seats, roll):
    seats.append(deepcopy(seats[0]))


def vacant_put_in_office(seats, roll):
    next(row for row in seats if not row["hands"])["hands"] = [1]


def says_present(seats, roll):
    roll["present"] = [row["seat"] for row in seats]


def speaks_for_nobody(seats, roll):
    for row in seats:
        row["represents"] = ""


def silenced(seats, roll):
    """A living system is not asked, though its seat has a veto."""
    next(row for row in seats if row["represents"])["veto"] = False


@forging
def veto_taken_from_the_seat(log):
    next(e for e in log.entries if e["type"] == "council.seat.created" and e["body"]["represents"])["body"][
        "capacity"
    ].remove("veto")


# --- The vote ---------------------------------------------------------------------------------------
@forging
def other_purpose(log):
    log.first(CLOSED)["body"]["purpose"] = "override"


@forging
def touches_nobody(log):
    of_vetoed(log, OPENED)[0]["body"]["affects"] = []


@forging
def places_swapped(log):
    """The earlier ballot of somebody who changed her mind becomes the later one."""
    closing = log.first(CLOSED)
    cast = [e for e in log.entries if (e["type"], e["subject"]) == (CAST, closing["subject"])]
    hand = next(e["body"] for e in cast if not live(log, closing, e["body"]["n"]))
    one, other = [
        e["body"]["n"] for e in cast if (e["body"]["seat"], e["body"]["hand"]) == (hand["seat"], hand["hand"])
    ][:2]
    swap = {one: other, other: one}
    for entry in log.entries:
        if entry["subject"] == closing["subject"] and entry["type"] in (CAST, "council.reason.given"):
            entry["body"]["n"] = swap.get(entry["body"]["n"], entry["body"]["n"])

    def change(opened):
        for row in [*opened["ballots"], *opened.get("reasons", [])]:
            row["n"] = swap.get(row["n"], row["n"])
        for row in opened["ballots"]:
            if row["n"] in swap:
                row["live"] = not row["live"]

    log.redo(closing, "openings.jsonl", change)


def live(log, closing, n):
    rows = log.document(closing, "openings.jsonl")["ballots"]
    return next(row["live"] for row in rows if row["n"] == n)


@forging
def reasons_gone(log):
    closing = log.first(CLOSED)
    log.redo(closing, "openings.jsonl", lambda opened: opened.pop("reasons"))
    log.entries = [
        e for e in log.entries if (e["type"], e["subject"]) != ("council.reason.given", closing["subject"])
    ]


@forging
def counts_announced_otherwise(log):
    log.first(CLOSED)["body"]["chambers"][0]["yes"] += 3


@forging
def hours_moved(log):
    log.first("council.motion.scheduled")["body"]["opens_at"] = LATER


@forging
def never_closed(log):
    closing = [e for e in log.entries if e["type"] == CLOSED][-1]
    log.forget(closing, "openings.jsonl")
    log.entries = [
        e for e in log.entries if e["subject"] != closing["subject"] or place(log, e) < place(log, closing)
    ]
    log.entries[-1]["at"] = LATER


@forging
def interest_left_out(log):
    """A voluntary recusal told as a mandatory one, without an interest."""
    body = log.first("council.seat.recused")["body"]
    body["recusal"] = "mandatory"
    del body["interest"]


@forging
def recused_after_the_opening(log):
    recused = log.first("council.seat.recused")
    log.entries.remove(recused)
    opening = log.first(OPENED, recused["subject"])
    log.entries.insert(place(log, opening) + 1, recused)


# --- What follows it --------------------------------------------------------------------------------
@forging
def closed_twice(log):
    closing = log.first(CLOSED)
    log.entries.insert(place(log, closing) + 1, deepcopy(closing))


@forging
def put_again_after_a_rejection(log):
    closing = log.first(CLOSED, outcome="rejected")
    again = deepcopy(log.first(OPENED, closing["subject"]))
    again["body"]["round"] = 2
    again["at"] = closing["at"]
    log.entries.insert(place(log, closing) + 1, again)


@forging
def enacted_twice(log):
    entry = log.first(ENACTED)
    log.entries.insert(place(log, entry) + 1, deepcopy(entry))


@forging
def enacted_after_withdrawal(log):
    entry = log.first(ENACTED)
    log.entries.insert(place(log, entry), {**entry, "type": "council.motion.withdrawn", "body": {}})


@forging
def enacted_before_the_close(log):
    log.first(ENACTED)["at"] = "2150-01-01T00:00:00Z"


@forging
def in_force_before(log):
    log.first(ENACTED)["body"]["in_force_on"] = "2001-01-01"


@forging
def in_force_another_day(log):
    log.first(ENACTED)["body"]["in_force_on"] = "2199-01-01"


@forging
def lapsed_in_its_cooling_days(log):
    """The council is never asked whether it overrides."""
    vetoed = log.first(VETOED)
    entry = {**vetoed, "type": "council.motion.lapsed", "body": {}}
    log.entries.insert(place(log, vetoed) + 1, entry)


@forging
def vetoed_before_its_days(log):
    log.first(VETOED)["at"] = of_vetoed(log, CLOSED)[0]["at"]


@forging
def vetoed_by_others(log):
    log.first(VETOED)["body"]["seats"] = ["b-2"]


@forging
def objected_by_who_is_not_asked(log):
    of_vetoed(log, "council.objection.filed")[0]["body"]["seat"] = "b-2"


@forging
def objected_too_late(log):
    of_vetoed(log, "council.objection.filed")[0]["at"] = LATER


@forging
def objected_twice(log):
    entry = of_vetoed(log, "council.objection.filed")[0]
    log.entries.insert(place(log, entry) + 1, deepcopy(entry))


@forging
def mandate_by_a_vetoed_motion(log):
    vetoed, given = log.first(VETOED), deepcopy(log.first("council.mandate.given"))
    given["subject"] = "council.mandate/00000000-0000-0000-0000-000000000001"
    given["at"] = vetoed["at"]
    given["body"] |= {"motion": vetoed["subject"], "seat": "h-10", "since": LATER}
    log.entries.insert(place(log, vetoed) + 1, given)


@forging
def tie_broken_where_none_was(log):
    closing = log.first(CLOSED, outcome="rejected")
    entry = {**closing, "type": "council.tie.broken", "body": {"round": 1, "choice": "yes"}}
    log.entries.insert(place(log, closing) + 1, entry)
    log.entries.insert(place(log, closing) + 2, enacted(log, closing))


@forging
def never_admitted(log):
    log.entries.remove(log.first("council.motion.admitted"))


# --- Seals, keys, charters --------------------------------------------------------------------------
@forging
def day_sealed_twice(log):
    at = log.entries[-1]["at"]
    body = {"day": "2150-06-01", "count": 1, "root": "0" * 64}
    row = {**log.entries[-1], "type": "biomes.readings.sealed", "subject": "biomes.seal/2150-06-01", "at": at}
    log.entries += [row | {"body": body}, row | {"body": body | {"root": "1" * 64}}]


@forging
def key_in_the_place_of_another(log):
    log.first("ledger.key.begun")["body"]["replaces"] = "00000000"


def key_since_ever(export):
    told = json.loads((export / "keys.json").read_text())
    told["keys"][0]["since"] = "2001-01-01T00:00:00Z"
    (export / "keys.json").write_text(json.dumps(told))


@forging
def amended_by_a_rejected_motion(log):
    closing = log.first(CLOSED, outcome="rejected")
    body = {"amendment": 1, "motion": closing["subject"], "edition": "0" * 64}
    entry = {**closing, "type": "charters.amendment.enacted", "subject": "charters.amendment/1", "body": body}
    log.entries.insert(place(log, closing) + 1, entry)


@forging
def edition_from_nowhere(log):
    founded = log.first("charters.charter.founded")
    body = deepcopy(founded["body"]) | {"base": "0" * 64, "number": 7}
    entry = {
        **founded,
        "type": "charters.edition.promulgated",
        "subject": f"{edition_of(founded)}-7",
        "body": body,
    }
    log.entries.append(entry)


def edition_of(founded):
    return founded["subject"].replace("charters.charter/", "charters.edition/")


COURSES = {
    "a seat stands twice on the roll": (on_the_roll(twice), "stands on the roll more than once"),
    "a vacant seat is put in office": (on_the_roll(vacant_put_in_office), "hands that are not those of its mandates"),
    "the roll says who was present": (on_the_roll(says_present), "the roll at the opening says who was present"),
    "no seat speaks for a living system": (on_the_roll(speaks_for_nobody), "not on the roll as the log made it"),
    "the close says another purpose": (other_purpose, "differ on what the vote was for"),
    "the vote touches no living system": (touches_nobody, "not those that the motion was scheduled with"),
    "a seat's earlier ballot becomes the later": (places_swapped, "not in the order of the log"),
    "the reasons of living systems are gone": (reasons_gone, "speaks for a living system without a reason"),
    "other numbers are announced": (counts_announced_otherwise, "is not what their seats said"),
    "the vote was at other hours": (hours_moved, "not opened for the hours that it was scheduled for"),
    "a vote is never closed": (never_closed, "the vote was never closed"),
    "a recusal says no interest": (interest_left_out, "the decision cannot be re-derived"),
    "a seat is recused during the vote": (recused_after_the_opening, "was recused when the vote had begun"),
    "a vote is closed twice": (closed_twice, "closed, but the motion stood at"),
    "a rejected motion is put again": (put_again_after_a_rejection, "opened, but the motion stood at over"),
    "a motion is enacted twice": (enacted_twice, "enacted, but the motion stood at over"),
    "a withdrawn motion is enacted": (enacted_after_withdrawal, "withdrawn, but the motion stood at adopted"),
    "it was enacted before its close": (enacted_before_the_close, "enacted before its vote was closed"),
    "it was in force before": (in_force_before, "in force from a day before it was enacted"),
    "it was in force another day": (in_force_another_day, "another day than its mover asked for"),
    "it lapsed in its cooling days": (lapsed_in_its_cooling_days, "lapsed, but the motion stood at vetoed"),
    "a seat with a veto is silenced": (on_the_roll(silenced), "not on the roll as the log made it"),
    "a seat never had a veto": (veto_taken_from_the_seat, "not on the roll as the log made it"),
    "the veto came before its days": (vetoed_before_its_days, "vetoed before the days to object were over"),
    "others vetoed it": (vetoed_by_others, "vetoed, but not by enough who objected"),
    "a seat objects that is not asked": (objected_by_who_is_not_asked, "objects, and the rule does not ask it"),
    "an objection came too late": (objected_too_late, "objects after its days to object"),
    "a seat objects twice": (objected_twice, "objects twice"),
    "a vetoed motion gives a mandate": (mandate_by_a_vetoed_motion, "given by a motion that was not adopted"),
    "a tie is broken that was none": (tie_broken_where_none_was, "broken, but the motion stood at over"),
    "a motion was never admitted": (never_admitted, "scheduled, but the motion stood at submitted"),
    "the readings of a day are sealed twice": (day_sealed_twice, "were sealed before"),
    "a key replaces another than it did": (key_in_the_place_of_another, "in the place of another"),
    "a key stands since ever": (key_since_ever, "stands for other days than the log says"),
    "a rejected motion amends a charter": (amended_by_a_rejected_motion, "amended by a motion that was not adopted"),
    "an edition follows on none": (edition_from_nowhere, "does not follow on the last edition"),
}  # fmt: skip

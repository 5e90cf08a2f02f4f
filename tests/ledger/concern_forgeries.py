"""False histories of what living systems said of a motion, and of what was ruled on it; on the log of `council_log.py`."""

from copy import deepcopy

from tests.ledger.course_forgeries import OPENED, forging, place


def concern(log, number, kind="raised"):
    return [e for e in log.entries if e["type"] == f"council.concern.{kind}"][number]


@forging
def concern_passed_over(log):
    """What was upheld, and so asked for, is forgotten at the opening."""
    opening = log.first(OPENED, concern(log, 0)["subject"])
    opening["body"]["affects"] = []


@forging
def concern_without_a_ruling(log):
    log.entries.remove(concern(log, 2, "ruled"))


@forging
def concern_ruled_otherwise(log):
    concern(log, 0, "ruled")["body"]["ruling"] = "dismissed"


@forging
def concern_of_a_human_seat(log):
    for entry in (concern(log, 1), concern(log, 1, "ruled")):
        entry["body"]["seat"] = "h-1"


@forging
def concern_raised_twice(log):
    entry = concern(log, 1)
    log.entries.insert(place(log, entry) + 1, deepcopy(entry))


@forging
def concern_under_the_code_of_another(log):
    """The later word takes the place of the first, which nobody answers then."""
    for entry in (concern(log, 1), concern(log, 1, "ruled")):
        entry["body"]["concern"] = concern(log, 0)["body"]["concern"]


@forging
def concern_ruled_without_a_word(log):
    concern(log, 1, "ruled")["body"]["ruling"] = "noted"


@forging
def concern_dismissed_by_the_clock(log):
    concern(log, 2, "ruled")["body"]["ruling"] = "dismissed"


@forging
def concern_ruled_twice(log):
    entry = concern(log, 1, "ruled")
    log.entries.insert(place(log, entry) + 1, deepcopy(entry))


@forging
def concern_of_another_seat(log):
    concern(log, 1, "ruled")["body"]["seat"] = "b-1"


@forging
def concern_after_the_opening(log):
    said, ruled = concern(log, 1), concern(log, 1, "ruled")
    opening = log.first(OPENED, said["subject"])
    for entry in (said, ruled):
        log.entries.remove(entry)
    where = place(log, opening) + 1
    log.entries[where:where] = [said, ruled]


CONCERNS = {
    "what a living system said is passed over": (concern_passed_over, "not those that the motion was scheduled with"),
    "what a living system said is not ruled on": (concern_without_a_ruling, "and nothing was ruled on it"),
    "a ruling for it is turned": (concern_ruled_otherwise, "not those that the motion was scheduled with"),
    "a human seat says that it is touched": (concern_of_a_human_seat, "and speaks for no living system"),
    "a living system says so twice": (concern_raised_twice, "said twice that it is touched"),
    "it bears the code of another": (concern_under_the_code_of_another, "bears the code of another"),
    "the ruling is no ruling": (concern_ruled_without_a_word, "the ruling on what seat b-2 said is none"),
    "the clock dismisses it": (concern_dismissed_by_the_clock, "the ruling on what seat b-3 said is none"),
    "it is ruled on twice": (concern_ruled_twice, "was ruled on twice"),
    "the ruling is on another's word": (concern_of_another_seat, "a ruling on what seat b-1 never said"),
    "it is said and ruled on in the vote": (concern_after_the_opening, "was ruled on when the vote had begun"),
}  # fmt: skip

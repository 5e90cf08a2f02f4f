"""The life of a coalition and of a membership in it, as tables.

    draft -> moderation -> open -> ended              rejected, hidden -> moderation (an appeal upheld)
                 '-> rejected, hidden

A membership is moved by two hands: its *speaker* (the person; who holds the body's office; the living system's
guardian in office then) and a *steward* of the coalition. Whatever the table does not hold is refused.

    none --ask--> asked --admit--> member --leave--> left
    none --invite--> invited --accept--> member --remove--> removed

Whoever left or declined may ask again; whoever was refused or removed waits to be invited.
"""

from enum import StrEnum

from petitions.rules import texts

TITLE = texts.TITLE
AIM = 600
REASON = 300
SHORTEST_REASON = 10
MOST_BIOMES = 10
MOST_AROUND = 20
MOST_MEMBERS = 500
# A coalition may ask for one beacon in this many days: a call that comes every week calls nobody.
BEACON_EVERY_DAYS = 30
# What a coalition may stand around; met by address only.
NOUNS = ("petitions.petition/", "crises.alert/")


class State(StrEnum):
    DRAFT = "draft"
    MODERATION = "moderation"
    OPEN = "open"
    ENDED = "ended"
    REJECTED = "rejected"
    HIDDEN = "hidden"


MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.MODERATION}),
    State.MODERATION: frozenset({State.OPEN, State.REJECTED, State.HIDDEN}),
    State.OPEN: frozenset({State.ENDED}),
    State.ENDED: frozenset(),
    State.REJECTED: frozenset({State.MODERATION}),
    State.HIDDEN: frozenset({State.MODERATION}),
}
PUBLIC = frozenset({State.OPEN, State.ENDED})
# Their founders read them; nobody else does.
OWN = frozenset({State.DRAFT, State.MODERATION, State.REJECTED})


class Words(StrEnum):
    """Where a text of a coalition stands with the moderators."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    HIDDEN = "hidden"


class Kind(StrEnum):
    """Who a member is."""

    PERSON = "person"
    BODY = "body"
    BIOME = "biome"


class Standing(StrEnum):
    """Where a membership stands."""

    NONE = "none"
    ASKED = "asked"
    INVITED = "invited"
    MEMBER = "member"
    LEFT = "left"
    DECLINED = "declined"
    REFUSED = "refused"
    REMOVED = "removed"


class Act(StrEnum):
    ASK = "ask"
    INVITE = "invite"
    ACCEPT = "accept"
    DECLINE = "decline"
    ADMIT = "admit"
    REFUSE = "refuse"
    LEAVE = "leave"
    REMOVE = "remove"


SPEAKERS = frozenset({Act.ASK, Act.ACCEPT, Act.DECLINE, Act.LEAVE})
STEWARDS = frozenset({Act.INVITE, Act.ADMIT, Act.REFUSE, Act.REMOVE})

MEMBERSHIP: dict[tuple[Standing, Act], Standing] = {
    (Standing.NONE, Act.ASK): Standing.ASKED,
    (Standing.NONE, Act.INVITE): Standing.INVITED,
    (Standing.ASKED, Act.ADMIT): Standing.MEMBER,
    (Standing.ASKED, Act.INVITE): Standing.MEMBER,  # both sides want it
    (Standing.ASKED, Act.REFUSE): Standing.REFUSED,
    (Standing.ASKED, Act.LEAVE): Standing.LEFT,  # the request taken back
    (Standing.INVITED, Act.ACCEPT): Standing.MEMBER,
    (Standing.INVITED, Act.ASK): Standing.MEMBER,  # both sides want it
    (Standing.INVITED, Act.DECLINE): Standing.DECLINED,
    (Standing.INVITED, Act.REMOVE): Standing.REMOVED,  # the invitation taken back
    (Standing.MEMBER, Act.LEAVE): Standing.LEFT,
    (Standing.MEMBER, Act.REMOVE): Standing.REMOVED,
    (Standing.LEFT, Act.ASK): Standing.ASKED,
    (Standing.LEFT, Act.INVITE): Standing.INVITED,
    (Standing.DECLINED, Act.ASK): Standing.ASKED,
    (Standing.DECLINED, Act.INVITE): Standing.INVITED,
    (Standing.REFUSED, Act.INVITE): Standing.INVITED,
    (Standing.REMOVED, Act.INVITE): Standing.INVITED,
}
# Named on the coalition's page: those who are in it, and those whose pledges stay on record.
NAMED = frozenset({Standing.MEMBER, Standing.LEFT, Standing.REMOVED})
# Acts that let somebody in, or make it possible: only while the coalition is open.
OPENING = frozenset({Act.ASK, Act.INVITE, Act.ACCEPT, Act.ADMIT})


class Refused(Exception):
    """A move that the table does not hold."""

    def __init__(self, current: StrEnum, to: StrEnum) -> None:
        super().__init__(f"{current} -> {to}")
        self.current, self.to = current, to


def move(current: State, to: State) -> State:
    if to not in MOVES[current]:
        raise Refused(current, to)
    return to


def moved(current: Standing, act: Act) -> Standing:
    """Where ``act`` takes a membership, or Refused."""
    try:
        return MEMBERSHIP[current, act]
    except KeyError as error:
        raise Refused(current, act) from error


def acts_from(current: Standing) -> frozenset[Act]:
    return frozenset(act for standing, act in MEMBERSHIP if standing is current)


def is_already(current: Standing, act: Act) -> bool:
    """Pressed twice: what the act would bring about is so already."""
    return any(to is current for (_from, done), to in MEMBERSHIP.items() if done is act) and (
        (current, act) not in MEMBERSHIP
    )


def is_last_steward(*, stewards: int, others: int) -> bool:
    """Whether a steward who goes would leave members behind with nobody to open the door."""
    return stewards == 1 and others > 0


class Step(StrEnum):
    """The steps of founding, in order."""

    ABOUT = "about"
    AROUND = "around"
    AIM = "aim"
    STANDING = "standing"
    CHECK = "check"


STEPS = tuple(Step)


def first_wanting(*, biomes: int, title: str, aim: str, has_founder: bool) -> Step:
    """The first step that is not right; the check when all are. A coalition may stand around nothing yet."""
    if not 1 <= biomes <= MOST_BIOMES:
        return Step.ABOUT
    if texts.fault(title, longest=TITLE, shortest=texts.SHORTEST_TITLE):
        return Step.AIM
    if texts.fault(aim, longest=AIM, shortest=1, block=True):
        return Step.AIM
    return Step.CHECK if has_founder else Step.STANDING


def after(step: Step) -> Step:
    return STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]


def before(step: Step) -> Step | None:
    index = STEPS.index(step)
    return STEPS[index - 1] if index else None

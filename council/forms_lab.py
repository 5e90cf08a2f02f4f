"""The rule lab's form: a rule by its clauses or as JSON, and what each seat is imagined to do. Nothing is stored."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext_lazy as _

from council.queries import Today
from council.rules import parts
from council.rules.conditions import ballots_of
from council.rules.decision import Roll, Rule
from council.rules.fields import read_json
from council.rules.fit import check_sound
from council.rules.reading import RuleFault, read_rule
from council.rules.seats import BallotCast, Choice
from council.words.rule import base_words

LONGEST_RULE = 20_000
# From a fault's path to the field it is about.
PLACE = re.compile(r"chambers\[(\d+)\]\.(quorum|pass|floor_yes|groups)(?:\[(\d+)\])?(?:\.(\w+))?")
CLAUSES = {"quorum": "quorum", "pass": "pass", "floor_yes": "floor", "groups": "group"}
FIELDS = {
    "num": "num",
    "den": "den",
    "base": "base",
    "of": "groups",
    "all_of_any": "groups",
    "at_least": "count",
}
AWAY, RECUSED = "away", "recused"
SAID = [
    (Choice.YES.value, _("Yes")),
    (Choice.NO.value, _("No")),
    (Choice.ABSTAIN.value, _("Abstains")),
    (AWAY, _("Away")),
    (RECUSED, _("Recused")),
]
# What a chamber may do by numbers; who is left says yes.
NUMBERED = (Choice.NO.value, Choice.ABSTAIN.value, AWAY)
HOWS = [("", _("none")), (parts.AT_LEAST, _("at least")), (parts.MORE, _("more than"))]
FLOOR_HOWS = [*HOWS, (parts.COUNT, _("so many seats"))]
GROUP_HOWS = [
    ("", _("none")),
    (parts.AT_LEAST_OF, _("at least so many of")),
    (parts.ALL_OF_ANY, _("all of any one of")),
]
COMBINES = [("all", _("every chamber")), ("any", _("one chamber")), ("k_of_n", _("so many chambers"))]
TIES = [
    ("reject", _("rejects")),
    ("casting_vote", _("is broken by the chair")),
    ("revote_once", _("is voted on once more")),
]


@dataclass(frozen=True, slots=True)
class Trial:
    """A rule that reads and fits, and the vote it is tried on."""

    data: dict[str, Any]
    rule: Rule
    roll: Roll
    ballots: list[BallotCast]


class LabForm:
    """What was filled in, read: a trial, or a fault with its place.

    The rule stands on the page twice, clause by clause and as text. The text is what counts if it was
    changed since the page was made (``was`` is its mark), else the clauses are.
    """

    def __init__(self, posted: Mapping[str, str] | None, standing: dict[str, Any], today: Today) -> None:
        self.posted: Mapping[str, str] = posted or {}
        self.today = today
        self.layout = standing
        self.text = self.posted.get("rule", pretty(standing))
        self.by_text = bool(posted) and mark(self.text) != self.posted.get("was")
        self.was = self.posted.get("was", "")
        self.does = self._does()
        self.trial: Trial | None = None
        self.path = self.code = ""
        try:
            self.trial = self._read()
        except RuleFault as fault:
            self.path, self.code = fault.path, fault.code
        else:
            self.layout, self.text = self.trial.data, pretty(self.trial.data)
            self.was = mark(self.text)

    def _read(self) -> Trial:
        data = data_of(self.text)
        read_rule(data)
        self.layout = data
        if not self.by_text:
            data = parts.with_parts(data, self.posted)
        rule = read_rule(data)
        roll = self._roll()
        check_sound(rule, roll)
        return Trial(data, rule, roll, self._ballots(roll))

    @property
    def wants_year(self) -> bool:
        return self.posted.get("by") == "year"

    def said(self, code: str) -> str:
        return self.does.get(code, Choice.YES.value)

    def _does(self) -> dict[str, str]:
        """What each seat that can vote is imagined to do: by its own word or, asked for, by the numbers of its chamber."""
        if self.posted.get("by") != "fill":
            picked = {
                code: self.posted.get(f"seat-{code}", "") for _body, codes in self._able for code in codes
            }
            return {code: word for code, word in picked.items() if word in dict(SAID)}
        found: dict[str, str] = {}
        for body, codes in self._able:
            found |= by_numbers(codes, {word: self._number(body, word) for word in NUMBERED})
        return found

    def _number(self, body: Any, word: str) -> int:
        """A number that is none is nought; the chamber's size is the most."""
        text = self.posted.get(f"many-{body.code}-{word}", "").strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0

    @property
    def _able(self) -> list[tuple[Any, list[str]]]:
        able = {seat.code for seat in self.today.roll.seats if seat.in_office}
        return [(body, [code for code, _name in rows if code in able]) for body, rows in self.today.chambers]

    @property
    def numbers(self) -> list[tuple[Any, int, list[tuple[str, Any, int]]]]:
        """Each chamber with its seats that can vote, and how many of them do what is no yes: word, label, number."""
        return [
            (body, len(codes), [(w, dict(SAID)[w], sum(self.said(c) == w for c in codes)) for w in NUMBERED])
            for body, codes in self._able
        ]

    def _roll(self) -> Roll:
        """Today's seats, those recused that are imagined so."""
        seats = tuple(
            replace(seat, recused=True) if seat.in_office and self.said(seat.code) == RECUSED else seat
            for seat in self.today.roll.seats
        )
        return Roll(seats=seats)

    def _ballots(self, roll: Roll) -> list[BallotCast]:
        found: list[BallotCast] = []
        for seat in roll.seats:
            said = self.said(seat.code)
            if seat.in_office and said not in (AWAY, RECUSED):
                found += ballots_of(seat, Choice(said))
        return found

    # --- For the page ---
    @property
    def chambers(self) -> list[parts.ChamberPart]:
        found = parts.parts_of(self.layout)
        return parts.refilled(found, self.posted) if self._keeps_fields else found

    @property
    def named_chambers(self) -> list[tuple[str, parts.ChamberPart]]:
        names = {body.code: body.name for body, _seats in self.today.chambers}
        return [(names.get(part.body, part.body), part) for part in self.chambers]

    @property
    def wrong_field(self) -> str:
        """The id of the field that the fault is about, as near as the form has one."""
        if self.by_text:
            return "rule-text"
        found = PLACE.match(self.path)
        if found is None:
            return self.path if self.path in ("tie", "combine", "k") else "clauses"
        chamber, clause, row, part = found.groups()
        known = {part.name for c in self.chambers for part in (c.quorum, *c.passes, c.floor)}
        known |= {part.name for c in self.chambers for part in c.groups}
        name = f"c{chamber}-{CLAUSES[clause]}" + (row or "0" if clause in ("pass", "groups") else "")
        return f"{name}-{FIELDS.get(part, 'how')}" if name in known else "clauses"

    @property
    def _keeps_fields(self) -> bool:
        """What was filled in wrong is shown again as it was filled in."""
        return self.trial is None and not self.by_text

    @property
    def whole(self) -> dict[str, Any]:
        """What is said once for the whole rule."""
        minority = self.layout.get("blocking_minority") or {}
        told = {
            "combine": self.layout.get("combine", "all"),
            "k": self.layout.get("k", ""),
            "tie": self.layout.get("tie", "reject"),
            "minority": minority.get("min_members", ""),
            "recused_in_base": "on" if self.layout.get("recused_in_base") else "",
        }
        return {
            **told,
            **{key: self.posted[key] for key in told if self._keeps_fields and key in self.posted},
        }

    @property
    def bases(self) -> list[tuple[str, str]]:
        weights = sorted({f"weight:{name}" for seat in self.today.roll.seats for name in seat.weights})
        found = ["in_office", "present", "cast", "cast_all", *weights]
        return [(base, base_words(base)) for base in found]

    @property
    def quorum_bases(self) -> list[tuple[str, str]]:
        return [row for row in self.bases if row[0] not in ("present", "cast", "cast_all")]

    @property
    def seats(self) -> list[tuple[Any, list[tuple[str, str, str, bool]]]]:
        """Each chamber with its seats: code, name, what it is imagined to do, whether it can vote at all."""
        able = {seat.code for seat in self.today.roll.seats if seat.in_office}
        return [
            (body, [(code, name, self.said(code), code in able) for code, name in rows])
            for body, rows in self.today.chambers
        ]


def by_numbers(codes: list[str], numbers: Mapping[str, int]) -> dict[str, str]:
    """The first seats say yes, the last ones do what the numbers say, and of too many the last named gives way."""
    left = list(codes)
    found: dict[str, str] = {}
    for word, number in numbers.items():
        taken = left[max(0, len(left) - number) :]
        left = left[: len(left) - len(taken)]
        found |= dict.fromkeys(taken, word)
    return found | dict.fromkeys(left, Choice.YES.value)


def pretty(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)


def mark(text: str) -> str:
    """A text's own mark, whichever line ends a browser sends it with."""
    return sha256("\n".join(text.split("\r\n")).encode(errors="replace")).hexdigest()[:16]


def data_of(text: str) -> Any:
    """The data of the text; RuleFault where it is none, or says one thing twice."""
    return read_json(text, LONGEST_RULE)

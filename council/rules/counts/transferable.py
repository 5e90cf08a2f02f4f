"""STV by the Scottish Local Government Elections Order 2007 (SSI 2007/42, schedule 1, part III), and IRV.

Quota (rule 46): valid papers divided by seats + 1, the fraction ignored, plus 1. A surplus is passed on by
all papers of the elected option (rule 48, weighted inclusive Gregory): a paper's new value is surplus x its
value / the option's total, cut (not rounded) after five decimals; what is cut off is counted as lost.
The largest surplus goes first (49). Without one, the lowest is excluded and its papers pass at their value
(50). Equal options are told apart by the most recent earlier stage at which they differed (49(2), 51(2)(a));
where none does, the order draws lots (49(3), 51(2)(b)); we do not: the tie is reported (counts/ties.py).
Where as many are left as there are vacancies they are elected and nothing more is transferred (52).

IRV is the same count for one seat, in whole votes, ended by more than half of the votes still counted.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from council.rules.counts.papers import Budget, Contest, Method, Paper, merged
from council.rules.counts.stages import Reason, Stage, Step, Tally, Tie, told_apart

PLACES = 5
# A step is about two microseconds; handing on a bundle takes ten (bench/tally.py).
STEPS_A_BUNDLE = 10


class Bundle(NamedTuple):
    """Equal papers in somebody's hands: where in their ranking they stand, and what each is worth."""

    ranking: tuple[str, ...]
    at: int
    value: int
    number: int


class Table:
    """The counting table: a pile for each option, and the record of what was done."""

    def __init__(self, contest: Contest, script: Sequence[str], budget: Budget) -> None:
        self.contest, self.script, self.budget = contest, list(script), budget
        self.places = 0 if contest.method is Method.IRV else PLACES
        self.one: int = 10**self.places
        self.quota = (contest.valid // (contest.seats + 1) + 1) * self.one
        self.piles: dict[str, list[Bundle]] = {option: [] for option in contest.options}
        self.totals = dict.fromkeys(contest.options, 0)
        self.continuing = list(contest.options)
        self._standing = frozenset(self.continuing)
        self.elected: list[str] = []
        self.surpluses: list[str] = []
        self.exhausted = self.lost = 0
        self.stages: list[Stage] = []
        self.ties: list[Tie] = []

    @property
    def vacancies(self) -> int:
        return self.contest.seats - len(self.elected)

    def deal(self, paper: Paper) -> None:
        self._hand(Bundle(paper.options, -1, self.one, paper.count), {})

    def _hand(self, bundle: Bundle, moved: dict[str, int]) -> None:
        """To the next continuing option, or to nobody."""
        amount = bundle.value * bundle.number
        for at in range(bundle.at + 1, len(bundle.ranking)):
            option = bundle.ranking[at]
            if option in self._standing:
                self.piles[option].append(bundle._replace(at=at))
                self.totals[option] += amount
                moved[option] = moved.get(option, 0) + amount
                return
        self.exhausted += amount

    def pass_on(self, option: str, value_of: Callable[[int], int]) -> dict[str, int]:
        moved: dict[str, int] = {}
        pile, self.piles[option] = self.piles[option], []
        self.budget.spend(STEPS_A_BUNDLE * len(pile))
        self._standing = frozenset(self.continuing)
        for bundle in pile:
            self._hand(bundle._replace(value=value_of(bundle.value)), moved)
        return moved

    def start(self) -> None:
        papers = [paper for paper in merged(self.contest.papers) if paper.options]
        self.budget.spend(STEPS_A_BUNDLE * len(papers))
        for paper in papers:
            self.deal(paper)
        self.close(Stage(1, Step.FIRST, {}))

    def close(self, stage: Stage) -> None:
        """Write the stage down, with who reached what it takes."""
        self.budget.spend(2 * len(self.totals))
        reached = self._elect()
        quota = 0 if self.contest.method is Method.IRV else self.quota
        self.stages.append(
            replace(
                stage, totals=dict(self.totals), exhausted=self.exhausted, lost=self.lost,
                quota=quota, elected=tuple(reached),
            )
        )  # fmt: skip

    def _elect(self) -> list[tuple[str, Reason]]:
        reached = [(option, self._reason) for option in self.continuing if self._is_enough(option)]
        reached.sort(key=lambda row: -self.totals[row[0]])
        for option, _ in reached:
            self._seat(option)
        if self.vacancies and len(self.continuing) <= self.vacancies:
            last = sorted(self.continuing, key=lambda option: -self.totals[option])
            for option in last:
                self._seat(option)
            reached += [(option, Reason.LAST_STANDING) for option in last]
        return reached

    @property
    def _reason(self) -> Reason:
        return Reason.MAJORITY if self.contest.method is Method.IRV else Reason.QUOTA

    def _is_enough(self, option: str) -> bool:
        if self.contest.method is Method.IRV:
            return 2 * self.totals[option] > sum(self.totals.values())
        return self.totals[option] >= self.quota

    def _seat(self, option: str) -> None:
        self.continuing.remove(option)
        self.elected.append(option)
        if self.totals[option] > self.quota:
            self.surpluses.append(option)

    def transfer_surplus(self) -> None:
        most = max(self.totals[option] for option in self.surpluses)
        option = self._take(tuple(o for o in self.surpluses if self.totals[o] == most), Step.SURPLUS)
        self.surpluses.remove(option)
        total, surplus, gone = self.totals[option], self.totals[option] - self.quota, self.exhausted
        moved = self.pass_on(option, lambda value: surplus * value // total)
        self.totals[option] = self.quota
        self.lost += surplus - sum(moved.values()) - (self.exhausted - gone)
        value = surplus * self.one // total
        self.close(Stage(len(self.stages) + 1, Step.SURPLUS, {}, whose=option, value=value, moved=moved))

    def exclude(self) -> None:
        fewest = min(self.totals[option] for option in self.continuing)
        option = self._take(tuple(o for o in self.continuing if self.totals[o] == fewest), Step.EXCLUSION)
        self.continuing.remove(option)
        moved = self.pass_on(option, lambda value: value)
        self.totals[option] = 0
        self.close(Stage(len(self.stages) + 1, Step.EXCLUSION, {}, whose=option, moved=moved))

    def _take(self, equal: tuple[str, ...], step: Step) -> str:
        if len(equal) == 1:
            return equal[0]
        history = [stage.totals for stage in self.stages]
        self.budget.spend(len(equal) * len(history) // 4)
        left, by = told_apart(equal, history, highest=step is Step.SURPLUS)
        number = len(self.stages) + 1
        if by is not None:
            self.ties.append(Tie(number, step, equal, left[0], by))
            return left[0]
        harmless = step is Step.EXCLUSION and self._are_all_without_papers(left)
        chosen = left[0] if harmless or not self.script else self.script.pop(0)
        self.ties.append(Tie(number, step, left, chosen, harmless=harmless))
        return chosen

    def _are_all_without_papers(self, equal: tuple[str, ...]) -> bool:
        """Nobody gains by their going, so the next stages take the others: the order changes nothing."""
        enough_left = len(self.continuing) - len(equal) >= self.vacancies
        return enough_left and not any(self.piles[option] for option in equal)


def run(contest: Contest, script: Sequence[str], budget: Budget) -> Tally:
    """One count in which the ties that nothing tells apart are taken as ``script`` says, then in order."""
    table = Table(contest, script, budget)
    table.start()
    while table.vacancies and table.continuing:
        if table.surpluses:
            table.transfer_surplus()
        else:
            table.exclude()
    return Tally(tuple(table.stages), tuple(table.ties), tuple(table.elected), table.places)

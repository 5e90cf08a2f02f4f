"""The pack of a sitting: every point with the whole text it is about, and what that text would change."""

from dataclasses import dataclass
from typing import Any

from charters import queries as charters
from charters.rules.amend import Operation
from charters.rules.compare import Row
from charters.rules.text import ArticleText
from council.models import Motion, Point, Sitting
from council.queries.sittings import points
from crises import queries as crises
from ledger import queries as ledger

AMENDMENT = "charters.amendment/"
NEW_CHARTER = "charters.draft/"
RUN = "crises.run/"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One point: its motion's text, the changes it takes up marked word by word, the object it picks."""

    point: Point
    redlines: tuple[Row, ...] = ()
    # A card: the amendment, or the run whose plans it compares.
    act: Any = None
    # The new charter it adopts, whole: its address, of whom it speaks, its preamble and articles.
    charter: Any = None
    of: Any = None
    # The finished run whose plan it takes up, and what that plan changes, zone by zone.
    run: Any = None
    zones: tuple[dict[str, Any], ...] = ()


def pack(of: Sitting, viewer: Any) -> list[Sheet]:
    """As this reader may see it."""
    return [_sheet(point, viewer) for point in points(of)]


def _sheet(point: Point, viewer: Any) -> Sheet:
    if point.motion is None or not point.motion.act:
        return Sheet(point)
    run, charter = _run(point.motion), _charter(point.motion)
    return Sheet(
        point=point,
        redlines=tuple(_redlines(point.motion, viewer)),
        act=ledger.card(point.motion.act, viewer),
        charter=charter,
        of=ledger.card(charter.of, viewer) if charter else None,
        run=run,
        zones=tuple(crises.compared_zones(run.statistics.document)) if run else (),
    )


def _charter(motion: Motion) -> Any:
    code = motion.act.removeprefix(NEW_CHARTER)
    is_one = motion.act.startswith(NEW_CHARTER) and code.isdecimal()
    return charters.public_charter_draft(int(code)) if is_one else None


def _run(motion: Motion) -> Any:
    code = motion.act.removeprefix(RUN)
    found = crises.public_run(int(code)) if motion.act.startswith(RUN) and code.isdecimal() else None
    return found if found and found.is_finished else None


def _redlines(motion: Motion, viewer: Any) -> list[Row]:
    code = motion.act.removeprefix(AMENDMENT)
    if not motion.act.startswith(AMENDMENT) or not code.isdecimal():
        return []
    amendment = charters.amendments_for(viewer).filter(pk=int(code)).first()
    return [_row(step) for step in charters.preview(amendment)] if amendment else []


def _row(step: charters.Preview) -> Row:
    """What stands there now, and what would."""
    change = step.instruction.value
    if change.operation is Operation.REPEAL:
        return Row(change.eid, step.before, None)
    new = ArticleText(change.new_eid or change.eid, change.heading, change.text)
    return Row(new.eid, step.before if change.operation is Operation.REPLACE else None, new)

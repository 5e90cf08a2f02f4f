"""One person, one signature, on paper and online together: likely the same is held, and somebody looks.

    online first    a line of an accepted sheet that looks like it is held, and never counts
    paper first     counted; when somebody of that name and zone signs online, the line is taken off
                    again by a record, in the transaction that counts the other, and held

Whoever came first, the online signature stands: its address was confirmed and its receipt was given.
A person then says of each held line whether it is somebody else, who counts, or the same, who does not.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ledger import actions as ledger
from petitions import queries
from petitions.actions.crossing import cross_thresholds
from petitions.actions.refusals import CannotTakePaper
from petitions.actions.signing import new_receipt
from petitions.actions.tallies import move_counted
from petitions.models import Batch, Invalidation, Line, Petition, Signature
from petitions.rules import deadlines, paper
from petitions.rules.invalidation import Stage
from petitions.rules.paper import Standing

CHUNK = 5_000


def hold_twins(petition: Petition, batch: Batch, at: datetime) -> int:
    """Lines that look like signers this batch counted; called under the petition's lock. How many are held.

    No more lines than signers: of two people on paper with one name, one online signer is at most one.
    """
    standing = Line.objects.filter(sheet__petition=petition, standing=Standing.COUNTS)
    if not standing.exists():
        return 0
    rows = Signature.objects.filter(batch=batch, sheet=None).exclude(name="")
    signers = rows.values_list("receipt", "name", "zone__slug").iterator(CHUNK)
    held = 0
    while part := list(islice(signers, CHUNK)):
        receipts = [(paper.twin_key(name, zone or ""), receipt) for receipt, name, zone in part]
        held += _hold(petition, _matched(standing, receipts), at)
    return held


def _matched(standing: Any, receipts: Collection[tuple[str, str]]) -> list[tuple[Line, str]]:
    left, of_key = Counter(key for key, _receipt in receipts), dict(receipts)
    matched = []
    for line in standing.filter(twin_key__in=list(left)).select_related("sheet").order_by("pk"):
        if left[line.twin_key]:
            left[line.twin_key] -= 1
            matched.append((line, of_key[line.twin_key]))
    return matched


def _hold(petition: Petition, matched: Iterable[tuple[Line, str]], at: datetime) -> int:
    records, moved = [], []
    for line, receipt in matched:
        signature = signature_of(line)
        if signature is None or signature.invalidation_id:
            continue  # its sheet was taken off as a whole
        is_counted = signature.batch_id is not None
        record = _record(line, is_counted, at)
        Signature.objects.filter(pk=signature.pk).update(invalidation=record)
        if is_counted:
            moved.append((signature.zone_id, signature.confirmed_at, True))
        line.standing, line.twin, line.held_at = Standing.HELD, receipt, at
        line.save(update_fields=["standing", "twin", "held_at"])
        records.append(record)
    if moved:
        move_counted(petition, moved, sign=-1, at=at)
    for record in records:
        _tell(petition, record, at)
    return len(records)


def signature_of(line: Line) -> Signature | None:
    """The signature a line has become, if it has."""
    return Signature.objects.filter(petition=line.sheet.petition_id, canonical=line.canonical).first()


def _record(
    line: Line, is_counted: bool, at: datetime, by: str = "", reverses: Invalidation | None = None
) -> Invalidation:
    """Done as soon as it is written: one line, in the transaction of whatever brought it about."""
    return Invalidation.objects.create(
        petition=line.sheet.petition, sheet=line.sheet, line=line, reverses=reverses, until=at, stage=Stage.DONE,
        foreseen=1, done=1, done_counted=int(is_counted), drawn_up_by=by, drawn_up_at=at, started_by=by,
        started_at=at, ended_by=by, ended_at=at,
    )  # fmt: skip


def _tell(petition: Petition, record: Invalidation, at: datetime) -> None:
    ledger.record(kind="petitions.invalidation.ended", subject=record.subject, actor="", at=at, public=True,
                  about=[petition.subject], petition=petition.slug,
                  reverses=record.reverses.subject if record.reverses else "", cancelled=False,
                  count=record.done_counted, total=petition.signature_count)  # fmt: skip


@transaction.atomic
def judge_line(*, key: Any, is_same: bool, by: Any, at: datetime) -> Line:
    """Somebody looked: the same person, whose line does not count; or somebody else, whose line does."""
    found = Line.objects.select_related("sheet").get(key=key)
    petition = Petition.objects.select_for_update(of=("self",), no_key=True).get(pk=found.sheet.petition_id)
    line = Line.objects.select_for_update(of=("self",)).select_related("sheet", "zone").get(pk=found.pk)
    line.sheet.petition = petition
    to = Standing.STRUCK if is_same else Standing.COUNTS
    if line.judged_by == by.code and line.standing == to:
        return line
    _refuse_judgement(line, petition, by, at)
    line.standing, line.judged_by, line.judged_at = to, by.code, at
    if is_same:
        line.name, line.zone, line.twin_key = "", None, ""
    line.save(update_fields=["standing", "judged_by", "judged_at", "name", "zone", "twin_key"])
    ledger.record(kind="petitions.sheet.judged", subject=line.sheet.subject, actor="", at=at, public=True,
                  about=[petition.subject], petition=petition.slug, number=line.sheet.number,
                  counts=not is_same)  # fmt: skip
    if not is_same:
        _let_count(line, petition, by, at)
    return line


def _refuse_judgement(line: Line, petition: Petition, by: Any, at: datetime) -> None:
    if line.standing != Standing.HELD:
        raise CannotTakePaper(_("Somebody has looked at this line before."))
    if not queries.hands_of(line.sheet).may_judge(by.code):
        raise CannotTakePaper(_("You entered this sheet. Let somebody else look."))
    if petition.ended_at and at > petition.ended_at + deadlines.RETENTION:
        raise CannotTakePaper(_("Its signers are forgotten: nothing can be told apart any more."))
    if queries.is_taken_off(line.sheet):
        raise CannotTakePaper(_("The whole sheet was taken off the count. Put it back first."))


def _let_count(line: Line, petition: Petition, by: Any, at: datetime) -> None:
    signature = signature_of(line)
    if signature is None:
        add_signatures(petition, [line], at)
        return
    wrong = Invalidation.objects.get(pk=signature.invalidation_id or 0)
    is_counted = signature.batch_id is not None
    record = _record(line, is_counted, at, by.code, reverses=wrong)
    Signature.objects.filter(pk=signature.pk).update(invalidation=None)
    if is_counted:
        move_counted(petition, [(signature.zone_id, signature.confirmed_at, True)], sign=1, at=at)
        cross_thresholds(petition, at)
    _tell(petition, record, at)


def add_signatures(petition: Petition, lines: Iterable[Line], at: datetime) -> None:
    """Lines become signatures, which the next tick counts. A line that has one already gets no second."""
    Signature.objects.bulk_create(
        (
            Signature(
                receipt=new_receipt(), petition=petition, canonical=line.canonical, name=line.name,
                zone=line.zone, language=petition.language, confirmed_at=at, sheet=line.sheet,
            )
            for line in lines
        ),
        ignore_conflicts=True,
    )  # fmt: skip

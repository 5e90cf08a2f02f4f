"""Sheets signed on paper: registered, entered by two people, settled, compared with the scan, counted.

Every step locks the petition before the sheet, as the count does. What is personal stays as short as
it can: entries go when the sheet has ended, and a refused sheet keeps nobody's name.
"""

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from biomes import queries as biomes
from ledger import actions as ledger
from petitions import queries
from petitions.actions.holding import add_signatures
from petitions.actions.refusals import CannotTakePaper
from petitions.models import Line, Petition, Sheet, SheetEntry
from petitions.rules import deadlines, paper
from petitions.rules.lifecycle import COUNTED
from petitions.rules.paper import Fault, Stage, Standing, Written
from petitions.rules.texts import tidy_line


@transaction.atomic
def register_sheet(
    *, petition_id: int, number: str, scan: str, collected_on: date, by: Any, at: datetime,
    seed: bytes | None = None,
) -> Sheet:  # fmt: skip
    """A sheet came back. From now on its scan cannot be swapped, nor the sample be chosen."""
    petition = Petition.objects.select_for_update(of=("self",), no_key=True).get(pk=petition_id)
    _refuse_sheet(petition, collected_on, at)
    code = paper.read_number(number)
    if code is None:
        raise CannotTakePaper(
            _("This is no number of a sheet. It has eight letters, printed beside the square code.")
        )
    _refuse_known(code, scan)
    drawn = seed or secrets.token_bytes(32)
    try:
        with transaction.atomic():
            sheet = Sheet.objects.create(
                petition=petition, number=code, scan=scan, seed=drawn.hex(), registered_by=by.code,
                registered_at=at, collected_on=collected_on,
            )  # fmt: skip
    except IntegrityError as clash:  # on another petition, in the same moment
        raise CannotTakePaper(_("A sheet with this number or scan is registered already.")) from clash
    ledger.record(kind="petitions.sheet.registered", subject=sheet.subject, actor="", at=at, public=True,
                  about=[petition.subject], petition=petition.slug, number=code, scan=scan,
                  seed_digest=paper.seed_digest(drawn))  # fmt: skip
    return sheet


def _refuse_sheet(petition: Petition, collected_on: date, at: datetime) -> None:
    if petition.state not in COUNTED or petition.opened_at is None or petition.closes_at is None:
        raise CannotTakePaper(_("This petition takes no signatures."))
    if at > petition.closes_at + deadlines.GRACE:
        raise CannotTakePaper(
            _("The petition has closed, and the day to bring sheets after its close has passed.")
        )
    clock = queries.site_clock()
    first, last = petition.opened_at.astimezone(clock).date(), petition.closes_at.astimezone(clock).date()
    if not first <= collected_on <= min(last, at.astimezone(clock).date()):
        raise CannotTakePaper(
            _("The last day of collecting lies between the day the petition opened and today.")
        )


def _refuse_known(code: str, scan: str) -> None:
    standing = Sheet.objects.exclude(stage=Stage.REFUSED)
    if standing.filter(number=code).exists():
        raise CannotTakePaper(_("A sheet with this number is registered already."))
    if standing.filter(scan=scan).exists():
        raise CannotTakePaper(_("This scan is registered already, with another number."))


def _locked(sheet_id: int) -> Sheet:
    found = Sheet.objects.get(pk=sheet_id)
    petition = Petition.objects.select_for_update(of=("self",), no_key=True).get(pk=found.petition_id)
    sheet = Sheet.objects.select_for_update(of=("self",)).get(pk=sheet_id)
    sheet.petition = petition
    return sheet


def _refuse_stage(sheet: Sheet, *stages: Stage) -> None:
    if sheet.stage not in stages:
        raise CannotTakePaper(_("This sheet is not at that step any more. Look at its page."))
    if sheet.petition.state not in COUNTED:
        raise CannotTakePaper(_("This petition takes no signatures."))


@transaction.atomic
def enter_sheet(*, sheet_id: int, lines: Sequence[Written], by: Any, at: datetime) -> Sheet:
    """The sheet as one person reads it. The second entry settles what both wrote alike."""
    sheet = _locked(sheet_id)
    hands = queries.hands_of(sheet)
    if by.code in hands.entered:
        raise CannotTakePaper(_("You have entered this sheet. The second entry is somebody else’s."))
    _refuse_stage(sheet, Stage.REGISTERED)
    SheetEntry.objects.create(sheet=sheet, hand=len(hands.entered) + 1, entered_by=by.code, entered_at=at,
                              lines=[[line.name, line.zone] for line in paper.padded(lines)])  # fmt: skip
    entries = list(sheet.entries.all())
    if len(entries) == 2:
        _compare(sheet, *entries)
    return sheet


def _compare(sheet: Sheet, one: SheetEntry, other: SheetEntry) -> None:
    found = paper.compare(one.written(), other.written())
    _write_lines(sheet, {number: written for number, written in found.items() if written is not None}, "")
    sheet.differed = sum(written is None for written in found.values())
    _move(sheet, Stage.DIFFERING if sheet.differed else Stage.SETTLED)


def _write_lines(sheet: Sheet, written: Mapping[int, Written], settled_by: str) -> None:
    zones = {zone.slug: zone for zone in biomes.named_zones()}
    Line.objects.bulk_create(
        Line(
            sheet=sheet, number=number, name=line.name, zone=zones.get(line.zone),
            twin_key="" if line.is_empty else line.key, settled_by=settled_by,
            standing=Standing.EMPTY if line.is_empty else Standing.WAITING,
        )
        for number, line in written.items()
    )  # fmt: skip


def _move(sheet: Sheet, to: Stage) -> None:
    if not paper.may_move(Stage(sheet.stage), to):
        raise CannotTakePaper(_("This sheet is not at that step any more. Look at its page."))
    sheet.stage = to
    sheet.save()


@transaction.atomic
def settle_lines(*, sheet_id: int, lines: Mapping[int, Written], by: Any, at: datetime) -> Sheet:
    """Somebody who entered neither reads the lines that differ. Some now and some later is fine."""
    sheet = _locked(sheet_id)
    _refuse_stage(sheet, Stage.DIFFERING)
    if not queries.hands_of(sheet).may_settle(by.code):
        raise CannotTakePaper(_("You entered this sheet. Let somebody else settle the lines that differ."))
    left = set(queries.differing(sheet))
    if not lines or set(lines) - left:
        raise CannotTakePaper(_("One of these lines is settled already. Look again."))
    _write_lines(sheet, lines, by.code)
    if left == set(lines):
        _move(sheet, Stage.SETTLED)
    return sheet


@transaction.atomic
def check_sheet(*, sheet_id: int, scan: str, wrong: Collection[int], by: Any, at: datetime) -> Sheet:
    """A third person compared the sample with the scan: the sheet counts, or is refused as a whole."""
    sheet = _locked(sheet_id)
    if sheet.checked_by == by.code and scan == sheet.scan:
        return sheet  # sent twice
    _refuse_stage(sheet, Stage.SETTLED)
    if not queries.hands_of(sheet).may_check(by.code):
        raise CannotTakePaper(_("You had a hand in this sheet. Let somebody else compare it with the scan."))
    if scan != sheet.scan:
        raise CannotTakePaper(_("This file is not the scan that was registered: its hash is another one."))
    lines = list(sheet.lines.select_related("zone"))
    sampled = queries.sample_of(sheet, lines)
    if set(wrong) - set(sampled):
        raise CannotTakePaper(_("Say only of the lines of the sample whether they agree."))
    sheet.checked_by, sheet.sampled, sheet.wrong = by.code, len(sampled), len(set(wrong))
    sheet.filled = sum(line.standing == Standing.WAITING for line in lines)
    fault = paper.judge({line.number: line.written() for line in lines}, sampled, wrong)
    if fault:
        _refuse(sheet, fault, "", by, at)
    else:
        _accept(sheet, lines, set(wrong), by, at)
    return sheet


def _accept(sheet: Sheet, lines: Sequence[Line], wrong: Collection[int], by: Any, at: datetime) -> None:
    """Each line counts, is held as a likely second signature, or was found wrong. None is lost unseen."""
    filled = [line for line in lines if line.standing == Standing.WAITING]
    taken = queries.twins_of(sheet.petition, [line for line in filled if line.number not in wrong])
    counting = []
    for line in filled:
        if line.number in wrong:
            line.standing, line.name, line.zone, line.twin_key = Standing.STRUCK, "", None, ""
        elif line.twin_key in taken:
            line.standing, line.twin, line.held_at = Standing.HELD, taken[line.twin_key], at
        else:
            line.standing = Standing.COUNTS
            taken[line.twin_key] = ""  # the next of this name and zone, on this sheet too
            counting.append(line)
    Line.objects.bulk_update(filled, ["standing", "name", "zone", "twin_key", "twin", "held_at"])
    add_signatures(sheet.petition, counting, at)
    sheet.entries.update(lines=[])
    sheet.ended_by, sheet.ended_at = by.code, at
    _move(sheet, Stage.ACCEPTED)
    held = sum(line.standing == Standing.HELD for line in filled)
    ledger.record(kind="petitions.sheet.accepted", subject=sheet.subject, actor="", at=at, public=True,
                  about=[sheet.petition.subject], petition=sheet.petition.slug, number=sheet.number, scan=sheet.scan,
                  lines=sheet.filled, counted=len(counting), held=held, sampled=sheet.sampled, wrong=sheet.wrong,
                  seed=sheet.seed)  # fmt: skip


def _refuse(sheet: Sheet, fault: Fault, reason: str, by: Any, at: datetime) -> None:
    sheet.lines.all().delete()
    sheet.entries.update(lines=[])
    sheet.fault, sheet.reason, sheet.ended_by, sheet.ended_at = fault, reason, by.code, at
    _move(sheet, Stage.REFUSED)
    ledger.record(kind="petitions.sheet.refused", subject=sheet.subject, actor="", at=at, public=True,
                  about=[sheet.petition.subject], petition=sheet.petition.slug, number=sheet.number, scan=sheet.scan,
                  fault=fault, reason=reason, sampled=sheet.sampled, wrong=sheet.wrong, seed=sheet.seed)  # fmt: skip


@transaction.atomic
def set_sheet_aside(*, sheet_id: int, reason: str, by: Any, at: datetime) -> Sheet:
    """Registered by mistake, unreadable, or brought by somebody who may not: refused with a reason that is published."""
    sheet = _locked(sheet_id)
    text = tidy_line(reason)
    if len(text) < paper.SHORTEST_REASON:
        raise CannotTakePaper(_("Write why, in a sentence."))
    if not sheet.is_under_way:
        raise CannotTakePaper(_("This sheet has ended already."))
    _refuse(sheet, Fault.SET_ASIDE, text, by, at)
    return sheet

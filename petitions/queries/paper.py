"""Sheets of paper: who had a hand in them, which lines differ, which are compared, what looks signed twice."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet

from petitions.models import Invalidation, Line, Petition, Sheet, Signature
from petitions.rules import paper
from petitions.rules.paper import Hands, Standing, Written

CHUNK = 5_000


def sheets() -> QuerySet[Sheet]:
    """Every sheet, the newest first, with how many of its lines count and how many are held."""
    return (
        Sheet.objects.order_by("-id")
        .select_related("petition")
        .annotate(
            entry_count=Count("entries", distinct=True),
            counting=Count("lines", filter=Q(lines__standing=Standing.COUNTS), distinct=True),
            held=Count("lines", filter=Q(lines__standing=Standing.HELD), distinct=True),
        )
    )


def sheet_by_number(petition: Petition, number: str) -> Sheet | None:
    return petition.sheets.filter(number=number).order_by("-id").first()


def hands_of(sheet: Sheet) -> Hands:
    entered = sheet.entries.order_by("hand").values_list("entered_by", flat=True)
    settled = sheet.lines.exclude(settled_by="").values_list("settled_by", flat=True)
    return Hands(sheet.registered_by, tuple(entered), frozenset(settled))


def differing(sheet: Sheet) -> dict[int, tuple[Written, Written]]:
    """The lines nobody has settled yet, as the two read them; nothing before both have."""
    entries = list(sheet.entries.all())
    if len(entries) < 2:
        return {}
    settled = set(sheet.lines.values_list("number", flat=True))
    both = zip(entries[0].written(), entries[1].written(), strict=True)
    return {number: pair for number, pair in enumerate(both, 1) if number not in settled}


def sample_of(sheet: Sheet, lines: Sequence[Line]) -> tuple[int, ...]:
    filled = [line.number for line in lines if line.standing != Standing.EMPTY]
    return paper.sample(bytes.fromhex(sheet.seed), sheet.scan, filled, whole=came_before(sheet))


def came_before(sheet: Sheet) -> bool:
    """Whether this number or scan was refused after two people had entered it."""
    same = Sheet.objects.filter(Q(number=sheet.number) | Q(scan=sheet.scan), stage=paper.Stage.REFUSED)
    return same.exclude(pk=sheet.pk).filter(entries__hand=2).exists()


def sampled_lines(sheet: Sheet) -> list[Line]:
    """What a third person compares with the scan."""
    lines = list(sheet.lines.select_related("zone"))
    chosen = sample_of(sheet, lines)
    return [line for line in lines if line.number in chosen]


def twins_of(petition: Petition, lines: Iterable[Line]) -> dict[str, str]:
    """Of these lines the keys that are signed already, on paper or online, each with a receipt.

    One that is confirmed in this very moment is not seen here: the count compares it with the lines
    that stand, under the same lock. So each pair is looked at, whichever of the two came first.
    """
    keys = {line.twin_key for line in lines}
    zones = {line.zone_id for line in lines}
    on_paper = Line.objects.filter(sheet__petition=petition, standing=Standing.COUNTS, twin_key__in=keys)
    on_paper = on_paper.exclude(sheet__in=_taken_off().values("sheet"))
    found = dict.fromkeys(on_paper.values_list("twin_key", flat=True), "")
    for receipt, name, zone in _signed_online(petition, zones).iterator(CHUNK):
        if (key := paper.twin_key(name, zone or "")) in keys:
            found[key] = receipt
    return found


def _signed_online(petition: Petition, zones: Iterable[int | None]) -> QuerySet[Any, Any]:
    known = [zone for zone in zones if zone is not None]
    place = Q(zone__in=known) | Q(zone=None) if len(known) < len(set(zones)) else Q(zone__in=known)
    rows = Signature.objects.filter(place, petition=petition, sheet=None, invalidation=None)
    return rows.exclude(name="").values_list("receipt", "name", "zone__slug")


def held_lines() -> QuerySet[Line]:
    """Lines that look signed twice, the longest waiting first."""
    return (
        Line.objects.filter(standing=Standing.HELD)
        .select_related("sheet__petition", "zone")
        .order_by("held_at", "pk")
    )


def twin_signature(line: Line) -> Signature | None:
    """The online signature that a held line looks like; None where it is on paper, or gone."""
    return Signature.objects.filter(pk=line.twin).select_related("zone").first() if line.twin else None


def is_taken_off(sheet: Sheet) -> bool:
    """Whether an auditor took the whole sheet off the count, and nobody put it back."""
    return _taken_off().filter(sheet=sheet).exists()


def _taken_off() -> QuerySet[Invalidation]:
    return Invalidation.objects.filter(
        sheet__isnull=False, line=None, reverses=None, reversals=None, done__gt=0
    )


def paper_books(petition: Petition) -> dict[str, int]:
    """For the petition's page: how many sheets were accepted, and how many are on their way."""
    stages = petition.sheets.aggregate(
        accepted=Count("pk", filter=Q(stage=paper.Stage.ACCEPTED)),
        under_way=Count("pk", filter=Q(stage__in=sorted(s.value for s in paper.UNDER_WAY))),
    )
    return dict(stages)

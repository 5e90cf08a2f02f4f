"""A file of profiles or zones: kept to be looked at, then applied once. Profiles become drafts, never pages."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from biomes.actions.profiles import CannotEdit, draft_biome, edit_biome
from biomes.actions.relations import CannotRelate
from biomes.actions.zones import draw_zone, redraw_zone
from biomes.models import Biome, Bulk, Zone
from biomes.queries.bulk import Judged, judged
from biomes.rules import bulk as rule
from biomes.rules.bulk import Noun, Verdict
from biomes.rules.words import ZoneKind
from ledger import actions as ledger


class CannotApply(Exception):
    """The file was not applied; the message is fit to show to the person."""


def keep_sheet(*, noun: Noun, name: str, rows: list[dict[str, Any]], sender: str, at: datetime) -> Bulk:
    """The file's rows, to be looked at. The place of a sensitive one is made coarse before it is kept."""
    known: dict[str, int] = dict(Biome.objects.filter(coarse_km__gt=0).values_list("slug", "coarse_km"))
    coarse = [
        {**row, "cells": rule.coarse_cells(row["cells"], known.get(row["cells"]["slug"], 0))} for row in rows
    ]
    return Bulk.objects.create(noun=noun.value, name=name[:120], rows=coarse, sender=sender, sent_at=at)


@transaction.atomic
def apply_sheet(*, bulk_id: int, all_or_nothing: bool, author: str, reason: str, at: datetime) -> Bulk:
    """Do what the rows say: new ones are drafted, changed ones become revisions that wait.

    Judged again as things stand now. With ``all_or_nothing`` one refused row leaves everything as it was.
    """
    sheet = Bulk.objects.select_for_update().get(pk=bulk_id)
    if sheet.applied_at:
        raise CannotApply(_("This file was applied already."))
    rows = judged(Noun(sheet.noun), sheet.rows)
    refused = [one for one in rows if one.verdict is Verdict.REFUSED]
    if refused and all_or_nothing:
        raise CannotApply(
            _("%(count)s rows cannot be taken in, so nothing was changed.") % {"count": len(refused)}
        )
    if not any(one.verdict in {Verdict.NEW, Verdict.CHANGED} for one in rows):
        raise CannotApply(_("No row would change anything."))
    act = _zone if sheet.noun == Noun.ZONES else _biome
    done = []
    for one in rows:
        if one.verdict in {Verdict.NEW, Verdict.CHANGED}:
            act(one, author=author, reason=reason, at=at)
        elif one.verdict is Verdict.REFUSED:
            one = Judged(line=one.line, slug=one.slug, verdict=Verdict.LEFT_OUT, faults=one.faults)
        done.append(one.plain)
    sheet.applied_at, sheet.outcome, sheet.rows = at, done, []
    sheet.save(update_fields=["applied_at", "outcome", "rows"])
    _record(sheet, author=author, at=at)
    return sheet


def _biome(one: Judged, *, author: str, reason: str, at: datetime) -> None:
    try:
        if one.verdict is Verdict.NEW:
            draft_biome(slug=one.slug, content=one.content, author=author, reason=reason, at=at)
        else:
            biome_id = Biome.objects.only("pk").get(slug=one.slug).pk
            edit_biome(biome_id=biome_id, content=one.content, author=author, reason=reason, at=at)
    except CannotEdit as why:
        raise CannotApply(_line(one, why)) from why


def _zone(one: Judged, *, author: str, reason: str, at: datetime) -> None:
    said = one.content | {"kind": ZoneKind(one.content["kind"]), "actor": author, "at": at}
    try:
        if one.verdict is Verdict.NEW:
            draw_zone(slug=one.slug, **said)
        else:
            zone = Zone.objects.get(slug=one.slug)
            said.pop("slug", None)
            redraw_zone(zone_id=zone.pk, seen=zone.fingerprint, **said)
    except CannotRelate as why:
        raise CannotApply(_line(one, why)) from why


def _line(one: Judged, why: Exception) -> str:
    return str(_("Line %(line)s: %(why)s Nothing was changed.") % {"line": one.line, "why": why})


def _record(sheet: Bulk, *, author: str, at: datetime) -> None:
    counts = Counter(one["verdict"] for one in sheet.outcome)
    ledger.record(
        kind="biomes.bulk.applied",
        subject=sheet.subject,
        actor=author,
        at=at,
        public=False,
        noun=sheet.noun,
        counts=dict(counts),
    )

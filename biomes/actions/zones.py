"""Zones: drawn once, redrawn as the settlement changes. The record keeps which parts changed, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from biomes.actions.relations import CannotRelate
from biomes.models import Zone
from biomes.rules import place
from biomes.rules.words import ZoneKind
from ledger import actions as ledger


@transaction.atomic
def draw_zone(
    *,
    slug: str,
    name: str,
    kind: ZoneKind,
    polygon: dict[str, Any],
    population: int,
    actor: str,
    at: datetime,
    about: str = "",
) -> Zone:
    """A zone that was not there before."""
    try:
        with transaction.atomic():
            zone = Zone.objects.create(
                slug=slug,
                name=name,
                kind=kind.value,
                polygon=place.check(polygon),
                population=population,
                about=about,
            )
    except IntegrityError as taken:
        raise CannotRelate(_("The address “%(slug)s” is taken by another zone.") % {"slug": slug}) from taken
    _record(zone, ["name", "kind", "polygon", "population", "about"], actor=actor, at=at)
    return zone


@transaction.atomic
def redraw_zone(
    *,
    zone_id: int,
    seen: str,
    name: str,
    kind: ZoneKind,
    polygon: dict[str, Any],
    population: int,
    actor: str,
    at: datetime,
    about: str = "",
) -> Zone:
    """What the zone says from now on. ``seen`` is the fingerprint of what the author had before them."""
    zone = Zone.objects.select_for_update().get(pk=zone_id)
    if zone.fingerprint != seen:
        raise CannotRelate(
            _("Somebody changed this zone while you were writing. Look at it, then save again.")
        )
    said = {
        "name": name,
        "kind": kind.value,
        "polygon": place.check(polygon),
        "population": population,
        "about": about,
    }
    changed = [field for field, value in said.items() if getattr(zone, field) != value]
    if not changed:
        raise CannotRelate(_("Nothing differs from what the zone says already."))
    for field in changed:
        setattr(zone, field, said[field])
    zone.save(update_fields=changed)
    _record(zone, changed, actor=actor, at=at)
    return zone


def _record(zone: Zone, changed: Sequence[str], *, actor: str, at: datetime) -> None:
    ledger.record(
        kind="biomes.zone.saved",
        subject=zone.subject,
        actor=actor,
        at=at,
        public=False,
        changed=list(changed),
        zone_kind=zone.kind,
        population=zone.population,
        fingerprint=zone.fingerprint,
    )

"""Who stands beside a living system: zones, links, guardians, those who must answer."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from biomes.models import Biome, Guardianship, Jurisdiction, Link, Zone
from biomes.rules import place
from biomes.rules.words import LinkKind, ZoneKind
from ledger import actions as ledger


class CannotRelate(Exception):
    """The relation was refused; the message is fit to show to the person."""


@transaction.atomic
def save_zone(
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
    """A zone as it is now; saving it again with the same address replaces what it says."""
    zone, _made = Zone.objects.update_or_create(
        slug=slug,
        defaults={
            "name": name,
            "kind": kind.value,
            "polygon": place.check(polygon),
            "population": population,
            "about": about,
        },
    )
    ledger.record(kind="biomes.zone.saved", subject=zone.subject, actor=actor, at=at, public=False)
    return zone


@transaction.atomic
def save_link(
    *,
    source: Biome,
    target: Biome,
    kind: LinkKind,
    strength: Decimal,
    evidence: str,
    actor: str,
    at: datetime,
    evidence_url: str = "",
    both_ways: bool = False,
) -> Link:
    """A link with its evidence; one of each kind between two living systems."""
    if source == target:
        raise CannotRelate(_("A link joins two different living systems."))
    link, _made = Link.objects.update_or_create(
        source=source,
        target=target,
        kind=kind.value,
        defaults={
            "strength": strength,
            "evidence": evidence,
            "evidence_url": evidence_url,
            "both_ways": both_ways,
        },
    )
    ledger.record(
        kind="biomes.link.saved",
        subject=source.subject,
        actor=actor,
        at=at,
        public=False,
        about=(target.subject,),
    )
    return link


@transaction.atomic
def end_link(*, link_id: int, actor: str, at: datetime) -> None:
    link = Link.objects.select_related("source", "target").filter(pk=link_id).first()
    if link is None:
        return
    link.delete()
    ledger.record(
        kind="biomes.link.ended",
        subject=link.source.subject,
        actor=actor,
        at=at,
        public=False,
        about=(link.target.subject,),
    )


@transaction.atomic
def begin_guardianship(
    *,
    biome: Biome,
    user: Any,
    hand: int,
    instrument: str,
    since: datetime,
    until: datetime | None,
    actor: str,
    at: datetime,
) -> Guardianship:
    """A hand taken, under an instrument. The database lets nobody hold both hands, nor two one hand."""
    try:
        with transaction.atomic():
            held = Guardianship.objects.create(
                biome=biome, user=user, hand=hand, instrument=instrument, since=since, until=until
            )
    except IntegrityError as taken:
        raise CannotRelate(
            _("That hand is held in this period, or the person already holds the other one.")
        ) from taken
    ledger.record(
        kind="biomes.guardianship.begun",
        subject=biome.subject,
        actor=actor,
        at=at,
        public=False,
        guardian=user.code,
        hand=hand,
    )
    return held


@transaction.atomic
def end_guardianship(*, guardianship_id: int, actor: str, at: datetime) -> Guardianship:
    """The hand is free from ``at`` on."""
    held = (
        Guardianship.objects.select_for_update(of=("self",)).select_related("biome").get(pk=guardianship_id)
    )
    if held.until is None or held.until > at:
        held.until = at
        held.save(update_fields=["until"])
        ledger.record(
            kind="biomes.guardianship.ended",
            subject=held.biome.subject,
            actor=actor,
            at=at,
            public=False,
            hand=held.hand,
        )
    return held


@transaction.atomic
def name_competent(
    *,
    organisation: Any,
    since: datetime,
    at: datetime,
    actor: str,
    biome: Biome | None = None,
    zone: Zone | None = None,
) -> Jurisdiction:
    """Who must answer from now on; the one before, if any, until then."""
    scope = {"biome": biome} if biome else {"zone": zone}
    Jurisdiction.objects.filter(**scope, until__isnull=True, since__lt=since).update(until=since)
    named = Jurisdiction.objects.create(organisation=organisation, since=since, **scope)
    subject = biome.subject if biome else zone.subject if zone else ""
    ledger.record(
        kind="biomes.jurisdiction.named",
        subject=subject,
        actor=actor,
        at=at,
        public=False,
        about=(organisation.subject,),
    )
    return named

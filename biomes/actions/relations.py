"""Who must answer for a living system or a zone; and the refusal that all relations share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from biomes.models import Biome, Jurisdiction, Zone
from ledger import actions as ledger


class CannotRelate(Exception):
    """The relation was refused; the message is fit to show to the person."""


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
    """Who must answer from then on; the one before, if any, until then."""
    if (biome is None) == (zone is None):
        raise CannotRelate(_("Name one living system or one zone, not both."))
    scope = {"biome": biome} if biome else {"zone": zone}
    subject = biome.subject if biome else zone.subject if zone else ""
    former = Jurisdiction.objects.select_for_update().filter(**scope, until__isnull=True).first()
    if former and former.organisation_id == organisation.pk:
        raise CannotRelate(_("This organisation answers for it already."))
    try:
        with transaction.atomic():
            Jurisdiction.objects.filter(**scope, until__isnull=True, since__lt=since).update(until=since)
            named = Jurisdiction.objects.create(organisation=organisation, since=since, **scope)
    except IntegrityError as overlap:
        raise CannotRelate(_("A body was named from a later day on already.")) from overlap
    ledger.record(
        kind="biomes.jurisdiction.named",
        subject=subject,
        actor=actor,
        at=at,
        public=False,
        about=(organisation.subject,),
    )
    return named

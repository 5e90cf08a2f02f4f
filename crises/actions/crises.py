"""A crisis is opened and closed; in between, alerts and runs of its biome join it by themselves."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crises.models import Alert, Crisis
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User


class CannotOpen(Exception):
    """The crisis was refused; the message is fit to show."""


@transaction.atomic
def open_crisis(*, slug: str, title: str, summary: str, biome: Any, by: User | None, at: datetime) -> Crisis:
    """Open it and take in the biome's live alerts."""
    try:
        with transaction.atomic():
            crisis = Crisis.objects.create(slug=slug, title=title, summary=summary, biome=biome, opened_at=at)
    except IntegrityError as clash:
        raise CannotOpen(_("This living system has an open crisis, or the address is taken.")) from clash
    Alert.objects.live().filter(biome=biome, crisis=None).update(crisis=crisis)
    ledger.record(
        kind="crises.crisis.opened", subject=crisis.subject, actor=by.code if by else "", at=at, public=True,
        about=[biome.subject], biome=biome.slug,
    )  # fmt: skip
    return crisis


@transaction.atomic
def close_crisis(*, slug: str, by: User | None, at: datetime) -> Crisis:
    """Idempotent: closing twice is closing once."""
    crisis = Crisis.objects.select_for_update(of=("self",)).select_related("biome").get(slug=slug)
    if crisis.closed_at:
        return crisis
    crisis.closed_at = at
    crisis.save(update_fields=["closed_at"])
    ledger.record(
        kind="crises.crisis.closed", subject=crisis.subject, actor=by.code if by else "", at=at, public=True,
        about=[crisis.biome.subject], biome=crisis.biome.slug,
    )  # fmt: skip
    return crisis

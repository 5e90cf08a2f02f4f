"""Links of the lattice: added with their evidence, ended with their reason, never rewritten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from biomes.actions.relations import CannotRelate
from biomes.models import Biome, Link
from biomes.rules.words import LinkKind
from ledger import actions as ledger


@transaction.atomic
def add_link(
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
    """A link with its evidence; one of each kind stands between two living systems."""
    if source == target:
        raise CannotRelate(_("A link joins two different living systems."))
    try:
        with transaction.atomic():
            link = Link.objects.create(
                source=source,
                target=target,
                kind=kind.value,
                strength=strength,
                evidence=evidence,
                evidence_url=evidence_url,
                both_ways=both_ways,
            )
    except IntegrityError as standing:
        raise CannotRelate(
            _("A link of this kind stands between these two already; end that one first.")
        ) from standing
    _record_standing([link], actor, at)
    return link


@transaction.atomic
def add_links(*, links: Sequence[Link], actor: str, at: datetime) -> None:
    """Many new links at once, unsaved so far; each as `add_link` makes one, or none of them."""
    try:
        with transaction.atomic():
            Link.objects.bulk_create(links)
    except IntegrityError as refused:
        raise CannotRelate(_("One of these links stands already, or joins nothing.")) from refused
    _record_standing(links, actor, at)


def _record_standing(links: Sequence[Link], actor: str, at: datetime) -> None:
    ledger.record_many(
        kind="biomes.link.saved",
        rows=[
            (
                link.source.subject,
                (link.target.subject,),
                {"link": link.pk, "link_kind": link.kind, "strength": f"{link.strength}"},
            )
            for link in links
        ],
        actor=actor,
        at=at,
        public=False,
    )


@transaction.atomic
def end_link(*, link_id: int, reason: str, actor: str, at: datetime) -> Link:
    """It no longer holds, from ``at`` on; its row and its evidence stay."""
    link = Link.objects.select_for_update(of=("self",)).select_related("source", "target").get(pk=link_id)
    if link.ended_at is not None:
        raise CannotRelate(_("This link has ended already."))
    if not reason.strip():
        raise CannotRelate(_("Say why the link no longer holds."))
    link.ended_at, link.end_reason = at, reason.strip()
    link.save(update_fields=["ended_at", "end_reason"])
    ledger.record(
        kind="biomes.link.ended",
        subject=link.source.subject,
        actor=actor,
        at=at,
        public=False,
        about=(link.target.subject,),
        link=link.pk,
        link_kind=link.kind,
    )
    return link

"""A profile's life: drafted, edited, published, withdrawn. Each change is a revision that stays.

An edit of a published profile waits as a draft revision; the public row does not change until the
draft is published, and publishing copies its snapshot into the row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from biomes.actions import pictures
from biomes.actions.sensitive import forget_exact_places
from biomes.models import Biome, Picture, Revision, Zone
from biomes.rules import coarse, lifecycle
from biomes.rules.lifecycle import Stage
from biomes.rules.profile import FIELDS, Snapshot, changes, tidy
from ledger import actions as ledger

# What a field says when it says nothing.
_EMPTY: Mapping[str, Any] = {
    "place": None,
    "mean_depth_m": None,
    "red_list_on": None,
    "names": [],
    "stewards": [],
    "pictures": [],
    "coarse_km": 0,
}


class CannotEdit(Exception):
    """The change was refused; the message is fit to show to the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A picture that comes with an edit: its bytes and what must be said of it."""

    data: bytes
    alt: str
    licence: str
    credit: str = ""


@transaction.atomic
def draft_biome(
    *,
    slug: str,
    content: Mapping[str, Any],
    author: str,
    reason: str,
    at: datetime,
    photo: Photo | None = None,
) -> Biome:
    """A new profile that only curators see."""
    _must_be_free(slug)
    biome = Biome(slug=slug)
    snapshot = as_snapshot(_with_pictures(biome, content, photo, by=author, at=at))
    try:
        with transaction.atomic():
            _apply(biome, snapshot)
    except IntegrityError:
        # Two asked for one address at once; the unique index let the other through.
        _must_be_free(slug)
        raise
    _add_revision(biome, snapshot, author=author, reason=reason, at=at)
    return biome


@transaction.atomic
def draft_biomes(*, drafts: Mapping[str, Mapping[str, Any]], author: str, reason: str, at: datetime) -> None:
    """Many new profiles at once, by address; each as `draft_biome` makes one without pictures."""
    snapshots = {slug: as_snapshot(content) for slug, content in drafts.items()}
    biomes = [_filled(Biome(slug=slug), snapshot) for slug, snapshot in snapshots.items()]
    try:
        with transaction.atomic():
            Biome.objects.bulk_create(biomes)
    except IntegrityError as taken:
        raise CannotEdit(_("One of these addresses is taken by another living system.")) from taken
    named = {slug for snapshot in snapshots.values() for slug in snapshot["zones"]}
    zones = dict(Zone.objects.filter(slug__in=named).values_list("slug", "pk"))
    beside = Biome.zones.through
    beside.objects.bulk_create(
        beside(biome_id=biome.pk, zone_id=zones[slug])
        for biome in biomes
        for slug in snapshots[biome.slug]["zones"]
        if slug in zones
    )
    Revision.objects.bulk_create(
        Revision(
            biome=biome, number=1, author=author, reason=reason, snapshot=snapshots[biome.slug], made_at=at
        )
        for biome in biomes
    )


@transaction.atomic
def edit_biome(
    *,
    biome_id: int,
    content: Mapping[str, Any],
    author: str,
    reason: str,
    at: datetime,
    based_on: int | None = None,
    reverts_to: int | None = None,
    photo: Photo | None = None,
) -> Revision:
    """A draft revision; an older draft is dropped, not lost. ``based_on`` is the revision the author saw."""
    biome = _locked(biome_id)
    if Stage(biome.stage) in lifecycle.UNDECIDED:
        raise CannotEdit(_("A person put this on the map; take it up before editing it."))
    if Stage(biome.stage) not in lifecycle.EDITABLE:
        raise CannotEdit(_("This profile was taken down; put it back before editing it."))
    newest = biome.revisions.first()
    if based_on is not None and newest and newest.number != based_on:
        return _same_again(newest, content, author, photo)
    snapshot = as_snapshot(_with_pictures(biome, content, photo, by=author, at=at))
    if newest and newest.dropped_at is None and not changes(newest.snapshot, snapshot):
        raise CannotEdit(_("Nothing differs from revision %(number)s.") % {"number": newest.number})
    biome.revisions.filter(published_at__isnull=True, dropped_at__isnull=True).update(dropped_at=at)
    revision = _add_revision(
        biome,
        snapshot,
        author=author,
        reason=reason,
        at=at,
        number=newest.number + 1 if newest else 1,
        reverts_to=reverts_to,
    )
    if biome.stage == Stage.DRAFT:
        _apply(biome, snapshot)
        forget_exact_places(biome, actor=author, at=at)
    return revision


def _same_again(newest: Revision, content: Mapping[str, Any], author: str, photo: Photo | None) -> Revision:
    """The newest revision, where the form that made it came once more (a double press, a step back); else a conflict."""
    if photo is None and newest.author == author and not changes(newest.snapshot, as_snapshot(content)):
        return newest
    raise CannotEdit(
        _("Somebody saved revision %(number)s while you were writing. Look at it, then save again.")
        % {"number": newest.number}
    )


@transaction.atomic
def revert_biome(*, biome_id: int, number: int, author: str, reason: str, at: datetime) -> Revision:
    """A new draft that says again what revision ``number`` said."""
    former = _locked(biome_id).revisions.filter(number=number).first()
    if former is None:
        raise CannotEdit(_("There is no revision %(number)s.") % {"number": number})
    return edit_biome(
        biome_id=biome_id, content=former.snapshot, author=author, reason=reason, at=at, reverts_to=number
    )


@transaction.atomic
def publish_biome(*, biome_id: int, number: int, actor: str, at: datetime) -> Biome:
    """Make the waiting draft what everyone reads. ``number`` is the revision the person looked at."""
    biome = _locked(biome_id)
    waiting = biome.revisions.filter(published_at__isnull=True, dropped_at__isnull=True).first()
    if waiting is None or waiting.number != number:
        raise CannotEdit(_("Revision %(number)s is not waiting to be published.") % {"number": number})
    if not waiting.snapshot.get("place"):
        raise CannotEdit(_("Draw its place first: a published profile has one."))
    if not waiting.snapshot.get("functional_group"):
        raise CannotEdit(_("Choose its kind first: a published profile has one."))
    first = biome.published_at is None
    if biome.stage != Stage.PUBLISHED:
        biome.stage = _move(biome, Stage.PUBLISHED)
    if first:
        biome.published_at = at
    _apply(biome, waiting.snapshot)
    forget_exact_places(biome, actor=actor, at=at)
    pictures.show_pictures(subject=biome.subject, uuids=biome.pictures)
    waiting.published_at, waiting.published_by = at, actor
    waiting.save(update_fields=["published_at", "published_by"])
    if first:
        ledger.record(
            kind="biomes.biome.published",
            subject=biome.subject,
            actor=actor,
            at=at,
            public=True,
            biome=biome.slug,
            revision=waiting.number,
        )
    else:
        ledger.record(
            kind="biomes.biome.revised",
            subject=biome.subject,
            actor=actor,
            at=at,
            public=True,
            biome=biome.slug,
            revision=waiting.number,
        )
    return biome


@transaction.atomic
def withdraw_biome(*, biome_id: int, actor: str, at: datetime) -> Biome:
    """Take a published profile off every surface; its record and its readings stay."""
    biome = _locked(biome_id)
    biome.stage = _move(biome, Stage.WITHDRAWN)
    biome.save(update_fields=["stage"])
    pictures.hide_pictures(subject=biome.subject)
    ledger.record(
        kind="biomes.biome.withdrawn",
        subject=biome.subject,
        actor=actor,
        at=at,
        public=True,
        biome=biome.slug,
    )
    return biome


@transaction.atomic
def restore_biome(*, biome_id: int, actor: str, at: datetime) -> Biome:
    """Put a withdrawn profile back as it was last published."""
    biome = _locked(biome_id)
    biome.stage = _move(biome, Stage.PUBLISHED)
    biome.save(update_fields=["stage"])
    pictures.show_pictures(subject=biome.subject, uuids=biome.pictures)
    ledger.record(
        kind="biomes.biome.restored", subject=biome.subject, actor=actor, at=at, public=True, biome=biome.slug
    )
    return biome


@transaction.atomic
def discard_biome(*, biome_id: int, actor: str, at: datetime) -> Biome:
    """Put a draft that was never published away for good."""
    biome = _locked(biome_id)
    biome.stage = _move(biome, Stage.DISCARDED)
    biome.save(update_fields=["stage"])
    biome.revisions.filter(published_at__isnull=True, dropped_at__isnull=True).update(dropped_at=at)
    ledger.record(kind="biomes.biome.discarded", subject=biome.subject, actor=actor, at=at, public=False)
    return biome


def as_snapshot(content: Mapping[str, Any]) -> Snapshot:
    """Form data as JSON: every field present, dates and decimals as text, zones as slugs.

    A sensitive place is made coarse here, before anything is stored: the outline drawn is kept nowhere.
    """
    plain: Snapshot = {}
    said = tidy(content)
    for field in FIELDS:
        value = said.get(field)
        if isinstance(value, date | Decimal):
            value = str(value)
        elif field == "zones":
            value = sorted(one.slug if isinstance(one, Zone) else str(one) for one in value or ())
        plain[field] = value
    plain["coarse_km"] = int(plain["coarse_km"] or 0)
    if plain["place"] and plain["coarse_km"]:
        plain["place"] = coarse.coarsen(plain["place"], plain["coarse_km"])
    return plain


def _with_pictures(
    biome: Biome, content: Mapping[str, Any], photo: Photo | None, *, by: str, at: datetime
) -> Mapping[str, Any]:
    """The content with the new picture behind its others; a picture of something else is refused."""
    named = [str(one) for one in content.get("pictures") or ()]
    if named:
        own = {
            str(one) for one in Picture.objects.filter(subject=biome.subject).values_list("uuid", flat=True)
        }
        if strange := [one for one in named if one not in own]:
            raise CannotEdit(
                _("“%(about)s” is the address of no picture of this living system.") % {"about": strange[0]}
            )
    if photo is None:
        return content
    kept = pictures.keep_picture(
        data=photo.data,
        subject=biome.subject,
        alt=photo.alt,
        licence=photo.licence,
        credit=photo.credit,
        by=by,
        at=at,
        position=len(named),
    )
    return {**content, "pictures": [*named, str(kept.uuid)]}


def _must_be_free(slug: str) -> None:
    if Biome.objects.filter(slug=slug).exists():
        raise CannotEdit(_("The address “%(slug)s” is taken by another living system.") % {"slug": slug})


def _locked(biome_id: int) -> Biome:
    return Biome.objects.select_for_update().get(pk=biome_id)


def _move(biome: Biome, to: Stage) -> str:
    try:
        return lifecycle.move(Stage(biome.stage), to).value
    except lifecycle.Refused as why:
        raise CannotEdit(_("That cannot follow: the profile is %(stage)s.") % {"stage": biome.stage}) from why


def _filled(biome: Biome, snapshot: Snapshot) -> Biome:
    for field in FIELDS:
        if field == "zones":
            continue
        value = snapshot.get(field)
        setattr(biome, field, _EMPTY.get(field, "") if value is None else value)
    biome.red_list = biome.red_list or "NE"
    return biome


def _apply(biome: Biome, snapshot: Snapshot) -> None:
    _filled(biome, snapshot).save()
    biome.zones.set(Zone.objects.filter(slug__in=snapshot.get("zones") or ()))


def _add_revision(
    biome: Biome,
    snapshot: Snapshot,
    *,
    author: str,
    reason: str,
    at: datetime,
    number: int = 1,
    reverts_to: int | None = None,
) -> Revision:
    return Revision.objects.create(
        biome=biome,
        number=number,
        author=author,
        reason=reason,
        snapshot=snapshot,
        made_at=at,
        reverts_to=reverts_to,
    )

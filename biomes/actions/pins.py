"""What anybody puts on the map without a registry, and what a curator makes of it.

Its address is a code, and no fact carries its name: a name nobody has looked at stands in nothing that lasts.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from biomes.actions.photos import SentPhoto, keep_photos
from biomes.actions.pictures import hide_pictures, show_pictures
from biomes.actions.profiles import as_snapshot
from biomes.actions.sensitive import forget_exact_places
from biomes.models import Biome, Filing, Revision, Sighting, Statement, Zone
from biomes.rules import cells, coarse, lifecycle, place
from biomes.rules.lifecycle import Stage
from ledger import actions as ledger
from moderation import actions as moderation
from moderation import queries as decisions

MOST_A_DAY = 5
# No vowels, so no words.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"


class CannotFile(Exception):
    """What a person wanted to put on the map, report or say was refused; the message is fit to show."""


class CannotSettle(Exception):
    """The curator's decision was refused; the message is fit to show."""


@transaction.atomic
def file_pin(
    *,
    name: str,
    lon: float,
    lat: float,
    cell_m: int,
    about: str,
    language: str,
    by: str,
    at: datetime,
    functional_group: str = "",
    photos: Sequence[SentPhoto] = (),
    drawer: str = "",  # where a guest's pictures waited
) -> Biome:
    """A living system that is in no registry, on the map at once; lists show it once somebody looked at it."""
    _not_too_many(by, at)
    stored_lon, stored_lat = cells.coarsened(lon, lat, cell_m)
    point = {"type": "Point", "coordinates": [float(stored_lon), float(stored_lat)]}
    biome = Biome.objects.create(
        slug=_free_code(), name=name, functional_group=functional_group, place=point,
        stage=Stage.PROVISIONAL.value,
    )  # fmt: skip
    beside = [zone for zone in Zone.objects.all() if place.touches(zone.polygon, point, within_m=cell_m / 2)]
    biome.zones.set(beside)
    Filing.objects.create(
        biome=biome, filed_by=by, filed_at=at, language=language, about=about, cell_m=cell_m
    )
    keep_photos(photos, subject=biome.subject, by=by, at=at, drawer=drawer)
    moderation.submit(
        subject=biome.subject,
        kind="biomes.biome",
        snapshot={"title": name, "text": about},
        language=language,
        author=by,
        at=at,
    )
    ledger.record(kind="biomes.biome.filed", subject=biome.subject, actor=by, at=at, public=False)
    return biome


@transaction.atomic
def apply_pin_decision(*, slug: str, approved: bool, code: str, at: datetime) -> None:
    """What a moderator found of a name and a picture: lists may show them, or nobody. Heard twice, done once."""
    biome = _locked(slug)
    if biome is None:
        return
    filing = biome.filing
    if approved and biome.stage == Stage.REFUSED and filing.decided_by == "":
        biome.stage = lifecycle.move(Stage(biome.stage), Stage.PROVISIONAL).value
        filing.decided_at, filing.code, filing.reason = None, "", ""
    if Stage(biome.stage) not in lifecycle.UNREGISTERED:
        return
    if approved and filing.looked_at is None:
        _look(biome, at)
    elif not approved and filing.looked_at is None:
        _refuse(biome, code=code, reason="", actor="", at=at)


@transaction.atomic
def take_up(*, biome_id: int, actor: str, at: datetime) -> Revision:
    """A curator makes it theirs: a draft to complete. Until that is published the page stays as it is."""
    biome = _undecided(biome_id)
    biome.stage = _move(biome, Stage.TAKEN_UP)
    biome.save(update_fields=["stage"])
    _decided(biome, actor, at)
    if biome.filing.looked_at is None:
        moderation.withdraw(subject=biome.subject, at=at, actor=actor)
        _look(biome, at)
    content = as_snapshot(
        {
            "name": biome.name,
            "functional_group": biome.functional_group,
            "zones": [zone.slug for zone in biome.zones.all()],
            "story": biome.filing.about,
            "red_list": biome.red_list,
        }
    )
    draft = Revision.objects.create(
        biome=biome, number=1, author=actor, reason=_("Taken up from the map"), snapshot=content, made_at=at
    )
    ledger.record(
        kind="biomes.biome.taken_up", subject=biome.subject, actor=actor, at=at, public=True, biome=biome.slug
    )
    return draft


@transaction.atomic
def merge_pin(*, biome_id: int, into: Biome, actor: str, at: datetime) -> Biome:
    """It is one of those we know: its address leads there, and what was seen and said of it goes along."""
    biome = _undecided(biome_id)
    into = Biome.objects.select_for_update().get(pk=into.pk)
    if not into.is_public:
        raise CannotSettle(_("Only a published living system can take it in."))
    biome.stage = _move(biome, Stage.MERGED)
    biome.place = coarse.coarsen(biome.place, into.coarse_km) if biome.place else None
    biome.save(update_fields=["stage", "place"])
    biome.filing.into = into
    _decided(biome, actor, at)
    moderation.withdraw(subject=biome.subject, at=at, actor=actor)
    Sighting.objects.filter(biome=biome).update(biome=into)
    Statement.objects.filter(biome=biome).update(biome=into)
    # What stood in a place that hides nothing may come into one that does.
    forget_exact_places(into, actor=actor, at=at)
    ledger.record(
        kind="biomes.biome.merged",
        subject=biome.subject,
        actor=actor,
        at=at,
        public=True,
        about=[into.subject],
        biome=biome.slug,
        into=into.slug,
    )
    return into


@transaction.atomic
def refuse_pin(*, biome_id: int, code: str, reason: str, actor: str, at: datetime) -> Biome:
    """Off the map, with a code that is published and words that its author reads."""
    biome = _undecided(biome_id)
    if not decisions.codes(approve=False).filter(slug=code).exists():
        raise CannotSettle(_("Choose one of the published codes."))
    _move(biome, Stage.REFUSED)
    moderation.withdraw(subject=biome.subject, at=at, actor=actor)
    _refuse(biome, code=code, reason=reason, actor=actor, at=at)
    return biome


def settle_pin(
    *, biome_id: int, decision: str, into: str, code: str, reason: str, actor: str, at: datetime
) -> None:
    """One of a curator's three decisions, by its name: take_up, merge, refuse."""
    if decision == "take_up":
        take_up(biome_id=biome_id, actor=actor, at=at)
    elif decision == "merge":
        taking = Biome.objects.public().filter(slug=into).first()
        if taking is None:
            raise CannotSettle(_("Only a published living system can take it in."))
        merge_pin(biome_id=biome_id, into=taking, actor=actor, at=at)
    else:
        refuse_pin(biome_id=biome_id, code=code, reason=reason, actor=actor, at=at)


@transaction.atomic
def lapse_pins(*, at: datetime) -> int:
    """Those whose fortnight is over are written down as uncurated; pages said so by the clock already."""
    due = Biome.objects.select_for_update(of=("self",)).filter(
        stage=Stage.PROVISIONAL.value, filing__filed_at__lte=at - lifecycle.DECIDE_WITHIN
    )
    lapsed = list(due)
    for biome in lapsed:
        biome.stage = _move(biome, Stage.UNCURATED)
        biome.save(update_fields=["stage"])
        ledger.record(
            kind="biomes.biome.lapsed", subject=biome.subject, actor="", at=at, public=True, biome=biome.slug
        )
    return len(lapsed)


def _not_too_many(by: str, at: datetime) -> None:
    lately = Filing.objects.filter(filed_by=by, filed_at__gt=at - timedelta(days=1), filed_at__lte=at).count()
    if lately >= MOST_A_DAY:
        raise CannotFile(
            _("You put %(number)s living systems on the map within a day. Come back tomorrow with the next.")
            % {"number": lately}
        )


def _free_code() -> str:
    """A name for its address that says nothing: eight letters nobody has."""
    while True:
        code = "pin-" + "".join(secrets.choice(ALPHABET) for _letter in range(8))
        if not Biome.objects.filter(slug=code).exists():
            return code


def _locked(slug: str) -> Biome | None:
    rows = Biome.objects.select_for_update(of=("self",)).select_related("filing")
    return rows.filter(slug=slug, filing__isnull=False).first()


def _undecided(biome_id: int) -> Biome:
    rows = Biome.objects.select_for_update(of=("self",)).select_related("filing")
    biome = rows.filter(pk=biome_id, filing__isnull=False).first()
    if biome is None:
        raise CannotSettle(_("This one was not put on the map by a person."))
    return biome


def _move(biome: Biome, to: Stage) -> str:
    try:
        return lifecycle.move(Stage(biome.stage), to).value
    except lifecycle.Refused as why:
        raise CannotSettle(_("This has been decided already.")) from why


def _decided(biome: Biome, actor: str, at: datetime) -> None:
    biome.filing.decided_at, biome.filing.decided_by = at, actor
    biome.filing.save()


def _look(biome: Biome, at: datetime) -> None:
    biome.filing.looked_at = at
    biome.filing.save()
    biome.save(update_fields=["stage"])
    show_pictures(subject=biome.subject)
    ledger.record(
        kind="biomes.biome.admitted", subject=biome.subject, actor="", at=at, public=True, biome=biome.slug
    )


def _refuse(biome: Biome, *, code: str, reason: str, actor: str, at: datetime) -> None:
    biome.stage = _move(biome, Stage.REFUSED)
    biome.save(update_fields=["stage"])
    biome.filing.code, biome.filing.reason = code, reason
    _decided(biome, actor, at)
    hide_pictures(subject=biome.subject)
    ledger.record(
        kind="biomes.biome.refused",
        subject=biome.subject,
        actor=actor,
        at=at,
        public=True,
        biome=biome.slug,
        code=code,
    )

"""What people see without a station: filed, decided by moderators, borne out by others, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from biomes.actions.photos import SentPhoto, keep_photos
from biomes.actions.pictures import drop_pictures, hide_pictures, show_pictures
from biomes.actions.pins import CannotFile
from biomes.actions.sensitive import point_in
from biomes.models import Biome, Corroborated, Corroboration, CorroborationNeed, Sighting
from biomes.rules import cells, corroboration, sighted
from biomes.rules.corroboration import Need, Seen
from biomes.rules.sighted import Sighted, State
from biomes.rules.words import Precision
from ledger import actions as ledger
from moderation import actions as moderation

MOST_A_DAY = 20


@transaction.atomic
def file_sighting(
    *,
    biome: Biome,
    kind: Sighted,
    said: str,
    seen_at: datetime,
    precision: Precision,
    lon: float,
    lat: float,
    cell_m: int,
    photos: Sequence[SentPhoto],
    language: str,
    by: str,
    at: datetime,
    drawer: str = "",
) -> Sighting:
    """A report for the queue; nobody but its observer and moderators sees it before it is accepted."""
    _not_too_many(by, at)
    timely(seen_at, at)
    if not photos and not drawer:
        raise CannotFile(_("Add at least one picture, so that others can see what you saw."))
    # In a sensitive living system a place is known no better than its squares, whatever the observer chose.
    stored_lon, stored_lat = point_in(biome, *cells.coarsened(lon, lat, cell_m))
    sighting = Sighting.objects.create(
        biome=biome, observer=by, kind=kind.value, said=said, language=language, seen_at=seen_at,
        precision=precision.value, lon=stored_lon, lat=stored_lat, cell_m=cell_m, filed_at=at,
    )  # fmt: skip
    keep_photos(photos, subject=sighting.subject, by=by, at=at, drawer=drawer)
    _submit(sighting, at)
    return sighting


def _submit(sighting: Sighting, at: datetime) -> None:
    moderation.submit(
        subject=sighting.subject,
        kind="biomes.sighting",
        snapshot={"title": sighting.biome.name, "text": sighting.said, "seen": sighting.kind},
        language=sighting.language,
        author=sighting.observer,
        at=at,
    )
    ledger.record(
        kind="biomes.sighting.filed",
        subject=sighting.subject,
        actor=sighting.observer,
        at=at,
        public=False,
        about=[sighting.biome.subject],
        sighting_kind=sighting.kind,
    )


@transaction.atomic
def apply_sighting_decision(*, uuid: str, approved: bool, at: datetime) -> None:
    """As a moderator decided; heard twice, done once."""
    sighting = _locked(uuid)
    if sighting is None:
        return
    to = State.ACCEPTED if approved else State.REFUSED
    if to not in sighted.MOVES[State(sighting.state)]:
        return
    sighting.state, sighting.decided_at = to.value, at
    sighting.save(update_fields=["state", "decided_at"])
    if not approved:
        hide_pictures(subject=sighting.subject)
        ledger.record(
            kind="biomes.sighting.refused",
            subject=sighting.subject,
            actor="",
            at=at,
            public=False,
            about=[sighting.biome.subject],
        )
        return
    show_pictures(subject=sighting.subject)
    ledger.record(
        kind="biomes.sighting.accepted",
        subject=sighting.subject,
        actor="",
        at=at,
        public=True,
        about=[sighting.biome.subject],
        biome=sighting.biome.slug,
        sighting=str(sighting.uuid),
        sighting_kind=sighting.kind,
    )
    _corroborate(sighting, at)


@transaction.atomic
def withdraw_sighting(*, uuid: str, by: str, at: datetime) -> None:
    """Its observer takes it back: words and pictures are gone for good, the row says that it was."""
    sighting = _locked(uuid)
    if sighting is None or sighting.observer != by:
        raise CannotFile(_("Only who reported it may take it back."))
    was_public = sighting.state == State.ACCEPTED
    if State.WITHDRAWN not in sighted.MOVES[State(sighting.state)]:
        raise CannotFile(_("There is nothing to take back any more."))
    sighting.state, sighting.said = State.WITHDRAWN.value, ""
    sighting.save(update_fields=["state", "said"])
    moderation.withdraw(subject=sighting.subject, at=at, actor=by)
    moderation.forget(subject=sighting.subject)
    drop_pictures(subject=sighting.subject)
    if was_public:
        ledger.record(
            kind="biomes.sighting.withdrawn",
            subject=sighting.subject,
            actor=by,
            at=at,
            public=True,
            about=[sighting.biome.subject],
            biome=sighting.biome.slug,
            sighting=str(sighting.uuid),
        )
    else:
        ledger.record(kind="biomes.sighting.dropped", subject=sighting.subject, actor=by, at=at, public=False)


@transaction.atomic
def withdraw_waiting_sightings_of(*, observer: str, at: datetime) -> None:
    """Who left cannot answer for what nobody has looked at; what was accepted stays, without their words."""
    for one in Sighting.objects.filter(observer=observer, state=State.WAITING.value):
        withdraw_sighting(uuid=str(one.uuid), by=observer, at=at)


@transaction.atomic
def set_corroboration_need(
    *, kind: Sighted, people: int, hours: int, radius_m: int, reason: str, actor: str, at: datetime
) -> CorroborationNeed:
    """How many people it takes for a kind of sighting from now on; what was borne out stays so."""
    row, _created = CorroborationNeed.objects.update_or_create(
        kind=kind.value,
        defaults={
            "people": people,
            "hours": hours,
            "radius_m": radius_m,
            "reason": reason,
            "set_by": actor,
            "set_at": at,
        },
    )
    ledger.record(
        kind="biomes.need.set",
        subject=f"biomes.need/{kind.value}",
        actor=actor,
        at=at,
        public=True,
        sighting_kind=kind.value,
        people=people,
        hours=hours,
        radius_m=radius_m,
    )
    return row


def _not_too_many(by: str, at: datetime) -> None:
    lately = Sighting.objects.filter(
        observer=by, filed_at__gt=at - timedelta(days=1), filed_at__lte=at
    ).count()
    if lately >= MOST_A_DAY:
        raise CannotFile(
            _("You reported %(number)s sightings within a day. Come back tomorrow with the next.")
            % {"number": lately}
        )


def timely(seen_at: datetime, at: datetime) -> None:
    """Refuse what has not happened yet, and what is a memory."""
    why = sighted.untimely(seen_at, at)
    if why is sighted.Untimely.FUTURE:
        raise CannotFile(_("This time has not come yet. Look at the day and the hour again."))
    if why is sighted.Untimely.TOO_OLD:
        raise CannotFile(_("This is more than a year ago. Tell it in the story of the place instead."))


def _locked(uuid: str) -> Sighting | None:
    rows = Sighting.objects.select_for_update(of=("self",)).select_related("biome")
    return rows.filter(uuid=uuid).first()


def _corroborate(sighting: Sighting, at: datetime) -> None:
    """Whether this one and others bear each other out; those that did already are not told again."""
    # The living system's row is the lock: two sightings accepted at once are looked at one after the other.
    biome = Biome.objects.select_for_update(no_key=True).get(pk=sighting.biome_id)
    need = need_of(sighting.kind)
    span = timedelta(hours=need.hours)
    fresh = Sighting.objects.filter(
        biome=biome, kind=sighting.kind, state=State.ACCEPTED.value, corroborated__isnull=True,
        seen_at__gte=sighting.seen_at - span, seen_at__lte=sighting.seen_at + span,
    )  # fmt: skip
    by_key = {one.pk: one for one in fresh}
    found = corroboration.borne_out([_seen(one) for one in by_key.values()], need)
    if not found:
        return
    together = [by_key[one.key] for one in found]
    made = Corroboration.objects.create(biome=biome, kind=sighting.kind, found_at=at)
    Corroborated.objects.bulk_create(Corroborated(corroboration=made, sighting=one) for one in together)
    ledger.record(
        kind="biomes.sighting.corroborated",
        subject=biome.subject,
        actor="",
        at=at,
        public=True,
        about=[one.subject for one in together],
        biome=biome.slug,
        sighting_kind=sighting.kind,
        people=len(together),
        need=need.people,
        hours=need.hours,
        radius_m=need.radius_m,
        since=together[0].seen_at,
        until=together[-1].seen_at,
    )


def need_of(kind: str) -> Need:
    row = CorroborationNeed.objects.filter(kind=kind).first()
    return Need(people=row.people, hours=row.hours, radius_m=row.radius_m) if row else Need()


def _seen(one: Sighting) -> Seen:
    return Seen(
        key=one.pk,
        person=one.observer,
        at=one.seen_at,
        lon=float(one.lon),
        lat=float(one.lat),
        cell_m=one.cell_m,
    )

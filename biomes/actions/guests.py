"""Filing without an account: kept apart, judged, mailed, and filed like any other when the link is pressed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts import queries as people
from accounts.actions.secret import hash_of, origins_of, secret
from accounts.rules import addresses, limits, tokens
from accounts.rules.limits import RATES, Asker, Seen
from accounts.rules.tokens import Purpose
from biomes import queries
from biomes.actions.photos import keep_photos
from biomes.actions.pictures import drop_pictures
from biomes.actions.pins import CannotFile, file_pin
from biomes.actions.sightings import file_sighting, timely, withdraw_sighting
from biomes.models import GuestFiling
from biomes.rules import cells, coarse, guests
from biomes.rules.guests import Kind
from biomes.rules.sighted import Sighted
from biomes.rules.words import Precision
from moderation import actions as moderation
from moderation import queries as decisions

# One ticker judges at a time: whether the third is the third depends on the two before.
JUDGES = 0x4755_4553
# What holds a guest's filing, beside the limits of how often.
SUSPENDED = "suspended"


class CannotConfirm(Exception):
    """The link does nothing; the message is fit to show."""


@transaction.atomic
def ask_as_guest(
    *, kind: Kind, content: Mapping[str, Any], email: str, address: str, at: datetime
) -> GuestFiling:
    """Keep ``content`` (as `file_pin` or `file_sighting` takes it) apart, with its pictures, and owe one mail.

    Whether a mail goes to ``email`` is judged later and out of sight; ``address`` is the network's.
    """
    key = uuid4()
    asked = GuestFiling.objects.create(
        key=key,
        kind=kind.value,
        content=_packed(content, at),
        email=email,
        canonical=addresses.canonical(email),
        language=content["language"],
        origin=origins_of(address, at)[1],
        token_hash=hash_of(Purpose.GUEST, key),
        asked_at=at,
    )
    keep_photos(content["photos"], subject=asked.drawer, by="", at=at)
    return asked


def _packed(content: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """As it may wait: the place coarse, the living system by its address."""
    lon, lat = cells.coarsened(content["lon"], content["lat"], content["cell_m"])
    packed = {name: said for name, said in content.items() if name != "photos"}
    if biome := packed.get("biome"):
        timely(content["seen_at"], at)
        lon, lat = coarse.coarse_point(lon, lat, biome.coarse_km)
        packed["biome"] = biome.slug
    return packed | {"lon": float(lon), "lat": float(lat)}


@transaction.atomic
def judge_guests(*, at: datetime, write: Callable[[GuestFiling, datetime], None], most: int = 200) -> int:
    """Write the mails that may go, oldest first; who asks too often gets none, and nothing of it stays."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [JUDGES])
        if not cursor.fetchone()[0]:
            return 0
    waiting = list(GuestFiling.objects.select_for_update().unjudged().order_by("pk")[:most])
    for asked in waiting:
        rule = limits.judge(_seen(asked), Asker.GUEST)
        held_by = rule.value if rule else SUSPENDED if _is_suspended(asked) else ""
        asked.judged_at, asked.held_by = at, held_by
        if held_by:
            asked.content, asked.email, asked.canonical = {}, "", ""
            drop_pictures(subject=asked.drawer)
        asked.save(update_fields=["judged_at", "held_by", "content", "email", "canonical"])
        # Erased between the asking and the mail: there is nobody to write to.
        if not held_by and asked.email:
            write(asked, at)
    return len(waiting)


def _is_suspended(asked: GuestFiling) -> bool:
    """Whoever may not sign in files nothing as a guest either, with the address that they have shown to be theirs."""
    person = people.person_at(asked.email)
    return person is not None and not person.may_sign_in


def _seen(asked: GuestFiling) -> Seen:
    """How many its network asked for lately, and how many mails its address left unanswered this week."""
    before = GuestFiling.objects.let_through().filter(asked_at__lte=asked.asked_at)
    week = asked.asked_at - guests.LINK_LIFE
    unanswered = before.filter(canonical=asked.canonical, confirmed_at__isnull=True, asked_at__gt=week)
    sent = unanswered.exclude(canonical="").count()
    if not asked.origin:
        return Seen(sent=sent)
    rate = RATES[Asker.GUEST]
    lately = asked.asked_at - timedelta(seconds=rate.burst_seconds)
    since = asked.asked_at - timedelta(seconds=rate.sustained_seconds)
    found = before.filter(origin=asked.origin, asked_at__gt=since).aggregate(
        burst=Count("pk", filter=Q(asked_at__gt=lately)), sustained=Count("pk")
    )
    return Seen(in_burst=found["burst"], in_sustained=found["sustained"], sent=sent)


@transaction.atomic
def confirm_as_guest(*, token: str, at: datetime) -> GuestFiling:
    """The link was opened and the button pressed: now it is filed. Pressing twice is pressing once."""
    asked = _locked(token)
    if asked.confirmed_at:
        return asked
    if not asked.content or not guests.is_open(asked.asked_at, at):
        raise CannotConfirm(_("This link is more than seven days old. Send it again to get a new one."))
    if _is_suspended(asked):
        raise CannotConfirm(_("The account with this address is suspended; nothing can be filed with it."))
    made = FILE[Kind(asked.kind)](asked, _author(asked), at)
    asked.subject, asked.confirmed_at, asked.content = made.subject, at, {}
    asked.save(update_fields=["subject", "confirmed_at", "content"])
    return asked


@transaction.atomic
def withdraw_as_guest(*, token: str, at: datetime) -> GuestFiling:
    """Who reported a sighting takes it back by the same link; their address goes with it."""
    asked = _locked(token)
    found = queries.guest_sighting(asked)
    if found is None:
        raise CannotConfirm(_("There is nothing to take back any more."))
    withdraw_sighting(uuid=str(found.uuid), by=found.observer, at=at)
    forget_guest(subject=asked.subject)
    return asked


@transaction.atomic
def appeal_as_guest(*, token: str, reason: str, at: datetime) -> GuestFiling:
    """Who filed it asks for another moderator by the same link, once, as anybody may who has an account."""
    asked = _locked(token)
    item = decisions.latest_item(asked.subject) if asked.subject else None
    if item is None:
        raise CannotConfirm(_("There is no decision to appeal against."))
    try:
        moderation.appeal(item_id=item.pk, by=item.author, reason=reason, at=at)
    except moderation.CannotAppeal as why:
        raise CannotConfirm(str(why)) from why
    return asked


def forget_guest(*, subject: str) -> None:
    """Everything is decided and told: the address of who filed it goes."""
    GuestFiling.objects.filter(subject=subject).update(email="", canonical="", origin="")


@transaction.atomic
def drop_unconfirmed(*, at: datetime, most: int = 500) -> int:
    """A week without a press: words, address and pictures are gone for good."""
    old = list(GuestFiling.objects.select_for_update(skip_locked=True).lapsed(at)[:most])
    for asked in old:
        drop_pictures(subject=asked.drawer)
        asked.delete()
    return len(old)


def _locked(token: str) -> GuestFiling:
    asked = GuestFiling.objects.select_for_update().filter(token_hash=tokens.at_rest(token)).first()
    if asked is None:
        raise CannotConfirm(_("This link is not known here. It may be cut short, or it has been used up."))
    return asked


def _author(asked: GuestFiling) -> str:
    """The person whose confirmed address it is, so that one person counts as one; else the code of the address."""
    person = people.person_at(asked.email)
    return person.code if person else tokens.guest_code(secret(), asked.canonical)


def _file_pin(asked: GuestFiling, by: str, at: datetime) -> Any:
    return file_pin(**asked.content, drawer=asked.drawer, by=by, at=at)


def _file_sighting(asked: GuestFiling, by: str, at: datetime) -> Any:
    said = dict(asked.content)
    biome = queries.living_on(said.pop("biome"))
    if biome is None:
        raise CannotFile(_("What you reported about is no longer on the map."))
    said |= {
        "kind": Sighted(said["kind"]),
        "seen_at": datetime.fromisoformat(said["seen_at"]),
        "precision": Precision(said["precision"]),
    }
    return file_sighting(**said, biome=biome, photos=(), drawer=asked.drawer, by=by, at=at)


FILE: Mapping[Kind, Callable[[GuestFiling, str, datetime], Any]] = {
    Kind.PIN: _file_pin,
    Kind.SIGHTING: _file_sighting,
}

"""Checkpoints by mail for anybody: asked, judged, confirmed by a link, written once a week, left with one press.

Whoever keeps one of these letters can prove that the log was rewritten since; so nobody has to have an account for it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from secrets import compare_digest
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts import queries
from accounts.actions.secret import hash_of, origins_of, token_of
from accounts.models import Keeper, Letter
from accounts.models.letter import LetterQuerySet
from accounts.rules import addresses, keeping, limits, tokens
from accounts.rules.limits import RATES, Asker, Seen
from accounts.rules.tokens import Purpose

# One ticker judges at a time: whether the third is the third depends on the two before.
JUDGES = 0x4B45_4550
# Who writes a letter to a keeper, and when.
Write = Callable[[Keeper, datetime], None]


class CannotKeep(Exception):
    """The link does nothing; the message is fit to show."""


@transaction.atomic
def ask_for_checkpoints(*, email: str, language: str, address: str, at: datetime) -> None:
    """Note that somebody wants letters to ``email``; whether a link goes there is judged later and out of sight.

    ``address`` is the network's. Nothing here tells whether the address asked before.
    """
    key, canonical = uuid4(), addresses.canonical(email)
    asked = {"origin": origins_of(address, at)[1], "wanted_at": at}
    keeper, is_new = Keeper.objects.select_for_update().get_or_create(
        canonical=canonical,
        defaults={
            "key": key, "email": email, "mark": queries.mark_of(canonical), "language": language, "asked_at": at,
            "token_hash": hash_of(Purpose.CHECKPOINTS, key), **asked,
        },
    )  # fmt: skip
    if not is_new and keeper.wanted_at is None:
        Keeper.objects.filter(pk=keeper.pk).update(**asked)


@transaction.atomic
def judge_keepers(*, at: datetime, write: Write, most: int = 200) -> int:
    """Write the links that may go, oldest first; who asks too often gets none. How many were judged."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [JUDGES])
        if not cursor.fetchone()[0]:
            return 0
    waiting = list(Keeper.objects.select_for_update().unjudged().order_by("wanted_at", "pk")[:most])
    for keeper in waiting:
        if limits.judge(_seen(keeper), Asker.GUEST) is None:
            keeper.mail_count, keeper.mailed_at = keeper.mail_count + 1, keeper.wanted_at
            write(keeper, at)
        elif not keeper.mail_count:
            # Nobody was written to, so there is nothing to wait for.
            keeper.delete()
            continue
        keeper.wanted_at = None
        keeper.save(update_fields=["mail_count", "mailed_at", "wanted_at"])
    return len(waiting)


def _seen(keeper: Keeper) -> Seen:
    """How many links its network asked for lately, and how many went to the address already."""
    if not keeper.origin or keeper.wanted_at is None:
        return Seen(sent=keeper.mail_count)
    rate, wanted = RATES[Asker.GUEST], keeper.wanted_at
    since = wanted - timedelta(seconds=rate.sustained_seconds)
    lately = wanted - timedelta(seconds=rate.burst_seconds)
    found = Keeper.objects.filter(origin=keeper.origin, mailed_at__gt=since, mailed_at__lte=wanted).aggregate(
        burst=Count("pk", filter=Q(mailed_at__gt=lately)), sustained=Count("pk")
    )
    return Seen(in_burst=found["burst"], in_sustained=found["sustained"], sent=keeper.mail_count)


@transaction.atomic
def confirm_keeper(*, token: str, at: datetime) -> Keeper:
    """The link was opened and the button pressed: the first letter is due. Pressing twice is pressing once."""
    keeper = Keeper.objects.select_for_update().filter(token_hash=tokens.at_rest(token)).first()
    if keeper is None:
        raise CannotKeep(_("This link is not known here. It may be cut short, or older than seven days."))
    if keeper.confirmed_at is None:
        if not keeping.is_open(keeper.asked_at, at):
            raise CannotKeep(_("This link is more than seven days old. Ask again to get a new one."))
        keeper.confirmed_at = keeper.due_at = at
        keeper.save(update_fields=["confirmed_at", "due_at"])
    return keeper


def leave_token(mark: str) -> str:
    """What a link to leave carries: the mark of the address, vouched for."""
    return f"{mark}.{token_of(Purpose.LEAVE_CHECKPOINTS, mark)}"


@transaction.atomic
def leave_checkpoints(*, token: str) -> bool:
    """The address is deleted, and the letters that wait for it. False for a link that is not ours."""
    mark, _dot, proof = token.partition(".")
    if not compare_digest(proof.encode(), token_of(Purpose.LEAVE_CHECKPOINTS, mark).encode()):
        return False
    Keeper.objects.filter(mark=mark).delete()
    _waiting(mark).delete()
    return True


def _waiting(mark: str) -> LetterQuerySet:
    """Letters that go to whoever may leave by this link, and have not gone."""
    return Letter.objects.filter(leave__endswith=f"/{leave_token(mark)}/")


@transaction.atomic
def mail_checkpoints(*, at: datetime, signed_at: datetime, write: Write) -> int:
    """Write a letter to everybody whose week is over, where the log has grown. How many rows were dealt with."""
    due = Keeper.objects.select_for_update(skip_locked=True).due(at).order_by("due_at", "pk")
    rows = list(due[: keeping.A_TURN])
    for keeper in rows:
        left = _waiting(keeper.mark)
        gave_up = left.given_up().exists()
        keeper.missed_count = keeper.missed_count + 1 if gave_up else 0
        # What has not gone in a week is old news.
        left.delete()
        if keeper.missed_count >= keeping.MOST_MISSED:
            keeper.delete()
            continue
        if keeper.told_at != signed_at:
            write(keeper, at)
        keeper.told_at, keeper.due_at = signed_at, at + keeping.EVERY
        keeper.save(update_fields=["told_at", "due_at", "missed_count"])
    return len(rows)


def mail_checkpoints_soon(*, at: datetime) -> None:
    """Something happened that everybody should keep a checkpoint over: their next letter does not wait for its week."""
    soon = at + keeping.AFTER_A_SITTING
    Keeper.objects.filter(due_at__gt=soon).update(due_at=soon)


def drop_unconfirmed_keepers(*, at: datetime) -> int:
    """Addresses whose owner did not press within seven days."""
    dropped, _by_model = Keeper.objects.lapsed(at).delete()
    return dropped

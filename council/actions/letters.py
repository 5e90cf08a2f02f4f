"""Letters of the council, in their reader's language: a sitting convened, moved or put off; an action due.

Each is owed in the transaction of the act it speaks of; the post office is accounts'.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts import actions as accounts
from accounts import queries as people
from council import queries
from council.models import ActionItem, BallotKey, Convening, Mandate, Nomination, Sitting, Substitute
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User


def convene(sitting: Sitting, *, by: "User", at: datetime) -> int:
    """Call everybody who will hold a hand and was not called yet, or who stands in for her. How many."""
    called = sum(_convene_hand(sitting, mandate, at) for mandate in queries.mandates_to_convene(sitting))
    if called:
        ledger.record(
            kind="council.sitting.convened", subject=sitting.subject, actor=by.code, at=at, public=True,
            about=[sitting.body.subject], hands=called,
        )  # fmt: skip
    return called


def _convene_hand(sitting: Sitting, mandate: Mandate, at: datetime) -> bool:
    """One hand; who held it before and does so no longer is let go."""
    known = Convening.objects.filter(sitting=sitting, seat=mandate.seat, hand=mandate.hand)
    if (
        known.filter(person=mandate.person).exists()
        or known.expected().filter(substitute__isnull=False).exists()
    ):
        return False
    known.expected().update(released_at=at)
    lent = queries.call_over(sitting, mandate.seat, mandate.hand)
    row = Convening.objects.create(
        sitting=sitting, seat=mandate.seat, hand=mandate.hand,
        person=lent.substitute.person if lent else mandate.person,
        substitute=lent.substitute if lent else None,
    )  # fmt: skip
    write_convening(row, at=at)
    return True


def convene_substitute(sitting: Sitting, substitute: Substitute, *, at: datetime) -> Convening:
    """Ask a substitute to come; one who was let go before is asked again."""
    row, _made = Convening.objects.update_or_create(
        sitting=sitting, seat=substitute.seat, hand=substitute.hand, person=substitute.person,
        defaults={"substitute": substitute, "acknowledged_at": None, "apologised_at": None, "released_at": None},
    )  # fmt: skip
    write_convening(row, at=at)
    return row


def write_convening(row: Convening, *, at: datetime) -> bool:
    """The letter that calls her, or calls her again; False where she has no confirmed address."""
    if not _write(row.person, "convening", _about(row), at):
        return False
    row.sent_at, row.reminded_at = row.sent_at or at, at if row.sent_at else None
    row.save(update_fields=["sent_at", "reminded_at"])
    return True


def tell_expected(sitting: Sitting, news: str, *, at: datetime) -> int:
    """One letter to each who is expected: `adjourned` or `moved`. How many are owed."""
    rows = queries.convenings().filter(pk__in=sitting.convenings.expected())  # type: ignore[attr-defined]
    return sum(tell(row, news, at=at) for row in rows)


def tell(row: Convening, news: str, *, at: datetime) -> bool:
    return _write(row.person, "sitting_news", _about(row) | {"news": news}, at)


def mail_checkpoint(sitting: Sitting, note: str, *, size: int, at: datetime) -> int:
    """The log's signed checkpoint over the close, to each who sits: whoever keeps it can show a rewrite."""
    sits = queries.members(at).filter(seat__body__in=queries.bodies_of(sitting.body.council))
    readers = {mandate.person_id: mandate.person for mandate in sits.order_by("pk")}
    context = {
        "sitting": sitting,
        "size": size,
        "note": note,
        "page": lambda: reverse("ledger:verify"),
        "monitor": lambda: reverse("log-monitor"),
    }
    return sum(_write(person, "checkpoint", context, at) for person in readers.values())


def tell_of_nomination(nomination: Nomination, *, at: datetime) -> bool:
    """To who is nominated: she is asked."""
    seat = nomination.seat
    context = {
        "nomination": nomination,
        "seat_name": lambda: queries.seat_names([seat])[seat.code],
        "page": nomination.get_absolute_url,
    }
    return _write(nomination.person, "nomination", context, at)


def tell_of_ballot_key(key: BallotKey, *, at: datetime) -> bool:
    """To its holder, that it stands or ended: an operator who did it in her name is seen."""
    seat = key.mandate.seat
    context = {
        "key": key,
        "seat_name": lambda: queries.seat_names([seat])[seat.code],
        "page": lambda: reverse("council:seat", args=[seat.code]),
    }
    return _write(key.mandate.person, "ballot_key", context, at)


def tell_of_action(item: ActionItem, readers: Iterable[Any], *, at: datetime) -> int:
    """The day has come."""
    sitting = item.point.sitting
    context = {
        "item": item,
        "sitting": sitting,
        "page": lambda: reverse("council:actions", args=[sitting.body.code]),
    }
    return sum(_write(person, "action_due", context, at) for person in readers)


def _about(row: Convening) -> dict[str, Any]:
    sitting = row.sitting
    place = [sitting.body.code, sitting.number]
    return {
        "row": row,
        "sitting": sitting,
        "hour": queries.hour_of(sitting),
        "seat_name": lambda: queries.seat_names([row.seat])[row.seat.code],
        "page": row.get_absolute_url,
        "pack": lambda: reverse("council:sitting_pack", args=place),
        "pack_pdf": lambda: reverse("council:sitting_pack_pdf", args=place),
        "calendar": lambda: reverse("council:sittings_feed", args=place[:1]),
    }


def _write(person: Any, name: str, context: dict[str, Any], at: datetime) -> bool:
    """The first line of the template is the subject, the rest is the letter."""
    address = people.confirmed_email(person) if person.may_sign_in else ""
    if not address:
        return False
    with translation.override(person.language or settings.LANGUAGE_CODE):
        said = {key: value() if callable(value) else value for key, value in context.items()}
        whole = render_to_string(f"council/mail/{name}.txt", said | {"SITE_URL": settings.SITE_URL})
    title, _break, text = whole.strip().partition("\n")
    accounts.post_letter(to=address, subject=" ".join(title.split())[:200], text=text.strip() + "\n", at=at)
    return True

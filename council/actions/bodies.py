"""Who sits: bodies, seats, and mandates. A seat changes hands by two persons."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import actions as accounts
from accounts import queries as people
from biomes import queries as biomes
from council import queries
from council.actions import terms
from council.actions.composition import check_composition
from council.actions.terms import CannotSeat
from council.models import Body, Mandate, Seat
from council.rules.kinds import BodyKind, Capacity, Ended, Holder, JointRule, usual_capacity
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import Approval, Organisation, User

MANDATE_GIVEN = "council.mandate.given"
MANDATE_ENDED = "council.mandate.ended"


@transaction.atomic
def found_body(
    *,
    organisation: "Organisation",
    kind: BodyKind,
    at: datetime,
    parent: Body | None = None,
    position: int = 0,
) -> Body:
    """Make an organisation a body that decides. Asked again, the same body answers."""
    body, made = Body.objects.get_or_create(
        organisation=organisation,
        defaults={"code": organisation.slug, "kind": kind.value, "parent": parent, "position": position},
    )
    if made:
        about = [organisation.subject, *([parent.subject] if parent else [])]
        ledger.record(
            kind="council.body.founded",
            subject=body.subject,
            actor="",
            at=at,
            public=True,
            about=about,
            body_kind=kind.value,
        )
    return body


@transaction.atomic
def add_seat(
    *,
    body: Body,
    code: str,
    at: datetime,
    title: str = "",
    holder: Holder = Holder.PERSON,
    represents: str = "",
    group: str = "",
    capacity: Iterable[Capacity] | None = None,
    joint_rule: JointRule | None = None,
    office: str = "",
    position: int = 0,
    weights: dict[str, int] | None = None,
    **statutes: Any,
) -> Seat:
    """``capacity``: as usual, where it is not said. ``statutes``: appointer, cohort, term_months, max_terms, explains_departures, where they say so."""
    if holder is Holder.JOINT and joint_rule is None:
        joint_rule = JointRule.UNANIMOUS
    lock_council(body)
    try:
        with transaction.atomic():
            seat = Seat.objects.create(
                body=body,
                code=code,
                title=title,
                position=position,
                holder=holder.value,
                represents=represents,
                group=group,
                capacity=[c.value for c in (usual_capacity(represents) if capacity is None else capacity)],
                joint_rule=joint_rule.value if joint_rule and holder is Holder.JOINT else "",
                weights=weights or {},
                office=office,
                created_at=at,
                **statutes,
            )
    except IntegrityError as clash:
        raise CannotSeat(_("There is already a seat with this code or office.")) from clash
    _record_seat(seat, at)
    return seat


def _record_seat(seat: Seat, at: datetime) -> None:
    strict: dict[str, Any] = {"explains_departures": True} if seat.explains_departures else {}
    ledger.record(
        kind="council.seat.created",
        subject=seat.subject,
        actor="",
        at=at,
        public=True,
        about=[seat.body.subject, *([seat.represents] if seat.represents else [])],
        body_code=seat.body.code,
        holder=seat.holder,
        joint=seat.joint_rule,
        group=seat.group,
        capacity=sorted(seat.capacity),
        weights=seat.weights,
        represents=seat.represents,
        appointer=seat.appointer,
        cohort=seat.cohort,
        **strict,
    )


@transaction.atomic
def appoint(
    *,
    seat: Seat,
    person: "User",
    instrument: str,
    at: datetime,
    since: datetime | None = None,
    until: datetime | None = None,
    hand: int = 1,
    attests: Iterable[str] = (),
    actor: str = "",
    motion: str = "",
) -> Mandate:
    """Give a mandate over ``[since or at, until)``. Doors come here through two persons, or by the ``motion`` that gives it."""
    lock_council(seat.body)
    if not Seat.objects.standing().filter(pk=seat.pk).exists():
        raise CannotSeat(_("This seat is abolished already."))
    begins = since or at
    _give_way(seat, hand, begins, at)
    if hand == 2 and not seat.is_joint:
        raise CannotSeat(_("Only a seat held jointly has a second hand."))
    if until is not None and until <= begins:
        raise CannotSeat(_("The mandate would end before it begins."))
    guardianship = trust(seat, person, begins, until)
    if guardianship is not None and until is None:
        until = guardianship.until
    before = terms.predecessor(seat, hand, begins, until)
    if before is not None and until is None:
        until = before.due
    terms.check(seat, person, begins, until, remainder=before is not None)
    attested = check_composition(seat, person, hand, attests, begins)
    try:
        with transaction.atomic():
            mandate = Mandate.objects.create(
                seat=seat, person=person, hand=hand, since=begins, until=until, due=until, instrument=instrument,
                guardianship=guardianship, remainder_of=before, attests=attested,
            )  # fmt: skip
    except IntegrityError as clash:
        raise CannotSeat(_("This hand of the seat is held by somebody in that period.")) from clash
    record_mandate(mandate, at, actor, motion)
    return mandate


def lock_council(body: Body) -> None:
    """Held by whoever changes what a roll says and by whoever reads it for the record: the log tells them in the order they saw.

    Taken last, after a seat and a motion. A seat is locked without its key, so that a mandate given
    meanwhile, which names it, need not wait for who holds the seat and waits for this lock.
    """
    Body.objects.select_for_update(no_key=True, of=("self",)).get(pk=body.council.pk)


def _give_way(seat: Seat, hand: int, begins: datetime, at: datetime) -> None:
    """Who holds a hand over goes when a successor begins, today; one who begins later waits for its end."""
    running = seat.mandates.in_force(at).filter(hand=hand, holds_over__isnull=False, since__lt=at).first()
    if running is not None and begins <= at:
        end_mandate(mandate_id=running.pk, by=Ended.SUCCEEDED, at=at)


def record_mandate(mandate: Mandate, at: datetime, actor: str, motion: str = "") -> None:
    over: dict[str, Any] = {"holds_over": mandate.holds_over.subject} if mandate.holds_over else {}
    if motion:
        over["motion"] = motion
    ledger.record(
        kind="council.mandate.given",
        subject=mandate.subject,
        actor=actor,
        at=at,
        public=True,
        about=[mandate.seat.subject, mandate.seat.body.subject],
        seat=mandate.seat.code,
        hand=mandate.hand,
        since=mandate.since,
        until=mandate.until,
        remainder=mandate.remainder_of is not None,
        **over,
    )


def trust(seat: Seat, person: "User", begins: datetime, until: datetime | None) -> Any:
    """A biome's seat rests on a guardianship of that biome, in force when the mandate begins and not outlasted by it."""
    if not seat.biome_slug:
        return None
    biome = biomes.public_biome(seat.biome_slug)
    found = None
    if biome is not None:
        found = next((g for g in biomes.guardians_of(biome, begins) if g.user_id == person.pk), None)
    if found is None:
        raise CannotSeat(_("This person is not a guardian of that living system when the mandate begins."))
    if until is not None and found.until is not None and until > found.until:
        raise CannotSeat(
            _("The guardianship ends on %(day)s; a mandate that rests on it cannot last longer.")
            % {"day": date_format(found.until, "DATE_FORMAT")}
        )
    return found


@transaction.atomic
def end_mandate(*, mandate_id: int, by: Ended, at: datetime, actor: str = "") -> Mandate:
    """End a mandate now. Its ballots stand until the count, which asks again."""
    lock_council(Mandate.objects.select_related("seat__body__parent").get(pk=mandate_id).seat.body)
    # Its row alone is the lock, as it is for a ballot and for a count: whichever comes first is first in the record.
    mandate = (
        Mandate.objects.select_for_update(no_key=True, of=("self",))
        .select_related("seat", "person")
        .get(pk=mandate_id)
    )
    if mandate.until is not None and mandate.until <= at:
        raise CannotSeat(_("This mandate has already ended."))
    if at <= mandate.since:
        raise CannotSeat(_("This mandate has not begun; nothing is there to end."))
    # A ballot that got the lock first was cast under the mandate: it ends after that, though its clock was read before.
    at = max(at, mandate.ballots.aggregate(last=Max("cast_at"))["last"] or at)
    mandate.until, mandate.ended_by = at, by.value
    mandate.save(update_fields=["until", "ended_by"])
    ledger.record(
        kind="council.mandate.ended",
        subject=mandate.subject,
        actor=actor,
        at=at,
        public=True,
        about=[mandate.seat.subject],
        seat=mandate.seat.code,
        hand=mandate.hand,
        by=by.value,
    )
    return mandate


# Why a guardianship ended -> what that is to the mandate that rests on it.
FALLS_WITH = {"resigned": Ended.RESIGNATION, "recalled": Ended.RECALL}


@transaction.atomic
def end_mandates_of_guardian(
    *, biome: str, guardian: str, hand: int, reason: str, at: datetime
) -> list[Mandate]:
    """What rests on a guardianship falls with it. Told twice, it ends nothing twice."""
    resting = Mandate.objects.filter(
        Q(until__isnull=True) | Q(until__gt=at), since__lt=at,
        person__code=guardian, guardianship__hand=hand, guardianship__biome__slug=biome, guardianship__until__lte=at,
    )  # fmt: skip
    by = FALLS_WITH.get(reason, Ended.REMOVAL)
    return [end_mandate(mandate_id=mandate.pk, by=by, at=at) for mandate in resting.order_by("pk")]


# --- By two persons --------------------------------------------------------------------------------
def ask_to_seat(
    *,
    seat: Seat,
    person: "User",
    instrument: str,
    by: "User",
    at: datetime,
    since: datetime | None = None,
    until: datetime | None = None,
    hand: int = 1,
    attests: Iterable[str] = (),
) -> "Approval":
    """One officer proposes a mandate; another one agrees, or nothing changes."""
    check_officer(by, seat, at)
    if person == by:
        raise CannotSeat(_("Nobody proposes themselves for a seat."))
    attested = check_seating(seat, person, hand, since or at, until, attests, holds_over=(since or at) <= at)
    asked = {
        "seat": seat.code, "person": person.code, "hand": hand, "instrument": instrument,
        "since": since.isoformat() if since else "", "until": until.isoformat() if until else "",
        "attests": attested,
    }  # fmt: skip
    return accounts.request_approval(
        kind=MANDATE_GIVEN, subject=f"{seat.subject}/{hand}", by=by, at=at, body=asked
    )


def check_seating(
    seat: Seat,
    person: "User",
    hand: int,
    begins: datetime,
    until: datetime | None,
    attests: Iterable[str],
    *,
    holds_over: bool = True,
) -> list[str]:
    """All that will be asked when the mandate is given, told to the first hand already; what is attested.

    With ``holds_over`` a hold-over that runs then is no hindrance: it gives way.
    """
    if until is not None and until <= begins:
        raise CannotSeat(_("The mandate would end before it begins."))
    if hand == 2 and not seat.is_joint:
        raise CannotSeat(_("Only a seat held jointly has a second hand."))
    trust(seat, person, begins, until)
    held = seat.mandates.during(begins, until).filter(Q(hand=hand) | Q(person=person))
    if (held.terms() if holds_over else held).exists():
        raise CannotSeat(_("This hand of the seat is held by somebody in that period."))
    before = terms.predecessor(seat, hand, begins, until)
    terms.check(seat, person, begins, until, remainder=before is not None)
    return check_composition(seat, person, hand, attests, begins)


def check_officer(by: "User", seat: Seat, at: datetime) -> None:
    """A chair's office reaches as far as the council it belongs to."""
    if not queries.officers_may_seat(by, at, seat.body.council):
        raise CannotSeat(_("Only the secretary or a chair of this council may change its seats."))


def ask_to_end_mandate(*, mandate: Mandate, reason: Ended, by: "User", at: datetime) -> "Approval":
    check_officer(by, mandate.seat, at)
    return accounts.request_approval(
        kind=MANDATE_ENDED,
        subject=mandate.subject,
        by=by,
        at=at,
        body={"mandate": str(mandate.code), "reason": reason.value},
    )


@transaction.atomic
def agree_to_seat_change(*, approval_id: int, by: "User", at: datetime) -> Mandate:
    """The second officer agrees, and the change is done in the same transaction."""
    approval = accounts.give_approval(approval_id=approval_id, by=by, at=at)
    body = approval.body
    if approval.kind == MANDATE_ENDED:
        mandate = Mandate.objects.get(code=body["mandate"])
        check_officer(by, mandate.seat, at)
        return end_mandate(mandate_id=mandate.pk, by=Ended(body["reason"]), at=at, actor=by.code)
    if approval.kind != MANDATE_GIVEN:
        raise CannotSeat(_("This request is for another act."))
    person = people.user_by_code(body["person"])
    if person is None:
        raise CannotSeat(_("This person has left."))
    if person == by:
        raise CannotSeat(_("Nobody agrees to their own mandate."))
    seat = Seat.objects.select_related("body__parent").get(code=body["seat"])
    check_officer(by, seat, at)
    return appoint(
        seat=seat,
        person=person,
        instrument=body["instrument"],
        hand=body["hand"],
        since=datetime.fromisoformat(body["since"]) if body["since"] else at,
        until=datetime.fromisoformat(body["until"]) if body["until"] else None,
        attests=body.get("attests", ()),
        at=at,
        actor=by.code,
    )

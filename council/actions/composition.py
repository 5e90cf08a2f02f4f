"""The composition of a body: its rules set by two officers, asked at every mandate."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import actions as accounts
from council import queries
from council.actions.terms import CannotSeat
from council.models import Body, Seat
from council.rules import composition
from council.rules.composition import Clause, Kind
from council.rules.reading import RuleFault, fingerprint
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import Approval, User

COMPOSED = "council.body.composed"


def check_composition(
    seat: Seat, person: "User", hand: int, attests: Iterable[str], at: datetime
) -> list[str]:
    """What is attested, in order; CannotSeat where the body's composition keeps this person out."""
    told = sorted(set(attests))
    clauses = seat.body.clauses
    if not clauses:
        return told
    held, vacant = queries.sitting_together(seat.body, at, without=(seat.pk, hand))
    wished = queries.member_of(seat, person, told, at)
    clause = composition.refusal(clauses, wished, held, vacant)
    if clause is not None:
        raise CannotSeat(_sentence(clause) % {"body": seat.body.name, "code": clause.code})
    return told


def _sentence(clause: Clause) -> str:
    return {
        Kind.APART: _("Nobody sits in %(body)s who speaks for %(code)s, and this person does."),
        Kind.ATTESTED: _("The composition of %(body)s asks that this is attested of each holder: %(code)s."),
        Kind.QUOTA: _("With this person %(body)s could no longer have as many as it must: %(code)s."),
    }[clause.kind]


def _read(data: Any) -> None:
    try:
        composition.read_composition(data)
    except RuleFault as fault:
        raise CannotSeat(
            _("This cannot be a composition: %(path)s (%(code)s).")
            % {"path": fault.path or "[]", "code": fault.code}
        ) from fault


def ask_to_compose(*, body: Body, data: Any, by: "User", at: datetime) -> "Approval":
    """One officer proposes the composition of a body; another agrees."""
    _may(by, body, at)
    _read(data)
    return accounts.request_approval(
        kind=COMPOSED, subject=body.subject, by=by, at=at, body={"body": body.code, "composition": data}
    )


def _may(by: "User", body: Body, at: datetime) -> None:
    if not queries.officers_may_seat(by, at, body.council):
        raise CannotSeat(_("Only the secretary or a chair of this council may change its seats."))


@transaction.atomic
def compose(*, body: Body, data: Any, at: datetime, actor: str = "") -> Body:
    """Set it. Doors come here through two persons; who sits already stays."""
    _read(data)
    body = Body.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=body.pk)
    body.composition = data
    body.save(update_fields=["composition"])
    ledger.record(
        kind="council.body.composed",
        subject=body.subject,
        actor=actor,
        at=at,
        public=True,
        composition=fingerprint(data),
        clauses=len(data),
    )
    return body


def agree_to_compose(*, approval: "Approval", by: "User", at: datetime) -> Body:
    """The second officer has agreed; the approval is given in the caller's transaction."""
    body = Body.objects.select_related("parent").get(code=approval.body["body"])
    _may(by, body, at)
    return compose(body=body, data=approval.body["composition"], at=at, actor=by.code)

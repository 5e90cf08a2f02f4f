"""A council out of a box: the package is checked, and everything in it is made in one transaction, by two officers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import actions as accounts
from accounts import queries as people
from charters import actions as charters
from charters.rules.text import ArticleText
from council import queries
from council.actions.bodies import add_seat, found_body
from council.actions.rules import define_rule
from council.models import Body, ImportedBox, Session
from council.queries import Plan, Problem
from council.queries.packages import BIOME, IMPORTED, charter_slug
from council.rules.boxes.calendar import session_around
from council.rules.boxes.opening import Opened, Signed, open_package
from council.rules.boxes.parts import Box
from council.rules.fields import RuleFault
from council.rules.kinds import BodyKind
from ledger import actions as ledger
from ledger import queries as log
from ledger.rules.note import BadNote, Verifier
from petitions import actions as petitions
from petitions.rules.thresholds import Kind

if TYPE_CHECKING:
    from accounts.models import Approval, User


class CannotImport(Exception):
    """The package was refused; `problems` say where, each with its path, and `field` which part of the form."""

    def __init__(self, message: str, *, problems: Sequence[Problem] = (), field: str = "") -> None:
        super().__init__(message)
        self.problems = tuple(problems)
        self.field = field


def signed_box(*, council: Body, at: datetime) -> str:
    """The council's package as a note signed with this installation's key."""
    return ledger.sign_text(queries.exported_box(council, at).decode() + "\n")


def unpacked(*, text: str, key: str = "") -> Opened:
    """The package that was sent; ``key`` is the signer's, as its own log publishes it."""
    known = log.verifiers()
    if key.strip():
        try:
            known.append(Verifier.parse(key.strip()))
        except (BadNote, ValueError) as bad:
            raise CannotImport(
                _("This is not a key as a log publishes it: name+id+key."), field="key"
            ) from bad
    return open_package(text, known)


def checked(
    *, text: str, code: str, key: str = "", beings: Mapping[str, str] | None = None, unsigned: bool = False
) -> tuple[Opened, Plan]:
    """What an import would make; CannotImport where it cannot be made as asked."""
    try:
        found = unpacked(text=text, key=key)
    except RuleFault as fault:
        problem = Problem(path=fault.path, code=fault.code)
        raise CannotImport(_("This is not a package."), problems=[problem], field="package") from fault
    plan = queries.import_plan(found.box, code, beings)
    if plan.problems:
        message = _("Some of its names are in use here. Choose another code.")
        raise CannotImport(message, problems=plan.problems, field="code")
    _signature(found, unsigned)
    return found, plan


def _signature(found: Opened, unsigned: bool) -> None:
    if found.signed is Signed.BROKEN:
        raise CannotImport(
            _("The signature does not hold: these are not the words that were signed."), field="package"
        )
    if found.signed is Signed.UNKNOWN and not unsigned:
        raise CannotImport(
            _(
                "It is signed by %(signer)s, whose key is not known here. Give the key, or accept it as unsigned."
            )
            % {"signer": found.signer},
            field="key",
        )
    if found.signed is Signed.NO and not unsigned:
        raise CannotImport(
            _("Nobody signed this package. Accept it as unsigned if you know where it is from."),
            field="unsigned",
        )


# --- By two persons -----------------------------------------------------------------------------------
def ask_to_import(
    *,
    text: str,
    code: str,
    by: "User",
    at: datetime,
    key: str = "",
    beings: Mapping[str, str] | None = None,
    unsigned: bool = False,
) -> "Approval":
    """One officer brings a package; another agrees, or nothing is made."""
    _officer(by, at)
    found, plan = checked(text=text, code=code, key=key, beings=beings, unsigned=unsigned)
    return accounts.request_approval(
        kind=IMPORTED,
        subject=f"council.body/{code}",
        by=by,
        at=at,
        body={
            "text": text,
            "code": code,
            "key": key,
            "beings": dict(plan.beings),
            "unsigned": unsigned,
            "sha256": found.sha256,
            "name": found.box.name,
            "signer": found.signer if found.signed is Signed.HOLDS else "",
            "seats": len(plan.box.seats),
            "rules": len(plan.box.rules),
        },
    )


@transaction.atomic
def agree_to_import(*, approval_id: int, by: "User", at: datetime) -> Body:
    """The second officer agrees, and the council is made in the same transaction."""
    _officer(by, at)
    approval = accounts.give_approval(approval_id=approval_id, by=by, at=at, kind=IMPORTED)
    asked = approval.body
    return import_box(
        text=asked["text"], code=asked["code"], key=asked["key"], beings=asked["beings"],
        unsigned=asked["unsigned"], at=at, actor=by.code,
    )  # fmt: skip


def _officer(by: "User", at: datetime) -> None:
    if not queries.may_import(by, at):
        raise CannotImport(_("Only the secretary, an admin or a chair imports a package."))


# --- Made ---------------------------------------------------------------------------------------------
@transaction.atomic
def import_box(
    *,
    text: str,
    code: str,
    at: datetime,
    key: str = "",
    beings: Mapping[str, str] | None = None,
    unsigned: bool = False,
    actor: str = "",
) -> Body:
    """The council of a package, with everything in it, or nothing. Doors come here through two persons."""
    found, plan = checked(text=text, code=code, key=key, beings=beings, unsigned=unsigned)
    box = plan.box
    try:
        with transaction.atomic():
            bodies = _bodies(box, at)
            council = bodies[box.code]
            # One council, one package: of two imports at once under one name the second ends here.
            kept = ImportedBox.objects.create(
                body=council, data=found.data, sha256=found.sha256, forked_from=found.box.forked_from,
                signer=found.signer if found.signed is Signed.HOLDS else "", beings=dict(plan.beings), imported_at=at,
            )  # fmt: skip
    except IntegrityError as clash:
        raise CannotImport(
            _("Some of its names are in use here. Choose another code."), field="code"
        ) from clash
    _seats(box, bodies, plan.beings, at)
    for rule in box.rules:
        define_rule(
            body=council,
            code=rule.code,
            title=rule.title,
            data=dict(rule.rule),
            applies_to=rule.decides,
            at=at,
            actor=actor,
        )
    _charters(box, plan.beings, at, actor)
    _calendar(box, council, at, actor)
    _record(kept, box, at, actor)
    return council


def _bodies(box: Box, at: datetime) -> dict[str, Body]:
    """The council and its chambers, each on an organisation of its own."""
    top = accounts.found_organisation(slug=box.code, name=box.name, kind="council")
    council = found_body(organisation=top, kind=BodyKind.COUNCIL, at=at)
    found = {box.code: council}
    for position, chamber in enumerate(box.chambers, 1):
        under = accounts.found_organisation(slug=chamber.code, name=chamber.name, kind="council", parent=top)
        found[chamber.code] = found_body(
            organisation=under, kind=chamber.kind, parent=council, at=at, position=position
        )
    for one in box.appointers:
        accounts.found_organisation(slug=one.code, name=one.name, kind="appointer")
    return found


def _seats(box: Box, bodies: Mapping[str, Body], beings: Mapping[str, str], at: datetime) -> None:
    for position, seat in enumerate(box.seats, 1):
        add_seat(
            body=bodies[seat.body],
            code=seat.code,
            title=seat.title,
            holder=seat.holder,
            joint_rule=seat.joint,
            represents=f"{BIOME}{beings[seat.represents]}" if seat.represents else "",
            group=seat.group,
            capacity=seat.may,
            weights=dict(seat.weights),  # type: ignore[arg-type]
            office=seat.office,
            position=position,
            appointer=f"accounts.organisation/{seat.appointer}" if seat.appointer else "",
            cohort=seat.cohort,
            term_months=seat.term_months,
            max_terms=seat.max_terms,
            at=at,
        )


def _charters(box: Box, beings: Mapping[str, str], at: datetime, actor: str) -> None:
    """Each charter that has a text, in force from the day of the import, under its instrument."""
    for one in box.charters:
        if not one.articles:
            continue
        being = beings[one.of]
        charters.found_charter(
            slug=charter_slug(box.code, being),
            title=one.title,
            of=f"{BIOME}{being}",
            articles=[ArticleText(row.eid, row.heading, row.text, row.entrenched) for row in one.articles],
            since=at.date(),
            instrument=one.instrument,
            preamble=one.preamble,
            actor=actor,
            at=at,
        )


def _calendar(box: Box, council: Body, at: datetime, actor: str) -> None:
    """The session that runs now by the statutes, and how many signatures the council answers to."""
    if box.session is not None:
        since, until = session_around(box.session, at)
        session = Session.objects.create(
            body=council, title=f"{box.session.title} {since.year}", since=since, until=until
        )
        ledger.record(
            kind="council.session.set", subject=session.subject, actor=actor, at=at, public=True,
            about=[council.subject], since=since, until=until,
        )  # fmt: skip
    organisation = people.organisation(council.code)
    for one in box.thresholds:
        petitions.set_threshold(
            body=organisation, kind=Kind(one.kind), count=one.count, since=at, actor=actor, at=at,
            reason=_("By the statutes it was imported with."),
        )  # fmt: skip


def _record(kept: ImportedBox, box: Box, at: datetime, actor: str) -> None:
    told: dict[str, Any] = {"seats": len(box.seats), "rules": len(box.rules)}
    ledger.record(
        kind="council.box.imported",
        subject=kept.body.subject,
        actor=actor,
        at=at,
        public=True,
        about=[f"{BIOME}{slug}" for slug in sorted(set(kept.beings.values()))],
        sha256=kept.sha256,
        forked_from=kept.forked_from,
        signer=kept.signer,
        **told,
    )

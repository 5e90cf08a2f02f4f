"""A biome's consent: an objection within the window, a veto at its end, an override after the cooling days."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from charters import queries as charters
from council import queries
from council.actions import enactment
from council.actions.motions import locked, step
from council.actions.voting import freeze
from council.models import Motion, Objection, Seat, Voting
from council.rules import consent
from council.rules.consent import WhyNot
from council.rules.lifecycle import State
from council.rules.reading import fingerprint
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User


class CannotObject(Exception):
    """The objection was refused; the message is fit to show."""


class CannotOverride(Exception):
    """The override was not opened; the message is fit to show."""


@transaction.atomic
def file_objection(
    *, motion_id: int, seat: Seat, articles: Iterable[str], evidence: str, by: "User", at: datetime
) -> Objection:
    """A biome's guardian objects, citing at least one article of its charter, with evidence.

    One hand files for the seat, a joint one too; the substitute called for a hand may do it in its stead.
    """
    motion = locked(motion_id)
    claim = queries.claim_on(motion, seat, by, at)
    if claim is None or claim.proxy is not None:
        raise CannotObject(_("You do not hold this seat now. Nothing was recorded."))
    cited = list(dict.fromkeys(articles))
    why = consent.refusal(
        until=motion.consent_until if motion.status is State.CONSENT_WINDOW else None,
        at=at,
        standing=queries.objection_refusal(motion, claim),
        articles=sum(charters.article_by_subject(article, at) is not None for article in cited),
        evidence=evidence,
        filed=Objection.objects.filter(motion=motion, seat=seat).exists(),
    )
    if why:
        raise CannotObject(_sentence(why))
    objection = _file(motion, seat, cited, evidence.strip(), by, at)
    stands_in: dict[str, Any] = {"substitute": str(claim.call.code)} if claim.call else {}
    ledger.record(
        kind="council.objection.filed",
        subject=motion.subject,
        actor=by.code,
        at=at,
        public=True,
        about=[seat.subject, seat.represents, *cited],
        seat=seat.code,
        articles=cited,
        text=objection.sha256,
        **stands_in,
    )
    return objection


def _file(
    motion: Motion, seat: Seat, articles: list[str], evidence: str, by: "User", at: datetime
) -> Objection:
    words = {"articles": articles, "evidence": evidence, "motion": motion.code, "seat": seat.code}
    try:
        with transaction.atomic():
            return Objection.objects.create(
                motion=motion,
                seat=seat,
                filed_by=by,
                filed_at=at,
                articles=articles,
                evidence=evidence,
                sha256=fingerprint(words),
            )
    except IntegrityError as twice:
        raise CannotObject(_sentence(WhyNot.ALREADY_FILED)) from twice


def _sentence(why: WhyNot) -> str:
    return {
        WhyNot.NO_WINDOW: _("This motion is not open to objection. Nothing was recorded."),
        WhyNot.WINDOW_OVER: _("The time to object to this motion is over. Nothing was recorded."),
        WhyNot.NOT_AFFECTED: _("This motion does not touch the living system of this seat."),
        WhyNot.NOT_ASKED: _(
            "This seat was not asked: only those on the roll of the vote that adopted the motion may object to it."
        ),
        WhyNot.HAS_NO_VETO: _(
            "The statutes give this seat no veto: it files no objection. Nothing was recorded."
        ),
        WhyNot.RECUSED: _("This seat is recused on the motion: it takes no part, and files no objection."),
        WhyNot.NO_ARTICLE: _("Cite at least one article of a charter in force."),
        WhyNot.NO_EVIDENCE: _("Say on what evidence the objection rests."),
        WhyNot.ALREADY_FILED: _("This seat has already filed its objection; it stands."),
    }[why]


@transaction.atomic
def settle_consent(*, motion_id: int, at: datetime) -> Motion | None:
    """At the window's end: enacted where no biome objected, else vetoed."""
    motion = locked(motion_id)
    over = motion.consent_until is not None and at >= motion.consent_until
    if motion.status is not State.CONSENT_WINDOW or not over or motion.rule is None:
        return None
    veto = motion.rule.rule.consent
    objections = list(motion.objections.select_related("seat"))
    if veto is None or not consent.is_vetoed(veto, len(objections)):
        step(motion, State.ADOPTED)
        enactment.enact(motion, to=State.ENACTED, at=at)
        return motion
    step(motion, State.VETOED)
    motion.vetoed_at = at
    if veto.override is None:
        # Nothing can follow: the veto stands, and what the motion pointed at is free again.
        step(motion, State.VETO_SUSTAINED)
    enactment.let_go(motion, at=at)
    ledger.record(
        kind="council.motion.vetoed",
        subject=motion.subject,
        actor="",
        at=at,
        public=True,
        about=[objection.seat.subject for objection in objections],
        seats=sorted(objection.seat.code for objection in objections),
        override_from=consent.override_from(veto, at),
    )
    return motion


@transaction.atomic
def open_override(*, motion_id: int, closes_at: datetime, by: "User", at: datetime) -> Voting:
    """Put a vetoed motion to the override, after the cooling days, without the objecting seats."""
    motion = locked(motion_id)
    veto = motion.rule.rule.consent if motion.rule else None
    if motion.status is not State.VETOED or veto is None or motion.vetoed_at is None:
        raise CannotOverride(_("There is no biome's veto here to override."))
    earliest = consent.override_from(veto, motion.vetoed_at)
    if earliest is None:
        raise CannotOverride(_("The rule of this motion knows no override; the veto stands."))
    if not consent.may_override(veto, motion.vetoed_at, at):
        raise CannotOverride(
            _("The cooling days run until %(day)s; an override may not be opened before.")
            % {"day": f"{earliest:%Y-%m-%d %H:%M} UTC"}
        )
    step(motion, State.OVERRIDE_OPEN)
    objectors = frozenset(motion.objections.values_list("seat__code", flat=True))
    return freeze(
        motion, at=at, closes_at=closes_at, actor=by.code, purpose=Voting.OVERRIDE, without=objectors
    )

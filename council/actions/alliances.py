"""An alliance from its proposal to its force: its words, and the motion that carries it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import queries as people
from biomes import queries as biomes
from council import queries
from council.models import Alliance, Body, Commitment, Motion, Party, Word
from council.rules import alliances as rule
from council.rules.alliances import BEFORE, End, Stage
from council.rules.measures import How, Side
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User


class CannotAlly(Exception):
    """The act was refused; the message is fit to show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """By what a commitment is seen: an indicator of a living system on one side of a limit."""

    indicator: str
    biome: str
    how: How
    side: Side
    limit: Decimal


def locked_alliance(alliance_id: int) -> Alliance:
    """The alliance, held until commit: every step of its life takes this lock."""
    found = Alliance.objects.select_for_update(no_key=True, of=("self",)).select_related("body", "renews")
    return found.get(pk=alliance_id)


def step_to(alliance: Alliance, stage: Stage) -> None:
    try:
        alliance.stage = rule.move(alliance.status, stage).value
    except rule.NoMove as refused:
        raise CannotAlly(
            _("This alliance is “%(stage)s”; that step is not open to it.")
            % {"stage": alliance.get_stage_display()}
        ) from refused


@transaction.atomic
def propose_alliance(
    *,
    body: Body,
    title: str,
    purpose: str,
    since: datetime,
    until: datetime,
    parties: Iterable[str],
    by: "User",
    at: datetime,
    is_open: bool = False,
    renews: Alliance | None = None,
) -> Alliance:
    """``parties`` by subject: bodies and living systems. It is public at once, and binds nobody yet."""
    named = [named_party(subject) for subject in dict.fromkeys(parties)]
    spoken = queries.spoken_for(by, at)
    if not any(party.subject in spoken for party in named):
        raise CannotAlly(_("Who proposes an alliance speaks for one of its parties."))
    _check_period(since, until, at)
    if not rule.has_both_sides(rule.Member(party.subject, party.is_living, False) for party in named):
        raise CannotAlly(_("An alliance has at least one human body and one living system."))
    _check_renewal(renews, since, spoken)
    alliance = Alliance.objects.create(
        code=_next_code(at), body=body.council, title=title, purpose=purpose, since=since, until=until,
        is_open=is_open, renews=renews, proposed_by=by, proposed_at=at,
    )  # fmt: skip
    for party in named:
        party.alliance = alliance
        party.save()
    _seal(alliance)
    about = [
        alliance.body.subject,
        *(party.subject for party in named),
        *([renews.subject] if renews else []),
    ]
    ledger.record(
        kind="council.alliance.proposed", subject=alliance.subject, actor=by.code, at=at, public=True, about=about,
        sha256=alliance.sha256, since=since, until=until,
    )  # fmt: skip
    return alliance


def named_party(subject: str) -> Party:
    """A party by its subject, not stored yet."""
    prefix, _slash, code = subject.partition("/")
    if prefix == "accounts.organisation" and (organisation := people.organisation(code)):
        return Party(organisation=organisation)
    if prefix == "biomes.biome" and (biome := biomes.public_biome(code)):
        return Party(biome=biome)
    raise CannotAlly(_("There is no such body or living system: %(subject)s.") % {"subject": subject})


def _check_period(since: datetime, until: datetime, at: datetime) -> None:
    if until <= since:
        raise CannotAlly(_("The alliance would end before it begins."))
    if until <= at:
        raise CannotAlly(_("The alliance would have ended already."))


def _check_renewal(renews: Alliance | None, since: datetime, spoken: queries.Spoken) -> None:
    """A new period follows the old one, and one of the old parties asks for it."""
    if renews is None:
        return
    if not any(party.subject in spoken for party in queries.standing_parties(renews)):
        raise CannotAlly(_("Only a party of an alliance renews it."))
    if renews.entered_at is None or renews.ended_by in (End.LEFT.value, End.DISSOLVED.value):
        raise CannotAlly(_("Only an alliance that is in force, or whose period is over, is renewed."))
    if since < renews.until:
        raise CannotAlly(_("The new period begins when the old one is over."))
    if Alliance.objects.filter(renews=renews).exclude(stage=Stage.ENDED.value).exists():
        raise CannotAlly(_("It is being renewed already."))


def _next_code(at: datetime) -> str:
    """``<year>-<n>``; one row is the lock, so that no number is given twice."""
    Body.objects.select_for_update(no_key=True).order_by("pk").first()
    prefix = f"{at.year}-"
    taken = Alliance.objects.filter(code__startswith=prefix).values_list("code", flat=True)
    return f"{prefix}{max((int(code.split('-')[1]) for code in taken), default=0) + 1}"


def _seal(alliance: Alliance) -> None:
    alliance.sha256 = queries.agreement_sha256(alliance)
    alliance.save(update_fields=["sha256"])


# --- Its commitments, until all have agreed --------------------------------------------------------
@transaction.atomic
def add_commitment(
    *,
    alliance_id: int,
    owes: str,
    what: str,
    due_on: date,
    by: "User",
    at: datetime,
    to: str = "",
    shown_by: str = "",
    measure: Shown | None = None,
) -> Commitment:
    """Who owes what by when, and by what it is seen. Words given before were given to other words: they fall."""
    alliance = _editable(alliance_id, by, at)
    _check_due(alliance, due_on, at)
    if not (shown_by or measure):
        raise CannotAlly(_("Say by what it is seen: an indicator, or words."))
    if owes == to:
        raise CannotAlly(_("A party owes nothing to itself."))
    made = Commitment.objects.create(
        alliance=alliance, owes=_named(alliance, owes), to=_named(alliance, to) if to else None, what=what,
        due_on=due_on, shown_by=shown_by, **(_measured(measure) if measure else {}),
    )  # fmt: skip
    _amended(alliance, by, at)
    return made


@transaction.atomic
def strike_commitment(*, commitment_id: int, by: "User", at: datetime) -> Alliance:
    """Take one out of a proposal."""
    found = Commitment.objects.get(pk=commitment_id)
    alliance = _editable(found.alliance_id, by, at)
    found.delete()
    _amended(alliance, by, at)
    return alliance


def _editable(alliance_id: int, by: "User", at: datetime) -> Alliance:
    alliance = locked_alliance(alliance_id)
    spoken = queries.spoken_for(by, at)
    if not any(party.subject in spoken for party in queries.standing_parties(alliance)):
        raise CannotAlly(_("Only who speaks for one of its parties changes its words."))
    if alliance.status is not Stage.PROPOSED:
        raise CannotAlly(_("All its parties have agreed to these words: take a word back to change them."))
    return alliance


def _check_due(alliance: Alliance, due_on: date, at: datetime) -> None:
    first, over = rule.day_of(alliance.since), rule.day_over(due_on)
    if due_on < first or over > alliance.until:
        raise CannotAlly(_("It falls due within the alliance’s period."))
    if due_on <= rule.day_of(at):
        raise CannotAlly(_("Choose a day that is still to come."))


def _named(alliance: Alliance, subject: str) -> Party:
    found = queries.party_in(alliance, subject)
    if found is None:
        raise CannotAlly(_("It is no party of this alliance: %(subject)s.") % {"subject": subject})
    return found


def _measured(measure: Shown) -> dict[str, Any]:
    indicator = biomes.indicators().filter(code=measure.indicator).first()
    biome = biomes.public_biome(measure.biome.removeprefix("biomes.biome/"))
    if indicator is None or biome is None:
        raise CannotAlly(_("There is no such indicator or living system."))
    return {
        "indicator": indicator, "biome": biome, "how": measure.how.value, "side": measure.side.value,
        "limit": measure.limit,
    }  # fmt: skip


def _amended(alliance: Alliance, by: "User", at: datetime) -> None:
    """Other words: nobody has agreed to them yet."""
    Word.objects.live().filter(party__alliance=alliance).update(withdrawn_at=at)
    Party.objects.filter(alliance=alliance).update(joined_at=None)
    _seal(alliance)
    ledger.record(
        kind="council.alliance.amended", subject=alliance.subject, actor=by.code, at=at, public=True,
        about=[alliance.body.subject], sha256=alliance.sha256,
    )  # fmt: skip


# --- Agreed, in force ------------------------------------------------------------------------------
def settle_agreement(alliance: Alliance, at: datetime) -> None:
    """Agreed once every party has joined; proposed again where one took its word back."""
    agreed = rule.is_agreed(queries.members_of(alliance))
    if agreed and alliance.status is Stage.PROPOSED:
        step_to(alliance, Stage.AGREED)
        alliance.save(update_fields=["stage"])
        ledger.record(
            kind="council.alliance.agreed", subject=alliance.subject, actor="", at=at, public=True,
            about=[alliance.body.subject], sha256=alliance.sha256,
        )  # fmt: skip
    elif not agreed and alliance.status is Stage.AGREED:
        step_to(alliance, Stage.PROPOSED)
        alliance.save(update_fields=["stage"])


def enter_into_force(motion: Motion, at: datetime) -> dict[str, Any]:
    """The alliance that the adopted motion takes up binds its parties; CannotAlly where it was overtaken."""
    named = queries.alliance(motion.act)
    if named is None or named.body_id != motion.body_id:
        raise CannotAlly(_("This motion takes up no alliance of its council."))
    alliance = locked_alliance(named.pk)
    if alliance.status is not Stage.AGREED:
        raise CannotAlly(_("Not every party of the alliance agrees to it any more."))
    if alliance.until <= at:
        raise CannotAlly(_("The period of the alliance was over before it came into force."))
    step_to(alliance, Stage.IN_FORCE)
    alliance.entered_at, alliance.motion = at, motion
    alliance.save(update_fields=["stage", "entered_at", "motion"])
    parties = queries.standing_parties(alliance)
    ledger.record(
        kind="council.alliance.entered", subject=alliance.subject, actor="", at=at, public=True,
        about=[motion.subject, alliance.body.subject, *(party.subject for party in parties)],
        sha256=alliance.sha256, motion=motion.subject, since=alliance.begins_at, until=alliance.until,
    )  # fmt: skip
    # Nobody owes what its day has passed before the alliance bound anybody.
    for one in alliance.commitments.filter(due_on__lt=rule.day_of(alliance.begins_at)):
        release(one, at)
    return {"alliance": alliance.sha256}


def release(one: Commitment, at: datetime) -> None:
    one.released_at = at
    one.save(update_fields=["released_at"])
    ledger.record(
        kind="council.commitment.released", subject=one.subject, actor="", at=at, public=True,
        about=[one.alliance.subject, one.owes.subject],
    )  # fmt: skip


@transaction.atomic
def drop_alliance(*, alliance_id: int, by: "User", at: datetime) -> Alliance:
    """Its proposer takes it off the table, before it is in force."""
    alliance = locked_alliance(alliance_id)
    if alliance.proposed_by_id != by.pk:
        raise CannotAlly(_("Only who proposed an alliance drops it."))
    if alliance.status not in BEFORE:
        raise CannotAlly(_("It is in force: its parties leave it, or dissolve it together."))
    return end_alliance(alliance, End.DROPPED, at=at, actor=by.code)


def end_alliance(alliance: Alliance, how: End, *, at: datetime, actor: str = "") -> Alliance:
    """It binds nobody any more; what was not due yet is released, what was due is still to be found."""
    rule.end(alliance.status, how)
    was_binding = alliance.status is Stage.IN_FORCE
    step_to(alliance, Stage.ENDED)
    alliance.ended_by = how.value
    alliance.ended_at = alliance.until if how is End.EXPIRED else at
    alliance.save(update_fields=["stage", "ended_by", "ended_at"])
    if was_binding:
        release_ahead(alliance, at)
    ledger.record(
        kind="council.alliance.ended", subject=alliance.subject, actor=actor, at=at, public=True,
        about=[alliance.body.subject, *(party.subject for party in queries.standing_parties(alliance))],
        by=how.value,
    )  # fmt: skip
    return alliance


def release_ahead(alliance: Alliance, at: datetime, party: Party | None = None) -> int:
    """Release what is still open: all of it, or what a party that goes owes and was owed. How many."""
    day, released = rule.day_of(at), 0
    for one in queries.commitments().filter(alliance=alliance):
        concerned = party is None or party.pk in (one.owes_id, one.to_id)
        if concerned and one.standing_on(day) is rule.Standing.OPEN:
            release(one, at)
            released += 1
    return released

"""What is found of a commitment: by its parties with evidence, by the rule from readings."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from biomes import queries as biomes
from biomes.rules.words import LIVE_PRECISIONS, Quality
from council import queries
from council.actions.alliances import CannotAlly
from council.models import Commitment, CommitmentFinding, Party
from council.rules import alliances as rule
from council.rules import measures
from council.rules.alliances import Finding, WhyNotFound
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def find_commitment(
    *,
    commitment_id: int,
    party: str,
    finding: Finding,
    evidence: str,
    by: "User",
    at: datetime,
    note: str = "",
) -> CommitmentFinding:
    """A party finds it kept or broken. Its latest finding is its voice; what stands follows from all voices."""
    one = _held(commitment_id)
    found = _voice(one, party, by, at)
    if not evidence.strip():
        raise CannotAlly(_("Say on what evidence: a link, or something on the record."))
    _check(one, found, finding, at)
    made = CommitmentFinding.objects.create(
        commitment=one, finding=finding.value, party=found, found_by=by, found_at=at, evidence=evidence.strip(),
        note=note.strip(),
    )  # fmt: skip
    # A link is another's words: the log carries its hash.
    cited = sha256(made.evidence.encode()).hexdigest() if made.is_link else made.evidence
    ledger.record(
        kind="council.commitment.found", subject=one.subject, actor=by.code, at=at, public=True,
        about=_about(one, found.subject, "" if made.is_link else made.evidence),
        finding=finding.value, party=found.subject, evidence=cited, stands=_stands(one, at),
    )  # fmt: skip
    return made


def _held(commitment_id: int) -> Commitment:
    """The commitment, held until commit: findings come one after another."""
    Commitment.objects.select_for_update().get(pk=commitment_id)
    return queries.commitments().get(pk=commitment_id)


def _voice(one: Commitment, subject: str, by: "User", at: datetime) -> Party:
    """The party this person speaks for: one that has joined, and has not left."""
    found = queries.party_in(one.alliance, subject)
    if found is None or found.joined_at is None or one.alliance.entered_at is None:
        raise CannotAlly(_("Only a party of an alliance that is or was in force finds its commitments."))
    if queries.hand_in_party(found, by, at) is None:
        raise CannotAlly(_("You do not speak for %(party)s now. Nothing was recorded.") % {"party": found})
    return found


def _check(one: Commitment, found: Party, finding: Finding, at: datetime) -> None:
    own = one.voices().get(str(one.owes_id)) if found.pk == one.owes_id else None
    why = rule.finding_refusal(
        finding, due_on=one.due_on, day=rule.day_of(at), released=one.released_at is not None, own=own
    )
    if why:
        raise CannotAlly(
            {
                WhyNotFound.TOO_EARLY: _("It is not due yet: nobody can find it broken before its day."),
                WhyNotFound.ADMITTED: _("Its party has said that it broke it; that stands."),
                WhyNotFound.RELEASED: _("It was released: nobody owes it any more."),
            }[why]
        )


def _about(one: Commitment, *more: str) -> list[str]:
    return list(dict.fromkeys(s for s in (one.alliance.subject, one.owes.subject, *more) if s))


def _stands(one: Commitment, at: datetime) -> str:
    findings = CommitmentFinding.objects.filter(commitment=one)
    return one.standing_on(rule.day_of(at), findings).value


# --- By the rule -----------------------------------------------------------------------------------
def measure_commitment(one: Commitment, *, at: datetime) -> CommitmentFinding | None:
    """Find it from the readings of its period, once; None where they cannot tell, and it is looked at again."""
    one.looked_at = at
    one.save(update_fields=["looked_at"])
    decided = measures.verdict(one.measure, _values(one)) if one.measure and not _is_away(one) else None
    if decided is None:
        return None
    reading = _series(one).get(id=decided.by.key)
    made = CommitmentFinding.objects.create(
        commitment=one, finding=decided.finding.value, found_at=at, evidence=reading.subject,
        leaf=biomes.reading_leaf(reading), value=reading.value, measured_at=reading.phenomenon_at,
        reading_count=decided.count,
    )  # fmt: skip
    ledger.record(
        kind="council.commitment.found", subject=one.subject, actor="", at=at, public=True,
        about=_about(one, reading.subject, one.biome.subject if one.biome else ""),
        finding=made.finding, party="", evidence=reading.subject, leaf=made.leaf,
        value=f"{reading.qualifier}{reading.value.normalize():f}", measured_at=reading.phenomenon_at,
        readings=decided.count, stands=_stands(one, at),
    )  # fmt: skip
    return made


def _series(one: Commitment) -> Any:
    """The checked live readings from the day the alliance bound its parties to the end of the day it is due."""
    if one.biome is None or one.indicator is None:
        raise ValueError(f"{one.subject} is measured by nothing")
    since, until = one.alliance.begins_at, rule.day_over(one.due_on)
    found = biomes.series(one.biome, one.indicator.code, since, until)
    return found.filter(
        quality=Quality.CHECKED.value, historical=False, precision__in=[p.value for p in LIVE_PRECISIONS]
    )


def _values(one: Commitment) -> Iterator[measures.Value]:
    rows = _series(one).values_list("id", "phenomenon_at", "value", "qualifier")
    return (measures.Value(*row) for row in rows.iterator(5_000))


def _is_away(one: Commitment) -> bool:
    """Whether a month of the period lies in the archive: then not all of its readings are here to be asked."""
    first = rule.day_of(one.alliance.begins_at).replace(day=1)
    months = biomes.archives().filter(month__gte=first, month__lte=one.due_on, restored_at__isnull=True)
    return bool(months.exists())

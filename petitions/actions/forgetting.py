"""What may not be kept any longer goes, in steps that may be cut short anywhere; no number changes.

ended --180 days--> step, step, step (each a transaction) --> people, letters, digests --> forgotten
              \\--> exempt, by a record with a reason and an end; the others go on
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from ledger import actions as ledger
from petitions import queries
from petitions.actions.refusals import CannotExempt
from petitions.models import (
    Attempt,
    Bounce,
    Exemption,
    Filer,
    Invalidation,
    Letter,
    Line,
    Mailout,
    Petition,
    SealedName,
    SheetEntry,
    Signature,
    Sponsor,
    TextMessage,
)
from petitions.rules import retention
from petitions.rules.paper import Standing
from petitions.rules.texts import tidy_line

# The funnel a creator sees reaches back this far; nothing personal is in it after seven days.
FUNNEL = timedelta(days=30)
# An address that bounced may have become good again.
BOUNCES_KEPT = timedelta(days=365)
STEP = 5_000
MOST_STEPS = 5
# MATERIALIZED: a plan that asks the inner question anew for every row would forget more than a step.
FORGET = """
WITH step AS MATERIALIZED (SELECT receipt FROM petitions_signature
                           WHERE petition_id = %s AND canonical IS NOT NULL
                             AND (batch_id IS NOT NULL OR invalidation_id IS NOT NULL)
                           LIMIT %s FOR UPDATE SKIP LOCKED)
UPDATE petitions_signature
SET name = '', email = '', zone_id = NULL, relation = '', updates = false,
    canonical = NULL, confirmed_at = date_trunc('hour', confirmed_at, 'UTC')
WHERE receipt IN (SELECT receipt FROM step)
"""


def forget_due(*, at: datetime) -> int:
    """One turn; how many rows lost their person."""
    return _forget_attempts(at) + _forget_signers(at) + _forget_bounces(at)


def _forget_attempts(at: datetime) -> int:
    past = Attempt.objects.filter(expires_at__lt=at).exclude(canonical=None)
    blanked = past.update(name="", email="", canonical=None, zone=None, origins=[], origin="", held_by="")
    Attempt.objects.filter(asked_at__lt=at - FUNNEL).delete()
    Letter.objects.filter(asked_at__lt=at - FUNNEL).exclude(origin="").update(origin="")
    return blanked + TextMessage.objects.filter(expires_at__lt=at).delete()[0]


def _forget_bounces(at: datetime) -> int:
    return Bounce.objects.filter(bounced_at__lt=at - BOUNCES_KEPT).delete()[0]


def _forget_signers(at: datetime) -> int:
    """No name, no address, no place. Totals and tables stand on their own; one that cannot go on stops no other."""
    changed = 0
    for pk in list(queries.to_forget(at).values_list("pk", flat=True)):
        changed += _forget_step(pk, at)
        if changed >= MOST_STEPS * STEP:
            break
    return changed


@transaction.atomic
def _forget_step(petition_id: int, at: datetime) -> int:
    """Under the petition's lock, so that it is not exempted, counted or invalidated meanwhile."""
    petition = (
        queries.to_forget(at).select_for_update(of=("self",), no_key=True).filter(pk=petition_id).first()
    )
    if petition is None:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [petition_id, STEP])
        changed = cursor.rowcount
    # What is not counted yet is still to be counted; it is forgotten after.
    if not changed and not Signature.objects.filter(petition=petition, canonical__isnull=False).exists():
        _forget_people(petition, at)
    return changed


def _forget_people(petition: Petition, at: datetime) -> None:
    Filer.objects.filter(petition=petition).update(
        user=None, name="", email="", canonical="", token_hash=None, owner_mark=""
    )
    SealedName.objects.filter(filer__petition=petition).delete()
    Sponsor.objects.filter(petition=petition).delete()
    Letter.objects.filter(petition=petition).delete()
    Mailout.objects.filter(petition=petition, done_at__isnull=True).update(done_at=at)
    Attempt.objects.filter(petition=petition).delete()
    _forget_paper(petition)
    # Whoever has a list of addresses could name one by its digest, and a private domain names its owner.
    Invalidation.objects.filter(petition=petition).update(address="", domain="", origins=[])
    petition.anonymised_at = at
    petition.save(update_fields=["anonymised_at"])
    if petition.opened_at:
        ledger.record(kind="petitions.petition.forgotten", subject=petition.subject, actor="", at=at, public=True,
                      petition=petition.slug, signatures=petition.signature_count)  # fmt: skip


def _forget_paper(petition: Petition) -> None:
    """Sheets stay, with their numbers; what nobody looked at by now counts no more than it did."""
    lines = Line.objects.filter(sheet__petition=petition)
    lines.filter(standing__in=[Standing.HELD, Standing.WAITING]).update(standing=Standing.STRUCK)
    lines.update(name="", zone=None, twin_key="", twin="")
    SheetEntry.objects.filter(sheet__petition=petition).update(lines=[])


@transaction.atomic
def exempt_petition(*, petition_id: int, reason: str, until: datetime, by: Any, at: datetime) -> Exemption:
    """Keep the signers of one petition until a day, for a reason that everybody may read."""
    petition = Petition.objects.select_for_update(of=("self",), no_key=True).get(pk=petition_id)
    text = tidy_line(reason)
    if len(text) < retention.SHORTEST_REASON:
        raise CannotExempt(_("Write why, in a sentence at least: it is published."))
    if petition.anonymised_at:
        raise CannotExempt(_("Its signers are forgotten already."))
    if petition.opened_at is None:
        raise CannotExempt(_("Only a petition that was open has signers to keep."))
    if not retention.may_last(at, until):
        raise CannotExempt(_("Choose a day to come, within two years."))
    if queries.exemption_of(petition, at):
        raise CannotExempt(_("It is exempt already. End that first, to give another reason or day."))
    row = Exemption.objects.create(petition=petition, reason=text, since=at, until=until, made_by=by.code)
    ledger.record(kind="petitions.exemption.made", subject=row.subject, actor="", at=at, public=True,
                  about=[petition.subject], petition=petition.slug, reason=text, until=until)  # fmt: skip
    return row


@transaction.atomic
def end_exemption(*, key: Any, by: Any, at: datetime) -> Exemption:
    """From now on the petition is forgotten like any other."""
    row = Exemption.objects.select_for_update(of=("self",)).select_related("petition").get(key=key)
    if row.ended_at or row.until <= at:
        raise CannotExempt(_("This exemption has ended already."))
    row.ended_at, row.ended_by = at, by.code
    row.save(update_fields=["ended_at", "ended_by"])
    ledger.record(kind="petitions.exemption.ended", subject=row.subject, actor="", at=at, public=True,
                  about=[row.petition.subject], petition=row.petition.slug)  # fmt: skip
    return row

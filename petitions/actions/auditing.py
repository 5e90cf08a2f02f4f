"""The books looked through, nightly and when somebody asks; what does not balance is put right and said."""

from datetime import datetime
from typing import Any

from django.db import transaction

from ledger import actions as ledger
from petitions import queries
from petitions.actions.crossing import cross_thresholds, fall_back
from petitions.actions.tallies import reckon_basins, set_tables
from petitions.models import Audit, Fault, Petition
from petitions.rules.books import Books


def ask_audit(*, by: Any | None, at: datetime) -> Audit:
    """A worker will look; asked again before it did, it is the same."""
    waiting = Audit.objects.filter(ended_at__isnull=True).first()
    return waiting or Audit.objects.create(asked_by=by.code if by else "", asked_at=at)


def audit_due(*, at: datetime) -> int:
    """Do what was asked for; how many faults were found. Cut short, it begins again."""
    found = 0
    for audit in Audit.objects.filter(ended_at__isnull=True):
        opened = list(Petition.objects.filter(opened_at__isnull=False).values_list("pk", flat=True))
        found += sum(mend_books(audit_id=audit.pk, petition_id=pk, at=at) for pk in opened)
        audit.checked, audit.ended_at = len(opened), at
        audit.save(update_fields=["checked", "ended_at"])
    return found


@transaction.atomic
def mend_books(*, audit_id: int, petition_id: int, at: datetime) -> bool:
    """Compare one petition's books under its lock, as exactly as the count writes them, and mend them."""
    petition = Petition.objects.select_for_update(of=("self",), no_key=True).get(pk=petition_id)
    found = queries.imbalance(petition)
    if found is None:
        return False
    _mend(petition, found.wrong, found.rows)
    mended = queries.imbalance(petition) is None
    Fault.objects.create(audit_id=audit_id, petition=petition, stood=found.stored.sums(), rows=found.rows.sums(),
                         mended=mended)  # fmt: skip
    ledger.record(
        kind="petitions.books.mended", subject=petition.subject, actor="", at=at, public=True,
        petition=petition.slug, wrong=sorted(found.wrong), before=found.stored.total, total=petition.signature_count,
        mended=mended,
    )  # fmt: skip
    if "total" in found.wrong:
        fall_back(petition, at)
        cross_thresholds(petition, at)
    return True


def _mend(petition: Petition, wrong: frozenset[str], rows: Books) -> None:
    """What can be counted again is set to the count. Batches are final, and zones of the forgotten are gone."""
    if wrong & {"total", "paper"}:
        petition.signature_count, petition.paper_count = rows.total, rows.paper
        petition.save(update_fields=["signature_count", "paper_count"])
    if wrong & {"zones", "hours"}:
        set_tables(petition, rows.zones, rows.hours, rows.paper_hours)
    else:
        reckon_basins(petition)

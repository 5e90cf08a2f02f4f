"""Sealed names: what is kept, who has a part in it, and the requests to open one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from accounts import queries as accounts
from accounts.rules import addresses
from petitions.models import Filer, Letter, NameReading, NameRequest, Petition, SealedName, Sponsor
from petitions.rules import lifecycle
from petitions.rules.sealing import Hand, Stage

# What stands in a letter in the place of an address that is sealed.
SEALED = "sealed"


def label_of(filer: Filer) -> str:
    """Binds a box to its row: copied to another filer it opens nothing."""
    return f"petitions.filer/{filer.key}"


def sealed_of(petition: Petition) -> SealedName | None:
    return SealedName.objects.filter(filer__petition=petition).select_related("filer").first()


def is_name_kept(petition: Petition) -> bool:
    """Whether there is a sealed name to open."""
    return SealedName.objects.filter(filer__petition=petition).exists()


def was_sealed(petition: Petition) -> bool:
    """Whether its filer's name is sealed, or was and has been asked for."""
    return is_name_kept(petition) or NameRequest.objects.filter(petition=petition).exists()


def opened_name(petition: Petition) -> dict[str, str] | None:
    """Name and address, read from the box. For letters to the filer, and for two auditors who opened it."""
    found = sealed_of(petition)
    return accounts.unseal(label_of(found.filer), found.box) if found else None


def address_of(row: Any) -> str:
    """Where a mail goes; empty where the address was sealed and is no longer kept."""
    if isinstance(row, Letter) and row.email == SEALED:
        return (opened_name(row.petition) or {}).get("email", "")
    return str(row.email)


def canonical_of(row: Any) -> str:
    """What the lists of the blocked are asked for: of a sealed address too."""
    if isinstance(row, Letter) and row.email == SEALED:
        email = address_of(row)
        return addresses.canonical(email) if email else ""
    return row.canonical or ""


def is_filed_by(petition: Petition, canonical: str) -> bool:
    """Whether the address is the filer's, known or sealed."""
    marks = [canonical, accounts.mark_of(canonical)]
    return Filer.objects.filter(petition=petition, canonical__in=marks).exists()


def is_party(petition: Petition, user: Any, at: datetime) -> bool:
    """Whether this person filed it, stands beside it, or speaks for the body that it is addressed to."""
    filer = Filer.objects.filter(petition=petition).first()
    marks = set(accounts.marks_of(user))
    if filer and (filer.user_id == user.pk or {filer.owner_mark, filer.canonical} & marks):
        return True
    if user.email and _stands_beside(petition, user.email):
        return True
    return petition.body is not None and accounts.speaks_for(user, petition.body, at)


def _stands_beside(petition: Petition, email: str) -> bool:
    return Sponsor.objects.filter(petition=petition, canonical=addresses.canonical(email)).exists()


def auditor_hand(petition: Petition, user: Any, at: datetime) -> Hand:
    return Hand(code=user.code, is_party=is_party(petition, user, at))


def name_requests() -> QuerySet[NameRequest]:
    return NameRequest.objects.select_related("petition").prefetch_related(
        Prefetch("readings", NameReading.objects.order_by("read_at", "id"))
    )


def name_request(key: Any) -> NameRequest | None:
    return name_requests().filter(key=key).first()


def requests_for(petition: Petition) -> QuerySet[NameRequest]:
    return name_requests().filter(petition=petition)


def running_request(petition: Petition, at: datetime) -> NameRequest | None:
    """The one that waits for an answer, or whose name can be read: while it runs, no other is taken."""
    running = (
        row for row in requests_for(petition) if row.asked().stage(at) in {Stage.ASKED, Stage.READABLE}
    )
    return next(running, None)


def sealed_petitions() -> QuerySet[Petition]:
    """Petitions with a sealed name, the newest first."""
    kept = SealedName.objects.filter(filer__confirmed_at__isnull=False).values("filer__petition")
    return Petition.objects.filter(pk__in=kept).exclude(state="draft").order_by("-filed_at", "-pk")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the auditors' list shows it."""

    row: NameRequest
    stage: Stage
    is_shown: bool

    @property
    def until(self) -> datetime | None:
        """When its time ends: of answering, or of reading."""
        asked = self.row.asked()
        return asked.answer_by if self.stage is Stage.ASKED else asked.readable_until


def as_asked(row: NameRequest, at: datetime) -> Asked:
    return Asked(row, row.asked().stage(at), is_shown(row.petition))


def is_shown(petition: Petition) -> bool:
    """Whether its title may stand on the auditors' pages: only what everybody may read."""
    return petition.opened_at is not None and petition.state in lifecycle.PUBLIC

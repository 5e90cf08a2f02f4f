"""How a text comes into force: once from an instrument, then only by enacting an amendment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils.translation import gettext as _

from charters import queries
from charters.models import Amendment, Article, Charter, Edition, LegalStatus
from charters.rules import lifecycle
from charters.rules.amend import CannotApply, apply
from charters.rules.text import ArticleText, edition_bytes
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User


# Addresses under /charters/ that are pages of their own.
TAKEN = frozenset({"amendments", "drafts", "duties", "new", "of"})


class CannotEnact(Exception):
    """The text did not come into force; the message is fit to show to the person."""


def _promulgate(
    *,
    charter: Charter,
    articles: Sequence[ArticleText],
    since: date,
    base: Edition | None,
    at: datetime,
    motion: str = "",
    instrument: str = "",
) -> tuple[Edition, bytes]:
    """Close the old period, then insert the new edition behind it; with the bytes that name it."""
    number, before = (base.number + 1, base.sha256) if base else (1, "")
    data = edition_bytes(
        charter=charter.slug, number=number, since=since, base=before, motion=motion, articles=articles
    )
    edition = Edition(
        charter=charter,
        number=number,
        since=since,
        sha256=sha256(data).hexdigest(),
        motion=motion,
        instrument=instrument,
        promulgated_at=at,
    )
    _follow(base, edition)
    Article.objects.bulk_create(_rows(edition, articles))
    return edition, data


def _rows(edition: Edition, articles: Sequence[ArticleText]) -> list[Article]:
    return [
        Article(
            edition=edition,
            position=n,
            eid=a.eid,
            heading=a.heading,
            text=a.text,
            sha256=a.sha256,
            entrenched=a.entrenched,
        )
        for n, a in enumerate(articles, start=1)
    ]


def _follow(base: Edition | None, edition: Edition) -> None:
    """Put the edition at the end of the line."""
    if base is None:
        edition.save()
    elif base.since < edition.since:
        base.until = edition.since
        base.save(update_fields=["until"])
        edition.save()
    else:
        # Both begin that day: the first stays in the record and leaves the line of editions.
        _merge(base, edition)


def _merge(base: Edition, edition: Edition) -> None:
    # The line of editions never holds both, not even between two statements: the old one steps
    # aside first, pointing at a row that is about to exist (the foreign key is checked at commit).
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('charters_edition', 'id'))")
        edition.pk = cursor.fetchone()[0]
    base.merged_into_id = edition.pk
    base.save(update_fields=["merged_into"])
    edition.save(force_insert=True)


@transaction.atomic
def found_charter(
    *,
    slug: str,
    title: str,
    of: str,
    articles: Sequence[ArticleText],
    since: date,
    instrument: str,
    actor: str,
    at: datetime,
    preamble: str = "",
    motion_subject: str = "",
    draft: str = "",
    words: str = "",
) -> Charter:
    """A charter with its first edition, from the instrument (or the motion) that adopted it.

    ``draft`` and ``words`` are the subject and the hash of what was tabled, where a motion adopts it.
    """
    if slug in TAKEN:
        raise CannotEnact(_("This address is in use by a page."))
    if not articles:
        raise CannotEnact(_("A charter needs at least one article."))
    charter = Charter.objects.create(slug=slug, title=title, of=of, preamble=preamble)
    edition, data = _promulgate(
        charter=charter,
        articles=articles,
        since=since,
        base=None,
        motion=motion_subject,
        instrument=instrument,
        at=at,
    )
    adopted = {"motion": motion_subject, "words": words} if draft else {}
    _tell_founded(edition, data, draft, adopted, actor=actor, at=at)
    return charter


def _tell_founded(
    edition: Edition, data: bytes, draft: str, adopted: dict[str, str], *, actor: str, at: datetime
) -> None:
    charter = edition.charter
    ledger.record(
        kind="charters.charter.founded",
        subject=charter.subject,
        actor=actor,
        at=at,
        public=True,
        about=[s for s in (charter.of, edition.subject, edition.motion, draft) if s],
        documents={f"charters/{edition.sha256}.json": data},
        edition=edition.sha256,
        number=edition.number,
        in_force_on=edition.since,
        **adopted,
    )


def _commencement(latest: Edition, wanted: date, at: datetime) -> date:
    """Never in the past, and never before a text adopted earlier begins: adoption order is law order."""
    return max(wanted, at.astimezone(UTC).date(), latest.since)


@transaction.atomic
def enact_amendment(
    *, amendment_id: int, motion_subject: str, actor: str, at: datetime, in_force_on: date
) -> Edition:
    """Make the next edition from an adopted amendment. Enacting twice gives the same edition."""
    amendment = (
        Amendment.objects.select_for_update(of=("self",)).select_related("charter").get(pk=amendment_id)
    )
    if amendment.edition is not None:
        if amendment.edition.motion != motion_subject:
            raise CannotEnact(_("Another motion has enacted this amendment."))
        return amendment.edition
    if amendment.status not in (lifecycle.State.TABLED, lifecycle.State.ADOPTED):
        raise CannotEnact(_("Only an amendment that was tabled can be enacted."))
    # The charter row is the lock: two enactments follow each other, each on the other's text.
    charter = Charter.objects.select_for_update().get(pk=amendment.charter_id)
    base = queries.latest_edition(charter)
    try:
        articles = apply(queries.values(base), amendment.changes)
    except CannotApply as overtaken:
        raise CannotEnact(
            _("The text it would change reads otherwise by now; it has to be drafted anew.")
        ) from overtaken
    since = _commencement(base, in_force_on, at)
    edition, data = _promulgate(
        charter=charter, articles=articles, since=since, base=base, motion=motion_subject, at=at
    )
    amendment.state = lifecycle.State.ENACTED.value
    amendment.edition = edition
    amendment.closed_at = at
    amendment.save(update_fields=["state", "edition", "closed_at"])
    _tell(amendment, edition, base, data, actor=actor, at=at)
    return edition


def _tell(
    amendment: Amendment, edition: Edition, base: Edition, data: bytes, *, actor: str, at: datetime
) -> None:
    charter = amendment.charter
    touched = {c.new_eid or c.eid for c in amendment.changes}
    cited = [f"charters.article/{charter.slug}--{eid}" for eid in sorted(touched)]
    ledger.record(
        kind="charters.amendment.enacted",
        subject=amendment.subject,
        actor=actor,
        at=at,
        public=True,
        about=[s for s in (charter.subject, edition.subject, edition.motion, charter.of, *cited) if s],
        amendment=amendment.pk,
        motion=edition.motion,
        edition=edition.sha256,
    )
    ledger.record(
        kind="charters.edition.promulgated",
        subject=edition.subject,
        actor=actor,
        at=at,
        public=True,
        about=[s for s in (charter.subject, amendment.subject, edition.motion, charter.of, *cited) if s],
        documents={f"charters/{edition.sha256}.json": data},
        edition=edition.sha256,
        base=base.sha256,
        number=edition.number,
        in_force_on=edition.since,
    )


@transaction.atomic
def record_legal_status(
    *, charter_id: int, status: lifecycle.Legal, since: date, source: str, by: User, at: datetime
) -> LegalStatus:
    """What a court or a parliament said of the charter; a new row, never a change of an old one."""
    charter = Charter.objects.get(pk=charter_id)
    row = LegalStatus.objects.create(
        charter=charter, status=status.value, since=since, source=source, recorded_by=by
    )
    ledger.record(
        kind="charters.status.recorded",
        subject=charter.subject,
        actor=by.code,
        at=at,
        public=True,
        status=status.value,
        since=since,
    )
    return row

"""An emergency suspends articles, with an end; it never changes a word of them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from charters import queries
from charters.models import Article, Suspension
from ledger import actions as ledger


class CannotSuspend(Exception):
    """No article was suspended; the message is fit to show to the person."""


def check_suspendable(articles: Iterable[str], at: datetime) -> list[Article]:
    """The articles these subjects name, or why one of them cannot be suspended."""
    found = []
    for subject in dict.fromkeys(articles):
        article = queries.article_by_subject(subject, at)
        if article is None:
            raise CannotSuspend(
                _("One of these articles is not in force: %(article)s.") % {"article": subject}
            )
        if article.entrenched:
            raise CannotSuspend(
                _("Article %(number)s is entrenched; no emergency suspends it.") % {"number": article.number}
            )
        found.append(article)
    return found


@transaction.atomic
def suspend_articles(
    *, articles: Iterable[str], cause: str, until: datetime, actor: str, at: datetime
) -> list[Suspension]:
    """Suspend these articles from now until then; once for one cause."""
    rows = [
        Suspension.objects.get_or_create(
            charter=article.edition.charter,
            eid=article.eid,
            cause=cause,
            defaults={"since": at, "until": until},
        )[0]
        for article in check_suspendable(articles, at)
    ]
    for row in rows:
        ledger.record(
            kind="charters.article.suspended",
            subject=row.article_subject,
            actor=actor,
            at=at,
            public=True,
            about=[cause, row.charter.subject],
            cause=cause,
            until=until,
        )
    return rows


@transaction.atomic
def move_suspensions(*, cause: str, until: datetime, actor: str, at: datetime) -> int:
    """Let what this cause suspends run until another moment: longer when renewed, until now when it ends."""
    running = Suspension.objects.select_for_update().filter(cause=cause, until__gte=at)
    moved = list(running.exclude(until=until).select_related("charter"))
    for row in moved:
        row.until = max(until, at)
        row.save(update_fields=["until"])
        ledger.record(
            kind="charters.suspension.moved",
            subject=row.article_subject,
            actor=actor,
            at=at,
            public=True,
            about=[cause, row.charter.subject],
            cause=cause,
            until=row.until,
        )
    return len(moved)

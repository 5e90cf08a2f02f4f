"""What others may show of charters, editions, articles, amendments and duties; and their facts in words."""

from datetime import UTC
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters import queries
from charters.rules.escalation import Step
from charters.words import (
    amendment_state,
    article_title,
    duty_state,
    duty_title,
    edition_title,
    escalation_told,
)
from ledger.queries import Card, now


def charter(code: str, viewer: Any) -> Card | None:
    row = queries.public_charter(code)
    return Card(row.title, reverse("charters:charter", args=[row.slug])) if row else None


def edition(code: str, viewer: Any) -> Card | None:
    slug, _dash, number = code.rpartition("-")
    row = queries.edition_numbered(slug, number)
    if row is None:
        return None
    address = reverse("charters:charter", args=[slug])
    return Card(f"{row.charter.title}, {edition_title(row)}", f"{address}?on={row.since.isoformat()}")


def article(code: str, viewer: Any) -> Card | None:
    slug, _dash, eid = code.rpartition("--")
    row = queries.latest_article(slug, eid)
    if row is None:
        return None
    return Card(
        f"{article_title(row.value)}, {row.edition.charter.title}",
        reverse("charters:article", args=[slug, eid]),
    )


def amendment(code: str, viewer: Any) -> Card | None:
    if not (code.isascii() and code.isdigit() and len(code) < 16):
        return None
    row = queries.amendments_for(viewer).filter(pk=int(code)).first()
    if row is None:
        return None
    return Card(row.title, reverse("charters:amendment", args=[row.pk]), amendment_state(row.status))


def draft(code: str, viewer: Any) -> Card | None:
    if not (code.isascii() and code.isdigit() and len(code) < 16):
        return None
    row = queries.charter_drafts_for(viewer).filter(pk=int(code)).first()
    if row is None:
        return None
    return Card(row.title, reverse("charters:draft", args=[row.pk]), amendment_state(row.status))


def duty(code: str, viewer: Any) -> Card | None:
    if not (code.isascii() and code.isdigit() and len(code) < 16):
        return None
    row = queries.public_duties().filter(pk=int(code)).first()
    if row is None:
        return None
    title = _("%(what)s, owed by %(holder)s") % {"what": duty_title(row.kind), "holder": row.holder.name}
    return Card(
        title, reverse("charters:duties") + f"#duty-{row.pk}", duty_state(row.state_at(now().astimezone(UTC)))
    )


def _escalated(body: dict[str, Any]) -> str:
    return escalation_told(Step(body.get("step", Step.HOLDER)))


CARDS = {
    "charters.charter": charter,
    "charters.edition": edition,
    "charters.article": article,
    "charters.amendment": amendment,
    "charters.draft": draft,
    "charters.duty": duty,
}

WORDS = {
    "charters.charter.founded": gettext_lazy("A charter began, in force from %(in_force_on)s"),
    "charters.status.recorded": gettext_lazy("The law outside spoke of a charter"),
    "charters.amendment.tabled": gettext_lazy("An amendment was tabled; its words are frozen"),
    "charters.amendment.closed": gettext_lazy("An amendment ended without changing the text"),
    "charters.amendment.enacted": gettext_lazy("An amendment was enacted"),
    "charters.draft.tabled": gettext_lazy("A new charter was tabled; its words are frozen"),
    "charters.draft.closed": gettext_lazy("A new charter ended without coming into force"),
    "charters.edition.promulgated": gettext_lazy(
        "Edition %(number)s was promulgated, in force from %(in_force_on)s"
    ),
    "charters.article.suspended": gettext_lazy("An emergency suspended an article until %(until)s"),
    "charters.suspension.moved": gettext_lazy("The suspension of an article now runs until %(until)s"),
    "charters.duty.opened": gettext_lazy("A duty began, due on %(due_at)s"),
    "charters.duty.discharged": gettext_lazy("A duty was discharged"),
    "charters.duty.transferred": gettext_lazy("A duty went to the body that follows its holder"),
    "charters.duty.withdrawn": gettext_lazy("A duty was withdrawn"),
    "charters.duty.escalated": _escalated,
}

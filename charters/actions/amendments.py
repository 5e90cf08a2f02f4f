"""Drafting: a change to a text before anybody decides on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from charters import queries
from charters.models import Amendment, Charter, Instruction
from charters.rules import lifecycle
from charters.rules.amend import CannotApply, Change, Operation, apply, problem
from charters.rules.text import LONGEST_HEADING, LONGEST_TEXT, LONGEST_TITLE, clean
from ledger import actions as ledger

if TYPE_CHECKING:
    from accounts.models import User


class CannotAmend(Exception):
    """The draft was refused; the message is fit to show to the person."""


@transaction.atomic
def draft_amendment(
    *, charter_id: int, title: str, reasons: str, drafted_by: User, at: datetime
) -> Amendment:
    """An empty draft, seen by its drafter only until it is tabled."""
    charter = Charter.objects.get(pk=charter_id)
    title = " ".join(clean(title).split())
    if not 0 < len(title) <= LONGEST_TITLE:
        raise CannotAmend(_("Say in one line what the amendment does."))
    amendment = Amendment.objects.create(
        charter=charter,
        title=title,
        reasons=clean(reasons),
        base=queries.latest_edition(charter),
        drafted_by=drafted_by,
        drafted_at=at,
    )
    ledger.record(
        kind="charters.amendment.drafted",
        subject=amendment.subject,
        actor=drafted_by.code,
        at=at,
        public=False,
        about=[charter.subject],
    )
    return amendment


def _draft(amendment_id: int) -> Amendment:
    amendment = (
        Amendment.objects.select_for_update(of=("self",)).select_related("charter").get(pk=amendment_id)
    )
    if amendment.status is not lifecycle.State.DRAFT:
        raise CannotAmend(_("This amendment was tabled; its words are frozen. Draft another."))
    return amendment


def _tidy(change: Change) -> Change:
    tidy = replace(change, heading=" ".join(clean(change.heading).split()), text=clean(change.text))
    if len(tidy.heading) > LONGEST_HEADING:
        raise CannotAmend(_("A heading may have %(limit)d characters.") % {"limit": LONGEST_HEADING})
    if len(tidy.text) > LONGEST_TEXT:
        raise CannotAmend(_("An article may have %(limit)d characters.") % {"limit": LONGEST_TEXT})
    return tidy


@transaction.atomic
def add_instruction(*, amendment_id: int, change: Change) -> Instruction:
    """Add a step, or replace the step on the same article. It has to fit the text as it reads now."""
    amendment = _draft(amendment_id)
    change = _tidy(change)
    articles = queries.values(queries.latest_edition(amendment.charter))
    if why := problem(articles, change):
        raise CannotAmend(refusal(why.value))
    if change.operation is not Operation.INSERT_AFTER:
        amendment.instructions.filter(eid=change.eid).exclude(operation=Operation.INSERT_AFTER.value).delete()
    last = amendment.instructions.order_by("-position").first()
    return Instruction.objects.create(
        amendment=amendment,
        position=last.position + 1 if last else 1,
        operation=change.operation.value,
        eid=change.eid,
        expected_sha256=change.expected_sha256,
        new_eid=change.new_eid,
        heading=change.heading,
        text=change.text,
    )


def refusal(why: str) -> str:
    """Why an instruction does not fit, in a sentence."""
    return {
        "missing": _("There is no such article in the text as it reads now."),
        "overtaken": _(
            "The article was changed since this was drafted. Look at its words now and draft again."
        ),
        "taken": _("An article with this number is already in the text."),
        "bad_eid": _("An article's number looks like 3 or 3a."),
        "empty": _("Give the article a heading and words."),
        "entrenched": _("This article is entrenched: no amendment may change or repeal it."),
        "twice": _("Two steps of one amendment may not touch the same article."),
    }[why]


@transaction.atomic
def remove_instruction(*, amendment_id: int, position: int) -> None:
    amendment = _draft(amendment_id)
    amendment.instructions.filter(position=position).delete()


@transaction.atomic
def table_amendment(*, amendment_id: int, actor: str, at: datetime) -> Amendment:
    """Make the draft public and freeze it, so that a motion may point at words that stay."""
    amendment = _draft(amendment_id)
    changes = amendment.changes
    if not changes:
        raise CannotAmend(_("The amendment changes nothing yet."))
    base = queries.latest_edition(amendment.charter)
    try:
        apply(queries.values(base), changes)
    except CannotApply as refused:
        raise CannotAmend(refusal(refused.why.value)) from refused
    amendment.state = lifecycle.move(amendment.status, lifecycle.State.TABLED).value
    amendment.tabled_at = at
    amendment.base = base
    amendment.save(update_fields=["state", "tabled_at", "base"])
    charter = amendment.charter
    touched = sorted({c.new_eid or c.eid for c in changes})
    ledger.record(
        kind="charters.amendment.tabled",
        subject=amendment.subject,
        actor=actor,
        at=at,
        public=True,
        about=[s for s in (charter.subject, charter.of) if s]
        + [f"charters.article/{charter.slug}--{eid}" for eid in touched],
        amendment=amendment.pk,
        base=base.sha256,
        articles=touched,
    )
    return amendment


@transaction.atomic
def close_amendment(*, amendment_id: int, to: lifecycle.State, actor: str, at: datetime) -> Amendment:
    """Reject, lapse, withdraw or adopt; what a motion's end means for the text it pointed at."""
    amendment = (
        Amendment.objects.select_for_update(of=("self",)).select_related("charter").get(pk=amendment_id)
    )
    if amendment.status is to:
        return amendment
    if to is lifecycle.State.ENACTED:
        raise CannotAmend(_("An amendment is enacted by its motion, not closed."))
    try:
        amendment.state = lifecycle.move(amendment.status, to).value
    except lifecycle.Refused as refused:
        raise CannotAmend(_("This amendment can no longer change its state in this way.")) from refused
    amendment.closed_at = at if to in lifecycle.FINAL else None
    was_public = amendment.tabled_at is not None
    amendment.save(update_fields=["state", "closed_at"])
    if was_public:
        ledger.record(
            kind="charters.amendment.closed",
            subject=amendment.subject,
            actor=actor,
            at=at,
            public=True,
            about=[amendment.charter.subject],
            amendment=amendment.pk,
            state=to.value,
        )
    return amendment


@transaction.atomic
def rebase_amendment(*, amendment_id: int, by: User, at: datetime) -> Amendment:
    """A new draft with the same words on today's text; a person then looks at each step."""
    old = Amendment.objects.select_related("charter").get(pk=amendment_id)
    new = draft_amendment(
        charter_id=old.charter_id, title=old.title, reasons=old.reasons, drafted_by=by, at=at
    )
    new.rebased_from = old
    new.save(update_fields=["rebased_from"])
    now = {a.eid: a.sha256 for a in queries.values(new.base)}
    kept = [i for i in old.instructions.all() if i.eid in now or not i.eid]
    Instruction.objects.bulk_create(
        Instruction(
            amendment=new,
            position=n,
            operation=i.operation,
            eid=i.eid,
            expected_sha256=now.get(i.eid, ""),
            new_eid=i.new_eid,
            heading=i.heading,
            text=i.text,
        )
        for n, i in enumerate(kept, start=1)
    )
    return new

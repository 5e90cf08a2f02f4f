"""A charter from its draft to its force: written, tabled, and adopted by a motion."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from biomes import queries as biomes
from charters import queries
from charters.actions.editions import TAKEN, CannotEnact, found_charter
from charters.models import Charter, CharterDraft, DraftArticle
from charters.rules import lifecycle
from charters.rules.founding import Unready, draft_sha256, unready
from charters.rules.text import LONGEST_HEADING, LONGEST_TEXT, LONGEST_TITLE, clean
from ledger import actions as ledger
from ledger.rules.values import names_a_person

if TYPE_CHECKING:
    from accounts.models import User

BIOME = "biomes.biome/"


class CannotFound(Exception):
    """The draft was refused; the message is fit to show to the person."""


@transaction.atomic
def draft_charter(
    *, slug: str, title: str, of: str, preamble: str, reasons: str, by: User, at: datetime
) -> CharterDraft:
    """A draft without an article, seen by its drafter only until it is tabled."""
    draft = CharterDraft(drafted_by=by, drafted_at=at)
    _name(draft, slug=slug, title=title, of=of, preamble=preamble, reasons=reasons)
    draft.save()
    ledger.record(
        kind="charters.draft.drafted", subject=draft.subject, actor=by.code, at=at, public=False,
        about=[of] if of else [],
    )  # fmt: skip
    return draft


@transaction.atomic
def rename_draft(
    *, draft_id: int, slug: str, title: str, of: str, preamble: str, reasons: str
) -> CharterDraft:
    draft = _locked(draft_id)
    _name(draft, slug=slug, title=title, of=of, preamble=preamble, reasons=reasons)
    draft.save()
    return draft


def _name(draft: CharterDraft, *, slug: str, title: str, of: str, preamble: str, reasons: str) -> None:
    slug = slug.lower()
    draft.slug, draft.title, draft.of = slug, " ".join(clean(title).split()), of
    draft.preamble, draft.reasons = clean(preamble), clean(reasons)
    # Measured as it is kept: a letter may be written by several signs.
    if not 0 < len(draft.title) <= LONGEST_TITLE:
        raise CannotFound(
            _("Give the charter a name of at most %(limit)d characters.") % {"limit": LONGEST_TITLE}
        )
    if of and not biomes.public_biomes().filter(slug=of.removeprefix(BIOME)).exists():
        raise CannotFound(_("Choose of whom the charter speaks."))
    if queries.is_address_taken(slug) or slug in TAKEN or names_a_person(slug):
        raise CannotFound(_refusal(Unready.ADDRESS_TAKEN))
    if queries.has_charter(of):
        raise CannotFound(_refusal(Unready.HAS_ONE))


def _refusal(why: Unready) -> str:
    return {
        Unready.NO_ARTICLES: _("A charter needs at least one article."),
        Unready.TOO_MANY: _("A charter may have two hundred articles."),
        Unready.ADDRESS_TAKEN: _("This address is taken by another charter or page."),
        Unready.HAS_ONE: _("There is a charter of this living system already. Amend that one."),
    }[why]


def _locked(draft_id: int) -> CharterDraft:
    draft = CharterDraft.objects.select_for_update().get(pk=draft_id)
    if draft.status is not lifecycle.State.DRAFT:
        raise CannotFound(_("This charter was tabled; its words are frozen. Draft another."))
    return draft


@transaction.atomic
def put_article(
    *, draft_id: int, heading: str, text: str, entrenched: bool = False, position: int | None = None
) -> DraftArticle:
    """Write the article at ``position`` anew; without one, or past the last, add an article at the end."""
    draft = _locked(draft_id)
    heading, text = " ".join(clean(heading).split()), clean(text)
    if not heading or not text:
        raise CannotFound(_("Give the article a heading and words."))
    if len(heading) > LONGEST_HEADING:
        raise CannotFound(_("A heading may have %(limit)d characters.") % {"limit": LONGEST_HEADING})
    if len(text) > LONGEST_TEXT:
        raise CannotFound(_("An article may have %(limit)d characters.") % {"limit": LONGEST_TEXT})
    article = draft.articles.filter(position=position).first() if position else None
    if article is None:
        article = DraftArticle(draft=draft, position=draft.articles.count() + 1)
    article.heading, article.text, article.entrenched = heading, text, entrenched
    article.save()
    return article


@transaction.atomic
def remove_article(*, draft_id: int, position: int) -> None:
    """Take an article out; those behind it move up."""
    draft = _locked(draft_id)
    gone, _rows = draft.articles.filter(position=position).delete()
    if gone:
        draft.articles.filter(position__gt=position).update(position=F("position") - 1)


@transaction.atomic
def table_charter(*, draft_id: int, actor: str, at: datetime) -> CharterDraft:
    """Make the draft public and freeze it, so that a motion may point at words that stay."""
    draft = _locked(draft_id)
    texts = draft.texts
    why = unready(
        len(texts),
        is_address_taken=queries.is_address_taken(draft.slug),
        has_one=queries.has_charter(draft.of),
    )
    if why:
        raise CannotFound(_refusal(why))
    draft.sha256 = draft_sha256(
        slug=draft.slug, title=draft.title, of=draft.of, preamble=draft.preamble, articles=texts
    )
    draft.state, draft.tabled_at = lifecycle.move(draft.status, lifecycle.State.TABLED).value, at
    draft.save(update_fields=["sha256", "state", "tabled_at"])
    ledger.record(
        kind="charters.draft.tabled", subject=draft.subject, actor=actor, at=at, public=True,
        about=[draft.of] if draft.of else [], draft=draft.pk, charter=draft.slug, words=draft.sha256, articles=len(texts),
    )  # fmt: skip
    return draft


@transaction.atomic
def close_charter_draft(*, draft_id: int, to: lifecycle.State, actor: str, at: datetime) -> CharterDraft:
    """Rejected, lapsed or withdrawn: what a motion's end, or its drafter's second thought, means for it."""
    draft = CharterDraft.objects.select_for_update().get(pk=draft_id)
    if draft.status is to:
        return draft
    if to is lifecycle.State.ENACTED:
        raise CannotFound(_("A charter is adopted by its motion, not closed."))
    was_public = draft.is_public
    try:
        draft.state = lifecycle.move(draft.status, to).value
    except lifecycle.Refused as refused:
        raise CannotFound(_("This charter can no longer change its state in this way.")) from refused
    draft.closed_at = at if to in lifecycle.FINAL else None
    draft.save(update_fields=["state", "closed_at"])
    if was_public:
        ledger.record(
            kind="charters.draft.closed", subject=draft.subject, actor=actor, at=at, public=True,
            about=[draft.of] if draft.of else [], draft=draft.pk, state=to.value,
        )  # fmt: skip
    return draft


@transaction.atomic
def adopt_charter(
    *, draft_id: int, motion_subject: str, actor: str, at: datetime, in_force_on: date
) -> Charter:
    """Found the charter that was tabled, as the motion adopted it. Adopting twice gives the same charter."""
    draft = CharterDraft.objects.select_for_update(of=("self",)).select_related("charter").get(pk=draft_id)
    if draft.charter is not None:
        if not draft.charter.editions.filter(number=1, motion=motion_subject).exists():
            raise CannotEnact(_("Another motion has adopted this charter."))
        return draft.charter
    if draft.status not in (lifecycle.State.TABLED, lifecycle.State.ADOPTED):
        raise CannotEnact(_("Only a charter that was tabled can be adopted."))
    if queries.is_address_taken(draft.slug):
        raise CannotEnact(_refusal(Unready.ADDRESS_TAKEN))
    if queries.has_charter(draft.of):
        raise CannotEnact(_refusal(Unready.HAS_ONE))
    charter = found_charter(
        slug=draft.slug, title=draft.title, of=draft.of, preamble=draft.preamble, articles=draft.texts,
        since=max(in_force_on, at.date()), instrument="", motion_subject=motion_subject, draft=draft.subject,
        words=draft.sha256, actor=actor, at=at,
    )  # fmt: skip
    draft.state, draft.charter, draft.closed_at = lifecycle.State.ENACTED.value, charter, at
    draft.save(update_fields=["state", "charter", "closed_at"])
    return charter

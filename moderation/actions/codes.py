"""The codes, the drafts of reasons written for them, and the length of the delay notice."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ledger import actions as ledger
from ledger.rules.values import names_a_person
from moderation.models import Code, Draft, Notice

if TYPE_CHECKING:
    from accounts.models import User


class CannotChange(Exception):
    """The change was refused; the message is fit to show."""


@transaction.atomic
def publish_code(
    *, slug: str, label: str, public_text: str, approves: bool = False, hides: bool = False, order: int = 0
) -> Code:
    """For an installation's first codes: idempotent by slug."""
    code, _created = Code.objects.update_or_create(
        slug=slug,
        defaults={
            "label": label,
            "public_text": public_text,
            "approves": approves,
            "hides": hides,
            "order": order,
        },
    )
    return code


@transaction.atomic
def add_code(
    *, slug: str, label: str, public_text: str, approves: bool, hides: bool, order: int, by: "User", at: datetime
) -> Code:  # fmt: skip
    if approves and hides:
        raise CannotChange(_("A code that approves hides nothing."))
    if names_a_person(slug):
        raise CannotChange(_("This name looks like a person’s code. Choose another."))
    try:
        with transaction.atomic():
            code = Code.objects.create(
                slug=slug, label=label, public_text=public_text, approves=approves, hides=hides, order=order
            )
    except IntegrityError as clash:
        raise CannotChange(_("There is a code of this name already.")) from clash
    ledger.record(
        kind="moderation.code.published", subject=code.ref, actor=by.code, at=at, public=True,
        code=slug, approves=approves, hides=hides,
    )  # fmt: skip
    return code


@transaction.atomic
def change_code(
    *, slug: str, label: str, public_text: str, approves: bool, hides: bool, order: int, by: "User", at: datetime
) -> Code:  # fmt: skip
    """Its words at any time; what it does only as long as nothing was decided by it."""
    code = _locked(slug)
    if (code.approves, code.hides) != (approves, hides):
        if code.used:
            raise CannotChange(_("Decisions were published under this code: what it does cannot change."))
        if approves and hides:
            raise CannotChange(_("A code that approves hides nothing."))
    code.label, code.public_text, code.order = label, public_text, order
    code.approves, code.hides = approves, hides
    code.save(update_fields=["label", "public_text", "order", "approves", "hides"])
    ledger.record(
        kind="moderation.code.changed", subject=code.ref, actor=by.code, at=at, public=True,
        code=slug, approves=approves, hides=hides,
    )  # fmt: skip
    return code


@transaction.atomic
def retire_code(*, slug: str, by: "User", at: datetime) -> None:
    """No longer offered; what was decided by it stands. Twice is once. One code to approve by always stays."""
    code = _locked(slug)
    if code.retired:
        return
    if not Code.objects.offered(approve=code.approves).exclude(pk=code.pk).exists():
        raise CannotChange(_("This is the last of its kind: without it nothing could be decided that way."))
    code.retired = True
    code.save(update_fields=["retired"])
    ledger.record(
        kind="moderation.code.retired", subject=code.ref, actor=by.code, at=at, public=True, code=slug
    )


@transaction.atomic
def restore_code(*, slug: str, by: "User", at: datetime) -> None:
    code = _locked(slug)
    if not code.retired:
        return
    code.retired = False
    code.save(update_fields=["retired"])
    ledger.record(
        kind="moderation.code.restored", subject=code.ref, actor=by.code, at=at, public=True, code=slug
    )


@transaction.atomic
def delete_code(*, slug: str, by: "User", at: datetime) -> None:
    """Only what nobody ever used, with its drafts."""
    code = _locked(slug)
    if code.used:
        raise CannotChange(_("Decisions were published under this code. It can be retired, never deleted."))
    subject = code.ref
    code.delete()
    ledger.record(
        kind="moderation.code.deleted", subject=subject, actor=by.code, at=at, public=True, code=slug
    )


@transaction.atomic
def write_draft(*, slug: str, language: str, text: str, base: int, by: "User", at: datetime) -> Draft | None:
    """A new version on top of ``base``, the version its writer had read; None when there is nothing to say yet."""
    code = _locked(slug)
    newest = Draft.objects.filter(code=code, language=language).order_by("-version").first()
    if (newest.version if newest else 0) != base:
        raise CannotChange(_("A colleague changed this draft while you were writing. Read theirs first."))
    if text == (newest.text if newest else ""):
        return newest
    return Draft.objects.create(
        code=code, language=language, version=base + 1, text=text, written_by=by, written_at=at
    )


@transaction.atomic
def set_notice(*, length: int, by: "User", at: datetime) -> Notice:
    """From how many waiting texts on the public is told that answers take longer."""
    notice = Notice.objects.create(length=length, since=at, set_by=by)
    ledger.record(
        kind="moderation.notice.set",
        subject="moderation.notice/length",
        actor=by.code,
        at=at,
        public=True,
        length=length,
    )
    return notice


def _locked(slug: str) -> Code:
    # Not against decisions that are being made by it: those only need the row to stay.
    code = Code.objects.select_for_update().filter(slug=slug).first()
    if code is None:
        raise CannotChange(_("This code is gone."))
    return code

"""Writes of exhibits: drafted from a run, sent for review, published by somebody else, withdrawn."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import rfc8785
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts import queries as accounts
from accounts.rules.roles import Role
from crises import queries as crises
from exhibits import queries
from exhibits.actions.refusals import CannotDraft, CannotEdit, CannotSubmit, CannotWithdraw
from exhibits.actions.scenes import own_draft, write_scene
from exhibits.models import Exhibit, ExhibitVersion
from exhibits.rules import exhibit_life
from exhibits.rules.exhibit_life import State
from ledger import actions as ledger
from moderation import actions as moderation

if TYPE_CHECKING:
    from accounts.models import User

KIND = "exhibits.exhibit"


@transaction.atomic
def draft_from_run(
    *, run: int, artist: "User", title: str, at: datetime, language: str = "en", petition: str = ""
) -> Exhibit:
    """A draft with scenes filled: picture, text twin and numbers of the nights that tell the run."""
    if not accounts.has_role(artist, Role.ARTIST, at):
        raise CannotDraft(_("Only artists draft exhibits."))
    found = crises.finished_runs().filter(number=run).first()
    if found is None:
        raise CannotDraft(_("There is no finished run of that number."))
    exhibit = Exhibit.objects.create(
        slug=_free_slug(title), title=title, language=language, artist=artist, biome=found.biome,
        run=found.number, petition=petition, drafted_at=at,
    )  # fmt: skip
    try:
        nights = [queries.material(found, arm, day) for arm, day in queries.nights_of(found)]
    except queries.NoMaterial as nothing:
        raise CannotDraft(_("The pictures of this run are not there any more.")) from nothing
    for number, night in enumerate(nights, 1):
        write_scene(exhibit, number, night, first=number == 1)
    ledger.record(
        kind="exhibits.exhibit.drafted", subject=exhibit.subject, actor=artist.code, at=at, public=False,
        about=[found.subject], run=found.number, scenes=len(nights),
    )  # fmt: skip
    return exhibit


def _free_slug(title: str) -> str:
    """From the title, in letters an address carries; numbered when taken."""
    stem = slugify(title)[:70] or "exhibit"
    taken = set(Exhibit.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    reserved = {"mine", "feed"}
    return next(
        slug
        for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 4)))
        if slug not in taken | reserved
    )


@transaction.atomic
def edit_exhibit(*, exhibit_id: int, artist: "User", at: datetime, fields: Mapping[str, Any]) -> Exhibit:
    """New words about the work as a whole: title, lede, content_note, rights, petition."""
    exhibit = own_draft(exhibit_id, artist)
    names = [n for n in ("title", "lede", "content_note", "rights", "petition", "language") if n in fields]
    for name in names:
        setattr(exhibit, name, fields[name])
    exhibit.save(update_fields=names)
    return exhibit


@transaction.atomic
def translate_exhibit(
    *,
    exhibit_id: int,
    artist: "User",
    language: str,
    at: datetime,
    text: Mapping[str, str],
    by_machine: bool = False,
) -> ExhibitVersion:
    exhibit = own_draft(exhibit_id, artist)
    fields = {name: text.get(name, "") for name in ("title", "lede", "content_note")}
    version, _created = ExhibitVersion.objects.update_or_create(
        exhibit=exhibit, language=language, defaults={**fields, "by_machine": by_machine}
    )
    return version


@transaction.atomic
def submit_exhibit(*, exhibit_id: int, artist: "User", at: datetime) -> Exhibit:
    """Send it to be read by a second person; until they decide it does not change."""
    exhibit = own_draft(exhibit_id, artist)
    scenes = list(exhibit.scenes.order_by("number").prefetch_related("versions"))
    if not scenes:
        raise CannotSubmit(_("An exhibit needs a scene."))
    for scene in scenes:
        if not scene.text_twin.strip():
            raise CannotSubmit(
                _("Scene %(number)s has no text twin. Some people can only read it: write it first.")
                % {"number": scene.number}
            )
        if not scene.alt_text.strip():
            raise CannotSubmit(
                _("Scene %(number)s does not say its picture in words.") % {"number": scene.number}
            )
    snapshot = _snapshot(exhibit, scenes)
    exhibit.state = exhibit_life.move(State(exhibit.state), State.REVIEW).value
    exhibit.submitted_at = at
    exhibit.texts_sha256 = sha256(rfc8785.dumps(snapshot)).hexdigest()
    exhibit.save(update_fields=["state", "submitted_at", "texts_sha256"])
    moderation.submit(
        subject=exhibit.subject,
        kind=KIND,
        snapshot=snapshot,
        language=exhibit.language,
        author=artist.code,
        at=at,
    )
    ledger.record(
        kind="exhibits.exhibit.submitted", subject=exhibit.subject, actor=artist.code, at=at, public=False,
        texts=exhibit.texts_sha256,
    )  # fmt: skip
    return exhibit


def _snapshot(exhibit: Exhibit, scenes: list[Any]) -> dict[str, Any]:
    """All words of the work, as a reviewer reads them."""
    rows: list[Any] = [exhibit, *exhibit.versions.all()]
    texts = [t for row in rows for t in (row.title, row.lede, row.content_note) if t]
    per_scene = {
        _("Scene %(number)s") % {"number": scene.number}: [
            text
            for row in [scene, *scene.versions.all()]
            for text in (row.title, row.text_twin, row.alt_text, row.caption)
            if text
        ]
        for scene in scenes
    }
    return {"title": exhibit.title, _("Words about the work"): texts, **per_scene}


@transaction.atomic
def publish_exhibit(*, slug: str, at: datetime) -> None:
    """What moderation approved becomes public. Once; anything but a work in review is left alone."""
    exhibit = Exhibit.objects.select_for_update().filter(slug=slug).first()
    if exhibit is None or exhibit.state != State.REVIEW:
        return
    exhibit.state = exhibit_life.move(State(exhibit.state), State.PUBLISHED).value
    exhibit.published_at = at
    exhibit.save(update_fields=["state", "published_at"])
    runs = sorted({scene.run for scene in exhibit.scenes.all()})
    about = [exhibit.biome.subject, *(f"crises.run/{run}" for run in runs)]
    if exhibit.petition:
        about.append(f"petitions.petition/{exhibit.petition}")
    ledger.record(
        kind="exhibits.exhibit.published", subject=exhibit.subject, actor="", at=at, public=True, about=about,
        biome=exhibit.biome.slug, runs=runs, scenes=exhibit.scenes.count(), texts=exhibit.texts_sha256,
        rights=exhibit.rights,
    )  # fmt: skip


@transaction.atomic
def return_exhibit(*, slug: str, code: str, at: datetime) -> None:
    """Moderation refused it: a draft again, its artist reads why."""
    exhibit = Exhibit.objects.select_for_update().filter(slug=slug).first()
    if exhibit is None or exhibit.state != State.REVIEW:
        return
    exhibit.state = exhibit_life.move(State(exhibit.state), State.DRAFT).value
    exhibit.save(update_fields=["state"])
    ledger.record(
        kind="exhibits.exhibit.returned", subject=exhibit.subject, actor="", at=at, public=False, code=code
    )


@transaction.atomic
def withdraw_exhibit(*, exhibit_id: int, by: "User", at: datetime) -> Exhibit:
    """Take a published work down; its address says that it was here."""
    exhibit = Exhibit.objects.select_for_update().select_related("biome").get(pk=exhibit_id)
    if not queries.may_withdraw(exhibit, by, at):
        raise CannotWithdraw(_("Only its artist or a curator withdraws a published exhibit."))
    exhibit.state = exhibit_life.move(State(exhibit.state), State.WITHDRAWN).value
    exhibit.withdrawn_at = at
    exhibit.save(update_fields=["state", "withdrawn_at"])
    ledger.record(
        kind="exhibits.exhibit.withdrawn", subject=exhibit.subject, actor=by.code, at=at, public=True,
        about=[exhibit.biome.subject], biome=exhibit.biome.slug,
    )  # fmt: skip
    return exhibit


@transaction.atomic
def reopen_exhibit(*, exhibit_id: int, artist: "User", at: datetime) -> Exhibit:
    """Work on it again: a withdrawn one becomes a draft, one in review is taken back."""
    exhibit = Exhibit.objects.select_for_update().get(pk=exhibit_id)
    if exhibit.artist_id != artist.pk or exhibit.state not in {State.WITHDRAWN, State.REVIEW}:
        raise CannotEdit(_("Only your own work, in review or withdrawn, can be taken up again."))
    moderation.withdraw(subject=exhibit.subject, at=at, actor=artist.code)
    exhibit.state = exhibit_life.move(State(exhibit.state), State.DRAFT).value
    exhibit.save(update_fields=["state"])
    return exhibit

"""Pictures come in re-encoded, are shown when what they belong to is, and go with it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from biomes import imaging
from biomes.models import Picture
from biomes.rules.pictures import ALT_LENGTH, CannotUse, Licence
from biomes.words.pictures import UNFIT
from ledger import files

FOLDER = "pictures"


class CannotKeep(Exception):
    """The picture was refused; the message is fit to show to the person."""


def keep_picture(
    *,
    data: bytes,
    subject: str,
    alt: str,
    by: str,
    at: datetime,
    licence: str = Licence.CC_BY.value,
    credit: str = "",
    position: int = 0,
) -> Picture:
    """A picture for ``subject``, not public yet. Only its pixels are kept, in the widths pages ask for."""
    words = _checked(alt=alt, licence=licence, credit=credit)
    try:
        prepared = imaging.prepare(data)
    except CannotUse as why:
        raise CannotKeep(UNFIT[why.why]) from why
    uuid = uuid4()
    return Picture.objects.create(
        uuid=uuid,
        subject=subject,
        position=position,
        **words,
        width=prepared[-1].size.width,
        height=prepared[-1].size.height,
        files={
            str(one.size.width): files.keep(FOLDER, f"{uuid.hex}-{one.size.width}", "webp", one.data)
            for one in prepared
        },
        kept_at=at,
        kept_by=by,
    )


def reword_picture(*, picture: Picture, at: datetime, **words: str) -> Picture:
    """The same pixels under other words, not public yet; what was said before stays beside it."""
    said = {name: getattr(picture, name) for name in ("alt", "licence", "credit")}
    return Picture.objects.create(
        uuid=uuid4(),
        subject=picture.subject,
        position=picture.position,
        **_checked(**said | words),
        width=picture.width,
        height=picture.height,
        files=picture.files,
        kept_at=at,
        # Whoever sent it may ask to be forgotten, however often it was reworded since.
        kept_by=picture.kept_by,
    )


def _checked(*, alt: str, licence: str, credit: str) -> dict[str, str]:
    alt = " ".join(alt.split())
    if not alt or len(alt) > ALT_LENGTH:
        raise CannotKeep(
            _("Say in at most 300 characters what the picture shows, for those who do not see it.")
        )
    if licence not in set(Licence):
        raise CannotKeep(_("Choose one of the licences."))
    return {"alt": alt, "licence": licence, "credit": " ".join(credit.split())[:120]}


@transaction.atomic
def show_pictures(*, subject: str, uuids: Iterable[UUID | str] | None = None) -> None:
    """Make these of a subject's pictures public, and no others; all of them where none are named."""
    found = Picture.objects.filter(subject=subject)
    if uuids is None:
        found.update(is_public=True)
        return
    wanted = [str(one) for one in uuids]
    found.filter(uuid__in=wanted).update(is_public=True)
    found.exclude(uuid__in=wanted).update(is_public=False)


def hide_pictures(*, subject: str) -> None:
    """Off every surface; they stay for those who decide."""
    Picture.objects.filter(subject=subject).update(is_public=False)


def file_names(subject: str) -> list[str]:
    """Of a subject's pictures, which nobody changes meanwhile; several may share a file."""
    found = Picture.objects.select_for_update().filter(subject=subject)
    return sorted({name for picture in found for name in picture.files.values()})


@transaction.atomic
def drop_pictures(*, subject: str) -> None:
    """Gone for good, files too: what they belonged to was withdrawn or erased."""
    names = file_names(subject)
    Picture.objects.filter(subject=subject).delete()
    transaction.on_commit(partial(files.drop, names))
